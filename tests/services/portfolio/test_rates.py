from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.portfolio.rates import Rate, Rates, Sizes, load_rates, threshold_scales
from app.settings import Settings

DAY = date(2026, 10, 30)


def rates(base="USD", **known):
    table = {cur: Rate(Decimal(text), DAY) for cur, text in known.items()}
    return Rates(base, table, threshold_scales(Settings()))


def test_a_total_names_the_currencies_without_a_rate():
    total = rates(EUR="1.0832").total({"USD": 100_00, "EUR": 10_00, "JPY": 5_000, "MXN": 0})
    assert (total.minor, total.currency, total.missing) == (110_83, "USD", ("JPY",))


def test_the_size_of_an_amount_follows_the_rates_then_the_policys_own_thresholds():
    assert rates(EUR="1.1").usd_worth(1_000_00, "EUR") == 1_100
    assert rates("EUR", USD="0.9").usd_worth(900_00, "EUR") == 1_000
    assert rates("EUR", USD="0.9", GBP="1.2").usd_worth(900_00, "GBP") == 1_200
    assert rates().usd_worth(150_000, "JPY") == 1_000  # no rate: 10,000 USD and 1,500,000 JPY are the same threshold
    assert rates("JPY", EUR="160").usd_worth(1_000_00, "EUR") == 1_067  # no USD rate: by the base's own threshold
    assert rates().usd_worth(1_000_00, "CHF") == 0


def test_the_newest_rate_on_or_before_the_day_counts(store, ledger):
    with ledger() as book:
        book.company(base_currency="EUR")
        book.rate("JPY", "0.0059", "EUR", date(2026, 10, 1))
        book.rate("JPY", "0.0061", "EUR", date(2026, 10, 29))
        book.rate("JPY", "0.0070", "EUR", date(2026, 11, 5))
        book.rate("USD", "0.92", "EUR", date(2026, 12, 1))
        book.rate("JPY", "0.0066", "USD", date(2026, 10, 29))
    with store.read() as session:
        found = load_rates(session, DAY, Settings())
    assert found.base == "EUR"
    assert found.rate("JPY") == Decimal("0.0061")
    assert found.rate("USD") == Decimal("0.92")  # all are later: the earliest, and it names its day
    assert found.known["USD"].day == date(2026, 12, 1)


@pytest.mark.parametrize("base", ["USD", "JPY", "KWD"])
@given(
    st.integers(-(10**15), 10**15),
    st.sampled_from(["USD", "EUR", "JPY", "KWD"]),
    st.decimals("0.000001", "20000", places=6),
)
def test_the_quick_conversion_is_the_exact_one(base, minor, currency, rate):
    table = rates(base, **{currency: str(rate)}) if currency != base else rates(base)
    assert Sizes(table).base(minor, currency) == table.to_base(minor, currency)
    assert abs(Sizes(table).usd(minor, currency) - table.usd_worth(minor, currency)) <= 1
