"""The newest sync: by the order in which they were written, as moments and ids follow ``--as-of``."""

from __future__ import annotations

from sqlalchemy import Connection

from app.enums import SyncState


def newest_batch(connection: Connection, *states: SyncState) -> str | None:
    """Return the id of the newest batch with a file in one of some states; None where there is none."""
    marks = ", ".join("?" for _ in states)
    found = connection.exec_driver_sql(
        f"SELECT batch_id FROM sync_run WHERE state IN ({marks}) ORDER BY rowid DESC LIMIT 1",  # noqa: S608 - marks alone
        tuple(state.value for state in states),
    ).first()
    return None if found is None else str(found[0])
