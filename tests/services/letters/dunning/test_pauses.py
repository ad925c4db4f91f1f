"""Pauses of letters: ordered with a reason, honoured by the run of the day, over by themselves."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.errors import RefusedError
from app.models import AuditEvent, Item, Pause
from app.services.dates import Days
from app.services.letters.dunning.runs import propose_run, record_run
from app.services.letters.dunning.views import load_run
from app.services.letters.pauses import PauseOrder, end_pauses, load_pauses, pause_letters, take_back_pause
from app.settings import Settings
from tests.builders.ledger import Ledger

DAY = date(2026, 10, 30)
ZONE = "Asia/Tokyo"
LATER = DAY + timedelta(days=14)
BANK = {"currency": "USD", "country": "US", "bank": "First Bank", "routing": "021000021", "account": "123456789",
        "holder": "Midori Electric Co., Ltd."}  # fmt: skip


@pytest.fixture
def account(store):
    """An American customer with two overdue invoices, and the day's run that proposes a letter."""
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        ledger.company(banks=[BANK])
        made = ledger.account("1001", name="Northern Steel Inc.", country="US", address=["1 Main Street", "Boston, MA"])
        for number in ("INV-1", "INV-2"):
            ledger.item(made, 1_000_00, DAY - timedelta(days=10), number=number)
        uow.session.flush()
        record_run(uow, Days(DAY, DAY, DAY, ZONE), Settings())
        uow.commit()
        return made.id


def order(store, account, *items, until=LATER, reason="They asked for it"):
    with store.write() as uow:
        ids = tuple(uow.session.scalars(select(Item.id).where(Item.number.in_(items))))
        step = pause_letters(uow, PauseOrder(account, until, reason, ids), DAY, ZONE)
        uow.commit()
        return step


def write(store, fn, *args):
    with store.write() as uow:
        answer = fn(uow, *args)
        uow.commit()
        return answer


def proposed(store):
    with store.read() as session:
        run = load_run(session)
        return [tuple(line.number for line in one.lines) for one in run.letters], [
            (held.code, held.until) for held in run.held
        ]


def running(store, account, day=DAY):
    with store.read() as session:
        return [(row.item, row.reason, row.until, row.days) for row in load_pauses(session, account, day)]


def test_a_pause_of_an_account_holds_its_letter_back_until_its_day_is_over(store, account):
    assert proposed(store) == ([("INV-1", "INV-2")], [])
    order(store, account)
    assert proposed(store) == ([], [("paused", LATER)])
    assert running(store, account) == [("", "They asked for it", LATER, 14)]
    assert running(store, account, LATER) == [("", "They asked for it", LATER, 0)]
    assert running(store, account, LATER + timedelta(days=1)) == []
    with store.read() as session:
        next_day = LATER + timedelta(days=1)
        run = propose_run(session, Days(next_day, next_day, next_day, ZONE), Settings())
        assert [held.code for held in run.held if held.code == "paused"] == []


def test_a_pause_of_one_item_leaves_the_letter_about_the_other(store, account):
    order(store, account, "INV-2")
    assert proposed(store) == ([("INV-1",)], [("paused", LATER)])
    assert [row[0] for row in running(store, account)] == ["INV-2"]


def test_a_newer_pause_of_the_same_thing_takes_the_place_of_the_older(store, account):
    order(store, account, "INV-1")
    order(store, account)
    order(store, account, until=DAY + timedelta(days=3), reason="Waits for us")
    assert [(item, why, days) for item, why, _until, days in running(store, account)] == [
        ("", "Waits for us", 3),
        ("INV-1", "They asked for it", 14),
    ]
    with store.read() as session:
        assert len(session.scalars(select(Pause)).all()) == 3, "the older one stays as history"


def test_an_ended_pause_lets_letters_go_and_can_run_again(store, account):
    order(store, account)
    step = write(store, end_pauses, account, DAY, ZONE)
    assert proposed(store) == ([("INV-1", "INV-2")], [])
    assert running(store, account) == []
    write(store, take_back_pause, step, DAY, ZONE)
    assert proposed(store) == ([], [("paused", LATER)])


def test_undoing_a_pause_brings_the_one_before_back(store, account):
    order(store, account, reason="First")
    step = order(store, account, reason="Second", until=DAY + timedelta(days=1))
    write(store, take_back_pause, step, DAY, ZONE)
    assert [row[1] for row in running(store, account)] == ["First"]


def test_every_step_is_in_the_audit_chain(store, account):
    order(store, account, "INV-1")
    write(store, end_pauses, account, DAY, ZONE)
    with store.read() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.entity == "pause").order_by(AuditEvent.seq)).all()
        assert [event.action for event in events] == ["letters.pause", "letters.resume"]
        facts = json.loads(events[0].facts)
        assert (facts["reason"], facts["until"]) == ("They asked for it", LATER.isoformat())


@pytest.mark.parametrize(
    ("until", "reason", "code"),
    [(DAY, "Because", "pause_past"), (LATER, "  ", "pause_reason"), (LATER, "x" * 201, "pause_long")],
)
def test_a_pause_that_says_too_little_or_too_much_is_refused(store, account, until, reason, code):
    with pytest.raises(RefusedError) as refused:
        order(store, account, until=until, reason=reason)
    assert refused.value.code == code
    assert running(store, account) == []


def test_somebody_elses_item_is_refused(store, account):
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        ledger.item(ledger.account("1002", country="US"), 5_00, DAY, number="OTHER")
        uow.commit()
    with pytest.raises(RefusedError, match="no such item"):
        order(store, account, "OTHER")
