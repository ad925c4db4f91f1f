"""Number formats of a column, in the containers that have them: the currency may stand only there.

calamine knows none. They are read from the XML (xlsx), from the records (xlsb) or with xlrd (xls), and only when
somebody asks.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final
from xml.etree.ElementTree import Element

from app.services.sync.files.grid import Formats, add_rows, always
from app.services.sync.files.references import Referenced
from app.services.sync.files.scans.binary import records, sheet_links
from app.services.sync.files.scans.ole import workbook_stream
from app.services.sync.files.zipscan import letters, places_missing

_NS: Final = re.compile(r"\{[^}]*\}")
#: Excel's own formats that carry a currency sign depend on the reader's locale and prove nothing.
_CUSTOM_FROM: Final = 164
#: Some writers put the style of a cell in front of its place; they do so from the first cells on.
_STYLE_FIRST: Final = re.compile(rb'<(?:\w+:)?c\s[^>]*\bs="\d+"[^>]* r="')
_FRONT: Final = 1 << 20
_STYLE_OF: Final = re.compile(rb'\bs="(\d+)"')
UNREADABLE: Final = (KeyError, SyntaxError, ValueError, zipfile.BadZipFile, struct.error)

Worth = Callable[[str], bool]
#: Number format → runs of rows of its cells.
Placed = Mapping[str, Sequence[range]]


def parse_part(archive: zipfile.ZipFile, name: str) -> Element:
    """Return the root of an XML part."""
    from defusedxml.ElementTree import fromstring

    found: Element = fromstring(archive.read(name))
    return found


def sheet_part(path: Path, sheet: str) -> str:
    """Return the part of an archive that holds a sheet; empty if the workbook does not say."""
    with zipfile.ZipFile(path) as archive:
        try:
            if "xl/workbook.bin" in archive.namelist():
                with archive.open("xl/workbook.bin") as stream:
                    wanted = sheet_links(stream).get(sheet)
                relations = parse_part(archive, "xl/_rels/workbook.bin.rels")
            else:
                wanted = _link(parse_part(archive, "xl/workbook.xml"), sheet)
                relations = parse_part(archive, "xl/_rels/workbook.xml.rels")
        except UNREADABLE:
            return ""
    target = {relation.get("Id"): relation.get("Target", "") for relation in relations}.get(wanted, "")
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _link(workbook: Element, sheet: str) -> str | None:
    """Return the id of the relation that leads to a sheet's part."""
    for element in workbook.iter():
        if _NS.sub("", element.tag) == "sheet" and element.get("name") == sheet:
            return next((value for key, value in element.attrib.items() if _NS.sub("", key) == "id"), None)
    return None


def xml_formats(path: Path, part: str) -> Formats:
    """Return a reader of number formats of an xlsx sheet's columns."""

    def read(column: int, worth: Worth = always, /) -> Placed:
        if not part:
            return {}
        with zipfile.ZipFile(path) as archive:
            try:
                styles = _styles(parse_part(archive, "xl/styles.xml"))
                if not any(map(worth, styles.values())):
                    return {}
                text = sheet_text(archive, part)
            except UNREADABLE:
                return {}
        return _placed(styled_cells(text, column), styles)

    return read


def sheet_text(archive: zipfile.ZipFile, part: str) -> bytes:
    """Return the XML of a sheet, in which each cell says its place."""
    text = archive.read(part)
    return b"".join(iter(Referenced(io.BytesIO(text)).read, b"")) if places_missing(text) else text


def styled_cells(text: bytes, column: int) -> Iterable[tuple[int, int | None]]:
    """Return the rows of a column's cells that hold something, each with the style of the cell."""
    place = rb' r="' + letters(column).encode() + rb'(\d+)"'
    first = _STYLE_FIRST.search(text, 0, _FRONT)
    pattern = rb"<(?:\w+:)?c\b([^>]*)" + place + rb"[^>]*(?<!/)>" if first else place + rb"([^>]*)(?<!/)>"
    cells = re.findall(pattern, text)
    of = {attributes: _style_of(attributes) for attributes in {cell[0 if first else 1] for cell in cells}}
    if first:
        return [(int(row) - 1, of[attributes]) for attributes, row in cells]
    return [(int(row) - 1, of[attributes]) for row, attributes in cells]


def _style_of(attributes: bytes) -> int | None:
    """Return the style that a cell's attributes name."""
    found = _STYLE_OF.search(attributes)
    return int(found.group(1)) if found else None


def _placed(used: Iterable[tuple[int, int | None]], codes: Mapping[int, str]) -> Placed:
    """Return number format → rows of its cells, from row and cell style."""
    found: dict[str, list[range]] = {}
    for row, style in used:
        if style is not None and (code := codes.get(style)) is not None:
            add_rows(found.setdefault(code, []), range(row, row + 1))
    return found


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


_BEGIN_STYLES: Final = 617
_END_STYLES: Final = 618
_CODE: Final = 44
_STYLE: Final = 47
_ROW: Final = 0
#: Cells with a number, plain or as the result of a formula.
_NUMBERS: Final = frozenset({2, 5, 9})


def binary_formats(path: Path | IO[bytes], part: str) -> Formats:
    """Return a reader of number formats of an xlsb sheet's columns."""

    def read(column: int, worth: Worth = always, /) -> Placed:
        if not part:
            return {}
        used: list[tuple[int, int]] = []
        row = 0
        with zipfile.ZipFile(path) as archive:
            try:
                with archive.open("xl/styles.bin") as stream:
                    styles = _binary_styles(stream)
                if not any(map(worth, styles.values())):
                    return {}
                with archive.open(part) as stream:
                    for number, content in records(stream, lambda _done: None):
                        if number == _ROW:
                            row = struct.unpack_from("<I", content)[0]
                        elif number in _NUMBERS and struct.unpack_from("<I", content)[0] == column:
                            used.append((row, int.from_bytes(content[4:7], "little")))
            except UNREADABLE:
                return {}
        return _placed(used, styles)

    return read


def _binary_styles(stream: Any) -> dict[int, str]:
    """Return cell style → its own number format, from the records of the styles."""
    codes: dict[int, str] = {}
    found: dict[int, str] = {}
    place, inside = 0, False
    for number, content in records(stream, lambda _done: None):
        if number == _CODE:
            code, length = struct.unpack_from("<HI", content)
            codes[code] = content[6 : 6 + 2 * length].decode("utf-16-le", "replace")
        elif number in {_BEGIN_STYLES, _END_STYLES}:
            inside = number == _BEGIN_STYLES
        elif number == _STYLE and inside:
            code = struct.unpack_from("<HH", content)[1]
            if code >= _CUSTOM_FROM and code in codes:
                found[place] = codes[code]
            place += 1
    return found


def record_formats(data: bytes, sheet: str) -> Formats:
    """Return a reader of number formats of a BIFF sheet's columns."""

    def read(column: int, worth: Worth = always, /) -> Placed:
        import xlrd

        try:
            book: Any = xlrd.open_workbook(
                file_contents=workbook_stream(data), formatting_info=True, on_demand=True, logfile=io.StringIO()
            )
            written = {key: known.format_str for key, known in book.format_map.items() if known.format_str}
            if not any(map(worth, written.values())):
                return {}
            table = book.sheet_by_name(sheet)
        except (*UNREADABLE, xlrd.XLRDError, OSError, IndexError, AssertionError, NotImplementedError):
            return {}
        codes = {at: written[style.format_key] for at, style in enumerate(book.xf_list) if style.format_key in written}
        numbers = (
            (row, table.cell_xf_index(row, column))
            for row in range(table.nrows)
            if column < table.row_len(row) and table.cell_type(row, column) == xlrd.XL_CELL_NUMBER
        )
        return _placed(numbers, codes)

    return read
