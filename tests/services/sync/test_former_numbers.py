"""Files that still bear a number which a customer had before: whatever they say belongs to the customer of today."""

from __future__ import annotations

from datetime import date

import pytest

from app.services.accounts import find_account, find_accounts
from app.services.portfolio.search import search
from app.services.sync.planning import batch
from tests.builders.rows import Files, case, contact, customer, item, item_list, receipt, sync

D1, D2, D3, D4 = date(2026, 10, 27), date(2026, 10, 28), date(2026, 10, 29), date(2026, 10, 30)


@pytest.fixture
def files(store) -> Files:
    """Customer 1001 goes on as 2001; before that a name was tied to it."""
    files = Files()
    files.open_items("a", item("A1"), item("A2"), item("B1", account="1002"), as_of=D1)
    files.receipts("n", receipt("N-1", 1_00, None, payer="Customer 1001"), coverage=D1, as_of=D1, accounts=[])
    files.open_items("b", item("A1", account="2001"), item("A2", account="2001"), item("B1", account="1002"), as_of=D2)
    sync(store, files, "a", day=D1)
    sync(store, files, "n", day=D1, names="tie")
    sync(store, files, "b", day=D2, renumbered="yes")
    return files


def one(store, sql: str):
    with store.read() as session:
        return session.connection().exec_driver_sql(sql).fetchall()


def of_2001(store) -> str:
    return one(store, "SELECT id FROM account WHERE number = '2001'")[0][0]


def codes(result) -> list[str]:
    return [notice.code for notice in result.runs[0].warnings]


def test_the_preview_lists_new_items_under_the_number_of_today(store, files):
    files.open_items("c", item("A1"), item("A2"), item("A9"), item("B1", account="1002"), as_of=D3)
    result = sync(store, files, "c", day=D3, dry_run=True)
    assert [(move.account, move.number) for move in result.fresh] == [("2001", "A9")]


def test_receipts_beside_some_that_nobody_is_known_for(store, files):
    rows = receipt("R-2", account="1001"), receipt("R-3", 70_00, None, payer="Nobody")
    files.receipts("r", *rows, coverage=D4, accounts=[])
    sync(store, files, "r")
    found = dict(tuple(row) for row in one(store, "SELECT number, account_id FROM receipt"))
    assert (found["R-2"], found["R-3"]) == (of_2001(store), None)


def test_a_name_that_was_tied_stays_tied(store, files):
    files.receipts("n2", receipt("N-2", 2_00, None, payer="Customer 1001", value_date=D3), coverage=D3, accounts=[])
    assert "receipts_without_account" not in codes(sync(store, files, "n2", day=D3))
    assert {row[0] for row in one(store, "SELECT account_id FROM receipt")} == {of_2001(store)}


def test_a_name_that_was_tied_ties_cases_of_a_customer_that_has_another_name_now(store, files):
    files.customers("m", customer("2001", "Acme"), customer("1002", "Beta"))
    sync(store, files, "m")
    files.cases("k", case("C-1", None, account_name="Customer 1001"))
    sync(store, files, "k")
    assert one(store, "SELECT account_id FROM dispute")[0][0] == of_2001(store)


def test_a_customer_list_under_a_former_number_is_taken(store, files):
    people = (contact("Ann", email="ann@x.example"),)
    files.customers("m", customer("1001", "Acme New", tax_id="DE123", parent="1002", contacts=people))
    result = sync(store, files, "m", day=D3)
    assert (result.runs[0].counts.changed, codes(result)) == (1, ["former_number"])
    (row,) = one(
        store, "SELECT a.number, a.name, a.tax_id, p.number FROM account a JOIN account p ON p.id = a.parent_id"
    )
    assert tuple(row) == ("2001", "Acme New", "DE123", "1002")
    assert [tuple(row) for row in one(store, "SELECT account_id, name FROM contact")] == [(of_2001(store), "Ann")]
    assert not sync(store, files, "m", day=D3).applied


def test_more_former_numbers_than_are_named_are_counted(store):
    files = Files()
    files.open_items("a", *(item(f"A{n}", account=f"10{n}") for n in range(8)), as_of=D1)
    files.open_items("b", *(item(f"A{n}", account=f"20{n}") for n in range(8)), as_of=D2)
    files.customers("m", *(customer(f"10{n}", f"New name {n}") for n in range(8)))
    sync(store, files, "a", day=D1)
    sync(store, files, "b", day=D2, renumbered="yes")
    result = sync(store, files, "m", day=D3)
    assert codes(result) == ["former_number"] * 6
    assert str(result.runs[0].warnings[-1].text) == "3 other accounts of the file have other numbers now too."
    assert result.runs[0].counts.changed == 8


@pytest.mark.parametrize("most", [1000, -1])
def test_rows_under_both_numbers_that_do_not_follow_each_other(store, files, monkeypatch, most):
    monkeypatch.setattr(batch, "MANY", most)
    others = [item(f"C{n}", account=f"{1500 + n}") for n in range(9)]
    rows = item("A1"), item("B1", account="1002"), *others, item("A2", account="2001")
    files.open_items("c", *rows, as_of=D3)
    counts = sync(store, files, "c", day=D3, scope="full").runs[0].counts
    assert (counts.unchanged, counts.new, counts.closed) == (3, 9, 0)
    assert {row["status"] for row in item_list(store)} == {"open"}


def test_lines_under_both_numbers_in_a_source_that_is_new(store, files):
    others = [item(f"C{n}", account=f"{1500 + n}") for n in range(9)]
    rows = item("L1", 5_00), *others, item("L1", 6_00, account="2001")
    files.open_items("c", *rows, as_of=D3, layout="other")
    sync(store, files, "c", day=D3)
    assert sorted((row["line"], row["open"]) for row in item_list(store) if row["number"] == "L1") == [
        (0, 500),
        (1, 600),
    ]


def test_a_customer_is_found_by_the_number_that_it_had_before(store, files):
    with store.read() as session:
        assert find_account(session, "1001").number == "2001"
        assert [account.number for account in find_accounts(session, ["1001", "1002", "2001"])] == ["2001", "1002"]
        first = search(session, "1001", 5, D3)[0]
    assert (first.kind, first.account, first.matched) == ("account", "2001", "number")
