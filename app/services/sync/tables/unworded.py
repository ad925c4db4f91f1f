"""Sums that have all that an item needs: under words that nobody knows, or under the ages below a statement.

``Saldo Kunde`` and ``Slottotaal`` stand where the numbers of documents stand, and counting them owes everything twice.
What they come to proves them: an item of such a list has a day and a number with a digit in it, and is not the sum of
the rows above it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from app.services.sync.recognition.keys import Keys, Sorted
from app.services.sync.recognition.labels import are_ages
from app.services.sync.tables.sums import Sums
from app.services.sync.values.text import fold

#: Rows that one sum at least adds up: the sum of a single row may be another item that is as much.
_ROWS: Final = 2


def unworded(keys: Keys, item: bytearray) -> dict[int, bool]:
    """Return the rows that are totals though nothing in them says so, with whether each is the total of everything.

    Rows that begin with the same word are one sort: they are totals if they are sums.

    Args:
        keys: of the rows.
        item: 1 for each row that has all that an item needs.
    """
    if all(keys.dated):
        return {}
    found = [place for place, dated in enumerate(keys.dated) if not dated and item[place]]
    found = [place for place in found if not any(map(str.isdigit, keys.numbers[place] or "0"))]
    if not found or 2 * sum(map(bool, keys.dated)) < sum(item):
        return {}
    marked = bytearray(item)
    for place in found:
        marked[place] = 0
    sums = Sums(keys, Sorted(marked), marked)
    sorts: defaultdict[str, list[int]] = defaultdict(list)
    for place in found:
        sorts[fold(keys.numbers[place] or "").partition(" ")[0]].append(place)
    proved = {place for places in sorts.values() if _are_sums(keys, sums, places) for place in places}
    if proved:  # below the last item among totals: the one of everything, with a row in it that was rejected
        proved |= {place for place in found if place > marked.rfind(1)}
    return {place: sums.is_all(keys.amounts[place] or 0, _currency(keys, place)) for place in sorted(proved)}


def below_ages(keys: Keys, item: bytearray) -> list[int]:
    """Return the rows right below headings of ages, as at the end of a statement: they may look like items."""
    found, place = [], item.find(0)
    while 0 <= place < len(item) - 1:
        if are_ages(keys.body[place]):
            found.append(place + 1)
        place = item.find(0, place + 1)
    return found


def _are_sums(keys: Keys, sums: Sums, places: list[int]) -> bool:
    """Tell whether the amounts of some rows are sums, and one of them of several rows.

    A row above one of them may have been rejected; then several others have to be sums of several rows.
    """
    rows = [(place, amount, _currency(keys, place)) for place in places if (amount := keys.amounts[place])]
    held, several = sum(sums.holds(*row) for row in rows), sum(sums.holds(*row, _ROWS) for row in rows)
    return several > 0 if held == len(places) else several >= _ROWS and 2 * held >= len(places)


def _currency(keys: Keys, place: int) -> str | None:
    return None if keys.currencies is None else keys.currencies[place]
