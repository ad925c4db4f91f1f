"""Logging a contact, and the promises to pay with their judgement."""

from __future__ import annotations

from app.cli.commands.records import activity_shape, promise_shape
from app.cli.context import Context
from app.cli.output import line, print_document, table
from app.cli.shapes import plain_amount
from app.cli.values import numbers
from app.i18n import _, format_amount, render
from app.services.calls.entry import LogCall
from app.services.calls.followups import NextStep
from app.services.calls.log import log_call
from app.services.calls.promise_terms import PromiseLine
from app.services.calls.queries import activity_rows, promise_rows


def call(context: Context) -> int:
    """Log a call or another contact with all that comes of it, in one transaction."""
    args = context.args
    entry = LogCall(
        accounts=tuple(part.strip() for part in args.numbers.split(",") if part.strip()),
        outcome=args.outcome,
        also=tuple(args.also),
        channel=args.channel,
        contact=args.contact,
        reason=args.reason,
        note=args.note or "",
        promise=tuple(PromiseLine(one.amount, one.currency, one.due, one.items) for one in args.promise),
        items=numbers(args.items or ""),
        next=None if args.next is None else NextStep(args.next.code, args.next.due, args.next.time),
    )
    with context.writing() as desk:
        with desk.store.write("call") as uow:
            logged = log_call(uow, entry, desk.days, desk.settings)
            uow.commit()
        with desk.store.read() as session:
            activity = activity_rows(session, ids=[logged.activity_id])[0]
            promised = promise_rows(session, ids=[logged.promise_id]) if logged.promise_id else ()
        if context.args.json:
            promise = promise_shape(promised[0]) if promised else None
            print_document({**desk.head(), "activity": activity_shape(activity), "promise": promise})
        else:
            line(_("Logged: {outcome} with {accounts}.",
                   outcome=activity.outcome.value, accounts=", ".join(activity.accounts)))  # fmt: skip
    return 0


def promises(context: Context) -> int:
    """Print promises to pay with the money that judged them."""
    with context.reading() as desk, desk.store.read() as session:
        rows = promise_rows(session, status=context.args.status, day=desk.days.day)
        if context.args.json:
            print_document({**desk.head(), "rows": [promise_shape(row) for row in rows]})
        else:
            heads = (_("Account"), _("Made"), _("Promised"), "", _("Received"), _("Status"), _("Why"))
            cells = [
                (
                    row.account,
                    row.made_on.isoformat(),
                    format_amount(row.promised, row.currency),
                    row.currency,
                    plain_amount(row.received, row.currency) or "",
                    row.status.value,
                    "" if row.why is None else render(row.why),
                )
                for row in rows
            ]
            table(heads, cells, frozenset({2, 4}))
    return 0
