"""Rates with a column for each currency: which columns those are, and whether anything proves that they are rates.

Days beside columns headed USD and EUR may be balances as well. A line above the table or somebody says that they are
rates, headings such as USD/JPY do, or the rates that are known: all columns lie near them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from app.services.sync.layouts.headings import EXACT, WEAK
from app.services.sync.recognition.columns import Column, Guess
from app.services.sync.values.numbers import read_numbers
from app.services.sync.values.quotations import Rated, rated_in

#: Columns of currencies from which a table has one for each.
_ENOUGH: Final = 2
#: What says in each row what its rate is of.
_OF_ROWS: Final = ("rate", "pair", "currency", "from_currency", "to_currency")
#: Share of numbers from which a column may hold rates; what else stands in it rejects its row.
_FIGURES: Final = 0.5
#: How far a rate may be from a known one for both to be the same rate of two days.
_NEAR: Final = Decimal("1.25")


def with_currencies(
    columns: Sequence[Column], guesses: Mapping[str, Guess], told: Mapping[int, str], known: Mapping[str, str]
) -> dict[str, Guess]:
    """Return the guesses about a table of rates with its columns of currencies, if it has one for each.

    Args:
        columns: of the table.
        guesses: as for a table with a rate in each row.
        told: column → field, where a layout knows.
        known: base currency for one unit, by currency.
    """
    rows = any(guesses[name].heading_weight > WEAK for name in _OF_ROWS if name in guesses)
    found = {column.index: rated for column in columns if (rated := _rated(column, told)) is not None}
    if rows or len(set(found.values())) < max(_ENOUGH, len(found)):
        return dict(guesses)
    kept = {name: guess for name, guess in guesses.items() if guess.column not in found and name != "rate"}
    by_index = {column.index: column for column in columns}
    sure = all(rated.to or _is_near(by_index[index], rated, known) for index, rated in found.items())
    for at, index in enumerate(found):
        name = "rated" if at == 0 else f"rated#{at + 1}"
        weight = EXACT if sure or told.get(index) == "rated" else WEAK
        kept[name] = Guess(index, name, EXACT, weight, EXACT, "layout" if index in told else "currency")
    return kept


def _rated(column: Column, told: Mapping[int, str]) -> Rated | None:
    """Return what a column that may hold rates is of."""
    if told.get(column.index) not in {None, "rated"} or column.profile.number < _FIGURES:
        return None
    return rated_in(column.heading)


def _is_near(column: Column, rated: Rated, known: Mapping[str, str]) -> bool:
    """Tell whether all rates of a column lie near the one that is known, one way round or the other."""
    if rated.currency not in known:
        return False
    held = Decimal(known[rated.currency])
    read = read_numbers(column.sample)
    numbers = [number / rated.units for cell in column.sample if (number := read.number(cell)) is not None]
    return bool(numbers) and any(
        all(number > 0 and max(number, one) <= _NEAR * min(number, one) for number in numbers)
        for one in (held, 1 / held)
        if held
    )
