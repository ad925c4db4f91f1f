"""Receipts that stand in a row for each invoice they were applied to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders.reading import Read, read_rows

HEAD = ["Receipt Number", "Receipt Date", "Customer No", "Customer Name", "Receipt Amount", "Applied Amount", "Invoice"]


def read(*rows: tuple[str, float, Any, float | None]) -> Read:
    rest = rows[0][3] is not None
    others = [("R8", 70.0, 70.0, 0.0), ("R9", 80.0, 80.0, 0.0)]
    table: list[list[Any]] = [
        [
            number,
            f"2026-05-{11 + int(number[1:])}",
            "C1",
            "Acme Ltd",
            amount,
            applied,
            f"I{at}",
            "EUR",
            *([left] if rest else []),
        ]
        for at, (number, amount, applied, left) in enumerate([*rows, *others])
    ]
    return read_rows([[*HEAD, "Currency", *(["Unapplied"] if rest else [])], *table])


def told(found: Read) -> list[tuple[str, int, int, int]]:
    return [
        (row.number, row.amount, row.applied, row.unapplied) for row in found.rows if row.number not in {"R8", "R9"}
    ]


def test_a_receipt_that_is_repeated_for_each_invoice_counts_once() -> None:
    found = read(("R1", 1000.0, 400.0, None), ("R1", 1000.0, 600.0, None))
    assert told(found) == [("R1", 40000, 40000, 0), ("R1", 60000, 60000, 0)]
    assert found.table.totals["EUR"].net == 115000


def test_what_was_not_applied_counts_once_too() -> None:
    found = read(("R1", 1000.0, 400.0, 100.0), ("R1", 1000.0, 500.0, 100.0))
    assert told(found) == [("R1", 50000, 40000, 10000), ("R1", 50000, 50000, 0)]


def test_rows_that_are_whole_by_themselves_are_receipts_of_their_own() -> None:
    found = read(("R1", 1000.0, 400.0, 600.0), ("R1", 1000.0, 500.0, 500.0))
    assert told(found) == [("R1", 100000, 40000, 60000), ("R1", 100000, 50000, 50000)]
    assert told(read(("R1", 50.0, 50.0, None), ("R1", 50.0, 50.0, None))) == [("R1", 5000, 5000, 0)] * 2


def test_rows_that_do_not_come_to_the_receipt_are_rejected() -> None:
    found = read(("R1", 1000.0, 400.0, None), ("R1", 1000.0, 500.0, None))
    assert told(found) == []
    assert [(row.row, row.column) for row in found.table.rejected] == [(2, "Applied Amount"), (3, "Applied Amount")]


def test_more_than_the_receipt_is_told() -> None:
    found = read(("R1", 1000.0, 1200.0, None))
    assert told(found) == [("R1", 100000, 100000, 0)]
    assert next(warning for warning in found.table.warnings if warning.code == "applied_beyond").row == 2


#: What each receipt was applied to, by its number.
PARTS = {"80000": [100.25], "80001": [101.25, 50.5], "80002": [102.25, 50.5, 25.0], "80003": [77.0]}


def cheques(heads: tuple[str, str, str, str], *, applied: bool = True, numbered: bool = True) -> Read:
    number, amount, invoice, part = heads
    head = ["Deposit Date", *([number] if numbered else []), "Remitter Name", amount, invoice]
    rows: list[list[Any]] = [[*head, *([part] if applied else [])]]
    for cheque, parts in PARTS.items():
        for at, one in enumerate(parts):
            row = ["2026-05-11", *([cheque] if numbered else []), f"ACME {cheque} LTD", sum(parts), f"INV-{cheque}{at}"]
            rows.append([*row, *([one] if applied else [])])
    return read_rows(rows, currency="USD")


@pytest.mark.parametrize(
    "heads",
    [
        ("Check Number", "Check Amount", "Invoice Number", "Invoice Amount"),
        ("Cheque No", "Cheque Amount", "Invoice No", "Amount"),
        ("Receipt", "Receipt Total", "Invoice", "Paid"),
        ("Receipt No", "Receipt Amount", "Invoice", "Nada"),
    ],
)
def test_a_column_whose_parts_come_to_each_cheque_says_what_was_applied(heads) -> None:
    found = cheques(heads)
    assert [row.amount for row in found.rows] == [10025, 10125, 5050, 10225, 5050, 2500, 7700]
    assert [row.invoices for row in found.rows][1:3] == [("INV-800010",), ("INV-800011",)]


def test_parts_that_come_to_a_receipt_without_a_number_count_once_too() -> None:
    found = cheques(("", "Payment Amount", "Invoice No", "Amount Applied"), numbered=False)
    assert found.table.totals["USD"].net == 10025 + 15175 + 17775 + 7700


def test_where_nothing_says_what_was_applied_the_same_amount_in_several_rows_is_told() -> None:
    heads = ("Check Number", "Check Amount", "Invoice Number", "")
    assert cheques(heads, applied=False).codes == ["receipts_alike"]
    rows = [["Deposit Date", "Check Number", "Remitter Name", "Amount", "Invoice Number"]]
    for at, (number, amount) in enumerate((("1", 50.0), ("1", 50.0), ("2", 30.0), ("2", 20.0), ("3", 9.0))):
        rows.append(["2026-05-11", f"8000{number}", "ACME LTD", amount, f"INV-{at}"])
    assert read_rows(rows, currency="USD").codes == []  # 2 is in parts, and so is 1
