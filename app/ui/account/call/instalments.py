"""The lines of a payment plan: split evenly in a rhythm, then each as the customer wants it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import _, ngettext
from app.money import Money
from app.services.calls.promises.plans import Every, split
from app.ui.account.call.facts import TypedLine
from app.ui.formatting import amount
from app.ui.widgets.button import Button
from app.ui.widgets.card import label, set_role
from app.ui.widgets.date_edit import DateEdit, Holiday
from app.ui.widgets.form import Choices
from app.ui.widgets.money_edit import MoneyEdit

#: The most that a plan may have here (defaults: days and grace speak of six; a year is the outer limit).
MOST: Final = 12


class InstalmentsEdit(QWidget):
    """Two or more lines of amount and day."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._currency = "USD"
        self._country: str | None = None
        self._holiday: Holiday = lambda _day: ""
        self._rows: list[tuple[MoneyEdit, DateEdit]] = []
        self._total: int | None = None
        self._first: date | None = None
        self.typed = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        head = QHBoxLayout()
        head.setSpacing(5)
        self.count = Choices([(str(n), ngettext("{n} part", "{n} parts", n)) for n in range(2, MOST + 1)],
                             _("Number of instalments"))  # fmt: skip
        rhythms = [(Every.MONTH, _("monthly")), (Every.TWO_WEEKS, _("every 2 weeks")), (Every.WEEK, _("weekly"))]
        self.rhythm = Choices(rhythms, _("Rhythm of the instalments"))
        self.count.choose("3")
        self.split = Button(_("Split"), name=_("Split the total evenly"))
        for choice in (self.count, self.rhythm):
            choice.setMinimumContentsLength(3)
        self.count.chosen.connect(lambda _code: self.spread())
        self.rhythm.chosen.connect(lambda _code: self.spread())
        self.split.clicked.connect(lambda _on: self.spread())
        head.addWidget(self.count, 2)
        head.addWidget(self.rhythm, 3)
        head.addWidget(self.split)
        column.addLayout(head)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setHorizontalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        column.addLayout(self._grid)
        self._sum = label("", "tiny", role="dim", wrap=True)
        column.addWidget(self._sum)

    def set_country(self, country: str | None, holiday: Holiday) -> None:
        """Know the customer's business days and holidays."""
        self._country, self._holiday = country, holiday
        for _money, day in self._rows:
            day.set_holiday(holiday)

    def set_today(self, today: date) -> None:
        """Count from another day."""
        self._today = today
        for _money, day in self._rows:
            day.set_today(today)

    def set_whole(self, total: int | None, first: date | None, currency: str) -> None:
        """Take the total (minor units) and the first day; lines that nobody typed follow."""
        other = (total, first, currency) != (self._total, self._first, self._currency)
        self._total, self._first, self._currency = total, first, currency
        for money, _day in self._rows:
            money.set_currency(currency)
        if other and not self.typed:
            self.spread()
        else:
            self._say_sum()

    def spread(self) -> None:
        """Split the total evenly, the remainder on the last line, and set the days in the rhythm."""
        self.typed = False
        count = int(self.count.code() or "3")
        self._make(count)
        for (money, day), (value, due) in zip(self._rows, self._even(count), strict=True):
            money.set_minor(value)
            day.set_day(due)
        self._say_sum()
        self.changed.emit()

    def put(self, lines: Sequence[TypedLine], *, typed: bool) -> None:
        """Show lines as they were typed."""
        self.typed = typed
        self.count.blockSignals(True)
        self.count.choose(str(max(2, len(lines)) if lines else 3))
        self.count.blockSignals(False)
        self._make(len(lines))
        for (money, day), (value, due) in zip(self._rows, lines, strict=True):
            money.setText(value)
            put_day(day, due)
        self._say_sum()

    def rows(self) -> list[tuple[MoneyEdit, DateEdit]]:
        """Return the fields, line by line."""
        return self._rows

    def _even(self, count: int) -> Sequence[tuple[int | None, date | None]]:
        """Return the lines of an equal split as far as total and first day are known."""
        whole = self._total if self._total is not None and self._total >= count else None
        every = Every(self.rhythm.code())
        lines = split(whole or count, self._currency, count, self._first or self._today, every, self._country)
        return [(None if whole is None else line.amount, None if self._first is None else line.due) for line in lines]

    def _make(self, count: int) -> None:
        while len(self._rows) > count:
            for field in self._rows.pop():
                self._grid.removeWidget(field)
                field.hide()
                field.deleteLater()
            number = self._grid.itemAtPosition(len(self._rows), 0)
            if number is not None and (mark := number.widget()) is not None:
                self._grid.removeWidget(mark)
                mark.deleteLater()
        for place in range(len(self._rows), count):
            money = MoneyEdit(self._currency, _("Instalment {n}, amount", n=place + 1))
            day = DateEdit(self._today, _("Instalment {n}, day", n=place + 1), self._holiday)
            money.textEdited.connect(self._edited)
            day.textEdited.connect(self._edited)
            day.changed.connect(self.changed)
            self._grid.addWidget(label(str(place + 1), "tiny", role="dim"), place, 0, Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(money, place, 1)
            self._grid.addWidget(day, place, 2)
            self._rows.append((money, day))

    def _edited(self, _text: str) -> None:
        self.typed = True
        self._say_sum()
        self.changed.emit()

    def _say_sum(self) -> None:
        values = [money.minor() if not money.error() else None for money, _day in self._rows]
        whole = sum(value or 0 for value in values)
        if self._total is None or not any(values) or whole == self._total:
            self._sum.hide()
            return
        text = _(
            "The instalments add up to {sum} of {total}.",
            sum=amount(whole, self._currency),
            total=Money(self._total, self._currency),
        )
        self._sum.setText(text)
        set_role(self._sum, "amber")
        self._sum.show()


def put_day(field: DateEdit, text: str) -> None:
    """Show a day that was kept as ISO text, or what was typed instead of one."""
    try:
        field.set_day(date.fromisoformat(text) if text else None)
    except ValueError:
        field.set_day(None)
        field.setText(text)


def take_day(field: DateEdit) -> str:
    """Return a day as ISO text, or what is typed instead of one."""
    day = field.day()
    return day.isoformat() if day is not None else field.text()
