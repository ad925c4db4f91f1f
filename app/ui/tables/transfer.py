"""Taking rows out of a table: to the clipboard for Excel and mail, and as data for the export service."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import Any, Final

from PySide6.QtCore import QMimeData

from app.money import Money, plain
from app.services.reports.table_export import ExportColumn, Share, TableExport
from app.ui.tables.columns import Column

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_TEXT_CELL: Final = "mso-number-format:'\\@'"


def clipboard_data(columns: Sequence[Column[Any]], rows: Iterable[Any]) -> QMimeData:
    """Return rows with their headings as tab-separated text and as a table.

    Excel takes the table: figures stay figures, account numbers keep their zeros, and no text becomes a formula.
    """
    shown = [column for column in columns if column.kind != "check"]
    lines = ["\t".join(_one_line(column.title()) for column in shown)]
    cells = ["<tr>" + "".join(f"<th>{escape(column.title())}</th>" for column in shown) + "</tr>"]
    for row in rows:
        values = [column.export(row) for column in shown]
        lines.append("\t".join(_tsv(value) for value in values))
        cells.append("<tr>" + "".join(_td(value) for value in values) + "</tr>")
    data = QMimeData()
    data.setText("\n".join(lines))
    data.setHtml('<html><head><meta charset="utf-8"></head><body><table>' + "".join(cells) + "</table></body></html>")
    return data


def export_data(
    title: str, columns: Sequence[Column[Any]], rows: Iterable[Any], notes: Sequence[str], widths: Sequence[int]
) -> TableExport:
    """Return exactly these columns and rows for the export service.

    Args:
        title: name of the list.
        columns: the shown columns in their order.
        rows: the shown rows in their order.
        notes: the day, the filters, the order: how the list came about.
        widths: pixels of the columns.
    """
    pairs = [(column, width) for column, width in zip(columns, widths, strict=True) if column.kind != "check"]
    return TableExport(
        title=title,
        columns=tuple(ExportColumn(column.title(), max(8, width // 7)) for column, width in pairs),
        rows=tuple(tuple(column.export(row) for column, _width in pairs) for row in rows),
        notes=tuple(notes),
    )


def _tsv(value: Any) -> str:
    if isinstance(value, Money):
        return plain(value.minor, value.currency)
    if isinstance(value, str):
        text = _one_line(value)
        return f"'{text}" if text.startswith(_FORMULA) else text
    return _plain(value)


def _td(value: Any) -> str:
    if isinstance(value, Money):
        return f'<td x:num="{plain(value.minor, value.currency)}">{plain(value.minor, value.currency)}</td>'
    if isinstance(value, str):
        return f'<td style="{_TEXT_CELL}">{escape(value)}</td>'
    return f"<td>{escape(_plain(value))}</td>"


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Share):
        return f"{value.percent}%"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _one_line(text: str) -> str:
    return " ".join(text.split())
