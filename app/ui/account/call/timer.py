"""The time on the phone: starts when the number is dialled, stops when the call is saved."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from app.clock import Clock
from app.i18n import _
from app.ui.look.fonts import ui_font
from app.ui.look.paint import put
from app.ui.theme import colour

_HEIGHT = 22


class CallTimer(QAbstractButton):
    """A small clock; a click (or Ctrl+T) starts and stops it."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.began: datetime | None = None
        self._before = 0
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._show)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda _on: self.toggle())
        self._show()

    def toggle(self) -> None:
        """Start, or hold the time."""
        if self.began is None:
            self.start()
        else:
            self.stop()

    def start(self) -> None:
        """Begin to count; a running clock goes on."""
        if self.began is None:
            self.began = self._clock.now()
        self._run()

    def stop(self) -> None:
        """Hold the time."""
        self._before = self.seconds()
        self.began = None
        self._tick.stop()
        self._show()

    def put(self, began: datetime | None, seconds: int) -> None:
        """Take the time of a draft."""
        self.began, self._before = began, seconds
        if began is None:
            self._tick.stop()
            self._show()
        else:
            self._run()

    def seconds(self) -> int:
        """Return how long the call has lasted."""
        running = 0 if self.began is None else int((self._clock.now() - self.began).total_seconds())
        return self._before + max(0, running)

    def held(self) -> int:
        """Return what was counted before the clock was started again."""
        return self._before

    def words(self) -> str:
        """Return ``02:14``."""
        minutes, seconds = divmod(self.seconds(), 60)
        return f"{minutes:02d}:{seconds:02d}"

    def sizeHint(self) -> QSize:
        """Fit the figures."""
        return QSize(QFontMetrics(ui_font("small")).horizontalAdvance("000:00") + 26, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a green chip while it runs, a quiet one before."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.began is not None
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(colour("accent"), 2) if self.hasFocus() else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(colour("green_ground" if on else "grey_ground"))
        painter.drawRoundedRect(box, _HEIGHT / 2, _HEIGHT / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("green" if on else "dim"))
        painter.drawEllipse(QRectF(9, self.height() / 2 - 4, 8, 8))
        room = self.rect().adjusted(22, 0, -8, 0)
        put(painter, room, self.words(), ui_font("small", 500), colour("green" if on else "dim"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def _run(self) -> None:
        self._tick.start()
        self._show()

    def _show(self) -> None:
        tip = _("Stop the timer") if self.began is not None else _("Start the timer (Ctrl+T)")
        self.setToolTip(tip)
        self.setAccessibleName(_("Time on the phone: {time}. {hint}", time=self.words(), hint=tip))
        self.update()
