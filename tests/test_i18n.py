"""Sentences travel without their language and keep the types of their parameters."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app import i18n
from app.i18n import Message, format_amount, format_date, format_date_cell, join_sentences, msg, nmsg, render
from app.money import Money


def test_a_stored_message_comes_back_equal():
    inner = msg("{n} items", n=3)
    message = msg(
        "{a} {b} {c} {d} {e}",
        a=Money(123450, "USD"),
        b=date(2026, 10, 30),
        c=Decimal("1.5"),
        d=datetime(2026, 1, 1, tzinfo=UTC),
        e=inner,
    )
    assert Message.from_json(message.to_json()) == message


def test_plurals_follow_n():
    assert render(nmsg("{n} letter", "{n} letters", 1)) == "1 letter"
    assert render(nmsg("{n} letter", "{n} letters", 2)) == "2 letters"
    stored = nmsg("{n} letter", "{n} letters", 2).to_json()
    assert render(Message.from_json(stored)) == "2 letters"


def test_numbers_of_a_sentence_are_grouped_unless_they_name_a_place():
    assert render(msg("{count} of {n} cells", count=1200, n=98765)) == "1,200 of 98,765 cells"
    assert render(msg("Row {row}", row=12345)) == "Row 12345"
    assert render(msg("{first} to {last}", first=1950, last=2199)) == "1950 to 2199"
    assert render(msg("{done} {name}", done=True, name="4711")) == "True 4711"


def test_a_count_is_grouped_in_thousands():
    assert render(nmsg("{n} letter", "{n} letters", 3933)) == "3,933 letters"


def test_money_and_dates_are_shown_unambiguously():
    assert render(msg("{amount} by {day}", amount=Money(-123450, "USD"), day=date(2026, 10, 5))) == (
        "\u22121,234.50 USD by 5 Oct 2026"
    )
    assert format_date(date(2026, 10, 30), "en", weekday=True) == "Fri 30 Oct 2026"
    assert format_date(date(2026, 10, 30), "ja", weekday=True) == "2026年10月30日(金)"
    assert format_date_cell(date(2026, 10, 3), "en") == "3 Oct 2026"
    assert format_date_cell(date(2026, 10, 3), "ja") == "2026/10/03"
    assert format_amount(1_100_000, "JPY") == "1,100,000"


def test_an_unknown_language_falls_back_to_english():
    i18n.set_language("xx")
    assert i18n.language() == "en"


def test_text_that_is_not_a_message_is_refused():
    with pytest.raises(TypeError):
        Message.from_json('"text"')


def test_sentences_stand_in_a_row_as_the_language_has_them():
    parts = (msg("First."), None, msg("Second."))
    assert join_sentences(parts) == "First. Second."
    i18n.set_language("ja")
    try:
        assert join_sentences(parts) == "First.Second."
    finally:
        i18n.set_language("en")
