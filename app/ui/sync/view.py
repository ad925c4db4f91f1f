"""Sync: drop, look, answer, apply; the history with its way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QStackedWidget

from app.errors import AppError
from app.i18n import _, ngettext
from app.services.sync import desk as room
from app.services.sync.desk import Answers, SyncPage
from app.services.sync.report import RunReport
from app.services.sync.run import SyncResult
from app.services.sync.undo import UndoResult
from app.ui.actions import Handler
from app.ui.errors import confirm_loss, sentence
from app.ui.sync.columns import Rejected, Tie, files_spec, history_spec, moves_spec, rejected_spec, ties_spec
from app.ui.sync.drop import DropArea
from app.ui.sync.questions import QuestionsPanel
from app.ui.tables.table_panel import TablePanel
from app.ui.view import View
from app.ui.widgets.card import Card, Tabs
from app.ui.widgets.notices import Banner

FILES, MOVES, REJECTED, TIES, HISTORY = range(5)


class SyncView(View):
    """The sync room."""

    kinds = frozenset({"runs"})
    buttons = ("sync.undo", "sync.again", "sync.apply")
    primary = "sync.apply"

    def build(self) -> None:
        """Make the drop area, the lists under one line of tabs, and the questions at the right."""
        self.add_heading()
        self._paths: list[str] = []
        self._answers = Answers()
        self._result: SyncResult | None = None
        self._page: SyncPage | None = None
        self._refused: Banner | None = None
        self.drop = DropArea()
        self.drop.dropped.connect(self.take)
        self.drop.asked.connect(self._choose)
        self.add(self.drop)
        self.tabs = Tabs(_("Sync"))
        specs = (files_spec(), moves_spec(), rejected_spec(), ties_spec(), history_spec(self.desk.zone))
        self.lists = tuple(TablePanel(spec, self.desk.memory) for spec in specs)
        self._stack = QStackedWidget()
        words = (_("Files"), _("Changes"), _("Rejected rows"), _("Totals"), _("History"))
        for word, panel in zip(words, self.lists, strict=True):
            self.tabs.add(word)
            self._stack.addWidget(panel)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        body = Card((0, 0, 0, 0), 0)
        body.body.addWidget(self.tabs)
        body.body.addWidget(self._stack, 1)
        self.questions = QuestionsPanel()
        self.questions.answered.connect(self._answered)
        self.set_body(body, self.questions, 320)
        self.questions.hide()

    def load(self) -> None:
        """Load the history."""
        self.desk.runner.read(room.sync_page, on_done=self._show, owner=self, slot="page")

    def table(self) -> TablePanel | None:
        """Return the list in front."""
        return self.lists[self.tabs.currentIndex()]

    def focus_first(self) -> None:
        """Put the focus where the next step is."""
        if self.questions.isVisible():
            self.questions.focus_first()
        else:
            self.lists[self.tabs.currentIndex()].focus_rows()

    def handlers(self) -> Mapping[str, Handler]:
        """Return the commands of the room."""
        return {
            "sync.choose": self._choose,
            "sync.apply": self._apply,
            "sync.again": self._again,
            "sync.undo": self._undo,
        }

    def state(self) -> Any:
        """Keep the files and answers of a preview."""
        return self._paths, self._answers

    def restore(self, state: Any) -> None:
        """Preview again after a change of language."""
        paths, answers = state
        if paths:
            self._answers = answers
            self._preview(paths)

    # ------------------------------------------------------------------ giving files

    def take(self, paths: Sequence[str]) -> None:
        """Preview files that were dropped or chosen."""
        self._answers = Answers()
        self._preview(list(paths))

    def _choose(self) -> None:
        words = _("Spreadsheets and text")
        kept = str(self.desk.memory.get("sync/folder", ""))
        paths, _kind = QFileDialog.getOpenFileNames(
            self, _("Choose export files"), kept, f"{words} (*.xlsx *.xls *.csv *.txt *.tsv);;* (*)"
        )
        if paths:
            self.desk.memory.put("sync/folder", str(Path(paths[0]).parent))
            self.take(paths)

    def _again(self) -> None:
        if self._page is not None and self._page.again:
            self.take(self._page.again)
        else:
            self.desk.tell(_("There is no earlier sync whose files could be read again."), "amber")

    def _preview(self, paths: list[str]) -> None:
        self._paths = paths
        self._result = None
        self._say_refused("")
        self.set_subtitle(ngettext("Reading {n} file", "Reading {n} files", len(paths)))
        self.tabs.setCurrentIndex(FILES)
        self.desk.runner.work(
            room.preview,
            paths,
            self._answers,
            self.desk.day,
            self.desk.zone,
            label=_("Reading files"),
            on_done=self._previewed,
            on_failed=self._failed,
            on_cancelled=lambda: self.set_subtitle(_("Reading was cancelled; nothing was changed")),
            owner=self,
        )

    # ------------------------------------------------------------------ showing

    def _show(self, page: SyncPage) -> None:
        self._page = page
        self.lists[HISTORY].set_rows(page.runs)
        self.tabs.set_count(HISTORY, len(page.runs))
        self.desk.actions.enable("sync.undo", on=any(run.can_undo for run in page.runs) and self.isVisible())
        self.desk.actions.enable("sync.again", on=bool(page.again) and self.isVisible())
        self.desk.actions.enable("sync.apply", on=self._ready() and self.isVisible())
        if not self._paths:
            self.set_subtitle(_("Drop files to see what they would change; nothing is written before you apply"))
            if page.runs and self.tabs.currentIndex() == FILES:
                self.tabs.setCurrentIndex(HISTORY)

    def _previewed(self, result: SyncResult) -> None:
        self._result = result
        self._fill(result.runs, result)
        self.questions.setVisible(bool(result.questions))
        if result.questions:
            self.questions.ask(result.questions)
            self.questions.focus_first()
            self.set_subtitle(ngettext("{n} question before anything is applied",
                                       "{n} questions before anything is applied", len(result.questions)))  # fmt: skip
        else:
            self.set_subtitle(news(result.runs))
        self.desk.actions.enable("sync.apply", on=self._ready())

    def _fill(self, runs: Sequence[RunReport], result: SyncResult) -> None:
        rejected = [
            Rejected(run.file, row.row, row.column, row.value, row.reason) for run in runs for row in run.rejected
        ]
        ties = [
            Tie(run.file, currency, totals.net, run.own_totals.get(currency))
            for run in runs
            for currency, totals in run.totals.items()
        ]
        for place, rows in ((FILES, runs), (MOVES, result.moves), (REJECTED, rejected), (TIES, ties)):
            self.lists[place].set_rows(rows)
            self.tabs.set_count(place, len(rows))

    def _ready(self) -> bool:
        return self._result is not None and not self._result.questions and bool(self._result.runs)

    def _failed(self, error: AppError) -> None:
        self.set_subtitle(_("Nothing was changed"))
        for place in (FILES, MOVES, REJECTED, TIES):
            self.lists[place].set_rows(())
            self.tabs.set_count(place, 0)
        self._say_refused(sentence(error), older=error.code == "older_file")

    def _say_refused(self, text: str, *, older: bool = False) -> None:
        if self._refused is not None:
            self._refused.hide()
            self._refused.deleteLater()
            self._refused = None
        if text:
            self._refused = self.banner(text, "red")
            if older:
                self._refused.add_action(_("Take it as history"), self._insist)

    def _insist(self) -> None:
        self._answers = replace(self._answers, older=True)
        self._preview(self._paths)

    # ------------------------------------------------------------------ doing

    def _answered(self, answers: Sequence[tuple[str, str, str]]) -> None:
        """Keep the answers, by file where they are about one, and read again."""
        by_file = {path: dict(given) for path, given in self._answers.by_file.items()}
        kept = self._answers
        for file, option, text in answers:
            if option == "--scope":
                kept = replace(kept, scope=text)
            elif option == "--older":
                kept = replace(kept, older=True)
            elif text in {"tie", "leave"}:
                kept = replace(kept, names=text)
            else:
                for path in self._paths:
                    if Path(path).name == file:
                        by_file.setdefault(path, {})[option] = text
        self._answers = replace(kept, by_file=by_file)
        self._preview(self._paths)

    def _apply(self) -> None:
        if not self._ready() or self._result is None:
            return
        self.desk.actions.enable("sync.apply", on=False)
        self.desk.runner.work(
            room.apply,
            self._paths,
            self._answers,
            self._result.fingerprint,
            self.desk.day,
            self.desk.zone,
            label=_("Applying"),
            on_done=self._applied,
            on_failed=self._failed,
            owner=self,
        )

    def _applied(self, result: SyncResult) -> None:
        said = news(result.runs) if result.applied else _("Everything in these files was known already.")
        self.desk.tell(said, "green", _("Go to Today"), lambda: self.desk.go("today"))
        self._fill(result.runs, result)
        self._paths, self._result = [], None
        self.tabs.setCurrentIndex(HISTORY)
        self.load()

    def _undo(self) -> None:
        text = _("The newest sync is taken back. Calls, promises and notes stay. Promises are judged again.")
        if not confirm_loss(self, _("Take the newest sync back?"), text, _("Take back")):
            return
        work = self.desk.runner.work
        work(room.take_back, self.desk.day, self.desk.zone, label=_("Taking back"), on_done=self._undone, owner=self)

    def _undone(self, result: UndoResult) -> None:
        files = ", ".join(run.file for run in result.runs)
        self.desk.tell(_("Taken back: {files}.", files=files))
        self.load()


def news(runs: Sequence[RunReport]) -> str:
    """Say what changes, like news: ``12 paid · 4 part paid · 9 new · 2 vanished``."""
    counts = [run.counts for run in runs if run.kind in {"open-items", "closed-items"}]
    words = (
        (_("{n} paid", n=sum(one.paid for one in counts)), sum(one.paid for one in counts)),
        (_("{n} part paid", n=sum(one.part_paid for one in counts)), sum(one.part_paid for one in counts)),
        (_("{n} credited", n=sum(one.credited for one in counts)), sum(one.credited for one in counts)),
        (_("{n} new", n=sum(one.new for one in counts)), sum(one.new for one in counts)),
        (_("{n} reopened", n=sum(one.reopened for one in counts)), sum(one.reopened for one in counts)),
        (_("{n} vanished", n=sum(one.vanished for one in counts)), sum(one.vanished for one in counts)),
    )
    told = [text for text, count in words if count]
    files = ngettext("{n} file", "{n} files", len(runs))
    return " · ".join([files, *told]) if told else _("{files} · nothing new", files=files)
