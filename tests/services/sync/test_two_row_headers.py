"""Headings over two rows: what stands above names what stands below, and says nothing of what it does not."""

from __future__ import annotations

from datetime import date

import pytest

from app.services.sync.questions import QuestionsError
from app.services.sync.recognition.headers import merge
from tests.builders.reading import read_rows

DAYS = [date(2026, 5, day) for day in range(1, 10)]


def _aged(ages: list[str]) -> list[list[object]]:
    rows: list[list[object]] = [
        ["Customer", "", "Invoice", "", "", "Open balance by age", *[""] * len(ages)],
        ["Number", "Name", "Number", "Date", "Due date", *ages, "Total"],
    ]
    for at, day in enumerate(DAYS):
        shares = [10.0 + at if place == at % len(ages) else 0.0 for place in range(len(ages))]
        rows.append([f"C{at}", f"Acme {at} Ltd", f"I{at:03}", day, day.replace(month=6), *shares, 10.0 + at])
    return rows


@pytest.mark.parametrize("ages", [["Current", "1-30", "31-60"], ["Current", "Overdue", "Older"]])
def test_columns_of_ages_stand_beside_headings_of_two_rows(ages: list[str]) -> None:
    found = read_rows([["Aging report"], [], *_aged(ages)], currency="EUR")

    assert [(row.account, row.number, row.open) for row in found.rows] == [
        (f"C{at}", f"I{at:03}", 1000 + 100 * at) for at in range(len(DAYS))
    ]
    assert [column.header for column in found.table.columns if column.field == "aged"] == ages


def test_a_heading_over_several_columns_leaves_each_its_own() -> None:
    rows: list[list[object]] = [
        ["Customer", "", "Document", "", "", "Amount", ""],
        ["No.", "Name", "No.", "Date", "Due", "Original", "Open"],
    ]
    rows += [
        [f"C{at % 3}", f"Acme {at % 3} Ltd", f"I{at:03}", day, day.replace(month=6), 20.0 + at, 10.0 + at]
        for at, day in enumerate(DAYS)
    ]
    found = read_rows(rows, currency="EUR")

    assert [(row.account, row.original, row.open) for row in found.rows[:2]] == [("C0", 2000, 1000), ("C1", 2100, 1100)]


def test_a_heading_broken_in_two_stays_one() -> None:
    joined = merge([["Disc.", "", "Overdue", "Amount"], ["Date", "Balance", "by days", "in USD"]], 0)

    assert joined == ["Disc. Date", "Balance", "Overdue by days", "Amount in USD"]


def test_a_currency_above_is_not_lost() -> None:
    joined = merge([["Customer", "Amount (USD)", ""], ["Name", "Original", "Open"]], 0)

    assert joined == ["Customer Name", "Original Amount (USD)", "Open"]


@pytest.mark.parametrize("below", [["C001", "Acme", "12.00"], ["Smith", "Net 30", "10"], ["2026-05-01", "a", "b"]])
def test_a_row_with_figures_is_no_second_row_of_headings(below: list[str]) -> None:
    assert merge([["Customer", "Name", "Balance"], below], 0) is None


GERMAN = ["Debitor", "Name", "Beleg", "Belegdatum", "Fälligkeit", "Währung", "Offen"]
ENGLISH = ["Customer", "Name", "Document", "Doc. date", "Due date", "Currency", "Open"]
JAPANESE = ["得意先コード", "得意先名", "請求書番号", "請求日", "支払期日", "通貨", "未収金額"]
SWISS = [
    [
        f"100{at % 4}",
        f"Alder {at % 4} AG",
        f"INV-{at}",
        f"{at + 10}.06.2026",
        f"{at + 10}.07.2026",
        "CHF",
        f"1'0{at + 10}.00",
    ]
    for at in range(12)
]


@pytest.mark.parametrize(("first", "second"), [(GERMAN, ENGLISH), (ENGLISH, GERMAN), (JAPANESE, ENGLISH)])
def test_headings_that_stand_once_more_in_another_language_are_no_row(first, second):
    read = read_rows([first, second, *SWISS])
    assert (read.table.rows.read, read.table.rows.rejected, read.table.header_row) == (12, 0, 2)
    assert [row.open for row in read.rows] == [100_000 + 100 * (at + 10) for at in range(12)]


def test_a_row_that_only_has_some_words_of_headings_is_a_row():
    odd = ["Customer", "Open house Ltd", "Invoice", "", "", "CHF", "5.00"]
    read = read_rows([GERMAN, odd, *SWISS])
    assert (read.table.rows.read, read.table.header_row) == (13, 1)


@pytest.mark.parametrize("over", ["Balance GBP", "Open (GBP)", "Outstanding £"])
def test_the_currency_over_ages_is_that_of_all_of_them(over: str) -> None:
    rows: list[list[object]] = [
        ["Customer", "", "Document", "", "", over, ""],
        ["No.", "Name", "No.", "Date", "Due", "Not due", "Overdue"],
    ]
    for at, day in enumerate(DAYS):
        sides = (10.0 + at, None) if at % 2 else (None, 10.0 + at)
        rows.append([f"C{at}", f"Acme {at} Ltd", f"I{at:03}", day, day.replace(month=6), *sides])
    found = read_rows(rows)

    assert [(row.account, row.number, row.open, row.currency) for row in found.rows] == [
        (f"C{at}", f"I{at:03}", 1000 + 100 * at, "GBP") for at in range(len(DAYS))
    ]


def test_currencies_over_headings_part_the_amounts_below() -> None:
    rows: list[list[object]] = [
        ["Cuentas por cobrar comerciales"],
        ["Cliente", "", "Documento", "", "", "Soles", "", "Dólares", ""],
        ["RUC", "Razón social", "Número", "Emisión", "Vencimiento", "Importe", "Saldo", "Importe", "Saldo"],
    ]
    for at, day in enumerate(DAYS):
        amounts = ["", "", 20.0 + at, 10.0 + at] if at % 3 else [200.0 + at, 100.0 + at, "", ""]
        rows.append([f"2010{at % 2}", f"Minera {at % 2} SA", f"F-{at:03}", day, day.replace(month=6), *amounts])
    found = read_rows(rows)

    assert [(row.currency, row.original, row.open) for row in found.rows[:3]] == [
        ("PEN", 20000, 10000), ("USD", 2100, 1100), ("USD", 2200, 1200),
    ]  # fmt: skip
    assert len(found.rows) == len(DAYS)


def test_currencies_above_that_part_nothing_are_asked_about() -> None:
    head = ["RUC", "Razón social", "Número", "Emisión", "Vencimiento", "Saldo"]
    rows: list[list[object]] = [["", "", "", "", "Soles", "Dólares"], head]
    rows += [
        [f"2010{at % 2}", f"Minera {at % 2} SA", f"F-{at:03}", day, day.replace(month=6), 10.0 + at]
        for at, day in enumerate(DAYS)
    ]
    with pytest.raises(QuestionsError) as caught:
        read_rows(rows)
    assert caught.value.option == "--currency"
