"""What a letter is made of: facts only, no words. The policy fills a ``LetterRequest``, ``content`` writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.enums import LetterKind

DayKind = Literal["calendar", "business", "receipt"]
CLAIMED = "claimed"
ALSO_OPEN = "also_open"


@dataclass(frozen=True, slots=True)
class Bank:
    """An account to pay to, as the company file gives it; one per currency.

    Which fields must be there depends on ``country``, the bank's own (see ``bank_rules``).
    """

    currency: str
    country: str
    bank: str | None = None
    branch: str | None = None
    account_type: str | None = None
    account: str | None = None
    holder: str | None = None
    iban: str | None = None
    bic: str | None = None
    routing: str | None = None
    sort_code: str | None = None
    clabe: str | None = None
    cbu: str | None = None
    bank_code: str | None = None
    agency: str | None = None
    pix: str | None = None
    paynow: str | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, with the role as it is stored for that person and language."""

    name: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """The selling company.

    ``names``, ``addresses`` and ``signatories`` are keyed ``default`` or by language or locale (``ja``, ``es_MX``,
    ``zh_Hant``); the nearest key is printed. ``tax_ids`` are keyed by country. ``phone`` is international with blanks.
    ``places`` are the cities a letter is dated from, keyed in the same way; empty prints the date alone.
    """

    country: str
    names: Mapping[str, str]
    addresses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tax_ids: Mapping[str, str] = field(default_factory=dict)
    signatories: Mapping[str, Signatory] = field(default_factory=dict)
    banks: tuple[Bank, ...] = ()
    phone: str | None = None
    email: str | None = None
    logo: bytes | None = None
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """The reader, if one is known. ``title`` is the stored form of address (Ms, Sra., 様); sex is never guessed."""

    family: str
    given: str = ""
    title: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """The customer as the letter addresses it. ``address`` is lines, top to bottom, in the customer's own order."""

    company: str
    country: str
    department: str | None = None
    person: Person | None = None
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One item: ``amount`` in minor units; ``days_overdue`` counted to the letter's date, negative before the due date.

    ``group`` is ``claimed`` or, at stage 3 for items that did not have the stage before, ``also_open``.
    """

    number: str
    due_date: date
    amount: int
    days_overdue: int
    document_date: date | None = None
    group: str = CLAIMED


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day to pay; ``days`` and ``kind`` only say how it was counted (``receipt``: from arrival)."""

    on: date
    days: int | None = None
    kind: DayKind = "calendar"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A dunning letter sent before about claimed items."""

    stage: int
    on: date


@dataclass(frozen=True, slots=True)
class LetterOptions:
    """Settings a letter's words depend on.

    Attributes:
        ja_calendar: ``western`` or ``wareki``; never both in one letter.
        payer_bears_fee: Japanese letters ask the customer to bear the transfer fee.
        bank_unchanged: the bank block says that the details have not changed and how to check.
        cop_decimals: print Colombian pesos with two decimals.
        tw_calendar: ``western`` or ``minguo`` for Taiwan.
    """

    ja_calendar: str = "western"
    payer_bears_fee: bool = True
    bank_unchanged: bool = True
    cop_decimals: bool = False
    tw_calendar: str = "western"


@dataclass(frozen=True, slots=True)
class LetterRequest:
    """Everything one letter says, as facts of one account in one currency.

    Attributes:
        locale: the letter's locale, for example ``pt_BR``.
        stage: 0 to 4 for dunning.
        date: the day printed on the letter.
        number: the reference printed and asked back with the payment.
        lines: claimed items first to be paid, and also open ones; sorted by due date when printed.
        deadline: required from stage 1 on.
        earlier: letters on record before this one, in any order.
        consequences: next steps that the company enabled for this locale, in the company's order.
        cross_border: the customer's country is not the company's.
        multi_currency: the account owes in more than one currency.
        enclosed_copies: copies of invoices that travel with the letter.
    """

    sender: Sender
    recipient: Recipient
    locale: str
    stage: int
    date: date
    number: str
    currency: str
    lines: tuple[LetterLine, ...]
    deadline: Deadline | None = None
    earlier: tuple[Earlier, ...] = ()
    consequences: tuple[str, ...] = ()
    cross_border: bool = False
    multi_currency: bool = False
    enclosed_copies: int = 0
    options: LetterOptions = LetterOptions()
    kind: LetterKind = LetterKind.DUNNING

    @property
    def claimed(self) -> tuple[LetterLine, ...]:
        """Items the letter asks to be paid, by due date, then number."""
        return self._sorted(CLAIMED)

    @property
    def also_open(self) -> tuple[LetterLine, ...]:
        """Items that are overdue too but not claimed here, by due date, then number."""
        return self._sorted(ALSO_OPEN)

    @property
    def total(self) -> int:
        """The amount asked for, minor units: the sum of the claimed items."""
        return sum(line.amount for line in self.lines if line.group == CLAIMED)

    @property
    def iso_amounts(self) -> bool:
        """Whether every amount carries its ISO code: symbols collide as soon as a border or a currency is crossed."""
        return self.cross_border or self.multi_currency

    def _sorted(self, group: str) -> tuple[LetterLine, ...]:
        return tuple(
            sorted((line for line in self.lines if line.group == group), key=lambda line: (line.due_date, line.number))
        )
