"""Drawing a line of text on one baseline, whatever scripts it mixes."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

Cut = Literal["end", "middle", "figure"]
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
    cut: Cut = "end",
) -> int:
    """Draw text in the middle of a box's height, shortened to its width; return the width used.

    Centring the text's own rectangle would move it whenever a fallback face with other metrics is in it. What is
    too wide is ``cut`` at its end, or in the middle where both ends count; a figure is drawn narrower instead, as long
    as it stays legible.
    """
    metrics = QFontMetrics(font)
    width = metrics.horizontalAdvance(text)
    room = max(box.width(), 0)
    squeeze = 1.0
    if width > room:
        if cut == "figure" and room >= width * _NARROWEST:
            squeeze = room / width
        else:
            mode = Qt.TextElideMode.ElideMiddle if cut == "middle" else Qt.TextElideMode.ElideRight
            text = metrics.elidedText(text, mode, room)
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
