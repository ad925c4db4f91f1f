"""The same money told twice: by the bank's statement and by the ERP's list of receipts, each in its own words.

Receipts of different sources are never merged: each stays what its file says, and undo takes back its own. But money
counts once. A receipt of a bank's statement and one of another source are taken for the same money where account,
currency and amount are equal and their days lie within five days; one for one, the nearest first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from app.services.sync.bank.model import LAYOUTS, SHEET

_NEAR: Final = 5
_BANKS: Final = frozenset(LAYOUTS.values())


class Sum(NamedTuple):
    """Money of an account from one source; ``tells``: it says what it was applied to."""

    id: str
    source: str
    account: str
    currency: str
    amount: int
    day: date
    tells: bool = False


def told_again(sums: Iterable[Sum]) -> frozenset[str]:
    """Return the ids of receipts that only tell again of money that another receipt stands for.

    Of two the one that tells less goes, else the bank's.
    """
    return frozenset(
        min(pair, key=lambda one: (one.tells, not is_bank(one.source), one.id)).id for pair in _pairs(sums)
    )


def twins(sums: Iterable[Sum]) -> frozenset[str]:
    """Return the ids of all receipts that may be the same money as one of another source."""
    return frozenset(one.id for pair in _pairs(sums) for one in pair)


def _pairs(sums: Iterable[Sum]) -> list[tuple[Sum, Sum]]:
    """Pair receipts of different sources, one for one, the nearest days first."""
    alike: dict[tuple[str, str, int], list[Sum]] = defaultdict(list)
    for one in sums:
        alike[one.account, one.currency, one.amount].append(one)
    found: list[tuple[Sum, Sum]] = []
    for group in alike.values():
        if len({one.source for one in group}) > 1:
            found += _nearest(group)
    return found


def _nearest(group: list[Sum]) -> list[tuple[Sum, Sum]]:
    close = [
        (abs((one.day - other.day).days), one.id, other.id, one, other)
        for at, one in enumerate(group)
        for other in group[at + 1 :]
        if _may_be_one(one.source, other.source) and abs((one.day - other.day).days) <= _NEAR
    ]
    used: set[str] = set()
    found: list[tuple[Sum, Sum]] = []
    for _, _, _, one, other in sorted(close, key=lambda pair: pair[:3]):
        if one.id not in used and other.id not in used:
            used |= {one.id, other.id}
            found.append((one, other))
    return found


def is_bank(source: str) -> bool:
    """Tell whether a source is the statement of a bank account, in a format of banks or as a spreadsheet."""
    layout, _, account = source.partition(":")
    return layout in _BANKS or account == SHEET


def _may_be_one(one: str, other: str) -> bool:
    """Tell whether two sources may tell of the same money: a bank and a ledger, or one account in two formats."""
    if is_bank(one) != is_bank(other):
        return True
    (first, _, account), (second, _, same) = one.partition(":"), other.partition(":")
    unsaid = [account, same].count(SHEET) == 1  # it may be any of them
    return is_bank(one) and first != second and (unsaid or SHEET != account == same)
