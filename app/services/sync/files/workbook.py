"""Workbooks through calamine: cells as text, numbers, flags and dates, cached values of formulas, hidden or not."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from app.services.sync.files.container import ODS, XLS, XLSB, XLSX
from app.services.sync.files.grid import Book, DamagedError, Formats, Grid, PasswordError, Row, always
from app.services.sync.files.numberformats import binary_formats, record_formats, sheet_part, xml_formats
from app.services.sync.files.oldworkbook import open_records
from app.services.sync.files.pages.opendocument import open_opendocument
from app.services.sync.files.shortcells import widened
from app.services.sync.files.strikes import xml_struck
from app.services.sync.files.zipscan import SheetFacts

_NO_FACTS: Final = SheetFacts()
#: Containers of which calamine gives whole numbers as such, where others have no type for them.
_WHOLE: Final = frozenset({XLS, XLSB})


def open_workbook(path: Path, container: str, facts: Mapping[str, SheetFacts]) -> Book:
    """Open an xlsx, xlsb, xls or ods file.

    Raises:
        DamagedError: no reader can make sense of it.
        PasswordError: it is encrypted.
    """
    try:
        return _open(path, container, facts)
    except DamagedError:
        if container == XLS:
            return open_records(path.read_bytes(), facts)
        if container == ODS:
            return open_opendocument(path, container)
        raise


def _open(path: Path, container: str, facts: Mapping[str, SheetFacts]) -> Book:
    """Open a workbook with calamine."""
    import python_calamine

    try:
        if path.suffix.casefold() == f".{container}":
            workbook = python_calamine.CalamineWorkbook.from_path(path)
        else:  # calamine believes extensions, of files that have one
            workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        names = tuple(sheet.name for sheet in workbook.sheets_metadata if str(sheet.typ).endswith("WorkSheet"))
    except python_calamine.PasswordError as error:
        raise PasswordError from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _failure(error) from error

    def load(name: str) -> Grid:
        try:
            sheet = workbook.get_sheet_by_name(name)
            seen, formats = _known(path, container, name, facts)  # the facts may arrive while the sheet is parsed
            if seen.strange_days:
                return open_records(path.read_bytes(), facts).load(name)
            if seen.short:
                whole = widened(path)
                formats = binary_formats(whole, sheet_part(path, name))
                sheet = python_calamine.CalamineWorkbook.from_filelike(whole).get_sheet_by_name(name)
            _, left = sheet.start or (0, 0)
            rows = _blanked(sheet.iter_rows(), seen.errors, left)
            if container in _WHOLE:
                rows = ([float(cell) if type(cell) is int else cell for cell in row] for row in rows)
            grid = Grid.of_rows(name, rows, left=left, errors=dict(seen.errors), formats=formats)
            return replace(grid, struck=xml_struck(path, sheet_part(path, name))) if container == XLSX else grid
        except (python_calamine.CalamineError, OSError, ValueError, BadZipFile) as error:
            raise _failure(error) from error

    return Book(container, names, load)


def _known(path: Path, container: str, name: str, facts: Mapping[str, SheetFacts]) -> tuple[SheetFacts, Formats]:
    """Return what the guard has seen of a sheet, and the reader of its number formats."""
    if container == XLS:
        return facts.get(name, _NO_FACTS), record_formats(path.read_bytes(), name)
    if container == ODS:
        seen = facts.get(name, _NO_FACTS)
        return seen, lambda column, _worth=always, /: seen.currencies.get(column, {})
    part = sheet_part(path, name)
    formats = binary_formats(path, part) if container == XLSB else xml_formats(path, part)
    return facts.get(part, _NO_FACTS), formats


def _blanked(rows: Iterable[Row], errors: Mapping[tuple[int, int], str], left: int) -> Iterable[Row]:
    """Return rows in which errors and formulas without a saved result are blank, whatever their writer put there."""
    places: dict[int, list[int]] = {}
    for row, column in errors:
        if column >= left:
            places.setdefault(row, []).append(column - left)
    return _without(rows, places) if places else rows


def _without(rows: Iterable[Row], places: Mapping[int, list[int]]) -> Iterator[Row]:
    for at, row in enumerate(rows):
        for column in places.get(at, ()):
            if column < len(row):
                row[column] = ""
        yield row


def _failure(error: Any) -> Exception:
    """Tell a password from damage: calamine says so in words for BIFF8."""
    return PasswordError() if "password" in str(error).casefold() else DamagedError(str(error))
