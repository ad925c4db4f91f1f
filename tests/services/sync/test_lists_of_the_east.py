"""Lists as offices in Japan, China and Taiwan, Spain, Portugal and Latin America keep them, by hand and by program."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.builders.reading import read_rows

#: Customers with their number, name and the number, day and due day of an invoice each, and its amount.
WHO = [("0112", "㈱青木商店"), ("0135", "北陸物産㈱"), ("0158", "有限会社石井工業")]
FIRST = date(2026, 3, 9)


def invoices(count=12, terms=30):
    """Return customer, name, number, document and due date, amount and what is open of some invoices."""
    return [
        (*WHO[at % 3], f"S-{4101 + at}", day, day + timedelta(terms + 15 * (at % 3)), 120_000 + 7_913 * at,
         (120_000 + 7_913 * at) // (2 if at % 4 == 1 else 1))
        for at in range(count)
        for day in [FIRST + timedelta(6 * at)]
    ]  # fmt: skip


@pytest.mark.parametrize(("heading", "paid", "unpaid"), [("回款情况", "已回款", "未回款"), ("状態", "回収済", "未回収"),
                                                        ("收款狀況", "已收", "未收"), ("Situação", "Quitado", "Aberto")])  # fmt: skip
def test_words_for_paid_set_a_row_aside_whatever_stands_above_them(heading, paid, unpaid):
    rows = [[who, name, number, day, due, amount, paid if at % 4 == 2 else unpaid]
            for at, (who, name, number, day, due, amount, _) in enumerate(invoices())]  # fmt: skip
    read = read_rows([["Customer No", "Customer Name", "Invoice No", "Invoice Date", "Due Date", "Amount", heading],
                      *rows], currency="CNY")  # fmt: skip
    assert (len(read.rows), read.table.set_aside) == (9, {"settled": 3})
