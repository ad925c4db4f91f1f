"""Taking out what a sync brought, but for records that the collector's facts hang on: those stay as vanished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection

from app.enums import DisputeStatus, ItemStatus
from app.i18n import Message, msg, nmsg
from app.services.sync.planning.hung import CARRIED, FACT_TABLES, ITEM_HUNG, OWNING

_CONTACT_HUNG: Final = (
    "SELECT contact_id FROM activity WHERE contact_id IS NOT NULL UNION "
    "SELECT contact_id FROM promise WHERE contact_id IS NOT NULL UNION "
    "SELECT contact_id FROM letter WHERE contact_id IS NOT NULL UNION "
    "SELECT id FROM contact WHERE corrected = 1 OR source <> 'file' OR do_not_call = 1 OR closed_channels <> '[]'"
)
_DISPUTE_HUNG: Final = "SELECT id FROM dispute WHERE note IS NOT NULL OR activity_id IS NOT NULL"
#: Where anything names an account once the sync's own records are gone.
_ACCOUNT_HUNG: Final = " UNION ".join(
    (
        *(f"SELECT account_id FROM {table} WHERE account_id IS NOT NULL" for table in (*OWNING, *CARRIED)),  # noqa: S608 - names of ours
        "SELECT id FROM account WHERE state <> 'active' OR do_not_dun = 1 OR letter_locale IS NOT NULL",
    )
)


@dataclass(slots=True)
class Removed:
    """Ids of accounts and items that are gone, and what had to stay."""

    gone: list[str] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)


def remove_new(connection: Connection, runs: Sequence[str]) -> Removed:
    """Take out the records of some runs, in the order in which they hang together."""
    removed = Removed()
    batch = _Removal(connection, tuple(runs))
    batch.run("DELETE FROM snapshot WHERE batch_id IN (SELECT batch_id FROM sync_run WHERE id IN ({runs}))")
    batch.run("DELETE FROM receipt_application WHERE receipt_id IN (SELECT id FROM receipt WHERE run_id IN ({runs}))")
    batch.run("DELETE FROM receipt WHERE run_id IN ({runs})")
    for table in FACT_TABLES:
        batch.run(f"DELETE FROM {table} WHERE first_run_id IN ({{runs}})")  # noqa: S608 - names of ours
    _disputes(batch, removed)
    _items(batch, removed)
    _contacts(batch, removed)
    _accounts(batch, removed)
    return removed


class _Removal:
    """Statements over the records of some runs."""

    def __init__(self, connection: Connection, runs: tuple[str, ...]) -> None:
        self.connection = connection
        self.runs = runs
        self.marks = ", ".join("?" * len(runs))

    def run(self, sql: str) -> None:
        """Run a statement whose ``{runs}`` stands for the ids of the runs."""
        self.connection.exec_driver_sql(sql.format(runs=self.marks), self.runs)

    def going(self, table: str, column: str, hung: str) -> list[str]:
        """Put the ids that go into ``temp.going``; returns those that stay because something hangs on them."""
        self.connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS going (id)")
        self.connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS hung (id)")
        self.connection.exec_driver_sql("DELETE FROM temp.going")
        self.connection.exec_driver_sql("DELETE FROM temp.hung")
        self.connection.exec_driver_sql(f"INSERT INTO temp.hung {hung}")
        mine = f"SELECT id FROM {table} WHERE {column} IN ({self.marks})"  # noqa: S608 - names of ours
        self.connection.exec_driver_sql(
            f"INSERT INTO temp.going {mine} AND id NOT IN (SELECT id FROM temp.hung)",  # noqa: S608 - a statement of ours
            self.runs,
        )
        result = self.connection.exec_driver_sql(f"{mine} AND id IN (SELECT id FROM temp.hung)", self.runs)  # noqa: S608 - a statement of ours
        return [str(row[0]) for row in result.fetchall()]

    def listed(self) -> list[str]:
        """Return the ids that go."""
        return [str(row[0]) for row in self.connection.exec_driver_sql("SELECT id FROM temp.going").fetchall()]

    def take_out(self, table: str) -> None:
        """Delete what goes."""
        self.connection.exec_driver_sql(f"DELETE FROM {table} WHERE id IN (SELECT id FROM temp.going)")  # noqa: S608 - a table of ours

    def set(self, table: str, ids: Sequence[str], **values: Any) -> None:
        """Give what stays new values."""
        sets = ", ".join(f"{name} = ?" for name in values)
        rows = [(*values.values(), record) for record in ids]
        self.connection.exec_driver_sql(f"UPDATE {table} SET {sets} WHERE id = ?", rows)  # noqa: S608 - names of ours


def _disputes(batch: _Removal, removed: Removed) -> None:
    """A case that the collector wrote a note to stays, void, so that it holds nothing back."""
    kept = batch.going("dispute", "run_id", _DISPUTE_HUNG)
    batch.connection.exec_driver_sql("DELETE FROM dispute_item WHERE dispute_id IN (SELECT id FROM temp.going)")
    batch.take_out("dispute")
    if kept:
        rows = [(record,) for record in kept]
        batch.connection.exec_driver_sql("DELETE FROM dispute_item WHERE dispute_id = ?", rows)
        batch.set("dispute", kept, status=DisputeStatus.VOID.value)
        text = nmsg(
            "{n} case stays, void, because you wrote a note to it.",
            "{n} cases stay, void, because you wrote notes to them.",
            len(kept),
        )
        removed.warnings.append(text)


def _items(batch: _Removal, removed: Removed) -> None:
    kept = batch.going("item", "first_run_id", ITEM_HUNG)
    batch.connection.exec_driver_sql(
        "UPDATE receipt_application SET item_id = NULL WHERE item_id IN (SELECT id FROM temp.going)"
    )
    removed.gone += batch.listed()
    batch.take_out("item")
    if kept:
        why = msg("The sync that brought it was taken back.").to_json()
        batch.set("item", kept, status=ItemStatus.VANISHED.value, open=0, closed_why=why)
        text = nmsg(
            "{n} item stays as vanished because a call, promise, task or letter names it.",
            "{n} items stay as vanished because calls, promises, tasks or letters name them.",
            len(kept),
        )
        removed.warnings.append(text)


def _contacts(batch: _Removal, removed: Removed) -> None:
    kept = batch.going("contact", "run_id", _CONTACT_HUNG)
    batch.take_out("contact")
    if kept:
        batch.set("contact", kept, active=0)
        text = nmsg(
            "{n} contact stays because you spoke with them or corrected them.",
            "{n} contacts stay because you spoke with them or corrected them.",
            len(kept),
        )
        removed.warnings.append(text)


def _accounts(batch: _Removal, removed: Removed) -> None:
    kept = batch.going("account", "run_id", _ACCOUNT_HUNG)
    batch.connection.exec_driver_sql(
        "UPDATE account SET parent_id = NULL WHERE parent_id IN (SELECT id FROM temp.going)"
    )
    removed.gone += batch.listed()
    batch.take_out("account")
    if kept:
        batch.set("account", kept, vanished=1)
        text = nmsg(
            "{n} account stays as vanished because your records hang on it.",
            "{n} accounts stay as vanished because your records hang on them.",
            len(kept),
        )
        removed.warnings.append(text)
