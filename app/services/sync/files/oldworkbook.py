"""BIFF workbooks that calamine refuses: streams without an OLE file, odd sectors, versions before BIFF8.

xlrd is several times slower, but reads them all.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any, Final
from zipfile import BadZipFile

from app.services.sync.files.container import XLS
from app.services.sync.files.grid import Book, DamagedError, Grid, Row
from app.services.sync.files.numberformats import record_formats
from app.services.sync.files.scans.ole import workbook_stream
from app.services.sync.files.zipscan import SheetFacts
from app.services.sync.values.cells import Cell

#: What xlrd raises about records that make no sense, and zipfile, with which it looks at streams like archives.
_NONSENSE: Final = (struct.error, LookupError, ValueError, AssertionError, TypeError, NotImplementedError, BadZipFile)


def open_records(data: bytes, facts: Mapping[str, SheetFacts]) -> Book:
    """Open a workbook of BIFF2 to BIFF8.

    Raises:
        DamagedError: xlrd cannot make sense of it.
    """
    import xlrd

    try:
        book: Any = xlrd.open_workbook(file_contents=workbook_stream(data), logfile=io.StringIO())
        names = tuple(book.sheet_names())
    except (*_NONSENSE, xlrd.XLRDError, OSError, ArithmeticError) as error:
        raise DamagedError(str(error)) from error

    def load(name: str) -> Grid:
        seen = facts.get(name)
        errors = dict(seen.errors) if seen else {}
        table = book.sheet_by_name(name)
        return Grid.of_rows(name, _rows(book, table, errors), errors=errors, formats=record_formats(data, name))

    return Book(XLS, names, load)


def _rows(book: Any, table: Any, errors: dict[tuple[int, int], str]) -> Iterator[Row]:
    """Return the rows of a sheet; error cells read as blank and are written down."""
    import xlrd

    for row in range(table.nrows):
        kinds = table.row_types(row)
        cells: Row = table.row_values(row)
        for column, kind in enumerate(kinds):
            if kind == xlrd.XL_CELL_DATE:
                cells[column] = _moment(cells[column], book.datemode)
            elif kind == xlrd.XL_CELL_BOOLEAN:
                cells[column] = bool(cells[column])
            elif kind == xlrd.XL_CELL_ERROR:
                errors[row, column] = xlrd.error_text_from_code.get(cells[column], "#N/A")
                cells[column] = ""
        yield cells


def _moment(serial: float, since: int) -> Cell:
    """Return a number of days as a day, a moment or a time of day; the number itself where it is none."""
    from xlrd.xldate import XLDateError, xldate_as_datetime

    try:
        found = xldate_as_datetime(serial, since)
    except (XLDateError, ValueError, OverflowError):
        return serial
    if 0 <= serial < 1:
        return found.time()
    return found.date() if found.time() == time() else found
