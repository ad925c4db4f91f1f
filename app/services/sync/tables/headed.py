"""Headings among the rows of a table of records, and lines above it, that say whose the rows below them are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from app.i18n import msg
from app.services.sync.files.grid import Row
from app.services.sync.model import Notice
from app.services.sync.recognition.headers import repeats
from app.services.sync.recognition.labels import apart, is_footer, is_inner, is_total, split_groups
from app.services.sync.recognition.owners import Heading, owner_above, owner_in, owners_of
from app.services.sync.recognition.paired import heading_of, settled
from app.services.sync.recognition.titles import party_above
from app.services.sync.tables.table import Table
from app.services.sync.values.dates import looks_like_date
from app.services.sync.values.text import cell_text, plain

#: Cells that a heading has at most that does not say in words that it names a customer.
_MOST: Final = 4
#: One sum above rows may be anything; several are customers'.
_SEVERAL: Final = 2
#: Share of them that have to be right.
_SUMS: Final = 0.9

Texts = Sequence[str | None]


def customers_above(
    table: Table, amounts: Sequence[int | None], dated: Sequence[bool]
) -> tuple[Texts | None, Texts | None, frozenset[int]]:
    """Return number and name of each row's customer as a heading or a line above says it, and the rows of headings.

    Args:
        table: the table; none of its columns says whose a row is.
        amounts: of the rows.
        dated: the row has a day.
    """
    heads = _with_sums(table, amounts, dated)
    blank = [place in heads or (amount is None and not dated[place]) for place, amount in enumerate(amounts)]
    marks: list[tuple[int, Heading | None]] = []
    places: set[int] = set()
    last = max((place for place, empty in enumerate(blank) if not empty), default=-1)
    for place, row in enumerate(table.body):
        texts = _texts(table, row)
        if any(map(is_total, texts[:2])):
            marks.append((place, None))  # a total closes its group
        elif place < last and blank[place] and _is_heading(table, row, texts):
            places.add(place)
            if (heading := _heading(texts[: len(texts) - (place in heads)])) is not None:
                marks.append((place, heading))
    above = table.found.above
    party = party_above(above)
    if not places and party is None:
        return None, None, frozenset()
    item = bytearray(not empty for empty in blank)
    marks, left = settled(marks)
    if left is not None:
        table.warnings.append(left_out(*left))
    labels = owners_of(len(item), marks if places else [], item, owner_above(above), party)
    counts = Counter(label for label, own in zip(labels, item, strict=True) if own)
    known = split_groups({label for label in labels if label is not None}, counts)
    numbers = [None if label is None else known[label][0] for label in labels]
    return numbers, [None if label is None else known[label][1] for label in labels], frozenset(places)


def left_out(name: str, rest: str) -> Notice:
    """Say that headings of customers hold more than the name that was taken."""
    what = msg(
        "Headings of customers have further cells, such as “{rest}” beside “{name}”: only the names were taken.",
        rest=rest, name=name,
    )  # fmt: skip
    return Notice("heading_cells_left_out", what)


def _with_sums(table: Table, amounts: Sequence[int | None], dated: Sequence[bool]) -> frozenset[int]:
    """Return the rows that are a customer with the sum of the rows below, where nearly all rows without a day are such.

    Totals below their rows have the same form; a word or the sums themselves tell them apart.
    """
    heads = [
        place
        for place, amount in enumerate(amounts)
        if amount is not None
        and not dated[place]
        and not any(map(is_total, (texts := _texts(table, table.body[place]))[:2]))
        and 1 < len(texts) <= _MOST
    ]
    if len(heads) < _SEVERAL or not any(dated):
        return frozenset()
    ends = [*heads[1:], len(amounts)]
    sums = [
        sum(amounts[at] or 0 for at in range(start + 1, end) if dated[at])
        for start, end in zip(heads, ends, strict=True)
    ]
    ties = sum(1 for place, below in zip(heads, sums, strict=True) if amounts[place] == below)
    return frozenset(heads) if ties >= _SUMS * len(heads) else frozenset()


def _texts(table: Table, row: Row) -> list[str]:
    beside = table.found.beside
    return [plain(text) for at, cell in enumerate(row) if at not in beside and (text := cell_text(cell)) is not None]


def _is_heading(table: Table, row: Row, texts: Sequence[str]) -> bool:
    few = 0 < len(texts) <= _MOST or owner_in(texts) is not None
    own = not is_footer(texts) and not repeats(row, table.found.headings)
    return few and own and not any(map(looks_like_date, row))


def _heading(texts: Sequence[str]) -> Heading | None:
    """Return whose a heading says the rows below it are; None if it parts the rows of one customer."""
    rest, _ = apart(texts)
    if (owner := owner_in(rest)) is not None:
        return owner
    return heading_of(rest) if rest and not is_inner(" ".join(rest)) else None
