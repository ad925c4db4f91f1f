"""Columns that give way, headings in their own order and height, names on two lines, chips that fit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from app.i18n import msg
from app.ui.frame.memory import Memory
from app.ui.tables.columns import Column, Name
from app.ui.tables.table_panel import TablePanel, TableSpec
from app.ui.widgets.chip import ChipText, chip_width, paint_chips


def spec(**changes):
    columns = (
        Column("name", msg("Name"), lambda row: Name(row, below=f"no {row}"), "name", width=200, stretch=True),
        Column("first", msg("First"), lambda row: row, width=150, gives_way=1),
        Column("second", msg("Second"), lambda row: row, width=150, gives_way=2),
        Column("stays", msg("Stays"), lambda row: row, width=150),
    )
    kept = {
        "id": "fit",
        "name": "Fit",
        "columns": columns,
        "row_key": lambda row: row,
        "empty": ("Nothing", "", "info"),
    }
    return TableSpec(**(kept | changes))


@pytest.fixture
def panel(look, qtbot):
    made = TablePanel(spec(row_height=42), Memory())
    qtbot.addWidget(made)
    made.set_rows(["a", "b", "c"])
    made.show()
    return made


def shown(panel):
    return [column.key for column in panel.view.shown_columns()]


def resize(panel, width, qtbot):
    panel.resize(width, 300)
    qtbot.waitUntil(lambda: panel.width() == width and panel.view.viewport().width() > width - 30)


def test_columns_give_way_in_their_order_and_come_back(panel, qtbot):
    resize(panel, 700, qtbot)
    assert shown(panel) == ["name", "first", "second", "stays"]
    resize(panel, 600, qtbot)
    assert shown(panel) == ["name", "second", "stays"]
    resize(panel, 490, qtbot)
    assert shown(panel) == ["name", "stays"]
    resize(panel, 800, qtbot)
    assert shown(panel) == ["name", "first", "second", "stays"]
    assert panel.view.header.length() == panel.view.viewport().width()


def test_what_only_gave_way_is_not_remembered_as_hidden(panel, qtbot):
    resize(panel, 490, qtbot)
    panel.remember()
    hidden = {key: off for key, _width, off in panel._memory.get("table/fit")["columns"]}
    assert not any(hidden.values())
    menu = panel.columns_menu()
    assert all(action.isChecked() for action in menu.actions() if action.isCheckable())


def test_a_column_that_the_collector_hides_stays_hidden(panel, qtbot):
    resize(panel, 490, qtbot)
    panel.show_column(1, shown=False)
    resize(panel, 800, qtbot)
    assert shown(panel) == ["name", "second", "stays"]
    panel.reset_columns()
    assert shown(panel) == ["name", "first", "second", "stays"]


def test_headings_follow_their_own_order_and_are_lower_than_high_rows(panel):
    panel.model.set_groups(lambda row: ("late" if row < "c" else "early", row), lambda group: group.key)
    panel.model.set_order("name", descending=True)
    keys = [getattr(panel.model.entry(place), "key", None) for place in range(panel.model.rowCount())]
    assert keys == ["early", None, "late", None, None]
    assert [panel.view.rowHeight(place) for place in range(5)] == [30, 42, 30, 42, 42]


def test_a_name_on_two_lines_is_found_by_both(panel):
    panel.model.set_filter("name", "no b")
    assert panel.model.shown_rows() == ["b"]


@pytest.mark.parametrize(("extra", "drawn"), [(0, "+2"), (400, "")])
def test_chips_that_do_not_fit_are_counted(look, monkeypatch, extra, drawn):
    chips = [
        ChipText("a rather long reason in words"),
        ChipText("another long reason in words"),
        ChipText("third one, long"),
    ]
    words = []
    real = QPainter.drawText
    monkeypatch.setattr(QPainter, "drawText", lambda self, *args: words.append(args[-1]) or real(self, *args))
    image = QImage(900, 40, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_chips(painter, QRect(0, 0, chip_width(chips[0].text) + 40 + extra, 30), chips)
    painter.end()
    assert words[0] == chips[0].text
    assert (words[-1] if drawn else "") == drawn


@pytest.fixture
def files(look, qtbot):
    columns = (
        Column("file", msg("File"), lambda row: row, width=160, most=300),
        Column("kind", msg("Kind"), lambda row: row, width=100),
        Column("news", msg("News"), lambda row: row, width=150, stretch=True),
    )
    made = TablePanel(spec(id="files", columns=columns), Memory())
    qtbot.addWidget(made)
    made.set_rows(["a"])
    made.show()
    return made


def widths(panel):
    return [panel.view.header.sectionSize(place) for place in range(3)]


def test_a_column_grows_with_the_room_up_to_its_most(files, qtbot):
    resize(files, 410, qtbot)
    assert widths(files)[0] == 160
    resize(files, 560, qtbot)
    assert 160 < widths(files)[0] < 300
    resize(files, 1400, qtbot)
    assert widths(files)[:2] == [300, 100]
    assert sum(widths(files)) == files.view.viewport().width()
    resize(files, 410, qtbot)
    assert widths(files)[0] == 160


def test_a_width_that_the_collector_gave_stays_and_is_remembered_and_no_other(files, qtbot):
    resize(files, 1400, qtbot)
    files.remember()
    assert [width for _key, width, _off in files._memory.get("table/files")["columns"][:2]] == [160, 100]
    files.view.header.resizeSection(0, 220)
    resize(files, 900, qtbot)
    assert widths(files)[0] == 220
    files.remember()
    assert files._memory.get("table/files")["columns"][0][1] == 220
    files.reset_columns()
    assert widths(files)[0] == 300
