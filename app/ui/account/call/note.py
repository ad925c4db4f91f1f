"""The note of a call: typing starts here; short texts at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor

from app.enums import Outcome
from app.i18n import _
from app.ui.account.call.field import Field
from app.ui.account.call.templates import GAP, texts_for
from app.ui.widgets.form import NoteEdit
from app.ui.widgets.pick_list import PickList


class NoteField(Field):
    """The note with its templates; ``changed`` says that it was edited."""

    changed = Signal()

    def __init__(self, outcomes: Callable[[], Sequence[Outcome]]) -> None:
        self.edit = NoteEdit(lines=2)
        super().__init__(_("Note"), self.edit)
        self._outcomes = outcomes
        self._link = self.add_link(_("texts…"), _("Texts for the note (Alt+E)"), self.open_texts)
        self._pick = PickList(self, _("Texts for the note"))
        self._pick.picked.connect(self.insert)
        self.edit.textChanged.connect(self._edited)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)

    def put(self, text: str) -> None:
        """Show a note; typing goes on at its end."""
        self.edit.setPlainText(text)
        self.edit.moveCursor(QTextCursor.MoveOperation.End)

    def open_texts(self) -> None:
        """Offer the texts that fit the outcomes."""
        texts = texts_for(self._outcomes())
        self._pick.set_entries([(text, text) for text in texts])
        self._pick.open_under(self._link)

    def insert(self, text: str) -> None:
        """Put a text at the cursor and stand on its first gap."""
        cursor = self.edit.textCursor()
        before = self.edit.toPlainText()[: cursor.position()]
        if before and not before[-1].isspace():
            text = f" {text}"
        start = cursor.position()
        cursor.insertText(text)
        gap = text.find(GAP)
        if gap >= 0:
            cursor.setPosition(start + gap)
            cursor.setPosition(start + gap + len(GAP), QTextCursor.MoveMode.KeepAnchor)
        self.edit.setTextCursor(cursor)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave Ctrl+Z to the window while there is nothing in the note to take back."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.edit.document().isUndoAvailable()
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _edited(self) -> None:
        self.set_error("")
        self.changed.emit()
