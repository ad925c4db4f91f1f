"""Cells of an xlsb that do not say their column: they stand right of the cell before them.

Excel reads both ways of writing a cell, and some programs write the short one. calamine passes over it without a word,
so that a workbook of such cells seems to have one column. Sheets that have them are written anew, every column said.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final
from zipfile import BadZipFile

from app.services.sync.files.scans.binary import CELLS, ROW, SHORT, records

_SHEETS: Final = "xl/worksheets/"
#: Pieces of a part that are put together before they are written.
_BATCH: Final = 1 << 14


def widened(path: Path) -> io.BytesIO:
    """Return a workbook in which every cell says its column.

    Raises:
        BadZipFile: its records make no sense.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(made, "w") as copy:
        for name in archive.namelist():
            with archive.open(name) as part, copy.open(name, "w") as target:
                if name.startswith(_SHEETS) and name.endswith(".bin"):
                    _rewrite(part, target)
                else:
                    target.write(part.read())
    made.seek(0)
    return made


def _rewrite(part: IO[bytes], target: IO[bytes]) -> None:
    pieces: list[bytes] = []
    for piece in _records(part):
        pieces.append(piece)
        if len(pieces) >= _BATCH:
            target.write(b"".join(pieces))
            pieces.clear()
    target.write(b"".join(pieces))


def _records(part: IO[bytes]) -> Iterator[bytes]:
    """Give the records of a sheet; a short cell becomes the long one with the next column."""
    column = -1
    for number, content in records(part, lambda _done: None):
        if number in SHORT:
            column += 1
            yield _head(SHORT[number], len(content) + 4) + struct.pack("<I", column) + content
            continue
        if number == ROW:
            column = -1
        elif number in CELLS:
            if len(content) < 4:
                raise BadZipFile("a cell is too short")
            (column,) = struct.unpack_from("<I", content)
        yield _head(number, len(content)) + content


def _head(number: int, length: int) -> bytes:
    """Return number and length of a record, seven bits at a time."""
    head = bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
    while length >= 0x80:
        head += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + bytes([length])
