"""Tables with a row for each figure of an invoice, as a pivot tool writes them: no figure counts as an invoice."""

from __future__ import annotations

from datetime import date

import pytest

from app.errors import RefusedError
from tests.builders.reading import read_rows

HEAD = ["Customer ID", "Customer Name", "Invoice Number", "Due Date", "Currency", "Measure Names", "Measure Values"]


def rows(*figures):
    return [HEAD] + [
        [f"C{n % 3}", f"Firm {n % 3} Ltd", f"INV-{n}", date(2026, 5, 1 + n), "USD", name, 10.5 * (n + 1)]
        for n in range(6)
        for name in figures
    ]


def test_a_row_for_each_figure_is_refused_in_words():
    with pytest.raises(RefusedError) as refused:
        read_rows(rows("Invoice Amount", "Open Amount", "Paid Amount"))
    assert refused.value.code == "figures_in_rows"
    assert "Measure Names" in str(refused.value)


def test_one_figure_of_each_invoice_is_a_table_as_any_other():
    assert read_rows(rows("Open Amount")).table.rows.item == 6


def test_a_status_that_is_a_word_for_an_amount_is_no_figure():
    table = rows("Outstanding")
    for place, row in enumerate(table[1:]):
        row[5] = "Outstanding" if place % 2 else "Balance"
    assert read_rows(table).table.rows.item == 6
