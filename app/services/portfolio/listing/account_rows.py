"""Rows of the portfolio: an account in one currency, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.enums import AccountState, PromiseStatus, TaskKind
from app.i18n import msg
from app.money import Money
from app.services.portfolio.account.told import Chip
from app.services.portfolio.rates import Rates

#: Days without a contact after which a row says so.
_SILENT = 14


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """An account in one currency; amounts in minor units of ``currency``.

    Attributes:
        sums: what is owed by bucket from Current to the oldest, then without due date, then credits.
        overdue: past due by due date, whatever the basis of ``sums``; ``oldest_due`` the oldest such due date.
        worst: oldest bucket that holds anything, "" for nothing owed.
        disputed, promised: parts of what is owed that are not chased.
        stage: highest dunning stage reached.
        last_contact: day of the last two-way contact with a right party.
        next_date, next_kind: the nearest open task.
        promise: how the promise in question stands (a failed one nobody spoke of, else the next open one), its day
            and its amount.
        limit_percent: use of the credit limit, None without one or without a rate.
        top_number, top_name: the topmost parent; the account itself where it has none.
        base, base_overdue: in the base currency; None without a rate.
        main: the first of the account's rows.
    """

    account_id: str
    number: str
    name: str
    name_latin: str | None
    name_kana: str | None
    country: str
    territory: str
    tier: str
    currency: str
    balance: int
    sums: tuple[int, ...]
    overdue: int
    oldest_due: date | None
    worst: str
    disputed: int
    promised: int
    stage: int | None
    last_contact: date | None
    next_date: date | None
    next_kind: TaskKind | None
    promise: PromiseStatus | None
    promise_due: date | None
    promise_amount: int
    callback: datetime | None
    limit: int | None
    limit_currency: str | None
    limit_percent: int | None
    base: int | None
    base_overdue: int | None
    parent_id: str | None
    top_number: str
    top_name: str
    sales_rep: str
    collector: str
    state: AccountState
    hold: bool
    main: bool
    day: date

    @property
    def debits(self) -> tuple[int, ...]:
        """Return what is owed by bucket, from Current to the oldest."""
        return self.sums[:-2]

    @property
    def no_due_date(self) -> int:
        """Return what is owed without a due date."""
        return self.sums[-2]

    @property
    def credits(self) -> int:
        """Return unapplied money and credits, zero or negative; zero where they are netted."""
        return self.sums[-1]

    @property
    def percent_overdue(self) -> int | None:
        """Return the part of what is owed (credits left aside) that is past due, per cent, half-up."""
        gross = self.balance - self.credits
        return (self.overdue * 200 + gross) // (2 * gross) if gross > 0 else None

    @property
    def silent_days(self) -> int | None:
        """Return the days since the last contact, None if there was none."""
        return None if self.last_contact is None else (self.day - self.last_contact).days

    @property
    def chip(self) -> Chip | None:
        """Return the most pressing state of the account."""
        return _chip(self)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All rows, by account number and weight, with the keys of ``sums`` and what amounts are converted with.

    Attributes:
        data_date: what the amounts stand as of; of a past day the snapshot's date.
        past: answered from a snapshot: amounts are those of then, contacts, promises and tasks those of now.
    """

    day: date
    data_date: date | None
    keys: tuple[str, ...]
    rows: tuple[PortfolioRow, ...]
    rates: Rates
    past: bool = False

    @property
    def accounts(self) -> int:
        """Return how many accounts there are."""
        return sum(row.main for row in self.rows)


def _chip(row: PortfolioRow) -> Chip | None:
    """Choose what a row says of itself."""
    if row.promise is PromiseStatus.BROKEN:
        return Chip("broken", msg("promise broken"), "bad")
    if row.promise is PromiseStatus.PARTLY_KEPT:
        return Chip("partly_kept", msg("promise part kept"), "warn")
    if row.limit_percent is not None and row.limit_percent > 100:
        return Chip("over_limit", msg("over limit"), "bad")
    if row.callback is not None:
        return Chip("callback", msg("callback agreed"), "warn")
    return _quiet_chip(row)


def _quiet_chip(row: PortfolioRow) -> Chip | None:
    """Choose among the states that do not press."""
    if row.disputed:
        share = row.disputed * 100 // max(1, row.balance - row.credits)
        return Chip("disputed", msg("disputed {share} %", share=share), "query")
    if row.promise is not None and row.promise_due is not None:
        return Chip("promised", msg("promised {day}", day=row.promise_due), "good")
    if row.credits < 0 and row.overdue:
        return Chip("unapplied", msg("unapplied {amount}", amount=Money(-row.credits, row.currency)), "info")
    if row.overdue and row.silent_days is not None and row.silent_days > _SILENT:
        return Chip("silent", msg("no contact {n} d", n=row.silent_days), "warn")
    return None
