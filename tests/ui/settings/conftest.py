"""The settings room in a window, on an empty store or with a company."""

from __future__ import annotations

import pytest

from app.i18n import msg
from app.services.security import key_path, with_passphrase, write_key_file
from app.ui.main_window import MainWindow, Parts
from app.ui.view import Place, ViewSpec
from tests.builders.ledger import Ledger
from tests.conftest import KEY

SPEC = ViewSpec("settings", msg("Settings"), "settings", "app.ui.settings.view:SettingsView", rail="bottom")


@pytest.fixture(scope="session")
def first_words():
    """The key of every test store, wrapped by a passphrase."""
    return with_passphrase("01M653D9T03SG3QFAHNMZ0F000", KEY, "first words")


@pytest.fixture
def view(desk, store, qtbot, first_words):
    """The room on a store without a company."""
    assert store.key == KEY
    write_key_file(key_path(store.path), first_words)
    window = MainWindow(desk, Parts(views=(SPEC,)))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.open(Place("settings"))
    made = window.host.current()
    made.window_kept = window
    return made


@pytest.fixture
def known(view, store):
    """The room with a company that is stored."""
    with store.write() as uow:
        facts = {"names": {"default": "Midori", "ja": "株式会社みどり電機"}, "country": "US", "base_currency": "USD"}
        Ledger(uow.session, uow.now).company(**facts)
        uow.commit()
    view.load()
    return view
