from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import render
from app.services import calendars as cal
from app.settings import Settings, from_json, to_json
from tools import holiday_table

ROOT = Path(__file__).resolve().parents[2]

MARKETS = ("JP", "CN", "TW", "SG", "ES", "PT", "MX", "CO", "AR", "BR", "US", "CA", "GB")
DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("country", "day", "business"),
    [
        ("JP", date(2026, 11, 3), False),  # 文化の日
        ("JP", date(2026, 12, 31), False),  # banks
        ("JP", date(2027, 1, 2), False),  # a Saturday anyway
        ("JP", date(2026, 10, 30), True),
        ("CN", date(2026, 10, 10), True),  # a Saturday that is worked
        ("CN", date(2026, 10, 6), False),
        ("BR", date(2026, 2, 16), False),  # Carnival Monday: no public holiday, but banks are closed
        ("BR", date(2026, 6, 4), False),  # Corpus Christi
        ("MX", date(2026, 4, 3), False),  # Good Friday
        ("MX", date(2026, 11, 2), False),
        ("ES", date(2026, 4, 2), False),  # Jueves Santo
        ("GB", date(2026, 8, 31), False),  # England's late summer bank holiday
        ("GB", date(2026, 4, 6), False),  # Easter Monday
        ("CA", date(2026, 10, 12), False),  # Thanksgiving
        ("US", date(2026, 11, 26), False),
        ("AR", date(2026, 11, 6), False),  # bank workers' day
        ("SA", date(2026, 5, 10), True),  # Sunday is a working day there
        ("SA", date(2026, 5, 8), False),  # Friday is not
        (None, date(2026, 12, 25), True),  # no country: weekends only
        ("XX", date(2026, 12, 26), False),
    ],
)
def test_business_days_are_those_of_offices_and_banks(country, day, business):
    assert cal.is_business_day(country, day) is business


def test_the_shipped_table_is_what_the_package_says():
    assert cal.TABLE.read_text(encoding="utf-8") == holiday_table.text()


def test_the_markets_need_no_package():
    code = "import sys; from datetime import date; from app.services import calendars as c; "
    code += "assert c.holiday_name('JP', date(2026, 11, 3)) == '文化の日'; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_holiday_has_its_local_name():
    assert cal.holiday_name("JP", date(2026, 11, 3)) == "文化の日"
    assert cal.holiday_name("BR", date(2026, 2, 17)) == "Carnaval"
    assert cal.holiday_name("JP", date(2026, 11, 4)) is None


def test_the_next_holiday_is_one_that_costs_a_working_day():
    assert cal.next_holiday("JP", date(2026, 10, 30)) == (date(2026, 11, 3), "文化の日")
    assert cal.next_holiday("GB", date(2026, 10, 30)) is None


def test_rolling_and_adding_business_days():
    friday = date(2026, 10, 30)
    assert cal.next_business_day("JP", date(2026, 10, 31)) == date(2026, 11, 2)
    assert cal.previous_business_day("JP", date(2026, 11, 1)) == friday
    assert cal.add_business_days("JP", friday, 1) == date(2026, 11, 2)
    assert cal.add_business_days("JP", friday, 2) == date(2026, 11, 4)  # over 文化の日
    assert cal.add_business_days("JP", date(2026, 10, 31), 1) == date(2026, 11, 2)
    assert cal.add_business_days("JP", date(2026, 10, 31), 0) == date(2026, 11, 2)
    assert cal.add_business_days("JP", date(2026, 11, 4), -2) == friday
    assert cal.business_days_between("JP", friday, date(2026, 11, 4)) == 2
    assert cal.business_days_between("JP", date(2026, 11, 4), friday) == -2
    assert cal.business_days_between("JP", friday, friday) == 0


@given(st.sampled_from(MARKETS), DAYS, st.integers(1, 30))
def test_adding_and_counting_business_days_agree(country, day, count):
    later = cal.add_business_days(country, day, count)
    assert cal.is_business_day(country, later)
    assert cal.business_days_between(country, day, later) == count


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))],
)
def test_easter(year, sunday):
    assert cal.easter(year) == sunday


@pytest.mark.parametrize(
    ("country", "word", "place", "zone"),
    [
        ("JP", None, None, "Asia/Tokyo"),
        ("CA", None, "Toronto, ON", "America/Toronto"),
        ("CA", None, "Vancouver, BC", "America/Vancouver"),
        ("US", None, "Chicago", "America/Chicago"),
        ("US", None, "El Paso, TX 79901", "America/Denver"),
        ("US", None, "Plano, TX", "America/Chicago"),
        ("US", None, "Portland, OR", "America/Los_Angeles"),
        ("US", None, "Portland, ME", "America/New_York"),
        ("MX", None, "Tijuana, B.C.", "America/Tijuana"),
        ("MX", None, "Culiacán", "America/Mazatlan"),
        ("BR", None, "Manaus", "America/Manaus"),
        ("ES", None, "Las Palmas de Gran Canaria", "Atlantic/Canary"),
        ("PT", None, "Funchal", "Atlantic/Madeira"),
        ("CA", "America/Halifax", "Toronto", "America/Halifax"),
        ("CN", "CST", None, "Asia/Shanghai"),
        ("US", "CST", None, "America/Chicago"),
        ("TW", "GMT+8", None, "Etc/GMT-8"),
        ("CO", "UTC-05:00", None, "Etc/GMT+5"),
        ("JP", "nonsense", None, "Asia/Tokyo"),
        (None, None, None, "UTC"),
        ("ZZ", None, None, "UTC"),
    ],
)
def test_zone_from_the_file_then_the_place_then_the_country(country, word, place, zone):
    assert cal.zone_of(country, word, place) == zone


def _state(country: str, zone: str, moment: datetime) -> cal.OfficeState:
    return cal.office_state(country, zone, moment, Settings())


def test_office_open_in_tokyo_in_the_afternoon():
    state = _state("JP", "Asia/Tokyo", datetime(2026, 10, 30, 5, 20, tzinfo=UTC))
    assert state.open
    assert state.may_call
    assert state.local.strftime("%H:%M") == "14:20"
    assert state.closes_at is not None
    assert state.closes_at.strftime("%H:%M") == "17:30"
    assert state.opens_at is None


@pytest.mark.parametrize(
    ("utc", "is_open", "may_call", "opens"),
    [
        ("2026-10-29T23:30", False, False, "09:15"),  # 08:30
        ("2026-10-30T00:05", True, False, "09:15"),  # 09:05: open, but nobody wants a call yet
        ("2026-10-30T00:15", True, True, None),  # 09:15
        ("2026-10-30T03:10", False, False, "13:00"),  # lunch
        ("2026-10-30T08:20", True, False, None),  # 17:20: the last quarter of an hour
        ("2026-10-30T08:30", False, False, None),  # 17:30: closed
        ("2026-10-31T03:00", False, False, None),  # Saturday
        ("2026-11-03T03:00", False, False, None),  # 文化の日
    ],
)
def test_the_day_of_a_japanese_office(utc, is_open, may_call, opens):
    state = _state("JP", "Asia/Tokyo", datetime.fromisoformat(utc).replace(tzinfo=UTC))
    assert (state.open, state.may_call) == (is_open, may_call)
    assert (state.opens_at.strftime("%H:%M") if state.opens_at else None) == opens


def test_spain_works_one_long_morning_in_summer():
    assert not _state("ES", "Europe/Madrid", datetime(2026, 7, 15, 14, 30, tzinfo=UTC)).open  # 16:30
    assert _state("ES", "Europe/Madrid", datetime(2026, 9, 15, 14, 30, tzinfo=UTC)).open


def test_office_hours_are_a_setting_that_survives_the_store():
    settings = Settings().changed(office_hours={"standard": ((600, 660),)})
    assert from_json(to_json(settings)) == settings
    assert not cal.office_state("JP", "Asia/Tokyo", datetime(2026, 10, 30, 5, tzinfo=UTC), settings).open


def test_the_next_welcome_moment_skips_weekend_and_holiday():
    saturday = datetime(2026, 10, 31, 3, tzinfo=UTC)
    assert cal.next_call_moment("JP", "Asia/Tokyo", saturday, Settings()) == datetime(2026, 11, 2, 0, 15, tzinfo=UTC)
    now = datetime(2026, 10, 30, 5, tzinfo=UTC)
    assert cal.next_call_moment("JP", "Asia/Tokyo", now, Settings()) == now


@pytest.mark.parametrize("country", MARKETS)
@given(moment=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)))
def test_a_call_is_only_welcome_in_an_open_office(country, moment):
    zone = cal.zone_of(country)
    found = cal.next_call_moment(country, zone, moment.replace(tzinfo=UTC), Settings())
    state = _state(country, zone, found)
    assert state.open
    assert state.may_call
    assert found >= moment.replace(tzinfo=UTC)
    assert found - moment.replace(tzinfo=UTC) < timedelta(days=16)


@pytest.mark.parametrize(
    ("country", "day", "stage", "held"),
    [
        ("JP", date(2026, 4, 28), 1, False),
        ("JP", date(2026, 4, 29), 1, True),
        ("JP", date(2026, 5, 5), 1, True),
        ("JP", date(2026, 8, 14), 1, True),
        ("JP", date(2027, 1, 4), 1, True),
        ("JP", date(2027, 1, 5), 1, False),
        ("CN", date(2026, 2, 15), 1, False),
        ("CN", date(2026, 2, 16), 1, True),  # New Year's Eve
        ("CN", date(2026, 2, 22), 1, True),
        ("CN", date(2026, 2, 23), 1, False),
        ("CN", date(2026, 10, 7), 1, True),
        ("TW", date(2026, 2, 18), 1, True),
        ("SG", date(2026, 2, 18), 1, False),
        ("BR", date(2026, 2, 16), 1, True),  # Carnival Monday
        ("BR", date(2026, 2, 18), 1, True),  # Ash Wednesday
        ("BR", date(2026, 2, 19), 1, False),
        ("ES", date(2026, 8, 10), 2, False),
        ("ES", date(2026, 8, 10), 3, True),
        ("PT", date(2026, 8, 31), 4, True),
        ("MX", date(2026, 4, 2), 1, True),
        ("MX", date(2026, 4, 4), 1, False),
        ("GB", date(2026, 4, 3), 1, False),
        ("US", date(2026, 12, 24), 1, True),
        ("US", date(2027, 1, 1), 1, True),
        ("US", date(2027, 1, 2), 1, False),
        (None, date(2026, 12, 28), None, True),
    ],
)
def test_days_without_letters(country, day, stage, held):
    found = cal.blackout(country, day, stage)
    assert (found is not None) is held
    if found is not None:
        assert render(found)
