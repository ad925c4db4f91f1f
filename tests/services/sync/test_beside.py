"""Files beside the ledger through the whole sync: what they bring, what a later one lacks, undo, the ledger's tie."""

from __future__ import annotations

from datetime import date

import pytest

from app.enums import SyncKind
from app.errors import RefusedError
from app.services.portfolio.rates import known_rates
from app.services.sync.model import QuestionsError
from app.services.sync.telling.history import list_runs
from app.services.sync.writing.undo import undo_sync
from tests.builders.beside import (
    DAY,
    Desk,
    items,
    orders,
    portal,
    purchase_orders,
    rates,
    sales,
    trial_balance,
)

LEDGER = (("1100", "90011", "EUR", "1234.56"), ("1200", "90012", "EUR", "500.00"), ("1200", "90013", "USD", "70.00"))
ITEMS = items(*LEDGER)
ORDERS = orders(("SO-1", "1100", "5000.00", "2026-06-10"), ("SO-2", "1200", "120.50", "2026-06-15"))
EVERY = {
    SyncKind.ORDERS_ON_HOLD: ORDERS,
    SyncKind.PORTAL_STATUS: portal(("90011", "1100", "Rejected", "PO missing"), ("90012", "", "Approved", "")),
    SyncKind.PO_BALANCES: purchase_orders(("PO-1", "1100", "5000.00", "4000.00", "1000.00")),
    SyncKind.SALES: sales(("2026-05", "1100", "99.50"), ("2026-04", "1100", "10.00")),
    SyncKind.TRIAL_BALANCE: trial_balance(
        ("140000", "Trade receivables", "EUR", "1734.56"), ("140000", "Trade receivables", "USD", "70.00")
    ),
    SyncKind.RATES: rates(("EUR", "USD", "1", "1.0832"), ("JPY", "USD", "100", "0.6421")),
}


@pytest.fixture
def desk(store, tmp_path) -> Desk:
    return Desk(store, tmp_path)


def codes(result, at: int = 0) -> list[str]:
    return [notice.code for notice in result.runs[at].warnings]


@pytest.mark.parametrize("kind", EVERY)
def test_every_kind_is_recognised_previewed_applied_known_again_and_taken_back(desk, kind):
    desk.sync(ITEMS)
    before = desk.dump()
    rows = len(EVERY[kind]) - (2 if "as of" in EVERY[kind][0][0] else 1)
    preview = desk.sync(EVERY[kind], dry_run=True)
    assert (preview.runs[0].kind, preview.runs[0].counts.new, desk.dump()) == (kind.value, rows, before)
    applied = desk.sync(EVERY[kind])
    counts, ended = applied.runs[0].counts, applied.runs[0].rows
    assert applied.applied
    assert (counts.new, ended.item, ended.read) == (rows, rows, rows)
    after = desk.dump()
    assert after != before
    again = desk.sync(EVERY[kind])
    assert (again.applied, again.runs[0].counts.unchanged, desk.dump()) == (False, rows, after)
    undone = undo_sync(desk.store, DAY, "UTC")
    assert (undone.run.kind, desk.dump()) == (kind.value, before)


def test_all_kinds_come_with_their_items_in_one_import(desk):
    result = desk.sync(*EVERY.values(), ITEMS)
    assert [run.counts.new for run in result.runs] == [2, 2, 1, 2, 2, 2, 3]
    assert desk.rows("SELECT count(*) FROM held_order WHERE account_id IS NOT NULL") == [(2,)]
    assert {code for at in range(7) for code in codes(result, at)} <= {"as_of_unknown"}


# ------------------------------------------------------------------------------------------------ orders on hold


def test_an_order_that_a_later_file_lacks_is_released_and_may_come_back(desk):
    desk.sync(ITEMS, ORDERS)
    less = orders(("SO-1", "1100", "5500.00", "2026-06-10"), as_of="2026-06-18")
    run = desk.sync(less).runs[0]
    assert (run.counts.changed, run.counts.closed, run.counts.released, run.counts.no_cash_data) == (1, 1, 1, 0)
    with desk.store.read() as session:
        kept = list_runs(session)[0].report.counts
    assert (kept.closed, kept.released, kept.no_cash_data) == (1, 1, 0)
    found = desk.rows("SELECT number, amount, gone_on, first_seen, last_seen FROM held_order ORDER BY number")
    assert found == [
        ("SO-1", 550000, None, "2026-06-17", "2026-06-18"),
        ("SO-2", 12050, "2026-06-18", "2026-06-17", "2026-06-17"),
    ]
    run = desk.sync(orders(*[(row[0], row[1], row[2], row[4]) for row in ORDERS[2:]], as_of="2026-06-19")).runs[0]
    assert (run.counts.changed, run.counts.reopened, run.counts.closed) == (1, 1, 0)
    undo_sync(desk.store, DAY, "UTC")
    assert desk.rows("SELECT number, amount, gone_on, first_seen, last_seen FROM held_order ORDER BY number") == found


def test_a_selection_of_orders_releases_nothing(desk):
    desk.sync(ITEMS, ORDERS)
    run = desk.sync(orders(("SO-1", "1100", "5000.00", "2026-06-10"), as_of="2026-06-18"), scope="partial").runs[0]
    assert (run.scope, run.counts.closed) == ("partial", 0)
    assert desk.rows("SELECT count(*) FROM held_order WHERE gone_on IS NULL") == [(2,)]


def test_two_lists_of_orders_given_together_are_one(desk):
    desk.sync(ITEMS, ORDERS)
    parts = [orders((row[0], row[1], row[2], row[4]), as_of="2026-06-18") for row in ORDERS[2:]]
    result = desk.sync(*parts)
    assert [run.counts.closed for run in result.runs] == [0, 0]


def test_a_rejected_order_protects_what_is_stored_of_it(desk):
    desk.sync(ITEMS, ORDERS)
    rows = orders(
        ("SO-1", "1100", "5000.00", "2026-06-10"), ("SO-2", "1200", "12,34,5", "2026-06-10"), as_of="2026-06-18"
    )
    run = desk.sync(rows).runs[0]
    assert (run.rows.rejected, run.rejected[0].number, run.counts.closed) == (1, "SO-2", 0)


def test_an_empty_list_has_to_be_meant(desk):
    desk.sync(ITEMS, ORDERS)
    with pytest.raises(RefusedError, match="no rows") as refusal:
        desk.sync(orders(as_of="2026-06-18"), kind=SyncKind.ORDERS_ON_HOLD)
    assert "--scope full" in str(refusal.value.do)
    run = desk.sync(orders(as_of="2026-06-18"), kind=SyncKind.ORDERS_ON_HOLD, scope="full").runs[0]
    assert run.counts.closed == 2


def test_an_older_list_is_refused_and_with_older_releases_and_overwrites_nothing(desk):
    desk.sync(ITEMS, ORDERS)
    old = orders(("SO-1", "1100", "1.00", "2026-06-10"), ("SO-0", "1100", "2.00", "2026-06-01"), as_of="2026-06-02")
    with pytest.raises(RefusedError, match="--older"):
        desk.sync(old)
    run = desk.sync(old, older=True).runs[0]
    assert (run.counts.new, run.counts.unchanged, run.counts.closed) == (1, 1, 0)
    assert desk.rows("SELECT amount FROM held_order WHERE number = 'SO-1'") == [(500000,)]


def test_records_of_strangers_are_kept_named_and_tied_when_the_account_comes(desk):
    result = desk.sync(ORDERS)
    assert codes(result) == ["account_unknown"]
    assert "1100, 1200" in str(result.runs[0].warnings[0].text)
    result = desk.sync(ITEMS, orders(*[(r[0], r[1], r[2], r[4]) for r in ORDERS[2:]], as_of="2026-06-18"))
    assert desk.rows("SELECT count(*) FROM held_order WHERE account_id IS NULL") == [(0,)]


def test_a_file_with_names_alone_finds_the_one_account_that_bears_the_name(desk):
    desk.sync(items(("1100", "90011", "EUR", "10.00"), ("1200", "90012", "EUR", "20.00")))
    rows = [
        ["Order No", "Customer Name", "Order Value", "Currency", "Hold date"],
        ["SO-1", "customer 1100", "5.00", "EUR", "2026-06-10"],
        ["SO-2", "Somebody else", "6.00", "EUR", "2026-06-10"],
    ]
    assert "account_unknown" in codes(desk.sync(rows))
    sql = "SELECT o.number, a.number FROM held_order o LEFT JOIN account a ON a.id = o.account_id ORDER BY 1"
    assert desk.rows(sql) == [("SO-1", "1100"), ("SO-2", None)]


# ------------------------------------------------------------------------------------------------ portal status


def test_a_portal_that_says_otherwise_changes_the_status_and_clears_the_reason(desk):
    desk.sync(ITEMS, EVERY[SyncKind.PORTAL_STATUS])
    run = desk.sync(portal(("90011", "1100", "Approved", "")), as_of=date(2026, 6, 18)).runs[0]
    assert (run.counts.changed, run.counts.closed) == (1, 0)
    assert desk.rows("SELECT number, status, rejection_reason FROM portal_entry ORDER BY number") == [
        ("90011", "Approved", None),
        ("90012", "Approved", None),
    ]


# ------------------------------------------------------------------------------------------------ trial balance


def test_a_trial_balance_that_ties_says_nothing_and_one_that_does_not_says_by_how_much(desk):
    assert codes(desk.sync(ITEMS, EVERY[SyncKind.TRIAL_BALANCE]), 1) == []
    wrong = trial_balance(
        ("140000", "Trade receivables", "EUR", "1734.55"), ("140000", "Trade receivables", "USD", "70.00")
    )
    for dry_run in (True, False):
        result = desk.sync(wrong, dry_run=dry_run)
        assert codes(result) == ["trial_balance_differs"]
        assert "0.01 EUR" in str(result.runs[0].warnings[0].text)


def test_the_preview_compares_with_the_ledger_as_it_will_be(desk):
    balance = trial_balance(("140000", "Trade receivables", "EUR", "1300.00"), as_of="2026-06-18")
    desk.sync(ITEMS)
    later = items(("1100", "90011", "EUR", "1000.00"), ("1300", "90020", "EUR", "300.00"), as_of=date(2026, 6, 18))
    for dry_run in (True, False):
        result = desk.sync(later, balance, dry_run=dry_run, scope="full")
        assert "trial_balance_differs" not in codes(result, 1)


def test_items_that_come_after_their_trial_balance_are_compared_with_it(desk):
    wrong = trial_balance(("140000", "Trade receivables", "EUR", "1.00"))
    desk.sync(wrong)
    assert "trial_balance_differs" in codes(desk.sync(ITEMS))


def test_a_day_without_a_ledger_cannot_be_compared(desk):
    desk.sync(ITEMS)
    result = desk.sync(trial_balance(("140000", "Trade receivables", "EUR", "1.00"), as_of="2026-03-31"))
    assert codes(result) == ["trial_balance_not_compared"]


def test_which_accounts_are_receivables_is_told_by_their_names_else_asked_once(desk):
    desk.sync(ITEMS)
    named = trial_balance(
        ("140000", "Trade receivables", "EUR", "1734.56"), ("140000", "Trade receivables", "USD", "70.00"),
        ("149000", "Allowance for doubtful receivables", "EUR", "-50.00"), ("800000", "Revenue", "EUR", "-1684.56"),
    )  # fmt: skip
    assert codes(desk.sync(named)) == []
    bare = trial_balance(("140000", "1", "EUR", "1734.56"), ("140000", "1", "USD", "70.00"), ("8", "2", "EUR", "5.00"))
    with pytest.raises(QuestionsError) as asked:
        desk.sync(bare, kind=SyncKind.TRIAL_BALANCE)
    assert asked.value.questions[0].option == "--gl-account"
    assert codes(desk.sync(bare, kind=SyncKind.TRIAL_BALANCE, gl_accounts="140000")) == []


# ------------------------------------------------------------------------------------------------ sales and rates


def test_a_later_file_of_sales_corrects_its_months_and_leaves_the_others(desk):
    desk.sync(ITEMS, EVERY[SyncKind.SALES])
    desk.sync(sales(("2026-05", "1100", "100.00")))
    found = desk.rows("SELECT month, amount, with_tax, gone_on FROM sales_month ORDER BY month")
    assert found == [("2026-04-01", 1000, 1, None), ("2026-05-01", 10000, 1, None)]


def test_a_listed_rate_stands_over_one_of_items_and_under_one_that_was_typed(desk):
    def held() -> dict[str, str]:
        with desk.store.read() as session:
            return {code: str(rate.value) for code, rate in known_rates(session, DAY, "USD").items()}

    desk.sync(ITEMS, EVERY[SyncKind.RATES])
    assert held() == {"EUR": "1.0832", "JPY": "0.006421"}
    with desk.store.write() as uow:
        connection = uow.session.connection()
        for source, rate in (("file", "1.5"), ("settings", "1.09")):
            connection.exec_driver_sql(
                "INSERT INTO exchange_rate (id, currency, base, day, source, rate) VALUES (?, 'EUR', 'USD', ?, ?, ?)",
                (source, "2026-06-17", source, rate),
            )
        uow.commit()
    assert held()["EUR"] == "1.09"
    with desk.store.write() as uow:
        uow.session.connection().exec_driver_sql("DELETE FROM exchange_rate WHERE source = 'settings'")
        uow.commit()
    assert held()["EUR"] == "1.0832"


def test_known_rates_tell_which_way_a_list_goes(desk):
    plain = [["Currency", "Exchange rate", "Date"], ["EUR", "0.9200", "2026-06-18"], ["JPY", "155.1", "2026-06-18"]]
    with pytest.raises(QuestionsError) as asked:
        desk.sync(plain, default_currency="USD")
    assert asked.value.questions[0].option == "--rates-per"
    desk.sync(EVERY[SyncKind.RATES])
    desk.sync(plain, default_currency="USD")
    found = desk.rows("SELECT currency, rate FROM exchange_rate WHERE day = '2026-06-18' ORDER BY 1")
    assert found == [("EUR", "1.086956522"), ("JPY", "0.006447453256")]


def test_answers_about_sales_and_rates_are_remembered_for_the_layout(desk):
    bare = sales(("2026-05", "1100", "99.50"), heading="Sales")
    with pytest.raises(QuestionsError):
        desk.sync(ITEMS, bare)
    desk.sync(ITEMS, bare, tax="excluded")
    assert desk.rows("SELECT with_tax FROM sales_month") == [(0,)]
    remembered = desk.rows("SELECT value FROM setting WHERE key = 'sync.answers'")
    assert '"tax"' in remembered[0][0]


def test_an_import_of_everything_is_taken_back_whole(desk):
    before = desk.dump()
    desk.sync(*EVERY.values(), ITEMS)
    assert desk.dump() != before
    undo_sync(desk.store, DAY, "UTC")
    assert desk.dump() == before
