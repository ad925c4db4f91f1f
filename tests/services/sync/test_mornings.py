"""Mornings in any order: whole files, selections, the same again, promises, undo; the ledger stays whole."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.clock import FixedClock
from app.enums import Basis
from app.models.account import Account
from app.models.engine import open_engine
from app.models.item import Item
from app.services.dates import load_days
from app.services.portfolio.aging import load_aging
from app.services.preferences import load_settings
from app.services.sync.writing.undo import undo_sync
from app.services.unit_of_work import Store
from tests.builders.ledger import Ledger
from tests.builders.rows import Files, item, item_list, receipt, sync
from tests.conftest import KEY, MOMENT
from tests.services.sync.test_undo import dump

FIRST = date(2026, 10, 20)
OPEN = {"open", "part_paid", "reopened"}


@st.composite
def rows(draw):
    """Items of one morning, each identity once, so that what came of it can be followed."""
    numbers = draw(st.lists(st.sampled_from("ABCDEFGH"), unique=True, min_size=1, max_size=7))
    found = []
    for number in numbers:
        amount = draw(st.integers(1, 9)) * (-10_00 if number in "DH" else 10_00)
        kind = "credit_memo" if amount < 0 else "invoice"
        original = 90_00 if amount > 0 else -90_00
        due = draw(st.sampled_from([None, "2026-09-30", "2026-11-30"]))
        account = "10" if number < "E" else "20"
        dated = {"due_date": due, "due_from": None if due is None else "file"}
        found.append(item(number, amount, account, kind=kind, original=original, **dated))
    return found


cash = st.lists(
    st.builds(
        lambda number, amount, account: receipt("", amount * 10_00, account, invoices=(number,) if number else ()),
        st.sampled_from(["", *"ABCDEFGH"]), st.integers(1, 9), st.sampled_from(["10", "20"]),
    ),
    max_size=3,
)  # fmt: skip


def facts(store) -> dict:
    """Everything but the call list and how promises stand: both are judged for the day on which they are asked for."""
    judged = {"worklist_row", "promise", "instalment"}
    return {name: found for name, found in dump(store).items() if name not in judged}


class Mornings(RuleBasedStateMachine):
    """A store that lives through mornings."""

    template: Path

    @initialize()
    def empty(self):
        self.folder = tempfile.TemporaryDirectory()
        path = Path(shutil.copyfile(self.template, Path(self.folder.name, "mornings.db")))
        self.store = Store(open_engine(path, KEY), FixedClock(MOMENT), path, KEY)
        self.files, self.day, self.count = Files(), FIRST, 0
        self.before: list[tuple] = []
        self.called, self.company = {"10": "10", "20": "20"}, None
        self.newest: list[str] = []

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()

    def open_ones(self) -> dict[str, dict]:
        return {row["number"]: row for row in item_list(self.store) if row["status"] in OPEN}

    def told(self, row):
        """A row as the ERP tells it today: its customers' numbers, and whether it tells companies apart."""
        companies = {} if self.company is None or hasattr(row, "payer") else {"company": self.company}
        return row._replace(account=self.called[row.account], **companies)

    def bring(self, given, money, scope, renumbered="no"):
        self.count += 1
        self.day += timedelta(days=1)
        given, money = [self.told(row) for row in given], [self.told(row) for row in money]
        names = [self.files.open_items(f"o{self.count}", *given, as_of=self.day)]
        if money:
            dated = [one._replace(receipt_date=self.day.isoformat(), value_date=self.day.isoformat()) for one in money]
            names.append(self.files.receipts(f"r{self.count}", *dated, as_of=self.day, coverage=self.day))
        self.before.append((facts(self.store), dict(self.called), self.company))
        was = {row["id"]: row["status"] for row in item_list(self.store)}
        sync(self.store, self.files, *names, scope=scope, day=self.day, renumbered=renumbered)
        shown = {row.number for row in given}
        for row in item_list(self.store):
            if was.get(row["id"], "open") not in OPEN and row["status"] in OPEN:
                assert row["number"] in shown
        self.newest = names

    @rule(given=rows(), money=cash)
    def whole(self, given, money):
        """A file of everything that is open: afterwards the store holds just that of its source."""
        self.bring(given, money, "full")
        source = "plain" if self.company is None else f"plain:{self.company}"
        found = {number: row for number, row in self.open_ones().items() if row["source"] == source}
        assert {number: row["open"] for number, row in found.items()} == {row.number: row.open for row in given}

    @rule(given=rows(), money=cash)
    def selection(self, given, money):
        """A selection closes nothing and brings what it holds."""
        held = self.open_ones()
        self.bring(given, money, "partial")
        found = self.open_ones()
        assert held.keys() <= found.keys()
        assert {row.number: row.open for row in given}.items() <= {n: row["open"] for n, row in found.items()}.items()

    @precondition(lambda self: self.newest)
    @rule()
    def again(self):
        """The same rows in other bytes change nothing."""
        held = dump(self.store)
        names = [self.files.same_rows(f"{name}-{len(self.files.made)}", name) for name in self.newest]
        result = sync(self.store, self.files, *names, scope="partial", day=self.day)
        assert (result.applied, dump(self.store)) == (False, held)

    @precondition(lambda self: self.before)
    @rule()
    def undo(self):
        """Taking back the newest sync gives the store as it was."""
        undo_sync(self.store, self.day, "UTC")
        held, self.called, self.company = self.before.pop()
        assert facts(self.store) == held
        self.newest = []

    @precondition(lambda self: self.open_ones())
    @rule(account=st.sampled_from(["10", "20"]))
    def another_number(self, account):
        """A customer gets another number: every item goes on under it, and the customer with it."""
        before = self.open_ones()
        mine = {row["account_id"] for number, row in before.items() if (number < "E") == (account == "10")}
        called = {**self.called, account: f"{account}-{self.count}"}
        held = dict(self.called)
        self.called = called
        self.bring([self.as_it_stands(row) for row in before.values()], [], "full", renumbered="yes")
        state, _, company = self.before.pop()
        self.before.append((state, held, company))
        after = self.open_ones()
        assert {number: (row["id"], row["account_id"], row["open"]) for number, row in after.items()} == {
            number: (row["id"], row["account_id"], row["open"]) for number, row in before.items()
        }
        with self.store.read() as session:
            assert {session.get(Account, ident).number for ident in mine} <= {called[account]}

    @rule(company=st.sampled_from([None, "1000"]))
    def companies(self, company):
        """The ERP tells companies apart from tomorrow on, or no longer does."""
        self.company = company

    def as_it_stands(self, row):
        """A row of a file that says what the store holds."""
        values = {name: row[name] for name in ("kind", "original", "due_date", "due_from", "document_date")}
        return item(row["number"], row["open"], "10" if row["number"] < "E" else "20", **values)

    @precondition(lambda self: any(row["open"] > 0 for row in self.open_ones().values()))
    @rule(data=st.data())
    def promise(self, data):
        """Somebody promises to pay an item; what was before cannot come back as it was."""
        owed = sorted(number for number, row in self.open_ones().items() if row["open"] > 0)
        chosen = self.open_ones()[data.draw(st.sampled_from(owed))]
        with self.store.write() as uow:
            one = uow.session.get(Item, chosen["id"])
            account = uow.session.get(Account, one.account_id)
            ledger = Ledger(uow.session, uow.now)
            ledger.promise(account, [(self.day + timedelta(days=2), one.open)], [one], made_on=self.day)
            uow.commit()
        self.before.clear()

    @invariant()
    def the_aging_is_the_ledger(self):
        if not hasattr(self, "store") or not self.count or not item_list(self.store):
            return
        owed = sum(row["open"] for row in self.open_ones().values())
        with self.store.read() as session:
            days, policy = load_days(session, self.day, "UTC"), load_settings(session)
            if days.data_date is None:
                return
            for basis in Basis:
                for netted in (False, True):
                    aging = load_aging(session, days, policy, "account", basis, net_credits=netted)
                    assert all(sum(row.sums.values()) == row.total for row in aging.rows)
                    assert sum(row.total for row in aging.rows) == owed

    @invariant()
    def closed_items_owe_nothing(self):
        if hasattr(self, "store"):
            assert all(not row["open"] for row in item_list(self.store) if row["status"] not in OPEN)

    @invariant()
    def promises_read_as_their_money(self):
        if not hasattr(self, "store"):
            return
        with self.store.read() as session:
            found = session.connection().exec_driver_sql(
                "SELECT p.received, p.amount, sum(i.received + i.received_late), max(i.received > i.amount) "
                "FROM promise p JOIN instalment i ON i.promise_id = p.id GROUP BY p.id"
            )
            for received, amount, parts, over in found:
                assert (received, over) == (parts, 0)
                assert 0 <= received <= amount


@pytest.mark.timeout(120)
def test_mornings_in_any_order_keep_the_ledger_whole(store_template):
    Mornings.template = store_template
    run_state_machine_as_test(
        Mornings, settings=settings(max_examples=25, stateful_step_count=8, deadline=None, phases=[Phase.generate])
    )
