"""Amounts as finance departments write them: letters for the sides, dashes for noughts, parts for what is open."""

from __future__ import annotations

import pytest

from app.enums import SyncKind
from app.services.sync.layouts.ages import is_age
from app.services.sync.values.currency import in_heading
from app.services.sync.values.dates import read_text
from app.services.sync.values.numbers import numeral
from tests.builders.reading import read_rows

D = "15/08/2026", "15/09/2026"


def test_cargo_and_abono_in_letters():
    head = ["Cliente", "Nombre", "Documento", "Fecha", "Vence", "C/A", "Importe (MXN)"]
    rows = [["1", "A", "F1", *D, "C", 1234.5], ["2", "B", "P9", *D, "A", 100.0], ["3", "C", "F3", *D, "C", 50.1]]
    assert [row.open for row in read_rows([head, *rows]).rows] == [123450, -10000, 5010]
    rows = [[*row[:5], "D" if row[5] == "C" else "C", row[6]] for row in rows]
    assert [row.open for row in read_rows([[*head[:5], "D/C", head[6]], *rows]).rows] == [123450, -10000, 5010]


def test_directions_of_chinese_balances():
    head = ["客户编码", "客户名称", "单据号", "单据日期", "到期日", "方向", "余额", "币种"]
    days = "2026-08-15", "2026-09-14"
    rows = [
        ["1", "甲", "F1", *days, "借", 1000.0, "CNY"],
        ["1", "甲", "F2", *days, "贷", 300.0, "CNY"],
        ["2", "乙", "F3", *days, "平", 0.0, "CNY"],
    ]
    assert [row.open for row in read_rows([head, *rows]).rows] == [100000, -30000, 0]


def test_a_dash_for_nothing_left():
    head = ["客户编码", "单据号", "单据日期", "到期日", "应收", "已收", "余额", "币种"]
    days = "2026-08-15", "2026-09-14"
    rows = [["1", "D1", *days, "100.00", "—", "100.00", "RMB"], ["2", "D2", *days, "200.00", "200.00", "—", "RMB"]]
    found = read_rows([head, *rows, ["", "合计", "", "", "300.00", "200.00", "100.00", ""]])
    assert [row.open for row in found.rows] == [10000, 0]
    assert not found.table.rejected


def test_overdue_and_not_yet_due_part_what_is_left_of_each_invoice():
    head = ["Cliente", "Factura", "Emisión", "Vencimiento", "Importe", "Vencido", "Por vencer"]
    rows = [["1", "F1", *D, 1000.0, 600.0, ""], ["2", "F2", *D, 500.0, "", 500.0], ["3", "F3", *D, 50.1, 50.1, ""]]
    found = read_rows([head, *rows], currency="EUR")
    assert [(row.original, row.open) for row in found.rows] == [(100000, 60000), (50000, 50000), (5010, 5010)]


def test_invoices_with_a_rate_are_no_list_of_rates():
    head = ["客户编码", "发票号", "开票日期", "到期日", "币种", "汇率", "原币应收", "原币已收", "原币未收", "本币未收"]
    days = "2026-08-15", "2026-09-14"
    rows = [
        ["1", "F1", *days, "美元", 7.1, 1000.0, 400.0, 600.0, 4260.0],
        ["2", "F2", *days, "人民币", 1.0, 500.0, 0.0, 500.0, 500.0],
        ["3", "F3", *days, "美元", 7.1, 10.0, 0.0, 10.0, 71.0],
    ]
    found = read_rows([head, *rows])
    assert found.table.kind == SyncKind.OPEN_ITEMS
    assert [(row.currency, row.open) for row in found.rows] == [("USD", 60000), ("CNY", 50000), ("USD", 1000)]


@pytest.mark.parametrize(
    ("heading", "code"), [("Importe €", "EUR"), ("Saldo S/", "PEN"), ("Saldo US$", "USD"), ("Nº.", None)]
)
def test_signs_at_the_end_of_headings(heading, code):
    assert in_heading(heading).code == code


@pytest.mark.parametrize(("text", "day"), [("2026年10月末", "2026-10-31"), ("2026年2月末日", "2026-02-28")])
def test_ends_of_months(text, day):
    assert str(read_text(text)) == day


def test_headings_that_speak_of_an_age_among_other_things():
    head = ["Cliente", "Número", "Emissão", "Vencimento", "Valor Original", "Tit Vencidos Valor Nominal",
            "Tit Vencidos Valor Corrigido", "Titulos a vencer Valor Nominal"]  # fmt: skip
    rows = [
        ["1", "A1", *D, 1000.0, 800.0, 820.5, ""],
        ["1", "A2", *D, 1000.0, "", "", 1000.0],
        ["2", "A3", *D, 2345.67, 2345.67, 2400.0, ""],
    ]
    assert [row.open for row in read_rows([head, *rows], currency="BRL").rows] == [80000, 100000, 234567]


@pytest.mark.parametrize(
    "heading", ["1年以内", "1-2年", "3年以上", "半年以内", "账期内", "3ヶ月前", "+90", "Vencidos até 30 dias"]
)
def test_ages_in_years_and_in_words(heading):
    assert is_age(heading)


@pytest.mark.parametrize("heading", ["2025年", "2025-2026", "Año", "2026年10月", "1年", "30 días"])
def test_years_and_terms_are_no_ages(heading):
    assert not is_age(heading)


@pytest.mark.parametrize(
    ("text", "code"), [("￥1,234.50元", "CNY"), ("￥1,234円", "JPY"), ("$1,000.00 USD", "USD"), ("€5.00 USD", None)]
)
def test_signs_on_both_sides(text, code):
    found = numeral(text)
    assert (found and found.mark.code) == code


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_amount_whose_heading_names_one_currency_is_not_in_all(order):
    money = [("Importe EUR", 100.0, 200.0, 300.0), ("Importe divisa", 110.0, 200.0, 45000.0)]
    columns = [money[place] for place in order]
    head = ["Cliente", "Nombre", "Factura", "Fecha", "Vencimiento", *(one[0] for one in columns), "Divisa"]
    rows = [
        [str(at), "ABC"[at], f"F{at}", *D, *(one[at + 1] for one in columns), code]
        for at, code in enumerate(["USD", "EUR", "JPY"])
    ]
    assert [(row.currency, row.open) for row in read_rows([head, *rows]).rows] == [
        ("USD", 11000), ("EUR", 20000), ("JPY", 45000),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "paid", "unpaid"),
    [
        ("入金済", "○", ""), ("消込", "済", "未"), ("Cobrado", "Sí", "No"), ("Pago", "Sim", "Não"),
        ("Paid", True, False), ("是否核销", "是", "否"), ("已收款", "是", "否"), ("Bezahlt", "Ja", "Nein"),
    ],
)  # fmt: skip
def test_items_that_are_ticked_off_as_paid(heading, paid, unpaid):
    head = ["Account", "Name", "Invoice No", "Invoice Date", "Due Date", "Total (EUR)", heading]
    days = "2026-09-15", "2026-10-31"
    rows = [
        ["1", "A", "N1", *days, 100.5, unpaid],
        ["2", "B", "N2", *days, 200.0, paid],
        ["3", "C", "N3", *days, 7.0, unpaid],
    ]
    found = read_rows([head, *rows])
    assert [row.number for row in found.rows] == ["N1", "N3"]
    assert dict(found.table.set_aside) == {"settled": 1}


def test_a_total_that_counts_its_rows():
    head = ["得意先コード", "得意先名", "請求番号", "請求日", "支払期日", "残高(円)"]
    rows = [["1", "青葉", "1", "2026-09-15", "2026-10-31", 1000], ["", "", "合計 1件", "", "", 1000]]
    assert not read_rows([head, *rows]).table.rejected


def test_numbers_like_those_of_credits_with_positive_amounts_are_told():
    head = ["Cliente", "Nombre", "Número", "Fecha", "Vence", "Saldo (EUR)"]
    rows = [["1", "A", "NC-12", *D, 100.5], ["2", "B", "F-13", *D, 200.0], ["3", "C", "F-14", *D, 300.0]]
    found = read_rows([head, *rows])
    assert (sum(row.open for row in found.rows), [code for code in found.codes if code == "credits_positive"]) == (
        60050, ["credits_positive"],
    )  # fmt: skip
    assert (
        "credits_positive"
        not in read_rows([head, *([*row[:2], f"CN-{at}", *row[3:]] for at, row in enumerate(rows))]).codes
    )
    assert "credits_positive" not in read_rows([head, *([*row[:5], -row[5]] for row in rows)], negative="credits").codes


def test_a_total_in_spaced_letters_tells_nothing_of_the_rows():
    head = [
        "Cliente",
        "Número",
        "Emissão",
        "Vencimento",
        "Valor Original",
        "Vencidos Nominal",
        "A vencer Nominal",
        "X",
        "Y",
    ]
    rows = [
        ["1", "A1", *D, 1000.0, 800.0, "", "", ""],
        ["1", "A2", *D, 1000.0, "", 1000.0, "", ""],
        ["2", "A3", *D, 50.5, 50.5, "", "", ""],
    ]
    total = ["T O T A L   G E R A L ----->", "", "", "", 2050.5, 850.5, 1000.0, "", ""]
    assert [row.open for row in read_rows([head, *rows, total], currency="BRL").rows] == [80000, 100000, 5050]


@pytest.mark.parametrize(
    ("heading", "amount", "part"),
    [
        ("入金状況", "請求金額", "一部入金"),
        ("Status", "Amount", "Partially paid"),
        ("Situação", "Valor Original", "Pago parcialmente"),
    ],
)
def test_a_part_paid_invoice_whose_rest_nobody_says_is_told(heading, amount, part):
    head = ["Customer No", "Invoice No", "Invoice Date", "Due Date", amount, heading]
    rows = [[f"C{n % 3}", f"INV-{n}", *D, 100.0 + n, part if n in {4, 7} else "open"] for n in range(12)]
    read = read_rows([head, *rows], currency="EUR")
    (notice,) = [one for one in read.table.warnings if one.code == "rest_unsaid"]
    assert (len(read.rows), notice.row) == (12, 6)
    left = [[*head, "Open Amount"], *([*row, row[4] / 2] for row in rows)]
    assert "rest_unsaid" not in read_rows(left, currency="EUR").codes


@pytest.mark.parametrize("number", ["99999999999999999999.99", 1e20, 4006381333931_00000.0])
def test_an_amount_beyond_any_is_rejected_with_its_cell(number):
    head = ["Account", "Invoice No", "Due Date", "Currency", "Open Amount"]
    rows = [["1", f"F{n}", "2026-09-01", "USD", 10.5 + n if not isinstance(number, str) else f"{10 + n}.50"]
            for n in range(4)]  # fmt: skip
    rows[2][4] = number
    found = read_rows([head, *rows])
    assert [row.open for row in found.rows] == [1050, 1150, 1350]
    (bad,) = found.table.rejected
    assert (bad.row, "larger than any" in str(bad.reason)) == (4, True)
