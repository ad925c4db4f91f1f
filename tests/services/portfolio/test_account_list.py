"""The portfolio: rows, totals, filters, groups and families."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.enums import Outcome, PromiseStatus, TaskKind
from app.errors import RefusedError, UsageError
from app.i18n import render
from app.services.dates import Days, load_days
from app.services.portfolio.aging import load_aging
from app.services.portfolio.buckets import Presentation
from app.services.portfolio.listing.account_list import load_book, load_portfolio
from app.services.portfolio.listing.views import (
    QUICK,
    SavedFilter,
    counts,
    drop_filter,
    load_filters,
    matching,
    save_filter,
    total,
)
from app.services.portfolio.snapshots import write_snapshot
from app.settings import Settings
from tests.builders.ledger import DAY, Ledger

OVERDUE = DAY - timedelta(days=40)


@pytest.fixture
def load(store):
    def read(day=DAY):
        with store.read() as session:
            return load_portfolio(session, load_days(session, day, "Asia/Tokyo"), Settings())

    return read


def chips(portfolio):
    return {row.number: render(row.chip.text) if row.chip else None for row in portfolio.rows}


def test_a_row_has_what_the_list_shows(ledger, load):
    with ledger() as book:
        book.company()
        book.rate("JPY", "0.0066")
        account = book.account(
            "1", name="株式会社青空商事", name_latin="Aozora Shōji", country="JP", currency="JPY", territory="Kanto",
            credit_limit=10_000_000, limit_currency="JPY", sales_rep="Ito",
        )  # fmt: skip
        book.item(account, 9_000_000, OVERDUE, stage=2)
        book.item(account, 3_000_000, DAY + timedelta(days=9))
        book.item(account, -400_000)
        book.activity(account, Outcome.REPLY, datetime(2026, 10, 26, 23, 30, tzinfo=UTC))
        book.activity(account, Outcome.NA, datetime(2026, 10, 29, 3, 0, tzinfo=UTC))
        book.task(account, TaskKind.SEND_COPIES, date(2026, 11, 5))
        book.task(account, TaskKind.CALL, date(2026, 11, 2))
    portfolio = load()
    (row,) = portfolio.rows
    assert dict(zip(portfolio.keys, row.sums, strict=True)) == {
        "current": 3_000_000, "b1_30": 0, "b31_60": 9_000_000, "b61_90": 0, "b91_120": 0, "b121": 0,
        "no_due_date": 0, "credits": -400_000,
    }  # fmt: skip
    assert (row.balance, row.overdue, row.percent_overdue, row.worst) == (11_600_000, 9_000_000, 75, "b31_60")
    assert (row.base, row.base_overdue, row.tier, row.limit_percent) == (76_560_00, 59_400_00, "B", 116)
    assert (row.last_contact, row.silent_days) == (date(2026, 10, 27), 3)  # the collector's day
    assert (row.next_date, row.next_kind, row.stage) == (date(2026, 11, 2), TaskKind.CALL, 2)


def test_overdue_counts_from_the_due_date_whatever_the_bars_show(store, ledger):
    with ledger() as book:
        account = book.account("1")
        book.item(account, 1_000_00, DAY + timedelta(days=5), document=DAY - timedelta(days=95))
        book.item(account, 300_00, DAY - timedelta(days=5), document=DAY - timedelta(days=35))
        book.item(account, -400_00, document=DAY - timedelta(days=35))
    with store.read() as session:
        due = load_book(session, DAY, "Asia/Tokyo").rows[0]
        document = load_book(session, DAY, "Asia/Tokyo", "document", net_credits=True).rows[0]
    assert (due.debits, due.credits, due.worst) == ((1_000_00, 300_00, 0, 0, 0, 0), -400_00, "b1_30")
    assert (document.debits, document.credits) == ((0, 0, -100_00, 0, 1_000_00, 0), 0)
    assert (due.overdue, document.overdue, due.oldest_due) == (300_00, 300_00, DAY - timedelta(days=5))
    assert (due.balance, document.balance, due.no_due_date) == (900_00, 900_00, 0)


def test_a_past_day_shows_the_balances_of_then(store, ledger):
    then = DAY - timedelta(days=30)
    with ledger(then) as book:
        account = book.account("1", country="JP")
        item = book.item(account, 1_000_00, then - timedelta(days=10))
        run = book.run(as_of=then)
        write_snapshot(book.session, run.batch_id, then, Settings())
        item.open = 400_00
        book.run(as_of=DAY)
        book.account("2")
    with store.read() as session:
        past = load_book(session, then + timedelta(days=3), "Asia/Tokyo")
        now = load_book(session, DAY, "Asia/Tokyo")
        with pytest.raises(RefusedError):
            load_book(session, then - timedelta(days=1), "Asia/Tokyo")
    assert (past.past, past.data_date, now.past) == (True, then, False)
    assert [(row.number, row.balance, row.overdue) for row in past.rows] == [("1", 1_000_00, 1_000_00), ("2", 0, 0)]
    assert now.rows[0].balance == 400_00


def test_a_snapshot_of_other_bounds_joins_todays_buckets():
    how = Presentation(DAY, (30, 60, 90, 120))
    laid = how.lay_out({"current": 1, "b1_15": 2, "b16_45": 4, "b46_75": 8, "b106": 16, "credits": -32})
    assert dict(zip(how.keys, laid, strict=True)) == {
        "current": 1, "b1_30": 6, "b31_60": 8, "b61_90": 0, "b91_120": 16, "b121": 0, "no_due_date": 0, "credits": -32,
    }  # fmt: skip


def test_two_currencies_are_two_rows_and_the_heavier_is_first(ledger, load):
    with ledger() as book:
        account = book.account("1")
        book.item(account, 100_00, OVERDUE, currency="EUR")
        book.item(account, 900_00, OVERDUE, currency="USD")
        book.item(account, 9_999_00, DAY, currency="GBP")
    portfolio = load()
    assert [(row.currency, row.main) for row in portfolio.rows] == [("USD", True), ("EUR", False), ("GBP", False)]
    assert portfolio.accounts == 1


def test_an_account_that_owes_nothing_stands_there_unless_it_vanished(ledger, load):
    with ledger() as book:
        book.account("1", currency="EUR")
        book.account("2", vanished=True)
    assert [(row.number, row.balance, row.currency, row.worst) for row in load().rows] == [("1", 0, "EUR", "")]


def test_the_most_pressing_state_of_each_account(ledger, load):
    with ledger() as book:
        for number, what in enumerate(
            ("broken", "part kept", "limit", "callback", "disputed", "promised", "unapplied", "silent", "quiet")
        ):
            account = book.account(str(number), country="JP", credit_limit=1_00 if what == "limit" else None)
            item = book.item(account, 1_000_00, OVERDUE)
            if what in {"broken", "part kept"}:
                status = PromiseStatus.BROKEN if what == "broken" else PromiseStatus.PARTLY_KEPT
                book.promise(account, [(date(2026, 10, 20), 100_00)], [item], status=status)
            elif what == "callback":
                book.task(account, TaskKind.CALL, DAY, time="15:30", code="CB")
            elif what == "disputed":
                book.dispute(account, [(item, 400_00)])
            elif what == "promised":
                book.promise(account, [(date(2026, 11, 5), 100_00)], [item])
            elif what == "unapplied":
                book.item(account, -420_00)
            elif what == "silent":
                book.activity(account, Outcome.PTP, datetime(2026, 9, 29, 3, 0, tzinfo=UTC))
    assert list(chips(load()).values()) == [
        "promise broken",
        "promise part kept",
        "over limit",
        "callback agreed",
        "disputed 40 %",
        "promised 5 Nov 2026",
        "unapplied 420.00 USD",
        "no contact 31 d",
        None,
    ]


def test_totals_per_currency_and_in_the_base(ledger, load):
    with ledger() as book:
        book.company(base_currency="USD")
        book.rate("EUR", "1.1")
        for number, currency in (("1", "EUR"), ("2", "EUR"), ("3", "USD"), ("4", "MXN")):
            account = book.account(number, currency=currency)
            book.item(account, 1_000_00, OVERDUE)
            book.item(account, 1_000_00, DAY + timedelta(days=5))
    portfolio = load()
    found = total(portfolio.rows, portfolio.rates)
    assert {one.currency: (one.balance, one.overdue, one.rows) for one in found.currencies} == {
        "EUR": (4_000_00, 2_000_00, 2),
        "USD": (2_000_00, 1_000_00, 1),
        "MXN": (2_000_00, 1_000_00, 1),
    }
    assert (found.base.minor, found.base.missing, found.percent) == (6_400_00, ("MXN",), 50)
    assert found.accounts == 4
    assert total([], portfolio.rates).percent is None


def test_quick_filters_count_accounts(ledger, load):
    with ledger() as book:
        late = book.account("1", credit_limit=1_00)
        item = book.item(late, 1_000_00, OVERDUE)
        book.item(late, 1_000_00, OVERDUE, currency="EUR")
        book.dispute(late, [(item, None)])
        book.promise(late, [(date(2026, 10, 20), 100_00)], [item], status=PromiseStatus.BROKEN)
        fresh = book.account("2", hold_orders=True)
        book.item(fresh, 1_000_00, DAY)
    portfolio = load()
    assert counts(portfolio.rows) == {
        "all": 2, "past_due": 1, "over_limit": 1, "broken": 1, "disputed": 1, "silent": 1, "holds": 1,
    }  # fmt: skip
    assert [row.number for row in matching(portfolio.rows, "holds")] == ["2"]
    assert {one.key for one in QUICK} == set(counts([]))
    with pytest.raises(UsageError):
        matching(portfolio.rows, "nonsense")


def test_saved_filters_are_kept_by_name(store):
    mine = SavedFilter("Kanto late", "past_due", (("territory", "Kanto"),), "tier")
    with store.write() as uow:
        save_filter(uow, SavedFilter("Kanto late"), DAY)
        save_filter(uow, SavedFilter("A first"), DAY)
        save_filter(uow, mine, DAY)
        with pytest.raises(UsageError):
            save_filter(uow, SavedFilter(" "), DAY)
        uow.commit()
    with store.read() as session:
        assert load_filters(session) == (SavedFilter("A first"), mine)
    with store.write() as uow:
        drop_filter(uow, "A first", DAY)
        uow.commit()
    with store.read() as session:
        assert load_filters(session) == (mine,)


@pytest.fixture
def family(ledger):
    with ledger() as book:
        group = book.account("100", name="Aozora Group", territory="North", tier="A")
        parent = book.account("050", name="Aozora East", parent_id=group.id, territory="East")
        child = book.account("010", name="Aozora Shop", parent_id=parent.id, territory="East")
        alone = book.account("200", name="Kestrel")
        for account in (group, parent, child, alone):
            book.item(account, 1_000_00, OVERDUE)
        book.item(child, 50_00, DAY, currency="EUR")


def test_every_account_of_a_family_knows_the_topmost_parent(family, load):
    tops = {row.number: (row.top_number, row.top_name) for row in load().rows}
    group = ("100", "Aozora Group")
    assert tops == {"100": group, "050": group, "010": group, "200": ("200", "Kestrel")}


def test_parents_in_a_circle_do_not_hang(store, ledger, load):
    with ledger() as book:
        one = book.account("1")
        two = book.account("2", parent_id=one.id)
        one.parent_id = two.id
        for account in (one, two):
            book.item(account, 1_000_00, OVERDUE)
    assert sorted(row.number for row in load().rows) == ["1", "2"]


ITEMS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(-5_000, 5_000).filter(bool),
        st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
        st.sampled_from(("USD", "JPY")),
    ),
    min_size=1,
    max_size=15,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ITEMS)
def test_the_portfolio_and_the_aging_add_up_to_the_same(store, items):
    with store.write() as uow:
        book = Ledger(uow.session, uow.now)
        accounts = [book.account() for _ in range(4)]
        for which, amount, due, currency in items:
            book.item(accounts[which], amount, due, currency=currency)
        days = Days(DAY, DAY, None, "UTC")
        portfolio = load_portfolio(uow.session, days, Settings())
        aging = load_aging(uow.session, days, Settings())
        mine = {(row.number, row.currency): dict(zip(portfolio.keys, row.sums, strict=True)) for row in portfolio.rows}
        for row in aging.rows:
            assert mine[row.key, row.currency] == dict(row.sums)
        assert all(sum(row.sums) == row.balance for row in portfolio.rows)
        sums = {one.currency: one.balance for one in total(portfolio.rows, portfolio.rates).currencies}
        assert {cur: row.total for cur, row in aging.totals.items() if row.total} == {
            cur: amount for cur, amount in sums.items() if amount
        }
