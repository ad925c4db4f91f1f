"""Payment terms in words, and codes learned from rows that have both dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.sync.values.terms import learn, parse_terms


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Net 45", date(2026, 5, 9)),
        ("D(60)", date(2026, 5, 24)),
        ("30 Days", date(2026, 4, 24)),
        ("2/10N30", date(2026, 4, 24)),
        ("2% 10, Net 30", date(2026, 4, 24)),
        ("30 días", date(2026, 4, 24)),
        ("Crédito 30 días", date(2026, 4, 24)),
        ("28 DDL", date(2026, 4, 22)),
        ("30 Tage netto", date(2026, 4, 24)),
        ("14 Tage 2% Skonto, 30 Tage netto", date(2026, 4, 24)),
        ("Zahlbar innerhalb von 14 Tagen", date(2026, 4, 8)),
        ("Due on receipt", date(2026, 3, 25)),
        ("à vista", date(2026, 3, 25)),
        ("contado", date(2026, 3, 25)),
        ("即期", date(2026, 3, 25)),
        ("月末締め翌月末払い", date(2026, 4, 30)),
        ("20日締め翌月10日払い", date(2026, 5, 10)),
        ("末締め翌々月10日", date(2026, 5, 10)),
        ("月末締翌月末", date(2026, 4, 30)),
        ("請求書発行後30日", date(2026, 4, 24)),
        ("月结30天", date(2026, 4, 30)),
        ("Net 30 EOM", date(2026, 4, 30)),
        ("30 días fin de mes", date(2026, 4, 30)),
        ("15th prox", date(2026, 4, 15)),
        ("90 天", date(2026, 6, 23)),
        ("N30EOM", date(2026, 4, 30)),
        ("30 days EOM", date(2026, 4, 30)),
        ("60 dias fora o mês", date(2026, 5, 31)),
        ("30 DFM", date(2026, 4, 30)),
        ("30 dias da data da fatura", date(2026, 4, 24)),
        ("60 días fecha de factura", date(2026, 5, 24)),
        ("30 Tage nach Rechnungsdatum", date(2026, 4, 24)),
        ("sofort ohne Abzug", date(2026, 3, 25)),
        ("CIA", date(2026, 3, 25)),
        ("款到发货", date(2026, 3, 25)),
        ("即日", date(2026, 3, 25)),
        ("當月結", date(2026, 3, 31)),
        ("次月底付款", date(2026, 4, 30)),
        ("下个月10日前付款", date(2026, 4, 10)),
        ("翌々月10日払い", date(2026, 5, 10)),
        ("3ヶ月後", date(2026, 6, 25)),
        ("Net 1 month", date(2026, 4, 25)),
        ("2 weeks", date(2026, 4, 8)),
    ],
)
def test_due_date_of_25_march_2026(text, due):
    terms = parse_terms(text)
    assert terms is not None
    assert terms.due(date(2026, 3, 25)) == due


@pytest.mark.parametrize(
    "text", ["NAH4", "0001", "Z030", "30/60/90", "see contract", "", "Net 9999", "USD", "2026-05-01"]
)
def test_what_does_not_say_when_is_not_guessed(text):
    assert parse_terms(text) is None


def test_a_month_later_is_its_last_day_where_it_is_shorter():
    assert parse_terms("1 month").due(date(2026, 1, 31)) == date(2026, 2, 28)


def test_closing_runs_over_the_year_and_short_months():
    terms = parse_terms("月末締め翌月末払い")
    assert terms.due(date(2026, 12, 31)) == date(2027, 1, 31)
    assert terms.due(date(2027, 1, 15)) == date(2027, 2, 28)


@given(st.integers(0, 365), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_plain_days_are_added(days, day):
    for text in (f"Net {days}", f"{days} days", f"N{days}", f"{days} días", f"{days} Tage"):
        assert parse_terms(text).due(day) == day + timedelta(days)


def test_a_code_is_learned_from_rows_that_have_both_dates():
    rows = [
        ("NAH4", "2026-01-05", "2026-01-20"),
        ("NAH4", "2026-02-05", "2026-02-20"),
        ("NAH4", "2026-03-01", "2026-03-16"),
    ]
    assert learn(rows)["NAH4"].due(date(2026, 6, 1)) == date(2026, 6, 16)


def test_two_rows_or_quarrelling_rows_teach_nothing():
    assert not learn([("X1", "2026-01-05", "2026-01-20"), ("X1", "2026-02-05", "2026-02-20")])
    assert not learn([("X1", "2026-01-05", f"2026-01-{day}") for day in (20, 21, 22, 23)])
