"""Facts of the dunning policy with valid defaults."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from app.services.letters.dunning.model import DunAccount, DunItem, RunFacts
from app.settings import Settings

#: A Wednesday without holidays anywhere in the demo's countries.
DAY = date(2026, 6, 17)
_numbers = count(1)


def an_item(days_overdue: int = 10, amount: int = 100_000, **values: Any) -> DunItem:
    """Make an item due ``days_overdue`` days before ``DAY``, worth 1,000.00."""
    number = next(_numbers)
    due = DAY - timedelta(days=days_overdue)
    item = DunItem(f"item-{number}", f"INV-{number:05d}", due - timedelta(days=30), due, amount)
    return replace(item, **values)


def an_account(*items: DunItem, **values: Any) -> DunAccount:
    """Make an American account that was spoken to and can be written to."""
    account = DunAccount(
        id="account-1",
        number="100001",
        name="Northern Steel Inc.",
        country="US",
        currency="USD",
        locale="en_US",
        items=items,
        voice=True,
        contacts=1,
        attempts=1,
    )
    return replace(account, **values)


def run_facts(**values: Any) -> RunFacts:
    """Make a run on ``DAY`` with fresh data and the default policy."""
    return replace(RunFacts(DAY, Settings()), **values)
