"""The F1 sheet: every shortcut, in the sections of the actions table."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.i18n import _, render
from app.ui.actions import ActionSpec
from app.ui.look.fonts import ui_font
from app.ui.widgets.button import Button, key_text, key_width, paint_key
from app.ui.widgets.card import Card, label


class _Key(QWidget):
    """A key cap."""

    def __init__(self, keys: str) -> None:
        super().__init__()
        self._text = key_text(keys)
        self.setAccessibleName(self._text)
        self.setFixedSize(max(key_width(self._text), 18), 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        paint_key(QPainter(self), self.width(), self.height() // 2, self._text)


class HelpSheet(QWidget):
    """Covers the window with a veil and shows the shortcuts in two columns; Esc, F1 or a click beside closes."""

    def __init__(self, window: QWidget, specs: Iterable[ActionSpec]) -> None:
        super().__init__(window)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Keyboard shortcuts"))
        self._card = Card((20, 16, 20, 18), 10)
        self._card.setParent(self)
        head = QHBoxLayout()
        head.addWidget(label(_("Keyboard shortcuts"), "title", 600), 1)
        cross = Button("", "flat", "close", _("Close"))
        cross.clicked.connect(self.close_sheet)
        head.addWidget(cross)
        self._card.body.addLayout(head)
        page = QWidget()
        page.setLayout(self._columns(specs))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        page.setObjectName("clear")
        self._card.body.addWidget(area, 1)
        window.installEventFilter(self)
        self.hide()

    def open_sheet(self) -> None:
        """Show it, or close it when it is shown."""
        if self.isVisible():
            self.close_sheet()
            return
        self._fit()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_sheet(self) -> None:
        """Go away."""
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the sheet closes it."""
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close_sheet()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the veil."""
        veil = QColor("#0b0e13")
        veil.setAlphaF(0.42)
        QPainter(self).fillRect(self.rect(), veil)

    def _fit(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        self.setGeometry(window.rect())
        width, height = min(860, self.width() - 60), min(640, self.height() - 60)
        self._card.setGeometry(QRect((self.width() - width) // 2, (self.height() - height) // 2, width, height))

    def _columns(self, specs: Iterable[ActionSpec]) -> QHBoxLayout:
        sections: dict[str, list[ActionSpec]] = {}
        for spec in specs:
            if spec.keys:
                sections.setdefault(render(spec.section), []).append(spec)
        columns = QHBoxLayout()
        columns.setContentsMargins(0, 0, 8, 0)
        columns.setSpacing(32)
        sides = [QVBoxLayout(), QVBoxLayout()]
        heights = [0, 0]
        for title, entries in sections.items():
            side = heights.index(min(heights))
            heights[side] += len(entries) + 2
            sides[side].addWidget(label(title, "small", 600, "dim"))
            sides[side].addLayout(self._section(entries))
            sides[side].addSpacing(10)
        for column in sides:
            column.setSpacing(6)
            column.addStretch(1)
            columns.addLayout(column, 1)
        return columns

    def _section(self, entries: Iterable[ActionSpec]) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for row, spec in enumerate(entries):
            text = label(render(spec.text))
            text.setFont(ui_font())
            grid.addWidget(text, row, 0)
            grid.addWidget(_Key(spec.keys), row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return grid
