"""Amounts, dates, telephone numbers and words as each locale writes them."""

from __future__ import annotations

from datetime import date

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from app.money import Money
from app.services.letters.locales import letter_locale
from app.services.letters.locales.es import first_surname
from app.services.letters.request import LetterOptions, Person
from app.services.letters.wording import formats
from app.services.letters.wording.amounts_in_words import new_taiwan_dollars, renminbi, whole

DAY = date(2026, 3, 5)
PLAIN = LetterOptions()


def amount(locale: str, minor: int, currency: str, *, iso: bool = False, options: LetterOptions = PLAIN) -> str:
    return letter_locale(locale).amount(Money(minor, currency), iso=iso, options=options).replace("\u00a0", "·")


@pytest.mark.parametrize(
    ("locale", "minor", "currency", "home", "iso"),
    [
        ("ja_JP", 1234000, "JPY", "1,234,000円", "JPY·1,234,000"),
        ("zh_Hans_CN", 123450, "CNY", "¥1,234.50", "CNY·1,234.50"),
        ("zh_Hant_TW", 5250000, "TWD", "NT$52,500", "TWD·52,500"),
        ("es_ES", 1234560, "EUR", "12.345,60·€", "12.345,60·EUR"),
        ("es_MX", 8430000, "MXN", "$84,300.00·MXN", "MXN·84,300.00"),
        ("pt_BR", 1845000, "BRL", "R$·18.450,00", "BRL·18.450,00"),
        ("pt_PT", 1234560, "EUR", "12·345,60·€", "12·345,60·EUR"),
        ("en_US", 123450, "USD", "$1,234.50", "USD·1,234.50"),
        ("en_GB", 1000000, "GBP", "£10,000.00", "GBP·10,000.00"),
    ],
)
def test_home_form_and_form_with_code(locale, minor, currency, home, iso):
    assert amount(locale, minor, currency) == home
    assert amount(locale, minor, currency, iso=True) == iso


@pytest.mark.parametrize("locale", ["ja_JP", "zh_Hans_CN", "en_GB", "es_MX"])
def test_a_foreign_currency_has_its_code_also_at_home(locale):
    assert amount(locale, 123456, "CHF").startswith("CHF·1,234.56")


def test_fractions_are_rounded_half_up_before_formatting():
    assert amount("zh_Hant_TW", 5250050, "TWD") == "NT$52,501"
    assert amount("zh_Hant_TW", 5250149, "TWD") == "NT$52,501"
    assert amount("es_MX", 5250050, "COP") == "COP·52,501"
    assert amount("es_MX", 5250050, "COP", options=LetterOptions(cop_decimals=True)) == "COP·52,500.50"


def test_negative_amounts_have_a_true_minus():
    assert amount("en_GB", -123450, "GBP") == "£\u22121,234.50"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("ja_JP", "2026年3月5日"),
        ("zh_Hans_CN", "2026年3月5日"),
        ("zh_Hant_TW", "2026年3月5日"),
        ("es_ES", "5 de marzo de 2026"),
        ("es_MX", "5 de marzo de 2026"),
        ("pt_BR", "5 de março de 2026"),
        ("pt_PT", "5 de março de 2026"),
        ("en_US", "March 5, 2026"),
        ("en_GB", "5 March 2026"),
    ],
)
def test_long_dates(locale, text):
    assert letter_locale(locale).long_date(DAY, PLAIN) == text


def test_table_dates_leave_no_doubt():
    assert letter_locale("ja_JP").table_date(DAY, PLAIN) == "2026/03/05"
    assert letter_locale("es_ES").table_date(DAY, PLAIN) == "05/03/2026"
    assert letter_locale("en_US").table_date(DAY, PLAIN) == "March 5, 2026"


def test_calendars_of_japan_and_taiwan():
    assert formats.wareki(DAY) == "令和8年3月5日"
    assert formats.wareki(date(2019, 5, 1)) == "令和元年5月1日"
    assert formats.wareki(date(2019, 4, 30)) == "平成31年4月30日"
    assert formats.minguo(DAY) == "中華民國115年3月5日"
    wareki = LetterOptions(ja_calendar="wareki")
    assert letter_locale("ja_JP").table_date(DAY, wareki) == "令和8年3月5日"
    with pytest.raises(ValueError, match="1900"):
        formats.wareki(date(1900, 1, 1))


@pytest.mark.parametrize(
    ("stored", "country", "home"),
    [
        ("+81 3 1234 5678", "JP", "03-1234-5678"),
        ("+86 21 5888 1234", "CN", "021-5888 1234"),
        ("+886 2 2345 6789", "TW", "02-2345-6789"),
        ("+34 912 34 56 78", "ES", "912 34 56 78"),
        ("+351 210 123 456", "PT", "210 123 456"),
        ("+52 55 1234 5678", "MX", "(55) 1234 5678"),
        ("+55 11 3456 7890", "BR", "(11) 3456-7890"),
        ("+1 212 555 0100", "US", "(212) 555-0100"),
        ("+44 20 7946 0123", "GB", "020 7946 0123"),
        ("03-1234-5678", "JP", "03-1234-5678"),
        ("+81312345678", "JP", "+81312345678"),
        ("+49 30 123456", "DE", "+49 30 123456"),
    ],
)
def test_telephone_numbers_at_home_and_abroad(stored, country, home):
    assert formats.phone(stored, country, abroad=False) == home
    assert formats.phone(stored, country, abroad=True) == stored


VECTORS = {
    140950: "人民币壹仟肆佰零玖元伍角整",
    600714: "人民币陆仟零柒元壹角肆分",
    168032: "人民币壹仟陆佰捌拾元叁角贰分",
    1640902: "人民币壹万陆仟肆佰零玖元零贰分",
    32504: "人民币叁佰贰拾伍元零肆分",
    500200: "人民币伍仟零贰元整",
    10700053: "人民币壹拾万零柒仟元伍角叁分",
    10000000000: "人民币壹亿元整",
    10000000100: "人民币壹亿零壹元整",
    1001000000: "人民币壹仟零壹万元整",
    5: "人民币伍分",
    50: "人民币伍角整",
    0: "人民币零元整",
    12000000: "人民币壹拾贰万元整",
    100050000: "人民币壹佰万零伍佰元整",
    1203400500: "人民币壹仟贰佰零叁万肆仟零伍元整",
}


@pytest.mark.parametrize(("fen", "words"), VECTORS.items())
def test_renminbi_in_words(fen, words):
    assert renminbi(fen) == words


def test_new_taiwan_dollars_in_words():
    assert new_taiwan_dollars(52500) == "新臺幣伍萬貳仟伍佰元整"
    assert new_taiwan_dollars(123456789) == "新臺幣壹億貳仟參佰肆拾伍萬陸仟柒佰捌拾玖元整"


_VALUE = {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}


def _read(words: str) -> int:
    """Read capital numerals back."""
    total = group = digit = 0
    for char in words:
        if char in _VALUE:
            digit = _VALUE[char]
        elif char in "拾佰仟":
            group += digit * 10 ** ("拾佰仟".index(char) + 1)
            digit = 0
        else:
            total = (total + group + digit) * 10**4 if char == "万" else (total + group + digit) * 10**8
            group = digit = 0
    return total + group + digit


@given(st.integers(1, 10**12 - 1))
def test_words_read_back_to_the_number(number):
    words = whole(number)
    if number < 10**8:
        assert _read(words) == number
    assert "零零" not in words
    assert not words.endswith("零")


@given(st.integers(-(10**12), 10**12), st.sampled_from(["JPY", "CNY", "EUR", "USD", "KWD"]))
def test_figures_read_back_to_the_amount(minor, currency):
    places = formats.printed_decimals(currency)
    value = formats.rounded(minor, currency, places)
    text = formats.number(value, places, Locale.parse("es_ES"))
    read = text.replace(".", "").replace(",", ".").replace(formats.MINUS, "-")
    assert value == type(value)(read)


@pytest.mark.parametrize(
    ("family", "first"),
    [("Gómez Ruiz", "Gómez"), ("de la Torre Núñez", "de la Torre"), ("Ibarra", "Ibarra"), ("del Río", "del Río")],
)
def test_spanish_greets_by_the_first_surname(family, first):
    assert first_surname(family) == first


@pytest.mark.parametrize(
    ("locale", "title", "form"),
    [
        ("en_GB", "Ms", ("f", "Ms")),
        ("en_GB", "MR.", ("m", "Mr")),
        ("en_GB", "Dr", ("n", "Dr")),
        ("en_GB", None, ("", "")),
        ("en_GB", "Sra.", ("", "")),
        ("es_ES", "D.ª", ("f", "Sra.")),
        ("es_ES", "Lic.", ("", "")),
        ("es_MX", "Lic.", ("n", "Lic.")),
        ("es_MX", "C.P.", ("n", "C.P.")),
        ("pt_PT", "Eng.ª", ("f", "Senhora Eng.ª")),
        ("pt_PT", "Sra.", ("f", "Senhora D.")),
        ("ja_JP", None, ("n", "様")),
    ],
)
def test_only_a_stored_title_decides_the_greeting(locale, title, form):
    assert letter_locale(locale).address_form(Person("Gómez", "Laura", title)) == form


@pytest.mark.parametrize(
    ("locale", "person", "address", "greeted"),
    [
        ("es_ES", Person("Gómez Ruiz", "Laura", "Sra."), "D.ª Laura Gómez Ruiz", "Gómez"),
        ("es_ES", Person("de la Torre Núñez", "Íñigo", "D."), "D. Íñigo de la Torre Núñez", "De la Torre"),
        ("es_ES", Person("Ibarra", "Ainhoa", "Dra."), "Dra. Ainhoa Ibarra", "Ibarra"),
        ("es_ES", Person("Ibarra", "Ainhoa"), "Ainhoa Ibarra", "Ibarra"),
        ("es_ES", Person("Ana Gómez Ruiz", "", "Sra."), "D.ª Ana Gómez Ruiz", "Ana Gómez Ruiz"),
        ("es_MX", Person("Ramírez López", "Marta", "Lic."), "Lic. Marta Ramírez López", "Ramírez"),
        ("pt_BR", Person("Souza Lima", "Ana", "Sra."), "Sra. Ana Souza Lima", "Ana Lima"),
        ("pt_BR", Person("da Silva", "João", "Sr."), "Sr. João da Silva", "João da Silva"),
        ("pt_BR", Person("Filho", "Carlos Souza"), "Carlos Souza Filho", "Carlos Souza Filho"),
        ("pt_PT", Person("Sousa Pinto", "Ana", "Dra."), "Sra. Dra. Ana Sousa Pinto", "Ana Pinto"),
        ("pt_PT", Person("Gonçalves", "João", "Sr."), "Sr. João Gonçalves", "João Gonçalves"),
    ],
)
def test_a_reader_is_named_as_the_country_names_people(locale, person, address, greeted):
    assert letter_locale(locale).reader(person) == address
    assert letter_locale(locale).surname(person) == greeted


@pytest.mark.parametrize(
    ("locale", "department", "behind_a_noun"),
    [
        ("es_ES", "Departamento de Administración", "del Departamento de Administración"),
        ("es_ES", "Dirección Financiera", "de la Dirección Financiera"),
        ("es_MX", "Cuentas por Pagar", "de Cuentas por Pagar"),
        ("pt_BR", "Departamento Financeiro", "do Departamento Financeiro"),
        ("pt_BR", "Diretoria Financeira", "da Diretoria Financeira"),
        ("pt_BR", "Contas a Pagar", "de Contas a Pagar"),
        ("en_GB", "Accounts Payable", "Accounts Payable"),
    ],
)
def test_a_department_meets_its_article(locale, department, behind_a_noun):
    assert letter_locale(locale).of_department(department) == behind_a_noun


def test_brazil_writes_to_a_company_with_the_article_of_its_noun():
    brazil = letter_locale("pt_BR")
    assert [brazil.to_company(name) for name in ("Aços do Norte Ltda.", "Banco do Sul S.A.", "Grupo Azul", "")] == [
        "À",
        "Ao",
        "Ao",
        "À",
    ]
    assert letter_locale("pt_PT").to_company("Aços do Norte, Lda.") == ""


def test_the_first_of_a_month_is_an_ordinal_in_brazil():
    first = date(2026, 3, 1)
    assert letter_locale("pt_BR").long_date(first, PLAIN) == "1º de março de 2026"
    assert letter_locale("pt_BR").long_date(date(2026, 3, 11), PLAIN) == "11 de março de 2026"
    assert letter_locale("pt_PT").long_date(first, PLAIN) == "1 de março de 2026"


def test_three_dates_are_joined_as_the_language_does():
    assert "".join(letter_locale("en_GB").joined(["A", "B", "C"])) == "A, B and C"
    assert "".join(letter_locale("en_US").joined(["A", "B", "C"])) == "A, B, and C"
    assert "".join(letter_locale("en_US").joined(["A", "B"])) == "A, and B"
    assert "".join(letter_locale("es_ES").joined(["A", "B", "C"])) == "A, del B y del C"
    assert "".join(letter_locale("ja_JP").joined(["A", "B", "C"])) == "A、B及びC"
    assert "".join(letter_locale("en_GB").joined(["A"])) == "A"


def test_mail_abroad_names_the_country_for_the_senders_post():
    assert formats.postal_country("JP", "GB") == "JAPAN"
    assert formats.postal_country("JP", "ES") == "JAPÓN"
    assert formats.postal_country("ES", "BR") == "ESPANHA"
    assert formats.postal_country("US", "JP") == "UNITED STATES"


def test_a_table_in_taiwan_has_dates_that_fit_its_columns():
    taiwan = letter_locale("zh_Hant_TW")
    assert taiwan.table_date(DAY, LetterOptions(tw_calendar="minguo")) == "115/03/05"
    assert taiwan.table_date(DAY, LetterOptions()) == "2026/03/05"
