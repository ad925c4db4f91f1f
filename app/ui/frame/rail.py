"""The rail at the left: a drawing, a word and a count for each view."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import _, format_number, render
from app.ui.look import icons
from app.ui.look.fonts import ui_font
from app.ui.theme import colour, tokens
from app.ui.view import ViewSpec

WIDTH = 148


class RailButton(QAbstractButton):
    """One view: lit when it is shown; a hot count (something is wrong) is red and bold."""

    def __init__(self, spec: ViewSpec, tip: str) -> None:
        super().__init__()
        self.spec = spec
        self._count = 0
        self._hot = False
        self.setText(render(spec.title))
        self.setToolTip(tip)
        self.setCheckable(True)
        self.setFixedHeight(32)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._name()

    def set_count(self, count: int, *, hot: bool) -> None:
        """Show a number; 0 shows none."""
        self._count, self._hot = count, hot
        self._name()
        self.update()

    def sizeHint(self) -> QSize:
        """Fill the rail."""
        return QSize(WIDTH - 12, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, drawing, word and count."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        if on or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.accent_ground if on else t.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        shade = t.accent if on else t.dim
        painter.drawPixmap(9, 8, icons.pixmap(self.spec.icon, shade, 16, self.devicePixelRatioF()))
        right = self._paint_count(painter)
        font = ui_font("body", 600 if on else 400)
        painter.setFont(font)
        painter.setPen(QColor(shade))
        room = QRect(34, 0, right - 34 - 4, self.height())
        text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)

    def _paint_count(self, painter: QPainter) -> int:
        """Draw the count and return its left edge."""
        right = self.width() - 9
        if not self._count:
            return right
        font = ui_font("key", 600)
        text = format_number(self._count)
        width = QFontMetrics(font).horizontalAdvance(text)
        painter.setFont(font)
        painter.setPen(colour("red" if self._hot else "dim"))
        painter.drawText(QRect(right - width, 0, width + 1, self.height()), int(Qt.AlignmentFlag.AlignVCenter), text)
        return right - width

    def _name(self) -> None:
        count = f", {format_number(self._count)}" if self._count else ""
        self.setAccessibleName(f"{self.text()}{count}")
        self.setAccessibleDescription(_("needs attention") if self._hot else "")


class Rail(QWidget):
    """All views; arrows walk through them, Enter or Space opens."""

    chosen = Signal(str)

    def __init__(self, views: Iterable[tuple[ViewSpec, str]]) -> None:
        super().__init__()
        self.setAccessibleName(_("Views"))
        self.setFixedWidth(WIDTH)
        self._buttons: dict[str, RailButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 8, 7, 8)
        column.setSpacing(2)
        entries = list(views)
        for place in ("top", "bottom"):
            for spec, tip in entries:
                if spec.rail == place:
                    column.addWidget(self._make(spec, tip))
            if place == "top":
                column.addStretch(1)

    def light(self, view: str) -> None:
        """Light one view's word; an unknown one lights none."""
        for name, button in self._buttons.items():
            button.setChecked(name == view)

    def set_count(self, view: str, count: int, *, hot: bool = False) -> None:
        """Show a number beside a view's word."""
        if view in self._buttons:
            self._buttons[view].set_count(count, hot=hot)

    def button(self, view: str) -> RailButton:
        """Return a view's button."""
        return self._buttons[view]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk up and down."""
        names = list(self._buttons)
        here = next((n for n, name in enumerate(names) if self._buttons[name].hasFocus()), None)
        step = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}.get(event.key(), 0)
        if here is not None and step:
            self._buttons[names[(here + step) % len(names)]].setFocus(Qt.FocusReason.TabFocusReason)
            return
        if here is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._buttons[names[here]].click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the hairline at the right."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("panel"))
        painter.fillRect(QRect(self.width() - 1, 0, 1, self.height()), colour("line"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def _make(self, spec: ViewSpec, tip: str) -> RailButton:
        button = RailButton(spec, tip)
        button.clicked.connect(lambda: self._choose(spec.id))
        self._buttons[spec.id] = button
        return button

    def _choose(self, view: str) -> None:
        self.chosen.emit(view)
