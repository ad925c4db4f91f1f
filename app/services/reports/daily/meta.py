"""Sheet 18: what the file is, its columns, rates and targets, and the checksums that show a changed cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from xlsxwriter.worksheet import Worksheet

from app.i18n import render
from app.money import plain
from app.services.reports.daily.context import DailyContext
from app.services.reports.daily.kpi import FORMULAS
from app.services.reports.tables import Column, Table, control_sums, file_hash, table_hash
from app.services.reports.workbook import Book

SCHEMA: Final = "daily/1"
#: Key of a table's checksum in tblMeta; its rows and control sums follow the same way.
HASH, ROWS, SUM = "hash.", "rows.", "sum."


@dataclass(frozen=True, slots=True)
class Stamp:
    """What identifies one revision of one day's file.

    Attributes:
        replaces: ref of the revision that it replaces, "" for the first.
        audit_count, audit_hash: head of the audit chain when it was written.
    """

    company: str
    version: str
    collector_code: str
    collector_name: str
    revision: int
    replaces: str
    made_at: datetime
    audit_count: int
    audit_hash: str


def meta_rows(context: DailyContext, stamp: Stamp, tables: Mapping[str, Table]) -> list[tuple[str, str]]:
    """Return the rows of tblMeta: key and value, all text."""
    days = context.days
    hashes = {name: table_hash(one.rows) for name, one in tables.items()}
    activities = tables["tblActivities"].records()
    rows = [
        ("schema", SCHEMA),
        ("program", stamp.version),
        ("formulas", FORMULAS),
        ("company", stamp.company),
        ("collector.code", stamp.collector_code),
        ("collector.name", stamp.collector_name),
        ("day", context.day.isoformat()),
        ("revision", str(stamp.revision)),
        ("replaces", stamp.replaces),
        ("made_at", stamp.made_at.isoformat(timespec="seconds")),
        ("zone", days.zone),
        ("base", context.rates.base),
        ("data_date", "" if days.data_date is None else days.data_date.isoformat()),
        ("cash_date", "" if days.cash_date is None else days.cash_date.isoformat()),
        ("first_activity", activities[0]["activity_ref"] if activities else ""),
        ("last_activity", activities[-1]["activity_ref"] if activities else ""),
        ("audit.count", str(stamp.audit_count)),
        ("audit.hash", stamp.audit_hash),
    ]
    for name, one in sorted(tables.items()):
        rows.append((f"{ROWS}{name}", str(len(one.rows))))
        rows.append((f"{HASH}{name}", hashes[name]))
        rows += [(f"{SUM}{name}.{cur}", plain(minor, cur)) for cur, minor in sorted(control_sums(one).items())]
    rows.append(("hash", file_hash(hashes)))
    return rows


def write_meta(book: Book, context: DailyContext, rows: Sequence[tuple[str, str]], tables: Mapping[str, Table]) -> None:
    """Write the sheet: four tables one beside the other."""
    sheet = book.sheet("Meta")
    _block(sheet, 0, "tblMeta", ("key", "value"), rows)
    columns = [
        _column_row(name, place, column)
        for name, one in sorted(tables.items())
        for place, column in enumerate(one.columns, start=1)
    ]
    heads = ("table", "position", "id", "heading", "kind", "currency", "filled in by")
    _block(sheet, 3, "tblColumns", heads, columns)
    rates = [
        (code, context.rates.base, str(rate.value), rate.day.isoformat())
        for code, rate in sorted(context.rates.known.items())
    ]
    _block(sheet, 11, "tblRates", ("from", "to", "rate", "date"), rates)
    targets = context.settings.targets
    listed = [
        ("ATT", str(targets.calls)),
        ("RPC", str(targets.contacts)),
        ("PTPN", str(targets.promises)),
        ("COV", str(targets.coverage)),
    ]
    _block(sheet, 16, "tblTargets", ("code", "value"), listed)
    for place, width in ((0, 26), (1, 68), (3, 14), (5, 16), (6, 28), (9, 12), (11, 8), (13, 14), (14, 12)):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)


def _column_row(name: str, place: int, column: Column) -> tuple[str, ...]:
    """Describe a column, so that a file in any heading language is read by id."""
    side = "supervisor" if column.supervisor else "collector"
    return (name, str(place), column.id, render(column.heading), column.kind.value, column.currency, side)


def _block(sheet: Worksheet, left: int, name: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write one table of texts from column ``left`` on."""
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            sheet.write_string(number, left + place, cell)
    last = max(len(rows), 1)
    style = {"name": name, "style": "Table Style Light 1", "columns": [{"header": head} for head in heads]}
    sheet.add_table(0, left, last, left + len(heads) - 1, style)
