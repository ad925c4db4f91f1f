"""The search box over a real book: what a hit looks like and where it leads."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt

from app.ui.main_window import MainWindow, Parts
from app.ui.search import SEARCH, entry_of
from app.ui.view import VIEWS, Place
from tests.builders.book import fill
from tests.builders.search_index import index_all


@pytest.fixture
def window(desk, store, qtbot):
    with store.write() as uow:
        fill(uow)
        index_all(uow.session)
        uow.commit()
    views = tuple(spec for spec in VIEWS if spec.id == "today")
    made = MainWindow(desk, Parts(views=views, search=SEARCH, entry_of=partial(entry_of, desk)))
    qtbot.addWidget(made)
    made.show()
    made.open(Place("today"))
    return made


def look_for(window, text):
    window.search.setFocus()
    window.search.setText(text)
    window.search.look_up()
    return window.search.results.model.entries


@pytest.mark.parametrize("typed", ["青空", "aozora", "アオゾラ", "100237"])
def test_an_account_is_found_in_every_script(window, typed):
    entry = look_for(window, typed)[0]
    assert entry.text == "株式会社青空商事"
    assert "Aozora Shoji K.K. · 100237 · overdue 9,984,000" in entry.detail
    assert entry.aside == "11,684,000 JPY"


def test_an_amount_finds_its_item(window):
    entries = look_for(window, "3,120,000")
    assert any(entry.aside == "3,120,000 JPY" and "91 d overdue" in entry.detail for entry in entries)


def test_enter_opens_the_account(window, desk, qtbot):
    went = []
    desk.went.connect(went.append)
    look_for(window, "kestrel")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert went == [Place("account", "100385")]


def test_esc_gives_the_keys_back_to_the_list(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    look_for(window, "kestrel")
    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    assert window.host.current().calls.view.hasFocus()
