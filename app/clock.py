"""The one place that asks the time.

Rules and services take moments and days as parameters; only the composition root holds a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the moment and the day."""

    def now(self) -> datetime:
        """Return the moment as an aware UTC datetime."""
        ...

    def today(self, zone: str) -> date:
        """Return the calendar day in the IANA zone ``zone``."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the moment as an aware UTC datetime."""
        return datetime.now(UTC)

    def today(self, zone: str) -> date:
        """Return the calendar day in ``zone``."""
        return self.now().astimezone(ZoneInfo(zone)).date()


def moment_text(value: datetime) -> str:
    """Return a moment as the store keeps it: UTC with Z, so that text order is time order.

    Raises:
        ValueError: the moment has no zone.
    """
    if value.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is set; for tests and for reproducible runs."""

    moment: datetime

    def now(self) -> datetime:
        """Return the moment set."""
        return self.moment.astimezone(UTC)

    def today(self, zone: str) -> date:
        """Return the calendar day in ``zone``."""
        return self.now().astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True, slots=True)
class AsOfClock:
    """``--as-of``: another day at the present time of day.

    The time of day in the collector's zone is the inner clock's, so that opening hours and callbacks still make sense.
    """

    day: date
    zone: str
    inner: Clock

    def now(self) -> datetime:
        """Return the inner clock's time of day on the day asked for, in UTC."""
        local = self.inner.now().astimezone(ZoneInfo(self.zone))
        return datetime.combine(self.day, local.timetz().replace(tzinfo=None), ZoneInfo(self.zone)).astimezone(UTC)

    def today(self, zone: str) -> date:
        """Return the day asked for, in every zone: it was asked for as a day."""
        return self.day


def local_zone() -> str:
    """Return the IANA name of this machine's zone, or UTC where the system does not tell."""
    from tzlocal import get_localzone_name

    return get_localzone_name() or "UTC"
