"""Exports of several rows per invoice: lines that repeat its amount, and rows of which each holds another figure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import compress
from typing import Final

from app.services.sync.layouts.headings import meanings
from app.services.sync.recognition.columns import Column
from app.services.sync.values.numbers import NumberColumn
from app.services.sync.values.text import cell_text

#: Invoices of several lines that a table needs, and the share of them whose lines all carry one amount.
_SEVERAL: Final = 2
_SAME: Final = 0.98
#: Figures that one invoice may have in rows of their own, and how well their names have to be known.
_FIGURES: Final = 8
_KNOWN: Final = 95
_AMOUNTS: Final = frozenset({"open", "original", "paid", "net", "tax", "local_open"})
_NOTHING: Final = Decimal(0)
_DUST: Final = Decimal("0.005")


def repeated_amounts(
    keys: Sequence[tuple[str | None, str | None]],
    amounts: Sequence[int | None],
    others: Sequence[Sequence[object]],
    item: bytearray,
    *,
    proved: bool = False,
) -> list[int]:
    """Return the rows that repeat the amount of an invoice another row has; empty where lines have their own.

    The amount is the invoice's if it is the same in all lines of practically every invoice while something else in
    them differs from line to line: another amount, a quantity, a price. Two equal lines of one invoice prove nothing
    by themselves.

    Args:
        keys: account and number of every row.
        amounts: what the row is about.
        others: columns that lines have of their own: quantities, prices, net amounts, taxes.
        item: the rows that are items.
        proved: what the lines have of their own adds up to that amount; then one invoice of several lines is enough,
            also of equal ones.
    """
    if not others:
        return []
    lines: defaultdict[tuple[str | None, str | None], list[int]] = defaultdict(list)
    counts = Counter(key for key, own in zip(keys, item, strict=True) if own)
    for place, own in enumerate(item):
        if own and keys[place][1] is not None and counts[keys[place]] > 1:
            lines[keys[place]].append(place)
    same = [places for places in lines.values() if len({amounts[place] for place in places}) == 1]
    apart = sum(1 for places in same if any(len({column[place] for place in places}) > 1 for column in others))
    if (apart < _SEVERAL and not proved) or len(same) < _SAME * len(lines):
        return []
    return [place for places in same for place in places[1:]]


def lines_add_up(
    keys: Sequence[tuple[str | None, str | None]], columns: Sequence[NumberColumn], item: bytearray
) -> bool:
    """Tell whether the amount of every invoice is the sum of what its lines have of their own, of net or net and tax.

    Args:
        keys: account and number of every row.
        columns: the amount, net, and tax where there is one.
        item: the rows that are items.
    """
    whole, *parts = ([column.number(cell) or _NOTHING for cell in column.cells] for column in columns)
    amounts: dict[tuple[str | None, str | None], Decimal] = {}
    sums = [defaultdict[tuple[str | None, str | None], Decimal](Decimal) for _ in parts]
    for place, own in enumerate(item):
        if own:
            amounts[keys[place]] = whole[place]
            line = _NOTHING
            for part, added in zip(parts, sums, strict=True):
                line += part[place]
                added[keys[place]] += line
    return any(all(abs(amount - added[key]) < _DUST for key, amount in amounts.items()) for added in sums)


def figures_in_rows(columns: Sequence[Column], numbers: Sequence[str | None], item: bytearray) -> Column | None:
    """Return the column that names what the amount of each row is, where every invoice has a row for each figure.

    Args:
        columns: of the table.
        numbers: of documents, of all rows.
        item: marks the rows that hold items.
    """
    for column in columns:
        names = {text for cell in column.sample if (text := cell_text(cell)) is not None}
        if not 1 < len(names) <= _FIGURES:
            continue
        meant = [{hit.field for hit in meanings(name) if hit.weight >= _KNOWN} & _AMOUNTS for name in names]
        if all(meant) and len(set.union(*meant)) > 1:
            counts = Counter(Counter(compress(numbers, item)).values())
            if counts and counts.most_common(1)[0][0] == len(names):
                return column
    return None
