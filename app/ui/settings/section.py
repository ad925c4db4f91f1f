"""One page of the settings: a title, a sentence on what it is for, a form, a button that keeps it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.card import label
from app.ui.widgets.form import Form, TextLine


class Section(QWidget):
    """A page that scrolls; ``form`` holds its fields, ``foot`` its buttons.

    A page that keeps something knows what is stored (``take``) and what stands in its fields (``values``, ``put``).
    Fresh facts never overwrite what is being typed: the foot says that changes are not saved, and *Discard changes*
    shows what is stored. ``edited`` says that this has changed, ``wants_reload`` that something was kept.
    """

    edited = Signal()
    wants_reload = Signal()

    def __init__(self, desk: Desk, title: str, words: str) -> None:
        super().__init__()
        self.desk = desk
        self._stored: Any = None
        self._kept: Any = None
        self._taken = self._filled = self._was_dirty = False
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
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        column.addWidget(area, 1)
        self._area = area
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(18, 8, 18, 14)
        self.foot.setSpacing(8)
        column.addLayout(self.foot)
        self._unsaved = label(_("Changes are not saved."), "small", role="amber")
        self._back = Button(_("Discard changes"), "flat")
        self._back.setToolTip(_("Shows what is stored again"))
        self._back.clicked.connect(self.revert)

    def finish(self, *buttons: Button) -> None:
        """Close the page: what is left of its height stays empty, the buttons stand at the right below."""
        self.content.addStretch(1)
        self.foot.addWidget(self._unsaved)
        self.foot.addStretch(1)
        for button in (self._back, *buttons):
            self.foot.addWidget(button)
        self._unsaved.hide()
        self._back.hide()
        for line in self.findChildren(QLineEdit):
            line.textChanged.connect(self.mark)
        for note in self.findChildren(QPlainTextEdit):
            note.textChanged.connect(self.mark)
        for choice in self.findChildren(QComboBox):
            choice.currentIndexChanged.connect(self.mark)
        for box in self.findChildren(QCheckBox):
            box.toggled.connect(self.mark)

    # ------------------------------------------------------------------ what a page says of itself

    def values(self) -> Any:
        """Return what stands in the fields, as plain values; None on a page that keeps nothing."""
        return None

    def put(self, values: Any) -> None:
        """Put into the fields what ``values`` returned."""

    def show_stored(self, stored: Any) -> None:
        """Show what is stored."""

    # ------------------------------------------------------------------ what is typed and what is stored

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not kept yet."""
        return self._filled and bool(self.values() != self._kept)

    def take(self, stored: Any) -> None:
        """Take fresh facts; they are shown unless something is being typed."""
        self._stored, self._taken = stored, True
        if not self.dirty:
            self._filled = True
            self.revert()

    def take_draft(self, values: Any) -> None:
        """Put back what was typed before the window was built anew."""
        self._filled = True
        self.put(values)
        self.mark()

    def revert(self) -> None:
        """Show what is stored; what was typed is gone."""
        if self._taken:
            self.show_errors({})
            self.show_stored(self._stored)
            self.settle()

    def settle(self) -> None:
        """Count what stands in the fields as kept."""
        self._kept = self.values()
        self.mark()

    def saved(self) -> None:
        """Count what stands in the fields as kept and show what became of it."""
        self.settle()
        self.wants_reload.emit()

    def mark(self, *_what: object) -> None:
        """Say whether something is not saved."""
        dirty = self.dirty
        self._unsaved.setVisible(dirty)
        self._back.setVisible(dirty)
        if dirty != self._was_dirty:
            self._was_dirty = dirty
            self.edited.emit()

    def show_errors(self, errors: dict[str, str]) -> None:
        """Put sentences under their fields and bring the first of them into sight."""
        self.form.show_errors(errors)
        for key in errors:
            self.bring(self.form.field(key))
            return

    def bring(self, field: QWidget) -> None:
        """Scroll to a field."""
        self._area.ensureWidgetVisible(field, 0, 60)


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
