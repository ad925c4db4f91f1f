"""Customers that stand above their items with the sum of them: ``Ashford Ltd … 1,250.00`` and below it two invoices.

Such a row has no day, where items have one, its text stands where the others have the number of the document, and its
amount is what the rows below it add up to.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from app.services.sync.files.grid import Row
from app.services.sync.recognition.keys import Keys
from app.services.sync.recognition.labels import is_total
from app.services.sync.values.cells import Cell
from app.services.sync.values.dates import looks_like_date
from app.services.sync.values.numbers import is_number
from app.services.sync.values.text import cell_text

#: Share of the rows that have a day, and of the others that have to be sums.
_DATED: Final = 0.5
_SUMS: Final = 0.9
_SEVERAL: Final = 2


def summed_above(keys: Keys, item: bytearray) -> list[int]:
    """Return the rows that are a customer with the sum of the items below; empty where rows name their customer.

    Args:
        keys: of the rows.
        item: 1 for each row with a number and an amount.
    """
    if keys.accounts is not None:
        return []
    whole = sum(1 for place, own in enumerate(item) if own and keys.dated[place])
    heads = [place for place, text in enumerate(keys.numbers) if not keys.dated[place] and _is_name(text)]
    if len(heads) < _SEVERAL or not _may_stand_above(keys, heads) or whole < len(heads):
        return []
    ends = [*heads[1:], len(item)]
    spans = zip(heads, ends, strict=True)
    ties = sum(1 for start, end in spans if keys.amounts[start] in {None, _below(keys, item, start, end)})
    return heads if ties >= _SUMS * len(heads) else []


def _may_stand_above(keys: Keys, heads: Sequence[int]) -> bool:
    """Tell whether rows have figures, all of them an amount or none, and items below them."""
    blank = sum(1 for place in heads if keys.amounts[place] is None)
    figures = all(any(is_number(cell) for cell in keys.body[place]) for place in heads)
    return blank in {0, len(heads)} and figures and all(place + 1 not in heads for place in heads)


def _below(keys: Keys, item: bytearray, start: int, end: int) -> int:
    return sum(keys.amounts[place] or 0 for place in range(start + 1, end) if item[place] and keys.dated[place])


def _is_name(text: str | None) -> bool:
    return text is not None and any(map(str.isalpha, text)) and not is_total(text)


def have_sums_above(rows: Sequence[Row]) -> bool:
    """Tell whether some rows hold one text in front, otherwise only numbers, and are followed by rows with days."""
    found = 0
    for row, below in pairwise(rows):
        first, *others = [cell for cell in row if cell != ""] or [""]
        named = isinstance(first, str) and not is_number(first) and _is_name(cell_text(first))
        if named and others and all(map(is_number, others)) and any(map(_is_day, below)):
            found += 1
    return found >= _SEVERAL


def undated(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a table that have no day, where most have one: they do not show what columns hold."""
    without = [row for row in rows if not any(map(_is_day, row))]
    return without if len(without) < _DATED * len(rows) else []


def _is_day(cell: Cell) -> bool:
    return not isinstance(cell, (int, float)) and looks_like_date(cell)
