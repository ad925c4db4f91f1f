"""Backup and restore: one file that holds the encrypted store and its wrapped key.

The file is a plain archive of three members: what it is (``backup.json``), the key file and the store, encrypted under
the same raw key as the original. With a passphrase it opens on any machine; without one the backup of a keyring store
opens only where this machine's keyring is.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from app import VERSION
from app.clock import Clock
from app.errors import AppError, RefusedError, StoreError
from app.i18n import Message, msg
from app.models.account import Account
from app.models.engine import known_failure, open_engine, unreadable
from app.models.item import Item
from app.models.migrations import HEAD, current, upgrade
from app.progress import Progress, silent
from app.services.files import check_file, check_output, check_target, read_chunks, sha256_of, write_error, writing
from app.services.lock import StoreLock
from app.services.security import (
    KeyFile,
    KeyMode,
    key_path,
    parse_key_file,
    unwrap,
    with_passphrase,
    write_key_file,
)
from app.services.stores import OpenStore, free_name, make_folder, restoring_path
from app.services.unit_of_work import Store

KIND: Final = "collections-desk-backup"
FORMAT: Final = 1
_ABOUT: Final = "backup.json"
_KEY: Final = "store.key.json"
_STORE: Final = "store.db"
_CHUNK: Final = 1 << 20
#: Bytes that the two small members hold at most.
_MOST: Final = 1_000_000
#: What reading something else as a backup may raise.
_NO_BACKUP: Final = (
    zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, KeyError, TypeError, OverflowError, EOFError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written.

    Attributes:
        file: where it lies.
        sha256: of the whole file.
        size: in bytes.
        keyring_only: it opens only with this machine's keyring, because no passphrase wraps its key.
    """

    file: Path
    sha256: str
    size: int
    keyring_only: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """A store that was made from a backup.

    Attributes:
        store: where it lies.
        accounts: how many accounts it holds.
        items: how many items, closed ones too.
        kept: where the store that was there before is kept, None where there was none.
    """

    store: Path
    accounts: int
    items: int
    kept: Path | None


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """What a backup says of itself.

    Attributes:
        file: where it lies.
        made_at: when it was written (aware UTC), None where it does not say.
        size: in bytes.
        keyring_only: it opens only with this machine's keyring; otherwise with a passphrase.
    """

    file: Path
    made_at: datetime | None
    size: int
    keyring_only: bool


def backup(opened: OpenStore, target: Path, passphrase: str | None) -> Backup:
    """Write a backup of an open store, whole or not at all; the store may be in use meanwhile.

    Args:
        opened: the store.
        target: the file; an older backup of that name is replaced, anything else is not.
        passphrase: wraps the key in the backup. None: a passphrase store's backup opens with the store's own
            passphrase, a keyring store's only with this machine's keyring.

    Raises:
        RefusedError: the name belongs to a file that is no backup, or the folder does not exist.
        StoreError: the folder is read-only, the disk is full, the store damaged.
    """
    store = opened.store
    check_target(target)
    check_output(target)
    if target.exists() and not _is_backup(target):
        raise RefusedError(
            "file_exists",
            msg("There is another file of this name, and it is no backup."),
            msg("File: {name}.", name=str(target)),
            msg("Choose another name."),
        )
    key = with_passphrase(opened.key.store_id, store.key, passphrase) if passphrase else opened.key
    with writing(target, private=True) as temporary:
        copy = temporary.with_suffix(".copy")
        try:
            _copy_store(store, copy)
            about = {
                "kind": KIND, "format": FORMAT, "program": VERSION, "made_at": store.clock.now().isoformat(),
                "revision": HEAD, "sha256": sha256_of(read_chunks(copy)), "bytes": copy.stat().st_size,
            }  # fmt: skip
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
                archive.writestr(_ABOUT, json.dumps(about, indent=2))
                archive.writestr(_KEY, json.dumps(key.to_json(), indent=2))
                archive.write(copy, _STORE)
        finally:
            with suppress(OSError):
                copy.unlink(missing_ok=True)
    return Backup(target, sha256_of(read_chunks(target)), target.stat().st_size, key.mode is KeyMode.KEYRING)


def restore(source: Path, target: Path, clock: Clock, passphrase: str | None) -> Restored:
    """Make a store from a backup; an existing one is kept as ``NAME.before-restore.db`` with its key file.

    The new store is unpacked, opened, brought up to date and checked under another name first: what is wrong with the
    backup is found before anything of the existing store is touched.

    Raises:
        RefusedError: there is no such file, it is no backup, or it is damaged.
        StoreError: the passphrase is wrong or missing, the backup is newer, the existing store is in use, the folder
            read-only or the disk full.
        MachineError: the backup needs the keyring, and there is none.
    """
    about, key = _read_about(source)
    raw = unwrap(key, passphrase, source.name)
    make_folder(target.parent)
    with StoreLock(target), _prepared(source, target, clock, about, key, raw) as (making, accounts, items):
        return Restored(target, accounts, items, _exchange(target, making, key))


def restore_open(store: Store, source: Path, passphrase: str | None, progress: Progress = silent) -> Restored:
    """Put a backup in the place of the store that is open and whose lock is held; ``store`` goes on with it.

    Everything that can be wrong with the backup is found while the store is still in use. Then whoever reads or writes
    is waited for, and the files change places.

    Raises:
        AppError: as ``restore``; the store is as it was.
        Cancelled: before the exchange; the store is as it was.
    """
    progress(0, 0, "")
    about, key = _read_about(source)
    raw = unwrap(key, passphrase, source.name)
    with _prepared(source, store.path, store.clock, about, key, raw, progress) as (making, accounts, items):
        progress(1, 1, "")
        with store.gate.alone():
            store.close()
            kept = _exchange(store.path, making, key)
            store.become(open_engine(store.path, raw), raw)
    return Restored(store.path, accounts, items, kept)


def describe(source: Path) -> BackupFacts:
    """Tell what a backup says of itself, without opening its store.

    Raises:
        RefusedError: there is no such file, or it is no backup.
        StoreError: it was written by a newer version.
    """
    about, key = _read_about(source)
    made = str(about.get("made_at", ""))
    try:
        made_at = datetime.fromisoformat(made)
    except ValueError:
        made_at = None
    return BackupFacts(source, made_at, source.stat().st_size, key.mode is KeyMode.KEYRING)


@contextmanager
def _prepared(
    source: Path,
    target: Path,
    clock: Clock,
    about: dict[str, Any],
    key: KeyFile,
    raw: bytes,
    progress: Progress = silent,
) -> Iterator[tuple[Path, int, int]]:
    """Give the unpacked store under another name, with its accounts and items; it is gone afterwards if not taken."""
    making = restoring_path(target)
    try:
        _unpack(source, about, making, progress)
        yield making, *_bring_up(making, raw, clock, key.store_id, source)
    except OSError as error:
        raise write_error(target, error) from error
    finally:
        _remove(making)


def _copy_store(store: Store, target: Path) -> None:
    """Copy the store as it stands at this moment, compact and under the same key."""
    connection = store.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("VACUUM INTO ?", (str(target),))
        cursor.close()
    except store.engine.dialect.loaded_dbapi.DatabaseError as error:
        raise known_failure(store.path, error) or unreadable(store.path, error) from error
    finally:
        connection.close()


def _is_backup(path: Path) -> bool:
    """Tell whether a file is a backup of ours, whole or not."""
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(json.loads(_small(archive, _ABOUT))["kind"] == KIND)
    except (*_NO_BACKUP, OSError):
        return False


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a small member; one that unpacks to more than ours ever hold is read no further.

    Raises:
        ValueError: it is too large.
    """
    with archive.open(name) as member:
        data = member.read(_MOST + 1)
    if len(data) > _MOST:
        raise ValueError("too large")
    return data


def _read_about(source: Path) -> tuple[dict[str, Any], KeyFile]:
    """Read what a backup says of itself, and its key file."""
    check_file(source)
    try:
        with zipfile.ZipFile(source) as archive:
            about = json.loads(_small(archive, _ABOUT))
            if about["kind"] != KIND:
                raise _refuse(source, "not_a_backup", msg("The file is not a backup of Collections Desk."))
            if int(about["format"]) > FORMAT:
                raise StoreError(
                    "store_newer",
                    msg("This backup was written by a newer version of Collections Desk."),
                    msg("File: {name}.", name=str(source)),
                    msg("Install the newer version; nothing was changed."),
                )
            return about, parse_key_file(_small(archive, _KEY).decode("utf-8"), source.name)
    except (*_NO_BACKUP, OSError) as error:
        raise _refuse(
            source, "not_a_backup", msg("The file is not a backup of Collections Desk, or only a part of one.")
        ) from error


def _unpack(source: Path, about: dict[str, Any], target: Path, progress: Progress) -> None:
    """Unpack the store under a temporary name and compare it with what was written."""
    _remove(target)
    damaged = msg("The backup is damaged: its content is not what was written.")
    try:
        with zipfile.ZipFile(source) as archive, archive.open(_STORE) as packed, target.open("wb") as file:
            total, done = archive.getinfo(_STORE).file_size, 0
            while chunk := packed.read(_CHUNK):
                file.write(chunk)
                done += len(chunk)
                progress(done, total, "")
    except _NO_BACKUP as error:
        raise _refuse(source, "backup_damaged", damaged) from error
    if sha256_of(read_chunks(target)) != about.get("sha256"):
        raise _refuse(source, "backup_damaged", damaged)


def _bring_up(making: Path, raw: bytes, clock: Clock, store_id: str, source: Path) -> tuple[int, int]:
    """Open the unpacked store, upgrade it, note the restore in its audit chain and count what it holds."""
    store = Store(open_engine(making, raw), clock, making, raw)
    try:
        if current(store.engine) is None:
            raise _refuse(source, "not_a_backup", msg("The file is not a backup of Collections Desk."))
        upgrade(store.engine)
        with store.write() as uow:
            uow.audit("store.restored", "store", store_id, file=source.name)
            accounts = uow.session.scalar(select(func.count()).select_from(Account)) or 0
            items = uow.session.scalar(select(func.count()).select_from(Item)) or 0
            uow.commit()
        return accounts, items
    except DatabaseError as error:
        raise unreadable(source, error) from error
    finally:
        store.close()


def _exchange(target: Path, making: Path, key: KeyFile) -> Path | None:
    """Keep the existing store under another name and give its name to the new one; where that fails, put it back."""
    kept = target.with_name(f"{target.stem}.before-restore.db") if target.exists() else None
    if kept is not None and kept.exists():
        _rename_store(kept, free_name(kept))
    try:
        if kept is not None:
            _rename_store(target, kept)
        for name in _beside(target):
            target.with_name(name).unlink(missing_ok=True)  # left by a store that is gone
        write_key_file(key_path(target), key)
        making.replace(target)
    except (AppError, OSError):
        if kept is not None:
            _rename_store(kept, target)
        raise
    return kept


def _rename_store(source: Path, target: Path) -> None:
    """Rename what there is of a store and the files beside it, so that it still opens under the new name."""
    for old, new in zip(_beside(source), _beside(target), strict=True):
        if source.with_name(old).exists():
            source.with_name(old).replace(target.with_name(new))
    for part, renamed in ((key_path(source), key_path(target)), (source, target)):
        if part.exists():
            part.replace(renamed)


def _beside(store: Path) -> tuple[str, str]:
    """Return the names of the files SQLite keeps beside a store."""
    return f"{store.name}-wal", f"{store.name}-shm"


def _remove(store: Path) -> None:
    """Remove a temporary store."""
    with suppress(OSError):
        for name in (store.name, *_beside(store)):
            store.with_name(name).unlink(missing_ok=True)


def _refuse(source: Path, code: str, what: Message) -> RefusedError:
    return RefusedError(code, what, msg("File: {name}.", name=str(source)), msg("Choose another backup."))
