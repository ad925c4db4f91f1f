"""The window as a whole: places, keys, palette, notices, undo, language, day."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app import i18n
from app.errors import RefusedError
from app.i18n import msg
from app.services.changes import ChangeSet
from app.services.preferences import get_setting, put_setting
from app.ui.application import Shell
from app.ui.main_window import MainWindow, Parts, first_size, fitted
from app.ui.palette import Entry
from app.ui.tasks import Job
from app.ui.view import Place
from tests.ui.gallery import LINES, VIEWS, ListView, facts

CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_first_view_opens_with_its_rows_and_its_word_lit(window):
    window.open(Place("today"))
    assert window.rail.button("today").isChecked()
    assert len(window.host.current().panel.model.shown_rows()) == len(LINES)


def test_views_are_reached_by_key_and_left_by_key(window, qtbot):
    window.open(Place("today"))
    qtbot.keyClick(window, Qt.Key.Key_3, CTRL)
    assert window.host.place == Place("calls")
    window.open(Place("account", "100237"))
    assert window.rail.button("today").isChecked(), "an account is lit under the view it belongs to"
    assert window.host.current().shown_key == "100237"
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.host.place == Place("today")


def test_an_unknown_place_changes_nothing(window):
    window.open(Place("today"))
    window.desk.go("nowhere")
    assert window.host.place == Place("today")


def test_a_shown_view_loads_after_its_changes_a_hidden_one_when_shown(window, desk):
    window.open(Place("today"))
    assert ListView.loads == 1
    desk.events.tell(ChangeSet(letters=frozenset({"x"})))
    assert ListView.loads == 1, "not its business"
    desk.events.tell(ChangeSet(accounts=frozenset({"x"})))
    assert ListView.loads == 2
    window.open(Place("calls"))
    desk.events.tell(ChangeSet(everything=True))
    assert ListView.loads == 2
    window.open(Place("today"))
    assert ListView.loads == 3


def test_rail_and_status_bar_say_what_waits(desk, window):
    window.refresh_frame()
    assert window.rail.button("today").accessibleName() == "Today, 23"
    assert window.status.texts()[1] == "Base USD · rates 29 Oct"
    assert window.status.texts()[0] == "Nothing synced yet"


def test_looking_at_another_day_reloads_and_offers_the_way_back(window, desk):
    window.open(Place("today"))
    desk.look_at(date(2026, 9, 30))
    assert ListView.loads == 2
    assert desk.day == date(2026, 9, 30)
    window.actions_table.trigger("go.real_day")
    assert desk.as_of is None
    desk.look_at(desk.clock.today(desk.zone))
    assert desk.as_of is None


def test_undo_takes_back_the_newest_step_and_says_so(window, desk, store, clock):
    day = clock.today("UTC")
    desk.runner.write(put_setting, "test.value", 1, day)
    assert not window.actions_table.action("window.undo").isEnabled()
    desk.can_undo(msg("the test value"), put_setting, "test.value", 0, day)
    assert window.actions_table.action("window.undo").text() == "Undo: the test value"
    window.actions_table.trigger("window.undo")
    with store.read() as session:
        assert get_setting(session, "test.value") == 0
    assert window.host._toast.text() == "Undone: the test value"
    assert not window.actions_table.action("window.undo").isEnabled()


def test_a_refused_undo_says_why_and_stays(window, desk):
    def refuse(_uow):
        raise RefusedError("exported", msg("It is in the day's workbook already."))

    desk.can_undo(msg("the call"), refuse)
    window.actions_table.trigger("window.undo")
    assert window.host._toast.text() == "It is in the day's workbook already."
    assert window.actions_table.action("window.undo").isEnabled()


def test_an_error_nobody_handles_is_told_over_the_view(window, desk):
    def refuse(_session):
        raise RefusedError("no", msg("There is no account {number}.", number="7"))

    desk.runner.read(refuse, on_done=print)
    assert window.host._toast.text() == "There is no account 7."


def test_a_notice_offers_one_thing_to_do(window, desk):
    done = []
    desk.tell(msg("Saved."), "green", "Open", lambda: done.append(1))
    banner = window.host._toast._banner
    assert "Saved." in banner.accessibleName()
    button = next(b for b in banner.findChildren(QAbstractButton) if b.text() == "Open")
    button.click()
    assert done == [1]
    assert window.host._toast.text() == ""


def test_the_help_sheet_lists_every_shortcut(window, qtbot):
    window.actions_table.trigger("window.help")
    sheet = window._help
    assert sheet.isVisible()
    assert "Keyboard shortcuts" in sheet.accessibleName()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_the_palette_finds_commands_and_runs_them(window, qtbot):
    window.open(Place("today"))
    window.search.begin()
    assert window.search.hasFocus()
    qtbot.keyClicks(window.search, ">calls")
    window.search.look_up()
    assert window.search.results.model.entries[0].text == "Calls"
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.host.place == Place("calls")
    assert window.search.text() == ""


def test_the_palette_finds_commands_of_other_views_and_opens_these(window, qtbot):
    window.open(Place("calls"))
    window.search.begin()
    qtbot.keyClicks(window.search, "close the")
    window.search.look_up()
    assert [entry.text for entry in window.search.results.model.entries] == ["Close the day"]
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.host.place == Place("today")


def test_the_palette_knows_english_words_whatever_the_language(desk, qtbot):
    i18n.set_language("ja")
    try:
        window = MainWindow(desk, Parts(views=VIEWS, facts=facts))
        qtbot.addWidget(window)
        window.show()
        window.search.begin()
        qtbot.keyClicks(window.search, ">keyboard")
        window.search.look_up()
        found = [entry.text for entry in window.search.results.model.entries]
    finally:
        i18n.set_language("en")
    assert found == ["キーボードショートカット"]


def test_the_palette_finds_accounts_beside_commands(desk, qtbot):
    opened = []

    def search(_session, text, limit, day):
        return [line for line in LINES if text in line.number][:limit]

    def entry_of(line):
        return Entry(line.name, lambda: opened.append(line.number), line.number, country=line.country)

    window = MainWindow(desk, Parts(views=VIEWS, facts=facts, search=search, entry_of=entry_of))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.search.begin()
    qtbot.keyClicks(window.search, "10")
    window.search.look_up()
    texts = [entry.text for entry in window.search.results.model.entries]
    assert texts[:2] == ["Kestrel & Sons Ltd", "Aços do Norte Ltda."]
    qtbot.keyClick(window.search, Qt.Key.Key_Down)
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert opened == ["100"]


def test_nothing_found_is_said_and_escape_leaves(window, qtbot):
    window.search.begin()
    qtbot.keyClicks(window.search, "zzzz")
    window.search.look_up()
    assert window.search.results.model.entries[0].text == "Nothing found"
    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    assert not window.search.results.isVisible()
    assert window.search.text() == ""


def test_the_language_changes_while_running_and_keeps_place_and_draft(desk, qtbot):
    shell = Shell(desk, Parts(views=VIEWS, facts=facts))
    qtbot.addWidget(shell.window)
    shell.start()
    shell.window.open(Place("calls", "7"))
    shell.window.host.current().note.setPlainText("社内稟議待ち")
    shell.change_language("ja")
    qtbot.addWidget(shell.window)
    assert i18n.language() == "ja"
    assert shell.window.host.place == Place("calls", "7")
    assert shell.window.host.current().note.toPlainText() == "社内稟議待ち"
    assert shell.window.host.current().shown_key == "7"
    shell.window.host.back()
    assert shell.window.host.place == Place("today")


def test_background_work_is_shown_and_can_be_cancelled(window, desk):
    job = Job(lambda: None, None, None, "Letters")
    desk.runner.started.emit(job)
    job.done, job.total = 212, 380
    desk.runner.progressed.emit(job)
    assert window.status.tasks.text() == "Letters 212 / 380"
    window.actions_table.trigger("window.cancel")
    assert job.cancelling
    desk.runner.ended.emit(job)
    assert not window.status.tasks.isVisible()


@pytest.mark.parametrize(
    ("screen", "size"), [((1366, 768), (1366, 728)), ((1280, 1024), (1280, 768)), ((2560, 1440), (1366, 768))]
)
def test_the_first_window_fits_on_the_screen_with_its_frame(screen, size):
    assert first_size(QSize(*screen)) == QSize(*size)


@pytest.mark.parametrize(
    ("kept", "screen", "now"),
    [
        ((60, 60, 1200, 700), (0, 0, 1366, 768), (60, 60, 1200, 700)),
        ((0, 20, 1364, 728), (0, 0, 1093, 614), (0, 20, 1093, 574)),
        ((2000, 60, 1200, 700), (0, 0, 1366, 768), (40, 40, 1200, 700)),
        ((300, 200, 1200, 700), (0, 0, 1366, 768), (166, 68, 1200, 700)),
    ],
    ids=["as it was", "magnified screen", "screen gone", "half outside"],
)
def test_a_remembered_window_stands_within_its_screen(kept, screen, now):
    assert fitted(QRect(*kept), [QRect(*screen)]) == QRect(*now)


def test_the_window_is_remembered(desk, qtbot):
    window = MainWindow(desk, Parts(views=VIEWS, facts=facts))
    qtbot.addWidget(window)
    window.show()
    window.resize(800, 700)
    window.close()
    again = MainWindow(desk, Parts(views=VIEWS, facts=facts))
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (800, 700)


@pytest.mark.parametrize("view", ["today", "calls"])
def test_everything_that_takes_the_focus_has_a_name(window, view):
    window.open(Place(view))
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)
    takes = [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, kinds) and widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible()
    ]
    assert takes
    assert not [widget for widget in takes if not widget.accessibleName()]


def test_the_list_is_exported_where_the_user_says(window, tmp_path, monkeypatch):
    window.open(Place("today"))
    target = tmp_path / "accounts"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    window.actions_table.trigger("window.export")
    assert load_workbook(tmp_path / "accounts.xlsx").sheetnames == ["Accounts"]
    assert window.host._toast.text() == "4 rows exported to accounts.xlsx."
    assert window.desk.memory.get("export/folder") == str(tmp_path)
