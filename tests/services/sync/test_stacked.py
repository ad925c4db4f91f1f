"""Tables that stand under each other on one sheet, each with headings of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from app.enums import SyncKind
from app.errors import RefusedError
from app.i18n import render
from app.services.sync.files.grid import Book, Grid
from app.services.sync.questions import QuestionsError
from tests.builders.reading import Read, read_book, read_rows

HEAD = ["Customer No", "Customer Name", "Invoice No", "Invoice Date", "Due Date", "Currency", "Amount", "Open Amount"]
ITEMS = [
    [
        f"C{at // 4}",
        f"Firm {at // 4}",
        f"INV-{at}",
        date(2026, 5, 1 + at),
        date(2026, 6, 1 + at),
        "EUR",
        100.0,
        90.0 + at,
    ]
    for at in range(8)
]
CREDITS = [["C0", "Firm 0", f"CN{at}", date(2026, 5, 9 + at), "", "EUR", "", 50.0] for at in range(3)]
OF_CREDITS = ["Customer No", "Customer Name", "Credit note No", "Date", "", "Currency", "", "Amount"]
ABOVE = sum(9000 + 100 * at for at in range(8))
RECEIPTS = [
    ["Payments received"],
    ["Receipt No", "Receipt Date", "Customer No", "Customer", "Amount received", "Method"],
    *([f"R{at}", date(2026, 6, 9 + at), "C1", "Firm 1", 50.0, "BACS"] for at in range(3)),
]


def told(found: Read, code: str) -> list[str]:
    return [str(render(warning.text)) for warning in found.table.warnings if warning.code == code]


@pytest.mark.parametrize(
    "below",
    [
        [["Credit notes"], OF_CREDITS, *CREDITS],
        [OF_CREDITS, *CREDITS],
        [["Credit notes"], HEAD, *CREDITS],
        [["Gutschriften"], *CREDITS],
        [["Credit notes"], OF_CREDITS, *([*row[:7], -50.0] for row in CREDITS)],
        [["Credit notes"], ["Credit note No", "Date", "Customer No", "Amount", "Currency"],
         *([row[2], row[3], row[0], row[7], row[5]] for row in CREDITS)],
    ],
    ids=["title and header", "header", "title above the same header", "title alone", "negative", "packed to the left"],
)  # fmt: skip
def test_credit_notes_in_a_table_of_their_own_are_credits(below: list[list[object]]) -> None:
    found = read_rows([HEAD, *ITEMS, [], *below])
    assert [(row.number, row.kind, row.open) for row in found.rows[8:]] == [
        (f"CN{at}", "credit_memo", -5000) for at in range(3)
    ]
    assert [row.document_date for row in found.rows[8:]] == ["2026-05-09", "2026-05-10", "2026-05-11"]
    assert (sum(row.open for row in found.rows[:8]), found.table.rejected) == (ABOVE, ())
    assert "credits_positive" not in found.codes


def test_payments_under_a_title_are_asked_about() -> None:
    rows = [HEAD, *ITEMS, [], ["Payments"], HEAD, *CREDITS]
    with pytest.raises(QuestionsError) as asked:
        read_rows(rows)
    assert [question.option for question in asked.value.questions] == ["--credits"]
    assert "“Payments”" in str(asked.value.questions[0].evidence)
    assert [row.open for row in read_rows(rows, credits="turned").rows[8:]] == [-5000] * 3
    assert [row.open for row in read_rows(rows, credits="written").rows[8:]] == [5000] * 3


def test_a_total_ends_a_section_and_an_inner_heading_of_a_customer_too() -> None:
    grouped = [
        ["Name", "Invoice", "Date", "Balance EUR"],
        ["Alder Ltd"], ["", "A1", date(2026, 5, 1), 100.0], ["", "A2", date(2026, 5, 2), 80.0],
        ["Credit notes"], ["", "N1", date(2026, 5, 3), 30.0],
        ["Oak Ltd"], ["", "B1", date(2026, 5, 4), 60.0],
    ]  # fmt: skip
    found = read_rows(grouped)
    assert [(row.account, row.open) for row in found.rows] == [
        ("Alder Ltd", 10000), ("Alder Ltd", 8000), ("Alder Ltd", -3000), ("Oak Ltd", 6000),
    ]  # fmt: skip
    found = read_rows([HEAD, ["Credit notes"], *CREDITS, ["Total", *[""] * 6, 150.0], *ITEMS])
    assert sum(row.open for row in found.rows) == ABOVE - 15000


@pytest.mark.parametrize(
    "order",
    [(0, 1, 2, 3, 4, 5, 7, 6), (0, 1, 2, 4, 3, 5, 6, 7), (7, 6, 5, 4, 3, 2, 1, 0), (2, 0, 1, 7, 3, 4, 5, 6)],
)
def test_rows_below_another_header_are_read_by_it(order: Sequence[int]) -> None:
    second = [
        ["C7", "Firm 7", f"X{at}", date(2026, 4, 1 + at), date(2026, 7, 1), "EUR", 300.0, 20.0] for at in range(3)
    ]
    rows = [HEAD, *ITEMS, [], *([row[at] for at in order] for row in [HEAD, *second])]
    found = read_rows(rows)
    assert [(row.account, row.number, row.document_date, row.due_date) for row in found.rows[8:]] == [
        ("C7", f"X{at}", f"2026-04-0{1 + at}", "2026-07-01") for at in range(3)
    ]
    assert {(row.original, row.open) for row in found.rows[8:]} == {(30000, 2000)}
    assert told(found, "tables_joined") == [
        "Another table stands below, with its headings in row 11: it was read by them."
    ]
    assert (found.table.rows.item, dict(found.table.set_aside)) == (11, {"heading": 1})


def test_three_tables_of_three_companies_are_one_list() -> None:
    def part(head: list[str], order: Sequence[int], rows: list[list[Any]]) -> list[list[Any]]:
        return [head, *([row[at] for at in order] for row in rows), []]

    rows = [
        ["Company A"], *part(HEAD, range(8), ITEMS[:3]),
        ["Company B"], *part(["Cust", "Name", "Doc No", "Doc date", "Due", "Cur", "Balance"], (0, 1, 2, 3, 4, 5, 7),
                             ITEMS[3:6]),
        ["Company C"], *part(["Number", "Date", "Due date", "Customer number", "Name", "Balance", "Currency"],
                             (2, 3, 4, 0, 1, 7, 5), ITEMS[6:]),
    ]  # fmt: skip
    found = read_rows(rows)
    assert [(row.account, row.number, row.due_date, row.open) for row in found.rows] == [
        (row[0], row[2], row[4].isoformat(), int(row[7] * 100)) for row in ITEMS
    ]
    assert told(found, "tables_joined")[0].startswith("2 more tables stand below, with their headings in rows 8, 14")


def test_a_second_table_far_below_is_found() -> None:
    many = [[*row[:2], f"{row[2]}-{at}", *row[3:]] for at in range(12) for row in ITEMS]
    found = read_rows([HEAD, *many, [], list(reversed(HEAD)), *(list(reversed(row)) for row in ITEMS)])
    assert (len(found.rows), sum(row.open for row in found.rows)) == (13 * 8, 13 * ABOVE)


@pytest.mark.parametrize(
    ("below", "kind"),
    [
        (RECEIPTS, "Receipts"),
        ([["Payments"], ["Date", "Ref", "Amount"], [date(2026, 6, 9), "R1", 50.0], [date(2026, 6, 8), "R2", 9.0]],
         None),
        ([["Customer", "Current", "1-30", "31-60", "61-90", "Total"], ["C0", 300.0, 6.0, 0.0, 0.0, 306.0],
          ["Total", 300.0, 6.0, 0.0, 0.0, 306.0]], None),
        ([["Currency", "Rate", "Date"], ["USD", 1.08, date(2026, 6, 1)], ["GBP", 0.86, date(2026, 6, 1)]],
         "Exchange rates"),
    ],
    ids=["receipts", "payments without a customer", "aging", "rates"],
)  # fmt: skip
def test_a_table_of_another_kind_is_set_aside_and_told(below: list[list[object]], kind: str | None) -> None:
    found = read_rows([HEAD, *ITEMS, [], *below])
    assert (found.table.kind, len(found.rows), found.table.rejected) == (SyncKind.OPEN_ITEMS, 8, ())
    assert dict(found.table.set_aside) == {"beside": len(below)}
    (said,) = told(found, "table_not_read")
    assert "has the headings of another table" in said
    assert (f"({kind})" in said) == (kind is not None)


def test_the_other_kind_is_read_where_somebody_wants_it() -> None:
    found = read_rows([HEAD, *ITEMS, [], *RECEIPTS], kind=SyncKind.RECEIPTS, currency="EUR")
    assert [(row.number, row.amount) for row in found.rows] == [(f"R{at}", 5000) for at in range(3)]
    assert "--kind open-items" in told(found, "table_not_read")[0]
    assert "row_above_headings" not in found.codes


@pytest.mark.parametrize(
    "below",
    [
        [["Customer", "Invoice", "Date", "Due date", "Balance USD"], ["Oak", "B1", *[date(2026, 5, 1)] * 2, 10.0]],
        [["Invoice", "Date", "Balance EUR"], ["B1", date(2026, 5, 1), 10.0], ["B2", date(2026, 5, 2), 20.0]],
    ],
    ids=["another currency", "no customer"],
)
def test_a_table_that_cannot_be_read_with_the_first_is_refused(below: list[list[object]]) -> None:
    rows = [["Customer", "Invoice", "Date", "Due date", "Balance EUR"]]
    rows += [[f"Firm {at}", f"A{at}", date(2026, 5, 1), date(2026, 6, 1), 100.0 + at] for at in range(4)]
    with pytest.raises(RefusedError) as refused:
        read_rows([*rows, [], *below])
    assert refused.value.code == "several_tables"


def test_errors_and_number_formats_stand_where_their_cells_went() -> None:
    rows = [[*HEAD[:5], "Open"], *([*row[:5], row[7]] for row in ITEMS)]
    rows += [["Open", *HEAD[:5]], *([row[7], f"{row[0]}b", *row[1:5]] for row in ITEMS)]
    euro, dollar = {"#,##0.00 [$€-407]": [range(10)]}, {"#,##0.00 [$USD]": [range(9, 18)]}
    codes = {5: euro, 0: dollar}
    grid = Grid.of_rows(
        "Sheet1", rows, errors={(17, 0): "#REF!"}, formats=lambda column, _worth=None: codes.get(column, {})
    )
    found = read_book(Book("xlsx", ("Sheet1",), lambda _name: grid), "file.xlsx", {})
    assert [(row.account, row.currency) for row in found.rows[7:9]] == [("C1", "EUR"), ("C0b", "USD")]
    assert [(row.row, row.value) for row in found.table.rejected] == [(18, "#REF!")]


def test_rows_of_the_table_below_headings_of_nothing_go_on():
    stray = ["Customer No", "Customer Name", "Credit Limit", "Terms", "Contact", "Phone", "E-mail", ""]
    found = read_rows([HEAD, *ITEMS[:4], stray, *ITEMS[4:]])
    assert sum(row.open for row in found.rows) == ABOVE
    assert [bad.row for bad in found.table.rejected] == [6]


def test_a_header_that_is_repeated_is_no_other_table() -> None:
    found = read_rows([HEAD, *ITEMS[:4], HEAD, *ITEMS[4:]])
    assert (len(found.rows), dict(found.table.set_aside), told(found, "tables_joined")) == (8, {"heading": 1}, [])
