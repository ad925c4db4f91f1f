"""What stands around every view."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.enums import ItemKind, Outcome, SyncKind
from app.services.dates import load_days
from app.services.frame import frame_facts
from app.services.portfolio.worklist import rebuild_worklist
from app.services.preferences import load_settings
from tests.builders.ledger import Ledger

DAY = date(2026, 10, 30)


def test_an_empty_store_waits_for_nothing(store):
    with store.read() as session:
        facts = frame_facts(session, DAY, "Asia/Tokyo")
    assert (facts.to_call, facts.accounts, facts.calls, facts.promises, facts.letters) == (0, 0, 0, 0, 0)
    assert facts.sources == ()
    assert facts.base is None


def test_what_waits_is_counted_on_the_day(store):
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        ledger.company()
        ledger.rate("EUR", "1.08", day=date(2026, 10, 29))
        acme, other = ledger.account(), ledger.account()
        ledger.item(acme, 100_00, due=date(2026, 9, 30))
        ledger.item(acme, 200_00, due=date(2026, 9, 30))
        ledger.item(other, -50_00, due=None, kind=ItemKind.CREDIT_MEMO)
        ledger.activity(acme, Outcome.NA, at=datetime(2026, 10, 29, 15, 30, tzinfo=UTC))
        ledger.activity(acme, Outcome.NA, at=datetime(2026, 10, 30, 15, 30, tzinfo=UTC))
        uow.commit()
    with store.read() as session:
        facts = frame_facts(session, DAY, "Asia/Tokyo")
    assert facts.accounts == 2, "as many as the portfolio lists"
    assert facts.calls == 1, "half past midnight in Tokyo is the next day"
    assert facts.base == "USD"
    assert facts.rates_day == date(2026, 10, 29)
    assert [source.kind for source in facts.sources] == [SyncKind.OPEN_ITEMS]


def test_the_list_of_another_day_is_not_counted(store):
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        ledger.company()
        ledger.item(ledger.account(), 100_00, due=date(2026, 9, 30))
        rebuild_worklist(uow, load_days(uow.session, DAY, "Asia/Tokyo"), load_settings(uow.session))
        uow.commit()
    with store.read() as session:
        assert frame_facts(session, DAY, "Asia/Tokyo").to_call == 1
        assert frame_facts(session, date(2026, 11, 2), "Asia/Tokyo").to_call is None
