"""Cells that say nothing that can be read: the row is rejected where the amount hangs on them, else it is told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.builders.reading import read_rows

DAYS = [date(2026, 5, 1) + timedelta(days) for days in range(12)]
HEAD = ["Customer No", "Customer", "Invoice No", "Invoice date", "Due date"]


def rows(*columns: list[Any]) -> list[list[Any]]:
    return [
        [f"C{at % 4}", f"Acme {at % 4} Ltd", f"I{at:03}", day, day + timedelta(31), *(column[at] for column in columns)]
        for at, day in enumerate(DAYS)
    ]


def with_one(value: Any, usual: Any, at: int = 4) -> list[Any]:
    return [value if place == at else usual for place in range(len(DAYS))]


def test_what_was_paid_must_be_readable_where_it_is_subtracted() -> None:
    amounts = [[100.0 + at for at in range(12)], with_one("abc", 20.0)]
    found = read_rows([[*HEAD, "Invoice amount", "Paid"], *rows(*amounts)], currency="EUR")
    assert [(row.row, row.column, row.value) for row in found.table.rejected] == [(6, "Paid", "abc")]
    assert found.rows[0].open == 8000


def test_what_was_paid_is_only_told_where_the_rest_stands_beside_it() -> None:
    amounts = [[100.0 + at for at in range(12)], with_one("abc", 20.0), [80.0 + at for at in range(12)]]
    found = read_rows([[*HEAD, "Invoice amount", "Paid", "Open amount"], *rows(*amounts)], currency="EUR")
    assert len(found.rows) == 12
    told = next(warning for warning in found.table.warnings if warning.code == "cells_left_out")
    assert (told.row, str(told.text)) == (6, "1 cell of “Paid” could not be read and was left out: abc.")


@pytest.mark.parametrize("shown", ["X", ""])
def test_an_amount_between_debit_and_credit_is_rejected(shown: str) -> None:
    sides = ["S", "H", *["S"] * 10]
    sides[4] = shown
    found = read_rows([[*HEAD, "Amount", "D/C"], *rows([10.0 + at for at in range(12)], sides)], currency="EUR")
    assert [(row.row, row.column, row.value) for row in found.table.rejected] == [(6, "D/C", shown)]
    assert [row.open for row in found.rows[:3]] == [1000, -1100, 1200]


def test_a_blank_side_is_debit_where_only_credits_are_marked() -> None:
    found = read_rows([[*HEAD, "Amount", "D/C"], *rows([10.0] * 12, with_one("H", ""))], currency="EUR")
    assert not found.table.rejected
    assert [row.open for row in found.rows[3:6]] == [1000, -1000, 1000]


def test_a_closing_day_that_is_none_rejects_its_row() -> None:
    closing = ["", "", "", date(2026, 6, 10), "??", *[""] * 7]
    found = read_rows([[*HEAD, "Open amount", "Clearing date"], *rows([10.0] * 12, closing)], currency="EUR")
    assert found.table.set_aside == {"settled": 1}
    assert [(row.row, row.column) for row in found.table.rejected] == [(6, "Clearing date")]


@pytest.mark.parametrize(
    ("heading", "value", "usual"),
    [
        ("Expected payment date", "soon", date(2026, 7, 1)),
        ("Last dunned", "n/k", date(2026, 6, 1)),
        ("Days overdue", "many", 5.0),
    ],
)
def test_what_no_row_needs_is_told_once(heading: str, value: str, usual: Any) -> None:
    found = read_rows([[*HEAD, "Open amount", heading], *rows([10.0] * 12, with_one(value, usual))], currency="EUR")
    assert len(found.rows) == 12
    (told,) = [str(warning.text) for warning in found.table.warnings if warning.code == "cells_left_out"]
    assert told == f"1 cell of “{heading}” could not be read and was left out: {value}."


def late(days: list[float]) -> Any:
    table = [[*HEAD, "Open amount", "Days overdue"], *rows([10.0] * 12, days)]
    return read_rows([["Open items as of 2026-05-20"], [], *table], currency="EUR")


def test_one_row_does_not_overrule_the_day_that_a_file_states() -> None:
    found = late([5.0, *[0.0] * 11])
    assert (found.table.as_of, found.table.as_of_from) == (date(2026, 5, 20), "stated")
    assert "as_of_differs" in found.codes


def test_rows_not_yet_due_contradict_the_one_that_is() -> None:
    stands = [-(31.0 + at - 19) for at in range(12)]
    found = late([5.0, *stands[1:]])
    assert (found.table.as_of, found.table.as_of_from) == (date(2026, 5, 20), "stated")


def test_three_rows_overrule_it() -> None:
    found = late([(date(2026, 6, 10) - day - timedelta(31)).days for day in DAYS])
    assert (found.table.as_of, found.table.as_of_from) == (date(2026, 6, 10), "derived")


@pytest.mark.parametrize(
    ("terms", "start", "due", "other", "wanted"),
    [
        ("月末締め翌月末払い", date(2026, 4, 30), date(2026, 5, 31), date(2026, 5, 10), "2026-06-30"),
        ("30 days EOM", date(2026, 4, 15), date(2026, 5, 31), date(2026, 5, 29), "2026-06-30"),
        ("ZB07", date(2026, 4, 15), date(2026, 5, 31), date(2026, 5, 29), "2026-07-14"),
        ("Net 30", date(2026, 4, 15), date(2026, 5, 31), date(2026, 5, 29), "2026-07-14"),
    ],
)
def test_the_words_of_terms_go_before_days_that_agree_with_them(
    terms: str, start: date, due: date, other: date, wanted: str
) -> None:
    table: list[list[Any]] = [["C1", "Acme", f"I{at}", start, due, terms, 10.0 + at] for at in range(4)]
    table.append(["C1", "Acme", "I9", other, "", terms, 50.0])
    found = read_rows([[*HEAD, "Terms", "Open amount"], *table], currency="EUR")
    assert found.by_number("I9").due_date == wanted
