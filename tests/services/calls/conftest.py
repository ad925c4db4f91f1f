"""A desk with one customer in Japan and one in Toronto, and the words for a day's work there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.enums import Outcome
from app.services.calls.entries.entry import LogCall, LoggedCall
from app.services.calls.entries.followups import NextStep
from app.services.calls.entries.log import log_call
from app.services.calls.promises.terms import PromiseLine
from app.services.dates import load_days
from app.services.unit_of_work import Store, UnitOfWork
from app.settings import Settings
from tests.builders.ledger import DAY, Ledger

ZONE = "Asia/Tokyo"


@dataclass
class Desk:
    """A store in the hands of a collector in Tokyo on Fri 30 Oct 2026."""

    store: Store
    settings: Settings
    day: date = DAY

    def build(self, work: Callable[[Ledger], Any]) -> Any:
        """Add rows behind the program's back."""
        with self.store.write() as uow:
            found = work(Ledger(uow.session, uow.now, self.day))
            uow.commit()
            return found

    def write(self, verb: Callable[..., Any], *args: Any) -> Any:
        """Run one use case and commit; a second passes, so that ids keep the order of the day."""
        self.store.clock.moment += timedelta(seconds=1)
        with self.store.write() as uow:
            found = verb(uow, *args, self.days(uow), self.settings)
            uow.commit()
            return found

    def days(self, uow: UnitOfWork) -> Any:
        return load_days(uow.session, self.day, ZONE)

    def call(self, outcome: Outcome | str, *accounts: str, **facts: Any) -> LoggedCall:
        return self.write(log_call, LogCall(accounts or ("100",), Outcome(outcome), **facts))

    def all(self, kind: type, *conditions: Any) -> list[Any]:
        with self.store.read() as session:
            return list(session.scalars(select(kind).where(*conditions).order_by(kind.id)))

    def one(self, kind: type, ident: str) -> Any:
        with self.store.read() as session:
            return session.get_one(kind, ident)

    def tomorrow(self, days: int = 1) -> None:
        """Let days pass, on the clock too."""
        self.day += timedelta(days=days)
        self.store.clock.moment += timedelta(days=days)


@pytest.fixture
def desk(store: Store) -> Desk:
    """Account 100 (JP, USD) with INV-1 1,000.00 and INV-2 500.00 overdue and INV-3 not due; 200 in Toronto."""
    found = Desk(store, Settings())

    def portfolio(ledger: Ledger) -> None:
        ledger.company()
        ledger.run()
        first = ledger.account("100", country="JP")
        ledger.contact(first, "田中 一郎")
        ledger.item(first, 100_000, due=date(2026, 9, 30), number="INV-1")
        ledger.item(first, 50_000, due=date(2026, 10, 15), number="INV-2")
        ledger.item(first, 30_000, due=date(2026, 11, 30), number="INV-3")
        second = ledger.account("200", country="CA", currency="CAD", city="Toronto")
        ledger.item(second, 70_000, due=date(2026, 9, 1), number="CA-1")

    found.build(portfolio)
    return found


def promised(amount: int = 100_000, due: date = date(2026, 11, 6), currency: str = "USD", *items: str) -> PromiseLine:
    return PromiseLine(amount, currency, due, tuple(items))


def step(code: str, day: date, time: str | None = None) -> NextStep:
    return NextStep(code, day, time)
