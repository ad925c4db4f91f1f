"""Rates against a currency that is not the company's: the pages of central banks."""

from __future__ import annotations

import pytest

from app.enums import SyncKind
from app.errors import RefusedError
from app.services.sync.model import QuestionsError
from tests.builders.reading import read_rows


def euro_page(*above):
    rows = [["Currency", "", "Spot"], ["USD", "US dollar", 1.25], ["GBP", "Pound sterling", 0.8], ["JPY", "Yen", 160.0]]
    return [*([line] for line in above), *rows]


def test_a_page_of_a_central_bank_is_against_its_own_currency():
    rows = euro_page("Euro foreign exchange reference rates: 20 June 2026", "All currencies quoted against the euro")
    with pytest.raises(QuestionsError) as asked:
        read_rows(rows, default_currency="GBP")
    assert [question.option for question in asked.value.questions] == ["--rates-per"]
    read = read_rows(rows, default_currency="GBP", rates_per="base")
    assert {row.values[1]: row.values[3] for row in read.rows} == {"EUR": "0.8", "USD": "0.64", "JPY": "0.005"}


def test_a_page_that_has_a_rate_of_our_own_currency_and_does_not_say_of_which_is_refused():
    with pytest.raises(RefusedError) as refused:
        read_rows(euro_page("Rates of 20 June 2026"), default_currency="GBP", rates_per="base", kind=SyncKind.RATES)
    assert refused.value.code == "rates_against"


@pytest.mark.parametrize("heading", ["Rate to EUR", "EUR rate", "Exchange rate (EUR)", "Kurs zu EUR", "Rate"])
def test_a_rate_that_names_the_other_currency_in_its_heading_is_one(heading):
    rows = [["Date", "Currency", heading], ["2026-10-30", "USD", "0.9215"], ["2026-10-30", "GBP", "1.1820"]]
    read = read_rows(rows, default_currency="EUR", rates_per="unit")
    assert {row.values[1]: row.values[3] for row in read.rows} == {"USD": "0.9215", "GBP": "1.182"}
