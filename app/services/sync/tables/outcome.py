"""What judging a table comes to, before it leaves the worker process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any, Final, TypeVar

from app.enums import SyncKind
from app.i18n import Message
from app.services.sync.model import CustomerRow, FileTable, ItemRow, NotedRow, Notice, RejectedRow, RowCounts, Totals
from app.services.sync.values.cells import keep, pick_out
from app.services.sync.values.text import account_key

V = TypeVar("V")
_ACCOUNT_AT: Final = ItemRow._fields.index("account")


@dataclass(slots=True)
class Outcome:
    """A judged table.

    Attributes:
        accounts: the customers that the rows speak of.
        columns: one sequence per attribute of the kind's row type; None where every row has None.
        count: rows in those columns.
    """

    kind: SyncKind
    columns: list[Sequence[Any] | None]
    count: int
    counts: RowCounts
    accounts: list[CustomerRow] = field(default_factory=list)
    account_count: int = 0
    totals: Mapping[str, Totals] = field(default_factory=dict)
    own_totals: Mapping[str, int] = field(default_factory=dict)
    noted: list[NotedRow] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    as_of: date | None = None
    as_of_from: str = ""
    coverage: date | None = None
    company: str = ""

    @property
    def set_aside(self) -> dict[str, int]:
        """Count the skipped rows by reason."""
        return dict(Counter(note.reason for note in self.noted if note.what == "skipped"))

    def table(
        self, file: str, container: str, encoding: str, layout: str, warnings: Iterable[Notice], header_row: int = 0
    ) -> FileTable:
        """Return what is known about the file by its rows; where they stand in it is for its reader to add."""
        return FileTable(
            file=file,
            sha256="",
            container=container,
            encoding=encoding,
            sheet="",
            header_row=header_row,
            layout=layout,
            company=self.company,
            kind=self.kind,
            columns=(),
            as_of=self.as_of,
            as_of_from=self.as_of_from,
            coverage=self.coverage,
            rows=self.counts,
            totals=self.totals,
            own_totals=self.own_totals,
            set_aside=self.set_aside,
            noted=tuple(self.noted),
            rejected=tuple(self.rejected),
            warnings=tuple(warnings),
            account_count=self.account_count,
        )

    def pieces(self, size: int) -> Iterator[list[Sequence[Any] | None]]:
        """Return the columns in pieces of so many rows; the rows of one account follow each other.

        The store keeps what follows each other side by side, and the plan is done with an account when the next begins.
        """
        order = self._by_account()
        for start in range(0, self.count, size):
            rows = slice(start, start + size)
            if order is None:
                yield [None if column is None else column[rows] for column in self.columns]
            else:
                yield [None if column is None else pick_out(column, order[rows]) for column in self.columns]

    def _by_account(self) -> list[int] | None:
        """Return rows by the first row of their account; None where that is their order, or where rows have none."""
        keys = self.columns[_ACCOUNT_AT]
        if self.kind not in {SyncKind.OPEN_ITEMS, SyncKind.CLOSED_ITEMS} or keys is None:
            return None
        first = dict(zip(dict.fromkeys(keys), count(), strict=False))
        places = list(map(first.__getitem__, keys))
        order = sorted(range(len(places)), key=places.__getitem__)
        return None if order == list(range(len(order))) else order


def pick(column: Sequence[V], own: bytearray) -> Sequence[V]:
    """Return the entries of the rows that are kept; the column itself if all are."""
    return keep(column, own)


def count_rows(items: int, noted: Sequence[NotedRow], rejected: int) -> RowCounts:
    """Return how every row ended."""
    ends = Counter(note.what for note in noted)
    return RowCounts(items, ends["total"], ends["group"], ends["skipped"], rejected)


def rejected_rows(
    rejected: Mapping[int, tuple[str, str, Message]],
    first: int,
    accounts: Sequence[str | None] | None,
    numbers: Sequence[str | None] | None,
) -> list[RejectedRow]:
    """Return the rejected rows with what can still be read of them."""
    return [
        RejectedRow(
            first + place,
            column,
            value,
            reason,
            account_key(who) if accounts and (who := accounts[place]) is not None else None,
            numbers[place] if numbers else None,
        )
        for place, (column, value, reason) in sorted(rejected.items())
    ]
