"""What is said where the work is: banners over a view, empty states inside a list, notes under a field."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.i18n import _
from app.ui.look import icons
from app.ui.theme import Tone, tokens
from app.ui.widgets.button import Button
from app.ui.widgets.card import label


def _call(handler: Callable[[], object], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - what clicked sends
    handler()


_ICONS = {"red": "error", "amber": "warning", "green": "success", "blue": "info"}


class Icon(QWidget):
    """A drawing in a role's colour that follows the scheme."""

    def __init__(self, name: str, role: str = "dim", size: int = 16) -> None:
        super().__init__()
        self._name, self._role, self._size = name, role, size
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        shade = getattr(tokens(), self._role)
        QPainter(self).drawPixmap(0, 0, icons.pixmap(self._name, shade, self._size, self.devicePixelRatioF()))


class Banner(QWidget):
    """One sentence with at most two things to do, over the work it is about.

    It takes no focus by itself and goes with Esc, its cross, or when its maker hides it. A focus that a button of it
    was given goes back then: left to Qt it would land in the first field of the window.
    """

    closed = Signal()

    def __init__(self, text: str, tone: Tone = "blue", *, closable: bool = True) -> None:
        super().__init__()
        self._tone: Tone = tone
        self._icon = _ICONS.get(tone, "info")
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 5, 6, 5)
        row.setSpacing(8)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self._text, 1)
        self._row = row
        self._cross: Button | None = None
        if closable:
            self._cross = Button("", "flat", "close", _("Close this message"))
            self._cross.clicked.connect(self.dismiss)
            row.addWidget(self._cross)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._before: QWidget | None = None
        if isinstance(app := QApplication.instance(), QApplication):
            app.focusChanged.connect(self._remember)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Say something else."""
        self._text.setText(text)
        self.setAccessibleName(text)

    def text(self) -> str:
        """Return the sentence."""
        return self._text.text()

    @property
    def tone(self) -> Tone:
        """Return its tone."""
        return self._tone

    def add_action(self, word: str, handler: Callable[[], object]) -> Button:
        """Put a thing to do behind the sentence and what there is to do already."""
        button = Button(word)
        button.clicked.connect(partial(_call, handler))
        self._row.insertWidget(self._row.count() - (self._cross is not None), button)
        if self._cross is not None:
            self.setTabOrder(button, self._cross)
        return button

    def dismiss(self) -> None:
        """Go away and say so."""
        self.hide()
        self.closed.emit()

    def focused(self) -> bool:
        """Tell whether the focus is on one of its buttons."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def hide(self) -> None:
        """Go, and give the focus back."""
        before = self._before
        if self.focused() and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        super().hide()

    def _remember(self, old: QWidget | None, new: QWidget | None) -> None:
        """Keep what had the focus before one of the buttons got it."""
        if old is not None and new is not None and self.isAncestorOf(new) and not self.isAncestorOf(old):
            self._before = old

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tinted ground, the sign and the edge."""
        ink, ground = tokens().tone(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(ink), 1))
        painter.setOpacity(1)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        mark = icons.pixmap(self._icon, ink, 16, self.devicePixelRatioF())
        painter.drawPixmap(12, (self.height() - 16) // 2, mark)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)


class EmptyState(QWidget):
    """Stands where a list has nothing to show and says what to do next.

    Args:
        title: what is so ("No open items").
        hint: what to do next.
        icon: name of a drawing.
    """

    def __init__(self, title: str, hint: str = "", icon: str = "info") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(6)
        column.addStretch(2)
        column.addWidget(Icon(icon, "dim", 28), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        self._title = label(title, "body", 600)
        self._hint = label(hint, role="dim", wrap=True)
        self._hint.setMaximumWidth(460)
        for part in (self._title, self._hint):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        column.addSpacing(4)
        column.addLayout(self._buttons)
        column.setAlignment(self._buttons, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.set_text(title, hint)

    def set_text(self, title: str, hint: str = "") -> None:
        """Say something else."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setMinimumWidth(min(460, self._hint.fontMetrics().horizontalAdvance(hint) + 8))
        self._hint.setVisible(bool(hint))
        self.setAccessibleName(f"{title}. {hint}".strip())

    def title(self) -> str:
        """Return what it says first."""
        return self._title.text()

    def add_action(self, word: str, handler: Callable[[], object], *, primary: bool = False) -> Button:
        """Offer the next step as a button."""
        button = Button(word, "primary" if primary else "")
        button.clicked.connect(partial(_call, handler))
        self._buttons.addWidget(button)
        return button
