"""What the store holds open of one source, as a plan asks for it: all of it at once, or account by account.

A hundred thousand items are loaded while the reader works. A million would take gigabytes; of those the accounts are
loaded as their rows come, and let go of when the file is done with them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.services.sync.planning.match import ACCOUNT_AT, ID_AT, Key

#: A row as the driver returns it, in the order of ``StoredItem``; only what changes becomes one.
Raw = tuple[Any, ...]
#: The open items of one identity: a row, or several lines.
Raws = Raw | list[Raw]
_NUMBER_AT = 0
_CURRENCY_AT = 5


def by_key(rows: Iterable[Raw], numbers: Mapping[str, str] | None = None) -> dict[Key, Raws]:
    """Return stored rows by identity; nearly all identities have one line, and that stands alone.

    Args:
        rows: as the driver returns them.
        numbers: by id, the numbers under which items go on.
    """
    found: dict[Key, Raws] = {}
    for raw in rows:
        key = raw[ACCOUNT_AT], raw[_NUMBER_AT], raw[_CURRENCY_AT]
        if numbers and raw[ID_AT] in numbers:
            key = key[0], numbers[raw[ID_AT]], key[2]
        there = found.setdefault(key, raw)
        if there is not raw:
            found[key] = [*there, raw] if isinstance(there, list) else [there, raw]
    return found


def let_go(items: dict[Key, Raws]) -> None:
    """Let go of items one by one.

    All at once would hold the interpreter for a tenth of a second, and a window beside it would stand still.
    """
    while items:
        items.popitem()


@dataclass(frozen=True, slots=True)
class Supply:
    """How the open items of a source are loaded where they are too many to be held.

    Attributes:
        count: how many there are.
        of: gives those of some accounts.
        but: gives those of all other accounts, a little at a time.
    """

    count: int
    of: Callable[[Collection[str]], Iterable[Raw]]
    but: Callable[[Collection[str]], Iterable[Raw]]


class Known:
    """The open items of one source: ``items`` are those at hand, by identity."""

    def __init__(
        self,
        items: dict[Key, Raws],
        supply: Supply | None = None,
        numbers: Mapping[str, str] | None = None,
        apart: Collection[str] = (),
    ) -> None:
        """Take the items, or how they are loaded.

        Args:
            items: those at hand.
            supply: gives those of accounts; None: all are at hand.
            numbers: by id, the numbers under which some of them go on.
            apart: accounts whose rows need not follow each other: they are let go of at the end of the file.
        """
        self.items = items
        self._supply = supply
        self._numbers = numbers
        self._apart = frozenset(apart)
        self.count = supply.count if supply else sum(len(one) if isinstance(one, list) else 1 for one in items.values())
        self._at_hand: dict[str, list[Key]] = {}
        self._seen: set[str] = set()

    @property
    def comes(self) -> bool:
        """Whether the items come account by account."""
        return self._supply is not None

    def raws(self, key: Key) -> list[Raw]:
        """Return the lines at hand of an identity."""
        found = self.items.get(key)
        return found if isinstance(found, list) else [] if found is None else [found]

    def at_hand(self) -> list[str]:
        """Return the accounts whose items are at hand, where they come account by account."""
        return list(self._at_hand)

    def done(self, accounts: Collection[str]) -> list[str]:
        """Return the accounts at hand that have no more rows, as those of these accounts come now."""
        return [account for account in self._at_hand if account not in accounts and account not in self._apart]

    def load(self, accounts: Collection[str]) -> None:
        """Have the items of some accounts at hand; an account comes once."""
        if self._supply is None:
            return
        wanted = [account for account in accounts if account not in self._at_hand]
        if not self._seen.isdisjoint(wanted):
            raise ValueError("the rows of an account must follow each other")
        self._at_hand.update((account, []) for account in wanted)
        self._seen.update(wanted)
        found = by_key(self._supply.of(wanted), self._numbers)
        self.items.update(found)
        for key in found:
            self._at_hand[key[0]].append(key)

    def let_go(self, account: str) -> Iterator[Raw]:
        """Give the items of an account for the last time."""
        for key in self._at_hand.pop(account):
            yield from self.raws(key)
            del self.items[key]

    def rest(self) -> Iterable[Raw]:
        """Give the items of the accounts that were never asked for; of none where all are at hand."""
        return () if self._supply is None else self._supply.but(self._seen)

    def every(self) -> Iterator[Raw]:
        """Give all items at hand."""
        for found in self.items.values():
            if isinstance(found, list):
                yield from found
            else:
                yield found

    def release(self) -> None:
        """Let go of the items."""
        let_go(self.items)
