"""Committing a planned import: the rest of the records, the runs, what follows, the audit; all in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from app.enums import Scope, SyncKind, SyncState
from app.models.sync import SyncRun
from app.services import search
from app.services.calls.promises.judging.judge import judge_promises
from app.services.dates import Days, load_days
from app.services.portfolio.snapshots import write_snapshot
from app.services.portfolio.worklist import rebuild_worklist
from app.services.preferences import put_setting
from app.services.sync import proofs
from app.services.sync.answers import KEY as ANSWERS
from app.services.sync.answers import learn
from app.services.sync.facts.rates import write_stated
from app.services.sync.model import ReadOptions
from app.services.sync.planning.alike import to_remember
from app.services.sync.planning.batch import Batch
from app.services.sync.planning.ending import last_seen
from app.services.sync.planning.plan import FilePlan
from app.services.sync.planning.stored import CASE_NAMES, AppliedRun
from app.services.sync.telling.report import report_of
from app.services.sync.writing import snapshots
from app.services.sync.writing.applications import drop_applications, tie_waiting, write_applications
from app.services.sync.writing.apply import (
    Applier,
    write_changes,
    write_disputes,
    write_people,
    write_receipts,
    write_seen,
)
from app.services.unit_of_work import FOLD_PAGES, UnitOfWork
from app.settings import Settings

#: Pages of the store kept in memory while it is written, in KiB: a store of 100,000 items fits.
_CACHE: Final = 131_072
_USUAL_CACHE: Final = 65_536


@dataclass(frozen=True, slots=True)
class Terms:
    """What follows from a sync goes by: the policy, the collector's day and zone, how each run's file was read."""

    settings: Settings
    day: date
    zone: str
    reading: Mapping[str, ReadOptions] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was committed: the batch, the state of each run, whether anything changed, the days after it."""

    batch_id: str
    states: dict[str, SyncState]
    days: Days

    @property
    def changed(self) -> bool:
        """Tell whether any file changed anything."""
        return SyncState.APPLIED in self.states.values()


@contextmanager
def room(uow: UnitOfWork) -> Iterator[None]:
    """Set the store up for the length of an import: more of it in memory, and no folding in at the commit.

    The commit itself makes the import last; the caller has the log folded into the file afterwards (``Store.fold_in``).
    """
    # The driver's own connection: it is asked even where a failure has ended the transaction.
    driver: Any = uow.session.connection().connection.driver_connection
    driver.execute("PRAGMA wal_autocheckpoint = 0")
    driver.execute(f"PRAGMA cache_size = -{_CACHE}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA wal_autocheckpoint = {FOLD_PAGES}")
        driver.execute(f"PRAGMA cache_size = -{_USUAL_CACHE}")


def commit_batch(uow: UnitOfWork, batch: Batch, applier: Applier, terms: Terms) -> Outcome:
    """Write what is planned and not written yet, and everything that follows from it; the caller commits.

    Args:
        uow: the transaction that new accounts and items are in already.
        batch: the plan, complete.
        applier: what wrote them.
        terms: what judgement, snapshot and call list go by.
    """
    applier.flush()
    batch_id = batch.ids.one()
    known = batch.stored.runs()
    states = {file.run_id: _state(batch, file, known) for file in batch.files}
    _write_runs(uow, batch, batch_id, states)
    changed = SyncState.APPLIED in states.values()
    if changed:
        _write_records(uow, batch, applier, terms)
    days = load_days(uow.session, terms.day, terms.zone)
    if changed:
        _index(batch, applier)
        _snapshot(uow, batch, batch_id, days, terms.settings)
        _follow(uow, batch, days, terms.settings)
        uow.touch_everything()
    uow.touch("runs", *states)
    for one in batch.choices.accounts:
        uow.audit("renumber", "account", one.id, before=one.number, after=one.new_number)
    for document in batch.choices.documents:
        uow.audit("renumber", "item", document.id, before=document.number, after=document.new_number)
    for file in batch.files:
        _audit(uow, file, states[file.run_id])
    return Outcome(batch_id, states, days)


def _state(batch: Batch, file: FilePlan, known: Sequence[AppliedRun]) -> SyncState:
    """Return whether a file changed anything: a record, or the day through which its source is known."""
    counts = file.counts
    if counts.new or counts.changed or counts.reopened or counts.closed or file.run_id in batch.accounts.made_by:
        return SyncState.APPLIED
    if any(change.run_id == file.run_id for change in batch.changes):
        return SyncState.APPLIED
    same = [run for run in known if run.source == file.source and run.kind == file.kind.value]
    reached = max((run.through for run in same if run.through is not None), default=None)
    if file.kind is SyncKind.OPEN_ITEMS:
        newer = reached is None or file.as_of > reached
        return SyncState.APPLIED if newer or (file.older and file.again is None) else SyncState.UNCHANGED
    if file.coverage is not None and (reached is None or file.coverage > reached):
        return SyncState.APPLIED
    return SyncState.UNCHANGED


def _write_runs(uow: UnitOfWork, batch: Batch, batch_id: str, states: dict[str, SyncState]) -> None:
    """Record every file of the import."""
    for position, file in enumerate(batch.files):
        state = states[file.run_id]
        run = SyncRun(
            id=file.run_id,
            batch_id=batch_id,
            position=position,
            at=uow.now,
            file=file.table.file,
            folder=str(file.path.parent),
            sha256=file.table.sha256,
            kind=file.kind,
            layout=file.table.layout,
            source=file.source,
            scope=(file.scope or Scope.PARTIAL).value,
            as_of=file.known_as_of,
            coverage=file.coverage,
            state=state,
            report=report_of(file, state.value).stored(),
            options=file.options,
        )
        uow.session.add(run)
    uow.session.flush()


def _write_records(uow: UnitOfWork, batch: Batch, applier: Applier, terms: Terms) -> None:
    """Write people, receipts, disputes, rates and every change."""
    writer = applier.writer
    if batch.accounts.contacts is not None:
        write_people(writer, batch.accounts.contacts.new)
    for source, receipts in batch.receipts.items():
        write_receipts(writer, source, receipts.new)
    _keep_applications(batch)
    for cases in batch.cases.values():
        write_disputes(writer, cases.new)
    write_changes(writer, batch.changes, batch.ids)
    write_seen(writer, last_seen(batch), batch.ids)
    for receipts in batch.receipts.values():
        drop_applications(writer, list(receipts.replaced))
        write_applications(writer, batch.stored, [*receipts.new, *receipts.replaced.values()], batch.ids)
    tie_waiting(writer, batch.stored)
    _write_rates(batch, applier)
    batch.facts.write(writer)
    learnt = batch.learnt | {name: key for cases in batch.cases.values() for name, key in cases.learnt.items()}
    if learnt:
        put_setting(uow, CASE_NAMES, {**batch.stored.confirmed_names(), **learnt}, terms.day)
    _learn_answers(uow, batch, terms)


def _learn_answers(uow: UnitOfWork, batch: Batch, terms: Terms) -> None:
    """Remember what the collector answered about reading each layout, and what its cells proved."""
    before = known = batch.stored.answers()
    for file in batch.files:
        read, layout = terms.reading[file.run_id], file.table.layout
        known = learn(known, layout, read, to_remember(file.table, read)) or known
        known = proofs.learn(known, layout, read, file.table.proved, file.as_of, file.run_id) or known
    if known != before:
        put_setting(uow, ANSWERS, known, terms.day)


def _keep_applications(batch: Batch) -> None:
    """Keep what receipts were applied to before a file says otherwise."""
    replaced = {record: receipt for plan in batch.receipts.values() for record, receipt in plan.replaced.items()}
    before = batch.stored.applications(replaced) if replaced else {}
    for record, receipt in replaced.items():
        receipt.id = record
        change = batch.changes.get("receipt", record)
        if change is not None and record in before:
            change.before["applications"] = before[record]
            change.after["applications"] = []


def _write_rates(batch: Batch, applier: Applier) -> None:
    """Keep the rates that items state, as of their file's day."""
    files = [file for file in batch.files if file.kind is SyncKind.OPEN_ITEMS]
    if files:
        write_stated(applier.writer, batch.ids, files[-1], batch.rates.rates(batch.base))


# ------------------------------------------------------------------------------------------------ what follows


def _index(batch: Batch, applier: Applier) -> None:
    """Bring the search index up to date."""
    connection = applier.writer.connection
    search.add_accounts(connection, applier.new_accounts)
    accounts, items = _reworded(batch, set(applier.new_accounts))
    search.replace(connection, accounts, items)


def _reworded(batch: Batch, new: set[str]) -> tuple[list[str], list[str]]:
    """Return accounts and items whose words changed."""
    accounts, items = [], []
    for change in batch.changes:
        if change.entity == "account" and change.id not in new and search.ACCOUNT_WORDS & set(change.columns):
            accounts.append(change.id)
        elif change.entity == "item" and search.ITEM_WORDS & set(change.columns):
            items.append(change.id)
    return accounts, items


def _snapshot(uow: UnitOfWork, batch: Batch, batch_id: str, days: Days, settings: Settings) -> None:
    """Keep the balances: of the data date, or of the day for which older files stand."""
    files = [file for file in batch.files if file.kind is SyncKind.OPEN_ITEMS]
    older = [file for file in files if file.older]
    if not files and not any(change.entity == "item" for change in batch.changes):
        return
    if files and len(older) == len(files):
        snapshots.write_older(uow.session, batch_id, older[-1].as_of, batch.older_rows, settings)
    elif days.data_date is not None:
        write_snapshot(uow.session, batch_id, days.data_date, settings)


def _follow(uow: UnitOfWork, batch: Batch, days: Days, settings: Settings) -> None:
    """Judge the promises and make the call list anew."""
    judge_promises(uow, batch.files[-1].run_id, days, settings)
    rebuild_worklist(uow, days, settings)


def _audit(uow: UnitOfWork, file: FilePlan, state: SyncState) -> None:
    """Write the event that says what a file did."""
    counts = file.counts
    uow.audit(
        "sync",
        "sync_run",
        file.run_id,
        file=file.table.file,
        sha256=file.table.sha256,
        kind=file.kind.value,
        source=file.source,
        as_of=file.as_of.isoformat(),
        scope=(file.scope or Scope.PARTIAL).value,
        state=state.value,
        rows_read=file.rows.read,
        rejected=file.rows.rejected,
        **{name: getattr(counts, name) for name in ("new", "changed", "reopened", "unchanged", "closed")},
        options=json.loads(json.dumps(file.options, default=str)),
    )
