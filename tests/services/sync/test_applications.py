"""Receipts that stand in a row for each invoice they were applied to."""

from __future__ import annotations

from typing import Any

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
