"""Year, month and day in columns of their own: one day, or one month of sales, and never a fiscal year for a day."""

from __future__ import annotations

import pytest

from app.enums import SyncKind
from app.errors import RefusedError
from tests.builders.reading import read_rows

ITEMS = ["Customer", "Invoice No", "Year", "Month", "Day", "Due date", "Open amount"]
BANK = ["年", "月", "日", "摘要", "お支払金額", "お預り金額", "差引残高"]


def headings(found):
    return {column.header: column.field for column in found.table.columns if column.field}


def sold(rows, **options):
    found = read_rows(rows, tax="included", **options)
    assert found.table.kind == SyncKind.SALES
    return [(row.account, *row.values) for row in found.rows]


def test_sales_with_year_and_month_apart():
    head = ["得意先コード", "得意先名", "年", "月", "売上金額"]
    rows = [["1", "甲", 2026, 4, 1000.0], ["1", "甲", 2026, 5, 1200.0], ["2", "乙", 2026, 4, 300.0]]
    assert [row[1:4] for row in sold([head, *rows], currency="JPY")] == [
        (1000, "JPY", "2026-04-01"), (1200, "JPY", "2026-05-01"), (300, "JPY", "2026-04-01"),
    ]  # fmt: skip


def test_a_year_that_is_written_once_holds_below_and_totals_stay_totals():
    head = ["Customer", "Year", "Month", "Sales"]
    rows = [["1", 2025, "Dec", 10.0], ["1", 2026, "Jan", 20.0], ["1", "", "Feb", 30.0], ["", "", "Total", 60.0]]
    found = read_rows([head, *rows], tax="included", currency="USD")
    assert [row.values[2] for row in found.rows] == ["2025-12-01", "2026-01-01", "2026-02-01"]
    assert found.table.rows.total == 1
    assert headings(found)["Year Month"] == "sales_month"


def test_a_first_row_without_a_year_is_of_no_month():
    head = ["Customer", "Month", "Year", "Sales"]
    rows = [["1", 1, "", 5.0], *(["1", at, 2026, 10.0] for at in range(2, 12)), ["1", 12, "", 30.0]]
    found = read_rows([head, *rows], tax="included", currency="USD")
    assert [(row.row, row.value) for row in found.table.rejected] == [(2, "1")]
    assert found.rows[-1].values[2] == "2026-12-01"


def test_an_amount_by_year_and_month_is_sales_where_somebody_says_so():
    rows = [["得意先コード", "年", "月", "金額"], ["1", 2026, 4, 1000.0], ["1", 2026, 5, 20.0], ["2", 2026, 4, 30.0]]
    with pytest.raises(RefusedError) as raised:
        read_rows(rows, currency="JPY")
    assert "--kind sales" in str(raised.value.do)
    assert len(sold(rows, currency="JPY", kind=SyncKind.SALES)) == 3
    head = ["Ejercicio", "Cliente", "Año", "Mes", "Importe"]
    rows = [["A", "1", 2026, 4, 10.0], ["A", "1", 2026, 5, 20.0], ["A", "2", 2026, 4, 30.0]]
    assert [row[3] for row in sold([head, *rows], currency="EUR", kind=SyncKind.SALES)] == [
        "2026-04-01", "2026-05-01", "2026-04-01",
    ]  # fmt: skip


@pytest.mark.parametrize("years", [["2026"] * 3, ["08"] * 3, ["令和8"] * 3, ["26"] * 3, ["2026", "", ""]])
def test_movements_of_a_japanese_bank(years):
    rows = [
        [years[0], "04", "01", "振込 カ)アルファ", "", "1000", "5000"],
        [years[1], "04", "02", "電話料", "200", "", "4800"],
        [years[2], "04", "30", "振込 ベータ", "", "300", "5100"],
    ]
    found = read_rows([BANK, *rows], currency="JPY")
    assert found.table.kind == SyncKind.RECEIPTS
    assert [(row.receipt_date, row.amount) for row in found.rows] == [("2026-04-01", 1000), ("2026-04-30", 300)]
    assert headings(found)["年月日"] == "receipt_date"


def test_years_of_two_digits_of_which_some_are_of_the_era_prove_nothing():
    rows = [[year, "04", "01", "振込", "", "1000", ""] for year in ("08", "26", "25")]
    with pytest.raises(RefusedError):
        read_rows([BANK, *rows], currency="JPY")


def test_items_whose_document_date_stands_in_three_columns():
    rows = [["1", "I1", 2026, 4, 3, "2026-05-03", 100.5], ["1", "I2", 2026, 4, 30, "2026-05-30", 10.5],
            ["2", "I3", 2026, 5, 3, "2026-06-02", 1.5]]  # fmt: skip
    found = read_rows([ITEMS, *rows], currency="USD")
    assert [row.document_date for row in found.rows] == ["2026-04-03", "2026-04-30", "2026-05-03"]
    (day,) = [column for column in found.table.columns if column.field == "document_date"]
    assert day.seen == " + ".join(ITEMS[2:5])


def test_a_day_that_there_is_not_rejects_its_row():
    rows = [["1", f"I{day}", 2026, 4, day, "2026-06-03", 100.5] for day in range(20, 32)]
    found = read_rows([ITEMS, *rows], currency="USD")
    assert [(row.row, row.value) for row in found.table.rejected] == [(13, "2026 4 31")]


def test_two_days_in_three_columns_each():
    head = ["得意先コード", "請求番号", "請求年", "請求月", "請求日", "支払年", "支払月", "支払日", "残高"]
    rows = [["1", "I1", 2026, 4, 3, 2026, 5, 31, 100], ["1", "I2", 2026, 4, 30, 2026, 5, 31, 10]]
    found = read_rows([head, *rows], currency="JPY")
    assert [(row.document_date, row.due_date) for row in found.rows] == [
        ("2026-04-03", "2026-05-31"), ("2026-04-30", "2026-05-31"),
    ]  # fmt: skip
    above = ["", "", "請求日", "", "", "支払期日", "", "", ""]
    head = ["得意先コード", "請求番号", "年", "月", "日", "年", "月", "日", "残高"]
    found = read_rows([above, head, *rows], currency="JPY")
    assert [(row.document_date, row.due_date) for row in found.rows] == [
        ("2026-04-03", "2026-05-31"), ("2026-04-30", "2026-05-31"),
    ]  # fmt: skip


def test_a_year_and_a_month_beside_true_days_change_nothing():
    head = ["Customer", "Invoice No", "Year", "Month", "Posting Date", "Due date", "Open amount"]
    rows = [
        ["1", "I1", 2026, 1, "2026-04-03", "2026-05-03", 100.5],
        ["2", "I2", 2026, 2, "2026-05-05", "2026-06-02", 1.5],
    ]
    found = read_rows([head, *rows], currency="USD")
    assert "Year" in {column.header for column in found.table.columns}
    assert [row.document_date for row in found.rows] == ["2026-04-03", "2026-05-05"]


def test_a_fiscal_year_is_no_year_of_the_calendar():
    head = ["得意先コード", "年度", "月", "売上金額"]
    with pytest.raises(RefusedError):
        read_rows([head, ["1", 2026, 2, 1000.0], ["1", 2026, 3, 1200.0]], currency="JPY", tax="included")


def test_only_the_first_part_says_of_which_day_they_are():
    head = ["得意先コード", "得意先名", "伝票番号", "請求年", "月", "日", "残高(円)"]
    rows = [[f"{n:04}", "甲", f"S-{n}", 8, 9 + n % 2, 5 + n, 1000.0 * n] for n in range(1, 5)]
    found = read_rows([head, *rows])
    assert [row.document_date for row in found.rows] == ["2026-10-06", "2026-09-07", "2026-10-08", "2026-09-09"]
