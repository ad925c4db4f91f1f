"""Converting sums into the base currency, and judging how large an amount is.

A converted figure names its rate's day. A currency without a rate is left out of converted totals, which say so; no
rate is ever invented. Points and tiers need an order of size for every account: where no rate is known they compare
with thresholds that the policy states in that very currency, which is no conversion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from app.models.company import Company, ExchangeRate
from app.money import convert, decimals, to_major
from app.settings import Settings

#: Used where no company is set yet.
DEFAULT_BASE: Final = "USD"
_USD: Final = "USD"
#: Sources of a rate, the weaker first: items in two currencies, a file of rates, company.toml, typed in Settings.
FROM_FILE: Final = "file"
FROM_LIST: Final = "rates"
FROM_COMPANY: Final = "company.toml"
TYPED: Final = "settings"
#: Powers of ten between which a number can be a rate of exchange.
_SMALLEST, _LARGEST = -12, 12
#: Steps in which the size of a minor unit is kept.
_FINE: Final = 10**18


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of base currency for one unit, the day it is from, and who says so."""

    value: Decimal
    day: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class Converted:
    """A total in the base currency (minor units); ``missing`` are currencies left out for want of a rate."""

    minor: int
    currency: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rates:
    """The newest rates on or before a day.

    Attributes:
        base: base currency.
        known: rate by currency, the base itself left out.
        scales: USD-like size of one major unit by currency, from the policy's thresholds (see ``usd_worth``).
    """

    base: str
    known: Mapping[str, Rate] = field(default_factory=dict)
    scales: Mapping[str, Decimal] = field(default_factory=dict)

    def rate(self, currency: str) -> Decimal | None:
        """Return base units for one unit of the currency, None if unknown."""
        if currency == self.base:
            return Decimal(1)
        rate = self.known.get(currency)
        return None if rate is None else rate.value

    @property
    def day(self) -> date | None:
        """Return the newest rate's day, for the status line."""
        return max((rate.day for rate in self.known.values()), default=None)

    def to_base(self, minor: int, currency: str) -> int | None:
        """Convert minor units into minor units of the base currency, half-up once; None without a rate."""
        rate = self.rate(currency)
        return None if rate is None else convert(minor, currency, self.base, rate)

    def total(self, sums: Mapping[str, int]) -> Converted:
        """Convert sums by currency and add them; what has no rate is named."""
        total, missing = 0, []
        for currency, minor in sums.items():
            value = self.to_base(minor, currency)
            if value is None:
                if minor:
                    missing.append(currency)
            else:
                total += value
        return Converted(total, self.base, tuple(sorted(missing)))

    def usd_worth(self, minor: int, currency: str) -> int:
        """Return the size of an amount in whole USD, for points and tiers only, never shown.

        By the rates if they lead to USD, else by the thresholds that the policy states in the currency itself; 0 for a
        currency without a row.
        """
        return int((to_major(minor, currency) * self.usd_scale(currency)).to_integral_value(ROUND_HALF_UP))

    def usd_scale(self, currency: str) -> Decimal:
        """Return the size of one major unit in USD, for points and tiers only."""
        own, usd = self.rate(currency), self.rate(_USD)
        if own is not None and usd:
            return own / usd
        if own is not None and self.base in self.scales:
            return own * self.scales[self.base]
        return self.scales.get(currency, Decimal(0))


class Sizes:
    """The same conversions for tens of thousands of accounts: integers only, a currency's rate worked out once."""

    def __init__(self, rates: Rates) -> None:
        """Start with nothing worked out."""
        self.rates = rates
        self._usd: dict[str, int] = {}
        self._base: dict[str, tuple[int, int] | None] = {}

    def usd(self, minor: int, currency: str) -> int:
        """Return ``Rates.usd_worth``, exact to 15 digits."""
        factor = self._usd.get(currency)
        if factor is None:
            factor = int(self.rates.usd_scale(currency) * _FINE / 10 ** decimals(currency))
            self._usd[currency] = factor
        return (minor * factor + _FINE // 2) // _FINE

    def base(self, minor: int, currency: str) -> int | None:
        """Return ``Rates.to_base``."""
        if currency not in self._base:
            self._base[currency] = self._ratio(currency)
        ratio = self._base[currency]
        if ratio is None:
            return None
        value = (2 * abs(minor) * ratio[0] + ratio[1]) // (2 * ratio[1])
        return value if minor >= 0 else -value

    def _ratio(self, currency: str) -> tuple[int, int] | None:
        rate = self.rates.rate(currency)
        if rate is None:
            return None
        over, under = rate.as_integer_ratio()
        return over * 10 ** decimals(self.rates.base), under * 10 ** decimals(currency)


def base_currency(session: Session) -> str:
    """Return the company's base currency."""
    return session.scalar(select(Company.base_currency)) or DEFAULT_BASE


def is_rate(value: Decimal) -> bool:
    """Tell whether a number can be a rate of exchange: more than nothing, and of a size that is no slip."""
    return value.is_finite() and value > 0 and _SMALLEST <= value.adjusted() <= _LARGEST


def load_rates(session: Session, day: date, settings: Settings) -> Rates:
    """Return the rates that hold on a day, with the scales of the policy."""
    base = base_currency(session)
    return Rates(base, known_rates(session, day, base), threshold_scales(settings))


def known_rates(session: Session, day: date, base: str) -> dict[str, Rate]:
    """Read the newest rate per currency on or before the day; where all are later, the earliest of them.

    Of one day a rate typed in Settings stands over one of company.toml, that over one of a file of rates, and that
    over one that items state.
    """
    strong = (TYPED, 3), (FROM_COMPANY, 2), (FROM_LIST, 1)
    weight = case(*((ExchangeRate.source == source, value) for source, value in strong), else_=0)
    known: dict[str, Rate] = {}
    rows = session.execute(
        select(ExchangeRate.currency, ExchangeRate.rate, ExchangeRate.day, ExchangeRate.source)
        .where(ExchangeRate.base == base)
        .order_by(ExchangeRate.currency, ExchangeRate.day, weight, ExchangeRate.id)
    )
    for currency, rate, when, source in rows:
        held = known.get(currency)
        if currency != base and (held is None or when <= day or when == held.day):
            known[currency] = Rate(Decimal(rate), when, source)
    return known


def threshold_scales(settings: Settings) -> dict[str, Decimal]:
    """Return how the policy's thresholds of each currency compare with those in USD."""
    usd = settings.limits(_USD)
    if usd is None or not usd.pre_due:
        return {_USD: Decimal(1)}
    reference = to_major(usd.pre_due, _USD)
    return {
        currency: reference / to_major(limits.pre_due, currency)
        for currency, limits in settings.currencies.items()
        if limits.pre_due
    }


def sums_by_currency(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Add amounts per currency, never across."""
    sums: dict[str, int] = {}
    for currency, minor in pairs:
        sums[currency] = sums.get(currency, 0) + minor
    return sums
