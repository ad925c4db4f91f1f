"""The month with its buttons, and under it what is promised for the day."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import _
from app.ui.frame.memory import Memory
from app.ui.promises.calendar import MonthGrid, month_words
from app.ui.promises.columns import day_spec
from app.ui.tables.table_panel import TablePanel
from app.ui.widgets.button import Button
from app.ui.widgets.card import label


class CalendarPage(QWidget):
    """``grid`` is the month, ``day_list`` the instalments of the day under its cursor."""

    def __init__(self, today: date, memory: Memory) -> None:
        super().__init__()
        self.grid = MonthGrid(today)
        self.day_list = TablePanel(day_spec(), memory)
        self.day_list.setProperty("card", False)
        self.day_list.setMinimumHeight(120)
        self._month = label(month_words(today), "body", 600)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 12, 4)
        head.setSpacing(6)
        before = Button("", icon="chevron-left", name=_("The month before (PgUp)"))
        after = Button("", icon="chevron-right", name=_("The month after (PgDown)"))
        back = Button(_("Today"), "flat")
        before.clicked.connect(lambda _on: self.grid.turn(-1))
        after.clicked.connect(lambda _on: self.grid.turn(1))
        back.clicked.connect(lambda _on: self.grid.home())
        for part in (before, after, self._month, back):
            head.addWidget(part)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.grid, 3)
        column.addWidget(self.day_list, 2)
        self.grid.turned.connect(lambda first: self._month.setText(month_words(first)))
        self.grid.opened.connect(lambda _day: self.day_list.focus_rows())
