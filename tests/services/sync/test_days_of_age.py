"""Days that count from the document where they might count from the due date: 账龄, Aging, Días."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.builders.reading import DAY, read_rows

HEAD = ["客户编码", "客户名称", "单据编号", "单据日期", "到期日", "未收金额", "账龄"]


def _rows(stands: date, terms: list[int], *, aged: bool, title: str = "") -> list[list[object]]:
    rows: list[list[object]] = [[title], HEAD] if title else [HEAD]
    for at in range(9):
        issued = date(2026, 4, 2) + timedelta(5 * at)
        due = issued + timedelta(terms[at % len(terms)])
        days = (stands - (issued if aged else due)).days
        rows.append([f"KH{at % 3}", f"华东 {at % 3} 公司", f"XS{at:03}", issued, due, 150.5 + at, days])
    return rows


def test_with_one_term_nobody_lists_what_is_open_next_month() -> None:
    found = read_rows(_rows(date(2026, 6, 20), [30], aged=True), currency="CNY")

    assert (found.table.as_of, found.table.as_of_from) == (date(2026, 6, 20), "derived")
    assert "days_are_ages" in found.codes
    assert {row.days_late for row in found.rows} == {None}


def test_the_day_above_tells_which_it_is() -> None:
    title = "账龄明细 截止日期：2026-05-31"
    found = read_rows(_rows(date(2026, 5, 31), [30], aged=True, title=title), currency="CNY")

    assert found.table.as_of == date(2026, 5, 31)
    assert "as_of_differs" not in found.codes


@pytest.mark.parametrize(("stands", "terms"), [(date(2026, 6, 30), [30]), (date(2026, 6, 30), [30, 45]), (DAY, [30])])
def test_days_overdue_stay_days_overdue(stands: date, terms: list[int]) -> None:
    found = read_rows(_rows(stands, terms, aged=False), currency="CNY")

    assert found.table.as_of == stands
    assert "days_are_ages" not in found.codes
