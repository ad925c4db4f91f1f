"""Ledger cards: balances that run from row to row with what is debited and credited beside them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations
from typing import Final

from app.services.sync.recognition.columns import Column
from app.services.sync.recognition.relations import Relation
from app.services.sync.values.numbers import read_numbers

#: Rows that have to follow, and columns of numbers that are tried.
_ENOUGH: Final = 3
_MOST: Final = 8
_FIGURES: Final = 0.8
_DUST: Final = Decimal("0.005")
_NOTHING: Final = Decimal(0)

Numbers = Sequence[Decimal | None]


def by_movements(columns: Sequence[Column]) -> list[Relation]:
    """Find balances that are in each row the one before plus a debit less a credit, beginning anew with each account.

    A balance that is debit less credit in its own row alone is what is left of an invoice, and runs nowhere.
    """
    heads: dict[int, Numbers] = {}
    for column in columns:
        if column.profile.number >= _FIGURES and len(heads) < _MOST:
            read = read_numbers(column.head)
            read = read if read.decimal is not None else read_numbers(column.head, "point")
            heads[column.index] = [read.number(cell) for cell in column.head]
    found = []
    for balance, debit, credit in permutations(heads, 3):
        rows = _runs(heads[balance], heads[debit], heads[credit])
        if rows:
            found.append(Relation("movements", {"total": balance, "debit": debit, "credit": credit}, rows, rows))
    return found


def _runs(balance: Numbers, debit: Numbers, credit: Numbers) -> int:
    """Return the rows in which a balance follows; 0 unless it follows or begins in all, and once follows indeed."""
    before, followed, rows, sides = _NOTHING, 0, 0, set[bool]()
    for now, came, gone in zip(balance, debit, credit, strict=True):
        if now is None:
            continue
        if came and gone:  # a total of both sides, which may leave the balance as it is: of a month, of the year
            before = before if abs(now - before) < _DUST else _NOTHING
            continue
        moved = (came or _NOTHING) - (gone or _NOTHING)
        if not moved:
            before = now  # a balance that is brought forward
            continue
        sides.add(came is not None and came != 0)
        rows += 1
        if before and abs(now - before - moved) < _DUST:
            followed += 1
        elif abs(now - moved) >= _DUST:
            return 0
        before = now
    return rows if rows >= _ENOUGH and followed and len(sides) > 1 else 0
