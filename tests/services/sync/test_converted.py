"""Amounts that stand twice in a row, in the currency of the document and in that of the books."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.services.sync.model import QuestionsError
from tests.builders.reading import read_rows

RATES = {"USD": 1.0, "EUR": 1.1, "JPY": 0.0067}
START = date(2026, 3, 2)


def rows(head, cells):
    body = []
    for n in range(12):
        code = list(RATES)[n % 3]
        own = 1000.0 * (n + 1) if code == "JPY" else 100.25 + n
        local = round(own * RATES[code], 2)
        start = [f"C{n % 4}", f"Firm {n % 4} Ltd", f"I{n}", START + timedelta(n), START + timedelta(n + 30)]
        body.append([*start, *cells(code, own, local)])
    return [["Customer", "Name", "Invoice", "Date", "Due Date", *head], *body]


def opens(read):
    return [(row.currency, row.open, row.local) for row in read.rows][:3]


OWN = [("USD", 10025, None), ("EUR", 10125, None), ("JPY", 3000, None)]


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        (["Total", "Amount Currency", "Currency"], lambda code, own, local: [local, own, code]),
        (["Amount", "Remark", "Value", "Ccy"], lambda code, own, local: [local, "", own, code]),
        (["Curr", "Balance", "Balance USD"], lambda code, own, local: [code, own, local]),
        (["Balance", "Open", "Note", "FC"], lambda code, own, local: [local, own, "", code]),
    ],
)
def test_the_amount_in_the_currency_of_its_row_is_open(head, cells):
    assert opens(read_rows(rows(head, cells))) == OWN


def test_the_books_currency_is_the_one_that_ages_add_up_in():
    head = ["Amount Currency", "Note", "Currency", "Current", "1-30", "31-60", "Total"]
    table = rows(head, lambda code, own, local: [own, "", code, local, 0.0, 0.0, local])
    for row in table[2::3]:
        row[8], row[9] = 0.0, row[11]
    assert opens(read_rows(table)) == OWN


def test_two_currencies_that_nothing_tells_apart_are_asked():
    def euros(code, own, local):
        return [local if code != "JPY" else own, "", own, "", "EUR" if code != "USD" else "USD"]

    with pytest.raises(QuestionsError) as asked:
        read_rows(
            rows(["Balance", "a", "Outstanding", "b", "Ccy"], lambda code, own, local: euros(*fix(code, own, local)))
        )
    assert {question.option for question in asked.value.questions} == {"--layout"}


def fix(code, own, local):
    """Leave two currencies of two decimals."""
    return ("EUR", 50.5 + own, round((50.5 + own) * 1.1, 2)) if code == "JPY" else (code, own, local)


def test_what_is_left_of_an_amount_is_no_other_currency():
    table = rows(["Original Amount", "Open Amount", "Currency"], lambda code, own, _: [own, own, code])
    for row in table[1::4]:
        row[6] = row[5] - 50.0
    read = read_rows(table)
    assert (read.rows[0].original, read.rows[0].open) == (10025, 5025)


def test_abbreviated_currencies_of_transaction_and_company_code():
    head = ["Customer", "Reference", "Net Due Date", "Amount (Tran. Cur.)", "Transaction Currency"]
    head += ["Amount (CoCd Crcy)", "Company Code Currency"]
    rows = [
        [f"1710000{n}", f"R{n}", "2026-09-01", 100.0 + n, "USD", round((100.0 + n) * 0.9, 2), "EUR"] for n in range(6)
    ]
    found = read_rows([head, *rows])
    assert [(row.open, row.currency) for row in found.rows] == [(10000 + 100 * n, "USD") for n in range(6)]


def test_the_money_of_the_country_is_not_that_of_the_row():
    rows = [["1", "A", "F1", "2026-05-15", "2026-06-15", "USD", 1000.0, 18500.0],
            ["2", "B", "F2", "2026-05-16", "2026-06-16", "MXN", 5000.0, 5000.0],
            ["3", "C", "F3", "2026-05-17", "2026-06-17", "USD", 10.5, 194.25]]  # fmt: skip
    head = ["Cliente", "Razón social", "Factura", "Fecha", "Vencimiento", "Moneda", "Saldo ME", "Saldo MN"]
    assert [row.open for row in read_rows([head, *rows]).rows] == [100000, 500000, 1050]
