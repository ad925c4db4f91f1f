"""The watched folder: off by default, offers each new file once, and never reads or applies by itself."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from app.errors import RefusedError
from app.services.sync import watch as into
from app.services.sync.desk import gather
from app.ui.application import Shell
from app.ui.errors import sentence
from app.ui.events import Events
from app.ui.frame.memory import Memory
from app.ui.main_window import Parts
from app.ui.sync.pages import FILES
from app.ui.sync.watch import FolderWatch, WatchSetting, watch_of
from app.ui.tasks import Runner
from app.ui.view import Desk, Place
from tests.ui.gallery import VIEWS, facts
from tests.ui.sync.test_refusals import press


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "exports"
    made.mkdir()
    return made


def arrive(folder, name, text="Account,Invoice No,Due Date,Currency,Open Amount\n1,A,2026-09-01,EUR,5.00\n"):
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


@pytest.fixture
def watch(desk, folder):
    arrive(folder, "old.csv")
    made = watch_of(desk)
    made.set(WatchSetting(on=True, folder=str(folder)))
    return made


def test_nothing_is_watched_until_somebody_says_so(desk, folder):
    arrive(folder, "open.csv")
    watch = watch_of(desk)
    watch.look()
    assert watch.setting == WatchSetting()
    assert watch.waiting() == []


def test_a_new_file_is_offered_when_it_is_no_longer_written_to(watch, folder):
    watch.look()
    assert watch.waiting() == [], "what lay there when the folder was named is known"
    path = arrive(folder, "open.csv")
    watch.look()
    assert watch.waiting() == [], "it may still be written to"
    watch.look()
    assert watch.waiting() == [path]


def test_an_answered_offer_does_not_come_back_but_a_file_written_anew_does(watch, folder):
    arrive(folder, "open.csv")
    for _look in range(2):
        watch.look()
    watch.answer()
    watch.look()
    assert watch.waiting() == []
    path = arrive(folder, "open.csv", "Account,Invoice No\n")
    for _look in range(2):
        watch.look()
    assert watch.waiting() == [path]


def test_an_offer_stands_until_it_is_answered_over_the_end_of_the_program(watch, desk, folder):
    path = arrive(folder, "open.csv")
    for _look in range(2):
        watch.look()
    again = FolderWatch(desk)
    for _look in range(2):
        again.look()
    assert again.waiting() == [path]


def test_only_names_that_fit_are_offered(watch, desk, folder):
    watch.set(WatchSetting(on=True, folder=str(folder), pattern="open*"))
    path = arrive(folder, "open-2.csv")
    arrive(folder, "notes.csv")
    for _look in range(2):
        watch.look()
    assert watch.waiting() == [path]


def test_what_is_remembered_names_no_file(watch, desk, folder):
    arrive(folder, "Northern Steel.csv")
    for _look in range(2):
        watch.look()
    watch.answer()
    assert "Northern" not in str(desk.memory.get("sync/watch/known"))


def test_the_view_offers_and_previews_only_when_asked(view, folder):
    view.side.show_watch()
    panel = view.side.watch
    panel.on.setChecked(True)
    panel.folder.setText(str(folder / "nowhere"))
    panel.save()
    assert panel.isVisible()
    panel.folder.setText(str(folder))
    panel.save()
    assert not panel.isVisible()
    for name in ("a.csv", "b.csv"):
        arrive(folder, name)
    watch = view.desk.watch
    for _look in range(2):
        watch.look()
    assert view.offer.text() == "2 new files in the watched folder: a.csv, b.csv"
    assert view.pages.files.model.all_rows() == []
    view.offer.look()
    assert [run.file for run in view.pages.files.model.all_rows()] == ["a.csv", "b.csv"]
    assert view.pages.place == FILES
    assert not view.offer.isVisible()


def test_an_offer_that_is_closed_is_answered(view, folder):
    view.desk.watch.set(WatchSetting(on=True, folder=str(folder)))
    arrive(folder, "a.csv")
    for _look in range(2):
        view.desk.watch.look()
    view.offer.banner.dismiss()
    view.desk.watch.look()
    assert view.offer.text() == ""


def test_a_folder_that_is_away_for_a_while_is_told_and_what_lay_in_it_stays_known(watch, folder):
    for name in ("older.csv", "oldest.csv"):
        arrive(folder, name)
    for _look in range(2):
        watch.look()
    watch.answer()
    told = []
    watch.offered.connect(lambda: told.append(watch.trouble))
    away = folder.rename(folder.with_name("away"))
    for _look in range(3):
        watch.look()
    assert [error.code for error in told] == ["folder_unreadable"], "once"
    assert str(folder) in sentence(told[0])
    away.rename(folder)
    path = arrive(folder, "new.csv")
    watch.look()
    assert told[-1] is None
    watch.look()
    assert watch.waiting() == [path]


def test_a_drive_that_is_not_mounted_makes_nothing_new(watch, folder, tmp_path):
    kept = [file.rename(tmp_path / file.name) for file in folder.iterdir()]
    watch.look()
    for file in kept:
        file.rename(folder / file.name)
    for _look in range(2):
        watch.look()
    assert watch.waiting() == []


def test_names_are_compared_as_people_do(watch, folder):
    watch.set(WatchSetting(on=True, folder=str(folder), pattern="Open-?.csv"))
    path = arrive(folder, "OPEN-2.CSV")
    for name in ("open.csv", "open-22.csv", "reopen-2.csv"):
        arrive(folder, name)
    for _look in range(2):
        watch.look()
    assert watch.waiting() == [path]


@pytest.mark.parametrize("name", ["x" * 5000, "nul\0in it"])
def test_a_folder_that_cannot_be_is_refused_like_one_that_is_away(name, folder):
    with pytest.raises(RefusedError) as caught:
        into.look_into(None, str(folder / name), "*")
    assert caught.value.code == "folder_unreadable"
    assert gather(None, [str(folder / name)]) == (str(folder / name),), "taken for a file, which is refused as one"


def test_a_pattern_is_of_names_alone(view, folder):
    view.side.show_watch()
    panel = view.side.watch
    panel.on.setChecked(True)
    panel.folder.setText(str(folder))
    panel.pattern.setText("/open*")
    panel.save()
    assert panel.isVisible()
    panel.pattern.setText("open*")
    panel.save()
    assert watch_of(view.desk).setting.pattern == "open*"


# ------------------------------------------------------------------------------------------------ with real threads


@pytest.fixture
def slow(look, store, clock, monkeypatch):
    """A desk whose looks into folders end when the event is set, and how often one began."""
    events, go, begun = Events(), threading.Event(), []
    made = Desk(Runner(store, events), events, Memory(), clock, "Asia/Tokyo")
    real = into.look_into

    def wait(*args, **named):
        if threading.current_thread() is threading.main_thread():
            return real(*args, **named)  # the watch of another test, whose timer goes on
        begun.append(args[1])
        found = real(*args, **named)
        go.wait(30)
        return found

    monkeypatch.setattr(into, "look_into", wait)
    yield made, go, begun
    go.set()
    made.runner.close()


def test_a_share_that_does_not_answer_holds_up_nothing(slow, folder, qtbot):
    desk, go, begun = slow
    watch = watch_of(desk)
    watch.set(WatchSetting(on=True, folder=str(folder)))
    qtbot.waitUntil(lambda: len(begun) == 1)
    for _minute in range(5):
        watch.look()
    done = []
    desk.runner.work(lambda _store, progress: "read", label="", on_done=done.append)
    qtbot.waitUntil(lambda: done == ["read"])
    assert len(begun) == 1
    go.set()
    qtbot.waitUntil(lambda: len(begun) == 2, timeout=10_000)  # what arrived meanwhile is looked for


def test_what_is_found_in_the_folder_before_says_nothing_of_the_one_now(slow, folder, tmp_path, qtbot):
    desk, go, begun = slow
    arrive(folder, "a.csv")
    other = tmp_path / "other"
    other.mkdir()
    arrive(other, "old.csv")
    watch = watch_of(desk)
    watch.set(WatchSetting(on=True, folder=str(folder)))
    qtbot.waitUntil(lambda: len(begun) == 1)
    watch.set(WatchSetting(on=True, folder=str(other)))
    go.set()
    qtbot.waitUntil(lambda: desk.memory.get("sync/watch/known") is not None)
    for _look in range(2):
        watch.look()
        qtbot.waitUntil(lambda: not desk.runner.busy())
    assert watch.waiting() == []


def test_what_arrives_is_told_in_every_room(desk, folder, told, qtbot):
    counted = []
    desk.counted.connect(lambda view, number, hot: counted.append((view, number)))
    shell = Shell(desk, Parts(views=VIEWS, facts=facts))
    qtbot.addWidget(shell.window)
    shell.window.open(Place("today"))
    watch = watch_of(desk)
    watch.set(WatchSetting(on=True, folder=str(folder)))
    arrive(folder, "a.csv")
    for _look in range(2):
        watch.look()
    assert told[-1] == "1 new file in the watched folder"
    assert counted[-1] == ("sync", 1)


def test_an_empty_file_is_not_there_yet(watch, folder):
    arrive(folder, "open.csv", "")
    for _look in range(3):
        watch.look()
    assert watch.waiting() == []
    path = arrive(folder, "open.csv")
    for _look in range(2):
        watch.look()
    assert watch.waiting() == [path]


def test_a_file_that_grows_is_offered_when_it_rests(watch, folder):
    text = "Account,Invoice No,Due Date,Currency,Open Amount\n"
    for n in range(4):
        text += f"1,A{n},2026-09-01,EUR,5.00\n"
        path = arrive(folder, "open.csv", text)
        watch.look()
        assert watch.waiting() == []
    watch.look()
    assert watch.waiting() == [path]


@pytest.mark.parametrize("name", ["~$open.xlsx", ".~lock.open.ods#", ".open.csv", "open.csv.part", "open.crdownload"])
def test_what_programs_leave_beside_a_file_is_not_offered(watch, folder, name):
    arrive(folder, name)
    for _look in range(2):
        watch.look()
    assert watch.waiting() == []


def test_an_offered_file_that_goes_away_is_no_longer_offered(watch, folder):
    path = arrive(folder, "open.csv")
    for _look in range(2):
        watch.look()
    assert watch.waiting() == [path]
    (folder / "open.csv").unlink()
    watch.look()
    assert watch.waiting() == []


@pytest.mark.parametrize("spoilt", ["removed", "damaged", "empty"])
def test_of_several_offered_files_a_bad_one_does_not_keep_the_others_back(view, folder, spoilt):
    view.desk.watch.set(WatchSetting(on=True, folder=str(folder)))
    for name in ("a.csv", "b.csv"):
        arrive(folder, name)
    for _look in range(2):
        view.desk.watch.look()
    if spoilt == "removed":
        (folder / "a.csv").unlink()
    else:
        (folder / "a.csv").write_bytes(b"" if spoilt == "empty" else b"PK\x03\x04 and no workbook")
    view.offer.look()
    assert "a.csv" in view.refused.text()
    press(view, "Go on without it")
    assert [run.file for run in view.pages.files.model.all_rows()] == ["b.csv"]


def test_esc_leaves_the_panel_of_the_folder_as_it_was(view, folder, qtbot):
    view.side.show_watch()
    panel = view.side.watch
    panel.folder.setText(str(folder))
    qtbot.keyClick(panel.folder, Qt.Key.Key_Escape)
    assert view.side.currentWidget() is not panel or not view.side.isVisible()
    assert watch_of(view.desk).setting.folder == ""
