"""The sync room as the window uses it: preview, apply, history, taking back."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import Scope, SyncKind, SyncState
from app.errors import RefusedError
from app.i18n import msg
from app.models.sync import SyncRun
from app.progress import Progress, silent
from app.services.files import is_file, is_folder
from app.services.sync.layouts.layout import Layout
from app.services.sync.model import Question
from app.services.sync.newest import newest_batch
from app.services.sync.options import ReadOptions, answered
from app.services.sync.planning import renumbered
from app.services.sync.planning.kinds import cases
from app.services.sync.planning.kinds.payers import BY_NAME
from app.services.sync.request import FilesRefusedError
from app.services.sync.run import FileQuestion, Fingerprint, SyncOptions, SyncResult, sync_files
from app.services.sync.telling.history import RunRow, list_runs
from app.services.sync.telling.news import News, news_of
from app.services.sync.telling.report import RunReport
from app.services.sync.writing.undo import UndoResult, undo_sync
from app.services.unit_of_work import Store

#: The question about a file that states another total than its rows have, and its only answer: without it nothing is
#: applied.
OWN_TOTAL: Final = "own-total"
TAKE: Final = "take"
#: Options whose answer holds for all files given together.
OF_ALL: Final = frozenset({"--scope", "--older", "--names", renumbered.OPTION})
#: What the names of exports end in; what they hold is told by their content alone.
ENDINGS: Final = frozenset(
    """
    .xlsx .xlsm .xlsb .xls .xml .ods .fods .csv .txt .tsv .tab .htm .html .mht .mhtml
    .lst .lis .prn .rpt .out .asc .dat
    .sta .mt940 .940 .mt9 .swi .bai .bai2 .camt .ofx .qfx .n43 .c43 .q43 .a43 .aeb
    """.split()
)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the collector answered, by option; some hold for one file, some for all.

    Attributes:
        by_file: by path, then by option of the command line or ``OWN_TOTAL``.
        layouts: the mappings that were edited and not saved, by path.
        control_totals: what the collector knows from the ledger; an apply that differs is refused.
    """

    by_file: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    scope: str | None = None
    names: str | None = None
    renumbered: str | None = None
    older: bool = False
    control_totals: Mapping[str, int] = field(default_factory=dict)

    def without(self, *paths: str) -> Answers:
        """Return what still holds without some of the files.

        What was answered of all files was asked with those among them, so it is asked again; only that they are a
        selection stays said, as nothing is closed by it.
        """
        return Answers(
            by_file={name: given for name, given in self.by_file.items() if name not in paths},
            layouts={name: layout for name, layout in self.layouts.items() if name not in paths},
            scope=self.scope if self.scope == Scope.PARTIAL.value else None,
        )


@dataclass(frozen=True, slots=True)
class SyncPage:
    """The imports there were, and the files of the newest one for reading them again."""

    runs: tuple[RunRow, ...]
    again: tuple[str, ...]


def sync_page(session: Session) -> SyncPage:
    """Return the history and the paths of the newest batch's files."""
    runs = list_runs(session)
    newest = newest_batch(session.connection(), SyncState.APPLIED, SyncState.UNCHANGED)
    again: tuple[str, ...] = ()
    if newest is not None:
        rows = session.execute(
            select(SyncRun.folder, SyncRun.file).where(SyncRun.batch_id == newest).order_by(SyncRun.position)
        )
        again = tuple(dict.fromkeys(str(Path(folder) / name) for folder, name in rows if folder))
    return SyncPage(runs, again)


def preview(
    store: Store, paths: Sequence[str], answers: Answers, day: date, zone: str, progress: Progress = silent
) -> SyncResult:
    """Say what the files would change; nothing is written and open questions come back.

    Control totals are compared where they are typed and refuse only what is applied. Of several files that are refused
    all are told at once; a single one is raised.
    """
    options = replace(_options(answers, day, zone), control_totals={})
    try:
        result = sync_files(store, [Path(path) for path in paths], options, progress, dry_run=True)
    except FilesRefusedError as error:
        return SyncResult((), error.questions, error.refused, as_of=day)
    asked = (*_own_totals(result, options.taken), *_payers(result))
    return replace(result, questions=(*result.questions, *asked))


def look(
    store: Store, paths: Sequence[str], answers: Answers, day: date, zone: str, progress: Progress = silent
) -> tuple[SyncResult, News]:
    """Return a preview with its news, counted off the window's thread: there may be a hundred thousand moves."""
    result = preview(store, paths, answers, day, zone, progress)
    return result, news_of(result.runs, result.moves)


def _own_totals(result: SyncResult, taken: AbstractSet[str]) -> Iterator[FileQuestion]:
    """Ask about files whose rows add up to something else than they say themselves, unless they are taken so."""
    for run, path in zip(result.runs, result.paths, strict=True):
        for notice in run.warnings if path not in taken else ():
            if notice.code == "own_total_differs":
                yield FileQuestion(run.file, Question(OWN_TOTAL, None, notice.text, (TAKE,)), path)


def _payers(result: SyncResult) -> Iterator[FileQuestion]:
    """Ask about payers that a name could tie to an account; what is not said is no guess, but left without account."""
    for run, path in zip(result.runs, result.paths, strict=True):
        for notice in run.warnings:
            if notice.code == BY_NAME:
                yield FileQuestion(run.file, Question(cases.OPTION, None, notice.text, (cases.TIE, cases.LEAVE)), path)


def expect_files(_session: Session) -> None:
    """Have a process ready that reads the next file; off the window's thread, as it brings the reader's modules."""
    from app.services.sync.reading.spare import SPARE

    SPARE.prepare()


def expect_no_files() -> None:
    """Let go of the process that is ready."""
    from app.services.sync.reading.spare import SPARE

    SPARE.drop()


def gather(_store: Store, paths: Sequence[str], progress: Progress = silent) -> tuple[str, ...]:
    """Return files, and of folders the files in them that may be exports, by name.

    Raises:
        RefusedError: a folder holds none, or cannot be looked into.
    """
    found: list[str] = []
    for name in paths:
        path = Path(name)
        if is_folder(path):
            progress(0, 0, path.name)
            found += [str(file) for file in exports_in(path)]
        else:
            found.append(str(path))
    return tuple(dict.fromkeys(found))


def exports_in(folder: Path, pattern: str = "*") -> list[Path]:
    """Return the files of a folder that may be exports, by name; not those that a spreadsheet program hides.

    Args:
        folder: where to look; not into the folders in it.
        pattern: what names are like, ``*`` for any letters and ``?`` for one; small and large letters are one.

    Raises:
        RefusedError: the folder holds none, or cannot be looked into.
    """
    where = msg("Folder {folder}.", folder=str(folder))
    fits = pattern.casefold()
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if fnmatchcase(entry.name.casefold(), fits)]
    except (OSError, ValueError) as error:
        what = msg("The folder cannot be looked into.")
        raise RefusedError("folder_unreadable", what, where, msg("Choose another folder.")) from error
    files = [path for path in map(folder.joinpath, sorted(names)) if path.suffix.lower() in ENDINGS and is_file(path)]
    found = [path for path in files if not path.name.startswith((".", "~$"))]
    if not found:
        what = msg("There is no spreadsheet or text file in the folder.")
        raise RefusedError("folder_empty", what, where, msg("Choose the files themselves, or another folder."))
    return found


def nets(runs: Sequence[RunReport]) -> dict[str, int]:
    """Return what the rows add up to by currency, as control totals count: open items alone where there are any."""
    counted = [run for run in runs if run.kind == SyncKind.OPEN_ITEMS.value] or list(runs)
    found: dict[str, int] = {}
    for run in counted:
        for currency, totals in run.totals.items():
            found[currency] = found.get(currency, 0) + totals.net
    return found


def apply(
    store: Store,
    paths: Sequence[str],
    answers: Answers,
    expect: Fingerprint | None,
    day: date,
    zone: str,
    progress: Progress = silent,
) -> SyncResult:
    """Apply what was previewed, as one transaction; refused if anything is no longer as the preview saw it."""
    options = replace(_options(answers, day, zone), expect=expect)
    done = sync_files(store, [Path(path) for path in paths], options, progress)
    return replace(done, news=news_of(done.runs, done.moves))


def take_back(store: Store, day: date, zone: str, progress: Progress = silent) -> UndoResult:
    """Take back the newest applied sync."""
    return undo_sync(store, day, zone, progress)


def _options(answers: Answers, day: date, zone: str) -> SyncOptions:
    scope = None if answers.scope is None else Scope(answers.scope)
    base = ReadOptions(day=day, scope=scope, older=answers.older)
    files = {name: _of_file(base, answers, name) for name in {**answers.by_file, **answers.layouts}}
    totals = dict(answers.control_totals)
    taken = frozenset(path for path, given in answers.by_file.items() if given.get(OWN_TOTAL) == TAKE)
    return SyncOptions(base, files, totals, answers.names, zone, renumbered=answers.renumbered, taken=taken)


def _of_file(base: ReadOptions, answers: Answers, name: str) -> ReadOptions:
    """Return how one file is read; a list beside the ledger may be said to be everything on its own."""
    given = answers.by_file.get(name, {})
    scope = Scope(given["--scope"]) if "--scope" in given else base.scope
    return replace(answered(base, given), mapping=answers.layouts.get(name), scope=scope)
