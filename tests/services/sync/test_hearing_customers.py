"""Whose the rows of an items table are, and which of its amounts is open, where headings say too little or too much."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.enums import SyncKind
from app.errors import RefusedError
from app.services.sync.model import QuestionsError
from app.services.sync.recognition.columns import describe
from app.services.sync.recognition.evidence import weigh
from tests.builders.reading import read_rows

START = date(2026, 3, 2)
NAMES = ("Ashford Bay Foods", "Brightwater Marine", "Carlton and Hughes", "Delmar Supply")


def guesses(head, rows):
    return weigh(describe(list(head), [list(row) for row in rows]), {})


def firms(count=8):
    return [(n, NAMES[n % 4], str(100_100 + n % 4), START + timedelta(n), 100.5 + n) for n in range(count)]


def test_a_number_that_all_customers_share_is_not_theirs():
    head = ["Account", "Customer Name", "Invoice", "Date", "Balance"]
    found = guesses(head, [["140000", name, f"I{n}", day, amount] for n, name, _, day, amount in firms()])
    assert "account" not in found
    assert found["name"].column == 1


def test_two_names_of_one_number_are_a_name_that_changed():
    head = ["Account", "Customer Name", "Invoice", "Date", "Balance"]
    rows = [[code, name, f"I{n}", day, amount] for n, name, code, day, amount in firms()]
    rows[0][1] = "Ashford Bay Foods (formerly Ashford)"
    assert guesses(head, rows)["account"].column == 0


@pytest.mark.parametrize("heading", ["Description", "Short title"])
def test_a_number_whose_customer_stands_beside_it_gets_the_name(heading):
    head = ["Cust.", heading, "Invoice", "Date", "Balance"]
    found = guesses(head, [[code, name, f"I{n}", day, amount] for n, name, code, day, amount in firms()])
    assert (found["account"].column, found["name"].column) == (0, 1)


def test_numbers_that_look_like_days_of_a_spreadsheet_tell_customers_apart():
    head = ["Station", "Customer Name", "Invoice", "Date", "Balance"]
    found = guesses(head, [[code, name, f"I{n}", day, amount] for n, name, code, day, amount in firms()])
    assert found["account"].column == 0


def test_texts_that_differ_in_every_row_are_nobodys_name():
    head = ["Cust.", "Description", "Invoice", "Date", "Balance"]
    rows = [[code, f"order of week {n}", f"I{n}", day, amount] for n, _, code, day, amount in firms()]
    assert "name" not in guesses(head, rows)


def test_a_day_of_value_beside_a_document_date_is_the_due_date():
    head = ["Deb.-Nr.", "Debitor", "Beleg", "Rg.-Datum", "Valuta", "offen"]
    rows = [[code, name, f"I{n}", day, day + timedelta(30), amount] for n, name, code, day, amount in firms()]
    assert guesses(head, rows)["due_date"].column == 4


def _paid(n):
    return 40.0 if n % 4 == 0 else 0.0


def test_what_remains_is_open_where_what_was_due_is_more():
    head = ["Customer", "Invoice", "Date", "Amount Due", "Amount Paid", "Amount Remaining"]
    rows = [[name, f"I{n}", day, amount, _paid(n), amount - _paid(n)] for n, name, _, day, amount in firms()]
    rows.append([NAMES[0], "I99", START, 75.0, 75.0, 0.0])
    found = guesses(head, rows)
    assert (found["open"].column, found["paid"].column) == (5, 4)


def test_the_original_amount_is_of_the_currency_of_the_open_one():
    head = ["Customer", "Invoice", "Date", "Currency", "Amount", "Amount (Foreign Currency)", "Amount Remaining"]
    rows = [
        [name, f"I{n}", day, "GBP", round(amount * 1.25, 2), amount, amount - _paid(n)]
        for n, name, _, day, amount in firms()
    ]
    found = guesses(head, rows)
    assert (found["original"].column, found["open"].column) == (5, 6)


def test_two_amounts_that_are_both_called_open_and_differ_are_asked():
    head = ["Customer", "Invoice", "Date", "Currency", "Outstanding", "Balance Due"]
    rows = [[name, f"I{n}", day, "EUR", amount, amount - 13.5 * n] for n, name, _, day, amount in firms()]
    with pytest.raises(QuestionsError) as asked:
        read_rows([head, *rows])
    assert [question.option for question in asked.value.questions] == ["--layout"]
    same = [[*row[:5], row[4]] for row in rows]
    assert read_rows([head, *same]).table.rows.item == len(rows)


def test_a_list_of_items_is_no_list_of_receipts_for_lack_of_a_known_amount():
    head = ["BP", "Short title", "Document", "Accounting date", "Due date", "Currency", "In currency", "Paid amount",
            "Remainder"]  # fmt: skip
    rows = [
        [code, name, f"I{n}", day, day + timedelta(30), "EUR", amount, _paid(n), amount - _paid(n)]
        for n, name, code, day, amount in firms()
    ]
    read = read_rows([head, *rows])
    assert read.table.kind == SyncKind.OPEN_ITEMS
    assert read.by_number("I4").open == 6450
    assert set(read.accounts) == {"100100", "100101", "100102", "100103"}


def test_numbers_that_became_fractions_of_nothing_are_whole():
    head = ["Customer No", "Customer Name", "Invoice", "Date", "Currency", "Balance"]
    rows = [[f"{code}.0", name, f"I{n}", day, "USD", amount] for n, name, code, day, amount in firms()]
    assert set(read_rows([head, *rows]).accounts) == {"100100", "100101", "100102", "100103"}


def test_the_same_table_twice_side_by_side_is_refused():
    head = ["Customer", "Invoice", "Date", "Currency", "Balance"]
    rows = [
        [name, f"I{n}", day, "USD", amount, "", name, f"X{n}", day, "EUR", amount]
        for n, name, _, day, amount in firms()
    ]
    with pytest.raises(RefusedError) as refused:
        read_rows([[*head, "", *head], *rows])
    assert refused.value.code == "several_tables"
    same = [[*row[:7], row[1], *row[8:]] for row in rows]
    assert read_rows([[*head, "", *head], *same]).table.rows.item == len(rows)


@pytest.mark.parametrize("ours", [("Northgate Ltd",), ("Northgate Ltd", "Northgate Canada Inc")])
@pytest.mark.parametrize("head", [("Company", "Customer"), ("Firma", "Kunde"), ("Company Name", "Client Name")])
def test_our_own_company_beside_the_customers_is_no_customer(head, ours):
    rows = [[ours[n % len(ours)], name, f"I{n}", day, amount] for n, name, _, day, amount in firms()]
    found = guesses([*head, "Invoice", "Date", "Balance"], rows)
    assert found["name"].column == 1
    assert "account" not in found or found["account"].column == 1


def test_our_own_company_before_numbers_and_names_of_customers():
    head = ["Company", "Customer No", "Customer Name", "Invoice", "Date", "Balance"]
    rows = [["Northgate Ltd", code, name, f"I{n}", day, amount] for n, name, code, day, amount in firms()]
    found = guesses(head, rows)
    assert (found["account"].column, found["name"].column, found["company_code"].column) == (1, 2, 0)


def test_a_company_beside_its_people_is_the_customer():
    head = ["Company", "Contact", "Invoice", "Date", "Balance"]
    rows = [["Delmar Supply", f"Jo Field {n}", f"I{n}", day, amount] for n, _, _, day, amount in firms()]
    assert guesses(head, rows)["name"].column == 0


@pytest.mark.parametrize("heading", ["Invoice-to BP", "Document Payer"])
def test_a_word_of_another_column_inside_its_heading_keeps_no_code_from_being_the_customers(heading):
    head = [heading, "Name", "Doc. No.", "Document Date", "Balance"]
    rows = [[f"BP{code}", name, f"I{n}", day, amount] for n, name, code, day, amount in firms()]
    assert guesses(head, rows)["account"].column == 0


def test_codes_without_digits_are_the_customers_under_a_word_for_customer():
    head = ["Cust", "Customer Name", "Invoice", "Date", "Balance"]
    rows = [[name[:4].upper(), name, f"I{n}", day, amount] for n, name, _, day, amount in firms()]
    assert guesses(head, rows)["account"].column == 0
    assert "account" not in guesses(["Area", *head[1:]], rows)
