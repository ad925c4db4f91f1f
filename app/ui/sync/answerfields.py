"""The fields in which questions are answered: a list of choices, some of many, a day, a currency."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy

from app.i18n import _
from app.money import is_currency
from app.services.sync.questions import Question
from app.services.sync.telling.news import listed
from app.ui.widgets.button import Button
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.form import Choices, TextLine
from app.ui.widgets.pick_list import PickList

#: Currencies that an empty field names as samples.
_COMMON: Final = "USD, EUR, JPY, CNY"
#: Answers that are said in full where several are chosen.
_NAMED: Final = 3


class PickField(Button):
    """Some of many, chosen from a list that filters as one types; Enter, Down or a click opens it."""

    changed = Signal()

    def __init__(self, entries: Sequence[tuple[str, str]], name: str) -> None:
        super().__init__(_("Choose"))
        self.setStyleSheet("text-align: left")
        self._words = dict(entries)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._list = PickList(self, name, many=True)
        self._list.set_entries(entries)
        self._list.ticked.connect(self._say)
        self.destroyed.connect(self._list.deleteLater)
        self.clicked.connect(self.open)

    def open(self) -> None:
        """Show the list."""
        self._list.open_under(self)

    def codes(self) -> tuple[str, ...]:
        """Return what is chosen, in the order of the list."""
        return self._list.codes()

    def choose(self, codes: Sequence[str]) -> None:
        """Choose exactly these."""
        self._list.set_ticked(codes)
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list with Down, and with Enter as long as nothing is chosen; else Enter belongs to the form."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_F4} or (enter and not self.codes()):
            self.open()
        elif enter:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the list away with the field."""
        self._list.hide()
        super().hideEvent(event)

    def _say(self) -> None:
        codes = self.codes()
        more = len(codes) - _NAMED
        counted = [_("{n} more", n=more)] if more > 0 else []
        text = self._words[codes[0]] if len(codes) == 1 else listed([*codes[:_NAMED], *counted]) or _("Choose")
        self.setText(text)
        self.setToolTip(listed(codes))
        self.setAccessibleDescription(text)
        self.changed.emit()


class CurrencyLine(TextLine):
    """The code of a currency, in capitals however it is typed."""

    def __init__(self) -> None:
        super().__init__("", _COMMON)

    def code(self) -> str:
        """Return the code."""
        return self.text().strip().upper()


Field = Choices | TextLine | DateEdit | PickField


def answer_field(question: Question, entries: Sequence[tuple[str, str]], day: date) -> Field:
    """Return the field for an answer; nothing is chosen beforehand.

    Args:
        question: what is asked.
        entries: the answers that are accepted, with their words; empty where any fits.
        day: today, from which days are counted that are typed in short.
    """
    if question.several and entries:
        return PickField(entries, _("Accounts that can be chosen"))
    if entries:
        chosen = Choices(entries)
        chosen.setPlaceholderText(_("Choose"))
        chosen.setCurrentIndex(-1)
        return chosen
    if question.option == "--as-of":
        field = DateEdit(day)
        field.setPlaceholderText(_("Type a day: 13 nov, fri, +3"))
        return field
    return CurrencyLine() if question.option == "--currency" else TextLine()


def answered(field: Field) -> str:
    """Return the answer as the option takes it; empty while there is none."""
    if isinstance(field, PickField):
        return ",".join(field.codes())
    if isinstance(field, DateEdit):
        day = field.day()
        return "" if day is None else day.isoformat()
    return field.code() if isinstance(field, Choices | CurrencyLine) else field.text().strip()


def fill(field: Field, text: str) -> None:
    """Put an answer into a field, as ``answered`` gives it; an empty one leaves it as it is."""
    if not text:
        return
    if isinstance(field, PickField):
        field.choose(text.split(","))
    elif isinstance(field, DateEdit):
        field.set_day(date.fromisoformat(text))
    elif isinstance(field, Choices):
        field.choose(text)
    else:
        field.setText(text)


def trouble(field: Field) -> str:
    """Say why an answer cannot be; empty if it can, or if there is none yet."""
    if isinstance(field, DateEdit):
        return field.error()
    if isinstance(field, CurrencyLine) and field.code() and not is_currency(field.code()):
        return _("{code} is not an ISO 4217 currency.", code=field.code())
    return ""
