"""Taking the collector's last action back (Ctrl+Z), as long as nothing else was built on it.

Every action of this room keeps its journal with its audit event. Undo restores what was changed and strikes out what
was made: activities stay readable as taken back, tasks are dropped, promises and disputes void, pauses ended. The
chain goes on with an ``undo.action`` event. What has left the house in a workbook is corrected by an entry, not undone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import OPEN_PROMISE, OPEN_TASK, DisputeStatus, PromiseStatus, TaskStatus
from app.errors import RefusedError
from app.i18n import Message, msg
from app.models.account import Account, Contact
from app.models.activity import Activity, ActivityAccount
from app.models.audit import AuditEvent
from app.models.base import Base
from app.models.dispute import Dispute, DisputeItem, Pause
from app.models.promise import Instalment, Promise
from app.models.task import Task
from app.services.calls.journal import cooked, raw
from app.services.calls.promises.judging import judge_accounts
from app.services.calls.promises.making import end_promise, judge_line
from app.services.calls.refresh import refresh
from app.services.dates import Days
from app.services.unit_of_work import UnitOfWork
from app.settings import Settings

#: Writing the day's workbook: what came before it has left the house.
EXPORT: Final = "daily.write"
_UNDO: Final = "undo.action"
_WORDS: Final[Mapping[str, Message]] = {
    "call.log": msg("Logged call"),
    "call.correct": msg("Corrected call"),
    "promise.withdraw": msg("Withdrawn promise"),
    "promise.void": msg("Struck-out promise"),
    "task.open": msg("New task"),
    "task.edit": msg("Changed task"),
    "task.done": msg("Finished task"),
    "task.dropped": msg("Dropped task"),
    "task.reopen": msg("Reopened task"),
    "contact.add": msg("New contact"),
    "contact.edit": msg("Corrected contact"),
}
Journalled = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LastAction:
    """The action that undo would take back: its place in the chain, what it was, when, and on which record."""

    seq: int
    text: Message
    at: datetime
    entity: str
    entity_id: str


def last_action(session: Session) -> LastAction | None:
    """Return what undo would take back; None when there is nothing, or it has left the house."""
    event = _last(session)
    if event is None:
        return None
    return LastAction(event.seq, _WORDS[event.action], event.at, event.entity, event.entity_id)


def undo_last(uow: UnitOfWork, days: Days, settings: Settings) -> LastAction:
    """Take the last action back that is neither undone nor exported.

    Raises:
        RefusedError: there is none, or something was built on it since.
    """
    event = _last(uow.session)
    if event is None:
        raise RefusedError(
            "nothing_to_undo",
            msg("There is nothing to undo."),
            do=msg("What stands in a workbook already is corrected by a new entry."),
        )
    journal = json.loads(event.facts)["undo"]
    accounts = touched_accounts(uow.session, journal)
    take_back(uow, journal, msg("Taken back on {day}.", day=days.day))
    uow.audit(_UNDO, event.entity, event.entity_id, of=event.seq, action=event.action)
    if "promise" in journal["created"] or "promise" in journal["changed"]:
        judge_accounts(uow, accounts, days, settings)
    refresh(uow, days, settings, sorted(accounts))
    return LastAction(event.seq, _WORDS[event.action], event.at, event.entity, event.entity_id)


def take_back(
    uow: UnitOfWork, journal: Journalled, text: Message, *, strict: bool = True, skip: Collection[str] = ()
) -> None:
    """Reverse what a journal recorded.

    Args:
        uow: the transaction.
        journal: rows created and changed, as ``Journal.facts`` gave them.
        text: why promises end, for their judgement.
        strict: refuse when a row was changed since; else such a row stays as it is.
        skip: tables whose rows stay; with ``promise`` the checks of promises stay too.

    Raises:
        RefusedError: something was built on it since.
    """
    session = uow.session
    if strict:
        _check_promises(session, journal)
    for table, keys in journal["created"].items():
        for key in keys:
            if table in _STRIKE and table not in skip and not ("promise" in skip and _is_check(session, table, key[0])):
                _STRIKE[table](uow, key, text)
    session.flush()
    for table, rows in journal["changed"].items():
        for key, columns in rows.items():
            first = key.split("/", maxsplit=1)[0]
            if table not in skip and not ("promise" in skip and _is_check(session, table, first)):
                _restore(uow, _ROWS[table], key.split("/"), columns, text, strict=strict)
    session.flush()
    _touch(uow, journal)


def touched_accounts(session: Session, journal: Journalled) -> set[str]:
    """Return the accounts that a journal's rows belong to."""
    ids: dict[str, set[str]] = {}
    for table, keys in journal["created"].items():
        ids.setdefault(table, set()).update(key[0] for key in keys)
    for table, rows in journal["changed"].items():
        ids.setdefault(table, set()).update(key.split("/", maxsplit=1)[0] for key in rows)
    found = set(ids.get("account", ()))
    for kind in (Task, Promise, Dispute, Pause, Contact):
        known = ids.get(kind.__tablename__, ())
        found.update(session.scalars(select(kind.account_id).where(kind.id.in_(known))))
    link = ActivityAccount
    found.update(session.scalars(select(link.account_id).where(link.activity_id.in_(ids.get("activity", ())))))
    return found


# ------------------------------------------------------------------------------------------------ which action


def _last(session: Session) -> AuditEvent | None:
    """Return the newest journalled event that is not undone, unless a workbook has been written since."""
    undone: set[int] = set()
    query = select(AuditEvent).where(AuditEvent.action.in_((*_WORDS, _UNDO, EXPORT))).order_by(AuditEvent.seq.desc())
    for event in session.scalars(query.execution_options(yield_per=50)):
        if event.action == EXPORT:
            return None
        if event.action == _UNDO:
            undone.add(json.loads(event.facts)["of"])
        elif event.seq not in undone and "undo" in json.loads(event.facts):
            return event
    return None


# ------------------------------------------------------------------------------------------------ what was made


def _check_promises(session: Session, journal: Journalled) -> None:
    """Refuse when a promise that was made has been judged, replaced or taken back since."""
    ids = [key[0] for key in journal["created"].get("promise", ())]
    if any(status not in OPEN_PROMISE for status in session.scalars(select(Promise.status).where(Promise.id.in_(ids)))):
        raise _changed_since()


def _strike_activity(uow: UnitOfWork, key: list[str], _text: Message) -> None:
    uow.session.get_one(Activity, key[0]).superseded = True


def _strike_task(uow: UnitOfWork, key: list[str], _text: Message) -> None:
    task = uow.session.get_one(Task, key[0])
    if task.status in OPEN_TASK:
        task.status, task.done_at = TaskStatus.DROPPED, uow.now


def _strike_promise(uow: UnitOfWork, key: list[str], text: Message) -> None:
    promise = uow.session.get_one(Promise, key[0])
    if promise.status in OPEN_PROMISE:
        end_promise(uow, promise, PromiseStatus.VOID, text, promise.id)


def _strike_dispute(uow: UnitOfWork, key: list[str], _text: Message) -> None:
    dispute = uow.session.get_one(Dispute, key[0])
    if dispute.status == DisputeStatus.NEW:
        dispute.status = DisputeStatus.VOID


def _strike_dispute_item(uow: UnitOfWork, key: list[str], _text: Message) -> None:
    dispute = uow.session.get_one(Dispute, key[0])
    row = uow.session.get(DisputeItem, tuple(key))
    if row is not None and dispute.status != DisputeStatus.VOID:
        uow.session.delete(row)


def _strike_pause(uow: UnitOfWork, key: list[str], _text: Message) -> None:
    pause = uow.session.get_one(Pause, key[0])
    pause.ended_at = pause.ended_at or uow.now


def _strike_contact(uow: UnitOfWork, key: list[str], _text: Message) -> None:
    uow.session.get_one(Contact, key[0]).active = False


_STRIKE: Final = {
    "activity": _strike_activity,
    "task": _strike_task,
    "promise": _strike_promise,
    "dispute": _strike_dispute,
    "dispute_item": _strike_dispute_item,
    "pause": _strike_pause,
    "contact": _strike_contact,
}


# ------------------------------------------------------------------------------------------------ what was changed


def _is_check(session: Session, table: str, ident: str) -> bool:
    """Tell whether a row is the check of a promise."""
    return table == Task.__tablename__ and session.get_one(Task, ident).promise_id is not None


def _restore(
    uow: UnitOfWork, kind: type[Base], key: list[str], columns: Mapping[str, list[Any]], text: Message, *, strict: bool
) -> None:
    """Put a row's values back, unless somebody changed them since; an instalment's status leaves a judgement."""
    session = uow.session
    row = session.get_one(kind, key[0] if len(key) == 1 else tuple(key))
    wanted = {}
    for name, (before, after) in columns.items():
        column = kind.__table__.columns[name]
        now = raw(session, column, getattr(row, name))
        if now == after:
            wanted[name] = cooked(session, column, before)
        elif now != before:
            if strict:
                raise _changed_since()
            return
    if isinstance(row, Instalment) and "status" in wanted:
        judge_line(uow, row, wanted["status"], text)
    for name, value in wanted.items():
        setattr(row, name, value)


def _changed_since() -> RefusedError:
    return RefusedError(
        "changed_since",
        msg("Something has been changed since; this cannot be undone any more."),
        do=msg("Make a correcting entry."),
    )


_ROWS: Final[Mapping[str, type[Base]]] = {
    mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers
}
_KINDS: Final = {"activity": "activities", "task": "tasks", "promise": "promises", "dispute": "disputes"}


def _touch(uow: UnitOfWork, journal: Journalled) -> None:
    for table, kind in _KINDS.items():
        uow.touch(kind, *(key[0] for key in journal["created"].get(table, ())))
        uow.touch(kind, *journal["changed"].get(table, ()))
    uow.touch("accounts", *(journal["changed"].get(Account.__tablename__, ())))
