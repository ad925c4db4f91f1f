"""Money is exact: minor units, ISO 4217's decimals, no binary float on the way."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.money import (
    LARGEST,
    Money,
    MoneyError,
    TooLargeError,
    convert,
    decimals,
    is_currency,
    plain,
    split_even,
    to_major,
    to_minor,
)

CURRENCIES = st.sampled_from(["USD", "JPY", "EUR", "KWD", "TWD", "CLF", "COP", "IQD", "RSD"])


@pytest.mark.parametrize(
    ("currency", "places"),
    [("JPY", 0), ("USD", 2), ("TWD", 2), ("KWD", 3), ("IQD", 3), ("RSD", 2), ("CLF", 4), ("KRW", 0), ("COP", 2)],
)
def test_decimals_are_iso_4217s_not_cldrs(currency, places):
    assert decimals(currency) == places


def test_an_unknown_currency_is_refused():
    assert not is_currency("ABC")
    with pytest.raises(MoneyError, match="ABC"):
        decimals("ABC")


@given(st.integers(-(10**15), 10**15), CURRENCIES)
def test_plain_and_major_come_back_to_the_same_minor_units(minor, currency):
    assert to_minor(plain(minor, currency), currency) == minor
    assert to_minor(to_major(minor, currency), currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("1234.5", "USD", 123450), ("0.1", "JPY", None), ("1100000", "JPY", 1100000), ("-0.05", "EUR", -5)],
)
def test_amounts_from_text(text, currency, minor):
    if minor is None:
        with pytest.raises(MoneyError, match="decimals"):
            to_minor(text, currency)
    else:
        assert to_minor(text, currency) == minor


def test_binary_noise_is_rounded_and_more_is_refused():
    assert to_minor(Decimal("1234.5600000000001"), "USD") == 123456
    with pytest.raises(MoneyError):
        to_minor(Decimal("1234.565"), "USD")


@pytest.mark.parametrize("bad", ["", "abc", "NaN", "Infinity", "1,234.5"])
def test_what_is_no_amount_is_refused(bad):
    with pytest.raises(MoneyError):
        to_minor(bad, "USD")


def test_the_remainder_of_a_plan_stands_on_the_last_line():
    assert split_even(100_000, 3) == (33_333, 33_333, 33_334)
    assert split_even(1_000, 3) == (333, 333, 334)
    with pytest.raises(MoneyError):
        split_even(1, 0)


@given(st.integers(-(10**12), 10**12), st.integers(1, 60))
def test_a_split_adds_up(total, parts):
    split = split_even(total, parts)
    assert sum(split) == total
    assert len(split) == parts
    assert len(set(split[:-1])) <= 1


def test_converting_rounds_half_up_once():
    assert convert(100_000, "JPY", "USD", Decimal("0.00666665")) == 66_667
    assert convert(-5, "EUR", "USD", Decimal("1.1")) == -6
    assert convert(123, "USD", "USD", Decimal(9)) == 123


def test_money_shows_its_code():
    assert str(Money(123450, "USD")) == "1234.50 USD"
    assert str(Money(-1, "JPY")) == "-1 JPY"


@pytest.mark.parametrize("amount", [Decimal("100000000000000.01"), -(10**18), "1e30"])
def test_what_the_store_cannot_hold_is_refused(amount):
    with pytest.raises(TooLargeError):
        to_minor(amount, "USD")
    assert to_minor(Decimal(-100000000000000), "USD") == -LARGEST
