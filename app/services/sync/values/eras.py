"""Years of two digits before 年: ``08年3月5日`` is 2026 in a Japanese list, and no year of eighteen years ago.

Both readings lie eighteen years apart, so the day on which the list is read tells them apart: a column whose years all
fit the present era is of it. One that also has greater years counts from 2000, as it does in China.
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


def in_full(text: str, day: date) -> str:
    """Return a text with the year of the present era written out, if it has one of two digits that fits."""
    return _SHORT.sub(_year, text) if "年" in text and _fits(text, day) else text


def with_eras(cells: Sequence[Cell], day: date) -> Sequence[Cell]:
    """Return the cells of a column of days, their years of two digits written out where all of them fit the era."""
    seen = texts(cells) if isinstance(cells, Figures) else distinct(cells)
    short = {text for text in seen if isinstance(text, str) and "年" in text and _SHORT.search(plain(text))}
    if not short or not all(_fits(text, day) for text in short):
        return cells
    return each(cells, lambda cell: _SHORT.sub(_year, plain(cell)) if isinstance(cell, str) and cell in short else cell)


def _fits(text: str, day: date) -> bool:
    """Tell whether the years of two digits in a text are none that the present era has not reached."""
    years = [int(match.group(1)) for match in _SHORT.finditer(plain(text))]
    return all(0 < year <= day.year - _BEFORE + _AHEAD for year in years)


def _year(match: re.Match[str]) -> str:
    return str(_BEFORE + int(match.group(1)))
