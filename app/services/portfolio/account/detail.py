"""One account as frozen values: the header, the aging per currency, the limit, and all that hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.enums import OPEN_TASK, AccountState, SyncKind, TaskKind
from app.i18n import Message
from app.services.calendars import OfficeState
from app.services.letters.dunning.views import LetterView
from app.services.portfolio.account.beside import Beside
from app.services.portfolio.account.days_late import DaysLate
from app.services.portfolio.account.items import ItemRow
from app.services.portfolio.account.rows import ActivityRow, ContactRow, DisputeRow, PromiseRow, ReceiptRow, TaskRow
from app.services.portfolio.account.timeline import Entry
from app.services.portfolio.buckets import CREDITS
from app.services.portfolio.ranking.sentences import Reason
from app.services.portfolio.rates import Converted


@dataclass(frozen=True, slots=True)
class Relative:
    """Another account of the group; ``relation`` is ``parent``, ``child`` or ``sibling``."""

    id: str
    number: str
    name: str
    relation: str


@dataclass(frozen=True, slots=True)
class CurrencyAging:
    """What the account owes in one currency, minor units; ``sums`` by bucket key, together ``total``."""

    currency: str
    sums: Mapping[str, int]
    total: int
    overdue: int
    disputed: int
    promised: int

    @property
    def credits(self) -> int:
        """Return unapplied money and credits, zero or negative."""
        return self.sums.get(CREDITS, 0)


@dataclass(frozen=True, slots=True)
class LimitUse:
    """The credit limit and its use, minor units; ``missing`` are currencies left out for want of a rate."""

    limit: int
    used: int
    currency: str
    percent: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountHead:
    """The header of an account: names, place, terms, limit, office.

    Attributes:
        country: the company's where the file says nothing; ``country_known`` tells.
        tier: the customer file's, else worked out.
        zone, office: the customer's time zone and whether somebody is there.
        holiday: the next holiday within a week that costs a working day.
    """

    id: str
    number: str
    name: str
    name_latin: str | None
    name_kana: str | None
    address: tuple[str, ...]
    city: str | None
    country: str
    country_known: bool
    language: str | None
    letter_locale: str | None
    currency: str | None
    territory: str | None
    tier: str
    terms: str | None
    risk_class: str | None
    sales_rep: str | None
    collector: str | None
    portal: str | None
    tax_id: str | None
    phone: str | None
    email: str | None
    debtor_type: str
    state: AccountState
    hold_orders: bool
    do_not_dun: bool
    vanished: bool
    zone: str
    office: OfficeState
    holiday: tuple[date, str] | None


@dataclass(frozen=True, slots=True)
class WorkState:
    """The account's place on today's list: points and reasons, or why it is not on it, and the best next step."""

    score: int
    reasons: tuple[Reason, ...]
    held: Message | None
    pinned: bool
    other_work: bool
    step: tuple[TaskKind, Message]


@dataclass(frozen=True, slots=True)
class AccountDetail:
    """Everything about one account.

    Attributes:
        day, data_date: the day that days overdue count to; what open amounts stand as of.
        aging: per currency, the one that weighs most first; ``base`` the balance in base currency.
        late: how late it pays; None without a paid item.
        timeline: newest first; ``since`` what happened since a right party was last spoken to.
        last_contact: day of the last two-way contact with a right party.
        beside: orders on hold, purchase orders and sales, what stands open first.
    """

    head: AccountHead
    day: date
    data_date: date | None
    aging: tuple[CurrencyAging, ...]
    base: Converted
    base_overdue: Converted
    limit: LimitUse | None
    late: DaysLate | None
    relatives: tuple[Relative, ...]
    items: tuple[ItemRow, ...]
    activities: tuple[ActivityRow, ...]
    tasks: tuple[TaskRow, ...]
    promises: tuple[PromiseRow, ...]
    disputes: tuple[DisputeRow, ...]
    letters: tuple[LetterView, ...]
    receipts: tuple[ReceiptRow, ...]
    contacts: tuple[ContactRow, ...]
    timeline: tuple[Entry, ...]
    since: tuple[Entry, ...]
    last_contact: date | None
    work: WorkState | None
    beside: tuple[Beside, ...] = ()

    @property
    def settled(self) -> tuple[int, int]:
        """Return how many of its items are closed, and how many of those the ERP once called disputed."""
        closed = [item for item in self.items if not item.is_open]
        return len(closed), sum(item.once_disputed for item in closed)

    @property
    def held_orders(self) -> tuple[Beside, ...]:
        """Return the orders that wait for release now."""
        return tuple(row for row in self.beside if row.kind is SyncKind.ORDERS_ON_HOLD and row.gone_on is None)

    @property
    def open_items(self) -> tuple[ItemRow, ...]:
        """Return what is open, by due date."""
        return tuple(row for row in self.items if row.is_open)

    @property
    def closed_items(self) -> tuple[ItemRow, ...]:
        """Return what is closed, the last closed first."""
        return tuple(row for row in self.items if not row.is_open)

    @property
    def open_tasks(self) -> tuple[TaskRow, ...]:
        """Return what is still to be done."""
        return tuple(row for row in self.tasks if row.status in OPEN_TASK)
