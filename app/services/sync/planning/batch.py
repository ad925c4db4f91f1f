"""One import row by row: files in their order, one plan per source; what is gone is decided in ``ending``.

Pure but for what it asks of ``Stored``: the same files over the same store give the same plan, whether its outcome is
written while it grows (``Applier``) or dropped (``Sink``, the preview).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from app.enums import Scope, SyncKind
from app.i18n import msg, nmsg
from app.services.sync.facts.plan import owners_of
from app.services.sync.facts.room import FactRoom
from app.services.sync.itemrows import ItemRows, empty
from app.services.sync.model import CaseRow, Chunk, FileTable, ItemRow, Question, ReceiptRow
from app.services.sync.planning import kin
from app.services.sync.planning.cuts import Limits
from app.services.sync.planning.evidence import first_day
from app.services.sync.planning.kinds.accounts import AccountPlan
from app.services.sync.planning.kinds.cases import CasePlan, Names, NumberedItem, fold_name
from app.services.sync.planning.kinds.closed import ClosedPlan
from app.services.sync.planning.kinds.items import FindClosed, ItemPlan, NewItems
from app.services.sync.planning.kinds.known import Known, Raws, by_key, let_go
from app.services.sync.planning.kinds.payers import Payers, find_with, named_by
from app.services.sync.planning.kinds.receipts import ReceiptPlan
from app.services.sync.planning.match import Key, StoredItem
from app.services.sync.planning.plan import Changes, FilePlan, Ids
from app.services.sync.planning.reissued import Reissued
from app.services.sync.planning.renumbered import Renumbered
from app.services.sync.planning.stored import Stored
from app.services.sync.planning.twins import is_bank
from app.services.sync.reading.ahead import read_ahead
from app.services.sync.values.references import invoice_key
from app.services.sync.writing.apply import Sink
from app.services.sync.writing.rates import RateSums

#: Open items in the store above which those of a source are loaded account by account; 100,000 take 80 MB.
MANY: Final = 250_000


class Stream(Protocol):
    """A file that is being read: everything known about it, then its rows."""

    @property
    def table(self) -> FileTable:
        """What is known about the file, complete before the first row."""
        ...

    def __iter__(self) -> Iterator[Chunk]: ...


@dataclass(frozen=True, slots=True)
class Choices:
    """What the collector decided of an import.

    Attributes:
        scope: whether the files close what they do not have.
        names: what account names in case files mean: ``tie`` or ``leave``.
        renumbered: whether customers whose documents stand under a new number are the same: ``yes`` or ``no``.
        accounts: those that are, once they were found; ``documents`` are those that go on under other numbers.
    """

    scope: Scope | None = None
    names: str | None = None
    renumbered: str | None = None
    accounts: tuple[Renumbered, ...] = ()
    documents: tuple[Reissued, ...] = ()


@dataclass(slots=True)
class GoneItem:
    """An open item that the files of its source no longer have; ``file`` is the last of them."""

    item: StoredItem
    file: FilePlan


class Batch:
    """The files of one import and all that is planned for them."""

    def __init__(self, stored: Stored, choices: Choices, now: datetime) -> None:
        """Take the store; the files come when they are opened."""
        self.stored = stored
        self.choices = choices
        self.ids = Ids(now)
        self._numbers_now = {one.id: one.new_number for one in choices.documents}
        self.changes = Changes()
        self.files: list[FilePlan] = []
        self.questions: list[tuple[FilePlan, Question]] = []
        self.items: dict[str, ItemPlan] = {}
        self.limits: dict[str, Limits] = defaultdict(Limits)
        self.closed: ClosedPlan | None = None
        self.receipts: dict[str, ReceiptPlan] = {}
        self.cases: dict[str, CasePlan] = {}
        self.learnt: dict[str, str] = {}
        self.gone: list[GoneItem] = []
        self.later: list[StoredItem] = []
        self.rates = RateSums()
        self.facts = FactRoom(stored, self.ids, self.changes)
        self.older_rows: list[tuple[str, ItemRow]] = []
        country, self.base = stored.company()
        known, former = stored.accounts(), kin.former_numbers(stored)
        self.accounts = AccountPlan(known, self.ids, country, stored.contacts, self.changes, former=former)
        self._open: dict[str, dict[Key, Raws]] | None = None
        self._lines: dict[str, ItemPlan] = {}
        self._open_keys: dict[str, dict[Key, str | None]] | None = None
        self._relatives: dict[str, ItemPlan] = {}
        self._numbers: dict[str, list[NumberedItem]] = defaultdict(list)

    def preload(self) -> None:
        """Load the open items if they are not too many; called while the files are still being read."""
        if self._open is None and self.stored.open_total() <= MANY:
            self._load_all()

    def _load_all(self) -> dict[str, dict[Key, Raws]]:
        if self._open is None:
            self._open = {source: by_key(rows, self._numbers_now) for source, rows in self.stored.open_items().items()}
        return self._open

    def _known(self, source: str, *, by_account: bool) -> Known:
        """Return what the store holds open of a source."""
        self.preload()
        if self._open is None and by_account:
            renumbered = set(self.accounts.former.values())  # their rows stand under two numbers
            return Known({}, self.stored.supply(source), self._numbers_now, renumbered)
        return Known(self._load_all().pop(source, {}))

    # -------------------------------------------------------------------------------------------- files

    def begin(self, files: Sequence[FilePlan]) -> None:
        """Take the files in the order in which they are applied."""
        self.files = list(files)
        if self.choices.accounts:
            self.accounts.renumber(self.choices.accounts, self.open_files[-1].run_id)
        self.facts.begin(self.files)

    def feed(self, file: FilePlan, stream: Stream, sink: Sink) -> None:
        """Plan one file."""
        if any(_is_same(file, other) for other in self.files[: self.files.index(file)]):
            file.counts.unchanged = file.table.rows.item
            file.warn("same_file_twice", msg("The same file was given twice and counts once."))
            return
        ways = {
            SyncKind.CUSTOMERS: self._customers,
            SyncKind.OPEN_ITEMS: self._open_items,
            SyncKind.CLOSED_ITEMS: self._closed_items,
            SyncKind.RECEIPTS: self._receipts,
            SyncKind.CASES: self._cases,
        }
        way = ways.get(file.kind)
        with closing(self._chunks(file, stream, sink)) as chunks:  # a refusal half way leaves nobody reading
            if way is None:
                self.facts.feed(file, chunks, lambda rows: owners_of(rows, self.accounts.id_of, self.names()))
            else:
                way(file, chunks, sink)

    def _chunks(self, file: FilePlan, stream: Stream, sink: Sink) -> Generator[Chunk, None, None]:
        """Give the chunks of a file, its accounts planned and written before what they own."""
        with closing(read_ahead(stream)) as ahead:
            for chunk in ahead:
                if chunk.accounts:
                    sink.accounts(self.accounts.feed(chunk.accounts, file))
                yield chunk

    def _customers(self, file: FilePlan, chunks: Iterable[Chunk], sink: Sink) -> None:
        for _ in chunks:
            continue

    def _open_items(self, file: FilePlan, chunks: Iterable[Chunk], sink: Sink) -> None:
        begun: dict[str, ItemPlan] = {}
        for chunk in chunks:
            grouped = isinstance(chunk.items, ItemRows) and chunk.items.grouped
            for source, rows in _by_source(chunk.items, file):
                if source not in begun:
                    begun[source] = self._plan(source, grouped=grouped)
                    begun[source].begin(file)
                self._take(begun[source].feed(rows, self.accounts.id_of, file), sink)
                if begun[source].known:
                    self.limits[source].add(rows)
            self.rates.add(chunk.items)
            if file.older:
                self.older_rows.extend((self.accounts.id_of[row.account], row) for row in chunk.items)
        if not begun:
            begun[file.source] = self._plan(file.source)
            begun[file.source].begin(file)
        for plan in begun.values():
            self._take(plan.end(file), sink)
        self._settle_kin(file)

    def _plan(self, source: str, *, grouped: bool = False) -> ItemPlan:
        """Return the plan of a source, with what the store holds of it.

        Args:
            source: layout and company.
            grouped: the rows of one account follow each other in its file.
        """
        if source not in self.items:
            alone = sum(file.kind in {SyncKind.OPEN_ITEMS, SyncKind.CLOSED_ITEMS} for file in self.files) == 1
            find = self.find_closed(source) if self.stored.has_closed(source) else None
            plan = self._relatives.get(source)
            if plan is None:
                held = self._known(source, by_account=alone and grouped)
                plan = ItemPlan(source, held, self.ids, self.changes, find)
            self.items[source] = plan
            plan.alone = alone and not self.accounts.former
            plan.kin = self._kin(source)
            if not plan.known and find is None and self.stored.open_total():
                plan.strange = {}
            plan.several = sum(file.kind is SyncKind.OPEN_ITEMS for file in self.files) > 1
        return self.items[source]

    def _kin(self, source: str) -> list[ItemPlan]:
        """Return plans of the sources that are the same ledger if files tell companies apart now, or no longer do."""
        layout, _, company = source.partition(":")
        known = kin.open_sources(self.stored, self.run_ids) if self._open is None else self._open
        plans = {**self._relatives, **self.items}
        for name in {name for name in known if _is_kin(name, layout, company)} - plans.keys():
            find = self.find_closed(name) if self.stored.has_closed(name) else None
            held = Known(self._load_all().pop(name))
            plans[name] = self._relatives[name] = ItemPlan(name, held, self.ids, self.changes, find)
        return [plan for name, plan in sorted(plans.items()) if _is_kin(name, layout, company)]

    def _settle_kin(self, file: FilePlan) -> None:
        """Judge the sources whose items went on under other companies with the file that shows them."""
        adopted = 0
        for name, plan in self._relatives.items():
            if plan.adopted and name not in self.items:
                plan.files.append(file)
                self.items[name] = plan
                adopted += plan.adopted
        if adopted and not file.older:
            text = nmsg(
                "The file separates companies differently than before; {n} item that was known already goes on.",
                "The file separates companies differently than before; {n} items that were known already go on.",
                adopted,
            )
            file.warn("companies_changed", text)

    def _closed_items(self, file: FilePlan, chunks: Iterable[Chunk], sink: Sink) -> None:
        rows = [row for chunk in chunks for row in chunk.items]
        if self.closed is None:
            seen = {record: plan.as_of for plan in self.items.values() for record in plan.matched}
            gone = frozenset(gone.item.id for gone in self.gone)
            self.closed = ClosedPlan(self._items_of, self.ids, self.changes, seen, gone, self._next_line)
        self._take(self.closed.feed(rows, self.accounts.id_of, file), sink)
        file.covers_from = first_day(row.closed_on for row in rows)

    def _receipts(self, file: FilePlan, chunks: Iterable[Chunk], sink: Sink) -> None:
        rows: list[ReceiptRow] = [row for chunk in chunks for row in chunk.receipts]
        payers = self._payers(rows)
        missing = 0
        if payers is not None:
            rows = [row if row.account in self.accounts.id_of else payers.widened(row) for row in rows]
        for source, mine in _by_bank(rows, file):
            if source not in self.receipts:
                stored = self.stored.receipts(source)
                self.receipts[source] = ReceiptPlan(stored, self.ids, self.changes, booked=is_bank(source))
            find = find_with(payers, self.accounts.id_of)
            missing += self.receipts[source].feed(mine, find, file)
        if payers is not None:
            payers.tell(missing, file)
            self.learnt |= payers.learnt
            if not file.table.account_count:  # the file bears no numbers of ours
                owners = {payers.find(row) for row in rows} - {None}
                file.table = replace(file.table, account_count=len(owners))
        file.covers_from = first_day(row.value_date or row.receipt_date for row in rows)

    def _payers(self, rows: Sequence[ReceiptRow]) -> Payers | None:
        """Return how accounts are found for receipts that bear no number of ours; None if all do."""
        strange = [row for row in rows if row.account is None or row.account not in self.accounts.id_of]
        if not strange:
            return None
        items = self.numbered(named_by(strange))
        accounts = self.accounts
        return Payers(accounts.by_id, accounts.id_of, items, self.confirmed_names() | self.learnt, self.choices.names)

    def confirmed_names(self) -> dict[str, str]:
        """Return the names that the collector has tied to accounts before, with the accounts' ids."""
        names = self.stored.confirmed_names()
        return {name: account for name, account in names.items() if account in self.accounts.by_id}

    def _cases(self, file: FilePlan, chunks: Iterable[Chunk], sink: Sink) -> None:
        rows: list[CaseRow] = [row for chunk in chunks for row in chunk.cases]
        if file.source not in self.cases:
            disputes = self.stored.disputes(file.source)
            names = Names(self.names(), self.confirmed_names(), self.choices.names)
            self.cases[file.source] = CasePlan(disputes, {}, names, self.ids, self.changes)
        plan = self.cases[file.source]
        plan.items = self.numbered([number for row in rows for number in row.invoices])
        question = plan.feed(rows, self.accounts.id_of, file)
        if question is not None:
            self.questions.append((file, question))

    def open_keys(self) -> dict[str, dict[Key, str | None]]:
        """Return the identities of what is open in the store with their days, by source; looked up once."""
        if self._open_keys is None:
            self._open_keys = self.stored.open_keys(self.run_ids)
        return self._open_keys

    def release(self) -> None:
        """Let go of what was loaded, a little at a time, whether a plan took it or nobody did."""
        for plan in (*self.items.values(), *self._relatives.values()):
            plan.release()
        for plans in (self.items, self._relatives, self._lines):
            plans.clear()  # they hold on to the batch, and the collector of circles is off
        self.closed = None
        for items in (self._open or {}).values():
            let_go(items)

    # -------------------------------------------------------------------------------------------- help

    @property
    def open_files(self) -> list[FilePlan]:
        """Return the files of open items."""
        return [file for file in self.files if file.kind is SyncKind.OPEN_ITEMS]

    @property
    def run_ids(self) -> frozenset[str]:
        """Return the ids of the batch's runs."""
        return frozenset(file.run_id for file in self.files)

    def _take(self, new: NewItems, sink: Sink) -> None:
        """Hand over new items, and remember their numbers if cases or receipts may name them."""
        sink.items(new)
        self.facts.count(new)
        if new.rows and any(file.kind in {SyncKind.CASES, SyncKind.RECEIPTS} for file in self.files):
            for row, account, record in zip(new.rows, new.account_ids, new.ids, strict=True):
                is_open = new.file.kind is SyncKind.OPEN_ITEMS
                self._numbers[invoice_key(row.number)].append(NumberedItem(record, account, row.currency, is_open))

    def _before(self, found: Mapping[Key, list[StoredItem]]) -> dict[Key, list[StoredItem]]:
        """Leave out what this batch itself has written: the plan compares with the store as it was."""
        own = self.run_ids
        kept = {key: [item for item in items if item.last_run_id not in own] for key, items in found.items()}
        return {key: items for key, items in kept.items() if items}

    def _items_of(self, keys: Sequence[Key]) -> dict[Key, list[StoredItem]]:
        return self._before(self.stored.items_of(keys))

    def find_closed(self, source: str) -> FindClosed:
        """Return how closed items of a source are looked up."""
        return lambda keys: self._before(self.stored.closed_items(source, keys))

    def _next_line(self, source: str, key: Key, least: int) -> int:
        lines = self.items.get(source) or self._lines.setdefault(
            source, ItemPlan(source, Known({}), self.ids, self.changes, None)
        )
        return lines.next_line(key, least)

    def numbered(self, numbers: Collection[str]) -> dict[str, list[NumberedItem]]:
        """Return the items that cases or receipts name, of the store and of this batch."""
        found = self.stored.items_by_number(numbers, self.run_ids)
        for key in {invoice_key(number) for number in numbers}:
            found[key] = [*found.get(key, []), *self._numbers.get(key, [])]
        return found

    def names(self) -> dict[str, list[tuple[str, str]]]:
        """Return folded account names with the id and number of each account that bears them."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for account in (one for one in self.accounts.known.values() if not one.vanished):
            number, *spellings = account.facts[:4]
            for name in {fold_name(name) for name in spellings if name} - {""}:
                found[name].append((account.id, number))
        return found


def _is_same(file: FilePlan, other: FilePlan) -> bool:
    """Tell whether two files are the same bytes, and the same sheet of them."""
    return (file.table.sha256, file.table.sheet) == (other.table.sha256, other.table.sheet)


def _is_kin(source: str, layout: str, company: str) -> bool:
    """Tell whether a source is of a layout and, other than this one, of a company or of none."""
    theirs, _, code = source.partition(":")
    return theirs == layout and bool(code) != bool(company)


def _by_source(rows: Sequence[ItemRow], file: FilePlan) -> Iterable[tuple[str, Sequence[ItemRow]]]:
    """Give rows by their source; a file of one company is one source whole."""
    if not rows or empty(rows, "company"):
        return [(file.source, rows)] if rows else []
    found: dict[str, list[ItemRow]] = defaultdict(list)
    for row in rows:
        found[file.source_of(row)].append(row)
    return found.items()


def _by_bank(rows: Sequence[ReceiptRow], file: FilePlan) -> Iterable[tuple[str, Sequence[ReceiptRow]]]:
    """Give receipts by their source: each of our accounts with a bank is one of its own."""
    found: dict[str, list[ReceiptRow]] = defaultdict(list)
    for row in rows:
        found[f"{file.table.layout}:{row.bank}" if row.bank else file.source].append(row)
    return found.items() or [(file.source, rows)]
