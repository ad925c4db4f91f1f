"""What every command needs: the store opened the right way, the day, the settings."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.clock import AsOfClock, Clock, local_zone
from app.services.company import company_zone
from app.services.dates import Days, load_days
from app.services.preferences import load_settings
from app.services.security import environment_passphrase
from app.services.stores import OpenStore, discard, exists, open_reading, open_writing
from app.services.stores import create as make
from app.services.unit_of_work import Store
from app.settings import Settings

OpenWindow = Callable[[Path], int]


@dataclass(frozen=True, slots=True)
class Context:
    """The command line of one run.

    Attributes:
        args: the parsed options.
        clock: the machine's clock; stores that this context opens tell the time of ``--as-of``.
        path: the store that is meant.
        open_window: opens the window on a store.
    """

    args: argparse.Namespace
    clock: Clock
    path: Path
    open_window: OpenWindow

    @property
    def passphrase(self) -> str | None:
        """The passphrase of the environment; a keyring store ignores it."""
        return environment_passphrase()

    @contextmanager
    def reading(self) -> Iterator[Desk]:
        """Open the store read-only, beside whoever writes it."""
        with open_reading(self.path, self.clock, self.passphrase) as opened:
            yield self.desk(opened)

    @contextmanager
    def writing(self, *, create: bool = False) -> Iterator[Desk]:
        """Open the store for writing; ``create`` makes it where there is none."""
        if create and not exists(self.path):
            with self.making() as desk:
                yield desk
            return
        with open_writing(self.path, self.clock, self.passphrase) as opened:
            yield self.desk(opened)

    @contextmanager
    def making(self) -> Iterator[Desk]:
        """Make a new store and open it; it goes again if the command fails, so that a refusal leaves nothing behind."""
        with make(self.path, self.clock, self.passphrase) as opened:
            kept = False
            try:
                yield self.desk(opened)
                kept = True
            finally:
                if not kept:
                    discard(opened)

    @property
    def day(self) -> date:
        """The day of the command where no store tells the collector's zone."""
        asked: date | None = self.args.as_of
        return asked or self.clock.today(local_zone())

    def desk(self, opened: OpenStore) -> Desk:
        """Return an open store with the day of the command; its clock tells ``--as-of`` from now on."""
        with opened.store.read() as session:
            zone = company_zone(session) or local_zone()
            asked: date | None = self.args.as_of
            day = asked or self.clock.today(zone)
            days = load_days(session, day, zone)
            settings = load_settings(session)
        if asked is not None:
            opened.store.clock = AsOfClock(asked, zone, self.clock)
        return Desk(opened, days, settings)


@dataclass(slots=True)
class Desk:
    """An open store with the day of the command, the dates of its data and its settings."""

    opened: OpenStore
    days: Days
    settings: Settings

    @property
    def store(self) -> Store:
        """The store for reads and units of work."""
        return self.opened.store

    def reload(self) -> None:
        """Read the data dates again, after a sync moved them."""
        with self.store.read() as session:
            self.days = load_days(session, self.days.day, self.days.zone)
            self.settings = load_settings(session)

    def head(self) -> dict[str, Any]:
        """Return the keys that every document begins with."""
        data = self.days.data_date
        return {"as_of": self.days.day.isoformat(), "data_date": None if data is None else data.isoformat()}
