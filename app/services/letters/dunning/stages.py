"""When a stage is reached and until when its letter gives time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from app.services.calendars import add_business_days, blackout, next_business_day
from app.services.letters.dunning.model import DunItem
from app.settings import MarketPolicy, Settings, Span

#: Calendar days that a letter is given to arrive, where a deadline counts from receipt.
POST_DAYS: Final = 3
#: Days until which a reminder asks for payment in a market whose table prints none.
_SILENT_DEADLINE: Final = Span(7)


def stage_day(policy: MarketPolicy, stage: int, due: date, country: str) -> date:
    """Return the first day on which an item due on ``due`` may get a letter of ``stage``.

    Days count from the effective due date: the due date, or the next business day of the customer's country.
    """
    effective = next_business_day(country, due)
    span = policy.stages[stage]
    if span.unit == "bd":
        return add_business_days(country, effective, span.n)
    return next_business_day(country, effective + timedelta(days=span.n))


def deadline_day(span: Span | None, letter_date: date, country: str, stage: int) -> date:
    """Return the day to pay by: on a business day of the customer's country, outside its blackout days."""
    span = span or _SILENT_DEADLINE
    start = letter_date + timedelta(days=POST_DAYS if span.from_receipt else 0)
    if span.unit == "bd":
        day = add_business_days(country, start, span.n)
    else:
        day = start + timedelta(days=span.n if span.unit == "days" else -(-span.n // 24))
    if country in {"ES", "PT"} and stage >= 3 and (day.month == 8 or letter_date.month == 8):
        day += timedelta(days=10)
    day = next_business_day(country, day)
    while blackout(country, day, stage) is not None:
        day = next_business_day(country, day + timedelta(days=1))
    return day


def printed_deadline(policy: MarketPolicy, stage: int, country: str, settings: Settings) -> Span | None:
    """Return the span that the letter of a stage prints; none before the due date."""
    if stage == 0:
        return None
    if stage == 4 and country == "ES" and settings.masc:
        return Span(30)
    return policy.deadlines[stage - 1] or _SILENT_DEADLINE


def reached(item: DunItem, policy: MarketPolicy, country: str, on: date) -> int | None:
    """Return the step an item may take on ``on``: the stage above its own whose days are reached, else None.

    A stage is no step before the minimum gap after the item's last letter, nor before the deadline printed in it plus
    two business days.
    """
    stage = (item.stage or 0) + 1
    if stage > 4 or item.due_date is None or on < stage_day(policy, stage, item.due_date, country):
        return None
    if item.stage_on is not None and item.stage and on < item.stage_on + timedelta(days=policy.min_gap):
        return None
    if item.last_due_by is not None and item.stage and on <= add_business_days(country, item.last_due_by, 2):
        return None
    return stage
