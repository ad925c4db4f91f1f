"""While the store is written, with the threads of the program: nothing is read, answered, or lost on the way."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.models import Item
from app.services.sync import desk as room
from app.ui.events import Events
from app.ui.frame.memory import Memory
from app.ui.sync import past
from app.ui.sync.pages import FILES, HISTORY
from app.ui.tasks import Runner
from app.ui.view import Desk

ROWS = [f"C{at % 3},Northern {at % 3},N-{at},2026-09-01,2026-10-01,5.00,USD" for at in range(4)]
OTHER = [row.replace("N-", "M-") for row in ROWS]
HEAD = "Customer_ID,Customer_Name,Invoice_Number,Invoice_Date,Due_Date,Open_Balance"
#: Milliseconds that reading a file may take on a machine with much else to do.
LONG = 30_000


@pytest.fixture
def desk(look, store, clock):
    events = Events()
    made = Desk(Runner(store, events), events, Memory(), clock, "Asia/Tokyo")
    made.theme = look
    yield made
    made.runner.close()


@pytest.fixture
def held(monkeypatch):
    """Applying and taking back stand still in the middle of their work until this is set."""
    go = threading.Event()
    for name in ("apply", "take_back"):
        monkeypatch.setattr(room, name, _waiting(getattr(room, name), go))
    yield go
    go.set()


def _waiting(done, go):
    def wait(*args, **named):
        go.wait(LONG / 1000)
        named.pop("progress")  # past the last point at which it could be cancelled
        return done(*args, **named)

    return wait


@pytest.fixture
def previewed(view, qtbot, write):
    """A preview of one file."""
    view.take([write("open.csv", ROWS)])
    qtbot.waitUntil(lambda: view.session.ready, timeout=LONG)
    return view


def items(store) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(Item)) or 0


def on(view, *actions) -> set[str]:
    return {name for name in actions if view.desk.actions.action(name).isEnabled()}


PUSHES = {
    "look": lambda session: session.look_again(),
    "answer": lambda session: session.answer([("", "--scope", "partial")]),
    "columns": lambda session: session.read_with(session.paths[0], None),
    "leave out": lambda session: session.leave_out(session.paths[0]),
    "insist": lambda session: session.insist(),
    "take": lambda session: session.take(["other.csv"]),
    "take back": lambda session: session.take_back(),
    "day": lambda session: session._desk.look_at(date(2026, 11, 20)),
}


@pytest.mark.parametrize("push", PUSHES)
def test_what_is_being_applied_is_heard_of_whatever_is_clicked(previewed, held, qtbot, store, push):
    session, heard = previewed.session, []
    session.applied.connect(heard.append)
    previewed.desk.actions.trigger("sync.apply")
    before = (session.paths, session.answers)
    PUSHES[push](session)
    assert (session.paths, session.answers) == before
    held.set()
    qtbot.waitUntil(lambda: bool(heard), timeout=LONG)
    assert items(store) == len(ROWS)
    assert not session.busy


def test_nothing_is_offered_that_would_have_to_wait(previewed, held, qtbot, write):
    everything = ("sync.apply", "sync.columns", "sync.keep", "sync.again", "sync.undo")
    previewed.desk.actions.trigger("sync.apply")
    assert on(previewed, *everything) == set()
    assert not previewed.side.file.isEnabled()
    previewed._open_columns()
    assert not previewed._mapping()
    held.set()
    qtbot.waitUntil(lambda: previewed.pages.place == HISTORY and previewed.past.can_undo, timeout=LONG)
    assert on(previewed, *everything) == {"sync.again", "sync.undo"}
    previewed.take([write("other.csv", [*ROWS, *OTHER])])
    qtbot.waitUntil(lambda: previewed.session.ready, timeout=LONG)
    assert previewed.side.file.isEnabled()


def test_what_is_open_when_a_sync_is_taken_back_is_of_another_store_then(previewed, held, qtbot, write, monkeypatch):
    held.set()
    previewed.desk.actions.trigger("sync.apply")
    qtbot.waitUntil(lambda: previewed.past.can_undo, timeout=LONG)
    previewed.take([write("none.csv", [row.removesuffix(",USD") for row in OTHER], HEAD)])
    qtbot.waitUntil(previewed.side.asking, timeout=LONG)
    held.clear()
    monkeypatch.setattr(past, "confirm_loss", lambda *_args: True)
    previewed.desk.actions.trigger("sync.undo")
    assert not previewed.side.asking()
    held.set()
    qtbot.waitUntil(lambda: not previewed.session.busy and not previewed.past.can_undo, timeout=LONG)
    assert [run.report.state for run in previewed.pages.past.model.all_rows()] == ["undone"]


def test_another_day_is_looked_at_and_the_files_are_read_for_it(previewed, qtbot, store):
    view = previewed
    view.desk.look_at(date(2026, 11, 20))
    qtbot.waitUntil(lambda: view.session.ready and _days(view, FILES) == [date(2026, 11, 20)], timeout=LONG)
    view.desk.actions.trigger("sync.apply")
    qtbot.waitUntil(lambda: view.pages.past.model.rowCount() == 1, timeout=LONG)
    assert [run.report.as_of for run in view.pages.past.model.all_rows()] == [date(2026, 11, 20)]


def test_what_is_applied_stands_for_the_day_that_was_previewed(previewed, qtbot, store, clock):
    shown = _days(previewed, FILES)
    clock.moment += timedelta(days=1)  # midnight, and nobody has looked yet
    previewed.desk.actions.trigger("sync.apply")
    qtbot.waitUntil(lambda: previewed.pages.past.model.rowCount() == 1, timeout=LONG)
    assert [run.report.as_of for run in previewed.pages.past.model.all_rows()] == shown


def _days(view, place):
    return [row.as_of for row in view.pages.lists[place].model.all_rows()]


def test_after_a_defect_the_room_takes_the_next_files(previewed, qtbot, write, store, monkeypatch):
    def fail(*_args, **_named):
        raise ZeroDivisionError

    view, real, defects = previewed, room.apply, []
    view.desk.runner.defect.connect(defects.append)
    monkeypatch.setattr(room, "apply", fail)
    view.desk.actions.trigger("sync.apply")
    qtbot.waitUntil(lambda: bool(defects), timeout=LONG)
    assert view._subtitle.text() == "Nothing was changed"
    assert view.pages.files.empty.title() == "No files yet"
    monkeypatch.setattr(room, "apply", real)
    view.take([write("other.csv", OTHER)])
    qtbot.waitUntil(lambda: view.session.ready, timeout=LONG)
    assert [row.file for row in view.pages.files.model.all_rows()] == ["other.csv"]
    view.desk.actions.trigger("sync.apply")
    qtbot.waitUntil(lambda: view.pages.past.model.rowCount() == 1, timeout=LONG)
    assert items(store) == len(OTHER)
