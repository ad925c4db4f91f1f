"""Lists whose customers stand in headings among the rows, in files beside the ledger and in the ledger's own."""

from __future__ import annotations

import pytest

from app.enums import SyncKind
from app.errors import RefusedError
from tests.builders.beside import Desk, items
from tests.builders.reading import read_rows

HEAD = ["Order No", "Order Value", "Currency", "On hold since", "Hold reason"]
TITLE = ["Orders on hold as of 2026-06-17"]
ACME = [["SO-1", "500.00", "EUR", "2026-06-10", "credit limit"], ["SO-2", "20.00", "EUR", "2026-06-11", "overdue"]]
BETA = [["SO-3", "7.00", "EUR", "2026-06-10", "overdue"]]


def held(read):
    return [(row.row, row.account, row.name, row.values[0], row.values[3]) for row in read.rows]


@pytest.mark.parametrize(
    ("acme", "beta"),
    [
        (["C001 - Acme Ltd"], ["C002 - Beta Ltd"]),
        (["Customer: C001 - Acme Ltd"], ["Customer: C002 - Beta Ltd"]),
        (["", "C001 - Acme Ltd"], ["", "C002 - Beta Ltd"]),
        (["Customer:", "C001", "Acme Ltd"], ["Customer:", "C002", "Beta Ltd"]),
    ],
)
def test_orders_stand_under_the_heading_of_their_customer(acme, beta):
    rows = [TITLE, HEAD, acme, *ACME, ["Total", "520.00"], beta, *BETA, ["Total", "7.00"], ["Grand total", "527.00"]]
    read = read_rows(rows)
    assert read.table.kind is SyncKind.ORDERS_ON_HOLD
    assert held(read) == [
        (4, "C001", "Acme Ltd", "SO-1", 50_000),
        (5, "C001", "Acme Ltd", "SO-2", 2_000),
        (8, "C002", "Beta Ltd", "SO-3", 700),
    ]
    ends = read.table.rows
    assert (ends.item, ends.group, ends.total, ends.rejected, ends.read) == (3, 2, 3, 0, 8)
    assert dict(read.table.own_totals) == {"EUR": 52_700}


def test_headings_without_numbers_name_their_customers():
    read = read_rows([TITLE, HEAD, ["Acme Ltd"], *ACME, ["Beta Ltd"], *BETA])
    assert [(row.account, row.name) for row in read.rows] == [
        (None, "Acme Ltd"),
        (None, "Acme Ltd"),
        (None, "Beta Ltd"),
    ]


def test_an_order_above_the_first_heading_is_nobodys():
    read = read_rows([TITLE, HEAD, *BETA, ["Acme Ltd"], *ACME])
    assert [(row.row, str(row.reason)) for row in read.table.rejected] == [(3, "The row has no customer.")]
    assert (read.table.rows.item, read.table.rows.group, read.table.rows.read) == (2, 1, 4)


def test_notes_under_the_list_and_headings_by_currency_are_no_customers():
    head = [name for name in HEAD if name != "Currency"]
    cut = [[row[0], row[1], row[3], row[4]] for row in (*ACME, *BETA)]
    rows = [TITLE, head, ["Acme Ltd"], ["Currency: EUR"], *cut[:2], ["Currency: USD"], cut[2], ["Printed by system"]]
    read = read_rows(rows)
    assert [(row.name, row.values[4]) for row in read.rows] == [
        ("Acme Ltd", "EUR"),
        ("Acme Ltd", "EUR"),
        ("Acme Ltd", "USD"),
    ]
    assert (read.table.rows.group, read.table.rows.skipped) == (3, 1)


def test_purchase_orders_stand_under_the_heading_of_their_customer():
    head = ["PO Number", "PO Amount", "Billed to date", "Remaining", "Currency", "End date"]
    rows = [head, ["C001 - Acme Ltd"], ["PO-1", "5000.00", "4000.00", "1000.00", "EUR", "2026-12-31"]]
    read = read_rows(rows)
    assert (read.table.kind, read.rows[0].account, read.rows[0].name) == (SyncKind.PO_BALANCES, "C001", "Acme Ltd")


def test_months_of_sales_stand_under_the_heading_of_their_customer():
    rows = [["Sales by customer incl. tax"], ["Month", "Sales", "Currency"]]
    rows += [["C001 - Acme"], ["2026-04", "5.00", "EUR"], ["C002 - Beta"], ["2026-04", "7.00", "EUR"]]
    assert [(row.account, row.values[0]) for row in read_rows(rows).rows] == [("C001", 500), ("C002", 700)]


def test_a_list_without_any_customer_is_refused():
    with pytest.raises(RefusedError) as caught:
        read_rows([TITLE, HEAD, *ACME], kind=SyncKind.ORDERS_ON_HOLD)
    assert "no column for the customer" in str(caught.value)


def test_held_orders_are_tied_to_the_accounts_of_their_headings(store, tmp_path):
    desk = Desk(store, tmp_path)
    desk.sync(items(("C001", "90011", "EUR", "10.00"), ("C002", "90012", "EUR", "20.00")))
    result = desk.sync([TITLE, HEAD, ["C001 - Acme Ltd"], *ACME, ["Customer C002"], *BETA])
    assert result.runs[0].counts.new == 3
    sql = "SELECT o.number, a.number FROM held_order o LEFT JOIN account a ON a.id = o.account_id ORDER BY 1"
    assert desk.rows(sql) == [("SO-1", "C001"), ("SO-2", "C001"), ("SO-3", "C002")]


def test_items_under_a_heading_that_fills_several_cells():
    head = ["Invoice No", "Invoice Date", "Due Date", "Open Amount"]
    rows = [head, ["Customer:", "100237", "Acme Ltd"], ["N1", "2026-04-01", "2026-05-01", "10.00"]]
    rows += [["Customer:", 100348, "Beta Ltd"], ["N2", "2026-04-01", "2026-05-01", "20.00"]]
    read = read_rows(rows, currency="EUR")
    assert [(row.account, row.number) for row in read.rows] == [("100237", "N1"), ("100348", "N2")]
    assert read.accounts["100348"].name == "Beta Ltd"


def test_an_order_without_anything_else_at_the_end_is_rejected_and_a_note_is_none():
    rows = [TITLE, HEAD, ["Acme Ltd"], *ACME, ["SO-9"], ["Confidential"], ["Page 1 of 1"]]
    read = read_rows(rows)
    assert [row.number for row in read.table.rejected] == ["SO-9"]
    assert (read.table.rows.item, read.table.rows.skipped) == (2, 2)


@pytest.mark.parametrize(
    "line", [["Customer: C001 - Acme Ltd"], ["Customer No:", "C001", "Customer Name:", "Acme Ltd"]]
)
def test_a_line_above_the_list_says_whose_all_its_rows_are(line):
    read = read_rows([TITLE, line, HEAD, *ACME])
    assert [(row.account, row.name) for row in read.rows] == [("C001", "Acme Ltd")] * 2
    assert (read.table.rows.item, read.table.rows.rejected) == (2, 0)


def test_headings_in_words_count_more_than_texts_among_their_rows():
    rows = [TITLE, HEAD, ["Customer: C001 - Acme Ltd"], ["Project A"], ACME[0], ["Project B"], ACME[1]]
    assert [row.name for row in read_rows(rows).rows] == ["Acme Ltd", "Acme Ltd"]


def test_a_subtotal_that_is_not_the_sum_of_its_rows_is_said():
    rows = [TITLE, HEAD, ["Acme Ltd"], *ACME, ["Total", "520.00"], ["Beta Ltd"], *BETA, ["Total", "8.00"]]
    read = read_rows(rows)
    assert [(notice.code, notice.row) for notice in read.table.warnings] == [("own_total_differs", 9)]


def test_totals_of_records_in_blocks_of_currencies():
    head = [name for name in HEAD if name != "Currency"]
    cut = [[row[0], row[1], row[3], row[4]] for row in (*ACME, *BETA)]
    rows = [TITLE, ["Customer: C001 - Acme"], head, ["Currency: EUR"], *cut[:2], ["Total", "520.00"], ["Currency: USD"],
            cut[2], ["Total", "7.00"], ["Grand total", "527.00"]]  # fmt: skip
    read = read_rows(rows)
    assert (dict(read.table.own_totals), read.codes) == ({"EUR": 52_000, "USD": 700}, [])
    rows[6] = ["Total", "521.00"]
    assert "own_total_differs" in read_rows(rows).codes


def test_customers_stand_above_their_orders_with_the_sum_of_them():
    rows = [TITLE, HEAD, ["C001 - Acme Ltd", "520.00"], *ACME, ["C002 - Beta Ltd", "7.00"], *BETA, ["Total", "527.00"]]
    read = read_rows(rows)
    assert [(row.account, row.values[0]) for row in read.rows] == [("C001", "SO-1"), ("C001", "SO-2"), ("C002", "SO-3")]
    assert (read.table.rows.item, read.table.rows.group, read.table.rows.total) == (3, 2, 1)
    rows[2][1] = "521.00"
    with pytest.raises(RefusedError, match="no customer"):
        read_rows(rows, currency="EUR")


def test_a_customer_stands_above_its_items_where_their_days_and_numbers_stand():
    rows: list[list[object]] = [["Date", "Reference", "Due Date", "Total EUR"]]
    for code, name in (("ALD001", "Aldersgate Motors"), ("BRA004", "Braamfontein Books CC")):
        rows += [[code, name], *([f"{day:02}/07/2026", f"IN{day}", "31/07/2026", 10.5 + day] for day in (13, 14, 15))]
    read = read_rows(rows)
    assert (read.table.rows.item, read.table.rows.group, read.table.rows.rejected) == (6, 2, 0)
    assert {row.account for row in read.rows} == {"ALD001", "BRA004"}
    assert read.accounts["ALD001"].name == "Aldersgate Motors"
