"""Writing files whole: a temporary name beside the target, then a rename, so that no half file is ever seen."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.errors import AppError, RefusedError, StoreError
from app.i18n import msg


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


@contextmanager
def writing(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Give a temporary name beside ``path``; when the block ends well, the file there takes the place of ``path``.

    Raises:
        StoreError: the folder is read-only, or the disk full; ``path`` is as it was.
        RefusedError: there is no such folder.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        if path.exists() and not path.is_file():
            raise _no_file(path)
        temporary.touch(mode=0o600 if private else 0o666)
        yield temporary
        temporary.replace(path)
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


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
    if error.errno == errno.EISDIR or path.is_dir():
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


def _no_file(path: Path) -> RefusedError:
    """Return the refusal of a target whose place nothing may take: a folder, or a device."""
    where = msg("File: {name}.", name=str(path))
    if path.is_dir():
        what = msg("This is a folder, not a file.")
        return RefusedError("is_folder", what, where, msg("Name a file, in this folder or another."))
    return RefusedError("no_file", msg("This is a device and no file."), where, msg("Choose another name."))


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
