"""What files tell of an account beside its items: orders on hold, purchase orders, sales by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import SyncKind
from app.models.facts import HeldOrder, PoBalance, SalesMonth


@dataclass(frozen=True, slots=True)
class Beside:
    """One order, purchase order or month of sales; amounts in minor units.

    Attributes:
        kind: ``orders-on-hold``, ``po-balances`` or ``sales``.
        number: the order's or purchase order's; empty for sales.
        amount: of the order, allowed by the purchase order, sold in the month.
        billed, remaining: of a purchase order.
        day: on hold since, valid until, the month's first day.
        note: why an order is held.
        with_tax: whether sales include tax; None for the other kinds.
        as_of: day of the last file that has it; ``gone_on`` of the first one that lacks it.
    """

    id: str
    kind: SyncKind
    number: str
    currency: str
    amount: int | None
    billed: int | None
    remaining: int | None
    day: date | None
    note: str | None
    with_tax: bool | None
    as_of: date
    gone_on: date | None


def load_beside(session: Session, account_id: str) -> tuple[Beside, ...]:
    """Return an account's orders on hold, purchase orders and sales: what stands open first, the newest first."""
    rows = [
        *map(_order, session.scalars(select(HeldOrder).where(HeldOrder.account_id == account_id))),
        *map(_po, session.scalars(select(PoBalance).where(PoBalance.account_id == account_id))),
        *map(_sales, session.scalars(select(SalesMonth).where(SalesMonth.account_id == account_id))),
    ]
    order = {kind: place for place, kind in enumerate(SyncKind)}
    rows.sort(
        key=lambda row: (row.gone_on is not None, order[row.kind], -(row.day or date.min).toordinal(), row.number)
    )
    return tuple(rows)


def _order(row: HeldOrder) -> Beside:
    return Beside(
        row.id, SyncKind.ORDERS_ON_HOLD, row.number, row.currency, row.amount, None, None, row.hold_since, row.reason,
        None, row.last_seen, row.gone_on,
    )  # fmt: skip


def _po(row: PoBalance) -> Beside:
    return Beside(
        row.id, SyncKind.PO_BALANCES, row.number, row.currency, row.amount, row.billed, row.remaining, row.end_date,
        None, None, row.last_seen, row.gone_on,
    )  # fmt: skip


def _sales(row: SalesMonth) -> Beside:
    return Beside(
        row.id, SyncKind.SALES, "", row.currency, row.amount, None, None, row.month, None, row.with_tax,
        row.last_seen, row.gone_on,
    )  # fmt: skip
