"""Promises: the list, the calendar, the evidence, and what may still be done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from app.enums import Channel, Outcome, PromiseStatus
from app.models import Account, Activity, Item, Promise
from app.services.calls.desk import Here, save_call
from app.services.calls.entries.entry import LogCall
from app.services.calls.promises.terms import PromiseLine
from app.ui.promises.calendar import mark_role, month_words
from app.ui.promises.view import CALENDAR, LIST
from app.ui.view import Place
from tests.builders.ledger import DAY, Ledger
from tests.ui.account.conftest import AOZORA, CTRL, KESTREL, SHIFT, office, rebuild, rows  # noqa: F401 - fixtures

KEY = Qt.Key
FRIDAY = date(2026, 11, 6)


@pytest.fixture
def room(office, store, clock):  # noqa: F811 - the fixture
    """One open promise of Kestrel's beside the broken one of Aozora's, and a kept one."""
    with store.write() as uow:
        line = PromiseLine(95_472_00, "GBP", FRIDAY, ("KS-1",))
        call = LogCall(accounts=(KESTREL,), outcome=Outcome.PTP, promise=(line,), contact="Pat Lee")
        save_call(uow, call, Here(DAY, "Asia/Tokyo", clock.now()))
        ledger = Ledger(uow.session, uow.now)
        account = uow.session.scalars(select(Account).where(Account.number == AOZORA)).one()
        item = uow.session.scalars(select(Item).where(Item.number == "INV-0099")).one()
        ledger.promise(account, [(DAY - timedelta(days=3), 90_000)], [item], status=PromiseStatus.KEPT, received=90_000)
        uow.commit()
    office.open("promises", "")
    return office


def shown(view):
    return [(row.customer.number, row.promise.status.value) for row in view.list.model.shown_rows()]


def texts(panel):
    return [label.text() for label in panel.findChildren(QLabel) if label.text()]


def test_the_list_has_saved_filters_with_counts(room):
    view = room.view
    words = [chip.text() for chip in view.bar.chips._chips.values()]
    assert words == ["Open 1", "Broken 1", "Kept 1", "All 3"]
    assert shown(view) == [(KESTREL, "open")]
    view.bar.chips.choose("broken")
    assert shown(view) == [(AOZORA, "broken")]
    view.bar.chips.choose("all")
    assert len(shown(view)) == 3
    view.list.set_quick("INV-0118")
    assert shown(view) == [(AOZORA, "broken")]


def test_the_months_figures_are_per_currency(room):
    assert room.view.tiles.figures() == {
        "all": "Promised for the month: 2 1.19 M JPY",
        "open": "Open: 0",
        "kept": "Kept: 1 50 % · 90.0 k JPY",
        "partly": "Partly kept: 0",
        "broken": "Broken: 1 1.10 M JPY",
    }
    room.view.grid.go(FRIDAY)
    assert room.view.tiles.figures()["open"] == "Open: 1 95.5 k GBP"


def test_the_calendar_is_walked_by_keys_and_shows_the_day_below(room):
    view = room.view
    room.press(KEY.Key_V, CTRL | SHIFT)
    assert view.tabs.currentIndex() == CALENDAR
    assert view.grid.hasFocus()
    for key in (KEY.Key_Down, KEY.Key_PageDown, KEY.Key_PageUp):
        room.press(key)
    assert view.grid.day() == FRIDAY
    assert month_words(view.grid.month()) == "November 2026"
    assert "1 promise, 95,472.00 GBP. Open 1" in view.grid.accessibleDescription()
    assert [row.row.customer.number for row in view.day_list.model.shown_rows()] == [KESTREL]
    assert view.panel.accessibleName() == "95,472.00 GBP"
    room.press(KEY.Key_Return)
    assert view.day_list.view.hasFocus()
    room.press(KEY.Key_V, CTRL | SHIFT)
    assert view.tabs.currentIndex() == LIST


def test_a_day_is_marked_by_its_worst(room):
    view = room.view
    assert mark_role(view.grid.lines(FRIDAY)) == "accent"
    assert mark_role(view.grid.lines(DAY - timedelta(days=6))) == "red"
    assert mark_role(view.grid.lines(DAY - timedelta(days=3))) == "green"


def test_the_calendar_can_be_drawn_and_clicked(room, qtbot):
    view = room.view
    view.tabs.setCurrentIndex(CALENDAR)
    assert not view.grid.grab().isNull()
    qtbot.mouseClick(view.grid, Qt.MouseButton.LeftButton, pos=view.grid._cell(0, 3).center())
    assert view.grid.day() == date(2026, 10, 1)
    assert view.day_list.empty.title() == "Nothing is promised for Thu 1 Oct 2026"


def test_the_evidence_says_why_and_what_is_covered(room):
    view = room.view
    found = texts(view.panel)
    assert "95,472.00 GBP promised for 6 Nov 2026; money counts through 10 Nov 2026." in found
    assert "made on Fri 30 Oct 2026 · by Pat Lee" in found
    assert "KS-1" in found
    view.bar.chips.choose("broken")
    view.list.view.select_first()
    assert "Nothing of 1,100,000 JPY came by 30 Oct 2026." in texts(view.panel)
    assert not room.window.actions_table.action("promises.void").isEnabled()


def test_a_promise_is_given_anew_and_taken_back_again(room, rows):  # noqa: F811
    view = room.view
    room.press(KEY.Key_S, CTRL | SHIFT)
    editor = view.side.currentWidget()
    assert editor.money.text() == "95,472.00"
    editor.save()
    assert editor.form._notes["day"].text() == "A day is needed."
    editor.day.set_day(date(2026, 11, 20))
    editor.channel.choose(Channel.EMAIL_IN.value)
    editor.save()
    old, new = rows(Promise, Promise.currency == "GBP")
    assert (old.status, new.status, new.level) == (PromiseStatus.RESCHEDULED, PromiseStatus.OPEN, 2)
    assert rows(Activity, Activity.id == new.activity_id)[0].channel is Channel.EMAIL_IN
    assert view.side.currentWidget() is view.panel
    room.window.actions_table.trigger("window.undo")
    old, new = rows(Promise, Promise.currency == "GBP")
    assert (old.status, new.status) == (PromiseStatus.OPEN, PromiseStatus.VOID)


def test_an_unusual_renewal_is_refused_until_somebody_says_why(room, rows):  # noqa: F811
    room.press(KEY.Key_S, CTRL | SHIFT)
    editor = room.view.side.currentWidget()
    editor.day.set_day(date(2027, 3, 1))
    editor.save()
    assert "in 122 days" in editor.form._notes["note"].text()
    editor.note.setPlainText("New owner, first payments in March.")
    editor.save()
    assert len(rows(Promise, Promise.currency == "GBP")) == 2


@pytest.mark.parametrize(("key", "status"), [(KEY.Key_W, PromiseStatus.WITHDRAWN), (KEY.Key_X, PromiseStatus.VOID)])
def test_it_ends_with_a_reason_only_and_can_be_undone(room, rows, key, status):  # noqa: F811
    room.press(key, CTRL | SHIFT)
    editor = room.view.side.currentWidget()
    editor.save()
    assert editor.form._notes["note"].text() == "Say why, in a few words."
    editor.note.setPlainText("Cancelled by phone.")
    editor.save()
    assert rows(Promise, Promise.currency == "GBP")[0].status is status
    room.window.actions_table.trigger("window.undo")
    assert rows(Promise, Promise.currency == "GBP")[0].status is PromiseStatus.OPEN


def test_escape_leaves_the_editor(room):
    room.press(KEY.Key_W, CTRL | SHIFT)
    room.press(KEY.Key_Escape)
    assert room.view.side.currentWidget() is room.view.panel


def test_the_ways_to_account_and_call(room):
    view = room.view
    view.panel.asked.emit("call")
    assert room.window.host.place.view == "calls"
    assert room.view.list.view.current_row().customer.number == KESTREL
    room.open("promises", "")
    room.view.panel.asked.emit("account")
    assert room.window.host.place == Place("account", KESTREL)


def test_a_promise_is_found_whatever_the_filters_are(room, rows):  # noqa: F811
    (broken,) = rows(Promise, Promise.status == PromiseStatus.BROKEN)
    room.open("promises", broken.id)
    assert room.view.list.view.current_row().promise.id == broken.id
