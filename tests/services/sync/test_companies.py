"""Several companies in one file: one that is missing, one whose items fell, what is said of them together."""

from __future__ import annotations

from datetime import date

import pytest

from app.services.sync.model import QuestionsError
from app.services.sync.writing.undo import undo_sync
from tests.builders.rows import Files, item, item_list, rejected, statuses, sync
from tests.services.sync.test_undo import dump

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


# -------------------------------------------------------------------------------------------- a column comes or goes


def plain(*given) -> list:
    return [row._replace(company=None) for row in given]


def held(store) -> dict[str, str]:
    return {row["number"]: row["id"] for row in item_list(store) if row["open"]}


def state(store) -> dict[str, list]:
    judged = {"worklist_row", "promise", "instalment"}
    return {name: found for name, found in dump(store).items() if name not in judged}


@pytest.mark.parametrize("companies", [["1000"], ["1000", "2000"]])
def test_a_company_column_that_appears_doubles_nothing(store, companies):
    files = Files()
    known = [row for company in companies for row in rows(company, 8)]
    files.open_items("yesterday", *plain(*known), as_of=D1)
    sync(store, files, "yesterday")
    before, ids = state(store), held(store)
    today = [known[0]._replace(open=40_00), *known[1:-1], item("NEW", company=companies[0])]
    files.open_items("today", *today, as_of=D2)
    result = sync(store, files, "today")
    counts = result.runs[0].counts
    assert (counts.new, counts.part_paid, counts.unchanged, counts.no_cash_data) == (1, 1, len(known) - 2, 1)
    found = held(store)
    assert {number: found[number] for number in ids if number in found} == {n: i for n, i in ids.items() if n in found}
    assert len(found) == len(known)
    assert notes(result, "companies_changed")
    assert [move.kind for move in result.moves] == ["part_paid", "no_cash_data"]
    files.open_items("tomorrow", *today, as_of=D3)
    again = sync(store, files, "tomorrow")
    assert (again.runs[0].counts.unchanged, again.runs[0].warnings) == (len(known), ())
    undo_sync(store, D3, "UTC")
    undo_sync(store, D3, "UTC")
    assert state(store) == before


def test_a_company_column_that_disappears_doubles_nothing(store, files):
    before, ids = state(store), held(store)
    today = [*rows("1000", 10)[:9], *rows("2000", 4), *rows("3000", 1), item("NEW")]
    files.open_items("today", *plain(*today), as_of=D2)
    result = sync(store, files, "today")
    counts = result.runs[0].counts
    assert (counts.new, counts.unchanged, counts.no_cash_data) == (1, 14, 1)
    assert {n: i for n, i in held(store).items() if n != "NEW"} == {n: i for n, i in ids.items() if n != "1000-9"}
    assert notes(result, "companies_changed")
    assert not notes(result, "company_missing")
    files.open_items("tomorrow", *today[:-1], today[-1]._replace(company="1000"), as_of=D3)
    back = sync(store, files, "tomorrow")
    assert (back.runs[0].counts.unchanged, back.runs[0].counts.new, len(held(store))) == (15, 0, 15)
    undo_sync(store, D3, "UTC")
    undo_sync(store, D3, "UTC")
    assert state(store) == before


def test_a_column_that_disappears_with_one_company_of_several_leaves_the_others(store, files):
    files.open_items("today", *plain(*rows("1000", 10)), as_of=D2)
    result = sync(store, files, "today")
    assert (result.runs[0].counts.unchanged, result.runs[0].counts.closed) == (10, 0)
    assert len(held(store)) == 15


def test_the_same_number_of_two_companies_stays_two_items(store):
    files = Files()
    twins = [item("7", company="1000", document_date=D1), item("7", 50_00, company="2000", document_date=D1)]
    files.open_items("yesterday", *twins, *rows("1000", 3), as_of=D1)
    files.open_items("today", *plain(*twins, *rows("1000", 3)), as_of=D2)
    files.open_items("tomorrow", *twins, *rows("1000", 3), as_of=D3)
    for name in ("yesterday", "today", "tomorrow"):
        sync(store, files, name)
        assert sorted(row["open"] for row in item_list(store) if row["number"] == "7") == [50_00, 100_00]


def test_another_company_of_the_same_layout_is_another_ledger(store):
    files = Files()
    files.open_items("one", *plain(*rows("1000", 5)), as_of=D1)
    files.open_items("other", *rows("2000", 5), as_of=D1)
    sync(store, files, "one")
    result = sync(store, files, "other")
    assert (result.runs[0].counts.new, result.runs[0].counts.closed, result.runs[0].warnings) == (5, 0, ())


def test_most_of_the_ledger_gone_with_the_new_column_asks(store):
    files = Files()
    files.open_items("yesterday", *plain(*rows("1000", 10)), as_of=D1)
    sync(store, files, "yesterday")
    files.open_items("today", *rows("1000", 4), as_of=D2)
    with pytest.raises(QuestionsError) as caught:
        sync(store, files, "today")
    assert caught.value.option == "--scope"


def test_files_with_and_without_the_column_in_one_import_hold_each_item_once(store):
    for turned in (False, True):
        files = Files()
        files.open_items(f"yesterday{turned}", *plain(*rows("1000", 6), *rows("2000", 4)), as_of=D1)
        files.open_items(f"with{turned}", *rows("1000", 6), as_of=D2)
        files.open_items(f"without{turned}", *plain(*rows("2000", 4)), as_of=D2)
        sync(store, files, f"yesterday{turned}")
        names = [f"with{turned}", f"without{turned}"]
        sync(store, files, *(reversed(names) if turned else names))
        assert len(held(store)) == len(item_list(store)) == 10
        undo_sync(store, D3, "UTC")
        undo_sync(store, D3, "UTC")


def test_customers_get_other_numbers_on_the_day_on_which_companies_are_told_apart(store):
    files = Files()
    files.open_items("yesterday", *plain(*rows("1000", 8)), as_of=D1)
    sync(store, files, "yesterday")
    ids = held(store)
    files.open_items("today", *(row._replace(account=f"N{row.account}") for row in rows("1000", 8)), as_of=D2)
    with pytest.raises(QuestionsError) as caught:
        sync(store, files, "today")
    assert caught.value.option == "--renumbered"
    assert sync(store, files, "today", renumbered="yes").runs[0].counts.unchanged == 8
    assert held(store) == ids
