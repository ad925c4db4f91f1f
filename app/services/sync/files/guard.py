"""A look at a file before anything parses it: is it there, whole, readable, of a kind we read, and no trap.

Runs in the caller's process with the standard library only. What it refuses is said in one sentence with what, where
and what to do. Extensions are not believed: the first bytes decide.
"""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from app.errors import RefusedError
from app.i18n import Message, msg
from app.progress import Progress
from app.services.sync.files.zipscan import SheetFacts, scan_sheet, unpack

XLSX: Final = "xlsx"
XLS: Final = "xls"
TEXT: Final = "text"

#: Largest file, and largest content of a workbook once unpacked.
MAX_FILE: Final = 512 * 1024**2
MAX_UNPACKED: Final = 2 * 1024**3
#: Unpacked content above this size may not be so many times larger than the packed one.
RATIO_FROM: Final = 100 * 1024**2
MAX_RATIO: Final = 250
_MAX_PARTS: Final = 10_000

_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_OTHERS: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"SQLite format 3", "SQLite"),
    (b"MZ", "EXE"),
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A file that may be read.

    Attributes:
        path: where it is.
        size: bytes.
        sha256: of its bytes.
        container: ``xlsx``, ``xls`` or ``text``.
        sheets: part name of a worksheet → what was found while unpacking it (xlsx).
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
        RefusedError: missing, a folder, locked, unreadable, empty, too large, encrypted or of a kind we do not read.
    """
    try:
        with path.open("rb") as file:
            stamp = _stamp(path)
            if stamp[0] > MAX_FILE:
                raise _refused(
                    "file_too_large", path, msg("The file is larger than {n} MB.", n=MAX_FILE // 1024**2), _SPLIT
                )
            _not_locked(file, path)
            data = file.read()
    except FileNotFoundError:
        raise RefusedError(
            "file_missing",
            msg("There is no file {name}.", name=path.name),
            where=msg("Folder {folder}.", folder=str(path.absolute().parent)),
            do=msg("Choose the file again."),
        ) from None
    except IsADirectoryError:
        raise _refused("not_a_file", path, msg("This is a folder."), msg("Choose a file in it.")) from None
    except PermissionError:
        if path.is_dir():
            raise _refused("not_a_file", path, msg("This is a folder."), msg("Choose a file in it.")) from None
        raise _locked(path) from None
    except OSError as error:
        raise _refused(
            "file_unreadable",
            path,
            msg("The file cannot be read: {reason}.", reason=error.strerror or str(error)),
            msg("Copy it to this computer and choose the copy."),
        ) from None
    if not data.strip(b"\x00 \t\r\n"):
        raise _refused("file_empty", path, msg("The file is empty."), msg("Export it again."))
    return Opened(path, data, container_of(data, path), stamp)


def examine(opened: Opened, progress: Progress, label: str) -> Sighting:
    """Finish the look: unpack every part of a workbook once, in small pieces, and hash the file.

    Raises:
        RefusedError: damaged or cut off, a zip bomb, or cells so far out that no table can hold them.
    """
    sheets = _scan(opened, progress, label) if opened.container == XLSX else {}
    digest = hashlib.sha256(opened.data).hexdigest()
    return Sighting(opened.path, len(opened.data), digest, opened.container, sheets, opened.stamp)


def unchanged(sighting: Sighting) -> bool:
    """Tell whether the file is still the one that was looked at."""
    try:
        return _stamp(sighting.path) == sighting.stamp
    except OSError:
        return False


_SPLIT: Final = msg("Export fewer rows, or one company at a time.")
_DAMAGED: Final = msg("Export it again, or open it in your spreadsheet program and save it as .xlsx.")


def _refused(code: str, path: Path, what: Message, do: Message) -> RefusedError:
    return RefusedError(code, what, where=msg("File {file}.", file=path.name), do=do)


def damaged(path: Path) -> RefusedError:
    """Return the refusal of a file that stops in the middle or holds nonsense."""
    return _refused("file_damaged", path, msg("The file is damaged or was cut off."), _DAMAGED)


def _locked(path: Path) -> RefusedError:
    return _refused(
        "file_locked",
        path,
        msg("The file is open in another program, or this computer does not allow reading it."),
        msg("Close it there and try again."),
    )


def encrypted(path: Path) -> RefusedError:
    """Return the refusal of a file behind a password."""
    return _refused(
        "file_encrypted",
        path,
        msg("The file is protected with a password."),
        msg("Open it in your spreadsheet program, remove the password and save it."),
    )


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
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
        raise _locked(path) from None
    except PermissionError:
        raise _locked(path) from None
    except OSError:  # a file system without locks cannot hold one against us
        return


def container_of(data: bytes, path: Path) -> str:
    """Tell the container from the first bytes.

    Raises:
        RefusedError: encrypted, damaged or of a kind we do not read.
    """
    if data.startswith(b"PK"):
        return _zip_kind(data, path)
    if data.startswith(_OLE):
        return _ole_kind(data, path)
    for magic, kind in _OTHERS:
        if data.startswith(magic):
            raise wrong_kind(path, kind)
    if _is_binary(data):
        raise wrong_kind(path, "")
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<?xml", b"<html", b"<!doctype", b"<table", b"<meta", b"{", b"[{")):
        raise wrong_kind(path, "JSON" if head[:1] in b"{[" else "XML/HTML")
    return TEXT


def wrong_kind(path: Path, kind: str) -> RefusedError:
    """Return the refusal of a file that is no spreadsheet we read."""
    return _refused(
        "wrong_kind_of_file",
        path,
        msg("This is not a spreadsheet but a file of kind {kind}.", kind=kind)
        if kind
        else msg("This is not a spreadsheet."),
        msg("Export the list as .xlsx, .xls or .csv."),
    )


def _is_binary(data: bytes) -> bool:
    """Tell text from anything else: control characters that no text has, unless it is UTF-16."""
    sample = data[:65536]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros = sample.count(0)
    if zeros > len(sample) * 0.2 and (not any(sample[1:200:2]) or not any(sample[0:200:2])):
        return False
    odd = sum(sample.count(code) for code in (*range(9), 11, *range(14, 26), *range(28, 32)))
    return odd > len(sample) * 0.01


def _zip_kind(data: bytes, path: Path) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        raise damaged(path) from None
    if "xl/workbook.xml" in names or any(name.startswith("xl/worksheets/") for name in names):
        return XLSX
    if any(name.startswith("word/") for name in names):
        raise wrong_kind(path, "Word")
    if any(name.startswith("ppt/") for name in names):
        raise wrong_kind(path, "PowerPoint")
    raise wrong_kind(path, "ZIP")


def _ole_kind(data: bytes, path: Path) -> str:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise encrypted(path)
    if holds("Workbook") or holds("Book"):
        return XLS
    if holds("WordDocument"):
        raise wrong_kind(path, "Word")
    sector = 1 << min(data[0x1E], 16) if len(data) > 0x34 else 0
    directory = int.from_bytes(data[0x30:0x34], "little") + 1
    if len(data) < max(1536, (directory + 1) * sector):  # where the names of the streams stand
        raise damaged(path)
    raise wrong_kind(path, "")


def _scan(opened: Opened, progress: Progress, label: str) -> dict[str, SheetFacts]:
    """Unpack every part in pieces: sizes are what they claim, cells stand where a table can be."""
    path = opened.path
    try:
        with zipfile.ZipFile(io.BytesIO(opened.data)) as archive:
            parts = archive.infolist()
            total = sum(part.file_size for part in parts)
            if len(parts) > _MAX_PARTS or total > MAX_UNPACKED or _bomb(total, len(opened.data)):
                raise _refused(
                    "zip_bomb",
                    path,
                    msg("The file would unpack to {n} MB, far more than its size.", n=total // 1024**2),
                    _SPLIT,
                )
            found: dict[str, SheetFacts] = {}
            done = 0
            for part in parts:
                if part.flag_bits & 1:
                    raise encrypted(path)
                step = _step(progress, done, total, label)
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    found[part.filename] = scan_sheet(partial(archive.open, part), step)
                else:
                    with archive.open(part) as stream:
                        unpack(stream, step)
                done += part.file_size
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError):
        raise damaged(path) from None
    for facts in found.values():
        if facts.scattered:
            raise _refused(
                "far_corner",
                path,
                msg("Cell {cell} lies so far from the table that the sheet cannot be read.", cell=facts.corner),
                msg("Delete the empty rows and columns around the table and save the file."),
            )
    return found


def _step(progress: Progress, before: int, total: int, label: str) -> Callable[[int], None]:
    """Return the progress of one part as progress of the whole archive."""
    return lambda done: progress(before + done, total, label)


def _bomb(total: int, packed: int) -> bool:
    return total > RATIO_FROM and total > packed * MAX_RATIO
