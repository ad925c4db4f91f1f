"""What a sync leaves behind in memory: nothing of its plan, without the help of the collector of circles."""

from __future__ import annotations

import gc
import weakref
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app import garbage
from app.i18n import msg
from app.services.sync import run
from app.services.sync.answers import SeveralSheetsError
from app.services.sync.model import Question, QuestionsError, ReadOptions
from app.services.sync.planning.batch import Batch
from app.services.sync.run import SyncOptions, sync_files
from tests.builders.rows import Files, MadeFile, closed, item, receipt, sync

D1, D2 = date(2026, 10, 27), date(2026, 10, 28)


@pytest.fixture
def batches(monkeypatch):
    """Every batch that was planned and is still there; the collector is off."""
    found = []

    class Watched(Batch):
        def __init__(self, *values):
            super().__init__(*values)
            found.append(weakref.ref(self))

    monkeypatch.setattr(run, "Batch", Watched)
    gc.disable()
    yield lambda: [one for one in found if one() is not None]
    gc.enable()


@pytest.fixture
def files(store) -> Files:
    files = Files()
    others = [item(f"B{n}", account=str(1100 + n)) for n in range(6)]
    files.open_items("a", item("A1"), item("A2"), *others, as_of=D1)
    files.open_items("b", item("A2", 60_00), item("N1"), *others, as_of=D2)
    files.open_items("c", item("A2"), as_of=D2)
    files.open_items("companies", *(row._replace(company="10") for row in files.made["b"].rows), as_of=D2)
    files.closed_items("cleared", closed("A1", closed_on=D2))
    files.receipts("cash", receipt("R-1", 40_00, invoices=("A2",)))
    return files


def test_a_preview_leaves_nothing_of_its_plan(store, files, batches):
    sync(store, files, "a", day=D1)
    for names in (("a",), ("b",), ("b", "cash", "cleared"), ("companies",)):
        assert sync(store, files, *names, dry_run=True, day=D2).runs
        assert batches() == []


def test_neither_does_one_with_questions_or_a_refusal(store, files, batches):
    sync(store, files, "a", day=D1)
    assert sync(store, files, "c", dry_run=True, day=D2).questions
    assert batches() == []
    with pytest.raises(QuestionsError):
        sync(store, files, "c", day=D2)
    assert batches() == []


def test_nor_one_whose_reader_asks(store, files, batches):
    @contextmanager
    def reader(path, options, progress):
        raise QuestionsError(path.name, (Question("--decimal", "H", msg("Which is it?"), ("point", "comma")),))
        yield

    read = SyncOptions(ReadOptions(day=D2))
    assert sync_files(store, [Path("a")], read, dry_run=True, reader=reader).questions
    assert batches() == []


def test_what_is_written_leaves_nothing_either(store, files, batches):
    sync(store, files, "a", day=D1)
    sync(store, files, "b", "cash", "cleared", day=D2, scope="full")
    assert batches() == []


class Circle:
    """Two of them hold each other."""

    def __init__(self):
        self.other = self


def test_what_was_kept_out_of_the_way_and_is_garbage_now_is_found_when_somebody_tidies():
    with garbage.paused(keeps=True):
        circle = Circle()
    there = weakref.ref(circle)
    del circle
    gc.collect()
    assert there() is not None
    garbage.tidy()
    assert there() is None
    gc.unfreeze()


def test_a_file_that_turns_out_as_several_sheets_is_opened_anew_alone(store, files):
    opened = []

    @contextmanager
    def reader(path, options, progress):
        if path.name == "cash" and options.sheet is None:
            raise SeveralSheetsError(("S1", "S2"), ())
        opened.append((path.name, options.sheet))
        made = files.made[path.name]
        yield MadeFile(replace(made.table, sheet=options.sheet or "S"), made.rows, made.accounts)

    paths = [Path("b"), Path("cash")]
    result = sync_files(store, paths, SyncOptions(ReadOptions(day=D2)), dry_run=True, reader=reader)
    assert opened == [("b", None), ("cash", "S1"), ("cash", "S2")]
    assert [(run.file, run.sheet) for run in result.runs] == [("b", "S"), ("cash", "S1"), ("cash", "S2")]
