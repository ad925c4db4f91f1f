"""A look at a file before anything parses it: is it there, whole, readable, of a kind we read, and no trap.

Runs in the caller's process with the standard library only. What it refuses is said in one sentence with what, where
and what to do. Extensions are not believed: the first bytes decide.
"""

from __future__ import annotations

import hashlib
import io
import os
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from app.i18n import msg
from app.progress import Progress
from app.services.files import check_file
from app.services.sync.files import refusals
from app.services.sync.files.container import XLS, XLSX, ZIPPED, container_of
from app.services.sync.files.scans.biff import is_encrypted, scan_records
from app.services.sync.files.scans.ole import workbook_stream
from app.services.sync.files.scans.parts import PartScan
from app.services.sync.files.zipscan import SheetFacts

#: Largest file, and largest content of a workbook once unpacked.
MAX_FILE: Final = 512 * 1024**2
MAX_UNPACKED: Final = 2 * 1024**3
#: Unpacked content above this size may not be so many times larger than the packed one.
RATIO_FROM: Final = 100 * 1024**2
MAX_RATIO: Final = 250
_MAX_PARTS: Final = 10_000
#: What zipfile raises about an archive that is broken; NotImplementedError where it does not know a part's compression.
_NO_ARCHIVE: Final = (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A file that may be read.

    Attributes:
        path: where it is.
        size: bytes.
        sha256: of its bytes.
        container: one of ``container``'s names.
        sheets: part or name of a worksheet → what looking at it has shown; empty where no look is needed.
        stamp: size and time of the last change, to see whether the file changed while it was read.
    """

    path: Path
    size: int
    sha256: str
    container: str
    sheets: dict[str, SheetFacts]
    stamp: tuple[int, int]

    @property
    def name(self) -> str:
        """The file's name without folders."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class Opened:
    """A file's bytes and kind, before a workbook's parts have been looked at."""

    path: Path
    data: bytes
    container: str
    stamp: tuple[int, int]


def open_file(path: Path) -> Opened:
    """Read a file's bytes and tell its container.

    Raises:
        RefusedError: missing, no ordinary file, locked, unreadable, empty, too large, encrypted or of another kind.
    """
    check_file(path)
    try:
        with path.open("rb") as file:
            stamp = _stamp(os.fstat(file.fileno()))  # of what is read, should another file take its place
            if stamp[0] > MAX_FILE:
                raise refusals.refused(
                    "file_too_large",
                    path,
                    msg("The file is larger than {n} MB.", n=MAX_FILE // 1024**2),
                    refusals.SPLIT,
                )
            _not_locked(file, path)
            data = file.read()
    except PermissionError:
        raise refusals.locked(path) from None
    except OSError as error:
        raise refusals.refused(
            "file_unreadable",
            path,
            msg("The file cannot be read: {reason}.", reason=error.strerror or str(error)),
            msg("Copy it to this computer and choose the copy."),
        ) from None
    if not data.strip(b"\x00 \t\r\n"):
        raise refusals.refused("file_empty", path, msg("The file is empty."), msg("Export it again."))
    return Opened(path, data, container_of(data, path), stamp)


def may_begin(opened: Opened) -> bool:
    """Tell whether the reader may begin while the rest of the file is looked at.

    It may where the archive's directory claims no trap: the look is over long before the reader makes room for a sheet,
    and what it refuses ends the reader.
    """
    if opened.container != XLSX:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(opened.data)) as archive:
            parts = archive.infolist()
    except _NO_ARCHIVE:
        return False
    total = sum(part.file_size for part in parts)
    return not (len(parts) > _MAX_PARTS or total > MAX_UNPACKED or _bomb(total, len(opened.data)))


def examine(opened: Opened, progress: Progress, label: str) -> Sighting:
    """Finish the look: look at every part of a workbook once, in small pieces, and hash the file.

    Raises:
        RefusedError: damaged or cut off, a zip bomb, or cells so far out that no table can hold them.
    """
    sheets = _scan(opened, progress, label)
    digest = hashlib.sha256(opened.data).hexdigest()
    return Sighting(opened.path, len(opened.data), digest, opened.container, sheets, opened.stamp)


def unchanged(sighting: Sighting) -> bool:
    """Tell whether the file is still the one that was looked at."""
    try:
        return _stamp(sighting.path.stat()) == sighting.stamp
    except OSError:
        return False


def _stamp(found: os.stat_result) -> tuple[int, int]:
    return found.st_size, found.st_mtime_ns


def _not_locked(file: io.BufferedReader, path: Path) -> None:
    """Refuse a file on which another program holds a lock; on Windows opening it has failed already."""
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        raise refusals.locked(path) from None
    except PermissionError:
        raise refusals.locked(path) from None
    except OSError:  # a file system without locks cannot hold one against us
        return


def _scan(opened: Opened, progress: Progress, label: str) -> dict[str, SheetFacts]:
    """Look at every sheet before a reader makes room for it: cells stand where a table can be.

    Raises:
        RefusedError: damaged, encrypted, a zip bomb, or cells too far out.
    """
    path = opened.path
    try:
        if opened.container in ZIPPED:
            found = _scan_parts(opened, progress, label)
        elif opened.container == XLS:
            found = _scan_stream(opened)
        else:
            found = {}
    except (*_NO_ARCHIVE, zlib.error, struct.error):
        raise refusals.damaged(path) from None
    for facts in found.values():
        if facts.scattered:
            raise refusals.far_corner(path, facts.corner)
    return found


def _scan_stream(opened: Opened) -> dict[str, SheetFacts]:
    """Look at the sheets of a BIFF workbook."""
    stream = workbook_stream(opened.data)
    if is_encrypted(stream):
        raise refusals.encrypted(opened.path)
    return scan_records(stream)


def _scan_parts(opened: Opened, progress: Progress, label: str) -> dict[str, SheetFacts]:
    """Unpack every part of an archive in pieces: sizes are what they claim."""
    with zipfile.ZipFile(io.BytesIO(opened.data)) as archive:
        parts = archive.infolist()
        total = sum(part.file_size for part in parts)
        if len(parts) > _MAX_PARTS or total > MAX_UNPACKED or _bomb(total, len(opened.data)):
            raise refusals.bomb(opened.path, total)
        scan = PartScan()
        done = 0
        for part in parts:
            if part.flag_bits & 1:
                raise refusals.encrypted(opened.path)
            scan.look(part.filename, partial(archive.open, part), _step(progress, done, total, label))
            done += part.file_size
        if scan.encrypted:
            raise refusals.encrypted(opened.path)
        return scan.sheets()


def _step(progress: Progress, before: int, total: int, label: str) -> Callable[[int], None]:
    """Return the progress of one part as progress of the whole archive."""
    return lambda done: progress(before + done, total, label)


def _bomb(total: int, packed: int) -> bool:
    return total > RATIO_FROM and total > packed * MAX_RATIO
