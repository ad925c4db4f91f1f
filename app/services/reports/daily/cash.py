"""Sheet 6: money first seen on the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select

from app.enums import SyncState
from app.i18n import msg
from app.models.activity import Activity, ActivityAccount
from app.models.promise import Promise, PromiseItem
from app.models.receipt import Receipt, ReceiptApplication
from app.models.sync import SyncRun
from app.services.reports.daily.context import (
    ACCOUNT,
    CURRENCY,
    REF,
    DailyContext,
    amount,
    base,
    day_column,
    money,
    number,
    text,
)
from app.services.reports.tables import Table, table
from app.services.sync.planning.twins import Sum, told_again, twins

#: Ten business days, counted as two weeks: enough to say that somebody had worked the account.
_WORKED: Final = timedelta(days=14)
COLUMNS: Final = (
    day_column("value_date", msg("Value date")),
    text("receipt", msg("Receipt no"), 16),
    text("kind", msg("Kind"), 10),
    text("method", msg("Method"), 12),
    text("payer", msg("Payer"), 24),
    *ACCOUNT,
    amount("amount", msg("Amount")),
    CURRENCY,
    base("base", msg("Base")),
    amount("applied", msg("Applied amount")),
    amount("unapplied", msg("Unapplied")),
    number("items", msg("Items applied")),
    text("promise_ref", msg("Against promise ref"), 28),
    text("worked", msg("Worked in the last 10 business days"), 12),
    day_column("maturity", msg("Maturity")),
    text("state", msg("State"), 11),
    text("residual", msg("Residual"), 10),
    text("treatment", msg("Residual treatment"), 12),
    REF,
)


def cash(context: DailyContext) -> Table:
    """Return the receipts that a sync of the day brought and that still count."""
    session = context.session
    query = (
        select(Receipt)
        .join(SyncRun, SyncRun.id == Receipt.run_id)
        .where(*_today(context))
        .order_by(Receipt.value_date, Receipt.number, Receipt.id)
    )
    receipts = session.scalars(query).all()
    applied = _applied(context)
    again = _told_again(context, receipts)
    worked = set(
        session.scalars(
            select(ActivityAccount.account_id)
            .join(Activity, Activity.id == ActivityAccount.activity_id)
            .where(Activity.at >= context.start - _WORKED, Activity.at < context.end, Activity.superseded.is_(False))
        )
    )
    records = [
        {
            **context.who(receipt.account_id),
            "value_date": receipt.value_date or receipt.receipt_date,
            "receipt": receipt.number,
            "kind": "cash" if receipt.is_cash else "non-cash",
            "method": receipt.method,
            "payer": receipt.payer,
            "amount": money(receipt.amount, receipt.currency),
            "currency": receipt.currency,
            "base": context.base(receipt.amount, receipt.currency),
            "applied": money(receipt.applied, receipt.currency),
            "unapplied": money(receipt.unapplied, receipt.currency),
            "items": applied.get(receipt.id, (0, None))[0],
            "promise_ref": applied.get(receipt.id, (0, None))[1],
            "worked": "Y" if receipt.account_id in worked else None,
            "state": _state(receipt, again),
            "ref": receipt.id,
        }
        for receipt in receipts
    ]
    return table("tblCash", "Cash", msg("Cash"), COLUMNS, records)


def _today(context: DailyContext) -> tuple[ColumnElement[bool], ...]:
    return SyncRun.at >= context.start, SyncRun.at < context.end, SyncRun.state != SyncState.UNDONE


def _state(receipt: Receipt, again: frozenset[str]) -> str:
    if receipt.reversed_on is not None:
        return "reversed"
    return "told twice" if receipt.id in again else "received"


def _told_again(context: DailyContext, receipts: Sequence[Receipt]) -> frozenset[str]:
    """Return the receipts that only tell again of money: the bank's and the ERP's of one day, or of a day before."""
    here = [receipt for receipt in receipts if receipt.account_id is not None and receipt.reversed_on is None]
    again = told_again(map(_sum, here))
    once = {receipt.id: receipt for receipt in here if receipt.id not in again}
    payers = select(Receipt.account_id).join(SyncRun, SyncRun.id == Receipt.run_id).where(*_today(context))
    before = context.session.scalars(
        select(Receipt)
        .join(SyncRun, SyncRun.id == Receipt.run_id)
        .where(SyncRun.at < context.start, SyncRun.state != SyncState.UNDONE, Receipt.reversed_on.is_(None))
        .where(Receipt.account_id.in_(payers))
    )
    return again | (twins(map(_sum, [*before, *once.values()])) & once.keys())


def _sum(receipt: Receipt) -> Sum:
    day = receipt.value_date or receipt.receipt_date or receipt.first_seen
    about = (receipt.account_id or "", receipt.currency, receipt.amount, day)
    return Sum(receipt.id, receipt.source, *about, tells=receipt.applied > 0)


def _applied(context: DailyContext) -> dict[str, tuple[int, str | None]]:
    """Return by receipt how many items it was applied to and a promise that covers one of them."""
    promised = (
        select(PromiseItem.item_id, func.max(Promise.id).label("promise_id"))
        .join(Promise, Promise.id == PromiseItem.promise_id)
        .group_by(PromiseItem.item_id)
        .subquery()
    )
    query = (
        select(ReceiptApplication.receipt_id, func.count(), func.max(promised.c.promise_id))
        .outerjoin(promised, promised.c.item_id == ReceiptApplication.item_id)
        .group_by(ReceiptApplication.receipt_id)
    )
    return {receipt: (count, promise) for receipt, count, promise in context.session.execute(query)}
