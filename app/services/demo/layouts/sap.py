"""SAP FBL5N, the list viewer's export to a spreadsheet: header on row 1, no customer names, totals with empty keys."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Final

from app.enums import ItemKind
from app.money import decimals
from app.services.demo.countries import RATES
from app.services.demo.layouts.rows import ItemRow, kind_word, rows_of
from app.services.demo.layouts.sheet import Cell, xlsx
from app.services.demo.model import Portfolio, Side, System

_TYPES: Final = {
    ItemKind.INVOICE: "RV",
    ItemKind.CREDIT_MEMO: "DG",
    ItemKind.UNAPPLIED: "DZ",
    ItemKind.DEBIT_MEMO: "DR",
    ItemKind.FINANCE_CHARGE: "DR",
}
_LOCAL: Final = {"JP": "JPY", "CN": "CNY", "TW": "TWD", "SG": "SGD"}
_HEADERS: Final = {
    System.SAP_ASIA: (
        "Document Status|Company Code|G/L Account|Account|Document Number|Document Date|Posting Date|Reference|"
        "Assignment|Document Type|Special G/L Ind.|Net Due Date|Arrears after net due date|Amount in Doc. Curr.|"
        "Document Currency|Amount in Local Currency|Local Currency|Terms of Payment|Dunning Level|Last Dunned|"
        "Disputed Item|Clearing Document|Clearing Date|Text|Year/Month"
    ),
    System.SAP_JP: (
        "伝票ステータス|会社コード|G/L勘定|得意先コード|伝票番号|伝票日付|転記日付|参照|ソートキー|伝票タイプ|特殊仕訳|支払期日|"
        "延滞日数|伝票通貨額|伝票通貨|国内通貨額|国内通貨|支払条件|督促レベル|最終督促日|係争|決済伝票番号|決済日|テキスト|年度/月"
    ),
    System.SAP_CN: (
        "凭证状态|公司代码|总账科目|客户编号|凭证编号|凭证日期|过帐日期|参照|分配|凭证类型|特别总账标志|净到期日|逾期天数|"
        "凭证货币金额|货币|本位币金额|本位币|付款条件|催款级别|上次催款日期|争议|清账凭证|清账日期|文本|年/月"
    ),
}
_DATE: Final = {System.SAP_JP: "yyyy/mm/dd", System.SAP_CN: "yyyy-mm-dd", System.SAP_ASIA: "dd.mm.yyyy"}


def write_sap(path: Path, portfolio: Portfolio, side: Side, system: System) -> None:
    """Write the line items of one SAP system; each money column ends in one total per currency, side by side."""
    rows = rows_of(portfolio, side, system)
    dates, money = _DATE[system], "#,##0.00"
    patterns = ["", "", "", "", "", dates, dates, "", "", "", "", dates, "0", money, "", money]
    patterns += ["", "", "0", dates, "", "", dates, "", ""]
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    local_sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    with xlsx(path, "Sheet1", portfolio.date_of(side)) as sheet:
        sheet.add(_HEADERS[system].split("|"), bold=True)
        for row in rows:
            local_currency = _LOCAL[row.account.country]
            local = _converted(row.open, row.item.currency, local_currency)
            sums[row.item.currency] += row.open
            local_sums[local_currency] += local
            sheet.add(_cells(row, local, local_currency), patterns)
        for total, local_total in zip_longest(sorted(sums.items()), sorted(local_sums.items())):
            cells: list[Cell] = [None] * len(patterns)
            if total is not None:
                cells[13:15] = total[::-1]
            if local_total is not None:
                cells[15:17] = local_total[::-1]
            sheet.add(cells, patterns, bold=True)


def _cells(row: ItemRow, local: Decimal, local_currency: str) -> list[Cell]:
    item = row.item
    return [
        "A",
        f"{row.account.country}01",
        "0000120000",
        row.account.number.zfill(10),
        item.number,
        item.document_date,
        item.document_date,
        item.number,
        item.po,
        kind_word(item.kind, _TYPES),
        None,
        item.due_date,
        row.overdue,
        row.open,
        item.currency,
        local,
        local_currency,
        row.account.terms if item.kind is ItemKind.INVOICE else None,
        row.level or None,
        row.level_on,
        "X" if row.disputed else None,
        None,
        None,
        row.account.name.latin if item.kind is ItemKind.UNAPPLIED else None,
        f"{item.document_date:%Y/%m}",
    ]


def _converted(amount: Decimal, currency: str, local: str) -> Decimal:
    """Convert into the company's money at the table's rates, rounded to what ISO 4217 allows it."""
    if currency == local:
        return amount
    rate = Decimal(RATES.get(currency, "1")) / Decimal(RATES.get(local, "1"))
    return (amount * rate).quantize(Decimal(1).scaleb(-decimals(local)), ROUND_HALF_UP)
