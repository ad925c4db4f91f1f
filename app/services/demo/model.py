"""What the demonstration is made of before it becomes files: accounts, items with two days, money and calls.

Plain mutable records, because the scenario of the second day changes what the portfolio laid out; each is only equal
to itself. Amounts are minor units, owed positive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import IntEnum, StrEnum
from pathlib import Path

from app.enums import Channel, ContactRole, ItemKind, Outcome, Reason
from app.services.demo.names import Address, CompanyName, PersonName


class Side(IntEnum):
    """The two days of files."""

    BEFORE = 0
    NOW = 1


class System(StrEnum):
    """The bookkeeping system an account lives in; each writes a layout of its own."""

    SAP_JP = "sap_jp"
    SAP_CN = "sap_cn"
    SAP_ASIA = "sap_asia"
    YAYOI = "yayoi"
    ORACLE = "oracle"
    QUICKBOOKS = "quickbooks"
    ICG_ES = "icg_es"
    ICG_CO = "icg_co"
    LATAM = "latam"
    OMIE = "omie"
    PORTUGAL = "portugal"


class Event(StrEnum):
    """What happens to an item between the two days."""

    NONE = ""
    HISTORY = "history"
    NEW = "new"
    PAID = "paid"
    PART_PAID = "part_paid"
    CREDITED = "credited"
    VANISHED = "vanished"
    DISPUTED = "disputed"


@dataclass(slots=True, eq=False)
class DemoContact:
    """A person at a customer."""

    person: PersonName
    role: ContactRole
    department: str
    language: str
    email: str
    phone: str
    mobile: str
    do_not_call: bool = False

    def name(self, country: str) -> str:
        """Return the whole name as people of the country write it: the family first in Asia, no blank in Chinese."""
        person = self.person
        if country in {"CN", "TW"}:
            return person.family + person.given
        if country in {"JP", "SG"}:
            return f"{person.family} {person.given}"
        return f"{person.given} {person.family}"


@dataclass(slots=True, eq=False)
class DemoAccount:
    """A customer account.

    Attributes:
        terms, days, month_end: payment terms as text, their days, and whether these run from the end of the month.
        limit: credit limit in minor units of ``currency``; 0 where none is set.
        late: of 100 open items, how many are past due.
    """

    number: str
    system: System
    country: str
    name: CompanyName
    address: Address
    currency: str
    language: str
    tier: str
    terms: str
    days: int
    month_end: bool
    tax_id: str
    sales_rep: str
    territory: str
    late: int
    portal: str = ""
    parent: DemoAccount | None = None
    limit: int = 0
    blocked: bool = False
    contacts: list[DemoContact] = field(default_factory=list)
    items: list[DemoItem] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class DemoItem:
    """A row of the sub-ledger.

    Attributes:
        number: as the file writes it, series and instalment joined.
        series, instalment: the parts of the number that some systems keep in columns of their own.
        before, now: open amount in the files of the two days; None where the day's file does not have the item.
        level, level_on: dunning stage reached and its day, as the ERP states them.
        closed_on: for items of the past, the day the money came.
    """

    account: DemoAccount
    number: str
    kind: ItemKind
    document_date: date
    due_date: date | None
    currency: str
    original: int
    before: int | None
    now: int | None
    po: str = ""
    series: str = ""
    instalment: str = ""
    level: int = 0
    level_on: date | None = None
    disputed: str = ""
    event: Event = Event.NONE
    closed_on: date | None = None

    def open_on(self, side: Side) -> int | None:
        """Return the open amount in one day's file, None if the file does not have the item."""
        return self.before if side is Side.BEFORE else self.now


@dataclass(slots=True, eq=False)
class DemoReceipt:
    """Money that arrived, or a credit that the cash desk booked; ``applied`` pairs item numbers with amounts."""

    number: str
    account: DemoAccount
    received: date
    value: date
    method: str
    currency: str
    amount: int
    applied: list[tuple[DemoItem, int]]
    side: Side
    remittance: str = ""

    @property
    def unapplied(self) -> int:
        """What nobody has matched yet."""
        return self.amount - sum(amount for _, amount in self.applied)


@dataclass(slots=True, eq=False)
class DemoCase:
    """A case of the CRM about one item."""

    number: str
    item: DemoItem
    subject: str
    reason: str
    status: tuple[str, str]
    opened: date
    owner: str
    amount: int
    side: Side


@dataclass(slots=True, eq=False)
class DemoCall:
    """A call, mail or attempt of the past, to be logged on the first day.

    ``on``, ``at`` and ``next_at`` are the customer's calendar and clock; ``instalments`` pairs a day with an amount.
    """

    account: DemoAccount
    on: date
    at: time
    channel: Channel
    outcome: Outcome
    note: str = ""
    also: tuple[Outcome, ...] = ()
    reason: Reason | None = None
    items: tuple[DemoItem, ...] = ()
    instalments: tuple[tuple[date, int], ...] = ()
    next_on: date | None = None
    next_at: time | None = None


@dataclass(slots=True, eq=False)
class Portfolio:
    """Everything that the files and the played history are written from."""

    day: date
    accounts: list[DemoAccount] = field(default_factory=list)
    items: list[DemoItem] = field(default_factory=list)
    receipts: list[DemoReceipt] = field(default_factory=list)
    cases: list[DemoCase] = field(default_factory=list)
    calls: list[DemoCall] = field(default_factory=list)

    def date_of(self, side: Side) -> date:
        """Return the day of one side's files."""
        return date.fromordinal(self.day.toordinal() - (side is Side.BEFORE))


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """What was written: the company, the files of the day before, those of the day, and what they are made of.

    Attributes:
        company: the company.toml.
        before, now: export files of the day before and of the day, in the order in which a person would drop them.
        accounts, items: how many the store holds after both days, open and closed.
        by_country: account numbers by ISO country.
        calls: the history to be played after the first day.
    """

    company: Path
    before: tuple[Path, ...]
    now: tuple[Path, ...]
    accounts: int
    items: int
    by_country: dict[str, tuple[str, ...]]
    portfolio: Portfolio
