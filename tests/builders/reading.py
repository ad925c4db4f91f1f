"""Reading in the test's own process: what the worker does, without the process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import repeat
from pathlib import Path
from typing import Any

from app.enums import SyncKind
from app.services.sync.facts.shapes import FACT_KINDS
from app.services.sync.files import guard
from app.services.sync.files.grid import Book, Grid
from app.services.sync.files.opening import open_book
from app.services.sync.model import CaseRow, CustomerRow, FactRow, FileTable, ItemRow, ReadOptions, ReceiptRow
from app.services.sync.reading.parse import parse
from app.services.sync.tables.sheets import choose

DAY = date(2026, 7, 1)
_ROWS = {
    SyncKind.OPEN_ITEMS: ItemRow,
    SyncKind.CLOSED_ITEMS: ItemRow,
    SyncKind.CUSTOMERS: CustomerRow,
    SyncKind.RECEIPTS: ReceiptRow,
    SyncKind.CASES: CaseRow,
    **dict.fromkeys(FACT_KINDS, FactRow),
}


class Read:
    """A file that was read: what is known about it, its rows, and the customers they speak of."""

    def __init__(self, table: FileTable, rows: list[Any], accounts: list[CustomerRow]) -> None:
        self.table = table
        self.rows = rows
        self.accounts = {row.key: row for row in accounts}

    @property
    def codes(self) -> list[str]:
        return [warning.code for warning in self.table.warnings]

    def by_number(self, number: str) -> Any:
        return next(row for row in self.rows if row.number == number)


def read_path(path: Path, **options: Any) -> Read:
    """Read a file as the worker does."""
    opened = guard.open_file(path)
    sighting = guard.examine(opened, lambda done, total, label: None, "")
    return read_book(open_book(path, opened.container, sighting.sheets), path.name, options)


def read_rows(rows: Iterable[Sequence[Any]], **options: Any) -> Read:
    """Read rows of cells as if calamine had read them: blank cells are empty strings, numbers are floats."""
    cells = [["" if cell is None else float(cell) if type(cell) is int else cell for cell in row] for row in rows]
    width = max(map(len, cells))
    for row in cells:
        row.extend([""] * (width - len(row)))
    return read_book(Book("xlsx", ("Sheet1",), lambda name: Grid.of_rows(name, cells)), "file.xlsx", options)


def read_book(book: Book, name: str, options: dict[str, Any]) -> Read:
    chosen = ReadOptions(**{"day": DAY, **options})
    found, notices = choose(book, chosen, name)
    table, outcome = parse(book, found, chosen, name, notices)
    columns = [repeat(None) if column is None else column for column in outcome.columns]
    rows = [_ROWS[table.kind]._make(row) for row in zip(*columns, strict=False)]
    assert len(rows) == outcome.count
    assert table.rows.item >= len({row.row for row in rows})  # a row may hold several records
    assert len(table.rejected) == table.rows.rejected
    assert sum(table.set_aside.values()) == table.rows.skipped
    return Read(table, rows, outcome.accounts)
