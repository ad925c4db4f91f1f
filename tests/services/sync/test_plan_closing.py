"""Gone is not paid: what explains a missing item, and what is said when nothing does."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.enums import ItemStatus
from app.i18n import Message
from app.services.sync.planning.closing import explain
from app.services.sync.planning.evidence import Arrived, Evidence, Gone, UsedCredit
from app.services.sync.planning.stored import Stored
from tests.builders.rows import Files, closed, credit, item, item_rows, receipt, statuses, sync

D1, D2, D3, D4 = date(2026, 10, 27), date(2026, 10, 28), date(2026, 10, 29), date(2026, 10, 30)
#: Keeps the share of open items above 70 % and the accounts above one.
REST = [item(f"REST-{n}", account=f"9{n}") for n in range(12)]


@pytest.fixture
def files() -> Files:
    return Files()


def gone(store, files: Files, *rows, now=(), **cash):
    """Sync rows as of D1, then their absence as of D2 with ``cash`` files; returns the second open-items run."""
    files.open_items("a", *rows, *REST, as_of=D1)
    files.open_items("b", *now, *REST, as_of=D2)
    sync(store, files, "a")
    names = []
    if "receipts" in cash:
        names.append(files.receipts("r", *cash["receipts"], **{"coverage": D2, "as_of": D2} | cash.get("table", {})))
    if "closed" in cash:
        names.append(files.closed_items("c", *cash["closed"], coverage=D2, as_of=D2))
    return sync(store, files, "b", *names, scope="full").runs[0]


def test_without_cash_data_it_is_closed_and_nobody_says_why(store, files):
    run = gone(store, files, item("1"))
    assert (run.counts.closed, run.counts.no_cash_data) == (1, 1)
    row = item_rows(store)["1"]
    assert (row["status"], row["open"], row["closed_on"]) == ("closed_no_cash_data", 0, "2026-10-28")
    assert row["last_seen"] == "2026-10-27"


def test_a_receipt_that_names_it_paid_it(store, files):
    run = gone(store, files, item("INV-1"), receipts=[receipt(invoices=("inv 1",), value_date=D2)])
    assert (run.counts.paid, statuses(store)["INV-1"]) == (1, "paid")


def test_a_method_that_is_no_cash_credited_it(store, files):
    gone(store, files, item("1"), receipts=[receipt(invoices=("1",), is_cash=False, method="withholding")])
    assert statuses(store)["1"] == "credited"


def test_the_part_payment_before_does_not_explain_the_rest(store, files):
    files.receipts("early", receipt("R-0", 40_00, invoices=("1",), value_date="2026-10-20"), as_of="2026-10-21")
    files.made["early"].table = _table(files, "early", as_of=date(2026, 10, 21), coverage=date(2026, 10, 21))
    sync(store, files, "early")
    gone(store, files, item("1", 60_00, original=100_00), receipts=[])
    assert statuses(store)["1"] == "vanished"


def test_vanished_when_cash_covers_the_day_and_explains_nothing(store, files):
    run = gone(store, files, item("1"), receipts=[receipt(account="90", amount=5)])
    assert (run.counts.vanished, statuses(store)["1"]) == (1, "vanished")


def test_a_receipts_file_of_the_day_before_shares_the_day_of_a_full_file(store, files):
    run = gone(store, files, item("1"), receipts=[], table={"coverage": D1, "as_of": D1, "as_of_from": "day"})
    assert run.counts.vanished == 1


def test_cash_that_ends_before_the_day_covers_nothing(store, files):
    run = gone(store, files, item("1"), receipts=[], table={"coverage": D1, "as_of": D1})
    assert run.counts.no_cash_data == 1


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2026-10-22", "vanished"),
        ("2026-10-23", "paid"),
        ("2026-10-28", "paid"),
        ("2026-11-02", "paid"),
        ("2026-11-03", "vanished"),
    ],
)
def test_money_of_that_account_and_amount_within_five_days(store, files, day, status):
    gone(store, files, item("1"), receipts=[receipt(value_date=day, receipt_date=day)])
    assert statuses(store)["1"] == status


@pytest.mark.parametrize("other", [{"amount": 99_99}, {"account": "90"}, {"currency": "EUR"}, {"invoices": ("2",)}])
def test_money_of_another_amount_account_currency_or_invoice_explains_nothing(store, files, other):
    gone(store, files, item("1"), receipts=[receipt(**{"value_date": D2} | other)])
    assert statuses(store)["1"] == "vanished"


def test_one_receipt_for_all_that_is_gone(store, files):
    run = gone(store, files, item("1", 60_00), item("2", 40_00), receipts=[receipt(value_date=D2)])
    assert run.counts.paid == 2


def test_money_explains_once(store, files):
    run = gone(store, files, item("1"), item("2"), receipts=[receipt(value_date=D2)])
    assert (run.counts.paid, run.counts.vanished) == (1, 1)


def test_money_that_explained_an_item_does_not_explain_the_next_days(store, files):
    gone(store, files, item("1"), item("2"), now=[item("2")], receipts=[receipt(value_date=D2)])
    files.open_items("d", *REST, as_of=D3)
    files.receipts("e", as_of=D3, coverage=D3)
    run = sync(store, files, "d", "e", scope="full").runs[0]
    assert (run.counts.vanished, statuses(store)["1"], statuses(store)["2"]) == (1, "paid", "vanished")


def test_a_credit_of_its_amount_that_went_with_it(store, files):
    run = gone(store, files, item("1"), credit("CM", -100_00), receipts=[])
    assert (run.counts.credited, statuses(store)["CM"]) == (2, "credited")


def test_unapplied_money_that_was_used_is_money(store, files):
    run = gone(
        store,
        files,
        item("1"),
        credit("UC", -300_00, kind="unapplied_receipt"),
        now=[credit("UC", -200_00, kind="unapplied_receipt", original=-300_00)],
        receipts=[],
    )
    assert (run.counts.paid, run.counts.part_paid) == (1, 1)


def test_credit_and_money_together(store, files):
    run = gone(store, files, item("1"), credit("CM"), receipts=[receipt(amount=60_00, value_date=D2)])
    assert (run.counts.paid, run.counts.credited, run.counts.vanished) == (1, 1, 0)


def test_a_closed_items_row_is_proof_with_its_own_day(store, files):
    rows = [closed("1", closed_on="2026-10-26", clearing="P1", days_late=26)]
    run = gone(store, files, item("1"), closed=rows)
    row = item_rows(store)["1"]
    assert (run.counts.paid, row["closed_on"], row["clearing"], row["days_late"]) == (1, "2026-10-26", "P1", 26)


def test_receipts_that_come_later_explain_or_alarm(store, files):
    files.open_items("a", item("1"), item("2"), *REST, as_of=D1)
    files.open_items("b", *REST, as_of=D2)
    sync(store, files, "a")
    assert sync(store, files, "b", scope="full").runs[0].counts.no_cash_data == 2
    files.receipts("r", receipt(invoices=("1",), value_date=D2), as_of=D3, coverage=D3)
    result = sync(store, files, "r")
    assert (statuses(store)["1"], statuses(store)["2"]) == ("paid", "vanished")
    assert "explained_later" in [notice.code for notice in result.runs[0].warnings]
    files.receipts("late", receipt("R-2", value_date=D2, receipt_date=D2), as_of=D4, coverage=D4)
    sync(store, files, "late")
    assert statuses(store)["2"] == "paid"


def test_receipts_of_today_do_not_alarm_about_last_month(store, files):
    gone(store, files, item("1"))
    files.receipts(
        "r",
        receipt(account="90", value_date="2026-11-30", receipt_date="2026-11-30"),
        as_of=date(2026, 12, 1),
        coverage=date(2026, 12, 1),
    )
    sync(store, files, "r")
    assert statuses(store)["1"] == "closed_no_cash_data"


def _table(files: Files, name: str, **values):
    from dataclasses import replace

    return replace(files.made[name].table, **values)


# ------------------------------------------------------------------------------------------------ the pure rule

amounts = st.integers(1, 5).map(lambda n: n * 100)
debits = st.lists(amounts, min_size=1, max_size=5)
receipts_drawn = st.lists(st.tuples(amounts, st.booleans()), max_size=5)


def _gone(number: int, amount: int) -> Gone:
    return Gone(f"i{number}", "a", f"INV{number}", "invoice", "USD", amount, amount, D1, D2)


@given(debits, receipts_drawn, st.lists(amounts, max_size=3))
def test_no_more_is_explained_by_amount_than_money_and_credits_amount_to(open_amounts, drawn, used):
    items = [_gone(n, amount) for n, amount in enumerate(open_amounts)]
    arrived = [Arrived(f"r{n}", "", "a", "USD", amount, D2, D2, cash) for n, (amount, cash) in enumerate(drawn)]
    credits_used = [UsedCredit(f"c{n}", "", "a", "USD", "credit_memo", amount) for n, amount in enumerate(used)]
    verdicts = explain(items, Evidence(arrived, credits_used, {}, D2))
    explained = sum(item.open for item in items if verdicts[item.id].status is not ItemStatus.VANISHED)
    assert explained <= sum(amount for amount, _ in drawn) + sum(used)
    assert set(verdicts) == {item.id for item in items}


@given(debits, receipts_drawn)
def test_the_order_of_the_evidence_does_not_matter(open_amounts, drawn):
    items = [_gone(n, amount) for n, amount in enumerate(open_amounts)]

    def statuses_of(order) -> dict[str, ItemStatus]:
        arrived = [Arrived(f"r{n}", f"{n}", "a", "USD", drawn[n][0], D2, D2, drawn[n][1]) for n in order]
        return {key: verdict.status for key, verdict in explain(items, Evidence(arrived, covered_through=D2)).items()}

    assert statuses_of(range(len(drawn))) == statuses_of(reversed(range(len(drawn))))


def test_one_receipt_and_one_credit_of_one_item_while_others_vanish(store, files):
    rows = [item("INV-1", 1_000_00), item("INV-2", 500_00), credit("CN-2", -200_00)]
    run = gone(store, files, *rows, receipts=[receipt("R-1", 300_00, value_date=D2)])
    assert (run.counts.paid, run.counts.credited, run.counts.vanished) == (1, 1, 1)
    found = item_rows(store)
    assert (found["INV-2"]["status"], found["CN-2"]["status"], found["INV-1"]["status"]) == (
        "paid", "credited", "vanished",
    )  # fmt: skip
    assert "credit CN-2 of 200.00 USD are together what was open" in str(
        Message.from_json(found["INV-2"]["closed_why"])
    )


def test_one_receipt_for_some_of_what_is_gone(store, files):
    rows = [item("1", 110_00), item("2", 70_00), item("3", 31_00), item("4", 11_00)]
    run = gone(store, files, *rows, receipts=[receipt("R-1", 101_00, value_date=D2)])
    assert (run.counts.paid, run.counts.vanished) == (2, 2)
    assert {statuses(store)[number] for number in "23"} == {"paid"}


def test_sums_that_fit_in_two_ways_explain_nothing(store, files):
    rows = [item("1", 60_00), item("2", 40_00), item("3", 70_00), item("4", 30_00)]
    run = gone(store, files, *rows, receipts=[receipt("R-1", 100_00, value_date=D2)])
    assert (run.counts.paid, run.counts.vanished) == (0, 4)


# ------------------------------------------------------------------------------------------------ money that is less


def test_money_that_comes_a_day_late_explains_once(store, files):
    files.open_items("a", item("A"), item("B"), *REST, as_of=D1)
    files.open_items("b", item("B"), *REST, as_of=D2)
    files.open_items("c", *REST, as_of=D3)
    files.receipts("r", receipt("R-1", value_date=D3), as_of=D3, coverage=D3)
    sync(store, files, "a")
    assert sync(store, files, "b").runs[0].counts.no_cash_data == 1
    sync(store, files, "c", "r")
    assert (statuses(store)["A"], statuses(store)["B"]) == ("closed_no_cash_data", "paid")


def test_money_that_names_much_more_than_it_pays_does_not_explain_it(store, files):
    run = gone(store, files, item("A", 1000_00), receipts=[receipt("R", 10_00, invoices=("A",), value_date=D2)])
    assert (run.counts.paid, run.counts.vanished) == (0, 1)
    assert [str(notice.text) for notice in run.warnings if notice.code == "paid_short"] == [
        "1 item is gone though the money that names it is less than was open: nothing explains 990.00 USD of A."
    ]
    assert str(Message.from_json(item_rows(store)["A"]["closed_why"])) == (
        "Receipt R of 10.00 USD on 28 Oct 2026 names it. Nothing explains 990.00 USD of what was open."
    )


def test_money_that_is_somewhat_less_paid_it_and_what_is_missing_is_said(store, files):
    run = gone(store, files, item("A", 1000_00), receipts=[receipt("R", 950_00, invoices=("A",), value_date=D2)])
    assert (run.counts.paid, [notice.code for notice in run.warnings]) == (1, ["paid_short"])


@pytest.mark.parametrize(
    ("rows", "cash"),
    [
        ([item("A", 1000_00)], [receipt("R", 998_00, invoices=("A",))]),  # within the tolerance
        ([item("A", 1000_00), credit("CM", -50_00)], [receipt("R", 950_00, invoices=("A",))]),
        ([item("A", 300_00), item("B", 200_00), credit("CM", -50_00)], [receipt("R", 450_00, invoices=("A", "B"))]),
        ([item("A", 900_00)], [receipt("R", 800_00, invoices=("A",)), receipt("W", invoices=("A",), is_cash=False)]),
        ([item("A", 40_00, original=140_00)], [receipt("R", invoices=("A",)), receipt("Q", 40_00, invoices=("A",))]),
        ([item("A"), credit("UC", -100_00, kind="unapplied_receipt")], [receipt("R", invoices=("A",))]),
    ],
)  # fmt: skip
def test_what_money_credits_and_deductions_explain_together_is_paid(store, files, rows, cash):
    run = gone(store, files, *rows, receipts=[row._replace(value_date="2026-10-28") for row in cash])
    assert (run.counts.closed, run.counts.vanished, [notice.code for notice in run.warnings]) == (len(rows), 0, [])


def test_a_payment_that_came_before_it_stood_in_the_ledger_counts(store, files):
    files.receipts("early", receipt("R-0", 600_00, invoices=("A",), value_date=D1), as_of=D1, coverage=D1)
    sync(store, files, "early")
    late = receipt("R-1", 400_00, invoices=("A",), value_date=D2)
    run = gone(store, files, item("A", 1000_00), receipts=[late])
    assert (run.counts.paid, [notice.code for notice in run.warnings]) == (1, [])


def test_a_credit_that_goes_beside_an_invoice_that_was_paid_in_full_is_missed(store, files):
    run = gone(store, files, item("A"), credit("CM", -50_00), receipts=[receipt("R", invoices=("A",), value_date=D2)])
    assert (run.counts.paid, run.counts.vanished, statuses(store)["CM"]) == (1, 1, "vanished")


def test_a_credit_that_goes_while_money_explains_what_another_item_lost_is_missed(store, files):
    rows = [item("A", 100_00), credit("CM", -50_00)]
    now = [item("A", 50_00, original=100_00)]
    run = gone(store, files, *rows, now=now, receipts=[receipt("R", 50_00, invoices=("A",), value_date=D2)])
    assert (run.counts.part_paid, statuses(store)["CM"]) == (1, "vanished")


def test_an_old_correction_among_the_money_of_today_alarms_about_no_time_between(store, files):
    early, later = date(2026, 9, 1), date(2026, 9, 2)
    files.open_items("a", item("1"), *REST, as_of=early)
    files.open_items("b", *REST, as_of=later)
    sync(store, files, "a")
    sync(store, files, "b")
    old = receipt("OLD", 5_00, "90", value_date="2026-07-01", receipt_date="2026-07-01")
    files.receipts("r", old, receipt("N", 7_00, "91", value_date=D4, receipt_date=D4), coverage=D4, as_of=D4)
    sync(store, files, "r")
    assert statuses(store)["1"] == "closed_no_cash_data"


def test_money_of_long_ago_that_names_nothing_is_not_looked_at(store, files):
    rows = [
        receipt("OLD", value_date="2026-01-05"),
        receipt("OLD-2", value_date="2026-01-05", invoices=("INV-1",)),
        receipt("NEW", value_date=D2),
    ]
    files.receipts("r", *rows)
    sync(store, files, "r")
    with store.read() as session:
        stored = Stored(session.connection())
        found = stored.arrived([stored.accounts()["1001"].id], D1)
    assert {one.number for one in found} == {"OLD-2", "NEW"}


def test_a_customer_with_thousands_of_items_and_receipts():
    count = 3000
    items = [_gone(n, 1000 + n) for n in range(count)]
    arrived = [Arrived(f"r{n}", f"R{n}", "a", "USD", 1000 + 2 * n, D2, D2) for n in range(count)]
    verdicts = explain(items, Evidence(arrived, covered_through=D2))
    assert sum(verdict.status is ItemStatus.PAID for verdict in verdicts.values()) == count // 2
