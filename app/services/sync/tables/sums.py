"""What the amounts of a table add up to, for telling a total from an item."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import accumulate
from typing import Final

from app.services.sync.recognition.keys import Keys, Sorted

#: Groups and totals above a row from which its amount may add up.
_EDGES: Final = 12


class Sums:
    """What amounts of a table add up to: per currency, from edge to edge, per account."""

    def __init__(self, keys: Keys, result: Sorted, marked: bytearray) -> None:
        """Add up the marked rows once."""
        own_amounts = [amount if own and amount else 0 for own, amount in zip(marked, keys.amounts, strict=True)]
        self._running = [0, *accumulate(own_amounts)]
        self._counted = [0, *accumulate(marked)]
        groups = (note.row - keys.first for note in result.noted if note.what == "group")
        totals = (total.position for total in result.totals)
        blanks = (place for place, own in enumerate(marked) if not own)
        self._edges = sorted({0, *totals, *groups, *blanks})
        self._by_account: Counter[str] = Counter()
        self._by_currency: Counter[str] = Counter()
        for place, amount in enumerate(own_amounts):
            if amount and keys.accounts is not None and (who := keys.accounts[place]) is not None:
                self._by_account[who] += amount
            if amount and keys.currencies is not None and (code := keys.currencies[place]) is not None:
                self._by_currency[code] += amount
        self._accounts = keys.accounts

    def is_all(self, amount: int, currency: str | None) -> bool:
        """Tell whether an amount is the sum of everything, or of everything in its currency."""
        if currency is not None and self._by_currency.get(currency) == amount:
            return True
        return amount == self._running[-1] or (currency is None and amount in self._by_currency.values())

    def is_below(self, position: int, amount: int | None) -> bool:
        """Tell whether an amount is the sum of the items below its row, to the end or to where something else is."""
        nearest = bisect_left(self._edges, position + 1)
        ends = [*self._edges[nearest : nearest + _EDGES], len(self._running) - 1]
        return amount in {self._running[end] - self._running[position] for end in ends}

    def holds(self, position: int, amount: int, currency: str | None, least: int = 0) -> bool:
        """Tell whether an amount is a sum, of at least so many rows, that a total in this row may state."""
        if self._counted[-1] >= least and self.is_all(amount, currency):
            return True
        who = None if self._accounts is None else self._accounts[position]
        if who is not None and not least and amount == self._by_account.get(who):
            return True
        nearest = bisect_left(self._edges, position)
        starts = self._edges[max(0, nearest - _EDGES) : nearest]
        here, count = self._running[position], self._counted[position]
        above = {here - self._running[edge] for edge in starts if count - self._counted[edge] >= least}
        return amount in above or (self._counted[-1] - count >= least and amount == self._running[-1] - here)
