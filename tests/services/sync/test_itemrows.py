"""Rows kept as columns are the rows they were made of."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from app.services.sync.itemrows import ItemRows, column, columns, empty, joined
from app.services.sync.planning.kinds.items import ItemPlan
from app.services.sync.planning.kinds.known import Known
from app.services.sync.planning.plan import Changes, FilePlan, Ids
from tests.builders.rows import DAY, Files, item

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


def test_pieces_are_joined_whatever_they_lack():
    assert list(joined([kept(ROWS[:1]), ROWS[1:], kept(ROWS)])) == [*ROWS, *ROWS]


def test_lines_of_one_identity_are_told_apart_across_pieces():
    """Of a file alone only the last account is remembered: the reader sends an account's rows together."""
    files = Files()
    files.open_items("a.xlsx", *ROWS)
    table = files.made["a.xlsx"].table
    plan = ItemPlan("plain:", Known({}), Ids(datetime(2026, 10, 30, tzinfo=UTC)), Changes(), None)
    plan.alone = True
    file = FilePlan(Path("a.xlsx"), "run", table, DAY)
    ids = {"A": "id-a", "B": "id-b"}
    pieces = [
        [item("1", 5, "A"), item("", 7, "B"), item("", 7, "B")],
        [item("", 7, "B"), item("2", 7, "B")],
        [item("2", 8, "B"), item("", 8, "B")],
    ]
    lines = []
    for rows in pieces:
        made = plan.feed(ItemRows(kept(rows).columns, grouped=True), ids, file)
        lines.append(made.lines)
    assert lines == [[0, 0, 1], [2, 0], [1, 3]]
    assert file.counts.new == 7
