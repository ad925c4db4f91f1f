"""A field for one day: typed in the short ways of the phone, walked with the arrows, or picked from a calendar.

The field knows today only because it is told, and holidays only through the function it is given.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import QAbstractItemView, QCalendarWidget, QLineEdit, QMenu, QVBoxLayout, QWidget, QWidgetAction

from app.i18n import _, language
from app.ui.formatting import day_with_weekday, distance
from app.ui.look.fonts import ui_font
from app.ui.theme import colour
from app.ui.widgets.form import mark_invalid, with_modifier

Holiday = Callable[[date], str]
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KANJI_DAYS = "\u6708\u706b\u6c34\u6728\u91d1\u571f\u65e5"


def parse_day(text: str, today: date, *, month_first: bool = False) -> date | None:
    """Read a typed day; None if it is none.

    ``13``: the next 13th · ``13 nov``, ``nov 13``, ``13.11.``, ``2026-11-13``, the same in Japanese · ``fri``: the next
    one · ``+3``: in three days · ``today``, ``tomorrow``, ``eom``. A day and month without a year are the next such
    day. ``11/13`` is read in the order of the interface (``month_first``) unless only the other is possible.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower().rstrip(".")
    plain = re.sub(r"\s*\([^)]*\)$", "", plain)
    words = {"today": 0, "\u4eca\u65e5": 0, "tomorrow": 1, "\u660e\u65e5": 1, "\u660e\u5f8c\u65e5": 2}
    if plain in words:
        return today + timedelta(days=words[plain])
    if plain in {"eom", "\u6708\u672b"}:
        return today.replace(day=monthrange(today.year, today.month)[1])
    if match := re.fullmatch(r"\+(\d{1,3})", plain):
        return today + timedelta(days=int(match[1]))
    if (weekday := _weekday(plain)) is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return _written(plain, today, month_first=month_first)


def _weekday(plain: str) -> int | None:
    if plain[:3] in _DAYS and plain.isalpha() and plain.isascii():
        return _DAYS.index(plain[:3])
    bare = plain.removesuffix("\u66dc\u65e5").removesuffix("\u66dc")
    return _KANJI_DAYS.index(bare) if len(bare) == 1 and bare in _KANJI_DAYS else None


def _written(plain: str, today: date, *, month_first: bool) -> date | None:
    plain = re.sub(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", "", plain)
    if match := re.fullmatch(r"(\d{4})[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})\u65e5?", plain):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{1,2})\u6708(\d{1,2})\u65e5?", plain):
        return _next(int(match[1]), int(match[2]), today)
    if match := re.fullmatch(r"(\d{1,2})\.?\s*([a-z]{3,9})\.?(?:\s+(\d{4}))?", plain):
        return _named(match[2], int(match[1]), match[3], today)
    if match := re.fullmatch(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:,?\s+(\d{4}))?", plain):
        return _named(match[1], int(match[2]), match[3], today)
    if match := re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}))?", plain):
        first, second = int(match[1]), int(match[3])
        swap = (month_first and match[2] == "/" and first <= 12) or (second > 12 >= first)
        month, day = (first, second) if swap else (second, first)
        return _day(int(match[4]), month, day) if match[4] else _next(month, day, today)
    if re.fullmatch(r"\d{1,2}\u65e5?", plain):
        return _next_number(int(plain.rstrip("\u65e5")), today)
    return None


def _named(name: str, day: int, year: str | None, today: date) -> date | None:
    if name[:3] not in _MONTHS:
        return None
    month = _MONTHS.index(name[:3]) + 1
    return _day(int(year), month, day) if year else _next(month, day, today)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next(month: int, day: int, today: date) -> date | None:
    """Return the next such day, today included; up to three months back stays in this year."""
    found = _day(today.year, month, day)
    if found is not None and (today - found).days > 92:
        found = _day(today.year + 1, month, day) or found
    return found


def _next_number(day: int, today: date) -> date | None:
    for ahead in range(3):
        month = (today.month - 1 + ahead) % 12 + 1
        found = _day(today.year + (today.month - 1 + ahead) // 12, month, day)
        if found is not None and found >= today:
            return found
    return None


class DateEdit(QLineEdit):
    """One day; ``in 13 d`` stands dim at the right, a holiday turns it amber and names itself in the tooltip.

    Up and Down move by a day, PageUp and PageDown by a month, F4 or Alt+Down opens the calendar.
    """

    changed = Signal()

    def __init__(self, today: date, name: str = "", holiday: Holiday | None = None) -> None:
        super().__init__()
        self._today = today
        self._holiday: Holiday = holiday or (lambda _day: "")
        self._day: date | None = None
        self.setFont(ui_font())
        if name:
            self.setAccessibleName(name)
        self.textEdited.connect(self._edited)
        self.editingFinished.connect(self._tidy)

    def set_today(self, today: date) -> None:
        """Count from another day."""
        self._today = today
        self.update()

    def set_holiday(self, holiday: Holiday) -> None:
        """Know other holidays: those of the customer's country. The function returns a name or an empty text."""
        self._holiday = holiday
        self._tell()

    def day(self) -> date | None:
        """Return the day, None if the field is empty or not a day."""
        return self._day

    def set_day(self, day: date | None) -> None:
        """Show a day; None empties the field."""
        self._day = day
        self.setText(day_with_weekday(day) if day else "")
        mark_invalid(self, invalid=False)
        self._tell()
        self.changed.emit()

    def error(self) -> str:
        """Return the sentence about what is wrong, or an empty text."""
        if self._day is None and self.text().strip():
            return _("\u201c{text}\u201d is not a day. Write 13 nov, fri, +3 or 2026-11-13.", text=self.text())
        return ""

    def open_calendar(self) -> None:
        """Let the day be picked from a month, holidays marked."""
        at = self.mapToGlobal(QPoint(0, self.height() + 2))
        pick_day(self, self._day or self._today, at, self.set_day, self._holiday)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the days; Ctrl+Enter is left to the form."""
        if with_modifier(event):
            event.ignore()
            return
        if event.key() == Qt.Key.Key_F4 or (
            event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self.open_calendar()
            return
        days = {int(Qt.Key.Key_Up): 1, int(Qt.Key.Key_Down): -1}.get(event.key(), 0)
        months = {int(Qt.Key.Key_PageUp): 1, int(Qt.Key.Key_PageDown): -1}.get(event.key(), 0)
        if days or months:
            self._move(days, months)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the distance behind the day."""
        super().paintEvent(event)
        if self._day is None:
            return
        text = distance(self._day, self._today)
        painter = QPainter(self)
        painter.setFont(ui_font())
        used = self.fontMetrics().horizontalAdvance(self.text()) + 16
        room = QRect(used, 0, self.width() - used - 10, self.height())
        if painter.fontMetrics().horizontalAdvance(text) <= room.width():
            painter.setPen(colour("amber" if self._holiday(self._day) else "dim"))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), text)

    def _move(self, days: int, months: int) -> None:
        start = self._day or self._today
        if months:
            number = start.year * 12 + start.month - 1 + months
            year, month = number // 12, number % 12 + 1
            self.set_day(date(year, month, min(start.day, monthrange(year, month)[1])))
        else:
            self.set_day(start + timedelta(days=days))

    def _edited(self, text: str) -> None:
        self._day = parse_day(text, self._today, month_first=language() == "ja")
        mark_invalid(self, invalid=bool(text.strip()) and self._day is None)
        self._tell()
        self.changed.emit()

    def _tidy(self) -> None:
        if self._day is not None:
            self.setText(day_with_weekday(self._day))

    def _tell(self) -> None:
        name = self._holiday(self._day) if self._day else ""
        self.setToolTip(name)
        self.setAccessibleDescription(name)
        self.update()


class _TypedDay(QObject):
    """Sends what is typed over a month to the field above it: a calendar by itself knows no short forms."""

    def __init__(self, field: DateEdit, month: QCalendarWidget) -> None:
        super().__init__(month)
        self._field = field
        for days in month.findChildren(QAbstractItemView):
            days.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Begin a new day in the field with the first character."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            typed = event.text().strip()
            plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
            if typed and typed.isprintable() and plain:
                self._field.setFocus()
                self._field.setText(typed)
                self._field.textEdited.emit(typed)
                return True
        return False


def pick_day(
    parent: QWidget, shown: date, at: QPoint, take: Callable[[date], object], holiday: Holiday | None = None
) -> QMenu:
    """Open a month at a point of the screen; ``take`` gets the day that is picked or typed, Esc closes without."""
    menu = QMenu(parent)
    sheet = QWidget(menu)
    column = QVBoxLayout(sheet)
    column.setContentsMargins(6, 6, 6, 6)
    field = DateEdit(shown, _("Day"), holiday)
    field.setPlaceholderText(_("Type a day: 13 nov, fri, +3"))
    calendar = QCalendarWidget(sheet)
    calendar.setAccessibleName(_("Calendar"))
    calendar.setDateEditEnabled(False)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
    calendar.setMinimumWidth(280)
    _mark(calendar, shown, holiday)
    calendar.currentPageChanged.connect(lambda year, month: _mark(calendar, date(year, month, 1), holiday))
    column.addWidget(field)
    column.addWidget(calendar)
    _TypedDay(field, calendar)
    action = QWidgetAction(menu)
    action.setDefaultWidget(sheet)
    menu.addAction(action)

    def picked(day: QDate) -> None:
        menu.close()
        take(date(day.year(), day.month(), day.day()))

    def typed() -> None:
        day = field.day()
        if day is not None:
            menu.close()
            take(day)

    def follow() -> None:
        if (day := field.day()) is not None:
            calendar.setSelectedDate(QDate(day.year, day.month, day.day))

    calendar.activated.connect(picked)
    calendar.clicked.connect(picked)
    field.changed.connect(follow)
    field.returnPressed.connect(typed)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)
    calendar.setFocus()
    return menu


def _mark(calendar: QCalendarWidget, month: date, holiday: Holiday | None) -> None:
    """Show weekends quietly, holidays in amber with their names."""
    plain, marked = QTextCharFormat(), QTextCharFormat()
    plain.setForeground(colour("dim"))
    for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(weekend, plain)
    marked.setForeground(colour("amber"))
    for number in range(1, monthrange(month.year, month.month)[1] + 1):
        name = holiday(date(month.year, month.month, number)) if holiday is not None else ""
        if name:
            marked.setToolTip(name)
            calendar.setDateTextFormat(QDate(month.year, month.month, number), marked)
