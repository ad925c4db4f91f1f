"""The patterns that judge letters hit what they should and nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.services.letters import patterns

CASES = [
    (
        patterns.PLACEHOLDER,
        ["Dear {name}", "%(total)s", "${x}", "{{ a }}", "due None"],
        ["1,234円", "100 %", "Nonesuch"],
    ),
    (
        patterns.GENDER_SLASH,
        ["Estimado/a cliente", "Prezado(a) Senhor(a)", "Exmo(a) Sr(a)", "Estimad@s", "amig@s"],
        ["Estimados señores:", "Prezados Senhores,", "pagos@empresa.com", "fatura(s)"],
    ),
    (patterns.YEN_DECIMALS, ["￥1,234.50", "JPY 1,234.0", "1,234.5円"], ["￥1,234", "USD 1,234.50", "1,234円"]),
    (patterns.YEN_DECIMALS_COMMA, ["JPY 1.234,0", "1.234,50 JPY"], ["JPY 1.234", "1.234 JPY", "1.234,50 USD"]),
    (patterns.TWD_DECIMALS, ["NT$52,500.00", "TWD 1.5"], ["NT$52,500", "TWD 52,500"]),
    (patterns.BARE_DOLLAR, ["$1,234.50", "Total: $ 500"], ["US$1", "NT$500", "R$ 10,00", "MXN 500.00"]),
    (patterns.JA_HALFWIDTH, ["請求書,納品書", "お願いします."], ["1,234円", "A.B株式会社", "お願いします。"]),
    (
        patterns.JA_CLASH,
        ["株式会社青空 御中 様", "経理部 様", "各位 様"],
        ["経理部 御中", "経理部長 田中一郎 様", "様式"],
    ),
    (patterns.JA_ROLE_SAMA, ["田中部長様"], ["経理部長 田中一郎 様"]),
    (
        patterns.ZH_HALFWIDTH,
        ["请付款,谢谢", "您好!", "截至今日.", "注意(重要)"],
        ["请付款，谢谢", "金额为1,234.50，请"],
    ),
    (patterns.ZH_BLANK, ["发票 INV-01", "INV-01 已到期"], ["发票INV-01", "CNY 1,234.50", "3250 1234 5678"]),
    (patterns.ZH_FOREIGN, ["亲爱的客户", "你公司"], ["贵公司", "您好"]),
    (patterns.TRADITIONAL, ["貴公司"], ["贵公司"]),
    (patterns.SIMPLIFIED, ["贵公司"], ["貴公司"]),
    (patterns.ES_COMMA, ["Estimados señores,", "Estimada Sra. Gómez,"], ["Estimados señores:"]),
    (patterns.ES_MONTH, ["5 de Marzo"], ["5 de marzo"]),
    (patterns.PT_MONTH, ["5 de Março", "1º de Maio"], ["5 de março", "Rio de Janeiro"]),
    (patterns.PT_BRAZILIAN, ["entre em contato", "o seu boleto"], ["entre em contacto", "a sua fatura"]),
    (patterns.PT_EUROPEAN, ["em contacto connosco", "Exmos. Senhores"], ["em contato conosco", "Prezados Senhores"]),
]


@pytest.mark.parametrize(("pattern", "bad", "good"), CASES)
def test_pattern_hits_what_it_should(pattern, bad, good):
    assert [text for text in bad if not pattern.search(text)] == []
    assert [text for text in good if pattern.search(text)] == []


def test_kinsoku_names_the_lines_that_break_it():
    assert patterns.kinsoku(["お願い申し上げます", "。以上"]) == ["。以上"]
    assert patterns.kinsoku(["金額（", "10円）"]) == ["金額（"]


@pytest.mark.parametrize(
    ("locale", "currency", "text", "native", "coded"),
    [
        ("ja_JP", "JPY", "合計 1,234,000円", ["1234000"], []),
        ("ja_JP", "USD", "合計 USD 1,234.50", [], ["1234.50"]),
        ("zh_Hant_TW", "TWD", "NT$52,500", ["52500"], []),
        ("es_ES", "EUR", "Total 12.345,60 € a 3,00 €", ["12345.60", "3.00"], []),
        ("es_ES", "USD", "Total 1.234,50 USD", [], ["1234.50"]),
        ("es_MX", "MXN", "por $84,300.00 MXN", ["84300.00"], []),
        ("pt_PT", "EUR", "no montante de 12\u00a0345,60\u00a0€", ["12345.60"], []),
        ("pt_PT", "EUR", "53 345,60\u00a0€", ["345.60"], []),
        ("pt_BR", "BRL", "R$ 1.234,50", ["1234.50"], []),
        ("en_GB", "GBP", "£10,000.00 and £2.00", ["10000.00", "2.00"], []),
    ],
)
def test_amounts_are_read_back(locale, currency, text, native, coded):
    assert patterns.amounts(text, locale, currency) == ([Decimal(n) for n in native], [Decimal(c) for c in coded])


@pytest.mark.parametrize(
    ("locale", "text", "found"),
    [
        ("ja_JP", "令和元年5月1日と2026年3月5日", [date(2019, 5, 1), date(2026, 3, 5)]),
        ("zh_Hant_TW", "中華民國115年3月5日", [date(2026, 3, 5)]),
        ("es_MX", "el 5 de marzo de 2026", [date(2026, 3, 5)]),
        ("pt_PT", "1 de setembro de 2026", [date(2026, 9, 1)]),
        ("pt_BR", "até 1º de setembro de 2026", [date(2026, 9, 1)]),
        ("en_US", "by March 5, 2026.", [date(2026, 3, 5)]),
        ("en_GB", "by 5 March 2026.", [date(2026, 3, 5)]),
    ],
)
def test_long_dates_are_read_back(locale, text, found):
    assert patterns.long_dates(text, locale) == found
