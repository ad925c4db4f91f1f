"""One field of the call form: its word above, at most one small thing to do beside it, the error below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.widgets.button import Button
from app.ui.widgets.card import label, set_role
from app.ui.widgets.form import mark_invalid


class Field(QWidget):
    """A control with its word, its note and its error; the word is the control's accessible name."""

    def __init__(self, word: str, control: QWidget, *, hint: str = "") -> None:
        super().__init__()
        self.control = control
        self._has_error = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._word = label(word, "tiny", role="dim")
        self._word.setBuddy(control)
        self._head.addWidget(self._word, 1)
        column.addLayout(self._head)
        self._word.setVisible(bool(word))
        if word:
            control.setAccessibleName(word)
        if hint:
            control.setToolTip(hint)
            control.setAccessibleDescription(hint)
        column.addWidget(control)
        self._note = label("", "tiny", role="dim", wrap=True)
        self._note.hide()
        column.addWidget(self._note)

    def add_link(self, word: str, name: str, handler: Callable[[], object]) -> Button:
        """Put a small thing to do at the right of the word."""
        link = Button(word, "link", name=name)
        link.clicked.connect(lambda _on: handler())
        self._head.addWidget(link)
        return link

    def set_word(self, word: str) -> None:
        """Change the word."""
        self._word.setText(word)
        self.control.setAccessibleName(word)

    def set_note(self, text: str, role: str = "dim") -> None:
        """Say something small below; an error stays until it is taken away."""
        if self._has_error:
            return
        self._put(text, role)

    def set_error(self, text: str) -> None:
        """Say what is wrong, or with an empty text that nothing is."""
        if not text and not self._has_error:
            return
        self._has_error = bool(text)
        mark_invalid(self.control, invalid=bool(text))
        self._put(text, "red")

    def error(self) -> str:
        """Return what is said to be wrong."""
        return self._note.text() if self._has_error else ""

    def note(self) -> str:
        """Return what is said below."""
        return self._note.text()

    def focus(self) -> None:
        """Put the focus into the control."""
        self.control.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _put(self, text: str, role: str) -> None:
        self._note.setText(text)
        set_role(self._note, role)
        self._note.setVisible(bool(text))
