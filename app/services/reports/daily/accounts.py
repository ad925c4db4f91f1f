"""Sheets 11, 12 and 14: accounts to watch, accounts not worked, balances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import func, select

from app.enums import PRODUCED_LETTER
from app.i18n import msg, render
from app.models.account import Contact
from app.models.activity import Activity, ActivityAccount
from app.models.letter import Letter
from app.models.snapshot import WorklistRow
from app.services.calendars import is_business_day
from app.services.labels import STAGES, label
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
from app.services.reports.daily.stock import (
    Steps,
    Stock,
    keys_of,
    no_next_step,
    no_step_words,
    overdue,
    placed,
    reasons_text,
    undated,
    worst,
)
from app.services.reports.tables import Column, Kind, Table, pair_ref, table
from app.settings import OFFICE_HOURS

#: Above so many rows only accounts with something to say, and one row "others" per currency.
MOST_BALANCES: Final = 5_000
_BUCKETS: Final = (
    amount("current", msg("Not due")),
    amount("b1", msg("1–30")),
    amount("b2", msg("31–60")),
    amount("b3", msg("61–90")),
    amount("b4", msg("91–120")),
    amount("b5", msg("121+")),
    amount("no_due_date", msg("No due date")),
)
BALANCES: Final = (
    text("company", msg("Company"), 12),
    *ACCOUNT,
    text("parent", msg("Parent no"), 12),
    text("country", msg("Country"), 8),
    text("territory", msg("Territory"), 12),
    text("tier", msg("Tier"), 6),
    text("sales_rep", msg("Sales rep"), 14),
    CURRENCY,
    *_BUCKETS,
    amount("gross", msg("Gross")),
    amount("unapplied_cash", msg("Unapplied cash")),
    amount("unapplied_credits", msg("Unapplied credits")),
    amount("net", msg("Net")),
    amount("instruments", msg("Instruments")),
    amount("placed", msg("At agency or legal")),
    amount("disputed", msg("Disputed")),
    amount("promised", msg("Promised")),
    amount("collectable", msg("Collectable")),
    amount("credit_limit", msg("Credit limit"), "limit_currency"),
    text("limit_currency", msg("Limit currency"), 9),
    text("worst", msg("Worst bucket"), 11),
    text("stage", msg("Stage"), 14),
    day_column("contact_on", msg("Last two-way contact")),
    number("open_tasks", msg("Open tasks")),
    number("broken", msg("Promises broken 12 m")),
    base("base_net", msg("Base net")),
    base("base_due", msg("Base past due")),
    REF,
)
WATCH: Final = (
    text("why", msg("Why listed"), 30),
    *ACCOUNT,
    text("parent", msg("Parent"), 12),
    text("tier", msg("Tier"), 6),
    text("sales_rep", msg("Sales rep"), 14),
    CURRENCY,
    amount("balance", msg("Balance")),
    amount("past_due", msg("Past due")),
    amount("past_due_60", msg("Past due > 60")),
    amount("disputed", msg("Disputed")),
    amount("promised", msg("Promised")),
    day_column("next_promise", msg("Next promise day")),
    amount("collectable", msg("Collectable now")),
    amount("credit_limit", msg("Credit limit"), "limit_currency"),
    text("limit_currency", msg("Limit currency"), 9),
    number("use", msg("Use %")),
    text("hold", msg("Hold"), 7),
    day_column("contact_on", msg("Last two-way contact")),
    number("days", msg("Days")),
    text("last_letter", msg("Last letter"), 22),
    text("next_step", msg("Next step"), 24),
    day_column("next_on", msg("On")),
    text("strategy", msg("Strategy"), 30),
    amount("expected", msg("Expected amount")),
    day_column("expected_by", msg("Expected by")),
    text("confidence", msg("Confidence"), 11),
    day_column("limitation", msg("Limitation date")),
    REF,
    Column("instruction", msg("Instruction"), width=30, supervisor=True),
    Column("by_when", msg("By when"), Kind.DAY, 12, supervisor=True),
)
NOT_WORKED: Final = (
    number("points", msg("Points")),
    *ACCOUNT,
    text("reasons", msg("Reasons"), 50),
    amount("collectable", msg("Collectable")),
    CURRENCY,
    base("base", msg("Base")),
    number("cadence", msg("Cadence days")),
    number("since", msg("Days since contact")),
    text("hours", msg("Callable hours today"), 16),
    text("why_not", msg("Why not"), 26),
    number("carried", msg("Carried days")),
    REF,
)


def balances(context: DailyContext, stock: Sequence[Stock], steps: Steps, company: str) -> Table:
    """Return one row per account and currency; of very many only those with something to say, the rest as others."""
    keys = keys_of(context)
    shown = list(stock)
    rest: list[Stock] = []
    if len(shown) > MOST_BALANCES:
        rest = [row for row in shown if not (overdue(row, keys) or row.disputed or row.cash or row.credits)]
        kept = {id(row) for row in rest}
        shown = [row for row in shown if id(row) not in kept]
    records = [_balance(context, row, steps, company) for row in shown]
    records += _others(context, rest, company)
    return table("tblBalances", "Balances", msg("Balances"), BALANCES, records)


def _balance(context: DailyContext, row: Stock, steps: Steps, company: str) -> dict[str, Any]:
    facts = context.accounts[row.account_id]
    keys = keys_of(context)
    parent = context.accounts.get(facts.parent_id or "")
    return {
        **context.who(row.account_id),
        **_figures(context, row),
        "company": company,
        "parent": None if parent is None else parent.number,
        "country": facts.country,
        "territory": facts.territory,
        "tier": facts.tier,
        "sales_rep": facts.sales_rep,
        "placed": money(row.gross if placed(context, row) else 0, row.currency),
        "credit_limit": money(facts.credit_limit, facts.limit_currency),
        "limit_currency": facts.limit_currency if facts.credit_limit is not None else None,
        "worst": worst(row, keys),
        "stage": label(STAGES, row.stage) or None,
        "contact_on": steps.contact_on.get(row.account_id),
        "open_tasks": steps.open_tasks.get(row.account_id, 0),
        "broken": steps.broken.get(row.account_id, 0),
        "ref": pair_ref(row.account_id, row.currency),
    }


def _figures(context: DailyContext, row: Stock) -> dict[str, Any]:
    keys = keys_of(context)
    names = ("current", "b1", "b2", "b3", "b4", "b5")
    currency = row.currency
    return {
        **{name: money(row.buckets.get(key, 0), currency) for name, key in zip(names, keys, strict=True)},
        "currency": currency,
        "no_due_date": money(undated(row), currency),
        "gross": money(row.gross, currency),
        "unapplied_cash": money(row.cash, currency),
        "unapplied_credits": money(row.credits, currency),
        "net": money(row.net, currency),
        "disputed": money(row.disputed, currency),
        "promised": money(row.promised, currency),
        "collectable": money(row.free_due, currency),
        "base_net": context.base(row.net, currency),
        "base_due": context.base(overdue(row, keys), currency),
    }


def _others(context: DailyContext, rest: Sequence[Stock], company: str) -> list[dict[str, Any]]:
    """Return one row per currency for the accounts that are not listed one by one, with their count."""
    sums: dict[str, Stock] = {}
    counts: dict[str, int] = {}
    for row in rest:
        total = sums.setdefault(row.currency, Stock("", row.currency))
        counts[row.currency] = counts.get(row.currency, 0) + 1
        total.promised += row.promised
        for key, value in row.buckets.items():
            total.buckets[key] = total.buckets.get(key, 0) + value
    return [
        {
            **_figures(context, total),
            "company": company,
            "name": render(msg("others ({n} accounts)", n=counts[currency])),
            "ref": pair_ref("others", context.day.isoformat(), currency),
        }
        for currency, total in sorted(sums.items())
    ]


def watch(context: DailyContext, stock: Sequence[Stock], steps: Steps) -> Table:
    """Return accounts above the high-dollar threshold past due, and accounts with no next step."""
    keys = keys_of(context)
    idle = no_next_step(context, stock, steps)
    last = _last_letters(context)
    records = []
    for row in stock:
        limits = context.settings.limits(row.currency)
        why = []
        if limits is not None and overdue(row, keys) >= limits.high:
            why.append(render(msg("past due above the high-dollar threshold")))
        if row.account_id in idle and overdue(row, keys) > 0:
            why.append(no_step_words())
        if why:
            records.append(_watched(context, row, steps, "; ".join(why), last.get((row.account_id, row.currency))))
    return table("tblWatch", "Watch", msg("Watch"), WATCH, records)


def _watched(context: DailyContext, row: Stock, steps: Steps, why: str, letter: str | None) -> dict[str, Any]:
    facts = context.accounts[row.account_id]
    keys = keys_of(context)
    contact = steps.contact_on.get(row.account_id)
    step = steps.next_task.get(row.account_id)
    parent = context.accounts.get(facts.parent_id or "")
    same = facts.limit_currency == row.currency and bool(facts.credit_limit)
    promise_day = steps.next_promise.get((row.account_id, row.currency))
    return {
        **context.who(row.account_id),
        "why": why,
        "parent": None if parent is None else parent.number,
        "tier": facts.tier,
        "sales_rep": facts.sales_rep,
        "currency": row.currency,
        "balance": money(row.net, row.currency),
        "past_due": money(overdue(row, keys), row.currency),
        "past_due_60": money(row.beyond(keys, 3), row.currency),
        "disputed": money(row.disputed, row.currency),
        "promised": money(row.promised, row.currency),
        "next_promise": promise_day,
        "collectable": money(row.free_due, row.currency),
        "credit_limit": money(facts.credit_limit, facts.limit_currency),
        "limit_currency": facts.limit_currency if facts.credit_limit is not None else None,
        "use": row.net * 100 // (facts.credit_limit or 1) if same else None,
        "hold": "Y" if facts.hold else None,
        "contact_on": contact,
        "days": None if contact is None else (context.day - contact).days,
        "last_letter": letter,
        "next_step": None if step is None else step[1],
        "next_on": None if step is None else step[0],
        "expected": money(row.promised, row.currency) if promise_day else None,
        "expected_by": promise_day,
        "ref": pair_ref(row.account_id, row.currency, "watch"),
    }


def _last_letters(context: DailyContext) -> dict[tuple[str, str], str]:
    query = (
        select(Letter.account_id, Letter.currency, Letter.stage, Letter.date)
        .where(Letter.status.in_(PRODUCED_LETTER))
        .order_by(Letter.date)
    )
    return {
        (account_id, currency): f"{label(STAGES, stage)} {on.isoformat()}"
        for account_id, currency, stage, on in context.session.execute(query)
    }


def not_worked(context: DailyContext, steps: Steps) -> Table:
    """Return what was due on the day's list and not worked, with the reason."""
    session = context.session
    query = (
        select(WorklistRow)
        .where(WorklistRow.day == context.day)
        .where(WorklistRow.held_code.is_(None) | (WorklistRow.held_code == "deferred"))
        .order_by(WorklistRow.score.desc(), WorklistRow.collectable_base.desc(), WorklistRow.account_id)
    )
    worked = worked_accounts(context)
    reachable = set(session.scalars(select(Contact.account_id).where(Contact.active.is_(True))))
    attempts = dict(
        session.execute(
            select(ActivityAccount.account_id, func.count())
            .join(Activity, Activity.id == ActivityAccount.activity_id)
            .where(Activity.at >= context.start, Activity.at < context.end, Activity.superseded.is_(False))
            .group_by(ActivityAccount.account_id)
        )
        .tuples()
        .all()
    )
    records = []
    for row in session.scalars(query):
        if row.account_id in worked:
            continue
        contact = steps.contact_on.get(row.account_id)
        records.append(
            {
                **context.who(row.account_id),
                "points": row.score,
                "reasons": reasons_text(row.reasons or ()),
                "collectable": money(row.overdue, row.currency),
                "currency": row.currency,
                "base": money(row.collectable_base, context.rates.base),
                "since": None if contact is None else (context.day - contact).days,
                "hours": _hours(context, row.account_id),
                "why_not": _why_not(context, row, reachable, attempts.get(row.account_id, 0)),
                "ref": pair_ref(row.account_id, context.day.isoformat()),
            }
        )
    return table("tblNotWorked", "NotWorked", msg("Not worked"), NOT_WORKED, records)


def worked_accounts(context: DailyContext) -> set[str]:
    """Return the accounts with any contact or attempt on the day."""
    query = (
        select(ActivityAccount.account_id)
        .join(Activity, Activity.id == ActivityAccount.activity_id)
        .where(Activity.at >= context.start, Activity.at < context.end, Activity.superseded.is_(False))
    )
    return set(context.session.scalars(query))


def _hours(context: DailyContext, account_id: str) -> str | None:
    """Return the office hours of the customer's day, None on a day of rest."""
    country = context.accounts[account_id].country
    if not is_business_day(country, context.day):
        return None
    spans = OFFICE_HOURS.get(country or "", OFFICE_HOURS["standard"])
    return ", ".join(f"{a // 60:02}:{a % 60:02}–{b // 60:02}:{b % 60:02}" for a, b in spans)


def _why_not(context: DailyContext, row: WorklistRow, reachable: set[str], attempts: int) -> str:
    if row.held_code == "deferred":
        return render(msg("deferred with reason"))
    if row.account_id not in reachable:
        return render(msg("no contact data"))
    if attempts >= context.settings.attempts_day:
        return render(msg("attempts used up"))
    if _hours(context, row.account_id) is None:
        return render(msg("office closed"))
    return render(msg("out of time"))
