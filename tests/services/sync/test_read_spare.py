"""The reading process that is kept ready: one at most, taken by the next file, replaced if it is gone."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from app.services.sync.reading.read import read_file
from app.services.sync.reading.spare import SPARE, Running, Spare
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


def test_the_next_file_is_read_by_the_process_that_is_ready(tmp_path, spare):
    spare.prepare()
    with read_file(many(tmp_path / "many.xlsx", 50), OPTIONS) as stream:
        assert sum(len(chunk.items) for chunk in stream) == 50
    # It was used up: what is taken now is new, and there is no second one.
    first, one = taken(spare)
    second, two = taken(spare)
    assert first != second
    one.end()
    two.end()


def test_one_is_ready_however_often_it_is_asked_for(spare):
    spare.prepare()
    waiting = spare._waiting
    spare.prepare()
    assert spare._waiting is waiting
    _, running = taken(spare)
    assert running is waiting
    running.end()
    running.end()


def test_one_that_died_waiting_is_replaced(tmp_path, spare):
    spare.prepare()
    waiting = spare._waiting
    os.kill(waiting.process.pid, signal.SIGTERM)
    waiting.process.join()
    with read_file(many(tmp_path / "many.xlsx", 50), OPTIONS) as stream:
        assert stream.count == 50


def test_a_process_that_is_not_wanted_any_more_ends(spare):
    spare.prepare()
    process = spare._waiting.process
    spare.drop()
    spare.drop()
    with pytest.raises(ValueError, match="closed"):
        process.is_alive()
