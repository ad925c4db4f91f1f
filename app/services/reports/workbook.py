"""Writing a workbook of tables: opens cleanly, prints on paper, and holds no formula made of somebody's text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.i18n import _, render
from app.money import Money, decimals, to_major
from app.services.files import writing
from app.services.reports.tables import Cell, Column, Table

_LETTER_COUNTRIES: Final = frozenset({"US", "CA", "MX", "CO", "PH"})
#: Letter and A4 in Excel's numbering of paper sizes.
_LETTER, _A4 = 1, 9


@dataclass(slots=True)
class Book:
    """A workbook that is being written.

    Attributes:
        zone: moments are shown in it, without a zone, as Excel knows none.
        country: of the company; decides between A4 and Letter.
    """

    file: Any
    zone: str
    country: str
    formats: dict[tuple[Any, ...], Format] = field(default_factory=dict)

    def format(self, **values: Any) -> Format:
        """Return a format, made once."""
        key = tuple(sorted(values.items()))
        if key not in self.formats:
            self.formats[key] = self.file.add_format({"valign": "top", **values})
        return self.formats[key]

    def money_format(self, currency: str, **values: Any) -> Format:
        """Return a number format with the currency's decimals; negative in red and with a minus."""
        places = decimals(currency)
        figure = "#,##0" + ("." + "0" * places if places else "")
        return self.format(num_format=f"{figure};[Red]-{figure}", **values)

    def sheet(self, name: str) -> Worksheet:
        """Add a sheet set up for paper: landscape, one page wide, sheet name and page in the footer."""
        sheet: Worksheet = self.file.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_LETTER if self.country in _LETTER_COUNTRIES else _A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        return sheet


def write_book(path: Path, zone: str, country: str, made_at: datetime, fill: Callable[[Book], None]) -> None:
    """Write a workbook whole under its name, or leave what was there.

    Raises:
        StoreError: the folder is read-only, or the disk full.
        RefusedError: there is no such folder.
    """
    with writing(path) as temporary, system_errors():
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        file = xlsxwriter.Workbook(str(temporary), options)
        file.set_properties({"title": path.stem, "author": "Collections Desk", "created": made_at.replace(tzinfo=None)})
        try:
            fill(Book(file, zone, country))
        finally:
            file.close()


@contextmanager
def system_errors() -> Iterator[None]:
    """Let the system's own error through where the writer of workbooks hides it in one of its own.

    Raises:
        OSError: the disk is full, or the folder read-only; ``writing`` turns it into a sentence.
    """
    try:
        yield
    except FileCreateError as error:
        hidden = error.args[0] if error.args else None
        if isinstance(hidden, OSError):
            raise hidden from error
        raise


def write_table(book: Book, made: Table) -> Worksheet:
    """Write one table on its sheet: heading row frozen and repeated, filter on, supervisor's columns yellow."""
    sheet = book.sheet(made.sheet)
    rows = made.rows or ((_("nothing today"), *(None for _cell in made.own[1:])),)
    for place, column in enumerate(made.columns):
        sheet.set_column(place, place, max(column.width, min(len(render(column.heading)) + 4, 28)))
    for number, row in enumerate(rows, start=1):
        _write_row(book, sheet, made, number, row)
    sheet.add_table(
        0,
        0,
        len(rows),
        len(made.columns) - 1,
        {
            "name": made.name,
            "style": "Table Style Light 1",
            "columns": [_head(book, column) for column in made.columns],
        },
    )
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    return sheet


def _head(book: Book, column: Column) -> dict[str, Any]:
    head: dict[str, Any] = {"header": render(column.heading)}
    shade = {"bg_color": "#FFF2B3"} if column.supervisor else {"bg_color": "#E8EEFC"}
    head["header_format"] = book.format(bold=True, text_wrap=True, **shade)
    return head


def _write_row(book: Book, sheet: Worksheet, made: Table, number: int, row: Sequence[Cell]) -> None:
    for place, cell in enumerate(row):
        write_cell(book, sheet, number, place, cell)
    for place in range(len(made.own), len(made.columns)):
        sheet.write_blank(number, place, None, book.format(bg_color="#FFFBE6", text_wrap=True))


def write_cell(book: Book, sheet: Worksheet, number: int, place: int, cell: Cell, **style: Any) -> None:
    """Write one cell by its type; a text is always a string, whatever it begins with."""
    if cell is None:
        if style:
            sheet.write_blank(number, place, None, book.format(**style))
    elif isinstance(cell, Money):
        value: Any = to_major(cell.minor, cell.currency)  # a Decimal: written digit by digit, never a binary float
        sheet.write_number(number, place, value, book.money_format(cell.currency, **style))
    elif isinstance(cell, datetime):
        local = cell.astimezone(ZoneInfo(book.zone)).replace(tzinfo=None)
        sheet.write_datetime(number, place, local, book.format(num_format="yyyy-mm-dd hh:mm:ss", **style))
    elif isinstance(cell, date):
        sheet.write_datetime(number, place, cell, book.format(num_format="yyyy-mm-dd", **style))
    elif isinstance(cell, int):
        sheet.write_number(number, place, cell, book.format(num_format="#,##0", **style))
    else:
        sheet.write_string(number, place, cell, book.format(**{"text_wrap": "\n" in cell, **style}))
