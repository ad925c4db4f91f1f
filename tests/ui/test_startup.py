"""The start: a glance through the driver alone, the store behind it, and what happens when it cannot be opened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path

import pytest

from app.clock import FixedClock, SystemClock
from app.driver import SCHEMA
from app.errors import StoreError
from app.i18n import msg
from app.models.migrations import HEAD
from app.services.lock import StoreLock
from app.services.opening import Ahead, LateStore
from app.services.preferences import load_settings, save_settings
from app.services.stores import create, open_reading
from app.services.today import glance
from app.services.today.book import load_today
from app.services.today.glance import FIRST, read_glance
from app.ui.application import Shell, desk_on
from app.ui.frame.memory import Memory
from app.ui.main_window import Parts
from app.ui.run import Opener
from app.ui.tasks import InlineRunner
from app.ui.view import VIEWS, Place
from tests.builders.book import PLANS, ZONE, fill
from tests.builders.ledger import DAY, Ledger

ROOT = Path(__file__).resolve().parent.parent.parent
PASSPHRASE = "start of the day"


@pytest.fixture
def book(tmp_path, clock, monkeypatch):
    """A closed store with a book, as the machine has it in the morning."""
    monkeypatch.setenv("COLLECTIONS_DESK_PASSPHRASE", PASSPHRASE)
    path = tmp_path / "morning.db"
    with create(path, clock, PASSPHRASE) as opened, opened.store.write() as uow:
        fill(uow)
        uow.commit()
    return path


def key_of(path):
    with open_reading(path, SystemClock(), PASSPHRASE) as opened:
        return opened.store.key


def test_the_tables_are_of_the_version_that_the_driver_knows():
    assert SCHEMA == HEAD


def test_the_glance_shows_what_the_ordinary_first_page_shows(book, clock):
    found = read_glance(book, key_of(book), clock)
    with open_reading(book, clock, PASSPHRASE) as opened, opened.store.read() as session:
        page = load_today(session, DAY, ZONE, clock.now(), FIRST)
    assert found.zone == ZONE
    assert found.page.worklist == page.worklist
    assert found.page.people == page.people
    assert found.page.latin == page.latin
    assert found.page.keys == page.keys
    assert found.page.data_date == page.data_date


def test_the_glance_reads_the_policy_that_is_stored(book, clock):
    with create_again(book, clock) as opened, opened.store.write() as uow:
        settings = load_settings(uow.session)
        hours = settings.office_hours | {"JP": ((1200, 1260),)}
        save_settings(uow, settings.changed(office_hours=hours, bucket_bounds=(15, 30, 60, 90)), DAY)
        uow.commit()
    found = read_glance(book, key_of(book), clock)
    assert found.page.keys[1] == "b1_15"
    japanese = [row for row in found.page.worklist.rows if row.country == "JP"]
    assert not any(row.office.open for row in japanese)


def create_again(path, clock):
    from app.services.stores import open_writing

    return open_writing(path, clock, PASSPHRASE)


def test_a_list_of_another_day_is_no_first_page(book, clock):
    tomorrow = FixedClock(clock.moment.replace(day=31))
    found = read_glance(book, key_of(book), tomorrow)
    assert found.zone == ZONE
    assert found.page is None


def test_a_store_of_another_version_is_not_glanced_at(book, clock, monkeypatch):
    monkeypatch.setattr(glance, "SCHEMA", "9999")
    assert read_glance(book, key_of(book), clock) is None


def test_opening_ahead_gives_the_glance_then_the_store(book, clock):
    ahead = Ahead(book, clock)
    begun = ahead.begun.result(timeout=30)
    assert len(begun.glance.page.worklist.rows) == 14
    assert not ahead.store.done(), "the rest waits for the window"
    ahead.window_stands()
    opened = ahead.store.result(timeout=60)
    with LateStore(ahead.store).read() as session:
        assert load_settings(session).collector_code == "C01"
    assert LateStore(ahead.store).path == book
    with pytest.raises(StoreError, match="in use"):
        StoreLock(book)
    opened.close()
    StoreLock(book).release()


@pytest.mark.parametrize("passphrase", ["wrong", None])
def test_without_the_key_there_is_no_glance_and_the_store_says_why(book, clock, monkeypatch, passphrase):
    if passphrase is None:
        monkeypatch.delenv("COLLECTIONS_DESK_PASSPHRASE")
    else:
        monkeypatch.setenv("COLLECTIONS_DESK_PASSPHRASE", passphrase)
    ahead = Ahead(book, clock)
    assert ahead.begun.result(timeout=30) is None
    assert ahead.store.exception(timeout=60).code in {"passphrase_wrong", "passphrase_needed"}
    StoreLock(book).release()


def test_a_store_in_use_is_not_glanced_at(book, clock):
    with StoreLock(book):
        ahead = Ahead(book, clock)
        assert ahead.begun.result(timeout=30) is None
        assert ahead.store.exception(timeout=60).code == "store_in_use"


def test_a_table_that_is_broken_leaves_the_ordinary_way(book, clock):
    with create_again(book, clock) as opened:
        connection = opened.store.engine.raw_connection()
        connection.cursor().execute("ALTER TABLE worklist_row RENAME COLUMN score TO marks")
        connection.close()
    ahead = Ahead(book, clock)
    assert ahead.begun.result(timeout=30) is None
    ahead.store.result(timeout=60).close()


def test_the_first_view_shows_the_glance_before_the_store_answers(look, book, clock, qtbot, monkeypatch):
    found = read_glance(book, key_of(book), clock)
    never: Future = Future()
    desk, parts = desk_on(LateStore(never), clock, Memory(), ZONE, "passphrase")
    desk.glance = found.page
    views = tuple(spec for spec in VIEWS if spec.id == "today")
    monkeypatch.setattr(desk.runner, "read", lambda *_args, **_more: None)
    shell = Shell(desk, Parts(views=views, search=parts.search, entry_of=parts.entry_of))
    qtbot.addWidget(shell.window)
    shell.start()
    view = shell.window.host.current()
    assert len(view.calls.model.shown_rows()) == 14
    assert view._subtitle.text() == "Friday 30 October · 14 to call"
    assert view.filters.chips._chips["tasks"].text() == "Tasks due"
    assert desk.glance is None, "shown once"
    shell.window.activateWindow()
    qtbot.waitUntil(shell.window.isActiveWindow)
    assert shell.window.search.hasFocus()
    never.cancel()


def test_the_whole_day_follows_the_glance(look, book, clock, qtbot):
    with create_again(book, clock) as opened:
        desk, _parts = desk_on(opened.store, clock, Memory(), ZONE, "passphrase")
        desk.runner = InlineRunner(opened.store, desk.events)
        desk.glance = read_glance(book, opened.store.key, clock).page
        shell = Shell(desk, Parts(views=tuple(spec for spec in VIEWS if spec.id == "today")))
        qtbot.addWidget(shell.window)
        shell.start(place=Place("today"))
        view = shell.window.host.current()
        assert view._subtitle.text() == "Friday 30 October · 14 to call · 1 done"
        assert view.strip.calls.accessibleName() == "Calls: 2 of 25"


def test_a_store_that_cannot_be_opened_behind_the_window_ends_it_with_its_status(qapp, qtbot):
    class Failing:
        store: Future = Future()

    said = []
    opener = Opener(qapp, said.append)
    opener.watch(Failing)
    Failing.store.set_exception(StoreError("store_newer", msg("This store is newer.")))
    qtbot.waitUntil(lambda: opener.status == 4)
    assert said[0].code == "store_newer"


def test_the_program_paints_its_rows_before_the_database_layer_is_loaded(tmp_path):
    """The whole way in, as ``main.py`` goes it, in a process of its own."""
    path = tmp_path / "real.db"
    clock = SystemClock()
    with create(path, clock, PASSPHRASE) as opened, opened.store.write() as uow:
        fill(uow, clock.today(ZONE), PLANS[:3])
        uow.commit()
    env = {**os.environ, "COLLECTIONS_DESK_PASSPHRASE": PASSPHRASE, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tools.bench._start", "ours", str(path)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=120)
    told = json.loads(done.stdout.strip().splitlines()[-1])
    assert told["rows"] >= 1
    assert told["search_focused"]
    assert not told["sqlalchemy"]


def test_a_book_without_a_company_has_no_first_page_yet(tmp_path, clock):
    path = tmp_path / "bare.db"
    with create(path, clock, PASSPHRASE) as opened, opened.store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        ledger.item(ledger.account(), 1_00, DAY)
        uow.commit()
    found = read_glance(path, key_of(path), clock)
    assert found.zone is None
    assert found.page is None
