"""What every sheet of the day reads: the day's bounds, the accounts' facts, rates and settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.i18n import Message, msg
from app.models.account import Account
from app.money import Money
from app.services.dates import Days, load_days
from app.services.portfolio.rates import Rates, load_rates
from app.services.preferences import load_settings
from app.services.reports.tables import Column, Kind
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What sheets say of an account beside its figures."""

    id: str
    number: str
    name: str
    country: str | None
    tier: str | None
    territory: str | None
    sales_rep: str | None
    parent_id: str | None
    credit_limit: int | None
    limit_currency: str | None
    state: str
    hold: bool


@dataclass(frozen=True, slots=True)
class DailyContext:
    """One day of the desk.

    Attributes:
        start, end: the day in the collector's zone as UTC moments, end exclusive.
        days: the day with the data date and the cash date.
    """

    session: Session
    days: Days
    start: datetime
    end: datetime
    settings: Settings
    rates: Rates
    accounts: dict[str, AccountFacts]

    @property
    def day(self) -> date:
        """The day that is reported."""
        return self.days.day

    def base(self, minor: int | None, currency: str | None) -> Money | None:
        """Convert into the base currency; None without an amount or a rate."""
        if minor is None or currency is None:
            return None
        value = self.rates.to_base(minor, currency)
        return None if value is None else Money(value, self.rates.base)

    def who(self, account_id: str | None) -> dict[str, Any]:
        """Return number and name of an account as cells."""
        facts = self.accounts.get(account_id or "")
        return {} if facts is None else {"account": facts.number, "name": facts.name}

    def local_day(self, moment: datetime) -> date:
        """Return the collector's day of a moment."""
        return moment.astimezone(ZoneInfo(self.days.zone)).date()


def load_context(session: Session, day: date, zone: str) -> DailyContext:
    """Load what the sheets of a day have in common."""
    start = datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone)).astimezone(UTC)
    settings = load_settings(session)
    columns = (
        Account.id,
        Account.number,
        Account.name,
        Account.country,
        Account.tier,
        Account.territory,
        Account.sales_rep,
        Account.parent_id,
        Account.credit_limit,
        Account.limit_currency,
        Account.state,
        Account.hold_orders,
    )
    accounts = {row[0]: AccountFacts(*row) for row in session.execute(select(*columns))}
    return DailyContext(
        session, load_days(session, day, zone), start, end, settings, load_rates(session, day, settings), accounts
    )


def chunks(ids: Iterable[str], size: int = 500) -> Iterator[list[str]]:
    """Cut ids into lists that SQLite can bind."""
    every = list(ids)
    for place in range(0, len(every), size):
        yield every[place : place + size]


def money(minor: int | None, currency: str | None) -> Money | None:
    """Return a money cell."""
    return None if minor is None or currency is None else Money(minor, currency)


def text(ident: str, heading: Message, width: int = 14) -> Column:
    """Describe a column of text."""
    return Column(ident, heading, Kind.TEXT, width)


def number(ident: str, heading: Message, width: int = 9) -> Column:
    """Describe a column of whole numbers."""
    return Column(ident, heading, Kind.INT, width)


def day_column(ident: str, heading: Message) -> Column:
    """Describe a column of days."""
    return Column(ident, heading, Kind.DAY, 12)


def moment(ident: str, heading: Message) -> Column:
    """Describe a column of moments in the collector's zone."""
    return Column(ident, heading, Kind.MOMENT, 19)


def amount(ident: str, heading: Message, currency: str = "currency") -> Column:
    """Describe a column of amounts; ``currency`` names the column of their currency."""
    return Column(ident, heading, Kind.MONEY, 16, currency)


def base(ident: str, heading: Message) -> Column:
    """Describe a column of amounts in the base currency."""
    return Column(ident, heading, Kind.MONEY, 16, "")


#: Columns that stand in most tables.
ACCOUNT = (text("account", msg("Account no"), 12), text("name", msg("Account"), 28))
CURRENCY = text("currency", msg("Currency"), 9)
REF = text("ref", msg("Ref"), 28)
