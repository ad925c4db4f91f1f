"""Accounts, people, receipts, cases, rates, snapshots, search and audit of a sync."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from app.clock import FixedClock
from app.services.sync.desk import sync_page
from app.services.sync.model import QuestionsError
from app.services.sync.telling.history import list_runs
from tests.builders.rows import Files, case, contact, credit, customer, item, item_rows, receipt, sync

D1, D2, D3 = date(2026, 10, 28), date(2026, 10, 29), date(2026, 10, 30)


@pytest.fixture
def files() -> Files:
    return Files()


def rows(store, sql: str) -> list[tuple]:
    with store.read() as session:
        return [tuple(row) for row in session.connection().exec_driver_sql(sql)]


def write(store, sql: str) -> None:
    with store.write() as uow:
        uow.session.connection().exec_driver_sql(sql)
        uow.commit()


COMPANY = (
    "INSERT INTO company (country, base_currency, time_zone, tax_ids, names, addresses, signatories, banks, "
    "consequences, targets, changed_at, id) "
    "VALUES ('JP', 'USD', 'Asia/Tokyo', '{}', '{}', '{}', '{}', '[]', '{}', '{}', "
    "'2026-01-01T00:00:00.000000Z', 'c')"
)


# ------------------------------------------------------------------------------------------------ accounts


def test_an_items_file_brings_accounts_with_the_companys_country(store, files):
    write(store, COMPANY)
    files.open_items(
        "a", item(), item("2", account="2"), accounts=[customer(name=""), customer("2", "Zed", country="MX")]
    )
    sync(store, files, "a")
    assert rows(store, "SELECT number, name, country FROM account ORDER BY number") == [
        ("1001", "1001", "JP"),
        ("2", "Zed", "MX"),
    ]


def test_the_customer_file_has_the_last_word_whatever_the_order_of_the_files(store, files):
    files.customers("master", customer(name="Acme Corporation", terms="Net 30", phone="1"))
    files.open_items("a", item(), accounts=[customer(name="ACME", territory="North")], as_of=D1)
    sync(store, files, "a", "master")
    expected = [("Acme Corporation", "Net 30", "North")]
    assert rows(store, "SELECT name, terms, territory FROM account") == expected
    for names in (("a",), ("master",), ("master", "a")):
        result = sync(store, files, *names)
        assert (result.applied, rows(store, "SELECT name, terms, territory FROM account")) == (False, expected)


def test_an_items_file_keeps_its_own_accounts_up_to_date(store, files):
    files.open_items("a", item(), accounts=[customer(name="Acme")], as_of=D1)
    files.open_items("b", item(), accounts=[customer(name="Acme Ltd")], as_of=D2)
    files.open_items(
        "c", item("OTHER-1"), accounts=[customer(name="ACME (other system)", city="Leeds")], layout="other", as_of=D2
    )
    sync(store, files, "a")
    sync(store, files, "b")
    sync(store, files, "c")
    assert rows(store, "SELECT name, city FROM account") == [("Acme Ltd", "Leeds")]


def test_a_customer_file_counts_accounts_and_erases_nothing(store, files):
    files.customers("a", customer("1", "One", city="Oslo"), customer("2", "Two"))
    files.customers("b", customer("1", "One"), customer("2", "Two", city="Bergen"), customer("3", "Three"))
    sync(store, files, "a")
    counts = sync(store, files, "b").runs[0].counts
    assert (counts.new, counts.changed, counts.unchanged) == (1, 1, 1)
    assert rows(store, "SELECT city FROM account ORDER BY number") == [("Oslo",), ("Bergen",), (None,)]


def test_parents_are_tied_wherever_they_stand(store, files):
    files.customers("a", customer("2", "Child", parent="1"), customer("1", "Parent"), customer("3", "Lost", parent="9"))
    result = sync(store, files, "a")
    found = rows(store, "SELECT c.number, p.number FROM account c JOIN account p ON p.id = c.parent_id")
    assert (found, [notice.code for notice in result.runs[0].warnings]) == ([("2", "1")], ["parent_unknown"])
    assert not sync(store, files, "a").applied


def test_a_blocked_account_is_on_hold(store, files):
    files.customers("a", customer("1", "One", blocked=True), customer("2", "Two"))
    sync(store, files, "a")
    assert rows(store, "SELECT hold_orders FROM account ORDER BY number") == [(1,), (0,)]


# ------------------------------------------------------------------------------------------------ contacts


def test_people_are_known_by_mailbox_then_by_name(store, files):
    files.customers("a", customer(contacts=(contact("Ann", email="ann@x.example"), contact("Bob", phone="1"))))
    files.customers("b", customer(contacts=(contact("Ann Lee", email="ANN@x.example"), contact("Bob", phone="2"))))
    sync(store, files, "a")
    assert sync(store, files, "b").runs[0].counts.changed == 1
    assert rows(store, "SELECT name, phone FROM contact ORDER BY name") == [("Ann Lee", None), ("Bob", "2")]


def test_a_corrected_contact_keeps_the_collectors_values_and_shows_the_files(store, files):
    files.customers("a", customer(contacts=(contact("Ann", email="ann@x.example", phone="1"),)))
    sync(store, files, "a")
    write(store, "UPDATE contact SET phone = '555', corrected = 1, file_values = NULL")
    files.customers("b", customer(contacts=(contact("Ann", email="ann@x.example", phone="2"),)))
    sync(store, files, "b")
    assert rows(store, "SELECT phone, json_extract(file_values, '$.phone') FROM contact") == [("555", "2")]
    assert not sync(store, files, "b").applied


def test_a_person_whom_the_customer_file_no_longer_names_is_set_aside(store, files):
    files.customers("a", customer(contacts=(contact("Ann"), contact("Bob"))))
    files.customers("b", customer(contacts=(contact("Bob"),)))
    sync(store, files, "a")
    sync(store, files, "b")
    assert rows(store, "SELECT name, active FROM contact ORDER BY name") == [("Ann", 0), ("Bob", 1)]
    sync(store, files, "a")
    assert rows(store, "SELECT name, active FROM contact ORDER BY name") == [("Ann", 1), ("Bob", 1)]


# ------------------------------------------------------------------------------------------------ receipts


def test_rows_of_one_receipt_are_one_receipt_with_its_applications(store, files):
    files.open_items("a", item("1"), item("2", 50_00), item("3", account="2"))
    files.receipts(
        "r", receipt("R1", 100_00, invoices=("1",)), receipt("R1", 30_00, invoices=("2",)), receipt("R2", 9_00)
    )
    result = sync(store, files, "a", "r")
    assert result.runs[1].counts.new == 2
    assert rows(store, "SELECT number, amount, applied, unapplied FROM receipt ORDER BY number") == [
        ("R1", 130_00, 130_00, 0),
        ("R2", 9_00, 0, 9_00),
    ]
    applied = rows(
        store, "SELECT i.number, a.amount FROM receipt_application a JOIN item i ON i.id = a.item_id ORDER BY 1"
    )
    assert applied == [("1", 100_00), ("2", 30_00)]
    assert not sync(store, files, "r").applied


def test_money_for_several_invoices_goes_in_their_order(store, files):
    files.open_items("a", item("1", 60_00), item("2", 50_00), item("3", account="2"))
    files.receipts("r", receipt("R1", 100_00, invoices=("1", "2")))
    sync(store, files, "a", "r")
    assert rows(store, "SELECT item_number, amount FROM receipt_application ORDER BY 1") == [("1", 60_00), ("2", 40_00)]


def test_equal_bank_movements_are_counted_and_an_overlap_is_not_money_again(store, files):
    files.receipts("r", receipt("", 50_00), receipt("", 50_00), receipt("", 20_00))
    files.receipts("s", receipt("", 50_00), receipt("", 50_00), receipt("", 50_00), receipt("", 20_00), as_of=D3)
    sync(store, files, "r")
    counts = sync(store, files, "s").runs[0].counts
    assert (counts.new, counts.unchanged) == (1, 3)
    assert rows(store, "SELECT count(*), sum(amount) FROM receipt") == [(4, 170_00)]


def test_a_payment_taken_back_later_or_in_the_same_file(store, files):
    files.receipts("r", receipt("R1"), receipt("R2"), receipt("R2", value_date="2026-10-30", reversed=True), as_of=D2)
    files.receipts("s", receipt("R1", value_date="2026-10-30", reversed=True), as_of=D3)
    assert sync(store, files, "r").runs[0].counts.new == 2
    assert sync(store, files, "s").runs[0].counts.changed == 1
    assert rows(store, "SELECT number, reversed_on FROM receipt ORDER BY 1") == [
        ("R1", "2026-10-30"),
        ("R2", "2026-10-30"),
    ]
    assert not sync(store, files, "s").applied


def test_money_is_tied_to_an_item_that_comes_later(store, files):
    files.receipts("r", receipt(invoices=("1",)), as_of=D1, coverage=D1)
    files.open_items("a", item("1", 10_00), item("2", account="2"), as_of=D2)
    sync(store, files, "r")
    assert rows(store, "SELECT item_id FROM receipt_application") == [(None,)]
    sync(store, files, "a")
    assert rows(store, "SELECT i.number FROM receipt_application a JOIN item i ON i.id = a.item_id") == [("1",)]


def test_a_receipt_applied_elsewhere_in_a_later_file_is_applied_there(store, files):
    files.open_items("a", item("1"), item("2"), item("3", account="2"))
    files.receipts("r", receipt("R1", invoices=("1",)))
    files.receipts("s", receipt("R1", invoices=("2",)))
    sync(store, files, "a", "r")
    assert sync(store, files, "s").runs[0].counts.changed == 1
    assert rows(store, "SELECT item_number, amount FROM receipt_application") == [("2", 100_00)]


# ------------------------------------------------------------------------------------------------ cases


def test_a_case_is_tied_to_the_items_it_names_else_to_its_account(store, files):
    files.open_items("a", item("INV-1"), item("INV-2", account="1002"))
    named = case("C1", account=None, invoices=("inv1",), amount=30_00, currency="USD")
    files.cases("c", named, case("C2", "1002"), case("C3", "404"))
    result = sync(store, files, "a", "c")
    run = result.runs[1]
    assert (run.counts.new, run.rows.rejected, run.rows.item, run.rejected[0].value) == (2, 1, 2, "404")
    found = rows(
        store,
        "SELECT d.external_number, a.number, i.number, di.amount FROM dispute d JOIN account a ON a.id = d.account_id "
        "LEFT JOIN dispute_item di ON di.dispute_id = d.id LEFT JOIN item i ON i.id = di.item_id ORDER BY 1",
    )
    assert found == [("C1", "1001", "INV-1", 30_00), ("C2", "1002", None, None)]


def test_a_case_owns_its_status_and_the_note_stays(store, files):
    files.open_items("a", item("INV-1"), item("INV-2", account="1002"))
    files.cases("c", case("C1", invoices=("INV-1",)))
    files.cases("d", case("C1", status="closed", erp_status="Closed", closed_on=D3, owner="Lee", invoices=("INV-1",)))
    sync(store, files, "a", "c")
    write(store, "UPDATE dispute SET note = 'spoke with them'")
    assert sync(store, files, "d").runs[0].counts.changed == 1
    assert rows(store, "SELECT status, owner, closed_on, note FROM dispute") == [
        ("closed", "Lee", "2026-10-30", "spoke with them")
    ]
    assert not sync(store, files, "d").applied


def test_a_name_alone_is_asked_about_once(store, files):
    files.open_items("a", item("1"), accounts=[customer(name="Acme K.K.")])
    sync(store, files, "a")
    files.cases("c", case("C1", account=None, account_name="ACME KK"), case("C2", account=None, account_name="Nobody"))
    with pytest.raises(QuestionsError) as caught:
        sync(store, files, "c")
    assert (caught.value.option, rows(store, "SELECT count(*) FROM dispute")) == ("--names", [(0,)])
    run = sync(store, files, "c", names="leave").runs[0]
    assert (run.counts.new, run.rows.rejected) == (0, 1)
    assert sync(store, files, "c", names="tie").runs[0].counts.new == 1
    files.cases("d", case("C3", account=None, account_name="Acme K.K."))
    assert sync(store, files, "d").runs[0].counts.new == 1


# ------------------------------------------------------------------------------------------------ beside the records


def test_rates_come_from_files_that_state_both_amounts(store, files):
    write(store, COMPANY)
    euro = item("1", 100_00, currency="EUR", local=108_00, local_currency="USD")
    more = item("2", 300_00, currency="EUR", local=326_00, local_currency="USD")
    files.open_items("a", euro, more, item("3", account="2", local=100_00, local_currency="USD"), as_of=D1)
    sync(store, files, "a")
    assert rows(store, "SELECT currency, base, rate, day, source FROM exchange_rate") == [
        ("EUR", "USD", "1.085", "2026-10-28", "file")
    ]


def test_the_snapshot_holds_the_net_of_the_file(store, files):
    files.open_items("a", item("1"), credit(), item("2", 70_00, account="2", due_date=None, due_from=None), as_of=D1)
    result = sync(store, files, "a")
    assert rows(store, "SELECT sum(total) FROM snapshot") == [(result.runs[0].totals["USD"].net,)]


def test_items_and_accounts_are_found_by_their_words(store, files):
    files.open_items("a", item("INV-77", po="PO-55"), accounts=[customer(name="株式会社ミドリ", name_kana="ﾐﾄﾞﾘ")])
    sync(store, files, "a")

    def found(text: str) -> set[str]:
        return {kind for (kind,) in rows(store, f"SELECT kind FROM search WHERE text LIKE '%{text}%'")}

    assert [found(text) for text in ("nv-77", "PO-55", "会社ミ", "ミドリ", "nothing")] == [
        {"item"},
        {"item"},
        {"account"},
        {"account"},
        set(),
    ]
    files.open_items("b", item("INV-77", po="PO-66"), accounts=[customer(name="Midori Ltd")], as_of=date(2026, 10, 31))
    sync(store, files, "b")
    assert [found(text) for text in ("PO-55", "PO-66", "会社ミ", "Midori")] == [set(), {"item"}, set(), {"account"}]


def test_every_run_is_recorded_and_audited(store, files):
    files.open_items("a", item("1"), item("2", account="2"))
    files.customers("m", customer("1001"))
    result = sync(store, files, "a", "m")
    sync(store, files, "a")
    with store.read() as session:
        listed = list_runs(session)
        assert [(row.report.file, row.report.state, row.can_undo) for row in listed] == [
            ("a", "unchanged", False),
            ("a", "applied", True),
            ("m", "applied", True),
        ]
        assert listed[1].report.document() == result.runs[0].document()
    events = rows(store, "SELECT action, json_extract(facts, '$.file'), json_extract(facts, '$.new') FROM audit_event")
    assert [event for event in events if event[0] == "sync"] == [("sync", "m", 1), ("sync", "a", 2), ("sync", "a", 0)]
    assert item_rows(store)["1"]["first_run_id"] == result.runs[0].id


def test_the_sum_of_open_items_is_the_net_of_the_file(store, files):
    files.open_items("a", item("1"), credit(), item("2", 5_00, currency="EUR", account="2"), as_of=D1)
    files.open_items(
        "b", item("1", 60_00), credit("CM-2", -1_00), item("2", 5_00, currency="EUR", account="2"), as_of=D2
    )
    sync(store, files, "a")
    result = sync(store, files, "b", scope="full")
    sums = dict(rows(store, "SELECT currency, sum(open) FROM item GROUP BY currency"))
    assert sums == {currency: total.net for currency, total in result.runs[0].totals.items()}


def test_that_names_were_tied_is_kept_with_receipts_too(store, files):
    files.open_items("a", item("1"), accounts=[customer(name="Acme K.K.")])
    files.receipts("r", receipt("R-1", account=None, payer="Acme KK"), accounts=[])
    sync(store, files, "a")
    sync(store, files, "r", names="tie")
    with store.read() as session:
        assert list_runs(session)[0].options["names"] == "tie"


def test_the_newest_sync_is_the_last_that_was_written_whatever_the_clock_said(store, files):
    files.open_items("a", item("1"), item("2", account="2"), as_of=D1)
    files.open_items("b", item("1"), item("2", account="2"), item("3"), as_of=D2)
    sync(store, files, "a")
    store.clock = FixedClock(store.clock.now() - timedelta(days=3))
    sync(store, files, "b")
    with store.read() as session:
        page = sync_page(session)
    assert [Path(path).name for path in page.again] == [page.runs[0].report.file] == ["b"]


def test_how_far_a_file_reaches_is_kept_only_where_that_closes_something(store, files):
    files.open_items("a", item("1"))
    files.customers("master", customer(name="Acme Corporation"))
    sync(store, files, "a", "master", scope="full")
    with store.read() as session:
        kept = {run.report.kind: run.options for run in list_runs(session)}
    assert kept == {"open-items": {"scope": "full"}, "customers": {}}
