"""Judging promises at each sync: statuses, figures and sentences are written, every change is kept as a judgement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from app.enums import OPEN_PROMISE, OPEN_TASK, PromiseStatus, TaskKind, TaskStatus
from app.i18n import Message, msg
from app.models.promise import Instalment, Judgement
from app.models.sync import SyncRun
from app.models.task import Task
from app.models.types import new_id
from app.services.calls.promises.judging.facts import Horizon, Tolerance, Verdict
from app.services.calls.promises.judging.load import Book, PromiseRows, accounts_to_judge, chunks, load_books
from app.services.calls.promises.judging.rules import judge, promise_status
from app.services.dates import Days
from app.services.unit_of_work import UnitOfWork
from app.settings import Settings

#: Somebody has to speak of a promise that reads so.
_FAILED: Final = frozenset({PromiseStatus.BROKEN, PromiseStatus.PARTLY_KEPT})


@dataclass(frozen=True, slots=True)
class Judged:
    """A promise that reads otherwise than before."""

    promise_id: str
    account_id: str
    before: PromiseStatus
    after: PromiseStatus


def judge_promises(uow: UnitOfWork, run_id: str | None, days: Days, settings: Settings) -> tuple[Judged, ...]:
    """Judge what an import may have changed; call once after all files of a batch are applied.

    Args:
        uow: the import's own transaction.
        run_id: any run of the batch; None judges every promise again, as after an undo.
        days: with the cash date as it stands with this import.
        settings: tolerance per currency; windows were fixed when the promises were made.

    Returns:
        The promises whose status changed, in no order that means anything.
    """
    batch = None if run_id is None else _batch(uow, run_id)
    return judge_accounts(uow, accounts_to_judge(uow.session, batch), days, settings, run_id)


def judge_accounts(
    uow: UnitOfWork, account_ids: Collection[str], days: Days, settings: Settings, run_id: str | None = None
) -> tuple[Judged, ...]:
    """Judge all promises of some accounts that are not void, withdrawn or replaced."""
    uow.session.flush()
    horizon = Horizon(days.day, days.cash_date)
    changed: list[Judged] = []
    for book in load_books(uow.session, account_ids):
        verdicts = judge(book.ledger, book.facts, horizon, tolerance_of(settings, book.currency))
        changed.extend(_write(uow, book, verdicts, days, run_id))
    uow.session.flush()
    _follow_tasks(uow, account_ids)
    if changed:
        facts = [[one.promise_id, one.before.value, one.after.value] for one in changed]
        uow.audit("promise.judge", "sync_run", run_id or "", cash_date=days.cash_date, judged=facts)
        uow.touch("promises", *(one.promise_id for one in changed))
        uow.touch("accounts", *(one.account_id for one in changed))
    return tuple(changed)


def tolerance_of(settings: Settings, currency: str) -> Tolerance:
    """Return by how much an instalment may fall short: nothing where the settings say so."""
    return lambda amount: settings.tolerance(currency, amount) if settings.promise_tolerance else 0


def _batch(uow: UnitOfWork, run_id: str) -> list[str]:
    batch = select(SyncRun.batch_id).where(SyncRun.id == run_id).scalar_subquery()
    return list(uow.session.scalars(select(SyncRun.id).where(SyncRun.batch_id == batch)))


# ------------------------------------------------------------------------------------------------ writing


def _write(
    uow: UnitOfWork, book: Book, verdicts: dict[str, Verdict], days: Days, run_id: str | None
) -> Iterable[Judged]:
    """Write the verdicts of one book; gives the promises whose status changed."""
    for rows in book.rows:
        found = [(line, verdicts[line.id]) for line in rows.lines if line.id in verdicts]
        if not found:
            continue
        for line, verdict in found:
            if _differs(line, verdict):
                if verdict.status != line.status or verdict.status not in OPEN_PROMISE:
                    uow.session.add(_judgement(uow, line, verdict, days, run_id))
                _set(line, verdict)
        before = rows.promise.status
        _sum_up(rows)
        if rows.promise.status != before:
            yield Judged(rows.promise.id, book.account_id, before, rows.promise.status)


def _figures(verdict: Verdict) -> tuple[Any, ...]:
    money = [evidence.to_json() for evidence in verdict.money]
    return (verdict.status, verdict.due_under, verdict.received, verdict.received_late, money, verdict.provisional)


def _differs(line: Instalment, verdict: Verdict) -> bool:
    stored = (line.status, line.due_under, line.received, line.received_late, line.money, line.provisional)
    return stored != _figures(verdict) or line.why != verdict.why


def _judgement(uow: UnitOfWork, line: Instalment, verdict: Verdict, days: Days, run_id: str | None) -> Judgement:
    return Judgement(
        id=new_id(uow.now),
        promise_id=line.promise_id,
        instalment_id=line.id,
        run_id=run_id,
        at=uow.now,
        cash_date=days.cash_date,
        before=line.status.value,
        after=verdict.status.value,
        due_under=verdict.due_under,
        received=verdict.received,
        received_late=verdict.received_late,
        why=verdict.why,
        money=[evidence.to_json() for evidence in verdict.money],
        provisional=verdict.provisional,
    )


def _set(line: Instalment, verdict: Verdict) -> None:
    line.status = verdict.status
    line.due_under = verdict.due_under
    line.received = verdict.received
    line.received_late = verdict.received_late
    line.why = verdict.why
    line.money = [evidence.to_json() for evidence in verdict.money]
    line.provisional = verdict.provisional


def _sum_up(rows: PromiseRows) -> None:
    """Bring a promise in line with its instalments; one that fails anew has to be spoken of again."""
    promise, lines = rows.promise, rows.lines
    status = promise_status(line.status for line in lines)
    received = sum(line.received + line.received_late for line in lines)
    why = _why(status, lines)
    if status in _FAILED and promise.status not in _FAILED:
        promise.spoken_of = False
    if (promise.status, promise.received, promise.why) != (status, received, why):
        promise.status, promise.received, promise.why = status, received, why


def _why(status: PromiseStatus, lines: list[Instalment]) -> Message | None:
    """Return the sentence of the instalment that decides, with its place in a plan."""
    at = next((place for place, line in enumerate(lines) if line.status == status), 0)
    why = lines[at].why
    if len(lines) == 1 or why is None:
        return why
    return msg("Instalment {place} of {count}: {why}", place=at + 1, count=len(lines), why=why)


# ------------------------------------------------------------------------------------------------ tasks


def _follow_tasks(uow: UnitOfWork, account_ids: Collection[str]) -> None:
    """Close the checks of what is judged; open those again whose judgement was taken back.

    The check of an instalment is due after it: a task is done when every instalment due before it is judged. The
    promise itself is what closed it, so that a check the collector closed stays closed.
    """
    checks = select(Task).where(Task.kind == TaskKind.CHECK_PROMISE, Task.promise_id.is_not(None))
    tasks = [
        task for ids in chunks(account_ids) for task in uow.session.scalars(checks.where(Task.account_id.in_(ids)))
    ]
    lines: dict[str | None, list[tuple[date, bool]]] = defaultdict(list)
    columns = select(Instalment.promise_id, Instalment.due, Instalment.status)
    for ids in chunks({task.promise_id for task in tasks if task.promise_id is not None}):
        for promise_id, due, status in uow.session.execute(columns.where(Instalment.promise_id.in_(ids))):
            lines[promise_id].append((due, status not in OPEN_PROMISE))
    for task in tasks:
        before = [judged for due, judged in lines[task.promise_id] if due < task.due]
        judged = bool(before) and all(before)
        if judged and task.status in OPEN_TASK:
            task.status, task.done_at, task.done_ref = TaskStatus.DONE, uow.now, task.promise_id
            uow.touch("tasks", task.id)
        elif not judged and task.status == TaskStatus.DONE and task.done_ref == task.promise_id:
            task.status, task.done_at, task.done_ref = TaskStatus.OPEN, None, None
            uow.touch("tasks", task.id)
