"""SQLAlchemy on the encrypted store: key first, then foreign keys, WAL, explicit transactions.

``PRAGMA foreign_keys`` is silently ignored inside a transaction, and the driver would open one; so connections run in
autocommit and SQLAlchemy's ``begin`` event emits BEGIN itself (IMMEDIATE for writers, so that a second writer waits at
once instead of failing at its first write).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from app.driver import connect, said
from app.driver import unreadable as unreadable  # noqa: PLC0414 - whoever opens a store through here wants it
from app.errors import StoreError


def open_engine(path: Path, key: bytes, *, read_only: bool = False) -> Engine:
    """Return an engine on the store at ``path`` with its raw 32-byte key; nothing is read yet.

    A read-only engine never writes a byte of data, also not by accident of a rule.
    """
    if len(key) != 32:
        raise ValueError("a store key has 32 bytes")

    def opened() -> sqlcipher3.dbapi2.Connection:
        return connect(path, key, read_only=read_only)

    engine = create_engine(
        "sqlite://", module=sqlcipher3.dbapi2, creator=opened, poolclass=QueuePool, pool_size=4, max_overflow=4
    )
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        mode = connection.get_execution_options().get("begin", begin)
        connection.exec_driver_sql(mode)

    return engine


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn a failure of disk, lock or file into its sentence, wherever in the block it comes up.

    A page that is damaged shows when a query reaches it, and bulk reading takes rows from the driver itself.

    Raises:
        StoreError: the disk is full or fails, the store is damaged, read-only or in use.
    """
    try:
        yield
    except (DatabaseError, sqlcipher3.dbapi2.Error) as error:
        known = known_failure(path, error)
        if known is None:
            raise
        raise known from error


def known_failure(path: Path, error: DatabaseError | sqlite3.Error) -> StoreError | None:
    """Return the sentence for a failure of disk or lock while the store is open; None: it is a defect of ours."""
    known = ("readonly", "read-only", "disk is full", "disk i/o", "malformed", "locked", "busy", "not a database")
    return unreadable(path, error) if any(word in said(error) for word in known) else None
