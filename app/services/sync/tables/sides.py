"""The column that says of every amount whether it is owed or owing: S and H, Dr and Cr, plus and minus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.services.sync.values.cells import Cell, distinct
from app.services.sync.values.text import cell_text, each, fold, words


class Sides(NamedTuple):
    """What a column says of each amount: -1 for credits, and None where a cell says nothing that can be read."""

    signs: Sequence[int | None]

    def of(self, place: int) -> int:
        """Return the sign of one amount; what is not known is owed."""
        return self.signs[place] or 1

    def unknown(self) -> list[int]:
        """Return the rows of which nothing is known."""
        return [place for place, sign in enumerate(self.signs) if sign is None] if None in self.signs else []


def side_of(cell: Cell) -> str:
    """Return a cell of a sign column as it is compared; a lone minus is no blank here."""
    return cell.strip() if isinstance(cell, str) and cell.strip() in {"+", "-"} else fold(cell_text(cell) or "")


def sides_of(cells: Sequence[Cell]) -> Sides:
    """Read a sign column; C is a credit beside D, and none beside A.

    Blank cells are the other side where all cells that are filled say one and the same; beside both sides they say
    nothing. A column that says no side at all is none.
    """
    said = {side_of(cell) for cell in distinct(cells)} - {""}
    credits_ = words("sign", "abono") if said & words("sign", "abono") else words("sign", "credit")
    debits = (words("sign", "debit") | words("sign", "credit")) - credits_
    both = bool(said & credits_) and bool(said & debits)

    def sign(cell: Cell) -> int | None:
        side = side_of(cell)
        if side in credits_:
            return -1
        return 1 if side in debits or (not side and not both) or not said & (credits_ | debits) else None

    return Sides(each(cells, sign))


def sideless(cells: Sequence[Cell]) -> dict[int, str]:
    """Return position → text of the cells that name no side, in a column in which others name one."""
    known = words("sign", "debit") | words("sign", "credit") | words("sign", "abono")
    sides = {cell: side_of(cell) for cell in distinct(cells)}
    strange = {cell for cell, side in sides.items() if side and side not in known}
    if not strange or not known & set(sides.values()):
        return {}
    return {place: cell_text(cell) or "" for place, cell in enumerate(cells) if cell in strange}
