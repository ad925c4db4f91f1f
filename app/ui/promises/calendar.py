"""A month of promises: what is promised for each day, how it went, and the sums of each week."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from babel.dates import format_skeleton, get_day_names
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.enums import OPEN_PROMISE, PromiseStatus
from app.i18n import _, format_date, language, ngettext
from app.services.calls.book import DueLine, sums_of
from app.services.labels import PROMISE_STATES, label
from app.ui.formatting import amount, compact
from app.ui.look.fonts import ui_font
from app.ui.look.paint import put
from app.ui.theme import colour, tokens

_HEAD: Final = 24
_WEEK: Final = 108
_LINES: Final = 2
#: The worst first: it colours the day's mark.
_WORST: Final = (
    (frozenset({PromiseStatus.BROKEN}), "red"),
    (frozenset({PromiseStatus.PARTLY_KEPT, PromiseStatus.AWAITING_DATA, PromiseStatus.KEPT_LATE}), "amber"),
    (OPEN_PROMISE, "accent"),
    (frozenset({PromiseStatus.KEPT}), "green"),
)

Lines = Sequence[DueLine]


class MonthGrid(QWidget):
    """Weeks from Monday on; the arrows walk through days, PageUp and PageDown through months.

    ``chosen`` carries the day under the cursor, ``turned`` the first day of the month that is shown, ``opened`` a day
    that Enter or a double click opens.
    """

    chosen = Signal(object)
    turned = Signal(object)
    opened = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._day = today
        self._lines: Mapping[date, Lines] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(_HEAD + 6 * 44)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._name()

    # ------------------------------------------------------------------ what is shown

    def set_days(self, lines: Mapping[date, Lines], today: date) -> None:
        """Show what is promised by day."""
        self._lines, self._today = lines, today
        self._name()
        self.update()

    def day(self) -> date:
        """Return the day under the cursor."""
        return self._day

    def month(self) -> date:
        """Return the first day of the month that is shown."""
        return self._day.replace(day=1)

    def go(self, day: date) -> None:
        """Put the cursor on a day; another month is shown if it lies there."""
        turned = (day.year, day.month) != (self._day.year, self._day.month)
        self._day = day
        self._name()
        self.update()
        if turned:
            self.turned.emit(self.month())
        self.chosen.emit(day)

    def home(self) -> None:
        """Go back to the present day."""
        self.go(self._today)

    def turn(self, months: int) -> None:
        """Show another month, on the same day as far as it has one."""
        number = self._day.year * 12 + self._day.month - 1 + months
        first = date(number // 12, number % 12 + 1, 1)
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        self.go(first.replace(day=min(self._day.day, last.day)))

    def lines(self, day: date) -> Lines:
        """Return what is promised for a day."""
        return self._lines.get(day, ())

    # ------------------------------------------------------------------ Qt's events

    def sizeHint(self) -> QSize:
        """Room for six weeks."""
        return QSize(820, _HEAD + 6 * 56)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk."""
        days = {
            int(Qt.Key.Key_Left): -1,
            int(Qt.Key.Key_Right): 1,
            int(Qt.Key.Key_Up): -7,
            int(Qt.Key.Key_Down): 7,
        }
        months = {int(Qt.Key.Key_PageUp): -1, int(Qt.Key.Key_PageDown): 1}
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in days:
            self.go(self._day + timedelta(days=days[key]))
        elif key in months:
            self.turn(months[key])
        elif key == Qt.Key.Key_Home:
            self.home()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(self._day)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the day that is clicked."""
        day = self._at(event.position())
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if day is not None:
            self.go(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the day."""
        day = self._at(event.position())
        if day is not None:
            self.opened.emit(day)

    def event(self, event: QEvent) -> bool:
        """Say a day's sums in full under the mouse."""
        if event.type() == QEvent.Type.ToolTip:
            day = self._at(QPointF(event.pos()))  # type: ignore[attr-defined]
            QToolTip.showText(event.globalPos(), self.words(day) if day is not None else "", self)  # type: ignore[attr-defined]
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw headings, days and sums of the weeks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, names = tokens(), get_day_names("abbreviated", locale=language())
        for column in range(8):
            box = self._cell(0, column)
            box.setTop(0)
            box.setHeight(_HEAD)
            word = names[column] if column < 7 else _("Week")
            put(painter, box.adjusted(8, 0, -8, 0), word, ui_font("small"), t.dim)
        for row, week in enumerate(self._weeks()):
            for column, day in enumerate(week):
                self._paint_day(painter, self._cell(row, column), day)
            self._paint_week(painter, self._cell(row, 7), week)

    # ------------------------------------------------------------------ private

    def _weeks(self) -> list[list[date]]:
        return Calendar(0).monthdatescalendar(self._day.year, self._day.month)

    def _cell(self, row: int, column: int) -> QRect:
        wide = (self.width() - _WEEK) / 7
        high = (self.height() - _HEAD) / max(1, len(self._weeks()))
        left = round(column * wide) if column < 7 else self.width() - _WEEK
        right = round((column + 1) * wide) if column < 7 else self.width()
        top = _HEAD + round(row * high)
        return QRect(left, top, right - left, _HEAD + round((row + 1) * high) - top)

    def _at(self, point: QPointF) -> date | None:
        for row, week in enumerate(self._weeks()):
            for column, day in enumerate(week):
                if self._cell(row, column).contains(point.toPoint()):
                    return day
        return None

    def _paint_day(self, painter: QPainter, box: QRect, day: date) -> None:
        t = tokens()
        inside = day.month == self._day.month
        frame = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = t.selection if day == self._day else t.panel if day.weekday() < 5 else t.bg
        painter.fillRect(frame, QColor(ground))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(t.line_soft), 1))
        painter.drawRect(frame)
        if day == self._day and self.hasFocus():
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1))
        head = QRect(box.left() + 8, box.top() + 3, box.width() - 16, 18)
        font = ui_font("small", 600 if day == self._today else 400)
        ink = t.accent if day == self._today else t.text if inside else t.dim
        put(painter, head, str(day.day), font, ink)
        lines = self._lines.get(day, ())
        if not lines:
            return
        self._paint_mark(painter, head, lines)
        sums = sums_of(lines)
        room = max(1, min(_LINES, (box.height() - 22) // 17))
        for place, (code, minor) in enumerate(list(sums.items())[:room]):
            line = QRect(head.left(), box.top() + 21 + place * 17, head.width(), 17)
            last = place == room - 1 and len(sums) > room
            used = put(painter, line, f"+{len(sums) - room}", ui_font("tiny"), t.dim, right=True) + 4 if last else 0
            line.setWidth(line.width() - used)
            text = compact(minor, code)
            taken = put(painter, line, text, ui_font("small", 600), t.text if inside else t.dim)
            line.setLeft(line.left() + taken + 4)
            put(painter, line, code, ui_font("tiny"), t.dim)

    def _paint_mark(self, painter: QPainter, head: QRect, lines: Lines) -> None:
        """Draw how many are promised, on the colour of the worst."""
        role = mark_role(lines)
        text = str(len(lines))
        wide = painter.fontMetrics().horizontalAdvance(text) + 12
        chip = QRectF(head.right() - wide, head.top() + 1, wide, 16)
        pairs = {"red": "red_ground", "amber": "amber_ground", "accent": "accent_ground", "green": "green_ground"}
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(pairs.get(role, "grey_ground")))
        painter.drawRoundedRect(chip, 8, 8)
        painter.setPen(colour(role))
        painter.setFont(ui_font("tiny", 500))
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_week(self, painter: QPainter, box: QRect, week: Sequence[date]) -> None:
        lines = [line for day in week for line in self._lines.get(day, ())]
        sums = list(sums_of(lines).items())
        room = max(1, (box.height() - 6) // 17)
        for place, (code, minor) in enumerate(sums[:room]):
            line = QRect(box.left() + 8, box.top() + 4 + place * 17, box.width() - 12, 17)
            if place == room - 1 and len(sums) > room:
                put(painter, line, f"+{len(sums) - room + 1}", ui_font("tiny"), tokens().dim)
                break
            taken = put(painter, line, compact(minor, code), ui_font("small", 500), tokens().dim)
            line.setLeft(line.left() + taken + 4)
            put(painter, line, code, ui_font("tiny"), tokens().dim)

    def words(self, day: date) -> str:
        """Return a day in words: how many promises, their sums, how they stand."""
        lines = self._lines.get(day, ())
        head = format_date(day, weekday=True)
        if not lines:
            return _("{day}: nothing promised", day=head)
        counts: dict[PromiseStatus, int] = {}
        for one in lines:
            counts[one.line.status] = counts.get(one.line.status, 0) + 1
        sums = ", ".join(f"{amount(minor, code)} {code}" for code, minor in sums_of(lines).items())
        states = ", ".join(f"{label(PROMISE_STATES, status)} {count}" for status, count in counts.items())
        said = ngettext("{day}: {n} promise, {sums}. {states}", "{day}: {n} promises, {sums}. {states}", len(lines),
                        day=head, sums=sums, states=states)  # fmt: skip
        return str(said)

    def _name(self) -> None:
        self.setAccessibleName(_("Calendar of promises"))
        self.setAccessibleDescription(self.words(self._day))


def mark_role(lines: Lines) -> str:
    """Return the colour role of the worst state among instalments."""
    states = {one.line.status for one in lines}
    return next((role for wanted, role in _WORST if states & wanted), "dim")


def month_words(first: date) -> str:
    """Return ``October 2026`` or ``2026年10月``."""
    return str(format_skeleton("yMMMM", first, locale=language()))
