"""The same content again: known by its parts before a cell is read, or by its cells before a row is compared.

A workbook that was saved, sent and saved again has other bytes and the same parts: sheets, texts, formats. Where the
newest sync took files of exactly these parts, read in the same way, their rows cannot say anything new, so the sync is
recorded as one that changed nothing. The guard still looks at the files: a damaged copy is refused. A file that another
program has written may have other parts and the same cells: given alone it is known by them before they are judged,
given with others when it is known what each of them comes to.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from app import VERSION
from app.enums import Scope, SyncKind
from app.services.sync.model import FileTable, ReadOptions
from app.services.sync.options import AS_OF, DECIDING
from app.services.sync.planning.plan import Counts, FilePlan
from app.services.sync.planning.stored import Stored
from app.services.sync.telling.report import RunReport, from_stored

#: Parts of a workbook that say who saved it when, and nothing of its rows.
_ABOUT: Final = ("docProps/", "docMetadata/", "customXml/")
#: Gives the SHA-256 of a file after the guard has looked at all of it.
Guard = Callable[[Path], str]


def content_key(path: Path) -> str | None:
    """Return a name for a workbook's parts by their sizes and checksums; None for files that have no parts."""
    try:
        with zipfile.ZipFile(path) as book:
            parts = sorted((part.filename, part.file_size, part.CRC) for part in book.infolist())
    except (OSError, zipfile.BadZipFile, ValueError):
        return None
    return hashlib.sha256(repr([part for part in parts if not part[0].startswith(_ABOUT)]).encode()).hexdigest()


def reading(options: ReadOptions) -> dict[str, Any]:
    """Return what decides how cells are read: the program's version and the collector's answers."""
    return {
        "version": VERSION,
        **{one.field: one.text(options) for one in DECIDING if one is not AS_OF},
        "default_currency": options.default_currency,
        "layouts": hashlib.sha256(repr((options.mapping, options.layouts)).encode()).hexdigest(),
    }


def repeated(
    stored: Stored, paths: Sequence[Path], options: Mapping[Path, ReadOptions], guard: Guard, make_id: Callable[[], str]
) -> list[FilePlan] | None:
    """Return the plans of files that all repeat the newest sync; None if any may say something new.

    Args:
        stored: the store.
        paths: the files.
        options: how each would be read.
        guard: looks at a whole file.
        make_id: gives ids for the runs.

    Raises:
        RefusedError: a file is damaged or locked.
    """
    newest = stored.newest_reports()
    found = []
    for path in paths:
        key = content_key(path)
        report = next((one for one in newest if key is not None and one["kept"].get("content") == key), None)
        if report is None or not _read_alike(report, options[path]):
            return None
        found.append((path, report))
    if not _whole([report for _, report in found], newest):
        return None
    plans = [plan_of(path, report, guard(path), make_id()) for path, report in found]
    same = all(
        _same_day(report, options[plan.path]) or plan.table.sha256 == report["sha256"]
        for plan, (_, report) in zip(plans, found, strict=True)
    )
    return plans if same else None


def seen(stored: Stored, options: ReadOptions) -> dict[str, dict[str, Any]]:
    """Return the reports of the newest sync's files that a file of the same cells would repeat, by those cells.

    Args:
        stored: the store.
        options: how the file is read.
    """
    newest = stored.newest_reports()
    return {
        report["kept"]["cells"]: report
        for report in newest
        if report["kept"].get("cells")
        and _read_alike(report, options)
        and _same_day(report, options)
        and _whole([report], newest)
    }


def _whole(found: Sequence[Mapping[str, Any]], newest: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether the sources of some files have no other file in the newest sync.

    What such a file brought would be missing now, and whether it is gone is not for these files to say.
    """
    ids, sources = {report["id"] for report in found}, {report["kept"]["source"] for report in found}
    return all(report["id"] in ids for report in newest if report["kept"]["source"] in sources)


def _read_alike(report: Mapping[str, Any], options: ReadOptions) -> bool:
    """Tell whether a file would be read as the one of a report was."""
    return report["kept"].get("reading") == reading(options) and options.scope in {None, report["scope"]}


def _same_day(report: Mapping[str, Any], options: ReadOptions) -> bool:
    """Tell whether the same rows would stand for the same day: they say so themselves, or it is that day."""
    before = from_stored(report["id"], "", report)
    if options.as_of is not None and options.as_of != before.as_of:
        return False
    said = before.as_of_from in {"stated", "derived", ""}
    return said or before.as_of == (options.as_of or options.day)


def same_cells(stored: Stored, files: Sequence[FilePlan]) -> bool:
    """Tell whether all files hold the cells of the newest sync and were understood like them; then they change nothing.

    Args:
        stored: the store.
        files: read and judged, no row compared yet; what they come to is written into them where they repeat it.
    """
    newest = stored.newest_reports()
    found = []
    for file in files:
        report = next((one for one in newest if file.table.cells and _repeats(file, one)), None)
        if report is None:
            return False
        found.append(report)
    if not _whole(found, newest):
        return False
    for file, report in zip(files, found, strict=True):
        _repeat(file, from_stored(report["id"], "", report))
    return True


def _repeats(file: FilePlan, report: Mapping[str, Any]) -> bool:
    """Tell whether a file and the one of a report hold the same cells and come to the same."""
    if report["kept"].get("cells") != file.table.cells or report["kept"].get("reading") != file.reading:
        return False
    before, table = from_stored(report["id"], "", report), file.table
    return (
        not file.older
        and file.options.get("scope") in {None, report["scope"]}
        and (file.source, file.kind.value, file.known_as_of) == (before.source, before.kind, before.as_of)
        and (table.rows, dict(table.totals), table.coverage) == (before.rows, dict(before.totals), before.coverage)
    )


def plan_of(path: Path, report: Mapping[str, Any], sha256: str, run_id: str) -> FilePlan:
    """Return the plan of a file that changes nothing, from the report of the run that it repeats."""
    before = from_stored(report["id"], "", report)
    as_of = before.as_of or before.coverage or date.min
    plan = FilePlan(path, run_id, _table(path, before, report["kept"], sha256), as_of)
    _repeat(plan, before)
    plan.content = content_key(path)
    plan.reading = report["kept"]["reading"]
    return plan


def _repeat(plan: FilePlan, before: RunReport) -> None:
    """Write down that a file changes nothing."""
    counts = before.counts
    plan.counts = Counts(unchanged=counts.new + counts.changed + counts.reopened + counts.unchanged)
    plan.coverage = before.coverage
    plan.scope = None if before.scope is None else Scope(before.scope)
    plan.scope_why = before.scope_why
    plan.again = before.id


def _table(path: Path, before: RunReport, kept: Mapping[str, Any], sha256: str) -> FileTable:
    """Return what is known about the file: what was known about the one it repeats."""
    table = FileTable(
        file=path.name,
        sha256=sha256,
        container="",
        encoding=before.encoding,
        sheet=before.sheet,
        header_row=before.header_row,
        layout=before.layout,
        company=before.source.partition(":")[2],
        kind=SyncKind(before.kind),
        columns=(),
        as_of=before.as_of,
        as_of_from=before.as_of_from,
        coverage=before.coverage,
        rows=before.rows,
    )
    return replace(
        table,
        totals=before.totals,
        own_totals=before.own_totals,
        set_aside=before.set_aside,
        rejected=before.rejected,
        warnings=before.warnings[: kept["told"]],
        account_count=before.accounts,
        origin=before.source.partition(":")[0],
        cells=before.cells,
        account=before.account,
    )
