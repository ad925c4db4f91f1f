"""Days without a year in single cells: what is one, and what the file's day makes of it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.sync.values.daymonths import day_month, lacks_years, with_years


@given(day=st.dates(date(2020, 1, 1), date(2030, 12, 31)), later=st.integers(0, 360))
def test_a_day_comes_back_from_the_year_before_the_files_day(day, later):
    stands = date.fromordinal(day.toordinal() + later)
    cells = [f"{day:%d%m}"]
    if (day.month, day.day) != (2, 29):
        assert list(with_years(cells, stands, past=True)) == [day]


@given(day=st.dates(date(2020, 1, 1), date(2030, 12, 31)), off=st.integers(-170, 170))
def test_the_nearest_day_comes_back(day, off):
    stands = date.fromordinal(day.toordinal() + off)
    if (day.month, day.day) != (2, 29):
        assert list(with_years([float(f"{day:%d%m}")], stands, past=False)) == [day]


@pytest.mark.parametrize("cell", ["3113", "0013", "3202", "12", "12345", "ab12", 1.5, -503, True, None, "3002"])
def test_what_is_no_day_of_a_year(cell):
    assert day_month(cell) is None


def test_a_leap_day_is_of_a_leap_year():
    assert list(with_years(["2902"], date(2026, 5, 1), past=True)) == [date(2024, 2, 29)]


def test_one_cell_of_another_form_makes_it_no_such_column():
    assert lacks_years(["0503", "2503", "", "-"])
    assert not lacks_years(["0503", "05.03.2026"])
    assert not lacks_years(["", ""])
