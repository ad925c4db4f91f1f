"""How amounts, dates and telephone numbers are written in a letter.

Babel formats with patterns of our own: its symbols collide (``$`` is six currencies, ``¥`` is two), it gives Taiwan
dollars decimals that no letter there has, rounds half-even and knows no Japanese or Minguo calendar.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from app.money import decimals, to_major

MINUS: Final = "\u2212"
#: Currencies whose letters print fewer decimals than the currency has.
WHOLE: Final = frozenset({"TWD"})
_ERAS: Final = ((date(2019, 5, 1), "令和"), (date(1989, 1, 8), "平成"), (date(1926, 12, 25), "昭和"))


def printed_decimals(currency: str, *, cop_decimals: bool = False) -> int:
    """Return how many decimals a letter prints: the currency's own, none for TWD, and for COP as the setting says."""
    if currency in WHOLE or (currency == "COP" and not cop_decimals):
        return 0
    return decimals(currency)


def rounded(minor: int, currency: str, places: int) -> Decimal:
    """Return an amount in major units, rounded half-up to ``places`` before anything formats it."""
    return to_major(minor, currency).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def number(value: Decimal, places: int, locale: Locale) -> str:
    """Group an amount with the locale's separators; a minus is U+2212."""
    text = format_decimal(abs(value), format=_pattern(places), locale=locale)
    return f"{MINUS}{text}" if value < 0 else text


@lru_cache(maxsize=8)
def _pattern(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")


def long_date(day: date, locale: Locale) -> str:
    """Write a date in the locale's long form; letters never use an ambiguous short one."""
    return format_date(day, "long", locale=locale)


def wareki(day: date) -> str:
    """Write a date in the Japanese calendar: 2026-03-05 is 令和8年3月5日, the first year of an era 元年."""
    for start, era in _ERAS:
        if day >= start:
            year = day.year - start.year + 1
            return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    raise ValueError(day)


def minguo(day: date) -> str:
    """Write a date in the calendar of Taiwan: 2026-03-05 is 中華民國115年3月5日."""
    return f"中華民國{day.year - 1911}年{day.month}月{day.day}日"


def joined(parts: Sequence[str], separator: str, last: str) -> str:
    """Join a list as a sentence does: ``A, B and C``."""
    if len(parts) < 2:
        return "".join(parts)
    return separator.join(parts[:-1]) + last + parts[-1]


_POSTAL: Final = {"ES": "es", "MX": "es", "CO": "es", "AR": "es", "BR": "pt", "PT": "pt_PT"}


def postal_country(country: str, sender: str) -> str:
    """Return a country's name in capitals in the language that the sender's post sorts by; English outside its area."""
    return str(Locale.parse(_POSTAL.get(sender, "en")).territories.get(country, "")).upper()


_NATIONAL: Final[dict[str, tuple[str, str]]] = {
    # country code, and how its people write the groups behind it
    "JP": ("81", "0{0}-{rest:-}"),
    "CN": ("86", "0{0}-{rest: }"),
    "TW": ("886", "0{0}-{rest:-}"),
    "ES": ("34", "{0} {rest: }"),
    "PT": ("351", "{0} {rest: }"),
    "GB": ("44", "0{0} {rest: }"),
    "US": ("1", "({0}) {rest:-}"),
    "CA": ("1", "({0}) {rest:-}"),
    "MX": ("52", "({0}) {rest: }"),
    "BR": ("55", "({0}) {rest:-}"),
}


class _Groups:
    """The groups behind the area code; the format code is what joins them."""

    def __init__(self, groups: list[str]) -> None:
        self.groups = groups

    def __format__(self, joint: str) -> str:
        return joint.join(self.groups)


def phone(stored: str, country: str, *, abroad: bool) -> str:
    """Write a telephone number: international with blanks abroad, in national form at home.

    Only a number stored with its country code and blanks between its groups is rewritten; others print as stored.
    """
    code, pattern = _NATIONAL.get(country, ("", ""))
    match = re.fullmatch(rf"\+{code}((?: \d+)+)", stored.strip()) if code else None
    if abroad or match is None:
        return stored.strip()
    groups = match[1].split()
    if len(groups) < 2:
        return stored.strip()
    return pattern.format(groups[0], rest=_Groups(groups[1:]))


def iban(text: str) -> str:
    """Write an IBAN in groups of four."""
    compact = re.sub(r"\s", "", text).upper()
    return " ".join(compact[i : i + 4] for i in range(0, len(compact), 4))
