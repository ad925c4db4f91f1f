"""The reading process: rows come piece by piece, a crash there is a refusal here, and cancelling ends it."""

from __future__ import annotations

import os
import signal
import zipfile
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest

from app.enums import SyncKind
from app.errors import RefusedError
from app.progress import Cancelled
from app.services.sync.files import guard
from app.services.sync.model import CHUNK_ROWS, QuestionsError, ReadOptions
from app.services.sync.reading import read, worker
from app.services.sync.reading.read import ReaderDefect, look_at, read_file, read_rows
from app.services.sync.reading.spare import SPARE
from tests.builders import exports, spreadsheets
from tests.builders.reading import read_path
from tests.builders.statements import Move, Stmt, mt940

OPTIONS = ReadOptions(date(2026, 7, 1))

pytestmark = pytest.mark.usefixtures("started_anew")


def many(path: Path, count: int) -> Path:
    head = ["Account", "Customer Name", "Invoice No", "Invoice Date", "Due Date", "Currency", "Open Amount"]
    days = date(2026, 4, 1), date(2026, 5, 1)
    rows = ([f"C{n % 7}", f"Firm {n % 7}", f"INV-{n}", *days, "EUR", n / 100] for n in range(count))
    return spreadsheets.xlsx(path, [head, *rows])


def test_rows_come_in_pieces_after_their_customers(tmp_path):
    path = many(tmp_path / "many.xlsx", CHUNK_ROWS + 10)
    with read_file(path, OPTIONS) as stream:
        assert stream.table.kind == SyncKind.OPEN_ITEMS
        assert stream.table.sha256 == guard.examine(guard.open_file(path), lambda *_: None, "").sha256
        chunks = list(stream)
    assert [len(chunk.accounts) for chunk in chunks] == [7, 0, 0]
    assert [len(chunk.items) for chunk in chunks] == [0, CHUNK_ROWS, 10]
    last = chunks[-1].items[-1]
    assert (last.account, last.number) == ("C6", f"INV-{(CHUNK_ROWS + 10) // 7 * 7 - 1}")
    accounts = [row.account for chunk in chunks for row in chunk.items]
    assert [account for account, _ in groupby(accounts)] == [f"C{n}" for n in range(7)]


@pytest.mark.parametrize("shape", ["customers", "receipts", "cases", "sap_alv"])
def test_the_process_hands_over_what_reading_in_process_gives(tmp_path, shape):
    path = spreadsheets.xlsx(tmp_path / "file.xlsx", getattr(exports, shape)())
    here = read_path(path)
    with read_file(path, OPTIONS) as stream:
        rows = [row for chunk in stream for row in (*chunk.items, *chunk.receipts, *chunk.cases)]
        if shape == "customers":
            rows = None
    if rows is not None:
        assert sorted(rows) == sorted(here.rows)
    assert stream.table.rows == here.table.rows
    assert stream.table.layout == here.table.layout


def test_customers_come_as_accounts(tmp_path):
    path = spreadsheets.text(tmp_path / "customers.csv", exports.customers())
    with read_file(path, OPTIONS) as stream:
        assert [row.key for chunk in stream for row in chunk.accounts] == ["1100", "1200"]


def test_questions_and_refusals_cross_the_border(tmp_path):
    head = ["Account", "Invoice No", "Due Date", "Open Amount"]
    path = spreadsheets.text(tmp_path / "ask.csv", [head, ["C1", "1", "03/04/2026", "1,234"]])
    with pytest.raises(QuestionsError) as caught:
        read_file(path, OPTIONS)
    assert {question.option for question in caught.value.questions} == {"--currency", "--decimal", "--date-order"}
    assert caught.value.option == caught.value.questions[0].option
    assert "ask.csv" in str(caught.value)
    path = spreadsheets.text(tmp_path / "nothing.csv", [["a", "b"], ["c", "d"]])
    with pytest.raises(RefusedError) as refused:
        read_file(path, OPTIONS)
    assert refused.value.code == "no_table"


def test_error_cells_reject_their_row(tmp_path):
    head, first = exports.plain_english()[:2]
    texts = [[str(cell) for cell in row] for row in (head, first, first)]
    xml = spreadsheets.inline_rows(texts).replace(
        '<c r="H3" t="inlineStr"><is><t>1234.56</t></is></c>', '<c r="H3" t="e"><v>#REF!</v></c>'
    )
    assert "#REF!" in xml
    with read_file(spreadsheets.worksheet(tmp_path / "errors.xlsx", xml), OPTIONS) as stream:
        rejected = stream.table.rejected
    assert [(entry.row, entry.column, entry.value) for entry in rejected] == [(3, "Open Amount", "#REF!")]
    assert (rejected[0].account, rejected[0].number) == ("1100", "90000011")


def test_cancelling_ends_the_process(tmp_path, monkeypatch):
    started = []
    link = read._Link.__init__

    def remember(self, path):
        link(self, path)
        started.append(self._reader.process)

    monkeypatch.setattr(read._Link, "__init__", remember)

    def stop(done, total, label):
        raise Cancelled

    with pytest.raises(Cancelled):
        read_file(many(tmp_path / "many.xlsx", 50), OPTIONS, stop)
    with pytest.raises(ValueError, match="closed"):
        started[0].is_alive()


def test_a_process_that_dies_is_a_refusal(tmp_path, monkeypatch):
    path = many(tmp_path / "many.xlsx", 50)
    send = read._Link.send

    def send_and_kill(self, order):
        send(self, order)
        os.kill(self._reader.process.pid, signal.SIGKILL)

    monkeypatch.setattr(read._Link, "send", send_and_kill)
    with pytest.raises(RefusedError) as caught:
        read_file(path, OPTIONS)
    assert caught.value.code == "reader_stopped"


def test_a_file_that_makes_the_parser_abort_is_refused(tmp_path, monkeypatch):
    """Without the guard calamine takes its process down; the program goes on."""
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = spreadsheets.worksheet(tmp_path / "far.xlsx", spreadsheets.inline_rows([["Account"]]) + far)
    calm = guard.Sighting(path, 1, "0" * 64, "xlsx", {}, guard._stamp(path.stat()))
    monkeypatch.setattr(guard, "examine", lambda opened, progress, label: calm)
    with pytest.raises(RefusedError) as caught:
        read_file(path, OPTIONS)
    assert caught.value.code in {"reader_stopped", "file_damaged"}


def test_the_guard_refuses_what_the_reader_has_begun(tmp_path):
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = spreadsheets.worksheet(tmp_path / "far.xlsx", spreadsheets.inline_rows([["Account"]]) + far)
    with pytest.raises(RefusedError) as caught:
        read_file(path, OPTIONS)
    assert caught.value.code == "far_corner"


@pytest.mark.parametrize("sheet", [None, "Items"])
def test_the_sheet_that_is_wanted_need_not_be_the_first(tmp_path, sheet):
    head = ["Account", "Invoice No", "Due Date", "Currency", "Open Amount"]
    rows = [head, *(["C1", f"INV-{n}", "2026-05-01", "EUR", 7.5 + n] for n in range(3))]
    path = spreadsheets.book(tmp_path / "two.xlsx", {"Notes": [["Read me"]], "Items": rows})
    with read_file(path, replace(OPTIONS, sheet=sheet)) as stream:
        assert (stream.table.sheet, stream.count) == ("Items", 3)


def test_error_cells_are_known_to_the_reader(tmp_path):
    head = [["Account", "Invoice No", "Due Date", "Currency", "Open Amount"]]
    rows = [*head, *(["C1", f"INV-{n}", "2026-05-01", "EUR", "7.50"] for n in range(3))]
    broken = (
        '<row r="5"><c r="A5" t="inlineStr"><is><t>C1</t></is></c><c r="B5" t="inlineStr"><is><t>INV-9</t></is></c>'
    )
    broken += '<c r="E5" t="e"><v>#REF!</v></c></row>'
    path = spreadsheets.worksheet(tmp_path / "errors.xlsx", spreadsheets.inline_rows(rows) + broken)
    with read_file(path, OPTIONS) as stream:
        assert [(row.row, row.value) for row in stream.table.rejected] == [(5, "#REF!")]


def test_an_error_of_ours_is_a_defect_and_no_refusal(tmp_path, monkeypatch):
    class Broken:
        def __call__(self):
            return None

        def __reduce__(self):
            return (int, ("not a number",))

    monkeypatch.setattr(worker, "Order", lambda *parts: Broken())
    with pytest.raises(ReaderDefect, match="not a number"):
        read_file(many(tmp_path / "many.xlsx", 5), OPTIONS)


@pytest.mark.parametrize("read", [read_file, look_at])
def test_an_error_of_ours_in_choosing_the_table_does_not_blame_the_file(tmp_path, caplog, read):
    """Where it happened is in the log, without what the file says."""
    with pytest.raises(ReaderDefect, match="AttributeError"):
        read(many(tmp_path / "many.xlsx", 5), replace(OPTIONS, layouts=(None,)))
    assert "failed while judging" in caplog.text
    assert "app/services/sync/recognition/" in caplog.text
    assert "NoneType" not in caplog.text


def test_an_error_of_ours_in_a_statement_does_not_blame_the_file(tmp_path):
    path = tmp_path / "statement.sta"
    path.write_bytes(mt940(Stmt([Move(10_000, text="Payment")])))
    with pytest.raises(ReaderDefect, match="KeyError"):
        read_file(path, replace(OPTIONS, kind="no kind"))


def test_a_file_changed_while_it_is_read_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "_SMALL", 0)
    path = many(tmp_path / "many.xlsx", 50)
    with read_file(path, OPTIONS) as stream:
        many(path, 51)
        with pytest.raises(RefusedError) as caught:
            list(stream)
    assert caught.value.code == "file_changed"


class Swapped(type(Path())):
    """The path of a file in whose place another one is put as soon as it has been opened."""

    def open(self, *args, **kwargs):
        file = super().open(*args, **kwargs)
        self.with_suffix(".new").replace(self)
        return file


def test_a_file_replaced_while_it_is_opened_is_not_taken_for_the_new_one(tmp_path):
    path = Swapped(many(tmp_path / "many.xlsx", 50))
    many(tmp_path / "many.new", 51)
    sighting = guard.examine(guard.open_file(path), lambda *_: None, "")
    assert sighting.size != path.stat().st_size
    assert not guard.unchanged(sighting)


@pytest.mark.parametrize("read", [look_at, lambda path, options: read_rows(path, "Sheet1", [2])])
def test_a_file_changed_while_it_is_looked_at_is_refused(tmp_path, read):
    """Columns and rows of one file are not shown as those of another."""
    path = Swapped(many(tmp_path / "many.xlsx", 50))
    many(tmp_path / "many.new", 51)
    with pytest.raises(RefusedError) as caught:
        read(path, OPTIONS)
    assert caught.value.code == "file_changed"


def test_what_the_reader_refused_is_told_however_long_the_guard_looks(tmp_path, monkeypatch):
    """The reader begins while the guard still looks, and may have ended before the guard is done."""
    path = tmp_path / "torn.xlsx"
    with zipfile.ZipFile(many(tmp_path / "many.xlsx", 5)) as whole, zipfile.ZipFile(path, "w") as torn:
        for name in whole.namelist():
            torn.writestr(name, b"<workbook><sheets><sheet" if name == "xl/workbook.xml" else whole.read(name))
    started = []
    take = SPARE.take
    monkeypatch.setattr(SPARE, "take", lambda: started.append(take()) or started[-1])
    examine = guard.examine

    def late(opened, progress, label):
        assert started[0].pipe.poll(60), "the reader has said what is the matter"
        return examine(opened, progress, label)

    monkeypatch.setattr(guard, "examine", late)
    with pytest.raises(RefusedError) as caught:
        read_file(path, OPTIONS)
    assert caught.value.code == "file_damaged"


def test_a_damaged_old_workbook_is_refused(tmp_path):
    path = spreadsheets.cut(spreadsheets.xls(tmp_path / "old.xls", exports.plain_english()), 0.5)
    with pytest.raises(RefusedError):
        read_file(path, OPTIONS)


def test_progress_reaches_the_number_of_rows(tmp_path):
    seen = []
    with read_file(many(tmp_path / "many.xlsx", 300), OPTIONS, lambda *step: seen.append(step)) as stream:
        list(stream)
    assert seen[-1][:2] == (300, 300)
    assert "many.xlsx" in seen[-1][2]
