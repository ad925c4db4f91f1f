"""Drawing a line of text on one baseline, whatever scripts it mixes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter


def put(painter: QPainter, box: QRect, text: str, font: QFont, shade: QColor | str, *, right: bool = False) -> int:
    """Draw text in the middle of a box's height, shortened to its width; return the width used.

    Centring the text's own rectangle would move it whenever a fallback face with other metrics is in it.
    """
    metrics = QFontMetrics(font)
    width = metrics.horizontalAdvance(text)
    if width > box.width():
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(box.width(), 0))
        width = metrics.horizontalAdvance(text)
    painter.setFont(font)
    painter.setPen(QColor(shade))
    x = box.right() + 1 - width if right else box.left()
    painter.drawText(QPointF(x, baseline(box, metrics)), text)
    return width


def baseline(box: QRect, metrics: QFontMetrics) -> float:
    """Return the height at which text of a face stands in the middle of a box."""
    return box.top() + (box.height() + metrics.ascent() - metrics.descent()) / 2
