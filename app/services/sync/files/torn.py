"""Amounts with thousands commas in a list that commas separate and nobody quoted: ``59,373.04`` came apart.

A row that is longer than the headings by as many cells as there are such seams is put together again, where there is
only one way to do it after which every cell stands among its like. Rows are also longer for other reasons: after the
comma of an unquoted name, all cells behind it stand one column too far.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, combinations, islice
from typing import Final

from app.services.sync.files.grid import Row
from app.services.sync.layouts.headings import fields, in_full, strength
from app.services.sync.values import dates
from app.services.sync.values.cells import Cell
from app.services.sync.values.numbers import is_number
from app.services.sync.values.text import is_null

_FRONT: Final = re.compile(r"\s*[-+(]?\s?[$€£₹]?\s?\d{1,3}")
_MIDDLE: Final = re.compile(r"\d{3}")
_BACK: Final = re.compile(r"\d{3}(?:\.\d+)?\)?[-+]?\s*(?:[A-Za-z]{2,3})?\s*")
_SEAM: Final = re.compile(r"[,\n][-+($ ]*\d{1,3},\d{3}(?:\.\d+)?\)?[-+]?\s*[,\n]")
_UNITS: Final = re.compile(r"-?\d{1,9}")
_CENTS: Final = re.compile(r"\d\d")
#: Rows, and different cents, that show that amounts have come apart at their decimal commas.
_SEVERAL: Final = 3
#: Rows in which the headings are looked for, and cells that a row may have too many.
_LOOKED: Final = 60
_MOST: Final = 6
#: What cells hold, and how many of a column's do.
_NUMBER, _DAY, _TEXT = "number", "day", "text"
_MOSTLY: Final = 0.8
_PLAIN: Final = re.compile(r"-?\d[\d,]*(?:\.\d+)?", re.ASCII)
_LETTER: Final = re.compile(r"[^\W\d_]")


def may_be_torn(text: str) -> bool:
    """Tell whether a list that commas separate may hold amounts that came apart; ``text`` is its beginning."""
    return _SEAM.search(text) is not None


def mended(rows: Iterator[Row]) -> Iterator[Row]:
    """Return rows with the amounts put together that came apart."""
    head = list(islice(rows, _LOOKED))
    at, width = _headings(head)
    kinds = _kinds_below(head[at + 1 :], width)
    return (_mend(row, width, kinds) if len(row) > width else row for row in chain(head, rows))


def with_cents(rows: Iterator[Row]) -> Iterator[Row]:
    """Return rows with their cents, where decimal commas of unquoted amounts have made all of them too long alike.

    So it is where as many cells are too many as there are cells of two digits behind one of digits in every row, all
    of them amounts by their headings, and the cents differ as cents do.
    """
    head = list(islice(rows, _LOOKED))
    widths = Counter(len(row) for row in head if len(row) > 1)
    usual = widths.most_common(1)[0][0] if widths else 0
    if not any(1 < width < usual for width in widths):
        return chain(head, rows)
    at, width = _headings(head)
    below = [row for row in head[at + 1 :] if len(row) > 1]
    if not 0 < usual - width <= _MOST or len(below) < _SEVERAL or any(len(row) != usual for row in below):
        return chain(head, rows)
    seams = tuple(place for place in range(1, usual) if all(_is_seam(row, place) for row in below))
    places = [seam - 1 - number for number, seam in enumerate(seams)]
    cents = {row[seam] for row in below for seam in seams}
    if len(seams) != usual - width or len(cents) < _SEVERAL or not all(_is_money(head[at][place]) for place in places):
        return chain(head, rows)
    return (
        _joined(row, seams) if len(row) == usual and all(_is_seam(row, seam) for seam in seams) else row
        for row in chain(head, rows)
    )


def _is_seam(row: Row, at: int) -> bool:
    """Tell whether a cell may be the cents of the one before it."""
    return _CENTS.fullmatch(str(row[at])) is not None and _UNITS.fullmatch(str(row[at - 1])) is not None


def _is_money(heading: Cell) -> bool:
    found = in_full(str(heading))
    return bool(found) and fields()[found[0].field].cells == "money"


def _headings(head: list[Row]) -> tuple[int, int]:
    """Return which row has the headings, and how many; no row is longer where there are none, or the last is blank."""
    weighed = [
        (2 * whole + partly, -at, row) for at, row in enumerate(head) for whole, partly in (strength(row),) if whole > 1
    ]
    _, at, best = max(weighed, key=lambda one: one[:2], default=(0, 0, [""]))
    return -at, len(best) if best[-1].strip() else 1 << 20


def _kinds_below(rows: list[Row], width: int) -> tuple[str, ...]:
    """Return what each column holds: by the rows that are whole, else by those that there is one way to mend."""
    whole = [row for row in rows if len(row) == width]
    told = whole or [_joined(cells, ways[0]) for cells, ways in (_ways(row, width) for row in rows) if len(ways) == 1]
    kinds: list[str] = []
    for column in zip(*told, strict=True):
        counted = Counter(kind for cell in column if (kind := _kind(str(cell))))
        kind, count = next(iter(counted.most_common(1)), ("", 0))
        kinds.append(kind if count >= _MOSTLY * counted.total() else "")
    return tuple(kinds)


@lru_cache(maxsize=8192)
def _kind(cell: str) -> str:
    """Tell a number from a day and from a text; empty for what may stand in any column."""
    if is_null(cell) or dates.is_null(cell):
        return ""
    if is_number(cell):
        return _NUMBER
    if dates.looks_like_date(cell):
        return _DAY
    return _TEXT if _LETTER.search(cell) else ""


def _mend(row: Row, width: int, kinds: tuple[str, ...]) -> Row:
    """Put one row together, if there is only one way to make it as long as the headings with cells as they hold."""
    cells, ways = _ways(row, width)
    fitting = [joined for joined in (_joined(cells, way) for way in ways) if _among_its_like(joined, kinds)]
    return fitting[0] if len(fitting) == 1 else row


def _among_its_like(row: Row, kinds: tuple[str, ...]) -> bool:
    """Tell whether no cell stands in a column of numbers or days that is none."""
    for column, cell in zip(kinds, map(str, row), strict=False):
        if column == _DAY or (column == _NUMBER and not _PLAIN.fullmatch(cell)):
            kind = _kind(cell)
            if kind and kind != column:
                return False
    return True


def _ways(row: Row, width: int) -> tuple[Row, list[tuple[int, ...]]]:
    """Return a row without blanks at its end, and the sets of seams that would make it as long as the headings."""
    cells = list(row)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    surplus = len(cells) - width
    if not 0 < surplus <= _MOST:
        return cells, []
    seams = [at for at in range(1, len(cells)) if _fits(cells, at)]
    return cells, [chosen for chosen in combinations(seams, surplus) if _whole(cells, chosen)]


def _fits(cells: Row, at: int) -> bool:
    front = _FRONT.fullmatch(cells[at - 1]) or _MIDDLE.fullmatch(cells[at - 1])
    return front is not None and _BACK.fullmatch(cells[at]) is not None


def _whole(cells: Row, seams: tuple[int, ...]) -> bool:
    """Tell whether what the seams join are amounts: only a group of three digits stands between two seams."""
    return all(_MIDDLE.fullmatch(cells[at - 1]) if at - 1 in seams else _FRONT.fullmatch(cells[at - 1]) for at in seams)


def _joined(cells: Row, seams: tuple[int, ...]) -> Row:
    found: Row = []
    for at, cell in enumerate(cells):
        if at in seams:
            found[-1] += "," + cell
        else:
            found.append(cell)
    return found
