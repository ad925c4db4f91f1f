"""Instalment plans: splitting an amount over days, and how a plan is doing.

A plan defaults on its first broken line (rules: promise, plan); money fills lines in order.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from app.enums import OPEN_PROMISE, PromiseStatus
from app.errors import UsageError
from app.i18n import msg
from app.money import split_even
from app.services.calendars import next_business_day
from app.services.calls.promises.terms import PromiseLine
from app.services.portfolio.account.rows import InstalmentRow, PromiseRow

#: More instalments than days in a year are no plan.
_MOST: Final = 366


class Every(StrEnum):
    """How far apart instalments are."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"


class PlanState(StrEnum):
    """How a plan is doing."""

    ACTIVE = "active"
    COMPLETED = "completed"
    DEFAULTED = "defaulted"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Progress:
    """A plan at a glance; amounts in minor units.

    Attributes:
        paid: lines that are settled, of ``lines``.
        received: what came so far, of ``promised``.
        failed: the first line that was not kept, counted from 1.
        next_due: day of the next open line.
    """

    state: PlanState
    paid: int
    lines: int
    received: int
    promised: int
    failed: int | None
    next_due: date | None


def split(
    total: int, currency: str, parts: int, first: date, every: Every = Every.MONTH, country: str | None = None
) -> tuple[PromiseLine, ...]:
    """Split an amount into equal instalments, the remainder on the last, each on a business day of the customer's.

    Args:
        total: minor units.
        currency: of the amount.
        parts: number of instalments.
        first: day of the first one; monthly ones keep its day of the month where the month has it.
        every: how far apart.
        country: of the customer.

    Raises:
        UsageError: fewer than one part, more parts than minor units or than days in a year.
    """
    if not 1 <= parts <= min(total, _MOST):
        raise UsageError(
            "plan_parts",
            msg("{parts} instalments cannot be made of this amount.", parts=parts),
            do=msg("Choose another number of instalments."),
        )
    days = [next_business_day(country, _nth(first, place, every)) for place in range(parts)]
    return tuple(PromiseLine(amount, currency, day) for amount, day in zip(split_even(total, parts), days, strict=True))


def _nth(first: date, place: int, every: Every) -> date:
    """Return the day of an instalment before it is rolled to a business day."""
    if every is not Every.MONTH:
        return first + timedelta(days=place * (7 if every is Every.WEEK else 14))
    years, month = divmod(first.month - 1 + place, 12)
    year = first.year + years
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))


def progress(promise: PromiseRow) -> Progress:
    """Return how a promise with several instalments is doing."""
    lines = promise.instalments
    failed = next((place for place, line in enumerate(lines, 1) if line.status in _FAILED), None)
    return Progress(
        state=_state(promise, lines, failed),
        paid=sum(line.status in _SETTLED for line in lines),
        lines=len(lines),
        received=sum(line.received + line.received_late for line in lines),
        promised=promise.promised,
        failed=failed,
        next_due=min((line.due for line in lines if line.status in OPEN_PROMISE), default=None),
    )


_FAILED: Final = frozenset({PromiseStatus.BROKEN, PromiseStatus.PARTLY_KEPT})
_SETTLED: Final = frozenset({PromiseStatus.KEPT, PromiseStatus.KEPT_LATE, PromiseStatus.OVERTAKEN})
_CANCELLED: Final = frozenset({PromiseStatus.RESCHEDULED, PromiseStatus.WITHDRAWN, PromiseStatus.VOID})


def _state(promise: PromiseRow, lines: Sequence[InstalmentRow], failed: int | None) -> PlanState:
    if promise.status in _CANCELLED:
        return PlanState.CANCELLED
    if failed is not None:
        return PlanState.DEFAULTED
    return PlanState.COMPLETED if all(line.status in _SETTLED for line in lines) else PlanState.ACTIVE
