"""Shapes that no layout is written for: the general mechanism finds the table, the groups and the sums."""

from __future__ import annotations

from datetime import date

import pytest

from app.enums import ItemKind, SyncKind
from app.errors import RefusedError
from tests.builders.reading import read_rows

DAY = date(2026, 6, 17)


def numbers(found):
    return {(row.account, row.number): row.open for row in found.rows}


def test_xero_contact_rows_totals_and_percentages():
    found = read_rows(
        [
            ["Midori"], ["Aged Receivables Detail"], ["As at 17 June 2026"], ["Ageing by due date"], [""],
            ["Invoice Date", "Due Date", "Invoice Number", "Invoice Reference", "Current", "1 Month", "Older", "Total"],
            ["Kestrel Tools"],
            [date(2026, 4, 1), date(2026, 5, 1), "INV-1", "PO 5", 0, 100.0, 0, 100.0],
            [date(2026, 5, 21), date(2026, 5, 21), "", "CN-9", -10.0, 0, 0, -10.0],
            ["Total Kestrel Tools", "", "", "", -10.0, 100.0, 0, 90.0],
            ["Marlin"],
            [date(2026, 4, 2), date(2026, 5, 2), "INV-3", "", 0, 50.0, 0, 50.0],
            ["Total Marlin", "", "", "", 0, 50.0, 0, 50.0],
            ["Total", "", "", "", -10.0, 150.0, 0, 140.0],
            ["Percentage of total", "", "", "", "-7.1%", "107.1%", "0%", "100%"],
        ],
        currency="USD",
    )  # fmt: skip
    kestrel = {("Kestrel Tools", "INV-1"): 10000, ("Kestrel Tools", ""): -1000}
    assert numbers(found) == {**kestrel, ("Marlin", "INV-3"): 5000}
    assert found.table.own_totals == {"USD": 14000}
    assert (found.table.rows.group, found.table.rows.read) == (2, 9)
    assert (found.table.as_of, found.table.as_of_from) == (DAY, "stated")


def test_netsuite_groups_under_a_customer_column():
    found = read_rows(
        [
            ["A/R Aging Detail"], ["As of 6/17/2026"], [""],
            ["Customer", "Transaction Type", "Date", "Document Number", "P.O. No.", "Due Date", "Age", "Open Balance"],
            ["Kestrel Tools"],
            ["", "Invoice", "4/1/2026", "INV100", "", "5/1/2026", 47, "$100.00"],
            ["", "Credit Memo", "5/30/2026", "CM7", "", "5/30/2026", 18, "($10.00)"],
            ["Total - Kestrel Tools", "", "", "", "", "", "", "$90.00"],
            ["Marlin & Co"],
            ["", "Invoice", "6/15/2026", "INV101", "", "7/15/2026", "-28", "$55.00"],
            ["Total - Marlin & Co", "", "", "", "", "", "", "$55.00"],
            ["Total", "", "", "", "", "", "", "$145.00"],
        ],
        currency="USD",
    )  # fmt: skip
    assert found.table.layout == "netsuite-ar-aging"
    kestrel = {("Kestrel Tools", "INV100"): 10000, ("Kestrel Tools", "CM7"): -1000}
    assert numbers(found) == {**kestrel, ("Marlin & Co", "INV101"): 5500}
    assert found.by_number("CM7").kind == ItemKind.CREDIT_MEMO
    assert found.table.own_totals == {"USD": 14500}
    assert found.table.as_of == DAY


def test_oracle_subtotals_per_customer_and_a_date_in_a_cell_of_its_own():
    found = read_rows(
        [
            ["Aging - 7 Buckets"], ["As of Date", "17-JUN-2026"], ["Currency", "USD"], [""],
            "Customer Name|Customer Number|Invoice Number|Type|Due Date|Days Past Due|Outstanding Amount".split("|"),
            ["Kestrel", "1100", "1001", "Invoice", "01-MAY-26", 47, "800.00"],
            ["Kestrel", "1100", "RCT9", "On Account", "", "", "(100.00)"],
            ["Customer Total:", "", "", "", "", "", "700.00"],
            ["Marlin", "1200", "1002", "Invoice", "10-JUN-26", 7, "2,000.00"],
            ["Customer Total:", "", "", "", "", "", "2,000.00"],
            ["Grand Total:", "", "", "", "", "", "2,700.00"],
        ]
    )  # fmt: skip
    assert found.table.totals["USD"].net == 270000
    assert found.table.own_totals == {"USD": 270000}
    assert found.by_number("RCT9").kind == ItemKind.ON_ACCOUNT
    assert (found.table.as_of, found.table.as_of_from) == (DAY, "stated")


def test_datev_list_of_open_items():
    found = read_rows(
        [
            ["Konto", "Kontobezeichnung", "Rechnungsnummer", "Datum", "Fälligkeit", "Soll", "Haben", "Saldo"],
            ["10001", "Müller GmbH", "R-1", "01.04.2026", "01.05.2026", "1.000,00", "", "1.000,00"],
            ["10001", "Müller GmbH", "G-2", "05.04.2026", "", "", "200,00", "-200,00"],
            ["Summe", "", "", "", "", "1.000,00", "200,00", "800,00"],
        ],
        currency="EUR",
    )
    assert numbers(found) == {("10001", "R-1"): 100000, ("10001", "G-2"): -20000}
    assert found.accounts["10001"].name == "Müller GmbH"
    assert found.table.own_totals == {"EUR": 80000}


def test_totvs_field_names_series_instalments_and_zero_dates():
    found = read_rows(
        [
            "E1_PREFIXO E1_NUM E1_PARCELA E1_TIPO E1_CLIENTE E1_NOMCLI E1_EMISSAO E1_VENCTO E1_SALDO".split(),
            ["UNI", "000001", "A", "NF", "C001", "FERRAGENS SUL", "01/04/2026", "30/04/2026", "1.000,00"],
            ["UNI", "000002", "", "NCC", "C001", "FERRAGENS SUL", "02/04/2026", "00/00/0000", "100,00"],
        ],
        currency="BRL",
    )
    assert numbers(found) == {("C001", "UNI-000001-A"): 100000, ("C001", "UNI-000002"): -10000}
    assert found.by_number("UNI-000002").due_date is None


def test_japanese_and_chinese_ledgers_keep_names_as_seen():
    found = read_rows(
        [
            ["請求書番号", "取引先名", "請求日", "お支払期限", "小計", "消費税", "合計金額", "ステータス"],
            ["202604-001", "㈱青空", "2026/04/30", "2026/05/31", "100,000", "10,000", "110,000円", "未入金"],
            ["202604-002", "㈱山田", "2026/04/30", "2026/05/31", "200,000", "20,000", "220,000円", "入金済"],
            ["202605-001", "㈱山田", "令和8年5月31日", "2026年6月30日", "1,000,000", "", "1,100,000円", "未入金"],
        ]
    )
    assert [(row.number, row.open, row.currency) for row in found.rows] == [
        ("202604-001", 110000, "JPY"), ("202605-001", 1100000, "JPY"),
    ]  # fmt: skip
    assert {account.name for account in found.accounts.values()} == {"㈱青空", "㈱山田"}
    assert found.by_number("202605-001").document_date == "2026-05-31"


def test_a_due_date_moved_to_a_business_day_is_taken_where_days_count_from_it():
    head = ["Cliente", "Docto.", "Emissão", "Vencimento", "Vencimento Real", "Dias Atraso", "Saldo"]
    rows = [["FERRAGENS SUL LTDA", "D1", "01/04/2026", "01/05/2026", "04/05/2026", 44, "R$ 1.000,00"],
            ["NORTE COMÉRCIO ME", "D2", "20/04/2026", "20/05/2026", "20/05/2026", 28, "R$ 500,00"]]  # fmt: skip
    found = read_rows([head, *rows])
    assert found.by_number("D1").due_date == "2026-05-04"
    assert (found.table.as_of, found.table.as_of_from) == (DAY, "derived")


def test_a_bank_account_gives_its_deposits_and_nothing_else():
    found = read_rows(
        [
            ["Fecha de operación", "Concepto", "Referencia", "Cargos", "Depósitos", "Saldo"],
            ["01/06/2026", "SALDO INICIAL", "", "", "", "10,000.00"],
            ["13/06/2026", "SPEI RECIBIDO FERRETERIA F-450-451-452", "8123", "", "1,500.00", "11,500.00"],
            ["14/06/2026", "COMISION", "", "20.00", "", "11,480.00"],
        ],
        currency="MXN",
    )
    assert found.table.kind == SyncKind.RECEIPTS
    assert (found.table.rows.item, found.table.rows.total, found.table.set_aside) == (1, 1, {"bank_charge": 1})
    assert found.rows[0].invoices == ("F-450", "F-451", "F-452")
    assert (found.rows[0].amount, found.rows[0].unapplied) == (150000, 150000)


def test_rows_above_the_headings_are_not_lost_in_silence():
    head = ["Account", "Invoice No", "Invoice Date", "Due Date", "Currency", "Open Amount"]
    row = ["C1", "1", date(2026, 4, 1), date(2026, 5, 1), "EUR", 10.0]
    found = read_rows([["Open items"], row, head, row])
    warning = next(entry for entry in found.table.warnings if entry.code == "row_above_headings")
    assert warning.row == 2


def test_most_of_a_sheet_above_the_headings_is_no_note():
    above = [["aa", "bb", "cc", "dd", "ee"], *([f"X{n}", "text", "2026-05-01", 10.0 + n, n] for n in range(6))]
    head = ["Receipt date", "Customer No", "Receipt No", "Amount", "Currency"]
    rows = [[f"2026-11-0{n}", "C1", f"R{n}", 5.5 + n, "EUR"] for n in range(1, 4)]
    with pytest.raises(RefusedError) as refused:
        read_rows([*above, [], head, *rows])
    assert (refused.value.code, "Rows 2 to 7" in str(refused.value)) == ("table_above", True)
    found = read_rows([*above, [], head, *rows], kind=SyncKind.RECEIPTS)
    assert (len(found.rows), found.codes.count("row_above_headings")) == (3, 6)


def test_group_headings_with_number_and_name():
    head = ["", "Invoice No", "Invoice Date", "Due Date", "Open Amount"]
    item = ["", "A1", date(2026, 4, 1), date(2026, 5, 1), 10.0]
    found = read_rows([head, ["4711 - Kestrel Tools"], item, ["Customer: 4712 - Marlin"], item], currency="EUR")
    assert {row.account for row in found.rows} == {"4711", "4712"}
    assert found.accounts["4712"].name == "Marlin"


@pytest.mark.parametrize("dress", ["*{}", "{}.", "{}:"])
def test_headings_that_come_again_in_another_dress_are_headings(dress):
    head = ["Invoice No", "Invoice Date", "Due Date", "Open Amount EUR", "Remark"]
    first = [*map(dress.format, head), "Checked by"]
    item = [date(2026, 4, 1), date(2026, 5, 1), 10.0, ""]
    rows = [["Open items"], ["Customer: 4711 - Kestrel Tools"], first, ["A1", *item, "Ann"], ["A2", *item]]
    rows += [["Customer: 4712 - Marlin"], head, ["A3", *item], ["Customer: 4713 - Heron"], head, ["A4", *item]]
    found = read_rows(rows)
    assert [(row.account, row.number) for row in found.rows] == [
        ("4711", "A1"), ("4711", "A2"), ("4712", "A3"), ("4713", "A4"),
    ]  # fmt: skip
    assert (found.table.rejected, found.table.rows.group) == ((), 2)


def test_a_summary_under_a_header_that_is_repeated_for_nothing_is_no_title_of_a_page():
    summary = [["Customer Name", "Balance"], ["Kestrel", 30.0], ["Marlin", 20.0]]
    head = ["Customer No", "Customer Name", "Invoice No", "Invoice Date", "Due Date", "Open Amount EUR"]
    days = [date(2026, 4, 1), date(2026, 5, 1)]
    items = [
        ["C1", "Kestrel", "A1", *days, 10.0],
        ["C1", "Kestrel", "A2", *days, 20.0],
        ["C2", "Marlin", "A3", *days, 20.0],
    ]
    found = read_rows([*summary, [""], ["Detail"], head, *items, [""], *summary, head, ["Total", 50.0]])
    assert [row.number for row in found.rows] == ["A1", "A2", "A3"]
    ended = {note.row for note in found.table.noted} | {row.row for row in found.table.rejected}
    assert {11, 12, 13, 15} <= ended


@pytest.mark.parametrize("error", ["#REF!", "#VALUE!", "#¡VALOR!", "#N/A"])
def test_errors_of_formulas_are_no_headings(error):
    """A table that begins at once: a row with the Value or Ref. of an error in it is a row all the same."""
    days = [(date(2026, 4, n), date(2026, 5, n)) for n in range(1, 13)]
    rows = [[f"C{n % 3}", f"Firm {n % 3} Ltd", f"I-{n}", *both, 10.25 + n] for n, both in enumerate(days)]
    rows[3][4] = error
    found = read_rows(rows, kind=SyncKind.OPEN_ITEMS, currency="EUR")
    assert (found.table.header_row, found.table.rows.item + found.table.rows.rejected) == (0, 12)
