"""The export of exactly what a list shows, as a workbook: same columns, same order, same rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from app.money import Money, decimals, to_major
from app.progress import Progress, silent
from app.services.files import writing

_TICK: Final = 2000


@dataclass(frozen=True, slots=True)
class Share:
    """A share in per cent: ``Share(Decimal(83))`` is shown and exported as 83 %."""

    percent: Decimal


#: A cell: money, a share, a number, a day, an aware moment in the zone to show, text, or nothing.
Cell = Money | Share | Decimal | int | date | datetime | str | None


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A heading and its width in characters."""

    heading: str
    width: int


@dataclass(frozen=True, slots=True)
class TableExport:
    """A list as it was shown.

    Attributes:
        title: name of the list, also of the sheet.
        columns: headings in the order shown.
        rows: cells in the order shown; one tuple a row, as long as ``columns``.
        notes: the as-of day, filters and order, written under the title.
    """

    title: str
    columns: tuple[ExportColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


def write_table(_store: object, export: TableExport, path: Path, progress: Progress = silent) -> Path:
    """Write the list to ``path`` (``.xlsx``), whole or not at all.

    Texts stay texts: nothing that somebody typed becomes a formula, a link or a number. Amounts are numbers in major
    units that show their currency. The store is not needed; the runner hands it to all long work.

    Raises:
        StoreError: the folder is read-only or the disk full.
        RefusedError: there is no such folder.
        Cancelled: by the user; there is no file then.
    """
    import xlsxwriter

    from app.services.reports.workbook import system_errors

    with writing(path) as temporary, system_errors():
        book = xlsxwriter.Workbook(
            str(temporary),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
                "remove_timezone": True,
            },
        )
        _Sheet(book, export).fill(export, progress)
        book.close()
    return path


class _Sheet:
    """One sheet being written from top to bottom."""

    def __init__(self, book: Any, export: TableExport) -> None:
        self._book = book
        self._sheet = book.add_worksheet(_sheet_name(export.title))
        self._formats: dict[str, Any] = {}

    def fill(self, export: TableExport, progress: Progress) -> None:
        """Write title, notes, headings and rows."""
        bold = self._format("bold", {"bold": True})
        head = self._format("head", {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for number, column in enumerate(export.columns):
            self._sheet.set_column(number, number, min(column.width, 60))
        top = len(export.notes) + 2
        self._sheet.freeze_panes(top + 1, 0)
        self._sheet.autofilter(top, 0, top + max(len(export.rows), 1), max(len(export.columns) - 1, 0))
        self._sheet.write_string(0, 0, export.title, bold)
        for number, note in enumerate(export.notes, 1):
            self._sheet.write_string(number, 0, note)
        for number, column in enumerate(export.columns):
            self._sheet.write_string(top, number, column.heading, head)
        total = len(export.rows)
        for number, row in enumerate(export.rows):
            if number % _TICK == 0:
                progress(number, total, export.title)
            for place, cell in enumerate(row):
                self._write(top + 1 + number, place, cell)
        progress(total, total, export.title)

    def _write(self, row: int, place: int, cell: Cell) -> None:
        sheet = self._sheet
        if cell is None or cell == "":
            return
        if isinstance(cell, Money):
            sheet.write_number(row, place, to_major(cell.minor, cell.currency), self._money(cell.currency))
        elif isinstance(cell, datetime):
            sheet.write_datetime(row, place, cell, self._format("moment", {"num_format": "yyyy-mm-dd hh:mm"}))
        elif isinstance(cell, date):
            sheet.write_datetime(row, place, cell, self._format("date", {"num_format": "yyyy-mm-dd"}))
        elif isinstance(cell, Share):
            sheet.write_number(row, place, cell.percent / 100, self._format("share", {"num_format": "0 %"}))
        elif isinstance(cell, Decimal):
            sheet.write_number(row, place, cell)
        elif isinstance(cell, int):
            sheet.write_number(row, place, cell, self._format("number", {"num_format": "#,##0"}))
        else:
            sheet.write_string(row, place, str(cell))

    def _money(self, currency: str) -> Any:
        places = decimals(currency)
        pattern = "#,##0" + ("." + "0" * places if places else "")
        return self._format(currency, {"num_format": f'{pattern} "{currency}";-{pattern} "{currency}"'})

    def _format(self, name: str, properties: dict[str, Any]) -> Any:
        if name not in self._formats:
            self._formats[name] = self._book.add_format(properties)
        return self._formats[name]


def _sheet_name(title: str) -> str:
    """Return a name that Excel accepts for a sheet."""
    clean = "".join(" " if char in "[]:*?/\\'" else char for char in title).strip()
    return clean[:31] or "Sheet1"
