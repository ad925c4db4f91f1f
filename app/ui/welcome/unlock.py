"""Asking for the passphrase: at the start, and after the desk was locked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.errors import AppError
from app.i18n import _
from app.ui.errors import sentence
from app.ui.welcome.page import Page, secret
from app.ui.widgets.button import Button


class Unlock(Page):
    """``open_with`` is tried with what was typed; ``opened`` says that it opened."""

    opened = Signal()

    def __init__(self, name: str, open_with: Callable[[str], object], *, by_keyring: bool = False) -> None:
        words = _("The store {name} opens with its passphrase.", name=name)
        if by_keyring:
            words = _("Locked. Your work is kept as it was.")
        super().__init__(_("Unlock"), words)
        self._open_with = open_with
        self._field = secret()
        self._by_keyring = by_keyring
        if not by_keyring:
            self.form.add("passphrase", _("Passphrase"), self._field)
        self._button = Button(_("Unlock"), "primary")
        self._button.clicked.connect(lambda _on: self.try_it())
        self.foot.addWidget(self._button)

    def focus_first(self) -> None:
        """Put the focus where one types."""
        (self._button if self._by_keyring else self._field).setFocus()

    def try_it(self) -> None:
        """Try what was typed; a wrong passphrase is said and may be typed again."""
        try:
            self._open_with(self._field.text())
        except AppError as error:
            self.say(sentence(error))
            self._field.selectAll()
            self._field.setFocus()
            return
        self._field.clear()
        self.say("")
        self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, also where there is no field."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.try_it()
            return
        super().keyPressEvent(event)
