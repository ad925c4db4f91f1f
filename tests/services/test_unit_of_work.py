"""One use case is one transaction with its audit event; without a commit nothing happened."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.errors import UsageError
from app.models import Account, AuditEvent, AuditHead
from app.models.types import new_id
from app.services.audit import GENESIS, audit_key, event_hash, head_seal
from app.services.dates import load_days
from app.services.preferences import get_setting, load_settings, put_setting, save_settings
from app.settings import Settings


def _add(uow, number: str) -> str:
    account = Account(id=new_id(uow.now), key=number, number=number, name="x")
    uow.session.add(account)
    uow.audit("account.new", "account", account.id, number=number)
    uow.touch("accounts", account.id)
    return account.id


def test_a_commit_keeps_everything_and_says_what_it_touched(store):
    with store.write("test") as uow:
        touched = _add(uow, "1")
        changes = uow.commit()
    assert changes.accounts == {touched}
    assert changes.initiator == "test"
    assert bool(changes)


def test_without_a_commit_nothing_is_kept(store):
    with store.write() as uow:
        _add(uow, "1")
    with store.write() as uow:
        _add(uow, "2")
        with pytest.raises(IntegrityError):
            _add(uow, "2")
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(Account)) == 0
        assert session.scalar(select(func.count()).select_from(AuditEvent)) == 0


def test_the_log_is_folded_into_the_file_beside_its_users(store):
    with store.write() as uow:
        uow.session.connection().connection.driver_connection.execute("PRAGMA wal_autocheckpoint = 0")
        for n in range(2_000):
            _add(uow, str(n))
        uow.commit()
    before = store.path.stat().st_size
    with store.read() as session:
        store.fold_in()
        store.fold_in()
        store.settle()
        assert store.path.stat().st_size > before + 100_000
        assert session.scalar(select(func.count()).select_from(Account)) == 2_000


def test_an_unknown_kind_of_change_is_a_defect(store):
    with pytest.raises(ValueError, match="kind"), store.write() as uow:
        uow.touch("cats", "1")


def test_the_chain_links_every_event_to_the_one_before(store):
    for number in ("1", "2", "3"):
        with store.write() as uow:
            _add(uow, number)
            uow.commit()
    key = audit_key(store.key)
    with store.read() as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()
        head = session.get(AuditHead, 1)
        last = GENESIS
        for event in events:
            assert event.hash == event_hash(key, last, event)
            last = event.hash
        assert (head.count, head.hash, head.seal) == (3, last, head_seal(key, 3, last))


def test_settings_keep_only_what_differs(store):
    day = date(2026, 10, 30)
    with store.write() as uow:
        assert save_settings(uow, Settings().changed(promise_grace=5, masc=False), day) == ("promise_grace", "masc")
        uow.commit()
    with store.read() as session:
        assert load_settings(session) == Settings().changed(promise_grace=5, masc=False)
    with store.write() as uow:
        assert save_settings(uow, Settings().changed(masc=False), day) == ("promise_grace",)
        uow.commit()
    with store.read() as session:
        assert load_settings(session) == Settings().changed(masc=False)


def test_values_outside_the_policy_have_keys_of_their_own(store):
    with store.write() as uow:
        put_setting(uow, "remark.2026-10-30", "quiet day", date(2026, 10, 30))
        with pytest.raises(UsageError):
            put_setting(uow, "policy.masc", False, date(2026, 10, 30))
        uow.commit()
    with store.read() as session:
        assert get_setting(session, "remark.2026-10-30") == "quiet day"
        assert get_setting(session, "none", "default") == "default"


def test_before_the_first_sync_there_is_no_data_date(store):
    with store.read() as session:
        days = load_days(session, date(2026, 10, 30), "Asia/Tokyo")
    assert (days.data_date, days.cash_date) == (None, None)
