from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.enums import Basis, ItemKind, ItemStatus, SyncKind, SyncState
from app.errors import RefusedError
from app.services.dates import Days
from app.services.portfolio.aging import load_aging
from app.services.portfolio.buckets import CREDITS
from app.services.portfolio.snapshots import write_snapshot
from app.settings import Settings
from tests.builders.ledger import Ledger

A1_DAY = date(2025, 6, 30)
A1 = [
    ("INV-1", date(2025, 7, 15), 1_000_00),
    ("INV-2", date(2025, 6, 30), 500_00),
    ("INV-3", date(2025, 6, 29), 250_00),
    ("INV-4", date(2025, 5, 31), 750_00),
    ("INV-5", date(2025, 5, 30), 400_00),
    ("INV-6", date(2025, 5, 1), 300_00),
    ("INV-7", date(2025, 4, 30), 200_00),
    ("INV-8", date(2025, 4, 1), 120_00),
    ("INV-9", date(2025, 3, 31), 80_00),
]


def add_a1(ledger: Ledger) -> None:
    """Put vector A1 of the KPI definitions into the store; terms are Net 30."""
    account = ledger.account("A1")
    for number, due, amount in A1:
        ledger.item(account, amount, due, number=number)
    ledger.item(account, 60_00, date(2025, 6, 19), number="INV-10", document=date(2025, 5, 20), due_from="terms")
    ledger.item(account, -150_00, document=date(2025, 6, 10), number="CM-1")
    ledger.item(account, -350_00, document=date(2025, 6, 25), number="RC-1", kind=ItemKind.UNAPPLIED)


@pytest.fixture
def a1(store, ledger):
    with ledger(A1_DAY) as book:
        add_a1(book)


def aging(store, day=A1_DAY, data_date=A1_DAY, **how):
    with store.read() as session:
        return load_aging(session, Days(day, data_date, None, "Asia/Tokyo"), Settings(), **how)


def major(row):
    return {key: amount // 100 for key, amount in row.sums.items() if amount}


def test_vector_a1_with_credits_in_their_own_column(store, a1):
    (row,) = aging(store).rows
    assert major(row) == {
        "current": 1500,
        "b1_30": 1060,
        "b31_60": 700,
        "b61_90": 320,
        "b91_120": 80,
        "credits": -500,
    }
    assert (row.gross, row.total) == (3_660_00, 3_160_00)
    assert set(row.sums) == {"current", "b1_30", "b31_60", "b61_90", "b91_120", "b121", "no_due_date", "credits"}


def test_vector_a1_netted_by_the_credits_own_date(store, a1):
    (row,) = aging(store, net_credits=True).rows
    assert major(row) == {"current": 1500, "b1_30": 560, "b31_60": 700, "b61_90": 320, "b91_120": 80}
    assert row.total == 3_160_00


def test_vector_a1_by_invoice_date(store, a1):
    (row,) = aging(store, basis=Basis.DOCUMENT).rows
    assert major(row) == {"b1_30": 1500, "b31_60": 1060, "b61_90": 700, "b91_120": 320, "b121": 80, "credits": -500}
    (netted,) = aging(store, basis=Basis.DOCUMENT, net_credits=True).rows
    assert (major(netted)["b1_30"], netted.total) == (1000, 3_160_00)


def test_a_later_day_ages_todays_items_to_that_day(store, a1):
    (row,) = aging(store, day=A1_DAY + timedelta(days=1)).rows
    assert major(row)["current"] == 1000
    assert row.total == 3_160_00


def test_currencies_are_never_mixed(store, ledger):
    with ledger() as book:
        one = book.account("1", territory="North")
        two = book.account("2", territory="North")
        book.item(one, 100, date(2026, 10, 1), currency="USD")
        book.item(one, 200, date(2026, 10, 1), currency="JPY")
        book.item(two, 400, date(2026, 9, 1), currency="JPY")
    found = aging(store, date(2026, 10, 30), date(2026, 10, 30))
    assert [(row.key, row.currency, row.total) for row in found.rows] == [
        ("1", "JPY", 200),
        ("1", "USD", 100),
        ("2", "JPY", 400),
    ]
    assert {cur: row.total for cur, row in found.totals.items()} == {"JPY": 600, "USD": 100}
    territory = aging(store, date(2026, 10, 30), date(2026, 10, 30), by="territory")
    assert [(row.key, row.currency, row.total) for row in territory.rows] == [
        ("North", "JPY", 600),
        ("North", "USD", 100),
    ]
    currency = aging(store, date(2026, 10, 30), date(2026, 10, 30), by="currency")
    assert [(row.key, row.total) for row in currency.rows] == [("JPY", 600), ("USD", 100)]


def test_closed_items_are_not_aged(store, ledger):
    with ledger(A1_DAY) as book:
        account = book.account("1")
        book.closed_item(account, 100, date(2025, 6, 1), date(2025, 6, 20))
        book.item(account, 50, date(2025, 6, 1), status=ItemStatus.PART_PAID)
    assert [row.total for row in aging(store).rows] == [50]


def test_buckets_follow_the_setting(store, a1):
    with store.read() as session:
        found = load_aging(
            session, Days(A1_DAY, A1_DAY, None, "UTC"), Settings().changed(bucket_bounds=(15, 45, 75, 105))
        )
    assert [b.key for b in found.buckets] == ["current", "b1_15", "b16_45", "b46_75", "b76_105", "b106"]
    assert found.rows[0].total == 3_160_00


def test_before_any_sync_there_is_no_aging(store):
    with pytest.raises(RefusedError) as refused:
        aging(store, data_date=None)
    assert refused.value.code == "no_data"


def test_after_closed_items_alone_there_is_nothing_to_age(store, ledger):
    with ledger() as book:
        book.run(SyncKind.CLOSED_ITEMS)
    assert aging(store, data_date=None).rows == ()


def _snapshot(store, ledger, day):
    """Keep the balances of a day, as a sync of that day does."""
    with ledger(day) as book:
        run = book.run(as_of=day)
        write_snapshot(book.session, run.batch_id, day, Settings())
        return run.id


def test_a_past_day_is_answered_from_the_snapshot_before_it(store, ledger, a1):
    _snapshot(store, ledger, A1_DAY)
    with ledger(date(2025, 7, 10)) as book:
        account = book.account("NEW")
        book.item(account, 77_00, date(2025, 7, 1))
    later = date(2025, 7, 10)
    _snapshot(store, ledger, later)
    past = aging(store, day=date(2025, 7, 5), data_date=later)
    assert (past.past, past.data_date, past.day) == (True, A1_DAY, date(2025, 7, 5))
    assert [(row.key, row.total) for row in past.rows] == [("A1", 3_160_00)]
    assert past.rows[0].sums == aging(store).rows[0].sums
    for how in ({"net_credits": True}, {"basis": Basis.DOCUMENT}, {"basis": Basis.DOCUMENT, "net_credits": True}):
        then = aging(store, day=date(2025, 7, 5), data_date=later, **how)
        assert then.rows[0].sums == next(row.sums for row in aging(store, **how).rows if row.key == "A1")


def test_before_the_first_snapshot_it_is_refused_with_the_first_day(store, ledger, a1):
    _snapshot(store, ledger, A1_DAY)
    with pytest.raises(RefusedError) as refused:
        aging(store, day=date(2025, 6, 29))
    assert refused.value.exit_status == 3
    assert "30 Jun 2025" in str(refused.value)


def test_a_snapshot_of_an_import_taken_back_does_not_count(store, ledger, a1):
    _snapshot(store, ledger, A1_DAY)
    with ledger(A1_DAY) as book:
        book.item(book.account("LATE"), 5_00, date(2025, 6, 1))
        run = book.run(as_of=date(2025, 7, 2), state=SyncState.UNDONE)
        write_snapshot(book.session, run.batch_id, date(2025, 7, 2), Settings())
    past = aging(store, day=date(2025, 7, 3), data_date=date(2025, 7, 10))
    assert past.data_date == A1_DAY


ITEMS = st.lists(
    st.tuples(
        st.integers(-5_000, 5_000).filter(bool),
        st.none() | st.dates(date(2025, 1, 1), date(2026, 1, 1)),
        st.none() | st.dates(date(2025, 1, 1), date(2026, 1, 1)),
        st.sampled_from(("USD", "JPY")),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ITEMS)
def test_every_presentation_has_the_same_balance_today_and_in_the_snapshot(store, items):
    with store.write() as uow:
        book = Ledger(uow.session, uow.now, A1_DAY)
        account = book.account("P")
        for amount, due, document, currency in items:
            book.item(account, amount, due, document=document, currency=currency)
        run = book.run(as_of=A1_DAY)
        write_snapshot(uow.session, run.batch_id, A1_DAY, Settings())
        balance: dict[str, int] = {}
        for amount, _, _, currency in items:
            balance[currency] = balance.get(currency, 0) + amount
        for basis in Basis:
            for net in (False, True):
                for data_date in (A1_DAY, A1_DAY + timedelta(days=1)):
                    days = Days(A1_DAY, data_date, None, "UTC")
                    found = load_aging(uow.session, days, Settings(), "currency", basis, net_credits=net)
                    assert {row.key: row.total for row in found.rows} == balance
                    assert all(sum(row.sums.values()) == row.total for row in found.rows)
                    assert not net or all(row.sums[CREDITS] == 0 for row in found.rows)
