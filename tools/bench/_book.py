"""A store with a large book of customers for the benchmarks of the window: 50,000 accounts with 100,000 items."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from app.clock import FixedClock
from app.models.types import moment_text, new_ids
from app.services.dates import load_days
from app.services.portfolio.snapshots import write_snapshot
from app.services.portfolio.worklist import rebuild_worklist
from app.services.preferences import load_settings
from app.services.stores import create
from app.services.unit_of_work import UnitOfWork

ZONE: Final = "Asia/Tokyo"
PASSPHRASE: Final = "benchmark"  # noqa: S105 - of a store with nobody's data
_PLACES: Final = {
    "JP": ("JPY", "株式会社{n}商事", "{n} Shoji K.K."),
    "US": ("USD", "Customer {n} Inc.", None),
    "ES": ("EUR", "Comercial {n}, S.A.", None),
    "GB": ("GBP", "Trader {n} Ltd", None),
    "BR": ("BRL", "Comércio {n} Ltda.", None),
    "MX": ("MXN", "Proveedora {n}, S.A. de C.V.", None),
    "CN": ("CNY", "上海{n}贸易有限公司", "Shanghai {n} Trading"),
    "TW": ("TWD", "第{n}貿易股份有限公司", "Trading {n} Co., Ltd."),
}
_RATES: Final = {
    "JPY": "0.0066",
    "EUR": "1.08",
    "GBP": "1.27",
    "BRL": "0.18",
    "MXN": "0.055",
    "CNY": "0.14",
    "TWD": "0.031",
}


def make_book(path: Path, today: date, accounts: int = 50_000, items: int = 100_000) -> None:
    """Write the store at ``path`` with its list and snapshot as of ``today``; the passphrase is ``PASSPHRASE``."""
    now = datetime.combine(today, datetime.min.time(), UTC) + timedelta(hours=1)
    with create(path, FixedClock(now), PASSPHRASE) as opened, opened.store.write() as uow:
        batch = _fill(uow, random.Random(1), today, accounts, items)  # noqa: S311 - an invented book
        settings = load_settings(uow.session)
        write_snapshot(uow.session, batch, today, settings)
        rebuild_worklist(uow, load_days(uow.session, today, ZONE), settings)
        uow.commit()


def _fill(uow: UnitOfWork, draw: random.Random, today: date, accounts: int, items: int) -> str:
    batch = _company(uow, today)
    ids, places = new_ids(uow.now, accounts), list(_PLACES)
    rows = []
    for n, ident in enumerate(ids):
        country = places[n % len(places)]
        currency, name, latin = _PLACES[country]
        limit = draw.randint(100_000, 9_000_000) if n % 4 == 0 else None
        shown = latin.format(n=n) if latin else None
        number, territory = str(100_000 + n), ("North", "South", "East")[n % 3]
        rows.append((ident, number, number, name.format(n=n), shown, country, currency, territory, limit, currency))
    _insert(
        uow,
        "account",
        "id key number name name_latin country currency territory credit_limit limit_currency",
        rows,
        "debtor_type, state, hold_orders, do_not_dun, vanished, address",
        "'company', 'active', 0, 0, 0, '[]'",
    )
    people = [
        (ident, ids[n], f"Person {n}", f"+81 3 5555 {n:05d}") for n, ident in enumerate(new_ids(uow.now, accounts))
    ]
    _insert(
        uow,
        "contact",
        "id account_id name phone",
        people,
        "do_not_call, closed_channels, corrected, source, active, role",
        "0, '[]', 0, 'file', 1, 'payables'",
    )
    _items(uow, draw, today, ids, items, batch)
    return batch


def _items(uow: UnitOfWork, draw: random.Random, today: date, accounts: list[str], count: int, run: str) -> None:
    places, rows = list(_PLACES), []
    for n, ident in enumerate(new_ids(uow.now, count)):
        place = n % len(accounts)
        amount = draw.randint(1_000, 5_000_000) * (-1 if n % 23 == 0 else 1)
        due = today - timedelta(days=draw.randint(-60, 200))
        currency, kind = _PLACES[places[place % len(places)]][0], "credit_memo" if amount < 0 else "invoice"
        dates = ((due - timedelta(days=30)).isoformat(), due.isoformat())
        rows.append(
            (
                ident,
                accounts[place],
                f"INV-{n:07d}",
                kind,
                *dates,
                currency,
                amount,
                amount,
                f"PO-{n}",
                today.isoformat(),
                today.isoformat(),
                run,
                run,
            )
        )
    _insert(
        uow,
        "item",
        "id account_id number kind document_date due_date currency original open po first_seen last_seen "
        "first_run_id last_run_id",
        rows,
        "source, line, erp_disputed, status",
        "'plain', 0, 0, 'open'",
    )


def _company(uow: UnitOfWork, today: date) -> str:
    """Write company, rates and one run; returns the batch."""
    run, company, *rates = new_ids(uow.now, 2 + len(_RATES))
    at = moment_text(uow.now)
    _insert(
        uow,
        "sync_run",
        "id batch_id at as_of",
        [(run, run, at, today.isoformat())],
        "position, file, sha256, kind, layout, source, scope, state, report, options",
        "0, 'open.xlsx', 'x', 'open-items', 'plain', 'plain', 'full', 'applied', '{}', '{}'",
    )
    _insert(
        uow,
        "company",
        "id changed_at time_zone",
        [(company, at, ZONE)],
        "country, base_currency, tax_ids, names, addresses, signatories, banks, consequences, targets",
        "'JP', 'USD', '{}', '{\"default\":\"Bench\"}', '{}', '{}', '[]', '{}', '{}'",
    )
    listed = [
        (ident, currency, rate, today.isoformat())
        for ident, (currency, rate) in zip(rates, _RATES.items(), strict=True)
    ]
    _insert(uow, "exchange_rate", "id currency rate day", listed, "base, source", "'USD', 'company'")
    return run


def _insert(uow: UnitOfWork, table: str, names: str, rows: list[Any], fixed: str, values: str) -> None:
    """Insert rows; ``fixed`` columns have the same ``values`` in each."""
    columns = names.split()
    marks = ", ".join("?" * len(columns))
    sql = f"INSERT INTO {table} ({', '.join(columns)}, {fixed}) VALUES ({marks}, {values})"  # noqa: S608 - names of ours
    uow.session.connection().exec_driver_sql(sql, rows)
