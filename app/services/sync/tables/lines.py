"""Exports of invoice lines in which every line repeats its invoice's amount: the invoice counts once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

#: Invoices of several lines that a table needs, and the share of them whose lines all carry one amount.
_SEVERAL: Final = 2
_SAME: Final = 0.98


def repeated_amounts(
    keys: Sequence[tuple[str | None, str | None]],
    amounts: Sequence[int | None],
    others: Sequence[Sequence[object]],
    item: bytearray,
) -> list[int]:
    """Return the rows that repeat the amount of an invoice another row has; empty where lines have their own.

    The amount is the invoice's if it is the same in all lines of practically every invoice while something else in
    them differs from line to line: another amount, a quantity, a price. Two equal lines of one invoice prove nothing.

    Args:
        keys: account and number of every row.
        amounts: what the row is about.
        others: columns that lines have of their own: quantities, prices, net amounts, taxes.
        item: the rows that are items.
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
    if apart < _SEVERAL or len(same) < _SAME * len(lines):
        return []
    return [place for places in same for place in places[1:]]
