"""What is said over the work: a banner gives the focus back that one of its buttons got."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QVBoxLayout, QWidget

from app.ui.widgets.notices import Banner


@pytest.fixture
def page(qtbot):
    page = QWidget()
    page.first, page.rows, page.banner = QLineEdit(), QListWidget(), Banner("One file was refused.", "red")
    column = QVBoxLayout(page)
    for part in (page.first, page.rows, page.banner):
        column.addWidget(part)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.rows.setFocus()
    return page


def test_going_from_button_to_button_is_not_forgotten_where_it_came_from(page, qtbot):
    act = page.banner.add_action("Go on", page.banner.hide)
    act.setFocus()
    qtbot.keyClick(act, Qt.Key.Key_Tab)
    assert page.banner.focused()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Escape)
    assert page.rows.hasFocus()


def test_a_focus_elsewhere_stays_there(page, qtbot):
    page.first.setFocus()
    page.banner.dismiss()
    assert page.first.hasFocus()


def test_what_is_gone_gets_no_focus(page, qtbot):
    act = page.banner.add_action("Go on", page.banner.hide)
    act.setFocus()
    page.rows.hide()
    act.click()
    assert page.banner.isHidden()
    assert not page.rows.hasFocus()
