"""The call list: judged and stored at each sync and write, laid out by office hours when it is shown.

Storing and showing are apart: what is on the list, with which points and why, depends on the day and is written to
``worklist_row``; in which of the three parts an account stands depends on the moment and is decided by the reader. So
the first view opens from stored rows alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from sqlalchemy import select

from app.errors import RefusedError
from app.garbage import paused
from app.i18n import msg
from app.models.account import Account
from app.models.dispute import Pause
from app.models.types import new_id
from app.services.dates import Days
from app.services.portfolio.coverage import only
from app.services.portfolio.ranking.columns import COLUMNS
from app.services.portfolio.ranking.rows import StoredRow, judged_rows
from app.services.portfolio.ranking.sentences import Reason
from app.services.portfolio.ranking.view import (
    HeldRow,
    Worklist,
    WorklistFilter,
    WorkRow,
    current_worklist,
    is_stale,
    load_worklist,
)
from app.services.unit_of_work import UnitOfWork
from app.settings import Settings

__all__ = [
    "HeldRow",
    "Reason",
    "WorkRow",
    "Worklist",
    "WorklistFilter",
    "current_worklist",
    "defer_account",
    "is_stale",
    "load_worklist",
    "pin_account",
    "rebuild_worklist",
    "undefer_account",
]

_INSERT = f"INSERT INTO worklist_row ({COLUMNS}) VALUES ({', '.join('?' * 18)})"  # noqa: S608 - columns of ours
#: Audit actions when an order of the collector's begins and ends, by kind of pause.
_ACTIONS = {"worklist": ("account.defer", "account.undefer"), "pin": ("account.pin", "account.unpin")}
#: A few thousand values at a time keep the longest hold of the interpreter short.
_BATCH = 2_000


def rebuild_worklist(
    uow: UnitOfWork, days: Days, settings: Settings, account_ids: Collection[str] | None = None
) -> int:
    """Judge accounts anew and store their rows, in the caller's transaction; returns how many rows were written.

    Args:
        uow: the write that changed something.
        days: the collector's day and zone.
        settings: the policy.
        account_ids: the accounts touched; None judges all, as after a sync or midnight.
    """
    session = uow.session
    session.flush()
    rows = judged_rows(session, days, settings, account_ids)
    connection = session.connection()
    connection.exec_driver_sql(f"DELETE FROM worklist_row WHERE 1 = 1{only(account_ids)}")  # noqa: S608 - ids of ours
    written = 0
    with paused():
        for batch in _batches(rows):
            connection.exec_driver_sql(_INSERT, batch)
            written += len(batch)
    return written


def _batches(rows: Iterable[StoredRow]) -> Iterator[list[StoredRow]]:
    batch: list[StoredRow] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


# ------------------------------------------------------------------------------------------------ the collector's order


def defer_account(uow: UnitOfWork, account_id: str, until: date, reason: str, days: Days, settings: Settings) -> None:
    """Put an account off until a day; the points stay as they are, and an agreed callback still comes up.

    Raises:
        RefusedError: the day is not in the future, or the account is unknown.
    """
    if until <= days.day:
        raise RefusedError(
            "defer_past",
            msg("{day} is not a later day.", day=until),
            do=msg("Choose a day after today."),
        )
    _end(uow, account_id, "worklist")
    _begin(uow, account_id, "worklist", until, reason)
    _touched(uow, account_id, days, settings)


def undefer_account(uow: UnitOfWork, account_id: str, days: Days, settings: Settings) -> None:
    """Take back a deferral."""
    if _end(uow, account_id, "worklist"):
        _touched(uow, account_id, days, settings)


def pin_account(
    uow: UnitOfWork, account_id: str, days: Days, settings: Settings, *, pinned: bool = True, reason: str = ""
) -> None:
    """Pin an account to the top of its part for today, or let it go; the points stay as they are.

    Raises:
        RefusedError: the account is unknown.
    """
    _end(uow, account_id, "pin")
    if pinned:
        _begin(uow, account_id, "pin", days.day, reason)
    _touched(uow, account_id, days, settings)


def _begin(uow: UnitOfWork, account_id: str, kind: str, until: date, reason: str) -> None:
    if uow.session.get(Account, account_id) is None:
        raise RefusedError("account_unknown", msg("There is no such account."))
    pause = Pause(id=new_id(uow.now), account_id=account_id, kind=kind, until=until, reason=reason, created_at=uow.now)
    uow.session.add(pause)
    uow.audit(_ACTIONS[kind][0], "pause", pause.id, account=account_id, until=until.isoformat(), reason=reason)


def _end(uow: UnitOfWork, account_id: str, kind: str) -> bool:
    """End what the collector ordered before; tells whether there was anything."""
    pauses = uow.session.scalars(
        select(Pause).where(Pause.account_id == account_id, Pause.kind == kind, Pause.ended_at.is_(None))
    ).all()
    for pause in pauses:
        pause.ended_at = uow.now
        uow.audit(_ACTIONS[kind][1], "pause", pause.id, account=account_id)
    return bool(pauses)


def _touched(uow: UnitOfWork, account_id: str, days: Days, settings: Settings) -> None:
    uow.touch("accounts", account_id)
    rebuild_worklist(uow, days, settings, [account_id])
