"""The day in one read: figures counted as the workbook counts them, what is due, and orders about the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.enums import Channel, Outcome, PromiseStatus
from app.errors import RefusedError
from app.services.portfolio.rates import load_rates
from app.services.preferences import load_settings
from app.services.today import orders
from app.services.today.book import load_today
from app.services.today.closing import close_day, day_end
from app.services.today.preview import load_preview
from app.services.today.progress import load_progress
from tests.builders.book import ZONE, fill
from tests.builders.ledger import DAY, Ledger


@pytest.fixture
def accounts(store):
    with store.write() as uow:
        made = fill(uow)
        ids = {number: account.id for number, account in made.items()}
        uow.commit()
    return ids


def today(store, clock, **more):
    with store.read() as session:
        return load_today(session, DAY, ZONE, clock.now(), **more)


def progress(store, day=DAY):
    with store.read() as session:
        settings = load_settings(session)
        return load_progress(session, day, ZONE, load_rates(session, day, settings), settings.targets)


def test_one_read_gives_the_list_its_names_and_what_is_due(store, clock, accounts):
    book = today(store, clock)
    assert book.whole
    assert book.data_date == DAY
    assert book.worklist.total == len(book.worklist.rows) == 14
    assert book.latin[accounts["100237"]] == "Aozora Shoji K.K."
    assert [row.number for row in book.promises] == ["100385"]
    assert [(row.number, row.due) for row in book.tasks] == [("100496", DAY - timedelta(days=2)), ("100644", DAY)]


def test_a_first_page_has_the_first_of_each_part_and_all_counts(store, clock, accounts):
    page, whole = today(store, clock, limit=2), today(store, clock)
    assert not page.whole
    assert page.worklist.counts == whole.worklist.counts
    for part in whole.worklist.counts:
        mine = [row.number for row in whole.worklist.rows if row.part is part]
        assert [row.number for row in page.worklist.rows if row.part is part] == mine[:2]


def test_a_call_about_three_accounts_is_one_attempt_and_one_contact(store, accounts):
    before = progress(store)
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        several = [ledger.account() for _ in range(3)]
        ledger.activity(several[0], Outcome.INFO, accounts=several)
        ledger.activity(several[0], Outcome.REPLY, channel=Channel.EMAIL_IN)
        ledger.activity(several[0], Outcome.NA, superseded=True)
        uow.commit()
    after = progress(store)
    assert after.calls - before.calls == 1
    assert after.contacts - before.contacts == 2, "an answered mail reaches the right person too"
    assert after.done - before.done == 3


def test_promises_of_the_day_add_up_in_the_base_currency_and_name_what_has_no_rate(store, accounts):
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        account = ledger.account()
        made = {"made_at": uow.now, "made_on": DAY}
        ledger.promise(account, [(DAY, 100_00)], currency="USD", **made)
        ledger.promise(account, [(DAY, 100_00)], currency="CHF", **made)
        ledger.promise(account, [(DAY, 100_00)], currency="USD", assurance=True, **made)
        ledger.promise(account, [(DAY, 100_00)], currency="USD", status=PromiseStatus.VOID, **made)
        uow.commit()
    found = progress(store)
    assert found.promises == 3
    assert found.promised.minor == 71_811_16 + 100_00
    assert found.promised.missing == ("CHF",)


def test_what_came_in_time_this_month_is_measured_by_value(store, clock):
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        ledger.company()
        account = ledger.account()
        kept = ledger.promise(account, [(DAY - timedelta(days=9), 300_00)], status=PromiseStatus.KEPT)
        broken = ledger.promise(account, [(DAY - timedelta(days=9), 100_00)], status=PromiseStatus.BROKEN)
        ledger.promise(account, [(DAY - timedelta(days=40), 900_00)], status=PromiseStatus.BROKEN)
        for promise, received in ((kept, 300_00), (broken, 0)):
            line = ledger.session.connection()
            line.exec_driver_sql("UPDATE instalment SET received = ? WHERE promise_id = ?", (received, promise.id))
        uow.commit()
    found = progress(store)
    assert (found.month_kept, found.month_due) == (300_00, 400_00)


def test_a_day_begins_and_ends_in_the_collectors_zone(store, clock):
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        account = ledger.account()
        ledger.activity(account, Outcome.NA, uow.now.replace(hour=15))  # 00:00 of the 31st in Tokyo
        ledger.activity(account, Outcome.NA, uow.now.replace(hour=14, minute=59))
        uow.commit()
    assert progress(store).calls == 1
    assert progress(store, DAY + timedelta(days=1)).calls == 1


def test_orders_move_an_account_and_can_be_taken_back(store, clock, accounts):
    def numbers():
        return [row.number for row in today(store, clock).worklist.rows]

    first = numbers()
    with store.write() as uow:
        orders.pin(uow, accounts["100801"], DAY, ZONE)
        orders.defer(uow, accounts["100237"], DAY + timedelta(days=3), "asked", DAY, ZONE)
        uow.commit()
    pinned = next(row for row in today(store, clock).worklist.rows if row.number == "100801")
    assert pinned.pinned
    assert "100237" not in numbers()
    with store.write() as uow:
        orders.unpin(uow, accounts["100801"], DAY, ZONE)
        orders.undefer(uow, accounts["100237"], DAY, ZONE)
        uow.commit()
    assert numbers() == first


def test_nothing_is_put_off_until_a_day_that_is_past(store, accounts):
    with store.write() as uow, pytest.raises(RefusedError, match="is not a later day"):
        orders.defer(uow, accounts["100237"], DAY, "asked", DAY, ZONE)


def test_a_new_day_is_judged_anew_and_looked_at_without_writing(store, clock, accounts):
    later = date(2026, 11, 2)
    with store.read() as session:
        looked = load_today(session, later, ZONE, clock.now(), present=False)
        assert load_today(session, later, ZONE, clock.now()).worklist.stale
    assert not looked.worklist.stale
    with store.write() as uow:
        assert orders.rebuild(uow, later, ZONE) > 0
        uow.commit()
    with store.read() as session:
        written = load_today(session, later, ZONE, clock.now())
    assert not written.worklist.stale
    plain = [replace(row, contact=None) for row in written.worklist.rows]
    assert [row.number for row in looked.worklist.rows] == [row.number for row in plain]


def test_an_account_is_read_for_the_panel(store, clock, accounts):
    with store.read() as session:
        detail = load_preview(session, "100237", DAY, ZONE, clock.now())
    assert detail.head.name == "株式会社青空商事"
    assert detail.work is not None
    assert detail.work.score == 123


def test_the_workbook_is_written_with_its_remark_and_counts_revisions(store, accounts, tmp_path):
    with store.read() as session:
        first = day_end(session, DAY)
    assert (first.revision, first.changed, first.remark) == (1, False, "")
    folder = tmp_path / "out"
    folder.mkdir()
    report = close_day(store, folder, DAY, ZONE, "Aozora on Monday")
    assert report.file == str(folder / first.name)
    assert report.calls == 2
    with store.read() as session:
        again = day_end(session, DAY)
    assert (again.revision, again.changed, again.remark) == (2, False, "Aozora on Monday")
