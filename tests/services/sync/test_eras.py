"""Years of two digits before 年: of the present era, or of this century."""

from __future__ import annotations

from datetime import date

import pytest

from app.errors import RefusedError
from app.services.sync.values.eras import in_full, with_eras
from tests.builders.reading import read_rows

DAY = date(2026, 7, 1)
HEAD = ["得意先コード", "得意先名", "請求書番号", "請求日", "支払期日", "残高"]


def ledger(title, *years):
    rows = [
        [f"T{n}", f"青葉{n}商会", f"S-{n}", f"{year}年3月{n + 1}日", f"{year}年4月{n + 1}日", 1000.0 + n]
        for n, year in enumerate(years)
    ]
    return [[title], [], HEAD, *rows]


def test_a_list_whose_years_fit_the_era_is_of_it_with_the_day_above_it():
    read = read_rows(ledger("売掛金一覧表 08年6月17日現在", "08", "07", "08", "08"), currency="JPY")
    assert [row.document_date for row in read.rows[:2]] == ["2026-03-01", "2025-03-02"]
    assert [row.due_date for row in read.rows[:2]] == ["2026-04-01", "2025-04-02"]
    assert (read.table.as_of, read.table.as_of_from) == (date(2026, 6, 17), "stated")


def test_years_that_the_era_has_not_reached_are_of_this_century_and_what_may_be_either_is_rejected():
    read = read_rows(ledger("売掛金一覧表 26年6月17日現在", "26", "08", "25", "26"), currency="JPY")
    assert [row.document_date for row in read.rows] == ["2026-03-01", "2025-03-03", "2026-03-04"]
    [row] = read.table.rejected
    assert (row.row, row.value) == (5, "08年3月2日")
    assert str(row.reason) == "The year may be one of this century or one of the era."


def test_a_day_of_this_century_in_a_list_of_the_era_leaves_its_own_days_open():
    read = read_rows(ledger("売掛金一覧表", *["08"] * 6, "24"), currency="JPY")
    assert [row.document_date for row in read.rows] == ["2024-03-07"]
    assert len(read.table.rejected) == 6


def test_old_debts_are_of_this_century_where_the_years_between_are_there_too():
    years = ["26", "24", "22", "20", "18", "16", "14", "12", "11", "09"]
    read = read_rows(ledger("売掛金一覧表", *years), currency="JPY")
    assert [row.document_date[:4] for row in read.rows] == [f"20{year}" for year in years]


def test_days_far_ahead_of_an_era_are_no_days_of_long_ago():
    with pytest.raises(RefusedError, match="one of this century or one of the era"):
        read_rows(ledger("売掛金一覧表", "08", "09", "10", "11"), currency="JPY")


def test_a_chinese_list_has_no_years_of_an_era():
    head = ["客户编码", "客户名称", "单据编号", "开票日期", "到期日", "余额"]
    rows = [[f"T{n}", f"青岛{n}公司", f"S-{n}", f"{y}年3月{n + 1}日", f"{y}年4月{n + 1}日", 10.0 + n] for n, y in
            enumerate(("26", "08", "25", "26"))]  # fmt: skip
    read = read_rows([head, *rows], currency="CNY")
    assert [row.due_date[:4] for row in read.rows] == ["2026", "2008", "2025", "2026"]


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("08年3月5日", "2026年3月5日"),
        ("０８年3月5日", "2026年3月5日"),
        ("09年1月31日", "2027年1月31日"),
        ("11年1月31日", "11年1月31日"),
        ("2008年3月5日", "2008年3月5日"),
        ("令和08年3月5日", "令和08年3月5日"),
        ("00年3月5日", "00年3月5日"),
        ("10年保証", "10年保証"),
    ],
)
def test_a_year_is_written_out_if_the_era_has_reached_it(text, full):
    assert in_full(text, DAY) == full


def test_cells_without_such_years_stay_the_column_they_are():
    cells = ["2026年3月5日", "", "03/04/2026", date(2026, 3, 5)]
    assert with_eras(cells, DAY) is cells
