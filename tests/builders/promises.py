"""Facts for the judgement of promises, with valid defaults: an invoice of 1,000.00 USD promised for Fri 20 Jun 2025."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from app.enums import ItemKind
from app.services.calls.promises.judging.facts import (
    Cover,
    Horizon,
    Ledger,
    LedgerItem,
    Line,
    Movement,
    Payment,
    PromiseFacts,
)

#: The import that brought the items, and the one after the promise was made.
BEFORE, AFTER = 1, 2
MADE = date(2025, 6, 10)
DUE = date(2025, 6, 20)


def june(day: int) -> date:
    return date(2025, 6, day)


def invoice(name: str = "INV-1", amount: int = 100_000, **facts) -> LedgerItem:
    values = {
        "kind": ItemKind.INVOICE,
        "original": amount,
        "open": amount,
        "closed": False,
        "first_seen": june(9),
        "first_order": BEFORE,
    }
    return LedgerItem(id=name, number=name, **{**values, **facts})


def credit(name: str, amount: int, day: date, order: int = AFTER, **facts) -> LedgerItem:
    values = {
        "kind": ItemKind.CREDIT_MEMO,
        "original": -amount,
        "open": -amount,
        "closed": False,
        "first_seen": day,
        "first_order": order,
        "document_date": day,
    }
    return LedgerItem(id=name, number=name, **{**values, **facts})


def paid(amount: int, day: date, item: str = "INV-1", order: int = AFTER, **facts) -> Payment:
    values = {"number": f"R-{day:%m%d}", "item": item, "target": item}
    return Payment(amount=amount, day=day, order=order, **{**values, **facts})


def fell(amount: int, since: date | None, shown: date, item: str = "INV-1", order: int = AFTER, **facts) -> Movement:
    return Movement(item, amount, shown, order, since, **facts)


def promise(
    *amounts: int,
    due: Iterable[date] = (DUE,),
    ends: Iterable[date] = (june(24),),
    covers: dict[str, int] | None = None,
    name: str = "P1",
    made: date = MADE,
    order: int = BEFORE,
    released: Iterable[str] = (),
) -> PromiseFacts:
    amounts = amounts or (100_000,)
    lines = zip(amounts, due, ends, strict=True)
    gone = set(released)
    wanted = covers or {"INV-1": sum(amounts)}
    return PromiseFacts(
        id=name,
        made_on=made,
        made_at=datetime.combine(made, time(9), UTC),
        order=order,
        amount=sum(amounts),
        lines=tuple(Line(f"{name}.{place}", day, end, amount) for place, (amount, day, end) in enumerate(lines)),
        covers=tuple(Cover(item, amount, item in gone) for item, amount in wanted.items()),
    )


def ledger(
    *items: LedgerItem, payments: Iterable[Payment] = (), movements: Iterable[Movement] = (), currency: str = "USD"
) -> Ledger:
    known = items or (invoice(),)
    return Ledger(currency, {item.id: item for item in known}, tuple(movements), tuple(payments))


def through(cash: date | None, day: date | None = None) -> Horizon:
    return Horizon(day or june(30), cash)


def exactly(_amount: int) -> int:
    """Judge to the minor unit."""
    return 0


def five(amount: int) -> int:
    """Let 5.00 or half a per cent be missing, whichever is less."""
    return min(500, amount * 5 // 1000)
