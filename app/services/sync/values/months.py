"""Months in cells: ``2026-05``, ``05/2026``, ``202605``, ``May 2026``, ``2026年5月``, or any day of the month.

Headings may leave the year out: ``May``, ``5月``. Columns that follow each other then say it together.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from app.services.sync.values.cells import Cell
from app.services.sync.values.dates import Parts, month_number, read_text, serial
from app.services.sync.values.text import cell_text, fold, plain

_YEARS: Final = (1950, 2199)
_YEAR_FIRST: Final = re.compile(r"(\d{4})\s*(?:[-/.]|[年년])\s*M?(\d{1,2})\s*[月월]?", re.IGNORECASE)
_MONTH_FIRST: Final = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{4})")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})")
_NAMED: Final = re.compile(r"([^\W\d_]{3,})\.?[-/.,' ]*(?:de |del )?(\d{4}|\d{2})")
_NAMED_LAST: Final = re.compile(r"(\d{4})[-/., ]*([^\W\d_]{3,})\.?")


#: ``5月``, ``5月度``; a year above columns of months: ``2026``, ``FY 2026``, ``2026年度``.
_MONTH_ALONE: Final = re.compile(r"(\d{1,2})\s*月度?")
_YEAR: Final = re.compile(r"(?<!\d)(?:19[5-9]|20\d|21\d)\d(?!\d)")


class Heading(NamedTuple):
    """A month that a heading means; ``year`` None where it does not say it."""

    year: int | None
    month: int


def heading_month(heading: str) -> Heading | None:
    """Return the month that a heading means and nothing else: ``Jan 2026``, ``2026/1``, ``1月``, ``Enero``."""
    day = read_text(heading)
    if isinstance(day, Parts) or (day is not None and day.day not in {1, monthrange(day.year, day.month)[1]}):
        return None  # any day stands in a row of the table
    if (first := month_of(heading)) is not None:
        return Heading(first.year, first.month)
    tidy = fold(heading).strip(" .:")
    match = _MONTH_ALONE.fullmatch(tidy)
    number = int(match.group(1)) if match else month_number(tidy)
    return None if number is None or not 1 <= number <= 12 else Heading(None, number)


def years_in(text: str) -> list[int]:
    """Return the years that a line names."""
    return [int(year) for year in _YEAR.findall(fold(text))]


def in_years(months: Sequence[int], first: int) -> list[date]:
    """Return columns of months as they follow each other from a year on: behind December comes January of the next."""
    found, year = [], first
    for place, month in enumerate(months):
        year += place > 0 and month <= months[place - 1]
        found.append(date(year, month, 1))
    return found


def month_of(cell: Cell) -> date | None:
    """Return the first day of the month that a cell means; None if it means none, or none of a known year."""
    if isinstance(cell, date):
        return _first(cell.year, cell.month)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if cell == int(cell) and 195_001 <= cell <= 219_912:
            return _first(int(cell) // 100, int(cell) % 100)
        day = serial(float(cell))
        return None if day is None else day.replace(day=1)
    text = cell_text(cell)
    return None if text is None else _of_text(text)


@lru_cache(maxsize=4096)
def _of_text(text: str) -> date | None:
    tidy = fold(plain(text))
    for pattern in (_YEAR_FIRST, _COMPACT):
        if match := pattern.fullmatch(tidy):
            return _first(int(match.group(1)), int(match.group(2)))
    if match := _MONTH_FIRST.fullmatch(tidy):
        return _first(int(match.group(2)), int(match.group(1)))
    if match := _NAMED.fullmatch(tidy):
        return _named(match.group(1), match.group(2))
    if match := _NAMED_LAST.fullmatch(tidy):
        return _named(match.group(2), match.group(1))
    day = read_text(text)
    return None if day is None or isinstance(day, Parts) else day.replace(day=1)


def _named(name: str, year: str) -> date | None:
    number = month_number(name)
    return None if number is None else _first(int(year) + (2000 if len(year) == 2 else 0), number)


def _first(year: int, month: int) -> date | None:
    return date(year, month, 1) if _YEARS[0] <= year <= _YEARS[1] and 1 <= month <= 12 else None
