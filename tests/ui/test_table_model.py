"""The list behind every table: order, filters, groups, ticks, and Qt's own checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.money import Money
from app.ui.tables.columns import fold
from app.ui.tables.groups import Group
from app.ui.tables.table_model import TableModel
from tests.ui.gallery import LINES, columns


@pytest.fixture
def model(look):
    made = TableModel(columns(), lambda row: row.number)
    made.set_rows(LINES)
    return made


def numbers(model):
    return [row.number for row in model.shown_rows()]


def test_qt_finds_nothing_wrong_with_the_model(model):
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_order("overdue", descending=True)
    model.set_filter("name", "a")
    model.set_groups(lambda row: (row.country, row.country))
    model.toggle_group(0)
    model.set_checked({"9", "10"})
    model.set_rows(())
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(QModelIndex()) == len(columns())


def test_numbers_in_texts_are_ordered_as_numbers(model):
    model.set_order("number")
    assert numbers(model) == ["9", "10", "11", "100"]
    model.set_order("number", descending=True)
    assert numbers(model) == ["100", "11", "10", "9"]


def test_rows_without_a_value_stand_last_in_both_directions(model):
    model.set_order("due")
    assert numbers(model) == ["9", "10", "11", "100"]
    model.set_order("due", descending=True)
    assert numbers(model) == ["11", "10", "9", "100"]


def test_no_order_is_the_order_in_which_the_rows_came(model):
    model.set_order("due")
    model.set_order("")
    assert numbers(model) == [row.number for row in LINES]


@pytest.mark.parametrize(
    ("key", "typed", "expected"),
    [
        ("name", "kestrel", ["10"]),
        ("name", "acos", ["100"]),
        ("name", "青空", ["9"]),
        ("name", "アオゾラ", ["9"]),
        ("name", "sons ltd", ["10"]),
        ("name", "!a", ["10", "9"]),
        ("overdue", "> 100000", ["9", "100"]),
        ("overdue", "50", ["11"]),
        ("overdue", "90000..100000", ["10"]),
        ("overdue", "jpy", ["9"]),
        ("due", ">= 2026-10-01", ["10", "11"]),
        ("due", "=", ["100"]),
        ("due", "!", ["10", "9", "11"]),
        ("due", "2026-10-01..2026-10-31", ["10", "11"]),
        ("state", "broken", ["9"]),
        ("number", "1", ["10", "100", "11"]),
        ("number", "  ", ["10", "9", "100", "11"]),
    ],
)
def test_a_column_filters_as_typed(model, key, typed, expected):
    model.set_filter(key, typed)
    assert numbers(model) == expected


def test_filters_of_columns_and_the_quick_filter_work_together(model):
    model.set_filter("number", "1")
    model.set_quick("s")
    assert numbers(model) == ["10", "100", "11"]
    model.set_quick("norte")
    assert numbers(model) == ["100"]
    assert model.filtered()
    model.clear_filters()
    assert len(numbers(model)) == 4


def test_filters_hold_when_rows_are_refreshed(model):
    model.set_filter("name", "kestrel")
    model.set_rows(LINES[1:])
    assert numbers(model) == []
    model.set_rows(LINES)
    assert numbers(model) == ["10"]


def test_warming_makes_the_words_in_steps(model):
    model.set_rows([*LINES, *(replace(LINES[0], number=f"{n}") for n in range(1000, 4000))])
    model.filters_wanted = True
    steps = 1
    while model.warm():
        steps += 1
    assert steps > 1, "never for longer than a moment"
    assert {len(words) for words in model.words._by_column.values()} == {3004}
    assert len(model.words._lines) == 3004
    model.set_quick("青空")
    assert numbers(model) == ["9"]


def test_groups_carry_their_sums_and_can_be_closed(model):
    model.set_groups(lambda row: (row.overdue.currency == "JPY", "Yen" if row.overdue.currency == "JPY" else "Others"))
    headings = [model.entry(n) for n in range(model.rowCount()) if isinstance(model.entry(n), Group)]
    assert [(group.label, len(group.rows)) for group in headings] == [("Others", 3), ("Yen", 1)]
    overdue = next(column for column in model.columns if column.key == "overdue")
    assert headings[0].subtotal(overdue) == "769,925.00 BRL +2"
    model.toggle_group(0)
    assert model.rowCount() == 3
    assert model.row_at(0) is None
    assert len(model.shown_rows()) == 4
    assert "+2" in model.index(0, 3).data()


def test_ticks_follow_the_rows_and_go_with_them(model):
    model.set_checked({"9", "11", "unknown"})
    assert [row.number for row in model.checked_rows()] == ["9", "11"]
    model.toggle_checks([0, 1])
    assert model.checked_keys() == {"9", "10", "11"}
    model.toggle_checks([0, 1])
    assert model.checked_keys() == {"11"}
    model.set_rows(LINES[:3])
    assert not model.checked_keys()


def test_screen_readers_hear_words_not_colours(model):
    state = model.index(1, 5)
    assert state.data(Qt.ItemDataRole.AccessibleTextRole) == "promise broken"
    assert model.index(1, 3).data() == "9,984,000 JPY"
    assert model.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked


def test_folding_meets_what_people_type():
    assert fold("Ａçosﾃｽﾄ") == fold("acosテスト")
    assert fold("がぎ") == fold("ガギ") != fold("カキ")


def test_exported_values_keep_their_types():
    line = LINES[0]
    values = {column.key: column.export(line) for column in columns()}
    assert values["overdue"] == Money(95_472_00, "GBP")
    assert values["due"] == date(2026, 10, 1)
    assert values["name"] == "Kestrel & Sons Ltd"
