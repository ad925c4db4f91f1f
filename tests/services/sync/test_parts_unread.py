"""Amounts that nobody read beside whole ones: they may be what was paid, and are said."""

from __future__ import annotations

import pytest

from tests.builders.reading import read_rows

HEAD = ["Cliente", "Nome", "Documento", "Emissão", "Vencimento", "Valor", "Acerto cx"]
WHOLES = [1200.0, 900.5, 80.0, 450.25, 3100.0]


def _codes(parts: list[object], head: list[str] = HEAD) -> list[str]:
    rows = [
        [f"{at % 2}", f"Casa {at % 2}", f"00{at}", "15/06/2026", "17/07/2026", whole, part]
        for at, (whole, part) in enumerate(zip(WHOLES, parts, strict=True))
    ]
    return read_rows([head, *rows], currency="BRL").codes


def test_parts_of_some_amounts_are_said() -> None:
    assert "parts_unread" in _codes(["", 300.5, 30.0, "", 1550.0])


@pytest.mark.parametrize(
    "parts",
    [
        ["", "", "", "", 100.0],  # one alone
        ["", 90.05, 8.0, "", 310.0],  # a tenth of each: a discount, or a tax
        [30, 30, 60, 30, 30],  # in every row
        ["", 30, 3, "", 30],  # days
        ["", 900.5, 95.0, "", 100.0],  # more than the amount
    ],
)
def test_what_is_hardly_a_payment_is_not(parts: list[object]) -> None:
    assert "parts_unread" not in _codes(parts)


def test_what_is_left_of_amounts_needs_no_payments() -> None:
    rows = [["1", "Casa", "001", "15/06/2026", "17/07/2026", 900.5, 300.5, 600.0],
            ["2", "Loja", "002", "16/06/2026", "18/07/2026", 80.0, 20.0, 60.0],
            ["2", "Loja", "003", "16/06/2026", "18/07/2026", 70.0, "", 70.0]]  # fmt: skip
    assert "parts_unread" not in read_rows([[*HEAD, "Saldo"], *rows], currency="BRL").codes
