"""The same table comes back equal from every container, hidden or not; what is missing or wrong is said."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.sync.files import guard
from app.services.sync.files.grid import Book
from app.services.sync.files.opening import open_book
from tests.builders import compound, containers, exports, spreadsheets
from tests.builders.reading import read_path

#: What the typed containers hold: written by ``book``, ``xls`` and the writers of ``containers``.
TYPED = {
    "xlsx": lambda folder, rows: spreadsheets.xlsx(folder / "file.xlsx", rows),
    "xls": lambda folder, rows: spreadsheets.xls(folder / "file.xls", rows),
    "xlsb": lambda folder, rows: containers.xlsb(folder / "file.xlsb", {"Sheet1": rows}),
    "ods": lambda folder, rows: containers.ods(folder / "file.ods", {"Sheet1": rows}),
    "fods": lambda folder, rows: containers.fods(folder / "file.ods", {"Sheet1": rows}),
    "spreadsheetml": lambda folder, rows: containers.spreadsheetml(folder / "file.xls", {"Sheet1": rows}),
}
TEXTS = {
    "html": lambda folder, rows: containers.html(folder / "file.xls", rows),
    "csv": lambda folder, rows: spreadsheets.text(folder / "file.csv", rows),
    "semicolons": lambda folder, rows: spreadsheets.text(folder / "file.csv", rows, separator=";"),
    "utf-16 tabs": lambda folder, rows: spreadsheets.text(folder / "FILE.XLS", rows, separator="\t", encoding="utf-16"),
}


def opened(path: Path) -> Book:
    """Open a file as the guard and the worker do."""
    found = guard.open_file(path)
    sighting = guard.examine(found, lambda done, total, label: None, "")
    return open_book(path, found.container, sighting.sheets)


def cells(book: Book, name: str | None = None) -> list[list]:
    """Return a sheet's rows without blank rows and columns after the last cell."""
    return trimmed(book.load(book.names[0] if name is None else name).rows)


def trimmed(rows) -> list[list]:
    found = [["" if cell is None else cell for cell in row] for row in rows]
    for row in found:
        while row and row[-1] == "":
            row.pop()
    while found and not found[-1]:
        found.pop()
    return found


LETTERS = "AbcXyz0129 -_.éñçãüßÁ得意先株式会社請求残高㈱ｶﾅ客户编码单据余额客戶編號"
WORDS = st.text(LETTERS, min_size=1, max_size=12).map(str.strip).filter(bool)
NUMBERS = st.one_of(
    st.floats(-1e12, 1e12, allow_nan=False, allow_infinity=False).map(lambda value: round(value, 2) + 0.0),
    st.integers(-(10**9), 10**9).map(float),
)
DAYS = st.dates(date(1900, 3, 1), date(2099, 12, 31))
CELLS = st.one_of(WORDS, NUMBERS, DAYS, st.none(), st.booleans())
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8).filter(
    lambda rows: any(cell is not None for row in rows for cell in row)
)
#: Every row begins with a text and has the same length, so that no writer of text can lose where it ends.
TEXT_TABLES = st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=2, max_size=8)


@pytest.mark.parametrize("container", TYPED)
@given(rows=TABLES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_table_comes_back_equal_from_typed_containers(tmp_path_factory, container, rows):
    book = opened(TYPED[container](tmp_path_factory.mktemp("table"), rows))
    wanted, found = trimmed(rows), cells(book)
    assert found == wanted
    assert [[type(cell) for cell in row] for row in found] == [[type(cell) for cell in row] for row in wanted]
    assert book.container == container
    assert book.names == ("Sheet1",)


@pytest.mark.parametrize("container", TEXTS)
@given(rows=TEXT_TABLES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_table_of_texts_comes_back_equal_from_texts(tmp_path_factory, container, rows):
    head = ["Account", "Invoice No", "Due Date"]
    book = opened(TEXTS[container](tmp_path_factory.mktemp("table"), [head, *rows]))
    assert [[" ".join(cell.split()) for cell in row] for row in cells(book)] == [
        head, *([" ".join(cell.split()) for cell in row] for row in rows)
    ]  # fmt: skip


MOMENTS = [["when", "at"], [datetime(2026, 6, 17, 9, 30), time(10, 30)], [date(2026, 6, 18), time(0, 5)]]


@pytest.mark.parametrize("container", ["xlsb", "ods", "fods", "spreadsheetml"])
def test_moments_and_times_of_day(tmp_path, container):
    assert cells(opened(TYPED[container](tmp_path, MOMENTS))) == MOMENTS


@pytest.mark.parametrize("container", ["xlsx", "xlsb", "xls", "ods", "fods", "spreadsheetml"])
def test_every_sheet_is_there_in_order(tmp_path, container):
    sheets = {"First & last": [["a"]], "売掛": [["b", 2.0]], "Leer": []}
    write = {
        "xlsx": spreadsheets.book, "xlsb": containers.xlsb, "xls": spreadsheets.xls_book, "ods": containers.ods,
        "fods": containers.fods, "spreadsheetml": containers.spreadsheetml,
    }[container]  # fmt: skip
    book = opened(write(tmp_path / "file", sheets))
    assert book.names == tuple(sheets)
    assert [cells(book, name) for name in book.names] == [[["a"]], [["b", 2.0]], []]


@pytest.mark.parametrize("shift", [8, 9, 10, 12, 13])
def test_an_old_workbook_in_sectors_of_any_size(tmp_path, shift):
    rows = [["Account", "Amount"], *([f"C{n}", n / 4] for n in range(400))]
    stream = compound.workbook_stream(spreadsheets.xls(tmp_path / "plain.xls", rows))
    book = opened(compound.compound(tmp_path / "odd.xls", stream, shift=shift))
    assert (book.container, cells(book)) == ("xls", rows)


def test_an_old_workbook_without_its_outer_file(tmp_path):
    rows = [["Account", "Amount", "Day"], ["C1", 1.5, date(2026, 6, 17)]]
    stream = compound.workbook_stream(spreadsheets.xls(tmp_path / "plain.xls", rows))
    (tmp_path / "bare.xls").write_bytes(stream)
    assert cells(opened(tmp_path / "bare.xls")) == rows


def test_a_zero_that_is_formatted_as_a_day_is_no_day(tmp_path):
    head, *items = exports.plain_english()
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, head)
        for at, row in enumerate(items, start=1):
            for column, value in enumerate(row):
                if column == 4 and at == 2:
                    sheet.write_number(at, column, 0, day)
                elif isinstance(value, date):
                    sheet.write_datetime(at, column, value, day)
                else:
                    sheet.write(at, column, value)
    found = read_path(path)
    assert (found.table.rows.item, found.table.rows.rejected) == (len(items), 0)
    assert [row.due_date is None for row in found.rows] == [False, True, False, False, False]
