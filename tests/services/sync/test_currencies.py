"""The currency of every row: lines above the table, headings among the rows, signs in the amounts; never a guess."""

from __future__ import annotations

import pytest

from app.services.sync.model import QuestionsError
from app.services.sync.values.currency import in_title, said
from tests.builders.reading import read_rows

HEAD = ["Account", "Invoice No", "Invoice Date", "Due Date", "Open Amount"]


def item(number, amount, account="C1"):
    return [account, number, "2026-04-01", "2026-05-01", amount]


def owed(read):
    return [(row.number, row.currency, row.open) for row in read.rows]


def asked(rows, **options):
    with pytest.raises(QuestionsError) as caught:
        read_rows(rows, **options)
    return {question.option: question for question in caught.value.questions}


# ---------------------------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("USD", "USD"),
        ("Currency: USD", "USD"),
        ("币种：美元", "USD"),
        ("通貨: USD", "USD"),
        ("通貨：日本円", "JPY"),
        ("Moneda: Pesos colombianos", "COP"),
        ("Belegwährung = EUR", "EUR"),
        ("JPY - Japanese Yen", "JPY"),
        ("US Dollar (USD)", "USD"),
        ("€", "EUR"),
    ],
)
def test_lines_that_state_a_currency_and_nothing_else(line, code):
    assert said(line).code == code


@pytest.mark.parametrize(
    "line", ["Real", "Sol", "Euro Foods", "Dollar General", "USD Holdings", "Currency Exchange Ltd", "usd", "USD / EUR"]
)
def test_names_of_customers_are_no_currencies(line):
    assert said(line).code is None


@pytest.mark.parametrize(
    ("title", "code", "choices"),
    [
        ("Currency: EUR", "EUR", ()),
        ("Open items in euros", "EUR", ()),
        ("Saldos en MXN", "MXN", ()),
        ("币种:人民币 单位:元", "CNY", ()),
        ("AGING FOR ALL CUSTOMERS", None, ()),
        ("TOP 50 OPEN ITEMS", None, ()),
        ("Currency: ALL", None, ()),
        ("Currencies: USD, EUR", None, ("USD", "EUR")),
    ],
)
def test_lines_above_a_table(title, code, choices):
    assert in_title(title)[:2] == (code, choices)


def test_a_line_above_that_names_several_currencies_is_asked():
    question = asked([["Currencies: USD, EUR"], HEAD, item("N1", "10.00")])["--currency"]
    assert question.choices == ("USD", "EUR")
    assert str(question.evidence) == "The lines above the table name several currencies: USD, EUR."


# ----------------------------------------------------------------------------------------- headings among the rows


@pytest.mark.parametrize(
    ("dollars", "yen"),
    [
        (["Currency: USD"], ["Currency: JPY"]),
        (["币种：美元"], ["币种：日元"]),
        (["通貨: USD"], ["通貨: JPY"]),
        (["", "USD"], ["", "JPY"]),
        (["Currency:", "USD"], ["Currency:", "JPY - Japanese Yen"]),
        (["Moneda", "Dólares"], ["Moneda", "Yen"]),
        (["Currency: USD", " ", " ", " ", " "], ["Currency: JPY", " ", " ", " ", " "]),
        (["Currency: USD", "", "", "", "-"], ["Currency: JPY", "", "", "", "-"]),
    ],
)
def test_headings_among_the_rows_say_the_currency_of_those_below(dollars, yen):
    read = read_rows([HEAD, dollars, item("N1", "1,500.25"), yen, item("N2", "110,000"), item("N3", "25,000", "C2")])
    assert owed(read) == [("N1", "USD", 150_025), ("N2", "JPY", 110_000), ("N3", "JPY", 25_000)]
    assert (read.table.rows.item, read.table.rows.group, read.table.rows.read) == (3, 2, 5)


def test_a_heading_among_the_rows_counts_more_than_the_line_above_the_table():
    first, again = ["Currency: USD"], ["Currency: EUR"]
    read = read_rows([first, HEAD, item("N1", "10.00"), again, HEAD, item("N2", "7.00")])
    assert owed(read) == [("N1", "USD", 1000), ("N2", "EUR", 700)]


def test_rows_above_the_first_heading_are_asked_and_told():
    rows = [HEAD, item("N0", "1.00"), ["Currency: EUR"], item("N1", "10.00")]
    assert asked(rows)["--currency"].column == "Open Amount"
    assert owed(read_rows(rows, currency="USD")) == [("N0", "USD", 100), ("N1", "EUR", 1000)]


def test_a_heading_that_means_several_currencies_is_asked_with_them():
    rows = [HEAD, ["Currency: $"], item("N1", "10.00"), ["Currency: EUR"], item("N2", "7.00")]
    assert "MXN" in asked(rows)["--currency"].choices
    assert owed(read_rows(rows, currency="MXN")) == [("N1", "MXN", 1000), ("N2", "EUR", 700)]


def test_rows_without_a_currency_of_their_own_take_that_of_their_heading():
    head = [*HEAD, "Currency"]
    rows = [head, ["Currency: USD"], [*item("N1", "10.00"), ""], [*item("N2", "5.00"), "EUR"]]
    assert owed(read_rows(rows)) == [("N1", "USD", 1000), ("N2", "EUR", 500)]


def test_customers_and_currencies_in_headings_of_their_own_or_of_one_row():
    head = HEAD[1:]
    rows = [
        head,
        ["C001 - Acme Ltd", "", "", ""],
        ["Currency: USD", "", "", ""],
        item("N1", "10.00")[1:],
        ["Currency: EUR", "", "", ""],
        item("N2", "5.00")[1:],
        ["Customer: C002 - Beta Ltd", "Currency: USD", "", ""],
        item("N3", "7.00")[1:],
        ["C003 - Real (Currency: BRL)", "", "", ""],
        item("N4", "8.00")[1:],
    ]
    read = read_rows(rows)
    assert [(row.account, row.currency) for row in read.rows] == [
        ("C001", "USD"), ("C001", "EUR"), ("C002", "USD"), ("C003", "BRL"),
    ]  # fmt: skip
    assert [read.accounts[key].name for key in ("C001", "C002", "C003")] == ["Acme Ltd", "Beta Ltd", "Real"]


def test_totals_of_each_currency_and_one_over_all_of_them():
    rows = [
        HEAD,
        ["Currency: USD"],
        item("N1", "10.00"),
        ["Total", "", "", "", "10.00"],
        ["Currency: EUR"],
        item("N2", "7.00"),
        item("N3", "8.00"),
        ["Total", "", "", "", "15.00"],
        ["Grand total", "", "", "", "25.00"],
    ]
    read = read_rows(rows)
    assert dict(read.table.own_totals) == {"USD": 1000, "EUR": 1500}
    assert "own_total_differs" not in read.codes
    assert (read.table.rows.item, read.table.rows.total, read.table.rows.group) == (3, 3, 2)
    rows[3][-1] = "12.00"
    assert "own_total_differs" in read_rows(rows).codes


# ------------------------------------------------------------------------------------------- signs in the amounts


def test_signs_of_several_currencies_in_one_column_are_of_their_rows():
    rows = [HEAD, item("N1", "€110.00"), item("N2", "US$5.00"), item("N3", "£7.00"), ["Total", "", "", "", "€110.00"]]
    read = read_rows(rows, currency="BRL")
    assert owed(read) == [("N1", "EUR", 11_000), ("N2", "USD", 500), ("N3", "GBP", 700)]
    assert dict(read.table.own_totals) == {"EUR": 11_000}


def test_a_sign_that_means_several_currencies_beside_another_is_asked():
    rows = [HEAD, item("N1", "€110.00"), item("N2", "$5.00")]
    assert "USD" in asked(rows)["--currency"].choices
    assert owed(read_rows(rows, currency="USD")) == [("N1", "EUR", 11_000), ("N2", "USD", 500)]


def test_the_companys_own_currency_is_the_first_choice_and_no_answer():
    rows = [HEAD, item("N1", "¥110,000")]
    assert asked(rows)["--currency"].choices == ("JPY", "CNY")
    assert asked(rows, default_currency="CNY")["--currency"].choices == ("CNY", "JPY")


def test_a_heading_that_says_another_currency_than_the_column():
    head = ["Account", "Invoice No", "Due Date", "Open EUR", "Currency"]
    rows = [head, ["C1", "N1", "2026-05-01", 100.0, "USD"], ["C2", "N2", "2026-05-01", 200.0, "EUR"]]
    with pytest.raises(QuestionsError) as caught:
        read_rows(rows)
    (question,) = caught.value.questions
    assert (question.option, question.choices) == ("--currency", ("EUR",))
    assert {row.currency for row in read_rows(rows, currency="EUR").rows} == {"EUR"}


# ---------------------------------------------------------------------------------------------- contradictions


def contradicted(read):
    return [(str(note.text), note.row) for note in read.table.warnings if note.code == "currency_contradicted"]


def test_a_sign_against_the_column_of_currencies_is_told():
    rows = [
        [*HEAD, "Currency"],
        [*item("1", "€ 12.00"), "USD"],
        [*item("2", "€ 13.00"), "EUR"],
        [*item("3", "$ 1.00"), "USD"],
    ]
    found = read_rows(rows)
    assert owed(found) == [("1", "USD", 1200), ("2", "EUR", 1300), ("3", "USD", 100)]
    ((text, row),) = contradicted(found)
    assert ("€ 12.00 is of another currency than “Currency”" in text, row) == (True, 2)
    assert not contradicted(
        read_rows([[*HEAD, "Currency"], [*item("1", "US$ 12.00"), "USD"], [*item("2", "13.00"), "EUR"]])
    )


def test_signs_of_several_currencies_under_the_name_of_one_are_told():
    head = [*HEAD[:4], "Amount (USD)"]
    found = read_rows([head, item("1", "€ 12.00"), item("2", "£ 13.00"), item("3", "$ 14.00"), item("4", "15.00")])
    assert owed(found) == [("1", "EUR", 1200), ("2", "GBP", 1300), ("3", "USD", 1400), ("4", "USD", 1500)]
    ((text, row),) = contradicted(found)
    assert ("£, €" in text, row) == (True, 2)


@pytest.mark.parametrize(
    ("line", "code"),
    [("USD ACCOUNTS", "USD"), ("Sterling accounts", "GBP"), ("EUR-Kunden", "EUR"), ("Clients en CHF", "CHF")],
)
@pytest.mark.parametrize("named", [True, False])
def test_a_line_of_accounts_in_one_currency_says_that_of_the_rows_below_it(line, code, named):
    rows = [["Account", "Invoice", "Date", "Amount"]] if named else [["Invoice", "Date", "Amount"]]
    for at, above in enumerate((line, "JPY accounts")):
        rows += [[above], *([] if named else [["Acme Ltd"]])]
        rows += [[*(["C1"] if named else []), f"I{at}{n}", "2026-05-01", 1000 + n] for n in range(3)]
    found = read_rows(rows)
    assert [row.currency for row in found.rows] == [code] * 3 + ["JPY"] * 3
    assert {row.account for row in found.rows} == {"C1" if named else "Acme Ltd"}


@pytest.mark.parametrize("line", ["ALL ACCOUNTS", "Top customers", "Sales ledger"])
def test_a_word_that_is_a_code_too_is_no_currency_of_accounts(line):
    rows = [["Account", "Invoice", "Date", "Amount"], [line], *([f"C{n}", f"I{n}", "2026-05-01", 10] for n in range(3))]
    assert {row.currency for row in read_rows(rows, currency="EUR").rows} == {"EUR"}


HEAD_CTE = ["Cód. cliente", "Razón social", "Nro. comprobante", "Fecha emisión", "Fecha vto.", "Moneda", "Saldo"]


def _in_words(*says):
    rows = [["12", "Don Julio", f"A{at}", "02/06/2026", "17/07/2026", word, 10.5] for at, word in enumerate(says)]
    return [HEAD_CTE, *rows, ["", "", "", "", "", "Total:", 10.5 * len(says)]]


def test_a_word_for_the_money_of_the_country_is_asked_about_and_answered():
    with pytest.raises(QuestionsError) as caught:
        read_rows(_in_words("CTE", "CTE", "CTE"))
    assert caught.value.option == "--currency"
    assert "“CTE”" in str(caught.value)
    assert {row.currency for row in read_rows(_in_words("CTE", "CTE", "CTE"), currency="ARS").rows} == {"ARS"}


def test_beside_a_currency_such_a_word_is_a_mistake():
    found = read_rows(_in_words("ARS", "CTE", "ARS"), currency="ARS")
    assert [row.value for row in found.table.rejected] == ["CTE"]


@pytest.mark.parametrize(
    ("line", "code"), [("Soles", "PEN"), ("Reais", "BRL"), ("ALL", None), ("R", None), ("Real", None)]
)
def test_a_name_of_a_currency_alone_above_a_table(line, code):
    assert in_title(line).code == code
