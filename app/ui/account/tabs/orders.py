"""Orders on hold, purchase orders and sales of an account."""

from __future__ import annotations

from datetime import date

from app.enums import SyncKind
from app.i18n import _, format_date, msg
from app.money import Money
from app.services.portfolio.account.beside import Beside
from app.ui.tables.columns import Column
from app.ui.tables.table_panel import TableSpec
from app.ui.widgets.chip import ChipText


def orders_spec(today: date) -> TableSpec:
    """Return the list; what a later file no longer has stands at the end."""
    return TableSpec(
        "account.orders",
        _("Orders"),
        (
            Column("what", msg("What"), _what, width=110),
            Column("number", msg("Number"), _number, width=92),
            Column("amount", msg("Amount"), lambda row: _money(row, row.amount), "money", width=120, weight=500),
            Column("billed", msg("Billed"), lambda row: _money(row, row.billed), "money", width=90, bare=True,
                   tone=lambda _row: "dim"),
            Column("left", msg("Left"), lambda row: _money(row, row.remaining), "money", width=90, bare=True),
            Column("day", msg("Day"), lambda row: None if row.kind is SyncKind.SALES else row.day, "date", width=88,
                   hint=msg("On hold since, or valid until")),
            Column("note", msg("Reason"), lambda row: row.note or "", stretch=True, width=100),
            Column("state", msg("State"), lambda row: (_state(row, today),), "chips", width=92),
        ),
        lambda row: row.id,
        (
            _("No orders on hold and no purchase orders"),
            _("Sync a file of orders on hold, purchase orders or sales to see them here."),
            "success",
        ),
        totals=False,
    )  # fmt: skip


def _what(row: Beside) -> str:
    words = {
        SyncKind.ORDERS_ON_HOLD: _("Their order"),
        SyncKind.PO_BALANCES: _("Purchase order"),
        SyncKind.SALES: _("Sales"),
    }
    return words[row.kind]


def _number(row: Beside) -> str:
    return f"{row.day:%Y-%m}" if row.kind is SyncKind.SALES and row.day is not None else row.number


def _money(row: Beside, minor: int | None) -> Money | None:
    return None if minor is None else Money(minor, row.currency)


def _state(row: Beside, today: date) -> ChipText:
    hint = _("As of {day}.", day=format_date(row.as_of))
    if row.kind is SyncKind.SALES:
        return ChipText(_("with tax") if row.with_tax else _("without tax"), "dim", hint)
    if row.gone_on is not None:
        gone = _("No longer in the file of {day}.", day=format_date(row.gone_on))
        return ChipText(_("released") if row.kind is SyncKind.ORDERS_ON_HOLD else _("closed"), "dim", gone)
    if row.kind is SyncKind.ORDERS_ON_HOLD:
        return ChipText(_("on hold"), "red", hint)
    if row.day is not None and row.day < today:
        return ChipText(_("expired"), "red", hint)
    if (row.remaining or 0) <= 0:
        return ChipText(_("used up"), "red", hint)
    return ChipText(_("open"), "green", hint)
