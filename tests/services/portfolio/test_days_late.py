from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from app.enums import ItemStatus
from app.services.portfolio.account.days_late import Payment, days_late, load_days_late

DUE = date(2026, 6, 1)
DAY = date(2026, 10, 30)


def test_the_vector_of_the_definition():
    paid = [
        Payment(10_000_00, 5, date(2026, 6, 6)),
        Payment(2_000_00, 20, date(2026, 6, 21)),
        Payment(8_000_00, -3, date(2026, 5, 29)),
    ]
    late = days_late(paid)
    assert (late.average, late.early_as_zero, late.late_only) == (Decimal("3.3"), Decimal("4.5"), Decimal("7.5"))
    assert (late.payments, late.first, late.last) == (3, date(2026, 5, 29), date(2026, 6, 21))


def test_without_late_payments_there_is_no_late_only():
    late = days_late([Payment(1_00, -3, DUE), Payment(1_00, 0, DUE)])
    assert (late.average, late.early_as_zero, late.late_only) == (Decimal("-1.5"), Decimal("0.0"), None)
    assert days_late([]) is None


def test_the_trend_compares_the_last_ninety_days_with_the_time_before():
    old = Payment(1_00, 8, date(2026, 1, 10))
    new = Payment(1_00, 11, date(2026, 9, 1))
    assert days_late([old, new]).trend == Decimal("3.0")
    assert days_late([new]).trend is None


def test_what_is_older_than_two_years_before_the_last_payment_is_left_out():
    late = days_late([Payment(1_00, 100, date(2023, 1, 1)), Payment(1_00, 2, date(2026, 9, 1))])
    assert (late.average, late.payments) == (Decimal("2.0"), 1)


def read(store, ledger_account):
    with store.read() as session:
        return load_days_late(session, DAY).get(ledger_account)


def test_closed_items_give_each_account_its_days_late(store, ledger):
    with ledger() as book:
        account = book.account()
        book.closed_item(account, 10_000_00, DUE, DUE + timedelta(days=5))
        book.closed_item(account, 2_000_00, DUE, DUE + timedelta(days=20))
        book.closed_item(account, 8_000_00, DUE, DUE - timedelta(days=3))
        book.closed_item(account, 9_000_00, DUE, DUE + timedelta(days=90), status=ItemStatus.VANISHED)
        book.closed_item(account, -50_00, DUE, DUE + timedelta(days=90))
        book.item(account, 7_000_00, DUE)
        never = book.account()
        ids = account.id, never.id
    late = read(store, ids[0])
    assert (late.average, late.early_as_zero, late.late_only) == (Decimal("3.3"), Decimal("4.5"), Decimal("7.5"))
    assert read(store, ids[1]) is None


def test_a_file_that_states_days_late_but_no_day_is_believed(store, ledger):
    with ledger() as book:
        account = book.account()
        item = book.closed_item(account, 100_00, DUE, DUE)
        item.closed_on, item.days_late = None, 12
        ident = account.id
    assert read(store, ident).average == Decimal("12.0")


def test_receipts_weigh_by_what_they_paid(store, ledger):
    with ledger() as book:
        account = book.account()
        item = book.closed_item(account, 1_000_00, DUE, DUE + timedelta(days=40))
        for amount, days in ((400_00, 10), (600_00, 20)):
            receipt = book.receipt(account, amount, DUE + timedelta(days=days))
            book.application(receipt, item, amount)
        returned = book.receipt(account, 600_00, DUE, reversed_on=DUE)
        book.application(returned, item, 600_00)
        rounding = book.receipt(account, 1_00, DUE, is_cash=False)
        book.application(rounding, item, 1_00)
        ident = account.id
    assert read(store, ident).average == Decimal("16.0")
