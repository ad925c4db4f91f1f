"""Telling by its balances what a table is, before much is known of its columns: a bank account, what is owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, permutations
from typing import Final

from app.services.sync.recognition.columns import Column, Guess
from app.services.sync.values.cells import Cell
from app.services.sync.values.numbers import read_numbers

#: Rows that are looked at, movements that it takes, and how many of them must follow.
_ROWS: Final = 60
_ENOUGH: Final = 3
_HOLDS: Final = 0.9
_NOTHING: Final = Decimal(0)
#: What any table may have, and the share of numbers from which a column holds amounts.
_WHO: Final = frozenset({"account", "name", "company_code"})
_AMOUNTS: Final = 0.8

Numbers = list[Decimal | None]


def keeps_balance(columns: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether one of some columns follows from its last row and the movement beside it.

    The movement stands in one column, signed or with the sign elsewhere, or in two, one of them for what goes out.
    """
    read = [numbers for column in columns if (numbers := _numbers(column[:_ROWS])) is not None]
    for balance, came in permutations(read, 2):
        if _follows(balance, came, None):
            return True
        if any(_follows(balance, came, gone) for gone in read if gone is not balance and gone is not came):
            return True
    return False


def _numbers(cells: Sequence[Cell]) -> Numbers | None:
    """Return a column's numbers; None where it holds other things."""
    judged = read_numbers(cells)
    if judged.decimal is None:
        return None
    found = [judged.number(cell) for cell in cells]
    return found if sum(one is not None for one in found) >= _ENOUGH - 1 else None


def _follows(balance: Numbers, came: Numbers, gone: Numbers | None) -> bool:
    moved = [abs(one or _NOTHING) for one in came]
    if gone is not None:
        if any(one and other for one, other in zip(came, gone, strict=True)):
            return False
        moved = [one or abs(other or _NOTHING) for one, other in zip(moved, gone, strict=True)]
    rows = [(after, move) for after, move in zip(balance, moved, strict=True) if after is not None and move]
    if len(rows) <= _ENOUGH - 1 or len({move for _, move in rows}) < 2:
        return False
    steps = [(abs(down[0] - up[0]), up[1], down[1]) for up, down in pairwise(rows)]
    needed = min(_HOLDS * len(steps), len(steps) - (len(steps) > _ENOUGH))
    return any(sum(step[0] == step[place] for step in steps) >= needed for place in (1, 2))  # the newest may be first


def are_balances(columns: Sequence[Column], guesses: Mapping[str, Guess]) -> bool:
    """Tell whether a table says more about what customers owe than about them: amounts that no master has."""
    used = {guess.column for guess in guesses.values()}
    amounts = [column for column in columns if column.index not in used and column.profile.number >= _AMOUNTS]
    most = max((column.profile.filled for column in columns), default=0)
    return len([one for one in amounts if 2 * one.profile.filled >= most]) > max(2, len(guesses.keys() - _WHO))
