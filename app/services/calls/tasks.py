"""Tasks: opened, moved, changed, done, dropped and opened again, each with its audit event.

Only ``check_promise`` closes by itself (see the judgement); every other task closes because somebody says so, or
because a logged call did what it asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import OPEN_TASK, TaskKind, TaskStatus, WaitingFor
from app.errors import RefusedError
from app.i18n import msg
from app.models.account import Account
from app.models.task import Task
from app.models.types import new_id
from app.services.calls.entries.followups import Planned, check_time
from app.services.calls.entries.lookup import country_of, zone_for
from app.services.calls.entries.outcomes import ME
from app.services.calls.journal import recorded
from app.services.calls.refresh import refresh
from app.services.dates import Days
from app.services.labels import TASK_KINDS
from app.services.unit_of_work import UnitOfWork
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task of the collector's own; ``what`` defaults to the name of the kind, ``time`` is local to the customer."""

    account_id: str
    kind: TaskKind
    due: date
    time: str | None = None
    what: str = ""
    owner: str = ME
    waiting_for: WaitingFor = WaitingFor.US
    item_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a task comes from and what it is about.

    Attributes:
        by: ``call``, ``sync``, ``letter`` or ``collector``.
        ref: id of the record that opened it.
        ident: the task's own id, given where several tasks of one moment shall keep their order.
    """

    by: str
    ref: str | None = None
    item_ids: tuple[str, ...] = ()
    promise_id: str | None = None
    ident: str | None = None


@dataclass(frozen=True, slots=True)
class TaskEdit:
    """What of a task changes; None leaves it as it is, an empty ``time`` takes the time away."""

    due: date | None = None
    time: str | None = None
    what: str | None = None
    owner: str | None = None
    waiting_for: WaitingFor | None = None
    kind: TaskKind | None = None


def open_task(uow: UnitOfWork, new: NewTask, days: Days, settings: Settings) -> str:
    """Open a task; returns its id.

    Raises:
        RefusedError: the account is unknown.
        UsageError: the time is no time of day.
    """
    account = uow.session.get(Account, new.account_id)
    if account is None:
        raise RefusedError("unknown_account", msg("There is no such account."))
    planned = Planned(
        kind=new.kind,
        code="",
        what=new.what.strip() or TASK_KINDS[new.kind].msgid,
        due=new.due,
        time=check_time(new.time),
        owner=new.owner.strip() or ME,
        waiting=new.waiting_for,
    )
    with recorded(uow.session) as journal:
        task = put_task(uow, account, planned, Origin("collector", item_ids=new.item_ids))
    uow.audit("task.open", "task", task.id, kind=task.kind.value, due=task.due.isoformat(), undo=journal.facts())
    refresh(uow, days, settings, [account.id])
    return task.id


def edit_task(uow: UnitOfWork, task_id: str, edit: TaskEdit, days: Days, settings: Settings) -> None:
    """Change what an open task says, or when it is due.

    Raises:
        RefusedError: there is no such task, or it is closed.
        UsageError: the time is no time of day.
    """
    task = _open(uow.session, task_id)
    with recorded(uow.session) as journal:
        task.due = edit.due or task.due
        if edit.time is not None:
            task.time = check_time(edit.time or None)
        task.what = task.what if edit.what is None else edit.what.strip() or TASK_KINDS[task.kind].msgid
        task.kind = edit.kind or task.kind
        task.waiting_for = edit.waiting_for or task.waiting_for
        if edit.owner is not None:
            task.owner = edit.owner.strip() or ME
            task.status = TaskStatus.OPEN if task.owner == ME else TaskStatus.WAITING
    _written(uow, task, "task.edit", days, settings, journal.facts())


def finish_task(uow: UnitOfWork, task_id: str, days: Days, settings: Settings) -> None:
    """Say that a task is done."""
    _close(uow, task_id, TaskStatus.DONE, days, settings)


def drop_task(uow: UnitOfWork, task_id: str, days: Days, settings: Settings) -> None:
    """Say that a task need not be done any more."""
    _close(uow, task_id, TaskStatus.DROPPED, days, settings)


def reopen_task(uow: UnitOfWork, task_id: str, days: Days, settings: Settings) -> None:
    """Open a closed task again, on its old day.

    Raises:
        RefusedError: there is no such task, or it is open.
    """
    task = _known(uow.session, task_id)
    if task.status in OPEN_TASK:
        raise RefusedError("task_open", msg("This task is open already."))
    with recorded(uow.session) as journal:
        task.status = TaskStatus.OPEN if task.owner == ME else TaskStatus.WAITING
        task.done_at = task.done_ref = None
    _written(uow, task, "task.reopen", days, settings, journal.facts())


# ------------------------------------------------------------------------------------------------ for other writes


def put_task(uow: UnitOfWork, account: Account, planned: Planned, origin: Origin) -> Task:
    """Store a planned task in the customer's zone; whoever calls writes the audit event."""
    task = Task(
        id=origin.ident or new_id(uow.now),
        account_id=account.id,
        kind=planned.kind,
        code=planned.code or None,
        what=planned.what,
        due=planned.due,
        time=planned.time,
        zone=zone_for(account, country_of(uow.session, account)),
        owner=planned.owner,
        waiting_for=planned.waiting,
        status=TaskStatus.OPEN if planned.owner == ME else TaskStatus.WAITING,
        items=list(origin.item_ids),
        promise_id=origin.promise_id,
        opened_by=origin.by,
        opened_ref=origin.ref,
        opened_at=uow.now,
    )
    uow.session.add(task)
    uow.touch("tasks", task.id)
    return task


def close_tasks(uow: UnitOfWork, tasks: Sequence[Task], status: TaskStatus, by: str) -> None:
    """Close tasks on behalf of a record, whose id is kept with them."""
    for task in tasks:
        task.status, task.done_at, task.done_ref = status, uow.now, by
        uow.touch("tasks", task.id)


def open_tasks(session: Session, account_ids: Sequence[str], kinds: Sequence[TaskKind], due: date) -> list[Task]:
    """Return the open tasks of some kinds that are due by a day, oldest first."""
    return list(
        session.scalars(
            select(Task)
            .where(Task.account_id.in_(account_ids), Task.kind.in_(kinds), Task.status.in_(OPEN_TASK), Task.due <= due)
            .order_by(Task.due, Task.id)
        )
    )


def _known(session: Session, task_id: str) -> Task:
    task = session.get(Task, task_id)
    if task is None:
        raise RefusedError("unknown_task", msg("There is no such task."))
    return task


def _open(session: Session, task_id: str) -> Task:
    task = _known(session, task_id)
    if task.status not in OPEN_TASK:
        raise RefusedError(
            "task_closed", msg("This task is closed already."), do=msg("Open it again before changing it.")
        )
    return task


def _close(uow: UnitOfWork, task_id: str, status: TaskStatus, days: Days, settings: Settings) -> None:
    task = _open(uow.session, task_id)
    with recorded(uow.session) as journal:
        task.status, task.done_at = status, uow.now
    _written(uow, task, f"task.{status.value}", days, settings, journal.facts())


def _written(uow: UnitOfWork, task: Task, action: str, days: Days, settings: Settings, undo: dict[str, object]) -> None:
    uow.audit(action, "task", task.id, kind=task.kind.value, due=task.due.isoformat(), undo=undo)
    uow.touch("tasks", task.id)
    refresh(uow, days, settings, [task.account_id])
