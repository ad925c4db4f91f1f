"""What was decided of a file, in the words of the history."""

from __future__ import annotations

import pytest

from app.services.sync.options import DECIDING
from app.ui.sync import questions, words


@pytest.mark.parametrize("one", DECIDING, ids=lambda one: one.option)
def test_every_option_that_decides_has_words(one):
    assert words._asked(one.field) != one.field
    assert one.option in questions._ASKED


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("kind", "open-items", "Open items"),
        ("sheet", "*", "all of them together"),
        ("sheet", "full", "full"),
        ("as_of", "2026-10-29", "Thu 29 Oct 2026"),
        ("tax", "excluded", "not included"),
        ("rates_per", "unit", "base currency for one unit of the other"),
        ("gl_accounts", "1400", "1400"),
        ("date_order", "dmy", "day, month, year"),
        ("older", True, "yes"),
    ],
)
def test_answers_are_told_in_words_and_names_as_they_are(name, value, told):
    assert words._answer(name, value) == told
