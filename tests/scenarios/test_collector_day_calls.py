"""A collector's days by the keyboard: an agreed callback, a promise, the next account, and what a sync makes of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from app.enums import Outcome, PromiseStatus, Scope, WorkCode
from app.i18n import render
from app.models import Activity, Promise
from app.services.sync.model import ReadOptions
from app.services.sync.run import SyncOptions, sync_files
from app.ui.application import make_application
from app.ui.events import Events
from app.ui.frame.memory import Memory
from app.ui.main_window import MainWindow, Parts
from app.ui.tasks import InlineRunner
from app.ui.view import Desk, Place

KEY, ALT, CTRL = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
ZONE = "Asia/Tokyo"
ITEMS = "Customer No,Customer Name,Country,Invoice No,Invoice Date,Due Date,Currency,Original Amount,Open Amount"
RECEIPTS = "Receipt No,Customer No,Receipt Date,Value Date,Currency,Amount,Invoice No"
AOZORA = ("1001,株式会社青空商事,JP,INV-1,2026-08-01,2026-08-31,JPY,1100000,1100000",
          "1001,株式会社青空商事,JP,INV-2,2026-08-01,2026-08-31,JPY,2020000,2020000")  # fmt: skip
HIBARI = ("1002,雲雀建材株式会社,JP,INV-7,2026-09-01,2026-09-30,JPY,900000,900000",)


class Days:
    """A collector at the window, day after day."""

    def __init__(self, window, desk, store, folder, qtbot):
        self.window, self.desk, self.store, self.folder, self.qtbot = window, desk, store, folder, qtbot
        self.files = 0

    def morning(self, day, *tables, hour=9, minute=30):
        """Begin a day in Tokyo: the clock moves on, the files are synced, the window notices."""
        self.store.clock.moment = datetime(day.year, day.month, day.day, hour - 9, minute, tzinfo=UTC)
        paths = []
        for head, *rows in tables:
            self.files += 1
            paths.append(self.folder / f"file-{self.files}.csv")
            paths[-1].write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        if paths:
            options = ReadOptions(day=day, as_of=day, scope=Scope.FULL)
            result = sync_files(self.store, paths, SyncOptions(read=options, zone=ZONE))
            self.desk.events.tell(result.changes)
        self.desk.events.day_changed.emit()

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        """Press a key where the focus is, once everything that was opened is laid out."""
        QApplication.processEvents()
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def type(self, text):
        """Type where the focus is."""
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    @property
    def view(self):
        return self.window.host.current()

    def rows(self, kind, *conditions):
        with self.store.read() as session:
            return list(session.scalars(select(kind).where(*conditions)))

    def listed(self):
        """Return the numbers of the accounts to be called, with the codes of their reasons."""
        self.window.open(Place("today"))
        rows = [row for row in self.view.calls.model.shown_rows() if hasattr(row, "reasons")]
        return {row.number: [reason.code for reason in row.reasons] for row in rows}


@pytest.fixture
def days(qapp, store, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    theme = make_application(Memory())[1]
    events = Events()
    desk = Desk(InlineRunner(store, events), events, Memory(), store.clock, ZONE)
    desk.theme = theme
    window = MainWindow(desk, Parts())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    return Days(window, desk, store, tmp_path, qtbot)


def test_from_a_callback_over_a_promise_to_its_judgement(days):
    days.morning(date(2026, 10, 29), (ITEMS, *AOZORA, *HIBARI))
    assert set(days.listed()) == {"1001", "1002"}

    # Thursday: they are in a meeting and want to be called on Friday morning.
    days.window.open(Place("account", "1001"))
    days.press(KEY.Key_C, ALT)
    days.type("fri")
    days.press(KEY.Key_Tab)
    days.type("930")
    days.press(KEY.Key_S, CTRL)
    assert days.rows(Activity, Activity.outcome == Outcome.CB)
    assert "1001" not in days.listed()

    # Friday: the callback stands on top; one key begins the call.
    days.morning(date(2026, 10, 30))
    listed = days.listed()
    assert next(iter(listed)) == "1001"
    assert listed["1001"][0] is WorkCode.CALLBACK
    days.press(KEY.Key_G, CTRL)
    assert days.window.host.place == Place("account", "1001")
    assert days.view.form.note.edit.hasFocus()

    # The promise: tick both invoices, note, outcome, day, save; the next account opens.
    days.press(KEY.Key_T, CTRL)
    days.press(KEY.Key_O, CTRL | Qt.KeyboardModifier.ShiftModifier)
    days.type("Both with the payment run of the 4th.")
    days.press(KEY.Key_P, ALT)
    assert days.view.form.promise.money.text() == "3,120,000"
    days.type("4 nov")
    days.press(KEY.Key_Return, CTRL)
    (promise,) = days.rows(Promise)
    assert (promise.amount, promise.status) == (3_120_000, PromiseStatus.OPEN)
    assert days.window.host.place == Place("account", "1002")
    assert days.view.form.note.edit.hasFocus()
    assert days.view.form.note.edit.toPlainText() == ""
    days.press(KEY.Key_V, ALT)
    days.press(KEY.Key_Return, CTRL)
    assert days.window.host.place.view == "today", "that was the last account"

    # Tuesday of the week after: the window has passed, the files cover it, and nothing came.
    days.morning(date(2026, 11, 10), (ITEMS, *AOZORA, *HIBARI), (RECEIPTS, "R1,1002,2026-11-09,2026-11-09,JPY,1000,"))
    (promise,) = days.rows(Promise)
    assert promise.status is PromiseStatus.BROKEN
    assert render(promise.why).startswith("Nothing of 3,120,000 JPY came by 6 Nov 2026.")
    listed = days.listed()
    assert listed["1001"][0] is WorkCode.BROKEN
    days.window.refresh_frame()
    assert "Promises, 1" in days.window.rail.button("promises").accessibleName()
    days.window.open(Place("promises", promise.id))
    assert days.view.list.view.current_row().promise.id == promise.id
    days.window.open(Place("account", "1001"))
    assert "Promise of 3,120,000 JPY: Broken" in days.view.pages.items._since._lines.accessibleName()


def test_what_was_typed_is_still_there_after_a_look_elsewhere(days):
    days.morning(date(2026, 10, 30), (ITEMS, *AOZORA, *HIBARI))
    days.window.open(Place("account", "1001"))
    days.type("Half a note")
    days.press(KEY.Key_3, CTRL)
    assert days.window.host.place.view == "calls"
    days.press(KEY.Key_Left, ALT)
    assert days.view.form.note.edit.toPlainText() == "Half a note"
    days.morning(date(2026, 11, 2), (ITEMS, *AOZORA))
    assert days.view.form.note.edit.toPlainText() == "Half a note", "a sync does not touch what is being written"
