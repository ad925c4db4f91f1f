"""Drawing a line of text on one baseline, whatever scripts it mixes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

#: An amount may be drawn this much narrower before it is shortened: a cut figure says nothing, or a wrong thing.
_NARROWEST: Final = 0.72


def put(
    painter: QPainter,
    box: QRect,
    text: str,
    font: QFont,
    shade: QColor | str,
    *,
    right: bool = False,
    figure: bool = False,
) -> int:
    """Draw text in the middle of a box's height, shortened to its width; return the width used.

    Centring the text's own rectangle would move it whenever a fallback face with other metrics is in it. A ``figure``
    that is too wide is drawn narrower instead of shortened, as long as it stays legible.
    """
    metrics = QFontMetrics(font)
    width = metrics.horizontalAdvance(text)
    room = max(box.width(), 0)
    squeeze = 1.0
    if width > room:
        if figure and room >= width * _NARROWEST:
            squeeze = room / width
        else:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            width = metrics.horizontalAdvance(text)
    used = round(width * squeeze)
    painter.setFont(font)
    painter.setPen(QColor(shade))
    x = box.right() + 1 - used if right else box.left()
    if squeeze == 1.0:
        painter.drawText(QPointF(x, baseline(box, metrics)), text)
        return used
    painter.save()
    painter.translate(QPointF(x, baseline(box, metrics)))
    painter.scale(squeeze, 1.0)
    painter.drawText(QPointF(0, 0), text)
    painter.restore()
    return used


def baseline(box: QRect, metrics: QFontMetrics) -> float:
    """Return the height at which text of a face stands in the middle of a box."""
    return box.top() + (box.height() + metrics.ascent() - metrics.descent()) / 2
