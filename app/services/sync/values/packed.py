"""Days of six digits, as DATEV and old ledgers write them: ``150326`` is 15 March 2026. So are eight: ``15032026``.

A column is of that form only as a whole, and only where its heading says that it holds days: six digits are a number
too. The order of day, month and year is judged as that of any other days with a short year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from app.services.sync.values.cells import Cell, distinct, looked_up
from app.services.sync.values.dates import DMY, MDY, ORDERS, Parts, is_null, ordered, serial

#: A number of a spreadsheet has lost the nought in front of it.
_DIGITS: Final = (5, 6)
_WITH_YEAR: Final = re.compile(r"(\d\d)(\d\d)((?:19|20)\d\d)")


def six_digits(cell: Cell) -> str | None:
    """Return the six or eight digits of a day; None if the cell is none in any order.

    Eight digits with the year in front can mean but one day, and need nothing of this.
    """
    eight = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else cell
    if isinstance(eight, str) and (whole := _WITH_YEAR.fullmatch(eight.strip().lstrip("'"))) is not None:
        parts = Parts(int(whole.group(1)), int(whole.group(2)), int(whole.group(3)), False, "")
        return "".join(whole.groups()) if ordered(parts, DMY) or ordered(parts, MDY) else None
    if isinstance(cell, str):
        text = cell.strip().lstrip("'")
        if not (text.isascii() and text.isdecimal() and len(text) == _DIGITS[1]):
            return None
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell == int(cell) and cell > 0:
        text = str(int(cell))
        if len(text) not in _DIGITS:
            return None
        text = text.zfill(_DIGITS[1])
    else:
        return None
    parts = Parts(int(text[:2]), int(text[2:4]), int(text[4:]), True, "")
    return text if any(ordered(parts, order) for order in ORDERS) else None


def are_packed(cells: Sequence[Cell]) -> bool:
    """Tell whether a column holds days of six digits: every cell that is not blank, and not all serial numbers."""
    filled = [cell for cell in distinct(cells) if not _blank(cell)]
    if not filled or any(six_digits(cell) is None for cell in filled):
        return False
    return any(isinstance(cell, str) or serial(cell) is None for cell in filled if isinstance(cell, (str, int, float)))


def in_parts(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Return the cells of a column of days, those without separators taken apart."""
    return unpacked(cells) if are_packed(cells) else cells


def unpacked(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Write the days of a column with their three parts apart."""
    table: dict[Cell, Cell] = {cell: _apart(six_digits(cell)) for cell in distinct(cells)}
    return ["" if cell is None else cell for cell in looked_up(cells, table)]


def _apart(text: str | None) -> str:
    return "" if text is None else f"{text[:2]}/{text[2:4]}/{text[4:]}"  # of eight digits the year has four


def _blank(cell: Cell) -> bool:
    return cell is None or cell == 0 or (isinstance(cell, str) and is_null(cell))
