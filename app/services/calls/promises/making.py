"""Promises to pay: making one, taking items over from an earlier one, withdrawing and voiding.

Every change is kept as a judgement of the instalments it ends, beside the audit event of the use case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import OPEN_PROMISE, OPEN_TASK, PromiseStatus, TaskKind, TaskStatus
from app.errors import RefusedError
from app.i18n import Message, msg
from app.models.promise import Instalment, Judgement, Promise, PromiseItem
from app.models.task import Task
from app.models.types import new_id, new_ids
from app.services.calls.journal import recorded
from app.services.calls.promises.judging import judge_accounts
from app.services.calls.promises.judging.facts import Line
from app.services.calls.promises.judging.load import newest_run
from app.services.calls.promises.judging.words import Account as Told
from app.services.calls.promises.judging.words import why
from app.services.calls.promises.terms import Terms
from app.services.calls.refresh import refresh
from app.services.dates import Days
from app.services.labels import PROMISE_STATES
from app.services.unit_of_work import UnitOfWork
from app.settings import Settings

_FAILED: Final = (PromiseStatus.BROKEN, PromiseStatus.PARTLY_KEPT)


@dataclass(frozen=True, slots=True)
class Made:
    """How a promise came about.

    Attributes:
        on: the day it was made on, in the collector's zone.
        after_run_id: the newest import the store held then; None takes the newest of now.
        reason: why, where something about it was unusual.
    """

    activity_id: str
    on: date
    at: datetime
    kind: str = "promise"
    contact_id: str | None = None
    contact_name: str | None = None
    channel: str | None = None
    reason: str | None = None
    after_run_id: str | None = None


def make_promise(uow: UnitOfWork, terms: Terms, made: Made) -> Promise:
    """Store a promise and take its items over from the open ones that hold them."""
    session = uow.session
    promise = Promise(
        id=new_id(uow.now),
        account_id=terms.account.id,
        currency=terms.currency,
        amount=terms.amount,
        made_on=made.on,
        made_at=made.at,
        activity_id=made.activity_id,
        after_run_id=made.after_run_id or newest_run(session),
        contact_id=made.contact_id,
        contact_name=made.contact_name,
        channel=made.channel,
        kind=made.kind,
        level=terms.level,
        replaces_id=None if terms.renews is None else terms.renews.id,
        assurance=terms.assurance,
        status=PromiseStatus.OPEN,
        reason=made.reason,
    )
    session.add(promise)
    session.flush()
    lines = _lines(uow, promise, terms)
    session.add_all(lines)
    session.add_all(
        PromiseItem(
            promise_id=promise.id,
            item_id=item.id,
            open_when_made=item.open,
            overdue_when_made=item.due_date is not None and item.due_date < made.on,
        )
        for item in terms.items
    )
    promise.why = lines[0].why
    for before in terms.replaces:
        _take_over(uow, before, promise, lines[0], {item.id for item in terms.items})
    session.flush()
    uow.touch("promises", promise.id, *(before.id for before in terms.replaces))
    return promise


def withdraw_promise(uow: UnitOfWork, promise_id: str, note: str, days: Days, settings: Settings) -> None:
    """Take note that the customer took an open promise back.

    Raises:
        RefusedError: there is no such promise, or it is no longer open.
    """
    promise = open_promise(uow.session, promise_id)
    with recorded(uow.session) as journal:
        end_promise(uow, promise, PromiseStatus.WITHDRAWN, msg("Withdrawn on {day}.", day=days.day), promise.id)
        promise.reason = note or promise.reason
    uow.audit("promise.withdraw", "promise", promise.id, note=note, undo=journal.facts())
    refresh(uow, days, settings, [promise.account_id])


def void_promise(uow: UnitOfWork, promise_id: str, note: str, days: Days, settings: Settings) -> None:
    """Strike an open promise out as an entry error; the promises it replaced stand again.

    Raises:
        RefusedError: there is no such promise, or it is no longer open.
    """
    promise = open_promise(uow.session, promise_id)
    with recorded(uow.session) as journal:
        strike(uow, promise, msg("Entry error, struck out on {day}.", day=days.day))
    uow.audit("promise.void", "promise", promise.id, note=note, undo=journal.facts())
    judge_accounts(uow, [promise.account_id], days, settings)
    refresh(uow, days, settings, [promise.account_id])


def open_promise(session: Session, promise_id: str) -> Promise:
    """Return a promise that is still open.

    Raises:
        RefusedError: there is no such promise, or it was judged, replaced or taken back.
    """
    promise = session.get(Promise, promise_id)
    if promise is None:
        raise RefusedError("unknown_promise", msg("There is no such promise."))
    if promise.status not in OPEN_PROMISE:
        raise RefusedError(
            "promise_not_open",
            msg("This promise is no longer open: {status}.", status=PROMISE_STATES[promise.status]),
            do=msg("Log a new call instead."),
        )
    return promise


def strike(uow: UnitOfWork, promise: Promise, text: Message) -> None:
    """Make a promise void and let those that it replaced stand again; the caller judges the account afterwards."""
    end_promise(uow, promise, PromiseStatus.VOID, text, promise.id)
    for before in _replaced_by(uow.session, promise):
        for line in _open_lines(uow.session, before, PromiseStatus.RESCHEDULED):
            judge_line(uow, line, PromiseStatus.OPEN, text)
        if before.status == PromiseStatus.RESCHEDULED:
            before.status = PromiseStatus.OPEN
        for task in uow.session.scalars(select(Task).where(Task.promise_id == before.id, Task.done_ref == promise.id)):
            task.status, task.done_at, task.done_ref = TaskStatus.OPEN, None, None
            uow.touch("tasks", task.id)
        uow.touch("promises", before.id)
    uow.session.flush()


def mark_spoken(uow: UnitOfWork, account_ids: Sequence[str]) -> None:
    """Take note that the right party was spoken to: failed promises need no word of their own any more."""
    for promise in uow.session.scalars(
        select(Promise).where(
            Promise.account_id.in_(account_ids), Promise.status.in_(_FAILED), Promise.spoken_of.is_(False)
        )
    ):
        promise.spoken_of = True
        uow.touch("promises", promise.id)


def end_promise(uow: UnitOfWork, promise: Promise, status: PromiseStatus, text: Message, by: str) -> None:
    """End an open promise: its open instalments, its checks, itself; ``by`` is the promise that ended it."""
    for open_status in OPEN_PROMISE:
        for line in _open_lines(uow.session, promise, open_status):
            judge_line(uow, line, status, text)
    promise.status, promise.why = status, text
    for task in uow.session.scalars(
        select(Task).where(
            Task.promise_id == promise.id, Task.kind == TaskKind.CHECK_PROMISE, Task.status.in_(OPEN_TASK)
        )
    ):
        task.status, task.done_at, task.done_ref = TaskStatus.DROPPED, uow.now, by
        uow.touch("tasks", task.id)
    uow.touch("promises", promise.id)


def judge_line(uow: UnitOfWork, line: Instalment, status: PromiseStatus, text: Message) -> None:
    """Change an instalment by the collector's word, and keep that like any judgement."""
    uow.session.add(
        Judgement(
            id=new_id(uow.now),
            promise_id=line.promise_id,
            instalment_id=line.id,
            at=uow.now,
            before=line.status.value,
            after=status.value,
            due_under=line.due_under or 0,
            received=line.received,
            received_late=line.received_late,
            why=text,
            money=line.money,
        )
    )
    line.status, line.why = status, text


# ------------------------------------------------------------------------------------------------ parts


def _lines(uow: UnitOfWork, promise: Promise, terms: Terms) -> list[Instalment]:
    """Make the instalments; each says at once what was promised and until when money counts."""
    made = []
    left = min(terms.amount, terms.open_amount)
    ids = new_ids(uow.now, len(terms.lines))
    for position, (ident, line, end) in enumerate(zip(ids, terms.lines, terms.windows, strict=True)):
        due = min(line.amount, left)
        left -= due
        told = Told(
            status=PromiseStatus.OPEN,
            currency=terms.currency,
            due=due,
            line=Line(ident, line.due, end, line.amount),
            cash_date=None,
            money=(),
        )
        made.append(
            Instalment(
                id=ident,
                promise_id=promise.id,
                position=position,
                due=line.due,
                window_end=end,
                amount=line.amount,
                due_under=due,
                status=PromiseStatus.OPEN,
                why=why(told),
            )
        )
    return made


def _take_over(uow: UnitOfWork, before: Promise, promise: Promise, line: Instalment, items: set[str]) -> None:
    """Release the shared items of an open promise; with none left it is rescheduled."""
    covers = list(uow.session.scalars(select(PromiseItem).where(PromiseItem.promise_id == before.id)))
    for cover in covers:
        cover.released = cover.released or cover.item_id in items
    if all(cover.released for cover in covers):
        text = msg("Promised again on {day}, for {due}.", day=promise.made_on, due=line.due)
        end_promise(uow, before, PromiseStatus.RESCHEDULED, text, promise.id)


def _open_lines(session: Session, promise: Promise, status: PromiseStatus) -> Iterable[Instalment]:
    return session.scalars(
        select(Instalment).where(Instalment.promise_id == promise.id, Instalment.status == status)
    ).all()


def _replaced_by(session: Session, promise: Promise) -> list[Promise]:
    """Give back the items that a promise took over; returns the promises that had them."""
    mine = set(session.scalars(select(PromiseItem.item_id).where(PromiseItem.promise_id == promise.id)))
    query = (
        select(PromiseItem, Promise)
        .join(Promise, Promise.id == PromiseItem.promise_id)
        .where(
            PromiseItem.item_id.in_(mine),
            PromiseItem.released.is_(True),
            Promise.id != promise.id,
            Promise.status != PromiseStatus.VOID,
        )
        .order_by(Promise.made_at.desc(), Promise.id.desc())
    )
    found: dict[str, Promise] = {}
    given: set[str] = set()
    for cover, before in session.execute(query):
        if cover.item_id not in given and (before.made_at, before.id) < (promise.made_at, promise.id):
            cover.released = False
            given.add(cover.item_id)
            found[before.id] = before
    return list(found.values())
