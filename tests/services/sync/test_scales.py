"""Amounts that carry their own unit, 12万円 and 1,2 Mio €: taken for what they say, and never for what they may say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.services.sync.values.numbers import numeral
from app.services.sync.values.scales import doubtful
from tests.builders.reading import read_rows

DAYS = "2026-04-01", "2026-05-01"


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("3千", 3_000), ("12万円", 120_000), ("1.2億円", 120_000_000), ("1億2,000万円", 120_000_000),
        ("12万3千円", 123_000), ("12万3456円", 123_456), ("50百万円", 50_000_000), ("3千万", 30_000_000),
        ("△3千円", -3_000), ("５万元", 50_000), ("1.5亿元", 150_000_000), ("3千5百", 3_500),
        ("12k", 12_000), ("12.5K", 12_500), ("12 k€", 12_000), ("12kEUR", 12_000), ("(12k)", -12_000),
        ("€ 1.5 Mio.", 1_500_000), ("2 lakh", 200_000), ("Rs. 2.5 lakhs", 250_000), ("₹3 crore", 30_000_000),
        ("US$ 1.2 million", 1_200_000), ("R$ 2 milhões", 2_000_000), ("3 Tsd. EUR", 3_000), ("4 bn", 4_000_000_000),
    ],
)  # fmt: skip
def test_units_behind_the_digits(text, worth):
    assert numeral(text).as_point == worth


def test_the_sign_of_decimals_is_judged_as_ever():
    assert (numeral("1,2 Mio").as_point, numeral("1,2 Mio").as_comma) == (None, 1_200_000)
    assert (numeral("1,234千円").as_point, numeral("1,234千円").as_comma) == (1_234_000, Decimal(1_234))


@pytest.mark.parametrize(
    "text",
    [
        "9" * 5000 + "万",
        "9" * 5000 + "k",
        "1.5M",
        "2 MM",
        "2.5 mil",
        "千",
        "1万2万",
        "100万円以上",
        "2026年12万",
        "12 knots",
        "k12",
        "INV 12k",
        "1.234,56K",
    ],
)
def test_what_is_no_such_amount(text):
    assert numeral(text) is None


def test_a_credit_of_the_north_is_no_thousand():
    assert numeral("1.234,56 K").as_comma == Decimal("-1234.56")


def test_letters_of_which_nobody_knows_what_they_stand_for():
    assert [doubtful(text) for text in ("1.5M", "2 mm", "3 mil", "12k", "M 5", "5 men")] == [
        "M",
        "mm",
        "mil",
        None,
        None,
        None,
    ]


def items(amounts, **options):
    head = ["Account", "Invoice No", "Invoice Date", "Due Date", "Open amount"]
    return read_rows([head, *([f"C{at}", f"N{at}", *DAYS, each] for at, each in enumerate(amounts))], **options)


def test_each_cell_counts_with_its_own_unit_and_somebody_hears_of_it():
    found = items(["12万円", "3千", 4500.0, "1.2億円", "980"], currency="JPY")
    assert [row.open for row in found.rows] == [120000, 3000, 4500, 120000000, 980]
    said = next(notice for notice in found.table.warnings if notice.code == "amounts_with_units")
    assert "in “Open amount” such as 1.2億円" in str(said.text)
    assert "amounts_with_units" not in items([100.0, "200"], currency="JPY").codes


def test_a_letter_with_several_meanings_is_rejected_with_them():
    found = items(["1.5M", "300.00", "12.5k", "40.00", "7.25", "8.15"], currency="USD")
    assert [row.open for row in found.rows] == [30000, 1250000, 4000, 725, 815]
    (rejected,) = found.table.rejected
    assert "“M” behind an amount has several meanings" in str(rejected.reason)


def test_beside_lakhs_a_crore_and_a_credit_look_the_same():
    found = items(["2 lakh", "1.5 Cr", "3 crore", "40.00", "5.00"], currency="INR")
    assert [row.open for row in found.rows] == [20000000, 3000000000, 4000, 500]
    assert "“Cr” behind an amount" in str(found.table.rejected[0].reason)
    assert [row.open for row in items(["200.00", "1.50 Cr"], currency="INR").rows] == [20000, -150]
