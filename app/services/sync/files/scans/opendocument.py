"""One pass over the content of an OpenDocument spreadsheet: where cells stand, which show errors or lack a result.

A row or a cell may say that it is repeated a million times, so a small file can span more cells than any memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import IO, Final

from app.services.sync.files.grid import add_rows
from app.services.sync.files.scans.extent import Extent
from app.services.sync.files.zipscan import UNSAVED, SheetFacts

_BLOCK: Final = 1 << 20
_INSIDE: Final = rb"(?:[^>\"']++|\"[^\"]*\"|'[^']*')*+"
_TAG: Final = re.compile(rb"<(/?)table:(table|table-row)(\s" + _INSIDE + rb"|/?)>")
_CELL: Final = re.compile(rb"<table:(?:covered-)?table-cell(\s" + _INSIDE + rb"|/?)>")
_ROW: Final = b"<table:table-row"
_NAME: Final = re.compile(rb"\stable:name=(?:\"([^\"]*)\"|'([^']*)')")
_ROWS: Final = re.compile(rb"\stable:number-rows-repeated=[\"'](\d{1,9})[\"']")
_COLUMNS: Final = re.compile(rb"\stable:number-columns-repeated=[\"'](\d{1,9})[\"']")
_CURRENCY: Final = re.compile(rb"\soffice:currency=[\"']([A-Z]{3})[\"']")
_SHOWN: Final = re.compile(rb"\s*<text:p[^>]*>([^<]*)<")
_FILLED: Final = b"office:value-type="
_FORMULA: Final = b"table:formula="
_ERROR: Final = re.compile(rb"\scalcext:value-type=[\"']error[\"']")
#: What makes the cells of a row worth a look one by one.
_TELLING: Final = re.compile(rb"columns-repeated=|office:currency=|table:formula=|value-type=[\"']error")
#: More error cells than this in one repeated block are not written down.
LISTED: Final = 10_000


class OdsScan:
    """Follows the tags of the content and keeps what it learns by name of the sheet."""

    def __init__(self) -> None:
        """Begin before the first table."""
        self.found: dict[str, SheetFacts] = {}
        self._facts = SheetFacts()
        self._extent = Extent()
        self._row = self._begins = 0
        self._rows = 1

    def read(self, stream: IO[bytes], progress: Callable[[int], None]) -> None:
        """Follow the whole part, in pieces that end before a row."""
        text, done = b"", 0
        while block := stream.read(_BLOCK):
            done += len(block)
            progress(done)
            text += block
            end = max(0, text.rfind(_ROW))
            self._follow(text, end)
            text = text[end:]
        self._follow(text, len(text))
        self._settle()

    def _follow(self, text: bytes, end: int) -> None:
        for tag in _TAG.finditer(text, 0, end):
            closing, kind, attributes = tag.groups()
            if kind == b"table":
                self._settle()
                if not closing:
                    self._facts = self.found.setdefault(_named(attributes), SheetFacts())
            elif closing:
                self._cells(text[self._begins : tag.start()])
                self._row += self._rows
            else:
                self._rows = _times(_ROWS, attributes)
                self._begins = tag.end()
                if attributes.endswith(b"/"):
                    self._row += self._rows

    def _cells(self, row: bytes) -> None:
        """Take the cells of a row; where none says anything special it is enough to count them."""
        if not _TELLING.search(row):
            filled = row.count(_FILLED)
            if filled:
                last = row.count(b"<table:table-cell") + row.count(b"<table:covered-table-cell") - 1
                self._extent.take(self._row, last, rows=self._rows)
                self._extent.filled += (filled - 1) * self._rows
            return
        column = 0
        for cell in _CELL.finditer(row):
            attributes = cell.group(1)
            columns = _times(_COLUMNS, attributes) if b"repeated" in attributes else 1
            if _FILLED in attributes or _FORMULA in attributes:
                self._extent.take(self._row, column, rows=self._rows, columns=columns)
                self._cell(attributes, column, columns, row[cell.end() : cell.end() + 200])
            column += columns

    def _cell(self, attributes: bytes, column: int, columns: int, text: bytes) -> None:
        """Note what a cell that holds something says about itself."""
        if currency := _CURRENCY.search(attributes):
            code = f"[${currency.group(1).decode()}]"
            runs = self._facts.currencies.setdefault(column, {}).setdefault(code, [])
            add_rows(runs, range(self._row, self._row + self._rows))
        shows = ""
        if _ERROR.search(attributes):
            shown = _SHOWN.match(text)
            shows = unescape(shown.group(1).decode("utf-8", "replace")) if shown else "#N/A"
        elif _FILLED not in attributes:
            shows = UNSAVED
        if shows and self._rows * columns <= LISTED:
            for row in range(self._row, self._row + self._rows):
                for place in range(column, column + columns):
                    self._facts.errors[row, place] = shows

    def _settle(self) -> None:
        """Finish a table; the next one begins with its first row."""
        if self._extent.filled:
            self._extent.settle(self._facts)
        self._extent = Extent()
        self._row = 0
        self._rows = 1


def _named(attributes: bytes) -> str:
    """Return the name of a table."""
    found = _NAME.search(attributes)
    return unescape((found.group(1) or found.group(2) or b"").decode("utf-8", "replace")) if found else ""


def _times(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found.group(1)) if found else 1
