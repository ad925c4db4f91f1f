"""Lines drawn with dashes, stars and the like through the cells of a sheet: they hold nothing and part nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from app.services.sync.files.grid import Grid
from app.services.sync.values.cells import Cell

#: Rows in which a sheet shows that it has such lines.
_HEAD: Final = 60
#: Cells that make a line, and how long each is at least: stars alone mark totals in some systems.
_CELLS: Final = 2
_LONG: Final = 4
_DRAWN: Final = frozenset("-_=*~#+.·–—―─━═•")


def without_rulers(grid: Grid) -> Grid:
    """Return a sheet with such lines left blank, where one stands among its first rows."""
    if not any(_is_ruler(row) for row in grid.head(_HEAD)):
        return grid
    rows = ([""] * len(row) if _is_ruler(row) else row for row in grid.rows)
    blanked = Grid.of_rows(grid.name, rows, errors=grid.errors, formats=grid.formats)
    return replace(blanked, apart=grid.apart, struck=grid.struck)


def _is_ruler(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if cell != ""]
    return len(filled) >= _CELLS and all(isinstance(cell, str) and _is_drawn(cell.strip()) for cell in filled)


def _is_drawn(text: str) -> bool:
    return len(text) >= _LONG and text[0] in _DRAWN and not text.strip(text[0])
