"""One account: who it is, what it owes, what happened, and the call form at its right."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.i18n import _
from app.services.calls import desk as room
from app.services.calls.desk import Here, Opened
from app.services.calls.talk import TalkTrack, talk_track
from app.services.letters.desk import letter_file
from app.services.letters.dunning.views import LetterView
from app.services.portfolio.account.timeline import Entry
from app.ui.account import place
from app.ui.account.call.facts import Draft
from app.ui.account.call.form import Saved
from app.ui.account.corrections import draft_of
from app.ui.account.form_facts import form_facts
from app.ui.account.handlers import handlers_of
from app.ui.account.header import AccountHeader
from app.ui.account.pages import CONTACTS, ITEMS, LETTERS, PROMISES, TASKS, Pages
from app.ui.account.side import Side
from app.ui.account.talk_panel import TalkPanel
from app.ui.actions import Handler
from app.ui.errors import sentence
from app.ui.tables.table_panel import TablePanel
from app.ui.view import View
from app.ui.widgets.card import Card
from app.ui.widgets.notices import Banner

_TALK = "account/talk"


class AccountView(View):
    """The account view; drafts of calls live here, one for each account, until they are saved."""

    kinds = frozenset({"accounts", "items", "activities", "tasks", "promises", "disputes", "letters", "runs"})
    buttons = ("account.pause", "account.letter")

    # ------------------------------------------------------------------ what the window asks

    def build(self) -> None:
        """Make header, tabs, call form."""
        self._number = ""
        self._correct: tuple[str, bool] = ("", False)
        self._opened: Opened | None = None
        self._drafts: dict[str, Draft] = {}
        self._unknown: Banner | None = None
        self.header = AccountHeader()
        self.add_buttons(self.header.row)
        for unused in (self._title, self._subtitle):  # the header says it in its own way
            unused.setParent(self)
            unused.hide()
        self.add(self.header)
        self.pages = Pages(self.desk)
        self.talk = TalkPanel()
        self.talk.setVisible(bool(self.desk.memory.get(_TALK, default=False)))
        body = Card((0, 0, 0, 0), 0)
        body.body.addWidget(self.pages, 1)
        body.body.addWidget(self.talk)
        self.side = Side(self.desk)
        self.form, self.letter, self.pause = self.side.form, self.side.letter, self.side.pause
        self.set_body(body, self.side, 336)
        self._connect()

    def show_key(self, key: str) -> None:
        """Stand in front of another account; what was typed for the one before is kept."""
        self._keep()
        self._number, activity_id, as_promise = place.parse(key)
        self._correct = (activity_id, as_promise)
        self._opened = None
        self.form.park()
        self.side.show_form()

    def load(self) -> None:
        """Load the account."""
        self.desk.runner.read(
            room.open_account,
            self._number,
            self.here(),
            on_done=self._show,
            on_failed=self._not_there,
            owner=self,
            slot="account",
        )

    def table(self) -> TablePanel | None:
        """Return the list behind the tab in front."""
        return self.pages.panel()

    def handlers(self) -> Mapping[str, Handler]:
        """Return the commands of the account and its form."""
        own: dict[str, Handler] = {
            "account.call": self.begin_call,
            "account.next": self.go_next,
            "account.letter": self.begin_letter,
            "account.pause": self.begin_pause,
            "account.task": self.begin_task,
            "account.contact": self.begin_contact,
            "account.talk": self.toggle_talk,
            "account.save_next": partial(self.side.save, go_next=True),
            "account.save": partial(self.side.save, go_next=False),
        }
        return {**own, **handlers_of(self.form, self.pages)}

    def focus_first(self) -> None:
        """Stand where typing starts; without the form in the list."""
        if not self.side.isHidden():
            self.form.focus_note()
        else:
            self.pages.focus_list()

    def state(self) -> Any:
        """Keep drafts and tab over a change of language."""
        self._keep()
        return dict(self._drafts), self.pages.tabs.currentIndex()

    def restore(self, state: Any) -> None:
        """Take the drafts back."""
        self._drafts, tab = state
        self.pages.tabs.setCurrentIndex(tab)
        if self._opened is not None:
            self._put_draft(self._drafts.pop(self._number, Draft()))

    # ------------------------------------------------------------------ what the commands do

    def here(self) -> Here:
        """Return day, zone and moment for a service."""
        return Here(self.desk.day, self.desk.zone, self.desk.clock.now())

    @property
    def opened(self) -> Opened | None:
        """The account that is shown."""
        return self._opened

    def begin_call(self) -> None:
        """Show the form and stand in the note."""
        self._put_beside(self.form)
        self.form.focus_note()

    def begin_letter(self) -> None:
        """Put the letter in place of the form."""
        if self._opened is not None:
            self._put_beside(self.letter)
            self.letter.begin(self._number, self.here())
            self.letter.focus_first()

    def begin_pause(self) -> None:
        """Put the pause of letters in place of the form."""
        if self._opened is not None:
            self._put_beside(self.pause)
            self.pause.begin(self._opened, self.pages.items.ticked())

    def begin_task(self) -> None:
        """Open the editor of a new task."""
        self.pages.tabs.setCurrentIndex(TASKS)
        self.pages.tasks.begin()

    def begin_contact(self) -> None:
        """Open the editor of somebody new."""
        self.pages.tabs.setCurrentIndex(CONTACTS)
        self.pages.contacts.begin()

    def toggle_talk(self) -> None:
        """Show the talk track, or put it away."""
        shown = not self.talk.isVisibleTo(self)
        self.talk.setVisible(shown)
        self.desk.memory.put(_TALK, shown)
        self._show_talk()

    def go_next(self) -> None:
        """Open the next account of the call list."""
        if len(self.desk.queue):
            self._go(self.desk.queue.after(self._number))
        else:
            read = self.desk.runner.read
            read(room.next_account, self._number, self.here(), on_done=self._go, owner=self, slot="next")

    # ------------------------------------------------------------------ showing

    def _connect(self) -> None:
        self.header.opened.connect(lambda number: self.desk.go("account", number))
        self.pages.items.chosen.connect(lambda: self.form.set_items(self.pages.items.ticked()))
        self.pages.written.connect(self._written)
        self.pages.timeline.panel.opened.connect(self._open_entry)
        self.pages.promises.opened.connect(lambda row: self.desk.go("promises", row.id))
        self.pages.letters.opened.connect(self._open_letter)
        self.pages.letters.empty.add_action(_("Letter…"), self.begin_letter)
        self.form.saved.connect(self._saved)
        self.form.talk_wanted.connect(self.toggle_talk)
        self.form.left.connect(self.pages.focus_list)
        self.form.dropped.connect(self._leave_correction)
        self.form.contact.changed.connect(self._show_talk)
        self.talk.closed.connect(self.toggle_talk)
        self.pause.left.connect(self.begin_call)

    def _show(self, opened: Opened) -> None:
        if self._unknown is not None:
            self._unknown.dismiss()
            self._unknown = None
        new = self._opened is None
        self._opened = opened
        self._number = opened.detail.head.number
        self.header.show_account(opened)
        self.pages.show_account(opened)
        if new:
            self._put_draft(self._drafts.pop(self._number, Draft()))
            self._begin_correction()
        else:
            self.form.refresh(form_facts(opened))
            self.form.set_items(self.pages.items.ticked())
        self._show_talk()

    def _put_draft(self, draft: Draft) -> None:
        if self._opened is None:
            return
        self.form.show_account(form_facts(self._opened), draft)
        self.pages.items.tick(draft.items)
        self.form.set_items(self.pages.items.ticked())

    def _keep(self) -> None:
        """Keep what is typed for the account in front."""
        if self._opened is None:
            return
        draft = self.form.draft()
        if draft.worth_keeping and not draft.correcting:
            self._drafts[self._number] = draft
        else:
            self._drafts.pop(self._number, None)

    def _not_there(self, error: AppError) -> None:
        self._unknown = self.banner(sentence(error), "red")
        self._unknown.add_action(_("Back"), partial(self.desk.actions.trigger, "go.back"))

    def _show_talk(self) -> None:
        shown = self.talk.isVisibleTo(self)
        opened = self._opened
        language = form_facts(opened).language if opened is not None else ""
        self.form.set_talk(_("Talk track {language}", language=language).rstrip(), shown=shown)
        if opened is None or not shown:
            return
        detail, locale = opened.detail, opened.locale
        read = self.desk.runner.read
        read(talk_track, detail, locale, self.form.contact.person.code(), on_done=self._track, owner=self, slot="talk")

    def _track(self, track: TalkTrack) -> None:
        self.talk.show_track(track)

    # ------------------------------------------------------------------ calls

    def _saved(self, saved: Saved) -> None:
        self._drafts.pop(saved.number, None)
        if saved.number == self._number:
            self._put_draft(Draft())
            self.pages.items.tick(())
        undo = partial(self.desk.actions.trigger, "window.undo")
        if saved.corrected:
            self.desk.tell(_("Corrected. The old entry stays readable."), "green", _("Undo"), undo)
            self._correct = ("", False)
            self.desk.actions.trigger("go.back")
            return
        self.desk.tell(_("Call to {number} logged.", number=saved.number), "green", _("Undo"), undo)
        if saved.go_next:
            self.go_next()
        else:
            self.form.focus_note()

    def _go(self, number: str) -> None:
        if number and number != self._number:
            self.desk.go("account", number)
            self.focus_first()
        else:
            self.desk.tell(_("That was the last account of the list."), "blue")
            self.desk.go("today")

    def _begin_correction(self) -> None:
        activity_id, as_promise = self._correct
        if activity_id and self._opened is not None:
            fn = room.run_as_promise if as_promise else room.entry_of
            done = partial(self._correct_entry, activity_id)
            self.desk.runner.read(fn, activity_id, on_done=done, owner=self, slot="entry")

    def _correct_entry(self, activity_id: str, call: Any) -> None:
        self._put_draft(draft_of(call, activity_id, self.form.contact.known()))
        self.begin_call()

    def _leave_correction(self) -> None:
        self._correct = ("", False)
        self._put_draft(Draft())
        self.desk.actions.trigger("go.back")

    # ------------------------------------------------------------------ opening what a list shows

    def _written(self, text: Any, fn: Any, args: tuple[Any, ...], entity: str) -> None:
        """Do a step of a tab; ``entity`` is the record that it is about, empty for one that is made now."""

        def done(answer: Any) -> None:
            self.desk.can_undo(text, room.undo_step, entity or str(answer), self.here())
            self.pages.saved()

        self.desk.runner.write(fn, *args, on_done=done, owner=self, initiator="account")

    def _open_entry(self, row: Entry) -> None:
        if row.kind == "call":
            self.desk.go("calls", row.ref)
        elif row.kind in {"promise", "judgement"}:
            self.desk.go("promises", row.ref)
        elif row.kind == "letter":
            self.pages.tabs.setCurrentIndex(LETTERS)
            self.pages.letters.view.select_key(row.ref)
        elif row.kind == "receipt":
            self.pages.show_receipt(row.ref)
        elif row.kind == "closed":
            self.pages.tabs.setCurrentIndex(ITEMS)
            self.pages.items.show_closed(on=True)
        else:
            self.pages.tabs.setCurrentIndex(PROMISES)

    def _open_letter(self, row: LetterView) -> None:
        def done(path: Any) -> None:
            if path is None:
                self.desk.tell(_("The file is no longer where it was written."), "amber")
            else:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

        self.desk.runner.read(letter_file, row.id, on_done=done, owner=self, slot="file")

    def _put_beside(self, panel: QWidget) -> None:
        if self.side.isHidden():
            self.toggle_panel()
        self.side.setCurrentWidget(panel)
