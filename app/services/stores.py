"""Opening a store: where its parts lie, its key, its lock, its version.

Every way in goes through here: a reading command opens read-only beside whoever writes; the window and the writing
commands take the lock first; a new store appears under its name only when it is whole.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy.exc import DatabaseError

from app.clock import Clock
from app.errors import AppError, RefusedError, StoreError, UsageError
from app.i18n import msg
from app.models.engine import open_engine, unreadable
from app.models.migrations import HEAD, current, upgrade
from app.models.types import new_id
from app.services.files import write_error
from app.services.lock import StoreLock
from app.services.security import KeyFile, forget_key, key_path, new_key, read_key_file, unwrap, write_key_file
from app.services.unit_of_work import Store


@dataclass(slots=True)
class OpenStore:
    """A store that is open, and the lock if it may be written; leaving the ``with`` block closes both.

    Attributes:
        store: for reads and units of work.
        key: what the key file says; its mode tells whether a passphrase opens the store.
        lock: None for a store opened read-only.
        copied: the copy made before an upgrade, None where none was needed.
    """

    store: Store
    key: KeyFile
    lock: StoreLock | None = None
    copied: Path | None = None

    def close(self) -> None:
        """Close every connection and give the lock back."""
        self.store.close()
        if self.lock is not None:
            self.lock.release()

    def __enter__(self) -> Self:
        """Keep the store open for a block."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close, however the block ended."""
        self.close()


def exists(path: Path) -> bool:
    """Tell whether there is a store of that name.

    Raises:
        UsageError: no store can have that name.
    """
    _check_name(path)
    return path.exists()


def open_reading(path: Path, clock: Clock, passphrase: str | None) -> OpenStore:
    """Open a store read-only, beside whoever writes it; it is never made.

    Args:
        path: the store's ``.db`` file.
        clock: the program's clock.
        passphrase: the passphrase, if there is one; a keyring store ignores it.

    Raises:
        RefusedError: there is no store (``store_missing``).
        StoreError: it is unreadable, newer, older than a reader may use, or the key is wrong or missing.
        MachineError: there is no keyring service.
    """
    key = _key_of(path)
    raw = unwrap(key, passphrase, path.name)
    store = Store(open_engine(path, raw, read_only=True), clock, path, raw)
    try:
        _check_version(_revision(store), path)
    except AppError:
        store.close()
        raise
    return OpenStore(store, key)


def open_writing(path: Path, clock: Clock, passphrase: str | None) -> OpenStore:
    """Open a store for writing: the lock first, then the key, then an upgrade where the store is older.

    Raises:
        RefusedError: there is no store (``store_missing``).
        StoreError: it is in use, unreadable, newer, read-only, the disk is full, or the key is wrong or missing.
        MachineError: there is no keyring service.
    """
    key = _key_of(path)
    lock = StoreLock(path)
    try:
        raw = unwrap(key, passphrase, path.name)
    except AppError:
        lock.release()
        raise
    return open_locked(path, clock, key, raw, lock)


def open_locked(path: Path, clock: Clock, key: KeyFile, raw: bytes, lock: StoreLock) -> OpenStore:
    """Open a store for writing whose lock is held and whose raw key is known; an older one is upgraded.

    Raises:
        StoreError: unreadable, newer, read-only, or the disk is full; the lock is given back.
    """
    try:
        store = Store(open_engine(path, raw), clock, path, raw)
        try:
            _check_ours(_revision(store), path)
            return OpenStore(store, key, lock, upgrade(store.engine, path))
        except AppError:
            store.close()
            raise
    except AppError:
        lock.release()
        raise


def create(path: Path, clock: Clock, passphrase: str | None) -> OpenStore:
    """Make a new store and open it for writing: under the passphrase where one is given, else with the keyring.

    The key file and the store get their names only when both are whole, so that a start that dies leaves nothing that
    looks like a store. A key file that lies about without its store is kept aside: it may open a copy of it.

    Raises:
        RefusedError: there is one already (``store_exists``).
        StoreError: in use, read-only, disk full.
        MachineError: there is no keyring service.
    """
    _check_name(path)
    make_folder(path.parent)
    with_lock = StoreLock(path)
    try:
        if path.exists():
            raise RefusedError(
                "store_exists",
                msg("There is already a store of this name."),
                msg("Store: {name}.", name=str(path)),
                msg("Choose another name."),
            )
        _check_no_restore(path)
        _set_aside(key_path(path), path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm"))
        key, raw = new_key(new_id(clock.now()), passphrase)
        _make_whole(path, key, raw, clock)
        return OpenStore(Store(open_engine(path, raw), clock, path, raw), key, with_lock)
    except AppError:
        with_lock.release()
        raise


def discard(opened: OpenStore) -> None:
    """Take away a store that was made a moment ago and could not be filled, its key included; the lock is given back.

    Nothing is lost: whoever made it has not been told that it is there.
    """
    path = opened.store.path
    opened.store.close()
    for part in (*_parts(path), key_path(path)):
        with suppress(OSError):
            part.unlink(missing_ok=True)
    forget_key(opened.key)
    opened.close()


def restoring_path(store: Path) -> Path:
    """Return where a backup is unpacked before it takes the store's name."""
    return store.with_name(f"{store.stem}.restoring.db")


def _check_no_restore(path: Path) -> None:
    """Refuse to begin a new store where a restore died halfway: the earlier store lies aside under another name."""
    if restoring_path(path).exists():
        raise StoreError(
            "restore_interrupted",
            msg("Restoring this store from a backup was interrupted."),
            msg("Store: {name}.", name=str(path)),
            msg("Restore the backup again; the store that was there is kept beside it."),
        )


def _make_whole(path: Path, key: KeyFile, raw: bytes, clock: Clock) -> None:
    """Make the tables under a temporary name, begin the audit chain, then give key file and store their names."""
    making = path.with_name(f"{path.stem}.making.db")
    try:
        for leftover in _parts(making):
            leftover.unlink(missing_ok=True)
        store = Store(open_engine(making, raw), clock, making, raw)
        try:
            upgrade(store.engine)
            with store.write() as uow:
                uow.audit("store.created", "store", key.store_id)
                uow.commit()
        except DatabaseError as error:
            raise unreadable(path, error) from error
        except StoreError as error:  # it names the file that nobody asked for
            raise StoreError(error.code, error.message, msg("Store: {name}.", name=path.name), error.do) from error
        finally:
            store.close()
        write_key_file(key_path(path), key)
        making.replace(path)
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        for leftover in _parts(making):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)


def _key_of(path: Path) -> KeyFile:
    """Read the key file of a store that must exist."""
    _check_name(path)
    if not path.exists():
        raise RefusedError(
            "store_missing",
            msg("There is no store yet."),
            msg("Store: {name}.", name=str(path)),
            msg("Make one with demo, company, sync or restore, or in the window."),
        )
    if not path.is_file() or path.stat().st_size == 0:
        raise StoreError(
            "store_unreadable",
            msg("The file is empty or no file: it is not a store."),
            msg("Store: {name}.", name=str(path)),
            msg("Restore a backup, or move it away to begin anew."),
        )
    return read_key_file(key_path(path))


def _check_name(path: Path) -> None:
    """Refuse a name that is not a store's."""
    if path.suffix != ".db":
        raise UsageError(
            "store_name",
            msg("The name of a store ends in .db."),
            msg("Store: {name}.", name=str(path)),
            msg("Name a .db file with --store."),
        )
    try:
        path.exists()
    except OSError as error:  # a name too long, a folder that may not be looked into
        raise write_error(path, error) from error


def _revision(store: Store) -> str | None:
    """Return a store's version."""
    try:
        return current(store.engine)
    except DatabaseError as error:
        raise unreadable(store.path, error) from error


def _check_ours(revision: str | None, path: Path) -> None:
    """Refuse an encrypted file that opens with the key but has never been a store."""
    if revision is None:
        raise StoreError(
            "store_unreadable",
            msg("The file opens with its key, but it is not a store of Collections Desk."),
            msg("Store: {name}.", name=str(path)),
            msg("Name the right file, or restore a backup."),
        )


def _check_version(revision: str | None, path: Path) -> None:
    """Refuse what a reader cannot read: a newer store, or an older one, which only a writer may bring up to date."""
    _check_ours(revision, path)
    where = msg("Store: {name}.", name=str(path))
    if str(revision) > HEAD:
        raise StoreError(
            "store_newer",
            msg("This store was written by a newer version of Collections Desk."),
            where,
            msg("Install the newer version; nothing was changed."),
        )
    if str(revision) < HEAD:
        raise StoreError(
            "store_older",
            msg("This store was written by an older version and is not brought up to date yet."),
            where,
            msg("Open it once in the window; a copy is kept."),
        )


def make_folder(folder: Path) -> None:
    """Make the folder of a new store."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(folder, error) from error


def _set_aside(*paths: Path) -> None:
    """Rename leftovers of a store that is gone; nothing is thrown away."""
    for path in paths:
        if path.exists():
            path.rename(free_name(path.with_name(f"{path.name}.old")))


def free_name(path: Path) -> Path:
    """Return the path, or the first of ``NAME-2.EXT``, ``NAME-3.EXT`` … that is free."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _parts(path: Path) -> tuple[Path, Path, Path]:
    """Return the three files SQLite may keep under a name."""
    return path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")
