"""Identifiers and headings of systems in the far east and in Iberia that look like something else."""

from __future__ import annotations

import pytest

from app.services.sync.files.text import decode
from app.services.sync.model import QuestionsError
from app.services.sync.values.ids import spelled
from tests.builders.reading import read_rows

JA = ["得意先コード", "得意先名", "管理番号", "伝票日付", "支払期日", "残高", "通貨"]


def ja(*numbers, account="0000123456"):
    days = "2026/10/15", "2026/11/30"
    return [JA, *([account, f"店{at}", number, *days, f"{at}000", "JPY"] for at, number in enumerate(numbers, 1))]


@pytest.mark.parametrize(
    ("seen", "digits"),
    [
        ("2.02610001E8", "202610001"),
        ("'2.02610001E8", "202610001"),
        ("2.0261E8", "202610000"),
        ("2.02609E+11", None),
        ("4,3E+11", None),
        ("2.02610001E+8", "202610001"),
        ("1.25E1", "1.25E1"),
        ("12E4", "12E4"),
        ("A-1", "A-1"),
    ],
)
def test_identifiers_with_an_exponent(seen, digits):
    assert spelled(seen) == digits


def test_numbers_of_documents_with_an_exponent():
    found = read_rows(ja("2.02610001E8", "2.02610002E8"))
    assert [row.number for row in found.rows] == ["202610001", "202610002"]


def test_numbers_that_have_lost_digits_are_rejected():
    found = read_rows(ja("202610000001", "2.02610E+11"))
    assert [row.number for row in found.rows] == ["202610000001"]
    (rejected,) = found.table.rejected
    assert (rejected.row, rejected.column, rejected.value) == (3, "管理番号", "2.02610E+11")


def test_codes_with_points_are_no_amounts():
    head = ["客户代码", "客户名称", "单据编号", "单据日期", "应收日期", "未收金额", "币别"]
    rows = [[f"0{at}.001", f"客户{at}", f"F{at}", "2026-09-15", "2026-10-15", "10.50", "CNY"] for at in (1, 2, 3)]
    assert set(read_rows([head, *rows]).accounts) == {"01.001", "02.001", "03.001"}


def test_apostrophes_in_front_of_numbers_of_documents():
    assert [row.number for row in read_rows(ja("'00998877", "'00998878")).rows] == ["00998877", "00998878"]


def test_a_heading_for_customers_is_of_codes_or_of_names():
    days = "2026/10/15", "2026/11/30", 1000, "JPY"
    both = ["得意先", "得意先名", "伝票番号", "伝票日付", "正味期日", "残高", "通貨"]
    rows = [both, ["2100001", "青葉", "1", *days], ["2100002", "緑川", "2", *days]]
    found = read_rows(rows)
    assert {key: row.name for key, row in found.accounts.items()} == {"2100001": "青葉", "2100002": "緑川"}
    alone = read_rows([[cell for at, cell in enumerate(row) if at != 1] for row in rows])
    assert set(alone.accounts) == {"2100001", "2100002"}


def test_the_day_on_which_money_is_expected_is_due_where_no_other_is():
    head = ["得意先コード", "伝票番号", "売上日", "入金予定日", "残高", "通貨"]
    row = ["001", "9001", "2026/10/01", "2026/11/30", 1000, "JPY"]
    assert read_rows([head, row]).rows[0].due_date == "2026-11-30"
    both = read_rows([[*head, "支払期日"], [*row, "2026/10/31"]]).rows[0]
    assert (both.due_date, both.expected_on) == ("2026-10-31", "2026-11-30")


def test_series_and_number_of_a_taiwanese_list_with_years_of_the_republic():
    head = ["客戶代號", "客戶簡稱", "結帳單別", "結帳單號", "單據日期", "預計收款日", "幣別", "應收金額", "未收金額"]
    rows = [head, ["C001", "台北", "610", "11510001", "115/10/01", "115/11/30", "NTD", "105,000.00", "100,000.00"]]
    (item,) = read_rows(rows).rows
    assert (item.number, item.document_date, item.due_date) == ("610-11510001", "2026-10-01", "2026-11-30")


def test_codes_with_points_that_go_with_names():
    head = ["Cuenta", "Nombre", "Documento", "Fecha", "Vto", "Saldo (EUR)"]
    days = "15/09/2026", "15/10/2026"
    rows = [
        head,
        ["430.1", "Pérez", "F1", *days, "800,00"],
        ["430.1", "Pérez", "F2", *days, "500,00"],
        ["430.2", "Gómez", "A1", *days, "-50,00"],
    ]
    found = read_rows(rows)
    assert {key: row.name for key, row in found.accounts.items()} == {"430.1": "Pérez", "430.2": "Gómez"}


def test_ditto_marks_are_the_customer_above():
    head = ["得意先コード", "得意先名", "伝票番号", "日付", "期日", "残高(円)"]
    rows = [
        head,
        ["1", "青葉", "1", "2026-09-15", "2026-10-31", 100],
        ["〃", "〃", "2", "2026-09-16", "〃", 200],
        ["2", "緑川", "3", "2026-09-17", "2026-11-30", 300],
        ["同上", "", "4", "2026-09-18", "〃", 400],
    ]
    found = read_rows(rows)
    assert [(row.account, row.due_date) for row in found.rows] == [
        ("1", "2026-10-31"), ("1", "2026-10-31"), ("2", "2026-11-30"), ("2", "2026-11-30"),
    ]  # fmt: skip
    assert found.accounts["1"].name == "青葉"


@pytest.mark.parametrize("text", ["Nombre;Saldo\nPérez;1\nGómez;2\n", "MUÑOZ;AÇÃO\nPeña;ção\n"])
def test_latin_words_are_not_of_a_far_eastern_encoding(text):
    assert decode(text.encode("cp1252"))[:2] == (text, "cp1252")


def test_single_letters_by_themselves_are_of_a_far_eastern_encoding():
    text = "客户编码;客户名称\n1;甲\n2;乙\nVIP客户;A公司\n"
    assert decode(text.encode("gb18030"))[:2] == (text, "gb18030")


def test_a_bare_sign_beside_one_that_says_which():
    head = ["Cliente", "Comprobante", "Fecha", "Vencimiento", "Saldo"]
    days = "15/09/2026", "15/10/2026"
    rows = [head, ["1", "FA-12", *days, "$ 1.000,50"], ["2", "FA-13", *days, "U$S 200,00"]]
    with pytest.raises(QuestionsError) as caught:
        read_rows(rows)
    assert [question.option for question in caught.value.questions] == ["--currency"]
    assert [row.currency for row in read_rows(rows, currency="ARS").rows] == ["ARS", "USD"]


def test_a_number_that_each_customer_has_beside_one_that_they_share():
    head = ["Cuenta", "Subcuenta", "Nombre", "Factura", "Fecha", "Vto", "Pendiente (€)"]
    days = "15/09/2026", "15/10/2026"
    rows = [
        ["4300", "00001", "Uno", "F1", *days, "100,00"],
        ["4300", "00002", "Dos", "F2", *days, "200,00"],
        ["4300", "00001", "Uno", "F3", *days, "50,50"],
    ]
    found = read_rows([head, *rows])
    assert {key: row.name for key, row in found.accounts.items()} == {"1": "Uno", "2": "Dos"}


def test_ditto_marks_are_the_customer_above_where_a_tax_number_stands_for_the_account():
    head = ["CNPJ", "Customer", "Invoice No", "Invoice date", "Due date", "Open amount", "Currency"]
    rows = [
        [f"12.345.678/0001-{n // 3 + 10}" if n % 3 == 0 else '"', f"Firma {n // 3} Ltda", f"I{n:03}",
         f"2026-05-{n + 1:02}", f"2026-06-{n + 1:02}", 80.5 + n, "BRL"]
        for n in range(12)
    ]  # fmt: skip
    read = read_rows([head, *rows])
    assert {row.account for row in read.rows} == {f"12.345.678/0001-{n}" for n in range(10, 14)}
