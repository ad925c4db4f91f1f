"""Letters sent before this program: what the collector says about them, so that nobody starts again at stage 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.enums import OPEN_ITEM
from app.errors import UsageError
from app.i18n import msg
from app.models.item import Item
from app.models.letter import Letter
from app.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TakeoverRule:
    """Items at least ``min_days`` past due on the day had their letter of ``stage`` on ``sent_on``."""

    min_days: int
    stage: int
    sent_on: date


def take_over(
    uow: UnitOfWork, rules: Sequence[TakeoverRule], day: date, account_ids: Sequence[str] | None = None
) -> int:
    """Set the stage of open items that have none yet; the highest rule that an item reaches counts.

    Stages that a file stated and letters of this program are left alone.

    Returns:
        How many items were set.

    Raises:
        UsageError: a stage is not 1 to 4, a day lies in the future, or letters were already produced.
    """
    for rule in rules:
        if not 1 <= rule.stage <= 4:
            raise UsageError("stage", msg("A letter sent before has a stage from 1 to 4."))
        if rule.sent_on > day:
            raise UsageError("sent_on", msg("A letter sent before cannot be dated {day}.", day=rule.sent_on))
    if uow.session.scalar(select(func.count()).select_from(Letter).where(Letter.produced_at.is_not(None))):
        raise UsageError("takeover_late", msg("Letters were already produced; their stages are on record."))
    query = select(Item).where(Item.status.in_(OPEN_ITEM), Item.open > 0, Item.stage.is_(None), Item.due_date < day)
    if account_ids is not None:
        query = query.where(Item.account_id.in_(account_ids))
    ordered = sorted(rules, key=lambda rule: rule.stage, reverse=True)
    changed: list[Item] = []
    for item in uow.session.scalars(query):
        days = 0 if item.due_date is None else (day - item.due_date).days
        reached = next((one for one in ordered if days >= one.min_days), None)
        if reached is not None:
            item.stage, item.stage_on, item.stage_from = reached.stage, reached.sent_on, "takeover"
            changed.append(item)
    if changed:
        facts = [{"min_days": rule.min_days, "stage": rule.stage, "sent_on": str(rule.sent_on)} for rule in ordered]
        uow.audit("dunning.takeover", "item", changed[0].id, rules=facts, items=len(changed))
        uow.touch("items", *(item.id for item in changed))
        uow.touch("accounts", *{item.account_id for item in changed})
    return len(changed)
