"""Customers that are written once above their items: in merged cells, in the first row of a group, with ditto marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.services.sync.layouts import load
from app.services.sync.recognition.labels import is_total
from app.services.sync.values.cells import Cell, distinct

#: Share of the items without a customer of their own from which this is how the table is made, and no mistake.
_USUAL: Final = 0.2
_SEVERAL: Final = 2


def undittoed(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Return a column with the cell above where a mark says "the same"; a mark without one above stays."""
    marks = frozenset(load("words")["ditto"]["any"])
    if marks.isdisjoint(distinct(cells)):
        return cells
    found: list[Cell] = []
    above: Cell = ""
    for cell in cells:
        above = above if cell in marks or cell == "" else cell
        found.append(above if cell in marks and above != "" else cell)
    return found


def carried(
    accounts: Sequence[str | None], numbers: Sequence[str | None], amounts: Sequence[int | None]
) -> list[int] | None:
    """Return, for each row, the row whose customer it has; None unless the table writes customers once.

    So it is if no customer is written in two items that follow each other, several of them are followed by items
    without one, and those are a good part of the items. One is enough that is followed by several, and then by another
    customer: what nobody could be found for stands last.

    Args:
        accounts: whose the row is, where it says so.
        numbers: of documents; an item has one.
        amounts: an item has one, too.
    """
    owner = last = -1
    without = items = 0
    places = list(range(len(accounts)))
    for place, (who, number, amount) in enumerate(zip(accounts, numbers, amounts, strict=True)):
        if who is None and number is None and amount is None:
            continue  # a blank row or a note ends nothing
        if number is None or amount is None or (who is None and is_total(number)):
            owner = place if who is not None and number is None and amount is None else -1
            continue
        items += 1
        last = place
        if who is None:
            without += 1
            if owner < 0:
                return None
            places[place] = owner
        elif owner >= 0 and accounts[owner] == who:
            return None
        else:
            owner = place
    followed = {owner for place, owner in enumerate(places) if owner != place}
    if all(numbers[owner] is None for owner in followed):
        return None  # all stand alone: these are headings of groups
    several = len(followed) >= _SEVERAL or (without >= _SEVERAL and places[last] == last)
    return places if several and without > _USUAL * items else None
