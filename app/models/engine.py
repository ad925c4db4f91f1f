"""Opening the encrypted store: key first, then foreign keys, WAL, explicit transactions.

``PRAGMA foreign_keys`` is silently ignored inside a transaction, and the driver would open one; so connections run in
autocommit and SQLAlchemy's ``begin`` event emits BEGIN itself (IMMEDIATE for writers, so that a second writer waits at
once instead of failing at its first write).
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from app.errors import StoreError
from app.i18n import msg

#: Milliseconds that a writer waits for another before it says that the store is in use.
BUSY_MS: Final = 5000


def open_engine(path: Path, key: bytes, *, read_only: bool = False) -> Engine:
    """Return an engine on the store at ``path`` with its raw 32-byte key; nothing is read yet.

    A read-only engine never writes a byte of data, also not by accident of a rule.
    """
    if len(key) != 32:
        raise ValueError("a store key has 32 bytes")
    uri = f"file:{_quote(path)}?mode={'ro' if read_only else 'rwc'}"

    def connect() -> sqlcipher3.dbapi2.Connection:
        try:
            connection = sqlcipher3.dbapi2.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
        except sqlcipher3.dbapi2.OperationalError as error:
            raise unreadable(path, error) from error
        try:
            _prepare(connection, key, read_only=read_only)
        except sqlcipher3.dbapi2.DatabaseError as error:
            connection.close()
            raise unreadable(path, error) from error
        return connection

    engine = create_engine(
        "sqlite://", module=sqlcipher3.dbapi2, creator=connect, poolclass=QueuePool, pool_size=4, max_overflow=4
    )
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        mode = connection.get_execution_options().get("begin", begin)
        connection.exec_driver_sql(mode)

    return engine


def _prepare(connection: sqlcipher3.dbapi2.Connection, key: bytes, *, read_only: bool) -> None:
    """Set the key before anything else, then what the house relies on; read the important ones back."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA cipher_log_level = NONE")
    cursor.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if not read_only:
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.execute("PRAGMA cache_size = -65536")
    if cursor.execute("PRAGMA foreign_keys").fetchone() != (1,):
        raise sqlcipher3.dbapi2.DatabaseError("foreign keys are not enforced")
    cursor.close()


def unreadable(path: Path, error: BaseException) -> StoreError:
    """Turn what the driver says about a store into the sentence for the user."""
    text = str(error).lower()
    where = msg("Store: {name}.", name=path.name)
    if "not a database" in text or "encrypted" in text or "hmac" in text:
        return StoreError(
            "store_unreadable",
            msg("The store cannot be read with this key: the key is wrong or the file is damaged."),
            where,
            msg("Open it with the right passphrase or keyring, or restore a backup."),
        )
    if "readonly" in text or "read-only" in text:
        return StoreError(
            "store_read_only",
            msg("The store cannot be written: the file or its folder is read-only."),
            where,
            msg("Allow writing to the folder, or choose another place for the store."),
        )
    if "full" in text:
        return StoreError(
            "disk_full", msg("The disk is full; nothing was changed."), where, msg("Free some space and try again.")
        )
    if "locked" in text or "busy" in text:
        return StoreError(
            "store_in_use",
            msg("The store is in use by another program."),
            where,
            msg("Close the other window or wait until its work is done."),
        )
    return StoreError(
        "store_unreadable",
        msg("The store cannot be opened: {error}.", error=str(error)),
        where,
        msg("Check the file, or restore a backup."),
    )


def known_failure(path: Path, error: DatabaseError | sqlite3.Error) -> StoreError | None:
    """Return the sentence for a failure of disk or lock while the store is open; None: it is a defect of ours."""
    text = str(error).lower()
    if any(word in text for word in ("readonly", "read-only", "disk is full", "locked", "busy", "not a database")):
        return unreadable(path, error)
    return None


def _quote(path: Path) -> str:
    """Quote a path for an SQLite URI, also on Windows."""
    from urllib.parse import quote

    text = path.resolve().as_posix()
    return quote(text if text.startswith("/") else f"/{text}", safe="/:")
