"""What a sync would do, said before anything is done.

Planning is pure: typed rows and what is stored go in; new records, changes with the values before, and counts come
out. Preview is a plan whose outcome nobody writes, so preview and commit cannot differ. The rooms under ``kinds`` plan
one kind of record each; this module holds the words that they share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from app.enums import Scope, SyncKind
from app.i18n import Message
from app.models.types import new_ids
from app.services.sync.facts.shapes import FACT_KINDS
from app.services.sync.model import FileTable, ItemRow, Notice, RejectedRow, RowCounts

#: Ids are made in blocks: one call for a thousand records.
_BLOCK: Final = 1024


class Ids:
    """Permanent ids for new records, made in blocks; a plan that is not applied wastes them, which costs nothing."""

    def __init__(self, now: datetime) -> None:
        """Take the moment that the ids carry."""
        self._now = now
        self._ready: list[str] = []

    def take(self, count: int) -> list[str]:
        """Return ``count`` ids that sort in the order of the list."""
        if count >= _BLOCK:
            return new_ids(self._now, count)
        if len(self._ready) < count:
            self._ready = new_ids(self._now, _BLOCK)
        taken, self._ready = self._ready[:count], self._ready[count:]
        return taken

    def one(self) -> str:
        """Return one id."""
        return self.take(1)[0]


@dataclass(slots=True)
class Change:
    """New values for one stored record, with those it had before; both by column, raw as the driver takes them.

    Attributes:
        entity: name of the table.
        action: ``changed``, ``part_paid``, ``reopened``, ``closed``, ``explained`` …
        run_id: the file that says so.
    """

    entity: str
    id: str
    account_id: str | None
    run_id: str
    action: str
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that get another value."""
        return tuple(name for name, value in self.after.items() if self.before.get(name) != value)


#: An item that goes on in another source: what else is said of it counts more.
MOVED: Final = "moved"


class Changes:
    """Changes by record: what several files of one batch say of a record becomes one change."""

    def __init__(self) -> None:
        """Start with none."""
        self._by_record: dict[tuple[str, str], Change] = {}

    def put(self, change: Change) -> None:
        """Add a change; an earlier one of the same record keeps its values before."""
        key = (change.entity, change.id)
        first = self._by_record.get(key)
        if first is None:
            self._by_record[key] = change
            return
        first.before = change.before | first.before
        first.after |= change.after
        first.action = first.action if change.action == MOVED else change.action

    def get(self, entity: str, record: str) -> Change | None:
        """Return the change of a record, if any."""
        return self._by_record.get((entity, record))

    def __iter__(self) -> Iterator[Change]:
        return (change for change in self._by_record.values() if change.columns)

    def release(self) -> None:
        """Let go of the changes one by one."""
        while self._by_record:
            self._by_record.popitem()

    def of(self, entity: str) -> Iterator[Change]:
        """Give the changes of one table."""
        return (change for change in self if change.entity == entity)


@dataclass(slots=True)
class Counts:
    """What happened to the records of one file; ``closed`` is what it made close.

    Items close for a reason, with money or without; an order on hold or a purchase order that its list no longer has is
    ``released``, which says nothing of money.
    """

    new: int = 0
    changed: int = 0
    part_paid: int = 0
    reopened: int = 0
    unchanged: int = 0
    paid: int = 0
    credited: int = 0
    no_cash_data: int = 0
    vanished: int = 0
    released: int = 0

    @property
    def closed(self) -> int:
        """Every record that is gone, whatever the reason."""
        return self.paid + self.credited + self.no_cash_data + self.vanished + self.released


@dataclass(slots=True)
class FilePlan:
    """One file of a batch and what came of it.

    Attributes:
        run_id: the id of its ``SyncRun``.
        as_of: the day its facts stand for: the file's own, or the one it was first imported with.
        older: the collector insists on a file older than the source's data date.
        scope: whether it closes what it does not contain; None for kinds that never close.
        rejected: rows that the store cannot take, beside those that could not be read.
        covers_from: the first day of which a file of receipts or closed items speaks.
        coverage: the last one.
        again: the run that took the same content before.
        content: a name for the parts of a workbook; None where it has none.
        reading: what decided how its cells were read.
        named: somebody said which layout it has.
    """

    path: Path
    run_id: str
    table: FileTable
    as_of: date
    older: bool = False
    scope: Scope | None = None
    scope_why: Message | None = None
    counts: Counts = field(default_factory=Counts)
    warnings: list[Notice] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    covers_from: date | None = None
    coverage: date | None = None
    again: str | None = None
    content: str | None = None
    reading: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    named: bool = False

    @property
    def known_as_of(self) -> date | None:
        """Return the day the file stands for; None where its kind has none and it states none."""
        return self.as_of if self.kind is SyncKind.OPEN_ITEMS or self.table.as_of is not None else None

    @property
    def has_day(self) -> bool:
        """Tell whether the file itself says or proves the day for which it stands."""
        return self.table.as_of_from in {"stated", "derived"}

    @property
    def kind(self) -> SyncKind:
        """What the file holds."""
        return self.table.kind

    @property
    def source(self) -> str:
        """Layout and company code."""
        return self.table.source

    def source_of(self, row: ItemRow) -> str:
        """Return the source of one row: where a file has several companies, each row says its own."""
        return self.table.source_of(row.company or self.table.company)

    @property
    def rows(self) -> RowCounts:
        """How the rows ended, with those that the store could not take."""
        extra = len(self.rejected)
        counts = self.table.rows
        return replace(counts, item=counts.item - extra, rejected=counts.rejected + extra) if extra else counts

    def warn(self, code: str, text: Message, row: int | None = None) -> None:
        """Add something that the collector should know."""
        self.warnings.append(Notice(code, text, row))

    def warn_some(self, code: str, texts: Sequence[Message], most: int, more: Callable[[int], Message]) -> None:
        """Say things of one sort one by one, and how many more there are than are said."""
        for text in texts[:most]:
            self.warn(code, text)
        if len(texts) > most:
            self.warn(code, more(len(texts) - most))


#: The order in which kinds are applied, whatever the order of the files.
ORDER: Final = (
    SyncKind.CUSTOMERS,
    SyncKind.OPEN_ITEMS,
    SyncKind.CLOSED_ITEMS,
    SyncKind.RECEIPTS,
    SyncKind.CASES,
    *FACT_KINDS,
)


def in_order(files: Iterable[FilePlan]) -> list[FilePlan]:
    """Sort files as they are applied: by kind, then by the day they stand for, then as given."""
    return sorted(files, key=lambda file: (ORDER.index(file.kind), file.as_of))
