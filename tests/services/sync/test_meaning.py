"""What a row means: an item, a line of one, a customer's balance, a document of a vendor; and whose it is."""

from __future__ import annotations

from datetime import date

import pytest

from app.errors import RefusedError
from tests.builders.beside import Desk
from tests.builders.reading import read_rows

HEAD = ["Customer Number", "Customer Name", "Invoice Number", "Invoice Date", "Due Date", "Currency", "Open Amount"]
ONE = ["C100", "Kestrel Tools", "INV-1", "2026-05-01", "2026-05-31", "EUR", "100.25"]
TWO = ["C200", "Marlin & Sons", "INV-2", "2026-05-02", "2026-06-13", "EUR", "30.50"]
DAY = date(2026, 6, 18)


def ledger(*more: tuple[str, str, str]) -> list[list[str]]:
    """Two invoices with more columns: heading and the cell of each."""
    rows = [list(HEAD), list(ONE), list(TWO)]
    for cells in more:
        for row, cell in zip(rows, cells, strict=True):
            row.append(cell)
    return rows


@pytest.fixture
def desk(store, tmp_path) -> Desk:
    return Desk(store, tmp_path)


# ------------------------------------------------------------------------------------------------ summaries and lines


@pytest.mark.parametrize(
    "rows",
    [
        [["Customer", "Current", "1-30", "31-60", "61-90", "Over 90", "Total"],
         ["Kestrel Tools", "100.00", "20.50", "0.00", "0.00", "5.00", "125.50"],
         ["Marlin & Sons", "10.25", "0.00", "30.00", "0.00", "0.00", "40.25"]],
        [["Customer Number", "Customer Name", "Open Balance"],
         ["C100", "Kestrel Tools", "125.50"], ["C200", "Marlin & Sons", "40.25"]],
        [["得意先コード", "得意先名", "売掛残高"], ["1001", "株式会社青空", "125500"], ["1002", "有限会社海", "40250"]],
    ],
)  # fmt: skip
def test_balances_of_customers_are_refused_for_what_they_are(rows):
    with pytest.raises(RefusedError) as refusal:
        read_rows(rows, currency="EUR")
    assert refusal.value.code == "customers_only"
    assert "one row per invoice" in str(refusal.value)


def test_lines_of_an_invoice_are_lines_of_one_number_and_all_count():
    rows = ledger()
    rows.insert(2, [*ONE[:6], "20.25"])
    read = read_rows(rows)
    assert [(row.number, row.open) for row in read.rows] == [("INV-1", 10025), ("INV-1", 2025), ("INV-2", 3050)]
    assert read.table.totals["EUR"].net == 15100


# ------------------------------------------------------------------------------------------------ set aside


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        (("Document Status", "", "S"), "noted_item"),
        (("Special G/L Ind.", "", "F"), "noted_item"),
        (("Document Type", "RV", "KR"), "vendor_document"),
        (("Status", "Open", "Paid"), "settled"),
        (("Situação", "A receber", "Recebido"), "settled"),
    ],
)
def test_what_is_no_receivable_is_set_aside_with_its_reason(column, reason):
    read = read_rows(ledger(column))
    assert ([row.number for row in read.rows], read.table.set_aside) == (["INV-1"], {reason: 1})


def test_credit_notes_written_positive_are_turned():
    read = read_rows(ledger(("Document Type", "Invoice", "Credit note")))
    assert [(row.kind, row.open) for row in read.rows] == [("invoice", 10025), ("credit_memo", -3050)]


def test_money_without_an_invoice_is_unapplied():
    rows = ledger(("Document Type", "Invoice", "Payment"))
    rows[2][6] = "-30.50"
    assert [(row.kind, row.open) for row in read_rows(rows).rows] == [("invoice", 10025), ("unapplied_receipt", -3050)]


# ------------------------------------------------------------------------------------------------ whose it is


def test_customers_are_counted_by_number_and_not_by_name(desk):
    rows = ledger()
    rows[2][1] = rows[1][1]
    desk.sync(rows)
    assert desk.rows("SELECT number, name FROM account ORDER BY number") == [
        ("C100", "Kestrel Tools"),
        ("C200", "Kestrel Tools"),
    ]


def test_spellings_of_one_number_are_named_and_said_to_have_two_names():
    rows = [HEAD, ["0012", "Acme Ltd", *ONE[2:]], ["12", "Beta Ltd", *TWO[2:]], ["013", "Gamma", "INV-3", *ONE[3:]]]
    read = read_rows([*rows, ["13", "gamma", "INV-4", *ONE[3:]]])
    told = {warning.code: str(warning.text) for warning in read.table.warnings}
    assert "2 accounts" in told["account_spellings"]
    assert "0012 = 12, 013 = 13" in told["account_spellings"]
    assert "0012 Acme Ltd = 12 Beta Ltd." in told["account_names_differ"]
    master = [["Customer Number", "Customer Name", "Country"], ["0012", "Acme Ltd", "GB"], ["12", "Beta Ltd", "GB"]]
    assert "account_names_differ" in read_rows([*master, ["14", "Gamma", "GB"]]).codes
    assert "account_names_differ" not in read_rows([*master[:2], ["12", "ACME LTD", "GB"], ["14", "C", "GB"]]).codes


def test_a_name_that_changed_is_the_same_account(desk):
    desk.sync(ledger(), as_of=date(2026, 6, 17))
    before = desk.rows("SELECT id, number FROM account ORDER BY number")
    rows = ledger()
    rows[1][1] = "Kestrel Group plc"
    result = desk.sync(rows, as_of=DAY)
    assert result.runs[0].counts.unchanged == 2
    assert desk.rows("SELECT id, number FROM account ORDER BY number") == before
    assert desk.rows("SELECT name FROM account WHERE number = 'C100'") == [("Kestrel Group plc",)]


def test_accounts_that_the_customer_list_given_with_them_lacks_are_named(desk):
    master = [["Customer Number", "Customer Name", "Terms", "Country"], ["C100", "Kestrel Tools", "Net 30", "GB"]]
    result = desk.sync(ledger(), master)
    warnings = {notice.code: str(notice.text) for notice in result.runs[0].warnings}
    assert "C200" in warnings["account_not_in_master"]
    assert "C100" not in warnings["account_not_in_master"]
    assert desk.rows("SELECT count(*) FROM account") == [(2,)]
    assert "account_not_in_master" not in {notice.code for notice in desk.sync(ledger()).runs[0].warnings}


# ------------------------------------------------------------------------------------------------ dunning in the ERP


@pytest.mark.parametrize(
    ("level", "stage", "codes"),
    [
        ("2", 2, []),
        ("02", 2, []),
        ("Stufe 3", 3, []),
        ("0", None, []),
        ("", None, []),
        ("7", 4, ["dunning_level_beyond"]),
        ("legal", None, ["dunning_level_unknown"]),
    ],
)
def test_the_level_that_the_erp_reached_is_taken_as_a_stage(level, stage, codes):
    read = read_rows(ledger(("Dunning Level", level, "1")), as_of=DAY)
    assert ([row.stage for row in read.rows], read.codes) == ([stage, 1], codes)


def test_a_courtesy_notice_needs_its_day():
    read = read_rows(ledger(("Dunning Level", "0", "0"), ("Last Dunned", "2026-06-10", "")), as_of=DAY)
    assert [(row.stage, row.stage_on) for row in read.rows] == [(0, "2026-06-10"), (None, None)]
