"""Worksheets whose cells do not say where they stand, or say it behind other things: legal, and some writers do so."""

from __future__ import annotations

import re
import zipfile

import pytest

from tests.builders import spreadsheets
from tests.builders.reading import read_path
from tests.services.sync.test_containers import opened

HEAD = ["Customer No", "Invoice No", "Due Date", "Currency", "Balance"]
ROWS = [[f"C{n:03}", f"INV{n}", f"2026-09-{n:02}", "EUR", 100.0 + n] for n in range(1, 9)]
BAD = '<c r="{at}" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
SHEET = "xl/worksheets/sheet1.xml"


def rewritten(path, *changes):
    """Change the XML of the only sheet: pattern, replacement."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for pattern, replacement in changes:
        parts[SHEET] = re.sub(pattern, replacement, parts[SHEET])
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


WRITERS = {
    "as Excel": (),
    "cells without places": ((rb'(<c) r="\w+"', rb"\1"),),
    "nothing has a place": ((rb'(<(?:c|row)) r="\w+"', rb"\1"),),
    "only the first row has places": ((rb'(<c) r="[A-Z][2-9]"', rb"\1"),),
    "other quotes": ((rb'(<c) r="(\w+)" t="(\w+)"', rb"\1 r='\2' t='\3'"),),
    "in other lines": ((rb'(<c) (r="\w+")', rb"\1\n  \2"),),
    "with a prefix": (
        (rb'<(/?)(worksheet|sheetData|row|c|v|f|is|t)\b(?: r="\w+")?', rb"<\1x:\2"),
        (rb"<x:worksheet xmlns=", b"<x:worksheet xmlns:x="),
    ),
}


@pytest.mark.parametrize("changes", WRITERS.values(), ids=WRITERS)
def test_an_error_is_seen_wherever_its_cell_says_that_it_stands(tmp_path, changes):
    xml = spreadsheets.inline_rows([HEAD, *ROWS])
    for at in ("E4", "B5"):
        xml = re.sub(rf'<c r="{at}".*?</c>', BAD.format(at=at), xml)
    path = rewritten(spreadsheets.worksheet(tmp_path / "a.xlsx", xml), *changes)
    grid = opened(path).load("Sheet1")
    assert dict(grid.errors) == {(3, 4): "#DIV/0!", (4, 1): "#DIV/0!"}
    found = read_path(path)
    assert [(row.row, row.column) for row in found.table.rejected] == [(4, "Balance"), (5, "Invoice No")]
    assert found.table.rows.item == 6


@pytest.mark.parametrize(
    "changes",
    [
        (),
        ((rb'<c r="(\w+)" s="(\d+)"', rb'<c s="\2" r="\1"'),),
        ((rb'<c r="\w+" s="(\d+)"', rb'<c s="\1"'), (rb'(<c) r="\w+"', rb"\1")),
        ((rb'<c r="(\w+)" s="(\d+)"', rb'<c r="\1" cm="1" s="\2"'),),
    ],
    ids=["as Excel", "the style first", "without places", "something between"],
)
def test_a_currency_in_number_formats_is_seen_wherever_the_style_stands(tmp_path, changes):
    path = spreadsheets.xlsx(tmp_path / "a.xlsx", [["Open"], [1.5], [2.5]], formats={0: '#,##0.00 "EUR"'})
    book = opened(rewritten(path, *changes))
    assert [(("EUR" in code), runs) for code, runs in book.load(book.names[0]).formats(0).items()] == [
        (True, [range(1, 3)])
    ]


def test_a_sheet_without_places_that_is_longer_than_a_piece(tmp_path):
    xml = spreadsheets.inline_rows([HEAD, *(["C1", f"I{n}", "2026-09-01", "EUR", float(n)] for n in range(30_000))])
    xml = re.sub(r'(<(?:c|row)) r="\w+"', r"\1", xml)
    xml = xml.replace("<c><v>29998.0</v></c>", "<c t='e'><v>#N/A</v></c>")
    grid = opened(spreadsheets.worksheet(tmp_path / "a.xlsx", xml)).load("Sheet1")
    assert (grid.height, dict(grid.errors)) == (30_001, {(29_999, 4): "#N/A"})
