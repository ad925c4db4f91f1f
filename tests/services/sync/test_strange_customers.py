"""Customers said in ways of their own: number and name in one cell, headings with counts, contacts and facts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.enums import SyncKind
from app.services.sync.recognition.coded import parted
from tests.builders.reading import read_rows

D = date(2026, 5, 4)
HEAD = ["Customer", "Invoice", "Date", "Due", "Amount USD"]
PAIRS = [("20417", "Ashdown Ltd"), ("20455", "Brightwater Dairy"), ("20618", "Calloway & Sons")]


def _items(shape: str) -> list[list[object]]:
    return [
        [shape.format(code=code, name=name), f"INV-{4100 + 3 * at + line}", D + timedelta(at + line), D, 100.5 + line]
        for at, (code, name) in enumerate(PAIRS)
        for line in range(2)
    ]


@pytest.mark.parametrize("shape", ["{code} - {name}", "{name} [{code}]", "{name} ({code})"])
def test_number_and_name_in_one_cell_are_told_apart(shape):
    read = read_rows([HEAD, *_items(shape)])
    assert {row.account for row in read.rows} == {code for code, _ in PAIRS}
    assert [(row.number, row.name) for row in read.accounts.values()] == PAIRS


def test_totals_in_the_same_column_leave_the_numbers_where_they_are():
    rows = [HEAD]
    for shape in ("{code} - {name}",):
        for first, second in zip(_items(shape)[::2], _items(shape)[1::2], strict=True):
            rows += [first, second, [f"{first[0]} Total", "", "", "", first[4] + second[4]]]
    read = read_rows([*rows, ["Grand Total", "", "", "", 606.0]])
    assert ({row.account for row in read.rows}, read.table.rows.total) == ({"20417", "20455", "20618"}, 4)


@pytest.mark.parametrize(
    "names",
    [
        ["3M - Germany", "3M - France"],  # one number of several names is part of them
        ["1450 Broadway LLC", "2200 Park Ave LLC"],  # houses
        ["20417 - Ashdown", "Brightwater Dairy"],  # one has none
        ["Unit 4 Ltd", "Route 66 Diner"],
        ["24 Seven - Staffing"],
    ],
)
def test_figures_that_are_parts_of_names_stay_there(names):
    assert parted(names) is None


def _grouped(labels: list[str]) -> list[list[object]]:
    rows: list[list[object]] = [["Number", "Invoice Date", "Due Date", "Total Signed", "Amount Due Signed"]]
    for at, label in enumerate(labels):
        items = [[f"INV/{at}{line}", D + timedelta(at), D + timedelta(30), 50.5, 50.5] for line in range(at + 2)]
        rows += [[label, "", "", 50.5 * len(items), 50.5 * len(items)], *items]
    return rows


@pytest.mark.parametrize("counts", [(2, 3, 4), (2, 3, 9)])
def test_how_many_items_stand_below_a_customer_is_no_part_of_the_name(counts):
    names = ["Azure Interior", "Deco Addict", "Gemini Furniture"]
    rows = _grouped([f"{name} ({count})" for name, count in zip(names, counts, strict=True)])
    read = read_rows(rows, currency="EUR")
    right = counts == (2, 3, 4)
    assert ({row.account for row in read.rows} == set(names)) is right


def test_a_heading_that_calls_the_customer_a_party_names_it():
    rows = [["Bill Ref.", "Bill Dt.", "Due Dt.", "Bill Amount (Rs.)", "Pending Amount (Rs.)"]]
    for at, (_, name) in enumerate(PAIRS):
        rows += [
            [f"Party : {name}"],
            [f"BB/26/{at}", D, D + timedelta(30), 100.0, 50.25 + at],
            ["Party Total", "", "", "", 50.25 + at],
        ]
    read = read_rows(rows)
    assert [row.account for row in read.rows] == [name for _, name in PAIRS]


def test_the_person_to_call_is_not_the_customer():
    rows = [["Date", "Reference", "Type", "Due Date", "90 Days", "60 Days", "30 Days", "Current", "Total"]]
    for at, (code, name) in enumerate(PAIRS):
        rows.append([f"KF{code}", name, "", "Tel: 011 555 0199", "", "Contact: T Mokoena"])
        rows.append([D, f"INV{at}", "Invoice", D + timedelta(30), "", "", "", 40.5 + at, 40.5 + at])
        rows.append(["", "", "", "", "", "", "", "", 40.5 + at])
    read = read_rows(rows, currency="ZAR")
    assert [(row.number, row.name) for row in read.accounts.values()] == [(f"KF{code}", name) for code, name in PAIRS]
    assert {row.account for row in read.rows} == {f"KF{code}" for code, _ in PAIRS}


@pytest.mark.parametrize(
    "line",
    [
        ["Customer: Calloway & Sons", "", "Account No: 20618"],
        ["Customer:", "Calloway & Sons", "Account No", "20618"],
    ],
)
def test_the_number_beside_the_name_of_the_only_customer_counts(line):
    rows = [["STATEMENT"], line, [], ["Date", "Reference", "Due", "Open amount GBP"]]
    rows += [[D, f"INV-{at}", D + timedelta(30), 40.5 + at] for at in range(4)]
    read = read_rows(rows)
    assert [(row.number, row.name) for row in read.accounts.values()] == [("20618", "Calloway & Sons")]


def test_a_number_in_another_line_may_be_that_of_our_bank():
    rows = [
        ["Customer: Calloway & Sons"],
        ["Account No: 33445566"],
        [],
        ["Date", "Reference", "Due", "Open amount GBP"],
    ]
    rows += [[D, f"INV-{at}", D + timedelta(30), 40.5 + at] for at in range(4)]
    assert {row.account for row in read_rows(rows).rows} == {"Calloway & Sons"}


@pytest.mark.parametrize("heading", ["Address Number", "Code tiers", "Matchcode"])
def test_codes_that_each_name_has_for_itself_are_the_number(heading):
    rows = [[heading, "Alpha Name", "Invoice", "Date", "Due", "Open USD"]]
    for at, (code, name) in enumerate(PAIRS):
        own = [[f"C{code}", name, f"INV-{at}{line}", D, D + timedelta(30), 10.5 + line] for line in range(2)]
        rows += [*own, [f"Total C{code}", "", "", "", "", 22.0]]
    read = read_rows(rows)
    assert [(row.number, row.name) for row in read.accounts.values()] == [(f"C{code}", name) for code, name in PAIRS]


def test_two_dashes_part_number_and_name():
    rows = [["", "Invoice", "Invoice date", "Due date", "Total"]]
    for at, (code, name) in enumerate(PAIRS):
        rows += [[f"{code}--{name}"], ["", f"INV-{at}", D, D + timedelta(30), 10.5 + at]]
        rows.append([f"Total for {code}--{name}", "", "", "", 10.5 + at])
    read = read_rows(rows, currency="USD")
    assert [(row.number, row.name) for row in read.accounts.values()] == PAIRS


@pytest.mark.parametrize(
    ("above", "number", "name"),
    [
        ([["华信贸易对账单"], ["客户名称：", "华信贸易", "", "编号：", "010017"]], "010017", "华信贸易"),
        ([["客户名称：华信贸易  客户编号：010017"]], "010017", "华信贸易"),
        ([["得意先コード：4711　得意先名：アオバ商事株式会社"]], "4711", "アオバ商事株式会社"),
        ([["お客様番号：4711"], ["アオバ商事株式会社 御中"]], "4711", "アオバ商事株式会社"),
        ([["Customer no.:", 4711, "", "Ashdown Ltd"]], "4711", "Ashdown Ltd"),
        ([["Kd.-Nr. 4711"]], "4711", "4711"),
        ([["Kunden-Nr.:", "4711", "Müller GmbH"]], "4711", "Müller GmbH"),
        ([["Nº de cliente: 4711"], ["Cliente: García SL"]], "4711", "García SL"),
        ([["Cliente: Souza Lda", "Código: 4711"]], "4711", "Souza Lda"),
        ([["客户：华信贸易"], ["编号：2026-1120"]], "华信贸易", "华信贸易"),  # of the statement itself
        ([["Customer: Ashdown Ltd"], ["Bank account no: 33445566"]], "Ashdown Ltd", "Ashdown Ltd"),
    ],
)
def test_the_lines_above_a_statement_say_number_and_name_of_its_customer(above, number, name):
    rows = [*above, [], ["Date", "Reference", "Due", "Open amount EUR"]]
    read = read_rows([*rows, *([D, f"INV-{at}", D + timedelta(30), 40.5 + at] for at in range(4))])
    assert [(row.number, row.name) for row in read.accounts.values()] == [(number, name)]


def buyers(heading, *above):
    head = ["Your ref", "Buyer name", "Country", heading, "Currency", "Decision date"]
    rows = [[f"C{at}", f"Firm {at} Ltd", "GB", 25000.5 + at, "GBP", f"2026-05-0{at}"] for at in range(1, 6)]
    return read_rows([*above, head, *rows], kind=SyncKind.CUSTOMERS)


@pytest.mark.parametrize(
    ("heading", "above"),
    [
        ("Limit", [["Buyer limits in force"], []]),
        ("Approved limit", [["Policy number 884120"], []]),
        ("Limit", [["Credit insurance, buyers as of May"], []]),
    ],
)
def test_what_an_insurer_covers_is_no_credit_limit(heading, above):
    found = buyers(heading, *above)
    assert {row.credit_limit for row in found.rows} == {None}
    (said,) = [str(one.text) for one in found.table.warnings if one.code == "insured_limits"]
    assert heading in said


@pytest.mark.parametrize(("heading", "above"), [("Limit", []), ("Credit limit", [["Policy number 884120"], []])])
def test_a_credit_limit_is_one_beside_words_of_an_insurer_too(heading, above):
    found = buyers(heading, *above)
    assert found.rows[0].credit_limit == 2500150
    assert "insured_limits" not in found.codes
