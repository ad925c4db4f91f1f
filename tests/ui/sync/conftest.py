"""The sync room in a window, over a store with a company, and files of our own to drop on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.i18n import msg
from app.ui.main_window import MainWindow, Parts
from app.ui.view import Place, ViewSpec
from tests.builders.ledger import Ledger

SPEC = ViewSpec("sync", msg("Sync"), "sync", "app.ui.sync.view:SyncView")


@pytest.fixture
def view(desk, store, qtbot):
    with store.write() as uow:
        Ledger(uow.session, uow.now).company(country="US")
        uow.commit()
    window = MainWindow(desk, Parts(views=(SPEC,)))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.open(Place("sync"))
    made = window.host.current()
    made.window_kept = window
    return made


@pytest.fixture
def write(tmp_path):
    """Write rows of text as a file of open items."""
    head = "Customer_ID,Customer_Name,Invoice_Number,Invoice_Date,Due_Date,Open_Balance,Currency"

    def make(name: str, rows: list[str], heading: str = head) -> str:
        path = Path(tmp_path, name)
        path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
        return str(path)

    return make


@pytest.fixture
def told(desk):
    """What was said over the view, newest last."""
    said = []
    desk.noticed.connect(lambda notice: said.append(notice.text))
    return said
