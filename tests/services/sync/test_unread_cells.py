"""Cells that a row can do without: what cannot be read counts as blank, and somebody hears of it."""

from __future__ import annotations

from tests.builders.reading import read_rows

HEAD = ["Customer No", "Customer", "Invoice No", "Invoice date", "Due date", "Open amount", "Currency"]
CASES = ["Case Number", "Account Name", "Subject", "Status", "Opened Date", "Amount", "Currency", "Invoice Number"]


def items(*more):
    """Twelve items of three customers with more columns: heading and a cell for each."""
    return [
        [*HEAD, *(column[0] for column in more)],
        *(
            [f"C{n % 3}", f"Acme {n % 3} Ltd", f"I{n:03}", f"2026-05-{n + 1:02}", f"2026-06-{n + 1:02}", 100.0, "EUR",
             *(column[n + 1] for column in more)]
            for n in range(12)
        ),
    ]  # fmt: skip


def cases(*amounts, invoices="INV-1001", currency="EUR"):
    return [
        CASES,
        *(
            [f"000{n}", "Acme", "Wrong price", "New", f"2026-05-{n + 1:02}", amount, currency, invoices]
            for n, amount in enumerate(amounts)
        ),
    ]


def unread(read):
    return [(str(note.text), note.row) for note in read.table.warnings if note.code == "cells_left_out"]


def test_credit_limits_that_cannot_be_read_are_named():
    read = read_rows(items(("Credit limit", "abc", *[5000.0] * 10, "see mail")))
    [(text, row)] = unread(read)
    assert row == 2
    assert "2 cells of “Credit limit”" in text
    assert "abc, see mail" in text


def test_amounts_of_cases_that_cannot_be_read_or_have_no_currency_are_named():
    [(text, row)] = unread(read_rows(cases(10.5, "abc", 7.0, 8.0, 9.0)))
    assert (row, "“Amount”" in text, "abc" in text) == (3, True, True)
    without = cases(10.5, 7.0, 8.0)
    without[2][6] = ""
    read = read_rows(without)
    assert [row.amount for row in read.rows] == [1050, None, 800]
    assert [note.row for note in read.table.warnings if note.code == "case_amounts_left_out"] == [3]


def test_a_case_may_name_several_invoices():
    read = read_rows(cases(10.5, 7.0, 8.0, invoices="INV-101, INV-102"))
    assert {row.invoices for row in read.rows} == {("INV-101", "INV-102")}


def test_one_person_with_several_mailboxes_stands_in_the_same_order_however_rows_stand():
    rows = items(
        ("Contact name", *["Ann Lee"] * 12),
        ("E-mail", *(f"a{n % 4}@x.com" for n in range(12))),
        ("Phone", *(f"12{n}" for n in range(12))),
    )
    read, turned = read_rows(rows), read_rows([rows[0], *rows[:0:-1]])
    assert len(read.accounts["C0"].contacts) > 1
    assert {key: row.contacts for key, row in read.accounts.items()} == {
        key: row.contacts for key, row in turned.accounts.items()
    }
