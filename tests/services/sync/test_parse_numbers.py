"""Numbers of every notation come back equal; what could be two numbers is never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.sync.values.numbers import COMMA, POINT, WHOLE, numeral, read_numbers

#: Grouping, decimal sign of the ways in which the world writes numbers.
NOTATIONS = {
    "en": (",", "."),
    "de": (".", ","),
    "fr": ("\u202f", ","),
    "sv": ("\u00a0", ","),
    "ch": ("'", "."),
    "plain": ("", "."),
    "plain comma": ("", ","),
    "in": ("lakh", "."),
}
NEGATIVES = ("-{}", "{}-", "({})", "−{}", "▲{}", "{} Cr", "{} H")


def group(digits: str, separator: str) -> str:
    if separator == "lakh":
        head, tail = digits[:-3], digits[-3:]
        pairs = []
        while len(head) > 2:
            pairs.insert(0, head[-2:])
            head = head[:-2]
        return ",".join(part for part in (head, *pairs, tail) if part)
    parts = []
    while len(digits) > 3:
        parts.insert(0, digits[-3:])
        digits = digits[:-3]
    return separator.join([digits, *parts]) if separator else digits + "".join(parts)


def write(cents: int, notation: str, negative: str, *, full_width: bool = False) -> str:
    grouping, decimal = NOTATIONS[notation]
    text = f"{group(str(abs(cents) // 100), grouping)}{decimal}{abs(cents) % 100:02d}"
    text = negative.format(text) if cents < 0 else text
    return text.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}) if full_width else text


cents = st.integers(-(10**13), 10**13)


@given(
    st.lists(cents, min_size=1, max_size=40),
    st.sampled_from(sorted(NOTATIONS)),
    st.sampled_from(NEGATIVES),
    st.booleans(),
)
def test_a_column_in_any_notation_comes_back_equal(values, notation, negative, full_width):
    texts = [write(value, notation, negative, full_width=full_width) for value in values]
    column = read_numbers(texts)
    assert column.decimal == (POINT if NOTATIONS[notation][1] == "." else COMMA)
    assert [column.number(text) for text in texts] == [Decimal(value) / 100 for value in values]


@given(st.lists(st.tuples(st.integers(1, 999), st.integers(0, 999)), min_size=1), st.sampled_from(",."))
def test_thousands_or_thousandths_are_asked(pairs, separator):
    texts = [f"{front}{separator}{back:03d}" for front, back in pairs]
    column = read_numbers(texts)
    assert column.decimal is None
    assert column.doubt in texts
    assert all(column.number(text) is None for text in texts)
    chosen = {decide: read_numbers(texts, decide) for decide in (POINT, COMMA)}
    grouping = COMMA if separator == "." else POINT
    assert [chosen[grouping].number(text) for text in texts] == [front * 1000 + back for front, back in pairs]


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1))
def test_digits_alone_need_no_verdict(values):
    column = read_numbers([str(value) for value in values])
    assert column.decimal == WHOLE
    assert [column.number(str(value)) for value in values] == values


def test_a_comma_among_points_is_rejected_and_never_stripped():
    texts = [f"{n}.25" for n in range(30)] + ["13,75", "1,234.50"]
    column = read_numbers(texts)
    assert column.decimal == POINT
    assert column.number("13,75") is None
    assert column.number("1,234.50") == Decimal("1234.50")


def test_half_and_half_is_undecided():
    assert read_numbers(["12.50", "13,75"]).decimal is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.417856118E7", "24178561.18"),
        ("1,5E3", "1500"),
        ("$9236.00", "9236.00"),
        ("R$ 1.234,56", "1234.56"),
        ("-$5.25", "-5.25"),
        ("($5.25)", "-5.25"),
        ("US$1,000.00", "1000.00"),
        ("5.000,25 S", "5000.25"),
        ("1.234,56-", "-1234.56"),
        ("'502.94", "502.94"),
        ("S/. 120.50", "120.50"),
        ("12,345.00円", "12345.00"),
    ],
)
def test_marks_and_signs_beside_the_digits(text, value):
    column = read_numbers([text])
    assert column.number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["30 days", "INV123", "12%", "2026-03-05", "12/05/2026", "1.2.3", "1,23,45", "", "-", "Open"]
)
def test_other_texts_are_no_numbers(text):
    assert numeral(text) is None


def test_true_numbers_are_taken_as_they_are():
    column = read_numbers([1234.5, -0.07, 3.0, ""])
    assert column.verdict == "numbers"
    assert [column.number(cell) for cell in column.cells] == [Decimal("1234.5"), Decimal("-0.07"), Decimal("3.0"), None]


def test_a_flag_is_no_amount():
    assert read_numbers([True]).number(True) is None


@pytest.mark.parametrize(
    "cell", ["--5", "-5-", "(-5)", "(5-)", "-5 Cr", "(5 Cr)", "-5 H", "(5) H", "5)", "(5", "((5))"]
)
def test_a_number_with_two_signs_or_half_a_pair_of_parentheses_is_none(cell):
    assert numeral(cell) is None


@pytest.mark.parametrize("cell", ["$(5.00)", "($5.00)", "USD (5.00)", "(USD 5.00)", "(5.00) EUR", "( 5.00 )", "-$5.00"])
def test_parentheses_mean_less_wherever_the_currency_stands(cell):
    assert numeral(cell).as_point == -5


def test_a_column_without_any_number_is_not_written_in_any_way():
    assert read_numbers(["", "", ""]).verdict == ""
    assert read_numbers(["12", ""]).verdict == "whole"
