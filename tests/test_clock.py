"""Only the clock asks the time."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.clock import AsOfClock, FixedClock, SystemClock

NIGHT = datetime(2026, 10, 30, 16, 30, tzinfo=UTC)


def test_the_day_depends_on_the_zone():
    clock = FixedClock(NIGHT)
    assert clock.today("Asia/Tokyo") == date(2026, 10, 31)
    assert clock.today("America/Mexico_City") == date(2026, 10, 30)


def test_as_of_keeps_the_time_of_day_in_the_collectors_zone():
    clock = AsOfClock(date(2026, 6, 17), "Asia/Tokyo", FixedClock(NIGHT))
    assert clock.today("Europe/Madrid") == date(2026, 6, 17)
    assert clock.now() == datetime(2026, 6, 16, 16, 30, tzinfo=UTC)


def test_the_system_clock_is_aware():
    assert SystemClock().now().tzinfo is UTC
