"""Customers that stand above their items with the sum of them, their names where the items have their numbers."""

from __future__ import annotations

from datetime import date

from app.services.sync.recognition.detect import has_groups
from tests.builders.reading import read_rows

HEAD = ["", "Invoice Date", "Account", "Due Date", "At Date", "1-30", "31-60", "Total"]


def item(number, *ages):
    return [f"    {number}", date(2026, 9, 1), "110100 Account Receivable", date(2026, 10, 1), *ages, sum(ages)]


def above(name, *ages):
    return [name, "", "", "", *ages, sum(ages)]


TABLE = [
    ["Aged Receivable"],
    HEAD,
    above("Ashford Bay Foods", 10.0, 20.5, 0.0),
    item("INV/2026/001", 10.0, 0.0, 0.0),
    item("INV/2026/002", 0.0, 20.5, 0.0),
    above("Brightwater Marine", 0.0, 0.5, 7.0),
    item("INV/2026/003", 0.0, 0.0, 7.0),
    item("INV/2026/004", 0.0, 0.5, 0.0),
    above("Total Aged Receivable", 10.0, 21.0, 7.0),
]


def test_names_above_their_items_with_the_sum_are_customers():
    read = read_rows(TABLE, currency="USD")
    assert [(row.number, row.account, row.open) for row in read.rows] == [
        ("INV/2026/001", "Ashford Bay Foods", 1000),
        ("INV/2026/002", "Ashford Bay Foods", 2050),
        ("INV/2026/003", "Brightwater Marine", 700),
        ("INV/2026/004", "Brightwater Marine", 50),
    ]
    assert (read.table.rows.total, read.table.rows.rejected) == (3, 0)
    assert read.table.own_totals == {"USD": 3800}


def test_a_sum_that_differs_is_told():
    table = [list(row) for row in TABLE]
    for n, name in enumerate(
        ("Delmar", "Eastgate", "Fenwick", "Granite", "Harlow", "Ironbridge", "Juniper", "Kestrel")
    ):
        table[-1:-1] = [above(name, 1.0, 0.0, 0.0), item(f"INV/2026/1{n}", 1.0, 0.0, 0.0)]
    table[2][-1] = 99.0
    table[-1][-1] = 46.0
    read = read_rows(table, currency="USD")
    assert read.table.rows.item == 12
    assert read.by_number("INV/2026/001").account == "Ashford Bay Foods"


def test_totals_are_no_customers():
    rows = [
        ["Total Ashford", "", 15.0],
        ["A1", date(2026, 9, 1), 10.0],
        ["Total Marlin", "", 5.0],
        ["B1", date(2026, 9, 1), 5.0],
    ]
    assert not has_groups(rows)


def test_sums_in_the_books_currency_above_items_of_several():
    head = ["", "Invoice Date", "Amount Currency", "Currency", "Due Date", "At Date", "1-30", "Total"]

    def of(number, code, amount, rate):
        local = round(amount * rate, 2)
        return [number, date(2026, 9, 1), amount, code, date(2026, 10, 1), local, 0.0, local]

    rows = [head]
    for name, first in (("Ashford Bay Foods", 1), ("Brightwater Marine", 4), ("Carlton", 7)):
        rates = (("USD", 1.0), ("EUR", 1.1), ("GBP", 1.3))
        items = [of(f"INV/{first + n}", code, 100.25 + n, rate) for n, (code, rate) in enumerate(rates)]
        total = round(sum(item[-1] for item in items), 2)
        rows += [[name, "", "", "", "", total, 0.0, total], *items]
    read = read_rows(rows)
    assert [(row.account, row.currency, row.open) for row in read.rows][:3] == [
        ("Ashford Bay Foods", "USD", 10025), ("Ashford Bay Foods", "EUR", 10125), ("Ashford Bay Foods", "GBP", 10225),
    ]  # fmt: skip


def test_an_amount_that_cannot_be_read_does_not_keep_ages_from_their_sum():
    rows = [
        ["Customer", "Invoice", "Due Date", "", "1-30", "31-60", "61-90", ">90", "Total Due"],
        ["Heron", "91000023", "2026-06-13", "", 10000.0, "", "", "", "12,34,5.6.7"],
        ["Heron", "91000024", "2026-06-19", 75.1, "", "", "", "", 75.1],
        ["Plover", "91000025", "2026-07-01", 3200.0, "", "", "", "", 3200.0],
        ["Plover", "17000026", "2026-05-28", "", 350.0, "", "", "", 350.0],
        ["Plover", "17000027", "2026-05-29", "", "", 12.5, "", "", 12.5],
        ["Plover", "17000028", "2026-05-30", "", "", 13.5, "", "", 13.5],
    ]
    read = read_rows(rows, currency="EUR")
    assert [row.open for row in read.rows] == [7_510, 320_000, 35_000, 1_250, 1_350]
    assert [(row.number, row.value) for row in read.table.rejected] == [("91000023", "12,34,5.6.7")]


def test_number_and_name_above_the_items_are_both_the_customers():
    head = ["Clave", "Documento", "F. emisión", "F. vencimiento", "Cargos", "Abonos", "Saldo"]
    days = "21/08/2026", "20/09/2026"
    one, two = ["1", "FAC1", *days, 1160.0, 160.0, 1000.0], ["1", "FAC2", *days, 580.0, "", 580.0]
    three = ["2", "FAC9", *days, 20.0, "", 20.0]
    rows = [
        head,
        ["       1", "FERRETERIA LA PALMA"],
        ["", *one[1:]],
        ["", *two[1:]],
        [2.0, "BAJIO SA"],
        ["", *three[1:]],
    ]
    read = read_rows(rows, currency="MXN")
    assert [(row.account, row.number, row.open) for row in read.rows] == [
        ("1", "FAC1", 100000),
        ("1", "FAC2", 58000),
        ("2", "FAC9", 2000),
    ]
    assert {key: account.name for key, account in read.accounts.items()} == {
        "1": "FERRETERIA LA PALMA",
        "2": "BAJIO SA",
    }
