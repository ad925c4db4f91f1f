"""Postal addresses put together as each country writes them."""

from __future__ import annotations

import pytest

from app.services.sync.values.addresses import address_lines


@pytest.mark.parametrize(
    ("country", "postal", "city", "region", "lines"),
    [
        ("US", "84198", "Salt Lake City", "UT", ("1 Main", "Salt Lake City, UT 84198")),
        ("CA", "M5V 2T6", "Toronto", "ON", ("1 Main", "Toronto, ON M5V 2T6")),
        ("GB", "EH3 7EG", "Edinburgh", "Midlothian", ("1 Main", "Edinburgh", "EH3 7EG")),
        ("SG", "049483", "Singapore", "", ("1 Main", "Singapore 049483")),
        ("BR", "89220-648", "Joinville", "SC", ("1 Main", "89220-648 Joinville – SC")),
        ("MX", "06152", "Ciudad de México", "CDMX", ("1 Main", "06152 Ciudad de México, CDMX")),
        ("ES", "46100", "Burjassot", "Valencia", ("1 Main", "46100 Burjassot (Valencia)")),
        ("ES", "46100", "Valencia", "Valencia", ("1 Main", "46100 Valencia")),
        ("PT", "1200-195", "Lisboa", "", ("1 Main", "1200-195 Lisboa")),
        ("AR", "X5000", "Villa María", "Córdoba", ("1 Main", "X5000 Villa María", "Córdoba")),
        (None, "", "Paris", "", ("1 Main", "Paris")),
        ("US", "", "", "UT", ("1 Main", "UT")),
        ("JP", "140-0006", "品川区", "東京都", ("〒140-0006", "東京都品川区1 Main")),
        ("TW", "110", "信義區", "臺北市", ("110", "臺北市信義區1 Main")),
    ],
)
def test_the_town_stands_as_the_country_writes_it(country, postal, city, region, lines):
    assert address_lines(["1 Main"], postal, city, region, country) == lines


def test_what_the_street_says_is_not_said_again():
    assert address_lines(["1 Main, Leeds LS1 4AB"], "LS1 4AB", "Leeds", "", "GB") == ("1 Main, Leeds LS1 4AB",)
    assert address_lines(["品川区東大井4-7-4"], "140-0006", "品川区", "", "JP") == ("〒140-0006", "品川区東大井4-7-4")
    assert address_lines(["南京东路1号"], "200001", "上海市", "", None) == ("200001", "上海市南京东路1号")
