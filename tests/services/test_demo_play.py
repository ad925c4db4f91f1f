"""The demonstration in a store: everything goes through the real sync, and comes out as it was laid out."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from app.clock import FixedClock
from app.enums import DisputeStatus, ItemStatus, PromiseStatus, Scope, SyncKind
from app.errors import RefusedError
from app.models.account import Account, Contact
from app.models.activity import Activity
from app.models.dispute import Dispute
from app.models.engine import open_engine
from app.models.item import Item
from app.models.promise import Promise
from app.models.sync import SyncRun
from app.models.task import Task
from app.services.company import get_company
from app.services.demo.cast import PLAYERS
from app.services.demo.model import Event
from app.services.demo.play import play_demo
from app.services.unit_of_work import Store
from app.services.verify import check_store
from tests.conftest import KEY

DAY = date(2026, 10, 30)
STATUS = {
    Event.PAID: ItemStatus.PAID,
    Event.HISTORY: ItemStatus.PAID,
    Event.CREDITED: ItemStatus.CREDITED,
    Event.VANISHED: ItemStatus.VANISHED,
    Event.PART_PAID: ItemStatus.PART_PAID,
    Event.NEW: ItemStatus.OPEN,
    Event.DISPUTED: ItemStatus.OPEN,
}


@pytest.fixture(scope="module")
def played(store_template, tmp_path_factory):
    """A demo of 90 accounts in every system, played once for the module: the open store and the files."""
    folder = tmp_path_factory.mktemp("demo")
    path = folder / "demo.db"
    path.write_bytes(store_template.read_bytes())
    store = Store(open_engine(path, KEY), FixedClock(datetime(2026, 10, 30, 0, 30, tzinfo=UTC)), path, KEY)
    seen: list[int] = []
    files = play_demo(store, folder / "demo-files", DAY, 90, 600, 3, lambda done, total, label: seen.append(done))
    yield store, files, seen
    store.close()


@pytest.fixture
def session(played):
    with played[0].read() as session:
        yield session


@pytest.fixture
def stored(played, session):
    """Stored items by account number and item number, paired with what they were laid out as."""
    numbers = dict(session.execute(select(Account.id, Account.key)).all())
    found = {(numbers[item.account_id], item.number): item for item in session.scalars(select(Item))}
    laid = played[1].portfolio.items
    assert len(found) == len(laid) == 600
    return [(item, found[item.account.number, item.number]) for item in laid]


def test_every_item_stands_as_it_was_laid_out(stored):
    for laid, item in stored:
        assert item.open == (laid.now or 0), laid
        assert item.currency == laid.currency
        assert item.due_date == laid.due_date
        assert item.document_date == laid.document_date
        if laid.event:
            assert item.status is STATUS[laid.event], laid


def test_what_is_gone_is_told_apart(stored):
    for event in (Event.PAID, Event.CREDITED, Event.VANISHED):
        assert sum(laid.event is event for laid, _ in stored) >= 2
    assert all(item.status is not ItemStatus.NO_CASH_DATA for _, item in stored)


def test_the_stages_that_the_files_state_are_taken_over(stored):
    taken = {(laid.account.country, item.stage) for laid, item in stored if item.stage}
    assert taken >= {(laid.account.country, stage) for laid, _ in stored for stage in (1, 2, 3)}


def test_every_file_is_applied_whole_and_ties_to_its_own_total(played, session):
    runs = session.scalars(select(SyncRun)).all()
    assert len(runs) == len(played[1].before) + len(played[1].now)
    for run in runs:
        assert not run.report["rejected"], run.file
        assert "own_total_differs" not in {warning["code"] for warning in run.report["warnings"]}, run.file
        if run.kind is SyncKind.OPEN_ITEMS:
            assert run.scope == Scope.FULL, run.file
            assert run.as_of.isoformat() in {"2026-10-29", "2026-10-30"}


def test_accounts_come_with_names_parents_limits_and_people(played, session):
    accounts = {account.key: account for account in session.scalars(select(Account))}
    by_id = {account.id: account for account in accounts.values()}
    people = Counter(session.scalars(select(Contact.account_id)))
    assert len(accounts) == 90
    for laid in played[1].portfolio.accounts:
        account = accounts[laid.number]
        assert account.name == laid.name.local
        assert account.country == laid.country
        assert account.time_zone == laid.address.zone
        assert (by_id[account.parent_id].key if account.parent_id else None) == (
            laid.parent.number if laid.parent else None
        )
        assert people[account.id] >= len(laid.contacts)
    assert sum(bool(account.credit_limit) for account in accounts.values()) > 60


def test_countries_with_enough_accounts_have_a_promise_kept_partly_kept_and_broken(session):
    sizes = Counter(session.scalars(select(Account.country)))
    ends = defaultdict(set)
    for country, status in session.execute(select(Account.country, Promise.status).join(Promise)):
        ends[country].add(status)
    wanted = {PromiseStatus.KEPT, PromiseStatus.PARTLY_KEPT, PromiseStatus.BROKEN}
    assert len(ends) == 13
    assert all(found >= wanted for country, found in ends.items() if sizes[country] >= PLAYERS)
    assert sum(found >= wanted for found in ends.values()) > 6


def test_disputes_are_open_in_every_country(session):
    rows = session.execute(select(Account.country, Dispute.status).join(Dispute)).all()
    assert {country for country, status in rows if status is not DisputeStatus.CLOSED} == set(
        session.scalars(select(Account.country))
    )


def test_calls_lie_in_the_past_and_callbacks_wait_for_today(played, session):
    calls = session.scalars(select(Activity)).all()
    assert len(calls) == len(played[1].portfolio.calls)
    assert all(call.at < datetime(2026, 10, 29, 15, tzinfo=UTC) for call in calls)
    assert session.scalars(select(Task.id).where(Task.time.is_not(None), Task.due >= DAY)).all()


def test_company_and_audit_chain_are_whole(played, session):
    assert {bank.currency for bank in get_company(session).banks} >= {"JPY", "USD", "GBP"}
    assert check_store(played[0]).ok


def test_progress_runs_to_the_end(played):
    seen = played[2]
    assert seen[0] == 0
    assert seen[-1] == 100
    assert all(0 <= done <= 100 for done in seen)


def test_a_store_with_data_is_refused(played, tmp_path):
    with pytest.raises(RefusedError, match="has data already"):
        play_demo(played[0], Path(tmp_path), DAY)
    assert not list(tmp_path.iterdir())
