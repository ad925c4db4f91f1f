"""ICG (Spain, Colombia): header on row 1, customer codes as numbers, series and number apart, one grand total last."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from app.money import to_major
from app.services.demo.layouts.rows import ItemRow, rows_of, sums
from app.services.demo.layouts.sheet import Cell, xlsx
from app.services.demo.model import Portfolio, Side, System

_HEADER: Final = (
    "NOMVENDEDOR|Cod. Cliente|NOMBRECLIENTE|Serie|Número|Fecha Documento|Fecha Vencimiento|IMPORTE|MONEDA|"
    "DIAS_VENCIDO|RIESGOCONCEDIDO|CUPO_APROBADO|NIVEL RECLAMACIÓN|FECHA ÚLTIMA RECLAMACIÓN|EN DISPUTA"
)
_MONEY: Final = {System.ICG_ES: "#,##0.00 [$€-C0A]", System.ICG_CO: "#,##0.00"}


def write_icg(path: Path, portfolio: Portfolio, side: Side, system: System) -> None:
    """Write the receivables with their risk; both columns of the limit say the same, as they mostly do."""
    rows = rows_of(portfolio, side, system)
    money, dates = _MONEY[system], "dd/mm/yyyy"
    patterns = ["", "#,##0", "", "", "0", dates, dates, money, "", "0", money, money, "0", dates, ""]
    with xlsx(path, "Cartera", portfolio.date_of(side)) as sheet:
        sheet.add(_HEADER.split("|"), bold=True)
        for row in rows:
            sheet.add(_cells(row), patterns)
        for total in sums(rows).values():
            sheet.add([None, None, None, None, None, None, None, total], patterns[:8], bold=True)


def _cells(row: ItemRow) -> list[Cell]:
    item, account = row.item, row.account
    limit = to_major(account.limit, account.currency) if account.limit else None
    return [
        account.sales_rep,
        int(account.number),
        account.name.local,
        item.series,
        int(item.instalment),
        item.document_date,
        item.due_date,
        row.open,
        item.currency,
        row.overdue,
        limit,
        limit,
        row.level or None,
        row.level_on,
        "SÍ" if row.disputed else None,
    ]
