"""The right panel of a view: a heading, a body that scrolls when the window is low, and a footer that always shows."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.widgets.card import Card, ElidedLabel

_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class Panel(Card):
    """A card with ``head`` (a row), ``content`` (a column that scrolls) and ``foot`` (a row of buttons)."""

    def __init__(self, title: str) -> None:
        super().__init__((1, 1, 1, 1), 0)
        self.setAccessibleName(title)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(12, 10, 12, 8)
        self.head.setSpacing(8)
        self._title = ElidedLabel(title, "body", 600, middle=True)
        self.head.addWidget(self._title, 1)
        page = self._inside = QWidget()
        page.setObjectName("clear")
        self.content = QVBoxLayout(page)
        self.content.setContentsMargins(12, 0, 12, 8)
        self.content.setSpacing(9)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        self.area = area
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(12, 6, 12, 12)
        self.foot.setSpacing(8)
        self.body.addLayout(self.head)
        self.body.addWidget(area, 1)
        self.body.addLayout(self.foot)

    def showEvent(self, event: QShowEvent) -> None:
        """Put Tab right before it comes in."""
        super().showEvent(event)
        self._order_tabs()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - as Qt has it
        """Put Tab right first: what stands in the content may have changed since."""
        self._order_tabs()
        return super().focusNextPrevChild(next)

    def _order_tabs(self) -> None:
        """Let Tab go from the content to the buttons below, though these were made before it."""
        inside = [one for one in self._inside.findChildren(QWidget) if one.window() is self.window()]  # no lists
        reached = [one for one in inside if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None]
        entries = (self.foot.itemAt(at) for at in range(self.foot.count()))
        buttons = [one for entry in entries if entry is not None and (one := entry.widget()) is not None]
        for one, other in pairwise([*reached[-1:], *buttons]):
            QWidget.setTabOrder(one, other)

    def set_title(self, title: str) -> None:
        """Change the heading."""
        self._title.setText(title)
        self.setAccessibleName(title)


class StepPanel(Panel):
    """A panel for one step: Ctrl+Enter asks for it (``asked``), Esc gives the panel back (``left``)."""

    asked = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the two keys of every step."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.left.emit()
            return
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.asked.emit()
            return
        super().keyPressEvent(event)
