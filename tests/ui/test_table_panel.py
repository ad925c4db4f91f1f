"""The list on its card: keys, copying, totals, columns that are remembered, empty states, export."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.services.reports.table_export import write_table
from app.ui.frame.memory import Memory
from app.ui.tables.table_panel import TablePanel
from tests.ui.gallery import LINES, table_spec


def key(qtbot, panel, *keys):
    for one in keys:
        qtbot.keyClick(panel.view, one)


def test_the_list_is_walked_and_opened_by_keys(panel, qtbot):
    opened, current = [], []
    panel.focus_rows()
    panel.opened.connect(opened.append)
    panel.current_changed.connect(current.append)
    key(qtbot, panel, Qt.Key.Key_J, Qt.Key.Key_Down, Qt.Key.Key_K, Qt.Key.Key_Return)
    assert [row.number for row in current] == ["9", "100", "9"]
    assert [row.number for row in opened] == ["9"]


def test_space_ticks_and_the_totals_follow(panel, qtbot):
    panel.focus_rows()
    key(qtbot, panel, Qt.Key.Key_Space)
    assert panel.totals.text() == "Selected 1, GBP 95,472.00"
    key(qtbot, panel, Qt.Key.Key_Space)
    assert panel.totals.text().startswith("Shown 4, ")


def test_the_totals_follow_the_selection(panel, qtbot):
    panel.focus_rows()
    qtbot.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert panel.totals.text() == "Selected 2, JPY 9,984,000, GBP 95,472.00"


def test_cursor_and_selection_stay_on_their_rows_through_refresh_and_order(panel):
    panel.view.select_key("9")
    panel.set_rows(reversed(LINES))
    assert panel.view.current_row().number == "9"
    panel.model.set_order("number")
    assert [row.number for row in panel.view.selected_rows()] == ["9"]


def test_the_cursor_goes_to_the_next_row_when_its_own_is_gone(panel):
    shown = [row.number for row in panel.model.shown_rows()]
    panel.view.select_key(shown[1])
    panel.set_rows(row for row in LINES if row.number != shown[1])
    assert panel.view.current_row().number == shown[2], "the one that took its place"
    assert [row.number for row in panel.view.selected_rows()] == [shown[2]]
    panel.view.select_key(shown[-1])
    panel.set_rows(row for row in LINES if row.number not in {shown[1], shown[-1]})
    assert panel.view.current_row().number == shown[2], "after the last one the one before"
    panel.set_rows(())
    assert panel.view.current_row() is None


def test_copied_rows_paste_into_a_spreadsheet(panel, qtbot):
    panel.focus_rows()
    qtbot.keyClick(panel.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().split("\n")
    assert lines[0] == "Account\tName\tOverdue\tDue\tState"
    assert lines[1] == "10\tKestrel & Sons Ltd\t95472.00\t2026-10-01\t"
    assert lines[4].startswith("11\t'=SUM(A1:A9)\t50.00")
    assert 'x:num="9984000"' in data.html()
    assert "Kestrel &amp; Sons" in data.html()


def test_a_hidden_column_is_neither_copied_nor_exported(panel):
    panel.show_column(4, shown=False)
    assert "Due" not in [column.heading for column in panel.export_data().columns]
    for place in (0, 1, 2, 3, 5):
        panel.show_column(place, shown=False)
    assert panel.view.shown_columns(), "the last column stays"


def test_order_widths_and_hidden_columns_are_remembered(look, qtbot):
    memory = Memory()
    first = TablePanel(table_spec(), memory)
    qtbot.addWidget(first)
    first.view.header.moveSection(1, 3)
    first.view.header.resizeSection(3, 222)
    first.show_column(6, shown=True)
    first.model.set_order("due", descending=True)
    first.remember()
    second = TablePanel(table_spec(), memory)
    qtbot.addWidget(second)
    assert [column.key for column in second.view.shown_columns()] == [c.key for c in first.view.shown_columns()]
    assert second.view.header.sectionSize(3) == 222
    assert second.model.order == ("due", True)
    second.reset_columns()
    assert [column.key for column in second.view.shown_columns()][:3] == ["check", "number", "name"]
    assert second.view.header.isSectionHidden(6)


def test_the_filter_row_filters_as_typed_and_gives_the_focus_back(panel, qtbot):
    panel.toggle_filters()
    field = panel.view.header.field("name")
    qtbot.keyClicks(field, "kes")
    assert [row.number for row in panel.model.shown_rows()] == ["10"]
    qtbot.keyClicks(field, "zzz")
    assert panel.stack.currentWidget() is panel.view, "the field that is typed in stays"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert len(panel.model.shown_rows()) == 4
    panel.toggle_filters()
    assert not panel.view.header.filters_open()


def test_an_empty_list_says_what_to_do_and_a_filtered_one_how_to_get_back(panel):
    panel.set_quick("nothing like this")
    assert panel.stack.currentWidget().title() == "Nothing matches the filters"
    panel.clear_filters()
    assert panel.stack.currentWidget() is panel.view
    panel.set_rows(())
    assert panel.stack.currentWidget() is panel.empty
    assert panel.empty.accessibleName() == "No accounts. Drop a file on Sync."


def test_a_click_on_a_heading_orders_turns_and_ends(panel):
    header = panel.view.header
    header.sectionClicked.emit(3)
    assert panel.model.order == ("overdue", True), "large amounts first"
    header.sectionClicked.emit(3)
    assert panel.model.order == ("overdue", False)
    header.sectionClicked.emit(3)
    assert panel.model.order is None


def test_groups_fold_by_key_and_the_cursor_passes_their_headings(panel, qtbot):
    panel.model.set_groups(lambda row: (row.country, row.country))
    panel.view.select_first()
    key(qtbot, panel, Qt.Key.Key_J)
    assert panel.view.current_row().number == "9"
    panel.view.setCurrentIndex(panel.model.index(0, 1))
    key(qtbot, panel, Qt.Key.Key_Left)
    assert panel.model.row_at(1) is None


def test_the_box_over_the_ticks_ticks_what_is_shown(panel):
    panel.model.set_filter("number", "1")
    panel.view.header.check_all.emit()
    assert panel.model.checked_keys() == {"10", "100", "11"}
    panel.view.header.check_all.emit()
    assert not panel.model.checked_keys()


def test_the_export_is_what_is_shown_and_no_text_is_a_formula(panel, tmp_path):
    panel.model.set_order("number")
    panel.model.set_filter("name", "!kestrel")
    path = write_table(None, panel.export_data(["As of 30 Oct 2026"]), tmp_path / "list.xlsx")
    sheet = load_workbook(path)["Accounts"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "Accounts"
    assert [row[0] for row in rows[1:3]] == ["As of 30 Oct 2026", "Name: !kestrel"]
    assert rows[4] == ["Account", "Name", "Overdue", "Due", "State"]
    assert [row[0] for row in rows[5:]] == ["9", "11", "100"]
    assert rows[5][2] == 9_984_000
    assert sheet["C6"].number_format == '#,##0 "JPY";-#,##0 "JPY"'
    assert sheet["B7"].value == "=SUM(A1:A9)"
    assert sheet["B7"].data_type == "s"


def test_the_export_says_where_it_cannot_write(panel, tmp_path):
    from app.errors import AppError

    with pytest.raises(AppError):
        write_table(None, panel.export_data(), tmp_path / "missing" / "list.xlsx")
