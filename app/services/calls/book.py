"""The log and the promises as the window lists them: the rows of the queries with the customers' names in both scripts.

Amounts are minor units and never mixed; days are the collector's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import OPEN_ITEM, PromiseStatus
from app.models.account import Account
from app.models.item import Item
from app.models.promise import Promise, PromiseItem
from app.services.calls.queries import (
    CallRow,
    DayTotals,
    Evidence,
    LogFilter,
    call_log,
    promise_evidence,
    promise_rows,
    revisions_of,
)
from app.services.portfolio.account.rows import ActivityRow, InstalmentRow, PromiseRow

#: Promises that count nowhere any more.
GONE: Final = frozenset({PromiseStatus.VOID, PromiseStatus.WITHDRAWN, PromiseStatus.RESCHEDULED})
_PART: Final = 5_000


@dataclass(frozen=True, slots=True)
class Customer:
    """What a list shows of an account."""

    number: str
    name: str
    latin: str | None
    kana: str | None
    country: str


@dataclass(frozen=True, slots=True)
class LoggedRow:
    """A contact of the log with the customer called first."""

    call: CallRow
    customer: Customer

    @property
    def activity(self) -> ActivityRow:
        """Return what was logged."""
        return self.call.activity


@dataclass(frozen=True, slots=True)
class LogBook:
    """Some days of the log, newest first, and what each day came to."""

    rows: tuple[LoggedRow, ...]
    days: tuple[DayTotals, ...]


def log_book(session: Session, wanted: LogFilter) -> LogBook:
    """Return the log of some days."""
    log = call_log(session, wanted)
    names = customers(session, {ident for row in log.rows for ident in row.account_ids[:1]})
    rows = tuple(LoggedRow(row, names[row.account_ids[0]]) for row in log.rows if row.account_ids)
    return LogBook(rows, log.days)


@dataclass(frozen=True, slots=True)
class EntryFile:
    """An entry with every revision, the newest first, and its customer."""

    revisions: tuple[ActivityRow, ...]
    customer: Customer
    names: Mapping[str, str] = field(default_factory=dict)


def entry_file(session: Session, activity_id: str) -> EntryFile:
    """Return an entry of the log from all sides.

    Raises:
        RefusedError: there is no such entry.
    """
    revisions = revisions_of(session, activity_id)
    numbers = revisions[0].accounts
    rows = session.execute(select(Account).where(Account.number.in_(numbers))).scalars().all()
    found = {row.number: _customer(row) for row in rows}
    return EntryFile(revisions, found[numbers[0]], {number: one.name for number, one in found.items()})


# ------------------------------------------------------------------------------------------------ promises


@dataclass(frozen=True, slots=True)
class PromisedRow:
    """A promise with its customer."""

    promise: PromiseRow
    customer: Customer


@dataclass(frozen=True, slots=True)
class DueLine:
    """One instalment on its day."""

    day: date
    line: InstalmentRow
    row: PromisedRow

    @property
    def currency(self) -> str:
        """Return the promise's currency."""
        return self.row.promise.currency


@dataclass(frozen=True, slots=True)
class PromiseBook:
    """All promises, and their instalments by day; those that count nowhere any more are on no day."""

    rows: tuple[PromisedRow, ...]
    days: Mapping[date, tuple[DueLine, ...]]

    def month(self, first: date) -> tuple[DueLine, ...]:
        """Return the instalments promised for a month."""
        return tuple(
            line
            for day, lines in self.days.items()
            if (day.year, day.month) == (first.year, first.month)
            for line in lines
        )


def promise_book(session: Session, day: date) -> PromiseBook:
    """Return every promise as it reads on a day."""
    promises = promise_rows(session, day=day)
    names = customers(session, {row.account_id for row in promises})
    rows = tuple(PromisedRow(row, names[row.account_id]) for row in promises)
    days: dict[date, list[DueLine]] = defaultdict(list)
    for row in rows:
        if row.promise.status not in GONE:
            for line in row.promise.instalments:
                days[line.due].append(DueLine(line.due, line, row))
    return PromiseBook(rows, {when: tuple(lines) for when, lines in sorted(days.items())})


def sums_of(lines: Iterable[DueLine], *, received: bool = False) -> dict[str, int]:
    """Add instalments up by currency, the largest number of lines first; what came instead of what was promised."""
    sums: dict[str, int] = defaultdict(int)
    counts: dict[str, int] = defaultdict(int)
    for one in lines:
        sums[one.currency] += one.line.received + one.line.received_late if received else one.line.promised
        counts[one.currency] += 1
    return {code: sums[code] for code in sorted(sums, key=lambda code: (-counts[code], code))}


@dataclass(frozen=True, slots=True)
class CoveredItem:
    """An item of a promise: what it owed when the promise was made, and now; minor units."""

    number: str
    due: date | None
    then: int
    now: int
    open: bool
    released: bool


@dataclass(frozen=True, slots=True)
class PromiseFile:
    """A promise from all sides; ``before`` is the promise that it renewed."""

    evidence: Evidence
    customer: Customer
    items: tuple[CoveredItem, ...]
    before: str | None


def promise_file(session: Session, promise_id: str) -> PromiseFile:
    """Return a promise with the evidence of its judgement.

    Raises:
        RefusedError: there is no such promise.
    """
    evidence = promise_evidence(session, promise_id)
    account = session.get_one(Account, evidence.promise.account_id)
    query = (
        select(Item.number, Item.due_date, PromiseItem.open_when_made, Item.open, Item.status, PromiseItem.released)
        .join(Item, Item.id == PromiseItem.item_id)
        .where(PromiseItem.promise_id == promise_id)
        .order_by(Item.due_date, Item.number)
    )
    items = tuple(
        CoveredItem(number, due, then, now if status in OPEN_ITEM else 0, status in OPEN_ITEM, released)
        for number, due, then, now, status, released in session.execute(query)
    )
    before = session.scalar(select(Promise.replaces_id).where(Promise.id == promise_id))
    return PromiseFile(evidence, _customer(account), items, before)


# ------------------------------------------------------------------------------------------------ names


def customers(session: Session, account_ids: Collection[str]) -> dict[str, Customer]:
    """Return names and countries by account id."""
    wanted = list(account_ids)
    found: dict[str, Customer] = {}
    columns = (Account.id, Account.number, Account.name, Account.name_latin, Account.name_kana, Account.country)
    for start in range(0, len(wanted), _PART):
        rows = session.execute(select(*columns).where(Account.id.in_(wanted[start : start + _PART])))
        for ident, number, name, latin, kana, country in rows:
            found[ident] = Customer(number, name, latin, kana, country or "")
    return found


def _customer(row: Account) -> Customer:
    return Customer(row.number, row.name, row.name_latin, row.name_kana, row.country or "")
