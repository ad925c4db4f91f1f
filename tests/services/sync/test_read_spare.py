"""Reading processes kept ready: taken by the next file, given back by a small one, replaced if they are gone."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import RefusedError
from app.progress import Cancelled
from app.services.sync.model import QuestionsError
from app.services.sync.reading import read
from app.services.sync.reading.read import look_at, read_file
from app.services.sync.reading.spare import SPARE, Running, Spare
from tests.builders import spreadsheets
from tests.services.sync.test_read_process import OPTIONS, many

pytestmark = pytest.mark.usefixtures("started_anew")


@pytest.fixture
def spare() -> Iterator[Spare]:
    SPARE.drop()
    yield SPARE
    SPARE.drop()


def taken(spare: Spare) -> tuple[int | None, Running]:
    running = spare.take()
    return running.process.pid, running


def rows_of(path: Path) -> int:
    with read_file(path, OPTIONS) as stream:
        return sum(len(chunk.items) for chunk in stream)


def test_small_files_are_read_one_after_another_by_the_process_that_is_ready(tmp_path, spare):
    spare.prepare()
    (waiting,) = spare._waiting
    first, second = many(tmp_path / "first.xlsx", 50), many(tmp_path / "second.xlsx", 60)
    with read_file(first, OPTIONS) as one:
        assert spare._waiting == [waiting], "its rows are here already"
        with read_file(second, OPTIONS) as other:
            assert sum(len(chunk.items) for chunk in one) == 50
            assert sum(len(chunk.items) for chunk in other) == 60
    assert spare._waiting == [waiting]


def test_what_a_file_is_asked_or_refused_for_does_not_cost_the_process(tmp_path, spare):
    spare.prepare()
    (waiting,) = spare._waiting
    asked = spreadsheets.text(tmp_path / "ask.csv", [["Account", "Invoice No", "Due Date", "Open Amount"],
                                                     ["C1", "1", "03/04/2026", "1,234"]])  # fmt: skip
    with pytest.raises(QuestionsError):
        read_file(asked, OPTIONS)
    with pytest.raises(RefusedError):
        read_file(spreadsheets.text(tmp_path / "nothing.csv", [["a", "b"], ["c", "d"]]), OPTIONS)
    assert look_at(asked, OPTIONS).questions
    assert rows_of(many(tmp_path / "many.xlsx", 5)) == 5
    assert spare._waiting == [waiting]


def test_a_process_that_has_read_a_large_file_ends(tmp_path, spare, monkeypatch):
    monkeypatch.setattr(read, "_SMALL", 0)
    spare.prepare()
    (waiting,) = spare._waiting
    assert rows_of(many(tmp_path / "many.xlsx", 50)) == 50
    assert spare._waiting == []
    assert waiting.pipe.closed


def test_a_process_that_is_not_through_with_a_file_reads_no_other(tmp_path, spare, monkeypatch):
    spare.prepare()
    (waiting,) = spare._waiting

    def stop(done, total, label):
        raise Cancelled

    with pytest.raises(Cancelled):
        read_file(many(tmp_path / "many.xlsx", 50), OPTIONS, stop)
    assert waiting.pipe.closed
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    spare.prepare()
    (waiting,) = spare._waiting
    with pytest.raises(RefusedError):  # by the guard, while the reader waits for what it finds
        read_file(spreadsheets.worksheet(tmp_path / "far.xlsx", spreadsheets.inline_rows([["Account"]]) + far), OPTIONS)
    assert waiting.pipe.closed


def test_no_more_wait_than_read_at_a_time(spare):
    running = [spare.take() for _ in range(3)]
    spare.prepare()
    for one in running:
        spare.give(one)
    assert len(spare._waiting) == 2
    assert [one.pipe.closed for one in running] == [False, True, True]
    spare.drop()
    spare.give(running[0])
    assert running[0].pipe.closed, "no file is expected any more"


def test_one_is_ready_however_often_it_is_asked_for(spare):
    spare.prepare()
    (waiting,) = spare._waiting
    spare.prepare()
    assert spare._waiting == [waiting]
    _, running = taken(spare)
    assert running is waiting
    running.end()
    running.end()


def test_one_that_died_waiting_is_replaced(tmp_path, spare):
    spare.prepare()
    (waiting,) = spare._waiting
    os.kill(waiting.process.pid, signal.SIGTERM)
    waiting.process.join()
    with read_file(many(tmp_path / "many.xlsx", 50), OPTIONS) as stream:
        assert stream.count == 50


def test_a_process_that_is_not_wanted_any_more_ends(spare):
    spare.prepare()
    process = spare._waiting[0].process
    spare.drop()
    spare.drop()
    with pytest.raises(ValueError, match="closed"):
        process.is_alive()
