"""Sheet 10: what is open or overdue, due in the next five business days, and done on the day."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import select

from app.enums import OPEN_TASK, TaskStatus
from app.i18n import msg
from app.models.item import Item
from app.models.task import Task
from app.money import Money
from app.services.calendars import add_business_days
from app.services.labels import TASK_KINDS, TASK_STATES, WAITING, label
from app.services.reports.daily.context import (
    ACCOUNT,
    CURRENCY,
    REF,
    DailyContext,
    amount,
    day_column,
    moment,
    money,
    number,
    text,
)
from app.services.reports.tables import Table, table

COLUMNS: Final = (
    day_column("due", msg("Due")),
    text("time", msg("Time and zone"), 22),
    text("kind", msg("Kind"), 16),
    *ACCOUNT,
    text("what", msg("What"), 36),
    amount("amount", msg("Amount")),
    CURRENCY,
    text("owner", msg("Owner"), 12),
    text("team", msg("Owner team"), 12),
    text("waiting_for", msg("Waiting for"), 12),
    moment("opened", msg("Opened")),
    number("days_open", msg("Days open")),
    text("status", msg("Status"), 9),
    moment("done_at", msg("Done at")),
    REF,
)


def tasks(context: DailyContext) -> Table:
    """Return the tasks of the day."""
    last = add_business_days(None, context.day, 5)
    near = Task.status.in_(OPEN_TASK) & (Task.due <= last)
    done = (Task.status == TaskStatus.DONE) & (Task.done_at >= context.start) & (Task.done_at < context.end)
    found = context.session.scalars(select(Task).where(near | done).order_by(Task.due, Task.id)).all()
    amounts = _amounts(context, {number for task in found for number in task.items or ()})
    records = []
    for task in found:
        money_cell = _amount(amounts, task)
        records.append(
            {
                **context.who(task.account_id),
                "due": task.due,
                "time": f"{task.time} {task.zone}" if task.time else None,
                "kind": label(TASK_KINDS, task.kind),
                "what": task.what,
                "amount": money_cell,
                "currency": None if money_cell is None else money_cell.currency,
                "owner": task.owner,
                "waiting_for": label(WAITING, task.waiting_for),
                "opened": task.opened_at,
                "days_open": _days(context.local_day(task.opened_at), context.day),
                "status": label(TASK_STATES, task.status),
                "done_at": task.done_at,
                "ref": task.id,
            }
        )
    return table("tblTasks", "Tasks", msg("Tasks"), COLUMNS, records)


def _amounts(context: DailyContext, keys: set[str]) -> dict[tuple[str, str], tuple[int, str]]:
    """Return open amount and currency of items by account and by number or id."""
    if not keys:
        return {}
    found: dict[tuple[str, str], tuple[int, str]] = {}
    query = select(Item.account_id, Item.id, Item.number, Item.open, Item.currency).where(
        Item.number.in_(keys) | Item.id.in_(keys)
    )
    for account_id, item_id, item_number, opened, currency in context.session.execute(query):
        found[account_id, item_id] = found[account_id, item_number] = (opened, currency)
    return found


def _amount(amounts: dict[tuple[str, str], tuple[int, str]], task: Task) -> Money | None:
    mine = [amounts[key] for one in task.items or () if (key := (task.account_id, one)) in amounts]
    currencies = {currency for _opened, currency in mine}
    if len(currencies) != 1:
        return None
    return money(sum(opened for opened, _currency in mine), currencies.pop())


def _days(start: date, end: date) -> int:
    return max(0, (end - start).days)
