"""Writing files whole: a temporary name beside the target, then a rename, so that no half file is ever seen."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.errors import AppError, RefusedError, StoreError
from app.i18n import msg

#: What the names of a store's files end in; nothing else may take such a name.
STORE_ENDINGS = (".db", ".db-wal", ".db-shm", ".key.json", ".lock")


def check_file(path: Path) -> None:
    """Refuse what is no ordinary file before anything opens it: a pipe would wait for ever, a device never ends.

    Raises:
        RefusedError: there is none (``file_missing``), it is a folder (``not_a_file``), a pipe or device
            (``no_file``), or the system does not even tell (``file_unreadable``).
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise RefusedError(
            "file_missing",
            msg("There is no file {name}.", name=path.name),
            msg("Folder {folder}.", folder=str(path.absolute().parent)),
            msg("Choose the file again."),
        ) from None
    except OSError as error:
        what = msg("The file cannot be read: {reason}.", reason=error.strerror or str(error))
        raise RefusedError(
            "file_unreadable", what, msg("File {file}.", file=path.name), msg("Choose the file again.")
        ) from error
    where = msg("File {file}.", file=path.name or str(path))
    if stat.S_ISDIR(mode):
        raise RefusedError("not_a_file", msg("This is a folder."), where, msg("Choose a file in it."))
    if not stat.S_ISREG(mode):
        do = msg("Save what it holds as a file and choose that.")
        raise RefusedError("no_file", msg("This is a device or a pipe and no file."), where, do)


def check_output(path: Path) -> None:
    """Refuse to write something else over a part of a store, or under a name that would look like one.

    Raises:
        RefusedError: the name is a store's (``store_file``).
    """
    if path.name.lower().endswith(STORE_ENDINGS):
        raise RefusedError(
            "store_file",
            msg("Names with this ending belong to stores."),
            msg("File: {name}.", name=str(path)),
            msg("Choose another name."),
        )


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file whole, or leave what was there.

    Args:
        path: the target; its folder must exist.
        data: the new content.
        private: readable and writable by its owner only.

    Raises:
        StoreError: the folder is read-only, or the disk full.
        RefusedError: there is no such folder.
    """
    with writing(path, private=private) as temporary, temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def check_target(path: Path) -> None:
    """Refuse a place that nothing may take.

    Raises:
        RefusedError: a folder (``is_folder``), a pipe or device (``no_file``).
    """
    try:
        taken = path.exists() and not path.is_file()
    except OSError as error:
        raise write_error(path, error) from error
    if taken:
        raise _no_file(path)


@contextmanager
def writing(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Give a temporary name beside ``path``; when the block ends well, the file there takes the place of ``path``.

    Raises:
        StoreError: the folder is read-only, or the disk full; ``path`` is as it was.
        RefusedError: there is no such folder.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        check_target(path)
        temporary.touch(mode=0o600 if private else 0o666)
        yield temporary
        temporary.replace(path)
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def folders_undone(folder: Path) -> Iterator[None]:
    """Take away again the folders that the block made on the way to ``folder``, where it fails and they are empty."""
    missing = [place for place in (folder, *folder.parents) if not os.path.lexists(place)]
    done = False
    try:
        yield
        done = True
    finally:
        if not done:
            for place in missing:
                with suppress(OSError):
                    place.rmdir()


@contextmanager
def file_undone(path: Path) -> Iterator[None]:
    """Put back what lay at ``path`` where the block fails after it wrote there: its record in the store may fail yet.

    Raises:
        StoreError: there is no room for the copy that is kept meanwhile.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.before")
    there, kept, done = os.path.lexists(path), False, False
    with folders_undone(path.parent):
        try:
            if there and path.is_file():
                shutil.copy2(path, aside)
                kept = True
            yield
            done = True
        except OSError as error:
            raise write_error(path, error) from error
        finally:
            with suppress(OSError):
                if kept and not done:
                    aside.replace(path)
                elif not (there or done):
                    path.unlink(missing_ok=True)
                aside.unlink(missing_ok=True)


def write_error(path: Path, error: OSError) -> AppError:
    """Turn what the system says about a write into the sentence for the user."""
    where = msg("File: {name}.", name=str(path))
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return StoreError(
            "disk_full", msg("The disk is full; nothing was changed."), where, msg("Free some space and try again.")
        )
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return StoreError(
            "folder_read_only",
            msg("The file cannot be written: it or its folder is read-only."),
            where,
            msg("Allow writing to the folder, or choose another place."),
        )
    if error.errno == errno.EISDIR or is_folder(path):
        return _no_file(path)
    if error.errno in {errno.ENOTDIR, errno.EEXIST}:
        return RefusedError(
            "not_a_folder",
            msg("A file stands where a folder is needed."),
            where,
            msg("Choose another place."),
        )
    if error.errno == errno.ENOENT:
        return RefusedError(
            "folder_missing",
            msg("The file cannot be written: there is no such folder."),
            where,
            msg("Make the folder, or choose another place."),
        )
    return StoreError(
        "cannot_write",
        msg("The file cannot be written: {why}.", why=error.strerror or type(error).__name__),
        where,
        msg("Choose another place and try again."),
    )


def is_folder(path: Path) -> bool:
    """Tell whether a folder lies there; a place that the system does not take holds none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Tell whether a file lies there; one that the system does not let anybody look at is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _no_file(path: Path) -> RefusedError:
    """Return the refusal of a target whose place nothing may take: a folder, or a device."""
    where = msg("File: {name}.", name=str(path))
    if is_folder(path):
        what = msg("This is a folder, not a file.")
        return RefusedError("is_folder", what, where, msg("Name a file, in this folder or another."))
    return RefusedError("no_file", msg("This is a device or a pipe and no file."), where, msg("Choose another name."))


def sha256_of(chunks: Iterable[bytes]) -> str:
    """Return the SHA-256 of bytes that come in pieces, in hexadecimal."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def read_chunks(path: Path, size: int = 1 << 20) -> Iterator[bytes]:
    """Give a file's bytes in pieces of ``size``."""
    with path.open("rb") as file:
        while chunk := file.read(size):
            yield chunk
