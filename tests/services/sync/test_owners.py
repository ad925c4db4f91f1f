"""Whose the rows under a heading are: labelled numbers and names, over several cells and lines, with parts inside."""

from __future__ import annotations

from datetime import date

import pytest

from app.i18n import render
from app.services.sync.recognition.owners import is_pair, owner_in
from tests.builders.reading import read_rows

HEAD = ["Invoice", "Date", "Due", "Net", "Open EUR"]


def item(number, amount):
    return [number, date(2026, 4, 1), date(2026, 5, 1), amount, amount]


def owners(rows):
    read = read_rows(rows)
    return [(row.number, row.account, read.accounts[row.account].name) for row in read.rows]


@pytest.mark.parametrize(
    ("cells", "number", "name"),
    [
        (["Debitor        100100"], "100100", None),
        (["Debitor 100100"], "100100", None),
        (["Name           Ahrens Maschinenbau GmbH"], None, "Ahrens Maschinenbau GmbH"),
        (["A/C:", "ASH001", "Name:", "Ashford Bay Foods", "Contact:", "Jane Doe"], "ASH001", "Ashford Bay Foods"),
        (["Debtor", 100100.0, "Ashford Bay Foods"], "100100", "Ashford Bay Foods"),
        (["Customer Number: 4711"], "4711", None),
        (["Client: 4711 - Ashford Bay Foods"], "4711", "Ashford Bay Foods"),
        (["Kunde:", "Bäckerei Müller"], None, "Bäckerei Müller"),
    ],
)
def test_a_row_that_names_its_customer(cells, number, name):
    found = owner_in(cells)
    assert found is not None
    assert (found.number, found.name) == (number, name)


@pytest.mark.parametrize(
    "cells",
    [
        ["Customer: all customers"],
        ["Client Services Ltd"],
        ["Ashford: Job 7"],
        ["Customer", "Invoice"],
        [12.0, "x"],
        [],
    ],
)
def test_a_row_that_names_nobody(cells):
    assert owner_in(cells) is None


def test_a_number_and_a_name_are_a_pair():
    assert is_pair(["100100", "Ashford Bay Foods"])
    assert is_pair([100100.0, "Ashford Bay Foods"])
    assert not is_pair(["INV-1", "01.04.2026"])
    assert not is_pair(["Total", "Ashford"])


def test_number_and_name_in_two_cells_are_the_group():
    rows = [HEAD, ["", "100100", "Ashford Foods"], item("A1", 10.0), item("A2", 5.0), ["", "Total", "", "", 15.0],
            ["", "100117", "Brightwater"], item("B1", 7.0), ["", "Total", "", "", 7.0]]  # fmt: skip
    assert owners(rows) == [
        ("A1", "100100", "Ashford Foods"), ("A2", "100100", "Ashford Foods"), ("B1", "100117", "Brightwater"),
    ]  # fmt: skip


def test_lines_of_one_heading_belong_together_also_above_the_header():
    block = [["Debitor        100100"], ["Buchungskreis  1000"], ["Name           Ahrens GmbH"], ["Ort    Hamburg"]]
    other = [["Debitor        100117"], ["Buchungskreis  1000"], ["Name           Elbe KG"], ["Ort    Kiel"]]
    rows = [
        *block,
        HEAD,
        item("A1", 10.0),
        ["*", "", "", "", 10.0],
        *other,
        HEAD,
        item("B1", 7.0),
        ["*", "", "", "", 7.0],
    ]
    assert owners(rows) == [("A1", "100100", "Ahrens GmbH"), ("B1", "100117", "Elbe KG")]


def test_parts_of_a_customers_rows_are_no_customers():
    rows = [HEAD, ["Client: C1 - Ashford"], ["Assignment 1"], item("A1", 10.0), ["Assignment total", "", "", "", 10.0],
            ["Assignment 2"], item("A2", 5.0), ["Assignment total", "", "", "", 5.0],
            ["Client total", "", "", "", 15.0],
            ["Client: C2 - Marlin"], ["Assignment 1"], item("B1", 7.0), ["Assignment total", "", "", "", 7.0],
            ["Client total", "", "", "", 7.0]]  # fmt: skip
    assert owners(rows) == [("A1", "C1", "Ashford"), ("A2", "C1", "Ashford"), ("B1", "C2", "Marlin")]


def test_headings_inside_headings_are_told():
    rows = [HEAD]
    for outer in ("Ashford", "Marlin", "Heron"):
        rows += [
            [outer],
            [f"Job of {outer}"],
            item(f"{outer}1", 10.0),
            ["Total", "", "", "", 10.0],
            ["Total", "", "", "", 10.0],
        ]
    read = read_rows(rows)
    notice = next(notice for notice in read.table.warnings if notice.code == "groups_nested")
    assert "Job of Ashford" in render(notice.text)
    plain = [HEAD, ["Ashford"], item("A1", 10.0), ["Marlin"], item("B1", 10.0), ["note"], ["Heron"], item("C1", 7.0)]
    assert "groups_nested" not in read_rows(plain).codes


def test_our_own_companies_are_no_customers():
    rows = [HEAD, ["Company: US01"], ["Ashford"], item("A1", 10.0), ["Total Ashford", "", "", "", 10.0],
            ["Marlin"], item("B1", 7.0), ["Total Marlin", "", "", "", 7.0], ["Company: US02"], ["Heron"],
            item("C1", 5.0), ["Total Heron", "", "", "", 5.0]]  # fmt: skip
    assert [name for _, _, name in owners(rows)] == ["Ashford", "Marlin", "Heron"]


def test_figures_of_a_group_are_no_items():
    head = ["No", "Type", "Date", "Ref", "Details", "Balance EUR"]
    rows = []
    for code, name, count in (("ASH001", "Ashford", 3), ("BRI002", "Brightwater", 3)):
        rows += [["A/C:", code, "Name:", name, "", "Contact:", "Jane"], head]
        rows += [[str(n), "SI", date(2026, 4, n + 1), f"{code}-{n}", "Goods", 10.0] for n in range(1, count + 1)]
        rows += [["", "", "", "Totals:", "", 10.0 * count], ["Turnover:", "1,000.00", "", "Credit Limit:", "5,000.00"]]
    read = read_rows(rows)
    assert (read.table.rows.item, read.table.rejected) == (6, ())
    assert [row.number for row in read.rows][:2] == ["ASH001-1", "ASH001-2"]
    assert {row.account for row in read.rows} == {"ASH001", "BRI002"}
    assert next(column.field for column in read.table.columns if column.header == "Type") == "type"
