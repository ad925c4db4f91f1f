"""Folding, account keys and currencies of single cells."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.services.sync.values import text
from app.services.sync.values.currency import in_heading, in_number_format, meaning


@pytest.mark.parametrize(
    ("seen", "key"),
    [
        ("0000001100", "1100"),
        ("1100", "1100"),
        ("'0502939411", "502939411"),
        ("０００１１００", "1100"),
        (" C-0071 ", "C-0071"),
        ("000", "0"),
        ("00A1", "00A1"),
    ],
)
def test_account_keys(seen, key):
    assert text.account_key(seen) == key


@given(st.text(max_size=30))
def test_an_account_key_is_its_own_key(seen):
    key = text.account_key(seen)
    assert text.account_key(key) == key


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("*InvoiceDate", "invoicedate"),
        ("P. O. #", "po"),
        ("Razão\u00a0Social.", "razaosocial"),
        ("\ufeffCustomer_ID", "customerid"),
        ("ｱｶｳﾝﾄ", "アカウント"),
        ("Nº Título", "notitulo"),
    ],
)
def test_heading_keys(heading, key):
    assert text.heading_key(heading) == key


def test_kana_with_and_without_voicing_are_different():
    assert text.fold("ガ") != text.fold("カ")


@given(
    st.lists(st.one_of(st.text(max_size=12), st.sampled_from(["-", "N/A", " x ", "'5", "a  b", "ﾌﾘｶﾞﾅ"])), max_size=20)
)
@example(["\x00¡"])
def test_the_quick_way_through_a_column_is_the_careful_one(cells):
    assert text.text_column(cells) == [text.cell_text(cell) for cell in cells]


def test_numbers_as_identifiers_keep_their_digits():
    assert text.text_column([4711.0, 12.0, "", "0012"]) == ["4711", "12", None, "0012"]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("usd", "USD"),
        ("US$", "USD"),
        ("R$", "BRL"),
        ("人民币", "CNY"),
        ("円", "JPY"),
        ("NT$", "TWD"),
        ("€", "EUR"),
        ("XXX", None),
        ("British pound", "GBP"),
        ("US Dollars", "USD"),
        ("Britisches Pfund", "GBP"),
        ("Schweizer Franken", "CHF"),
        ("dólar canadiense", "CAD"),
        ("Pound & Sons", None),
    ],
)
def test_currency_words(word, code):
    assert meaning(word).code == code


@pytest.mark.parametrize("sign", ["$", "¥", "R", "kr", "元"])
def test_signs_of_several_currencies_are_doubts(sign):
    found = meaning(sign)
    assert found.code is None
    assert len(found.choices) > 1


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ("[$R$-416] #,##0.00", "BRL"),
        ('#,##0.00 "EUR"', "EUR"),
        ("[$¥-411]#,##0", "JPY"),
        ("[$¥-804]#,##0.00", "CNY"),
        ("[$$-409]#,##0.00", "USD"),
        ("[$$-80A]#,##0.00", "MXN"),
        ('"$"#,##0.00', None),
        ("[$-409]d-mmm", None),
        ("#,##0.00", None),
    ],
)
def test_currency_of_number_formats(code, currency):
    assert in_number_format(code).code == currency


@pytest.mark.parametrize(
    ("heading", "currency"),
    [
        ("Amount (USD)", "USD"),
        ("金額(円)", "JPY"),
        ("Saldo EUR", "EUR"),
        ("Amount in Doc. Curr.", None),
        ("GL Account", None),
    ],
)
def test_currency_of_headings(heading, currency):
    assert in_heading(heading).code == currency
