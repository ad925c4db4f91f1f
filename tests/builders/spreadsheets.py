"""Spreadsheets for tests: the same rows as xlsx, BIFF8 or text in any encoding, and files broken on purpose."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import xlsxwriter

Row = Sequence[Any]


def xlsx(path: Path, rows: Iterable[Row], *, formats: dict[int, str] | None = None, sheet: str = "Sheet1") -> Path:
    """Write one sheet; dates become true dates, ``formats`` gives columns a number format."""
    return book(path, {sheet: list(rows)}, formats=formats)


def book(
    path: Path,
    sheets: dict[str, Iterable[Row]],
    *,
    formats: dict[int, str] | None = None,
    hidden: Iterable[str] = (),
    formulas: bool = False,
) -> Path:
    """Write several sheets; texts that begin with an equals sign become formulas, without results, only if asked."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        styles = {column: workbook.add_format({"num_format": code}) for column, code in (formats or {}).items()}
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str) and value.startswith("=") and formulas:
                        sheet.write_formula(at, column, value, styles.get(column))
                    else:
                        _write(sheet, (at, column), value, day, styles.get(column))
    return path


def _write(sheet: Any, place: tuple[int, int], value: Any, day: Any, style: Any) -> None:
    """Write a cell; blank ones are none."""
    if isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, date):
        sheet.write_datetime(*place, value, day)
    elif isinstance(value, str):
        if value:
            sheet.write_string(*place, value)
    elif value is not None:
        sheet.write_number(*place, value, style)


def xls(path: Path, rows: Iterable[Row], *, formats: dict[int, str] | None = None, sheet: str = "Sheet1") -> Path:
    """Write a BIFF8 workbook of one sheet."""
    return xls_book(path, {sheet: rows}, formats=formats)


def xls_book(
    path: Path, sheets: dict[str, Iterable[Row]], *, formats: dict[int, str] | None = None, hidden: Iterable[str] = ()
) -> Path:
    """Write a BIFF8 workbook."""
    import xlwt

    workbook = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    styles = {column: xlwt.easyxf(num_format_str=code) for column, code in (formats or {}).items()}
    plain = xlwt.easyxf()
    for name, rows in sheets.items():
        table = workbook.add_sheet(name)
        table.visibility = int(name in hidden)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is None or value == "":
                    continue
                style = day if isinstance(value, date) else styles.get(column, plain)
                table.write(at, column, value, style if not isinstance(value, str) else plain)
    workbook.save(str(path))
    return path


def text(path: Path, rows: Iterable[Row], *, separator: str = ",", encoding: str = "utf-8", end: str = "\r\n") -> Path:
    """Write text; cells with separators, quotes or line breaks are quoted."""
    lines = (separator.join(_cell(value, separator) for value in row) for row in rows)
    path.write_bytes("".join(line + end for line in lines).encode(encoding))
    return path


def _cell(value: Any, separator: str) -> str:
    written = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    if any(char in written for char in (separator, '"', "\n")):
        return '"' + written.replace('"', '""') + '"'
    return written


CONTAINERS = {
    "xlsx": lambda folder, rows: xlsx(folder / "file.xlsx", rows),
    "xls": lambda folder, rows: xls(folder / "file.xls", rows),
    "csv": lambda folder, rows: text(folder / "file.csv", rows),
    "csv with BOM": lambda folder, rows: text(folder / "file.csv", rows, encoding="utf-8-sig"),
    "semicolons": lambda folder, rows: text(folder / "file.csv", rows, separator=";"),
    "utf-16 tabs": lambda folder, rows: text(folder / "FILE.XLS", rows, separator="\t", encoding="utf-16"),
    "pipes": lambda folder, rows: text(folder / "file.txt", rows, separator="|"),
}


def worksheet(path: Path, xml: str, *, shared: str = "") -> Path:
    """Write a minimal xlsx around the XML of ``sheetData``'s content, for cells that no writer writes."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships">'
        f'<Relationship Id="rId1" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{relation}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships">'
        f'<Relationship Id="rId1" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{xml}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def inline_rows(rows: Iterable[Row]) -> str:
    """Return rows as XML with inline texts."""
    found = []
    for at, row in enumerate(rows, start=1):
        cells = "".join(
            f'<c r="{chr(65 + column)}{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
            if isinstance(value, str)
            else f'<c r="{chr(65 + column)}{at}"><v>{value}</v></c>'
            for column, value in enumerate(row)
            if value not in {"", None}
        )
        found.append(f'<row r="{at}">{cells}</row>')
    return "".join(found)


def zip_bomb(path: Path, megabytes: int = 300) -> Path:
    """Write an xlsx whose sheet unpacks to so many megabytes of nothing."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(megabytes):
                part.write(b" " * 1024**2)
    return path


def encrypted_office(path: Path) -> Path:
    """Write an OLE file that holds an encrypted package, as Excel does with a password."""
    sector = bytearray(512)
    sector[0:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<HHHHH", sector, 24, 0x3E, 3, 0xFFFE, 9, 6)
    directory = bytearray(512)
    for place, name in enumerate(("Root Entry", "EncryptionInfo", "EncryptedPackage")):
        written = name.encode("utf-16-le")
        directory[place * 128 : place * 128 + len(written)] = written
    path.write_bytes(bytes(sector) + bytes(directory) + bytes(4096))
    return path


def cut(path: Path, share: float = 0.6) -> Path:
    """Cut a file off."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def archive(path: Path, name: str = "readme.txt") -> Path:
    """Write a zip that is no workbook."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as packed:
        packed.writestr(name, "hello")
    path.write_bytes(memory.getvalue())
    return path
