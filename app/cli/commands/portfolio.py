"""Who owes what, and whom to call next."""

from __future__ import annotations

from typing import Any

from app.cli.commands.account import account_document
from app.cli.context import Context, Desk
from app.cli.output import line, print_document, table
from app.cli.shapes import iso, plain_amount
from app.enums import Basis
from app.i18n import _, format_amount, render
from app.services.labels import PARTS, label
from app.services.portfolio.aging import Aging, AgingRow, load_aging
from app.services.portfolio.work.view import Worklist, current_worklist


def aging(context: Context) -> int:
    """Print balances by days past due."""
    args = context.args
    with context.reading() as desk, desk.store.read() as session:
        found = load_aging(session, desk.days, desk.settings, args.by, Basis(args.basis), net_credits=args.net_credits)
        if context.args.json:
            print_document({**desk.head(), "data_date": iso(found.data_date), **_aging_document(found)})
        else:
            _print_aging(found)
    return 0


def _aging_document(found: Aging) -> dict[str, Any]:
    buckets = [{"key": bucket.key, "from": bucket.start, "to": bucket.end} for bucket in found.buckets]
    totals = {currency: _sums(found, row) for currency, row in found.totals.items()}
    rows = [{"key": row.key, "currency": row.currency, **_sums(found, row)} for row in found.rows]
    return {"buckets": buckets, "rows": rows, "totals": totals}


def _sums(found: Aging, row: AgingRow) -> dict[str, Any]:
    sums = {key: plain_amount(row.sums.get(key, 0), row.currency) for key in found.keys}
    return {**sums, "total": plain_amount(row.total, row.currency)}


def _print_aging(found: Aging) -> None:
    heads = [_("Key"), _("Currency"), *found.keys, _("Total")]
    rows = [
        [row.key, row.currency, *(format_amount(row.sums.get(key, 0), row.currency) for key in found.keys),
         format_amount(row.total, row.currency)]
        for row in (*found.rows, *found.totals.values())
    ]  # fmt: skip
    table(heads, rows, frozenset(range(2, len(heads))))
    if found.past and found.data_date is not None:
        line(_("From the snapshot of {day}.", day=found.data_date))


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


def _worklist_document(found: Worklist, rows: Any) -> dict[str, Any]:
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


def _print_worklist(desk: Desk, found: Worklist, rows: Any) -> None:
    part = None
    for row in rows:
        if row.part is not part:
            part = row.part
            line(f"{label(PARTS, part)} ({found.counts[part]})")
        amount = format_amount(row.overdue, row.currency)
        words = "; ".join(render(reason.text) for reason in row.reasons)
        line(f"  {row.score:>3}  {row.number}  {row.name}  {amount} {row.currency}  {words}")
    line(_("Not today: {n}", n=found.not_today_count))
    line(_("The list of {day}.", day=desk.days.day))


def account(context: Context) -> int:
    """Print everything about one account."""
    with context.reading() as desk, desk.store.read() as session:
        document = account_document(session, context.args.number, desk)
        if context.args.json:
            print_document({**desk.head(), **document})
        else:
            _print_account(document)
    return 0


def _print_account(document: dict[str, Any]) -> None:
    facts = document["account"]
    line(f"{facts['number']}  {facts['name']}")
    heads = (_("Item"), _("Due"), _("Days"), _("Open"), "", _("Status"))
    rows = [
        (item["number"], item["due_date"] or "", str(item["days_overdue"] or ""), item["open"], item["currency"],
         item["status"])
        for item in document["items"]
    ]  # fmt: skip
    table(heads, rows, frozenset({2, 3}))
