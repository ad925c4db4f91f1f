"""Ledger cards: a balance that runs is nobody's open amount, and movements are no open items."""

from __future__ import annotations

import pytest

from app.enums import SyncKind
from app.errors import RefusedError
from tests.builders.reading import read_rows

PHC = [
    ["Data", "Documento", "Nº", "Vencimento", "Débito", "Crédito", "Saldo"],
    ["Cliente: 15 - Alfa Lda"],
    ["2026-09-15", "N/Factura", "101", "2026-10-15", 1000.5, "", 1000.5],
    ["2026-09-20", "N/Nt. Créd.", "12", "2026-09-20", "", 100.0, 900.5],
    ["Total Cliente 15", "", "", "", 1000.5, 100.0, 900.5],
    ["Cliente: 22 - Beta SA"],
    ["2026-10-13", "N/Factura", "140", "2026-11-12", 2500.0, "", 2500.0],
    ["Total Geral", "", "", "", 3500.5, 100.0, 3400.5],
]


def test_items_with_a_balance_that_runs_are_their_debits_and_credits():
    found = read_rows(PHC, currency="EUR")
    assert [(row.account, row.number, row.open) for row in found.rows] == [
        ("15", "101", 100050), ("15", "12", -10000), ("22", "140", 250000),
    ]  # fmt: skip
    assert "own_total_differs" not in found.codes


def test_movements_with_a_balance_brought_forward_are_refused():
    head = ["得意先コード", "得意先名", "日付", "伝票No", "区分", "摘要", "売上金額", "入金金額", "差引残高"]
    rows = [
        head,
        ["0001", "青葉", "2026/10/01", "", "", "前月繰越", "", "", 150000.0],
        ["0001", "青葉", "2026/10/05", "101", "売上", "掛売上", 55000.0, "", 205000.0],
        ["0001", "青葉", "2026/10/20", "", "入金", "振込", "", 150000.0, 55000.0],
        ["0002", "緑川", "2026/10/01", "", "", "前月繰越", "", "", 0.0],
        ["0002", "緑川", "2026/10/09", "102", "売上", "掛売上", 33000.0, "", 33000.0],
    ]
    with pytest.raises(RefusedError) as caught:
        read_rows(rows, currency="JPY", kind=SyncKind.OPEN_ITEMS)
    assert caught.value.code == "ledger_card"


def test_what_is_left_of_each_invoice_runs_nowhere():
    head = ["Account", "Invoice No", "Due Date", "Debit", "Credit", "Balance"]
    rows = [
        head,
        ["C1", "N1", "2026-05-01", 100.0, "", 100.0],
        ["C1", "N2", "2026-05-01", 200.0, 50.0, 150.0],
        ["C2", "N3", "2026-05-01", "", 30.0, -30.0],
        ["C2", "N4", "2026-05-01", 70.0, "", 70.0],
    ]
    assert sum(row.open for row in read_rows(rows, currency="USD").rows) == 29000


def test_balances_of_customers_are_no_customer_master():
    head = ["部門", "得意先コード", "得意先名", "前月残高", "当月売上", "消費税", "当月入金", "当月残高"]
    rows = [
        ["東京", "101", "青葉", 100000.0, 50000.0, 5000.0, 100000.0, 55000.0],
        ["東京", "102", "緑川", 0.0, 30000.0, 3000.0, 0.0, 33000.0],
        ["大阪", "201", "難波", 20000.0, 0.0, 0.0, 5000.0, 15000.0],
    ]
    with pytest.raises(RefusedError) as caught:
        read_rows([["債権残高一覧表"], head, *rows], currency="JPY")
    assert caught.value.code == "customers_only"


def test_a_row_per_customer_with_a_day_is_no_list_of_invoices():
    head = ["得意先コード", "得意先名", "前回請求額", "今回入金額", "繰越金額", "今回請求額", "回収予定日"]
    rows = [
        ["1", "青葉", 50000.0, 50000.0, 0.0, 110000.0, "2026-11-30"],
        ["2", "緑川", 33000.0, 0.0, 33000.0, 55000.0, "2026-11-20"],
    ]
    with pytest.raises(RefusedError) as caught:
        read_rows([head, *rows], currency="JPY")
    assert caught.value.code == "customers_only"


def test_totals_of_the_month_and_the_year_do_not_hide_that_a_balance_runs():
    rows = [
        ["应收账款明细账"],
        ["科目：1122 应收账款", "", "客户：KH0001 上海华东机电有限公司"],
        ["日期", "凭证字号", "摘要", "借方", "贷方", "方向", "余额"],
        ["2026-10-01", "", "期初余额", "", "", "借", 100000.0],
        ["2026-10-08", "记-0012", "销售商品", 30000.0, "", "借", 130000.0],
        ["2026-10-20", "记-0044", "收回货款", "", 50000.0, "借", 80000.0],
        ["2026-10-31", "", "本月合计", 30000.0, 50000.0, "借", 80000.0],
        ["2026-10-31", "", "本年累计", 230000.0, 150000.0, "借", 80000.0],
        ["2026-11-05", "记-0007", "销售商品", 12000.0, "", "借", 92000.0],
        ["2026-11-18", "记-0029", "收回货款", "", 20000.0, "借", 72000.0],
    ]
    with pytest.raises(RefusedError) as caught:
        read_rows(rows, currency="CNY")
    assert caught.value.code == "ledger_card"


@pytest.mark.parametrize("brought", ["Balance b/f", "B/fwd", "Report à nouveau", "Beginsaldo"])
def test_a_card_of_one_customer_that_begins_with_a_balance_is_refused(brought):
    rows = [
        ["Date", "Type", "Ref", "Details", "Debit", "Credit", "Balance"],
        ["2026-05-04", "", "", brought, "", "", 500.0],
    ]
    balance = 500.0
    for at, (debit, credit) in enumerate([(1200.0, 0), (0, 500.0), (640.0, 0), (0, 1200.0), (900.0, 0)]):
        balance += debit - credit
        rows.append(
            [
                "2026-05-04",
                "INV" if debit else "REC",
                f"SI-{at}" if debit else "BACS",
                "",
                debit or "",
                credit or "",
                balance,
            ]
        )
    with pytest.raises(RefusedError) as caught:
        read_rows([["Customer: HAR014 Harbottle & Sons Ltd"], *rows], currency="GBP")
    assert caught.value.code == "ledger_card"


def test_what_is_owed_by_age_below_a_statement_is_a_footer():
    rows = [
        ["Customer:", "Harbottle & Sons Ltd"],
        ["Date", "Reference", "Type", "Due", "Amount GBP"],
        ["2026-05-04", "I1", "INV", "2026-06-03", 1240.0],
        ["2026-05-09", "I2", "INV", "2026-06-08", 310.5],
        ["Current", "1-30", "31-60", "61-90", "90+"],
        [0.0, 1240.0, 310.5, 0.0, 0.0],
    ]
    found = read_rows(rows)
    assert (found.table.rows.item, found.table.rows.rejected, dict(found.table.set_aside)) == (2, 0, {"footer": 2})
