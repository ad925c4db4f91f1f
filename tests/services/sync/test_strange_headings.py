"""Headings in another order of words, or in words that mean something else in another language."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.services.sync.layouts.headings import in_full
from tests.builders.reading import read_rows

DAYS = [("2026-08-13", "2026-09-12"), ("2026-08-20", "2026-09-19"), ("2026-09-02", "2026-10-02"),
        ("2026-09-21", "2026-10-21")]  # fmt: skip


def items(head, *rows, **options):
    """Read an English list whose rows begin with customer, name and number."""
    who = [("10021", "Alder Ltd"), ("10021", "Alder Ltd"), ("10034", "Bramley plc"), ("10034", "Bramley plc")]
    body = [[*who[at % 4], f"INV-{4100 + 7 * at}", *row] for at, row in enumerate(rows)]
    return read_rows([["Customer No", "Customer Name", "Invoice No", *head], *body], **options)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Date Due", "due_date"),
        ("Date Issued", "document_date"),
        ("Date of Invoice", "document_date"),
        ("Due Balance", "open"),
        ("Number Document", "number"),
        ("Account Bank", "bank"),
    ],
)
def test_words_of_a_heading_in_another_order(heading, field):
    assert in_full(heading)[0].field == field


@pytest.mark.parametrize("heading", ["Open Invoice", "Invoice Customer", "Date"])
def test_words_that_another_order_makes_something_else_of(heading):
    assert not any(hit.field in {"open", "account", "due_date"} for hit in in_full(heading))


def test_the_day_that_is_due_is_not_the_day_of_issue():
    found = items(["Date Issued", "Date Due", "Currency", "Balance"],
                  *[(*days, "USD", f"{at}00.50") for at, days in enumerate(DAYS, 1)])  # fmt: skip
    assert [(row.document_date, row.due_date) for row in found.rows] == DAYS


def test_what_is_due_is_an_amount_where_its_cells_are_amounts():
    found = items(["Raised", "Payable", "Total", "Due", "Ccy"],
                  *[(*days, f"{at}00.50", f"{at}0.25" if at == 2 else f"{at}00.50", "USD")
                    for at, days in enumerate(DAYS, 1)])  # fmt: skip
    assert [row.open for row in found.rows] == [10050, 2025, 30050, 40050]
    assert [row.original for row in found.rows] == [10050, 20050, 30050, 40050]
    assert [(row.document_date, row.due_date) for row in found.rows] == DAYS


@pytest.mark.parametrize("rates", [("0.92", "0.92", "0.93", "1"), (1.0, 1.0, 1.0, 1.0)])
def test_a_rate_of_exchange_is_no_instalment(rates):
    found = items(["Invoice Date", "Due Date", "Balance", "Currency", "Rate"],
                  *[(*days, f"{at}00.50", "USD", rate)
                    for at, (days, rate) in enumerate(zip(DAYS, rates, strict=True), 1)])  # fmt: skip
    assert [row.number for row in found.rows] == ["INV-4100", "INV-4107", "INV-4114", "INV-4121"]


def test_an_instalment_of_a_german_list_stays_one():
    head = ["Kundennummer", "Name", "Rechnungsnummer", "Rate", "Rechnungsdatum", "Fälligkeit", "Offen EUR"]
    rows = [["10021", "Alder GmbH", "R1", at, "13.08.2026", f"{at + 12}.{8 + at:02}.2026", f"{at}00,50"]
            for at in (1, 2, 3)]  # fmt: skip
    assert [row.number for row in read_rows([head, *rows]).rows] == ["R1-1", "R1-2", "R1-3"]


def test_the_amount_of_the_document_beside_the_one_of_the_books_and_the_rate():
    local = [Decimal(f"{at}00.50") * Decimal("0.92") for at in (1, 2, 3, 4)]
    found = items(["Doc Date", "Due Date", "Open (base EUR)", "Rate", "Currency", "Open (document)"],
                  *[(*days, f"{amount:.2f}", "0.92", "USD", f"{at}00.50")
                    for at, (days, amount) in enumerate(zip(DAYS, local, strict=True), 1)])  # fmt: skip
    assert [(row.currency, row.open) for row in found.rows] == [
        ("USD", 10050), ("USD", 20050), ("USD", 30050), ("USD", 40050),
    ]  # fmt: skip


def test_balances_in_two_columns():
    found = items(["Date", "Due", "Ccy", "Debit balance", "Credit balance"],
                  (*DAYS[0], "USD", "100.50", ""), (*DAYS[1], "USD", "", "20.25"), (*DAYS[2], "USD", "300.50", ""),
                  (*DAYS[3], "USD", "400.50", ""))  # fmt: skip
    assert [row.open for row in found.rows] == [10050, -2025, 30050, 40050]
    assert not found.table.rejected
