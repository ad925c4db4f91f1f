"""Dunning proposals grow with the items, not with their square: a store of 20,000 items against one of 10,000."""

from __future__ import annotations

import random
import tempfile
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from app.clock import FixedClock
from app.models import Account, Company
from app.models.engine import open_engine
from app.models.migrations import upgrade
from app.models.types import new_ids
from app.services.dates import Days
from app.services.letters.dunning.runs import propose_run
from app.services.unit_of_work import Store
from app.settings import Settings
from tools.bench import Row, measure

LIMIT = 2.3
DAY = date(2026, 6, 17)
NOW = datetime(2026, 6, 17, 8, 0, tzinfo=UTC)
COUNTRIES = ("JP", "ES", "MX", "BR", "PT", "US", "GB")
BANK = {"currency": "USD", "country": "US", "bank": "First Bank", "routing": "021000021", "account": "123456789",
        "holder": "Midori Electric Inc."}  # fmt: skip


def run() -> list[Row]:
    """Propose the letters of both stores, warm."""
    days = Days(DAY, DAY, DAY, "UTC")
    with tempfile.TemporaryDirectory() as folder:
        timings = {}
        for items in (10_000, 20_000):
            store = _store(Path(folder), items)
            timings[items] = measure(partial(_propose, store, days), runs=5)
            store.close()
    small, large = timings[10_000], timings[20_000]
    note = f"{small.wall * 1000:.0f} and {large.wall * 1000:.0f} ms"
    name = "dunning proposals: 20,000 items against 10,000"
    return [Row(name, large.wall / small.wall, LIMIT, cpu=small.cpu + large.cpu, note=note)]


def _propose(store: Store, days: Days) -> None:
    with store.read() as session:
        propose_run(session, days, Settings())


def _store(folder: Path, items: int) -> Store:
    """Make a store with ten items an account, of every age and stage."""
    path = folder / f"{items}.db"
    key = bytes(range(32))
    engine = open_engine(path, key)
    upgrade(engine)
    store = Store(engine, FixedClock(NOW), path, key)
    chance = random.Random(1)  # noqa: S311 - a bench, no secret
    with store.write() as uow:
        ids = new_ids(NOW, items // 10 + 1)
        company = {"country": "US", "base_currency": "USD", "time_zone": "UTC", "names": {"default": "Midori"}}
        uow.session.add(
            Company(id=ids.pop(), **company, banks=[BANK], consequences={"default": ["legal"]}, changed_at=NOW)
        )
        for number, ident in enumerate(ids):
            country = COUNTRIES[number % len(COUNTRIES)]
            uow.session.add(Account(id=ident, key=f"{number}", number=f"{number}", name="Customer", country=country))
        uow.session.flush()
        uow.session.connection().exec_driver_sql(
            "INSERT INTO item (id, account_id, source, number, line, kind, due_date, currency, original, open, status, "
            "erp_disputed, stage, stage_on, first_seen, last_seen, first_run_id, last_run_id) VALUES "
            "(?, ?, 'bench', ?, 0, 'invoice', ?, 'USD', 100000, 100000, 'open', 0, ?, ?, ?, ?, 'r', 'r')",
            [_item(chance, ident, ids[place // 10], place) for place, ident in enumerate(new_ids(NOW, items))],
        )
        uow.commit()
    return store


def _item(chance: random.Random, ident: str, account: str, place: int) -> tuple[object, ...]:
    due = DAY - timedelta(days=chance.randint(-30, 150))
    stage = chance.choice((None, None, 1, 2, 3))
    on = None if stage is None else (DAY - timedelta(days=chance.randint(5, 40))).isoformat()
    seen = DAY.isoformat()
    return (ident, account, f"INV-{place}", due.isoformat(), stage, on, seen, seen)
