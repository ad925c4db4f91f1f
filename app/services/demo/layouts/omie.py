"""Omie (Brazil): a merged title, header on row 2, the totals above the data, own company beside the customer's."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Final

from app.enums import ItemKind
from app.services.check_digits import format_cnpj, make_cnpj
from app.services.demo.layouts.rows import ItemRow, kind_word, rows_of
from app.services.demo.layouts.sheet import Cell, xlsx
from app.services.demo.model import Portfolio, Side, System

_TYPES: Final = {
    ItemKind.INVOICE: "NF-e",
    ItemKind.CREDIT_MEMO: "Nota de crédito",
    ItemKind.UNAPPLIED: "Adiantamento",
    ItemKind.DEBIT_MEMO: "Nota de débito",
    ItemKind.FINANCE_CHARGE: "Juros",
}
_HEADER: Final = (
    "Minha Empresa (Razão Social)|Minha Empresa (CNPJ)|Previsão|CNPJ/CPF|Razão Social|Tipo de Documento|Emissão|"
    "Vencimento|Nota Fiscal|Parcela|Valor da Conta|Valor Líquido|Recebido|A Receber|Vendedor|Situação|"
    "Nível de cobrança|Data última cobrança"
)
_REAIS: Final = "[$R$-416] #,##0.00"
_OWN: Final = ("Midori Electric do Brasil Ltda.", format_cnpj(make_cnpj("487201930001")))


def write_omie(path: Path, portfolio: Portfolio, side: Side, system: System) -> None:
    """Write the receivables; the currency stands in the number format alone."""
    rows = rows_of(portfolio, side, system)
    day = portfolio.date_of(side)
    dates = "dd/mm/yyyy"
    patterns = ["", "", dates, "", "", "", dates, dates, "", "", _REAIS, _REAIS, _REAIS, _REAIS, "", "", "0", dates]
    with xlsx(path, "Contas a Receber", day) as sheet:
        title = f"Contas a Receber - posição em {day:%d/%m/%Y}"
        sheet.page.merge_range(0, 0, 0, len(patterns) - 1, title, sheet.format("", bold=True))
        sheet.skip()
        sheet.add(_HEADER.split("|"), bold=True)
        original = sum((row.original for row in rows), Decimal())
        owed = sum((row.open for row in rows), Decimal())
        sums: list[Cell] = [original, original, original - owed, owed]
        sheet.add([None] * 10 + sums, patterns[:14], bold=True)
        for row in rows:
            sheet.add(_cells(row, day > (row.item.due_date or day)), patterns)


def _cells(row: ItemRow, late: bool) -> list[Cell]:  # noqa: FBT001
    item = row.item
    return [
        *_OWN,
        item.due_date,
        row.account.number,
        row.account.name.local,
        kind_word(item.kind, _TYPES),
        item.document_date,
        item.due_date,
        item.series,
        item.instalment,
        row.original,
        row.original,
        row.original - row.open,
        row.open,
        row.account.sales_rep,
        "Atrasado" if late else "A vencer",
        row.level or None,
        row.level_on,
    ]
