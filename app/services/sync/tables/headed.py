"""Headings among the rows of a table of records that say whose the rows below them are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.services.sync.files.grid import Row
from app.services.sync.recognition.headers import repeats
from app.services.sync.tables.labels import apart, is_footer, is_inner, is_total, label_of, split_group
from app.services.sync.tables.table import Table
from app.services.sync.values.dates import looks_like_date
from app.services.sync.values.text import cell_text, plain

#: Cells that such a heading has at most.
_MOST: Final = 4

Texts = Sequence[str | None]


def customers_above(table: Table, blank: Sequence[bool]) -> tuple[Texts | None, Texts | None, frozenset[int]]:
    """Return number and name of each row's customer as the heading above it says, and the rows of headings.

    Args:
        table: the table; none of its columns says whose a row is.
        blank: the row has neither an amount nor a day.
    """
    labels: list[str | None] = []
    places: set[int] = set()
    label, last = None, max((place for place, empty in enumerate(blank) if not empty), default=-1)
    for place, row in enumerate(table.body):
        texts = _texts(table, row)
        if any(map(is_total, texts[:2])):
            label = None  # a total closes its group
        elif place < last and blank[place] and _is_heading(table, row, texts):
            places.add(place)
            rest, _ = apart(texts)
            if rest and not is_inner(" ".join(rest)):
                label = label_of(rest)
        labels.append(label)
    if not places:
        return None, None, frozenset()
    known = {label: split_group(label) for label in set(labels) if label is not None}
    numbers = [None if label is None else known[label][0] for label in labels]
    return numbers, [None if label is None else known[label][1] for label in labels], frozenset(places)


def _texts(table: Table, row: Row) -> list[str]:
    beside = table.found.beside
    return [plain(text) for at, cell in enumerate(row) if at not in beside and (text := cell_text(cell)) is not None]


def _is_heading(table: Table, row: Row, texts: Sequence[str]) -> bool:
    few = 0 < len(texts) <= _MOST and not is_footer(texts)
    return few and not any(map(looks_like_date, row)) and not repeats(row, table.found.headings)
