"""One line that asks for the name of a layout, and says why a name cannot be."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.errors import AppError
from app.i18n import _
from app.ui.errors import sentence
from app.ui.widgets.button import Button
from app.ui.widgets.card import label
from app.ui.widgets.form import TextLine, mark_invalid

_TAKEN = "layout_name_taken"


class SaveLine(QWidget):
    """``wanted`` carries the name and whether a layout that has it is replaced; ``left`` says that none is wanted."""

    wanted = Signal(str, bool)
    left = Signal()

    def __init__(self, word: str = "") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.name = TextLine("", _("Name of the layout"), limit=60)
        self.name.setFixedWidth(260)
        self.name.returnPressed.connect(self._save)
        self.name.textChanged.connect(lambda _text: self._say(""))
        save = Button(word or _("Save"), "primary")
        save.clicked.connect(self._save)
        self._replace = Button(_("Replace it"))
        self._replace.clicked.connect(lambda: self.wanted.emit(self.name.text().strip(), True))
        leave = Button(_("Cancel"))
        leave.clicked.connect(self._leave)
        self._note = label("", "small", role="red", wrap=True)
        for part in (self.name, save, self._replace, leave):
            row.addWidget(part)
        row.addWidget(self._note, 1)
        self._replace.hide()

    def ask(self, name: str) -> None:
        """Show the line with a name to begin with."""
        self.name.setText(name)
        self.name.selectAll()
        self._say("")
        self.show()
        self.name.setFocus()

    def show_error(self, error: AppError) -> None:
        """Say why the name cannot be; a layout of one's own may be replaced."""
        self._say(sentence(error))
        self._replace.setVisible(error.code == _TAKEN)

    def error(self) -> str:
        """Return what is said to be wrong."""
        return self._note.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            self._leave()
            return
        super().keyPressEvent(event)

    def _say(self, text: str) -> None:
        self._note.setText(text)
        self._replace.hide()
        mark_invalid(self.name, invalid=bool(text))

    def _save(self) -> None:
        name = self.name.text().strip()
        if name:
            self.wanted.emit(name, False)
        else:
            self._say(_("A layout needs a name."))

    def _leave(self) -> None:
        self.hide()
        self.left.emit()
