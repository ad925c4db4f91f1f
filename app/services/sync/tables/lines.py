"""Exports of invoice lines in which every line repeats its invoice's amount: the invoice counts once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from app.services.sync.values.numbers import NumberColumn

#: Invoices of several lines that a table needs, and the share of them whose lines all carry one amount.
_SEVERAL: Final = 2
_SAME: Final = 0.98
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
    them differs from line to line: another amount, a quantity, a price. Two equal lines of one invoice prove nothing.

    Args:
        keys: account and number of every row.
        amounts: what the row is about.
        others: columns that lines have of their own: quantities, prices, net amounts, taxes.
        item: the rows that are items.
        proved: what the lines have of their own adds up to that amount; then one invoice of several lines is enough.
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
    if apart < (1 if proved else _SEVERAL) or len(same) < _SAME * len(lines):
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
