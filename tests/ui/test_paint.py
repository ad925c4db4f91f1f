"""Text that does not fit its box: words are shortened, figures are drawn narrower."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QImage, QPainter

from app.ui.look.fonts import ui_font
from app.ui.look.paint import Cut, put

AMOUNT = "1,285,115,600.00"


def used(share: float, *, cut: Cut) -> tuple[int, int]:
    """Draw the amount into a share of its own width; returns the room and what was used of it."""
    image = QImage(400, 40, QImage.Format.Format_ARGB32)
    room = int(QFontMetrics(ui_font()).horizontalAdvance(AMOUNT) * share)
    painter = QPainter(image)
    drawn = put(painter, QRect(0, 0, room, 30), AMOUNT, ui_font(), "#000000", right=True, cut=cut)
    painter.end()
    return room, drawn


@pytest.mark.parametrize("share", [0.75, 0.9, 1.2])
def test_a_figure_is_drawn_whole_within_its_room(look, share):
    room, drawn = used(share, cut="figure")
    whole = QFontMetrics(ui_font()).horizontalAdvance(AMOUNT)
    assert drawn == min(room, whole)


def test_words_and_hopeless_figures_are_shortened(look):
    shortened: list[tuple[float, Cut]] = [(0.9, "end"), (0.9, "middle"), (0.4, "figure")]
    for share, cut in shortened:
        room, drawn = used(share, cut=cut)
        assert drawn < room
