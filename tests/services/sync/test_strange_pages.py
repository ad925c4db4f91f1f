"""Printed lists: pages, customers who stand in titles or above their sums, lines of one document."""

from __future__ import annotations

import pytest

from app.errors import RefusedError
from tests.builders.reading import read_rows

HEAD = ["得意先", "得意先名", "伝票番号", "計上日", "回収予定日", "摘要", "債権残高"]


def page(number):
    return [
        ["", "", "債権明細表", "", "", "", f"頁 {number}"],
        ["会社:みどり電機", "", "", "", "", "", f"2026/11/01 09:1{number}"],
        HEAD,
    ]


def item(at, who="", name=""):
    return [who, name, f"D{at}", "2026/09/05", "2026/11/10", "商品代", 100.0 * at]


def ended(found):
    rows = found.table.rows
    return rows.item, rows.total, rows.group, rows.skipped, rows.rejected


def test_pages_begin_in_the_middle_of_a_customer():
    first, second = [item(1, "1001", "青葉"), item(2), item(3)], [item(4, "1002", "緑川"), item(5)]
    total = ["", "合計", "", "", "", "", 1500.0]
    found = read_rows([*page(1), *first[:2], *page(2), first[2], *second, total], currency="JPY")
    assert [(row.account, row.number) for row in found.rows] == [
        ("1001", "D1"), ("1001", "D2"), ("1001", "D3"), ("1002", "D4"), ("1002", "D5"),
    ]  # fmt: skip
    assert ended(found) == (5, 1, 0, 3, 0)


def test_a_title_again_with_the_number_of_its_page():
    head = ["客戶編號", "客戶名稱", "發票號碼", "發票日期", "到期日", "未收款"]
    rows = [[f"{at}", f"店{at}", f"EE{at}", "2026/08/01", "2026/09/01", 10.5] for at in range(1, 5)]
    again = [["應收帳款明細", "", "", "", "第2頁", ""], head]
    found = read_rows([["應收帳款明細"], head, *rows[:2], *again, *rows[2:]], currency="TWD")
    assert ended(found) == (4, 0, 0, 2, 0)


def test_the_number_of_the_page_in_a_cell_of_its_own():
    head = ["Cliente", "Loja", "Nome", "Numero", "Emissao", "Vencto", "Valor", "Saldo"]
    rows = [["0001", "01", f"Casa {at}", f"00{at}", "02/06/2026", "17/06/2026", 10.5, 10.5] for at in range(4)]
    pages = [[["SIGA/FINR130", "", "Posicao dos Titulos", "", "", "", "Folha:", at], head] for at in (1, 2)]
    found = read_rows([*pages[0], *rows[:2], *pages[1], *rows[2:]], currency="BRL")
    assert ended(found) == (4, 0, 0, 2, 0)


DOCUMENTS = [
    ["Factura", "Fecha", "Vencimiento", "Importe", "Saldo"],
    ["F1", "2026-08-15", "2026-09-14", 100.5, 100.5],
    ["F2", "2026-08-16", "2026-09-15", 200.0, 150.0],
    ["Total", "", "", 300.5, 250.5],
]


@pytest.mark.parametrize(
    ("titles", "account", "name"),
    [
        ([["Cliente: C-01 - Abarrotes La Luz"]], "C-01", "Abarrotes La Luz"),
        ([["得意先コード：C01"], ["得意先名：青葉商会"]], "C01", "青葉商会"),
        ([["客户名称：上海东方有限公司", "", "客户编码：K0088"]], "K0088", "上海东方有限公司"),
        ([["Customer:", "Acme Trading S.A."]], "Acme Trading S.A.", "Acme Trading S.A."),
        ([["株式会社青葉 御中"]], "株式会社青葉", "株式会社青葉"),
    ],
)
def test_the_customer_of_all_rows_stands_above_the_table(titles, account, name):
    found = read_rows([["Estado de cuenta"], *titles, *DOCUMENTS], currency="MXN")
    assert {key: row.name for key, row in found.accounts.items()} == {account: name}
    assert sum(row.open for row in found.rows) == 25050


@pytest.mark.parametrize("title", ["Cliente: Todos", "Clientes: 001 a 999", "客户: 全部", "Empresa: Midori S.A."])
def test_parameters_of_a_report_are_nobody(title):
    with pytest.raises(RefusedError) as caught:
        read_rows([["Estado de cuenta"], [title], *DOCUMENTS], currency="MXN")
    assert caught.value.code == "columns_missing"


B1 = ["Código cliente", "Nombre cliente", "Tipo", "Nº documento", "Fecha vencimiento", "Saldo pendiente"]


def test_customers_stand_above_their_documents_with_the_sum():
    rows = [
        B1,
        ["C20000", "Norm Thompson", "", "", "", 1500.0],
        ["", "", "RF", "1001", "2026-10-10", 1000.0],
        ["", "", "RF", "1002", "2026-09-15", 500.0],
        ["C30000", "Microchips", "", "", "", -50.0],
        ["", "", "AN", "77", "2026-10-20", -50.0],
        ["", "", "", "", "Total", 1450.0],
    ]
    found = read_rows(rows, currency="MXN")
    assert [(row.account, row.number) for row in found.rows] == [
        ("C20000", "1001"), ("C20000", "1002"), ("C30000", "77"),
    ]  # fmt: skip
    assert found.accounts["C30000"].name == "Microchips"
    assert ended(found) == (3, 1, 2, 0, 0)


def test_a_customer_whose_sum_is_not_that_of_the_documents_below_is_rejected():
    rows = [
        B1,
        ["C20000", "Norm Thompson", "", "", "", 1600.0],
        ["", "", "RF", "1001", "2026-10-10", 1000.0],
        ["", "", "RF", "1002", "2026-09-15", 500.0],
        ["C30000", "Microchips", "", "", "", -50.0],
        ["", "", "AN", "77", "2026-10-20", -50.0],
    ]
    found = read_rows(rows, currency="MXN")
    assert [row.row for row in found.table.rejected] == [2]


def test_lines_under_their_document_have_only_goods():
    head = ["单据编号", "业务日期", "到期日", "客户编码", "未核销金额", "币别", "物料", "数量", "单价"]
    rows = [
        head,
        ["AR1", "2026-09-01", "2026-10-01", "C1", 3390.0, "CNY", "螺丝", 100.0, 11.3],
        ["", "", "", "", "", "", "螺母", 200.0, 11.3],
        ["AR2", "2026-09-13", "2026-10-13", "C2", 630.0, "CNY", "螺丝", 100.0, 6.3],
        ["AR3", "2026-09-20", "2026-10-20", "C1", 226.0, "CNY", "螺丝", 20.0, 11.3],
    ]
    found = read_rows(rows)
    assert ended(found) == (3, 0, 0, 1, 0)
    assert dict(found.table.set_aside) == {"line": 1}


def test_a_row_of_shares_is_no_item():
    rows = [*DOCUMENTS[:-1], ["", "", "% vencido", 1.0, 1.0]]
    found = read_rows([["Cliente: C-01 - Abarrotes"], *rows], currency="MXN")
    assert dict(found.table.set_aside) == {"percentage": 1}


def test_a_header_over_two_rows_stands_again_on_every_page():
    title = ["A/R details with aging", *[""] * 6, "Page 1"]
    upper = ["Customer", "Customer", "Invoice", "Invoice", "Due", "Open", "", "Ageing"]
    lower = ["Number", "Name", "Number", "Date", "Date", "Amount", "1 - 30", "Over 30"]
    pages = []
    for page in range(3):
        pages += [[*title[:-1], f"Page {page + 1}"], [""] * 8, upper, lower]
        pages += [
            [f"10{page}", f"Acme {page} Ltd", f"I{page}{n}", f"2026-05-0{n + 1}", f"2026-06-0{n + 1}", 5.5, 5.5, ""]
            for n in range(4)
        ]
    found = read_rows(pages, currency="EUR")
    assert ended(found) == (12, 0, 0, 6, 0)
    assert dict(found.table.set_aside) == {"heading": 6}
    assert {row.account for row in found.rows} == {"100", "101", "102"}
