"""Sales with a column for each month: a record for each month of a row, the months with their years, never a guess."""

from __future__ import annotations

from datetime import date

import pytest

from app.enums import SyncKind
from app.errors import RefusedError
from app.services.sync.layouts.layout import Layout
from app.services.sync.model import QuestionsError
from app.services.sync.recognition.monthly import month_in
from app.services.sync.values.months import Heading, in_years
from tests.builders.beside import Desk, items
from tests.builders.reading import read_rows

TITLE = ["Sales by customer incl. VAT, in EUR"]
HEAD = ["Customer No", "Customer Name", "Jan 2026", "Feb 2026", "Mar 2026", "Total"]
BODY = [["C1", "Acme", "1,100.50", "200.00", "", "1,300.50"], ["C2", "Beta", "", "5.00", "-7.00", "-2.00"]]
SUM = ["Total", "", "1,100.50", "205.00", "-7.00", "1,298.50"]


def sold(read):
    """Return row, account, month and amount of each record."""
    return [(row.row, row.account or row.name, row.values[2][:7], row.values[0]) for row in read.rows]


def matrix(*headings, title=TITLE):
    return [title, ["Customer No", *headings], ["C1", *(f"{at}0.00" for at in range(1, len(headings) + 1))]]


def months(*headings, **options):
    return [month for _, _, month, _ in sold(read_rows(matrix(*headings), **options))]


def test_every_amount_of_a_row_is_the_record_of_its_month():
    read = read_rows([TITLE, HEAD, *BODY, SUM, ["Printed by the system"]])
    assert read.table.kind is SyncKind.SALES
    assert sold(read) == [
        (3, "C1", "2026-01", 110_050),
        (3, "C1", "2026-02", 20_000),
        (4, "C2", "2026-02", 500),
        (4, "C2", "2026-03", -700),
    ]
    assert {row.values[1:4:2] for row in read.rows} == {("EUR", 1)}
    ends = read.table.rows
    assert (ends.item, ends.total, ends.skipped, ends.rejected, ends.read) == (2, 1, 1, 0, 4)
    assert dict(read.table.own_totals) == {"EUR": 129_850}
    assert read.table.totals["EUR"].net == 129_850
    fields = {column.header: column.field for column in read.table.columns}
    assert (fields["Feb 2026"], fields["Customer No"]) == ("monthly", "account")


@pytest.mark.parametrize(
    ("heading", "month", "sales"),
    [
        ("Jan 2026", (2026, 1), False),
        ("2026-01", (2026, 1), False),
        ("2026年1月", (2026, 1), False),
        ("01/2026", (2026, 1), False),
        ("202601", (2026, 1), False),
        ("Ene-26", (2026, 1), False),
        ("31.01.2026", (2026, 1), False),
        ("Sales Jan 2026", (2026, 1), True),
        ("Umsatz netto 01/2026", (2026, 1), True),
        ("1月売上", (None, 1), True),
        ("1月", (None, 1), False),
        ("Januar", (None, 1), False),
    ],
)
def test_headings_that_are_months(heading, month, sales):
    assert month_in(heading) == (Heading(*month), sales)


@pytest.mark.parametrize("heading", ["Qty Jan 2026", "Budget Jan 2026", "05.01.2026", "Total", "2026", "13月", ""])
def test_headings_that_are_none(heading):
    assert month_in(heading) is None


def test_true_days_head_columns_of_their_months():
    assert months(date(2026, 1, 1), date(2026, 2, 1)) == ["2026-01", "2026-02"]


def test_years_stand_above_the_months():
    head = ["Customer No", "Nov", "Dec", "Jan", "Feb"]
    rows = [TITLE, ["", 2025.0, "", "FY 2026", ""], head, ["C1", "1.00", "2.00", "3.00", "4.00"]]
    assert [month for _, _, month, _ in sold(read_rows(rows))] == ["2025-11", "2025-12", "2026-01", "2026-02"]


def test_a_line_above_names_the_year_and_where_the_months_run_over_its_end_both():
    rows = matrix("Nov", "Dec", "Jan", title=["Sales 2025/2026 incl. tax in EUR"])
    assert [month for _, _, month, _ in sold(read_rows(rows))] == ["2025-11", "2025-12", "2026-01"]
    rows = matrix("1月", "2月", "3月", title=["売上（税込・円）2026年"])
    rows[2] = ["C1", "1,000", "2,000", "3,000"]
    assert sold(read_rows(rows))[2] == (3, "C1", "2026-03", 3000)


def test_months_without_any_year_are_asked_for_the_day_of_the_file():
    with pytest.raises(QuestionsError) as caught:
        months("Nov", "Dec", "Jan")
    assert caught.value.option == "--as-of"
    assert months("Nov", "Dec", "Jan", as_of=date(2026, 2, 3)) == ["2025-11", "2025-12", "2026-01"]
    rows = matrix("Jan", "Feb", "Mar", "Apr")
    rows[2][3:] = ["", ""]  # still to come
    assert [month for _, _, month, _ in sold(read_rows(rows, as_of=date(2026, 3, 3)))] == ["2026-01", "2026-02"]


def test_months_follow_each_other_over_the_end_of_a_year():
    assert in_years([11, 12, 1], 2025) == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)]


def test_amounts_by_month_that_nothing_calls_sales_are_refused_unless_somebody_does():
    rows = [HEAD, *BODY]
    with pytest.raises(RefusedError) as caught:
        read_rows(rows, currency="EUR", tax="included")
    assert (caught.value.code, "--kind sales" in str(caught.value.do)) == ("months_of_what", True)
    without_sum = [row[:-1] for row in rows]
    with pytest.raises(RefusedError) as caught:
        read_rows(without_sum, currency="EUR", tax="included")
    assert caught.value.code == "months_of_what"
    aging = [["Open items by month of invoice, sales ledger"], *rows]
    with pytest.raises(RefusedError):
        read_rows(aging, currency="EUR", tax="included")
    assert len(read_rows(rows, currency="EUR", tax="included", kind=SyncKind.SALES).rows) == 4
    named = [["Customer No", "Customer Name", "Sales Jan 2026", "Sales Feb 2026"], ["C1", "Acme", "5.00", "6.00"]]
    assert len(read_rows(named, currency="EUR", tax="included").rows) == 2


def test_two_columns_of_one_month_are_not_added_up():
    with pytest.raises(RefusedError):
        read_rows(matrix("Jan 2026", "Feb 2026", "Jan 2026", "Feb 2026"))


def test_a_layout_says_which_columns_are_the_sales():
    layout = Layout("mine", kind=SyncKind.SALES, fields={"Customer No": "account", "Jan 2026": "monthly"})
    rows = matrix("Jan 2026", "Feb 2026")
    assert months("Jan 2026", "Feb 2026", mapping=layout) == ["2026-01", "2026-02"]
    layout = Layout("mine", kind=SyncKind.SALES, header_row=2, fields={"Customer No": "account", "First": "monthly"})
    with pytest.raises(QuestionsError, match="names no month"):
        read_rows([TITLE, ["Customer No", "First"], rows[2][:2]], mapping=layout)


def test_tax_and_currency_that_nothing_says_are_asked():
    with pytest.raises(QuestionsError) as caught:
        read_rows(matrix("Jan 2026", "Feb 2026", title=["Sales by customer"]))
    assert {question.option for question in caught.value.questions} == {"--tax", "--currency"}


def test_rows_of_one_customer_add_up_and_customers_without_numbers_do_not():
    rows = [TITLE, HEAD, *BODY, ["C1", "Acme", "1.00", "", "", "1.00"]]
    read = read_rows(rows)
    assert sold(read)[0] == (3, "C1", "2026-01", 110_150)
    assert "lines_added" in read.codes
    named = [TITLE, HEAD[1:], *(row[1:] for row in BODY)]
    assert [(row.name, row.values[0]) for row in read_rows(named).rows][1:3] == [("Acme", 20_000), ("Beta", 500)]
    long = [["Month", "Customer Name", "Sales incl. VAT", "Currency"]]
    long += [["2026-05", "Acme", "5.00", "EUR"], ["2026-05", "Beta", "7.00", "EUR"]]
    assert [(row.name, row.values[0]) for row in read_rows(long).rows] == [("Acme", 500), ("Beta", 700)]


def test_an_amount_that_cannot_be_read_rejects_its_row_and_sums_that_differ_are_said():
    bad = [["C3", "Gamma", "1,2,3", "5.00", "", "5.00"], ["C4", "Delta", "1.00", "", "", "1.00"]]
    more = [[f"D{at}", f"Name {at}", "1.00", "1.00", "1.00", "3.00"] for at in range(6)]
    read = read_rows([TITLE, HEAD, *BODY, *bad, *more, ["C9", "Last", "1.00", "", "", "9.00"]])
    assert [(row.row, row.value) for row in read.table.rejected] == [(5, "1,2,3")]
    assert [(notice.code, notice.row) for notice in read.table.warnings] == [("months_differ", 13)]


def test_a_month_more_tomorrow_is_of_the_same_source(store, tmp_path):
    desk = Desk(store, tmp_path)
    desk.sync(items(("C1", "90011", "EUR", "10.00"), ("C2", "90012", "EUR", "20.00")))
    body = [[cell.replace(",", "") for cell in row] for row in BODY]
    assert desk.sync([TITLE, HEAD[1:], *(row[1:] for row in body)]).runs[0].counts.new == 4
    wider = [TITLE, [*HEAD[1:5], "Apr 2026", "Total"], [*body[0][1:5], "9.00", ""], [*body[1][1:5], "", ""]]
    counts = desk.sync(wider).runs[0].counts
    assert (counts.new, counts.unchanged, counts.changed) == (1, 4, 0)


def test_sales_of_regions_are_those_of_all_accounts_and_headings_name_customers():
    head = ["Region", "Jan 2026", "Feb 2026"]
    read = read_rows([TITLE, head, ["North", "5.00", "6.00"], ["South", "1.00", ""]])
    assert sold(read) == [(3, None, "2026-01", 600), (3, None, "2026-02", 600)]
    rows = [TITLE, ["Product", *head[1:]], ["C001 - Acme"], ["Bolts", "5.00", "6.00"], ["Nuts", "1.00", ""]]
    rows += [["C002 - Beta"], ["Bolts", "", "2.00"]]
    read = read_rows(rows)
    assert sold(read) == [(4, "C001", "2026-01", 600), (4, "C001", "2026-02", 600), (7, "C002", "2026-02", 200)]
    assert (read.table.rows.item, read.table.rows.group) == (3, 2)
