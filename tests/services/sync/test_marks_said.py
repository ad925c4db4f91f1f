"""What single words and lines say: transfers of one's own, totals in another currency, and the day of receipts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.enums import SyncKind
from app.services.sync.questions import QuestionsError
from tests.builders.reading import read_rows

HEAD = ["Customer No", "Customer", "Invoice No", "Invoice date", "Due date", "Open amount", "Currency"]


def rows(count: int = 8) -> list[list[Any]]:
    return [
        [
            f"C{at % 4}",
            f"Acme {at % 4} Ltd",
            f"I{at:03}",
            f"2026-05-{at + 1:02}",
            f"2026-06-{at + 1:02}",
            80.5 + at,
            "EUR",
        ]
        for at in range(count)
    ]


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("waiting for wire transfer", 0),
        ("customer promised transfer 12.06.", 0),
        ("Internal transfer 12", 1),
        ("Transfer", 1),
        ("振替", 1),
    ],
)
def test_a_remark_on_a_transfer_is_no_transfer(text: str, aside: int) -> None:
    table = [[*row, ""] for row in rows()]
    table[3][:2], table[3][7] = ["", ""], text
    found = read_rows([[*HEAD, "Text"], *table])
    assert found.table.set_aside == ({"internal_transfer": 1} if aside else {})
    assert len(found.table.rejected) == 1 - aside


def test_a_total_in_another_currency_serves_none_of_the_rows() -> None:
    found = read_rows([HEAD, *rows(), ["", "Total", "", "", "", 9999.0, "USD"]])
    assert found.table.own_totals == {}
    told = next(warning for warning in found.table.warnings if warning.code == "total_without_rows")
    assert told.row == 10
    assert "own_total_differs" not in found.codes


def test_the_day_of_receipts_is_read_in_the_order_of_their_days() -> None:
    head = ["Receipt No", "Receipt date", "Customer No", "Customer", "Amount received", "Currency", "Invoice"]
    table = [[f"R{at}", f"{at + 10}/05/2026", f"C{at}", f"Acme {at} Ltd", 100.0, "EUR", f"I{at}"] for at in range(8)]
    found = read_rows([["Receipts as of 06/05/2026"], [], head, *table])
    assert (found.table.as_of, found.table.as_of_from) == (date(2026, 5, 6), "stated")


def test_a_column_of_signs_asks_among_the_currencies_that_they_mean() -> None:
    table = [[*row[:6], "$"] for row in rows()]
    with pytest.raises(QuestionsError) as raised:
        read_rows([HEAD, *table])
    (question,) = raised.value.questions
    assert question.option == "--currency"
    assert {"USD", "MXN"} <= set(question.choices)
    assert str(question.evidence) == "The sign $ means several currencies."
    assert {row.currency for row in read_rows([HEAD, *table], currency="MXN").rows} == {"MXN"}


SAFT = ["InvoiceNo", "InvoiceStatus", "InvoiceDate", "CustomerID", "CompanyName", "GrossTotal"]


@pytest.mark.parametrize(("heading", "states", "aside"), [
    ("InvoiceStatus", "NNANNA", 2), ("InvoiceStatus", "NNANNB", 0), ("Estado", "NNANNA", 0),
])  # fmt: skip
def test_cancelled_documents_of_a_tax_file_are_set_aside(heading: str, states: str, aside: int) -> None:
    table = [[f"FT A/{at}", state, f"2026-05-{at + 1:02}", f"{at % 2}", f"Padaria {at % 2}", 80.5 + at]
             for at, state in enumerate(states)]  # fmt: skip
    found = read_rows([[SAFT[0], heading, *SAFT[2:]], *table], currency="EUR", kind=SyncKind.OPEN_ITEMS)
    assert found.table.rows.skipped == aside
