"""Typed rows with valid defaults, and files made of them: what the reading half would hand over.

    files = Files()
    files.open_items("d1.xlsx", item("INV-1", open=100_00), item("INV-2", open=50_00), as_of=date(2026, 10, 29))
    sync(store, files, "d1.xlsx")

A test says only what it is about. Amounts are minor units, dates ISO text or days.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from app.enums import Scope, SyncKind
from app.i18n import msg
from app.progress import Progress, silent
from app.services.sync.itemrows import ItemRows
from app.services.sync.model import (
    CaseRow,
    Chunk,
    ContactRow,
    CustomerRow,
    FileTable,
    ItemRow,
    MappedColumn,
    ReadOptions,
    ReceiptRow,
    RejectedRow,
    RowCounts,
    Totals,
)
from app.services.sync.run import SyncOptions, SyncResult, sync_files
from app.services.unit_of_work import Store

DAY = date(2026, 10, 30)
#: Fields that the files of these builders have unless they say otherwise.
FIELDS = ("account", "number", "document_date", "due_date", "currency", "original", "open", "po", "terms", "text")


def iso(day: date | str | None) -> str | None:
    return day.isoformat() if isinstance(day, date) else day


def item(number: str = "INV-1", open: int = 100_00, account: str = "1001", **values: Any) -> ItemRow:  # noqa: A002
    """An open invoice of 100.00 USD, due 30 September 2026."""
    facts: dict[str, Any] = {
        "row": 2,
        "account": account,
        "number": number,
        "kind": "invoice",
        "document_date": "2026-08-31",
        "due_date": "2026-09-30",
        "due_from": "file",
        "currency": "USD",
        "original": open,
        "open": open,
    } | {name: iso(value) for name, value in values.items()}
    return ItemRow(**facts)


def credit(number: str = "CM-1", open: int = -40_00, account: str = "1001", **values: Any) -> ItemRow:  # noqa: A002
    """A credit memo."""
    return item(number, open, account, **{"kind": "credit_memo", "due_date": None, "due_from": None} | values)


def closed(number: str = "INV-1", original: int = 100_00, account: str = "1001", **values: Any) -> ItemRow:
    """A row of a closed-items file, cleared 20 October 2026."""
    facts = {"original": original, "closed_on": "2026-10-20", "clearing": None} | values
    return item(number, 0, account, **facts)


def customer(key: str = "1001", name: str = "Acme", **values: Any) -> CustomerRow:
    """A row of a customer file."""
    return CustomerRow(**{"row": 2, "key": key, "number": key, "name": name} | values)


def contact(name: str = "Ann Lee", **values: Any) -> ContactRow:
    """A person at a customer."""
    return ContactRow(name, **values)


def receipt(number: str = "R-1", amount: int = 100_00, account: str | None = "1001", **values: Any) -> ReceiptRow:
    """Money of 29 October 2026 that names no invoice."""
    facts: dict[str, Any] = {
        "row": 2,
        "account": account,
        "number": number,
        "receipt_date": "2026-10-29",
        "value_date": "2026-10-29",
        "currency": "USD",
        "amount": amount,
        "applied": amount if values.get("invoices") else 0,
        "unapplied": 0 if values.get("invoices") else amount,
    } | {name: iso(value) for name, value in values.items()}
    return ReceiptRow(**facts)


def case(number: str = "C-1", account: str | None = "1001", **values: Any) -> CaseRow:
    """An open case of the CRM."""
    facts: dict[str, Any] = {
        "row": 2,
        "number": number,
        "account": account,
        "account_name": "Acme",
        "subject": "Price wrong",
        "status": "under_review",
        "erp_status": "Open",
        "opened_on": "2026-10-01",
    } | {name: iso(value) for name, value in values.items()}
    return CaseRow(**facts)


def rejected(account: str | None = None, number: str | None = None, row: int = 9) -> RejectedRow:
    """A row that could not be read whole."""
    return RejectedRow(row, "H", "12,34,5", msg("This is no amount."), account, number)


def totals(rows: Sequence[Any]) -> dict[str, Totals]:
    """Sums of rows by currency."""
    found: dict[str, Totals] = {}
    for row in rows:
        amount = row.open if isinstance(row, ItemRow) else row.amount
        total = found.get(row.currency, Totals())
        found[row.currency] = Totals(
            total.net + amount,
            total.debits + max(amount, 0),
            total.credits + min(amount, 0),
            total.count + 1,
            total.credit_count + (amount < 0),
        )
    return found


@dataclass
class MadeFile:
    """A file as the reading half hands it over."""

    table: FileTable
    rows: Sequence[Any]
    accounts: Sequence[CustomerRow]

    def __iter__(self) -> Iterator[Chunk]:
        size = 3  # small, so that lines of one identity fall into different chunks
        for start in range(0, len(self.accounts), size):
            yield Chunk(accounts=tuple(self.accounts[start : start + size]))
        name = {SyncKind.RECEIPTS: "receipts", SyncKind.CASES: "cases"}.get(self.table.kind, "items")
        grouped = name == "items" and len(list(groupby(row.account for row in self.rows))) == len(self.accounts)
        for start in range(0, len(self.rows), size):
            rows = tuple(self.rows[start : start + size])
            yield Chunk(**{name: ItemRows(list(zip(*rows, strict=True)), grouped=True) if grouped else rows})


@dataclass
class Files:
    """Files by name; ``reader`` stands in for the reading half."""

    made: dict[str, MadeFile] = field(default_factory=dict)

    def add(self, name: str, kind: SyncKind, rows: Sequence[Any], **values: Any) -> str:
        """Make a file; ``accounts`` are customers named by the rows unless given."""
        accounts = values.pop("accounts", None)
        if accounts is None:
            keys = dict.fromkeys(row.account for row in rows if row.account is not None)
            accounts = [customer(key, f"Customer {key}") for key in keys] if kind is not SyncKind.CASES else []
        fields = values.pop("fields", FIELDS)
        rejects = tuple(values.get("rejected", ()))
        count = values.pop("count", len(rows))
        table = FileTable(
            **{
                "file": name,
                "sha256": hashlib.sha256(repr((name, rows, accounts, sorted(values.items()))).encode()).hexdigest(),
                "container": "xlsx",
                "encoding": "",
                "sheet": "Sheet1",
                "header_row": 1,
                "layout": "plain",
                "company": "",
                "kind": kind,
                "columns": tuple(MappedColumn(i, "A", heading, heading) for i, heading in enumerate(fields)),
                "as_of": DAY,
                "as_of_from": "stated",
                "coverage": None,
                "rows": RowCounts(item=count, rejected=len(rejects)),
                "totals": totals(rows) if kind in {SyncKind.OPEN_ITEMS, SyncKind.RECEIPTS} else {},
                "account_count": len(accounts),
            }
            | values
        )
        self.made[name] = MadeFile(table, list(rows), list(accounts))
        return name

    def open_items(self, name: str, *rows: ItemRow, **values: Any) -> str:
        return self.add(name, SyncKind.OPEN_ITEMS, rows, **values)

    def closed_items(self, name: str, *rows: ItemRow, **values: Any) -> str:
        return self.add(name, SyncKind.CLOSED_ITEMS, rows, **{"layout": "cleared", "coverage": DAY} | values)

    def receipts(self, name: str, *rows: ReceiptRow, **values: Any) -> str:
        return self.add(name, SyncKind.RECEIPTS, rows, **{"layout": "cash", "coverage": DAY} | values)

    def cases(self, name: str, *rows: CaseRow, **values: Any) -> str:
        return self.add(name, SyncKind.CASES, rows, **{"layout": "crm"} | values)

    def customers(self, name: str, *rows: CustomerRow, **values: Any) -> str:
        values = {"layout": "master", "as_of": None, "as_of_from": "", "accounts": list(rows)} | values
        values.setdefault("count", len(rows))
        return self.add(name, SyncKind.CUSTOMERS, (), **values)

    def same_rows(self, name: str, other: str) -> str:
        """A file of other bytes with the rows of another."""
        there = self.made[other]
        table = replace(there.table, file=name, sha256=hashlib.sha256(name.encode()).hexdigest())
        self.made[name] = MadeFile(table, there.rows, there.accounts)
        return name

    @contextmanager
    def reader(self, path: Path, options: ReadOptions, progress: Progress) -> Iterator[MadeFile]:
        yield self.made[path.name]


def sync(store: Store, files: Files, *names: str, dry_run: bool = False, **values: Any) -> SyncResult:
    """Sync files by name; ``scope``, ``older``, ``control_totals``, ``names``, ``expect`` and ``day`` may be given."""
    read = ReadOptions(
        day=values.pop("day", DAY),
        scope=Scope(values.pop("scope")) if "scope" in values else None,
        older=values.pop("older", False),
    )
    options = SyncOptions(read, **values)
    paths = [Path(name) for name in names]
    return sync_files(store, paths, options, silent, dry_run=dry_run, reader=files.reader)


def item_list(store: Store) -> list[dict[str, Any]]:
    """Every item as the table has it."""
    with store.read() as session:
        result = session.connection().exec_driver_sql("SELECT * FROM item ORDER BY rowid")
        names = list(result.keys())
        return [dict(zip(names, row, strict=True)) for row in result]


def item_rows(store: Store) -> dict[str, dict[str, Any]]:
    """Every item of a one-account test by number (with its line where there are several)."""
    found: dict[str, dict[str, Any]] = {}
    for values in item_list(store):
        number = values["number"]
        found[f"{number}#{values['line']}" if number in found else number] = values
    return found


def statuses(store: Store) -> dict[str, str]:
    """Every item's status by number."""
    return {number: row["status"] for number, row in item_rows(store).items()}
