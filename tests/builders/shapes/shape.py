"""What a shape is, and the invented ledger that most of them show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Rows = list[list[Any]]
AS_OF = date(2026, 6, 17)


@dataclass(frozen=True)
class Shape:
    """An export and what reading it must come to.

    Attributes:
        rows: cells as calamine gives them, blank ones empty.
        sums: currency → minor units of the items.
        ends: field of ``RowCounts`` → rows; what is not named is 0.
        header: the header's row as Excel shows it.
        fields: field → heading of its column (letter where it has none).
        layout: its name; empty where none is known.
        options: what the collector has to say.
        own: currency → the total that the file itself states.
        as_of: the day for which it stands, and how that is known.
        aside: reason → rows set aside.
        kind: what its rows are.
        accounts: keys of the accounts, where they are not plain to see.
    """

    rows: Rows
    sums: dict[str, int]
    ends: dict[str, int]
    header: int = 1
    fields: dict[str, str] = field(default_factory=dict)
    layout: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    own: dict[str, int] | None = None
    as_of: tuple[date, str] | None = None
    aside: dict[str, int] = field(default_factory=dict)
    kind: str = "open-items"
    accounts: frozenset[str] | None = None


@dataclass(frozen=True)
class Entry:
    """One document of the invented ledger."""

    account: str
    name: str
    number: str
    start: date
    days: int
    original: float
    open: float
    type: str = "RV"

    @property
    def due(self) -> date:
        """Return the due date."""
        return self.start + timedelta(self.days)

    @property
    def late(self) -> int:
        """Return the days overdue at ``AS_OF``."""
        return (AS_OF - self.due).days


LEDGER = (
    Entry("0000002100", "Falcon Bearings Ltd.", "91000021", date(2026, 3, 25), 30, 2234.56, 2234.56),
    Entry("0000002100", "Falcon Bearings Ltd.", "91000022", date(2026, 4, 30), 30, 800.00, 350.00),
    Entry("0000002200", "Heron & Partners", "91000023", date(2026, 5, 14), 30, 10000.00, 10000.00),
    Entry("0000002200", "Heron & Partners", "91000024", date(2026, 5, 20), 30, 75.10, 75.10),
    Entry("0000002300", "Plover GmbH", "91000025", date(2026, 6, 1), 30, 3200.00, 3200.00),
    Entry("0000002300", "Plover GmbH", "17000026", date(2026, 5, 28), 0, -120.40, -120.40, "DG"),
)
TOTAL = round(sum(entry.open for entry in LEDGER), 2)
MINOR = round(TOTAL * 100)


def by_customer() -> Iterable[tuple[str, list[Entry]]]:
    """Return the ledger by customer's name."""
    for name in dict.fromkeys(entry.name for entry in LEDGER):
        yield name, [entry for entry in LEDGER if entry.name == name]


def comma(value: float, *, behind: bool = False) -> str:
    """Write an amount as ``1.234,56``; the minus stands behind where SAP writes it."""
    whole = f"{abs(value):,.2f}".translate(str.maketrans(",.", ".,"))
    return whole if value >= 0 else whole + "-" if behind else "-" + whole


def point(value: float) -> str:
    """Write an amount as ``1,234.56``, credits in parentheses."""
    return f"{value:,.2f}" if value >= 0 else f"({abs(value):,.2f})"


def lakh(value: float) -> str:
    """Write an amount as India does: ``11,39,259.30``."""
    whole, _, fraction = f"{abs(value):.2f}".partition(".")
    head, tail = whole[:-3], whole[-3:]
    groups = [tail]
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return f"{'-' if value < 0 else ''}{','.join(groups)}.{fraction}"


def dotted(day: date) -> str:
    """Write a day as ``17.06.2026``."""
    return f"{day:%d.%m.%Y}"


def padded(rows: Sequence[Sequence[Any]]) -> Rows:
    """Return rows of one length."""
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows]
