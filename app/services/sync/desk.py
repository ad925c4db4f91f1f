"""The sync room as the window uses it: preview, apply, history, taking back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import Scope, SyncKind, SyncState
from app.models.sync import SyncRun
from app.progress import Progress, silent
from app.services.company import get_company
from app.services.sync.history import RunRow, list_runs
from app.services.sync.layouts.layout import Layout
from app.services.sync.model import ReadOptions
from app.services.sync.run import Fingerprint, SyncOptions, SyncResult, sync_files
from app.services.sync.undo import UndoResult, undo_sync
from app.services.unit_of_work import Store

#: Which field of the reading options an answer sets, by the option's name on the command line.
_FIELDS: Final = {
    "--currency": "currency",
    "--date-order": "date_order",
    "--decimal": "decimal",
    "--sheet": "sheet",
    "--layout": "layout",
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What the collector answered, by option; some hold for one file, some for all.

    ``layouts`` are the mappings that were edited and not saved, by path.
    """

    by_file: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    scope: str | None = None
    names: str | None = None
    older: bool = False
    control_totals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SyncPage:
    """The imports there were, and the files of the newest one for reading them again."""

    runs: tuple[RunRow, ...]
    again: tuple[str, ...]


def sync_page(session: Session) -> SyncPage:
    """Return the history and the paths of the newest batch's files."""
    runs = list_runs(session)
    newest = session.scalars(
        select(SyncRun.batch_id).where(SyncRun.state != SyncState.UNDONE).order_by(SyncRun.id.desc()).limit(1)
    ).first()
    again: tuple[str, ...] = ()
    if newest is not None:
        rows = session.execute(
            select(SyncRun.folder, SyncRun.file).where(SyncRun.batch_id == newest).order_by(SyncRun.position)
        )
        again = tuple(str(Path(folder) / name) for folder, name in rows if folder)
    return SyncPage(runs, again)


def preview(
    store: Store, paths: Sequence[str], answers: Answers, day: date, zone: str, progress: Progress = silent
) -> SyncResult:
    """Say what the files would change; nothing is written and open questions come back."""
    return sync_files(
        store, [Path(path) for path in paths], _options(store, answers, day, zone), progress, dry_run=True
    )


def apply(
    store: Store,
    paths: Sequence[str],
    answers: Answers,
    expect: Fingerprint | None,
    day: date,
    zone: str,
    progress: Progress = silent,
) -> SyncResult:
    """Apply what was previewed, as one transaction; refused if files or store are no longer what the preview saw."""
    options = replace(_options(store, answers, day, zone), expect=expect)
    return sync_files(store, [Path(path) for path in paths], options, progress)


def take_back(store: Store, day: date, zone: str, progress: Progress = silent) -> UndoResult:
    """Take back the newest applied sync."""
    return undo_sync(store, day, zone, progress)


def _options(store: Store, answers: Answers, day: date, zone: str) -> SyncOptions:
    with store.read() as session:
        company = get_company(session)
    base = ReadOptions(
        day=day,
        default_currency=None if company is None else company.base_currency,
        scope=None if answers.scope is None else Scope(answers.scope),
        older=answers.older,
    )
    files = {
        name: replace(read_options(base, answers.by_file.get(name, {})), mapping=answers.layouts.get(name))
        for name in {**answers.by_file, **answers.layouts}
    }
    return SyncOptions(base, files, dict(answers.control_totals), answers.names, zone)


def read_options(base: ReadOptions, given: Mapping[str, str]) -> ReadOptions:
    """Return reading options with the answers of one file, by option."""
    values: dict[str, Any] = {_FIELDS[option]: text for option, text in given.items() if option in _FIELDS}
    if "--kind" in given:
        values["kind"] = SyncKind(given["--kind"])
    if "--as-of" in given:
        values["as_of"] = date.fromisoformat(given["--as-of"])
    return replace(base, **values)
