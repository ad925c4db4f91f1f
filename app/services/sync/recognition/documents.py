"""What amounts are to each other over the lines of one document: some are the lines', some the document's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations
from typing import Final

from app.services.sync.recognition.columns import Column
from app.services.sync.recognition.relations import Relation
from app.services.sync.values.numbers import read_numbers
from app.services.sync.values.text import cell_text

#: Rows in which this has to hold, and columns of numbers that are tried.
_ENOUGH: Final = 3
_MOST: Final = 12
_DUST: Final = Decimal("0.005")

Lines = Sequence[Decimal | None]


def by_documents(columns: Sequence[Column], number: int) -> list[Relation]:
    """Find amounts that are the same in all lines of a document and the sum of what its lines have of their own.

    The sum is that of one column, or of net and tax. Looked at are the first rows of the table, which follow each
    other; one document of several lines whose amounts differ proves it, if all others agree.
    """
    documents: defaultdict[str, list[int]] = defaultdict(list)
    for place, cell in enumerate(columns[number].head):
        if (text := cell_text(cell)) is not None:
            documents[text].append(place)
    if len(documents) < 2 or all(len(places) == 1 for places in documents.values()):
        return []
    heads = dict(_heads(columns))
    found = []
    for whole, part in permutations(heads, 2):
        for tax in (None, *(index for index in heads if index not in {whole, part})):
            lines = heads[part] if tax is None else _together(heads[part], heads[tax])
            held = sum(_adds_up(heads[whole], lines, places) for places in documents.values())
            apart = any(
                len({heads[part][place] for place in places} | {heads[whole][place] for place in places}) > 1
                for places in documents.values()
                if len(places) > 1
            )
            rows = sum(map(len, documents.values()))
            if held == len(documents) and apart and rows >= _ENOUGH:
                parts = {"whole": whole, "part": part} | ({} if tax is None else {"tax": tax})
                found.append(Relation("lines", parts, rows, rows))
                break
    return found


def _heads(columns: Sequence[Column]) -> Iterator[tuple[int, Lines]]:
    for column in [column for column in columns if column.profile.number >= 0.8][:_MOST]:
        read = read_numbers(column.head)
        if read.decimal is None:
            read = read_numbers(column.head, "point")
        yield column.index, [read.number(cell) for cell in column.head]


def _together(one: Lines, other: Lines) -> Lines:
    return [None if a is None else a + (b or 0) for a, b in zip(one, other, strict=True)]


def _adds_up(whole: Lines, lines: Lines, places: Sequence[int]) -> bool:
    """Tell whether an amount stands in all lines of a document and is the sum of theirs."""
    first = whole[places[0]]
    own = [line for place in places if (line := lines[place]) is not None]
    if first is None or len(own) < len(places) or any(whole[place] != first for place in places):
        return False
    return abs(first - sum(own, Decimal(0))) < _DUST
