"""What the judgement of promises reads and answers: frozen facts of one account in one currency, no tables.

``order`` counts imports: 1 is the first one the store holds, and files given together share a number. What was known
when a promise was made is told by it and not by the clock, which ``--as-of`` may set to another day. Amounts are
minor units; what the customer owes is positive.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.enums import ItemKind, PromiseStatus
from app.i18n import Message

#: Kinds that stand against what is owed.
CREDIT_KINDS = frozenset({ItemKind.CREDIT_MEMO, ItemKind.UNAPPLIED, ItemKind.ON_ACCOUNT})


@dataclass(frozen=True, slots=True)
class LedgerItem:
    """An item of the account as the ledger has it now.

    Attributes:
        original: amount it was issued for.
        open: what is open now; 0 when closed.
        first_order: the import that brought it.
        names: what its text, order and PO say, to find which invoice a credit memo is for.
    """

    id: str
    number: str
    kind: ItemKind
    original: int
    open: int
    closed: bool
    first_seen: date
    first_order: int
    document_date: date | None = None
    names: str = ""

    @property
    def is_credit(self) -> bool:
        """Credit memos, unapplied and on-account money."""
        return self.kind in CREDIT_KINDS


@dataclass(frozen=True, slots=True)
class Movement:
    """How one import moved an item's open amount.

    Attributes:
        amount: open before less open after: positive when it fell.
        since: the last as-of at which the item still stood at the old amount; None when unknown.
        shown: the as-of of the file that first shows it, or the clearing day if ``exact``.
        exact: the file states the day (closed items), so there is no gap to guess about.
        credited: the import says that a credit explains it.
    """

    item: str
    amount: int
    shown: date
    order: int
    since: date | None = None
    exact: bool = False
    credited: bool = False


@dataclass(frozen=True, slots=True)
class Payment:
    """A receipt, or the part of it that was applied to one item.

    Attributes:
        number: of the receipt.
        item: id of the item it was applied to; None when it is unapplied or the item is not known.
        target: number of the item as the receipt names it; empty when unapplied.
        day: value date, else receipt date, else the as-of of the file that brought it.
        cash: false for rounding, withholding and other methods that bring no money: they lower what is due.
        reversed_on: the bank took it back.
    """

    number: str
    amount: int
    day: date
    order: int
    item: str | None = None
    target: str = ""
    cash: bool = True
    reversed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything known about one account in one currency."""

    currency: str
    items: Mapping[str, LedgerItem]
    movements: tuple[Movement, ...] = ()
    payments: tuple[Payment, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One instalment: ``amount`` by ``due``, money counting through ``window_end``."""

    id: str
    due: date
    window_end: date
    amount: int


@dataclass(frozen=True, slots=True)
class Cover:
    """An item that a promise covers, open at ``open_when_made`` when it was made.

    ``released``: a later promise took it over while this one was still open.
    """

    item: str
    open_when_made: int
    released: bool = False


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """A promise and what it covers.

    Attributes:
        order: the newest import the store held when it was made.
        judged: false for promises that only stand in the chain: replaced or withdrawn ones take no money.
        stands: false for a withdrawn one, which no longer takes over what an earlier promise failed to bring.
    """

    id: str
    made_on: date
    made_at: datetime
    order: int
    amount: int
    lines: tuple[Line, ...]
    covers: tuple[Cover, ...]
    judged: bool = True
    stands: bool = True


class Source(StrEnum):
    """What a reduction of an item was seen by."""

    RECEIPT = "receipt"
    CLOSED = "closed"
    FALL = "fall"
    UNAPPLIED = "unapplied"
    CREDIT = "credit"
    OPEN_CREDIT = "open_credit"


@dataclass(frozen=True, slots=True)
class Reduction:
    """Something that lowered what an item owes, or money that may yet do so (``item`` None).

    Attributes:
        since: earliest day is after this one; None where ``day`` is exact.
        day: the day, or the latest it can have been.
        order: the import by which the store learned of it.
        reflected: the import that lowered the item's open amount by it; None while the ledger does not show it.
        number: of the receipt or credit.
    """

    item: str | None
    source: Source
    amount: int
    day: date
    order: int
    since: date | None = None
    reflected: int | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Money that counted for an instalment, as ``why`` and the evidence view show it.

    ``days_late`` counts from the promised day to money that came after the window; 0 is in time.
    """

    source: Source
    amount: int
    day: date
    since: date | None
    number: str
    item: str
    days_late: int = 0

    @property
    def late(self) -> bool:
        """Tell whether it came after the window."""
        return self.days_late > 0

    def to_json(self) -> dict[str, object]:
        """Return the form in which it is stored with the instalment and each judgement."""
        return {
            "source": self.source.value,
            "amount": self.amount,
            "day": self.day.isoformat(),
            "since": None if self.since is None else self.since.isoformat(),
            "number": self.number,
            "item": self.item,
            "days_late": self.days_late,
        }


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far the judgement reaches: ``cash_date`` is the day through which cash is known, ``day`` the collector's."""

    day: date
    cash_date: date | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an instalment.

    Attributes:
        due_under: what was due under it after credits.
        received: money in the window, at most ``due_under``.
        received_late: money after the window, at most what was missing.
        provisional: the judgement leans on a gap between two files or on money that is not applied yet.
    """

    status: PromiseStatus
    due_under: int
    received: int
    received_late: int
    why: Message
    money: tuple[Evidence, ...] = field(default=())
    provisional: bool = False


#: Returns by how much an instalment of an amount may fall short.
Tolerance = Callable[[int], int]
