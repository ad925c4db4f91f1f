"""Trial balances as ledgers print them: closing balances by side in two columns, the end of a period above them."""

from __future__ import annotations

from datetime import date

import pytest

from app.services.sync.tables.periods import period_end
from tests.builders.reading import read_rows

ROWS = [["1001", "Cash", 1200.0, ""], ["1122", "Accounts receivable", 70000.0, ""], ["2202", "Suppliers", "", 25000.0]]
BALANCES = [120000, 7000000, -2500000]


@pytest.mark.parametrize(
    "heads",
    [
        ("借方残高", "貸方残高"),
        ("期末借方余额", "期末贷方余额"),
        ("Saldo deudor", "Saldo acreedor"),
        ("Saldo devedor", "Saldo credor"),
        ("Debit balance", "Credit balance"),
    ],
)
def test_a_balance_on_each_side_is_one_balance(heads):
    rows = [["GL account", "GL account name", *heads], *ROWS]
    read = read_rows(rows, currency="EUR", as_of=date(2026, 9, 30))
    assert [row.values[4] for row in read.rows] == BALANCES
    assert not read.table.rejected


def test_the_closing_balance_under_its_own_heading_and_not_the_movement():
    rows = [
        ["科目余额表"],
        ["会计期间：2026年9月", "", "", "", "币种：人民币"],
        ["科目编码", "科目名称", "期初余额", "", "本期发生额", "", "期末余额", ""],
        ["", "", "借方", "贷方", "借方", "贷方", "借方", "贷方"],
        ["1001", "库存现金", 1000.0, "", 500.0, 300.0, 1200.0, ""],
        ["1122", "应收账款", 50000.0, "", 80000.0, 60000.0, 70000.0, ""],
        ["2202", "应付账款", "", 20000.0, 10000.0, 15000.0, "", 25000.0],
    ]
    read = read_rows(rows)
    assert [(row.values[3], row.values[4]) for row in read.rows] == [("2026-09-30", one) for one in BALANCES]
    assert "as_of_unknown" not in read.codes


def test_an_account_beside_its_code_is_its_name():
    rows = [
        ["科目コード", "勘定科目", "残高"],
        ["111", "現金", 400.0],
        ["135", "売掛金", 3500.0],
        ["411", "売上高", -9000.0],
    ]
    read = read_rows(rows, currency="JPY", as_of=date(2026, 9, 30))
    assert [(row.values[2], row.values[-1]) for row in read.rows] == [("現金", 0), ("売掛金", 1), ("売上高", 0)]


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("自 令和8年4月1日　至 令和8年9月30日", "2026-09-30"),
        ("2026/04/01～2026/09/30", "2026-09-30"),
        ("2026年 9月度", "2026-09-30"),
        ("会计期间：2026.08-2026.09", "2026-09-30"),
        ("Balancete Analítico - Setembro/2026", "2026-09-30"),
        ("Balance al mes de febrero de 2028", "2028-02-29"),
        ("印刷日 2026/10/01", None),
        ("Plan 2026", None),
    ],
)
def test_the_end_of_the_period_of_a_line(line, end):
    found = period_end([line])
    assert (found and found.isoformat()) == end


def test_lines_with_different_periods_say_nothing():
    assert period_end(["2026年9月度", "前年 2025年9月度"]) is None
