"""Planning the open items of one source: all files of a batch that share layout and company are one snapshot.

Rows stream through: what the store does not know at all is new at once, what it knows unchanged is only counted, and
only the rest waits until every row has been seen, because lines of one identity are paired over the whole file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.services.sync.itemrows import ItemRows, column
from app.services.sync.model import ItemRow
from app.services.sync.planning.kinds.known import Known, Raw
from app.services.sync.planning.kinds.overlap import Overlap
from app.services.sync.planning.match import (
    ACCOUNT_AT,
    CLOSED,
    FACT_COUNT,
    FACTS,
    ID_AT,
    Key,
    StoredItem,
    carried_columns,
    differences,
    document_of,
    fell,
    pair_lines,
    status_after,
    without_noughts,
)
from app.services.sync.planning.plan import MOVED, Change, Changes, FilePlan, Ids

#: The day and the run of the last file that showed an item.
Group = tuple[str, str]
_NUMBER_AT = 0
_LAST_SEEN = StoredItem._fields.index("last_seen")
_LAST_RUN = StoredItem._fields.index("last_run_id")
#: Gives the closed items of some identities.
FindClosed = Callable[[Sequence[Key]], Mapping[Key, list[StoredItem]]]


def group_of(raw: Raw) -> Group:
    """Return the day and the run of the last file that showed an item."""
    return raw[_LAST_SEEN], raw[_LAST_RUN]


@dataclass(slots=True)
class NewItems:
    """Items to be inserted, as parallel lists; ``older``: the file is from before the source's data date."""

    file: FilePlan
    rows: Sequence[ItemRow] = ()
    sources: list[str] = field(default_factory=list)
    account_ids: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


_CURRENCY: Final = FACTS.index("currency")


class ItemPlan:
    """The open items of one source in one batch."""

    def __init__(self, source: str, held: Known, ids: Ids, changes: Changes, find_closed: FindClosed | None) -> None:
        """Take the source's open items, and how to find closed ones (None: it has none)."""
        self.source = source
        self.files: list[FilePlan] = []
        self._held = held
        self._ids = ids
        self._changes = changes
        self._find_closed = find_closed
        self._matched: set[str] = set()
        self._lines: dict[Key, int] = {}
        self._waiting: dict[Key, list[ItemRow]] = defaultdict(list)
        self._overlap = Overlap()
        self._carried: frozenset[str] = frozenset()
        self._added: list[tuple[Key, ItemRow, int]] = []
        self._left_over: list[Raw] = []
        self.matched: set[str] = set()
        #: Unchanged items of accounts that were let go of, by when they were last seen.
        self.shown: dict[Group, list[str]] = defaultdict(list)
        self.accounts: set[str] = set()
        #: Items that change without going, with what is open now.
        self.touched: list[tuple[StoredItem, int]] = []
        self.several = self.alone = False
        self.adopted = 0
        #: Identities of a source that the store does not hold, while others may hold them, with their days; or None.
        self.strange: dict[Key, str | None] | None = None
        #: New rows of a source that the store knows, by document number and currency, each with its account's id.
        self.fresh: dict[tuple[str, str], list[tuple[str, ItemRow]]] = defaultdict(list)
        #: The same ledger as files told it that had no companies, or had some; ``adopted`` went on in another plan.
        self.kin: Sequence[ItemPlan] = ()

    # -------------------------------------------------------------------------------------------- rows

    @property
    def known(self) -> int:
        """Count the open items that the store knows."""
        return self._held.count

    def begin(self, file: FilePlan) -> None:
        """Start the next file; rows that an earlier file of the batch has too are the same items."""
        self._overlap.begin(self.files, file)
        self.files.append(file)
        self._carried = carried_columns(one.field for one in file.table.columns)
        self._matched = set()

    def feed(self, rows: Sequence[ItemRow], id_of: Mapping[str, str], file: FilePlan) -> NewItems:
        """Plan a chunk; returns what is new for certain."""
        self.accounts.update(column(rows, "account"))
        if self.several:
            rows = self._overlap.without(rows, id_of, self.files, file)
        if not self.known and self._find_closed is None and not self.kin:
            return self._all_new(rows, id_of, file)
        if self._held.comes:
            accounts = dict.fromkeys(map(id_of.__getitem__, column(rows, "account")))
            self._finish(self._held.done(accounts), file)
            self._held.load(accounts)
        fresh: list[tuple[Key, ItemRow]] = []
        matched, waiting, find = self._matched, self._waiting, self._held.items.get
        unchanged = 0
        for row in rows:
            key = id_of[row[1]], row[2], row[7]
            raw = find(key)
            if raw is None:
                fresh.append((key, row))
            elif (
                raw.__class__ is tuple
                and raw[:FACT_COUNT] == row[2 : 2 + FACT_COUNT]
                and row[18] is None
                and row[25] is None
                and raw[ID_AT] not in matched
            ):
                matched.add(raw[ID_AT])
                unchanged += 1
            else:
                waiting[key].append(row)
        file.counts.unchanged += unchanged
        return self._settle(self._but_for_noughts(fresh, rows, id_of), file)

    def _but_for_noughts(
        self, fresh: list[tuple[Key, ItemRow]], rows: Sequence[ItemRow], id_of: Mapping[str, str]
    ) -> list[tuple[Key, ItemRow]]:
        """Let documents go on whose numbers have lost noughts in front, and return the other rows.

        Of two numbers in one file that only differ in them each is a document of its own.
        """
        found = {at: spelt for at, (key, row) in enumerate(fresh)
                 if (spelt := without_noughts(row, key[0], self._held.items.get)) is not None}  # fmt: skip
        if not found:
            return fresh
        there = {(id_of[row[1]], row[2], row[7]) for row in rows}
        for at, number in list(found.items()):
            (account, _, currency), row = fresh[at]
            if (account, number, currency) in there:
                del found[at]
            else:
                self._waiting[account, number, currency].append(row._replace(number=number))
        return [pair for at, pair in enumerate(fresh) if at not in found]

    def _all_new(self, rows: Sequence[ItemRow], id_of: Mapping[str, str], file: FilePlan) -> NewItems:
        """Take a chunk of a source of which the store holds nothing."""
        accounts = list(map(id_of.__getitem__, column(rows, "account")))
        keys = list(zip(accounts, column(rows, "number"), column(rows, "currency"), strict=True))
        if self.strange is not None:
            self.strange.update(zip(keys, column(rows, "document_date"), strict=True))
        made = self._new(file, rows, keys)
        if self.alone and isinstance(rows, ItemRows) and rows.grouped:  # only the last account may go on in the next
            self._lines = {key: line for key, line in self._lines.items() if key[0] == accounts[-1]}
        return made

    def _new(self, file: FilePlan, rows: Sequence[ItemRow], keys: Sequence[Key]) -> NewItems:
        """Number the lines of new items and give them ids."""
        made = NewItems(file, rows, [self.source] * len(keys), [key[0] for key in keys], self._numbered(keys))
        made.ids = self._ids.take(len(keys))
        file.counts.new += len(keys)
        return made

    def _numbered(self, keys: Sequence[Key]) -> list[int]:
        """Return the line number of each row of an identity."""
        lines, known = self._lines, self._lines.get
        if len(once := dict.fromkeys(keys, 1)) == len(keys) and lines.keys().isdisjoint(keys):
            lines.update(once)
            return [0] * len(keys)
        numbered = []
        for key in keys:
            line = known(key, 0)
            lines[key] = line + 1
            numbered.append(line)
        return numbered

    def _settle(self, fresh: list[tuple[Key, ItemRow]], file: FilePlan) -> NewItems:
        """Sort out rows that no open item has: back again, to be paired later, or new at once."""
        if self.kin and fresh:
            fresh = [(key, row) for key, row in fresh if not self._adopt(key, row, file)]
        if self._find_closed is not None and fresh:
            closed = self._find_closed([key for key, _ in fresh])
            if closed:
                for key, row in fresh:
                    if key in closed:
                        self._waiting[key].append(row)
                fresh = [pair for pair in fresh if pair[0] not in closed]
        if not fresh:
            return NewItems(file)
        if self.strange is not None:
            self.strange.update((key, row.document_date) for key, row in fresh)
        if (self.known or self.kin) and not file.older:
            for key, row in fresh:
                self.fresh[key[1], key[2]].append((key[0], row))
        return self._new(file, [row for _, row in fresh], [key for key, _ in fresh])

    def _adopt(self, key: Key, row: ItemRow, file: FilePlan) -> bool:
        """Let an item go on that the same ledger held under another company, or none; tells whether there is one."""
        for kin in self.kin:
            stored = kin.claim(key, row)
            if stored is None:
                continue
            closed = self._find_closed([key]) if self._find_closed is not None else {}
            line = self.next_line(key, max((other.line for other in closed.get(key, ())), default=-1) + 1)
            self._compare(row, stored, file)
            if not file.older:
                own = {"source": self.source, "line": line}
                own |= {"last_seen": file.as_of.isoformat(), "last_run_id": file.run_id}
                before = {name: getattr(stored, name) for name in own}
                self._changes.put(Change("item", stored.id, stored.account_id, file.run_id, MOVED, before, own))
            return True
        return False

    def claim(self, key: Key, row: ItemRow) -> StoredItem | None:
        """Return the open item that is the document of a row, for another plan to go on with."""
        lines = (StoredItem._make(raw) for raw in self._held.raws(key))
        best = document_of(row, (line for line in lines if line.id not in self.matched))
        if best is not None:
            self.matched.add(best.id)
            self.accounts.add(row.account)
            self.adopted += 1
        return best

    # -------------------------------------------------------------------------------------------- the end of a file

    def end(self, file: FilePlan) -> NewItems:
        """Pair what waited; returns lines that found no partner."""
        if self._held.comes:
            self._finish(self._held.at_hand(), file)
        self._pair(list(self._waiting), file)
        made = NewItems(file, [row for _, row, _ in self._added], [self.source] * len(self._added))
        made.account_ids = [key[0] for key, _, _ in self._added]
        made.lines = [line for _, _, line in self._added]
        made.ids = self._ids.take(len(made.rows))
        self._added = []
        file.counts.new += len(made.rows)
        if not file.older:
            self.matched |= self._matched
        self._overlap.tell(file)
        return made

    def _pair(self, keys: Sequence[Key], file: FilePlan) -> None:
        """Pair the rows that wait for some identities with their lines; lines without partner are added."""
        closed = self._find_closed(keys) if self._find_closed is not None and keys else {}
        for key in keys:
            rows = self._waiting.pop(key)
            lines = [StoredItem._make(raw) for raw in self._held.raws(key)]
            free = [line for line in lines if line.id not in self._matched]
            gone = [line for line in closed.get(key, ()) if line.id not in self._matched]
            top = max((line.line for line in (*lines, *closed.get(key, ()))), default=-1)
            self._lines[key] = max(self._lines.get(key, 0), top + 1)
            for row, stored in pair_lines(rows, free, gone):
                if stored is None:
                    self._added.append((key, row, self.next_line(key)))
                else:
                    self._matched.add(stored.id)
                    self._compare(row, stored, file)

    def _finish(self, accounts: Sequence[str], file: FilePlan) -> None:
        """Settle accounts that have no more rows, and let go of what the store holds of them."""
        over = set(accounts)
        self._pair([key for key in self._waiting if key[0] in over], file)
        for account in accounts:
            for raw in self._held.let_go(account):
                if raw[ID_AT] not in self._matched:
                    self._left_over.append(raw)
                elif not file.older and self._changes.get("item", raw[ID_AT]) is None:
                    self.shown[group_of(raw)].append(raw[ID_AT])
                self._matched.discard(raw[ID_AT])
        self._lines = {key: line for key, line in self._lines.items() if key[0] not in over}

    def _compare(self, row: ItemRow, stored: StoredItem, file: FilePlan) -> None:
        """Plan what a row says otherwise of the item it continues."""
        back = stored.status in CLOSED
        after = differences(row, stored, self._carried)
        if file.older or not (after or back):
            file.counts.unchanged += 1
            return
        after |= {"open": row.open, "status": status_after(row, stored), "last_seen": file.as_of.isoformat()}
        after["last_run_id"] = file.run_id
        if back:
            after |= {"closed_on": None, "closed_why": None, "clearing": None, "days_late": None}
        if "kind" in after or "number" in after:
            after["line"] = self.next_line((stored.account_id, row.number, row.currency))
        before = {name: getattr(stored, name) for name in after}
        action = "reopened" if back else "changed"
        self.touched.append((stored, row.open))
        if not back and fell(stored.open, row.open) and row.open:
            action = "part_paid"
            file.counts.part_paid += 1
        file.counts.reopened += back
        file.counts.changed += not back
        self._changes.put(Change("item", stored.id, stored.account_id, file.run_id, action, before, after))

    def next_line(self, key: Key, least: int = 0) -> int:
        """Return a line number that no item of the identity has; ``least`` is the first that the store leaves free."""
        line = max(self._lines.get(key, 0), least)
        self._lines[key] = line + 1
        return line

    def release(self) -> None:
        """Let go of the stored rows, one by one, and of whoever knows this plan."""
        self._held.release()
        while self.touched:
            self.touched.pop()
        self._find_closed, self.kin = None, ()

    # -------------------------------------------------------------------------------------------- all files read

    @property
    def as_of(self) -> date:
        """Return the day for which the source's files stand together."""
        return max(file.as_of for file in self.files)

    def missing(self, accounts: set[str], numbers: set[tuple[str, str]]) -> tuple[int, int]:
        """Count the open items that no file has, and those of the missing ones that rejected rows protect.

        Args:
            accounts: ids of accounts with a rejected row whose number could not be read.
            numbers: (account id, number) of rejected rows.
        """
        gone = sum(1 for _ in self.gone(accounts, numbers))
        return gone, sum(1 for _ in self.unseen()) - gone

    def gone(self, accounts: set[str], numbers: set[tuple[str, str]]) -> Iterator[Raw]:
        """Give the open items that no file has and no rejected row protects."""
        for raw in self.unseen():
            if raw[ACCOUNT_AT] not in accounts and (raw[ACCOUNT_AT], raw[_NUMBER_AT]) not in numbers:
                yield raw

    def unseen(self) -> Iterator[Raw]:
        """Give the open items that no file has."""
        return (raw for raw in self.every() if raw[ID_AT] not in self.matched)

    def every(self) -> Iterator[Raw]:
        """Give all open items that the store knows, but for those that were shown and let go of."""
        yield from self._left_over
        yield from self._held.every()
        yield from self._held.rest()
