"""The files on the table: given, read, answered, applied; says what came of it and knows nothing of widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from app.errors import AppError
from app.i18n import _
from app.services.sync import desk as room
from app.services.sync.desk import Answers
from app.services.sync.layouts.layout import Layout
from app.services.sync.options import ENCODING
from app.services.sync.planning import renumbered
from app.services.sync.run import SyncResult
from app.services.sync.telling.news import News
from app.services.sync.writing.undo import UndoResult
from app.ui.tasks import Job
from app.ui.view import Desk

#: The refusal of control totals that differ from the rows.
DIFFERS: Final = "control_total_differs"


class SyncSession(QObject):
    """What is being looked at, with the collector's answers.

    ``begun`` says that files are being read, ``applying`` that they are applied; then comes one of ``previewed`` and
    ``applied`` with a result, ``failed`` with an error, ``cancelled``, or ``broken`` after a defect of the program, of
    which others tell. ``undoing`` says that the newest sync is being taken back, ``undone`` carries what was.
    """

    begun = Signal()
    applying = Signal()
    previewed = Signal(object)
    applied = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    broken = Signal()
    undone = Signal(object)
    undoing = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._job: Job | None = None
        self.paths: list[str] = []
        self.answers = Answers()
        self.result: SyncResult | None = None
        self.news = News()
        self._applying = False
        self._day: date | None = None
        desk.runner.defect.connect(self._broken)

    @property
    def busy(self) -> bool:
        """Tell whether something is being written."""
        return self._applying

    @property
    def ready(self) -> bool:
        """Tell whether there is a preview that leaves nothing open."""
        found = self.result is not None and bool(self.result.runs) and not self.result.questions
        return found and not self._applying

    def asked_path(self) -> str:
        """Return the file that the first question is about, or the only one."""
        if self.result is not None and self.result.questions:
            return self.result.questions[0].path
        return self.paths[0] if len(self.paths) == 1 else ""

    # ------------------------------------------------------------------ looking

    def take(self, given: Sequence[str]) -> None:
        """Look at other files, and at the exports in folders; not while some are being applied."""
        if self._writing():
            return
        self.answers, self.paths, self.result = Answers(), [], None
        self._work(room.gather, list(given), label=_("Reading files"), on_done=self._gathered)

    def look_again(self) -> None:
        """Read the files again with what was answered."""
        self._look(self.paths, self.answers)

    def keep_up(self) -> None:
        """Read again where another day has begun, or is looked at, since the files were read."""
        read = self.result is not None or self._job is not None
        if self.paths and read and not self._applying and self._day != self._desk.day:
            self.look_again()

    def answer(self, answers: Sequence[tuple[str, str, str]]) -> None:
        """Keep answers (path, option, text), by file where they are about one, and read again.

        An empty text takes an answer back.
        """
        self._look(self.paths, self._with(answers))

    def _with(self, answers: Sequence[tuple[str, str, str]]) -> Answers:
        """Return the answers with others beside them or in their place."""
        by_file = {path: dict(given) for path, given in self.answers.by_file.items()}
        kept = self.answers
        for path, option, text in answers:
            if option == "--scope" and not path:
                kept = replace(kept, scope=text or None)
            elif option == "--older":
                kept = replace(kept, older=True)
            elif option == renumbered.OPTION:
                kept = replace(kept, renumbered=text)
            elif option == "--names":
                kept = replace(kept, names=text)
            elif text:
                by_file.setdefault(path, {})[option] = text
            else:
                by_file.get(path, {}).pop(option, None)
        return replace(kept, by_file=by_file)

    def insist(self) -> None:
        """Take files older than the data as history."""
        self._look(self.paths, replace(self.answers, older=True))

    def leave_out(self, *paths: str, given: Sequence[tuple[str, str, str]] = ()) -> None:
        """Go on without some of the files, with what is answered of others by then.

        What was said of all files is not said of those that are left.
        """
        self._look([one for one in self.paths if one not in paths], self._with(given).without(*paths))

    def read_with(self, path: str, layout: Layout | None, encoding: str | None = None) -> None:
        """Read one file as an edited layout says; with None as the program recognises it.

        An encoding is said with it, or with an empty text taken back.
        """
        answers = self.answers if encoding is None else self._with([(path, ENCODING.option, encoding)])
        layouts = {name: kept for name, kept in self.answers.layouts.items() if name != path}
        if layout is not None:
            layouts[path] = layout
        self._look(self.paths, replace(answers, layouts=layouts))

    def _look(self, paths: list[str], answers: Answers) -> None:
        """Read files with answers; nothing is read, and nothing forgotten, while the store is written."""
        if self._writing() or not paths:
            return
        self.paths, self.answers, self.result = paths, answers, None
        self._day = self._desk.day
        self.begun.emit()
        self._work(
            room.look,
            paths,
            answers,
            self._day,
            self._desk.zone,
            label=_("Reading files"),
            on_done=self._previewed,
        )

    def _writing(self) -> bool:
        """Tell whether the store is being written, and say then that files have to wait."""
        if self._applying:
            self._desk.tell(
                _("These files are not read: the store is being written just now. Give them again in a moment."),
                "amber",
            )
        return self._applying

    # ------------------------------------------------------------------ doing

    def apply(self, control_totals: dict[str, int]) -> None:
        """Apply what was previewed, for the day of the preview; refused where control totals differ."""
        if not self.ready or self.result is None:
            return
        self._applying = True
        self.applying.emit()
        self._work(
            room.apply,
            self.paths,
            replace(self.answers, control_totals=control_totals),
            self.result.fingerprint,
            self.result.as_of or self._desk.day,
            self._desk.zone,
            label=_("Applying"),
            on_done=self._applied,
        )

    def take_back(self) -> None:
        """Take the newest sync back; what was previewed before is of another store then."""
        if self._applying:
            return
        self._applying, self.paths, self.result, self.answers = True, [], None, Answers()
        self.undoing.emit()
        self._work(room.take_back, self._desk.day, self._desk.zone, label=_("Taking back"), on_done=self._taken_back)

    def cancel(self) -> None:
        """Stop what is running."""
        if self._job is not None:
            self._job.cancel()

    # ------------------------------------------------------------------ answers of the work

    def _work(self, fn: Any, *args: Any, label: str, on_done: Any) -> None:
        """Run one thing at a time: what ran before is stopped, and nobody hears of it."""
        if self._job is not None:
            self._job.cancel()
            self._job.drop()
        self._job = None
        job = self._desk.runner.work(
            fn, *args, label=label, on_done=on_done, on_failed=self._failed, on_cancelled=self._cancelled, owner=self
        )
        if job.future is None or not job.future.done():
            self._job = job

    def _gathered(self, paths: Sequence[str]) -> None:
        self.paths = list(paths)
        self.look_again()

    def _previewed(self, answer: tuple[SyncResult, News]) -> None:
        self._job = None
        self.result, self.news = answer
        self.previewed.emit(self.result)

    def _applied(self, result: SyncResult) -> None:
        self._job, self._applying = None, False
        self.paths, self.result, self.answers = [], None, Answers()
        self.applied.emit(result)

    def _taken_back(self, result: UndoResult) -> None:
        self._job, self._applying = None, False
        self.undone.emit(result)

    def _failed(self, error: AppError) -> None:
        self._job, self._applying = None, False
        if error.code != DIFFERS:  # what was previewed is as it was: another total may be typed
            self.result = None
        self.failed.emit(error)

    def _broken(self, error: BaseException) -> None:
        """Be ready for the next files where the program itself failed on these."""
        job = self._job
        if job is not None and job.future is not None and job.future.done() and job.future.exception() is error:
            self._job, self._applying, self.result = None, False, None
            self.broken.emit()

    def _cancelled(self) -> None:
        self._job, self._applying = None, False
        self.cancelled.emit()
