"""What the view says of a file: in words, whatever its shape and however its rows ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.enums import Aside
from app.services.labels import ASIDE
from app.services.sync.bank.model import What
from app.services.sync.model import ReadOptions
from app.services.sync.planning.plan import FilePlan
from app.services.sync.run import SyncOptions, sync_files
from app.services.sync.telling.history import list_runs
from app.services.sync.telling.leftout import left_out
from app.services.sync.telling.report import report_of
from app.ui.sync.words import about_file, about_notes, about_rows
from tests.builders.beside import DAY, reader, write
from tests.builders.reading import read_rows
from tests.builders.shapes.every import SHAPES
from tests.builders.statements import Move, Stmt, mt940

HEAD = "Customer,Customer name,Invoice number,Invoice date,Due date,Currency,Quantity,Unit price,Net,Invoice total"
LINES = (
    "1001,Acme,INV-1,2026-04-30,2026-05-30,USD,1,60.00,60.00,100.00",
    "1001,Acme,INV-1,2026-04-30,2026-05-30,USD,1,40.00,40.00,100.00",
    "1001,Acme,INV-2,2026-05-01,2026-05-31,USD,1,50.00,50.00,50.00",
    "1002,Beta,INV-3,2026-05-02,2026-06-01,USD,1,25.00,25.00,25.00",
    "1002,Beta,INV-4,2026-05-03,2026-06-02,USD,1,75.00,75.00,125.00",
    "1002,Beta,INV-4,2026-05-03,2026-06-02,USD,1,50.00,50.00,125.00",
    "1003,Gamma,INV-5,2026-05-04,2026-06-03,USD,1,35.00,35.00,35.00",
)


def said(run) -> list[str]:
    """Return all that the view says of a file."""
    return [text for about in (about_file, about_rows, about_notes) for one in about(run) for text in one[:2]]


def test_every_code_has_words():
    assert set(ASIDE) == set(Aside)
    assert {what.value for what in What} - {"receipt", "taken_back"} <= set(Aside)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_every_shape_is_told_in_words(name):
    shape = SHAPES[name]()
    table = read_rows(shape.rows, **shape.options).table
    run = report_of(FilePlan(Path(table.file), "run", table, DAY), "preview")
    rows = left_out(run)
    assert len(rows) == len(table.noted) + len(table.rejected)
    assert all(str(row.reason) for row in rows)
    codes = {str(code) for code in Aside if "_" in code}
    assert codes.isdisjoint(word for text in said(run) for word in text.replace(":", " ").split())


def test_a_row_that_is_another_line_of_an_invoice_says_so(store, tmp_path):
    path = write(tmp_path / "lines.csv", [line.split(",") for line in (HEAD, *LINES)])
    (run,) = sync_files(store, [path], SyncOptions(ReadOptions(day=DAY)), dry_run=True, reader=reader).runs
    assert [(row.row, str(row.reason)) for row in left_out(run)] == [
        (3, "Another line of an item that counts once"),
        (7, "Another line of an item that counts once"),
    ]
    assert "Another line of an item that counts once: 2" in said(run)


def test_a_statement_is_of_an_account_and_has_neither_sheet_nor_headings(store, tmp_path):
    path = tmp_path / "statement.sta"
    path.write_bytes(mt940(Stmt([Move(10_000, text="Payment")], account="0012345")))
    (before,) = sync_files(store, [path], SyncOptions(ReadOptions(day=DAY))).runs
    with store.read() as session:
        (after,) = list_runs(session)
    for run in (before, after.report):
        told = {one.caption: one.text for one in about_file(run)}
        assert told["Account at the bank"] == "0012345"
        assert not {"Sheet", "Headings"} & set(told)


def test_the_day_of_a_list_beside_the_ledger_does_not_come_from_due_dates(store, tmp_path):
    head = ["Company Code", "GL Account", "Account Description", "Currency", "Balance", "As of"]
    path = write(tmp_path / "gl.csv", [head, ["1000", "120000", "Trade receivables", "EUR", "45200.10", "2026-10-31"]])
    result = sync_files(store, [path], SyncOptions(ReadOptions(DAY)), dry_run=True, reader=reader)
    assert "Sat 31 Oct 2026 (the newest day in it)" in said(result.runs[0])
