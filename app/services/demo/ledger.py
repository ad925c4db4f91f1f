"""The sub-ledger: items of every age, amounts in every currency, numbers as each system gives them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Final, TypeVar

from app.enums import ItemKind
from app.money import decimals
from app.services.demo.countries import RATES
from app.services.demo.model import DemoAccount, DemoItem, Event
from app.settings import MarketPolicy, Settings

T = TypeVar("T")
#: Typical invoice in US dollars, and weight in the number of items, by tier.
_TYPICAL: Final = {"A": 16_000, "B": 4_500, "C": 1_400, "D": 350}
_WEIGHT: Final = {"A": 12, "B": 6, "C": 3, "D": 1}
#: Days past due, and how often of 100 items past due.
_AGES: Final = (((1, 10), 28), ((11, 30), 26), ((31, 60), 20), ((61, 90), 11), ((91, 120), 7), ((121, 400), 8))
_KINDS: Final = (
    (ItemKind.INVOICE, 934),
    (ItemKind.CREDIT_MEMO, 28),
    (ItemKind.UNAPPLIED, 22),
    (ItemKind.DEBIT_MEMO, 10),
    (ItemKind.FINANCE_CHARGE, 6),
)
#: Kinds that reduce what the customer owes.
CREDITS: Final = frozenset({ItemKind.CREDIT_MEMO, ItemKind.UNAPPLIED})
#: Units of 1/1000 for one US dollar, so that amounts stay integers.
_PER_USD: Final = {
    "USD": 1000,
    **{code: int(Decimal(1000) / Decimal(rate)) for code, rate in RATES.items()},
}
_UNIT: Final[dict[str, int]] = {code: 10 ** decimals(code) for code in _PER_USD}
#: The smallest step an invoice is written in, minor units.
_STEP: Final = {"JPY": 10, "TWD": 100, "COP": 10_000}


@dataclass(slots=True)
class Ledger:
    """Lays out items; one object per portfolio, because numbers go on counting."""

    rng: random.Random
    day: date
    settings: Settings = field(default_factory=Settings)
    items: list[DemoItem] = field(default_factory=list)

    def amount(self, currency: str, dollars: int, spread: float = 0.8) -> int:
        """Return a believable amount around so many US dollars, in minor units of ``currency``."""
        cents = int(dollars * 100 * self.rng.lognormvariate(0, spread))
        return self.exact(currency, cents)

    def exact(self, currency: str, cents: int) -> int:
        """Convert cents of a US dollar, rounded to what invoices are written in."""
        minor = cents * _PER_USD[currency] * _UNIT[currency] // 100_000
        step = _STEP.get(currency, 1)
        return max(minor // step, 1) * step

    def add(
        self,
        account: DemoAccount,
        age: int,
        amount: int,
        kind: ItemKind = ItemKind.INVOICE,
        level: int = 0,
    ) -> DemoItem:
        """Add an item ``age`` days past due (negative: not due yet) that is open on both days; number it later.

        ``level`` is the dunning stage that the ERP has reached; it was reached the day after its own day. An invoice
        that its terms move to a month's end may be too young for it.
        """
        due = self.day - timedelta(days=age)
        written = due - timedelta(days=account.days)
        if kind in CREDITS:
            written, amount = due, -amount
        elif account.month_end:
            due, written = self._closing(due)
        item = DemoItem(
            account,
            "",
            kind,
            written,
            None if kind is ItemKind.UNAPPLIED else due,
            account.currency,
            amount,
            amount,
            amount,
        )
        reached = due + timedelta(days=stage_days(self.settings.market(account.country))[level] + 1)
        if level and reached < self.day - timedelta(days=1):
            item.level, item.level_on = level, reached
        account.items.append(item)
        self.items.append(item)
        return item

    def _closing(self, wanted: date) -> tuple[date, date]:
        """Return a due date at a month's end near the one wanted, and an invoice date in the month before it."""
        due = _month_end(wanted)
        while True:
            written = due.replace(day=1) - timedelta(days=1 + self.rng.randrange(9))
            if written < self.day - timedelta(days=1):
                return due, written
            due = due.replace(day=1) - timedelta(days=1)

    def fill(self, accounts: list[DemoAccount], count: int) -> None:
        """Spread ``count`` items over accounts by their size and by how each of them pays."""
        weights = list(accumulate(_WEIGHT[account.tier] for account in accounts))
        for account in self.rng.choices(accounts, cum_weights=weights, k=count):
            self._ordinary(account)

    def _ordinary(self, account: DemoAccount) -> None:
        rng = self.rng
        kind = pick(rng, _KINDS)
        late = rng.randrange(100) < account.late
        age = rng.randint(*pick(rng, _AGES)) if late else -rng.randrange(account.days - 2)
        if kind in CREDITS:
            age = rng.randint(2, 120)
        dollars = _TYPICAL[account.tier]
        if kind in {ItemKind.FINANCE_CHARGE, ItemKind.DEBIT_MEMO}:
            dollars = dollars // 20 + 10
        level = self._level(account.country, age) if late and kind is ItemKind.INVOICE else 0
        item = self.add(account, age, self.amount(account.currency, dollars), kind, level)
        if kind is ItemKind.INVOICE:
            item.po = f"{rng.choice(('PO', '45', 'OC'))}{rng.randrange(10_000, 99_999)}" if rng.random() < 0.6 else ""
            if late and rng.random() < 0.08:
                item.before = item.now = part_of(item.original, item.currency, rng.randrange(30, 80))

    def _level(self, country: str, age: int) -> int:
        """Return the stage an ERP has reached at an age: mostly the one before, sometimes none or the full one."""
        days = stage_days(self.settings.market(country))
        due = sum(age >= start for start in days[1:])
        chance = self.rng.random()
        reached = due - 1 if chance < 0.6 else (due if chance < 0.8 else 0)
        return max(0, min(reached, 3))

    def history(self, accounts: list[DemoAccount], count: int) -> None:
        """Add ``count`` invoices of the past year that were paid, early or late as the account pays."""
        rng = self.rng
        weights = list(accumulate(_WEIGHT[account.tier] for account in accounts))
        for account in rng.choices(accounts, cum_weights=weights, k=count):
            late = rng.randint(-5, 3) if account.late == 0 else rng.randint(-3, account.late)
            paid = self.day - timedelta(days=rng.randint(4, 300))
            item = self.add(account, 0, self.amount(account.currency, _TYPICAL[account.tier]))
            item.due_date = paid - timedelta(days=late)
            item.document_date = item.due_date - timedelta(days=account.days)
            item.closed_on, item.event = paid, Event.HISTORY
            item.before = item.now = None


def part_of(amount: int, currency: str, percent: int) -> int:
    """Return a share of an amount as people pay it: whole dollars in Taiwan, whole pesos in Colombia, never nothing."""
    step = 100 if currency in {"TWD", "COP"} else 1
    return max(amount * percent // 100 // step, 1) * step


def stage_days(market: MarketPolicy) -> tuple[int, ...]:
    """Return calendar days after the due date for stages 0 to 4; business days with their weekends and one more."""
    return tuple(span.n if span.unit != "bd" else span.n * 7 // 5 + 1 for span in market.stages)


def pick(rng: random.Random, shares: tuple[tuple[T, int], ...]) -> T:
    """Return one entry by its share."""
    mark = rng.randrange(sum(share for _, share in shares))
    for entry, share in shares:
        mark -= share
        if mark < 0:
            return entry
    return shares[-1][0]


def _month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
