"""SpreadsheetML 2003, which many systems call .xls: one XML file with styles, sheets, rows and typed cells.

Rows and cells may be left out: ``ss:Index`` says where the next one stands.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from app.services.sync.files.container import SPREADSHEETML
from app.services.sync.files.encodings import LOST
from app.services.sync.files.grid import Book, Row
from app.services.sync.files.pages.encoding import markup_text
from app.services.sync.files.pages.xmlrows import Handler, grids, place_of, plain_moment
from app.services.sync.files.zipscan import UNSAVED
from app.services.sync.values.cells import Cell

_NAMED_DATES: Final = frozenset(
    "General Date|Long Date|Medium Date|Short Date|Long Time|Medium Time|Short Time".split("|")
)
#: What a number format says that is no code of days: texts, escaped characters, colours and conditions.
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_DAYS: Final = re.compile(r"[yd]|mmm|h+:?m|m+:?s", re.IGNORECASE)
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a day in a file has no time zone
_SINCE_1904: Final = 1462
#: The day after 31 December 9999.
_LAST_DAY: Final = 2_958_466


def open_spreadsheetml(data: bytes, path: Path, encoding: str | None = None) -> Book:
    """Read every sheet of a file.

    Args:
        data: the file.
        path: where it lies.
        encoding: in which it is written, if somebody said so.

    Raises:
        RefusedError: it defines entities, or a cell stands too far out.
        DamagedError: it is cut off or no XML.
        OtherEncodingError: it is not written in that encoding.
    """
    text, encoding, doubts, readings = markup_text(data, encoding)
    found = grids(text, _Reader(path), path)
    lost = text.count(LOST)
    return Book(SPREADSHEETML, tuple(found), found.__getitem__, encoding, doubts, lost=lost, readings=readings)


class _Reader(Handler):
    """Follows the elements of SpreadsheetML."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._codes: dict[str, str] = {}
        self._style = ""
        self._since_1904 = False
        self._row: Row = []
        self._column_at = 0
        self._cell: dict[str, str] = {}
        self._filled = False
        self._kind: str | None = None
        self._text: list[str] | None = None
        self._depth = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - named by the standard library
        """Take the beginning of an element."""
        if self._text is not None:  # marked-up text inside a cell
            self._depth += 1
            return
        local = _BARE[name]
        if local == "Cell":
            self._begin_cell(_local(attrs))
        elif local == "Data" and self._kind is not None:
            self._kind = _local(attrs).get("Type", "String")
            self._text = []
        elif local == "Row":
            self.row_at = place_of(_local(attrs), self.row_at, row=True)
            self._row, self._column_at = [], 0
        else:
            self._begin_other(local, attrs)

    def _begin_other(self, local: str, attrs: Any) -> None:
        if local == "Worksheet":
            self.begin_sheet(_local(attrs).get("Name", ""))
        elif local == "Style":
            self._style = _local(attrs).get("ID", "")
        elif local == "NumberFormat" and self._style:
            self._codes[self._style] = _local(attrs).get("Format", "")
        elif local == "Date1904":
            self._since_1904 = True
        elif local == "Comment":
            self._kind = None

    def characters(self, content: str) -> None:
        """Take text."""
        if self._text is not None:
            self._text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - named by the standard library
        """Take the end of an element."""
        if self._text is not None:
            if self._depth:
                self._depth -= 1
            else:
                self._end_data("".join(self._text))
                self._text = self._kind = None
            return
        local = _BARE[name]
        if local == "Cell":
            self._end_cell()
        elif local == "Row":
            self.put_row(self._row)
            self._row = []
        elif local == "Style":
            self._style = ""

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column_at = place_of(attributes, self._column_at)
        self._cell, self._kind, self._filled = attributes, "", False

    def _end_data(self, text: str) -> None:
        """Put a cell's value into its row."""
        if not self.sheets or self._filled:
            return
        self._filled = True
        value = "" if self._kind == "Error" else _value(self._kind, text)
        if self._kind == "Error":
            self.sheets[-1].errors[self.row_at, self._column_at] = text.strip() or "#N/A"
        elif isinstance(value, float):
            value = self._styled(value)
        if value != "":
            self._row.extend([""] * (self._column_at - len(self._row)))
            self._row.append(value)

    def _styled(self, value: float) -> Cell:
        """Return a number as its style shows it: a day where it says so; other formats are counted."""
        code = self._codes.get(self._cell.get("StyleID", ""), "")
        if _is_date_code(code):
            return _moment(value + (_SINCE_1904 if self._since_1904 else 0))
        if code:
            self.sheets[-1].place(self._column_at, code, range(self.row_at, self.row_at + 1))
        return value

    def _end_cell(self) -> None:
        if "Formula" in self._cell and not self._filled and self.sheets:
            self.sheets[-1].errors[self.row_at, self._column_at] = UNSAVED
        across = self._cell.get("MergeAcross", "0")
        self._column_at += 1 + (int(across) if across.isdecimal() else 0)
        self._cell, self._kind = {}, None


class _Bare(dict[str, str]):
    """Names without their prefixes, each taken apart once."""

    def __missing__(self, name: str) -> str:
        bare = self[name] = name.rpartition(":")[2]
        return bare


_BARE: Final = _Bare()


def _local(attributes: Any) -> dict[str, str]:
    """Return attributes without the prefixes of their names."""
    return {_BARE[name]: value for name, value in attributes.items()}


def _value(kind: str | None, text: str) -> Cell:
    if kind == "Number":
        return float(text)
    if kind == "Boolean":
        return text.strip().casefold() in {"1", "true"}
    if kind == "DateTime":
        return plain_moment(datetime.fromisoformat(text.strip()))
    return text


def _is_date_code(code: str) -> bool:
    """Tell whether a number format shows days or times."""
    return code in _NAMED_DATES or (bool(code) and _DAYS.search(_QUOTED.sub("", code)) is not None)


def _moment(serial: float) -> Cell:
    """Return a number of days since the end of 1899 as a day, a moment or a time."""
    if not 0 <= serial < _LAST_DAY:
        return serial
    return plain_moment(_EPOCH + timedelta(milliseconds=round(serial * 86_400_000)))
