"""One pass over the records of a BIFF workbook (xls): is it encrypted, where do cells stand, which show errors.

calamine reads a workbook with a weak password as one without rows, error cells as blank ones, and formulas whose
result was never saved as blank ones too. Number formats of the file's own under a number that Excel keeps for itself
are none to it, so that days in such cells come as numbers. A cell whose record has another length than such cells have,
or whose text is not in the table of texts, it passes over or reads as blank: here the file is damaged.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from typing import Final
from zipfile import BadZipFile

from app.services.sync.files.scans.binary import ERROR_NAMES
from app.services.sync.files.scans.extent import Extent
from app.services.sync.files.zipscan import UNSAVED, SheetFacts

_BOF: Final = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_EOF: Final = 0x000A
_PASSWORD: Final = 0x002F
_SHEET: Final = 0x0085
_FORMULA: Final = frozenset({0x0006, 0x0206, 0x0406})
_ERROR: Final = 0x0205
_SEVERAL: Final = {0x00BD: 6, 0x00BE: 2}
#: Records of one cell: numbers, texts and flags, in the versions that have them.
_CELLS: Final = frozenset({0x027E, 0x0203, 0x0204, 0x00D6, 0x00FD, 0x0205, 0x0006, 0x0206, 0x0406})
#: Cells that have one length in every file.
_LENGTHS: Final = {0x00FD: 10, 0x0203: 14, 0x027E: 10, _ERROR: 8}
_TEXT: Final = 0x00FD
_TEXTS: Final = 0x00FC
_FORMAT: Final = 0x041E
#: Numbers of formats under which calamine looks for one of the file's own, and those that are days for it anyway.
_OWN_FROM: Final = 164
_DAYS: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_DAY_LETTER: Final = re.compile("[dmyhs]", re.IGNORECASE)
_NO_LETTERS: Final = re.compile(r'"[^"]*"|[_*].|\\.|\[[^\]]*\]')
_FLAG: Final = 0xFFFF
_UNICODE: Final = 0x0600


@dataclass(slots=True)
class _Results:
    """The formulas of a workbook: whether any has a result, and the cells of those that have none."""

    any: bool = False
    without: list[tuple[SheetFacts, int, int]] = field(default_factory=list)


def is_encrypted(stream: bytes) -> bool:
    """Tell whether the records begin with one that says so."""
    at = 0
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        if number == _PASSWORD:
            return True
        if number == _EOF or (at and number in _BOF):
            return False
        at += 4 + length
    return False


def scan_records(stream: bytes) -> dict[str, SheetFacts]:
    """Look at every sheet; those of the versions before BIFF5 have no name.

    Raises:
        BadZipFile: a sheet stops in the middle.
    """
    results = _Results()
    found = {}
    shared = _Shared(stream)
    for name, at in _sheets(stream).items():
        found[name] = _scan_sheet(stream, at, results, shared.texts)
        found[name].strange_days = shared.strange_days
    if not results.any:  # a program that writes formulas without computing them leaves all of them empty
        for facts, row, column in results.without:
            facts.errors[row, column] = UNSAVED
    return found


def _sheets(stream: bytes) -> dict[str, int]:
    """Return name of a sheet → where its records begin."""
    found: dict[str, int] = {}
    version = struct.unpack_from("<H", stream, 4)[0] if len(stream) > 6 else 0
    at = 0
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        if number == _SHEET and len(body) > 8 and body[5] == 0:
            place, size = struct.unpack_from("<I", body)[0], body[6]
            if version < _UNICODE:
                name = body[7 : 7 + size].decode("latin-1")
            else:
                double = body[7] & 1
                name = body[8 : 8 + size * (1 + double)].decode("utf-16-le" if double else "latin-1", "replace")
            found[name] = place
        elif number == _EOF:
            break
        at += 4 + length
    return found or {"": 0}


class _Shared:
    """What the sheets of a workbook share.

    Attributes:
        texts: how many texts the cells may refer to at most; 0 where nothing says so.
        strange_days: a format of the file's own for days has a number that Excel keeps for itself.
    """

    def __init__(self, stream: bytes) -> None:
        """Look at the records in front of the sheets."""
        self.texts = 0
        self.strange_days = False
        at = 0
        while at + 4 <= len(stream):
            number, length = struct.unpack_from("<HH", stream, at)
            body = stream[at + 4 : at + 4 + length]
            if number == _EOF:
                break
            if number == _TEXTS and len(body) >= 8:
                self.texts = max(struct.unpack_from("<II", body))
            elif number == _FORMAT and len(body) > 5:
                self.strange_days = self.strange_days or _is_strange(body)
            at += 4 + length


def _is_strange(body: bytes) -> bool:
    """Tell whether a format is one of days under a number for which calamine knows another one."""
    (key,) = struct.unpack_from("<H", body)
    text = body[5:].decode("utf-16-le" if body[4] & 1 else "latin-1", "replace")
    return 0 < key < _OWN_FROM and key not in _DAYS and _DAY_LETTER.search(_NO_LETTERS.sub("", text)) is not None


def _scan_sheet(stream: bytes, at: int, results: _Results, texts: int) -> SheetFacts:
    facts, extent = SheetFacts(), Extent()
    end = len(stream)
    inner = 0  # charts stand between records of their own
    while True:
        if at + 4 > end:
            raise BadZipFile("a sheet is cut off")
        number, length = struct.unpack_from("<HH", stream, at)
        at += 4
        if number in _CELLS and length >= 6:
            row, column = struct.unpack_from("<HH", stream, at)
            extent.take(row, column)
            if number in _LENGTHS:
                _look(stream, at, number, length, facts, texts)
            elif number in _FORMULA and length >= 14:
                _result(stream, at, facts, results)
        elif number in _SEVERAL and length >= 6:
            row, column = struct.unpack_from("<HH", stream, at)
            if number == 0x00BD:
                extent.take(row, column, columns=max(1, (length - 6) // _SEVERAL[number]))
        elif number in _BOF:
            inner += 1
        elif number == _EOF:
            inner -= 1
            if inner <= 0:
                break
        at += length
    extent.settle(facts)
    return facts


def _look(stream: bytes, at: int, number: int, length: int, facts: SheetFacts, texts: int) -> None:
    """Look at a cell of fixed length: an error is written down.

    Raises:
        BadZipFile: it has another length, or its text is not among those of the workbook.
    """
    if length != _LENGTHS[number]:
        raise BadZipFile("a cell is cut off or too long")
    if number == _TEXT and texts and int.from_bytes(stream[at + 6 : at + 10], "little") >= texts:
        raise BadZipFile("a text is not there")
    if number == _ERROR and stream[at + 7]:
        row, column = struct.unpack_from("<HH", stream, at)
        facts.errors[row, column] = ERROR_NAMES.get(stream[at + 6], "#N/A")


def _result(stream: bytes, at: int, facts: SheetFacts, results: _Results) -> None:
    """Take a formula's result: a number, or a kind of result where the number would be none."""
    row, column, _style, kind, _a, value, _b, _c, _d, mark = struct.unpack_from("<HHHBBBBBBH", stream, at)
    if mark != _FLAG:
        results.any = True
    elif kind == 2:
        results.any = True
        facts.errors[row, column] = ERROR_NAMES.get(value, "#N/A")
    elif kind == 3:
        results.without.append((facts, row, column))
    else:
        results.any = True
