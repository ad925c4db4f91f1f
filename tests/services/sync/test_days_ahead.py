"""Days of payment that lie ahead: nobody has paid yet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.enums import SyncKind
from tests.builders.reading import DAY, read_rows

CHEQUES = ["Nro. cheque", "Banco", "Librador", "Cód. cliente", "Fecha emisión", "Fecha de cobro", "Importe"]


def _cheques(spans: list[int], heads: list[str] = CHEQUES) -> list[list[object]]:
    rows: list[list[object]] = [heads]
    for at, span in enumerate(spans):
        issued = date(2026, 5, 4) + timedelta(at)
        cells = [f"{441200 + at}", "Galicia", f"Agro {at % 3} SA", f"C{at % 3}", issued, DAY + timedelta(span)]
        rows.append([*cells, 1500.5 + at])
    return rows


def test_cheques_to_be_cashed_are_open_and_due_then() -> None:
    found = read_rows(_cheques([-12, -3, 4, 9, 20, 33]), currency="ARS")

    assert found.table.kind is SyncKind.OPEN_ITEMS
    assert [row.due_date for row in found.rows][:3] == ["2026-06-19", "2026-06-28", "2026-07-05"]
    assert "not_yet_paid" in found.codes


@pytest.mark.parametrize("spans", [[-12, -3, -4, -9, -20, -33], [*range(-60, -1), 30]])
def test_days_that_are_past_are_those_of_payment(spans: list[int]) -> None:
    found = read_rows(_cheques(spans), currency="ARS")

    assert found.table.kind is SyncKind.CLOSED_ITEMS
    assert "not_yet_paid" not in found.codes


def test_beside_due_dates_they_are_left_out() -> None:
    rows = _cheques([-12, -3, 4, 9, 20, 33], [*CHEQUES, "Vencimiento"])
    for row in rows[1:]:
        row.append(date(2026, 7, 30))
    found = read_rows(rows, currency="ARS")

    assert {row.due_date for row in found.rows} == {"2026-07-30"}
    assert found.table.kind is SyncKind.OPEN_ITEMS
