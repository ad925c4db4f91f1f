"""Sheets by column: whatever is gathered comes back as it was, however it is kept."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.sync.files.grid import Grid
from app.services.sync.values.cells import Coded, Figures, Gatherer, distinct, keep, looked_up, tail, types
from app.services.sync.values.text import each

CELLS = st.one_of(
    st.text(max_size=3), st.integers(-3, 3), st.floats(-2, 2), st.booleans(), st.dates(), st.just(datetime(2026, 1, 1))
)
ROWS = st.lists(st.lists(CELLS, max_size=5), max_size=30)


def typed(cells):
    """Cells that differ where TRUE and 1 do; the readers know one kind of number."""
    return [(isinstance(cell, bool), cell) for cell in cells]


def gather(*batches):
    column = Gatherer()
    for batch in batches:
        column.add(batch)
    return column.column()


@given(ROWS, st.integers(0, 2))
def test_rows_come_back(rows, left):
    grid = Grid.of_rows("Sheet1", rows, left=left)
    width = max(map(len, rows), default=0)
    wanted = [[""] * left + row + [""] * (width - len(row)) for row in rows]
    assert list(map(typed, grid.rows)) == list(map(typed, wanted))
    assert [grid.row(place) for place in range(grid.height)] == wanted
    assert grid.head(3) == wanted[:3]
    assert len(grid.below(2)) == max(0, len(rows) - 2)
    assert list(grid.below(2)) == wanted[2:]


@given(st.lists(CELLS, min_size=1, max_size=60), st.integers(0, 10), st.data())
def test_columns_are_sequences(cells, start, data):
    column = gather(cells[:20], cells[20:])
    assert typed(column) == typed(cells)
    assert typed(column[3:9]) == typed(cells[3:9])
    assert typed(reversed(column)) == typed(reversed(cells))
    assert typed(column[place] for place in range(-len(cells), len(cells))) == typed([*cells, *cells])
    assert typed(tail(column, start)) == typed(cells[start:])
    own = bytearray(data.draw(st.lists(st.booleans(), min_size=len(cells), max_size=len(cells))))
    kept = [cell for cell, mine in zip(cells, own, strict=True) if mine]
    assert typed(keep(column, own)) == typed(kept)
    assert set(distinct(keep(column, own))) == set(kept)
    assert all((cell in keep(column, own)) == (cell in kept) for cell in cells)
    assert list(each(column, repr)) == list(map(repr, column))


def test_repeated_cells_are_kept_once():
    column = gather(["GBP", "USD"] * 2000, ["GBP"] * 70_000, ["EUR"])
    assert isinstance(column, Coded)
    assert (column.values, column.codes.itemsize) == (["GBP", "USD", "EUR"], 1)
    assert looked_up(column, {"USD": 2})[:3] == [None, 2, None]
    assert set(tail(column, 4000).values) == {"GBP", "EUR"}


@pytest.mark.parametrize(("count", "size"), [(256, 1), (257, 2), (65_537, 4)])
def test_codes_are_as_wide_as_they_must_be(count, size):
    cells = [f"X{number}" for number in range(count)]
    column = gather(cells[:200] * 3, cells * 2)
    assert isinstance(column, Coded)
    assert column.codes.itemsize == size
    assert list(column) == cells[:200] * 3 + cells * 2


def test_amounts_are_kept_as_numbers():
    cells = ["Amount", *(number / 4 for number in range(40_000)), "", *(number / 8 for number in range(100))]
    column = gather(cells[:33_000], cells[33_000:])
    assert isinstance(column, Figures)
    assert list(column) == cells
    assert types(column) == {float, str}
    assert types(tail(column, 40_002)) == {float}
    assert 0.25 in column
    assert "Amount" in column
    assert "Amount" not in tail(column, 1)


def test_a_column_of_amounts_that_turns_into_texts_is_a_list():
    cells = [number / 4 for number in range(40_000)]
    texts = [f"INV{number}" for number in range(40_000)]
    assert gather(cells, texts) == cells + texts


def test_a_flag_is_no_number():
    assert typed(gather([1.0, True, 0.0, False] * 5)) == typed([1.0, True, 0.0, False] * 5)


def test_a_sheet_may_become_wider():
    grid = Grid.of_rows("", (["a"] if number < 5000 else ["b", date(2026, 1, 1)] for number in range(6000)))
    assert grid.row(4999) == ["a", ""]
    assert grid.row(5000) == ["b", date(2026, 1, 1)]
    assert grid.height == 6000


@given(ROWS, ROWS)
def test_a_fingerprint_tells_sheets_apart(one, two):
    first, second = (Grid.of_rows("Sheet1", rows) for rows in (one, two))
    same = list(map(typed, first.rows)) == list(map(typed, second.rows))
    if [[repr(cell) for cell in row] for row in first.rows] == [[repr(cell) for cell in row] for row in second.rows]:
        assert first.fingerprint() == second.fingerprint()
    if not same:
        assert first.fingerprint() != second.fingerprint()


@pytest.mark.parametrize("cell", ["a\x00b", 1.0, True, ""])
def test_a_fingerprint_knows_where_a_cell_ends(cell):
    rows = [[f"X{number}"] for number in range(4000)]
    prints = {
        Grid.of_rows("", [*rows, *more]).fingerprint() for more in ([["a"], ["b"]], [["b"], ["a"]], [[cell], ["c"]])
    }
    assert len(prints) == 3
