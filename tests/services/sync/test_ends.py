"""How every row of a sheet ends: as an item, a total, a group, set aside with its reason, or rejected."""

from __future__ import annotations

from datetime import date

import pytest

from app.services.sync.files.grid import Book, Grid
from tests.builders.reading import read_book, read_rows

HEAD = ["Customer Number", "Customer Name", "Invoice Number", "Due Date", "Currency", "Open Amount"]
ROWS = [
    ["C7", "Kestrel Tools Ltd.", "9001", date(2026, 4, 24), "EUR", 100.0],
    ["C7", "Kestrel Tools Ltd.", "9002", date(2026, 5, 30), "EUR", 250.0],
    ["C8", "Marlin & Sons", "9003", date(2026, 6, 1), "EUR", 400.0],
]
BROKEN = ["C8", "Marlin & Sons", "9004", "31/02/2026", "EUR", 33.5]


def ends(read):
    """Rows that are no item, with how they ended and why."""
    told = [(note.row, note.what, str(note.reason)) for note in read.table.noted]
    return sorted([*told, *((row.row, "rejected", "") for row in read.table.rejected)])


def test_a_total_without_a_word_that_ties_with_a_rejected_row_added_back_is_one():
    read = read_rows([HEAD, *ROWS, BROKEN, ["", "", "", "", "", 783.5]])
    assert ends(read) == [(5, "rejected", ""), (6, "total", "total")]
    assert read.table.own_totals == {"EUR": 78350}
    assert "own_total_differs" not in read.codes


def test_an_amount_without_keys_that_is_the_rejected_one_alone_stays_rejected():
    read = read_rows([HEAD, *ROWS, ["", "", "", "", "", ""], BROKEN, ["", "", "", "", "", 33.5], *ROWS[:1]])
    assert [row.row for row in read.table.rejected] == [6, 7]


@pytest.mark.parametrize("more", [[], [["Printed 2026-06-18"], ["Total", "3 customers"]]])
def test_the_last_record_without_its_number_is_rejected_as_any_other_is(more):
    head = ["Customer No", "Customer", "Street", "City", "Country", "Payment terms", "E-mail"]
    rows = [[str(100 + n), f"Acme {n} Ltd", f"Main {n}", "Leeds", "GB", "Net 30", f"a{n}@x.com"] for n in range(6)]
    rows[-1][0] = ""
    read = read_rows([head, *rows, *more])
    assert [row.row for row in read.table.rejected] == [7]
    assert read.table.rows.read == len(rows) + len(more)
    orders = ["Order No", "Customer No", "Customer", "Order amount", "Currency", "Hold since", "Hold reason"]
    held = [[f"SO{n}", f"C{n}", "Acme Ltd", 100.0 + n, "EUR", f"2026-05-{n + 1:02}", "Limit"] for n in range(6)]
    held[-1][0] = ""
    assert [row.row for row in read_rows([orders, *held, *more[:1]]).table.rejected] == [7]


@pytest.mark.parametrize("nothing", [["n/a"] * 6, ["", "-", "", "-", "", ""], ["*", "", "", "", "", ""], ["", "."]])
def test_a_row_that_says_nothing_and_the_headings_again_are_set_aside_and_counted(nothing):
    read = read_rows([HEAD, ROWS[0], HEAD, ROWS[1], nothing, ROWS[2]])
    assert ends(read) == [(3, "skipped", "heading"), (5, "skipped", "blank")]
    assert (read.table.rows.item, read.table.rows.read) == (3, 5)


def test_a_dash_among_groups_is_nobody():
    head = ["Invoice No", "Invoice Date", "Due Date", "Open Amount"]
    rows = [head, ["Acme Ltd"], ["N1", "2026-04-01", "2026-05-01", "10.00"], ["-"]]
    rows += [["N2", "2026-04-01", "2026-05-01", "20.00"], ["Beta Ltd"], ["N3", "2026-04-01", "2026-05-01", "20.00"]]
    read = read_rows(rows, currency="EUR")
    assert [row.account for row in read.rows] == ["Acme Ltd", "Acme Ltd", "Beta Ltd"]
    assert (5 - 1, "skipped", "blank") in ends(read)


def test_the_headings_again_are_no_customer():
    head = ["Customer No", "Customer", "Street", "City", "Country"]
    rows = [[str(100 + n), f"Acme {n} Ltd", f"Main {n}", "Leeds", "GB"] for n in range(6)]
    read = read_rows([["Customer list"], head, *rows[:3], ["Customer list"], head, *rows[3:5], ["-", "n/a"], rows[5]])
    assert [row.number for row in read.rows] == ["100", "101", "102", "103", "104", "105"]
    assert ends(read) == [(6, "skipped", "heading"), (7, "skipped", "heading"), (10, "skipped", "blank")]


def test_a_customer_whose_number_shows_an_error_ends_once():
    head = ["Customer No", "Customer", "Street", "City", "Country"]
    rows = [[str(100 + n), f"Acme {n} Ltd", f"Main {n}", "Leeds", "GB"] for n in range(6)]
    cells = [head, *rows, ["", "Beta Ltd", "", "", ""]]
    grid = Grid.of_rows("Sheet1", cells, errors={(7, 0): "#REF!"})
    read = read_book(Book("xlsx", ("Sheet1",), lambda _: grid), "file.xlsx", {})
    assert ends(read) == [(8, "rejected", "")]
    assert read.table.rows.read == 7
