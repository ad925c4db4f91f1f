"""Containers that no writer of ours writes: xlsb, ods, SpreadsheetML 2003, HTML tables and web archives."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from html import escape
from pathlib import Path
from typing import Any

from tests.builders import spreadsheets

Row = Sequence[Any]
Sheets = Mapping[str, Iterable[Row]]

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
#: Cell style 1 is a date, 2 a date with a time, 3 a time.
_STYLES = (0, 14, 22, 21)


def serial(day: date) -> float:
    """Return a day or a moment as the number that Excel stores."""
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    return (moment - datetime(1899, 12, 30)).total_seconds() / 86400


def record(kind: int, body: bytes = b"") -> bytes:
    """Return one record of BIFF12: its number, its length, its content."""
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(body)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
        length >>= 7
        if not length:
            return number + size + body


def _wide(text: str) -> bytes:
    written = text.encode("utf-16-le")
    return struct.pack("<I", len(written) // 2) + written


def xlsb_cell(column: int, value: Any) -> bytes:
    """Return a cell of BIFF12."""
    style = 2 if isinstance(value, datetime) else 1 if isinstance(value, date) else 3 if isinstance(value, time) else 0
    head = struct.pack("<II", column, style)
    if isinstance(value, str):
        return record(6, head + _wide(value))
    if isinstance(value, bool):
        return record(4, head + bytes([value]))
    if isinstance(value, date):
        return record(5, head + struct.pack("<d", serial(value)))
    if isinstance(value, time):
        return record(5, head + struct.pack("<d", (value.hour * 60 + value.minute) / 1440))
    return record(5, head + struct.pack("<d", value))


def short(cell: bytes) -> bytes:
    """Return a cell of BIFF12 without its column: it stands right of the one before it."""
    kind, body = cell[0], cell[-(len(cell) - 2 - (len(cell) > 129)) :]
    return record(kind + 11, body[4:])


def xlsb_rows(rows: Iterable[Row], *, shortly: bool = False) -> bytes:
    """Return rows as records; ``shortly``: cells beside one another do not say their column."""
    found = b""
    for at, row in enumerate(rows):
        found += record(0, struct.pack("<II", at, 0) + bytes(9))
        for column, value in enumerate(row):
            if value not in {"", None}:
                beside = shortly and column > 0 and row[column - 1] not in {"", None}
                cell = xlsb_cell(column, value)
                found += short(cell) if beside else cell
    return found


def xlsb(
    path: Path,
    sheets: Sheets,
    *,
    hidden: Iterable[str] = (),
    since_1904: bool = False,
    extra: bytes = b"",
    number_format: str = "",
    shortly: bool = False,
) -> Path:
    """Write a binary workbook; ``extra`` are records after the rows of every sheet."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    bundles = links = b""
    parts: dict[str, bytes] = {}
    for at, (name, rows) in enumerate(sheets.items(), start=1):
        state = struct.pack("<II", 1 if name in hidden else 0, at)
        bundles += record(156, state + _wide(f"rId{at}") + _wide(name))
        target = f"worksheets/sheet{at}.bin"
        links += f'<Relationship Id="rId{at}" Type="{relation}/worksheet" Target="{target}"/>'.encode()
        table = record(148, bytes(16)) + record(145) + xlsb_rows(rows, shortly=shortly) + extra + record(146)
        parts[f"xl/{target}"] = record(129) + table + record(130)
    links += f'<Relationship Id="rIdS" Type="{relation}/styles" Target="styles.bin"/>'.encode()
    codes = (200 if number_format else 0, *_STYLES[1:])
    looks = b"".join(record(47, struct.pack("<HH", 0xFFFF, code) + bytes(12)) for code in codes)
    own = record(44, struct.pack("<H", 200) + _wide(number_format)) if number_format else b""
    flags = struct.pack("<III", 1 if since_1904 else 0, 0, 0)
    parts |= {
        "xl/workbook.bin": record(131) + record(153, flags) + record(143) + bundles + record(144) + record(132),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{package}/relationships">'.encode()
        + links
        + b"</Relationships>",
        "xl/styles.bin": record(278) + own + record(617, struct.pack("<I", 4)) + looks + record(618) + record(279),
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>'.encode(),
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{relation}/officeDocument" Target="xl/workbook.bin"/></Relationships>'.encode(),
    }
    return packed(path, parts)


def packed(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """Write a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _spaced(text: str) -> str:
    """Write blanks in a row as OpenDocument does, where those of the mark-up count once."""
    return text.replace("  ", ' <text:s text:c="1"/>')


def ods_cell(value: Any) -> str:
    """Return a cell of an OpenDocument table."""
    if value in {"", None}:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        kind, shown = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"', str(value).upper()
    elif isinstance(value, date):
        kind, shown = f'office:value-type="date" office:date-value="{value.isoformat()}"', value.isoformat()
    elif isinstance(value, time):
        kind, shown = f'office:value-type="time" office:time-value="PT{value:%HH%MM%S}S"', value.isoformat()
    elif isinstance(value, str):
        lines = "".join(f"<text:p>{_spaced(escape(line))}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    else:
        kind, shown = f'office:value-type="float" office:value="{value!r}"', str(value)
    return f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"


def ods_rows(rows: Iterable[Row]) -> str:
    """Return rows as XML."""
    return "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)


def ods(path: Path, sheets: Sheets, *, encrypted: bool = False) -> Path:
    """Write an OpenDocument spreadsheet."""
    return ods_tables(path, {name: ods_rows(rows) for name, rows in sheets.items()}, encrypted=encrypted)


def ods_content(tables: Mapping[str, str]) -> str:
    """Return the content part around the XML of rows."""
    spaces = " ".join(f'xmlns:{name}="{_OFFICE}{name}:1.0"' for name in ("office", "table", "text"))
    spaces += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    inside = "".join(f'<table:table table:name="{escape(name)}">{xml}</table:table>' for name, xml in tables.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3"><office:body>'
        f"<office:spreadsheet>{inside}</office:spreadsheet></office:body></office:document-content>"
    )


def ods_tables(path: Path, tables: Mapping[str, str], *, encrypted: bool = False) -> Path:
    """Write an OpenDocument spreadsheet around the XML of its rows."""
    key = "<manifest:encryption-data/>" if encrypted else ""
    listed = (
        f'<manifest:manifest xmlns:manifest="{_OFFICE}manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{ODS}"/><manifest:file-entry manifest:full-path="content.xml" '
        f'manifest:media-type="text/xml">{key}</manifest:file-entry></manifest:manifest>'
    )
    return packed(path, {"mimetype": ODS, "content.xml": ods_content(tables), "META-INF/manifest.xml": listed})


def fods(path: Path, sheets: Sheets) -> Path:
    """Write an OpenDocument spreadsheet as one XML file, laid out for reading."""
    content = ods_content({name: ods_rows(rows) for name, rows in sheets.items()})
    laid_out = content.replace("office:document-content", "office:document").replace("><table:", ">\n  <table:")
    path.write_text(laid_out, "utf-8")
    return path


def sml_cell(value: Any, index: int = 0) -> str:
    """Return a cell of SpreadsheetML; one with an index stands there, whatever is left out before it."""
    at = f' ss:Index="{index}"' if index else ""
    if isinstance(value, bool):
        kind, shown = "Boolean", str(int(value))
    elif isinstance(value, datetime):
        kind, shown = "DateTime", value.isoformat(timespec="milliseconds")
    elif isinstance(value, date):
        kind, shown = "DateTime", f"{value.isoformat()}T00:00:00.000"
    elif isinstance(value, time):
        kind, shown = "DateTime", f"1899-12-31T{value.isoformat(timespec='milliseconds')}"
    elif isinstance(value, str):
        kind, shown = "String", escape(value)
    else:
        kind, shown = "Number", repr(value)
    return f'<Cell{at} ss:StyleID="plain"><Data ss:Type="{kind}">{shown}</Data></Cell>'


def sml_rows(rows: Iterable[Row]) -> str:
    """Return rows as XML, blank cells and blank rows left out."""
    found = ""
    for at, row in enumerate(rows, start=1):
        cells = "".join(sml_cell(value, column) for column, value in enumerate(row, start=1) if value not in {"", None})
        found += f'<Row ss:Index="{at}">{cells}</Row>' if cells else ""
    return found


def sml_tables(
    path: Path, tables: Mapping[str, str], *, styles: str = "", head: str = "", encoding: str = "utf-8"
) -> Path:
    """Write SpreadsheetML around the XML of its rows."""
    office = "urn:schemas-microsoft-com:office"
    inside = "".join(
        f'<Worksheet ss:Name="{escape(name)}"><Table>{xml}</Table></Worksheet>' for name, xml in tables.items()
    )
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n{head}'
        f'<Workbook xmlns="{office}:spreadsheet" xmlns:ss="{office}:spreadsheet" xmlns:x="{office}:excel">'
        f'<Styles><Style ss:ID="plain"><Alignment ss:Vertical="Bottom"/></Style>{styles}</Styles>{inside}</Workbook>'
    )
    path.write_bytes(text.encode(encoding))
    return path


def spreadsheetml(path: Path, sheets: Sheets, *, encoding: str = "utf-8") -> Path:
    """Write SpreadsheetML 2003."""
    return sml_tables(path, {name: sml_rows(rows) for name, rows in sheets.items()}, encoding=encoding)


def html_rows(rows: Iterable[Row], cell: str = "td") -> str:
    """Return rows as HTML; every cell is text."""
    found = ""
    for row in rows:
        shown = ("" if value is None else escape(str(value)).replace("\n", "<br>") for value in row)
        found += "<tr>" + "".join(f"<{cell}>{text or '&nbsp;'}</{cell}>" for text in shown) + "</tr>\n"
    return found


def html(path: Path, rows: Iterable[Row], *, encoding: str = "utf-8", declared: str | None = None) -> Path:
    """Write a page with one table, as reports of web applications are."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared or encoding}">'
    page(path, f"<table border=1>{html_rows(rows)}</table>", meta=meta, encoding=encoding)
    return path


def page(path: Path, body: str, *, meta: str = "", encoding: str = "utf-8") -> Path:
    """Write a page."""
    text = f"<html><head>{meta}<title>Report</title><style>td {{ color: red }}</style></head><body>{body}</body></html>"
    path.write_bytes(text.encode(encoding))
    return path


#: Every container in which a table can come.
WRITERS = {
    **spreadsheets.CONTAINERS,
    "xlsb": lambda folder, rows: xlsb(folder / "file.xlsb", {"Sheet1": rows}),
    "ods": lambda folder, rows: ods(folder / "file.ods", {"Sheet1": rows}),
    "fods": lambda folder, rows: fods(folder / "file.ods", {"Sheet1": rows}),
    "spreadsheetml": lambda folder, rows: spreadsheetml(folder / "file.xls", {"Sheet1": rows}),
    "html": lambda folder, rows: html(folder / "file.xls", rows),
}
