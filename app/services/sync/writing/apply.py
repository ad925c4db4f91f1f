"""Putting a plan into the store, as columns and statements; one transaction, which the caller commits.

New accounts and items may be written while the file is still being read: nothing is kept unless the whole batch is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.enums import OPEN_ITEM_SQL, ItemStatus, SyncKind
from app.i18n import msg
from app.models.types import dump
from app.services import search
from app.services.sync.itemrows import column, joined
from app.services.sync.itemrows import columns as columns_of
from app.services.sync.planning.kinds.accounts import NewAccount
from app.services.sync.planning.kinds.cases import NewDispute
from app.services.sync.planning.kinds.closed import clearings, proof_of
from app.services.sync.planning.kinds.contacts import NewContact
from app.services.sync.planning.kinds.items import NewItems
from app.services.sync.planning.kinds.receipts import FACTS as RECEIPT_FACTS
from app.services.sync.planning.kinds.receipts import PlannedReceipt
from app.services.sync.planning.match import fell
from app.services.sync.planning.plan import Change, Changes, Ids
from app.services.sync.writing.writer import BATCH, Column, Writer

_PART: Final = ItemStatus.PART_PAID.value
_OPEN: Final = ItemStatus.OPEN.value
#: Columns of ``ItemRow`` that go into the store as they are, by position.
_AS_THEY_ARE: Final = {
    "number": 2,
    "kind": 3,
    "document_date": 4,
    "due_date": 5,
    "due_from": 6,
    "currency": 7,
    "original": 8,
    "open": 9,
    "terms": 10,
    "po": 11,
    "order_number": 12,
    "sales_rep": 13,
    "portal_status": 14,
    "dispute_reason": 16,
    "text": 17,
    "stage": 18,
    "stage_on": 19,
    "clearing": 21,
    "days_late": 22,
    "expected_on": 25,
}


@dataclass(slots=True)
class Seen:
    """Open items that a newer file shows: from when and by which run they were last seen before.

    ``ids`` is None where that holds for every open item of the source that was last seen so; an undo tells such items
    by the run alone, so there is one such group of a source at most.
    """

    run_id: str
    source: str
    as_of: str
    last_seen: str
    last_run_id: str
    ids: list[str] | None


@dataclass(slots=True)
class Sink:
    """Takes what is planned and drops it: the preview."""

    def accounts(self, new: Sequence[NewAccount]) -> None:
        """Take new accounts."""

    def items(self, new: NewItems) -> None:
        """Take new items."""


@dataclass(slots=True)
class Applier(Sink):
    """Takes what is planned and writes it.

    Attributes:
        closed_by: the day by which items of an older file were closed, by run id.
    """

    writer: Writer
    closed_by: Mapping[str, date | None] = field(default_factory=dict)
    new_accounts: list[str] = field(default_factory=list)
    _waiting: list[NewItems] = field(default_factory=list)
    _rows: int = 0

    def accounts(self, new: Sequence[NewAccount]) -> None:
        """Write new accounts at once: their items follow."""
        self.writer.accounts(new)
        self.new_accounts.extend(account.id for account in new)

    def items(self, new: NewItems) -> None:
        """Write new items, some thousands together."""
        if not new.rows:
            return
        if self._waiting and self._waiting[0].file is not new.file:
            self.flush()
        self._waiting.append(new)
        self._rows += len(new.rows)
        if self._rows >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write the items that wait."""
        if self._waiting:
            whole = _joined(self._waiting)
            columns = item_columns(whole, self.closed_by.get(whole.file.run_id))
            self.writer.items(columns, _words(whole))
        self._waiting, self._rows = [], 0


def _joined(parts: Sequence[NewItems]) -> NewItems:
    """Join chunks of one file."""
    if len(parts) == 1:
        return parts[0]
    whole = NewItems(parts[0].file, joined([part.rows for part in parts]))
    for part in parts:
        whole.sources += part.sources
        whole.account_ids += part.account_ids
        whole.lines += part.lines
        whole.ids += part.ids
    return whole


def item_columns(new: NewItems, closed_by: date | None) -> dict[str, Column]:
    """Return new items as columns of the table.

    Args:
        new: the items of one file.
        closed_by: for a file from before the source's data date: the day by which a newer full file lacked them.
    """
    rows, file = columns_of(new.rows), new.file
    columns: dict[str, Column] = {name: rows[at] for name, at in _AS_THEY_ARE.items()}
    stages = rows[_AS_THEY_ARE["stage"]]
    columns |= {
        "id": new.ids,
        "account_id": new.account_ids,
        "line": new.lines,
        "source": new.sources,
        "erp_disputed": list(map(int, column(new.rows, "disputed"))),
        "stage_from": None if stages is None else [None if stage is None else "file" for stage in stages],
        "first_seen": file.as_of.isoformat(),
        "last_seen": file.as_of.isoformat(),
        "first_run_id": file.run_id,
        "last_run_id": file.run_id,
    }
    if file.kind is SyncKind.CLOSED_ITEMS:
        return columns | _closed_columns(new)
    if closed_by is not None:
        why = msg("Open in the file of {day}, no longer in a later one.", day=file.as_of)
        return columns | {
            "open": 0,
            "status": ItemStatus.NO_CASH_DATA.value,
            "closed_on": closed_by.isoformat(),
            "closed_why": why.to_json(),
            "days_late": None,
        }
    # The same rule as ``match.first_status``, kept in line: 100,000 calls would cost 20 ms.
    original, left = column(new.rows, "original"), column(new.rows, "open")
    status: Column = _OPEN
    if list(original) != list(left):
        pairs = zip(original, left, strict=True)
        status = [_PART if now != was and fell(was, now) and now else _OPEN for was, now in pairs]
    return columns | {"status": status, "closed_on": None, "closed_why": None, "days_late": None}


def _closed_columns(new: NewItems) -> dict[str, Column]:
    """Return the columns that say how items of a closed-items file ended."""
    by_credit = clearings(new.rows)
    proofs = [proof_of(row, new.file, by_credit=(row.account, row.clearing) in by_credit) for row in new.rows]
    return {
        "open": 0,
        "status": [proof.status.value for proof in proofs],
        "closed_on": [proof.closed_on for proof in proofs],
        "closed_why": [proof.why.to_json() for proof in proofs],
    }


def _words(new: NewItems) -> list[str]:
    """Return what each item is found by."""
    return search.plain_texts(*(column(new.rows, name) for name in ("number", "po", "order_number")))


# ------------------------------------------------------------------------------------------------ the rest of the batch


def write_people(writer: Writer, contacts: Sequence[NewContact]) -> None:
    """Insert new contacts."""
    for start in range(0, len(contacts), BATCH):
        writer.contacts(contacts[start : start + BATCH])


def write_receipts(writer: Writer, source: str, new: Sequence[PlannedReceipt]) -> None:
    """Insert new receipts of one source; their applications follow when all items stand."""
    for start in range(0, len(new), BATCH):
        part = new[start : start + BATCH]
        columns: dict[str, Column] = {name: [receipt.facts[name] for receipt in part] for name in RECEIPT_FACTS}
        columns |= {
            "id": [receipt.id for receipt in part],
            "account_id": [receipt.account_id for receipt in part],
            "number": [receipt.number for receipt in part],
            "line": [receipt.line for receipt in part],
            "first_seen": [receipt.first_seen for receipt in part],
            "run_id": [receipt.run_id for receipt in part],
            "source": source,
        }
        writer.insert("receipt", columns, len(part))


def write_disputes(writer: Writer, new: Sequence[NewDispute]) -> None:
    """Insert new disputes with their items."""
    if not new:
        return
    columns: dict[str, Column] = {name: [dispute.facts[name] for dispute in new] for name in new[0].facts}
    columns |= {
        "id": [dispute.id for dispute in new],
        "account_id": [dispute.account_id for dispute in new],
        "source": [dispute.source for dispute in new],
        "external_number": [dispute.number for dispute in new],
        "run_id": [dispute.run_id for dispute in new],
        "note": None,
    }
    writer.insert("dispute", columns, len(new))
    items = [(dispute.id, *item) for dispute in new for item in dict.fromkeys(dispute.items)]
    put_dispute_items(writer, items)


def put_dispute_items(writer: Writer, items: Sequence[tuple[str, str, int | None]]) -> None:
    """Tie disputes to items."""
    if items:
        writer.connection.exec_driver_sql(
            "INSERT INTO dispute_item (dispute_id, item_id, amount) VALUES (?, ?, ?)", list(items)
        )


def write_changes(writer: Writer, changes: Changes, ids: Ids) -> None:
    """Give records their new values and keep those before for an undo."""
    listed = list(changes)
    writer.update(listed)
    for change in listed:
        if change.entity == "dispute" and "items" in change.after:
            writer.connection.exec_driver_sql("DELETE FROM dispute_item WHERE dispute_id = ?", (change.id,))
            put_dispute_items(writer, [(change.id, item, amount) for item, amount in change.after["items"]])
    keep(writer, listed, ids)


def keep(writer: Writer, changes: Sequence[Change], ids: Ids) -> None:
    """Record changes with the values before."""
    made = ids.take(len(changes))
    rows = [
        (
            record,
            change.run_id,
            change.entity,
            change.id,
            change.account_id or "",
            change.action,
            dump(change.before),
            dump(change.after),
        )
        for record, change in zip(made, changes, strict=True)
    ]
    sql = (
        "INSERT INTO sync_change (id, run_id, entity, entity_id, account_id, action, before, after) "
        "VALUES (?, ?, ?, ?, nullif(?, ''), ?, ?, ?)"
    )
    for start in range(0, len(rows), BATCH):
        writer.connection.exec_driver_sql(sql, rows[start : start + BATCH])


def write_seen(writer: Writer, groups: Iterable[Seen], ids: Ids) -> None:
    """Move the day on which items were last seen, and keep where it stood."""
    kept = []
    for group in groups:
        after = (group.as_of, group.run_id)
        if group.ids is None:
            writer.connection.exec_driver_sql(
                "UPDATE item SET last_seen = ?, last_run_id = ? WHERE source = ? AND last_run_id = ? AND last_seen = ? "  # noqa: S608 - codes of ours
                f"AND status IN {OPEN_ITEM_SQL}",
                (*after, group.source, group.last_run_id, group.last_seen),
            )
        else:
            rows = [(*after, record) for record in group.ids]
            writer.connection.exec_driver_sql("UPDATE item SET last_seen = ?, last_run_id = ? WHERE id = ?", rows)
        before = {"last_seen": group.last_seen, "last_run_id": group.last_run_id}
        seen = {"ids": group.ids, "source": group.source}
        kept.append(Change("seen", group.run_id, None, group.run_id, "seen", before, seen))
    if kept:
        keep(writer, kept, ids)
