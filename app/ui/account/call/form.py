"""The call form, in the order of talk: contact, note, outcome, reason, promise, next step.

Everything works without the mouse: Alt and a letter picks an outcome from anywhere in the view, the bare letter only
while the outcomes have the focus, and nothing acts while an input method is in the middle of a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.enums import Channel, Outcome, Reason
from app.errors import AppError
from app.i18n import _
from app.services.calls import desk as room
from app.services.calls.desk import FormPreview, Here, Typed
from app.services.calls.entries.entry import LogCall, LoggedCall
from app.services.calls.entries.outcomes import RULES, Need
from app.services.labels import CHANNELS, REASONS, label
from app.ui.account.call.contact import NOBODY, ContactField
from app.ui.account.call.entry import PROMISES, Entered, call_of, channel_after, undo_words, with_lacks
from app.ui.account.call.facts import Chosen, Draft, FormFacts
from app.ui.account.call.field import Field
from app.ui.account.call.next_step import NextField
from app.ui.account.call.note import NoteField
from app.ui.account.call.outcome import OutcomeField
from app.ui.account.call.promise import PromiseField
from app.ui.account.call.refusals import field_of
from app.ui.account.call.timer import CallTimer
from app.ui.errors import sentence
from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.form import Choices
from app.ui.widgets.notices import Banner
from app.ui.widgets.panel import Panel


@dataclass(frozen=True, slots=True)
class Saved:
    """A call that is in the store: whose it was, whether the collector wants the next account, what it replaced."""

    number: str
    logged: LoggedCall
    go_next: bool
    corrected: bool


class CallForm(Panel):
    """Logs a call on the account in front of it; ``saved`` carries a ``Saved``."""

    saved = Signal(object)
    talk_wanted = Signal()
    left = Signal()
    dropped = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Log call"))
        self._desk = desk
        self._facts: FormFacts | None = None
        self._chosen: tuple[Chosen, ...] = ()
        self._correcting = ""
        self._named: tuple[frozenset[str], tuple[str, ...]] | None = None
        self._way = ""
        self._quiet = self._saving = False
        self.channel = Choices([(one.value, label(CHANNELS, one)) for one in Channel], _("Channel"))
        self.timer = CallTimer(desk.clock)
        self.head.addWidget(self.channel)
        self.head.addWidget(self.timer)
        self.contact = ContactField()
        self.outcome = OutcomeField()
        self.note = NoteField(self.outcome.outcomes)
        reasons = [(one.value, label(REASONS, one)) for one in Reason]
        self.reason = Choices([("", _("Reason for non-payment")), *reasons], _("Reason for non-payment"))
        self.promise = PromiseField(desk.day)
        self.next = NextField(desk.day)
        self._correction = Banner("", "amber", closable=False)
        self._correction.add_action(_("Leave it"), self.drop_correction)
        self._fields = {
            "contact": Field("", self.contact),
            "outcome": Field("", self.outcome),
            "reason": Field("", self.reason),
        }
        self._lay_out()
        self._connect()
        self._show_parts()

    # ------------------------------------------------------------------ what the view calls

    def show_account(self, facts: FormFacts, draft: Draft) -> None:
        """Stand in front of an account with what was typed for it."""
        self._facts = facts
        self._quiet = True
        self.promise.set_today(self._desk.day)
        self.next.set_today(self._desk.day)
        for part in (self.contact, self.promise, self.next):
            part.set_facts(facts)
        self._quiet = False
        self.put(draft)

    def refresh(self, facts: FormFacts) -> None:
        """Take an account's newer facts; what is typed and where the cursor stands is not touched."""
        self._facts = facts
        self._quiet = True
        for part in (self.contact, self.promise, self.next):
            part.set_facts(facts)
        self._quiet = False
        self._ask()

    def park(self) -> None:
        """Stand in front of no account: nothing can be saved until one has come."""
        self._facts = None
        self._chosen = ()

    def put(self, draft: Draft) -> None:
        """Show a draft."""
        was, self._quiet = self._quiet, True
        self._correcting, self._named = draft.correcting, draft.named
        self.channel.choose(draft.channel)
        self.contact.put(draft)
        self.note.put(draft.note)
        self.outcome.put(draft)
        self.reason.setCurrentIndex(max(0, self.reason.findData(draft.reason)))
        self.promise.put(draft)
        self._show_parts()
        self.next.put(draft)
        self.timer.put(draft.began, draft.seconds)
        self.show_errors({})
        self._quiet = was
        self._ask()

    def draft(self) -> Draft:
        """Return what is typed, whether it makes sense or not."""
        draft = Draft(
            channel=self.channel.code(),
            note=self.note.edit.toPlainText(),
            reason=self.reason.code(),
            items=frozenset(one.id for one in self._chosen),
            began=self.timer.began,
            seconds=self.timer.held(),
            correcting=self._correcting,
            named=self._named,
        )
        for part in (self.contact, self.outcome, self.promise, self.next):
            part.take(draft)
        draft.contact = draft.contact or NOBODY
        return draft

    def set_items(self, chosen: tuple[Chosen, ...]) -> None:
        """Follow the ticks of the list."""
        self._chosen = chosen
        self.promise.set_items(chosen)
        self._fields["outcome"].set_error("")
        self._ask()

    def set_talk(self, text: str, *, shown: bool) -> None:
        """Name the talk track's language on its button."""
        self.talk.set_word(text)
        self.talk.setCheckable(True)
        self.talk.setChecked(shown)

    def focus_note(self) -> None:
        """Stand where typing starts."""
        self.note.focus()

    def pick(self, code: str, *, beside: bool = False) -> None:
        """Pick an outcome as its key does, unless a word is being composed."""
        if self.note.edit.composing():
            return
        if beside:
            self.outcome.add(code)
        else:
            self.outcome.pick(code)

    def drop_correction(self) -> None:
        """Leave the entry as it was."""
        self._correcting = ""
        self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    # ------------------------------------------------------------------ saving

    def entry(self) -> tuple[LogCall | None, dict[str, str]]:
        """Return what is typed as an entry, and what is wrong with it, by field."""
        outcomes = self.outcome.outcomes()
        if self._facts is None or not outcomes:
            return None, {"outcome": _("Choose what the call came to.")}
        promised = bool(PROMISES & set(outcomes))
        entered = Entered(
            promise=self.promise.lines() if promised else (),
            step=self.next.step(),
            owner=self.next.owner_name(),
            at=self.timer.began if not self._correcting else None,
            seconds=self.timer.seconds(),
        )
        draft = self.draft()
        call = call_of(self._facts.number, draft, entered)
        errors = self.next.errors() | (self.promise.errors() if promised else {})
        return call, with_lacks(call, errors, unexplained=promised and self.promise.asks() and not draft.why)

    def save(self, *, go_next: bool) -> None:
        """Save the call; what is wrong is said under its field and nothing is written."""
        if self._saving or self.note.edit.composing() or self._facts is None:
            return
        call, errors = self.entry()
        self.show_errors(errors)
        if errors or call is None:
            return
        self._saving = True
        facts, correcting, here = self._facts, self._correcting, self._here()

        def done(logged: LoggedCall) -> None:
            self._saving = False
            self.timer.put(None, 0)
            self._correcting = ""
            saved = Saved(facts.number, logged, go_next, bool(correcting))
            self._desk.can_undo(undo_words(facts.number, call, correcting), room.undo_step, logged.activity_id, here)
            self.saved.emit(saved)

        step: tuple[Any, ...] = (room.save_correction, correcting) if correcting else (room.save_call,)
        self._desk.runner.write(*step, call, here, on_done=done, on_failed=self._refused, initiator="account")

    def show_errors(self, errors: dict[str, str]) -> None:
        """Put every sentence under its field and stand in the first one."""
        first: Field | None = None
        for key, field in (("contact", self._fields["contact"]), ("note", self.note)):
            field.set_error(errors.get(key, ""))
            first = first or (field if key in errors else None)
        self._fields["outcome"].set_error(errors.get("outcome", ""))
        first = first or (self._fields["outcome"] if "outcome" in errors else None)
        first = first or self.promise.show_errors(errors)
        first = self.next.show_errors(errors) if first is None else first
        self.next.show_errors(errors)
        text = errors.get("form", "")
        self._form_error.set_text(text)
        self._form_error.setVisible(bool(text))
        if first is not None:
            first.focus()
            self.area.ensureWidgetVisible(first)

    # ------------------------------------------------------------------ private

    def _lay_out(self) -> None:
        self._form_error = Banner("", "red", closable=False)
        self._form_error.hide()
        parts = (
            self._correction,
            self._form_error,
            self._fields["contact"],
            self.note,
            self._fields["outcome"],
            self._fields["reason"],
            self.promise,
            self.next,
        )
        self.content.setSpacing(7)
        for part in parts:
            self.content.addWidget(part)
        self.content.addStretch(1)
        self.talk = Button(_("Talk track"), name=_("Talk track in the customer's language (Alt+T)"))
        self.talk.clicked.connect(lambda _on: self.talk_wanted.emit())
        self.store = Button(
            _("Save, next"), "primary", name=_("Save and open the next account; Ctrl+S saves and stays"),
            keys="Ctrl+Return",
        )  # fmt: skip
        self.store.clicked.connect(lambda _on: self.save(go_next=True))
        self.foot.addWidget(self.talk)
        self.foot.addStretch(1)
        self.foot.addWidget(self.store)

    def _connect(self) -> None:
        self.contact.dialled.connect(self.timer.start)
        self.contact.changed.connect(lambda: self._fields["contact"].set_error(""))
        self.outcome.changed.connect(self._outcomes_changed)
        self.outcome.picked.connect(self._go_on)
        for signal in (self.promise.changed, self.next.changed):
            signal.connect(self._ask)

    def _outcomes_changed(self) -> None:
        self._fields["outcome"].set_error("")
        channel = channel_after(self.outcome.outcomes(), self._way, self.channel.code())
        self._way = channel if channel != self.channel.code() else self._way
        self.channel.choose(channel)
        self._show_parts()
        self._ask()

    def _show_parts(self) -> None:
        outcomes = self.outcome.outcomes()
        self._fields["reason"].setVisible(not outcomes or any(RULES[one].right_party for one in outcomes))
        promised = bool(PROMISES & set(outcomes))
        self.promise.setVisible(promised)
        with QSignalBlocker(self.promise):
            self.promise.set_plan(plan=Outcome.PLAN in outcomes)
        self.next.set_outcomes(outcomes)
        self._correction.setVisible(bool(self._correcting))
        self._correction.set_text(_("You are correcting an entry; the old one stays readable."))
        self.set_title(_("Correct call") if self._correcting else _("Log call"))
        self.store.set_word(_("Save correction") if self._correcting else _("Save, next"))

    def _go_on(self, code: str) -> None:
        """Stand where the picked outcome needs something."""
        if self._quiet or not code:
            return
        needs = RULES[Outcome(code)].needs
        if needs & {Need.PROMISE, Need.PLAN}:
            self.promise.focus_need()
        elif needs & {Need.NEXT_TIME, Need.NEXT_DAY, Need.OWNER}:
            self.next.focus_need()
        elif Need.NOTE in needs and not self.note.edit.text():
            self.note.focus()

    def _ask(self) -> None:
        """Ask what the entry would come to."""
        outcomes = self.outcome.outcomes()
        if self._quiet or self._facts is None:
            return
        if not outcomes:
            self._previewed(FormPreview())
            return
        typed = Typed(
            number=self._facts.number,
            outcomes=outcomes,
            lines=self.promise.lines() if PROMISES & set(outcomes) else (),
            item_ids=tuple(one.id for one in self._chosen),
            step=self.next.step(),
            owner=self.next.owner_name(),
            correcting=self._correcting,
        )
        read = self._desk.runner.read
        read(room.preview_entry, typed, self._here(), on_done=self._previewed, on_failed=lambda _error: None,
             owner=self, slot="preview")  # fmt: skip

    def _previewed(self, preview: FormPreview) -> None:
        self.promise.show_preview(preview)
        self.next.show_preview(preview)

    def _refused(self, error: AppError) -> None:
        self._saving = False
        self.show_errors({field_of(error.code): sentence(error)})

    def _here(self) -> Here:
        return Here(self._desk.day, self._desk.zone, self._desk.clock.now())
