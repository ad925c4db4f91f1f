"""A sheet per company or month: together they are one snapshot, each with rows of its own numbers."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest

from app.enums import Scope
from app.errors import RefusedError
from app.services.sync.desk import Answers, preview
from app.services.sync.mapping import look_over
from app.services.sync.model import QuestionsError, ReadOptions
from app.services.sync.reading.read import read_file
from app.services.sync.run import SyncOptions, sync_files
from tests.builders import exports, spreadsheets
from tests.builders.rows import item_rows
from tests.builders.statements import Move, Stmt, mt940

HEAD, *ITEMS = exports.plain_english()
DAY = date(2026, 7, 1)
EVERY = SyncOptions(ReadOptions(day=DAY, sheet="*"))


def workbook(folder, sheets):
    return spreadsheets.book(folder / "receivables.xlsx", {name: [HEAD, *rows] for name, rows in sheets.items()})


@pytest.fixture
def path(tmp_path):
    return workbook(tmp_path, {"Leeds": ITEMS[:2], "Copy": ITEMS[:1], "Bonn": ITEMS[2:]})


def test_all_sheets_are_one_snapshot(store, path):
    result = sync_files(store, [path], EVERY)
    assert [(run.sheet, run.counts.new, run.state) for run in result.runs] == [
        ("Leeds", 2, "applied"), ("Bonn", 3, "applied"),
    ]  # fmt: skip
    assert len(item_rows(store)) == len(ITEMS)
    codes = [[warning.code for warning in run.warnings] for run in result.runs]
    assert ["sheets_repeat" in told for told in codes] == [True, False]


def test_what_a_sheet_and_its_longer_copy_both_have_counts_once(store, tmp_path):
    rows = [[*ITEMS[at % 5][:2], f"I{at:03}", *ITEMS[at % 5][3:]] for at in range(50)]
    result = sync_files(store, [workbook(tmp_path, {"Main": rows[:40], "Working": rows[12:]})], EVERY)
    assert [run.counts.new for run in result.runs] == [40, 10]
    longer = workbook(tmp_path, {"Main": rows[:49], "Working": rows[8:]})
    assert [run.counts.new for run in sync_files(store, [longer], EVERY).runs] == [0, 0]
    assert len(item_rows(store)) == 50


def test_the_same_workbook_again_changes_nothing(store, path):
    sync_files(store, [path], EVERY)
    before = item_rows(store)
    again = sync_files(store, [path], EVERY)
    assert not again.applied
    assert [run.counts.unchanged for run in again.runs] == [2, 3]
    assert item_rows(store) == before


def test_what_is_missing_is_judged_over_all_sheets(store, tmp_path, path):
    sync_files(store, [path], EVERY)
    workbook(tmp_path, {"Leeds": ITEMS[:1], "Bonn": ITEMS[2:]})
    full = replace(EVERY, read=replace(EVERY.read, scope=Scope.FULL))
    result = sync_files(store, [path], full)
    assert sum(run.counts.closed for run in result.runs) == 1
    assert sum(run.counts.unchanged for run in result.runs) == 4


def test_a_preview_asks_for_the_sheet_and_takes_all_as_an_answer(store, path):
    asked = sync_files(store, [path], SyncOptions(ReadOptions(day=DAY)), dry_run=True)
    assert [one.question.option for one in asked.questions] == ["--sheet"]
    assert asked.questions[0].question.choices == ("Leeds", "Bonn", "*")
    answered = sync_files(store, [path], SyncOptions(EVERY.read, files={str(path): EVERY.read}), dry_run=True)
    assert [run.sheet for run in answered.runs] == ["Leeds", "Bonn"]
    committed = sync_files(store, [path], replace(EVERY, expect=answered.fingerprint))
    assert committed.applied


def test_one_question_for_all_sheets(store, tmp_path):
    head = [cell for cell in HEAD if cell != "Currency"]
    rows = [[*row[:5], *row[6:]] for row in ITEMS]
    path = spreadsheets.book(tmp_path / "a.xlsx", {"A": [head, *rows[:2]], "B": [head, *rows[2:]]})
    with pytest.raises(QuestionsError):
        sync_files(store, [path], EVERY)
    asked = sync_files(store, [path], EVERY, dry_run=True)
    assert [one.question.option for one in asked.questions] == ["--currency"]
    euros = replace(EVERY, read=replace(EVERY.read, currency="EUR"))
    assert len(sync_files(store, [path], euros).runs) == 2


def test_a_file_of_which_several_sheets_are_refused_is_one_file(store, tmp_path):
    broken = [[*row[:2], "4.5E+11", *row[3:]] for row in ITEMS]  # digits of the number are lost
    path = workbook(tmp_path, {"Leeds": broken[:2], "Bonn": broken[2:]})
    with pytest.raises(RefusedError) as refused:
        preview(store, [str(path)], Answers({str(path): {"--sheet": "*"}}), DAY, "UTC")
    assert refused.value.code == "nothing_readable"
    assert str(refused.value).count("receivables.xlsx") == 1


def test_a_file_without_sheets_is_read_as_it_is(store, tmp_path):
    path = spreadsheets.text(tmp_path / "a.csv", [HEAD, *ITEMS])
    assert [run.counts.new for run in sync_files(store, [path], EVERY).runs] == [len(ITEMS)]


@pytest.mark.parametrize("said", ["*", "Bonn"])
def test_what_was_said_of_the_sheets_is_remembered_for_the_layout(store, path, said):
    sync_files(store, [path], SyncOptions(ReadOptions(day=DAY, sheet=said)))
    before = item_rows(store)
    again = sync_files(store, [path], SyncOptions(ReadOptions(day=DAY)))
    assert [run.sheet for run in again.runs] == (["Leeds", "Bonn"] if said == "*" else ["Bonn"])
    assert "answered_before" in {warning.code for run in again.runs for warning in run.warnings}
    assert item_rows(store) == before


def test_a_sheet_that_is_gone_is_asked_for_again(store, tmp_path, path):
    sync_files(store, [path], SyncOptions(ReadOptions(day=DAY, sheet="Bonn")))
    workbook(tmp_path, {"Leeds": ITEMS[:2], "Wien": ITEMS[2:]})
    asked = sync_files(store, [path], SyncOptions(ReadOptions(day=DAY)), dry_run=True)
    assert asked.questions[0].question.choices == ("Leeds", "Wien", "*")


class Counting:
    """Opens files as always, counts how often, and knows which are open."""

    def __init__(self):
        self.began, self.open = [], []

    @contextmanager
    def __call__(self, path, options, progress):
        with read_file(path, options, progress) as stream:
            self.began.append((path.name, options.sheet))
            self.open.append(stream)
            try:
                yield stream
            finally:
                self.open.remove(stream)


def test_what_opened_well_stays_open_beside_a_file_that_is_read_sheet_by_sheet(store, tmp_path, path):
    other = spreadsheets.text(
        tmp_path / "other.csv", [[*HEAD[:-1], "Outstanding"], *([f"X{row[0]}", *row[1:]] for row in ITEMS)]
    )
    sync_files(store, [path], EVERY)
    reader = Counting()
    options = SyncOptions(ReadOptions(day=DAY))
    read = sync_files(store, [other, path], options, dry_run=True, reader=reader)
    assert [(run.file, run.sheet) for run in read.runs] == [
        ("other.csv", ""), ("receivables.xlsx", "Leeds"), ("receivables.xlsx", "Bonn"),
    ]  # fmt: skip
    assert sorted(reader.began[1:]) == [("receivables.xlsx", "Bonn"), ("receivables.xlsx", "Leeds")]
    assert reader.began[0] == ("other.csv", None)
    assert reader.open == []


def test_a_look_at_a_file_of_which_all_sheets_are_wanted_is_at_one_of_them(store, path):
    said = look_over(store, str(path), {"--sheet": "*"}, None, DAY)
    sync_files(store, [path], EVERY)
    for sketch in (said, look_over(store, str(path), {}, None, DAY)):
        assert (sketch.sheet, sketch.refusal, sketch.questions) == ("Leeds", None, ())


def test_a_statement_has_no_sheets_of_which_all_could_be_wanted(store, tmp_path):
    path = tmp_path / "statement.sta"
    path.write_bytes(mt940(Stmt([Move(10_000, text="Payment of A")])))
    assert [run.kind for run in sync_files(store, [path], EVERY).runs] == ["receipts"]
