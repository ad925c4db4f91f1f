"""Backup and restore: one file that holds the encrypted store and its wrapped key.

The file is a plain archive of three members: what it is (``backup.json``), the key file and the store, encrypted under
the same raw key as the original. With a passphrase it opens on any machine; without one the backup of a keyring store
opens only where this machine's keyring is.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from app import VERSION
from app.clock import Clock
from app.errors import RefusedError, StoreError
from app.i18n import Message, msg
from app.models.account import Account
from app.models.engine import known_failure, open_engine, unreadable
from app.models.item import Item
from app.models.migrations import HEAD, current, upgrade
from app.services.files import read_chunks, sha256_of, write_error, writing
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
    with StoreLock(target):
        making = restoring_path(target)
        try:
            _unpack(source, about, making)
            accounts, items = _bring_up(making, raw, clock, key.store_id, source)
            return Restored(target, accounts, items, _exchange(target, making, key))
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
            return bool(json.loads(archive.read(_ABOUT))["kind"] == KIND)
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, TypeError):
        return False


def _read_about(source: Path) -> tuple[dict[str, Any], KeyFile]:
    """Read what a backup says of itself, and its key file."""
    if not source.exists():
        raise RefusedError(
            "file_missing",
            msg("There is no file {name}.", name=source.name),
            msg("File: {name}.", name=str(source)),
            msg("Choose the file again."),
        )
    try:
        with zipfile.ZipFile(source) as archive:
            about = json.loads(archive.read(_ABOUT))
            if about["kind"] != KIND:
                raise _refuse(source, "not_a_backup", msg("The file is not a backup of Collections Desk."))
            if int(about["format"]) > FORMAT:
                raise StoreError(
                    "store_newer",
                    msg("This backup was written by a newer version of Collections Desk."),
                    msg("File: {name}.", name=str(source)),
                    msg("Install the newer version; nothing was changed."),
                )
            return about, parse_key_file(archive.read(_KEY).decode("utf-8"), source.name)
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, EOFError, OSError) as error:
        raise _refuse(
            source, "not_a_backup", msg("The file is not a backup of Collections Desk, or only a part of one.")
        ) from error


def _unpack(source: Path, about: dict[str, Any], target: Path) -> None:
    """Unpack the store under a temporary name and compare it with what was written."""
    _remove(target)
    damaged = msg("The backup is damaged: its content is not what was written.")
    try:
        with zipfile.ZipFile(source) as archive, archive.open(_STORE) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file, 1 << 20)
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
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
    """Keep the existing store under another name and give its name to the new one."""
    kept = target.with_name(f"{target.stem}.before-restore.db") if target.exists() else None
    if kept is not None:
        if kept.exists():
            _rename_store(kept, free_name(kept))
        _rename_store(target, kept)
    for name in _beside(target):
        target.with_name(name).unlink(missing_ok=True)  # left by a store that is gone
    write_key_file(key_path(target), key)
    making.replace(target)
    return kept


def _rename_store(source: Path, target: Path) -> None:
    """Rename a store with the files beside it, so that it still opens under the new name."""
    for old, new in zip(_beside(source), _beside(target), strict=True):
        if source.with_name(old).exists():
            source.with_name(old).replace(target.with_name(new))
    if key_path(source).exists():
        key_path(source).replace(key_path(target))
    source.replace(target)


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
