"""What happens to a promise, in place of its evidence: given anew, taken back, struck out."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.enums import Channel
from app.i18n import _, format_money
from app.money import Money
from app.services.calls.promises.terms import PromiseLine
from app.services.labels import CHANNELS, label
from app.services.portfolio.account.rows import PromiseRow
from app.ui.widgets.button import Button
from app.ui.widgets.card import label as words
from app.ui.widgets.date_edit import DateEdit, Holiday
from app.ui.widgets.form import Choices, Form, NoteEdit
from app.ui.widgets.money_edit import MoneyEdit
from app.ui.widgets.panel import Panel

_CHANNELS = (Channel.CALL_IN, Channel.CALL_OUT, Channel.EMAIL_IN, Channel.CHAT, Channel.PORTAL, Channel.NOTE)


class _Editor(Panel):
    """A panel with a form, a way out and a blue button; Esc leaves, Ctrl+Enter does."""

    left = Signal()

    def __init__(self, title: str, text: str, word: str) -> None:
        super().__init__(title)
        self.content.addWidget(words(text, role="dim", wrap=True))
        self.form = Form()
        self.content.addWidget(self.form)
        self.content.addStretch(1)
        leave, do = Button(_("Cancel")), Button(word, "primary", keys="Ctrl+Return")
        leave.clicked.connect(lambda _on: self.left.emit())
        do.clicked.connect(lambda _on: self.save())
        self.foot.addStretch(1)
        self.foot.addWidget(leave)
        self.foot.addWidget(do)

    def save(self) -> None:
        """Check the fields and say what was decided."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave, or do it."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        else:
            super().keyPressEvent(event)


class RenewalEditor(_Editor):
    """The promise given anew; ``saved`` carries a ``PromiseLine``, the note and the channel."""

    saved = Signal(object, str, object)

    def __init__(self, row: PromiseRow, start: PromiseLine, today: date, holiday: Holiday) -> None:
        whole = format_money(Money(row.promised, row.currency))
        text = _("The promise of {amount} stays readable; the new one covers what is open of its items.", amount=whole)
        super().__init__(_("Promised again"), text, _("Save"))
        self._currency = start.currency
        self.money = MoneyEdit(start.currency)
        self.money.set_minor(start.amount)
        self.day = DateEdit(today, holiday=holiday)
        self.channel = Choices([(one.value, label(CHANNELS, one)) for one in _CHANNELS])
        self.note = NoteEdit(lines=3)
        self.form.add_pair(("amount", _("Promised"), self.money), ("day", _("On"), self.day))
        self.form.add("channel", _("How they said so"), self.channel)
        self.form.add("note", _("Note"), self.note)

    def focus_first(self) -> None:
        """Stand in the day."""
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Check amount and day and say what is promised."""
        errors = {}
        if text := self.money.error():
            errors["amount"] = text
        elif (minor := self.money.minor()) is None or minor <= 0:
            errors["amount"] = _("An amount is needed.")
        if text := self.day.error():
            errors["day"] = text
        elif self.day.day() is None:
            errors["day"] = _("A day is needed.")
        self.form.show_errors(errors)
        day = self.day.day()
        if errors or day is None:
            return
        line = PromiseLine(self.money.minor() or 0, self._currency, day)
        self.saved.emit(line, self.note.text(), Channel(self.channel.code()))


class EndEditor(_Editor):
    """The end of an open promise with its reason; ``saved`` carries the reason."""

    saved = Signal(str)

    def __init__(self, row: PromiseRow, *, void: bool) -> None:
        whole = format_money(Money(row.promised, row.currency))
        if void:
            title, word = _("Strike out"), _("Strike out")
            text = _("The promise of {amount} was an entry error: what it replaced stands again.", amount=whole)
        else:
            title, word = _("Taken back"), _("Save")
            text = _("The customer takes the promise of {amount} back.", amount=whole)
        super().__init__(title, text, word)
        self.note = NoteEdit(lines=3)
        self.form.add("note", _("Reason"), self.note)

    def focus_first(self) -> None:
        """Stand in the reason."""
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Ask for the reason and say it."""
        text = self.note.text()
        self.form.show_errors({} if text else {"note": _("Say why, in a few words.")})
        if text:
            self.saved.emit(text)
