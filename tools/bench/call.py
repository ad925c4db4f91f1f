"""A logged call, from the key to the commit, in a store with a year of work in it.

What is measured is what happens after the key: one write with the activity, the promise or the next steps, the audit
event, the account's new place on the call list, and the commit to an encrypted file with full synchronisation.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.clock import FixedClock
from app.enums import Outcome
from app.models.engine import open_engine
from app.models.migrations import upgrade
from app.services.calls.entries.entry import LogCall
from app.services.calls.entries.log import log_call
from app.services.calls.promises.terms import PromiseLine
from app.services.dates import Days, load_days
from app.services.unit_of_work import Store
from app.settings import Settings
from tests.builders.ledger import Ledger
from tools.bench import Row, Timing, measure

_DAY = date(2026, 10, 30)
_MOMENT = datetime(2026, 10, 30, 0, 30, tzinfo=UTC)
_ZONE = "Asia/Tokyo"
_ACCOUNTS = 400
_ITEMS = 10
_CONTACTS = 20
_CALLS = 60


@dataclass
class _Desk:
    store: Store
    days: Days
    settings: Settings


def run() -> list[Row]:
    """Measure the median call without a promise and with one; the slowest stands in the note."""
    with _desk() as desk:
        _log(desk, LogCall(("1",), Outcome.VM))
        voice = [
            measure(lambda number=number: _log(desk, LogCall((f"{number}",), Outcome.INFO)))  # type: ignore[misc]
            for number in range(2, _CALLS)
        ]
        promises = [
            measure(lambda number=number: _log(desk, _promise(number)))  # type: ignore[misc]
            for number in range(_CALLS, 2 * _CALLS)
        ]
    return [_row("a call saved after the key", voice), _row("a promise saved after the key", promises)]


def _row(name: str, timings: list[Timing]) -> Row:
    walls = sorted(timing.wall * 1000 for timing in timings)
    note = f"{len(walls)} calls, slowest {walls[-1]:.0f} ms, {_ACCOUNTS} accounts, {_ACCOUNTS * _ITEMS} items"
    return Row(name, walls[len(walls) // 2], 50.0, unit="ms", cpu=sum(timing.cpu for timing in timings), note=note)


def _log(desk: _Desk, call: LogCall) -> None:
    with desk.store.write("bench") as uow:
        log_call(uow, call, desk.days, desk.settings)
        uow.commit()


def _promise(number: int) -> LogCall:
    lines = (
        PromiseLine(50_000, "USD", _DAY + timedelta(days=7)),
        PromiseLine(50_000, "USD", _DAY + timedelta(days=21)),
    )
    return LogCall((f"{number}",), Outcome.PLAN, promise=lines, note="in two parts")


@contextmanager
def _desk() -> Iterator[_Desk]:
    """Make a store with accounts, items and contacts of a year, and close it again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "desk.db")
        engine = open_engine(path, bytes(range(32)))
        upgrade(engine)
        store = Store(engine, FixedClock(_MOMENT), path, bytes(range(32)))
        with store.write() as uow:
            ledger = Ledger(uow.session, uow.now, _DAY)
            ledger.company()
            ledger.run()
            for number in range(1, _ACCOUNTS + 1):
                account = ledger.account(f"{number}", country=("JP", "US", "MX", "BR", "GB")[number % 5])
                for place in range(_ITEMS):
                    ledger.item(account, 20_000 + place, due=_DAY - timedelta(days=10 * place - 20))
                for week in range(_CONTACTS):
                    ledger.activity(account, Outcome.VM, at=_MOMENT - timedelta(days=18 * week + 1))
            uow.commit()
        settings = Settings()
        with store.read() as session:
            days = load_days(session, _DAY, _ZONE)
        yield _Desk(store, days, settings)
        store.close()
