"""Workbooks that no writer of these tests has written: SheetJS 0.18.5 wrote the rows of ``exports.plain_english``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import exports
from tests.builders.reading import read_path, read_rows
from tests.services.sync.test_containers import cells, opened, trimmed

FOREIGN = sorted((Path(__file__).parent / "foreign").iterdir())


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: path.name)
def test_another_programs_workbook_holds_what_it_was_given(path):
    rows = trimmed(exports.plain_english())
    assert cells(opened(path)) == [[float(cell) if type(cell) is int else cell for cell in row] for row in rows]
    found, wanted = read_path(path), read_rows(exports.plain_english())
    assert [row[1:] for row in found.rows] == [row[1:] for row in wanted.rows]
    assert found.table.totals == wanted.table.totals
