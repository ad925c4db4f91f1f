"""Every shape of imports.md and some that no list names: counts, sums, header row, mapping, the end of every row."""

from __future__ import annotations

from collections import Counter

import pytest

from app.services.sync.files.text import open_text
from tests.builders.reading import read_path, read_rows
from tests.builders.shapes import sap
from tests.builders.shapes.every import SHAPES
from tests.builders.shapes.shape import MINOR, Shape
from tests.builders.spreadsheets import text, xlsx


def checked(shape: Shape, found) -> None:
    """Hold what was read against what the shape says."""
    table = found.table
    assert table.kind == shape.kind
    assert {code: totals.net for code, totals in table.totals.items()} == shape.sums
    ends = {name: getattr(table.rows, name) for name in ("item", "total", "group", "skipped", "rejected")}
    assert {name: count for name, count in ends.items() if count} == shape.ends
    assert table.header_row == shape.header
    mapped = {column.field: column.header or column.letter for column in table.columns if column.field}
    assert {name: mapped.get(name) for name in shape.fields} == shape.fields
    if shape.layout:
        assert table.layout == shape.layout
    if shape.own is not None:
        assert dict(table.own_totals) == shape.own
        assert "own_total_differs" not in found.codes
    if shape.as_of is not None:
        assert (table.as_of, table.as_of_from) == shape.as_of
    assert dict(table.set_aside) == shape.aside
    if shape.accounts is not None:
        assert set(found.accounts) == shape.accounts


def ends_once(shape: Shape, found) -> None:
    """Hold that every row below the header with a cell of its own ended once, under the number that Excel shows."""
    table = found.table
    ended = Counter([note.row for note in table.noted] + [row.row for row in table.rejected])
    ended.update(row.row for row in found.rows)
    filled = {
        number
        for number, row in enumerate(shape.rows, start=1)
        if number > shape.header and any(cell != "" for cell in row)
    }
    assert set(ended) == filled
    assert set(ended.values()) == {1}


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_shape(name):
    shape = SHAPES[name]()
    found = read_rows(shape.rows, **shape.options)
    checked(shape, found)
    ends_once(shape, found)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_shape_in_a_workbook(tmp_path, name):
    shape = SHAPES[name]()
    checked(shape, read_path(xlsx(tmp_path / "file.xlsx", shape.rows), **shape.options))


def test_sap_local_file_in_utf_16(tmp_path):
    shape = sap.local_file()
    path = text(tmp_path / "FBL5N.XLS", shape.rows, separator="\t", encoding="utf-16")
    checked(shape, read_path(path))


def test_sap_unconverted_list(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("\n".join(sap.unconverted()), encoding="cp1252")
    found = read_path(path)
    assert found.table.layout == "sap-fbl5n"
    assert (found.table.totals["EUR"].net, found.table.own_totals) == (MINOR, {"EUR": MINOR})
    assert (found.table.rows.item, found.table.rows.total, found.table.rows.rejected) == (6, 4, 0)
    assert open_text(path.read_bytes()).encoding.endswith("pipe")


def test_every_mapped_column_says_why():
    for name in ("headless unknown_headings", "headless one_heading_missing", "american tally"):
        shape = SHAPES[name]()
        for column in read_rows(shape.rows, **shape.options).table.columns:
            if column.field is not None:
                assert column.confidence > 0
                assert len(column.evidence) > 1
                assert "{" not in " ".join(map(str, column.evidence))
