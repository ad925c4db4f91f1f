"""Days without a year, as DATEV writes them: ``0503`` is 5 March of the year that the file stands in.

A column is of that form only as a whole; with the day for which the file stands every cell has one meaning.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Final

from app.services.sync.values.cells import Cell, distinct, looked_up
from app.services.sync.values.dates import is_null

#: A leap year, so that 29 February is a day.
_LEAP: Final = 2024


def day_month(cell: Cell) -> tuple[int, int] | None:
    """Return day and month of ``0503``, or of 503 where a spreadsheet has dropped the nought; None if it is neither."""
    if isinstance(cell, str):
        text = cell.strip().lstrip("'")
        if not (text.isascii() and text.isdecimal() and 3 <= len(text) <= 4):
            return None
        number = int(text)
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell == int(cell):
        number = int(cell)
    else:
        return None
    day, month = divmod(number, 100)
    return (day, month) if 1 <= month <= 12 and 1 <= day <= monthrange(_LEAP, month)[1] else None


def lacks_years(cells: Sequence[Cell]) -> bool:
    """Tell whether a column holds days without years: every cell that is not blank is one."""
    filled = [cell for cell in distinct(cells) if not _blank(cell)]
    return bool(filled) and all(day_month(cell) is not None for cell in filled)


def with_years(cells: Sequence[Cell], stands: date, *, past: bool) -> Sequence[Cell]:
    """Give the days of a column their year.

    Args:
        cells: the column.
        stands: the day for which the file stands.
        past: no day of it can be later (documents); else the nearest is meant (due dates).
    """
    table: dict[Cell, Cell] = {}
    for cell in distinct(cells):
        table[cell] = "" if _blank(cell) else _in_year(cell, stands, past=past)
    return ["" if cell is None else cell for cell in looked_up(cells, table)]


def _in_year(cell: Cell, stands: date, *, past: bool) -> Cell:
    parts = day_month(cell)
    years = range(stands.year - 4, stands.year + (1 if past else 5))
    days = [day for year in years if parts is not None and (day := _day(year, *parts)) is not None]
    fits = [day for day in days if day <= stands] if past else days
    return min(fits, key=lambda day: abs((day - stands).days), default="")


def _day(year: int, day: int, month: int) -> date | None:
    return date(year, month, day) if day <= monthrange(year, month)[1] else None


def _blank(cell: Cell) -> bool:
    return cell is None or cell == 0 or (isinstance(cell, str) and is_null(cell))
