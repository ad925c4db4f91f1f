"""Receipts with the same amount in several rows: which column says what of it was applied in each, if any does.

A lockbox or a cash application list repeats the cheque's amount in the line of each invoice that it paid. Added up, it
would be money that never came. Where parts of one receipt come to its amount in every case they say what was applied,
whatever their heading says; where nothing does it is told, since parts of a payment may happen to be equal as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.i18n import msg, nmsg
from app.services.sync.model import Notice
from app.services.sync.recognition.columns import Column, Guess
from app.services.sync.tables.applications import Applied, count_once, repeated
from app.services.sync.tables.currencies import Currencies
from app.services.sync.tables.money import judge_numbers, to_minors
from app.services.sync.tables.owed import Minors
from app.services.sync.tables.table import Table

#: Share of numbers from which a column may say what was applied.
_FIGURES: Final = 0.9


def count_receipts(
    table: Table,
    amounts: Minors,
    minors: Mapping[str, Minors],
    currencies: Currencies,
    receipts: Sequence[tuple[str | None, str | None]],
) -> Applied:
    """Count a receipt once whose amount stands in the row of each invoice.

    Args:
        table: of the receipts; takes the column that was found, and the warning.
        amounts: of the receipts, row by row.
        minors: the judged columns.
        currencies: of the rows.
        receipts: number and day of each row's receipt.
    """
    named = {number for number, _ in receipts}
    if len(named) == len(receipts) and None not in named:
        return Applied(amounts, minors, {})
    payers = table.text("account") or table.text("payer") or [None] * len(amounts)
    rows = enumerate(zip(receipts, payers, amounts, strict=True))
    keys = [_key(number, day, who, amount, currencies.of(at)) for at, ((number, day), who, amount) in rows]
    several = repeated(keys, amounts)
    if not several:
        return Applied(amounts, minors, {})
    if "applied" not in minors:
        numbered = [places for places in several if receipts[places[0]][0] is not None]
        parts = _applied(table, amounts, currencies, numbered or several)
        if parts is None:
            _tell(table, keys, numbered)
            return Applied(amounts, minors, {})
        minors = {**minors, "applied": parts}
    once = count_once(keys, amounts, minors)
    return once._replace(bad={place: why for place, why in once.bad.items() if receipts[place][0] is not None})


def _key(
    number: str | None, day: str | None, who: str | None, amount: int | None, currency: str | None
) -> tuple[Any, ...] | None:
    """Return what tells receipts apart: their number, else all that is said of them."""
    if number is not None:
        return number, day, who, currency
    return None if day is None or who is None else ("", day, who, currency, amount)


def _applied(table: Table, amounts: Minors, currencies: Currencies, several: Sequence[Sequence[int]]) -> Minors | None:
    """Return the column whose parts come to each receipt that stands in several rows, if one alone does.

    In the other rows it says no more than the receipt comes to.
    """
    if not table.has("receipt_amount"):
        return None
    used = {guess.column for guess in table.guesses.values()}
    found = []
    for column in table.found.columns:
        if column.index in used or column.index in table.found.beside or column.profile.number < _FIGURES:
            continue
        parts = _minors(table, column, currencies)
        adds_up = all(sum(abs(parts[at] or 0) for at in places) == abs(amounts[places[0]] or 0) for places in several)
        if adds_up and all(abs(part or 0) <= abs(amount or 0) for part, amount in zip(parts, amounts, strict=True)):
            found.append((column, parts))
    if len(found) != 1:
        return None
    column, parts = found[0]
    why = msg("its parts come to the amount of each receipt that stands in several rows")
    table.guesses["applied"] = Guess(column.index, "applied", 90, 0, 0, "cells", (why,))
    return parts


def _minors(table: Table, column: Column, currencies: Currencies) -> Minors:
    cells = {"receipt_amount": table.cells("receipt_amount"), "applied": table.found.cells(column.index)}
    headings = {"receipt_amount": table.heading("receipt_amount"), "applied": column.heading}
    judged, _ = judge_numbers(cells, headings, table.options.decimal)
    return to_minors(judged["applied"], currencies)[0]


def _tell(table: Table, keys: Sequence[tuple[Any, ...] | None], several: Sequence[Sequence[int]]) -> None:
    """Warn of receipts whose rows all have one amount; where some receipt has different ones, rows are parts."""
    rows = [key for key in keys if key is not None and key[0]]
    alike = {at for places in several for at in places}
    if not several or len(rows) - len(alike) > len(set(rows)) - len(several):
        return
    what = nmsg(
        "{n} receipt stands in several rows with the same amount, {number} for one: the rows are added up. If each of "
        "them shows the whole receipt, too much is read: export the list with the amount that was applied.",
        "{n} receipts stand in several rows with the same amount, {number} for one: the rows are added up. If each of "
        "them shows the whole receipt, too much is read: export the list with the amount that was applied.",
        len(several),
        number=(keys[several[0][0]] or ("",))[0],
    )
    table.warnings.append(Notice("receipts_alike", what, table.first + several[0][0]))
