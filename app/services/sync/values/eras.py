"""Years of two digits before 年: ``08年3月5日`` is 2026 in a Japanese list, and no year of eighteen years ago.

Both readings lie eighteen years apart, so the day on which the list is read tells them apart: a column whose years all
fit the present era is of it. One whose years all lie beyond it counts from 2000, as China does. In one that has both,
somebody has written days in two ways, or a debt is very old: the greater years are of this century where they lie near
the day, the others only where the years between are there as well. What nothing proves is no day, and said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from app.services.sync.values.cells import Cell, Figures, distinct, texts
from app.services.sync.values.text import each, plain

_SHORT: Final = re.compile(r"(?<![^\W_])(\d{2})(?=\s*年\s*\d{1,2}\s*月)")
#: The year before the first of Reiwa.
_BEFORE: Final = 2018
#: A due day lies at most so many years ahead.
_AHEAD: Final = 2
#: What is written of this century lies within so many years of the day; older years follow each other so closely.
_NEAR: Final = 10
_STEP: Final = 2


class Unsure(str):
    """A text with a day of which nothing says whether its year is of this century or of the era."""

    __slots__ = ()


def in_full(text: str, day: date) -> str:
    """Return a text with the year of the present era written out, if it has one of two digits that fits."""
    return _SHORT.sub(_year, text) if "年" in text and _fits(text, day) else text


def with_eras(cells: Sequence[Cell], day: date, *, century: bool = False) -> Sequence[Cell]:
    """Return the cells of a column of days, their years of two digits written out where all of them fit the era.

    Args:
        cells: the column; days that may be of the era or of this century come back as ``Unsure``.
        day: on which the list is read.
        century: the list is from where no years of an era are written: what may be of either is of this century.
    """
    seen = texts(cells) if isinstance(cells, Figures) else distinct(cells)
    short = {text for text in seen if isinstance(text, str) and "年" in text and _SHORT.search(plain(text))}
    if not short:
        return cells
    if all(_fits(text, day) for text in short):
        return each(
            cells, lambda cell: _SHORT.sub(_year, plain(cell)) if isinstance(cell, str) and cell in short else cell
        )
    unsure = frozenset[str]() if century else _unsure(short, day)
    return (
        each(cells, lambda cell: Unsure(cell) if isinstance(cell, str) and cell in unsure else cell)
        if unsure
        else cells
    )


def _unsure(short: set[str], day: date) -> frozenset[str]:
    """Return the texts whose year nothing proves, in a column of which some years do not fit the era."""
    reached = {text for text in short if _fits(text, day)}
    if not reached:
        return frozenset()
    oldest = 0
    for year in sorted({year for text in short for year in _years(text)}, reverse=True):
        if not (oldest - year <= _STEP if oldest else abs(2000 + year - day.year) <= _NEAR):
            break
        oldest = year
    return frozenset(text for text in short if not oldest or min(_years(text)) < oldest)


def _fits(text: str, day: date) -> bool:
    """Tell whether the years of two digits in a text are none that the present era has not reached."""
    return all(0 < year <= day.year - _BEFORE + _AHEAD for year in _years(text))


def _years(text: str) -> list[int]:
    """Return the years of two digits in a text."""
    return [int(match.group(1)) for match in _SHORT.finditer(plain(text))]


def _year(match: re.Match[str]) -> str:
    return str(_BEFORE + int(match.group(1)))
