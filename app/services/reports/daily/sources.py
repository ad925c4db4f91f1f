"""Sheet 16: the files of the day."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import select

from app.i18n import msg
from app.models.sync import SyncRun
from app.services.labels import SYNC_KINDS, SYNC_STATES, label
from app.services.reports.daily.context import REF, DailyContext, day_column, moment, number, text
from app.services.reports.tables import Table, table

COLUMNS: Final = (
    moment("at", msg("At")),
    text("file", msg("File"), 30),
    text("kind", msg("Kind"), 13),
    text("sha256", msg("SHA-256"), 14),
    text("layout", msg("Layout"), 18),
    text("scope", msg("Scope"), 8),
    day_column("through", msg("Covers through")),
    number("rows_read", msg("Rows read")),
    number("items", msg("Items")),
    number("totals", msg("Totals")),
    number("skipped", msg("Skipped")),
    number("rejected", msg("Rejected")),
    number("new", msg("New")),
    number("changed", msg("Changed")),
    number("closed", msg("Closed")),
    number("vanished", msg("Vanished")),
    text("control_total", msg("Control total"), 26),
    text("own_total", msg("Own total"), 26),
    text("difference", msg("Difference"), 20),
    text("state", msg("State"), 10),
    text("questions", msg("Questions answered"), 26),
    REF,
)


def sources(context: DailyContext) -> Table:
    """Return the imports of the day with their counts, as their reports say them."""
    query = (
        select(SyncRun)
        .where(SyncRun.at >= context.start, SyncRun.at < context.end)
        .order_by(SyncRun.at, SyncRun.position)
    )
    records = [_record(run) for run in context.session.scalars(query)]
    return table("tblSyncs", "Sources", msg("Sources"), COLUMNS, records)


def _record(run: SyncRun) -> dict[str, Any]:
    report = run.report or {}
    rows = report.get("rows", {})
    totals = {currency: values.get("net") for currency, values in (report.get("totals") or {}).items()}
    own = report.get("own_totals") or {}
    codes = {warning.get("code") for warning in report.get("warnings") or ()}
    options = run.options or {}
    answered = [f"{key}: {value}" for key, value in sorted(options.items()) if value not in (None, "", [], False)]
    return {
        "at": run.at,
        "file": run.file,
        "kind": label(SYNC_KINDS, run.kind),
        "sha256": run.sha256[:12],
        "layout": run.layout,
        "scope": run.scope,
        "through": run.coverage or run.as_of,
        "rows_read": report.get("rows_read"),
        "items": rows.get("item"),
        "totals": rows.get("total"),
        "skipped": rows.get("skipped"),
        "rejected": rows.get("rejected"),
        "new": report.get("new"),
        "changed": report.get("changed"),
        "closed": report.get("closed"),
        "vanished": report.get("vanished"),
        "control_total": _pairs(totals),
        "own_total": _pairs(own),
        "difference": "own_total_differs" if "own_total_differs" in codes else None,
        "state": label(SYNC_STATES, run.state),
        "questions": ", ".join(answered),
        "ref": run.id,
    }


def _pairs(values: dict[str, Any]) -> str:
    return ", ".join(f"{currency} {value}" for currency, value in sorted(values.items()) if value is not None)
