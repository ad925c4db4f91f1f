"""Days of documents that can hardly be meant: they are read, and told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.i18n import render
from tests.builders.reading import read_rows

HEAD = ["Account", "Customer", "Invoice", "Invoice Date", "Due Date", "Currency", "Open Amount"]


def _rows(odd: dict[int, tuple[date, date]], count: int = 12) -> list[list[object]]:
    rows = []
    for at in range(count):
        day, due = odd.get(at, (date(2026, 5, 1) + timedelta(at), date(2026, 5, 31) + timedelta(at)))
        rows.append([f"C{at % 3}", f"Name {at % 3}", f"N{at}", day, due, "USD", 10.5 + at])
    return [HEAD, *rows]


@pytest.mark.parametrize("day", [date(2062, 5, 4), date(1926, 5, 4)])
def test_a_document_of_another_age_is_told_with_its_row(day):
    read = read_rows(_rows({4: (day, day + timedelta(30))}))
    (notice,) = [warning for warning in read.table.warnings if warning.code == "days_far"]
    assert (notice.row, len(read.rows)) == (6, 12)
    assert str(day.year) in render(notice.text)


def test_a_due_day_before_the_invoice_is_told_with_its_row():
    read = read_rows(_rows({7: (date(2026, 5, 4), date(2025, 6, 4))}))
    (notice,) = [warning for warning in read.table.warnings if warning.code == "due_before_document"]
    assert (notice.row, len(read.rows)) == (9, 12)


def test_a_source_that_always_bills_afterwards_is_no_slip():
    odd = {at: (date(2026, 5, 4), date(2026, 4, 1)) for at in range(5)}
    assert not {"due_before_document", "days_far"} & set(read_rows(_rows(odd)).codes)


def test_usual_days_are_not_told():
    assert not {"due_before_document", "days_far"} & set(read_rows(_rows({})).codes)
