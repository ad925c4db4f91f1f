"""Rows of text with quotes, and quotes that quote nothing: ``"5 inch pipe`` swallows rows up to the next quote.

A cell may hold line breaks. What tells a cell of several lines from swallowed rows is the other rows: a line that has
as many cells as they, with figures where they have figures, is one itself. The line with the stray quote is then read
as if it had none, and those behind it again from their beginning, so that one quote costs nothing.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple

from app.services.sync.files.grid import Row

#: Lines that show what rows look like.
_LOOKED: Final = 400
#: No cell has more lines.
_MOST: Final = 200
#: Of the cells of a column, and of the rows.
_MOSTLY: Final = 0.8
_SOME: Final = 0.1
#: Of the cells of a row that are unlike those of their columns.
_STRANGE: Final = 0.25
#: Cells that a row has where one of them more or less leaves no doubt.
_WIDE: Final = 5
#: Cells that a line of text may have by chance.
_FEW: Final = 3
_DIGIT: Final = re.compile(r"\d")
_LETTER: Final = re.compile(r"[^\W\d_]")


class _SwallowedError(Exception):
    """A stray quote has swallowed rows."""


class Shape(NamedTuple):
    """What rows look like: how many cells they have, and where these are figures or hold some."""

    widths: frozenset[int]
    figures: frozenset[int]
    digits: frozenset[int]

    def fits(self, row: Sequence[str]) -> bool:
        """Tell whether a line by itself is a row, or would be one with a cell more or less."""
        if len(row) in self.widths:
            return self.begins(row) is True
        changed: list[Sequence[str]] = []
        if len(row) - 1 in self.widths:
            changed = [[*row[:place], *row[place + 1 :]] for place in range(len(row))]
        elif len(row) + 1 in self.widths:
            changed = [[*row[:place], "", *row[place:]] for place in range(len(row))]
        return min(self.widths) >= _WIDE and any(map(self.begins, changed))

    def is_row(self, row: Sequence[str]) -> bool:
        """Tell whether a line by itself is a row to the last cell."""
        places = sum(1 for place in self.figures | self.digits if place < len(row))
        return _FEW < len(row) in self.widths and self._strange(row) == (0, places)

    def begins(self, row: Sequence[str]) -> bool | None:
        """Tell whether cells are those of a row as far as they go; None where they show nothing."""
        strange, told = self._strange(row)
        return strange <= told * _STRANGE if told else None

    def _strange(self, row: Sequence[str]) -> tuple[int, int]:
        """Count the cells that are unlike those of their columns, and all in columns of figures."""
        told = [(place, cell) for place, cell in enumerate(row) if cell.strip() and place in self.figures | self.digits]
        strange = sum(
            1 for place, cell in told if not _DIGIT.search(cell) or (place in self.figures and _LETTER.search(cell))
        )
        return strange, len(told)


def shape_of(rows: Iterable[Sequence[str]]) -> Shape | None:
    """Return what rows with figures look like; None if there is none."""
    told = [row for row in rows if len(row) > 1 and any(_is_figure(cell) for cell in row)]
    counted = Counter(map(len, told))
    widths = frozenset(width for width, count in counted.items() if count >= _SOME * len(told))
    figures: set[int] = set()
    digits: set[int] = set()
    for place in range(max(widths, default=0)):
        cells = [row[place] for row in told if len(row) in widths and len(row) > place and row[place].strip()]
        if cells and sum(map(_is_figure, cells)) >= _MOSTLY * len(cells):
            figures.add(place)
        elif cells and sum(1 for cell in cells if _DIGIT.search(cell)) >= _MOSTLY * len(cells):
            digits.add(place)
    return Shape(widths, frozenset(figures), frozenset(digits)) if figures or digits else None


def _is_figure(cell: str) -> bool:
    return _DIGIT.search(cell) is not None and _LETTER.search(cell) is None


def rows_of(lines: Iterator[str], separator: str) -> Iterator[Row]:
    """Return the rows of lines as they come.

    Args:
        lines: with their ends.
        separator: between cells.
    """
    head = list(islice(lines, _LOOKED))
    given = _Given(chain(head, lines), separator, _shape_in(head, separator))
    while True:
        try:
            for row in csv.reader(given.lines(), delimiter=separator):
                if len(given.taken) > 1:
                    given.refuse_two_rows(row)
                yield row
                given.taken.clear()
        except _SwallowedError:
            yield given.first_again()
        else:
            return


def _shape_in(lines: Sequence[str], separator: str) -> Shape | None:
    """Return what the rows of one line look like; where none has figures, lines as wide as they, the headings.

    The latter only where quotes do not make a table as they stand: cells of several lines may hold anything.
    """
    single = list(_single(lines, separator))
    shape = shape_of(single)
    if shape is not None or _is_regular(lines, separator):
        return shape
    widths = {len(row) for row in single} - {0, 1}
    plain = (alone(line, separator) for line in lines if '"' not in line)
    return shape_of(row for row in plain if len(row) in widths)


def _is_regular(lines: Sequence[str], separator: str) -> bool:
    """Tell whether all rows have as many cells, and their quotes stand where they should."""
    try:
        return len({len(row) for row in csv.reader(lines, delimiter=separator, strict=True)} - {0, 1}) == 1
    except csv.Error:
        return False


def _single(lines: Sequence[str], separator: str) -> Iterator[list[str]]:
    """Return the rows that take one line."""
    reader = csv.reader(lines, delimiter=separator)
    before = 0
    for row in reader:
        if reader.line_num == before + 1 and (reader.line_num < len(lines) or len(lines) < _LOOKED):
            yield row
        before = reader.line_num


class _Given:
    """Lines on their way to the parser; ``taken`` are those of the row at hand."""

    def __init__(self, lines: Iterator[str], separator: str, shape: Shape | None) -> None:
        self.taken: list[str] = []
        self._lines = lines
        self._again: deque[str] = deque()
        self._separator = separator
        self._shape = shape

    def lines(self) -> Iterator[str]:
        """Return line after line.

        Raises:
            _SwallowedError: the row at hand goes on behind a line that is a row, or behind the last line.
        """
        taken = self.taken
        while True:
            line = self._again.popleft() if self._again else next(self._lines, None)
            if line is None:
                break
            taken.append(line)
            if len(taken) > _MOST:
                raise _SwallowedError
            yield line
        if taken and (self._holds_rows() or self._ends_in_rows()):
            raise _SwallowedError

    def refuse_two_rows(self, row: Sequence[str]) -> None:
        """Look at a row of several lines.

        Where its quotes are as they should be and it has as many cells as others, only lines that are rows to the last
        cell speak against it: people write all kinds of lines into a cell.

        Raises:
            _SwallowedError: its last line is a row, and its first one has as many cells: no row goes on into it.
        """
        shape = self._shape
        if shape is None:
            return
        first, last = (alone(self.taken[at], self._separator) for at in (0, -1))
        if len(row) in shape.widths and _is_well_formed(self.taken, self._separator):
            swallowed = shape.is_row(first) and shape.is_row(last)
        else:
            swallowed = self._holds_rows() or (len(first) >= min(shape.widths) and shape.fits(last))
        if swallowed:
            raise _SwallowedError

    def first_again(self) -> Row:
        """Return the first line of the row at hand as one without a stray quote, and give the others again."""
        first, *others = self.taken
        self._again.extendleft(reversed(others))
        self.taken.clear()
        return list(alone(first, self._separator))

    def _holds_rows(self) -> bool:
        """Tell whether a line between the first and the last at hand is a row: no quote stands on it."""
        shape = self._shape
        return shape is not None and any(
            '"' not in line and shape.fits(alone(line, self._separator)) for line in self.taken[1:-1]
        )

    def _ends_in_rows(self) -> bool:
        """Tell whether the first line at hand is a row, for nothing closes its quote: lines below are rows too then."""
        below = shape_of(alone(line, self._separator) for line in self.taken[1:])
        first = alone(self.taken[0], self._separator)
        return any(shape is not None and shape.fits(first) for shape in (below, self._shape))


def alone(line: str, separator: str) -> list[str]:
    """Return the cells of a line by itself: a quote that nothing closes on it is none."""
    cells = _cells(line, separator)
    if _goes_on(cells):
        cells.extend(cells.pop().removesuffix("\n").split(separator))
    return cells


def _is_well_formed(lines: Sequence[str], separator: str) -> bool:
    """Tell whether the quotes of a row stand where a program that quotes cells writes them."""
    try:
        return len(list(csv.reader(lines, delimiter=separator, strict=True))) == 1
    except csv.Error:
        return False


def is_open(line: str, separator: str) -> bool:
    """Tell whether a cell that begins on a line goes on behind its end."""
    return _goes_on(_cells(line, separator))


def _cells(line: str, separator: str) -> list[str]:
    return next(csv.reader([line.rstrip("\r\n") + "\n"], delimiter=separator), [])


def _goes_on(cells: Sequence[str]) -> bool:
    return bool(cells) and cells[-1].endswith("\n")
