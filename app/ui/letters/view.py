"""Letters: propose, look at the page, change or approve, make; what is held back and why; what was written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QStackedWidget

from app.enums import LetterStatus
from app.i18n import _, msg, ngettext
from app.services.labels import STAGES, label
from app.services.letters import desk as room
from app.services.letters import pauses
from app.services.letters.desk import LettersPage, Made
from app.services.letters.dunning.drafts import DraftChange
from app.services.letters.dunning.takeover import TakeoverRule
from app.services.letters.dunning.views import HeldView, LetterView
from app.services.letters.locales import BUILT
from app.services.letters.pauses import PauseStep
from app.ui.actions import Handler
from app.ui.formatting import day_short
from app.ui.letters.columns import held_spec, proposed_spec, written_spec
from app.ui.letters.preview import LANGUAGES, PreviewPanel
from app.ui.letters.takeover import TakeoverPanel, told
from app.ui.tables.table_panel import TablePanel
from app.ui.view import View
from app.ui.widgets.card import Card, Tabs
from app.ui.widgets.notices import Banner

PROPOSED, HELD, WRITTEN = range(3)


class LettersView(View):
    """The letters room."""

    kinds = frozenset({"letters", "items", "promises", "disputes", "runs", "settings"})
    buttons = ("letters.policy", "letters.propose", "letters.make")
    primary = "letters.make"

    def build(self) -> None:
        """Make three lists under one line of tabs, and the page at the right."""
        self.add_heading()
        self._page: LettersPage | None = None
        self._first: Banner | None = None
        self.tabs = Tabs(_("Letters"))
        self.lists = tuple(
            TablePanel(spec, self.desk.memory) for spec in (proposed_spec(), held_spec(self.desk.day), written_spec())
        )
        self._stack = QStackedWidget()
        for word, panel in zip((_("Proposed"), _("Held back"), _("Written")), self.lists, strict=True):
            self.tabs.add(word)
            self._stack.addWidget(panel)
            panel.current_changed.connect(self._moved)
        body = Card((0, 0, 0, 0), 0)
        body.body.addWidget(self.tabs)
        body.body.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._switched)
        self.lists[PROPOSED].opened.connect(self._open_account)
        self.lists[HELD].opened.connect(self._open_account)
        self.lists[WRITTEN].opened.connect(self._open_file)
        self.lists[PROPOSED].set_row_menu(self._draft_menu)
        self.lists[HELD].set_row_menu(self._held_menu)
        self.lists[PROPOSED].checks_changed.connect(self._count_ticks)
        self.lists[PROPOSED].empty.add_action(_("Propose letters"), self._propose, primary=True)
        self.preview = PreviewPanel(self._approve)
        self.preview.changed.connect(self._change)
        self._side = QStackedWidget()
        self._side.addWidget(self.preview)
        self.set_body(body, self._side, 420)

    def load(self) -> None:
        """Load the newest run and what was written."""
        self.desk.runner.read(room.letters_page, self.desk.day, on_done=self._show, owner=self, slot="page")

    def table(self) -> TablePanel | None:
        """Return the list in front."""
        return self.lists[self.tabs.currentIndex()]

    def handlers(self) -> Mapping[str, Handler]:
        """Return the commands of the room."""
        return {
            "letters.propose": self._propose,
            "letters.make": self._make,
            "letters.approve": self._approve,
            "letters.drop": self._drop,
            "letters.takeover": self._take_over,
            "letters.policy": lambda: self.desk.go("settings", "policy"),
        }

    def state(self) -> Any:
        """Keep the tab."""
        return self.tabs.currentIndex()

    def restore(self, state: Any) -> None:
        """Go back to the tab."""
        if isinstance(state, int):
            self.tabs.setCurrentIndex(state)

    # ------------------------------------------------------------------ showing

    def _show(self, page: LettersPage) -> None:
        self._page = page
        run = page.run
        letters = run.letters if run else ()
        open_ones = [one for one in letters if one.status in (LetterStatus.DRAFT, LetterStatus.APPROVED)]
        self.lists[PROPOSED].set_rows(open_ones)
        self.lists[PROPOSED].model.set_checked(one.id for one in open_ones if one.ticked)
        self.lists[HELD].set_rows(run.held if run else ())
        self.lists[WRITTEN].set_rows(page.written)
        for tab, panel in enumerate(self.lists):
            self.tabs.set_count(tab, len(panel.model.all_rows()))
        self.desk.count("letters", len(open_ones))
        self._headline(page, len(open_ones))
        self._count_ticks()
        self._rehearsal(page)
        front = self.lists[self.tabs.currentIndex()].view
        if front.current_row() is not None or not front.rows.rowCount():
            self._moved(self._panel_row())
        else:
            front.select_first()  # which tells of itself

    def _headline(self, page: LettersPage, drafts: int) -> None:
        if page.run is None:
            self.set_subtitle(_("No dunning run yet"))
            return
        day = day_short(page.run.day, self.desk.day)
        held = len(page.run.held)
        self.set_subtitle(_("Dunning run of {day} · {n} proposed · {held} held back", day=day, n=drafts, held=held))

    def _rehearsal(self, page: LettersPage) -> None:
        """Before the first letters ever: say how many enter where, and ask once."""
        if self._first is not None:
            self._first.hide()
            self._first.deleteLater()
            self._first = None
        if page.run is None or not page.today or page.started or not page.run.letters:
            return
        counts = ", ".join(f"{label(STAGES, stage)} {count}" for stage, count in page.entering.items())
        text = _("First run, nothing is written yet. Letters that would go out: {counts}.", counts=counts)
        self._first = self.banner(text, "blue")
        self._first.add_action(_("Letters were sent before…"), self._take_over)
        self._first.add_action(_("Begin with this run"), self._begin)

    def _count_ticks(self) -> None:
        ticked = len(self.lists[PROPOSED].model.checked_rows())
        text = ngettext("Make {n} letter", "Make {n} letters", ticked) if ticked else _("Make letters")
        self.desk.actions.set_text("letters.make", text)
        self.desk.actions.enable("letters.make", on=bool(ticked) and self.isVisible())

    def _switched(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        self._moved(self._panel_row())

    def _panel_row(self) -> Any:
        return self.lists[self.tabs.currentIndex()].view.current_row()

    def _moved(self, row: Any) -> None:
        """Show the page of the letter that the cursor is on."""
        letter = row if isinstance(row, LetterView) else None
        self.preview.show_letter(letter)
        draft = letter is not None and letter.status is LetterStatus.DRAFT
        self.desk.actions.enable("letters.drop", on=draft)
        self.desk.actions.enable("letters.approve", on=draft and letter is not None and (letter.stage or 0) >= 3)
        if letter is not None:
            done = self.preview.show_preview
            self.desk.runner.read(room.preview_letter, letter.id, on_done=done, owner=self, slot="page-picture")

    # ------------------------------------------------------------------ doing

    def _propose(self) -> None:
        self.tabs.setCurrentIndex(PROPOSED)
        write = self.desk.runner.write
        write(room.propose_today, self.desk.day, self.desk.zone, on_done=lambda _run: self.load(), owner=self)

    def _begin(self) -> None:
        write = self.desk.runner.write
        write(room.accept_first_run, self.desk.day, self.desk.zone, on_done=lambda _done: self.load(), owner=self)

    def _make(self) -> None:
        rows = self.lists[PROPOSED].model.checked_rows()
        ready = [row.id for row in rows if (row.stage or 0) < 3 or row.status is LetterStatus.APPROVED]
        waiting = len(rows) - len(ready)
        if waiting:
            text = ngettext(
                "{n} letter of a later stage waits for its approval.",
                "{n} letters of later stages wait for their approval.",
                waiting,
            )
            self.desk.tell(text, "amber")
        if not ready:
            return
        if self._page is not None and not self._page.started:
            self._begin()
        work = self.desk.runner.work
        work(
            room.make_letters, ready, self.desk.day, self.desk.zone, label=_("Letters"), on_done=self._made, owner=self
        )

    def _made(self, made: Made) -> None:
        count = len(made.produced.letters)
        said = ngettext("{n} letter written.", "{n} letters written.", count)
        self.desk.tell(said, "green", _("Open the folder"), lambda: _open(made.folder))
        refused = len(made.produced.refused)
        if refused:
            text = ngettext("{n} letter was refused; its reason stands in the list.",
                            "{n} letters were refused; their reasons stand in the list.", refused)  # fmt: skip
            self.desk.tell(text, "amber")
        self.load()

    def _change(self, change: DraftChange) -> None:
        row = self._panel_row()
        if isinstance(row, LetterView):
            self.desk.runner.write(
                room.edit_draft,
                row.id,
                change,
                on_done=lambda _letter: self.load(),
                on_failed=self._not_changed,
                owner=self,
            )

    def _not_changed(self, error: Any) -> None:
        self.desk.tell_error(error)
        self.load()

    def _approve(self) -> None:
        row = self._panel_row()
        if isinstance(row, LetterView):
            self.desk.runner.write(room.approve_letter, row.id, on_done=lambda _letter: self.load(), owner=self)

    def _drop(self) -> None:
        row = self._panel_row()
        if isinstance(row, LetterView):
            self.desk.runner.write(room.drop_letter, row.id, on_done=lambda _none: self.load(), owner=self)

    def _take_over(self) -> None:
        panel = TakeoverPanel(self.desk.day)
        panel.said.connect(self._taken)
        panel.left.connect(self._close_takeover)
        self._side.addWidget(panel)
        self._side.setCurrentWidget(panel)
        panel.focus_first()

    def _taken(self, rules: tuple[TakeoverRule, ...]) -> None:
        def done(count: int) -> None:
            self.desk.tell(told(count))
            self._close_takeover()
            self.load()

        self.desk.runner.write(room.take_over_letters, rules, self.desk.day, self.desk.zone, on_done=done, owner=self)

    def _close_takeover(self) -> None:
        panel = self._side.currentWidget()
        if isinstance(panel, TakeoverPanel):
            self._side.setCurrentWidget(self.preview)
            self._side.removeWidget(panel)
            panel.deleteLater()
        self.focus_first()

    # ------------------------------------------------------------------ rows

    def _open_account(self, row: LetterView | HeldView) -> None:
        self.desk.go("account", row.account)

    def _open_file(self, row: LetterView) -> None:
        def done(path: Any) -> None:
            if path is None:
                self.desk.tell(_("The file is no longer where it was written."), "amber")
            else:
                _open(str(path))

        self.desk.runner.read(room.letter_file, row.id, on_done=done, owner=self, slot="file")

    def _draft_menu(self, row: LetterView, menu: QMenu) -> None:
        menu.addAction(_("Open the account"), lambda: self._open_account(row))
        for action_id in ("letters.approve", "letters.drop"):
            menu.addAction(self.desk.actions.action(action_id))

    def _held_menu(self, row: HeldView, menu: QMenu) -> None:
        menu.addAction(_("Open the account"), lambda: self._open_account(row))
        if row.code == "paused":
            menu.addAction(_("End the pause"), lambda: self._end_pause(row))
        if row.code == "no_locale" and self._page is not None and self._page.run is not None:
            choose = menu.addMenu(_("Write in"))
            for locale in BUILT:
                choose.addAction(LANGUAGES[locale], partial(self._choose_language, row, locale))

    def _end_pause(self, row: HeldView) -> None:
        desk = self.desk

        def done(step: PauseStep) -> None:
            desk.can_undo(msg("pause of letters"), pauses.take_back_pause, step, desk.day, desk.zone)
            desk.tell(msg("Letters are sent again."))
            self.load()

        desk.runner.write(pauses.end_pauses, row.account_id, desk.day, desk.zone, on_done=done, owner=self)

    def _choose_language(self, row: HeldView, locale: str) -> None:
        if self._page is None or self._page.run is None:
            return
        self.desk.runner.write(
            room.choose_language,
            self._page.run.id,
            row.account_id,
            locale,
            self.desk.day,
            self.desk.zone,
            on_done=lambda _run: self.load(),
            owner=self,
        )


def _open(path: str) -> None:
    """Open a file or folder with the system's own program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))
