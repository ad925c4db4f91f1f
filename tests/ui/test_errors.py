"""The one gate for message boxes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton

from app.errors import RefusedError
from app.i18n import msg
from app.ui.errors import Defects, confirm_loss, sentence


@pytest.fixture
def boxes(monkeypatch):
    shown = []

    def answer(box):
        shown.append(box)
        clicks = getattr(boxes, "clicks", None)
        for button in box.buttons():
            if button.text() == clicks:
                button.click()
        return 0

    boxes = answer
    monkeypatch.setattr(QMessageBox, "exec", answer)
    answer.shown = shown
    return answer


def test_a_known_error_is_one_sentence_with_what_where_and_what_to_do():
    error = RefusedError("x", msg("The file is empty."), msg("File: {name}.", name="a.csv"), msg("Export it again."))
    assert sentence(error) == "The file is empty. File: a.csv. Export it again."


def test_the_safe_answer_to_a_loss_is_the_default(window, boxes):
    assert not confirm_loss(window, "Work is running", "It is lost.", "Stop and close")
    box = boxes.shown[0]
    assert box.defaultButton().text() == "Cancel"
    assert box.escapeButton() is box.defaultButton()
    assert isinstance(box.defaultButton(), QPushButton)


def test_a_loss_is_confirmed_by_its_own_word(window, boxes):
    boxes.clicks = "Stop and close"
    assert confirm_loss(window, "Work is running", "It is lost.", "Stop and close")


def test_a_defect_is_written_down_and_told_once(look, boxes):
    written = []

    def write(error):
        written.append(type(error).__name__)
        return Path("defect.txt")

    defects = Defects(write)
    defects.report(ZeroDivisionError("with a customer's name"))
    assert written == ["ZeroDivisionError"]
    assert "defect.txt" in boxes.shown[0].informativeText()
    assert "customer's name" not in boxes.shown[0].text() + boxes.shown[0].informativeText()
