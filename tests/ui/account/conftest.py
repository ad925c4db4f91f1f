"""A window with the account view on a store with a Japanese group and a customer who owes in two currencies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import select

from app import models as m
from app.enums import ItemKind, Outcome, PromiseStatus
from app.i18n import msg
from app.services.dates import load_days
from app.services.portfolio.worklist import rebuild_worklist
from app.services.preferences import load_settings
from app.ui.main_window import MainWindow, Parts
from app.ui.view import Place, ViewSpec
from tests.builders.ledger import DAY, Ledger

_KEYS = Qt.KeyboardModifier
ALT, CTRL, SHIFT = _KEYS.AltModifier, _KEYS.ControlModifier, _KEYS.ShiftModifier
SPECS = (
    ViewSpec("calls", msg("Calls"), "phone", "app.ui.calls.view:CallsView"),
    ViewSpec("promises", msg("Promises"), "promise", "app.ui.promises.view:PromisesView"),
    ViewSpec("account", msg("Account"), "building", "app.ui.account.view:AccountView", rail="", home="calls"),
)
AOZORA, OSAKA, KESTREL = "100237", "100238", "200001"


def fill(ledger: Ledger) -> None:
    """Write the customers and what happened with them."""
    ledger.company(banks=[], names={"default": "Midori Electric Co., Ltd.", "ja": "株式会社みどり電機"})
    group = ledger.account("100200", name="青空グループ株式会社", country="JP", currency="JPY")
    aozora = ledger.account(
        AOZORA, name="株式会社青空商事", name_latin="Aozora Shoji K.K.", country="JP", currency="JPY", language="ja",
        city="Tokyo", parent_id=group.id, terms="Net 30 月末締め", credit_limit=2_000_000, limit_currency="JPY",
    )  # fmt: skip
    ledger.account(OSAKA, name="株式会社青空商事 大阪支店", country="JP", currency="JPY", parent_id=group.id)
    ledger.contact(
        aozora, "田中 一郎", family="田中", given="一郎", language="ja", role="payables", job_title="経理部長",
        phone="03-1234-5678",
    )  # fmt: skip
    ledger.contact(aozora, "佐藤 花子", language="ja", role="escalation", do_not_call=True)
    old = ledger.item(aozora, 1_100_000, DAY - timedelta(days=60), number="INV-0118")
    ledger.item(aozora, 2_020_000, DAY - timedelta(days=60), number="INV-0121")
    ledger.item(aozora, 500_000, DAY + timedelta(days=10), number="INV-0177")
    ledger.item(aozora, -400_000, number="RC-5521", kind=ItemKind.UNAPPLIED, document=DAY - timedelta(days=18))
    ledger.closed_item(aozora, 90_000, DAY - timedelta(days=40), DAY - timedelta(days=30), number="INV-0099")
    spoken = ledger.activity(
        aozora, Outcome.PTP, ledger.now - timedelta(days=13), note="Payment run on the 24th.", contact_name="田中 一郎"
    )
    ledger.promise(
        aozora, [(DAY - timedelta(days=6), 1_100_000)], [old], status=PromiseStatus.BROKEN, activity_id=spoken.id,
        made_on=DAY - timedelta(days=13), why=msg("Nothing of {due} came by {day}.", due="1,100,000 JPY", day=DAY),
    )  # fmt: skip
    ledger.task(aozora, what="Ask for the seal certificate", due=DAY)
    kestrel = ledger.account(KESTREL, name="Kestrel & Sons Ltd", country="GB", currency="GBP", language="en")
    ledger.contact(kestrel, "Pat Lee", phone="+44 20 7946 0000")
    ledger.item(kestrel, 95_472_00, DAY - timedelta(days=45), number="KS-1")
    ledger.item(kestrel, 12_000_00, DAY - timedelta(days=5), number="KS-2", currency="USD")


@dataclass
class Office:
    """The window in the hands of a collector."""

    window: MainWindow
    qtbot: Any

    def open(self, view: str = "account", key: str = AOZORA) -> Any:
        """Open a view and return it."""
        self.window.open(Place(view, key))
        return self.view

    @property
    def view(self) -> Any:
        return self.window.host.current()

    @property
    def form(self) -> Any:
        return self.view.form

    @property
    def toast(self) -> str:
        return self.window.host._toast.text()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self.qtbot.keyClick(self.focus, key, modifiers)

    def type(self, text: str) -> None:
        """Type where the focus is."""
        self.qtbot.keyClicks(self.focus, text)

    @property
    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None, "something has the focus"
        return found


@pytest.fixture
def rebuild(store) -> Callable[[date], None]:
    """Judge the call list anew, as a sync does."""

    def run(day: date = DAY) -> None:
        with store.write() as uow:
            rebuild_worklist(uow, load_days(uow.session, day, "Asia/Tokyo"), load_settings(uow.session))
            uow.commit()

    return run


@pytest.fixture
def office(desk, store, qtbot, rebuild, monkeypatch):
    with store.write() as uow:
        fill(Ledger(uow.session, uow.now))
        uow.commit()
    rebuild()
    dialled = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: dialled.append(url.toString()))
    window = MainWindow(desk, Parts(views=SPECS))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    made = Office(window, qtbot)
    made.open()
    window.dialled = dialled
    return made


@pytest.fixture
def rows(store):
    """Read rows of a table, oldest first."""

    def read(kind: type, *conditions: Any) -> list[Any]:
        with store.read() as session:
            return list(session.scalars(select(kind).where(*conditions)))

    return read


@pytest.fixture
def worked(store):
    """Count the accounts that an entry worked."""

    def count(activity_id: str) -> int:
        with store.read() as session:
            link = m.ActivityAccount
            return len(session.scalars(select(link.account_id).where(link.activity_id == activity_id)).all())

    return count
