"""What may explain that an item is gone, and the verdict on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from app.enums import ItemStatus
from app.i18n import Message

#: Days that money may lie outside the time in which the item went missing, where it names no invoice.
NEAR: Final = timedelta(days=5)
#: A longer time without any money is no part of what a file speaks of: holidays are shorter.
_GAP: Final = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Gone:
    """An item that is missing: ``open`` is what it last stood at, minor units; ``on`` the day it is missing."""

    id: str
    account_id: str
    number: str
    kind: str
    currency: str
    original: int
    open: int
    last_seen: date
    on: date


@dataclass(slots=True)
class Arrived:
    """Money of an account: a receipt.

    Attributes:
        id: of the receipt.
        amount: minor units, positive.
        named: minor units by invoice key, where the receipt says so; 0 where it only names the invoice.
        loose: keys that stand in its text alone; what looks like a number there may be none.
        source: whose receipt it is.
        known_on: the data date of the file that brought it.
        left: what no item has used up, for receipts that name no invoice.
    """

    id: str
    number: str
    account_id: str
    currency: str
    amount: int
    day: date
    known_on: date
    is_cash: bool = True
    named: Mapping[str, int] = field(default_factory=dict)
    left: int = 0
    loose: frozenset[str] = frozenset()
    source: str = ""


@dataclass(slots=True)
class UsedCredit:
    """A credit of the ledger that got smaller or is gone in the same import; ``amount`` positive minor units."""

    id: str
    number: str
    account_id: str
    currency: str
    kind: str
    amount: int
    left: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why an item is closed.

    Attributes:
        receipts: ids of receipts that are used up by it, because they name no invoice of their own.
        short: minor units of what was open that nothing explains, though money names it.
    """

    status: ItemStatus
    why: Message
    receipts: tuple[str, ...] = ()
    short: int = 0


@dataclass(slots=True)
class Evidence:
    """What may explain items that are gone.

    Attributes:
        arrived: receipts of the accounts concerned, those taken back left out.
        used: credits that the import shows as used.
        fallen: by account id and currency, how much open items lost without going (minor units).
        covered_through: the last day of which a source of cash speaks; None: there is none.
        fallen_paid: how much of that new money explains, which names those items.
        spent: ids of receipts that explained other items before.
        tolerance: by how much money may be less than an amount of a currency and still be all of it.
    """

    arrived: Sequence[Arrived] = ()
    used: Sequence[UsedCredit] = ()
    fallen: Mapping[tuple[str, str], int] = field(default_factory=dict)
    covered_through: date | None = None
    fallen_paid: Mapping[tuple[str, str], int] = field(default_factory=dict)
    spent: frozenset[str] = frozenset()
    tolerance: Callable[[str, int], int] = lambda _currency, _amount: 0


def first_day(days: Iterable[str | None]) -> date | None:
    """Return the first day of which a file speaks: from its last one back to where its days no longer follow closely.

    A correction of an old booking among today's money does not make the file speak of all the time between.
    """
    found: date | None = None
    for day in sorted((date.fromisoformat(one) for one in {*days} if one), reverse=True):
        if found is not None and found - day > _GAP:
            break
        found = day
    return found
