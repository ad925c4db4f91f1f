"""A Spanish aging report as csv in cp1252: semicolons, decimal comma, several companies and currencies in one file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from app.enums import ItemKind
from app.services.demo.layouts.rows import ItemRow, kind_word, rows_of, sums
from app.services.demo.layouts.sheet import comma, write_csv
from app.services.demo.ledger import CREDITS
from app.services.demo.model import Portfolio, Side, System

_TYPES: Final = {
    ItemKind.INVOICE: "FC",
    ItemKind.CREDIT_MEMO: "NC",
    ItemKind.UNAPPLIED: "Anticipo",
    ItemKind.DEBIT_MEMO: "ND",
    ItemKind.FINANCE_CHARGE: "Intereses",
}
_HEADER: Final = (
    "Código cliente;Razón social;Tipo;Folio;Fecha de emisión;Fecha de vencimiento;Moneda;Importe original;Saldo;"
    "Días vencidos;Orden de compra;Vendedor;Condición de pago;En disputa;Nivel de reclamación;Última reclamación"
)


def write_latam(path: Path, portfolio: Portfolio, side: Side, system: System) -> None:
    """Write the aging of Mexico and Argentina."""
    rows = rows_of(portfolio, side, system)
    lines = [
        ["Antigüedad de saldos de clientes"],
        [f"Fecha de corte: {portfolio.date_of(side):%d/%m/%Y}"],
        [],
        _HEADER.split(";"),
        *(_line(row) for row in rows),
        *(["Total", "", "", "", "", "", currency, "", comma(total)] for currency, total in sums(rows).items()),
    ]
    write_csv(path, lines, "cp1252", ";")


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
        comma(row.original),
        comma(row.open),
        "" if row.overdue is None else str(row.overdue),
        item.po,
        row.account.sales_rep,
        "" if item.kind in CREDITS else row.account.terms,
        "Sí" if row.disputed else "No",
        str(row.level or ""),
        _date(row.level_on),
    ]


def _date(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
