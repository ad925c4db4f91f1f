"""One page of the settings: a title, a sentence on what it is for, a form, a button that keeps it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.card import label
from app.ui.widgets.form import Form, TextLine


class Section(QWidget):
    """A page that scrolls; ``form`` holds its fields, ``foot`` its buttons."""

    def __init__(self, desk: Desk, title: str, words: str) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        page = QWidget()
        page.setObjectName("clear")
        self.content = QVBoxLayout(page)
        self.content.setContentsMargins(18, 14, 18, 10)
        self.content.setSpacing(10)
        self.content.addWidget(label(title, "title", 600))
        self.content.addWidget(label(words, role="dim", wrap=True))
        self.form = Form()
        self.form.setMaximumWidth(760)
        self.content.addWidget(self.form)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        column.addWidget(area, 1)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(18, 8, 18, 14)
        self.foot.setSpacing(8)
        self.foot.addStretch(1)
        column.addLayout(self.foot)

    def finish(self, *buttons: Button) -> None:
        """Close the page: what is left of its height stays empty, the buttons stand at the right below."""
        self.content.addStretch(1)
        for button in buttons:
            self.foot.addWidget(button)


class Number(TextLine):
    """A field for a whole number within bounds."""

    def __init__(self, value: int, low: int, high: int, name: str = "") -> None:
        super().__init__(str(value), name=name)
        self._low, self._high = low, high
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaximumWidth(96)

    def number(self) -> int | None:
        """Return the number, None where there is none within the bounds."""
        text = self.text().strip().replace("\u2212", "-")
        if not text.removeprefix("-").isdecimal() or len(text) > 9:
            return None
        value = int(text)
        return value if self._low <= value <= self._high else None

    @property
    def bounds(self) -> tuple[int, int]:
        """The smallest and the largest number taken."""
        return self._low, self._high
