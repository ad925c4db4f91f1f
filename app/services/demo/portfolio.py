"""The portfolio: accounts with their items, the second day's events and the calls before the first."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from app.enums import ItemKind
from app.errors import UsageError
from app.i18n import msg
from app.money import decimals
from app.services.demo.accounts import FLOOR, build_accounts
from app.services.demo.cast import Cast, play_country
from app.services.demo.countries import MARKETS
from app.services.demo.history import past_calls
from app.services.demo.ledger import Ledger
from app.services.demo.model import DemoAccount, DemoItem, Event, Portfolio
from app.services.demo.numbering import number_items
from app.services.demo.scenario import play_events

MIN_ACCOUNTS: Final = FLOOR * len(MARKETS)
MIN_ITEMS: Final = 300
#: Of 1,000 items: paid long ago; written on the second day.
_PAST_SHARE: Final = 120
_NEW_SHARE: Final = 18
_NEW_LEAST: Final = 6


def check_size(accounts: int, items: int) -> None:
    """Refuse a demonstration that could not show every country; to be asked before anything is made.

    Raises:
        UsageError: fewer accounts or items than that takes.
    """
    if accounts < MIN_ACCOUNTS or items < MIN_ITEMS:
        raise UsageError(
            "demo_too_small",
            msg(
                "The demo needs at least {accounts} accounts and {items} items.",
                accounts=MIN_ACCOUNTS,
                items=MIN_ITEMS,
            ),
            do=msg("Give larger numbers."),
        )


def build_portfolio(day: date, accounts: int, items: int, seed: int) -> Portfolio:
    """Invent a portfolio: the same numbers, seed and day give the same one.

    Args:
        day: the second of the two days.
        accounts: customer accounts in all.
        items: items that the store holds after both days, open and closed.
        seed: of the generator.

    Raises:
        UsageError: fewer accounts or items than it takes to show every country.
    """
    check_size(accounts, items)
    rng = random.Random(seed)  # noqa: S311 - invented data, no secret
    portfolio = Portfolio(day, build_accounts(rng, accounts))
    by_country: defaultdict[str, list[DemoAccount]] = defaultdict(list)
    for account in portfolio.accounts:
        by_country[account.country].append(account)
    ledger = Ledger(rng, day)
    casts = {country: play_country(ledger, local, turn) for turn, (country, local) in enumerate(by_country.items())}
    kept = [item for cast in casts.values() for item in cast.items()] + _anchors(ledger, portfolio.accounts)
    _fill(ledger, portfolio.accounts, items - len(ledger.items))
    portfolio.items = ledger.items
    number_items(rng, portfolio.items)
    _limits(rng, portfolio, casts)
    play_events(portfolio, casts, kept, rng)
    portfolio.calls = past_calls(portfolio, casts, rng)
    return portfolio


def _anchors(ledger: Ledger, accounts: list[DemoAccount]) -> list[DemoItem]:
    """Give each system without a cast two accounts that owe something on both days, so that no file is ever empty."""
    seen = Counter(account.system for account in accounts if account.items)
    anchors = []
    for account in accounts:
        if seen[account.system] < 2:
            seen[account.system] += 1
            anchors.append(ledger.add(account, -9, ledger.amount(account.currency, 1_200)))
    return anchors


def _fill(ledger: Ledger, accounts: list[DemoAccount], count: int) -> None:
    """Add the crowd around the cast: open items, paid ones of the past, and what is new on the second day.

    The cast's accounts stay as they were laid out, unless there are hardly any others.
    """
    crowd = [account for account in accounts if not account.items]
    if len(crowd) * 3 > len(accounts):
        accounts = crowd
    new = max(_NEW_LEAST, count * _NEW_SHARE // 1_000)
    past = count * _PAST_SHARE // 1_000
    ledger.fill(accounts, count - new - past)
    ledger.history(accounts, past)
    for at in range(new):
        _new_item(ledger, ledger.rng.choice(accounts), money=at % 5 == 4)


def _new_item(ledger: Ledger, account: DemoAccount, *, money: bool) -> DemoItem:
    """Add an item that only the second day's file has: an invoice of that day, or money on account."""
    kind = ItemKind.UNAPPLIED if money else ItemKind.INVOICE
    item = ledger.add(account, 0, ledger.amount(account.currency, 1_500), kind)
    item.document_date = ledger.day
    if not money:
        item.due_date = ledger.day + timedelta(days=account.days)
    item.event, item.before = Event.NEW, None
    return item


def _limits(rng: random.Random, portfolio: Portfolio, casts: dict[str, Cast]) -> None:
    """Set credit limits from what accounts owe: most have room, some are over, some have none."""
    over = {id(cast.over) for cast in casts.values()}
    sure = {id(cast.stages[0].account) for cast in casts.values()} | over
    for account in portfolio.accounts:
        owed = sum(item.before or 0 for item in account.items)
        chance = rng.random()
        if id(account) in over:
            percent = 75
        elif chance < 0.05 and id(account) not in sure:
            continue
        else:
            percent = rng.randrange(70, 98) if chance < 0.15 else rng.randrange(125, 320)
        account.limit = _round(max(owed, 0) * percent // 100, account.currency)
        account.blocked = chance > 0.985 and id(account) not in over


def _round(amount: int, currency: str) -> int:
    """Round a limit up to two leading figures of major units, at least 1,000 of them."""
    unit = int(Decimal(10) ** decimals(currency))
    major = max(amount // unit, 1_000)
    step = int("1".ljust(len(str(major)) - 1, "0"))
    return -(-major // step) * step * unit
