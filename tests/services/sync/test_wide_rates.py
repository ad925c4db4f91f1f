"""Rates with a column for each currency: one record for each rate of a row, and no rates of what may be balances."""

from __future__ import annotations

import pytest

from app.enums import SyncKind
from app.errors import RefusedError
from app.services.sync.model import QuestionsError
from app.services.sync.values.quotations import rated_in
from tests.builders.reading import read_rows

TITLE = ["Exchange rates"]
HEAD = ["Date", "USD", "EUR", "100 KRW"]
BODY = [["2026-04-01", 150.1, 160.2, 10.5], ["2026-04-02", 150.4, "", 10.6]]
KNOWN = {"USD": "148.2", "EUR": "161", "KRW": "0.104"}


def listed(read):
    return [(row.row, *row.values) for row in read.rows]


@pytest.mark.parametrize(
    ("heading", "rated"),
    [("USD", ("USD", "", 1)), ("usd/jpy", ("USD", "JPY", 1)), ("JPY (100)", ("JPY", "", 100)),
     ("米ドル", ("USD", "", 1)), ("Euro", ("EUR", "", 1)), ("Amount", None), ("USD Amount", None)],
)  # fmt: skip
def test_headings_that_are_currencies(heading, rated):
    assert rated_in(heading) == rated


def test_each_rate_of_a_row_is_a_record():
    read = read_rows([TITLE, HEAD, *BODY], default_currency="JPY", rates_per="unit")
    assert read.table.kind is SyncKind.RATES
    assert listed(read) == [
        (3, "2026-04-01", "USD", "JPY", "150.1"),
        (3, "2026-04-01", "EUR", "JPY", "160.2"),
        (3, "2026-04-01", "KRW", "JPY", "0.105"),
        (4, "2026-04-02", "USD", "JPY", "150.4"),
        (4, "2026-04-02", "KRW", "JPY", "0.106"),
    ]
    assert (read.table.rows.item, read.table.rows.read, str(read.table.as_of)) == (2, 2, "2026-04-02")


def test_the_other_way_round_and_pairs():
    head = ["Date", "USD", "GBP"]
    read = read_rows([TITLE, head, ["2026-04-01", 1.25, 0.8]], default_currency="EUR", rates_per="base")
    assert [row[4] for row in listed(read)] == ["0.8", "1.25"]
    pairs = ["Date", "EUR/USD", "USD/JPY"]
    read = read_rows([pairs, ["2026-04-01", 1.25, 150.0], ["2026-04-02", 1.26, 150.0]], default_currency="EUR")
    assert [row[2:] for row in listed(read)][:2] == [("USD", "EUR", "0.8"), ("JPY", "EUR", "0.005333333333")]


def test_known_rates_prove_what_the_columns_are_and_which_way_they_go():
    read = read_rows([HEAD, *BODY], default_currency="JPY", known_rates=KNOWN)
    assert read.table.kind is SyncKind.RATES
    assert len(read.rows) == 5


def test_columns_of_currencies_may_be_balances():
    with pytest.raises(RefusedError) as refused:
        read_rows([HEAD, *BODY], default_currency="JPY")
    assert "--kind rates" in str(refused.value.do)
    with pytest.raises(QuestionsError) as asked:
        read_rows([HEAD, *BODY], default_currency="JPY", kind=SyncKind.RATES)
    assert [question.option for question in asked.value.questions] == ["--rates-per"]


def test_a_rate_that_cannot_be_read_or_stands_twice_rejects_its_row():
    rows = [*BODY, ["2026-04-02", 150.9, "", ""], ["2026-04-03", "n/k", 161.0, 10.4], ["", "", "", "Source: bank"]]
    read = read_rows([TITLE, HEAD, *rows], default_currency="JPY", rates_per="unit")
    assert [(one.row, one.column) for one in read.table.rejected] == [(5, "USD"), (6, "USD")]
    assert len(read.rows) == 5
    assert read.table.rows.skipped == 1


def test_rates_between_currencies_in_rows_and_columns_are_not_taken_for_days():
    rows = [["Exchange rates"], ["Currency", "USD", "EUR"], ["JPY", 150.1, 160.2], ["CNY", 7.1, 7.8]]
    with pytest.raises(RefusedError):
        read_rows(rows, default_currency="JPY", rates_per="unit")
