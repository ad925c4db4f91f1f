"""The driver under everything: opening the encrypted file, key first, and saying what is wrong with it.

``app.models.engine`` puts SQLAlchemy on top. The window reads its first page through the driver alone, because loading
SQLAlchemy takes longer than showing the window.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2

from app.errors import StoreError
from app.i18n import msg

#: The version of the tables that this program knows; a test compares it with the migrations.
SCHEMA: Final = "0001"
#: Milliseconds that a writer waits for another before it says that the store is in use.
BUSY_MS: Final = 5000
#: Bytes of a page. Each is encrypted and sealed on its own: half as many take a fifth less time to write.
PAGE: Final = 8192


def connect(path: Path, key: bytes, *, read_only: bool = False) -> sqlcipher3.dbapi2.Connection:
    """Return a connection to the store at ``path`` with its raw 32-byte key, in autocommit.

    Raises:
        StoreError: it cannot be read with this key, is in use or read-only.
    """
    uri = f"file:{_quote(path)}?mode={'ro' if read_only else 'rwc'}"
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


def _prepare(connection: sqlcipher3.dbapi2.Connection, key: bytes, *, read_only: bool) -> None:
    """Set the key before anything else, then what the house relies on; read the important ones back."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA cipher_log_level = NONE")
    # The size for all that this process opens, so that what VACUUM INTO makes has it too.
    cursor.execute(f"PRAGMA cipher_default_page_size = {PAGE}")
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
    text = said(error)
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
    if "disk i/o" in text:
        return StoreError(
            "disk_error",
            msg("The disk refused to read or write the store; nothing was changed."),
            where,
            msg("Check the disk and the space that is left for you, then try again."),
        )
    if "malformed" in text:
        return StoreError(
            "store_unreadable", msg("The store is damaged."), where, msg("Check the file, or restore a backup.")
        )
    return StoreError(
        "store_unreadable",
        msg("The store cannot be opened: {error}.", error=text),
        where,
        msg("Check the file, or restore a backup."),
    )


def said(error: BaseException) -> str:
    """Return the driver's own words in lower case, without the statement that SQLAlchemy adds to them."""
    return str(getattr(error, "orig", None) or error).lower()


def _quote(path: Path) -> str:
    """Quote a path for an SQLite URI, also on Windows."""
    from urllib.parse import quote

    text = path.resolve().as_posix()
    return quote(text if text.startswith("/") else f"/{text}", safe="/:")
