"""The search index over records that a test wrote without a sync."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.services.search import replace


def index_all(session: Session) -> None:
    """Index every account and item of the store as it stands, flushed or not."""
    session.flush()
    connection = session.connection()
    accounts, items = (
        connection.exec_driver_sql(sql).scalars().all() for sql in ("SELECT id FROM account", "SELECT id FROM item")
    )
    replace(connection, accounts, items)
