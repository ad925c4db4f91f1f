"""Exports with a row for each line of a document, whose amount stands in all of them."""

from __future__ import annotations

import pytest

from tests.builders.reading import read_rows

HEAD = ["取引先コード", "請求書番号", "請求日", "お支払期限", "品名", "金額", "消費税額", "合計金額"]
D = "2026/10/31", "2026/11/30"


def test_the_amount_of_the_document_and_not_of_its_line():
    rows = [
        ["T01", "MF-1", *D, "保守料", "10000", "1000", "66000"],
        ["T01", "MF-1", *D, "作業費", "50000", "5000", "66000"],
        ["T02", "MF-2", *D, "保守料", "20000", "2000", "22000"],
    ]
    found = read_rows([HEAD, *rows], currency="JPY")
    assert [(row.number, row.open) for row in found.rows] == [("MF-1", 66000), ("MF-2", 22000)]
    assert dict(found.table.set_aside) == {"line": 1}


def test_lines_whose_amounts_do_not_add_up_stay_apart():
    rows = [
        ["T01", "MF-1", *D, "保守料", "10000", "1000", "11000"],
        ["T01", "MF-1", *D, "作業費", "50000", "5000", "55000"],
        ["T02", "MF-2", *D, "保守料", "20000", "2000", "22000"],
    ]
    found = read_rows([HEAD, *rows], currency="JPY")
    assert sum(row.open for row in found.rows) == 88000


@pytest.mark.parametrize(("income", "expense"), [("収入", "支出"), ("收入", "支出"), ("Receita", "Despesa")])
def test_expenses_in_a_list_of_deals_are_not_owed_by_anybody(income, expense):
    head = ["収支区分", "管理番号", "発生日", "決済期日", "取引先コード", "取引先", "金額"]
    rows = [
        head,
        [income, "F-1", "2026-10-01", "2026-10-31", "C1", "青葉", "110000"],
        [expense, "F-2", "2026-10-03", "2026-10-31", "S1", "文具店", "3300"],
        [expense, "F-3", "2026-10-04", "2026-10-31", "S2", "紙店", "5500"],
    ]
    found = read_rows(rows, currency="JPY")
    assert [(row.number, row.open) for row in found.rows] == [("F-1", 110000)]
    assert dict(found.table.set_aside) == {"vendor_document": 2}
