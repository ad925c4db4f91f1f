"""Reading a daily workbook back: does every table still have the checksum that its Meta sheet states?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.errors import RefusedError
from app.i18n import Message, msg
from app.money import MoneyError, decimals, plain
from app.progress import silent
from app.services.reports.daily.meta import HASH, SCHEMA
from app.services.reports.tables import Kind, file_hash
from app.services.sync.files import guard

_NAME: Final = SCHEMA.partition("/")[0]
#: Refusals of files to sync whose advice would be of no use here.
_NO_WORKBOOK: Final = frozenset({"wrong_kind_of_file", "file_empty", "file_damaged"})


@dataclass(frozen=True, slots=True)
class WorkbookMark:
    """What a workbook says of itself and whether its tables agree.

    Attributes:
        changed: the tables whose rows no longer have the checksum stated.
        audit_count, audit_hash: head of the audit chain when it was written.
    """

    day: str
    revision: str
    collector: str
    tables: int
    changed: tuple[str, ...]
    audit_count: int
    audit_hash: str


def read_workbook(path: Path) -> WorkbookMark:
    """Read a daily workbook; sorted or filtered sheets and filled in supervisor's columns are the same file.

    Raises:
        RefusedError: the file is missing, no workbook of ours, or of a newer schema.
    """
    book = _open(path)
    meta = {row[0]: row[1] or "" for row in _rows(book, "Meta", 0, 2)}
    schema = meta.get("schema", "")
    if not schema.startswith(f"{_NAME}/"):
        raise _not_ours(path)
    if schema != SCHEMA:
        raise RefusedError(
            "workbook_newer",
            msg("This workbook has schema {found}, and this program reads {known}.", found=schema, known=SCHEMA),
            msg("File: {name}.", name=path.name),
        )
    columns = [row for row in _rows(book, "Meta", 3, 7) if row[0]]
    found = {}
    for name in sorted({str(row[0]) for row in columns}):
        mine = [row for row in columns if row[0] == name and row[6] != "supervisor"]
        found[name] = _hash(book, name, mine, meta)
    changed = tuple(name for name, value in found.items() if meta.get(f"{HASH}{name}") != value)
    if not changed and meta.get("hash") != file_hash(found):
        changed = ("Meta",)
    return WorkbookMark(
        meta.get("day", ""),
        meta.get("revision", ""),
        meta.get("collector.code", ""),
        len(found),
        changed,
        int(count) if (count := str(meta.get("audit.count") or "0")).isdecimal() else 0,
        str(meta.get("audit.hash", "")),
    )


def _open(path: Path) -> Any:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        guard.examine(guard.open_file(path), silent, "")
    except RefusedError as error:
        if error.code in _NO_WORKBOOK:
            raise _not_ours(path) from error
        raise
    try:
        return load_workbook(path, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, OSError) as error:
        raise _not_ours(path) from error


def _not_ours(path: Path) -> RefusedError:
    return RefusedError(
        "not_a_workbook",
        msg("This file is no daily workbook of Collections Desk."),
        msg("File: {name}.", name=path.name),
        msg("Choose a file that the daily command wrote."),
    )


def _rows(book: Any, sheet: str, left: int, width: int) -> list[tuple[Any, ...]]:
    if sheet not in book.sheetnames:
        return []
    rows = book[sheet].iter_rows(min_row=2, min_col=left + 1, max_col=left + width, values_only=True)
    return [row for row in rows if row[0] is not None]


def _hash(book: Any, name: str, columns: Sequence[tuple[Any, ...]], meta: dict[str, str]) -> str:
    """Return a table's checksum as it is now; a table, column or zone that cannot be found has none."""
    import hashlib

    sheet = next((one for one in book.worksheets if name in one.tables), None)
    try:
        zone = ZoneInfo(str(meta.get("zone") or "UTC"))
    except (ValueError, ZoneInfoNotFoundError):
        return ""
    if sheet is None or any(row[4] not in tuple(Kind) for row in columns):
        return ""
    ids = [row[2] for row in columns]
    rows = []
    for cells in sheet.iter_rows(min_row=2, max_col=len(columns), values_only=True):
        if cells[-1] is None:
            continue
        record = dict(zip(ids, cells, strict=True))
        rows.append([_text(column, record, zone, meta.get("base", "")) for column in columns])
    rows.sort(key=lambda row: row[-1])
    text = "\u001e".join("\u001f".join(row) for row in rows)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _text(column: tuple[Any, ...], record: dict[str, Any], zone: ZoneInfo, base: str) -> str:
    """Return a cell's canonical text, whatever type the spreadsheet program kept it in."""
    value = record[column[2]]
    kind = Kind(column[4])
    if value is None:
        return ""
    if kind is Kind.MONEY:
        return _money(value, str(record.get(column[5]) if column[5] else base))
    if isinstance(value, datetime):
        if kind is Kind.MOMENT:
            return value.replace(tzinfo=zone).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if kind is Kind.INT and isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _money(value: Any, currency: str) -> str:
    if not isinstance(value, (int, float)):
        return str(value)
    try:
        minor = Decimal(repr(value)).scaleb(decimals(currency))
    except (MoneyError, ArithmeticError):
        return str(value)
    if not minor.is_finite():
        return str(value)
    whole = minor.quantize(Decimal(1))
    return plain(int(whole), currency) if abs(minor - whole) < Decimal("0.001") else str(value)


def verdict(mark: WorkbookMark) -> Message:
    """Return what the checksums say in a sentence."""
    if mark.changed:
        return msg("Changed since it was written: {tables}.", tables=", ".join(mark.changed))
    return msg("All {n} tables are as they were written.", n=mark.tables)
