"""Short forms for the screen: the same day, amount and share look the same in every view.

Everything speaks the interface language; nothing here is used in letters.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from zoneinfo import ZoneInfo

from app.i18n import _, format_amount, format_date, language
from app.money import to_major

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January February March April May June July August September October November December").split()


def amount(minor: int, currency: str) -> str:
    """Return ``9,984,000`` or ``1,064,000.00``: grouped, the currency's decimals, no code."""
    return format_amount(minor, currency)


#: Units of short amounts, the largest first: from so much on, divided by so much, the unit with the gap before it.
_UNITS: Final = {
    "en": ((10**9, 10**9, " G"), (10**6, 10**6, " M"), (10**4, 10**3, " k")),
    "ja": ((10**12, 10**12, "兆"), (10**8, 10**8, "億"), (10**4, 10**4, "万")),
}


def compact(minor: int, currency: str) -> str:
    """Return three figures for narrow places; the full amount belongs in the tooltip.

    ``3.12 M``, ``42.0 k``, ``980``; in Japanese ``312万``, ``1.05億``.
    """
    value = to_major(minor, currency)
    for least, scale, unit in _UNITS[language()]:
        if abs(value) >= least:
            short = value / scale
            places = "0.01" if abs(short) < 10 else "0.1" if abs(short) < 100 else "1"
            return f"{short.quantize(Decimal(places), ROUND_HALF_UP):,}{unit}".replace("-", "\u2212")
    return f"{value.quantize(Decimal(1), ROUND_HALF_UP):,}".replace("-", "\u2212")


def percent(part: int, whole: int) -> str:
    """Return ``83 %`` of two amounts in one currency, rounded half-up; empty when there is no whole."""
    if whole <= 0:
        return ""
    share = (Decimal(part) * 100 / whole).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{share} %".replace("-", "\u2212")


def day_short(day: date | None, today: date) -> str:
    """Return ``today``, ``yesterday``, ``27 Oct``, or with its year when that is another one."""
    if day is None:
        return ""
    if day == today:
        return _("today")
    if (today - day).days == 1:
        return _("yesterday")
    return format_date(day, year=day.year != today.year)


def day_plain(day: date | None, today: date) -> str:
    """Return ``27 Oct``, or with its year when that is another one; empty for none."""
    return "" if day is None else format_date(day, year=day.year != today.year)


def day_long(day: date) -> str:
    """Return ``Saturday 31 October`` or ``10月31日(土)``."""
    if language() == "ja":
        return format_date(day, weekday=True, year=False)
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def day_with_weekday(day: date) -> str:
    """Return ``Fri 13 Nov`` or ``11月13日(金)``."""
    return format_date(day, weekday=True, year=False)


def distance(day: date, today: date) -> str:
    """Return how far a day is: ``today``, ``in 13 d``, ``5 d ago``."""
    days = (day - today).days
    if days == 0:
        return _("today")
    return _("in {n} d", n=days) if days > 0 else _("{n} d ago", n=-days)


def clock_time(moment: datetime, zone: str) -> str:
    """Return ``14:20`` of an aware moment in an IANA zone."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def moment_short(moment: datetime, zone: str, today: date) -> str:
    """Return ``today 08:12``, ``yesterday 17:40`` or ``27 Oct 09:15`` of an aware moment in the collector's zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return _("{day} {time}", day=day_short(local.date(), today), time=local.strftime("%H:%M"))
