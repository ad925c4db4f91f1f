"""Small tables, where one note, one total or one blank column weighs as much as a row: the same items all the same."""

from __future__ import annotations

from datetime import date

import pytest

from app.errors import RefusedError
from app.services.sync.layouts.layout import Layout
from app.services.sync.questions import QuestionsError
from tests.builders import exports
from tests.builders.reading import read_rows
from tests.builders.shapes import american, awkward, headless

HEAD = ["Customer Number", "Customer Name", "Invoice Number", "Due Date", "Currency", "Open Amount"]
ROWS = [
    ["C7", "Kestrel Tools Ltd.", "9001", date(2026, 4, 24), "EUR", 100.0],
    ["C7", "Kestrel Tools Ltd.", "9002", date(2026, 5, 30), "EUR", 250.0],
    ["C8", "Marlin & Sons", "9003", date(2026, 6, 1), "EUR", 400.0],
]


def facts(found) -> set:
    return {(row.account, row.number, row.currency, row.open, row.due_date) for row in found.rows}


def with_blank_column(rows, at):
    return [[*row[:at], "", *row[at:]] for row in rows]


@pytest.mark.parametrize("at", range(7))
@pytest.mark.parametrize("shape", ["plain_english", "icg", "omie", "sap_alv", "quickbooks_desktop"])
def test_notes_and_a_blank_column_change_nothing(shape, at):
    rows = getattr(exports, shape)()
    width = max(map(len, rows))
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    whole = read_rows(rows, currency="EUR")
    notes = [["Printed 17.06.2026"], ["Confidential"], ["www.example.com"]]
    found = read_rows([*with_blank_column(rows, at), *notes], currency="EUR")
    assert facts(found) == facts(whole)


def test_a_remark_is_no_customer_where_groups_name_him():
    rows = american.xero().rows
    remarks = ["ask Ann", "see mail", "checked by Lee", "open a case"]
    noted = [[*row, remarks[at % 4] if row[2] or "Credit" in str(row[3]) else ""] for at, row in enumerate(rows)]
    noted[5][-1] = "Zettel"
    found = read_rows(noted, **american.xero().options)
    assert facts(found) == facts(read_rows(rows, **american.xero().options))


def test_a_blank_row_does_not_part_a_customer_from_his_items():
    shape = american.netsuite()
    at = next(at for at, row in enumerate(shape.rows) if str(row[0]).startswith("2300"))
    blank = [""] * len(shape.rows[0])
    found = read_rows([*shape.rows[: at + 1], blank, *shape.rows[at + 1 :]], **shape.options)
    assert facts(found) == facts(read_rows(shape.rows, **shape.options))
    assert {row.account for row in found.rows} == {"2100", "2200", "2300"}


@pytest.mark.parametrize("label", ["TOTAL", "Total", "Grand total", "合計"])
def test_a_total_of_everything_below_subtotals_is_compared(label):
    body = [
        ROWS[0],
        ROWS[1],
        ["Total Kestrel", "", "", "", "", 350.0],
        ROWS[2],
        ["Total Marlin", "", "", "", "", 400.0],
    ]
    whole = read_rows([HEAD, *body, [label, "", "", "", "", 750.0]])
    assert (whole.table.own_totals, "own_total_differs" in whole.codes) == ({"EUR": 75000}, False)
    less = read_rows([HEAD, *body[1:], [label, "", "", "", "", 750.0]])
    assert "own_total_differs" in less.codes


def test_a_dated_row_without_amount_is_rejected_wherever_it_stands():
    rows = exports.quickbooks_desktop()
    at = next(at for at, row in enumerate(rows) if "90000012" in row)
    rows[at] = ["", "Payment", "06/10/2026", "", "", "", "", "", ""]
    found = read_rows(rows, currency="EUR", date_order="mdy")
    assert [row.row for row in found.table.rejected] == [at + 1]


def test_a_running_total_goes_on_where_a_row_was_taken_out():
    shape = awkward.running_total()
    found = read_rows([row for at, row in enumerate(shape.rows) if at != 2], **shape.options)
    whole = read_rows(shape.rows, **shape.options)
    assert facts(found) == {fact for fact in facts(whole) if fact[1] != "91000022"}


def test_a_total_of_gross_amounts_alone_leaves_net_and_tax_what_they_are():
    shape = headless.net_tax_and_gross()
    total = ["Total", *[""] * (len(shape.rows[0]) - 2), 15739.26]
    found = read_rows([*shape.rows, total], **shape.options)
    assert facts(found) == facts(read_rows(shape.rows, **shape.options))


def test_a_block_in_front_of_a_table_with_a_blank_column_inside_is_another_table():
    shape = awkward.small_block_in_front()
    at = shape.rows[0].index("Due Date")
    found = read_rows(with_blank_column(shape.rows, at), **shape.options)
    assert facts(found) == facts(read_rows(shape.rows, **shape.options))


def test_a_subtotal_that_is_not_the_sum_of_its_rows_is_told():
    kestrel, marlin = ["Total Kestrel", "", "", "", "", 350.0], ["Total Marlin", "", "", "", "", 400.0]
    body = [ROWS[0], ROWS[1], kestrel, ROWS[2], marlin]
    assert "own_total_differs" not in read_rows([HEAD, *body]).codes
    told = next(w for w in read_rows([HEAD, *body[1:]]).table.warnings if w.code == "own_total_differs")
    assert told.row == 3


def test_a_total_above_the_header_is_compared_where_every_row_names_its_currency():
    above = ["", "", "", "", "Total", 750.0]
    assert read_rows([above, HEAD, *ROWS]).table.own_totals == {"EUR": 75000}
    assert "own_total_differs" in read_rows([above, HEAD, *ROWS[1:]]).codes


def test_a_total_has_the_currency_of_the_rows_whatever_was_chosen_for_rows_without_one():
    total = ["Total", "", "", "", "", 750.0]
    assert "own_total_differs" in read_rows([HEAD, *ROWS[1:], total], currency="USD").codes


def test_notes_under_a_customer_list_are_no_customers():
    rows = [
        ["Customer Number", "Customer Name", "City", "Country"],
        ["C7", "Kestrel Tools Ltd.", "Leeds", "GB"],
        ["C8", "Marlin & Sons", "York", "GB"],
        ["www.example.com", "", "", ""],
        ["Printed 17.06.2026", "", "", ""],
    ]
    found = read_rows(rows)
    assert [row.number for row in found.rows] == ["C7", "C8"]


TWO = [
    ["Domestic"],
    ["Customer", "Invoice", "Due date", "Balance EUR"],
    ["Alder Ltd", "A1", date(2026, 5, 1), 100.0],
    ["Alder Ltd", "A2", date(2026, 5, 9), 150.0],
    [],
    ["Export"],
    ["Client", "Country", "Document no.", "Currency", "Due on", "Amount"],
    ["Oak SA", "FR", "X1", "EUR", date(2026, 5, 2), 500.0],
    ["Pine SpA", "IT", "X2", "EUR", date(2026, 5, 3), 700.0],
]


@pytest.mark.parametrize("rows", [TWO, [*TWO[5:], [], *TWO[:4]]])
def test_two_tables_under_each_other_are_read_together_in_one_currency_or_refused(rows):
    found = read_rows(rows)
    assert sorted((row.number, row.open, row.currency) for row in found.rows) == [
        ("A1", 10000, "EUR"), ("A2", 15000, "EUR"), ("X1", 50000, "EUR"), ("X2", 70000, "EUR"),
    ]  # fmt: skip
    other = [[cell if cell != "Balance EUR" else "Balance" for cell in row] for row in rows]
    if rows is TWO:
        with pytest.raises(RefusedError) as caught:
            read_rows(other)
        assert (caught.value.code, caught.value.exit_status) == ("several_tables", 3)
    else:
        with pytest.raises(QuestionsError):
            read_rows(other)


def test_one_of_two_tables_is_read_where_somebody_says_where_its_headings_stand():
    found = read_rows(TWO, mapping=Layout("", header_row=7))
    assert [(row.number, row.open) for row in found.rows] == [("X1", 50000), ("X2", 70000)]


def test_an_invoice_that_is_not_issued_yet_is_set_aside():
    head = ["Client", "Inv #", "Issued", "Due", "Total USD", "State"]
    rows = [["Cedar", str(n), date(2026, 4, 3), date(2026, 5, 3), 50.0 + n, "Sent"] for n in range(4)]
    rows.append(["Cedar", "9", date(2026, 4, 3), date(2026, 5, 3), 70.0, "Draft"])
    assert [row.number for row in read_rows([head, *rows]).rows] == ["0", "1", "2", "3"]
