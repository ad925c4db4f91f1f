"""No letters for a while, in place of the call form: for the account or the ticked items, until when, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.i18n import Message, _, msg, ngettext
from app.services.calls.desk import Opened
from app.services.letters import pauses as room
from app.services.letters.pauses import PauseOrder, PauseRow, PauseStep
from app.ui.account.call.facts import Chosen
from app.ui.account.words import pause_words
from app.ui.errors import sentence
from app.ui.formatting import day_with_weekday
from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.card import Line, label
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.form import Choices, Form, TextLine
from app.ui.widgets.panel import StepPanel

_WHOLE, _TICKED = "account", "items"


def _reasons() -> list[tuple[str, str]]:
    """Return the usual reasons; the word is what is kept, so that it reads the same later."""
    return [
        ("asked", _("They asked for it")),
        ("credit", _("A credit note is on its way")),
        ("talks", _("A settlement is being talked about")),
        ("waits", _("Waits for us")),
        ("other", _("Other")),
    ]


class PausePanel(StepPanel):
    """Orders a pause and ends those that run; ``left`` says that it is done or given up."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Pause letters"))
        self.asked.connect(self.submit)
        self._desk = desk
        self._account_id = ""
        self._items: tuple[str, ...] = ()
        self._running = QWidget()
        self._rows = QVBoxLayout(self._running)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)
        self.scope = Choices([(_WHOLE, _("The whole account"))])
        self.day = DateEdit(desk.day)
        self.reason = Choices(_reasons())
        self.own = TextLine(limit=160)
        self.day.returnPressed.connect(self.submit)
        self.own.returnPressed.connect(self.submit)
        self.form = Form()
        self.form.add("scope", _("What is paused"), self.scope)
        self.form.add("day", _("Last day without letters"), self.day)
        self.form.add_widget(self._spans())
        self.form.add("reason", _("Reason"), self.reason)
        self.form.add("own", _("In your own words"), self.own)
        hint = _("Letters resume by themselves on the day after. Calls and promises go on as ever.")
        self.content.addWidget(self._running)
        self.content.addWidget(self.form)
        self.content.addWidget(label(hint, "small", role="dim", wrap=True))
        self.content.addStretch(1)
        leave = Button(_("Cancel"))
        leave.clicked.connect(self.left)
        keep = Button(_("Pause"), "primary", keys="Ctrl+Return")
        keep.clicked.connect(self.submit)
        self.foot.addWidget(leave)
        self.foot.addStretch(1)
        self.foot.addWidget(keep)

    def begin(self, opened: Opened, ticked: Sequence[Chosen]) -> None:
        """Ask about an account: its ticked items if there are any, two weeks to begin with."""
        self._account_id, self._items = opened.detail.head.id, tuple(one.id for one in ticked)
        entries = [(_WHOLE, _("The whole account"))]
        if ticked:
            numbers = ", ".join(one.number for one in ticked)
            entries.append((_TICKED, ngettext("{n} ticked item: {items}", "{n} ticked items: {items}", len(ticked),
                                              items=numbers)))  # fmt: skip
        self.scope.set_entries(entries)
        self.scope.choose(_TICKED if ticked else _WHOLE)
        self.form.show_errors({})
        self.own.clear()
        self._ahead(14)
        self.show_running(opened.pauses)
        self.day.setFocus()
        self.day.selectAll()

    def show_running(self, pauses: Sequence[PauseRow]) -> None:
        """Show what runs already, each with the way to end it."""
        while (entry := self._rows.takeAt(0)) is not None:
            if (old := entry.widget()) is not None:
                old.hide()
                old.deleteLater()
        for one in pauses:
            self._rows.addWidget(self._running_row(one))
        if pauses:
            self._rows.addWidget(Line())
        self._running.setVisible(bool(pauses))

    def submit(self) -> None:
        """Check day and reason and begin the pause."""
        day, words, code = self.day.day(), self.own.text().strip(), self.reason.code()
        errors = {}
        if day is None:
            errors["day"] = self.day.error() or _("Choose a day.")
        elif day <= self._desk.day:
            errors["day"] = _("{day} is not a later day.", day=day_with_weekday(day))
        if code == "other" and not words:
            errors["own"] = _("Say why in a few words.")
        self.form.show_errors(errors)
        if errors or day is None:
            return
        usual = dict(_reasons())[code] if code != "other" else ""
        reason = ": ".join(part for part in (usual, words) if part)
        items = self._items if self.scope.code() == _TICKED else ()
        self._write(room.pause_letters, PauseOrder(self._account_id, day, reason, items), said=msg(
            "Letters are paused until {day}.", day=day))  # fmt: skip

    # ------------------------------------------------------------------ private

    def _spans(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        for days, word in ((7, _("1 week")), (14, _("2 weeks")), (30, _("30 days")), (60, _("60 days"))):
            button = Button(word)
            button.clicked.connect(partial(self._ahead, days))
            row.addWidget(button)
        row.addStretch(1)
        return line

    def _ahead(self, days: int, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - what the signal sends
        self.day.set_day(self._desk.day + timedelta(days=days))

    def _running_row(self, pause: PauseRow) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        words = pause_words(pause)
        row.addWidget(label(words, "small", wrap=True), 1)
        end = Button(_("End it"), "link", name=_("End the pause: {pause}", pause=words))
        end.clicked.connect(lambda _on: self._end(pause))
        row.addWidget(end)
        return line

    def _end(self, pause: PauseRow) -> None:
        self._write(room.end_pauses, self._account_id, said=msg("Letters are sent again."), ids=(pause.id,))

    def _write(self, fn: Any, subject: Any, *, said: Message, ids: tuple[str, ...] = ()) -> None:
        desk = self._desk

        def done(step: PauseStep) -> None:
            desk.can_undo(msg("pause of letters"), room.take_back_pause, step, desk.day, desk.zone)
            desk.tell(said, "green", _("Undo"), partial(desk.actions.trigger, "window.undo"))
            self.left.emit()

        more = (ids,) if ids else ()
        desk.runner.write(fn, subject, desk.day, desk.zone, *more, on_done=done, on_failed=self._refused, owner=self,
                          initiator="account")  # fmt: skip

    def _refused(self, error: AppError) -> None:
        self.form.show_errors({"day": sentence(error)})
