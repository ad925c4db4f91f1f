"""Balances at the close of the day per account and currency: the stock that several sheets and roll-ups use.

Figures of a report count to the data date. A day before it is answered from the snapshot at or before it, which knows
the buckets but not what was disputed or promised then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select

from app.enums import (
    OPEN_DISPUTE,
    OPEN_ITEM,
    OPEN_PROMISE,
    OPEN_TASK,
    RIGHT_PARTY,
    AccountState,
    Basis,
    ItemKind,
    PromiseStatus,
    WorkCode,
)
from app.i18n import msg, render
from app.models.activity import Activity, ActivityAccount
from app.models.dispute import Dispute, Pause
from app.models.item import Item
from app.models.promise import Instalment, Promise
from app.models.snapshot import Snapshot
from app.models.task import Task
from app.services.portfolio.buckets import CREDITS, NO_DUE_DATE, Presentation, bucket_keys, past_due
from app.services.portfolio.coverage import CoverRule, load_cover
from app.services.portfolio.ranking.sentences import Reason
from app.services.portfolio.snapshots import snapshot_before, snapshot_sums
from app.services.reports.daily.context import DailyContext

_CASH_KINDS: Final = frozenset({ItemKind.UNAPPLIED, ItemKind.ON_ACCOUNT})
_PLACED: Final = frozenset({AccountState.WITH_AGENCY, AccountState.WITH_LEGAL})


@dataclass(slots=True)
class Stock:
    """One account in one currency, minor units.

    Attributes:
        buckets: debits by key from Current to the oldest, and without a due date.
        cash, credits: unapplied money and credit memos, zero or negative.
        disputed, promised: of the debits, what is in dispute or covered by promises and payment runs.
        free_due: what is past due and may be chased.
    """

    account_id: str
    currency: str
    buckets: dict[str, int] = field(default_factory=dict)
    cash: int = 0
    credits: int = 0
    disputed: int = 0
    promised: int = 0
    free_due: int = 0
    stage: int | None = None

    @property
    def gross(self) -> int:
        """Everything owed, before credits."""
        return sum(self.buckets.values())

    @property
    def net(self) -> int:
        """The balance."""
        return self.gross + self.cash + self.credits

    def beyond(self, keys: Sequence[str], first: int) -> int:
        """Return what stands in the buckets from position ``first`` on."""
        return sum(self.buckets.get(key, 0) for key in keys[first:])


@dataclass(slots=True)
class Steps:
    """What is agreed with or planned for an account."""

    has_step: set[str] = field(default_factory=set)
    open_tasks: dict[str, int] = field(default_factory=dict)
    next_task: dict[str, tuple[date, str]] = field(default_factory=dict)
    next_promise: dict[tuple[str, str], date] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)
    contact_on: dict[str, date] = field(default_factory=dict)


def load_stock(context: DailyContext) -> list[Stock]:
    """Return the stock at the close of the day, by account number and currency."""
    through = context.days.data_date
    if through is not None and context.day < through:
        found = _from_snapshot(context)
    else:
        found = _from_items(context, through or context.day)
    return sorted(found, key=lambda one: (context.accounts[one.account_id].number, one.currency))


def _from_items(context: DailyContext, as_of: date) -> list[Stock]:
    session = context.session
    place = Presentation(as_of, context.settings.bucket_bounds, Basis.DUE)
    columns = (
        Item.id, Item.account_id, Item.currency, Item.kind, Item.open, Item.due_date, Item.document_date, Item.stage,
    )  # fmt: skip
    countries = {key: facts.country or "" for key, facts in context.accounts.items()}
    cover = load_cover(session, CoverRule(as_of, countries, context.settings.run_grace, in_grace=True))
    stock: dict[tuple[str, str], Stock] = {}
    for ident, account_id, currency, kind, opened, due, document, stage in session.execute(
        select(*columns).where(Item.status.in_(OPEN_ITEM))
    ):
        row = stock.setdefault((account_id, currency), Stock(account_id, currency))
        if opened < 0:
            if kind in _CASH_KINDS:
                row.cash += opened
            else:
                row.credits += opened
            continue
        key = place.place(opened, due, document)
        row.buckets[key] = row.buckets.get(key, 0) + opened
        free = opened
        if ident in cover:
            row.disputed += cover[ident].disputed
            row.promised += cover[ident].promised + cover[ident].run
            free = cover[ident].free
        if due is not None and due < as_of:
            row.free_due += free
        row.stage = max(row.stage or 0, stage or 0) or None
    return list(stock.values())


def _from_snapshot(context: DailyContext) -> list[Stock]:
    known = snapshot_before(context.session, context.day)
    if known is None:
        return []
    stock = []
    for row in context.session.scalars(select(Snapshot).where(Snapshot.batch_id == known[0])):
        sums = snapshot_sums(row, Basis.DUE, net_credits=False)
        credit = sums.pop(CREDITS, 0)
        due = past_due(sums, context.settings.bucket_bounds)
        stock.append(Stock(row.account_id, row.currency, sums, 0, credit, free_due=due))
    return stock


def keys_of(context: DailyContext) -> tuple[str, ...]:
    """Return the bucket keys in their order, without the one for items without a due date."""
    return bucket_keys(context.settings.bucket_bounds)


def overdue(row: Stock, keys: Sequence[str]) -> int:
    """Return what is past due, disputed or not."""
    return row.beyond(keys, 1)


def placed(context: DailyContext, row: Stock) -> bool:
    """Tell whether the account is with an agency or with legal."""
    return context.accounts[row.account_id].state in _PLACED


def undated(row: Stock) -> int:
    """Return what has no due date."""
    return row.buckets.get(NO_DUE_DATE, 0)


def worst(row: Stock, keys: Sequence[str]) -> str | None:
    """Return the oldest bucket that holds anything."""
    return next((key for key in reversed(keys) if row.buckets.get(key)), None)


def load_steps(context: DailyContext) -> Steps:
    """Return open tasks, promises, disputes and runs by account, and the last contact with a right party."""
    session = context.session
    steps = Steps()
    for account_id, due, what in session.execute(
        select(Task.account_id, Task.due, Task.what).where(Task.status.in_(OPEN_TASK)).order_by(Task.due.desc())
    ):
        steps.open_tasks[account_id] = steps.open_tasks.get(account_id, 0) + 1
        steps.next_task[account_id] = (due, what)
        steps.has_step.add(account_id)
    for account_id, currency, due in session.execute(
        select(Promise.account_id, Promise.currency, func.min(Instalment.due))
        .join(Instalment, Instalment.promise_id == Promise.id)
        .where(Promise.status.in_(OPEN_PROMISE), Instalment.status.in_(OPEN_PROMISE))
        .group_by(Promise.account_id, Promise.currency)
    ):
        steps.next_promise[account_id, currency] = date.fromisoformat(due) if isinstance(due, str) else due
        steps.has_step.add(account_id)
    steps.has_step.update(session.scalars(select(Dispute.account_id).where(Dispute.status.in_(OPEN_DISPUTE))))
    steps.has_step.update(
        session.scalars(
            select(Pause.account_id).where(
                Pause.kind == "payment_run", Pause.ended_at.is_(None), Pause.until >= context.day
            )
        )
    )
    year_ago = context.day.replace(year=context.day.year - 1, day=min(context.day.day, 28))
    broken = select(Promise.account_id, func.count()).where(
        Promise.status.in_((PromiseStatus.BROKEN, PromiseStatus.KEPT_LATE, PromiseStatus.PARTLY_KEPT)),
        Promise.made_on >= year_ago,
    )
    steps.broken = dict(session.execute(broken.group_by(Promise.account_id)).tuples().all())
    for account_id, at in session.execute(_contacts(context)):
        steps.contact_on[account_id] = context.local_day(at)
    return steps


def _contacts(context: DailyContext) -> Any:
    return (
        select(ActivityAccount.account_id, Activity.at)
        .join(Activity, Activity.id == ActivityAccount.activity_id)
        .where(Activity.superseded.is_(False), Activity.outcome.in_(RIGHT_PARTY), Activity.at < context.end)
        .order_by(Activity.at)
    )


def no_next_step(context: DailyContext, stock: Sequence[Stock], steps: Steps) -> set[str]:
    """Return the accounts with money past due and no open task, promise, dispute or placement."""
    keys = keys_of(context)
    due = {row.account_id for row in stock if overdue(row, keys) > 0 and not placed(context, row)}
    return due - steps.has_step


def reasons_text(reasons: Sequence[Sequence[Any]]) -> str:
    """Return the sentences of a call list row in the interface language."""
    return "; ".join(render(Reason(WorkCode(code), points, tuple(args)).text) for code, points, args in reasons)


def no_step_words() -> str:
    """Return the words for an account that nobody plans anything for."""
    return render(msg("nobody has a next step"))


def by_currency(stock: Sequence[Stock]) -> dict[str, list[Stock]]:
    """Group the stock by currency."""
    groups: dict[str, list[Stock]] = defaultdict(list)
    for row in stock:
        groups[row.currency].append(row)
    return dict(sorted(groups.items()))
