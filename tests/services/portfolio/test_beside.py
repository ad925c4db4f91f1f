"""What files beside the ledger are used for: the call list, the account, its items."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.enums import SyncKind, TaskKind, WorkCode
from app.i18n import render
from app.services.dates import load_days
from app.services.portfolio.accounts import load_account
from app.services.preferences import load_settings
from tests.builders.beside import DAY, Desk, items, orders, portal, purchase_orders, sales

NOW = datetime(2026, 6, 18, 8, tzinfo=UTC)
ITEMS = items(
    ("1100", "90011", "EUR", "1234.56"), ("1200", "90012", "EUR", "500.00"), ("1300", "90012", "EUR", "70.00")
)


@pytest.fixture
def desk(store, tmp_path) -> Desk:
    desk = Desk(store, tmp_path)
    desk.sync(ITEMS)
    return desk


def account(desk: Desk, number: str):
    with desk.store.read() as session:
        days = load_days(session, DAY, "UTC")
        return load_account(session, number, days, NOW, load_settings(session))


def item(desk: Desk, number: str = "1100"):
    return account(desk, number).open_items[0]


def hints(row) -> dict[str, str]:
    return {chip.code: render(chip.hint) for chip in row.chips if chip.hint is not None}


def test_an_order_on_hold_is_a_reason_to_call(desk):
    desk.sync(orders(("SO-1", "1100", "5000.00", "2026-06-10")))
    work = account(desk, "1100").work
    reason = next(one for one in work.reasons if one.code is WorkCode.ORDERHOLD)
    assert (reason.points, render(reason.text)) == (25, "order of 5,000.00 EUR on hold since 10 Jun 2026: they want it")
    assert work.step[0] is TaskKind.CALL
    assert "order that is on hold" in render(work.step[1])
    assert [row.number for row in account(desk, "1100").held_orders] == ["SO-1"]
    assert account(desk, "1200").held_orders == ()


def test_several_orders_are_one_reason_with_the_largest(desk):
    desk.sync(orders(("SO-1", "1100", "50.00", "2026-06-10"), ("SO-2", "1100", "70.00", "2026-06-12")))
    reason = next(one for one in account(desk, "1100").work.reasons if one.code is WorkCode.ORDERHOLD)
    said = "2 orders on hold, the largest of 70.00 EUR since 12 Jun 2026: they want them"
    assert (reason.points, render(reason.text)) == (25, said)


def test_a_released_order_is_no_reason_and_stays_on_the_account(desk):
    desk.sync(orders(("SO-1", "1100", "50.00", "2026-06-10"), ("SO-2", "1200", "70.00", "2026-06-12")))
    desk.sync(orders(("SO-2", "1200", "70.00", "2026-06-12"), as_of="2026-06-18"))
    found = account(desk, "1100")
    assert all(reason.code is not WorkCode.ORDERHOLD for reason in found.work.reasons)
    assert [(row.number, row.gone_on) for row in found.beside] == [("SO-1", date(2026, 6, 18))]


def test_an_account_that_owes_nothing_is_called_about_its_order_too(desk):
    head = ["Customer Number", "Customer Name", "Terms", "Country"]
    customers = [head, ["1900", "Newcomer Ltd", "Net 30", "GB"], ["1901", "Another Ltd", "Net 30", "GB"]]
    desk.sync(customers, orders(("SO-9", "1900", "50.00", "2026-06-10")))
    assert [reason.code for reason in account(desk, "1900").work.reasons] == [WorkCode.ORDERHOLD]


def test_a_portals_rejection_stands_at_the_item_with_its_reason(desk):
    desk.sync(portal(("90011", "1100", "Rejected", "PO missing")), as_of=DAY)
    row = item(desk)
    assert (row.portal_entry.rejected, row.portal_entry.reason) == (True, "PO missing")
    chip = next(chip for chip in row.chips if chip.code == "portal")
    assert (render(chip.text), chip.tone) == ("Ariba: Rejected", "bad")
    assert hints(row)["portal"] == "Rejected because: PO missing (as of 18 Jun 2026)."


def test_a_portal_without_customers_speaks_only_of_numbers_that_one_account_has(desk):
    desk.sync(portal(("90011", "", "Approved", ""), ("90012", "", "Approved", "")))
    assert item(desk).portal_entry.status == "Approved"
    assert item(desk, "1200").portal_entry is None
    assert item(desk, "1300").portal_entry is None


@pytest.mark.parametrize(("left", "short"), [("1234.55", True), ("1234.56", False), ("-10.00", True)])
def test_an_item_that_is_more_than_is_left_of_its_purchase_order_says_so(desk, left, short):
    desk.sync(purchase_orders(("PO-1", "1100", "5000.00", "1.00", left)))
    assert ("po_short" in hints(item(desk))) is short
    assert item(desk, "1200").po_left is None


def test_orders_purchase_orders_and_sales_stand_beside_the_account(desk):
    desk.sync(
        orders(("SO-1", "1100", "50.00", "2026-06-10")),
        purchase_orders(("PO-1", "1100", "5000.00", "4000.00", "1000.00")),
        sales(("2026-05", "1100", "99.50"), ("2026-04", "1100", "10.00"), ("2026-05", "1200", "1.00")),
    )
    rows = account(desk, "1100").beside
    assert [(row.kind, row.number, row.amount, row.day) for row in rows] == [
        (SyncKind.ORDERS_ON_HOLD, "SO-1", 5000, date(2026, 6, 10)),
        (SyncKind.PO_BALANCES, "PO-1", 500000, date(2026, 12, 31)),
        (SyncKind.SALES, "", 9950, date(2026, 5, 1)),
        (SyncKind.SALES, "", 1000, date(2026, 4, 1)),
    ]
    assert [row.with_tax for row in rows if row.kind is SyncKind.SALES] == [True, True]
