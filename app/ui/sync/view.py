"""Sync: drop, look, answer, correct, apply; the history with its way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from app.errors import AppError
from app.i18n import _, ngettext
from app.services.sync import desk as room
from app.services.sync.desk import SyncPage
from app.services.sync.layouts.layout import Layout
from app.services.sync.run import SyncResult
from app.services.sync.telling.report import RunReport
from app.ui.actions import Handler
from app.ui.sync.chooser import Chooser
from app.ui.sync.drop import DropArea
from app.ui.sync.mapping import MappingPage
from app.ui.sync.offer import Offer
from app.ui.sync.pages import FILES, HISTORY, Pages
from app.ui.sync.past import Past
from app.ui.sync.refusals import Refused
from app.ui.sync.session import DIFFERS, SyncSession
from app.ui.sync.side import Side
from app.ui.sync.watch import watch_of
from app.ui.sync.words import said, told_apart
from app.ui.tables.table_panel import TablePanel
from app.ui.view import View
from app.ui.widgets.card import Card


class SyncView(View):
    """The sync room."""

    kinds = frozenset({"runs", "settings"})
    buttons = ("sync.undo", "sync.again", "sync.apply")
    primary = "sync.apply"

    def build(self) -> None:
        """Make the drop area, the lists, the mapping editor behind them, and the panel at the right."""
        self.add_heading()
        self._shown: list[str] = []
        self._to_rows = False
        self.session = SyncSession(self.desk)
        self.refused = Refused(self, self.session, self._open_columns)
        self.past = Past(self, self.session, self.take)
        self.chooser = Chooser(self, self.desk.memory, self.take)
        self.drop = DropArea(self.desk, self.session)
        self.add(self.drop)
        self.offer = Offer(watch_of(self.desk), self.take)
        self.add(self.offer)
        self.pages = Pages(self.desk)
        self.mapping = MappingPage(self.desk)
        self.side = Side(self.desk)
        self._body = QStackedWidget()
        self._body.addWidget(self.pages)
        holder = Card((0, 0, 0, 0), 0)
        holder.body.addWidget(self.mapping)
        self._body.addWidget(holder)
        self.set_body(self._body, self.side, 340)
        self._quick = QWidget(self)
        self.drop.take_for(self)
        self._connect()
        self._turned()

    def _connect(self) -> None:
        session, side, pages, mapping = self.session, self.side, self.pages, self.mapping
        self.drop.dropped.connect(self.take)
        self.chooser.serve(self.drop)
        self.drop.watch_asked.connect(side.show_watch)
        session.begun.connect(self._begun)
        session.applying.connect(self._applying)
        session.previewed.connect(self._previewed)
        session.applied.connect(self._applied)
        session.failed.connect(self._failed)
        session.cancelled.connect(self._cancelled)
        session.broken.connect(self._stopped)
        session.undoing.connect(self._undoing)
        self.desk.actions.changed.connect(self._enable)
        pages.turned.connect(self._turned)
        pages.files.opened.connect(lambda _row: self._open_columns())
        pages.files.set_row_menu(self._file_menu)
        pages.totals.changed.connect(self._enable)
        mapping.left.connect(self._leave_mapping)
        mapping.chosen.connect(self._use_mapping)
        side.follow_columns(mapping)
        side.questions.serve(session, self._open_columns)
        side.file.scope_wanted.connect(lambda scope: session.answer([("", "--scope", scope)]))
        side.file.list_wanted.connect(lambda scope: session.answer([(self._mapped_path(), "--scope", scope)]))
        side.run.export_wanted.connect(self.past.export)
        side.watch.left.connect(self._turned)

    # ------------------------------------------------------------------ what the window asks

    def show_key(self, key: str) -> None:
        """Preview the files that the place names, one a line."""
        if key:
            self.take(key.splitlines())

    def load(self) -> None:
        """Load the history and the layouts."""
        self.desk.runner.read(room.sync_page, on_done=self._show, owner=self, slot="page")
        self.pages.layouts.load()
        self.session.keep_up()
        self._expect()

    def showEvent(self, event: QShowEvent) -> None:
        """Have a reader ready while the collector looks for the file."""
        super().showEvent(event)
        self._expect()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the reader go: no file is expected in another room."""
        super().hideEvent(event)
        room.expect_no_files()

    def _expect(self) -> None:
        if self.isVisible():
            self.desk.runner.read(room.expect_files, on_done=lambda _none: None, owner=self, slot="reader")

    def table(self) -> TablePanel | None:
        """Return the list in front."""
        return self.mapping.list if self._mapping() else self.pages.table()

    def quick_filter(self) -> QWidget | None:
        """Return what leads to the field that filters the list in front as one types."""
        return self._quick

    def focus_first(self) -> None:
        """Put the focus where the next step is."""
        asked = self.side.asking() and self.side.questions.focus_first()
        if not asked and (panel := self.table()) is not None:
            panel.focus_rows()

    def handlers(self) -> Mapping[str, Handler]:
        """Return the commands of the room."""
        return {
            "sync.choose": self.chooser.files,
            "sync.folder": self.chooser.folder,
            "sync.watch": self.side.show_watch,
            "sync.apply": lambda: self.session.apply(self.pages.totals.control.typed()),
            "sync.again": self.past.again,
            "sync.undo": self.past.undo,
            "sync.columns": self._open_columns,
            "sync.keep": self.mapping.ask_name,
            "sync.rejects": self.pages.left.export,
            "sync.tab_next": lambda: self._step(1),
            "sync.tab_back": lambda: self._step(-1),
        }

    def state(self) -> Any:
        """Keep the files and answers of a preview."""
        return self.session.paths, self.session.answers

    def restore(self, state: Any) -> None:
        """Preview again after a change of language."""
        self.session.paths, self.session.answers = state
        if self.session.paths:
            self.session.look_again()

    # ------------------------------------------------------------------ giving files

    def take(self, paths: Sequence[str]) -> None:
        """Preview files that were dropped, chosen or offered, and the exports in folders."""
        self._leave_mapping()
        self._to_rows = self.pages.keep_focus() or self._to_rows
        self.pages.turn_to(FILES)
        self.session.take(paths)

    # ------------------------------------------------------------------ showing

    def _show(self, page: SyncPage) -> None:
        self.past.page = page
        self.pages.show_past(page.runs)
        if not self.session.paths:
            self.set_subtitle(_("Drop files to see what they would change; nothing is written before you apply"))
            if page.runs and self.pages.place == FILES:
                self.pages.turn_to(HISTORY)
        self._turned()

    def _begun(self) -> None:
        words = ngettext("Reading {n} file", "Reading {n} files", len(self.session.paths))
        self._to_rows = self._to_rows or self.side.asking() or self.refused.focused()
        self.refused.say(None)
        self.side.stop_asking()
        if self.session.paths != self._shown:
            self._shown = list(self.session.paths)
            self.pages.clear()
        self.pages.say_of_files(words, _("What they would change stands here in a moment."))
        self.set_subtitle(words)
        self._enable()

    def _applying(self) -> None:
        self.set_subtitle(ngettext("Applying {n} file", "Applying {n} files", len(self.session.paths)))
        self._enable(apply=False)

    def _undoing(self) -> None:
        """Show no preview, question or columns: they were of the store as it was."""
        self._body.setCurrentIndex(0)
        self.side.stop_asking()
        self.refused.say(None)
        self._shown = []
        self.pages.clear()
        self._turned()

    def _previewed(self, result: SyncResult) -> None:
        self.pages.fill(result, self.session.news)
        if result.questions or result.refused:
            self.pages.say_of_files(_("Not read yet"), _("Answer what is asked at the right, then the files are read."))
            refused = self.refused.files(result.refused)
            self.side.ask(result.questions, told_apart(self.session.paths), refused)
            self.set_subtitle(self.side.questions.said())
            self.focus_first()
        if self.pages.place == HISTORY:
            self.pages.turn_to(FILES)
        self._turned()
        if self._to_rows and not (result.questions or result.refused):
            self.focus_first()
        self._to_rows = False

    def _failed(self, error: AppError) -> None:
        if error.code != DIFFERS:
            self.pages.clear(_("Nothing to show"), _("The message above says what to do."))
        self.set_subtitle(_("Nothing was changed"))
        self.refused.say(error)
        self._turned()

    def _stopped(self) -> None:
        """Say that nothing came of it; what went wrong is told by the window."""
        self.pages.clear()
        self.set_subtitle(_("Nothing was changed"))
        self._turned()

    def _cancelled(self) -> None:
        words, left = _("Cancelled; nothing was changed"), self.session.result is None
        if left:
            self._stopped()
        self.set_subtitle(words)
        again = _("Read again") if left and self.session.paths else ""
        self.desk.tell(words, "blue", again, self.session.look_again if again else None)
        self._turned()

    def _enable(self, *, apply: bool = True) -> None:
        """Enable what can be done now, and say what there is to say of a finished preview."""
        session = self.session
        self.side.hold(on=session.busy)
        if not self.isVisible():
            return
        blocked = self.pages.totals.blocked()
        if session.ready and session.result is not None:
            self.set_subtitle(blocked or said(len(session.result.runs), session.news))
        can = {
            "sync.undo": self.past.can_undo and not session.busy,
            "sync.again": self.past.can_repeat and not session.busy,
            "sync.apply": apply and session.ready and not blocked and not self._mapping(),
            "sync.columns": bool(self._mapped_path()) and not self._mapping() and not session.busy,
            "sync.keep": self._mapping() and not session.busy,
            "sync.rejects": self.pages.left.rejected > 0,
        }
        for action, on in can.items():
            self.desk.actions.enable(action, on=on)

    def _turned(self) -> None:
        """Show beside the list what is known of its row."""
        if self._mapping():
            self.side.show_column(self.mapping.list.view.current_row(), self.mapping.sketch)
        else:
            pages, place = self.pages, self.pages.place
            file = pages.files.view.current_row() if place == FILES else None
            run = pages.past.view.current_row() if place == HISTORY else None
            answers = self.session.answers
            own = {} if file is None else answers.by_file.get(pages.path_of(file), {})
            self.side.follow(file, run, own.get("--scope", answers.scope))
        self._quick.setFocusProxy(self.mapping.list.view if self._mapping() else self.pages.quick())
        self._enable()

    def _step(self, by: int) -> None:
        if not self._mapping():
            self.pages.step(by)
            self.focus_first()

    # ------------------------------------------------------------------ the mapping editor

    def _mapping(self) -> bool:
        return self._body.currentIndex() == 1

    def _mapped_path(self) -> str:
        """Return the file whose columns are meant: the one under the cursor, the one asked about, or the only one."""
        row = self.pages.files.view.current_row()
        return self.session.asked_path() if row is None else self.pages.path_of(row)

    def _file_menu(self, row: RunReport, menu: QMenu) -> None:
        path = self.pages.path_of(row)
        menu.addAction(_("Columns of the file…")).triggered.connect(lambda: self._open_columns(path))
        if len(self.session.paths) > 1 and self.session.ready:
            menu.addAction(_("Go on without it")).triggered.connect(lambda: self.session.leave_out(path))

    def _open_columns(self, path: str = "") -> None:
        path = path or self._mapped_path()
        if path and not self.session.busy:
            answers = self.session.answers
            self._body.setCurrentIndex(1)
            self.refused.say(None)
            self.side.show_column(None, None)
            self._enable()
            self.mapping.open(path, Path(path).name, answers.by_file.get(path, {}), answers.layouts.get(path))
            self.mapping.focus_rows()

    def _leave_mapping(self) -> None:
        if self._mapping():
            self._body.setCurrentIndex(0)
            self._turned()
            self.focus_first()

    def _use_mapping(self, path: str, layout: Layout | None, encoding: str) -> None:
        self._leave_mapping()
        self.session.read_with(path, layout, encoding)

    # ------------------------------------------------------------------ what was done

    def _applied(self, result: SyncResult) -> None:
        news = _("Everything in these files was known already.")
        if result.applied:
            news = said(len(result.runs), result.news)
        self.desk.tell(news, "green", _("Go to Today"), lambda: self.desk.go("today"))
        self._shown = []
        self.pages.clear()
        self.side.stop_asking()
        self.pages.turn_to(HISTORY)
        self.focus_first()
        self.load()
