"""Amounts that stand in a column of their own for each currency."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.i18n import render
from app.services.sync.files.grid import Book, Grid
from app.services.sync.questions import QuestionsError
from tests.builders.reading import Read, read_book, read_rows

HEAD = ["Customer", "Name", "Invoice", "Date", "Due date"]


def row(at: int, *amounts: object) -> list[object]:
    days = date(2026, 4, 1 + at), date(2026, 5, 1 + at)
    return [f"C{at // 3}", f"Firm {at // 3}", f"I{at}", *days, *amounts]


def read(headings: list[str], *amounts: tuple[Any, ...], **options: Any) -> Read:
    return read_rows([[*HEAD, *headings], *(row(at, *cells) for at, cells in enumerate(amounts))], **options)


def opened(found: Read) -> list[tuple[str, int, str]]:
    return [(item.number, item.open, item.currency) for item in found.rows]


@pytest.mark.parametrize(
    ("headings", "codes"),
    [
        (["Balance USD", "Balance EUR"], ("USD", "EUR")),
        (["USD Balance", "EUR Balance"], ("USD", "EUR")),
        (["Saldo S/", "Saldo US$"], ("PEN", "USD")),
        (["Open (CHF)", "Open (EUR)"], ("CHF", "EUR")),
        (["残高(円)", "残高(USD)"], ("JPY", "USD")),
        (["未收余额USD", "未收余额CNY"], ("USD", "CNY")),
    ],
)
@pytest.mark.parametrize("blank", ["", 0.0])
def test_each_amount_counts_in_the_currency_of_its_heading(headings, codes, blank):
    found = read(headings, (100.0, blank), (blank, 50.0), (200.0, blank), (blank, 70.0))
    parts = [100 if code == "JPY" else 1 for code in codes]
    assert opened(found) == [
        ("I0", 10000 // parts[0], codes[0]), ("I1", 5000 // parts[1], codes[1]),
        ("I2", 20000 // parts[0], codes[0]), ("I3", 7000 // parts[1], codes[1]),
    ]  # fmt: skip
    (said,) = [str(render(warning.text)) for warning in found.table.warnings if warning.code == "columns_folded"]
    assert all(f"“{heading}”" in said for heading in headings)


def test_a_day_on_which_one_currency_has_no_rows_is_read_alike():
    found = read(["Balance USD", "Balance EUR"], (100.0, ""), (50.0, ""))
    assert {item.currency for item in found.rows} == {"USD"}
    both = read(["Balance USD", "Balance EUR"], (100.0, ""), ("", 50.0))
    assert found.table.layout == both.table.layout


def test_original_and_open_amounts_go_together_and_a_column_of_currencies_is_kept():
    headings = ["Moneda", "Importe S/", "Importe US$", "Saldo S/", "Saldo US$"]
    found = read(headings, ("US$", "", 90.0, "", 80.0), ("S/", 70.0, "", 60.0, ""), ("", 50.0, "", 40.0, ""))
    assert [(item.original, item.open, item.currency) for item in found.rows] == [
        (9000, 8000, "USD"), (7000, 6000, "PEN"), (5000, 4000, "PEN"),
    ]  # fmt: skip


def test_a_row_that_fills_both_is_rejected_with_both_amounts():
    found = read(
        ["Balance USD", "Balance EUR"], (100.0, ""), ("", 50.0), (10.0, 20.0), ("", 70.0), (5.0, ""), (6.0, "")
    )
    assert [(bad.row, bad.value, bad.number) for bad in found.table.rejected] == [(4, "10 USD + 20 EUR", "I2")]
    assert len(found.rows) == 5


def test_what_an_amount_comes_to_in_another_currency_is_no_item():
    with pytest.raises(QuestionsError) as asked:
        read(["Balance USD", "Balance EUR"], *((100.0 + at, 92.0 + at) for at in range(6)))
    assert [question.option for question in asked.value.questions] == ["--layout"]
    found = read(["Balance USD", "Balance EUR"], *((100.0 + at, 92.0 if at == 3 else "") for at in range(8)))
    assert (len(found.rows), {item.currency for item in found.rows}) == (8, {"USD"})
    assert "columns_folded" not in found.codes


def test_a_column_of_currencies_that_says_something_else_is_not_overruled():
    with pytest.raises(QuestionsError) as asked:
        read(["Currency", "Balance USD", "Balance EUR"], ("EUR", 100.0, ""), ("EUR", "", 50.0), ("USD", 9.0, ""))
    assert asked.value.questions


def test_an_error_and_a_total_stay_with_their_rows():
    rows = [[*HEAD, "Balance USD", "Balance EUR"], row(0, 100.0, ""), row(1, "", ""), row(2, "", 30.0),
            ["Total", *[""] * 4, 100.0, 30.0]]  # fmt: skip
    book = Book("xlsx", ("Sheet1",), lambda _name: Grid.of_rows("Sheet1", rows, errors={(2, 6): "#REF!"}))
    found = read_book(book, "file.xlsx", {})
    assert opened(found) == [("I0", 10000, "USD"), ("I2", 3000, "EUR")]
    assert [(bad.row, bad.value) for bad in found.table.rejected] == [(3, "#REF!")]
    assert found.table.rows.total == 1


def test_a_sign_of_several_currencies_is_asked_about():
    rows = (100.0, ""), ("", 50.0), (20.0, "")
    with pytest.raises(QuestionsError) as asked:
        read(["Saldo $", "Saldo U$S"], *rows)
    assert [question.option for question in asked.value.questions] == ["--currency"]
    found = read(["Saldo $", "Saldo U$S"], *rows, currency="ARS")
    assert opened(found) == [("I0", 10000, "ARS"), ("I1", 5000, "USD"), ("I2", 2000, "ARS")]


def test_what_was_put_together_is_shown_under_the_headings_of_the_file():
    found = read(["Saldo S/", "Saldo US$"], (100.0, ""), ("", 50.0))
    seen = {column.field: column.seen for column in found.table.columns}
    assert seen["open"] == seen["currency"] == "Saldo S/ + Saldo US$"
    assert seen["number"] == "Invoice"
    kept = read(["Moneda", "Saldo S/", "Saldo US$"], ("S/", 100.0, ""), ("US$", "", 50.0))
    assert {column.field: column.seen for column in kept.table.columns}["currency"] == "Moneda"


def test_the_money_of_the_country_is_that_of_its_heading() -> None:
    head = ["RUC", "Razón social", "Número", "Fec. Doc.", "Fec. Venc.", "Mon.", "Saldo S/", "Saldo US$"]
    rows = [
        [f"2010{at % 2}", f"Minera {at % 2}", f"F{at}", f"2026-05-0{at + 1}", f"2026-06-0{at + 1}",
         "MN" if at % 3 else "US", 10.5 + at if at % 3 else "", "" if at % 3 else 20.5 + at]
        for at in range(8)
    ]  # fmt: skip
    assert [row.currency for row in read_rows([head, *rows]).rows] == ["USD", "PEN", "PEN"] * 2 + ["USD", "PEN"]
    alone = [[*row[:5], "MN", row[6] or 5.0] for row in rows]
    with pytest.raises(QuestionsError) as caught:
        read_rows([[*head[:6], "Saldo"], *alone])
    assert caught.value.questions[0].choices == ("MXN", "PEN")
