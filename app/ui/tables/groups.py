"""Headings over rows that belong together, and sums that never mix currencies."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from app.i18n import format_money
from app.money import Money
from app.ui.tables.columns import Column


@dataclass(slots=True)
class Group:
    """A heading row over rows that belong together, with their sums.

    Attributes:
        key: what the rows have in common.
        label: how that is said.
        rows: the rows themselves, in the table's order.
        open: whether the rows are shown.
        known: subtotals by column key; worked out when a heading is first shown.
    """

    key: Hashable
    label: str
    rows: list[Any] = field(default_factory=list)
    open: bool = True
    known: dict[str, Any] = field(default_factory=dict)

    def subtotal(self, column: Column[Any]) -> Any:
        """Return what the heading shows in a column: a text or a value of its kind; None for nothing."""
        if column.key not in self.known:
            if column.subtotal is not None:
                self.known[column.key] = column.subtotal(self.rows)
            else:
                self.known[column.key] = largest_sum(column, self.rows) if column.total else None
        return self.known[column.key]


def add_up(columns: Iterable[Column[Any]], rows: Iterable[Any]) -> dict[str, dict[str, int]]:
    """Add the money of the ``total`` columns up, per column and currency, in minor units."""
    wanted = [(column.key, column.value) for column in columns if column.total]
    sums: dict[str, dict[str, int]] = {key: {} for key, _value in wanted}
    for row in rows:
        for key, value in wanted:
            money = value(row)
            if money is not None:
                bag = sums[key]
                bag[money.currency] = bag.get(money.currency, 0) + money.minor
    return sums


def largest_sum(column: Column[Any], rows: Iterable[Any]) -> str:
    """Return the sum of one column: the largest currency, then how many more there are."""
    sums = add_up([column], rows)[column.key]
    parts = [Money(minor, currency) for currency, minor in sums.items() if minor]
    parts.sort(key=lambda money: -abs(money.minor))
    text = " \u00b7 ".join(format_money(money) for money in parts[:1])
    return f"{text} +{len(parts) - 1}" if len(parts) > 1 else text


def arrange(
    rows: Iterable[Any],
    group_by: Callable[[Any], tuple[Hashable, str]],
    rank: Callable[[Group], Any] | None,
    closed: set[Hashable],
) -> list[Any]:
    """Return headings and the rows of those that are open.

    Args:
        rows: in the order of the table.
        group_by: gives a row's group key and label.
        rank: orders the groups; without it they follow their first rows.
        closed: keys of the groups whose rows are not shown.
    """
    groups: dict[Hashable, Group] = {}
    for row in rows:
        key, label = group_by(row)
        group = groups.get(key)
        if group is None:
            group = groups[key] = Group(key, label, open=key not in closed)
        group.rows.append(row)
    ordered: Iterable[Group] = groups.values() if rank is None else sorted(groups.values(), key=rank)
    display: list[Any] = []
    for group in ordered:
        display.append(group)
        if group.open:
            display.extend(group.rows)
    return display
