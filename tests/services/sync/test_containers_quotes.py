"""Quotes that quote nothing: a row that begins a quoted cell and never ends it costs no other row."""

from __future__ import annotations

import csv
import io

import pytest

from app.services.sync.files.text import open_text, table
from tests.builders.reading import read_path

HEAD = ["Customer No", "Customer Name", "Invoice No", "Due Date", "Currency", "Balance", "Remark"]
ITEMS = [
    [f"C{n:03}", f"Acme {n}", f"INV{n}", f"2026-09-{n:02}", "EUR", f"{100 + n}.00", f"ok {n}"] for n in range(1, 26)
]


def lines_of(*stray: tuple[int, int]) -> list[str]:
    """Return the lines of the list; ``stray``: the row, from 0, and the column where a quote stands that none ends."""
    rows = [list(row) for row in ITEMS]
    for row, column in stray:
        rows[row][column] = '"' + rows[row][column]
    return [";".join(row) for row in [HEAD, *rows]]


def cells_of(lines: list[str]) -> list[list[str]]:
    return [[cell.removeprefix('"') for cell in row] for row in table("\n".join([*lines, ""]), ";")]


@pytest.mark.parametrize("column", range(len(HEAD)))
def test_a_stray_quote_costs_no_row(column):
    for row in range(len(ITEMS)):
        assert cells_of(lines_of((row, column))) == [HEAD, *ITEMS]


@pytest.mark.parametrize("end", ["", "\r\n"])
def test_a_stray_quote_in_the_last_row_of_a_file_with_and_without_its_last_line_end(end):
    assert table("\r\n".join(lines_of((24, 1))) + end, ";") == [HEAD, *ITEMS]


@pytest.mark.parametrize("apart", [1, 2, 6, 15])
@pytest.mark.parametrize("columns", [(1, 1), (1, 4), (6, 0), (6, 6)])
def test_two_stray_quotes(apart, columns):
    assert cells_of(lines_of((4, columns[0]), (4 + apart, columns[1]))) == [HEAD, *ITEMS]


def test_every_row_but_the_first_has_a_stray_quote():
    assert cells_of(lines_of(*((row, 1) for row in range(1, 25)))) == [HEAD, *ITEMS]


@pytest.mark.parametrize("first", [0, 3])
def test_a_quoted_cell_below_ends_what_a_stray_quote_began(first):
    names = [f"Kestrel; {n}" for n in range(25)]
    names[first] = "Acme, Leeds"
    rows = [[name, *row[1:]] for name, row in zip(names, ITEMS, strict=True)]
    lines = [";".join([f'"{row[0]}"', *row[1:]]) for row in rows]
    lines[first] = lines[first].replace('Leeds"', "Leeds")
    assert table("\n".join([";".join(HEAD), *lines]), ";") == [HEAD, *rows]


def test_stray_quotes_in_rows_that_have_a_cell_too_many_too():
    lines = lines_of((4, 3))
    lines[5] = lines[5].replace("Acme 5", "Acme 5; Inc")
    lines[6] += '"'
    assert [len(row) for row in cells_of(lines)] == [8] * len(lines)
    assert [row[:3] for row in cells_of(lines)[5:7]] == [["C005", "Acme 5", " Inc"], ["C006", "Acme 6", "INV6"]]


def test_the_only_rows_that_are_not_swallowed_are_the_headings():
    lines = lines_of((0, 3))
    lines[-1] = lines[-1].replace("ok 25", 'ok 25"')
    assert [row[:3] for row in cells_of(lines)] == [row[:3] for row in [HEAD, *ITEMS]]


def test_the_money_of_swallowed_rows_is_there(tmp_path):
    path = tmp_path / "open.csv"
    path.write_text("\n".join(lines_of((8, 6), (14, 6), (22, 1))), encoding="utf-8")
    found = read_path(path)
    assert (found.table.rows.item, found.table.rows.rejected) == (25, 0)
    assert found.table.totals["EUR"].net == sum(10000 + 100 * n for n in range(1, 26))


@pytest.mark.parametrize("column", range(len(HEAD)))
@pytest.mark.parametrize("times", [1, 2, 30])
def test_cells_of_several_lines_stay_whole(column, times):
    rows = [list(row) for row in ITEMS]
    for row in rows[:: 1 if times > 1 else 5]:
        row[column] += "\nStreet 5, 1000 Town; DE" * times
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([HEAD, *rows])
    assert table(text.getvalue(), ";") == [HEAD, *rows]


@pytest.mark.parametrize("both", [(0, 6), (1, 5), (2, 6)])
def test_two_cells_of_several_lines_in_a_row_stay_whole(both):
    rows = [list(row) for row in ITEMS]
    for row in rows:
        for column in both:
            row[column] = f"17\n{row[column]}\n9"
    text = io.StringIO()
    csv.writer(text, delimiter=",").writerows([HEAD, *rows])
    assert table(text.getvalue(), ",") == [HEAD, *rows]


def test_a_last_cell_of_two_lines_and_a_short_row_of_totals_are_no_cut():
    lines = [",".join(row) for row in [HEAD, *ITEMS]]
    assert not open_text("\n".join([*lines[:-1], lines[-1].replace("ok 25", '"one\ntwo"')]).encode()).cut
    assert not open_text("\n".join([*lines, "Total,,,,,2825.00"]).encode()).cut
    assert open_text("\n".join(lines)[:-30].encode()).cut
    assert open_text("\n".join([*lines[:-1], 'C025,"Acme']).encode()).cut
    assert open_text("\n".join([*lines[:-1], "C025,Acme"]).encode()).cut


@pytest.mark.parametrize("columns", [(0,), (1, 5), (0, 2, 4), (1, 3, 6)])
@pytest.mark.parametrize("often", [1, 3, 9])
def test_whatever_people_write_into_several_cells_of_a_row_stays_there(columns, often):
    rows = [list(row) for row in ITEMS]
    for at, row in enumerate(rows[::often]):
        for column in columns:
            row[column] = (
                f"INV {at}, 2026-05-01, 30 days, 12\n1000 Town, DE, paid 30.00\nsee note, 1,234.00, {at}, 5, x"
            )
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *rows])
    assert table(text.getvalue(), ",") == [HEAD, *rows]
