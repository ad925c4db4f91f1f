"""Days of six digits, and the order of day and month that terms prove against the columns beside."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.sync.model import QuestionsError
from app.services.sync.values.packed import are_packed, six_digits, unpacked
from tests.builders.reading import read_rows

START = date(2026, 3, 2)
HEAD = ["Konto", "Name", "Belegnr.", "Belegdatum", "Fälligkeit", "Währung", "Saldo"]


def rows(days, form, due=None):
    return [HEAD] + [
        [f"{10001 + n % 3}", f"Firma {n % 3} GmbH", f"R{n}", form(day), (due or form)(day + timedelta(30)), "EUR", 10.5]
        for n, day in enumerate(days)
    ]


@given(day=st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_six_digits_in_any_order_are_days(day):
    for form in ("%d%m%y", "%m%d%y", "%y%m%d"):
        assert six_digits(f"{day:{form}}") == f"{day:{form}}"
    assert six_digits(float(f"{day:%d%m%y}")) == f"{day:%d%m%y}"


@pytest.mark.parametrize("cell", ["990099", "12345", "1234567", "ab1234", 4711.0, 1.5, -150326.0, True, None, ""])
def test_what_is_no_day_of_six_digits(cell):
    assert six_digits(cell) is None


def test_serial_numbers_of_a_spreadsheet_are_no_days_of_six_digits():
    assert not are_packed([46_096.0, 46_127.0, ""])
    assert are_packed(["150326", "", "-"])
    assert are_packed([50_326.0, 150_326.0])
    assert list(unpacked([50_326.0, 150_326.0, ""])) == ["05/03/26", "15/03/26", ""]


@pytest.mark.parametrize("form", ["{:%d%m%y}".format, lambda day: float(f"{day:%d%m%y}")])
def test_columns_of_six_digits_under_headings_of_days(form):
    days = [START + timedelta(3 * n) for n in range(12)]
    read = read_rows(rows(days, form))
    assert [row.document_date for row in read.rows] == [day.isoformat() for day in days]
    assert [row.due_date for row in read.rows] == [(day + timedelta(30)).isoformat() for day in days]


def test_days_of_eight_digits_with_the_year_behind():
    days = [START + timedelta(3 * n) for n in range(12)]
    read = read_rows(rows(days, "{:%d%m%Y}".format))
    assert [row.document_date for row in read.rows] == [day.isoformat() for day in days]
    assert six_digits("20260315") is None


def test_six_digits_whose_order_is_open_are_asked():
    days = [date(2006, 5, 3 + n) for n in range(3)]
    with pytest.raises(QuestionsError) as asked:
        read_rows(rows(days, "{:%d%m%y}".format)[:4])
    assert asked.value.questions[0].option == "--date-order"


def test_each_column_has_the_order_that_the_terms_prove():
    head = ["Customer", "Invoice", "Invoice Date", "Terms", "Due Date", "Currency", "Balance"]
    days = [date(2026, 4 + n % 5, 1 + n) for n in range(12)]
    body = [
        ["C1", f"I{n}", f"{day:%m/%d/%Y}", "Net 45", f"{day + timedelta(45):%d/%m/%Y}", "USD", 10.0 + n]
        for n, day in enumerate(days)
    ]
    read = read_rows([head, *body])
    assert [row.document_date for row in read.rows] == [day.isoformat() for day in days]
    assert [row.due_date for row in read.rows] == [(day + timedelta(45)).isoformat() for day in days]


def test_spans_that_are_usual_in_one_order_only_decide():
    starts = [date(2026, month, day) for month in range(2, 10) for day in range(1, 13)]
    days = [day for day in starts if (day + timedelta(30)).day <= 12]
    read = read_rows(rows(days, "{:%m/%d/%Y}".format))
    assert [row.document_date for row in read.rows] == [day.isoformat() for day in days]
