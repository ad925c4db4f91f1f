"""A Portuguese list of open documents: csv in UTF-8 with a byte order mark, decimal comma, blanks in thousands."""

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
    ItemKind.INVOICE: "FT",
    ItemKind.CREDIT_MEMO: "NC",
    ItemKind.UNAPPLIED: "Adiantamento",
    ItemKind.DEBIT_MEMO: "ND",
    ItemKind.FINANCE_CHARGE: "Juros",
}
_HEADER: Final = (
    "Código do cliente;Nome do cliente;Tipo de documento;Fatura n.º;Data do documento;Data de vencimento;Divisa;"
    "Valor da fatura;Valor a Liq.;Dias em atraso;Ordem de compra;Vendedor;Condição de pagamento;Em disputa;"
    "Nível de advertência;Última advertência"
)
#: Portuguese programs write a no-break space between thousands.
_GROUP: Final = "\u00a0"


def write_portugal(path: Path, portfolio: Portfolio, side: Side, system: System) -> None:
    """Write the open documents of Portugal's customers."""
    rows = rows_of(portfolio, side, system)
    lines = [
        [f"Contas correntes de clientes – documentos em aberto em {portfolio.date_of(side):%d-%m-%Y}"],
        _HEADER.split(";"),
        *(_line(row) for row in rows),
        *(["Total", "", "", "", "", "", currency, "", comma(total, _GROUP)] for currency, total in sums(rows).items()),
    ]
    write_csv(path, lines, "utf-8-sig", ";")


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
        comma(row.original, _GROUP),
        comma(row.open, _GROUP),
        "" if row.overdue is None else str(row.overdue),
        item.po,
        row.account.sales_rep,
        "" if item.kind in CREDITS else row.account.terms,
        "Sim" if row.disputed else "Não",
        str(row.level or ""),
        _date(row.level_on),
    ]


def _date(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""
