"""Amounts with thousands commas in a list that commas separate and nobody quoted: ``59,373.04`` came apart.

A row that is longer than the headings by as many cells as there are such seams is put together again, where there is
only one way to do it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, combinations, islice
from typing import Final

from app.services.sync.files.grid import Row
from app.services.sync.layouts.headings import strength

_FRONT: Final = re.compile(r"\s*[-+(]?\s?[$€£₹]?\s?\d{1,3}")
_MIDDLE: Final = re.compile(r"\d{3}")
_BACK: Final = re.compile(r"\d{3}(?:\.\d+)?\)?[-+]?\s*(?:[A-Za-z]{2,3})?\s*")
_SEAM: Final = re.compile(r"[,\n][-+($ ]*\d{1,3},\d{3}(?:\.\d+)?\)?[-+]?\s*[,\n]")
#: Rows in which the headings are looked for, and cells that a row may have too many.
_LOOKED: Final = 60
_MOST: Final = 6


def may_be_torn(text: str) -> bool:
    """Tell whether a list that commas separate may hold amounts that came apart; ``text`` is its beginning."""
    return _SEAM.search(text) is not None


def mended(rows: Iterator[Row]) -> Iterator[Row]:
    """Return rows with the amounts put together that came apart."""
    head = list(islice(rows, _LOOKED))
    width = _width(head)
    return (_mend(row, width) if len(row) > width else row for row in chain(head, rows))


def _width(head: list[Row]) -> int:
    """Return how many cells the row of headings has; no row is longer where there is none, or it ends with a blank."""
    weighed = [(2 * whole + partly, row) for row in head for whole, partly in (strength(row),) if whole > 1]
    best = max(weighed, key=lambda one: one[0], default=(0, [""]))[1]
    return len(best) if best[-1].strip() else 1 << 20


def _mend(row: Row, width: int) -> Row:
    """Put one row together, if there is only one way to make it as long as the headings."""
    cells = list(row)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    surplus = len(cells) - width
    if not 0 < surplus <= _MOST:
        return row
    seams = [at for at in range(1, len(cells)) if _fits(cells, at)]
    ways = [chosen for chosen in combinations(seams, surplus) if _whole(cells, chosen)]
    return _joined(cells, ways[0]) if len(ways) == 1 else row


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
