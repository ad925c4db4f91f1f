"""The line under a table: how many rows, their sums per currency, and what the view adds; it follows the selection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QRect
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import _, format_number
from app.ui.formatting import amount
from app.ui.look.fonts import ui_font
from app.ui.look.paint import put
from app.ui.tables.columns import Column
from app.ui.tables.groups import add_up
from app.ui.theme import colour

#: Gives the words at the right end (base currency, shares) for the rows added up.
Extra = Callable[[Sequence[Any]], Sequence[tuple[str, int]]]
#: Gives the weight of a sum, from currency and minor units.
Weigh = Callable[[str, int], int]
#: Gives minor units by column key and currency.
Sums = Callable[[Sequence[Any]], dict[str, dict[str, int]]]


class TotalsBar(QWidget):
    """Shown 412 · JPY 84,310,000 · CNY 9,120,455.10 · +7."""

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        extra: Extra | None = None,
        weigh: Weigh | None = None,
        sums: Sums | None = None,
    ) -> None:
        super().__init__()
        self._add_up: Sums = sums or (lambda rows: add_up(self._columns, rows))
        self._weigh: Weigh = weigh or (lambda _currency, minor: abs(minor))
        self._columns = [column for column in columns if column.total]
        self._extra = extra
        self._lead = ""
        self._sums: list[tuple[str, str]] = []
        self._right: Sequence[tuple[str, int]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(32)

    def show_rows(self, rows: Sequence[Any], *, selected: bool) -> None:
        """Add these rows up; ``selected`` says that they are a choice and not all that is shown."""
        count = format_number(len(rows))
        self._lead = _("Selected {count}", count=count) if selected else _("Shown {count}", count=count)
        sums = self._add_up(rows)
        first = sums[self._columns[0].key] if self._columns else {}
        ordered = sorted(first.items(), key=lambda pair: (-self._weigh(*pair), pair[0]))
        self._sums = [(currency, amount(minor, currency)) for currency, minor in ordered]
        self._right = self._extra(rows) if self._extra is not None else ()
        lines = [
            f"{column.title()}: "
            + " \u00b7 ".join(f"{code} {amount(minor, code)}" for code, minor in sums[column.key].items())
            for column in self._columns
            if sums[column.key]
        ]
        self.setToolTip("\n".join(lines))
        self.setAccessibleName(", ".join([self._lead, *(f"{code} {text}" for code, text in self._sums)]))
        self.update()

    def text(self) -> str:
        """Return what is said, as screen readers hear it."""
        return self.accessibleName()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the count, as many sums as fit, and the view's own words at the right."""
        painter = QPainter(self)
        painter.fillRect(QRect(0, 0, self.width(), 1), colour("line"))
        right = self.width() - 12
        for text, weight in reversed(self._right):
            right -= self._put(painter, right, text, weight, from_right=True) + 14
        x = 12 + self._put(painter, 12, self._lead, 400) + 18
        for number, (currency, text) in enumerate(self._sums):
            word = f"{currency} {text}"
            rest = len(self._sums) - number
            need = QFontMetrics(ui_font("body", 600)).horizontalAdvance(word) + (40 if rest > 1 else 0)
            if x + need > right:
                self._put(painter, x, f"+{rest}", 400)
                break
            x += self._put(painter, x, word, 600) + 18

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def _put(self, painter: QPainter, x: int, text: str, weight: int, *, from_right: bool = False) -> int:
        font = ui_font("body", weight)
        width = QFontMetrics(font).horizontalAdvance(text)
        box = QRect(x - width if from_right else x, 0, width + 2, self.height())
        return put(painter, box, text, font, colour("text" if weight > 400 else "dim"))
