"""Planning records of a kind beside the ledger: what is new, what a file says otherwise, what it no longer has.

A record is known by its source and its shape's key. A later file of the source that lacks it does not delete it: where
the kind lists what stands open now (orders, purchase orders), it is over from that file's day on, and comes back with
the next file that has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from app.enums import Scope
from app.i18n import nmsg
from app.services.sync.facts.shapes import Shape
from app.services.sync.model import FactRow
from app.services.sync.planning.kinds.cases import fold_name
from app.services.sync.planning.plan import Change, Changes, FilePlan, Ids

#: What every record carries beside its shape's columns, in the order in which it is loaded.
CARRIED: Final = ("id", "account_id", "account", "first_seen", "last_seen", "first_run_id", "last_run_id", "gone_on")


@dataclass(slots=True)
class Fact:
    """A record, stored or planned; raw values as the driver takes them."""

    id: str
    account_id: str | None
    account: str | None
    first_seen: str
    last_seen: str
    first_run_id: str
    last_run_id: str
    gone_on: str | None
    values: dict[str, Any] = field(default_factory=dict)


def stored_fact(row: tuple[Any, ...], shape: Shape) -> Fact:
    """Read a row of ``CARRIED`` and the shape's columns."""
    count = len(CARRIED)
    return Fact(*row[:count], values=dict(zip(shape.columns, row[count:], strict=True)))  # type: ignore[misc]


class FactPlan:
    """The records of one kind and source in one batch; ``new`` are those to be inserted."""

    def __init__(self, shape: Shape, source: str, stored: Iterable[Fact], ids: Ids, changes: Changes) -> None:
        """Take the records of the source."""
        self.shape = shape
        self.source = source
        self.new: list[Fact] = []
        self._ids = ids
        self._changes = changes
        self._known = {self._key(fact.account, fact.values): fact for fact in stored}
        self._stored = frozenset(fact.id for fact in self._known.values())
        self._shown: set[str] = set()
        self._files: list[FilePlan] = []

    def feed(self, rows: Sequence[FactRow], owners: Sequence[str | None], file: FilePlan) -> None:
        """Plan a file; ``owners`` are the ids of the accounts that its rows belong to."""
        self._files.append(file)
        stated = self.shape.stated({column.field for column in file.table.columns if column.field})
        for row, owner in zip(rows, owners, strict=True):
            values = dict(zip(self.shape.columns, row.values, strict=True))
            named = row.account or row.name
            known = self._known.get(self._key(named, values))
            if known is None:
                self._add(named, owner, values, file)
            else:
                self._shown.add(known.id)
                self._compare(known, owner, {name: values[name] for name in values if name in stated}, file)

    def end(self) -> None:
        """Close what the files of the source together no longer have; called when all are fed."""
        files = [file for file in self._files if not file.older]
        if not self.shape.closes or not files or any(file.scope is not Scope.FULL for file in files):
            return
        last = files[-1]
        protected = self._protected(files, last)
        if protected is None:
            return
        for fact in self._known.values():
            mine = fact.id in self._shown or fact.id not in self._stored or fact.gone_on is not None
            if mine or fact.values["number"] in protected or fact.last_seen > last.as_of.isoformat():
                continue
            before, after = {"gone_on": None}, {"gone_on": last.as_of.isoformat()}
            self._put(fact, last, "closed", before, after)
            last.counts.released += 1

    def standing(self) -> Iterator[Fact]:
        """Give the records as they stand after what is planned, those that are over left out."""
        return (fact for fact in self._known.values() if fact.gone_on is None)

    def shown(self) -> Iterator[Fact]:
        """Give the records that the files of the batch show."""
        return (fact for fact in self._known.values() if fact.id in self._shown or fact.id not in self._stored)

    # -------------------------------------------------------------------------------------------- private

    def _protected(self, files: Sequence[FilePlan], last: FilePlan) -> set[str] | None:
        """Return numbers that rejected rows speak of; None if one speaks of none, so that nothing may be closed."""
        rejected = [row for file in files for row in (*file.table.rejected, *file.rejected)]
        unknown = sum(1 for row in rejected if row.number is None)
        if unknown:
            what = nmsg(
                "{n} rejected row may be of any record, so that nothing is taken for over.",
                "{n} rejected rows may be of any record, so that nothing is taken for over.",
                unknown,
            )
            last.warn("closes_nothing", what)
            return None
        return {row.number for row in rejected if row.number is not None}

    def _key(self, account: str | None, values: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(account if column == "account" else values[column] for column in self.shape.key)

    def _add(self, named: str | None, owner: str | None, values: dict[str, Any], file: FilePlan) -> None:
        day = file.as_of.isoformat()
        fact = Fact(self._ids.one(), owner, named, day, day, file.run_id, file.run_id, None, values)
        self.new.append(fact)
        self._known[self._key(named, values)] = fact
        file.counts.new += 1

    def _compare(self, known: Fact, owner: str | None, values: dict[str, Any], file: FilePlan) -> None:
        """Plan what a file says otherwise of a known record; an older file says nothing of it."""
        day = file.as_of.isoformat()
        if day < known.last_seen:
            file.counts.unchanged += 1
            return
        after = {name: new for name, new in values.items() if new != known.values[name]}
        before = {name: known.values[name] for name in after}
        if owner is not None and owner != known.account_id:
            before["account_id"], after["account_id"] = known.account_id, owner
        again = known.gone_on is not None
        if again:
            before["gone_on"], after["gone_on"] = known.gone_on, None
            file.counts.reopened += 1
        elif after:
            file.counts.changed += 1
        else:
            file.counts.unchanged += 1
        if day > known.last_seen:
            before |= {"last_seen": known.last_seen, "last_run_id": known.last_run_id}
            after |= {"last_seen": day, "last_run_id": file.run_id}
        if after:
            self._put(known, file, "reopened" if again else "changed", before, after)

    def _put(self, fact: Fact, file: FilePlan, action: str, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Change a stored record through the plan; one that is new in this batch as it stands."""
        for name, value in after.items():
            if name in fact.values:
                fact.values[name] = value
            else:
                setattr(fact, name, value)
        if fact.id in self._stored:
            change = Change(self.shape.table, fact.id, fact.account_id, file.run_id, action, before, after)
            self._changes.put(change)


def owners_of(
    rows: Sequence[FactRow],
    id_of: Mapping[str, str],
    named: Mapping[str, Sequence[tuple[str, str]]],
) -> list[str | None]:
    """Return the account of every row: by its number; by its name only where the row has no number and one bears it."""
    found: list[str | None] = []
    for row in rows:
        if row.account is not None:
            found.append(id_of.get(row.account))
            continue
        bearing = {record for record, _number in named.get(fold_name(row.name), ())} if row.name else set()
        found.append(bearing.pop() if len(bearing) == 1 else None)
    return found
