"""Logging a contact, and the promises to pay with their judgement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.cli.commands.records import activity_shape, promise_shape
from app.cli.context import Context
from app.cli.output import line, print_document, table
from app.cli.values import numbers
from app.errors import UsageError
from app.i18n import _, format_amount, format_date, format_date_cell, msg, render
from app.services.calls.entries.entry import LogCall, missing
from app.services.calls.entries.followups import NextStep
from app.services.calls.entries.log import log_call
from app.services.calls.promises.terms import PromiseLine
from app.services.calls.queries import activity_rows, promise_rows
from app.services.labels import OUTCOMES, PROMISE_STATES, TASK_KINDS, label
from app.services.portfolio.account.rows import ActivityRow, PromiseRow

#: How the command line gives what an outcome needs, by the field that the form calls it.
_GIVEN_BY: Final[Mapping[str, str]] = {
    "note": "--note TEXT",
    "next": "--next CODE:DATE[THH:MM]",
    "promise": "--promise AMOUNT:CUR:DATE",
    "items": "--items INV+INV",
    "owner": "--note TEXT",
}


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
    _check(entry)
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
            _print_call(activity, promised[0] if promised else None)
    return 0


def _check(entry: LogCall) -> None:
    """Refuse an entry that lacks what its outcomes need, before any store is opened.

    Raises:
        UsageError: the first thing that is missing, with the option that gives it.
    """
    for lack in missing(entry):
        raise UsageError("outcome_needs", lack.text, do=msg("Give it with {option}.", option=_GIVEN_BY[lack.field]))


def _print_call(activity: ActivityRow, promise: PromiseRow | None) -> None:
    outcomes = ", ".join(label(OUTCOMES, code) for code in (activity.outcome, *activity.also))
    line(_("Logged: {outcome} with {accounts}.", outcome=outcomes, accounts=", ".join(activity.accounts)))
    if promise is not None:
        for part in promise.instalments:
            line(_("Promised: {amount} {currency} by {day}; money counts through {end}.",
                   amount=format_amount(part.promised, promise.currency), currency=promise.currency,
                   day=format_date(part.due, weekday=True),
                   end=format_date(part.window_end, weekday=True)))  # fmt: skip
    if activity.next_date is not None:
        code = activity.next_code or ""
        step = label(TASK_KINDS, code) if code in TASK_KINDS else label(OUTCOMES, code)
        when = " ".join(word for word in (format_date(activity.next_date, weekday=True), activity.next_time) if word)
        line(_("Next: {step}, {when}.", step=step, when=when))


def promises(context: Context) -> int:
    """Print promises to pay with the money that judged them."""
    with context.reading() as desk, desk.store.read() as session:
        rows = promise_rows(session, status=context.args.status, day=desk.days.day)
        if context.args.json:
            print_document({**desk.head(), "rows": [promise_shape(row) for row in rows]})
        elif not rows:
            line(_("There are no such promises.") if context.args.status else _("There are no promises yet."))
        else:
            heads = (_("Account"), _("Made"), _("Due"), _("Promised"), _("Received"), "", _("Status"), _("Why"))
            table(heads, [_promise_cells(row) for row in rows], frozenset({3, 4}))
    return 0


def _promise_cells(row: PromiseRow) -> tuple[str, ...]:
    return (
        row.account,
        format_date_cell(row.made_on),
        "" if row.due is None else format_date_cell(row.due),
        format_amount(row.promised, row.currency),
        format_amount(row.received, row.currency),
        row.currency,
        label(PROMISE_STATES, row.status),
        "" if row.why is None else render(row.why),
    )
