"""Opening several files: what is open is closed whatever comes of the work beside it."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

import pytest

from app.progress import Cancelled, silent
from app.services.sync.model import ReadOptions
from app.services.sync.parts import Part
from app.services.sync.reading.opening import open_parts

PARTS = [Part(Path(name), ReadOptions(day=date(2026, 7, 1))) for name in ("a.csv", "b.csv", "c.csv")]


def test_files_that_are_open_are_closed_where_the_work_beside_them_ends():
    closed = []

    @contextmanager
    def reader(path, options, progress):
        progress(0, 0, "")
        try:
            yield path.name
        finally:
            closed.append(path.name)

    def cancelled():
        raise Cancelled

    with pytest.raises(Cancelled), ExitStack() as stack:
        open_parts(stack, PARTS, reader, silent, cancelled)
    assert closed == ["c.csv", "b.csv", "a.csv"]


def test_the_bar_goes_once_from_file_to_file():
    told = []

    @contextmanager
    def reader(path, options, progress):
        progress(1, 2, path.name)
        progress(2, 2, path.name)
        yield path.name

    with ExitStack() as stack:
        opened = open_parts(stack, PARTS, reader, lambda *step: told.append(step), None)
        assert [stream for _, stream in opened] == ["a.csv", "b.csv", "c.csv"]
    assert sorted(told) == [(16, 100, "a.csv"), (33, 100, "a.csv"), (50, 100, "b.csv"), (66, 100, "b.csv"),
                            (83, 100, "c.csv"), (100, 100, "c.csv")]  # fmt: skip
