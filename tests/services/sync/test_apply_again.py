"""The same content in other bytes, through the real reader: known without a cell or a row, and never wrongly."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from app.enums import Scope
from app.errors import RefusedError
from app.services.sync.model import ReadOptions
from app.services.sync.planning.batch import Batch, Choices
from app.services.sync.planning.stored import Stored
from app.services.sync.reading.read import TableStream
from app.services.sync.run import SyncOptions, sync_files
from tests.builders.rows import item_rows

DAY = date(2026, 10, 30)
OPTIONS = SyncOptions(ReadOptions(day=DAY))


def workbook(
    path: Path, count: int = 12, author: str = "Lee", as_of: str = "As of 2026-10-29", width: int = 0, first: int = 0
) -> Path:
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"author": author})
    sheet = book.add_worksheet("Open items")
    if width:
        sheet.set_column(0, 5, width)
    sheet.write(0, 0, as_of)
    sheet.write_row(2, 0, ["Customer Number", "Customer Name", "Invoice Number", "Due Date", "Currency", "Open Amount"])
    for n in range(first, count):
        row = [f"10{n % 4}", f"Name {n % 4}", f"INV-{n}", "2026-09-15", "USD", 100 + n]
        sheet.write_row(3 + n - first, 0, row)
    book.close()
    return path


def unreadable(path, options, progress):
    raise AssertionError("no cell need be read")


def run(store, *paths: Path, options: SyncOptions = OPTIONS, **values):
    return sync_files(store, list(paths), options, **values)


@pytest.fixture
def synced(store, tmp_path):
    first = run(store, workbook(tmp_path / "a.xlsx"))
    assert (first.runs[0].counts.new, first.data_date) == (12, date(2026, 10, 29))
    return store


def test_a_workbook_saved_again_is_known_by_its_parts(synced, tmp_path):
    before = item_rows(synced)
    copy = workbook(tmp_path / "b.xlsx", author="Somebody else")
    assert copy.read_bytes() != (tmp_path / "a.xlsx").read_bytes()
    known = run(synced, copy, reader=unreadable)
    read = run(synced, copy, dry_run=True)
    assert (known.applied, known.runs[0].state, item_rows(synced)) == (False, "unchanged", before)
    known_document, read_document = known.runs[0].document(), read.runs[0].document()
    assert known_document.pop("scope_why") != ""
    read_document.pop("scope_why")
    assert known_document == read_document


@pytest.fixture
def nothing_compared(monkeypatch):
    def compared(*_):
        raise AssertionError("no row need be compared")

    monkeypatch.setattr(Batch, "feed", compared)


def test_the_same_cells_in_other_parts_are_known_when_they_are_read(synced, tmp_path, monkeypatch, nothing_compared):
    before = item_rows(synced)
    known = run(synced, workbook(tmp_path / "b.xlsx", width=20))
    assert (known.applied, known.runs[0].state, item_rows(synced)) == (False, "unchanged", before)
    monkeypatch.undo()
    known_document, read_document = (
        one.runs[0].document() for one in (known, run(synced, tmp_path / "b.xlsx", dry_run=True))
    )
    assert known_document.pop("scope_why") != ""
    read_document.pop("scope_why")
    assert known_document == read_document


@pytest.fixture
def nothing_judged(monkeypatch):
    """The program takes no table from the process that reads: what judging it came to."""

    def taken(*_):
        raise AssertionError("no table need be judged")

    monkeypatch.setattr(TableStream, "__init__", taken)


def test_the_same_cells_of_a_file_given_alone_are_not_judged(synced, tmp_path, nothing_judged):
    before = item_rows(synced)
    known = run(synced, workbook(tmp_path / "b.xlsx", width=20))
    assert (known.applied, known.runs[0].state, known.runs[0].counts.unchanged) == (False, "unchanged", 12)
    assert (known.runs[0].as_of, item_rows(synced)) == (date(2026, 10, 29), before)


@pytest.mark.parametrize(
    "read", [{"day": date(2026, 10, 31)}, {"as_of": date(2026, 10, 31)}, {"as_of": date(2026, 10, 31), "day": DAY}]
)
def test_the_same_cells_for_another_day_are_judged(store, tmp_path, request, read):
    """Where the file itself does not say its day, the same rows prove that they are open a day later."""
    assert run(store, workbook(tmp_path / "a.xlsx", as_of="Open items")).runs[0].as_of_from == "day"
    request.getfixturevalue("nothing_compared")
    later = replace(OPTIONS, read=replace(OPTIONS.read, **read))
    with pytest.raises(AssertionError):
        run(store, workbook(tmp_path / "b.xlsx", as_of="Open items", width=20), options=later)


def test_the_control_total_is_compared_with_the_same_cells_too(synced, tmp_path, nothing_judged):
    with pytest.raises(RefusedError) as caught:
        run(synced, workbook(tmp_path / "b.xlsx", width=20), options=replace(OPTIONS, control_totals={"USD": 1}))
    assert caught.value.code == "control_total_differs"


@pytest.mark.parametrize("values", [{"count": 13}, {"as_of": "As of 2026-10-30"}])
def test_other_cells_are_compared(synced, tmp_path, nothing_compared, values):
    with pytest.raises(AssertionError):
        run(synced, workbook(tmp_path / "b.xlsx", width=20, **values))


@pytest.mark.parametrize("options", [{"scope": Scope.PARTIAL}, {"decimal": "point"}])
def test_the_same_cells_under_another_answer_are_compared(synced, tmp_path, nothing_compared, options):
    asked = replace(OPTIONS, read=replace(OPTIONS.read, **options))
    with pytest.raises(AssertionError):
        run(synced, workbook(tmp_path / "b.xlsx", width=20), options=asked)


def test_the_same_cells_after_another_sync_are_compared(synced, tmp_path):
    run(synced, workbook(tmp_path / "b.xlsx", count=13))
    assert run(synced, workbook(tmp_path / "c.xlsx", width=20)).runs[0].counts.closed == 1


def test_one_other_cell_is_read(synced, tmp_path):
    assert run(synced, workbook(tmp_path / "b.xlsx", count=13)).runs[0].counts.new == 1


@pytest.mark.parametrize("options", [{"currency": "EUR"}, {"scope": Scope.PARTIAL}, {"date_order": "ymd"}])
def test_another_answer_is_read_again(synced, tmp_path, options):
    asked = replace(OPTIONS, read=replace(OPTIONS.read, **options))
    with pytest.raises(AssertionError):
        run(synced, tmp_path / "a.xlsx", options=asked, reader=unreadable)


def test_after_another_sync_it_is_read_again(synced, tmp_path):
    run(synced, workbook(tmp_path / "b.xlsx", count=13))
    with pytest.raises(AssertionError):
        run(synced, tmp_path / "a.xlsx", reader=unreadable)


@pytest.mark.parametrize("width", [0, 20], ids=["the same parts", "the same cells"])
def test_one_of_two_files_of_a_source_is_compared(store, tmp_path, request, width):
    """What the other one brought is missing now: whether it is gone must be decided, or asked."""
    both = [workbook(tmp_path / "a.xlsx"), workbook(tmp_path / "b.xlsx", count=24, first=12)]
    assert [one.counts.new for one in run(store, *both).runs] == [12, 12]
    request.getfixturevalue("nothing_compared")
    with pytest.raises(AssertionError):
        run(store, workbook(tmp_path / "c.xlsx", author="Kim", width=width))
    assert not run(store, *reversed(both)).applied


def test_the_control_total_is_compared_all_the_same(synced, tmp_path):
    with pytest.raises(RefusedError) as caught:
        run(synced, tmp_path / "a.xlsx", options=replace(OPTIONS, control_totals={"USD": 1}), reader=unreadable)
    assert caught.value.code == "control_total_differs"


def test_a_damaged_copy_is_refused(synced, tmp_path):
    data = bytearray((tmp_path / "a.xlsx").read_bytes())
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        at = book.getinfo("xl/worksheets/sheet1.xml").header_offset
    data[at + 80] ^= 0xFF
    (tmp_path / "c.xlsx").write_bytes(bytes(data))
    with pytest.raises(RefusedError):
        run(synced, tmp_path / "c.xlsx", reader=unreadable)


def test_items_that_were_loaded_and_not_needed_are_let_go_of_one_by_one(synced):
    with synced.read() as session:
        batch = Batch(Stored(session.connection()), Choices(), datetime(2026, 10, 30, tzinfo=UTC))
        batch.preload()
        loaded = batch._load_all()
        assert sum(map(len, loaded.values())) == 12
        batch.release()
        assert not any(loaded.values())
