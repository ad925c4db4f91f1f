"""What the newest files brought, down to the items."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app import models as m
from app.enums import ItemStatus, PromiseStatus, Scope
from app.services.today.news import load_news
from tests.builders.book import ZONE
from tests.builders.ledger import DAY, Ledger


class Files:
    """Yesterday's file and today's, and what the second one moved."""

    def __init__(self, uow):
        self.ledger = Ledger(uow.session, uow.now)
        self.ledger.company()
        self.first = self.ledger.run(at=uow.now - timedelta(days=1), as_of=DAY - timedelta(days=1))
        self.account = self.ledger.account("100237", name="株式会社青空商事", country="JP")

    def second(self, **values):
        self.today = self.ledger.run(**values)

    def item(self, amount=1_000_00, **values):
        self.ledger.run_id = self.first.id
        return self.ledger.item(self.account, amount, DAY, **values)

    def move(self, item, status, now=0, was=ItemStatus.OPEN, run=None):
        before = {"status": was.value, "open": item.open}
        item.status, item.open = status, now
        if status not in {ItemStatus.OPEN, ItemStatus.PART_PAID, ItemStatus.REOPENED}:
            item.closed_on = DAY
        self.ledger.add(
            m.SyncChange(
                id=self.ledger.new_id(),
                run_id=(run or self.today).id,
                entity="item",
                entity_id=item.id,
                account_id=item.account_id,
                action="changed",
                before=before,
                after={"status": status.value, "open": now},
            )
        )
        return item


def read(store, day=DAY):
    with store.read() as session:
        return load_news(session, day, ZONE)


def told(store, tell):
    with store.write() as uow:
        tell(Files(uow))
        uow.commit()
    return read(store)


def test_before_the_first_file_there_is_no_news(store):
    news = read(store)
    assert news.since is None
    assert news.counts == {}


def test_each_item_is_counted_once_by_what_became_of_it(store):
    def tell(files):
        files.second()
        paid, promised = files.item(), files.item()
        files.move(paid, ItemStatus.PAID)
        files.ledger.promise(files.account, [(DAY, 1_000_00)], [promised])
        files.move(promised, ItemStatus.PAID)
        files.move(files.item(), ItemStatus.PART_PAID, 400_00)
        files.move(files.item(), ItemStatus.VANISHED)
        files.move(files.item(), ItemStatus.CREDITED)
        files.move(files.item(), ItemStatus.NO_CASH_DATA)
        files.move(files.item(0, status=ItemStatus.PAID), ItemStatus.REOPENED, 500_00, was=ItemStatus.PAID)
        raised = files.item()
        files.move(raised, ItemStatus.OPEN, 2_000_00)
        twice = files.item()
        files.move(twice, ItemStatus.PART_PAID, 600_00)
        files.move(twice, ItemStatus.PAID, was=ItemStatus.PART_PAID)
        files.ledger.run_id = files.today.id
        files.ledger.item(files.account, 70_00, DAY)

    news = told(store, tell)
    assert news.since == DAY
    assert news.before == DAY - timedelta(days=1)
    assert news.counts == {
        "paid": 3,
        "part_paid": 1,
        "vanished": 1,
        "credited": 1,
        "no_cash_data": 1,
        "reopened": 1,
        "new": 1,
    }
    assert news.promised == 1
    assert {row.amount for row in news.rows("paid")} == {1_000_00}
    assert [row.amount for row in news.rows("part_paid")] == [600_00]
    assert [row.amount for row in news.rows("reopened")] == [500_00]
    assert [row.amount for row in news.rows("new")] == [70_00]
    assert len(news.rows("promised")) == 1


def test_a_day_without_files_still_tells_of_the_last_ones(store):
    news = told(store, lambda files: files.second())
    later = read(store, DAY + timedelta(days=3))
    assert later.since == news.since == DAY


def test_broken_promises_are_told_too(store):
    def tell(files):
        files.second()
        for status in (PromiseStatus.BROKEN, PromiseStatus.KEPT, PromiseStatus.AWAITING_DATA):
            promise = files.ledger.promise(files.account, [(DAY - timedelta(days=4), 250_00)], status=status)
            line = files.ledger.session.scalars(select(m.Instalment).where(m.Instalment.promise_id == promise.id)).one()
            figures = {"due_under": 250_00, "received": 0, "received_late": 0, "before": "open", "after": status.value}
            ids = {"id": files.ledger.new_id(), "promise_id": promise.id, "instalment_id": line.id}
            files.ledger.add(m.Judgement(**ids, **figures, run_id=files.today.id, at=files.ledger.now))

    news = told(store, tell)
    assert news.counts == {"broken": 1}
    assert [(row.item, row.amount) for row in news.rows("broken")] == [("2026-10-26", 250_00)]


def report(**nets):
    return {"kept": {"totals": {currency: [net, net, 0, 1, 0] for currency, net in nets.items()}}}


def test_totals_tie_where_the_files_add_up_to_the_ledger(store):
    def tell(files):
        files.second(report=report(USD=1_000_00, EUR=5_00))
        files.item()

    news = told(store, tell)
    assert (news.tied, news.tied_of) == (1, 2), "5.00 EUR stand in the file and not in the ledger"


def test_files_of_one_source_given_together_are_one_list(store):
    def tell(files):
        batch = files.ledger.new_id()
        files.second(report=report(EUR=70_00), batch_id=batch, file="cartera_ES.xlsx")
        files.second(report=report(COP=50_00), batch_id=batch, file="cartera_CO.xlsx")
        files.item(70_00, currency="EUR")
        files.item(50_00, currency="COP")

    news = told(store, tell)
    assert (news.tied, news.tied_of) == (2, 2)


def test_partial_files_have_no_total_to_tie(store):
    def tell(files):
        files.second(report=report(USD=1_000_00), scope=Scope.PARTIAL)
        files.item()

    assert told(store, tell).tied_of == 0
