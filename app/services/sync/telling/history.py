"""The imports there were, newest first, with what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import UnaryExpression, literal_column, select
from sqlalchemy.orm import Session

from app.enums import ItemStatus, SyncState
from app.models.sync import SyncRun
from app.services.sync.newest import newest_batch
from app.services.sync.telling.moves import NO_PROMISE
from app.services.sync.telling.report import RunReport, from_stored

#: Order of writing: moments and ids follow ``--as-of`` and may lie in any order.
_NEWEST_FIRST: Final[UnaryExpression[Any]] = literal_column("sync_run.rowid").desc()


@dataclass(frozen=True, slots=True)
class RunRow:
    """One file of an import, as the list shows it.

    Attributes:
        batch_id: files given together share it.
        at: the moment (aware UTC).
        can_undo: it belongs to the sync that an undo would take back.
        folder: where the file lay; empty if that is not known.
        options: what the collector decided of the file.
        promised: of the items that it found paid, how many a promise spoke of.
    """

    id: str
    batch_id: str
    at: datetime
    undone_at: datetime | None
    can_undo: bool
    report: RunReport
    folder: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    promised: int = 0


def list_runs(session: Session, limit: int = 200) -> tuple[RunRow, ...]:
    """Return the newest runs, whatever became of them."""
    runs = session.scalars(select(SyncRun).order_by(_NEWEST_FIRST).limit(limit)).all()
    promised = _promised(session)
    newest = newest_batch(session.connection(), SyncState.APPLIED)
    return tuple(
        RunRow(
            id=run.id,
            batch_id=run.batch_id,
            at=run.at,
            undone_at=run.undone_at,
            can_undo=run.batch_id == newest and run.state is not SyncState.UNDONE,
            report=from_stored(run.id, run.state.value, run.report),
            folder=run.folder or "",
            options=run.options,
            promised=promised.get(run.id, 0),
        )
        for run in runs
    )


def _promised(session: Session) -> dict[str, int]:
    """Return by run how many of the items that it found paid a promise spoke of that was there by then."""
    void = ", ".join(f"'{status.value}'" for status in NO_PROMISE)
    rows = session.connection().exec_driver_sql(
        "SELECT c.run_id, count(DISTINCT c.entity_id) FROM promise_item x JOIN promise p ON p.id = x.promise_id "  # noqa: S608 - codes of ours
        "JOIN sync_change c ON c.entity_id = x.item_id JOIN sync_run r ON r.id = c.run_id "
        f"WHERE c.entity = 'item' AND json_extract(c.after, '$.status') = ? AND p.status NOT IN ({void}) "
        "AND p.made_at <= r.at GROUP BY c.run_id",
        (ItemStatus.PAID.value,),
    )
    return {run: int(count) for run, count in rows}
