"""Answers fit into the panel in which they are given, in every language."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics

from app.i18n import LANGUAGES, render
from app.ui.look.fonts import ui_font
from app.ui.sync.answers import OPTIONS

#: The panel is 340 wide; margins, frame and arrow of a list take the rest.
_ROOM = 280


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_is_cut_off(desk, language):
    metrics = QFontMetrics(ui_font())
    answers = [render(word, language) for words in OPTIONS.values() for word in words.answers.values()]
    assert [text for text in answers if metrics.horizontalAdvance(text) > _ROOM] == []
