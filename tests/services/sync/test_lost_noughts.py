"""Numbers of documents that a spreadsheet program has taken for figures: ``00004506`` comes back as ``4506``."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders.rows import Files, item, statuses, sync

D1, D2, D3 = date(2026, 10, 28), date(2026, 10, 29), date(2026, 10, 30)


@pytest.mark.parametrize(("before", "after"), [("00004506", "4506"), ("4506", "00004506"), ("004506", "00004506")])
def test_a_document_goes_on_that_lost_or_got_noughts_in_front(store, before, after):
    files = Files()
    files.open_items("a", item(before), item("7", account="1002"), as_of=D1)
    files.open_items("b", item(after, 60_00, original=100_00), item("7", account="1002"), as_of=D2)
    sync(store, files, "a", day=D1)
    (run,) = sync(store, files, "b", day=D2).runs
    assert (run.counts.new, run.counts.part_paid, run.counts.unchanged) == (0, 1, 1)
    assert statuses(store) == {before: "part_paid", "7": "open"}


def test_it_goes_on_under_either_number(store):
    files = Files()
    files.open_items("a", item("00004506"), item("7", account="1002"), as_of=D1)
    files.open_items("b", item("4506"), item("7", account="1002"), as_of=D2)
    files.open_items("c", item("00004506"), item("7", account="1002"), as_of=D3)
    for name, day in (("a", D1), ("b", D2), ("c", D3)):
        (run,) = sync(store, files, name, day=day).runs
    assert (run.counts.new, run.counts.unchanged) == (0, 2)


@pytest.mark.parametrize(
    "other",
    [
        item("4506", document_date="2026-10-27"),
        item("4506", -100_00),
        item("4506", account="1002"),
        item("4506", currency="EUR"),
        item("A4506"),
        item("45060"),
    ],
)
def test_another_document_of_such_a_number_is_new(store, other):
    files = Files()
    files.open_items("a", item("00004506"), item("7", account="1002"), as_of=D1)
    files.open_items("b", item("00004506"), other, item("7", account="1002"), as_of=D2)
    sync(store, files, "a", day=D1)
    (run,) = sync(store, files, "b", day=D2).runs
    assert (run.counts.new, run.counts.unchanged) == (1, 2)


def test_two_numbers_of_one_file_that_differ_in_noughts_are_two_documents(store):
    files = Files()
    files.open_items("a", item("00004506"), item("7", account="1002"), as_of=D1)
    files.open_items("b", item("00004506"), item("4506"), item("7", account="1002"), as_of=D2)
    sync(store, files, "a", day=D1)
    (run,) = sync(store, files, "b", day=D2).runs
    assert (run.counts.new, run.counts.changed) == (1, 0)
    assert set(statuses(store)) == {"00004506", "4506", "7"}
