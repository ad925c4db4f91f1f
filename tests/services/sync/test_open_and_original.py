"""More open than was invoiced: the row stands, for interest may be in it, and somebody hears of it."""

from __future__ import annotations

import pytest

from tests.builders.reading import read_rows

HEAD = ["Account", "Invoice No", "Invoice Date", "Due Date", "Currency", "Original amount", "Open amount"]


def notes(*pairs, **options):
    rows = [
        [f"C{at}", f"N{at}", "2026-04-01", "2026-05-01", "EUR", whole, left] for at, (whole, left) in enumerate(pairs)
    ]
    read = read_rows([HEAD, *rows], **options)
    assert read.table.rows.rejected == 0
    return [(str(note.text), note.row) for note in read.table.warnings if note.code == "open_above_original"]


def test_what_is_open_beyond_the_original_is_told_with_its_first_row():
    pairs = [(100.0, 100.0), (100.0, 150.0), (80.0, 20.0), (90.0, 95.0), (-10.0, -12.0)]
    text = "In 3 rows more is open than the item was issued for (150 of 100); the open amount counts."
    assert notes(*pairs) == [(text, 3)]


@pytest.mark.parametrize(
    "pairs",
    [
        [(100.0, 100.0), (100.0, 40.0), (-30.0, -30.0)],
        [(100.0, 100.0), ("", 40.0), (0.0, 30.0), (70.0, 70.0)],
        [(100.0, 100.0), (50.0, -50.0), (50.0, 0.0), (70.0, 70.0)],
    ],
)
def test_parts_rests_without_an_original_and_credits_are_nothing_to_tell(pairs):
    assert notes(*pairs) == []
