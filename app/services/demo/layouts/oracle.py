"""Oracle's aging in seven buckets as csv: a parameter page, a subtotal per customer, grand totals per currency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Final

from app.enums import ItemKind
from app.services.demo.layouts.rows import ItemRow, kind_word, rows_of, sums
from app.services.demo.layouts.sheet import point, write_csv
from app.services.demo.ledger import CREDITS
from app.services.demo.model import Portfolio, Side, System

_TYPES: Final = {
    ItemKind.INVOICE: "Invoice",
    ItemKind.CREDIT_MEMO: "Credit Memo",
    ItemKind.UNAPPLIED: "Unapplied",
    ItemKind.DEBIT_MEMO: "Debit Memo",
    ItemKind.FINANCE_CHARGE: "Late Charge",
}
_HEADER: Final = (
    "Customer Number|Customer Name|Invoice Number|Type|Invoice Date|Due Date|Days Past Due|Currency|Original Amount|"
    "Outstanding Amount|Current|1-30 Days|31-60 Days|61-90 Days|91-120 Days|121+ Days|Terms|PO Number|Sales Rep|"
    "Disputed|Dunning Level|Last Dunned"
)
_BOUNDS: Final = (0, 30, 60, 90, 120)


def write_oracle(path: Path, portfolio: Portfolio, side: Side, system: System) -> None:
    """Write the aging report of the English-speaking companies."""
    rows = rows_of(portfolio, side, system)
    day = portfolio.date_of(side)
    lines = [
        ["Aging - 7 Buckets Report"],
        ["Report Date:", _date(day)],
        ["As of Date:", _date(day)],
        ["Order By:", "Customer"],
        [],
        _HEADER.split("|"),
        *_body(rows),
        *(_total("Grand Total", currency, total) for currency, total in sums(rows).items()),
        ["*** End of Report ***"],
    ]
    write_csv(path, lines)


def _body(rows: list[ItemRow]) -> Iterator[list[str]]:
    """Give the items of each customer with the customer's total."""
    for number, group in groupby(rows, key=lambda row: row.account.number):
        owed = list(group)
        yield from (_line(row) for row in owed)
        for currency, total in sums(owed).items():
            yield _total(f"Total for {number}", currency, total)


def _line(row: ItemRow) -> list[str]:
    item = row.item
    place = sum((row.overdue or 0) > bound for bound in _BOUNDS)
    buckets = [point(row.open) if at == place else "0.00" for at in range(6)]
    return [
        row.account.number,
        row.account.name.local,
        item.number,
        kind_word(item.kind, _TYPES),
        _date(item.document_date),
        _date(item.due_date),
        "" if row.overdue is None else str(row.overdue),
        item.currency,
        point(row.original),
        point(row.open),
        *buckets,
        "" if item.kind in CREDITS else row.account.terms,
        item.po,
        row.account.sales_rep,
        "Y" if row.disputed else "N",
        str(row.level or ""),
        _date(row.level_on),
    ]


def _total(label: str, currency: str, total: Decimal) -> list[str]:
    return ["", label, "", "", "", "", "", currency, "", point(total)]


def _date(day: date | None) -> str:
    """Write a day as Oracle does: ``29-OCT-2026``."""
    months = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
    return f"{day.day:02d}-{months[day.month - 1]}-{day.year}" if day else ""
