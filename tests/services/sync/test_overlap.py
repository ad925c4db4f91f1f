"""Files of one source that come together: nobody owes twice, and what contradicts itself is refused."""

from __future__ import annotations

from datetime import date

import pytest

from app.errors import RefusedError
from tests.builders.rows import Files, item, item_list, sync

OTHERS = item("B1", account="1002"), item("C1", account="1003")


@pytest.fixture
def files() -> Files:
    return Files()


def told(result, at: int = 1) -> list[tuple[str, str]]:
    return [(notice.code, str(notice.text)) for notice in result.runs[at].warnings]


def test_two_open_amounts_of_one_document_are_refused(store, files):
    files.open_items("x", item("A1", 100_00), *OTHERS)
    files.open_items("y", item("A1", 60_00, original=100_00), *OTHERS)
    for dry_run in (True, False):
        with pytest.raises(RefusedError) as caught:
            sync(store, files, "x", "y", dry_run=dry_run)
        assert (caught.value.code, str(caught.value.message)) == (
            "files_disagree",
            "The files disagree on A1 of account 1001: 100.00 USD is open in x, 60.00 USD in y.",
        )
    assert item_list(store) == []


def test_lines_of_one_document_in_two_files_count_both_and_are_told(store, files):
    files.open_items("x", item("A1", 100_00), *OTHERS)
    files.open_items("y", item("A1", 60_00), *OTHERS)
    result = sync(store, files, "x", "y")
    assert sorted(row["open"] for row in item_list(store) if row["number"] == "A1") == [60_00, 100_00]
    said = dict(told(result))
    assert list(said) == ["overlap", "lines_apart"]
    assert said["lines_apart"].startswith("1 row has the number and the days of one in another file of this import")


@pytest.mark.parametrize(
    "other",
    [
        item("A1", 60_00, due_date="2026-10-31"),
        item("A1", 60_00, document_date="2025-08-31"),
        item("A1", 60_00, account="1004"),
        item("A1", 60_00, currency="EUR"),
    ],
)
def test_instalments_and_other_documents_say_nothing(store, files, other):
    files.open_items("x", item("A1", 100_00), *OTHERS)
    files.open_items("y", other)
    assert told(sync(store, files, "x", "y")) == []


def test_lines_within_one_file_say_nothing(store, files):
    files.open_items("x", *OTHERS)
    files.open_items("y", item("A1", 100_00), item("A1", 60_00, original=100_00))
    assert told(sync(store, files, "x", "y")) == []


def test_another_source_may_say_otherwise(store, files):
    files.open_items("x", item("A1", 100_00), *OTHERS)
    files.open_items("y", item("A1", 60_00, original=100_00), layout="other", as_of=date(2026, 10, 30))
    assert "lines_apart" not in dict(told(sync(store, files, "x", "y")))
