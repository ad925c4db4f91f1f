"""Rows kept as columns are the rows they were made of."""

from __future__ import annotations

from app.services.sync.itemrows import ItemRows, column, columns, empty
from tests.builders.rows import item

ROWS = [item("INV-1", 5, "A"), item("INV-2", 6, "B", po="4500")]


def kept(rows=ROWS):
    made = [None if all(value is None for value in values) else list(values) for values in zip(*rows, strict=True)]
    return ItemRows(made)


def test_rows_come_back_from_their_columns():
    assert list(kept()) == ROWS
    assert kept()[1] == kept()[-1] == ROWS[1]
    assert kept()[:1] == ROWS[:1]
    assert (len(kept()), len(ItemRows([[]]))) == (2, 0)


def test_columns_are_the_same_of_either_kind():
    for name in ("account", "po", "text"):
        assert list(column(kept(), name)) == list(column(ROWS, name))
        assert empty(kept(), name) == empty(ROWS, name) == (name == "text")
    assert [value and list(value) for value in columns(kept())][:3] == [list(value) for value in columns(ROWS)][:3]
