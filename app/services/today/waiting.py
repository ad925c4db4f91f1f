"""What the day asks for beside the list: promises whose day has come, and tasks due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import OPEN_PROMISE, OPEN_TASK, PromiseStatus, TaskKind
from app.models.account import Account
from app.models.promise import Instalment, Promise
from app.models.task import Task


@dataclass(frozen=True, slots=True)
class DuePromise:
    """An open instalment whose day has come; amounts are minor units of ``currency``."""

    id: str
    account_id: str
    number: str
    name: str
    latin: str | None
    country: str
    due: date
    window_end: date
    currency: str
    amount: int
    received: int
    status: PromiseStatus
    level: int
    contact: str | None


@dataclass(frozen=True, slots=True)
class DueTask:
    """A task due on the day or before; ``time`` is local to ``zone``."""

    id: str
    account_id: str
    number: str
    name: str
    latin: str | None
    country: str
    kind: TaskKind
    what: str
    due: date
    time: str | None
    zone: str
    owner: str
    waiting_for: str


def due_promises(session: Session, day: date) -> tuple[DuePromise, ...]:
    """Return instalments promised for ``day`` or before that are not judged yet, the oldest first."""
    query = (
        select(
            Instalment.id,
            Account.id,
            Account.number,
            Account.name,
            Account.name_latin,
            Account.country,
            Instalment.due,
            Instalment.window_end,
            Promise.currency,
            Instalment.amount,
            Instalment.received,
            Instalment.status,
            Promise.level,
            Promise.contact_name,
        )
        .join(Promise, Promise.id == Instalment.promise_id)
        .join(Account, Account.id == Promise.account_id)
        .where(Instalment.status.in_(OPEN_PROMISE), Instalment.due <= day)
        .order_by(Instalment.due, Account.number, Instalment.id)
    )
    return tuple(DuePromise(*_with_country(tuple(row))) for row in session.execute(query))


def due_tasks(session: Session, day: date) -> tuple[DueTask, ...]:
    """Return open tasks due on ``day`` or before, by day and time."""
    query = (
        select(
            Task.id,
            Account.id,
            Account.number,
            Account.name,
            Account.name_latin,
            Account.country,
            Task.kind,
            Task.what,
            Task.due,
            Task.time,
            Task.zone,
            Task.owner,
            Task.waiting_for,
        )
        .join(Account, Account.id == Task.account_id)
        .where(Task.status.in_(OPEN_TASK), Task.due <= day)
        .order_by(Task.due, Task.time.is_(None), Task.time, Account.number, Task.id)
    )
    return tuple(DueTask(*_with_country(tuple(row))) for row in session.execute(query))


def _with_country(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Give an account without a country an empty one."""
    return (*row[:5], row[5] or "", *row[6:])
