"""Containers with bytes changed, cut or doubled: one sentence or the right rows, never a crash."""

from __future__ import annotations

import contextlib
import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import AppError, RefusedError
from app.services.sync.files import guard
from app.services.sync.files.grid import DamagedError, PasswordError
from app.services.sync.files.opening import open_book
from app.services.sync.files.pages.html import open_html
from app.services.sync.files.text import open_text
from app.services.sync.model import QuestionsError, ReadOptions
from app.services.sync.reading.read import read_file
from tests.builders import exports
from tests.services.sync.test_containers import TEXTS, TYPED, cells, trimmed

WRITERS = {**TYPED, **TEXTS}
ROWS = exports.plain_english()
#: Archives carry checksums: what is not refused holds what was written.
CHECKED = {"xlsx", "xlsb", "ods"}
#: Read without calamine, which may end its process.
OURS = ["fods", "spreadsheetml", "html", "csv", "utf-16 tabs"]


def harm(path, seed):
    """Change, cut out or repeat some bytes."""
    rng = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(rng.randint(1, 6)):
        at, length = rng.randrange(len(data)), rng.randint(1, 40)
        what = rng.randrange(4)
        if what == 0:
            data[at] = rng.randrange(256)
        elif what == 1:
            del data[at : at + length]
        elif what == 2:
            data[at:at] = data[at : at + length]
        else:
            del data[max(at, 200) :]
        if not data:
            data = bytearray(b"\x00")
    path.write_bytes(bytes(data))
    return path


@pytest.mark.parametrize("container", WRITERS)
@given(seed=st.integers(0, 10**6))
def test_the_guard_looks_at_anything_without_a_crash(tmp_path_factory, container, seed):
    path = harm(WRITERS[container](tmp_path_factory.mktemp("fuzz"), ROWS), seed)
    with contextlib.suppress(RefusedError):  # anything else is a defect
        guard.examine(guard.open_file(path), lambda done, total, label: None, "")


@pytest.mark.parametrize("container", OURS)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=60)
def test_our_own_readers_read_or_refuse_anything(tmp_path_factory, container, seed):
    path = harm(WRITERS[container](tmp_path_factory.mktemp("fuzz"), ROWS), seed)
    with contextlib.suppress(AppError, DamagedError, PasswordError):
        found = guard.open_file(path)
        book = open_book(path, found.container, {})
        for name in book.names:
            cells(book, name)


@pytest.mark.parametrize("container", [name for name in TYPED if name != "xlsx"])
@pytest.mark.parametrize("seed", range(6))
def test_the_process_reads_or_refuses_anything(tmp_path, container, seed):
    path = harm(TYPED[container](tmp_path, ROWS), seed)
    rows = None
    options = ReadOptions(date(2026, 7, 1), date_order="dmy", decimal="point")
    with contextlib.suppress(RefusedError, QuestionsError), read_file(path, options) as stream:
        rows = [row for chunk in stream for row in chunk.items]
    if container in CHECKED and rows is not None:
        assert [row.number for row in rows] == [row[2] for row in trimmed(ROWS)[1:]]


@pytest.mark.parametrize(
    "content",
    [
        "<table><tr><td>a</td></tr></table>" + "<!--" * 200_000,
        "<table><tr><td>a</td></tr></table>" + "<a" * 400_000,
        "<table><tr><td>a</td></tr></table>" + "<a b='" * 200_000,
        "<table>" + "<tr><td rowspan=65534 colspan=1000>a" * 60 + "</table>",
        "<table>" * 2_000 + "<tr><td>x" + "</table>" * 2_000,
    ],
    ids=["comments", "tags", "quotes", "spans", "nests"],
)
def test_pages_that_are_traps_take_no_time(content):
    with contextlib.suppress(DamagedError):
        open_html(content.encode())


@pytest.mark.parametrize(
    "line", ["-" * 200_000 + "x", "|" * 200_000, '"' * 200_001, '="' * 100_000, ",;\t|" * 50_000], ids=str.__len__
)
def test_texts_that_are_traps_take_no_time(line):
    book = open_text(f"Account,Invoice No\r\n---\r\n{line}\r\nC1,7\r\n".encode())
    assert book.load("").height >= 1
