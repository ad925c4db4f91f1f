"""A Japanese small-business program: csv in cp932 under a title and the balance date, a total row last."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from app.enums import ItemKind
from app.services.demo.layouts.rows import ItemRow, kind_word, rows_of, sums
from app.services.demo.layouts.sheet import write_csv
from app.services.demo.ledger import CREDITS
from app.services.demo.model import Portfolio, Side, System

_TYPES: Final = {ItemKind.INVOICE: "売上", ItemKind.CREDIT_MEMO: "返品", ItemKind.UNAPPLIED: "前受金"}
_HEADER: Final = (
    "得意先コード,得意先名,伝票区分,請求書番号,請求日,お支払期限,通貨,合計金額,残高,延滞日数,注文番号,"
    "営業担当,支払条件,督促レベル,最終督促日,係争"
)


def write_yayoi(path: Path, portfolio: Portfolio, side: Side, system: System) -> None:
    """Write the list of receivable balances."""
    rows = rows_of(portfolio, side, system)
    blank = [""] * 6
    lines = [
        ["売掛残高一覧表"],
        [f"基準日：{portfolio.date_of(side):%Y/%m/%d}"],
        [],
        _HEADER.split(","),
        *(_line(row) for row in rows),
        *(["合計", *blank[:5], currency, "", str(total)] for currency, total in sums(rows).items()),
    ]
    write_csv(path, lines, "cp932")


def _line(row: ItemRow) -> list[str]:
    item = row.item
    return [
        row.account.number,
        row.account.name.local,
        kind_word(item.kind, _TYPES),
        item.number,
        _date(item.document_date),
        _date(item.due_date),
        item.currency,
        str(row.original),
        str(row.open),
        "" if row.overdue is None else str(row.overdue),
        item.po,
        row.account.sales_rep,
        "" if item.kind in CREDITS else row.account.terms,
        str(row.level or ""),
        _date(row.level_on),
        "有" if row.disputed else "",
    ]


def _date(day: date | None) -> str:
    return f"{day:%Y/%m/%d}" if day else ""
