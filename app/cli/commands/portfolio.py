"""Who owes what, and whom to call next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from app.cli.context import Context, Desk
from app.cli.output import columns, heading, line, print_document, table
from app.cli.shapes import iso, plain_amount
from app.enums import Basis
from app.i18n import _, format_amount, format_date, format_number, render
from app.services.labels import PARTS, label
from app.services.portfolio.aging import Aging, AgingRow, load_aging
from app.services.portfolio.ranking.view import Worklist, WorkRow, current_worklist


def aging(context: Context) -> int:
    """Print balances by days past due."""
    args = context.args
    with context.reading() as desk, desk.store.read() as session:
        found = load_aging(session, desk.days, desk.settings, args.by, Basis(args.basis), net_credits=args.net_credits)
        if args.json:
            print_document({**desk.head(), "data_date": iso(found.data_date), **_aging_document(found)})
        else:
            _print_aging(desk, found, args.by)
    return 0


def _aging_document(found: Aging) -> dict[str, Any]:
    buckets = [{"key": bucket.key, "from": bucket.start, "to": bucket.end} for bucket in found.buckets]
    totals = {currency: _sums(found, row) for currency, row in found.totals.items()}
    rows = [{"key": row.key, "currency": row.currency, **_sums(found, row)} for row in found.rows]
    return {"buckets": buckets, "rows": rows, "totals": totals}


def _sums(found: Aging, row: AgingRow) -> dict[str, Any]:
    sums = {key: plain_amount(row.sums.get(key, 0), row.currency) for key in found.keys}
    return {**sums, "total": plain_amount(row.total, row.currency)}


def _print_aging(desk: Desk, found: Aging, by: str) -> None:
    names = {"account": _("Account"), "currency": _("Currency"), "territory": _("Territory")}
    heads = [names[by], "", *_bucket_heads(found), _("Total")]
    whole = by == "currency"  # every row is a currency's total, and its key says which
    sums = [] if whole else [(_("Total"), row) for row in found.totals.values()]
    rows = [
        [key, "" if whole else row.currency,
         *(format_amount(row.sums.get(key_of, 0), row.currency) for key_of in found.keys),
         format_amount(row.total, row.currency)]
        for key, row in (*((row.key, row) for row in found.rows), *sums)
    ]  # fmt: skip
    table(heads, rows, frozenset(range(2, len(heads))))
    if found.data_date is None:
        return
    if found.past:
        line(_("From the balances kept on {day}.", day=format_date(found.data_date, weekday=True)))
    else:
        line(_("Days past due count to {day}; open amounts as of {data}.",
               day=format_date(desk.days.day, weekday=True),
               data=format_date(found.data_date, weekday=True)))  # fmt: skip


def _bucket_heads(found: Aging) -> list[str]:
    """Return a heading per bucket, then those of what stands in none."""
    heads = []
    for place, bucket in enumerate(found.buckets):
        if place == 0:
            heads.append(_("Current"))
        elif bucket.end is None:
            heads.append(f"{bucket.start}+")
        else:
            heads.append(f"{bucket.start}\u2013{bucket.end}")
    return [*heads, _("No due date"), _("Credits")]


def worklist(context: Context) -> int:
    """Print the call list in its three parts, and who is not on it today."""
    with context.reading() as desk, desk.store.read() as session:
        found = current_worklist(session, desk.days, desk.store.clock.now(), desk.settings)
        rows = found.rows[: context.args.limit]
        if context.args.json:
            print_document({**desk.head(), **_worklist_document(found, rows)})
        else:
            _print_worklist(desk, found, rows)
    return 0


def _worklist_document(found: Worklist, rows: Sequence[WorkRow]) -> dict[str, Any]:
    return {
        "rows": [
            {
                "account": row.number,
                "name": row.name,
                "part": row.part.value,
                "score": row.score,
                "reasons": [
                    {"code": reason.code.value, "points": reason.points, "text": render(reason.text)}
                    for reason in row.reasons
                ],
                "overdue": plain_amount(row.overdue, row.currency),
                "currency": row.currency,
            }
            for row in rows
        ],
        "not_today": [{"account": row.number, "why": render(row.why)} for row in found.not_today],
    }


def _print_worklist(desk: Desk, found: Worklist, rows: Sequence[WorkRow]) -> None:
    line(_("The list of {day}.", day=format_date(desk.days.day, weekday=True)))
    for part, several in groupby(rows, key=lambda row: row.part):
        heading(f"{label(PARTS, part)} ({format_number(found.counts[part])})")
        shown = [
            (str(row.score), row.number, row.name, format_amount(row.overdue, row.currency), row.currency,
             "; ".join(render(reason.text) for reason in row.reasons))
            for row in several
        ]  # fmt: skip
        columns(shown, frozenset({0, 3}), "  ")
    if found.not_today:
        heading(_("Not today ({n})", n=found.not_today_count))
        columns([(held.number, render(held.why)) for held in found.not_today], indent="  ")
