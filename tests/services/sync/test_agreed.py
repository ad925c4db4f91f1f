"""Evidence of the currency that contradicts itself is asked, and number formats that differ speak for their rows."""

from __future__ import annotations

import re

import pytest
import xlsxwriter

from app.services.sync.model import QuestionsError
from app.services.sync.values.currency import fits, meaning
from tests.builders import containers
from tests.builders.reading import read_path, read_rows
from tests.builders.spreadsheets import xls, xlsx

HEAD = ["Account", "Invoice No", "Invoice Date", "Due Date", "Open Amount"]


def rows(*amounts, heading="Open Amount", above=()):
    listed = [[f"C{at}", f"N{at}", "2026-04-01", "2026-05-01", amount] for at, amount in enumerate(amounts)]
    return [*([line] for line in above), [*HEAD[:-1], heading], *listed]


def asked(read, *args, **options):
    with pytest.raises(QuestionsError) as caught:
        read(*args, **options)
    [question] = caught.value.questions
    return question


def codes(read):
    return [row.currency for row in read.rows]


@pytest.mark.parametrize(
    ("table", "said", "choices"),
    [
        (
            rows("€10.00", "€7.50", heading="Open (USD)"),
            "EUR (the sign in the amounts) and USD (the heading “Open (USD)”)",
            ("EUR", "USD"),
        ),
        (
            rows(10.0, 7.5, heading="Open (USD)", above=["All amounts in EUR"]),
            "USD (the heading “Open (USD)”) and EUR (a line above the table)",
            ("USD", "EUR"),
        ),
        (
            rows("£10.00", 7.5, above=["Currency: EUR"]),
            "GBP (the sign in the amounts) and EUR (a line above the table)",
            ("GBP", "EUR"),
        ),
    ],
)
def test_marks_that_name_different_currencies_are_asked(table, said, choices):
    question = asked(read_rows, table)
    assert (question.option, question.choices) == ("--currency", choices)
    assert str(question.evidence) == f"The file names different currencies: {said}."
    for code in choices:
        assert codes(read_rows(table, currency=code)) == [code, code]
    assert asked(read_rows, table, currency="CHF").choices == choices


def test_a_sign_of_several_currencies_speaks_against_one_that_has_a_sign_of_its_own():
    assert asked(read_rows, rows("$10.00", heading="Open (EUR)")).choices[:2] == ("USD", "MXN")
    assert "EUR" in asked(read_rows, rows("$10.00", heading="Open (EUR)")).choices
    assert codes(read_rows(rows("$10.00", heading="Open (NZD)"))) == ["NZD"]
    assert codes(read_rows(rows("¥10", heading="Open", above=["Currency: JPY"]))) == ["JPY"]


@pytest.mark.parametrize(
    ("sign", "code", "may"),
    [("$", "NZD", True), ("$", "BRL", True), ("$", "EUR", False), ("¥", "CNY", True), ("¥", "USD", False),
     ("kr", "ISK", True), ("$", "JPY", False), ("R", "EUR", False), ("€", "EUR", True), ("€", "USD", False),
     ("dollar", "HKD", True), ("pesos", "UYU", True), ("pesos", "EUR", False)],
)  # fmt: skip
def test_what_a_sign_may_mean(sign, code, may):
    assert fits(meaning(sign), code) is may


def test_a_line_above_that_names_several_currencies_leaves_the_heading_its_own():
    assert codes(read_rows(rows(10.0, heading="Open (USD)", above=["Currencies: USD, EUR"]))) == ["USD"]
    question = asked(read_rows, rows(10.0, heading="Open (GBP)", above=["Currencies: USD, EUR"]))
    assert question.choices == ("GBP", "USD", "EUR")


# ------------------------------------------------------------------------------------------------- number formats


def formatted(path, formats, heading="Open Amount"):
    """Write items of which each amount has a number format of its own."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for at, row in enumerate(rows(*range(1, len(formats) + 1), heading=heading)):
            sheet.write_row(at, 0, row[:4])
            style = workbook.add_format({"num_format": formats[at - 1]}) if at and formats[at - 1] else None
            sheet.write(at, 4, row[4], style)
    return path


EUROS, DOLLARS = "#,##0.00 [$€-407]", "[$$-409]#,##0.00"


def test_number_formats_of_two_currencies_are_those_of_their_rows(tmp_path):
    read = read_path(formatted(tmp_path / "a.xlsx", [EUROS, DOLLARS, EUROS, DOLLARS]), currency="EUR")
    assert [(row.number, row.currency, row.open) for row in read.rows] == [
        ("N0", "EUR", 100), ("N1", "USD", 200), ("N2", "EUR", 300), ("N3", "USD", 400),
    ]  # fmt: skip


def test_a_row_whose_number_format_says_nothing_is_asked_beside_others(tmp_path):
    path = formatted(tmp_path / "a.xlsx", [EUROS, DOLLARS, None, DOLLARS])
    assert asked(read_path, path).option == "--currency"
    assert codes(read_path(path, currency="GBP")) == ["EUR", "USD", "GBP", "USD"]


def test_a_number_format_that_speaks_against_the_heading_is_asked(tmp_path):
    path = formatted(tmp_path / "a.xlsx", [EUROS, EUROS, None, EUROS], heading="Open (USD)")
    question = asked(read_path, path)
    assert str(question.evidence) == (
        "The file names different currencies: USD (the heading “Open (USD)”) and EUR (the number format of 3 cells)."
    )
    assert question.choices == ("USD", "EUR")
    assert codes(read_path(path, currency="EUR")) == ["EUR"] * 4


@pytest.mark.parametrize("code", ["#,##0.00", '#,##0.00 "USD"', "[$$-409]#,##0.00", '"$"#,##0.00', "[Red]0.00"])
@pytest.mark.parametrize("write", [xlsx, xls])
def test_number_formats_that_fit_the_heading_ask_nothing(tmp_path, write, code):
    path = write(tmp_path / "a", rows(1.0, 2.0, heading="Open (USD)"), formats={4: code})
    assert codes(read_path(path)) == ["USD", "USD"]


@pytest.mark.parametrize("heading", ["Open (USD)", "Open (EUR)"])
def test_a_workbook_of_1997_with_a_heading_and_a_number_format(tmp_path, heading):
    path = xls(tmp_path / "a.xls", rows(1.0, 2.0, heading=heading), formats={4: EUROS})
    if heading == "Open (EUR)":
        assert codes(read_path(path)) == ["EUR", "EUR"]
    else:
        assert asked(read_path, path).choices == ("USD", "EUR")
    assert codes(read_path(xls(tmp_path / "b.xls", rows(1.0, heading=heading)))) == [heading[-4:-1]]


def test_cells_of_an_open_document_say_their_currencies_by_row(tmp_path):
    cells = containers.ods_rows(rows(1.5, 2.5, 3.5))
    money = iter(("EUR", "USD", "EUR"))
    cells = re.sub(
        'office:value-type="float"', lambda _: f'office:value-type="currency" office:currency="{next(money)}"', cells
    )
    assert codes(read_path(containers.ods_tables(tmp_path / "a.ods", {"S": cells}))) == ["EUR", "USD", "EUR"]
