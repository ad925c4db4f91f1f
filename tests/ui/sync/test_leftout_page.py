"""Rejected rows: their cell, the way there, and the workbook that goes back to the source."""

from __future__ import annotations

import zipfile
from datetime import date

import openpyxl
import pytest
from PySide6.QtGui import QDesktopServices, QGuiApplication

from app.ui.sync.pages import LEFT
from tests.builders.spreadsheets import book

HEAD = ["Account", "Name", "Invoice No", "Invoice Date", "Due Date", "Currency", "Open Amount"]


def rows(count=12):
    return [
        ["C1", "Northern Steel", f"A-{n}", date(2026, 8, 1), date(2026, 9, 1), "USD", 100.0 + n] for n in range(count)
    ]


@pytest.fixture
def rejecting(view, tmp_path):
    """A file with a title, an amount that is none, and a total."""
    body = rows()
    body[3][6] = "twelve"
    total = ["", "Total", "", "", "", "", sum(row[6] for row in body if isinstance(row[6], float))]
    path = book(tmp_path / "open.xlsx", {"Open items": [["Open items"], [], HEAD, *body, total]})
    view.take([str(path)])
    view.pages.turn_to(LEFT)
    return view, path


@pytest.fixture
def opened(monkeypatch):
    urls = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: urls.append(url.toLocalFile()))
    return urls


def test_a_rejected_row_names_its_cell(rejecting):
    view, _path = rejecting
    (row,) = view.pages.left.list.model.shown_rows()
    assert (row.cell, row.column, row.value) == ("'Open items'!G7", "Open Amount", "twelve")
    assert view.pages.tabs.tabText(LEFT) == "Rejected rows 1"


def test_what_is_set_aside_stands_beside_it_with_its_row(rejecting):
    view, _path = rejecting
    view.pages.left.bar.chips.choose("total")
    assert [(row.row, row.cell) for row in view.pages.left.list.model.shown_rows()] == [(16, "'Open items'!16")]


def test_enter_opens_the_file_and_copies_the_cell(rejecting, opened, told):
    view, path = rejecting
    view.pages.left.list.opened.emit(view.pages.left.list.model.shown_rows()[0])
    assert opened == [str(path)]
    assert QGuiApplication.clipboard().text() == "'Open items'!G7"
    assert "'Open items'!G7" in told[-1]
    path.unlink()
    view.pages.left.list.opened.emit(view.pages.left.list.model.shown_rows()[0])
    assert opened == [str(path)]
    assert "no longer where it was" in told[-1]


def test_the_rejected_rows_go_back_as_they_stood_with_a_comment_in_the_cell(rejecting, tmp_path, monkeypatch):
    view, path = rejecting
    out = tmp_path / "rejected.xlsx"
    monkeypatch.setattr("app.ui.sync.leftout.ask_path", lambda *_args: out)
    view.desk.actions.trigger("sync.rejects")
    sheet = openpyxl.load_workbook(out).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0] == [*HEAD, "Row", "Reason"]
    assert cells[1][:3] == ["C1", "Northern Steel", "A-3"]
    assert cells[1][3].date() == date(2026, 8, 1)
    assert cells[1][6:] == ["twelve", 7, "This is no amount."]
    assert sheet["G2"].comment.text.strip() == "This is no amount."
    assert any("comments" in name for name in zipfile.ZipFile(out).namelist())
    path.write_bytes(path.read_bytes() + b" ")
    view.desk.actions.trigger("sync.rejects")


def test_the_history_gives_them_back_too_unless_the_file_is_another(rejecting, tmp_path, monkeypatch, told):
    view, path = rejecting
    out = tmp_path / "later.xlsx"
    monkeypatch.setattr("app.ui.sync.leftout.ask_path", lambda *_args: out)
    view.desk.actions.trigger("sync.apply")
    view.side.run._export.click()
    assert openpyxl.load_workbook(out).active["G2"].value == "twelve"
    body = rows()
    book(path, {"Open items": [["Open items"], [], HEAD, *body]})
    out.unlink()
    view.side.run._export.click()
    assert not out.exists()
    assert "no longer the one" in told[-1]


def test_without_rejected_rows_there_is_nothing_to_export(view, tmp_path, told):
    view.take([str(book(tmp_path / "good.xlsx", {"S": [HEAD, *rows()]}))])
    assert not view.desk.actions.action("sync.rejects").isEnabled()
    assert view.pages.left.list.empty.title() == "No row was rejected"
    view.pages.left.export()
    assert told[-1] == "No row was rejected."
