"""The aging bar: what is owed by age, drawn in a cell or large over an account.

The shades differ in lightness as well as in hue, a hairline parts neighbours, and the numbers stand in the legend, the
tooltip and the accessible text: colour is never the only sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import _
from app.ui.formatting import amount, compact
from app.ui.look.fonts import ui_font
from app.ui.theme import colour, tokens

CELL_HEIGHT = 9


@dataclass(frozen=True, slots=True)
class Aging:
    """What a bar shows, in minor units of one currency.

    Attributes:
        buckets: current, 1-30, 31-60, 61-90, 91-120, 121 and more; debits only.
        currency: ISO 4217 code.
        no_due_date: debits without a due date.
        credits: credits and unapplied money, negative; they are told in words, not drawn.
    """

    buckets: tuple[int, int, int, int, int, int]
    currency: str
    no_due_date: int = 0
    credits: int = 0

    @property
    def debits(self) -> int:
        """What the drawn parts add up to."""
        return sum(self.buckets) + self.no_due_date

    @property
    def total(self) -> int:
        """Buckets plus credits: the balance."""
        return self.debits + self.credits


def bucket_names(bounds: Sequence[int] = (30, 60, 90, 120)) -> tuple[str, ...]:
    """Return the names of the parts: current, the buckets, without due date."""
    edges = [0, *bounds]
    middle = [f"{low + 1}\u2013{high}" for low, high in pairwise(edges)]
    return (_("Current"), *middle, f"{edges[-1] + 1}+", _("No due date"))


def describe(aging: Aging) -> str:
    """Say the parts that are not zero, for tooltips and screen readers."""
    parts = [
        _("{what}: {answer}", what=name, answer=amount(value, aging.currency))
        for name, value in zip(bucket_names(), (*aging.buckets, aging.no_due_date), strict=True)
        if value
    ]
    if aging.credits:
        parts.append(_("Credits: {amount}", amount=amount(aging.credits, aging.currency)))
    return " \u00b7 ".join(parts) or _("Nothing open")


def paint_bar(painter: QPainter, box: QRectF, aging: Aging) -> None:
    """Draw the parts as shares of the debits; nothing open is an empty groove."""
    t = tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = QPainterPath()
    shape.addRoundedRect(box, 3, 3)
    painter.setClipPath(shape)
    painter.fillRect(box, QColor(t.line_soft))
    whole, x = aging.debits, box.left()
    for shade, value in zip((*t.buckets, t.undated), (*aging.buckets, aging.no_due_date), strict=True):
        if value <= 0 or whole <= 0:
            continue
        width = box.width() * value / whole
        part = QRectF(x, box.top(), width, box.height())
        if shade == t.undated:
            painter.fillRect(part, QColor(t.line_soft))
            painter.fillRect(part, QBrush(QColor(shade), Qt.BrushStyle.BDiagPattern))
        else:
            painter.fillRect(part, QColor(shade))
        if x > box.left():
            painter.fillRect(QRectF(x - 0.5, box.top(), 1, box.height()), QColor(t.panel))
        x += width
    painter.restore()


class AgingBar(QWidget):
    """The large bar with its legend under it."""

    def __init__(self, aging: Aging | None = None) -> None:
        super().__init__()
        self._aging = aging
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_aging(aging)

    def set_aging(self, aging: Aging | None) -> None:
        """Show other numbers."""
        self._aging = aging
        text = describe(aging) if aging else ""
        self.setToolTip(text)
        self.setAccessibleName(_("Aging by due date"))
        self.setAccessibleDescription(text)
        self.update()

    def sizeHint(self) -> QSize:
        """Bar and one line of legend."""
        return QSize(320, 14 + 5 + QFontMetrics(ui_font("tiny")).height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bar and legend; the legend's marks repeat the shades."""
        painter = QPainter(self)
        aging = self._aging or Aging((0, 0, 0, 0, 0, 0), "USD")
        paint_bar(painter, QRectF(0, 0, self.width(), 14), aging)
        legend = self._legend(aging)
        font = ui_font("tiny")
        painter.setFont(font)
        metrics = QFontMetrics(font)
        widths = [metrics.horizontalAdvance(text) + (12 if shade else 0) for text, shade in legend]
        gap = max(6.0, (self.width() - sum(widths)) / max(1, len(legend) - 1))
        x = 0.0
        for (text, shade), width in zip(legend, widths, strict=True):
            if shade:
                hatched = Qt.BrushStyle.BDiagPattern if shade == tokens().undated else Qt.BrushStyle.SolidPattern
                painter.fillRect(QRectF(x, 19 + metrics.height() / 2 - 4, 8, 8), QBrush(QColor(shade), hatched))
            inset = 12 if shade else 0
            painter.setPen(colour("dim"))
            room = QRect(int(x) + inset, 19, width - inset + 2, metrics.height())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
            x += width + gap

    def _legend(self, aging: Aging) -> list[tuple[str, str]]:
        """Return what the legend says: every bucket, the rest only where there is something."""
        t = tokens()
        names = bucket_names()
        parts = [
            (f"{name} {compact(value, aging.currency)}", shade)
            for name, value, shade in zip(names, aging.buckets, t.buckets, strict=False)
        ]
        if aging.no_due_date:
            parts.append((f"{names[-1]} {compact(aging.no_due_date, aging.currency)}", t.undated))
        if aging.credits:
            parts.append((_("credits {amount}", amount=compact(aging.credits, aging.currency)), ""))
        return parts
