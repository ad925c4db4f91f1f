"""Item rows as the reader sends them: columns, of which a row is made where somebody looks at one.

Nearly all rows of a file are new or as they were. Making a tuple of 27 values of each, to take them apart again for
the store, takes longer than planning them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import Any, Final, overload

from app.services.sync.model import ItemRow

#: Positions of columns by the attribute of ``ItemRow``.
AT: Final = {name: at for at, name in enumerate(ItemRow._fields)}


class ItemRows(Sequence[ItemRow]):
    """Rows kept as columns, in the order of ``ItemRow``; a column is None where every row has None.

    ``grouped``: rows of one account follow each other, here and from one piece of the file to the next.
    """

    __slots__ = ("columns", "grouped")

    def __init__(self, columns: Sequence[Sequence[Any] | None], *, grouped: bool = False) -> None:
        """Take the columns; those missing at the end are None."""
        missing = len(ItemRow._fields) - len(columns)
        self.columns: list[Sequence[Any] | None] = [*columns, *[None] * missing]
        self.grouped = grouped

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.columns[0] or ())

    @overload
    def __getitem__(self, place: int) -> ItemRow: ...
    @overload
    def __getitem__(self, place: slice) -> list[ItemRow]: ...
    def __getitem__(self, place: int | slice) -> ItemRow | list[ItemRow]:
        """Return one row, or some as a list."""
        if isinstance(place, slice):
            return list(self)[place]
        return ItemRow._make(None if column is None else column[place] for column in self.columns)

    def __iter__(self) -> Iterator[ItemRow]:
        """Return every row."""
        columns = (repeat(None) if column is None else column for column in self.columns)
        return map(ItemRow._make, zip(*columns, strict=False))


def column(rows: Sequence[ItemRow], name: str) -> Sequence[Any]:
    """Return an attribute of all rows."""
    at = AT[name]
    if isinstance(rows, ItemRows):
        there = rows.columns[at]
        return [None] * len(rows) if there is None else there
    return [row[at] for row in rows]


def columns(rows: Sequence[ItemRow]) -> list[Sequence[Any] | None]:
    """Return all attributes, None where every row has None."""
    if isinstance(rows, ItemRows):
        return rows.columns
    return list(zip(*rows, strict=True))


def joined(parts: Sequence[Sequence[ItemRow]]) -> ItemRows:
    """Return several pieces as one."""
    whole: list[Sequence[Any] | None] = []
    for pieces in zip(*map(columns, parts), strict=True):
        sized = zip(pieces, parts, strict=True)
        filled = (repeat(None, len(part)) if piece is None else piece for piece, part in sized)
        whole.append(list(chain.from_iterable(filled)) if any(piece is not None for piece in pieces) else None)
    return ItemRows(whole)


def empty(rows: Sequence[ItemRow], name: str) -> bool:
    """Tell whether no row has an attribute."""
    at = AT[name]
    if isinstance(rows, ItemRows):
        there = rows.columns[at]
        return there is None or there.count(None) == len(there)
    return all(row[at] is None for row in rows)
