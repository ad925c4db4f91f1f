"""Average days late: what an account's payments say about how it pays.

``Σ (amount × (paid date − due date)) ÷ Σ amount`` over what was paid in the window (KPI definitions, section 4, after
Oracle: weighted by payment, looking back 24 months). Three readings stand side by side, because each is called average
days late somewhere: early payments counted as negative (the formula as it stands, and the one shown), early payments
counted as 0, and late payments alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from sqlalchemy.orm import Session

from app.services.portfolio.coverage import only
from app.services.portfolio.listing.bulk import raw_rows

_WINDOW: Final = timedelta(days=731)
_RECENT: Final = timedelta(days=90)
_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Payment:
    """What was paid of one item: amount in minor units, days after the due date (negative: early), and when."""

    amount: int
    days: int
    paid: date


@dataclass(frozen=True, slots=True)
class DaysLate:
    """How late an account pays, in days to one decimal, half-up; None where there is nothing to divide by.

    Attributes:
        average: early payments counted, as negative days.
        early_as_zero: early payments counted as 0 days late.
        late_only: late payments alone.
        trend: ``average`` of the last 90 days less that of the time before, None without both.
        payments: how many payments it rests on, from ``first`` to ``last``.
    """

    average: Decimal | None
    early_as_zero: Decimal | None
    late_only: Decimal | None
    trend: Decimal | None
    payments: int
    first: date
    last: date


def days_late(payments: Collection[Payment]) -> DaysLate | None:
    """Work out the averages of one account's payments; None without any.

    The window is the 24 months before the account's newest payment; the last 90 days are counted from there too.
    """
    if not payments:
        return None
    last = max(payment.paid for payment in payments)
    window = [payment for payment in payments if payment.paid > last - _WINDOW]
    recent = _average((one.amount, one.days) for one in window if one.paid > last - _RECENT)
    before = _average((one.amount, one.days) for one in window if one.paid <= last - _RECENT)
    return DaysLate(
        average=_average((one.amount, one.days) for one in window),
        early_as_zero=_average((one.amount, max(0, one.days)) for one in window),
        late_only=_average((one.amount, one.days) for one in window if one.days > 0),
        trend=None if recent is None or before is None else recent - before,
        payments=len(window),
        first=min(one.paid for one in window),
        last=last,
    )


def load_days_late(session: Session, day: date, account_ids: Collection[str] | None = None) -> dict[str, DaysLate]:
    """Return how late each account pays, from receipts applied to items, else from items that were closed as paid.

    Amounts of several currencies weigh by their own minor units; such accounts are rare and the figure is a ratio.
    """
    found: dict[str, list[Payment]] = {}
    for account_id, amount, days, paid in raw_rows(
        session,
        "SELECT i.account_id, p.amount, "  # noqa: S608 - ids of ours
        "CAST(julianday(coalesce(r.value_date, r.receipt_date)) - julianday(i.due_date) AS INTEGER), "
        "coalesce(r.value_date, r.receipt_date) FROM receipt_application p JOIN receipt r ON r.id = p.receipt_id "
        "JOIN item i ON i.id = p.item_id WHERE r.is_cash = 1 AND r.reversed_on IS NULL AND i.original > 0 "
        "AND i.due_date IS NOT NULL AND coalesce(r.value_date, r.receipt_date) <= ? AND p.amount > 0"
        f"{only(account_ids, 'i.account_id')}",
        day.isoformat(),
    ):
        found.setdefault(account_id, []).append(Payment(amount, days, date.fromisoformat(paid)))
    for account_id, amount, days, paid in raw_rows(
        session,
        "SELECT account_id, original, "  # noqa: S608 - ids of ours
        "coalesce(CAST(julianday(closed_on) - julianday(due_date) AS INTEGER), days_late), "
        "coalesce(closed_on, date(due_date, days_late || ' days')) FROM item i WHERE status = 'paid' AND original > 0 "
        "AND due_date IS NOT NULL AND coalesce(closed_on, date(due_date, days_late || ' days')) <= ? "
        "AND NOT EXISTS (SELECT 1 FROM receipt_application p JOIN receipt r ON r.id = p.receipt_id "
        f"WHERE p.item_id = i.id AND r.is_cash = 1 AND p.amount > 0){only(account_ids)}",
        day.isoformat(),
    ):
        found.setdefault(account_id, []).append(Payment(amount, days, date.fromisoformat(paid)))
    return {account_id: late for account_id, payments in found.items() if (late := days_late(payments)) is not None}


def _average(weighed: Iterable[tuple[int, int]]) -> Decimal | None:
    total = paid = 0
    for amount, days in weighed:
        total += amount * days
        paid += amount
    return (Decimal(total) / paid).quantize(_TENTH, ROUND_HALF_UP) if paid else None
