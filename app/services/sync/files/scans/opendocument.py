"""One pass over the content of an OpenDocument spreadsheet: where cells stand, which show errors or lack a result.

A row or a cell may say that it is repeated a million times, so a small file can span more cells than any memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import IO, Final

from app.services.sync.files.scans.extent import Extent
from app.services.sync.files.zipscan import UNSAVED, SheetFacts

_BLOCK: Final = 1 << 20
_TAG: Final = re.compile(
    rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)((?:\s(?:[^>\"']|\"[^\"]*\"|'[^']*')*)?/?)>"
)
_NAME: Final = re.compile(rb"\stable:name=(?:\"([^\"]*)\"|'([^']*)')")
_ROWS: Final = re.compile(rb"\stable:number-rows-repeated=[\"'](\d{1,9})[\"']")
_COLUMNS: Final = re.compile(rb"\stable:number-columns-repeated=[\"'](\d{1,9})[\"']")
_CURRENCY: Final = re.compile(rb"\soffice:currency=[\"']([A-Z]{3})[\"']")
_SHOWN: Final = re.compile(rb"\s*<text:p[^>]*>([^<]*)<")
_FILLED: Final = b"office:value-type="
_FORMULA: Final = b"table:formula="
_ERROR: Final = re.compile(rb"\scalcext:value-type=[\"']error[\"']")
#: More error cells than this in one repeated block are written down once.
_LISTED: Final = 10_000


class OdsScan:
    """Follows the tags of the content and keeps what it learns by name of the sheet."""

    def __init__(self) -> None:
        """Begin before the first table."""
        self.found: dict[str, SheetFacts] = {}
        self._facts = SheetFacts()
        self._extent = Extent()
        self._row = self._column = 0
        self._rows = 1

    def read(self, stream: IO[bytes], progress: Callable[[int], None]) -> None:
        """Follow the whole part, in pieces that end with a whole tag."""
        text, done = b"", 0
        while block := stream.read(_BLOCK):
            done += len(block)
            progress(done)
            text += block
            end = max(0, text.rfind(b"<table:"))
            for tag in _TAG.finditer(text, 0, end):
                self._take(tag, text)
            text = text[end:]
        for tag in _TAG.finditer(text):
            self._take(tag, text)
        self._settle()

    def _take(self, tag: re.Match[bytes], text: bytes) -> None:
        closing, kind, attributes = tag.groups()
        if kind == b"table":
            self._settle()
            if not closing:
                self._facts = self.found.setdefault(_named(attributes), SheetFacts())
        elif kind == b"table-row":
            if not closing:
                self._column = 0
                self._rows = _times(_ROWS, attributes)
            if closing or attributes.endswith(b"/"):
                self._row += self._rows
        elif not closing:
            columns = _times(_COLUMNS, attributes)
            if _FILLED in attributes or _FORMULA in attributes:
                self._cell(attributes, columns, text, tag.end())
            self._column += columns

    def _cell(self, attributes: bytes, columns: int, text: bytes, end: int) -> None:
        """Take a cell that holds something, with its repetitions."""
        shows = ""
        if _ERROR.search(attributes):
            shown = _SHOWN.match(text, end)
            shows = unescape(shown.group(1).decode("utf-8", "replace")) if shown else "#N/A"
        elif _FILLED not in attributes:
            shows = UNSAVED
        self._extent.take(self._row, self._column, rows=self._rows, columns=columns)
        if currency := _CURRENCY.search(attributes):
            code = f"[${currency.group(1).decode()}]"
            counted = self._facts.currencies.setdefault(self._column, {})
            counted[code] = counted.get(code, 0) + self._rows
        if shows and self._rows * columns <= _LISTED:
            for row in range(self._row, self._row + self._rows):
                for column in range(self._column, self._column + columns):
                    self._facts.errors[row, column] = shows

    def _settle(self) -> None:
        """Finish a table; the next one begins with its first row."""
        if self._extent.filled:
            self._extent.settle(self._facts)
        self._extent = Extent()
        self._row = self._column = 0
        self._rows = 1


def _named(attributes: bytes) -> str:
    """Return the name of a table."""
    found = _NAME.search(attributes)
    return unescape((found.group(1) or found.group(2) or b"").decode("utf-8", "replace")) if found else ""


def _times(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found.group(1)) if found else 1
