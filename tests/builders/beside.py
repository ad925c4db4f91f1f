"""Files beside the ledger: orders on hold, portals, purchase orders, sales, trial balance, rates; and syncing them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from app.enums import Scope
from app.progress import Progress, silent
from app.services.sync.files import guard
from app.services.sync.files.opening import open_book
from app.services.sync.model import Chunk, FileTable, ReadOptions
from app.services.sync.reading.parse import parse
from app.services.sync.reading.read import _chunk
from app.services.sync.run import SyncOptions, SyncResult, sync_files
from app.services.sync.tables.sheets import choose
from app.services.unit_of_work import Store

DAY = date(2026, 6, 18)
AS_OF = date(2026, 6, 17)
Rows = list[list[str]]


def items(*rows: tuple[str, str, str, str], as_of: date = AS_OF) -> Rows:
    """Open items: account, number, currency, open amount; due ten days before their day."""
    due = date.fromordinal(as_of.toordinal() - 10)
    head = ["Customer Number", "Customer Name", "Invoice Number", "Invoice Date", "Due Date", "Currency",
            "Open Amount", "Days Past Due", "PO Number"]  # fmt: skip
    return [
        head,
        *(
            [account, f"Customer {account}", number, "2026-04-01", due.isoformat(), currency, amount, "10", "PO-1"]
            for account, number, currency, amount in rows
        ),
    ]


def orders(*rows: tuple[str, str, str, str], as_of: str = "2026-06-17") -> Rows:
    """Orders on hold: number, account, amount, day since."""
    head = ["Order No", "Customer Number", "Order Value", "Currency", "On hold since", "Hold reason"]
    body = [[number, account, amount, "EUR", since, "credit limit"] for number, account, amount, since in rows]
    return [[f"Orders on hold as of {as_of}", "", "", "", "", ""], head, *body]


def portal(*rows: tuple[str, str, str, str]) -> Rows:
    """A portal's statuses: invoice, account (may be blank), status, rejection reason."""
    head = ["Portal", "Invoice No", "Customer Number", "Status", "Submitted on", "Rejection reason"]
    return [head, *(["Ariba", number, account, status, "2026-06-01", why] for number, account, status, why in rows)]


def purchase_orders(*rows: tuple[str, str, str, str, str]) -> Rows:
    """Purchase orders: number, account, amount, billed, remaining."""
    head = ["PO Number", "Customer Number", "PO Amount", "Billed to date", "Remaining", "Currency", "End date"]
    return [head, *([*row, "EUR", "2026-12-31"] for row in rows)]


def sales(*rows: tuple[str, str, str], heading: str = "Sales incl. VAT") -> Rows:
    """Sales: month, account, amount."""
    return [["Month", "Customer Number", heading, "Currency"], *([*row, "EUR"] for row in rows)]


def trial_balance(*rows: tuple[str, str, str, str], as_of: str = "2026-06-17") -> Rows:
    """A trial balance: account, its name, currency, balance."""
    head = ["Company", "G/L account", "Account name", "Currency", "Balance"]
    return [[f"Trial balance as of {as_of}", "", "", "", ""], head, *(["1000", *row] for row in rows)]


def rates(*rows: tuple[str, str, str, str], day: str = "2026-06-17") -> Rows:
    """Rates in pairs: from, to, units, rate."""
    return [["From currency", "To currency", "Units", "Rate", "Date"], *([*row, day] for row in rows)]


class _Stream:
    """A file read in the test's own process, as the worker reads it."""

    def __init__(self, table: FileTable, outcome: Any) -> None:
        self.table = table
        self._outcome = outcome

    def __iter__(self) -> Iterator[Chunk]:
        if self._outcome.accounts:
            yield Chunk(accounts=tuple(self._outcome.accounts))
        for columns in self._outcome.pieces(2_000):
            yield _chunk(self.table.kind, columns)


@contextmanager
def reader(path: Path, options: ReadOptions, progress: Progress) -> Iterator[_Stream]:
    """Read a file without a process of its own."""
    opened = guard.open_file(path)
    sighting = guard.examine(opened, progress, "")
    book = open_book(path, opened.container, sighting.sheets)
    found, notices = choose(book, options, path.name)
    table, outcome = parse(book, found, options, path.name, notices)
    yield _Stream(replace(table, sha256=sighting.sha256), outcome)


def write(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write a table as a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


class Desk:
    """A store with a folder for its files: ``desk.sync(rows, …)`` writes tables and syncs them."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self._count = 0

    def sync(
        self, *tables: Sequence[Sequence[str]], day: date = DAY, dry_run: bool = False, **options: Any
    ) -> SyncResult:
        """Write the tables and sync them as one import; options are those of reading."""
        paths = []
        for rows in tables:
            self._count += 1
            paths.append(write(self.folder / f"file{self._count}.csv", rows))
        scope = Scope(options.pop("scope")) if "scope" in options else None
        read = ReadOptions(day=day, scope=scope, **options)
        return sync_files(self.store, paths, SyncOptions(read), silent, dry_run=dry_run, reader=reader)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what a select finds."""
        with self.store.read() as session:
            return [tuple(row) for row in session.connection().exec_driver_sql(sql)]

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every table of facts, for comparing a store before and after."""
        tables = ("item", "account", "held_order", "portal_entry", "po_balance", "sales_month", "trial_balance",
                  "exchange_rate")  # fmt: skip
        return {table: self.rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables}
