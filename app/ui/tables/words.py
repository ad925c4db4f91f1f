"""The words that filters look in, folded once for each row: made in small steps while nobody types, or when needed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, Final

from app.ui.tables.columns import Column

#: The kinds that the quick filter looks in: words, and the amounts that people read out.
_QUICK: Final = frozenset({"text", "name", "chips", "money", "number"})
#: The kinds whose filters look at no words.
_WORDLESS: Final = frozenset({"check", "aging"})
#: Seconds that preparing may take at a time, between two events.
_STEP: Final = 0.006


class Words:
    """The folded words of the rows of one table."""

    def __init__(self, columns: Sequence[Column[Any]]) -> None:
        self._columns = columns
        self._lines: list[str] = []
        self._by_column: dict[str, list[str]] = {}

    def clear(self) -> None:
        """Forget everything: there are other rows."""
        self._lines = []
        self._by_column.clear()

    def lines(self, rows: Sequence[Any], more: int = 0) -> list[str]:
        """Return one line of words for each row; with ``more`` make those of so many more rows only."""
        start = len(self._lines)
        takes = [column.filter_text for column in self._columns if column.kind in _QUICK]
        for row in rows[start : start + more] if more else rows[start:]:
            self._lines.append("\n".join([take(row) for take in takes]))
        return self._lines

    def column(self, column: Column[Any], rows: Sequence[Any], more: int = 0) -> list[str]:
        """Return a column's words for each row; with ``more`` make those of so many more rows only."""
        words = self._by_column.setdefault(column.key, [])
        start, take = len(words), column.filter_text
        words.extend([take(row) for row in (rows[start : start + more] if more else rows[start:])])
        return words

    def whole(self, rows: Sequence[Any]) -> bool:
        """Tell whether every row has its line of words."""
        return len(self._lines) >= len(rows)

    def warm(self, rows: Sequence[Any], *, columns: bool) -> bool:
        """Make the words of some more rows, with ``columns`` also column by column; tell whether there is more."""
        end = time.monotonic() + _STEP
        while len(self._lines) < len(rows):
            self.lines(rows, 100)
            if time.monotonic() > end:
                return True
        for column in self._columns if columns else ():
            while column.kind not in _WORDLESS and len(self._by_column.get(column.key, ())) < len(rows):
                self.column(column, rows, 200)
                if time.monotonic() > end:
                    return True
        return False
