"""What remains of each payment in a list of payments is what was not applied: ``Amount``, ``Remaining Amount``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from app.i18n import msg
from app.services.sync.layouts.headings import EXACT, in_full
from app.services.sync.recognition.columns import Guess
from app.services.sync.tables.table import Table
from app.services.sync.values.numbers import read_numbers

#: Confidence of what every row bears out, and how surely its heading has to say that something is left.
_PROVED: Final = 90
_SURE: Final = EXACT - 5


def take_remainder(table: Table) -> None:
    """Take the only column that says what is left for what was not applied, if each row bears it out.

    A balance that runs from row to row is more than its payment somewhere, and lists of banks have such.
    """
    if not table.has("receipt_amount") or any(map(table.has, ("applied", "unapplied", "debit", "credit", "sign"))):
        return
    used = {guess.column for guess in table.guesses.values()} | table.found.beside
    said = [
        column.index
        for column in table.found.columns
        if column.index not in used
        and any(hit.field == "open" and hit.weight >= _SURE for hit in in_full(column.heading))
    ]
    if not said:
        return
    amounts = _numbers(table, table.guesses["receipt_amount"].column)
    found = [column for column in said if _is_left(amounts, _numbers(table, column))]
    if len(found) == 1:
        table.guesses["unapplied"] = Guess(found[0], "unapplied", _PROVED, 0, _PROVED, "cells")
        table.tell("unapplied", msg("it is never more than “{whole}”", whole=table.heading("receipt_amount")))


def _numbers(table: Table, column: int) -> Sequence[Decimal | None]:
    read = read_numbers(table.found.cells(column), table.options.decimal)
    return [read.number(cell) for cell in read.cells]


def _is_left(amounts: Sequence[Decimal | None], rests: Sequence[Decimal | None]) -> bool:
    """Tell whether each payment has a rest that is no more than it, and some have less."""
    pairs = [(amount, rest) for amount, rest in zip(amounts, rests, strict=True) if amount]
    whole = all(rest is not None and rest * amount >= 0 and abs(rest) <= abs(amount) for amount, rest in pairs)
    return whole and any(rest != amount for amount, rest in pairs)
