"""Short forms for the screen, in the interface language."""

from __future__ import annotations

import pytest

from app.i18n import set_language
from app.ui.formatting import compact
from app.ui.widgets.aging_bar import Aging, AgingBar


@pytest.mark.parametrize(
    ("minor", "currency", "english", "japanese"),
    [
        (980, "JPY", "980", "980"),
        (42_000, "JPY", "42.0 k", "4.20万"),
        (-420_000, "JPY", "\u2212420 k", "\u221242.0万"),
        (3_120_000, "JPY", "3.12 M", "312万"),
        (99_850_000, "JPY", "99.9 M", "9,985万"),
        (105_000_000, "JPY", "105 M", "1.05億"),
        (31_200_000_00, "USD", "31.2 M", "3,120万"),
        (2_500_000_000_000, "JPY", "2,500 G", "2.50兆"),
    ],
)
def test_short_amounts_count_as_the_language_does(minor, currency, english, japanese):
    assert compact(minor, currency) == english
    set_language("ja")
    assert compact(minor, currency) == japanese


def test_the_legend_of_a_bar_counts_in_ten_thousands_in_japanese(look, qtbot):
    set_language("ja")
    bar = AgingBar(Aging((5_000_000, 0, 0, 0, 0, 0), "JPY", credits=-20_000))
    qtbot.addWidget(bar)
    words = " ".join(text for text, _shade in bar._legend(bar._aging))
    assert "500万" in words
    assert "2.00万" in words
    assert " M" not in words
