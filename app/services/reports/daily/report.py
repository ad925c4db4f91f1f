"""Writing the day: collect the sheets on one snapshot, write the file whole, note that it was sent."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import RefusedError, UsageError
from app.i18n import _, msg
from app.models.audit import AuditHead
from app.models.company import Company
from app.models.snapshot import Snapshot
from app.progress import Progress, silent
from app.services.files import file_undone, is_folder
from app.services.portfolio.snapshots import snapshot_before
from app.services.preferences import get_setting, put_setting
from app.services.reports.daily import accounts, bridge, cash, contacts, letters, promises, sources, tasks
from app.services.reports.daily.context import DailyContext, load_context
from app.services.reports.daily.kpi import Figure, figures, kpi_table
from app.services.reports.daily.meta import Stamp, meta_rows, write_meta
from app.services.reports.daily.stock import Stock, keys_of, load_steps, load_stock
from app.services.reports.daily.summary import Summary, write_summary
from app.services.reports.tables import Table
from app.services.reports.workbook import Book, write_book, write_table
from app.services.stores import make_folder
from app.services.unit_of_work import Store

_REVISIONS: Final = "daily.revisions"


@dataclass(frozen=True, slots=True)
class DailyReport:
    """A day's workbook that was written; counts are distinct contacts and letters, not rows."""

    file: str
    sha256: str
    date: date
    revision: int
    calls: int
    promises_made: int
    promises_judged: int
    letters: int
    next_actions: int
    syncs: int


def file_name(store_code: str, day: date, revision: int) -> str:
    """Return the name a day's workbook has: no customer in it."""
    return f"{day.isoformat()}_{store_code}_daily_r{revision}.xlsx"


def next_revision(session: Session, day: date) -> int:
    """Return the number of the next revision of a day."""
    known: dict[str, Any] = get_setting(session, _REVISIONS, {})
    return int(known.get(day.isoformat(), {}).get("revision", 0)) + 1


def changed_since_export(session: Session, day: date) -> bool:
    """Tell whether anything was written since the day's last workbook, so that another revision is due."""
    known: dict[str, Any] = get_setting(session, _REVISIONS, {})
    sent = known.get(day.isoformat())
    head = session.get(AuditHead, 1)
    return sent is not None and head is not None and head.count > int(sent["audit"])


def write_daily(
    store: Store, out: Path, day: date, zone: str, *, remark: str | None = None, progress: Progress = silent
) -> DailyReport:
    """Write the workbook of a day.

    Args:
        store: the day's store.
        out: the file (``.xlsx``), or a folder that takes it under its own name and is made if it is missing.
        day: the day to tell of.
        zone: the collector's.
        remark: for the supervisor; None keeps the one of the revision before.
        progress: told of the steps.

    Raises:
        RefusedError: no company is set, or the folder cannot be used.
        StoreError: the disk is full or the folder read-only.
    """
    progress(0, 3, _("Collecting the day"))
    with store.read() as session:
        collected = _collect(session, store, day, zone, remark)
    path = _place(out, file_name(collected.stamp.collector_code, day, collected.stamp.revision))
    progress(1, 3, _("Writing the workbook"))
    company = collected.country
    with file_undone(path):
        if path != out:
            make_folder(out)
        write_book(path, zone, company, collected.stamp.made_at, collected.fill)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        progress(2, 3, _("Writing the workbook"))
        _record(store, day, collected)
    progress(3, 3, _("Writing the workbook"))
    return collected.result(str(path), digest)


def _record(store: Store, day: date, collected: _Collected) -> None:
    """Note in one transaction that a revision was written, and how far the audit chain was then."""
    with store.write("daily") as uow:
        revisions = dict(get_setting(uow.session, _REVISIONS, {}))
        uow.audit("daily.write", "workbook", collected.hash[:26], day=str(day), revision=collected.stamp.revision)
        head = uow.session.get_one(AuditHead, 1)
        revisions[day.isoformat()] = {
            "revision": collected.stamp.revision,
            "hash": collected.hash,
            "audit": head.count + 1,
        }
        put_setting(uow, _REVISIONS, revisions, day)
        uow.commit()


def _place(out: Path, name: str) -> Path:
    """Return where the workbook goes: the file itself, or a folder under its own name.

    Raises:
        UsageError: the name ends as a file of another kind does.
    """
    if is_folder(out) or not out.suffix:
        return out / name
    if out.suffix.lower() != ".xlsx":
        raise UsageError(
            "workbook_name",
            msg("The day's workbook is a file that ends in .xlsx, not in {suffix}.", suffix=out.suffix),
            do=msg("Name it so, or name a folder."),
        )
    return out


@dataclass(slots=True)
class _Collected:
    context: DailyContext
    stamp: Stamp
    country: str
    tables: dict[str, Table]
    found: list[Figure]
    stock: list[Stock]
    remark: str
    yesterday: Mapping[str, Mapping[str, int]]
    meta: list[tuple[str, str]]

    @property
    def hash(self) -> str:
        """The file's checksum over its tables."""
        return self.meta[-1][1]

    def fill(self, book: Book) -> None:
        """Write every sheet in the order in which a supervisor reads them."""
        write_summary(
            book, Summary(self.context, self.stamp, self.tables, self.found, self.stock, self.remark, self.yesterday)
        )
        for one in self.tables.values():
            write_table(book, one)
        write_meta(book, self.context, self.meta, self.tables)

    def result(self, path: str, digest: str) -> DailyReport:
        """Return the counts that the command prints."""
        rows = self.tables["tblActivities"].records()
        made = self.tables["tblPromises"].records()
        calls = {row["activity_ref"] for row in rows}
        return DailyReport(
            file=path,
            sha256=digest,
            date=self.context.day,
            revision=self.stamp.revision,
            calls=len(calls),
            promises_made=len({row["activity_ref"] or row["ref"] for row in made}),
            promises_judged=len(self.tables["tblJudged"].rows),
            letters=len(self.tables["tblLetters"].rows),
            next_actions=sum(row["done_at"] is None for row in self.tables["tblTasks"].records()),
            syncs=len(self.tables["tblSyncs"].rows),
        )


def _collect(session: Session, store: Store, day: date, zone: str, remark: str | None) -> _Collected:
    company = session.scalars(select(Company)).first()
    if company is None:
        raise RefusedError(
            "no_company", msg("The selling company is not known yet."), do=msg("Set it with the company command.")
        )
    context = load_context(session, day, zone)
    stock, steps = load_stock(context), load_steps(context)
    name = str(company.names.get("default", ""))
    made = [
        contacts.activities(context),
        promises.promises(context),
        promises.judged(context),
        cash.cash(context),
        letters.letters(context),
        letters.held(context),
        tasks.tasks(context),
        accounts.watch(context, stock, steps),
        accounts.not_worked(context, steps),
        accounts.balances(context, stock, steps, name),
        bridge.bridge(context, stock),
        sources.sources(context),
    ]
    tables = {one.name: one for one in made}
    found = figures(context, tables, stock, steps)
    tables["tblKpi"] = kpi_table(context, found)
    stamp = _stamp(session, store.clock.now(), day, name, context)
    words = remark if remark is not None else str(get_setting(session, f"remark.{day.isoformat()}", ""))
    yesterday = _yesterday(session, context)
    meta = meta_rows(context, stamp, tables)
    return _Collected(context, stamp, company.country, tables, found, stock, words, yesterday, meta)


def _stamp(session: Session, now: datetime, day: date, company: str, context: DailyContext) -> Stamp:
    head = session.get(AuditHead, 1)
    known: dict[str, Any] = get_setting(session, _REVISIONS, {})
    before = known.get(day.isoformat(), {})
    return Stamp(
        company=company,
        version=program_version(),
        collector_code=context.settings.collector_code,
        collector_name=context.settings.collector_name,
        revision=int(before.get("revision", 0)) + 1,
        replaces=str(before.get("hash", "")),
        made_at=now,
        audit_count=0 if head is None else head.count,
        audit_hash="" if head is None else head.hash,
    )


def program_version() -> str:
    """Return the program's version, also from a checkout."""
    try:
        return version("collections-desk")
    except PackageNotFoundError:
        return "0.1.0"


def _yesterday(session: Session, context: DailyContext) -> dict[str, dict[str, int]]:
    """Return the debits of the last snapshot before the day by currency and bucket position."""
    known = snapshot_before(session, context.day - timedelta(days=1))
    sums: dict[str, dict[str, int]] = {}
    if known is None:
        return sums
    names = dict(
        zip((*keys_of(context), "no_due_date"), ("current", "b1", "b2", "b3", "b4", "b5", "no_due_date"), strict=True)
    )
    for row in session.scalars(select(Snapshot).where(Snapshot.batch_id == known[0])):
        mine = sums.setdefault(row.currency, {})
        for key, amount in (row.due or {}).items():
            if key in names:
                mine[names[key]] = mine.get(names[key], 0) + amount
    return sums
