"""What every layout needs of an item: one frozen row per item of one day, and sums per currency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.enums import ItemKind
from app.money import to_major
from app.services.demo.model import DemoAccount, DemoItem, Event, Portfolio, Side, System


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as the file of one day shows it; amounts in major units.

    ``overdue`` is days past due on that day, None without a due date; ``level_on`` is set with ``level`` only.
    """

    item: DemoItem
    account: DemoAccount
    original: Decimal
    open: Decimal
    overdue: int | None
    level: int
    level_on: date | None
    disputed: bool


def rows_of(portfolio: Portfolio, side: Side, system: System) -> list[ItemRow]:
    """Return one system's open items of a day, by account number, then by date and number."""
    day = portfolio.date_of(side)
    rows = []
    for item in portfolio.items:
        minor = item.open_on(side)
        if item.account.system is not system or minor is None:
            continue
        known = not (side is Side.BEFORE and item.event is Event.DISPUTED)
        rows.append(
            ItemRow(
                item,
                item.account,
                to_major(item.original, item.currency),
                to_major(minor, item.currency),
                None if item.due_date is None else (day - item.due_date).days,
                item.level,
                item.level_on if item.level else None,
                bool(item.disputed) and known,
            )
        )
    return sorted(rows, key=lambda row: (row.account.number, row.item.document_date, row.item.number))


def sums(rows: Iterable[ItemRow]) -> dict[str, Decimal]:
    """Add up the open amounts per currency, in the order of the codes."""
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        totals[row.item.currency] += row.open
    return dict(sorted(totals.items()))


def kind_word(kind: ItemKind, words: dict[ItemKind, str]) -> str:
    """Return a system's word for a kind of item, its invoice word where it has none."""
    return words.get(kind, words[ItemKind.INVOICE])
