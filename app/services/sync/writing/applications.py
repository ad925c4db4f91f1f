"""What receipts were applied to, in the store: which item each part goes to is planned (``planning.tie``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.services.sync.planning.kinds.receipts import PlannedReceipt
from app.services.sync.planning.plan import Ids
from app.services.sync.planning.stored import Stored
from app.services.sync.planning.tie import load_targets, newest, split
from app.services.sync.writing.writer import BATCH, Writer


def drop_applications(writer: Writer, receipts: Sequence[str]) -> None:
    """Take out what some receipts were applied to: a newer file says otherwise."""
    if receipts:
        rows = [(record,) for record in receipts]
        writer.connection.exec_driver_sql("DELETE FROM receipt_application WHERE receipt_id = ?", rows)


def write_applications(writer: Writer, stored: Stored, receipts: Sequence[PlannedReceipt], ids: Ids) -> None:
    """Write what receipts were applied to, in place of what the store had for them."""
    targets = load_targets(stored, {receipt.account_id for receipt in receipts if receipt.account_id})
    rows: list[tuple[Any, ...]] = []
    for receipt in receipts:
        for application in receipt.applications:
            rows += [
                (receipt.id, item or "", number, amount)
                for item, number, amount in split(application, receipt, targets)
            ]
    made = ids.take(len(rows))
    sql = (
        "INSERT INTO receipt_application (id, receipt_id, item_id, item_number, amount) "
        "VALUES (?, ?, nullif(?, ''), ?, ?)"
    )
    whole = [(record, *row) for record, row in zip(made, rows, strict=True)]
    for start in range(0, len(whole), BATCH):
        writer.connection.exec_driver_sql(sql, whole[start : start + BATCH])


def tie_waiting(writer: Writer, stored: Stored) -> None:
    """Tie applications whose item came only now; they stand beside receipts of earlier imports."""
    waiting = _waiting(stored)
    if not waiting:
        return
    targets = load_targets(stored, {account for _, account, _, _ in waiting})
    found = [(newest(account, currency, number, targets), record) for record, account, currency, number in waiting]
    tied = [(item.id, record) for item, record in found if item is not None]
    if tied:
        writer.connection.exec_driver_sql("UPDATE receipt_application SET item_id = ? WHERE id = ?", tied)


def _waiting(stored: Stored) -> list[tuple[str, str, str, str]]:
    """Return id, account, currency and item number of applications whose item is not known yet."""
    found: list[tuple[str, str, str, str]] = stored.rows(
        "SELECT a.id, r.account_id, r.currency, a.item_number FROM receipt_application a "
        "JOIN receipt r ON r.id = a.receipt_id WHERE a.item_id IS NULL AND r.account_id IS NOT NULL"
    )
    return found
