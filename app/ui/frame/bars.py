"""The bar over the views (brand, search, as-of day) and the one under them (freshness, base, work, key)."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.i18n import _, format_date
from app.ui.frame.rail import WIDTH
from app.ui.palette import SearchBox
from app.ui.tasks import Runner
from app.ui.theme import colour
from app.ui.widgets.button import Button
from app.ui.widgets.card import ElidedLabel, label
from app.ui.widgets.date_edit import pick_day
from app.ui.widgets.task_panel import TaskPanel


class _Bar(QWidget):
    """A strip on panel ground with a hairline on one side."""

    def __init__(self, height: int, *, line_below: bool) -> None:
        super().__init__()
        self.setFixedHeight(height)
        self._below = line_below
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(14, 0, 14, 0)
        self.row.setSpacing(14)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and hairline."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("panel"))
        y = self.height() - 1 if self._below else 0
        painter.fillRect(QRect(0, y, self.width(), 1), colour("line"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)


class TopBar(_Bar):
    """Brand, search box, as-of day; ``day_chosen`` carries a day, or None for the present one."""

    day_chosen = Signal(object)

    def __init__(self, search: SearchBox) -> None:
        super().__init__(44, line_below=True)
        self._day: date | None = None
        brand = label(_("Collections Desk"), "body", 600)
        brand.setFixedWidth(WIDTH - 14)
        brand.setToolTip(brand.text())
        search.setFixedWidth(520)
        self.row.addWidget(brand)
        self.row.addWidget(search)
        self.row.addStretch(1)
        self._back = Button(_("Back to today"), "flat")
        self._back.clicked.connect(lambda: self.day_chosen.emit(None))
        self._back.hide()
        self._as_of = Button("", name=_("As of"))
        self._as_of.clicked.connect(self.open_calendar)
        self.row.addWidget(self._back)
        self.row.addWidget(label(_("As of"), role="dim"))
        self.row.addWidget(self._as_of)

    def set_day(self, day: date, *, present: bool) -> None:
        """Show the day that everything is about."""
        self._day = day
        self._as_of.set_word(format_date(day))
        self._as_of.setAccessibleName(_("As of {day}", day=day))
        self._as_of.setToolTip(_("Look at another day ({keys})", keys="Ctrl+D"))
        self._as_of.setProperty("kind", "" if present else "primary")
        self._as_of.style().unpolish(self._as_of)
        self._as_of.style().polish(self._as_of)
        self._back.setVisible(not present)

    def open_calendar(self) -> None:
        """Let another day be picked."""
        if self._day is not None:
            at = self._as_of.mapToGlobal(QPoint(self._as_of.width() - 290, self._as_of.height() + 4))
            pick_day(self, self._day, at, self.day_chosen.emit)


class StatusBar(_Bar):
    """Freshness of each source, base currency and rates, background work, key."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(26, line_below=False)
        self.row.setSpacing(18)
        self._sources = ElidedLabel("", "small", role="dim")
        self._base = label("", "small", role="dim")
        self._key = label("", "small", role="dim")
        self.tasks = TaskPanel(runner)
        self.row.addWidget(self._sources, 1)
        for part in (self._base, self.tasks, self._key):
            self.row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_sources(self, text: str) -> None:
        """Say how old each source is."""
        self._sources.setText(text)
        self._sources.setAccessibleName(text)

    def set_base(self, text: str) -> None:
        """Say the base currency and the day of its rates."""
        self._base.setText(text)

    def set_key(self, text: str) -> None:
        """Say how the store is locked."""
        self._key.setText(text)

    def texts(self) -> tuple[str, str, str]:
        """Return what is said: sources, base, key."""
        return self._sources.text(), self._base.text(), self._key.text()
