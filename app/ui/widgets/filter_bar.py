"""The line over a list: saved filters at the left, one quick filter at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QWidget

from app.i18n import _
from app.ui.look.fonts import ui_font
from app.ui.widgets.chip import FilterChips


class QuickFilter(QLineEdit):
    """Filter as you type; Esc empties it, Down goes to the list (``left``)."""

    typed = Signal(str)
    left = Signal()

    def __init__(self, placeholder: str = "") -> None:
        super().__init__()
        self.setFont(ui_font("small"))
        self.setPlaceholderText(placeholder or _("Filter as you type"))
        self.setAccessibleName(self.placeholderText())
        self.setClearButtonEnabled(True)
        self.setFixedWidth(220)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(60)
        self._wait.timeout.connect(lambda: self.typed.emit(self.text().strip()))
        self.textChanged.connect(lambda _text: self._wait.start())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties first and leaves second."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left.emit()
            return
        super().keyPressEvent(event)


class FilterBar(QWidget):
    """Saved filters and the quick filter of one list."""

    chosen = Signal(str)
    typed = Signal(str)
    left = Signal()

    def __init__(self, name: str, *, quick: bool = True) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self.chips = FilterChips(name)
        self.chips.chosen.connect(self.chosen)
        self.quick = QuickFilter()
        self.quick.typed.connect(self.typed)
        self.quick.left.connect(self.left)
        row.addWidget(self._scrolled(), 1)
        row.addWidget(self.quick)
        self.quick.setVisible(quick)  # only inside the bar: without a parent it would open as a window of its own

    def _scrolled(self) -> QScrollArea:
        """Let many filters run off the edge instead of squeezing each other; the one with the focus is shown."""
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedHeight(30)
        area.setWidget(self.chips)
        self.chips.setAutoFillBackground(False)
        self.chips.chosen.connect(lambda key: area.ensureWidgetVisible(self.chips.chip(key), 40, 0))
        return area

    def add_beside(self, widget: QWidget) -> None:
        """Put something directly behind the saved filters."""
        self.chips.add_last(widget)

    def set_filters(self, filters: Sequence[tuple[str, str, int | None]]) -> None:
        """Show saved filters as (key, word, count)."""
        self.chips.set_filters(filters)
