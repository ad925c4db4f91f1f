"""What goes wrong leaves nothing behind: a full disk, a cancel, a refused file among others, a read-only preview."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from app.enums import Scope
from app.errors import RefusedError, StoreError
from app.i18n import msg
from app.models.engine import open_engine
from app.progress import Cancelled
from app.services.sync.model import ReadOptions
from app.services.sync.run import SyncOptions, sync_files
from app.services.unit_of_work import FOLD_PAGES, Store
from tests.builders.rows import DAY, Files, item, sync
from tests.conftest import KEY
from tests.services.sync.test_undo import dump

_HABITS = ("wal_autocheckpoint", "cache_size")
ALL = SyncOptions(ReadOptions(day=DAY, scope=Scope.FULL))
D1, D2 = date(2026, 10, 28), date(2026, 10, 29)


@pytest.fixture
def files(store) -> Files:
    made = Files()
    made.open_items("a", *(item(f"{n}", account=f"{n % 3}") for n in range(30)), as_of=D1)
    made.open_items("b", *(item(f"{n}", account=f"{n % 3}") for n in range(20, 4_000)), as_of=D2)
    sync(store, made, "a")
    store.settle()
    return made


def test_a_full_disk_is_said_in_one_sentence_and_nothing_changes(store, files):
    before = dump(store)
    with store.engine.connect() as connection:
        raw = connection.connection.cursor()
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {pages + 20}")
    with pytest.raises(StoreError) as caught:
        sync(store, files, "b", scope="full")
    assert (caught.value.code, caught.value.exit_status) == ("disk_full", 4)
    assert dump(store) == before


def habits(store) -> list[int]:
    """Return how the connection that is used next keeps the log and the pages."""
    with store.engine.connect() as connection:
        raw = connection.connection.cursor()
        return [raw.execute(f"PRAGMA {name}").fetchone()[0] for name in _HABITS]


def test_after_an_import_the_store_folds_in_its_log_as_before(store, files):
    usual = habits(store)
    assert usual[0] == FOLD_PAGES
    with store.engine.connect() as connection:
        raw = connection.connection.cursor()
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {pages + 20}")
    with pytest.raises(StoreError):
        sync(store, files, "b", scope="full")
    store.settle()
    assert habits(store) == usual
    with store.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA max_page_count = 1000000")
    sync(store, files, "b", scope="full")
    store.settle()
    assert habits(store) == usual


@pytest.mark.parametrize("at", [88, 98])
def test_a_cancel_leaves_nothing(store, files, at):
    before = dump(store)

    def progress(done: int, total: int, label: str) -> None:
        if done == at:
            raise Cancelled

    with pytest.raises(Cancelled):
        sync_files(store, [Path("b")], ALL, progress, reader=files.reader)
    assert dump(store) == before


def test_a_refused_file_refuses_the_whole_import_and_closes_the_others(store, files):
    closed = []

    @contextmanager
    def reader(path: Path, options: ReadOptions, progress) -> Iterator:
        if path.name == "bad":
            raise RefusedError("file_missing", msg("There is no file {name}.", name=path.name))
        try:
            yield files.made[path.name]
        finally:
            closed.append(path.name)

    before = dump(store)
    with pytest.raises(RefusedError):
        sync_files(store, [Path("b"), Path("bad")], ALL, reader=reader)
    assert (dump(store), closed) == (before, ["b"])


def test_a_reader_that_dies_in_the_middle_leaves_nothing(store, files):
    made = files.made["b"]

    class Dying:
        table = made.table

        def __iter__(self):
            for at, chunk in enumerate(made):
                if at == 900:
                    raise RefusedError("reader_stopped", msg("The file could not be read."))
                yield chunk

    @contextmanager
    def reader(path: Path, options: ReadOptions, progress) -> Iterator:
        yield Dying()

    before = dump(store)
    with pytest.raises(RefusedError):
        sync_files(store, [Path("b")], ALL, reader=reader)
    assert dump(store) == before


def test_a_preview_needs_no_right_to_write(store, files, store_path, clock):
    reading = Store(open_engine(store_path, KEY, read_only=True), clock, store_path, KEY)
    try:
        run = sync(reading, files, "b", scope="full", dry_run=True).runs[0]
    finally:
        reading.close()
    assert (run.counts.new, run.counts.closed) == (3_970, 20)


def test_a_refusal_half_way_leaves_nobody_reading(store):
    made = Files()
    for name, day in (("a", D1), ("b", D2)):
        made.open_items(name, *(item(f"{n}") for n in range(60)), as_of=day, as_of_from="stated")
    with pytest.raises(RefusedError) as caught:
        sync(store, made, "a", "b")
    assert caught.value.code == "several_days"
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("sync-ahead")]
