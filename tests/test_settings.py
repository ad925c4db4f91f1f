"""The numbers of the policy: the defaults as written, and what a store keeps of a change."""

from __future__ import annotations

import json

import pytest

from app.settings import MARKETS, Settings, Span, from_json, to_json


def test_defaults_store_nothing():
    assert to_json(Settings()) == {}
    assert from_json({}) == Settings()


def test_a_change_comes_back_equal_through_json():
    changed = Settings().changed(
        promise_grace=3,
        promise_grace_unit="days",
        markets={**MARKETS, "JP": MARKETS["US"]},
        bucket_bounds=(15, 30, 45, 60),
    )
    assert from_json(json.loads(json.dumps(to_json(changed)))) == changed


def test_names_that_no_longer_exist_are_ignored():
    assert from_json({"gone": 1}) == Settings()


@pytest.mark.parametrize(
    ("country", "days"),
    [
        ("MX", [-5, 3, 10, 20, 40]),
        ("JP", [-7, 5, 20, 45, 75]),
        ("ES", [-5, 5, 15, 30, 60]),
        ("FR", [-5, 5, 15, 30, 45]),
    ],
)
def test_stage_days_per_market(country, days):
    assert [span.n for span in Settings().market(country).stages] == days


def test_units_of_the_table_are_read():
    assert Settings().market("JP").stages[1] == Span(5, "bd")
    assert Settings().market("AR").deadlines[1] == Span(72, "hours")
    assert Settings().market("TW").deadlines[3] == Span(7, "days", from_receipt=True)
    assert Settings().market("SG").deadlines[0] == Span(7)
    assert Settings().market("FR").deadlines[0] is None


def test_a_currency_without_a_row_has_no_thresholds():
    assert Settings().limits("CHF") is None
    assert Settings().limits("JPY").letter_min == 5_000
    assert Settings().limits("COP").demand_min == 200_000_000
