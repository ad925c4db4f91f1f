"""What a bill comes to: with what was left of the one before, and without what the customer withholds."""

from __future__ import annotations

import pytest

from tests.builders.reading import read_rows

BILLS = [
    "得意先CD",
    "得意先名",
    "請求No",
    "請求締日",
    "入金予定日",
    "前回請求額",
    "御入金額",
    "繰越額",
    "今回御買上額",
    "消費税",
    "今回御請求額",
]
WHO = [("0001", "青葉商事"), ("0002", "北都物産"), ("0003", "緑川製作所"), ("0004", "大原食品"), ("0005", "港南電機")]


@pytest.mark.parametrize("left", [[0, 0, 0, 0, 0], [1200, 0, 55000, 4000, 0]])
def test_payments_of_the_bill_before_are_none_of_this_one(left: list[int]) -> None:
    rows: list[list[object]] = [BILLS]
    for at, ((code, name), carried) in enumerate(zip(WHO, left, strict=True)):
        before, bought = carried + 11000 * at, 30000 + 7000 * at
        whole = carried + bought + bought // 10
        rows.append([code, name, f"S{at}", "2026/05/31", "2026/06/30", before, before - carried, carried,
                     bought, bought // 10, whole])  # fmt: skip
    found = read_rows(rows, currency="JPY")

    assert [row.open for row in found.rows] == [row[-1] for row in rows[1:]]


def test_payments_of_this_bill_are_taken_off() -> None:
    rows: list[list[object]] = [
        ["得意先CD", "得意先名", "請求No", "請求締日", "入金予定日", "契約額", "御入金額", "今回御請求額"]
    ]
    rows += [
        [code, name, f"S{at}", "2026/05/31", "2026/06/30", 90000 + at, 1000 * at, 30000 + 7000 * at]
        for at, (code, name) in enumerate(WHO)
    ]
    assert [row.open for row in read_rows(rows, currency="JPY").rows] == [30000 + 6000 * at for at in range(5)]


@pytest.mark.parametrize(("net", "owed"), [("Valor líquido", 1), ("Valor sem impostos", 0)])
def test_what_the_customer_withholds_is_not_owed_where_the_rest_says_it_is_the_bill(net: str, owed: int) -> None:
    head = ["Cliente", "Nome", "Nº NF", "Emissão", "Vencimento", "Vlr Bruto", "Retenções", net]
    rows = [
        [
            str(at % 3),
            f"Casa {at % 3}",
            f"00{at}",
            "2026-05-04",
            "2026-06-03",
            whole,
            round(whole * 0.05, 2),
            round(whole * 0.95, 2),
        ]
        for at, whole in enumerate([1000.4, 2400.8, 600.4, 820.2, 5000.6, 440.6])
    ]
    found = read_rows([head, *rows], currency="BRL")
    assert [row.open for row in found.rows] == [round(100 * (row[7] if owed else row[5])) for row in rows]
