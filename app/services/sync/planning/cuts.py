"""A selection that does not say so: everything below an amount is missing, all credits, all that is not due yet.

A file that holds most of what is open counts as everything, and what it lacks is closed. But whoever exports only what
is overdue, or only what is worth a call, makes such a file too. What is paid is here and there; where all items of one
class are missing that would hardly be missing together by chance, somebody says whether the file is everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.i18n import Message, msg
from app.money import Money
from app.services.sync.itemrows import column
from app.services.sync.model import ItemRow
from app.services.sync.planning.kinds.known import Raw
from app.services.sync.planning.match import FACTS

#: So many items of a class must be missing.
_LEAST: Final = 3
#: So rarely would they be missing together by chance.
_CHANCE: Final = 0.001
_CURRENCY: Final = FACTS.index("currency")
_OPEN: Final = FACTS.index("open")
_DUE: Final = FACTS.index("due_date")


@dataclass(slots=True)
class Limits:
    """What the rows of one source reach: the least amount owed by currency, whether there are credits, the last day."""

    least: dict[str, int] = field(default_factory=dict)
    currencies: set[str] = field(default_factory=set)
    credits: bool = False
    last_due: str = ""

    def add(self, rows: Sequence[ItemRow]) -> None:
        """Take some rows."""
        amounts, named = column(rows, "open"), column(rows, "currency")
        here = set(named)
        self.currencies |= here
        for currency in here:
            mine = amounts if len(here) == 1 else [a for a, c in zip(amounts, named, strict=True) if c == currency]
            owed = min((amount for amount in mine if amount > 0), default=None)
            if owed is not None:
                self.least[currency] = min(owed, self.least.get(currency, owed))
        self.credits = self.credits or min(amounts, default=0) < 0
        self.last_due = max(self.last_due, max(filter(None, column(rows, "due_date")), default=""))

    def cut(self, missing: Iterable[Raw], known: int, as_of: date) -> Message | None:
        """Return what is missing as a whole, as a sentence; None where nothing is.

        Args:
            missing: stored open items that the files do not have.
            known: how many open items there were.
            as_of: the day for which the files stand.
        """
        day = as_of.isoformat()
        not_due_known = "" < self.last_due < day
        count = credits_missing = not_due = 0
        strange: dict[str, int] = {}
        small: dict[str, int] = {}
        for raw in missing:
            count += 1
            amount, currency, due = raw[_OPEN], raw[_CURRENCY], raw[_DUE]
            credits_missing += amount < 0 and not self.credits
            not_due += not_due_known and due is not None and due >= day
            if currency not in self.currencies:
                strange[currency] = strange.get(currency, 0) + 1
            elif 0 < amount < self.least.get(currency, 0):
                small[currency] = small.get(currency, 0) + 1
        for currency, number in sorted(strange.items()):
            if _hardly(number, count, known):
                return msg("None of the {count} items in {currency} is in it.", count=number, currency=currency)
        if _hardly(not_due, count, known):
            return msg("None of the {count} items that are not due yet is in it.", count=not_due)
        if _hardly(credits_missing, count, known):
            return msg("None of the {count} credits is in it.", count=credits_missing)
        if _hardly(sum(small.values()), count, known):
            currency, number = min(small.items(), key=lambda one: (-one[1], one[0]))
            limit = Money(self.least[currency], currency)
            return msg("None of the {count} items below {amount} is in it.", count=number, amount=limit)
        return None


def _hardly(number: int, missing: int, known: int) -> bool:
    """Tell whether so many items of a class, all of it, would hardly be among the missing ones by chance."""
    if number < _LEAST:
        return False
    chance = 1.0
    for at in range(number):
        chance *= (missing - at) / (known - at)
        if chance < _CHANCE:
            return True
    return False
