"""A backup brought back in the window: said before, done in the background, and the window goes on with it."""

from __future__ import annotations

import zipfile
from concurrent.futures import Future

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget
from sqlalchemy import text

from app.services import settings_desk as room
from app.services.backup import backup
from app.services.opening import LateStore
from app.services.preferences import load_settings, save_settings
from app.services.security import KeyMode, key_path, read_key_file
from app.services.stores import create, open_writing
from app.ui.application import Shell, compose
from app.ui.events import Events, UndoStep
from app.ui.frame.memory import Memory
from app.ui.main_window import Parts
from app.ui.tasks import InlineRunner, Runner
from app.ui.view import VIEWS, Desk, Place
from tests.builders.ledger import DAY

WORDS, OTHER = "words of the store", "words of the backup"


def rename(store, name):
    """Do something to a store that can be told apart."""
    with store.write() as uow:
        save_settings(uow, load_settings(uow.session).changed(collector_name=name), DAY)
        uow.commit()


def collector(store):
    with store.read() as session:
        return load_settings(session).collector_name


@pytest.fixture
def saved(tmp_path, clock):
    """A backup of the store as it was yesterday, and the store as it is today, open."""
    path = tmp_path / "desk.db"
    with create(path, clock, WORDS) as opened:
        rename(opened.store, "Yesterday")
        backup(opened, tmp_path / "desk.backup", OTHER)
        rename(opened.store, "Today")
        yield opened, tmp_path / "desk.backup"


@pytest.fixture
def shell(look, saved, clock):
    opened, _file = saved
    composed, parts = compose(opened, clock, Memory(), None)
    composed.runner.close()
    desk = Desk(InlineRunner(opened.store, composed.events), composed.events, composed.memory, clock, composed.zone)
    desk.theme = look
    made = Shell(desk, Parts(views=VIEWS, key_state=parts.key_state))
    made.start(place=Place("settings", "security"))
    yield made
    made.window.hide()
    made.window.deleteLater()


def page(shell):
    return shell.window.host.current().security.restore


def words(part):
    return part._words.text()


def test_it_says_what_will_happen_before_it_happens(shell, saved):
    part = page(shell)
    assert part.button.isHidden()
    part.choose(str(saved[1]))
    assert "desk.backup, written 30 Oct 2026" in words(part)
    assert "kept beside it as desk.before-restore.db" in words(part)
    assert not part.form.isHidden()
    part.leave()
    assert part.button.isHidden()
    assert collector(saved[0].store) == "Today"


def test_the_window_goes_on_with_the_restored_store_and_the_old_one_is_kept(shell, saved, clock):
    opened, file = saved
    desk = shell._desk
    desk.undo.push(UndoStep("a step of the other store", rename, ("nobody",)))
    first, part = shell.window, page(shell)
    part.choose(str(file))
    part._passphrase.setText(OTHER)
    part.restore()
    assert shell.window is not first
    assert shell.window.host.current().collector._name.text() == "Yesterday"
    assert desk.undo.top() is None, "steps of the other store cannot be taken back in this one"
    rename(opened.store, "Tomorrow")
    assert collector(opened.store) == "Tomorrow", "it is written on"
    opened.close()
    with open_writing(opened.store.path, clock, OTHER) as again:
        assert collector(again.store) == "Tomorrow"
    kept = opened.store.path.with_name("desk.before-restore.db")
    with open_writing(kept, clock, WORDS) as before:
        assert collector(before.store) == "Today"


def wrong_words(file):
    return "the wrong words"


def truncated(file):
    file.write_bytes(file.read_bytes()[:-4000])
    return OTHER


def other_content(file):
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["store.db"] = members["store.db"][:-1] + b"?"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return OTHER


def gone(file):
    file.unlink()
    return OTHER


@pytest.mark.parametrize("spoil", [wrong_words, truncated, other_content, gone])
def test_a_backup_that_cannot_be_restored_changes_nothing(shell, saved, spoil):
    opened, file = saved
    part = page(shell)
    part.choose(str(file))
    before = key_path(opened.store.path).read_bytes()
    part._passphrase.setText(spoil(file))
    part.restore()
    said = part.error._text.text() if not part.error.isHidden() else part.form._notes["passphrase"].text()
    assert said.endswith(".")
    assert collector(opened.store) == "Today"
    assert key_path(opened.store.path).read_bytes() == before
    assert {one.name for one in opened.store.path.parent.glob("*.db")} == {"desk.db"}
    assert part.button.isEnabled(), "it may be tried again"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a workbook", b"no archive at all"])
def test_a_file_that_is_no_backup_is_told_when_it_is_chosen(shell, saved, tmp_path, content):
    (tmp_path / "other.backup").write_bytes(content)
    part = page(shell)
    part.choose(str(tmp_path / "other.backup"))
    assert "not a backup" in part.error._text.text()
    assert part.button.isHidden()


def test_the_passphrase_is_asked_for_before_anything_is_tried(shell, saved):
    part = page(shell)
    part.choose(str(saved[1]))
    part.restore()
    assert "Type the passphrase" in part.form._notes["passphrase"].text()


def test_the_status_bar_and_the_lock_know_how_the_restored_store_opens(shell, saved):
    modes = []
    shell._desk.rekeyed.connect(modes.append)
    part = page(shell)
    part.choose(str(saved[1]))
    part._passphrase.setText(OTHER)
    part.restore()
    assert modes == ["passphrase"]
    assert read_key_file(key_path(saved[0].store.path)).mode is KeyMode.PASSPHRASE
    assert "passphrase" in shell.window.status.texts()[2]


def test_reads_on_another_thread_wait_for_the_exchange(saved, qtbot):
    opened, file = saved
    ready = Future()
    ready.set_result(opened)
    runner = Runner(LateStore(ready), Events())
    seen, done = [], []
    runner.work(room.restore_backup, str(file), OTHER, label="Restoring", on_done=done.append)
    for _turn in range(50):
        runner.read(lambda session: session.scalar(text("select count(*) from setting")), on_done=seen.append)
    qtbot.waitUntil(lambda: len(seen) == 50 and bool(done), timeout=20_000)
    runner.close()
    assert collector(opened.store) == "Yesterday"


def test_the_window_that_is_gone_hears_nothing_any_more(shell, saved, qapp):
    part = page(shell)
    part.choose(str(saved[1]))
    part._passphrase.setText(OTHER)
    part.restore()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    shell._desk.count("today", 3)
    assert any(part.accessibleName() == "Today, 3" for part in shell.window.rail.findChildren(QWidget))
