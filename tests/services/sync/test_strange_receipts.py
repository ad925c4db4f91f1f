"""Payments in lists that look like items, and banks that call our own account just that."""

from __future__ import annotations

import pytest

from app.enums import SyncKind
from app.errors import RefusedError
from app.i18n import render
from app.services.sync.model import QuestionsError
from app.services.sync.tables.ownaccounts import is_at_bank
from tests.builders.reading import read_rows

#: What came in and went out, with the texts of a bank.
MOVES = [("2026-10-12", "320.40", "ALDER LTD INV-4100"), ("2026-10-13", "-55.10", "RENT OCTOBER"),
         ("2026-10-14", "331.40", "BRAMLEY PLC"), ("2026-10-15", "342.40", "CORRIGAN INC"),
         ("2026-10-16", "-59.10", "POWER")]  # fmt: skip


def asked(rows, **options):
    with pytest.raises(QuestionsError) as raised:
        read_rows(rows, **options)
    return {question.option: question.choices for question in raised.value.questions}


@pytest.mark.parametrize("account", ["20-00-00 12345678", "DE02120300000000202051", "NL91 ABNA 0417 1643 00"])
def test_our_own_account_is_no_customer(account):
    head = ["Number", "Date", "Account", "Amount", "Subcategory", "Memo"]
    rows = [["", day, account, amount, "Funds Transfer", text] for day, amount, text in MOVES]
    found = read_rows([head, *rows], kind=SyncKind.RECEIPTS, currency="GBP")
    assert [row.amount for row in found.rows] == [32040, 33140, 34240]
    assert [row.account for row in found.rows] == [None] * 3
    assert found.table.set_aside == {"outgoing": 2}


@pytest.mark.parametrize(
    ("text", "bank"),
    [
        ("DE02120300000000202051", True),
        ("DE03120300000000202051", False),
        ("20-00-00 12345678", True),
        ("0000010021", False),
        ("10-2026-0012345", False),
        ("C-10021", False),
    ],
)
def test_accounts_at_a_bank(text, bank):
    assert is_at_bank(text) is bank


def test_a_receipt_taken_back_of_a_customer_stays_one():
    head = ["Receipt No", "Date", "Account", "Amount", "Currency"]
    rows = [["R1", "2026-10-12", "10021", "320.40", "GBP"], ["R2", "2026-10-13", "10021", "-20.00", "GBP"]]
    found = read_rows([head, *rows], kind=SyncKind.RECEIPTS)
    assert [(row.account, row.amount, row.reversed) for row in found.rows] == [
        ("10021", 32040, False), ("10021", 2000, True),
    ]  # fmt: skip


def service(head, kind="Website Payment"):
    """Return payments of a service that collects them: what was paid, its fee, what is left, and its balance."""
    rows, balance = [], 10000
    for at in range(6):
        balance += 24300 + 100 * at
        cells = {"Date": f"2026-10-{at + 13}", "Name": f"Alder {at % 3} Ltd", "Type": kind, "Currency": "USD",
                 "Gross": f"{250 + at}.00", "Fee": "-7.00", "Net": f"{243 + at}.00", "Value": f"{250 + at}.00",
                 "Invoice Number": f"INV-{at}", "Balance": f"{balance / 100:.2f}"}  # fmt: skip
        rows.append([cells[name] for name in head])
    return [head, *rows]


PAID = ["Date", "Name", "Type", "Currency", "Gross", "Fee", "Net", "Invoice Number", "Balance"]


def test_what_a_payment_service_lists_is_asked_for():
    assert asked(service(PAID))["--kind"] == ("open-items", "receipts")
    found = read_rows(service(PAID), kind=SyncKind.RECEIPTS)
    assert [row.amount for row in found.rows] == [25000 + 100 * at for at in range(6)]
    assert [row.invoices for row in found.rows] == [(f"INV-{at}",) for at in range(6)]


@pytest.mark.parametrize("kind", ["Payment", "Customer Payment", "Website Payment"])
def test_payments_alone_with_positive_amounts_are_asked_for(kind):
    head = ["Date", "Name", "Type", "Currency", "Value", "Invoice Number"]
    assert asked(service(head, kind))["--kind"] == ("open-items", "receipts")


def test_payments_alone_are_taken_off_where_somebody_says_so():
    head = ["Date", "Name", "Type", "Currency", "Value", "Invoice Number"]
    found = read_rows(service(head, "Payment"), kind=SyncKind.OPEN_ITEMS)
    assert [row.open for row in found.rows] == [-25000 - 100 * at for at in range(6)]


def test_negative_payments_on_account_are_items():
    head = ["Date", "Name", "Type", "Currency", "Open Amount", "Invoice Number"]
    rows = [["2026-10-13", "Alder Ltd", "Payment", "USD", f"-{at}00.00", f"P{at}"] for at in (1, 2, 3)]
    assert [row.open for row in read_rows([head, *rows]).rows] == [-10000, -20000, -30000]


@pytest.mark.parametrize(
    ("head", "side"),
    [
        (["Datum", "Naam / Omschrijving", "Af Bij", "Bedrag (EUR)", "Mededelingen"], ("Bij", "Af")),
        (["Date opération", "Libellé", "Montant opération en euro", "Valeur"], None),
    ],
)
def test_lists_of_dutch_and_french_banks(head, side):
    rows = []
    for day, amount, text in MOVES:
        shows = amount.replace(".", ",")
        said = side and side[shows[0] == "-"]
        rows.append([day, text, said, shows.lstrip("-"), "factuur 1"] if side else [day, text, shows, ""])
    found = read_rows([head, *rows], kind=SyncKind.RECEIPTS, currency="EUR")
    assert [row.amount for row in found.rows] == [32040, 33140, 34240]
    assert found.table.set_aside == {"outgoing": 2}


def test_a_blank_column_of_currencies_leaves_the_word_to_the_heading():
    head = ["Booking Date", "Payer", "Amount (EUR)", "Original Currency", "Payment Reference"]
    rows = [[day, "Alder Ltd", amount, "", text] for day, amount, text in MOVES]
    assert {row.currency for row in read_rows([head, *rows], kind=SyncKind.RECEIPTS).rows} == {"EUR"}


def test_the_currency_of_a_merged_heading_over_several_amounts():
    rows = [["Customer", "", "Invoice", "", "Amounts (EUR)", ""], ["No", "Name", "Number", "Due", "Original", "Open"],
            *[[f"C{at}", f"Alder {at} Ltd", f"F{at}", f"2026-10-{at + 12}", f"{at}00.50", f"{at}00.50"]
              for at in (1, 2, 3)]]  # fmt: skip
    assert {row.currency for row in read_rows(rows).rows} == {"EUR"}


def test_what_remains_of_a_payment_is_what_was_not_applied():
    head = ["Payment No.", "Customer No.", "Posting Date", "Amount", "Remaining Amount", "Currency Code"]
    rows = [[f"P{at}", "1", f"2026-04-0{at}", -100.0 * at, -40.0 * (at % 2), "GBP"] for at in range(1, 6)]
    found = read_rows([head, *rows])
    assert found.table.kind == SyncKind.RECEIPTS
    assert [(row.amount, row.unapplied) for row in found.rows] == [
        (10000, 4000), (20000, 0), (30000, 4000), (40000, 0), (50000, 4000),
    ]  # fmt: skip
    running = [[*row[:3], 100.0, 100.0 * at, "GBP"] for at, row in enumerate(rows, 1)]
    assert {row.unapplied for row in read_rows([head, *running]).rows} == {10000}


def amount_of(found):
    column = next(one for one in found.table.columns if one.field == "receipt_amount")
    return column.confidence, [str(text) for text in column.evidence[2:]]


def test_amounts_that_their_parts_make_or_that_tie_are_proved():
    head = ["Receipt Number", "Customer", "Receipt Date", "Amount", "Applied", "Unapplied"]
    rows = [[f"R{at}", "1", f"2026-04-0{at}", 100.0 * at, 100.0 * at - 40.0 * (at % 2), 40.0 * (at % 2)]
            for at in range(1, 6)]  # fmt: skip
    proof = "“Applied” and “Unapplied” make “Amount” in 5 of 5 rows"
    assert amount_of(read_rows([head, *rows], currency="GBP")) == (90, [proof])
    ties = "the rows add up to the file's own total"
    assert amount_of(read_rows([head[:4], *(row[:4] for row in rows)], currency="GBP")) == (60, [])
    total = ["Total", "", "", 1500.0]
    assert amount_of(read_rows([head[:4], *(row[:4] for row in rows), total], currency="GBP")) == (90, [ties])
    apart = [*rows[:4], [*rows[4][:4], 450.0, 40.0]]
    assert amount_of(read_rows([head, *apart], currency="GBP")) == (60, [])


def test_items_with_what_was_paid_of_them_and_what_remains_are_no_payments():
    head = ["Site", "BP", "Short title", "Journal type", "Document", "Due date no.", "Accounting date", "Due date",
            "Currency", "Amount in currency", "Paid amount", "Remainder", "Sign", "Dispute"]  # fmt: skip
    rows = [["FR1", f"10{at}", f"Alder {at} Ltd", "CIN", f"INV-1{at:03d}", "1", f"2026-04-{at:02d}",
             f"2026-05-{at:02d}", "EUR", 100.5 * at, 40.25 * (at % 2), 100.5 * at - 40.25 * (at % 2), "+", ""]
            for at in range(1, 9)]  # fmt: skip
    found = read_rows([head, *rows])
    assert found.table.kind == SyncKind.OPEN_ITEMS
    assert [row.open for row in found.rows][:2] == [6025, 20100]


@pytest.mark.parametrize("kind", [None, SyncKind.RECEIPTS])
def test_a_customers_note_that_names_neither_itself_nor_the_day_says_what_it_lacks(kind):
    rows = [
        ["Remittance advice"], ["Paid by: Alder & Finch Ltd"], [],
        ["Your invoice", "Invoice date", "Gross (GBP)", "Discount (GBP)", "Paid (GBP)"],
        *([f"INV-{at}", f"{at + 11}/09/2026", 1000.0 + at, 10.0, 990.0 + at] for at in range(6)),
    ]  # fmt: skip
    with pytest.raises(RefusedError) as refused:
        read_rows(rows, kind=kind)
    assert refused.value.code == "payment_note"
    assert "no column for the payment date, no column for the customer" in str(render(refused.value.message))
    assert "--kind receipts" in str(render(refused.value.do))


def test_charges_that_are_all_paid_may_be_payments():
    head = ["id", "Created (UTC)", "Amount", "Currency", "Status", "Customer ID", "Invoice ID"]
    rows = [[f"ch_{at}", f"2026-10-{at + 11}", f"{300 + at}.00", "usd", "Paid", "cus_1", f"I{at}"] for at in range(9)]
    with pytest.raises(RefusedError) as refused:
        read_rows([head, *rows])
    assert "--kind receipts" in str(render(refused.value.do))
    assert [row.amount for row in read_rows([head, *rows], kind=SyncKind.RECEIPTS).rows][:2] == [30000, 30100]


def test_what_was_applied_is_the_amount_where_a_list_has_no_other():
    rows = [
        ["Deposit Date", "Check Number", "Customer No", "Remitter", "Invoice", "Amount Applied"],
        ["2026-05-18", "4417", "C-1", "Bayside Marine", "INV-1", "512.00"],
        ["2026-05-18", "4417", "C-1", "Bayside Marine", "INV-2", "100.25"],
        ["2026-05-19", "901", "C-2", "Delmar Packaging", "INV-3", "2,000.00"],
    ]
    read = read_rows(rows, currency="USD")
    assert read.table.kind is SyncKind.RECEIPTS
    assert sum(row.amount for row in read.rows) == 261_225
