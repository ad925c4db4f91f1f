from __future__ import annotations

import sqlite3
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.enums import Basis
from app.services.portfolio.buckets import Presentation, all_keys, bucket_of_date, buckets, parse_key, past_due

DAY = date(2026, 10, 30)
BOUNDS = (30, 60, 90, 120)
DATES = st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31))
ITEMS = st.lists(st.tuples(st.integers(-10_000_00, 10_000_00), DATES, DATES), max_size=30)
BOUND_SETS = st.lists(st.integers(1, 400), min_size=1, max_size=6, unique=True).map(lambda b: tuple(sorted(b)))


@pytest.mark.parametrize(
    ("days_past_due", "key"),
    [
        (-400, "current"),
        (-1, "current"),
        (0, "current"),
        (1, "b1_30"),
        (30, "b1_30"),
        (31, "b31_60"),
        (60, "b31_60"),
        (61, "b61_90"),
        (90, "b61_90"),
        (91, "b91_120"),
        (120, "b91_120"),
        (121, "b121"),
        (5000, "b121"),
    ],
)
def test_an_item_stands_in_the_bucket_of_its_days_past_due(days_past_due, key):
    assert bucket_of_date(DAY - timedelta(days=days_past_due), DAY, BOUNDS, Basis.DUE) == key


@pytest.mark.parametrize(("age", "key"), [(-5, "b1_30"), (0, "b1_30"), (30, "b1_30"), (31, "b31_60"), (121, "b121")])
def test_by_document_date_nothing_is_current(age, key):
    assert bucket_of_date(DAY - timedelta(days=age), DAY, BOUNDS, Basis.DOCUMENT) == key


def test_keys_follow_the_bounds():
    assert all_keys((15, 45)) == ("current", "b1_15", "b16_45", "b46", "no_due_date", "credits")
    assert [(b.start, b.end) for b in buckets((15, 45))] == [(None, 0), (1, 15), (16, 45), (46, None)]
    assert [(b.start, b.end) for b in buckets((15, 45), Basis.DOCUMENT)][1] == (0, 15)
    assert all(parse_key(b.key) == b for b in buckets((15, 45)))
    assert parse_key("credits") is None


def test_a_credit_stands_apart_or_nets_by_its_own_date():
    apart = Presentation(DAY)
    netted = Presentation(DAY, net_credits=True)
    assert apart.place(-1, DAY, DAY) == "credits"
    assert netted.place(-1, date(2020, 1, 1), DAY - timedelta(days=20)) == "b1_30"
    assert netted.place(-1, None, None) == "no_due_date"


def test_without_the_date_of_its_basis_an_item_has_no_bucket():
    assert Presentation(DAY).place(1, None, DAY) == "no_due_date"
    assert Presentation(DAY, basis=Basis.DOCUMENT).place(1, None, DAY) == "b1_30"
    assert Presentation(DAY, basis=Basis.DOCUMENT).place(1, DAY, None) == "no_due_date"


@given(ITEMS, BOUND_SETS, st.sampled_from(Basis), st.booleans())
def test_buckets_no_due_date_and_credits_are_the_balance(items, bounds, basis, net):
    sums = Presentation(DAY, bounds, basis, net).fold(items)
    assert sum(sums.values()) == sum(amount for amount, _, _ in items)
    assert set(sums) <= set(all_keys(bounds))
    assert not (net and "credits" in sums)


@given(ITEMS, BOUND_SETS, st.sampled_from(Basis), st.booleans())
def test_sql_and_python_place_every_amount_alike(items, bounds, basis, net):
    how = Presentation(DAY, bounds, basis, net)
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE item (open INTEGER, due_date TEXT, document_date TEXT)")
        texts = [tuple(v.isoformat() if isinstance(v, date) else v for v in item) for item in items]
        connection.executemany("INSERT INTO item VALUES (?, ?, ?)", texts)
        summed = connection.execute(f"SELECT {how.sums_sql()} FROM item").fetchone()
    connection.close()
    wanted = how.fold(items)
    assert [value or 0 for value in summed] == [wanted.get(key, 0) for key in how.keys]


def test_past_due_is_what_is_after_current():
    assert past_due({"current": 5, "b1_30": 2, "b121": 3, "credits": -4, "no_due_date": 9}, BOUNDS) == 5
