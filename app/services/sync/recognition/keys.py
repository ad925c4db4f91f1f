"""What the rows of a table are judged by, and how they end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.i18n import Message
from app.services.sync.files.grid import Row
from app.services.sync.model import NotedRow


@dataclass(frozen=True, slots=True)
class Keys:
    """What rows are judged by; all lists have one entry per row of the body.

    Attributes:
        body: the rows below the header.
        first: number of the first of them as Excel shows it.
        headings: of all columns.
        accounts: whose the row is; None where groups say it.
        beside: columns of another table that stands beside this one.
        above: the only text of the line above the header, where there is one.
        titles: the rows above the header.
        party: the customer of all rows, where a line above the table names one.
        pages: rows that repeat the header or the lines above it.
        lines: rows with a quantity or a price.
        heads: what a row says of its customer, where few rows say it and headings do.
        numbers: document numbers.
        amounts: minor units.
        dated: the row has a document or due date.
        bad: position → column, cell and reason of a cell that an item needs and that cannot be read.
        currencies: the row's own currency cell, for totals per currency; None where there is no such column.
        amount_heading: heading of the amount column.
    """

    body: Sequence[Row]
    first: int
    headings: Sequence[str]
    accounts: Sequence[str | None] | None
    numbers: Sequence[str | None]
    amounts: Sequence[int | None]
    dated: Sequence[bool]
    bad: Mapping[int, tuple[str, str, Message]]
    currencies: Sequence[str | None] | None
    amount_heading: str = ""
    account_heading: str = ""
    beside: frozenset[int] = frozenset()
    above: str | None = None
    titles: Sequence[Row] = ()
    party: str | None = None
    pages: frozenset[int] = frozenset()
    lines: Sequence[bool] = ()
    heads: Sequence[str | None] = ()


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A total that the file states itself; ``amount`` None where the row has none in the amount column.

    ``grand`` calls itself the total of everything; ``bare`` says "Total" and nothing else.
    """

    position: int
    amount: int | None
    currency: str | None
    grand: bool
    bare: bool = False


@dataclass(slots=True)
class Sorted:
    """How the rows ended.

    Attributes:
        item: 1 for each row that is an item.
        noted: totals, groups and skipped rows.
        totals: the totals with their amounts.
        rejected: position → column, cell and reason.
        groups: the group heading each row stands under, where groups say whose rows they are.
        nested: a heading and one inside it, where the inner ones were taken for customers.
        labels: lines that head others, with what they say, and totals with nothing: where parts of the table end.
        left_out: a customer in a heading and what else the heading says, which was not taken.
    """

    item: bytearray
    noted: list[NotedRow] = field(default_factory=list)
    totals: list[TotalRow] = field(default_factory=list)
    rejected: dict[int, tuple[str, str, Message]] = field(default_factory=dict)
    groups: list[str | None] | None = None
    nested: tuple[str, str] | None = None
    left_out: tuple[str, str] | None = None
    labels: list[tuple[int, str | None]] = field(default_factory=list)
