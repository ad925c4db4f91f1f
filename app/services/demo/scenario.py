"""What happens between the two days: money, credits, new invoices, disputes, and items that vanish."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from app.enums import ItemKind
from app.services import calendars
from app.services.demo.cashbook import CREDIT, CashBook
from app.services.demo.cast import Cast
from app.services.demo.ledger import part_of, pick
from app.services.demo.model import DemoCase, DemoItem, Event, Portfolio, Side

#: Of 1,000 items, and how many at least.
_EVENTS: Final = (
    (Event.PAID, 20, 6),
    (Event.PART_PAID, 8, 3),
    (Event.CREDITED, 4, 2),
    (Event.VANISHED, 3, 2),
    (Event.DISPUTED, 3, 2),
)
_REASONS: Final = (
    (("Price", "Price difference on invoice {number}"), 30),
    (("Quantity", "Short delivery, invoice {number}"), 20),
    (("Damage", "Damaged goods, invoice {number}"), 15),
    (("Purchase order", "Purchase order missing on invoice {number}"), 20),
    (("Duplicate", "Invoice {number} booked twice"), 15),
)
_OWNERS: Final = ("Billing Desk", "M. Okafor", "L. Brandt", "Logistics Claims")
#: Status in the first and in the second file.
_STATUSES: Final = (
    (("New", "Working"), 20),
    (("Working", "Working"), 40),
    (("Escalated", "Escalated"), 10),
    (("Pending customer", "Pending customer"), 25),
    (("Working", "Closed"), 5),
)


def promise_days(country: str, day: date) -> tuple[date, date, date]:
    """Return when a promise was made, the day promised, and the last day of its window, all before ``day``.

    The window ends two business days after the promised day, on the last business day before ``day``.
    """
    window = calendars.previous_business_day(country, day - timedelta(days=1))
    promised = calendars.add_business_days(country, window, -2)
    return calendars.add_business_days(country, promised, -5), promised, window


def play_events(portfolio: Portfolio, casts: dict[str, Cast], kept: list[DemoItem], rng: random.Random) -> None:
    """Let the second day happen; the items must have their numbers.

    Changes what is open on the second day and appends receipts and cases; new invoices are laid out before. Nothing
    by chance happens to the items of ``kept``.
    """
    book = CashBook(portfolio, rng)
    book.past()
    taken = {id(item) for item in kept}
    for item in portfolio.items:
        if item.event is Event.NEW and item.kind is ItemKind.UNAPPLIED:
            book.unmatched(item, Side.NOW)
    for country, cast in casts.items():
        _case(portfolio, rng, cast.disputed, Side.BEFORE, ("Working", "Working"))
        _, _, window = promise_days(country, portfolio.day)
        if "kept" in cast.ends:
            cast.kept.event = Event.PAID
            book.settle_part(cast.kept, cast.kept.original, window)
        if "partly" in cast.ends:
            cast.partly.event = Event.PART_PAID
            book.settle_part(cast.partly, part_of(cast.partly.original, cast.partly.currency, 40), window)
    pool = [item for item in portfolio.items if _free(item) and id(item) not in taken]
    soon = portfolio.day + timedelta(days=3)
    # Money comes for what is due: items that are not have a small chance.
    pool.sort(key=lambda item: rng.random() + (0.7 if item.due_date and item.due_date <= soon else 0))
    _old_disputes(portfolio, rng, pool)
    _happen(portfolio, book, pool)


def _free(item: DemoItem) -> bool:
    """Tell whether anything may happen to an item: an invoice, open in full."""
    return item.kind is ItemKind.INVOICE and item.before == item.original and item.event is Event.NONE


def _old_disputes(portfolio: Portfolio, rng: random.Random, pool: list[DemoItem]) -> None:
    """Put a few overdue items into dispute before the first day, and take them out of the pool."""
    overdue = [item for item in pool if item.due_date and item.due_date < portfolio.day - timedelta(days=10)]
    disputed = overdue[: min(len(overdue) // 4, 12 + len(portfolio.items) // 200)]
    for item in disputed:
        _case(portfolio, rng, item, Side.BEFORE, pick(rng, _STATUSES))
    gone = {id(item) for item in disputed}
    pool[:] = [item for item in pool if id(item) not in gone]


def _happen(portfolio: Portfolio, book: CashBook, pool: list[DemoItem]) -> None:
    """Take items from the pool and let them be paid, part paid, credited, vanish or be disputed."""
    chosen: defaultdict[Event, list[DemoItem]] = defaultdict(list)
    room = len(pool)
    for event, share, least in _EVENTS:
        for _ in range(min(max(least, len(portfolio.items) * share // 1_000), room // 6)):
            item = pool.pop()
            item.event = event
            chosen[event].append(item)
    paid = sorted(chosen[Event.PAID], key=lambda item: (item.account.number, item.number))
    for _, group in groupby(paid, key=lambda item: item.account.number):
        book.settle(list(group))
    for item in chosen[Event.PART_PAID]:
        book.settle_part(item, part_of(item.original, item.currency, book.rng.randrange(30, 75)))
    for item in chosen[Event.CREDITED]:
        book.book(item.account, Side.NOW, [(item, item.original)], method=CREDIT)
        item.now = None
    for item in chosen[Event.VANISHED]:
        item.now = None
    for item in chosen[Event.DISPUTED]:
        _case(portfolio, book.rng, item, Side.NOW, ("", "New"))


def _case(portfolio: Portfolio, rng: random.Random, item: DemoItem, side: Side, status: tuple[str, str]) -> None:
    """Open a case about all or a part of an item."""
    reason, subject = pick(rng, _REASONS)
    age = rng.randrange(2, 9) if side is Side.BEFORE else 0
    item.disputed = reason
    item.event = Event.DISPUTED if side is Side.NOW else item.event
    portfolio.cases.append(
        DemoCase(
            number=f"{len(portfolio.cases) + 10_241:08d}",
            item=item,
            subject=subject.format(number=item.number),
            reason=reason,
            status=status,
            opened=portfolio.date_of(side) - timedelta(days=age),
            owner=rng.choice(_OWNERS),
            amount=item.original if rng.random() < 0.6 else part_of(item.original, item.currency, 30),
            side=side,
        )
    )
