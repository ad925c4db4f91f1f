"""Planning a file of closed items: history for items the store never saw open, proof for those it did.

A row is tied to the store's items by account, number and currency whatever system they came from: it is evidence of
how an item ended. It never closes what a file of open items shows open on a later day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.enums import ItemKind, ItemStatus
from app.i18n import Message, msg, nmsg
from app.services.sync.model import ItemRow
from app.services.sync.planning.kinds.items import NewItems
from app.services.sync.planning.match import CLOSED, Key, Pair, Rule, StoredItem, pair_by
from app.services.sync.planning.plan import Change, Changes, FilePlan, Ids

#: Gives all stored items, open and closed and of any source, of some identities.
FindItems = Callable[[Sequence[Key]], Mapping[Key, list[StoredItem]]]


@dataclass(frozen=True, slots=True)
class Proof:
    """How an item ended, as a closed-items file says."""

    status: ItemStatus
    closed_on: str
    why: Message
    clearing: str | None
    days_late: int | None
    file: FilePlan


@dataclass(slots=True)
class ClosedPlan:
    """The closed-items files of one batch.

    Attributes:
        seen_open: the as-of of each open item that a file of this batch shows, by id.
        gone: ids of open items that the open-items files of this batch no longer have.
        next_line: gives a line number that is free for (source, identity, first free in the store).
        proofs: how those ended, where a row says so; the closing takes them up.
        touched: the other items that a row closes or tells more of.
    """

    find: FindItems
    ids: Ids
    changes: Changes
    seen_open: Mapping[str, date]
    gone: frozenset[str]
    next_line: Callable[[str, Key, int], int]
    proofs: dict[str, Proof] = field(default_factory=dict)
    touched: list[StoredItem] = field(default_factory=list)
    _made: dict[Key, list[ItemRow]] = field(default_factory=lambda: defaultdict(list))
    _still_open: int = 0

    def feed(self, rows: Sequence[ItemRow], id_of: Mapping[str, str], file: FilePlan) -> NewItems:
        """Plan a whole file, because clearing documents and lines are judged over all its rows."""
        by_key: dict[Key, list[ItemRow]] = defaultdict(list)
        for row in rows:
            by_key[id_of[row.account], row.number, row.currency].append(row)
        how = clearings(rows)
        stored = self.find(list(by_key))
        made, added = NewItems(file), []  # type: tuple[NewItems, list[ItemRow]]
        self._still_open = 0
        for key, lines in by_key.items():
            there = stored.get(key, [])
            for row, item in _pair(self._without_overlap(key, lines, file), there):
                if item is None:
                    self._add(made, key, row, there, file)
                    added.append(row)
                else:
                    self._prove(row, item, proof_of(row, file, by_credit=(row.account, row.clearing) in how), file)
        made.rows = added
        made.ids = self.ids.take(len(added))
        file.counts.new += len(added)
        if self._still_open:
            text = nmsg(
                "{n} item is closed in this file but open in a later one; it stays open.",
                "{n} items are closed in this file but open in a later one; they stay open.",
                self._still_open,
            )
            file.warn("closed_but_open", text)
        return made

    def _without_overlap(self, key: Key, rows: list[ItemRow], file: FilePlan) -> list[ItemRow]:
        """Leave out rows that an earlier closed-items file of the batch has brought."""
        made = [row[2:] for row in self._made[key]]
        kept = []
        for row in rows:
            if row[2:] in made:
                made.remove(row[2:])
                file.counts.unchanged += 1
            else:
                kept.append(row)
        self._made[key] += kept
        return kept

    def _add(self, made: NewItems, key: Key, row: ItemRow, there: list[StoredItem], file: FilePlan) -> None:
        source = file.source_of(row)
        least = 1 + max((item.line for item in there if item.source == source), default=-1)
        made.lines.append(self.next_line(source, key, least))
        made.sources.append(source)
        made.account_ids.append(key[0])

    def _prove(self, row: ItemRow, item: StoredItem, proof: Proof, file: FilePlan) -> None:
        """Plan what a row says about the end of a stored item."""
        if item.id in self.gone:
            self.proofs[item.id] = proof
            file.counts.changed += 1
            return
        if item.status not in CLOSED:
            last = self.seen_open.get(item.id, date.fromisoformat(item.last_seen)).isoformat()
            if proof.closed_on <= last:
                self._still_open += 1
                file.counts.unchanged += 1
                return
            file.counts.changed += 1
            if proof.status is ItemStatus.CREDITED:
                file.counts.credited += 1
            else:
                file.counts.paid += 1
            self.changes.put(close(item, proof, file.run_id))
            self.touched.append(item)
            return
        after = _said_later(row, item, proof)
        if not after:
            file.counts.unchanged += 1
            return
        file.counts.changed += 1
        after |= {"open": item.open, "last_seen": item.last_seen} | after
        before = {name: getattr(item, name) for name in after}
        self.changes.put(Change("item", item.id, item.account_id, file.run_id, "explained", before, after))
        self.touched.append(item)


def close(item: StoredItem, proof: Proof, run_id: str) -> Change:
    """Return the change that closes an open item as a closed-items row says."""
    after = {
        "status": proof.status.value,
        "open": 0,
        "last_seen": item.last_seen,
        "closed_on": proof.closed_on,
        "closed_why": proof.why.to_json(),
        "clearing": proof.clearing,
        "days_late": proof.days_late,
    }
    before = {name: getattr(item, name) for name in after}
    return Change("item", item.id, item.account_id, run_id, "closed", before, after)


def proof_of(row: ItemRow, file: FilePlan, *, by_credit: bool) -> Proof:
    """Return how a closed-items row says that an item ended."""
    credited = by_credit or row.kind == ItemKind.CREDIT_MEMO.value
    closed_on = row.closed_on or (file.coverage or file.as_of).isoformat()
    clearing = row.clearing or ""
    if clearing:
        why = msg("Cleared on {day} with {clearing}.", day=date.fromisoformat(closed_on), clearing=clearing)
    else:
        why = msg("Cleared on {day}.", day=date.fromisoformat(closed_on))
    status = ItemStatus.CREDITED if credited else ItemStatus.PAID
    return Proof(status, closed_on, why, row.clearing, row.days_late, file)


def clearings(rows: Iterable[ItemRow]) -> set[tuple[str, str | None]]:
    """Return clearing documents that settle items with credit memos alone, by account: no money came.

    A clearing counts so when its credits are all credit memos and it nets to zero.
    """
    sums: dict[tuple[str, str | None], int] = defaultdict(int)
    kinds: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for row in rows:
        if row.clearing:
            sums[row.account, row.clearing] += row.original
            if row.original < 0:
                kinds[row.account, row.clearing].add(row.kind)
    return {key for key, total in sums.items() if total == 0 and kinds[key] == {ItemKind.CREDIT_MEMO.value}}


def _pair(rows: list[ItemRow], items: list[StoredItem]) -> list[Pair]:
    """Pair the lines of one identity: the closed line it repeats, the line of that amount and date, then any open one.

    Payments without a number must agree in their date at least; an equal number of another day and another amount is
    another document.
    """
    closed = [item for item in items if item.status in CLOSED]
    passes: list[tuple[Rule, list[StoredItem]]] = [(_repeated, closed), (_issued, items), (_date_and_sign, items)]
    if rows and rows[0].number:
        dateless = any(row.document_date is None for row in rows)
        passes.append((_amount, items))
        passes.append((_sign, [item for item in items if dateless or item.document_date is None]))
    return pair_by(rows, passes)


def _repeated(line: ItemRow | StoredItem) -> tuple[Any, ...]:
    return line.original, line.document_date, line.closed_on


def _issued(line: ItemRow | StoredItem) -> tuple[Any, ...]:
    return line.original, line.document_date


def _date_and_sign(line: ItemRow | StoredItem) -> tuple[Any, ...]:
    return line.document_date, line.original < 0


def _amount(line: ItemRow | StoredItem) -> tuple[Any, ...]:
    return (line.original,)


def _sign(line: ItemRow | StoredItem) -> tuple[Any, ...]:
    return (line.original < 0,)


def _said_later(row: ItemRow, item: StoredItem, proof: Proof) -> dict[str, Any]:
    """Return what a row adds to an item that is closed already: the reason, the day, the clearing document."""
    after: dict[str, Any] = {}
    if item.status in {ItemStatus.NO_CASH_DATA.value, ItemStatus.VANISHED.value}:
        after |= {"status": proof.status.value, "closed_on": proof.closed_on, "closed_why": proof.why.to_json()}
    elif row.closed_on is not None and row.closed_on != item.closed_on:
        after |= {"status": item.status, "closed_on": proof.closed_on, "closed_why": proof.why.to_json()}
    if row.clearing is not None and row.clearing != item.clearing:
        after |= {"status": after.get("status", item.status), "clearing": row.clearing}
    if after and row.days_late is not None:
        after["days_late"] = row.days_late
    return after
