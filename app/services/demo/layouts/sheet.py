"""Writing files so that the same rows give the same bytes: xlsx with a fixed creation date, csv with fixed ends."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final

import xlsxwriter

#: What a cell may hold.
Cell = str | int | Decimal | date | None
#: The hour at which the nightly export ran.
EXPORTED: Final = time(8, 12)


@dataclass(slots=True)
class Sheet:
    """One worksheet that is filled row by row; ``formats`` are number formats by name."""

    book: Any
    page: Any
    row: int = 0
    formats: dict[str, Any] = field(default_factory=dict)

    def format(self, pattern: str, **more: Any) -> Any:
        """Return the cell format of a number format, made once."""
        key = f"{pattern}{sorted(more)}"
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"num_format": pattern, **more})
        return self.formats[key]

    def add(self, cells: Sequence[Cell], patterns: Sequence[str] = (), start: int = 0, *, bold: bool = False) -> None:
        """Write one row from column ``start``; ``patterns`` are number formats, empty for none."""
        page, row = self.page, self.row
        strong = {"bold": True} if bold else {}
        for at, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            pattern = patterns[at] if patterns else ""
            style = self.format(pattern, **strong) if pattern or bold else None
            if isinstance(cell, str):
                page.write_string(row, start + at, cell, style if bold else None)
            elif isinstance(cell, date):
                page.write_datetime(row, start + at, datetime.combine(cell, time()), style)
            else:
                page.write_number(row, start + at, cell, style)
        self.row += 1

    def skip(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self.row += rows


@contextmanager
def xlsx(path: Path, name: str, day: date) -> Iterator[Sheet]:
    """Write a workbook of one sheet; ``day`` is the day of the export, so that the bytes depend on nothing else."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    content = BytesIO()
    with xlsxwriter.Workbook(content, {**options, "in_memory": True}) as book:
        moment = datetime.combine(day, EXPORTED)
        book.set_properties({"created": moment, "title": name})
        yield Sheet(book, book.add_worksheet(name))
    path.write_bytes(content.getvalue())


def write_csv(path: Path, rows: Iterable[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",") -> None:
    """Write a csv file with CRLF line ends, as Windows programs do."""
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def point(amount: Decimal) -> str:
    """Write an amount with commas between thousands: ``1,234.50``."""
    return f"{amount:,}"


def comma(amount: Decimal, group: str = ".") -> str:
    """Write an amount with a decimal comma: ``1.234,50``."""
    return f"{amount:,}".replace(",", "\0").replace(".", ",").replace("\0", group)
