"""Lines among the rows that say what became of the rows below them: set aside, disputed, asked about, or told."""

from __future__ import annotations

from typing import Any

import pytest

from app.services.sync.questions import QuestionsError
from app.services.sync.values.states import DISPUTED, state_of
from tests.builders.reading import Read, read_rows

HEAD = ["Customer No", "Customer", "Invoice No", "Invoice date", "Due date", "Amount", "Open amount", "Currency"]


def rows(count: int, start: int = 0) -> list[list[Any]]:
    return [
        [
            f"C{at % 4}",
            f"Acme {at % 4} Ltd",
            f"I{at + start:03}",
            f"2026-05-{at + 1:02}",
            f"2026-06-{at + 1:02}",
            90.0 + at + start,
            80.5 + at + start,
            "EUR",
        ]
        for at in range(count)
    ]


def total(listed: list[list[Any]], label: str = "Total") -> list[Any]:
    return [label, "", "", "", "", sum(row[5] for row in listed), sum(row[6] for row in listed)]


def said(read: Read, code: str) -> list[str]:
    return [str(warning.text) for warning in read.table.warnings if warning.code == code]


@pytest.mark.parametrize(
    "line",
    [
        "OLD - 2025, written off, do not chase",
        "Paid",
        "Cancelled invoices",
        "Not invoiced yet",
        "貸倒処理済",
        "2025年度分 貸倒処理済み",
        "已核销",
        "incobrables",
        "Pagados",
        "incobráveis",
        "ausgebucht",
    ],
)
def test_rows_below_a_line_that_calls_them_settled_are_set_aside(line: str) -> None:
    read = read_rows([HEAD, *rows(8), [], [line], *rows(3, 100)])
    assert read.table.set_aside == {"settled": 3}
    assert len(read.rows) == 8
    assert said(read, "rows_set_apart") == [f"Row 11 says “{line}”: the 3 rows below it were set aside."]


@pytest.mark.parametrize("line", ["In dispute", "strittige Posten", "係争中", "有争议", "En disputa"])
def test_rows_below_a_line_that_calls_them_disputed_are_disputed(line: str) -> None:
    read = read_rows([HEAD, *rows(8), [], [line], *rows(3, 100)])
    assert [row.number for row in read.rows if row.disputed] == ["I100", "I101", "I102"]
    assert said(read, "rows_set_apart") == [f"Row 11 says “{line}”: the 3 rows below it count as disputed."]


def test_a_line_ends_what_the_one_above_it_said() -> None:
    read = read_rows([HEAD, ["Open"], *rows(4), ["Paid"], *rows(3, 100), ["Disputed"], *rows(2, 200)])
    assert read.table.set_aside == {"settled": 3}
    assert [row.number for row in read.rows if row.disputed] == ["I200", "I201"]


def test_a_bare_total_ends_what_a_line_above_it_said() -> None:
    read = read_rows([HEAD, *rows(4), [], ["Paid"], *rows(3, 100), total(rows(3, 100)), *rows(2, 200)])
    assert read.table.set_aside == {"settled": 3}
    assert len(read.rows) == 6


@pytest.mark.parametrize("line", ["Written off", "Written off by the board", "PAID 5/11"])
def test_a_line_right_below_an_item_may_speak_of_that_item(line: str) -> None:
    table = [HEAD, *rows(8), [line], *rows(3, 100)]
    with pytest.raises(QuestionsError) as raised:
        read_rows(table)
    (question,) = raised.value.questions
    assert (question.option, question.choices) == ("--sections", ("apart", "open"))
    assert str(question.evidence).startswith(f"Row 10 says “{line}”, and 3 rows stand below it")
    assert read_rows(table, sections="apart").table.set_aside == {"settled": 3}
    left = read_rows(table, sections="open")
    assert (left.table.set_aside, len(left.rows)) == ({}, 11)
    assert said(left, "lines_not_heard")


def test_a_total_without_the_rows_below_a_line_proves_what_it_says() -> None:
    read = read_rows([HEAD, *rows(8), ["Written off"], *rows(3, 100), total(rows(8))])
    assert read.table.set_aside == {"settled": 3}
    assert read.table.own_totals == {"EUR": 67200}
    assert "own_total_differs" not in read.codes


@pytest.mark.parametrize("grand", [False, True])
def test_a_part_with_a_total_of_its_own_is_no_part_of_another(grand: bool) -> None:
    below = [total(rows(8) + rows(3, 100), "Grand total")] if grand else []
    listed = [total(rows(8)), ["Written off"], *rows(3, 100), total(rows(3, 100)), *below]
    read = read_rows([HEAD, *rows(8), *listed])
    assert read.table.set_aside == {"settled": 3}
    assert read.table.own_totals == {"EUR": 121650 if grand else 67200}
    assert "own_total_differs" not in read.codes


def test_a_line_of_a_state_is_no_customer() -> None:
    head = HEAD[2:]
    table = [head, ["Acme Ltd"], *(row[2:] for row in rows(4)), ["Bolt Ltd"], *(row[2:] for row in rows(3, 50))]
    inner = read_rows([*table, [], ["Written off"], *(row[2:] for row in rows(2, 100))])
    assert inner.table.set_aside == {"settled": 2}
    assert inner.table.account_count == 2
    outer = [["In dispute"], ["Acme Ltd"], *(row[2:] for row in rows(2, 100)), ["Bolt Ltd"], rows(1, 200)[0][2:]]
    read = read_rows([*table, *outer])
    assert [row.number for row in read.rows if row.disputed] == ["I100", "I101", "I200"]
    assert read.table.account_count == 2


def test_a_line_that_says_nothing_known_is_told_with_the_rows_below_it() -> None:
    read = read_rows([HEAD, ["Priority A"], *rows(4), ["With our lawyers"], *rows(1, 100)])
    assert len(read.rows) == 5
    (told,) = said(read, "lines_not_heard")
    assert told.startswith("2 lines among the rows change nothing: the rows below them count as open.")
    assert told.endswith("row 2 “Priority A” (4 rows), row 7 “With our lawyers” (1 row)")


@pytest.mark.parametrize("line", ["Acme 0 Ltd", "Customer: Acme 0 Ltd", "1-30 days", "Invoices", "Open items", "EUR"])
def test_a_line_that_names_whose_or_which_rows_follow_is_not_told(line: str) -> None:
    read = read_rows([HEAD, [line], *rows(4)])
    assert said(read, "lines_not_heard") == []


def test_lines_of_closed_items_change_nothing() -> None:
    head = [*HEAD[:6], "Clearing date", "Currency"]
    closed = [[*row[:6], "2026-06-20", "EUR"] for row in rows(6)]
    read = read_rows([head, *closed[:3], [], ["Paid"], *closed[3:]])
    assert len(read.rows) == 6


@pytest.mark.parametrize(
    "text",
    [
        "not paid",
        "to be paid 5/12",
        "nicht bezahlt",
        "pago parcial",
        "Westpaid Ltd",
        "legal entity",
        "未入金",
        "unpaid",
    ],
)
def test_a_text_with_a_no_or_another_word_says_no_state(text: str) -> None:
    assert state_of(text).settled is None
    assert DISPUTED not in state_of(text).groups
