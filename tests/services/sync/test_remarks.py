"""Remarks that say of items what a column of states would: told with examples, and heard where the column is one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from app.services.sync.values import states
from app.services.sync.values.states import remarked, suspects
from tests.builders.reading import Read, read_path, read_rows

HEAD = ["Customer No", "Customer", "Invoice No", "Invoice date", "Due date", "Open amount", "Currency"]


def listed(heading: str, remarks: dict[int, str], amounts: dict[int, float] | None = None) -> list[list[Any]]:
    owed = amounts or {}
    rows = [
        [
            f"C{at % 4}",
            f"Acme {at % 4} Ltd",
            f"I{at:03}",
            f"2026-05-{at + 1:02}",
            f"2026-06-{at + 1:02}",
            owed.get(at, 80.5 + at),
            "EUR",
            remarks.get(at, ""),
        ]
        for at in range(8)
    ]
    return [[*HEAD, heading], *rows]


def said(read: Read) -> list[tuple[str, int | None]]:
    return [(str(one.text), one.row) for one in read.table.warnings if one.code == "remarks_not_heard"]


@pytest.mark.parametrize("heading", ["Notes", "Bemerkung", "x", "", "備考"])
def test_remarks_that_items_are_paid_are_counted_with_examples(heading: str) -> None:
    read = read_rows(listed(heading, {1: "call again", 2: "PAID 5/11", 3: "see mail: wrote off", 6: "bezahlt"}))
    assert len(read.rows) == 8
    ((text, row),) = said(read)
    assert row == 4
    assert text.startswith(f"3 cells of “{heading or 'H'}” say that their items are paid, cancelled or written off")
    assert "row 4 “PAID 5/11”, row 5 “see mail: wrote off”, row 8 “bezahlt”" in text


@pytest.mark.parametrize(
    ("remark", "part"),
    [
        ("disputed, no POD", "in dispute (row 4 “disputed, no POD”); it does not count as disputed"),
        ("promised for 20/11", "a promise to pay (row 4 “promised for 20/11”); no promise was recorded"),
        ("with lawyers", "of not chasing (row 4 “with lawyers”); nothing was made of it"),
        ("係争中です", "in dispute (row 4 “係争中です”); it does not count as disputed"),
    ],
)
def test_remarks_on_disputes_promises_and_lawyers_are_told(remark: str, part: str) -> None:
    ((text, _),) = said(read_rows(listed("Notes", {2: remark})))
    assert part in text


@pytest.mark.parametrize(
    "remark",
    [
        "to be paid 5/12",
        "not paid yet",
        "paid: no",
        "nicht bezahlt",
        "pago parcial",
        "Parcialmente cobrado",
        "office closed in August",
        "carriage paid",
        "Westpaid Ltd",
        "no dispute",
        "未入金",
        "legal services",
        "Condición de pago 30",
    ],
)
def test_other_remarks_are_not(remark: str) -> None:
    assert said(read_rows(listed("Notes", {2: remark}))) == []


def test_remarks_on_credits_and_on_disputes_that_are_known_are_not_told() -> None:
    assert said(read_rows(listed("Notes", {2: "storniert"}, {2: -80.0}))) == []
    rows = listed("Notes", {2: "disputed, no POD"})
    flagged = [[*rows[0], "Disputed"], *[[*row, "yes" if row[7] else "no"] for row in rows[1:]]]
    assert said(read_rows(flagged)) == []


def test_a_status_counts_in_whatever_words_it_says_no_more_than_a_state() -> None:
    states = dict.fromkeys(range(8), "Open") | {1: "Paid 5/11", 2: "Written-off (2025)", 3: "Disputed: no POD"}
    read = read_rows(listed("Status", states))
    assert read.table.set_aside == {"settled": 2}
    assert [row.number for row in read.rows if row.disputed] == ["I003"]
    assert said(read) == []


@pytest.mark.parametrize("status", ["Paid, refund expected", "Bad debt", "incobrable"])
def test_a_status_that_says_more_or_doubts_is_told(status: str) -> None:
    read = read_rows(listed("Status", dict.fromkeys(range(8), "Open") | {1: status}))
    ((text, row),) = said(read)
    assert (row, read.table.set_aside) == (3, {})
    assert f"“{status}”" in text


@pytest.mark.parametrize(
    "text", ["Paid 5/11", "Bezahlt am 5.11.", "11月5日入金済", "Pago 05/11", "Written off, no chase"]
)
def test_the_day_of_a_remark_is_no_more_than_that(text: str) -> None:
    assert remarked(text).settled is not None


def test_every_word_that_is_told_is_suspected_first() -> None:
    told = {*states.SETTLED, states.DISPUTED, states.PROMISED, states.PURSUED} - {states.CLOSED}
    assert [word for word, group in states._phrases().items() if group in told and not suspects([word])] == []


@pytest.mark.parametrize("title", ["Paid invoices", "Written off 2025", "係争中"])
def test_a_title_that_says_more_than_the_rows_is_told(title: str) -> None:
    read = read_rows([[title], [], *listed("Notes", {})])
    told = [str(one.text) for one in read.table.warnings if one.code == "title_not_heard"]
    assert told == [f"The table is called “{title}”: its 8 items count as open all the same."]
    assert "title_not_heard" not in read_rows([["Open invoices"], [], *listed("Notes", {})]).codes


@pytest.mark.parametrize("whole", [False, True])
def test_rows_that_are_struck_through_are_told(tmp_path: Path, whole: bool) -> None:
    path = tmp_path / "struck.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet, struck = workbook.add_worksheet(), workbook.add_format({"font_strikeout": True})
        for at, row in enumerate(listed("Notes", {})):
            for column, cell in enumerate(row):
                done = at in {3, 6} and (whole or column == 5)
                sheet.write(at, column, cell, struck if done else None)
    read = read_path(path)
    assert len(read.rows) == 8
    told = [(str(one.text), one.row) for one in read.table.warnings if one.code == "rows_struck_through"]
    assert told == [("2 rows are struck through in the sheet (rows 4, 7). They count as open all the same.", 4)]


def crossed_out(path: Path, rows: list[list[object]], places: set[int]) -> list[tuple[str, int | None]]:
    """Write a sheet in which some rows are struck through, read it, and return what is told of them."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet, struck = workbook.add_worksheet(), workbook.add_format({"font_strikeout": True})
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(at, column, cell, struck if at in places else None)
    return [(str(one.text), one.row) for one in read_path(path).table.warnings if one.code == "rows_struck_through"]


def test_rows_struck_through_are_told_in_a_sheet_with_rulers(tmp_path: Path) -> None:
    rows = listed("Notes", {})
    ruled = [rows[0], ["----"] * len(rows[0]), *rows[1:]]
    told = [("1 row is struck through in the sheet (row 4). It counts as open all the same.", 4)]
    assert crossed_out(tmp_path / "ruled.xlsx", ruled, {3}) == told


def test_rows_struck_through_are_told_in_a_table_that_stands_below_with_other_columns(tmp_path: Path) -> None:
    head, *rows = listed("Notes", {})
    below = [[*row[3:], *row[:2], f"{row[2]}-B"] for row in rows]
    sheet = [head, *rows, [], [*head[3:], *head[:3]], *below]
    told = crossed_out(tmp_path / "stacked.xlsx", sheet, {3, len(rows) + 4})
    assert told == [
        (f"2 rows are struck through in the sheet (rows 4, {len(rows) + 5}). They count as open all the same.", 4)
    ]
