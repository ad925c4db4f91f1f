"""Workbooks through calamine: cells as text, numbers, flags and dates, cached values of formulas.

calamine knows no number formats; where the currency may stand only there they are read from the XML (xlsx) or with
xlrd (BIFF8), and only when somebody asks.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element

from app.services.sync.files.grid import Book, DamagedError, Grid, PasswordError
from app.services.sync.files.zipscan import SheetFacts, letters

_NS: Final = re.compile(r"\{[^}]*\}")
#: Excel's own formats that carry a currency sign depend on the reader's locale and prove nothing.
_CUSTOM_FROM: Final = 164


def open_workbook(path: Path, container: str, facts: dict[str, SheetFacts]) -> Book:
    """Open an xlsx or xls file.

    Raises:
        DamagedError: calamine cannot make sense of it.
        PasswordError: it is encrypted.
    """
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        names = tuple(sheet.name for sheet in workbook.sheets_metadata if str(sheet.typ).endswith("WorkSheet"))
    except python_calamine.PasswordError as error:
        raise PasswordError from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _failure(error) from error

    def load(name: str) -> Grid:
        if container == "xlsx":
            part = _part_of(path, name)
            seen, formats = facts.get(part), _xml_formats(path, part)
        else:
            seen, formats = None, _biff_formats(path, name)
        try:
            sheet = workbook.get_sheet_by_name(name)
            _, left = sheet.start or (0, 0)
            return Grid.of_rows(
                name, sheet.iter_rows(), left=left, errors=dict(seen.errors) if seen else {}, formats=formats
            )
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            raise _failure(error) from error

    return Book(container, names, load)


def _failure(error: Exception) -> Exception:
    """Tell a password from damage: calamine says so in words for BIFF8."""
    return PasswordError() if "password" in str(error).casefold() else DamagedError(str(error))


def _parse(archive: zipfile.ZipFile, name: str) -> Element:
    from defusedxml.ElementTree import fromstring

    found: Element = fromstring(archive.read(name))
    return found


def _part_of(path: Path, sheet: str) -> str:
    """Return the part of the archive that holds a sheet; empty if the workbook does not say."""
    with zipfile.ZipFile(path) as archive:
        try:
            workbook = _parse(archive, "xl/workbook.xml")
            relations = _parse(archive, "xl/_rels/workbook.xml.rels")
        except (KeyError, SyntaxError, ValueError):
            return ""
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for element in workbook.iter():
        if _NS.sub("", element.tag) == "sheet" and element.get("name") == sheet:
            wanted = next((value for key, value in element.attrib.items() if _NS.sub("", key) == "id"), None)
            target = targets.get(wanted, "")
            return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    return ""


def _xml_formats(path: Path, part: str) -> Callable[[int], dict[str, int]]:
    """Return a reader of number formats of an xlsx sheet's columns."""

    def read(column: int) -> dict[str, int]:
        if not part:
            return {}
        with zipfile.ZipFile(path) as archive:
            try:
                styles = _styles(_parse(archive, "xl/styles.xml"))
                text = archive.read(part)
            except (KeyError, SyntaxError, ValueError):
                return {}
        name = letters(column).encode()
        used = Counter(re.findall(rb'<(?:\w+:)?c r="' + name + rb'\d+" s="(\d+)"(?: t="\w+")?>', text))
        counted: Counter[str] = Counter()
        for style, count in used.items():
            if (code := styles.get(int(style))) is not None:
                counted[code] += count
        return dict(counted)

    return read


def _styles(root: Element) -> dict[int, str]:
    """Return cell style → its own number format."""
    codes: dict[int, str] = {}
    found: dict[int, str] = {}
    for element in root.iter():
        tag = _NS.sub("", element.tag)
        if tag == "numFmt":
            codes[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
        elif tag == "cellXfs":
            for position, style in enumerate(element):
                number = int(style.get("numFmtId", "0"))
                if number >= _CUSTOM_FROM and number in codes:
                    found[position] = codes[number]
    return found


def _biff_formats(path: Path, sheet: str) -> Callable[[int], dict[str, int]]:
    """Return a reader of number formats of a BIFF8 sheet's columns."""

    def read(column: int) -> dict[str, int]:
        import xlrd

        try:
            book: Any = xlrd.open_workbook(path, formatting_info=True, on_demand=True)
            table = book.sheet_by_name(sheet)
        except (xlrd.XLRDError, OSError, ValueError, IndexError, KeyError, AssertionError, NotImplementedError):
            return {}
        counted: Counter[str] = Counter()
        for row in range(table.nrows):
            if column < table.row_len(row) and table.cell_type(row, column) == xlrd.XL_CELL_NUMBER:
                style = book.xf_list[table.cell_xf_index(row, column)]
                counted[book.format_map[style.format_key].format_str] += 1
        return dict(counted)

    return read
