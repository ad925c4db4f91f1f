"""Orders on hold, purchase orders, sales and the portal's word, as the account shows them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from app import models as m
from app.models.types import new_id
from tests.builders.ledger import DAY
from tests.ui.account.conftest import ALT, AOZORA


def _fact(uow, kind, **values):
    seen = {"source": "made", "first_seen": DAY, "last_seen": DAY, "first_run_id": "r", "last_run_id": "r"}
    account = uow.session.scalar(select(m.Account.id).where(m.Account.number == AOZORA))
    row = kind(id=new_id(uow.now), account_id=account, account=AOZORA, **seen, **values)
    uow.session.add(row)


@pytest.fixture
def beside(office, store):
    """Write records beside the ledger and open the account again."""
    with store.write() as uow:
        yen = {"currency": "JPY"}
        since = DAY - timedelta(days=4)
        _fact(uow, m.HeldOrder, number="SO-1", amount=900_000, hold_since=since, reason="over limit", **yen)
        _fact(uow, m.HeldOrder, number="SO-0", amount=1_000, hold_since=since, reason=None, gone_on=DAY, **yen)
        _fact(uow, m.PoBalance, number="PO-1", amount=5_000, billed=4_000, remaining=1_000, end_date=DAY, **yen)
        _fact(uow, m.SalesMonth, month=date(2026, 9, 1), amount=70_000, with_tax=True, **yen)
        _fact(
            uow, m.PortalEntry, portal="Ariba", number="INV-0118", invoice_key="inv0118", status="Rejected",
            submitted_on=None, rejection_reason="PO missing",
        )  # fmt: skip
        uow.touch_everything()
        uow.commit()
    office.open(key="100238")
    office.open()
    return office


def chips(office) -> list[str]:
    return [chip.accessibleName() for chip in office.view.header._chips.children() if hasattr(chip, "accessibleName")]


def test_the_head_says_that_an_order_waits(beside):
    assert "1 order on hold" in chips(beside)


def test_the_tab_lists_what_stands_open_before_what_is_over(beside):
    beside.press(Qt.Key.Key_8, ALT)
    rows = beside.view.pages.orders.model.shown_rows()
    assert [row.number for row in rows] == ["SO-1", "PO-1", "", "SO-0"]
    states = [beside.view.pages.orders.model.columns[-1].value(row)[0].text for row in rows]
    assert states == ["on hold", "open", "with tax", "released"]
    assert beside.view.pages.panel() is beside.view.pages.orders


def test_a_rejection_in_the_portal_is_red_at_the_item_with_its_reason(beside):
    row = next(row for row in beside.view.pages.items.panel.model.shown_rows() if row.number == "INV-0118")
    chip = next(chip for chip in row.chips if chip.code == "portal")
    assert (chip.tone, str(chip.text)) == ("bad", "Ariba: Rejected")
    assert "PO missing" in str(chip.hint)
