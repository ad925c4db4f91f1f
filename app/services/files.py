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
    if error.errno in {errno.ENOENT, errno.ENOTDIR, errno.EISDIR}:
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
