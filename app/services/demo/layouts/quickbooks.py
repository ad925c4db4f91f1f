"""QuickBooks Online, A/R aging detail: three title rows, header on row 5, groups by age, printing time last."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from app.enums import ItemKind
from app.services.demo.layouts.rows import ItemRow, kind_word, rows_of
from app.services.demo.layouts.sheet import Cell, xlsx
from app.services.demo.model import Portfolio, Side, System

_TYPES: Final = {
    ItemKind.INVOICE: "Invoice",
    ItemKind.CREDIT_MEMO: "Credit Memo",
    ItemKind.UNAPPLIED: "Payment",
    ItemKind.FINANCE_CHARGE: "Invoice",
}
_GROUPS: Final = (
    ("91 or more days past due", 91, 99_999),
    ("61 - 90 days past due", 61, 90),
    ("31 - 60 days past due", 31, 60),
    ("1 - 30 days past due", 1, 30),
    ("Current", -99_999, 0),
)
_HEADER: Final = "Date|Transaction type|Num|Customer full name|Due date|Amount|Open balance|Currency".split("|")
_MONTHS: Final = "January February March April May June July August September October November December".split()
_DAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONEY: Final = "#,##0.00"
_DATE: Final = "mm/dd/yyyy"


def write_quickbooks(path: Path, portfolio: Portfolio, side: Side, system: System) -> None:
    """Write the aging detail; dates show the month first, as QuickBooks writes them for an American company."""
    rows = rows_of(portfolio, side, system)
    day = portfolio.date_of(side)
    long_day = f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
    with xlsx(path, "A_R Aging Detail", day) as sheet:
        sheet.add(["Midori Electric Inc."], bold=True)
        sheet.add(["A/R Aging Detail Report"], bold=True)
        sheet.add([f"As of {long_day}"])
        sheet.skip()
        sheet.add(_HEADER, start=1, bold=True)
        for name, first, last in _GROUPS:
            group = [row for row in rows if first <= (row.overdue or 0) <= last]
            if not group:
                continue
            sheet.add([name], bold=True)
            for row in sorted(group, key=lambda row: (row.item.document_date, row.item.number)):
                sheet.add(_cells(row), [_DATE, "", "", "", _DATE, _MONEY, _MONEY, ""], start=1)
            sheet.add(_total(f"Total for {name}", group), ["", "", "", "", "", "", _MONEY, _MONEY], bold=True)
        sheet.add(_total("TOTAL", rows), ["", "", "", "", "", "", _MONEY, _MONEY], bold=True)
        sheet.skip(2)
        sheet.add([f"{_DAYS[day.weekday()]}, {long_day} 08:12 AM GMT-05:00"])


def _cells(row: ItemRow) -> list[Cell]:
    item = row.item
    return [
        item.document_date,
        kind_word(item.kind, _TYPES),
        item.number,
        row.account.name.local,
        item.due_date,
        row.original,
        row.open,
        item.currency,
    ]


def _total(label: str, rows: list[ItemRow]) -> list[Cell]:
    amounts: list[Cell] = [sum((row.original for row in rows), start=rows[0].original * 0)]
    amounts.append(sum((row.open for row in rows), start=rows[0].open * 0))
    return [label, None, None, None, None, None, *amounts]
