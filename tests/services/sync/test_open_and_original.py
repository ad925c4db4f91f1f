"""What was invoiced and what is open of it: kept apart wherever the file says both; more open than invoiced is told."""

from __future__ import annotations

import pytest

from tests.builders.reading import read_rows

HEAD = ["Account", "Invoice No", "Invoice Date", "Due Date", "Currency", "Original amount", "Open amount"]


def notes(*pairs, **options):
    rows = [
        [f"C{at}", f"N{at}", "2026-04-01", "2026-05-01", "EUR", whole, left] for at, (whole, left) in enumerate(pairs)
    ]
    read = read_rows([HEAD, *rows], **options)
    assert read.table.rows.rejected == 0
    return [(str(note.text), note.row) for note in read.table.warnings if note.code == "open_above_original"]


def test_what_is_open_beyond_the_original_is_told_with_its_first_row():
    pairs = [(100.0, 100.0), (100.0, 150.0), (80.0, 20.0), (90.0, 95.0), (-10.0, -12.0)]
    text = "In 3 rows more is open than the item was issued for (150 of 100); the open amount counts."
    assert notes(*pairs) == [(text, 3)]


@pytest.mark.parametrize(
    "pairs",
    [
        [(100.0, 100.0), (100.0, 40.0), (-30.0, -30.0)],
        [(100.0, 100.0), ("", 40.0), (0.0, 30.0), (70.0, 70.0)],
        [(100.0, 100.0), (50.0, -50.0), (50.0, 0.0), (70.0, 70.0)],
    ],
)
def test_parts_rests_without_an_original_and_credits_are_nothing_to_tell(pairs):
    assert notes(*pairs) == []


ENTRIES = [
    ["1", "Invoice", "I1", "2026-04-01", "2026-05-01", 1000.0, 1000.0, "GBP"],
    ["1", "Payment", "P1", "2026-04-09", "", -100.0, -40.0, "GBP"],
    ["2", "Invoice", "I2", "2026-04-01", "2026-05-01", 500.5, 200.5, "GBP"],
    ["2", "Credit Memo", "C1", "2026-04-11", "", -70.0, -20.0, "GBP"],
]
WHOLE_AND_LEFT = [(100000, 100000), (-10000, -4000), (50050, 20050), (-7000, -2000)]


def both(rows, **options):
    return [(row.original, row.open) for row in read_rows(rows, **options).rows]


def test_ledger_entries_keep_what_part_applied_payments_came_to():
    head = ["Customer No.", "Document Type", "Document No.", "Posting Date", "Due Date"]
    tail = ["Remaining Amount", "Currency Code"]
    assert both([[*head, "Amount", *tail], *ENTRIES]) == WHOLE_AND_LEFT
    adjusted = [[*row[:5], row[5] + 1, *row[5:]] for row in ENTRIES]  # the original counts wherever it stands
    assert both([[*head, "Amount", "Original Amount", *tail], *adjusted]) == WHOLE_AND_LEFT


def in_sides(row):
    return [*row[:5], row[5] if row[5] > 0 else "", -row[5] if row[5] < 0 else "", row[6], row[7]]


def test_sides_say_what_was_issued_and_the_balance_what_is_left():
    head = ["Account", "Type", "Document", "Date", "Due date", "Debit", "Credit", "Balance", "Currency"]
    rows = [in_sides(row) for row in ENTRIES]
    assert both([head, *rows]) == WHOLE_AND_LEFT
    paid = ["3", "Invoice", "I3", "2026-04-01", "2026-05-01", 90.0, 60.0, 30.0, "GBP"]
    assert both([head, *rows, paid]) == [*WHOLE_AND_LEFT, (9000, 3000)]


def test_sides_that_are_not_about_the_rows_say_nothing_of_what_was_issued():
    head = ["Account", "Type", "Document", "Date", "Due date", "Debit", "Credit", "Open amount", "Currency"]
    rows = [in_sides(row) for row in ENTRIES]
    rows[0][5] = 5.0  # what the customer was charged this month
    assert both([head, *rows]) == [(left, left) for _, left in WHOLE_AND_LEFT]


def owed(heading, amounts):
    head = ["Account", "Invoice No", "Invoice Date", "Currency", heading, "Balance"]
    rows = [[f"C{at % 3}", f"N{at}", "2026-04-01", "EUR", whole, left] for at, (whole, left) in enumerate(amounts)]
    return {row.number: row.original for row in read_rows([head, *rows]).rows}


PARTS = [(100.5 + at, (100.5 + at) / (2 if at == 3 else 1)) for at in range(8)]


@pytest.mark.parametrize("heading", ["Face value", "Orig Item Amt", "Wert"])
def test_what_the_balance_is_left_of_was_invoiced(heading):
    assert owed(heading, PARTS)["N3"] == 10350


def test_payments_with_the_other_sign_are_taken_off_as_well():
    rows = [
        ["Cliente", "Nome", "Documento", "Emissão", "Vencimento", "Valor", "Recebimentos"],
        ["000123", "Casa do Parafuso", "004001", "02/06/2026", "02/07/2026", "R$ 1.200,00", ""],
        ["000145", "Indústria Química", "004002", "15/06/2026", "15/07/2026", "R$ 900,50", "-R$ 300,50"],
        ["000123", "Casa do Parafuso", "004003", "20/06/2026", "20/07/2026", "R$ 80,00", "-R$ 30,00"],
    ]
    assert [(row.original, row.open) for row in read_rows(rows).rows] == [
        (120000, 120000),
        (90050, 60000),
        (8000, 5000),
    ]


def test_what_is_left_of_whole_amounts_is_open_though_the_amount_itself_is_called_due():
    head = ["Customer", "Number", "Date", "Due Date", "Amount Due", "Amount Paid", "Amount Remaining", "Total"]
    rows = [
        [f"cus_{at % 3}", f"A-{at}", f"2026-09-{at:02}", f"2026-10-{at:02}", f"{whole}.00", f"{paid}.00",
         f"{whole - paid}.00", f"{whole}.00"]
        for at, (whole, paid) in enumerate([(100, 0), (107, 23), (114, 0), (121, 0), (128, 26), (135, 0)], 1)
    ]  # fmt: skip
    found = read_rows([head, *rows], currency="USD")
    assert [(item.original, item.open) for item in found.rows][:2] == [(10000, 10000), (10700, 8400)]


def test_a_list_made_by_hand_speaks_of_who_owes():
    head = ["who", "inv", "sent", "when due", "how much", "got", "still owed", "remarks"]
    rows = [
        ["Pine & Co", "771", "1 Sep 26", "1 Oct 26", "£1,200.00", "£200.00", "£1,000.00", ""],
        ["Larch Ltd", "775", "9 Sep 26", "9 Oct 26", "£310.00", "", "£310.00", ""],
        ["Pine & Co", "780", "20 Oct 26", "19 Nov 26", "£45.50", "", "£45.50", ""],
    ]
    found = read_rows([head, *rows])
    assert [(item.number, item.original, item.open, item.currency) for item in found.rows] == [
        ("771", 120000, 100000, "GBP"), ("775", 31000, 31000, "GBP"), ("780", 4550, 4550, "GBP"),
    ]  # fmt: skip
