"""Cells that show an error, wherever they stand: right of all values, below all rows, repeated."""

from __future__ import annotations

from datetime import date

import pytest

from app.services.sync.files.zipscan import UNSAVED
from app.services.sync.model import ReadOptions
from app.services.sync.reading.read import read_file
from app.services.sync.reading.read import read_rows as rows_of
from tests.builders import containers, spreadsheets
from tests.builders.reading import read_path
from tests.services.sync.test_containers import opened

HEAD = ["Customer No", "Invoice No", "Due Date", "Currency", "Balance"]
ROWS = [[f"C{n:03d}", f"INV{n}", f"2026-09-{n:02d}", "EUR", 100.5 + n] for n in range(1, 6)]
_SML = '<Cell><Data ss:Type="Error">#REF!</Data></Cell>'
_ODS = '<table:table-cell{} calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'


def sml(folder, extra="", *, end=""):
    xml = containers.sml_rows([HEAD, *ROWS]).replace("</Row>", f"{end}</Row>")
    return containers.sml_tables(folder / "a.xls", {"S": xml + extra})


def ods(folder, extra):
    return containers.ods_tables(folder / "a.ods", {"S": containers.ods_rows([HEAD, *ROWS]) + extra})


def test_errors_right_of_all_values_are_given_back_with_their_row(tmp_path):
    path = sml(tmp_path, end=_SML)
    cells, _ = rows_of(path, "S", [2, 6])
    assert cells[2][4:] == [101.5, "#REF!"]
    assert cells[6][4:] == [105.5, "#REF!"]


@pytest.mark.parametrize("container", ["xml", "ods", "xlsx"])
def test_a_row_of_errors_below_all_others_says_nothing(tmp_path, container):
    if container == "xml":
        path = sml(tmp_path, f"<Row>{_SML * 5}</Row>")
    elif container == "ods":
        path = ods(tmp_path, f"<table:table-row>{_ODS.format('') * 5}</table:table-row>")
    else:
        xml = spreadsheets.inline_rows([[str(cell) for cell in row] for row in (HEAD, *ROWS)])
        xml += '<row r="7">{}</row>'.format("".join(f'<c r="{at}7" t="e"><v>#REF!</v></c>' for at in "ABCDE"))
        path = spreadsheets.worksheet(tmp_path / "a.xlsx", xml)
    with read_file(path, ReadOptions(day=date(2026, 10, 30))) as stream:
        assert (stream.table.rows.item, stream.table.rows.read) == (5, 5)


def test_errors_that_are_written_once_for_several_cells_are_in_each_of_them(tmp_path):
    twice = ' table:number-columns-repeated="2"'
    cells = f'{_ODS.format(twice)}<table:table-cell table:formula="of:=A1"{twice}/>'
    row = f'<table:table-row table:number-rows-repeated="2">{cells}</table:table-row>'
    after = containers.ods_rows([["after"]])
    path = containers.fods(tmp_path / "a.fods", {"S": [["before"]]})
    path.write_text(path.read_text("utf-8").replace("</table:table>", f"{row}{after}</table:table>"), "utf-8")
    grid = opened(path).load("S")
    here = {(at, column): "#REF!" for at in (1, 2) for column in (0, 1)}
    assert grid.errors == here | {(at, column): UNSAVED for at in (1, 2) for column in (2, 3)}


def test_an_amount_in_a_repeated_row_of_errors_rejects_each_row(tmp_path):
    whole = "".join(map(containers.ods_cell, ["C009", "INV9", "2026-09-09", "EUR"])) + _ODS.format("")
    row = f'<table:table-row table:number-rows-repeated="2">{whole}</table:table-row>'
    path = containers.fods(tmp_path / "a.fods", {"S": [HEAD, *ROWS]})
    path.write_text(path.read_text("utf-8").replace("</table:table>", f"{row}</table:table>"), "utf-8")
    rejected = read_path(path).table.rejected
    assert [(one.row, one.column, one.value) for one in rejected] == [(7, "Balance", "#REF!"), (8, "Balance", "#REF!")]
