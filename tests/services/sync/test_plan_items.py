"""What a file of open items does: identity and lines, facts that change, what is new, what comes back."""

from __future__ import annotations

from datetime import date

import pytest

from app.services.sync.model import QuestionsError
from app.services.sync.planning import batch
from tests.builders.rows import Files, closed, credit, item, item_list, item_rows, statuses, sync

D1, D2, D3 = date(2026, 10, 28), date(2026, 10, 29), date(2026, 10, 30)


@pytest.fixture
def files() -> Files:
    return Files()


def test_the_first_file_of_a_source_is_full_and_everything_is_new(store, files):
    files.open_items("a", item("INV-1"), item("INV-2", account="1002"), credit(), as_of=D1)
    result = sync(store, files, "a")
    run = result.runs[0].document()
    assert (run["new"], run["scope"], run["closed"]) == (3, "full", 0)
    assert run["totals"]["USD"] == {
        "net": "160.00",
        "debits": "200.00",
        "credits": "-40.00",
        "count": 3,
        "credit_count": 1,
    }
    rows = item_rows(store)
    assert rows["INV-1"]["first_seen"] == rows["INV-1"]["last_seen"] == "2026-10-28"
    assert (rows["CM-1"]["open"], rows["CM-1"]["kind"]) == (-40_00, "credit_memo")


def test_preview_says_what_commit_does_and_writes_nothing(store, files):
    files.open_items("a", item("INV-1"), item("INV-2", account="1002"), as_of=D1)
    preview = sync(store, files, "a", dry_run=True)
    assert item_rows(store) == {}
    done = sync(store, files, "a")
    assert preview.runs[0].document() == done.runs[0].document()


def test_the_same_file_again_changes_nothing(store, files):
    files.open_items("a", item("INV-1"), item("INV-2", account="1002"), as_of=D1)
    files.same_rows("b", "a")
    sync(store, files, "a")
    before = item_rows(store)
    for name in ("a", "b"):
        again = sync(store, files, name)
        assert (again.applied, again.runs[0].state, again.runs[0].counts.unchanged) == (False, "unchanged", 2)
    assert item_rows(store) == before


def test_a_newer_file_with_the_same_rows_moves_the_day(store, files):
    files.open_items("a", item("INV-1"), item("INV-2", account="1002"), as_of=D1)
    files.open_items("b", item("INV-1"), item("INV-2", account="1002"), as_of=D2)
    sync(store, files, "a")
    result = sync(store, files, "b")
    assert (result.applied, result.runs[0].counts.unchanged, result.data_date) == (True, 2, D2)
    assert {row["last_seen"] for row in item_rows(store).values()} == {"2026-10-29"}
    assert {row["first_seen"] for row in item_rows(store).values()} == {"2026-10-28"}


def test_part_paid_changed_and_unchanged_are_told_apart(store, files):
    files.open_items("a", item("INV-1"), item("INV-2", po="P1"), item("INV-3", account="1002"), as_of=D1)
    files.open_items(
        "b", item("INV-1", 40_00, original=100_00), item("INV-2", po="P2"), item("INV-3", account="1002"), as_of=D2
    )
    sync(store, files, "a")
    counts = sync(store, files, "b").runs[0].counts
    assert (counts.new, counts.changed, counts.part_paid, counts.unchanged) == (0, 2, 1, 1)
    rows = item_rows(store)
    assert (rows["INV-1"]["status"], rows["INV-1"]["open"]) == ("part_paid", 40_00)
    assert (rows["INV-2"]["status"], rows["INV-2"]["po"]) == ("open", "P2")


def test_a_column_that_the_file_lacks_erases_nothing(store, files):
    files.open_items("a", item("INV-1", po="P1", disputed=True), item(account="1002"), as_of=D1)
    lacking = ("account", "number", "document_date", "due_date", "currency", "open")
    files.open_items("b", item("INV-1"), item(account="1002"), as_of=D2, fields=lacking)
    sync(store, files, "a")
    assert sync(store, files, "b").runs[0].counts.unchanged == 2
    row = item_rows(store)["INV-1"]
    assert (row["po"], row["erp_disputed"]) == ("P1", 1)
    files.open_items("c", item("INV-1"), item(account="1002"), as_of=D3)  # has the column, and it is blank
    assert sync(store, files, "c").runs[0].counts.changed == 1
    assert item_rows(store)["INV-1"]["po"] is None


def test_lines_of_one_number_are_paired_by_date_and_amount_then_in_row_order(store, files):
    files.open_items(
        "a",
        item(open=10_00),
        item(open=20_00),
        item(open=30_00, due_date="2026-11-30"),
        item("X", account="2"),
        as_of=D1,
    )
    files.open_items(
        "b",
        item(open=30_00, due_date="2026-11-30"),
        item(open=25_00, original=20_00),
        item(open=10_00),
        item("X", account="2"),
        as_of=D2,
    )
    sync(store, files, "a")
    before = {row["id"]: row["open"] for row in item_rows(store).values()}
    counts = sync(store, files, "b").runs[0].counts
    assert (counts.unchanged, counts.changed, counts.new, counts.closed) == (3, 1, 0, 0)
    after = {row["id"]: row["open"] for row in item_rows(store).values()}
    assert sorted((before[key], after[key]) for key in before if before[key] != after[key]) == [(20_00, 25_00)]


def test_a_line_without_partner_is_new_or_gone(store, files):
    files.open_items("a", item(open=10_00), item(open=20_00), item("X", account="2"), as_of=D1)
    files.open_items("b", item(open=20_00), item("X", account="2"), as_of=D2)
    files.open_items("c", item(open=20_00), item(open=20_00), item("X", account="2"), as_of=D3)
    sync(store, files, "a")
    assert sync(store, files, "b", scope="full").runs[0].counts.no_cash_data == 1
    counts = sync(store, files, "c").runs[0].counts
    assert (counts.new, counts.unchanged, counts.reopened) == (0, 2, 1)
    assert sorted(row["open"] for row in item_rows(store).values() if row["number"] == "INV-1") == [20_00, 20_00]


def test_exact_duplicate_rows_are_lines(store, files):
    files.open_items("a", item(), item(), item("X", account="2"), as_of=D1)
    assert sync(store, files, "a").runs[0].counts.new == 3
    files.same_rows("b", "a")
    assert sync(store, files, "b").runs[0].counts.unchanged == 3


def test_the_kind_tells_equal_numbers_of_one_file_apart(store, files):
    files.open_items("a", item("7"), credit("7", -30_00), item("X", account="2"), as_of=D1)
    files.open_items("b", credit("7", -30_00), item("7", 80_00, original=100_00), item("X", account="2"), as_of=D2)
    sync(store, files, "a")
    counts = sync(store, files, "b").runs[0].counts
    assert (counts.part_paid, counts.unchanged, counts.new) == (1, 2, 0)


def test_a_number_whose_kind_the_erp_changes_stays_one_item(store, files):
    files.open_items("a", item("7"), item("X", account="2"), as_of=D1)
    files.open_items("b", item("7", kind="debit_memo"), item("X", account="2"), as_of=D2)
    sync(store, files, "a")
    assert sync(store, files, "b").runs[0].counts.changed == 1
    assert item_rows(store)["7"]["kind"] == "debit_memo"


def test_payments_without_number_do_not_take_each_others_place(store, files):
    files.open_items("a", credit("", -50_00, document_date="2026-10-01"), item(), item("X", account="2"), as_of=D1)
    files.open_items("b", credit("", -30_00, document_date="2026-10-20"), item(), item("X", account="2"), as_of=D2)
    sync(store, files, "a")
    counts = sync(store, files, "b", scope="full").runs[0].counts
    assert (counts.new, counts.changed, counts.closed, counts.unchanged) == (1, 0, 1, 2)


def test_one_account_may_owe_one_number_in_two_currencies(store, files):
    files.open_items("a", item("7"), item("7", currency="EUR"), item("X", account="2"), as_of=D1)
    assert sync(store, files, "a").runs[0].counts.new == 3
    files.open_items(
        "b", item("7", currency="EUR"), item("7", 90_00, original=100_00), item("X", account="2"), as_of=D2
    )
    counts = sync(store, files, "b").runs[0].counts
    assert (counts.part_paid, counts.unchanged) == (1, 2)


def test_what_comes_back_is_reopened_with_its_history(store, files):
    files.open_items("a", item("INV-1"), item("INV-2"), item("X", account="2"), as_of=D1)
    files.open_items("b", item("INV-1"), item("X", account="2"), as_of=D2)
    files.open_items("c", item("INV-1"), item("INV-2", 60_00, original=100_00), item("X", account="2"), as_of=D3)
    sync(store, files, "a")
    sync(store, files, "b", scope="full")
    counts = sync(store, files, "c").runs[0].counts
    assert (counts.reopened, counts.new, counts.unchanged) == (1, 0, 2)
    row = item_rows(store)["INV-2"]
    assert (row["status"], row["open"], row["closed_on"], row["first_seen"]) == ("reopened", 60_00, None, "2026-10-28")


def test_a_number_used_again_in_another_year_is_another_item(store, files):
    files.open_items("a", item("1", document_date="2025-10-01"), item("X", account="2"), as_of=D1)
    files.open_items("b", item("X", account="2"), item("Y", account="3"), as_of=D2)
    files.open_items("c", item("1", 70_00, document_date="2026-10-29"), item("X", account="2"), item("Y", account="3"))
    sync(store, files, "a")
    sync(store, files, "b", scope="full")
    counts = sync(store, files, "c").runs[0].counts
    assert (counts.new, counts.reopened) == (1, 0)
    assert sorted(row["line"] for row in item_rows(store).values() if row["number"] == "1") == [0, 1]


def test_another_source_is_another_item_and_is_never_closed_by_this_one(store, files):
    files.open_items("a", item("INV-1"), item("INV-2", account="1002"), as_of=D1)
    files.open_items("b", item("INV-1"), item("Z", account="1002"), layout="other", as_of=D2)
    sync(store, files, "a")
    counts = sync(store, files, "b").runs[0].counts
    assert (counts.new, counts.closed) == (2, 0)
    assert set(statuses(store).values()) == {"open"}


def test_files_of_one_source_given_together_are_one_snapshot(store, files):
    files.open_items("a", item("1"), item("2"), item("3", account="1002"), as_of=D1)
    files.open_items("b", item("1"), item("2"), as_of=D2)
    files.open_items("c", item("2"), item("3", account="1002"), item("4", account="1002"), as_of=D2)
    sync(store, files, "a")
    result = sync(store, files, "b", "c")
    assert [run.counts.new for run in result.runs] == [0, 1]
    assert [run.counts.unchanged for run in result.runs] == [2, 2]
    assert [notice.code for notice in result.runs[1].warnings] == ["overlap"]
    assert set(statuses(store).values()) == {"open"}


def test_the_same_file_twice_in_one_import_counts_once(store, files):
    files.open_items("a", item("1"), item("2", account="1002"), as_of=D1)
    result = sync(store, files, "a", "a")
    assert [run.counts.new for run in result.runs] == [2, 0]
    assert len(item_rows(store)) == 2


def test_the_dunning_level_of_the_file_is_taken_over_but_never_over_a_letter_of_ours(store, files):
    levels = {"stage": 2, "stage_on": "2026-10-01"}
    files.open_items("a", item("1", **levels), item("2", account="1002"), as_of=D1)
    sync(store, files, "a")
    assert item_rows(store)["1"]["stage_from"] == "file"
    with store.write() as uow:
        uow.session.connection().exec_driver_sql("UPDATE item SET stage = 3, stage_from = 'letter' WHERE number = '1'")
        uow.commit()
    files.open_items("b", item("1", **levels), item("2", account="1002", stage=1, stage_on="2026-10-20"), as_of=D2)
    assert sync(store, files, "b").runs[0].counts.changed == 1
    rows = item_rows(store)
    assert (rows["1"]["stage"], rows["2"]["stage"]) == (3, 1)


def test_an_item_first_seen_with_less_open_than_issued_is_part_paid(store, files):
    files.open_items("a", item("1", 60_00, original=100_00), item("2", account="1002"), as_of=D1)
    sync(store, files, "a")
    assert statuses(store) == {"1": "part_paid", "2": "open"}


def test_a_file_of_closed_items_is_history(store, files):
    rows = [closed("1", clearing="P9"), closed("2", account="1002", disputed=True, days_late=12)]
    files.closed_items("a", *rows)
    run = sync(store, files, "a").runs[0]
    assert (run.counts.new, run.counts.closed) == (2, 0)
    stored = item_rows(store)
    assert {row["status"] for row in stored.values()} == {"paid"}
    assert (stored["1"]["open"], stored["1"]["closed_on"], stored["1"]["clearing"]) == (0, "2026-10-20", "P9")
    assert (stored["2"]["erp_disputed"], stored["2"]["days_late"]) == (1, 12)
    files.same_rows("b", "a")
    assert sync(store, files, "b").runs[0].state == "unchanged"


def test_a_clearing_by_credit_memo_alone_brought_no_money(store, files):
    memo = closed("CM", -100_00, kind="credit_memo", clearing="C1")
    files.closed_items("a", closed("1", clearing="C1"), memo, closed("2", clearing="P1"))
    sync(store, files, "a")
    assert statuses(store) == {"1": "credited", "CM": "credited", "2": "paid"}


def test_closed_items_close_what_was_seen_open_before_and_nothing_seen_later(store, files):
    files.open_items("a", item("1"), item("2", account="1002"), as_of=D1)
    sync(store, files, "a")
    files.closed_items("b", closed("1", closed_on="2026-10-29"), closed("2", account="1002", closed_on="2026-10-20"))
    result = sync(store, files, "b")
    counts = result.runs[0].counts
    assert (counts.changed, counts.paid, counts.unchanged) == (1, 1, 1)
    assert [notice.code for notice in result.runs[0].warnings] == ["closed_but_open"]
    assert statuses(store) == {"1": "paid", "2": "open"}


def test_every_company_of_a_file_is_a_source_of_its_own(store, files):
    one, two = item("1", company="TW01"), item("1", 70_00, account="1002", company="SG01")
    files.open_items("a", one, two, item("2", account="1002", company="SG01"), as_of=D1)
    sync(store, files, "a")
    assert {row["source"] for row in item_rows(store).values()} == {"plain:TW01", "plain:SG01"}
    files.open_items("b", item("1"), item("3", account="1003"), company="TW01", as_of=D2)
    counts = sync(store, files, "b").runs[0].counts
    assert (counts.unchanged, counts.new, counts.closed) == (1, 1, 0)
    files.open_items("c", one, item("3", account="1003", company="TW01"), two._replace(open=30_00), as_of=D3)
    run = sync(store, files, "c", scope="full").runs[0]
    assert (run.counts.part_paid, run.counts.unchanged, run.counts.no_cash_data) == (1, 2, 1)
    assert statuses(store)["2"] == "closed_no_cash_data"


def test_a_file_without_rows_asks_whether_everything_is_paid(store, files):
    files.open_items("a", item("1"), item("2", account="1002"), as_of=D1)
    files.open_items("b", as_of=D2)
    sync(store, files, "a")
    with pytest.raises(QuestionsError):
        sync(store, files, "b")
    assert sync(store, files, "b", scope="full").runs[0].counts.closed == 2


def test_lines_of_an_account_that_fills_several_chunks_are_numbered_on(store, files, monkeypatch):
    monkeypatch.setattr(batch, "MANY", -1)
    codes = ["USD", *["JPY"] * 5, "USD"]
    rows = [item("", currency=code, document_date="2026-08-01") for code in codes]
    files.open_items("a", *rows, as_of=D1)
    sync(store, files, "a")
    lines = sorted((row["currency"], row["line"]) for row in item_list(store))
    assert lines == [*(("JPY", line) for line in range(5)), ("USD", 0), ("USD", 1)]


def test_a_file_without_original_amounts_does_not_lower_the_one_that_is_known(store, files):
    bare = ("account", "number", "document_date", "due_date", "currency", "open")
    files.open_items("a", item("INV-1", 100_00, original=100_00), as_of=D1, fields=bare)
    files.open_items("b", item("INV-1", 60_00, original=60_00), as_of=D2, fields=bare)
    files.open_items("c", item("INV-1", 120_00, original=120_00), as_of=D3, fields=bare)
    sync(store, files, "a")
    run = sync(store, files, "b").runs[0].document()
    assert (run["changed"], run["part_paid"]) == (1, 1)
    assert (item_rows(store)["INV-1"]["original"], item_rows(store)["INV-1"]["open"]) == (100_00, 60_00)
    assert sync(store, files, "b").runs[0].counts.unchanged == 1
    sync(store, files, "c")
    assert (item_rows(store)["INV-1"]["original"], item_rows(store)["INV-1"]["open"]) == (120_00, 120_00)


def test_an_item_that_comes_back_forgets_how_it_was_cleared(store, files):
    others = item("B1", account="1002")
    files.open_items("a", item("A1"), others, as_of=D1)
    files.open_items("b", others, as_of=D2)
    files.closed_items("c", closed("A1", closed_on=D2, clearing="CL-9", days_late=28), coverage=D2)
    files.open_items("d", item("A1"), others, as_of=D3)
    sync(store, files, "a", day=D1)
    sync(store, files, "b", "c", day=D2, scope="full")
    sync(store, files, "d", day=D3)
    row = item_rows(store)["A1"]
    assert (row["status"], row["clearing"], row["days_late"], row["closed_on"]) == ("reopened", None, None, None)
