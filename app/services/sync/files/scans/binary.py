"""One pass over a worksheet of BIFF12 (xlsb): where its cells stand and which of them show errors.

A record is its number, its length and its content; numbers and lengths are written seven bits at a time.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import IO, Final
from zipfile import BadZipFile

from app.services.sync.files.scans.extent import Extent
from app.services.sync.files.zipscan import SheetFacts

_BLOCK: Final = 1 << 20
ROW: Final = 0
_BLANK: Final = 1
#: Records of one cell that say their column, and those that do not: they stand right of the cell before them.
CELLS: Final = frozenset(range(_BLANK, 12))
SHORT: Final = {12: _BLANK, 13: 2, 14: 3, 15: 4, 16: 5, 17: 6, 18: 7}
_ERRORS: Final = frozenset({3, 11})
_LAST_CELL: Final = 18
_SHEET: Final = 156
#: Rows and columns that a sheet of this format can have.
_ROWS: Final = 1 << 20
_COLUMNS: Final = 1 << 14
#: What Excel shows for the number of an error.
ERROR_NAMES: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def records(stream: IO[bytes], progress: Callable[[int], None]) -> Iterator[tuple[int, bytes]]:
    """Return the records of a part, number and content, reading it in pieces.

    Raises:
        BadZipFile: the part stops inside a record.
    """
    data, at, done = b"", 0, 0
    while block := stream.read(_BLOCK):
        done += len(block)
        progress(done)
        data, at = data[at:] + block, 0
        while (found := _record(data, at)) is not None:
            number, start, at = found
            yield number, data[start:at]
    if at != len(data):
        raise BadZipFile("a record is cut off")


def _record(data: bytes, at: int) -> tuple[int, int, int] | None:
    """Return number, start and end of the record at a place; None if the rest of it is still to come."""
    end = len(data)
    if at + 2 > end:
        return None
    number = data[at]
    at += 1
    if number & 0x80:
        number = number & 0x7F | (data[at] & 0x7F) << 7
        at += 1
    length = shift = 0
    while True:
        if at >= end:
            return None
        byte = data[at]
        at += 1
        length |= (byte & 0x7F) << shift
        if byte < 0x80 or shift == 21:
            break
        shift += 7
    return (number, at, at + length) if at + length <= end else None


def scan_binary(stream: IO[bytes], progress: Callable[[int], None]) -> SheetFacts:
    """Look at a worksheet.

    Raises:
        BadZipFile: its records make no sense.
    """
    facts, extent = SheetFacts(), Extent()
    row, column = 0, -1
    for number, content in records(stream, progress):
        if number > _LAST_CELL:
            continue
        short = number in SHORT
        if len(content) < 4 + (number != ROW and not short) * 4:
            raise BadZipFile("a cell is too short")
        (at,) = struct.unpack_from("<I", content)
        if number == ROW:
            row, column = at, -1
            if row >= _ROWS:
                raise BadZipFile("a row lies outside the sheet")
            continue
        facts.short = facts.short or short
        column = column + 1 if short else at
        kind = SHORT.get(number, number)
        if column >= _COLUMNS:
            raise BadZipFile("a column lies outside the sheet")
        if kind != _BLANK:
            extent.take(row, column)
            if kind in _ERRORS:
                error = content[4:5] if short else content[8:9]
                facts.errors[row, column] = ERROR_NAMES.get(int.from_bytes(error, "little"), "#N/A")
    extent.settle(facts)
    return facts


def sheet_links(stream: IO[bytes]) -> dict[str, str]:
    """Return name of a sheet → id of the relation that leads to its part, from the workbook's records.

    Raises:
        BadZipFile: they make no sense.
    """
    found: dict[str, str] = {}
    for number, content in records(stream, lambda _done: None):
        if number == _SHEET:
            link, at = _text(content, 8)
            name, _end = _text(content, at)
            found[name] = link
    return found


def _text(content: bytes, at: int) -> tuple[str, int]:
    """Return the text at a place and where it ends."""
    if at + 4 > len(content):
        raise BadZipFile("a text is cut off")
    (length,) = struct.unpack_from("<I", content, at)
    end = at + 4 + 2 * length
    if end > len(content):
        raise BadZipFile("a text is cut off")
    return content[at + 4 : end].decode("utf-16-le", "replace"), end
