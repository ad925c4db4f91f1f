"""The log of calls: by day, filtered, in figures, exported, corrected."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from app.enums import Outcome
from app.models import Account
from app.ui.view import Place
from tests.builders.ledger import DAY, Ledger
from tests.ui.account.conftest import ALT, AOZORA, KESTREL, office, rebuild, rows  # noqa: F401 - fixtures

KEY = Qt.Key


@pytest.fixture
def log(office, store):  # noqa: F811 - the fixture
    """Three contacts today, one of them with two outcomes and a promise."""
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        accounts = {row.number: row for row in uow.session.scalars(select(Account))}
        made = ledger.activity(
            accounts[KESTREL], Outcome.PTP, also=["DISP"], note="Pays on Friday. Price of KS-2 is wrong.", seconds=134,
            contact_name="Pat Lee", reason="approval",
        )  # fmt: skip
        ledger.promise(accounts[KESTREL], [(DAY + timedelta(days=7), 95_472_00)], activity_id=made.id, made_on=DAY)
        ledger.activity(accounts[AOZORA], Outcome.NA, uow.now - timedelta(minutes=30))
        ledger.activity(
            accounts[AOZORA], Outcome.PIPE, uow.now - timedelta(minutes=10), next_code="PIPE",
            next_date=DAY + timedelta(days=4), accounts=(accounts[AOZORA], accounts["100238"]),
        )  # fmt: skip
        uow.commit()
    office.open("calls", "")
    return office


def shown(view):
    return [(row.customer.number, row.activity.outcome.value) for row in view.list.model.shown_rows()]


def test_the_day_stands_there_newest_first_with_its_figures(log):
    assert shown(log.view) == [(KESTREL, "PTP"), (AOZORA, "PIPE"), (AOZORA, "NA")]
    names = {key: tile.accessibleName() for key, tile in log.view._tiles.items()}
    assert names["calls"] == "Calls dialled: 3"
    assert names["answered"] == "Answered: 2 67 %"
    assert names["right"] == "Right person reached: 2 67 %"
    assert names["accounts"] == "Accounts worked: 3"
    assert names["promises"] == "Promises: 1"
    assert names["promised"] == "Promised: 95,472.00 GBP"
    assert log.view._subtitle.text() == "3 contacts logged"


def test_it_is_filtered_by_outcome_and_text(log):
    view = log.view
    view.bar.chips.choose("DISP")
    assert shown(view) == [(KESTREL, "PTP")], "an outcome beside the first counts"
    view.bar.chips.choose("")
    view.list.set_quick("friday")
    assert shown(view) == [(KESTREL, "PTP")]
    view.list.set_quick("あおぞら")
    assert shown(view) == []
    view.list.set_quick("aozora")
    assert len(shown(view)) == 2
    view.list.set_quick("100238")
    assert shown(view) == [(AOZORA, "PIPE")]


def test_one_walks_through_the_days_and_groups_them(log):
    view = log.view
    log.press(KEY.Key_PageUp, ALT)
    assert view._last == DAY - timedelta(days=1)
    assert shown(view) == []
    assert view.list.empty.title() == "No calls on these days"
    log.press(KEY.Key_PageDown, ALT)
    view.span.choose("30")
    assert len(shown(view)) == 4
    assert view.list.model.rowCount() == 6, "two days with their headings"


def test_an_entry_is_read_whole_at_the_right(log):
    log.view.list.view.select_first()
    texts = [label.text() for label in log.view.panel.findChildren(QLabel)]
    assert "Pays on Friday. Price of KS-2 is wrong." in texts
    assert "Fri 30 Oct 2026 09:30 · Call out · 2:14 min" in texts
    assert {"Pat Lee", "Approval pending"} <= set(texts)
    assert log.view.panel._run.isHidden()


def test_a_payment_run_becomes_a_promise_with_one_key(log, rows):  # noqa: F811
    view = log.view
    view.list.view.select_key(next(row.activity.id for row in view.list.model.shown_rows() if row.call.completes
                                   and row.activity.outcome is Outcome.PIPE))  # fmt: skip
    assert not view.panel._run.isHidden()
    view.list.view.select_first()
    log.window.actions_table.trigger("calls.as_promise")
    assert log.toast == "Only an entry about a payment run can become a promise."


def test_enter_opens_the_account(log):
    log.view.list.view.select_first()
    log.view.list.focus_rows()
    log.press(KEY.Key_Return)
    assert log.window.host.place == Place("account", KESTREL)


def test_a_day_without_calls_offers_the_way(log):
    log.view._show_day(date(2026, 1, 5))
    assert log.view._today.isVisible()
    log.view._today.click()
    assert log.view._last == DAY
