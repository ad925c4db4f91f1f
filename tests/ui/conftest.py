"""A desk over a store that answers at once, and a window with two small views."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent

from app.ui.application import make_application
from app.ui.events import Events
from app.ui.frame.memory import Memory
from app.ui.main_window import MainWindow, Parts
from app.ui.tables.table_panel import TablePanel
from app.ui.tasks import InlineRunner
from app.ui.view import Desk
from tests.ui.gallery import LINES, VIEWS, ListView, facts, table_spec


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Nothing stays left out of the search for garbage before the windows of the test close.

    A window that another one is put in front of looks through what was left out, and leaves it out again: here
    that is all that the tests so far have imported and made, half a second of work for each window.
    """
    gc.unfreeze()
    yield


@pytest.fixture(scope="session")
def look(qapp):
    """The application as the program dresses it."""
    return make_application(Memory())[1]


@pytest.fixture(autouse=True)
def gone(qapp):
    """Take away what a test's windows leave to be deleted: a new look dresses every widget that is still there.

    Another language or another store builds the window anew, and only the first one is known to ``qtbot``.
    """
    yield
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, MainWindow):
            widget.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(autouse=True)
def _empty_clipboard(qapp):
    """Leave nothing on the clipboard: the offscreen platform dies of it when the tests end."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def desk(look, store, clock):
    events = Events()
    made = Desk(InlineRunner(store, events), events, Memory(), clock, "Asia/Tokyo")
    made.theme = look
    return made


@pytest.fixture
def window(desk, qtbot):
    ListView.loads = 0
    made = MainWindow(desk, Parts(views=VIEWS, facts=facts))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


@pytest.fixture
def panel(look, qtbot):
    made = TablePanel(table_spec(), Memory())
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.set_rows(LINES)
    made.show()
    qtbot.waitExposed(made)
    return made
