"""Days without a year: DATEV's ``0503``, ``8月2日`` as Japanese spreadsheets save it, and ``8/2``.

A column is of that form only as a whole; with the day for which the file stands every cell has one meaning. Which part
of ``8/2`` is the month only a part above 12 tells, somewhere in the list.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from app.services.sync.values.cells import Cell, distinct, looked_up
from app.services.sync.values.dates import DMY, MDY, is_null
from app.services.sync.values.text import plain

#: A leap year, so that 29 February is a day.
_LEAP: Final = 2024
#: With the name of the day in brackets behind it, or without.
_WRITTEN: Final = re.compile(r"(\d{1,2})\s?(月|/)\s?(\d{1,2})\s?日?\s*(?:[((][^\W\d_]{1,3}[))])?")


def day_month(cell: Cell, order: str = DMY) -> tuple[int, int] | None:
    """Return day and month of ``0503``, of 503 where a spreadsheet has dropped the nought, of ``8月2日`` or ``8/2``.

    ``order`` is that of the two parts of a day with a stroke between them; None if the cell is no day in it.
    """
    if isinstance(cell, str):
        text = cell.strip().lstrip("'")
        if (match := _WRITTEN.fullmatch(plain(text))) is not None:
            month, stroke, day = int(match[1]), match[2], int(match[3])
            return _valid(*((month, day) if stroke != "月" and order == DMY else (day, month)))
        if not (text.isascii() and text.isdecimal() and 3 <= len(text) <= 4):
            return None
        number = int(text)
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell == int(cell):
        number = int(cell)
    else:
        return None
    return _valid(*divmod(number, 100))


def _valid(day: int, month: int) -> tuple[int, int] | None:
    return (day, month) if 1 <= month <= 12 and 1 <= day <= monthrange(_LEAP, month)[1] else None


def lacks_year(cell: Cell) -> bool:
    """Tell whether a cell is a day without a year in any order."""
    return day_month(cell) is not None or day_month(cell, MDY) is not None


def lacks_years(cells: Sequence[Cell]) -> bool:
    """Tell whether a column holds days without years: every cell that is not blank is one."""
    filled = [cell for cell in distinct(cells) if not _blank(cell)]
    return bool(filled) and (_all(filled, DMY) or _all(filled, MDY))


def _all(cells: Iterable[Cell], order: str) -> bool:
    return all(day_month(cell, order) is not None for cell in cells)


def order_of(columns: Iterable[Sequence[Cell]]) -> str | None:
    """Return the order of day and month that columns of days without years prove; empty where they need none.

    None if both remain, or one column proves another one than the next.
    """
    seen = [[cell for cell in distinct(cells) if isinstance(cell, str) and "/" in cell] for cells in columns]
    fits = [{order for order in (DMY, MDY) if _all(cells, order)} for cells in seen if cells]
    shared = set.intersection(*fits) if fits else {""}
    return shared.pop() if len(shared) == 1 else None


def with_years(cells: Sequence[Cell], stands: date, *, past: bool, order: str = DMY) -> Sequence[Cell]:
    """Give the days of a column their year.

    Args:
        cells: the column.
        stands: the day for which the file stands.
        past: no day of it can be later (documents); else the nearest is meant (due dates).
        order: of day and month where a stroke stands between them.
    """
    table: dict[Cell, Cell] = {}
    for cell in distinct(cells):
        table[cell] = "" if _blank(cell) else _in_year(cell, stands, past=past, order=order)
    return ["" if cell is None else cell for cell in looked_up(cells, table)]


def _in_year(cell: Cell, stands: date, *, past: bool, order: str) -> Cell:
    parts = day_month(cell, order)
    years = range(stands.year - 4, stands.year + (1 if past else 5))
    days = [day for year in years if parts is not None and (day := _day(year, *parts)) is not None]
    fits = [day for day in days if day <= stands] if past else days
    return min(fits, key=lambda day: abs((day - stands).days), default="")


def _day(year: int, day: int, month: int) -> date | None:
    return date(year, month, day) if day <= monthrange(year, month)[1] else None


def _blank(cell: Cell) -> bool:
    return cell is None or cell == 0 or (isinstance(cell, str) and is_null(cell))
