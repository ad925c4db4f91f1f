"""Reading files beside the ledger: recognised by headings and cells in every language, judged, refused when lacking."""

from __future__ import annotations

from datetime import date

import pytest

from app.enums import SyncKind
from app.errors import RefusedError
from app.services.labels import SYNC_KINDS
from app.services.sync.model import QuestionsError
from tests.builders.beside import items, orders, portal, purchase_orders, rates, sales, trial_balance
from tests.builders.reading import read_rows

SHAPES = {
    SyncKind.ORDERS_ON_HOLD: [
        ["受注番号", "得意先コード", "受注金額", "通貨", "保留日", "保留理由"],
        ["Pedido de venta", "Código cliente", "Importe del pedido", "Moneda", "Retenido desde", "Motivo de bloqueo"],
        ["Auftragsnummer", "Kundennummer", "Auftragswert", "Währung", "Gesperrt seit", "Sperrgrund"],
        ["Pedido de venda", "Código do cliente", "Valor do pedido", "Moeda", "Bloqueado desde", "Motivo do bloqueio"],
        ["销售订单号", "客户编码", "订单金额", "币种", "冻结日期", "冻结原因"],
    ],
    SyncKind.PORTAL_STATUS: [
        ["ポータル", "請求書番号", "ステータス", "提出日", "却下理由"],
        ["Plataforma", "Nº factura", "Estado", "Fecha de envío", "Motivo de rechazo"],
        ["Plattform", "Rechnungsnummer", "Freigabestatus", "Eingereicht am", "Ablehnungsgrund"],
        ["平台", "发票号码", "审批状态", "提交日期", "拒绝原因"],
    ],
    SyncKind.PO_BALANCES: [
        ["注文番号", "得意先コード", "発注金額", "請求済額", "残額", "通貨", "終了日"],
        ["Orden de compra", "Código cliente", "Presupuesto", "Facturado a la fecha", "Restante", "Moneda", "Fecha fin"],
        ["Bestellnummer", "Kundennummer", "Bestellwert", "Abgerechnet", "Restbudget", "Währung", "Gültig bis"],
    ],
    SyncKind.SALES: [
        ["年月", "得意先コード", "税込売上高", "通貨"],
        ["Mes", "Código cliente", "Ventas con IVA", "Moneda"],
        ["Monat", "Kundennummer", "Umsatz brutto", "Währung"],
        ["月份", "客户编码", "含税销售额", "币种"],
    ],
    SyncKind.TRIAL_BALANCE: [
        ["勘定科目コード", "勘定科目名", "期末残高", "通貨", "基準日"],
        ["Cuenta contable", "Nombre de la cuenta", "Saldo final", "Moneda", "Fecha de cierre"],
        ["Sachkonto", "Kontobezeichnung", "Endsaldo", "Währung", "Stichtag"],
        ["科目编码", "科目名称", "期末余额", "币种", "截止日期"],
    ],
    SyncKind.RATES: [
        ["換算元通貨", "換算先通貨", "為替レート", "適用日"],
        ["Moneda origen", "Moneda destino", "Tipo de cambio", "Fecha"],
        ["Ausgangswährung", "Zielwährung", "Wechselkurs", "Kursdatum"],
        ["源货币", "目标货币", "汇率", "生效日期"],
    ],
}
CELLS = {
    SyncKind.ORDERS_ON_HOLD: [
        ["SO-1001", "C100", 1500.25, "EUR", date(2026, 6, 3), "past due"],
        ["SO-1002", "C200", 99.5, "EUR", date(2026, 6, 14), "limit"],
    ],
    SyncKind.PORTAL_STATUS: [
        ["Ariba", "INV-1001", "Rejected", date(2026, 6, 3), "no PO"],
        ["Coupa", "INV-1002", "Approved", date(2026, 6, 14), ""],
    ],
    SyncKind.PO_BALANCES: [
        ["4500001", "C100", 1000.0, 250.5, 749.5, "EUR", date(2026, 12, 31)],
        ["4500002", "C200", 5000.0, 0.0, 5000.0, "EUR", date(2026, 9, 30)],
    ],
    SyncKind.SALES: [["2026-05", "C100", 1500.25, "EUR"], ["2026-04", "C200", 99.5, "EUR"]],
    SyncKind.TRIAL_BALANCE: [
        ["140000", "Trade receivables", 1500.25, "EUR", date(2026, 5, 31)],
        ["800000", "Revenue", -1500.25, "EUR", date(2026, 5, 31)],
    ],
    SyncKind.RATES: [["EUR", "USD", 1.0832, date(2026, 6, 17)], ["GBP", "USD", 1.2711, date(2026, 6, 17)]],
}
HEADINGS = [(kind, headings) for kind, listed in SHAPES.items() for headings in listed]


def values(read) -> list[tuple]:
    return [row.values for row in read.rows]


def asks(rows, option: str, **options) -> tuple[str, ...]:
    with pytest.raises(QuestionsError) as asked:
        read_rows(rows, **options)
    assert [question.option for question in asked.value.questions] == [option]
    return asked.value.questions[0].choices


@pytest.mark.parametrize(("kind", "headings"), HEADINGS)
def test_headings_of_every_language_are_known(kind, headings):
    read = read_rows([headings, *CELLS[kind]])
    assert (read.table.kind, read.table.rows.item) == (kind, 2)
    unread = [column.header for column in read.table.columns if column.field is None]
    assert unread == []


@pytest.mark.parametrize("kind", SHAPES)
def test_a_table_that_lacks_what_its_kind_needs_is_refused_with_what_it_lacks(kind):
    lacking = [["Customer Number", "Customer Name"], ["C100", "Kestrel Tools"], ["C200", "Marlin"]]
    with pytest.raises(RefusedError) as refusal:
        read_rows(lacking, kind=kind)
    assert refusal.value.code == "columns_missing"
    assert str(SYNC_KINDS[kind]) in str(refusal.value)
    assert "no column" in str(refusal.value)


@pytest.mark.parametrize(
    "rows",
    [
        orders(("SO-1", "C1", "5.00", "2026-06-10")),
        portal(("90011", "C1", "Rejected", "no PO")),
        purchase_orders(("PO-1", "C1", "10.00", "4.00", "6.00")),
        sales(("2026-05", "C1", "5.00")),
        trial_balance(("140000", "Trade receivables", "EUR", "5.00")),
        rates(("EUR", "USD", "1", "1.0832")),
    ],
)
def test_none_of_them_is_taken_for_open_items_when_told_so(rows):
    with pytest.raises(RefusedError) as refusal:
        read_rows(rows, kind=SyncKind.OPEN_ITEMS)
    assert refusal.value.code in {"columns_missing", "customers_only"}


def test_a_ledger_with_orders_portal_and_purchase_orders_stays_a_ledger():
    ledger = items(("1100", "90011", "EUR", "1.00"), ("1200", "90012", "EUR", "2.50"))
    more = ["Sales Order", "Portal Status", "G/L Account"]
    rows = [[*ledger[0], *more], *([*row, f"SO-{place}", "Sent", "140000"] for place, row in enumerate(ledger[1:]))]
    assert read_rows(rows).table.kind is SyncKind.OPEN_ITEMS


def test_a_list_of_customers_with_balances_is_no_trial_balance():
    rows = [["Konto", "Name", "Saldo"], ["10100", "Kestrel GmbH", 100.5], ["10200", "Marlin AG", 50.25]]
    with pytest.raises(RefusedError):
        read_rows(rows)


# ------------------------------------------------------------------------------------------------ rows


def test_totals_with_and_without_a_word_are_no_records_and_tie():
    rows = orders(("SO-1", "C1", "5.00", "2026-06-10"), ("SO-2", "C2", "6.50", "2026-06-11"))
    for label in ("Total", ""):
        read = read_rows([*rows, [label, "", "11.50", "", "", ""]])
        assert (read.table.rows.item, read.table.rows.total, dict(read.table.own_totals)) == (2, 1, {"EUR": 1150})
    read = read_rows([*rows, ["Total", "", "12.00", "", "", ""]])
    assert "own_total_differs" in read.codes


def test_lines_of_one_order_are_one_order():
    rows = orders(("SO-1", "C1", "5.00", "2026-06-12"), ("SO-1", "C1", "7.00", "2026-06-10"))
    read = read_rows(rows)
    assert (read.table.rows.item, len(read.rows), read.codes) == (2, 1, ["lines_added"])
    assert read.rows[0].values[2:4] == ("2026-06-10", 1200)
    assert read.table.totals["EUR"].net == 1200


def test_of_two_rows_of_one_invoice_in_a_portal_the_later_submission_counts():
    rows = portal(("90011", "C1", "Rejected", "no PO"), ("90011", "C1", "Approved", ""))
    rows[1][4], rows[2][4] = "2026-06-20", "2026-06-01"
    read = read_rows(rows)
    assert (values(read)[0][2], read.codes) == ("Rejected", ["later_row_counts"])
    assert (read.table.rows.item, read.table.set_aside) == (1, {"duplicate": 1})


def test_what_cannot_be_read_is_rejected_with_its_cell():
    rows = orders(
        ("SO-1", "C1", "5.00", "2026-06-10"), ("SO-2", "C2", "12,34,5", "2026-06-10"), ("SO-3", "C2", "", "2026-06-10"),
        ("SO-4", "C2", "5.00", "2026-06-31"),
    )  # fmt: skip
    rejected = read_rows(rows).table.rejected
    assert [(row.row, row.column, row.value, row.number) for row in rejected] == [
        (4, "Order Value", "12,34,5", "SO-2"),
        (5, "Order Value", "", "SO-3"),
        (6, "On hold since", "2026-06-31", "SO-4"),
    ]


def test_a_currency_that_nothing_says_is_asked():
    rows = [row[:3] + row[4:] for row in orders(("SO-1", "C1", "5.00", "2026-06-10"))]
    asks(rows, "--currency")
    assert values(read_rows(rows, currency="EUR"))[0][3] == 500


# ------------------------------------------------------------------------------------------------ purchase orders


def test_what_is_left_follows_from_what_is_allowed_and_billed():
    rows = purchase_orders(("PO-1", "C1", "10.00", "4.00", ""), ("PO-2", "C1", "10.00", "", "3.00"))
    left = [row.values[4] for row in read_rows(rows).rows]
    assert left == [600, 300]


# ------------------------------------------------------------------------------------------------ sales


@pytest.mark.parametrize(
    "month",
    ["2026-05", "05/2026", "202605", 202605, "May 2026", "May-26", "2026年5月", "mayo de 2026", date(2026, 5, 31)],
)
def test_a_month_is_read_in_every_form(month):
    assert values(read_rows(sales((month, "C1", "5.00"), ("2026-04", "C1", "6.00"))))[0][2] == "2026-05-01"


def test_a_month_without_a_year_is_rejected():
    read = read_rows(sales(("May", "C1", "5.00"), ("2026-04", "C1", "6.00")))
    assert [(row.row, row.value) for row in read.table.rejected] == [(2, "May")]


@pytest.mark.parametrize(
    ("heading", "with_tax"),
    [("Sales incl. VAT", 1), ("Gross sales", 1), ("Sales excl. tax", 0), ("税抜売上高", 0), ("Umsatz netto", 0)],
)
def test_headings_say_whether_tax_is_included(heading, with_tax):
    assert values(read_rows(sales(("2026-05", "C1", "5.00"), heading=heading)))[0][3] == with_tax


def test_sales_that_do_not_say_so_are_asked_for_tax():
    rows = sales(("2026-05", "C1", "5.00"), heading="Sales")
    assert asks(rows, "--tax") == ("included", "excluded")
    assert values(read_rows(rows, tax="included"))[0][3] == 1
    titled = [["Sales by month including tax", "", "", ""], *rows]
    assert values(read_rows(titled))[0][3] == 1


def test_sales_of_all_accounts_together_need_no_account():
    rows = [[row[0], *row[2:]] for row in sales(("2026-05", "", "5.00"), ("2026-04", "", "6.00"))]
    read = read_rows(rows)
    assert [(row.account, row.values[0]) for row in read.rows] == [(None, 500), (None, 600)]


# ------------------------------------------------------------------------------------------------ trial balance


def test_debits_and_credits_make_a_balance():
    rows = [
        ["G/L account", "Account name", "Currency", "Debit", "Credit", "Balance date"],
        ["140000", "Trade receivables", "EUR", "100.00", "40.00", "2026-05-31"],
        ["800000", "Revenue", "EUR", "", "60.00", "2026-05-31"],
        ["Total", "", "", "100.00", "100.00", ""],
    ]
    read = read_rows(rows)
    assert [(row.values[1], row.values[4], row.values[6]) for row in read.rows] == [
        ("140000", 6000, 1),
        ("800000", -6000, 0),
    ]
    assert (read.table.rows.total, read.table.as_of) == (1, date(2026, 5, 31))


def test_one_control_account_needs_no_name():
    rows = [["G/L account", "Balance", "Currency", "As of"], ["140000", "5.00", "EUR", "2026-05-31"]]
    assert values(read_rows(rows))[0][-1] == 1


@pytest.mark.parametrize("name", ["Trade payables", "House bank EUR", "Allowance for bad debt", "買掛金"])
def test_the_only_account_is_not_taken_for_receivables_if_its_name_says_something_else(name):
    assert asks(trial_balance(("210000", name, "EUR", "5.00")), "--gl-account") == ("210000",)


def test_a_row_without_a_day_is_rejected_where_a_column_has_days():
    head = ["Company", "GL account", "Account name", "Currency", "Balance", "Date"]
    rows = [head, ["1000", "1200", "Trade receivables", "EUR", 1000.0, "2026-06-30"]]
    rows.append(["2000", "1200", "Trade receivables", "EUR", 500.0, ""])
    read = read_rows([["Trial balance"], [], *rows])
    assert [(row.row, row.column) for row in read.table.rejected] == [(5, "Date")]
    stated = read_rows([["Trial balance as of 2026-06-30"], [], *rows])
    assert [row.values[3] for row in stated.rows] == ["2026-06-30", "2026-06-30"]


# ------------------------------------------------------------------------------------------------ rates


def test_without_a_company_rates_are_kept_against_the_currency_that_all_share_or_it_is_asked():
    shared = read_rows(rates(("EUR", "CHF", "1", "0.95"), ("USD", "CHF", "1", "0.88")))
    assert {row.values[2] for row in shared.rows} == {"CHF"}
    assert asks(rates(("EUR", "CHF", "1", "0.95")), "--currency") == ("CHF", "EUR")
    lone = [["Currency", "Rate", "Date"], ["CAD", "0.8000", "2026-06-17"], ["AUD", "0.6500", "2026-06-17"]]
    assert asks(lone, "--currency") == ()
    assert asks(lone, "--rates-per", currency="EUR") == ("unit", "base")
    headed = [["Currency", "Rate (NZD per unit)", "Date"], *lone[1:]]
    assert {row.values[2] for row in read_rows(headed).rows} == {"NZD"}


def test_rates_are_of_one_unit_whichever_way_they_are_written():
    rows = rates(("EUR", "USD", "1", "1.0832"), ("JPY", "USD", "100", "0.6421"), ("USD", "CAD", "1", "1.25"))
    found = {row.values[1]: (row.values[2], row.values[3]) for row in read_rows(rows, default_currency="USD").rows}
    assert found == {"EUR": ("USD", "1.0832"), "JPY": ("USD", "0.006421"), "CAD": ("USD", "0.8")}


@pytest.mark.parametrize("heading", ["Rate per £1", "Units per £1", "Exchange rate (per £1)", "Rate per 1 GBP"])
def test_a_heading_that_says_of_which_currency_one_unit_is_asks_nothing(heading):
    rows = [["Spot rates as of 30 October 2026"], ["Currency", "Code", heading], ["Euro", "EUR", "1.25"]]
    read = read_rows([*rows, ["US Dollar", "USD", "1.6"]], kind=SyncKind.RATES)
    assert values(read) == [("2026-10-30", "EUR", "GBP", "0.8"), ("2026-10-30", "USD", "GBP", "0.625")]


def test_a_sign_of_several_currencies_says_nothing():
    rows = [["Currency", "Rate per ¥", "Date"], ["CAD", "0.8000", "2026-06-17"]]
    assert asks(rows, "--rates-per", currency="EUR", kind=SyncKind.RATES) == ("unit", "base")


def test_units_may_stand_in_the_name_of_the_currency_beside_its_code_or_above_the_list():
    rows = [["通貨名", "通貨コード", "TTM"], ["米ドル", "USD", 150.2], ["韓国ウォン(100)", "KRW", 11.0]]
    read = read_rows(rows, default_currency="JPY", rates_per="unit")
    assert {row.values[1]: row.values[3] for row in read.rows} == {"USD": "150.2", "KRW": "0.11"}
    rows = [["外汇牌价（单位：人民币/100外币）"], ["币种", "汇率"], ["美元", 710.5], ["日元", 4.71]]
    read = read_rows(rows, default_currency="CNY", rates_per="unit")
    assert {row.values[1]: row.values[3] for row in read.rows} == {"USD": "7.105", "JPY": "0.0471"}
    assert (
        values(read_rows([["Rates; 100 units of JPY"], *rows[1:]], default_currency="CNY", rates_per="unit"))[0][3]
        == "710.5"
    )


def test_pairs_are_read_and_the_base_is_reached_over_another_currency():
    rows = [["Pair", "Rate", "Date"], ["EUR/USD", 1.25, date(2026, 6, 17)], ["EURJPY", 160, date(2026, 6, 17)]]
    found = {row.values[1]: row.values[3] for row in read_rows(rows, default_currency="USD").rows}
    assert found == {"EUR": "1.25", "JPY": "0.0078125"}
    rows = [["Pair", "Mid", "As of"], ["EUR / USD", "1.25", "30/10/2026"], ["USD / JPY", "160", "30/10/2026"]]
    assert [row.values[3] for row in read_rows(rows, default_currency="USD").rows] == ["1.25", "0.00625"]


def test_a_pair_that_leads_nowhere_and_a_second_rate_of_a_day_are_rejected():
    rows = rates(("EUR", "USD", "1", "1.25"), ("EUR", "USD", "1", "1.26"), ("BRL", "COP", "1", "700"))
    rejected = read_rows(rows, default_currency="USD").table.rejected
    assert [(row.row, row.value) for row in rejected] == [(3, "EUR"), (4, "BRL")]


@pytest.mark.parametrize(("heading", "rate"), [("Rate (USD per unit)", "0.8"), ("Rate (per USD)", "1.25")])
def test_a_heading_says_which_way_a_list_goes(heading, rate):
    rows = [["Currency", heading, "Date"], ["CAD", "0.8000", "2026-06-17"]]
    assert values(read_rows(rows, default_currency="USD"))[0][3] == rate


def test_a_list_that_does_not_say_which_way_it_goes_is_asked():
    rows = [["Currency", "Rate", "Date"], ["CAD", "0.8000", "2026-06-17"], ["AUD", "0.6500", "2026-06-17"]]
    assert asks(rows, "--rates-per", default_currency="USD") == ("unit", "base")
    found = [row.values[3] for row in read_rows(rows, default_currency="USD", rates_per="base").rows]
    assert found == ["1.25", "1.538461538"]
    known = read_rows(rows, default_currency="USD", known_rates={"CAD": "0.79"})
    assert [row.values[3] for row in known.rows] == ["0.8", "0.65"]


def test_a_rate_that_can_be_read_two_ways_is_asked():
    rows = [["From currency", "To currency", "Rate", "Date"], ["EUR", "USD", "1,083", "2026-06-17"]]
    assert asks(rows, "--decimal", default_currency="USD") == ("point", "comma")


# ------------------------------------------------------------------------------------------------ as they really come


def test_blocked_documents_of_a_system_with_stars_for_totals():
    rows = [
        ["SAP Blocked Sales Documents", *[""] * 5],
        ["Sales Document", "Sold-to party", "Name 1", "Net value", "Curr.", "Credit block since"],
        ["4711", "C100", "Kestrel", "1.234,56", "EUR", "03.06.2026"],
        ["4712", "C200", "Marlin", "99,00", "EUR", "14.06.2026"],
        ["*", "", "", "1.333,56", "", ""],
    ]
    read = read_rows(rows)
    assert (read.table.kind, read.table.rows.total) == (SyncKind.ORDERS_ON_HOLD, 1)
    assert [row.values[3] for row in read.rows] == [123456, 9900]


def test_in_a_portal_the_supplier_is_us_and_in_a_payables_list_it_is_not():
    head = ["Invoice #", "Supplier", "Status", "Submitted Date", "Dispute Reason"]
    row = ["90011", "Midori Electric", "Disputed", "06/13/2026", "Price"]
    read = read_rows([["Invoice status report", "", "", "", ""], head, row])
    assert (read.table.kind, read.rows[0].values[3]) == (SyncKind.PORTAL_STATUS, "Price")
    with pytest.raises(RefusedError) as refusal:
        read_rows([head, row])
    assert refusal.value.code == "payables"


def test_the_line_above_a_trial_balance_says_its_day_and_its_words_are_no_text():
    rows = [
        ["Balance de comprobación al 31/05/2026", "", "", ""],
        ["Cuenta", "Descripción", "Debe", "Haber"],
        ["430000", "Clientes", "1.500,25", ""],
        ["438000", "Anticipos de clientes", "", "200,00"],
        ["700000", "Ventas", "", "1.300,25"],
    ]
    read = read_rows(rows, currency="EUR")
    assert (read.table.as_of, read.table.as_of_from) == (date(2026, 5, 31), "stated")
    assert [row.values[-1] for row in read.rows] == [1, 0, 0]
    assert read.table.totals["EUR"].net == 150025


def test_japanese_sales_with_their_total():
    rows = [["月", "売上高（税抜）", "通貨"], ["2026年4月", "1,234,000", "JPY"], ["2026年5月", "2,000,000", "JPY"],
            ["合計", "3,234,000", ""]]  # fmt: skip
    read = read_rows(rows)
    assert [row.values[:4] for row in read.rows] == [
        (1234000, "JPY", "2026-04-01", 0),
        (2000000, "JPY", "2026-05-01", 0),
    ]
    assert dict(read.table.own_totals) == {"JPY": 3234000}
