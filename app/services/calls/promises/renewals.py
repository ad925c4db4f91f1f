"""Promises that follow from something logged before: a renewal of a promise, a payment run that became a promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import OPEN_ITEM, Channel, Outcome
from app.errors import RefusedError
from app.i18n import msg
from app.models.account import Account
from app.models.dispute import Pause
from app.models.item import Item
from app.models.promise import Instalment, Promise, PromiseItem
from app.services.calls.entries.corrections import entry_of
from app.services.calls.entries.effects import RUN
from app.services.calls.entries.entry import LogCall, LoggedCall
from app.services.calls.entries.log import log_call
from app.services.calls.promises.terms import PromiseLine
from app.services.dates import Days
from app.services.unit_of_work import UnitOfWork
from app.settings import Settings


def reschedule_promise(
    uow: UnitOfWork,
    promise_id: str,
    lines: Sequence[PromiseLine],
    note: str,
    days: Days,
    settings: Settings,
    channel: Channel = Channel.CALL_OUT,
) -> LoggedCall:
    """Log that the customer promised the same items again; the open promise on them is rescheduled.

    Raises:
        RefusedError: there is no such promise, or nothing of it is open any more.
        UsageError: the new instalments are malformed.
        UndecidedError: something about them is unusual and no note says why.
    """
    promise = uow.session.get(Promise, promise_id)
    if promise is None:
        raise RefusedError("unknown_promise", msg("There is no such promise."))
    account = uow.session.get_one(Account, promise.account_id)
    items = tuple(item.id for item in _open_items(uow.session, promise))
    if not items:
        raise RefusedError("nothing_open", msg("Nothing of this promise is open any more."))
    call = LogCall(
        accounts=(account.number,),
        outcome=Outcome.PLAN if len(lines) > 1 else Outcome.PTP,
        channel=channel,
        contact=promise.contact_name,
        contact_id=promise.contact_id,
        note=note,
        promise=tuple(replace(line, items=()) for line in lines),
        item_ids=items,
    )
    return log_call(uow, call, days, settings)


def open_line(session: Session, promise_id: str) -> PromiseLine | None:
    """Return what is still open under a promise as one instalment on its last day, for a form to start from.

    None: nothing of it is open any more.
    """
    promise = session.get(Promise, promise_id)
    items = [] if promise is None else _open_items(session, promise)
    if promise is None or not items:
        return None
    owed = min(promise.amount - promise.received, sum(item.open for item in items))
    last = session.scalars(select(Instalment.due).where(Instalment.promise_id == promise.id)).all()
    return PromiseLine(max(owed, 0), promise.currency, max(last), tuple(item.number for item in items))


def run_as_promise(session: Session, activity_id: str) -> LogCall:
    """Return an entry about a payment run as the promise that it can become, for correcting it with one key.

    What is open of the items of the run is promised for the run's day.

    Raises:
        RefusedError: the entry is about no payment run, or its items are closed or in several currencies.
    """
    call = entry_of(session, activity_id)
    paused = select(Pause.item_id).where(Pause.activity_id == activity_id, Pause.kind == RUN)
    items = session.scalars(select(Item).where(Item.id.in_(paused), Item.status.in_(OPEN_ITEM), Item.open > 0)).all()
    if call.next is None or not items or len({item.currency for item in items}) > 1:
        raise RefusedError(
            "no_run",
            msg("This entry cannot become a promise: it needs a payment run over open items of one currency."),
        )
    line = PromiseLine(sum(item.open for item in items), items[0].currency, call.next.day, ())
    outcomes = [Outcome.PTP if outcome is Outcome.PIPE else outcome for outcome in call.outcomes]
    return replace(
        call,
        outcome=outcomes[0],
        also=tuple(outcomes[1:]),
        promise=(line,),
        item_ids=tuple(item.id for item in items),
        next=None,
    )


def _open_items(session: Session, promise: Promise) -> list[Item]:
    """Return the items that a promise still covers and that still owe something."""
    covered = select(PromiseItem.item_id).where(PromiseItem.promise_id == promise.id, PromiseItem.released.is_(False))
    open_ones = select(Item).where(Item.id.in_(covered), Item.status.in_(OPEN_ITEM), Item.open > 0)
    return list(session.scalars(open_ones.order_by(Item.due_date, Item.number)))
