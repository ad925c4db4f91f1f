"""Exact money: integers of minor units with an ISO 4217 code.

Amounts never pass through a binary float. The number of decimals of a currency is ISO 4217's, kept in a table of
our own, because CLDR says 0 for currencies such as IQD and RSD and may change from release to release.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

#: ISO 4217 codes whose exponent is not 2.
_EXPONENTS: Final[dict[str, int]] = {
    **dict.fromkeys(("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF").split(), 0),
    **dict.fromkeys(("BHD IQD JOD KWD LYD OMR TND").split(), 3),
    **dict.fromkeys(("CLF UYW").split(), 4),
}
#: Active ISO 4217 codes with two decimals.
_TWO: Final[frozenset[str]] = frozenset(
    (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE "
        "CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD "
        "HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU "
        "MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG "
        "SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST "
        "XCD YER ZAR ZMW ZWG"
    ).split()
)
#: Binary noise that a spreadsheet adds to a decimal number, in minor units; more is a different amount.
NOISE: Final = Decimal("0.000001")


#: The largest amount, in minor units: the store holds integers of 64 bits, and adds up many of them.
LARGEST: Final = 10**16


class MoneyError(ValueError):
    """An amount that cannot be held exactly, or a currency that ISO 4217 does not know."""


class TooLargeError(MoneyError):
    """An amount beyond ``LARGEST``, as a number of a card or an article in the wrong column is."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units of one currency; what the customer owes is positive."""

    minor: int
    currency: str

    def __str__(self) -> str:
        """Show the plain form with its code: ``1234.50 USD``."""
        return f"{plain(self.minor, self.currency)} {self.currency}"


def is_currency(code: str) -> bool:
    """Tell whether ``code`` is an active ISO 4217 code in upper case."""
    return code in _TWO or code in _EXPONENTS


@lru_cache(maxsize=256)
def decimals(currency: str) -> int:
    """Return ISO 4217's number of decimals.

    Raises:
        MoneyError: the code is not an ISO 4217 currency.
    """
    if currency in _TWO:
        return 2
    try:
        return _EXPONENTS[currency]
    except KeyError:
        raise MoneyError(f"{currency!r} is not an ISO 4217 currency") from None


@lru_cache(maxsize=256)
def _scale(currency: str) -> Decimal:
    return Decimal(10) ** decimals(currency)


def to_minor(amount: Decimal | str | int, currency: str) -> int:
    """Turn an amount in major units into minor units.

    More decimals than the currency has are rounded half-up only within ``NOISE`` of a minor unit.

    Raises:
        TooLargeError: more than ``LARGEST``.
        MoneyError: not a finite number, or more decimals than the currency has.
    """
    try:
        scaled = Decimal(amount) * _scale(currency)
    except InvalidOperation:
        raise MoneyError(f"{amount!r} is not an amount") from None
    if not scaled.is_finite():
        raise MoneyError(f"{amount!r} is not an amount")
    if abs(scaled) > LARGEST:
        raise TooLargeError(f"{amount} is more than can be held")
    whole = scaled.to_integral_value(ROUND_HALF_UP)
    if abs(scaled - whole) > NOISE:
        raise MoneyError(f"{amount} has more decimals than {currency} has")
    return int(whole)


def to_major(minor: int, currency: str) -> Decimal:
    """Return the amount in major units with exactly the currency's decimals."""
    return Decimal(minor).scaleb(-decimals(currency))


def plain(minor: int, currency: str) -> str:
    """Return the amount as JSON carries it: no grouping, a point, the currency's decimals."""
    places = decimals(currency)
    if not places:
        return str(minor)
    sign = "-" if minor < 0 else ""
    major, rest = divmod(abs(minor), 10**places)
    return f"{sign}{major}.{rest:0{places}d}"


def split_even(total: int, parts: int) -> tuple[int, ...]:
    """Split minor units into equal instalments, the remainder on the last one.

    Raises:
        MoneyError: fewer than one part.
    """
    if parts < 1:
        raise MoneyError("a plan needs at least one instalment")
    sign = -1 if total < 0 else 1
    each = abs(total) // parts
    return (*(sign * each for _ in range(parts - 1)), total - sign * each * (parts - 1))


def convert(minor: int, currency: str, base: str, rate: Decimal) -> int:
    """Convert minor units of ``currency`` into minor units of ``base``, rounded half-up once.

    ``rate`` is the number of base units for one unit of ``currency``. Sums are made before converting.
    """
    if currency == base:
        return minor
    value = to_major(minor, currency) * rate * _scale(base)
    return int(value.to_integral_value(ROUND_HALF_UP))
