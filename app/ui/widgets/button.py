"""Buttons: with an icon that follows the scheme, with a key cap, and the grid of choices of the call form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QPushButton, QSizePolicy, QWidget

from app.ui.look import icons
from app.ui.look.fonts import key_font, ui_font
from app.ui.theme import colour, tokens


def key_text(keys: str) -> str:
    """Return a shortcut as the system writes it, with signs for Enter and the arrows."""
    text = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
    for word, sign in (("Return", "\u21b5"), ("Enter", "\u21b5"), ("+", " ")):
        text = text.replace(word, sign) if len(text) > 1 else text
    return text


def key_width(text: str) -> int:
    """Return the width of a key cap."""
    return max(18, QFontMetrics(key_font()).horizontalAdvance(text) + 10) if text else 0


def paint_key(painter: QPainter, right: int, middle: int, text: str, *, on_accent: bool = False) -> None:
    """Draw a key cap whose right edge is at ``right``, centred on ``middle``."""
    if not text:
        return
    width = key_width(text)
    box = QRectF(right - width + 0.5, middle - 8.5, width - 1, 17)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if not on_accent:
        painter.setPen(QPen(colour("field_line"), 1))
        painter.setBrush(colour("panel"))
        painter.drawRoundedRect(box, 4, 4)
    painter.setPen(colour("on_accent" if on_accent else "dim"))
    painter.setFont(key_font())
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.restore()


class Button(QPushButton):
    """A push button.

    Args:
        text: its word; also the accessible name.
        kind: empty, ``primary``, ``flat`` or ``link``.
        icon: name of a drawing; with an empty ``text`` the ``name`` is needed.
        name: accessible name and tooltip where the text is empty or not enough.
        keys: shortcut shown as a key cap (it is not bound here; the actions table does that).
    """

    def __init__(self, text: str, kind: str = "", icon: str = "", name: str = "", keys: str = "") -> None:
        super().__init__(text)
        self.setProperty("kind", kind)
        self._kind = kind
        self._icon_name = icon
        self._keys = key_text(keys)
        self.setFont(ui_font("body", 600 if kind == "primary" else 400))
        self.setAccessibleName(name or text)
        if name:
            self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self._draw_icon()
        if self._keys:
            self.setStyleSheet(f"padding-right: {key_width(self._keys) + 14}px")

    def set_word(self, text: str) -> None:
        """Change the word and the accessible name together."""
        self.setText(text)
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, then the key cap over its right end."""
        super().paintEvent(event)
        if self._keys:
            painter = QPainter(self)
            paint_key(painter, self.width() - 8, self.height() // 2, self._keys, on_accent=self._kind == "primary")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by Enter as by the space bar; with a modifier Enter belongs to the panel around the button."""
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or event.isAutoRepeat():
            event.ignore()
        else:
            self.click()

    def changeEvent(self, event: QEvent) -> None:
        """Redraw the icon in the new scheme."""
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.EnabledChange}:
            self._draw_icon()
        super().changeEvent(event)

    def _draw_icon(self) -> None:
        if self._icon_name:
            t = tokens()
            shade = t.on_accent if self._kind == "primary" else t.dim
            self.setIcon(icons.icon(self._icon_name, shade))
            self.setIconSize(QSize(16, 16))


class ActionButton(Button):
    """A button that stands for an action: its word, or a shorter one, its enabling, its tooltip with the shortcut."""

    def __init__(self, action: QAction, kind: str = "", icon: str = "", word: str = "") -> None:
        super().__init__(word or action.text(), kind, icon)
        self._action = action
        self._word = word
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.set_word(self._word or self._action.text())
        self.setToolTip(self._action.toolTip())


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a grid: its code, its word and the letter that picks it."""

    code: str
    text: str
    key: str = ""


class _ChoiceButton(QAbstractButton):
    """One answer, drawn as in the form: word at the left, letter at the right."""

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.choice = choice
        self.setText(choice.text)
        self.setCheckable(True)
        self.setAccessibleName(choice.text)
        self.setToolTip(f"{choice.text} ({key_text('Alt+' + choice.key)})" if choice.key else choice.text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(28)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Be as wide as the word and the key cap."""
        metrics = QFontMetrics(ui_font("body", 600))
        return QSize(metrics.horizontalAdvance(self.text()) + key_width(self.choice.key) + 22, 28)

    def minimumSizeHint(self) -> QSize:
        """Let narrow panels shorten the word."""
        return QSize(64, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw one answer in its state."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, focus = self.isChecked(), self.hasFocus()
        painter.setPen(QPen(colour("accent" if on or focus else "line"), 2 if focus else 1))
        painter.setBrush(colour("accent_ground" if on else "hover" if self.underMouse() else "panel"))
        inset = 1.0 if focus else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        room = QRect(8, 0, self.width() - 14 - key_width(self.choice.key) - 2, self.height())
        font = ui_font("body", 600 if on else 400)
        painter.setFont(font)
        painter.setPen(colour("accent" if on else "text"))
        text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
        paint_key(painter, self.width() - 6, self.height() // 2, self.choice.key)


class ChoiceGrid(QWidget):
    """Answers in rows of three; exactly one or none is on.

    A bare letter picks only while the grid has focus, so that typing a note never changes an answer; Alt+letter is
    bound by the actions table. The arrows walk through the grid, Space picks.
    """

    picked = Signal(str)

    def __init__(self, name: str, choices: Sequence[Choice], columns: int = 3) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._columns = columns
        self._buttons: list[_ChoiceButton] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(5)
        for number, choice in enumerate(choices):
            button = _ChoiceButton(choice)
            button.clicked.connect(lambda _on, b=button: self.pick(b.choice.code))
            self._grid.addWidget(button, number // columns, number % columns)
            self._buttons.append(button)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        if self._buttons:
            self.setFocusProxy(self._buttons[0])

    def code(self) -> str:
        """Return the code that is on, or an empty text."""
        return next((b.choice.code for b in self._buttons if b.isChecked()), "")

    def pick(self, code: str) -> None:
        """Turn one answer on, the others off, and say so; an unknown or empty code turns all off."""
        for button in self._buttons:
            button.setChecked(button.choice.code == code)
        self.picked.emit(self.code())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take arrows and bare letters from the answers."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier:
            if self._walk(event.key()):
                return
            letter = event.text().upper()
            hit = next((b for b in self._buttons if letter and b.choice.key.upper() == letter), None)
            if hit is not None:
                hit.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self.pick(hit.choice.code)
                return
        super().keyPressEvent(event)

    def _walk(self, key: int) -> bool:
        steps = {
            int(Qt.Key.Key_Left): -1,
            int(Qt.Key.Key_Right): 1,
            int(Qt.Key.Key_Up): -self._columns,
            int(Qt.Key.Key_Down): self._columns,
        }
        here = next((n for n, b in enumerate(self._buttons) if b.hasFocus()), None)
        if here is None or key not in steps:
            return False
        there = here + steps[key]
        if 0 <= there < len(self._buttons):
            self._buttons[there].setFocus(Qt.FocusReason.TabFocusReason)
        return True
