"""Business days, holidays and office hours of the customer's country, and days on which no letter is dated.

Holidays of the markets stand in a table that is made from the ``holidays`` package; other countries and years are asked
of the package itself, imported when it is needed. What banks keep besides stands in ``calendar_data``. Every day and
moment is a parameter.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.i18n import RESOURCES, Message, msg
from app.services import calendar_data as data
from app.settings import SUMMER_HOURS, Settings

#: The shipped table, written by ``tools/holiday_table.py``.
TABLE: Final = RESOURCES / "calendars" / "holidays.json"
_DAY = timedelta(days=1)
#: Minutes after opening and before closing in which nobody likes to be called.
_EDGE = timedelta(minutes=15)
#: A country without a business day in so many days is a defect in the tables, not a long weekend.
_LONGEST_REST = 40


@dataclass(frozen=True, slots=True)
class _Year:
    """Holidays of one country and year, its weekend (0 = Monday) and weekend days that are worked."""

    holidays: Mapping[date, str]
    weekend: frozenset[int]
    worked: frozenset[date]


@dataclass(frozen=True, slots=True)
class OfficeState:
    """Whether a customer's office is open at a moment; all times are in the customer's zone.

    Attributes:
        open: inside office hours of a business day.
        may_call: open, and not in the first or last 15 minutes of the day.
        opens_at: when a call is next welcome on this local day; None when it is now or no more today.
        closes_at: end of the present span (a lunch break ends one); None while closed.
        local: the moment as the customer's clock shows it.
        holiday: local name of today's holiday, if any.
    """

    open: bool
    may_call: bool
    opens_at: datetime | None
    closes_at: datetime | None
    local: datetime
    holiday: str | None


# ------------------------------------------------------------------------------------------------ business days


def is_business_day(country: str | None, day: date) -> bool:
    """Tell whether offices and banks of the country work; without a country only weekends rest."""
    year = _year(country or "", day.year)
    if day in year.worked:
        return True
    return day.weekday() not in year.weekend and day not in year.holidays


def next_business_day(country: str | None, day: date) -> date:
    """Return the day itself if it is a business day, else the next one."""
    return _seek(country, day, _DAY)


def previous_business_day(country: str | None, day: date) -> date:
    """Return the day itself if it is a business day, else the one before."""
    return _seek(country, day, -_DAY)


def add_business_days(country: str | None, day: date, count: int) -> date:
    """Return the business day ``count`` business days after (negative: before) the day.

    From a day of rest the count starts at the next (before: the previous) business day's eve, so that one business day
    after a Saturday is Monday. Zero rolls forward to a business day.
    """
    if count == 0:
        return next_business_day(country, day)
    step = _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        day = _seek(country, day + step, step)
    return day


def business_days_between(country: str | None, start: date, end: date) -> int:
    """Count business days after ``start`` through ``end``; negative when ``end`` is earlier."""
    if end < start:
        return -business_days_between(country, end, start)
    return sum(is_business_day(country, start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def holiday_name(country: str | None, day: date) -> str | None:
    """Return the local name of the holiday on that day, or None."""
    return _year(country or "", day.year).holidays.get(day)


def next_holiday(country: str | None, day: date, within: int = 7) -> tuple[date, str] | None:
    """Return the first holiday that falls on a working weekday in the next ``within`` days after ``day``."""
    for ahead in range(1, within + 1):
        candidate = day + timedelta(days=ahead)
        name = holiday_name(country, candidate)
        if name and candidate.weekday() not in _year(country or "", candidate.year).weekend:
            return candidate, name
    return None


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Meeus/Jones/Butcher)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _seek(country: str | None, day: date, step: timedelta) -> date:
    for _ in range(_LONGEST_REST):
        if is_business_day(country, day):
            return day
        day += step
    raise ValueError(f"no business day near {day} in {country!r}")


@lru_cache(maxsize=1024)
def _year(country: str, year: int) -> _Year:
    """Read one country and year once: from the table that we ship, else from the package."""
    value = _table().get(country, {}).get(str(year)) or tabulate(country, year)
    return _Year(
        {date.fromisoformat(f"{year}-{day}"): name for day, name in value["holidays"].items()},
        frozenset(value["weekend"]),
        frozenset(date.fromisoformat(f"{year}-{day}") for day in value["worked"]),
    )


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    """Read the shipped table; without it everything is asked of the package."""
    if not TABLE.exists():
        return {}
    found: dict[str, Any] = json.loads(TABLE.read_text(encoding="utf-8"))
    return found


def tabulate(country: str, year: int) -> dict[str, Any]:
    """Return holidays with local names, weekend and worked weekend days of a country and year, days as ``MM-DD``.

    Public holidays are the package's; what banks keep besides is ours. A country that nobody tabulates rests at
    weekends only.
    """
    public, weekend, worked = _public(country, year)
    for month, day, name in data.BANK_DAYS.get(country, ()):
        public.setdefault(date(year, month, day), name)
    for offset, name in data.EASTER_DAYS.get(country, ()):
        public.setdefault(easter(year) + timedelta(days=offset), name)
    return {
        "holidays": {f"{day:%m-%d}": name for day, name in sorted(public.items())},
        "weekend": sorted(weekend),
        "worked": [f"{day:%m-%d}" for day in sorted(worked)],
    }


def _public(country: str, year: int) -> tuple[dict[date, str], set[int], set[date]]:
    """Ask the package for public holidays, the weekend and weekend days that are worked."""
    import holidays

    if not country or not hasattr(holidays, country):
        return {}, {5, 6}, set()
    table = holidays.country_holidays(
        country,
        subdiv=data.SUBDIVISIONS.get(country),
        years=year,
        language=getattr(holidays, country).default_language,
        categories=("public", *data.CATEGORIES.get(country, ())),
    )
    worked = {day for day in table.weekend_workdays if day.year == year}
    return {day: name for day, name in table.items() if day.year == year}, set(table.weekend), worked


# ------------------------------------------------------------------------------------------------ time zones


def zone_of(country: str | None, time_zone: str | None = None, place: str | None = None, default: str = "UTC") -> str:
    """Return the IANA zone of a customer.

    Taken in this order: the file's own word (IANA name, ``GMT+9``, ``EST``), the place (city, state or address text)
    within the country, the country's business centre, ``default`` (a collector's own zone where nothing is known).
    """
    return _zone_of(country or "", (time_zone or "").strip(), place or "") or default


@lru_cache(maxsize=16_384)
def _zone_of(country: str, word: str, place: str) -> str:
    if word:
        stated = data.ZONE_WORDS_AT.get((country, word.casefold())) or data.ZONE_WORDS.get(word.casefold())
        if stated is None:
            stated = word if _is_zone(word) else _offset_zone(word)
        if stated:
            return stated
    if place:
        for text in (_plain(place), place):  # a city says more than a state
            for zone, words in _places(country):
                if words.search(text):
                    return zone
    return data.ZONES.get(country, "")


@lru_cache(maxsize=64)
def _places(country: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Compile a country's places; words in capitals are states and match only so."""
    return tuple(
        (zone, re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in words.split('|'))})(?!\w)"))
        for zone, words in data.PLACES.get(country, {}).items()
    )


def _plain(text: str) -> str:
    """Lower case without accents, as the table of places is written."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


@lru_cache(maxsize=1024)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _offset_zone(word: str) -> str | None:
    """Read ``GMT+9``, ``UTC-05:00`` or ``+8`` as a fixed zone; the signs of Etc zones are turned by POSIX."""
    match = re.fullmatch(r"(?:GMT|UTC)?\s*([+\-−])\s*(\d{1,2})(?::?00)?", word, re.IGNORECASE)
    if match is None or int(match[2]) > 14:
        return None
    name = f"Etc/GMT{'-' if match[1] == '+' else '+'}{int(match[2])}" if int(match[2]) else "UTC"
    return name if _is_zone(name) else None


# ------------------------------------------------------------------------------------------------ office hours


def office_state(country: str | None, zone: str, moment: datetime, settings: Settings) -> OfficeState:
    """Return whether the customer's office is open at an aware moment, by office hours and holidays."""
    local = moment.astimezone(ZoneInfo(zone))
    spans = _spans(country, local.date(), settings)
    holiday = holiday_name(country, local.date())
    now = local.replace(tzinfo=None)
    if not spans:
        return OfficeState(False, False, None, None, local, holiday)
    first, last = spans[0][0] + _EDGE, spans[-1][1] - _EDGE
    current = next((span for span in spans if span[0] <= now < span[1]), None)
    may_call = current is not None and first <= now < last
    ahead = [max(start, first) for start, end in spans if max(start, first) > now and max(start, first) < last]
    opens = None if may_call or not ahead else _aware(min(ahead), zone)
    closes = None if current is None else _aware(current[1], zone)
    return OfficeState(current is not None, may_call, opens, closes, local, holiday)


def next_call_moment(country: str | None, zone: str, moment: datetime, settings: Settings) -> datetime:
    """Return the first moment (UTC) at or after ``moment`` at which a call is welcome."""
    for _ in range(_LONGEST_REST):
        state = office_state(country, zone, moment, settings)
        if state.may_call:
            return moment.astimezone(UTC)
        if state.opens_at is not None:
            return state.opens_at.astimezone(UTC)
        midnight = datetime.combine(state.local.date() + _DAY, time(), ZoneInfo(zone))
        moment = midnight.astimezone(UTC)
    raise ValueError(f"no office hours near {moment} in {country!r}")


def local_moment(day: date, clock: str | None, zone: str) -> datetime:
    """Return a local day and time (``HH:MM``, default 00:00) of a zone as a UTC moment."""
    return datetime.combine(day, time.fromisoformat(clock or "00:00"), ZoneInfo(zone)).astimezone(UTC)


def _spans(country: str | None, day: date, settings: Settings) -> list[tuple[datetime, datetime]]:
    """Return the office hours of one local day as naive local times; none on a day of rest."""
    if not is_business_day(country, day):
        return []
    hours = settings.office_hours.get(country or "") or settings.office_hours["standard"]
    if day.month in (7, 8):
        hours = SUMMER_HOURS.get(country or "", hours)
    start = datetime.combine(day, time())
    return [(start + timedelta(minutes=begin), start + timedelta(minutes=end)) for begin, end in hours]


def _aware(naive: datetime, zone: str) -> datetime:
    return naive.replace(tzinfo=ZoneInfo(zone))


# ------------------------------------------------------------------------------------------------ days without letters


def blackout(country: str | None, day: date, stage: int | None = None) -> Message | None:
    """Return why no letter is dated or made due on that day in the country, or None.

    Stage 3 and 4 rest in August in Spain and Portugal.
    """
    for code in ("", country or ""):
        for month_from, day_from, month_to, day_to in data.NO_LETTERS.get(code, ()):
            if (month_from, day_from) <= (day.month, day.day) <= (month_to, day_to):
                return _rest(day, country if code else None)
    if country in data.AUGUST and (stage or 0) >= 3 and day.month == 8:
        return msg("no demands in August in {country}", country=country)
    offset = (day - easter(day.year)).days
    if country in data.HOLY_WEEK and offset in {-3, -2}:
        return msg("no letters in Holy Week in {country}", country=country)
    if country == "BR" and -48 <= offset <= -46:
        return msg("no letters during Carnival")
    span = data.LUNAR_NEW_YEAR.get(country or "")
    if span is not None and 0 <= (day - _lunar_eve(day.year)).days < span:
        return msg("no letters in the Lunar New Year week")
    return None


def _rest(day: date, country: str | None) -> Message:
    if day.month in (12, 1):
        return msg("no letters over the turn of the year")
    return msg("no letters during the holidays of {country}", country=country or "")


@lru_cache(maxsize=64)
def _lunar_eve(year: int) -> date:
    """Return the eve of the Lunar New Year; Singapore's calendar names the day itself without substitutes."""
    days = _year("SG", year).holidays.items()
    return min((day for day, name in days if "Chinese New Year" in name), default=date(year, 2, 1)) - _DAY
