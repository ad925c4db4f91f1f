"""Taking back the newest applied sync: file facts return to what they were, the collector's facts stay.

Changed records get the values before, new ones go; a new record that a call, promise, letter, task or pause hangs on
stays, marked as vanished, and a warning says so. Promises are judged again, the audit chain goes on.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection

from app.enums import SyncKind, SyncState
from app.errors import RefusedError
from app.i18n import Message, msg, render
from app.models.types import moment_text
from app.progress import Progress, silent
from app.services import search
from app.services.calls.promises.judging.judge import judge_promises
from app.services.changes import ChangeSet
from app.services.dates import load_days
from app.services.portfolio.worklist import rebuild_worklist
from app.services.preferences import load_settings, put_setting
from app.services.sync import proofs
from app.services.sync.answers import KEY as ANSWERS
from app.services.sync.newest import newest_batch
from app.services.sync.planning.stored import Stored
from app.services.sync.telling.report import RunReport, from_stored
from app.services.sync.writing.removal import Removed, remove_new
from app.services.sync.writing.writer import LISTS
from app.services.unit_of_work import Store, UnitOfWork

#: Columns that the collector may have changed since: they return only if they still hold what the sync wrote.
_SHARED: Final = {
    "item": frozenset({"stage", "stage_on", "stage_from"}),
    "contact": frozenset({"name", "role", "department", "job_title", "language", "email", "phone", "mobile", "active"}),
    "account": frozenset({"hold_orders", "vanished"}),
}


@dataclass(frozen=True, slots=True)
class Undone:
    """Records put back, by what the sync had done to them."""

    new: int = 0
    changed: int = 0
    closed: int = 0
    reopened: int = 0


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What was taken back.

    Attributes:
        run: the sync's first file of items, else its first file.
        runs: all its files.
        undone: what those files had done.
        warnings: records that stay because the collector's facts hang on them.
        data_date: newest as-of of the open items after the undo.
    """

    run: RunReport
    runs: tuple[RunReport, ...]
    undone: Undone
    warnings: tuple[Message, ...]
    data_date: date | None
    changes: ChangeSet = field(default_factory=ChangeSet)

    def document(self) -> dict[str, Any]:
        """Return what the command line prints as JSON; its warnings go where notes go."""
        return {"run": self.run.document(), "undone": asdict(self.undone)}


def undo_sync(store: Store, day: date, zone: str, progress: Progress = silent) -> UndoResult:
    """Take back the newest applied sync, all its files together.

    Args:
        store: the open store.
        day: the collector's day, for the judgement and the call list.
        zone: the collector's zone.
        progress: called between the steps.

    Raises:
        RefusedError: ``nothing_to_undo``.
    """
    with store.write("undo") as uow:
        runs = newest_applied(uow.session.connection())
        if not runs:
            raise RefusedError(
                "nothing_to_undo",
                msg("There is no sync to take back."),
                do=msg("Sync files first; nothing was changed."),
            )
        progress(10, 100, render(msg("Taking back")))
        removed = _take_back(uow, [run.id for run in runs])
        left = proofs.forget(Stored(uow.session.connection()).answers(), {run.id for run in runs})
        if left is not None:
            put_setting(uow, ANSWERS, left, day)
        progress(70, 100, render(msg("Judging promises")))
        settings = load_settings(uow.session)
        days = load_days(uow.session, day, zone)
        judge_promises(uow, None, days, settings)
        rebuild_worklist(uow, days, settings)
        undone = _sum(runs)
        first = _first(runs)
        uow.audit(
            "undo",
            "sync_run",
            first.id,
            runs=[run.id for run in runs],
            files=[run.file for run in runs],
            new=undone.new,
            changed=undone.changed,
            closed=undone.closed,
            reopened=undone.reopened,
            kept=[text.to_json() for text in removed.warnings],
        )
        uow.touch_everything()
        uow.touch("runs", *(run.id for run in runs))
        return UndoResult(first, tuple(runs), undone, tuple(removed.warnings), days.data_date, uow.commit())


def newest_applied(connection: Connection) -> list[RunReport]:
    """Return the files of the newest sync that changed anything: what an undo would take back."""
    found = connection.exec_driver_sql(
        "SELECT id, report FROM sync_run WHERE batch_id = ? ORDER BY position",
        (newest_batch(connection, SyncState.APPLIED),),
    ).fetchall()
    return [from_stored(record, SyncState.UNDONE.value, json.loads(report)) for record, report in found]


def _first(runs: list[RunReport]) -> RunReport:
    """Return the run that speaks for a sync: its first file of items, else its first file."""
    items = {SyncKind.OPEN_ITEMS.value, SyncKind.CLOSED_ITEMS.value}
    return next((run for run in runs if run.kind in items), runs[0])


def _sum(runs: list[RunReport]) -> Undone:
    counts = [run.counts for run in runs]
    return Undone(
        sum(count.new for count in counts),
        sum(count.changed for count in counts),
        sum(count.closed for count in counts),
        sum(count.reopened for count in counts),
    )


def _take_back(uow: UnitOfWork, runs: list[str]) -> Removed:
    """Put values back, take new records out, bring the search index up to date and mark the runs."""
    connection = uow.session.connection()
    connection.exec_driver_sql("DELETE FROM worklist_row")
    reworded = _Restore(connection, runs).all()
    removed = remove_new(connection, runs)
    gone = set(removed.gone)
    search.replace(connection, reworded["account"] - gone, reworded["item"] - gone, removed.gone)
    # What changed nothing did so because of what is taken back now: later files said the same as this one.
    connection.exec_driver_sql(
        "UPDATE sync_run SET state = ?, undone_at = ? WHERE state <> ? AND rowid >= "  # noqa: S608 - marks only
        f"(SELECT min(rowid) FROM sync_run WHERE id IN ({', '.join('?' * len(runs))}))",
        (SyncState.UNDONE.value, moment_text(uow.now), SyncState.UNDONE.value, *runs),
    )
    uow.session.expire_all()
    return removed


class _Restore:
    """Puts the values before into changed records."""

    def __init__(self, connection: Connection, runs: list[str]) -> None:
        self.connection = connection
        self.runs = tuple(runs)
        self.reworded: dict[str, set[str]] = {"account": set(), "item": set()}

    def all(self) -> dict[str, set[str]]:
        """Put everything back; returns accounts and items whose words changed."""
        marks = ", ".join("?" * len(self.runs))
        rows = self.connection.exec_driver_sql(
            "SELECT entity, entity_id, action, before, after FROM sync_change "  # noqa: S608 - marks only
            f"WHERE run_id IN ({marks}) ORDER BY rowid DESC",
            self.runs,
        ).fetchall()
        groups: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = defaultdict(list)
        seen: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
        for entity, record, action, before_text, after_text in rows:
            before, after = json.loads(before_text), json.loads(after_text)
            if entity == "seen":
                seen.append((record, before, after))
            elif entity == "exchange_rate":
                self._rate(record, action, before)
            else:
                values = self._values(entity, record, before, after)
                if values:
                    groups[entity, tuple(values)].append((*values.values(), record))
                self._lists(entity, record, before, after)
                if entity in self.reworded and (search.ACCOUNT_WORDS | search.ITEM_WORDS) & values.keys():
                    self.reworded[entity].add(record)
        for (table, columns), listed in groups.items():
            sets = ", ".join(f'"{name}" = ?' for name in columns)
            self.connection.exec_driver_sql(f'UPDATE "{table}" SET {sets} WHERE id = ?', listed)  # noqa: S608 - names of ours
        for record, before, after in seen:
            self._unsee(record, before, after)
        return self.reworded

    def _values(self, entity: str, record: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values to put back: all that only files write, the others if nobody touched them since."""
        values = {name: before.get(name) for name in after if name not in LISTS and before.get(name) != after[name]}
        shared = [name for name in values if name in _SHARED.get(entity, ())]
        if shared:
            names = ", ".join(f'"{name}"' for name in shared)
            now = self.connection.exec_driver_sql(f'SELECT {names} FROM "{entity}" WHERE id = ?', (record,)).fetchone()  # noqa: S608 - names of ours
            for name, value in zip(shared, now or (), strict=False):
                if value != after[name]:
                    del values[name]
        return values

    def _lists(self, entity: str, record: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Put back what hangs on a record as rows of another table."""
        if entity == "dispute" and "items" in after:
            self.connection.exec_driver_sql("DELETE FROM dispute_item WHERE dispute_id = ?", (record,))
            for item, amount in before["items"]:
                self.connection.exec_driver_sql(
                    "INSERT INTO dispute_item (dispute_id, item_id, amount) VALUES (?, ?, ?)", (record, item, amount)
                )
        if entity == "receipt" and "applications" in after:
            self.connection.exec_driver_sql("DELETE FROM receipt_application WHERE receipt_id = ?", (record,))
            for application, item, number, amount in before["applications"]:
                self.connection.exec_driver_sql(
                    "INSERT INTO receipt_application (id, receipt_id, item_id, item_number, amount) "
                    "VALUES (?, ?, ?, ?, ?)",
                    (application, record, item, number, amount),
                )

    def _rate(self, record: str, action: str, before: Mapping[str, Any]) -> None:
        if action == "new":
            self.connection.exec_driver_sql("DELETE FROM exchange_rate WHERE id = ?", (record,))
        else:
            self.connection.exec_driver_sql("UPDATE exchange_rate SET rate = ? WHERE id = ?", (before["rate"], record))

    def _unsee(self, run: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Put back when items were last seen: those named, or all that this run was the last to show."""
        values = (before["last_seen"], before["last_run_id"])
        if after["ids"] is not None:
            rows = [(*values, record) for record in after["ids"]]
            self.connection.exec_driver_sql("UPDATE item SET last_seen = ?, last_run_id = ? WHERE id = ?", rows)
        else:
            self.connection.exec_driver_sql(
                "UPDATE item SET last_seen = ?, last_run_id = ? "
                "WHERE last_run_id = ? AND first_run_id <> ? AND source = ?",
                (*values, run, run, after["source"]),
            )
