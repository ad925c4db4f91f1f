"""The first page of the day, read through the driver alone while everything else is still being loaded.

The rows are the stored ones and the code that lays them out is the call list's own; only the connection is bare. The
glance is a courtesy: whatever keeps it from being read, the ordinary way opens the store and says what is wrong.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2

from app.clock import Clock
from app.driver import SCHEMA, connect
from app.services.dates import Days
from app.services.portfolio.buckets import bucket_keys
from app.services.portfolio.listing.bulk import raw_rows
from app.services.portfolio.people import pick_contacts
from app.services.portfolio.ranking.view import is_stale, load_worklist
from app.services.today.names import latin_names
from app.services.today.shape import TodayBook
from app.settings import from_json

#: Rows of each part on the first page.
FIRST: Final = 40
_POLICY: Final = "policy."


@dataclass(frozen=True, slots=True)
class Glance:
    """What the window begins with: the collector's zone, and the first page if the stored list is today's."""

    zone: str | None
    page: TodayBook | None


@dataclass(frozen=True, slots=True)
class _Bare:
    """A connection as the reading functions ask for it."""

    raw: sqlcipher3.dbapi2.Connection

    def connection(self) -> _Held:
        """Return what holds the driver's connection."""
        return _Held(self.raw)


@dataclass(frozen=True, slots=True)
class _Held:
    connection: sqlcipher3.dbapi2.Connection


def read_glance(path: Path, key: bytes, clock: Clock) -> Glance | None:
    """Read the first page of the present day; None if the store is of another version.

    Raises:
        StoreError: the store cannot be opened with this key.
        sqlcipher3.dbapi2.Error: a table is not what it should be.
    """
    raw = connect(path, key, read_only=True)
    try:
        session: Any = _Bare(raw)
        if next(raw_rows(session, "SELECT version_num FROM alembic_version"), None) != (SCHEMA,):
            return None
        raw.execute("BEGIN")
        zone = next((row[0] for row in raw_rows(session, "SELECT time_zone FROM company LIMIT 1")), None)
        return Glance(zone, _page(session, clock, zone) if zone else None)
    finally:
        raw.close()


def _page(session: Any, clock: Clock, zone: str) -> TodayBook | None:
    day = clock.today(zone)
    if is_stale(session, day):
        return None
    stored = raw_rows(session, "SELECT key, value FROM setting WHERE key LIKE 'policy.%'")
    settings = from_json({key.removeprefix(_POLICY): json.loads(value) for key, value in stored})
    newest = next(
        raw_rows(session, "SELECT MAX(as_of) FROM sync_run WHERE state <> 'undone' AND kind = 'open-items'"), (None,)
    )[0]
    days = Days(day, date.fromisoformat(newest) if newest else None, None, zone)
    worklist = load_worklist(session, days, clock.now(), settings, FIRST)
    on_list = [row.account_id for row in worklist.rows]
    return TodayBook(
        worklist=worklist,
        whole=False,
        keys=bucket_keys(settings.bucket_bounds),
        latin=latin_names(session, on_list),
        people=pick_contacts(session, on_list),
        data_date=days.data_date,
    )
