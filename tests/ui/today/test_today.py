"""Today: the list in its parts, the day's figures, orders about the list, and the end of the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app import i18n
from app.enums import Part
from app.i18n import msg
from app.services.portfolio.worklist import is_stale
from app.ui.actions import ACTIONS, ActionSpec
from app.ui.application import Shell
from app.ui.main_window import MainWindow, Parts
from app.ui.view import VIEWS, Place
from tests.builders.book import fill

TODAY = tuple(spec for spec in VIEWS if spec.id == "today")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def book(store):
    with store.write() as uow:
        fill(uow)
        uow.commit()


@pytest.fixture
def window(desk, qtbot):
    made = MainWindow(desk, Parts(views=TODAY))
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def view(book, window):
    window.open(Place("today"))
    return window.host.current()


def take_keys(widget, qtbot):
    """Give the window the keyboard."""
    widget.window().activateWindow()
    qtbot.waitUntil(widget.window().isActiveWindow)


def numbers(panel):
    rows = (panel.model.row_at(place) for place in range(panel.model.rowCount()))
    return [row.number for row in rows if row is not None]


def test_the_list_stands_in_three_parts_in_their_order(view):
    model = view.calls.model
    groups = [model.entry(place).key for place in range(model.rowCount()) if model.row_at(place) is None]
    assert groups == [Part.CALL_NOW, Part.LATER_TODAY, Part.OTHER]
    assert numbers(view.calls)[0] == "100237"
    assert model.entry(0).label == "Call now"


def test_the_parts_stay_in_their_order_whatever_is_sorted(view):
    view.calls.model.set_order("points", descending=False)
    model = view.calls.model
    groups = [model.entry(place).key for place in range(model.rowCount()) if model.row_at(place) is None]
    assert groups == [Part.CALL_NOW, Part.LATER_TODAY, Part.OTHER]


def test_head_tiles_and_rail_say_how_far_the_day_has_come(view, window):
    assert view._subtitle.text() == "Friday 30 October · 14 to call · 1 done"
    assert view.strip.calls.accessibleName() == "Calls: 2 of 25"
    assert view.strip.contacts.accessibleName() == "Right person reached: 1 of 10"
    assert view.strip.promises.accessibleName() == "Promises: 1 of 6"
    assert view.strip.promised.accessibleName() == "Promised, ≈ USD: 71,811"
    assert window.rail.button("today").accessibleName() == "Today, 14"


def test_news_count_what_the_files_brought_and_open_down_to_the_rows(view):
    assert view._news.counts == {"new": 63}
    assert "63 new" in view.strip.news._line.text()
    view.strip.news.asked.emit("new")
    assert view.side.currentWidget() is view.side.news
    assert len(view.side.news.list.model.all_rows()) == 63
    assert view.side.news.list.model.all_rows()[0].number == "100533", "the largest first"


def test_much_news_is_never_cut(view, window, qapp):
    window.resize(1366, 728)
    counts = {"paid": 93, "part_paid": 45, "credited": 16, "new": 67, "reopened": 11, "vanished": 12, "broken": 13}
    view._show_news(replace(view._news, counts=counts, promised=13))
    qapp.processEvents()
    line = view.strip.news._line
    assert line.heightForWidth(line.width()) > 1.5 * line.fontMetrics().height(), "more than one line"
    assert line.height() >= line.heightForWidth(line.width())


def test_reasons_are_chips_with_their_tone_and_points(view):
    row = view.calls.model.row_at(1)
    chips = view._cells.chips(row)
    assert chips[0].text == "promise of 1,100,000 JPY broken 23 Oct"
    assert chips[0].tone == "red"
    assert "no next step" in [chip.text for chip in chips]
    tip = view.calls.spec.columns[0].tip(row)
    assert tip.startswith(f"{row.score} points\n+40  promise of 1,100,000 JPY broken on 23 Oct 2026")
    assert sum(reason.points for reason in row.reasons) == row.score


def test_names_stand_in_both_scripts_and_contacts_as_one_addresses_them(view):
    row = view.calls.model.row_at(1)
    name = view._cells.name(row)
    assert (name.own, name.below) == ("株式会社青空商事", "100237 · Aozora Shoji K.K.")
    assert view._cells.contact(row).own == "田中 一郎 様"
    assert view._cells.local(row).own == "09:30 open"
    assert view._cells.local(row).below == "until 12:00"


def test_a_chip_shows_one_part_or_another_list(view):
    view.filters.chips.choose("later_today")
    assert {row.part for row in view.calls.model.shown_rows()} == {Part.LATER_TODAY}
    view.filters.chips.choose("no_next")
    assert all("NONEXT" in row.raw_reasons for row in view.calls.model.shown_rows())
    view.filters.chips.choose("held")
    assert view.table() is view.held
    assert [row.number for row in view.held.model.shown_rows()].count("100823") == 1
    why = {row.number: view.held.spec.columns[2].display(row) for row in view.held.model.shown_rows()}
    assert why["100823"] == "deferred until 4 Nov 2026: New owner from Wednesday on"
    view.filters.chips.choose("promises")
    assert [row.number for row in view.promises.model.shown_rows()] == ["100385"]
    view.filters.chips.choose("tasks")
    assert [row.number for row in view.tasks.model.shown_rows()] == ["100496", "100644"]


def test_typing_filters_the_list_in_front(view, qtbot):
    take_keys(view, qtbot)
    view.filters.quick.setText("aceros")
    qtbot.waitUntil(lambda: numbers(view.calls) == ["100496", "100311"] or numbers(view.calls) == ["100311", "100496"])
    qtbot.keyClick(view.filters.quick, Qt.Key.Key_Down)
    assert view.calls.view.hasFocus()


def test_keys_walk_pin_and_undo(view, window, qtbot):
    take_keys(view, qtbot)
    view.calls.focus_rows()
    qtbot.keyClick(view.calls.view, Qt.Key.Key_J)
    row = view.calls.view.current_row()
    assert not row.pinned
    qtbot.keyClick(view.calls.view, Qt.Key.Key_P)
    assert view.calls.view.current_row().number == row.number
    assert view.calls.view.current_row().pinned
    assert window.actions_table.action("window.undo").isEnabled()
    window.actions_table.trigger("window.undo")
    assert not view.calls.view.current_row().pinned


def test_an_account_is_put_off_with_a_day_and_a_reason_and_comes_back(view, qtbot):
    take_keys(view, qtbot)
    view.calls.focus_rows()
    row = view.calls.view.current_row()
    qtbot.keyClick(view.calls.view, Qt.Key.Key_D)
    form = view.side.deferring
    assert view.side.isVisible()
    assert form._day.day() == date(2026, 11, 2), "the next weekday"
    form._day.set_day(date(2026, 10, 30))
    form.submit()
    assert form.form._notes["day"].text() == "Fri 30 Oct is not a later day."
    form._day.set_day(date(2026, 11, 4))
    form._reason.choose("other")
    form.submit()
    assert form.form._notes["own"].text() == "Say why in a few words."
    form._own.setText("New owner")
    qtbot.keyClick(form._own, Qt.Key.Key_Return, CTRL)
    assert row.number not in numbers(view.calls)
    view.filters.chips.choose("held")
    assert view.held.view.select_key(row.account_id)
    why = view.held.spec.columns[2].display(view.held.view.current_row())
    assert why == "deferred until 4 Nov 2026: New owner"
    view.put_off()
    view.filters.chips.choose("all")
    assert row.number in numbers(view.calls)


def test_ctrl_enter_in_a_field_puts_off_once(view, window, qtbot):
    take_keys(view, qtbot)
    view.calls.focus_rows()
    qtbot.keyClick(view.calls.view, Qt.Key.Key_D)
    qtbot.keyClick(view.side.deferring._day, Qt.Key.Key_Return, CTRL)
    window.undo()
    assert window.desk.undo.top() is None


def test_an_agreed_callback_outlives_a_putting_off_and_it_is_said(view, desk):
    said = []
    desk.noticed.connect(lambda notice: said.append(notice.text))
    row = next(one for one in view.calls.model.all_rows() if one.callback_at is not None)
    view.orders.put_off(row, date(2026, 11, 4), "They asked for it")
    assert row.number in numbers(view.calls)
    assert said[-1].endswith("stays on the list for its agreed callback; after that it is put off until 4 Nov 2026.")


def test_esc_gives_the_list_back(view, qtbot):
    take_keys(view, qtbot)
    view.calls.focus_rows()
    qtbot.keyClick(view.calls.view, Qt.Key.Key_D)
    qtbot.keyClick(view.side.deferring._day, Qt.Key.Key_Escape)
    assert view.side.currentWidget() is view.side.preview
    assert view.calls.view.hasFocus()


def test_start_calling_opens_the_first_account_with_the_call_form(book, desk, qtbot):
    table = tuple(spec for spec in ACTIONS if spec.id != "account.call")
    table = (*table, ActionSpec("account.call", msg("Log a call"), scope="account"))
    window = MainWindow(desk, Parts(views=TODAY, table=table))
    qtbot.addWidget(window)
    window.show()
    take_keys(window, qtbot)
    window.open(Place("today"))
    went, called = [], []
    desk.went.connect(went.append)
    window.actions_table.bind({"account.call": lambda: called.append(1)})
    qtbot.keyClick(window, Qt.Key.Key_G, CTRL)
    assert went == [Place("account", "100237")]
    assert called == [1]
    assert desk.queue.after("100237") == numbers(window.host.current().calls)[1]
    assert desk.queue.after(numbers(window.host.current().calls)[-1]) == ""
    assert desk.queue.after("none such") == "100237"


def test_enter_opens_the_account(view, desk, qtbot):
    went = []
    desk.went.connect(went.append)
    view.calls.focus_rows()
    qtbot.keyClick(view.calls.view, Qt.Key.Key_Return)
    assert went == [Place("account", "100237")]


def test_the_preview_follows_the_cursor(view, window, qtbot):
    window.actions_table.trigger("window.panel")
    qtbot.waitUntil(lambda: view.side.preview.number == "100237")
    view.calls.view.step(1)
    number = view.calls.view.current_row().number
    qtbot.waitUntil(lambda: view.side.preview.number == number)


def test_a_list_of_another_day_is_made_anew_in_the_background(book, window, desk, store):
    desk.clock.moment += timedelta(days=3)
    with store.read() as session:
        assert is_stale(session, desk.day)
    window.open(Place("today"))
    view = window.host.current()
    assert view._book.worklist.day == date(2026, 11, 2)
    assert not view._book.worklist.stale
    with store.read() as session:
        assert not is_stale(session, desk.day)


def test_another_day_is_looked_at_without_writing(view, desk, store):
    desk.look_at(date(2026, 11, 5))
    assert view._book.worklist.day == date(2026, 11, 5)
    with store.read() as session:
        assert not is_stale(session, date(2026, 10, 30)), "what is stored is still the present day's"


def test_the_rail_counts_the_list_of_the_day_that_is_looked_at(view, window, desk, store):
    stored = view._book.worklist.total
    desk.look_at(date(2026, 11, 5))
    assert view._book.worklist.total != stored
    assert window.rail.button("today").accessibleName() == f"Today, {view._book.worklist.total}"
    window.refresh_frame()
    assert window.rail.button("today").accessibleName() == f"Today, {view._book.worklist.total}"
    desk.look_at(None)
    assert window.rail.button("today").accessibleName() == f"Today, {stored}"


def test_midnight_makes_another_day(view, desk):
    desk.watch_day()
    desk.clock.moment += timedelta(days=3)
    desk.watch_day()
    assert view._book.worklist.day == date(2026, 11, 2)


def test_an_empty_store_says_what_to_do(window, desk):
    window.open(Place("today"))
    view = window.host.current()
    went = []
    desk.went.connect(went.append)
    assert view.calls.empty.title() == "No data yet"
    assert view.calls.stack.currentWidget() is view.calls.empty
    view._steps[0].click()
    assert went == [Place("sync")]
    window.actions_table.trigger("today.start")
    assert window.host._toast.text() == "Nobody is left to call."
    assert went == [Place("sync")]


def test_while_nothing_is_read_yet_nothing_is_said_to_be_done(window, desk, monkeypatch):
    monkeypatch.setattr(desk.runner, "read", lambda *_args, **_more: None)
    window.open(Place("today"))
    view = window.host.current()
    assert view.calls.empty.title() == "Loading…"
    assert not any(step.isVisible() for step in view._steps)


def test_nobody_left_to_call_offers_to_close_the_day(view, desk, store):
    with store.write() as uow:
        uow.session.connection().exec_driver_sql("UPDATE worklist_row SET held_code = 'with_legal', held = '[]'")
        uow.touch_everything()
        desk.events.tell(uow.commit())
    assert view.calls.empty.title() == "All done for today"
    view._steps[1].click()
    assert view.side.currentWidget() is view.side.closing


def test_the_day_is_closed_with_a_remark_into_one_workbook(view, window, desk, qtbot, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    take_keys(view, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_D, CTRL | Qt.KeyboardModifier.ShiftModifier)
    form = view.side.closing
    form.folder = tmp_path / "out"
    form.folder.mkdir()
    assert form._name.text() == "2026-10-30_C01_daily_r1.xlsx"
    form.remark.setPlainText("田中様は月曜に連絡")
    qtbot.keyClick(form.remark, Qt.Key.Key_Return, CTRL)
    written = list(form.folder.iterdir())
    assert [path.name for path in written] == ["2026-10-30_C01_daily_r1.xlsx"]
    assert opened == [str(form.folder)]
    assert window.host._toast.text() == "The day is written: 2026-10-30_C01_daily_r1.xlsx"
    assert desk.undo.top() is None, "what was sent is corrected, never removed"
    view.close_day()
    assert form._name.text().startswith("2026-10-30_C01_daily_r2.xlsx: ")
    assert form.remark.text() == "田中様は月曜に連絡"


def test_a_folder_that_cannot_be_used_is_told_in_the_form(view, tmp_path):
    (tmp_path / "taken").write_text("a file where the folder would be", encoding="utf-8")
    view.close_day()
    view.side.closing.folder = tmp_path / "taken" / "away"
    view.side.closing.submit()
    assert view.side.closing._said is not None
    assert view.side.closing.write.isEnabled()


def test_a_change_of_language_keeps_the_part_and_the_remark(book, desk, qtbot):
    shell = Shell(desk, Parts(views=TODAY))
    qtbot.addWidget(shell.window)
    shell.start()
    view = shell.window.host.current()
    view.filters.chips.choose("held")
    view.side.closing.remark.setPlainText("half a thought")
    shell.change_language("ja")
    qtbot.addWidget(shell.window)
    view = shell.window.host.current()
    assert view.table() is view.held
    assert view.side.closing.remark.text() == "half a thought"
    assert i18n.language() == "ja"


def test_everything_that_takes_the_focus_has_a_name(view):
    kinds = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)
    for panel in (view.side.preview, view.side.deferring, view.side.closing, view.side.news):
        view.side._take(panel)
        takes = [
            child
            for child in view.findChildren(QWidget)
            if isinstance(child, kinds) and child.focusPolicy() != Qt.FocusPolicy.NoFocus and child.isVisible()
        ]
        assert takes
        assert not [type(child).__name__ for child in takes if not child.accessibleName()]
