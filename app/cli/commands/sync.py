"""Imports: files in, and the newest one back out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from app.cli.context import Context, Desk
from app.cli.output import line, print_document, show_progress
from app.errors import UsageError
from app.i18n import _, msg, render
from app.money import is_currency
from app.services.company import get_company
from app.services.sync.model import ReadOptions
from app.services.sync.report import RunReport
from app.services.sync.run import SyncOptions, SyncResult, sync_files
from app.services.sync.undo import undo_sync as undo


def sync(context: Context) -> int:
    """Import files as one transaction; ``--dry-run`` shows the same plan and changes nothing."""
    dry_run = context.args.dry_run
    with context.reading() if dry_run else context.writing(create=True) as desk:
        result = sync_files(desk.store, context.args.files, _options(context, desk), show_progress, dry_run=dry_run)
        if dry_run:
            result.refuse_open_questions()
        desk.reload()
        _show(context, desk, result)
    return 0


def undo_sync(context: Context) -> int:
    """Take back the newest applied sync."""
    with context.writing() as desk:
        result = undo(desk.store, desk.days.day, desk.days.zone, show_progress)
        desk.reload()
        if context.args.json:
            document = {"run": result.run.document(), "undone": asdict(result.undone)}
            print_document({**desk.head(), **document})
        else:
            line(_("Taken back: {file}.", file=", ".join(run.file for run in result.runs)))
            for warning in result.warnings:
                line(render(warning))
    return 0


def _options(context: Context, desk: Desk) -> SyncOptions:
    args = context.args
    if args.currency is not None and not is_currency(args.currency):
        raise UsageError("currency", msg("{code} is not an ISO 4217 currency.", code=args.currency))
    with desk.store.read() as session:
        company = get_company(session)
    read = ReadOptions(
        day=desk.days.day,
        kind=args.kind,
        layout=args.layout,
        sheet=args.sheet,
        date_order=args.date_order,
        decimal=args.decimal,
        currency=args.currency,
        as_of=args.as_of,
        default_currency=None if company is None else company.base_currency,
        scope=args.scope,
        older=args.older,
    )
    totals = dict(args.control_total)
    return SyncOptions(read, control_totals=totals, names=args.names, zone=desk.days.zone)


def _show(context: Context, desk: Desk, result: SyncResult) -> None:
    if context.args.json:
        print_document({**desk.head(), "runs": [run.document() for run in result.runs]})
        return
    for run in result.runs:
        _show_run(run.document(), run)


def _show_run(document: dict[str, Any], run: RunReport) -> None:
    counts = document["rows"]
    line(_("{file}: {kind}, layout {layout}, as of {day} ({why})",
           file=run.file, kind=run.kind, layout=run.layout, day=document["as_of"] or "–",
           why=document["as_of_from"]))  # fmt: skip
    line(_("  rows {read}: items {item}, totals {total}, groups {group}, skipped {skipped}, rejected {rejected}",
           read=document["rows_read"], item=counts["item"], total=counts["total"], group=counts["group"],
           skipped=counts["skipped"], rejected=counts["rejected"]))  # fmt: skip
    line(_("  new {new}, changed {changed}, part paid {part_paid}, reopened {reopened}, unchanged {unchanged}, "
           "paid {paid}, credited {credited}, closed without cash data {no_cash_data}, vanished {vanished}",
           **{key: document[key] for key in
              ("new", "changed", "part_paid", "reopened", "unchanged", "paid", "credited", "no_cash_data",
               "vanished")}))  # fmt: skip
    for currency, total in document["totals"].items():
        line(f"  {currency} {total['net']}")
    for row in document["rejected"]:
        line(_("  row {row}, {column}: {value}: {reason}", **row))
    for warning in document["warnings"]:
        line(f"  {warning['text']}")
