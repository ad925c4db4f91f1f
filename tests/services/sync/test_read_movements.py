"""Movements of a bank account in a spreadsheet: what goes out, balances, signs, names in kana."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.enums import SyncKind
from app.i18n import render
from app.services.sync.tables.movements import comes_back, reason_of
from tests.builders.reading import read_rows

D = [date(2026, 11, day) for day in range(1, 20)]
SPANISH = [
    ["BANCO DEL NORTE"],
    ["Cuenta: 0012-345-678 EUR"],
    [],
    ["Fecha Operación", "Fecha Valor", "Concepto", "Cargos", "Abonos", "Saldo", "Referencia"],
    [D[0], "", "SALDO INICIAL AL 01/11/2026", "", "", 1000.0, ""],
    [D[1], D[1], "PAGO F-450-451-452 CLIENTE SA", "", 300.0, 1300.0, "A1"],
    [D[2], D[2], "PAGO NOMINA", 200.0, "", 1100.0, "A2"],
    [D[2], D[2], "COMISION BANCARIA", 5.0, "", 1095.0, "A3"],
    [D[3], D[4], "TRANSF FACTURA 90000013", "", 50.5, 1145.5, "A4"],
    ["", "", "Saldo final", "", "", 1145.5, ""],
]
SIGNS = [
    ["Fecha", "Descripción", "Importe", "+/-", "Saldo", "Moneda"],
    [D[1], "COBRO F-450", 300.0, "+", 1300.0, "EUR"],
    [D[2], "PAGO PROVEEDOR", 200.0, "-", 1100.0, "EUR"],
    [D[3], "COBRO F-451", 50.5, "+", 1150.5, "EUR"],
]
SIGNED = [
    ["Date", "Description", "Amount", "Balance"],
    [D[3], "BETA INV-1002", 50.5, 1145.5],
    [D[2], "BANK FEE", -5.0, 1095.0],
    [D[2], "PAYROLL", -200.0, 1100.0],
    [D[1], "ACME INV-1001", 300.0, 1300.0],
]
JAPANESE = [
    ["日付", "摘要", "お支払金額", "お預り金額", "差引残高"],
    ["2026/11/01", "繰越", "", "", 1000000],
    ["2026/11/02", "振込 ｶ)ｱﾏｷﾞﾉｾｲｻｸｼﾖ", "", 30000, 1030000],
    ["2026/11/03", "振込手数料", 330, "", 1029670],
    ["2026/11/04", "振込 ﾍﾞｰﾀｼﾖｳｼﾞ(ｶ", "", 5050, 1034720],
]
BRAZILIAN = [
    ["Extrato"],
    ["Data", "Histórico", "Docto.", "Crédito (R$)", "Débito (R$)", "Saldo (R$)"],
    ["01/11/2026", "SALDO ANTERIOR", "", "", "", "10.000,00"],
    ["13/11/2026", "PIX RECEBIDO 12345678000190", "1001", "300,00", "", "10.300,00"],
    ["14/11/2026", "TARIFA", "1002", "", "12,50", "10.287,50"],
    ["16/11/2026", "TED RECEBIDA NF 4711", "1003", "50,50", "", "10.338,00"],
]
AMERICAN = [
    ["Posting Date", "Description", "Type", "Debit", "Credit", "Balance", "Check #"],
    ["11/13/2026", "ACME WIRE INV 10012", "ACH", "", 300.0, 1300.0, ""],
    ["11/14/2026", "RENT", "CHECK", -200.0, "", 1100.0, "5001"],
    ["11/16/2026", "BETA DEPOSIT", "DEP", "", 50.5, 1150.5, ""],
]
CHINESE = [
    ["交易日期", "摘要", "借方发生额", "贷方发生额", "余额", "对方户名", "币种"],
    ["2026-11-02", "货款 发票 90000013", "", 300.0, 13000.0, "北京某某有限公司", "人民币"],
    ["2026-11-03", "手续费", 10.0, "", 12990.0, "", "人民币"],
    ["2026-11-04", "货款", "", 50.5, 13040.5, "上海某某有限公司", "人民币"],
]


@pytest.mark.parametrize(
    ("rows", "currency", "aside", "totals"),
    [
        (SPANISH, None, {"outgoing": 1, "bank_charge": 1}, 2),
        (SIGNS, None, {"outgoing": 1}, 0),
        (SIGNED, "EUR", {"outgoing": 1, "bank_charge": 1}, 0),
        (BRAZILIAN, None, {"bank_charge": 1}, 1),
        (AMERICAN, "USD", {"outgoing": 1}, 0),
        (CHINESE, None, {"bank_charge": 1}, 0),
        (JAPANESE, "JPY", {"bank_charge": 1}, 1),
    ],
)
def test_deposits_are_receipts_and_the_rest_says_what_it_is(rows, currency, aside, totals):
    read = read_rows(rows, currency=currency)
    assert read.table.kind == SyncKind.RECEIPTS
    assert (read.table.set_aside, read.table.rows.total, read.table.rows.rejected) == (aside, totals, 0)
    assert sorted(row.amount for row in read.rows) == [5050, 30000]
    assert not any(row.reversed for row in read.rows)
    (code,) = read.table.totals
    assert read.table.own_totals == {code: 35050}
    assert read.codes == []


def test_the_text_names_payers_and_invoices():
    assert [row.payer for row in read_rows(JAPANESE, currency="JPY").rows] == ["ｶ)ｱﾏｷﾞﾉｾｲｻｸｼﾖ", "ﾍﾞｰﾀｼﾖｳｼﾞ(ｶ"]
    assert read_rows(SPANISH).rows[0].invoices == ("F-450", "F-451", "F-452")


def test_a_balance_that_does_not_follow_is_told_with_its_row():
    rows = [list(row) for row in SIGNED]
    rows += [[D[0] - timedelta(day), "GAMMA", 10.0, 1000.0 - 10 * day] for day in range(5)]
    del rows[-2]
    read = read_rows(rows, currency="EUR")
    assert read.codes == ["balance_breaks"]
    (notice,) = read.table.warnings
    assert notice.row == 8
    assert "does not follow" in render(notice.text)


def test_several_accounts_below_one_another_have_balances_of_their_own():
    head = ["Account", "Ccy", "Booking Date", "Narrative", "Debit", "Credit", "Balance"]
    rows = [
        ["111", "EUR", D[0], "INV-1001 ACME", "", 300.0, 1300.0],
        ["111", "EUR", D[1], "RENT", 5.0, "", 1295.0],
        ["111", "EUR", D[2], "INV-1002 BETA", "", 40.0, 1335.0],
        ["222", "USD", D[0], "INV-2001 ACME", "", 10.0, 60.0],
        ["222", "USD", D[1], "INV-2002 BETA", "", 20.0, 80.0],
    ]
    read = read_rows([head, *rows])
    assert (read.codes, {code: total.net for code, total in read.table.totals.items()}) == (
        [], {"EUR": 34000, "USD": 3000},
    )  # fmt: skip


def test_a_day_of_payments_of_ours_is_no_error_and_covers_it():
    head = ["Txn Date", "Particulars", "Cr/Dr", "Amount", "Currency"]
    read = read_rows([head, [D[1], "RENT", "DR", 200.0, "INR"], [D[2], "SERVICE FEE", "DR", 5.0, "INR"]])
    assert (read.rows, read.table.set_aside, read.table.coverage) == ([], {"outgoing": 1, "bank_charge": 1}, D[2])


def test_one_reference_for_several_movements_of_a_day_is_no_number():
    rows = [list(row) for row in SPANISH]
    rows[5][6] = rows[8][6] = "COBROS"
    rows[8][0] = rows[5][0]
    assert [row.number for row in read_rows(rows).rows] == ["", ""]


def test_a_payment_that_went_back_is_taken_back():
    rows = [*SIGNED, [D[0], "RETURNED ITEM INV-1001", -300.0, 1000.0]]
    assert [row.reversed for row in read_rows(rows, currency="EUR").rows] == [False, False, True]


def test_words_are_whole_where_their_script_has_blanks():
    assert reason_of("TRANSFER BIOFARMA", None) == "outgoing"
    assert reason_of("振込手数料", None) == reason_of("MONTHLY SERVICE FEE", None) == "bank_charge"
    assert not comes_back("WIRE TRANSFER OUT")
    assert comes_back("CHECK NSF 4711")


def test_a_list_of_the_erp_keeps_what_its_negative_rows_mean():
    head = ["Receipt No", "Customer No", "Payment Method", "Payment Date", "Amount", "Currency", "Invoice No"]
    rows = [["R-1", "100", "Wire", D[1], 300.0, "EUR", "F-1"], ["R-2", "200", "Wire", D[2], -50.0, "EUR", "F-2"]]
    assert [row.reversed for row in read_rows([head, *rows]).rows] == [False, True]


moves = st.lists(st.integers(-90_000, 90_000).filter(bool), min_size=5, max_size=30).filter(
    lambda drawn: len({abs(one) for one in drawn}) == len(drawn) and any(one > 0 for one in drawn)
)


@given(moves, st.sampled_from(["two columns", "signs", "signed"]), st.booleans(), st.integers(-50_000, 50_000))
def test_any_account_comes_back_in_any_way_of_writing(drawn, way, newest_first, opening):
    heads = {
        "two columns": ["Date", "Description", "Withdrawals", "Deposits", "Balance"],
        "signs": ["Date", "Description", "Amount", "+/-", "Balance"],
        "signed": ["Date", "Description", "Amount", "Balance"],
    }
    balance, rows = opening, []
    for place, move in enumerate(drawn):
        balance += move
        cells = {
            "two columns": [-move / 100 if move < 0 else "", move / 100 if move > 0 else ""],
            "signs": [abs(move) / 100, "+" if move > 0 else "-"],
            "signed": [move / 100],
        }[way]
        rows.append([date(2026, 1, 1) + timedelta(place), f"MOVE {'ABCDEFGHIJ'[place % 10]}", *cells, balance / 100])
    read = read_rows([heads[way], *(reversed(rows) if newest_first else rows)], currency="USD", kind=SyncKind.RECEIPTS)
    wanted = [move for move in (reversed(drawn) if newest_first else drawn) if move > 0]
    assert [row.amount for row in read.rows] == wanted
    assert read.table.rows.skipped == len(drawn) - len(wanted)
    assert read.table.own_totals == {"USD": sum(wanted)}
    assert read.codes == []


def _before_and_after(order: int, *, after: bool) -> list[list[object]]:
    head = ["Payment date", "Balance", *(["Balance"] if after else []), "Payment amount", "Description"]
    rows: list[list[object]] = []
    balance = 800.0
    for day, move in zip(D, (-120.0, 300.0, -41.5, 50.5, -7.25, -11.0), strict=False):
        rows.append([day, balance, *([balance + move] if after else []), move, f"MOVE {day.day}"])
        balance += move
    return [head, *rows[::order]]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("after", [True, False])
def test_a_balance_before_each_movement_turns_nothing(order, after):
    read = read_rows(_before_and_after(order, after=after), currency="EUR", kind=SyncKind.RECEIPTS)
    assert sorted(row.amount for row in read.rows) == [5050, 30000]
    assert read.table.set_aside == {"outgoing": 4}


def test_few_debits_beside_many_credits_are_not_the_movements():
    head = ["Buchungsdatum", "Währung", "Belastung", "Gutschrift", "Saldo", "Beschreibung"]
    rows, balance = [], 700.0
    for day, move in zip(D, (-28.9, 300.0, 50.5, -14.25, 61.0, 7.5, -3.5), strict=False):
        balance += move
        rows.append(
            [
                day,
                "CHF",
                move if move < 0 else "",
                move if move > 0 else "",
                round(balance, 2),
                f"Zahlung Rechnung {day.day}",
            ]
        )
    read = read_rows([["Kontonummer:", "0234 00103914"], [], head, *rows[::-1]], kind=SyncKind.RECEIPTS)
    assert sorted(row.amount for row in read.rows) == [750, 5050, 6100, 30000]
    assert (read.table.rows.rejected, read.table.set_aside) == (0, {"outgoing": 3})
