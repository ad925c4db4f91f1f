"""A list of another day that was left below the one of today, under the same headings."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.errors import RefusedError
from app.i18n import render
from tests.builders.reading import read_rows

HEAD = ["Account", "Customer", "Invoice", "Date", "Due", "O/S GBP"]
D = date(2026, 5, 4)


def items(first, last, left=100.0):
    return [
        [f"C{at % 4}", f"Acme {at % 4} Ltd", f"SI-{at}", D + timedelta(at), D + timedelta(at + 30), left + at]
        for at in range(first, last)
    ]


def total(rows):
    return ["", "", "", "", "Total", sum(row[5] for row in rows)]


@pytest.mark.parametrize("left", [100.0, 55.0])
def test_invoices_that_stand_again_below_the_headings_of_a_second_list_refuse_the_sheet(left):
    october, november = items(0, 12), items(4, 16, left)
    rows = [["October month end"], HEAD, *october, total(october), [], ["November so far"], HEAD, *november]
    with pytest.raises(RefusedError) as refused:
        read_rows([*rows, total(november)])
    assert refused.value.code == "two_lists"
    assert "8 invoices of the first stand again below row 18" in render(refused.value.message)


def test_pages_of_one_list_with_instalments_are_one_list():
    later = [[*row[:4], row[4] + timedelta(30), row[5]] for row in items(0, 12)]
    assert len(read_rows([HEAD, *items(0, 12), [], HEAD, *later]).rows) == 24


def test_an_invoice_parted_by_the_end_of_a_page_is_one_invoice():
    lines = [[*items(11, 12)[0][:5], 10.0 + at] for at in range(4)]
    assert len(read_rows([HEAD, *items(0, 12), [], HEAD, *lines, *items(12, 20)]).rows) == 24
