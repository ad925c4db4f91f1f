"""Sheets 4 and 5: promises made or changed on the day, and instalments judged."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from sqlalchemy import or_, select

from app.i18n import Message, msg, render
from app.models.item import Item
from app.models.promise import Instalment, Judgement, Promise, PromiseItem
from app.models.task import Task
from app.services.calendars import next_business_day
from app.services.labels import PROMISE_STATES, label
from app.services.reports.daily.context import (
    ACCOUNT,
    CURRENCY,
    REF,
    DailyContext,
    amount,
    base,
    chunks,
    day_column,
    moment,
    money,
    number,
    text,
)
from app.services.reports.tables import Table, table

MADE: Final = (
    moment("made_at", msg("Made at")),
    *ACCOUNT,
    text("kind", msg("Kind"), 11),
    amount("amount", msg("Amount")),
    CURRENCY,
    base("base", msg("Base")),
    day_column("due", msg("Promised for")),
    day_column("effective", msg("Effective day")),
    day_column("window_end", msg("Window ends")),
    text("items", msg("Items"), 24),
    amount("past_due", msg("Past due among them")),
    number("level", msg("Level (renewals)")),
    text("confirmed", msg("Confirmed in writing"), 12),
    text("contact", msg("Contact"), 18),
    text("channel", msg("Channel"), 10),
    text("replaces", msg("Replaces ref"), 28),
    text("status", msg("Status now"), 13),
    text("of_plan", msg("Of plan"), 8),
    text("activity_ref", msg("Activity ref"), 28),
    REF,
)
JUDGED: Final = (
    *ACCOUNT,
    amount("promised", msg("Promised")),
    CURRENCY,
    base("base", msg("Base")),
    day_column("due", msg("Promised for")),
    day_column("window_end", msg("Window ended")),
    amount("due_under", msg("Due under it after credits")),
    amount("received", msg("Received in window")),
    amount("received_late", msg("Received late")),
    text("before", msg("Status before"), 13),
    text("status", msg("Status now"), 13),
    number("days_late", msg("Days late")),
    text("judged_by", msg("Judged by"), 40),
    text("provisional", msg("Provisional"), 14),
    day_column("cash_through", msg("Cash data through")),
    text("next_step", msg("Next step"), 20),
    REF,
)


def promises(context: DailyContext) -> Table:
    """Return one row per instalment of promises made on the day, or replaced, withdrawn or voided on it."""
    session = context.session
    made = select(Promise.id).where(Promise.made_at >= context.start, Promise.made_at < context.end)
    replaced = select(Promise.replaces_id).where(
        Promise.made_at >= context.start, Promise.made_at < context.end, Promise.replaces_id.is_not(None)
    )
    query = (
        select(Promise, Instalment)
        .join(Instalment, Instalment.promise_id == Promise.id)
        .where(or_(Promise.id.in_(made), Promise.id.in_(replaced)))
        .order_by(Promise.made_at, Promise.id, Instalment.position)
    )
    rows = session.execute(query).all()
    items = _items(context, {promise.id for promise, _line in rows})
    lines: dict[str, int] = defaultdict(int)
    for promise, _line in rows:
        lines[promise.id] += 1
    records = [_made(context, promise, line, items[promise.id], lines[promise.id]) for promise, line in rows]
    return table("tblPromises", "Promises", msg("Promises"), MADE, records)


def _items(context: DailyContext, ids: set[str]) -> dict[str, tuple[list[str], int]]:
    """Return by promise the numbers it covers and what of it was past due when made, minor units."""
    found: dict[str, tuple[list[str], int]] = defaultdict(lambda: ([], 0))
    for part in chunks(sorted(ids)):
        query = (
            select(PromiseItem.promise_id, Item.number, PromiseItem.open_when_made, PromiseItem.overdue_when_made)
            .join(Item, Item.id == PromiseItem.item_id)
            .where(PromiseItem.promise_id.in_(part))
            .order_by(Item.due_date, Item.number)
        )
        for promise_id, item_number, opened, overdue in context.session.execute(query):
            numbers, past = found[promise_id]
            found[promise_id] = ([*numbers, item_number], past + (opened if overdue else 0))
    return found


def _made(
    context: DailyContext, promise: Promise, line: Instalment, items: tuple[list[str], int], lines: int
) -> dict[str, Any]:
    facts = context.accounts[promise.account_id]
    kind = "assurance" if promise.assurance else "plan line" if lines > 1 else "promise"
    return {
        **context.who(promise.account_id),
        "made_at": promise.made_at,
        "kind": kind,
        "amount": money(line.amount, promise.currency),
        "currency": promise.currency,
        "base": context.base(line.amount, promise.currency),
        "due": line.due,
        "effective": next_business_day(facts.country, line.due),
        "window_end": line.window_end,
        "items": ", ".join(items[0]),
        "past_due": money(items[1], promise.currency),
        "level": promise.level,
        "confirmed": None if promise.confirmed_on is None else promise.confirmed_on.isoformat(),
        "contact": promise.contact_name,
        "channel": promise.channel,
        "replaces": promise.replaces_id,
        "status": label(PROMISE_STATES, line.status),
        "of_plan": f"{line.position + 1}/{lines}" if lines > 1 else None,
        "activity_ref": promise.activity_id,
        "ref": line.id,
    }


def judged(context: DailyContext) -> Table:
    """Return one row per judgement of the day, with the money that decided it."""
    session = context.session
    query = (
        select(Judgement, Instalment, Promise)
        .join(Instalment, Instalment.id == Judgement.instalment_id)
        .join(Promise, Promise.id == Judgement.promise_id)
        .where(Judgement.at >= context.start, Judgement.at < context.end)
        .order_by(Judgement.at, Judgement.id)
    )
    steps = {
        row.promise_id: row.what
        for row in session.execute(select(Task.promise_id, Task.what).where(Task.promise_id.is_not(None)))
    }
    records = [
        {
            **context.who(promise.account_id),
            "promised": money(line.amount, promise.currency),
            "currency": promise.currency,
            "base": context.base(line.amount, promise.currency),
            "due": line.due,
            "window_end": line.window_end,
            "due_under": money(verdict.due_under, promise.currency),
            "received": money(verdict.received, promise.currency),
            "received_late": money(verdict.received_late, promise.currency),
            "before": verdict.before,
            "status": verdict.after,
            "days_late": _days_late(verdict),
            "judged_by": _words(verdict.why),
            "provisional": "Y" if verdict.provisional else None,
            "cash_through": verdict.cash_date,
            "next_step": steps.get(promise.id),
            "ref": verdict.id,
        }
        for verdict, line, promise in session.execute(query)
    ]
    return table("tblJudged", "Judged", msg("Judged promises"), JUDGED, records)


def _days_late(verdict: Judgement) -> int | None:
    """Return the days between the promised day and the last money, where that came late."""
    late = [entry["days_late"] for entry in verdict.money or () if isinstance(entry, dict) and entry.get("days_late")]
    return max(late, default=None)


def _words(why: Message | None) -> str | None:
    return None if why is None else render(why)
