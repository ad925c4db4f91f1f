"""Use case: synchronise files. Preview and commit are this one way; a preview is a plan that nobody writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeGuard

from sqlalchemy.orm import Session

from app.enums import SyncKind
from app.errors import RefusedError, UsageError
from app.garbage import paused
from app.i18n import msg, render
from app.progress import Progress, part, silent
from app.services.files import check_file
from app.services.preferences import load_settings
from app.services.sync.answers import SameCellsError
from app.services.sync.facts.shapes import reach_of
from app.services.sync.files.grid import ALL_SHEETS
from app.services.sync.known import Known
from app.services.sync.model import Question, QuestionsError, ReadOptions
from app.services.sync.parts import Part, judged_by, kept_with
from app.services.sync.planning import again, alike, checks
from app.services.sync.planning.batch import Batch, Choices, Stream
from app.services.sync.planning.ending import close_gone
from app.services.sync.planning.plan import FilePlan, in_order
from app.services.sync.planning.reissued import NumbersFound
from app.services.sync.planning.scopes import decide_scopes
from app.services.sync.planning.stored import AppliedRun, Stored
from app.services.sync.reading.opening import Reader, open_parts
from app.services.sync.request import (
    FileQuestion,
    FileRefusal,
    FilesRefusedError,
    Fingerprint,
    SyncOptions,
    SyncResult,
    undecided,
)  # fmt: skip
from app.services.sync.telling.moves import Listing, Move, moves_of
from app.services.sync.telling.report import RunReport, report_of
from app.services.sync.unit import unit
from app.services.sync.writing.apply import Applier, Sink
from app.services.sync.writing.commit import Outcome, Terms, commit_batch
from app.services.sync.writing.writer import Writer
from app.services.unit_of_work import Store, UnitOfWork

__all__ = ["FileQuestion", "Fingerprint", "Move", "RunReport", "SyncOptions", "SyncResult", "sync_files"]

#: A file above this size is worth loading the store's items while it is read, bytes.
_LARGE: Final = 500_000
#: The moment in the ids of a preview, which nobody keeps.
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)


def sync_files(
    store: Store,
    paths: Sequence[Path],
    options: SyncOptions,
    progress: Progress = silent,
    *,
    dry_run: bool = False,
    reader: Reader | None = None,
) -> SyncResult:
    """Import files as one transaction, or say what that would do.

    Args:
        store: the open store; a preview only reads it.
        paths: the files, in any order.
        options: what the collector decided.
        progress: called while files are read and compared; may raise ``Cancelled``, then nothing is kept.
        dry_run: preview: plan, and write nothing.
        reader: opens a file; the worker process by default.

    Raises:
        RefusedError: a file is refused (missing, damaged, older, another control total …); nothing is changed.
        QuestionsError: the evidence does not decide and this is no preview.
        StoreError: the store cannot be written.
    """
    if not paths:
        raise UsageError("no_files", msg("No file was given."))
    for path in paths if reader is None else ():
        check_file(path)
    while True:
        try:
            return _once(store, paths, options, progress, reader or _reader(), dry_run=dry_run)
        except NumbersFound as told:  # each of both is found once
            accounts, documents = (*options.accounts, *told.accounts), (*options.documents, *told.documents)
            options = replace(options, accounts=accounts, documents=documents)


def _once(
    store: Store, paths: Sequence[Path], options: SyncOptions, progress: Progress, reader: Reader, *, dry_run: bool
) -> SyncResult:
    """Plan and write once, or say what that would do; what was written is dropped where planning begins again."""
    with paused(keeps=True), unit(store, dry_run=dry_run) as (session, uow):
        run = _Run(session, uow, options, progress, reader)
        try:
            return run.whole(paths, uow)
        finally:
            run.release()


def _reader() -> Reader:
    """Return the reader of real files; imported late because it brings the worker's modules."""
    from app.services.sync.reading.read import read_file

    return read_file


def _is_failure(opened: Stream | BaseException) -> TypeGuard[BaseException]:
    return isinstance(opened, BaseException) and not isinstance(opened, QuestionsError)


def _one_of(failures: list[tuple[Part, BaseException]], questions: Sequence[FileQuestion]) -> BaseException:
    """Return what is raised for files that failed, and forget them: what is no refusal goes first.

    Several sheets of one file are one that is refused.
    """
    refused = [FileRefusal(str(part.path), one) for part, one in failures if isinstance(one, RefusedError)]
    other = next((one for _, one in failures if not isinstance(one, RefusedError)), None)
    failures.clear()
    if other is not None:
        return other
    several = len({one.path for one in refused}) > 1
    return FilesRefusedError(refused, questions) if several else refused[0].error


def _empty(things: list[Any]) -> None:
    """Let go of things one by one."""
    while things:
        things.pop()


class _Run:
    """One call of the use case."""

    def __init__(
        self, session: Session, uow: UnitOfWork | None, options: SyncOptions, progress: Progress, reader: Reader
    ) -> None:
        self.options = options
        self.progress = progress
        self.reader = reader
        self.stored = Stored(session.connection())
        self.settings = load_settings(session)
        now = _EPOCH if uow is None else uow.now
        numbers = (options.renumbered, options.accounts, options.documents)
        choices = Choices(options.read.scope, options.names, *numbers)
        self.batch = Batch(self.stored, choices, now)
        self.applier = Applier(Writer(session.connection()))
        self.listing = Listing(self.batch.accounts)
        self.sink: Sink = self.listing if uow is None else self.applier
        self.known = Known.of(session, options.read.day)
        self.given: list[FilePlan] = []
        self.read_as: dict[str, ReadOptions] = {}
        self.open_questions: list[FileQuestion] = []

    def whole(self, paths: Sequence[Path], uow: UnitOfWork | None) -> SyncResult:
        """Preview without a unit of work, else commit."""
        if uow is not None and self.repeats(paths):
            return self.commit(uow)
        try:
            self.plan(paths)
        except SameCellsError as same:
            report = again.seen(self.stored, same.options)[same.cells]
            self._take([again.plan_of(same.path, report, same.sha256, self.batch.ids.one())])
        except QuestionsError:
            if uow is not None:
                raise
            return SyncResult((), tuple(self.open_questions), as_of=self.options.read.day)
        return self.preview() if uow is None else self.commit(uow)

    def release(self) -> None:
        """Let go of what was loaded and planned, a little at a time: all at once would hold the interpreter."""
        self.batch.release()
        _empty(self.batch.gone)
        self.batch.changes.release()

    # -------------------------------------------------------------------------------------------- plan

    def plan(self, paths: Sequence[Path]) -> None:
        """Read the files and plan what they do; what is new may be written on the way."""
        with ExitStack() as stack:
            opened = self._open(stack, paths)
            runs = self.stored.runs()
            self.given = [self._file(one, stream, runs) for one, stream in opened]
            self._check(runs)
            if self.sink is self.applier and self.options.names is None and again.same_cells(self.stored, self.given):
                self.batch.files = in_order(self.given)
                return
            by_run = {file.run_id: stream for file, (_, stream) in zip(self.given, opened, strict=True)}
            files = in_order(self.given)
            self.batch.begin(files)
            older = [file for file in files if file.older]
            self.applier.closed_by = {f.run_id: self.stored.full_after(f.source, f.as_of) for f in older}
            known = frozenset(run.source for run in runs if run.kind == SyncKind.OPEN_ITEMS.value)
            self._feed(files, by_run, known)
        close_gone(self.batch, self.settings)
        self.batch.facts.end()
        self.batch.accounts.finish()

    def repeats(self, paths: Sequence[Path]) -> bool:
        """Tell whether the files repeat the newest sync part by part, so that no cell need be read."""
        options = {path: self._read_options(path) for path in paths}
        if self.options.names is not None or any(option.sheet == ALL_SHEETS for option in options.values()):
            return False
        plans = again.repeated(self.stored, paths, options, self._guard, self.batch.ids.one)
        if plans is None:
            return False
        self._take(plans)
        return True

    def _take(self, plans: list[FilePlan]) -> None:
        """Take the plans of files that change nothing."""
        self.given = plans
        for file in plans:
            self.read_as[file.run_id] = self._read_options(file.path)
            file.options = kept_with(file, self.read_as[file.run_id], self.options)
        self._check([])
        self.batch.files = in_order(plans)

    def _seen(self, given: Part) -> ReadOptions:
        """Return how a file is read that is given alone: where it repeats the newest sync, its cells tell as much."""
        if self.sink is not self.applier or self.options.names is not None:
            return given.options
        return replace(given.options, seen=frozenset(again.seen(self.stored, given.options)))

    def _guard(self, path: Path) -> str:
        """Let the guard look at a file as before every reading; returns its SHA-256."""
        from app.services.sync.files import guard

        label = render(msg("Checking {file}", file=path.name))
        return guard.examine(guard.open_file(path), part(self.progress, 0, 85), label).sha256

    def _open(self, stack: ExitStack, paths: Sequence[Path]) -> list[tuple[Part, Stream]]:
        """Open all files while the store is loaded; every question of every file is collected."""
        large = any(path.exists() and path.stat().st_size > _LARGE for path in paths)
        parts = [Part(path, self._read_options(path)) for path in paths]
        if len(parts) == 1:
            parts = [replace(parts[0], options=self._seen(parts[0]))]
        progress = part(self.progress, 0, 85)
        opened = open_parts(stack, parts, self.reader, progress, self.batch.preload if large else None)
        asked = [
            FileQuestion(given.path.name, question, str(given.path))
            for given, one in opened
            for question in (one.questions if isinstance(one, QuestionsError) else ())
        ]
        self.open_questions += dict.fromkeys(asked)
        failures = [(given, one) for given, one in opened if _is_failure(one)]
        streams = [(given, one) for given, one in opened if not isinstance(one, BaseException)]
        if failures:
            opened.clear()  # what is raised holds this frame, which shall not hold it
            raise _one_of(failures, self.open_questions)
        if self.open_questions:
            raise undecided(self.open_questions)
        return streams

    def _read_options(self, path: Path) -> ReadOptions:
        return self.known.put_into(self.options.files.get(str(path), self.options.read))

    def _file(self, given: Part, stream: Stream, runs: Sequence[AppliedRun]) -> FilePlan:
        """Start the plan of a file."""
        table = alike.tied(stream.table, given.options, [run.source for run in runs])
        as_of, before = checks.as_of(table, runs, self.options.read.day)
        file = FilePlan(given.path, self.batch.ids.one(), table, as_of, again=before, warnings=given.notices)
        file.content, file.reading = again.content_key(given.path), again.reading(given.options)
        self.read_as[file.run_id] = self._read_options(given.path)
        file.options = kept_with(file, self.read_as[file.run_id], self.options)
        file.named = given.options.layout is not None or given.options.mapping is not None
        if table.kind is not SyncKind.OPEN_ITEMS:
            file.scope, file.scope_why = reach_of(table.kind, given.options.scope)
        checks.warn_about(file, self.options.read.day)
        return file

    def _check(self, runs: Sequence[AppliedRun]) -> None:
        """Refuse what is known to be wrong before any row is compared."""
        expect = self.options.expect
        if expect is not None and expect != self.fingerprint():
            raise RefusedError(
                "preview_stale",
                msg("The file or the store has changed since the preview, or a layout, a rate or a setting."),
                do=msg("Look at the preview again; nothing was changed."),
            )
        for file in self.given:
            checks.check_age(file, runs, insists=self.options.read.older)
        checks.check_totals(self.given, self.options.control_totals)

    def _feed(self, files: Sequence[FilePlan], streams: Mapping[str, Stream], known: frozenset[str]) -> None:
        """Feed the files in their order; after the open items it is known what is gone."""
        decided = False
        for file in files:
            if not decided and file.kind not in {SyncKind.CUSTOMERS, SyncKind.OPEN_ITEMS}:
                decide_scopes(self.batch, self.settings, known)
                decided = True
            self.batch.feed(file, streams[file.run_id], self.sink)
        if not decided:
            decide_scopes(self.batch, self.settings, known)

    # -------------------------------------------------------------------------------------------- outcome

    def fingerprint(self) -> Fingerprint:
        """Return what this plan saw."""
        files = tuple((file.table.file, file.table.sha256) for file in self.given)
        read = [self.read_as[file.run_id] for file in self.given]
        return Fingerprint(files, self.stored.mark(), judged_by(read, self.settings))

    def preview(self) -> SyncResult:
        """Return what would happen."""
        return SyncResult(
            runs=tuple(report_of(file, "preview", self._questions_of(file)) for file in self.given),
            questions=self._asked(),
            moves=moves_of(self.batch),
            fresh=self.listing.new,
            fingerprint=self.fingerprint(),
            as_of=self.options.read.day,
            paths=tuple(str(file.path) for file in self.given),
        )

    def commit(self, uow: UnitOfWork) -> SyncResult:
        """Write it all, or raise the first open question."""
        if self.batch.questions:
            raise undecided(self._asked())
        fingerprint = self.fingerprint()
        moves = moves_of(self.batch)
        self.progress(88, 100, render(msg("Writing")))
        terms = Terms(self.settings, self.options.read.day, self.options.zone, self.read_as)
        outcome: Outcome = commit_batch(uow, self.batch, self.applier, terms)
        self.progress(98, 100, render(msg("Writing")))
        changes = uow.commit()
        return SyncResult(
            runs=tuple(report_of(file, outcome.states[file.run_id].value) for file in self.given),
            moves=moves,
            fingerprint=fingerprint,
            applied=outcome.changed,
            as_of=self.options.read.day,
            data_date=outcome.days.data_date,
            changes=changes,
        )

    def _asked(self) -> tuple[FileQuestion, ...]:
        """Return what planning has left open."""
        return tuple(FileQuestion(file.table.file, question, str(file.path)) for file, question in self.batch.questions)

    def _questions_of(self, file: FilePlan) -> tuple[Question, ...]:
        return tuple(question for other, question in self.batch.questions if other is file)
