"""Before there is a desk: the first run, the passphrase, the lock."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.errors import AppError, StoreError
from app.services.security import key_path, read_key_file
from app.services.stores import create, open_writing
from app.ui.frame.memory import Memory
from app.ui.welcome.begin import begin
from app.ui.welcome.first_run import Begun, FirstRun
from app.ui.welcome.lock import KEY, Lock
from app.ui.welcome.unlock import Unlock
from app.ui.widgets.button import Button


@pytest.fixture
def page(look, qtbot, tmp_path, clock):
    """The first run over a store that is really made."""
    path = tmp_path / "desk.db"
    made = []

    def make(chosen: Begun) -> None:
        opened = create(path, clock, chosen.passphrase or None)
        made.append(opened)

    found = FirstRun(path, make)
    found.answers = []
    found.begun.connect(found.answers.append)
    qtbot.addWidget(found)
    found.show()
    yield found
    for opened in made:
        opened.close()


def choose_passphrase(page, first="long enough", second="long enough"):
    page._passphrase.setChecked(True)
    page._first.setText(first)
    page._second.setText(second)


def test_a_store_with_a_passphrase_is_made(page, tmp_path, clock):
    choose_passphrase(page)
    page.begin()
    assert page.answers == [Begun("long enough")]
    assert read_key_file(key_path(tmp_path / "desk.db")).mode == "passphrase"


@pytest.mark.parametrize(("first", "second"), [("short", "short"), ("long enough", "another one")])
def test_a_passphrase_that_is_short_or_differs_makes_nothing(page, tmp_path, first, second):
    choose_passphrase(page, first, second)
    page.begin()
    assert page.answers == []
    assert not (tmp_path / "desk.db").exists()


def test_without_a_keyring_it_says_so_and_a_passphrase_still_works(page):
    page.begin(demo=True)
    assert "Choose a passphrase instead." in page.error.text()
    assert "COLLECTIONS_DESK" not in page.error.text()
    assert page.answers == []
    choose_passphrase(page)
    page.begin(demo=True)
    assert page.answers == [Begun("long enough", demo=True)]


def test_dropped_files_begin_the_desk(page):
    choose_passphrase(page)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("open.csv")])
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                      Qt.KeyboardModifier.NoModifier)  # fmt: skip
    page.dropEvent(drop)
    assert [Path(path).name for path in page.answers[0].files] == ["open.csv"]


def test_a_wrong_passphrase_is_said_and_may_be_typed_again(look, qtbot, tmp_path, clock):
    path = tmp_path / "desk.db"
    create(path, clock, "the right words").close()
    opened = []
    page = Unlock("desk.db", lambda words: opened.append(open_writing(path, clock, words)))
    qtbot.addWidget(page)
    page.show()
    page._field.setText("the wrong words")
    page.try_it()
    assert page.error.isVisible()
    page._field.setText("the right words")
    qtbot.keyClick(page._field, Qt.Key.Key_Return)
    assert len(opened) == 1
    opened[0].close()


@pytest.fixture
def locked(look, qtbot, tmp_path, clock):
    path = tmp_path / "desk.db"
    create(path, clock, "the right words").close()
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    lock = Lock(path, Memory(), lambda: window, by_keyring=False)
    yield lock, window
    if lock.locked:
        lock.unlock()


def test_a_locked_desk_shows_nothing_until_the_passphrase(locked):
    lock, window = locked
    lock.lock()
    assert not window.isVisible()
    page = lock._frame.findChild(Unlock)
    page._field.setText("guessing")
    page.try_it()
    assert lock.locked
    page._field.setText("the right words")
    page.try_it()
    assert not lock.locked
    assert window.isVisible()


def test_it_locks_after_the_minutes_that_are_set(locked):
    lock, _window = locked
    lock.watch(QApplication.instance())
    assert not lock._idle.isActive()
    lock._memory.put(KEY, 5)
    lock.restart()
    assert lock._idle.interval() == 5 * 60_000
    lock._idle.timeout.emit()
    assert lock.locked
    assert not lock._idle.isActive()
    QApplication.instance().removeEventFilter(lock)


def test_the_demo_fills_the_store_in_the_background(desk, store, monkeypatch, window):
    played = []
    monkeypatch.setattr("app.services.demo.play.play_demo", lambda *args, **_more: played.append(args[2]))
    begin(desk, window, Begun(demo=True))
    assert played == [desk.day]


def test_a_defect_of_the_store_is_not_asked_for_again(tmp_path, clock):
    path = tmp_path / "desk.db"
    create(path, clock, "the right words").close()
    key_path(path).unlink()
    with pytest.raises(AppError) as error:
        open_writing(path, clock, "the right words")
    assert isinstance(error.value, StoreError)


def test_the_first_run_goes_by_keyboard_alone(page, qtbot):
    qtbot.waitExposed(page)
    page.activateWindow()
    page.focus_first()

    def key(which):
        qtbot.keyClick(QApplication.focusWidget(), which)

    def words(text):
        for letter in text:
            qtbot.keyClick(QApplication.focusWidget(), letter)

    key(Qt.Key.Key_Down)
    while QApplication.focusWidget() is not page._first:
        key(Qt.Key.Key_Tab)
    words("long words")
    key(Qt.Key.Key_Tab)
    words("long words")
    key(Qt.Key.Key_Tab)
    assert QApplication.focusWidget().accessibleName() == "Try the demo"
    key(Qt.Key.Key_Space)
    assert page.answers == [Begun("long words", demo=True)]


def test_enter_goes_from_field_to_field_and_on_to_the_desk(page, qtbot):
    qtbot.waitExposed(page)
    page.activateWindow()
    page._passphrase.setChecked(True)
    for _ in range(2):
        qtbot.keyClicks(QApplication.focusWidget(), "long words")
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert page.answers == [Begun("long words")]


def test_enter_on_a_button_presses_it(page, qtbot):
    qtbot.waitExposed(page)
    page.activateWindow()
    choose_passphrase(page)
    demo = next(button for button in page.findChildren(Button) if button.text() == "Try the demo")
    demo.setFocus()
    qtbot.keyClick(demo, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(demo, Qt.Key.Key_Return)
    assert page.answers == [Begun("long enough", demo=True)]
