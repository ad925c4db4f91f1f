"""Several companies in one file: one that is missing, one whose items fell, what is said of them together."""

from __future__ import annotations

from datetime import date

import pytest

from app.services.sync.model import QuestionsError
from tests.builders.rows import Files, item, rejected, statuses, sync

D1, D2, D3 = date(2026, 10, 28), date(2026, 10, 29), date(2026, 10, 30)


def rows(company: str, count: int, start: int = 0) -> list:
    return [item(f"{company}-{n}", account=f"{1001 + n % 2}", company=company) for n in range(start, count)]


@pytest.fixture
def files(store) -> Files:
    """Yesterday's file of three companies."""
    files = Files()
    files.open_items("yesterday", *rows("1000", 10), *rows("2000", 4), *rows("3000", 1), as_of=D1)
    sync(store, files, "yesterday")
    return files


def notes(result, code: str) -> list[str]:
    return [str(notice.text) for run in result.runs for notice in run.warnings if notice.code == code]


def test_a_company_that_is_missing_is_told_and_stays(store, files):
    files.open_items("today", *rows("1000", 9), as_of=D2)
    result = sync(store, files, "today")
    assert result.runs[0].counts.closed == 1
    assert notes(result, "company_missing") == [
        "Company 2000 is not in the file, but stood in an earlier one: its 4 open items stay as they were.",
        "Company 3000 is not in the file, but stood in an earlier one: its 1 open item stays as it was.",
    ]
    assert {status for number, status in statuses(store).items() if number[0] in "23"} == {"open"}
    files.open_items("tomorrow", *rows("1000", 9), as_of=D3)
    assert len(notes(sync(store, files, "tomorrow"), "company_missing")) == 2


def test_a_company_in_another_file_of_the_import_is_not_missing(store, files):
    files.open_items("one", *rows("1000", 9), as_of=D2)
    files.open_items("two", *rows("2000", 4), *rows("3000", 1), as_of=D2)
    assert notes(sync(store, files, "one", "two"), "company_missing") == []


def test_companies_that_always_come_in_files_of_their_own_are_not_missed(store):
    files = Files()
    for company in ("1000", "2000"):
        plain = [row._replace(company=None) for row in rows(company, 4)]
        files.open_items(f"{company} yesterday", *plain, company=company, as_of=D1)
        files.open_items(f"{company} today", *plain, company=company, as_of=D2)
        sync(store, files, f"{company} yesterday")
    assert notes(sync(store, files, "1000 today"), "company_missing") == []


def test_a_selection_misses_nobody(store, files):
    files.open_items("today", *rows("1000", 9), as_of=D2)
    assert notes(sync(store, files, "today", scope="partial"), "company_missing") == []


def test_the_question_names_the_companies_whose_items_fell(store, files):
    files.open_items("today", *rows("1000", 5), *rows("2000", 2), *rows("3000", 1), as_of=D2)
    with pytest.raises(QuestionsError) as caught:
        sync(store, files, "today")
    (question,) = caught.value.questions
    assert str(question.evidence).startswith("It holds 7 of 14 open items of company 1000, 2000 (50 %)")


def test_a_row_that_protects_everything_is_told_once_for_all_companies(store, files):
    files.open_items("today", *rows("1000", 9), *rows("2000", 3), *rows("3000", 1), as_of=D2, rejected=[rejected()])
    result = sync(store, files, "today")
    assert len(notes(result, "closes_nothing")) == 1
    assert result.runs[0].counts.closed == 0


def test_protected_items_of_several_companies_are_counted_together(store, files):
    bad = [rejected("1002", "1000-9"), rejected("1002", "2000-3")]
    files.open_items("today", *rows("1000", 9), *rows("2000", 3), *rows("3000", 1), as_of=D2, rejected=bad)
    assert notes(sync(store, files, "today"), "protected") == [
        "2 stored items stay as they were because rows were rejected."
    ]
