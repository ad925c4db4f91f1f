"""The imports there were, newest first, with what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import UnaryExpression, literal_column, select
from sqlalchemy.orm import Session

from app.enums import SyncState
from app.models.sync import SyncRun
from app.services.sync.report import RunReport, from_stored

#: Order of writing: moments and ids follow ``--as-of`` and may lie in any order.
_NEWEST_FIRST: Final[UnaryExpression[Any]] = literal_column("sync_run.rowid").desc()


@dataclass(frozen=True, slots=True)
class RunRow:
    """One file of an import, as the list shows it.

    Attributes:
        batch_id: files given together share it.
        at: the moment (aware UTC).
        can_undo: it belongs to the sync that an undo would take back.
    """

    id: str
    batch_id: str
    at: datetime
    undone_at: datetime | None
    can_undo: bool
    report: RunReport


def list_runs(session: Session, limit: int = 200) -> tuple[RunRow, ...]:
    """Return the newest runs, whatever became of them."""
    runs = session.scalars(select(SyncRun).order_by(_NEWEST_FIRST).limit(limit)).all()
    newest = session.scalar(
        select(SyncRun.batch_id).where(SyncRun.state == SyncState.APPLIED).order_by(_NEWEST_FIRST).limit(1)
    )
    return tuple(
        RunRow(
            id=run.id,
            batch_id=run.batch_id,
            at=run.at,
            undone_at=run.undone_at,
            can_undo=run.batch_id == newest and run.state is not SyncState.UNDONE,
            report=from_stored(run.id, run.state.value, run.report),
        )
        for run in runs
    )
