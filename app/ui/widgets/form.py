"""Forms: a label over each field, the error under it, and every field named for screen readers by construction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.ui.look.fonts import ui_font
from app.ui.widgets.card import label, set_role


def mark_invalid(field: QWidget, *, invalid: bool) -> None:
    """Give a field its red edge, or take it away."""
    if bool(field.property("invalid")) != invalid:
        field.setProperty("invalid", invalid)
        field.style().unpolish(field)
        field.style().polish(field)


class Form(QWidget):
    """Fields from top to bottom, one or two in a line.

    ``add`` takes any widget; the label becomes its buddy and its accessible name. ``show_errors`` puts each sentence
    under its field, marks the field and moves the focus to the first one.
    """

    def __init__(self, spacing: int = 9) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(spacing)
        self._grid.setHorizontalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._fields: dict[str, QWidget] = {}
        self._notes: dict[str, QLabel] = {}
        self._rows = 0

    def add(self, key: str, text: str, field: QWidget, hint: str = "") -> QWidget:
        """Add a field over the whole width.

        Args:
            key: name of the field in errors.
            text: its label, translated.
            field: the control.
            hint: what it is for; tooltip and accessible description.
        """
        self._grid.addWidget(self._cell(key, text, field, hint), self._rows, 0, 1, 2)
        self._rows += 1
        return field

    def add_pair(self, left: tuple[str, str, QWidget], right: tuple[str, str, QWidget]) -> None:
        """Add two fields side by side."""
        self._grid.addWidget(self._cell(*left), self._rows, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._cell(*right), self._rows, 1, Qt.AlignmentFlag.AlignTop)
        self._rows += 1

    def add_widget(self, widget: QWidget) -> None:
        """Add something that is no field: a note, a line, buttons."""
        self._grid.addWidget(widget, self._rows, 0, 1, 2)
        self._rows += 1

    def field(self, key: str) -> QWidget:
        """Return a field by its key."""
        return self._fields[key]

    def __contains__(self, key: str) -> bool:
        """Tell whether a field of that key stands here."""
        return key in self._fields

    def set_visible(self, key: str, *, visible: bool) -> None:
        """Show or hide a field with its label."""
        cell = self._fields[key].parentWidget()
        if cell is not None:
            cell.setVisible(visible)

    def note(self, key: str, text: str, role: str = "dim") -> None:
        """Say something small under a field that is no error; an empty text takes it away."""
        line = self._notes[key]
        line.setText(text)
        set_role(line, role)
        line.setVisible(bool(text))

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Put sentences under their fields; an empty mapping clears all."""
        first: QWidget | None = None
        for key, field in self._fields.items():
            text = errors.get(key, "")
            mark_invalid(field, invalid=bool(text))
            if text or self._notes[key].property("role") == "red":
                self.note(key, text, "red" if text else "dim")
            if text and first is None:
                first = field
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cell(self, key: str, text: str, field: QWidget, hint: str = "") -> QWidget:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        name = label(text, "tiny", role="dim")
        name.setBuddy(field)
        field.setAccessibleName(text)
        if hint:
            field.setToolTip(hint)
            field.setAccessibleDescription(hint)
        note = label("", "tiny", role="dim", wrap=True)
        note.hide()
        for part in (name, field, note):
            column.addWidget(part)
        self._fields[key], self._notes[key] = field, note
        return cell


class Choices(QComboBox):
    """A drop-down list of (code, word); typing letters jumps, and nothing changes when the wheel passes over it."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[tuple[str, str]] = (), name: str = "") -> None:
        super().__init__()
        self.setFont(ui_font())
        if name:
            self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.set_entries(entries)
        self.currentIndexChanged.connect(lambda _n: self.chosen.emit(self.code()))

    def set_entries(self, entries: Sequence[tuple[str, str]]) -> None:
        """Offer these; the chosen code stays if it is still there."""
        keep = self.code()
        silent = self.blockSignals(True)
        self.clear()
        for code, word in entries:
            self.addItem(word, code)
        self.setCurrentIndex(max(0, self.findData(keep)) if entries else -1)
        self.blockSignals(silent)

    def code(self) -> str:
        """Return the chosen code, or an empty text."""
        return str(self.currentData() or "")

    def choose(self, code: str) -> None:
        """Choose by code; an unknown one changes nothing."""
        place = self.findData(code)
        if place >= 0:
            self.setCurrentIndex(place)

    def wheelEvent(self, event: object) -> None:
        """Leave the wheel to the page."""
        event.ignore()  # type: ignore[attr-defined]


def with_modifier(event: QKeyEvent) -> bool:
    """Tell whether this is Enter with a modifier, which belongs to the panel around a field, not to the field too."""
    enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
    return enter and bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)


class TextLine(QLineEdit):
    """One line of text with a length limit."""

    def __init__(self, text: str = "", placeholder: str = "", name: str = "", limit: int = 500) -> None:
        super().__init__(text)
        self.setFont(ui_font())
        self.setPlaceholderText(placeholder)
        self.setMaxLength(limit)
        if name or placeholder:
            self.setAccessibleName(name or placeholder)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter to the form."""
        if with_modifier(event):
            event.ignore()
            return
        super().keyPressEvent(event)


class NoteEdit(QPlainTextEdit):
    """Free text; Tab leaves it, so that the keyboard never gets stuck."""

    def __init__(self, placeholder: str = "", lines: int = 2, name: str = "") -> None:
        super().__init__()
        self.setFont(ui_font())
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        if name or placeholder:
            self.setAccessibleName(name or placeholder)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 18)
        self._composing = False

    def text(self) -> str:
        """Return what was written, without blank ends."""
        return self.toPlainText().strip()

    def composing(self) -> bool:
        """Tell whether an input method is in the middle of a word (no shortcut may act then)."""
        return self._composing

    def inputMethodEvent(self, event: object) -> None:
        """Remember whether a word is being composed."""
        self._composing = bool(event.preeditString())  # type: ignore[attr-defined]
        super().inputMethodEvent(event)  # type: ignore[arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter to the form."""
        if with_modifier(event):
            event.ignore()
            return
        super().keyPressEvent(event)
