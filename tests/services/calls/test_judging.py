"""Promises are judged at each sync from what the store holds: runs, changes, receipts."""

from datetime import date, timedelta

import pytest

from app import models as m
from app.enums import ItemKind, ItemStatus, Scope, SyncKind, SyncState, TaskKind, TaskStatus
from app.errors import RefusedError
from app.i18n import render
from app.services.calls.promises.judging import judge_promises
from app.services.calls.promises.making import void_promise, withdraw_promise
from app.services.calls.tasks import finish_task
from app.services.dates import load_days
from tests.services.calls.conftest import ZONE, promised


def november(day):
    return date(2026, 11, day)


@pytest.fixture
def made(desk):
    """1,000.00 on INV-1 promised on Fri 30 Oct for Fri 6 Nov: money counts through Tue 10 Nov."""
    return desk.call("PTP", promise=(promised(),)).promise_id


def sync(desk, day, *, receipts=(), falls=(), kind=SyncKind.OPEN_ITEMS, coverage=None, scope=Scope.FULL, reverse=()):
    """Store what a sync of that day would: a run, receipts applied to items, falls of open amounts; then judge."""
    desk.day = max(desk.day, day)
    desk.store.clock.moment += timedelta(hours=1)

    def rows(ledger):
        ledger.day = day
        run = ledger.run(kind, as_of=day, coverage=coverage, scope=scope)
        for amount, on, number in receipts:
            item = ledger.session.query(m.Item).filter_by(number=number).one()
            account = ledger.session.get_one(m.Account, item.account_id)
            ledger.application(ledger.receipt(account, amount, on, run_id=run.id), item, amount)
        for number, after in falls:
            _move(ledger, run, number, after)
        for receipt in ledger.session.query(m.Receipt).filter(m.Receipt.amount.in_(reverse)):
            receipt.reversed_on = day
        return run.id

    run_id = desk.build(rows)
    return judge(desk, run_id)


def judge(desk, run_id=None):
    with desk.store.write() as uow:
        days = load_days(uow.session, desk.day, ZONE)
        changed = judge_promises(uow, run_id, days, desk.settings)
        uow.commit()
    return changed


def _move(ledger, run, number, after, **facts):
    item = ledger.session.query(m.Item).filter_by(number=number).one()
    status = ItemStatus.PART_PAID if after else ItemStatus.NO_CASH_DATA
    values = {"open": after, "status": status.value, **facts}
    before = {"open": item.open, "status": item.status.value}
    ledger.add(
        m.SyncChange(
            id=ledger.new_id(),
            run_id=run.id,
            entity="item",
            entity_id=item.id,
            account_id=item.account_id,
            action="changed",
            before=before,
            after=values,
        )
    )
    item.open, item.status = after, ItemStatus(values["status"])
    item.closed_on = None if after else run.as_of


def status(desk, promise_id):
    return desk.one(m.Promise, promise_id).status.value


# ------------------------------------------------------------------------------------- money


def test_a_receipt_in_the_window_keeps_it(desk, made):
    [changed] = sync(desk, november(10), receipts=[(100_000, november(9), "INV-1")])
    assert (changed.promise_id, changed.before, changed.after) == (made, "open", "kept")
    promise = desk.one(m.Promise, made)
    assert promise.received == 100_000
    assert render(promise.why).startswith("Paid in time: 1,000.00 USD on 9 Nov 2026, receipt RC-")
    assert render(promise.why, "en").endswith("for INV-1.")
    [row] = desk.all(m.Judgement)
    assert (row.before, row.after, row.received, row.cash_date) == ("open", "kept", 100_000, november(10))
    assert row.money[0]["item"] == "INV-1"


def test_judging_twice_changes_nothing(desk, made):
    sync(desk, november(10), receipts=[(40_000, november(9), "INV-1")])
    assert judge(desk) == ()
    assert len(desk.all(m.Judgement)) == 1


def test_nothing_by_the_end_of_the_window_breaks_it_and_late_money_is_told(desk, made):
    sync(desk, november(10))
    assert status(desk, made) == "broken"
    sync(desk, november(12), receipts=[(100_000, november(11), "INV-1")])
    promise = desk.one(m.Promise, made)
    assert (promise.status, promise.received) == ("kept_late", 100_000)
    [line] = desk.all(m.Instalment)
    assert (line.received, line.received_late) == (0, 100_000)
    assert [(row.before, row.after) for row in desk.all(m.Judgement)] == [("open", "broken"), ("broken", "kept_late")]


def test_without_cash_data_it_waits(desk, made):
    sync(desk, november(12), scope=Scope.PARTIAL)
    assert status(desk, made) == "awaiting_data"
    assert render(desk.one(m.Promise, made).why).endswith("cash is known only through 30 Oct 2026.")


def test_a_fall_between_two_files_is_kept_with_the_gap_named(desk, made):
    sync(desk, november(6))
    sync(desk, november(12), falls=[("INV-1", 0)])
    promise = desk.one(m.Promise, made)
    assert promise.status == "kept"
    assert "between 6 Nov 2026 and 12 Nov 2026" in render(promise.why)
    assert desk.all(m.Instalment)[0].provisional


def test_a_receipt_and_the_fall_of_the_same_file_count_once(desk, made):
    sync(desk, november(10), receipts=[(40_000, november(9), "INV-1")], falls=[("INV-1", 60_000)])
    assert (status(desk, made), desk.one(m.Promise, made).received) == ("partly_kept", 40_000)


def test_a_reversal_re_opens_the_judgement(desk, made):
    sync(desk, november(10), receipts=[(100_000, november(9), "INV-1")])
    sync(desk, november(12), reverse=[100_000])
    judge(desk)
    assert status(desk, made) == "broken"


def test_closed_items_say_the_day(desk, made):
    desk.day = november(10)
    desk.store.clock.moment += timedelta(days=11)

    def rows(ledger):
        run = ledger.run(SyncKind.CLOSED_ITEMS, as_of=november(10), coverage=november(10))
        _move(ledger, run, "INV-1", 0, status="paid", closed_on="2026-11-05")
        return run.id

    judge(desk, desk.build(rows))
    assert "1,000.00 USD on 5 Nov 2026, INV-1 cleared" in render(desk.one(m.Promise, made).why)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"status": "credited"}, "overtaken"),
        ({"status": "paid", "closed_on": "2026-11-11"}, "kept_late"),
        ({"status": "paid", "closed_on": "2026-11-10"}, "kept"),
    ],
)
def test_what_a_later_file_says_of_a_closing_counts(desk, made, said, expected):
    sync(desk, november(6))
    sync(desk, november(12), falls=[("INV-1", 0)])
    assert status(desk, made) == "kept"

    def explain(ledger):
        ledger.day = november(13)
        run = ledger.run(SyncKind.CLOSED_ITEMS, as_of=november(13), coverage=november(13))
        _move(ledger, run, "INV-1", 0, **said)
        return run.id

    judge(desk, desk.build(explain))
    assert status(desk, made) == expected


def test_a_credited_item_overtakes(desk, made):
    def rows(ledger):
        run = ledger.run(as_of=november(4))
        _move(ledger, run, "INV-1", 0, status="credited")
        return run.id

    desk.day = november(4)
    judge(desk, desk.build(rows))
    assert status(desk, made) == "overtaken"


def test_a_receipt_of_the_parent_for_the_childs_item_counts(desk, made):
    def rows(ledger):
        run = ledger.run(as_of=november(10))
        parent = ledger.account("900", currency="USD")
        item = ledger.session.query(m.Item).filter_by(number="INV-1").one()
        ledger.application(ledger.receipt(parent, 100_000, november(9), run_id=run.id), item, 100_000)
        return run.id

    desk.day = november(10)
    judge(desk, desk.build(rows))
    assert status(desk, made) == "kept"


def test_unapplied_money_of_the_account_is_a_candidate(desk, made):
    def rows(ledger):
        run = ledger.run(as_of=november(10))
        account = ledger.session.query(m.Account).filter_by(number="100").one()
        ledger.receipt(account, 100_000, november(9), run_id=run.id, applied=0, unapplied=100_000)
        return run.id

    desk.day = november(10)
    judge(desk, desk.build(rows))
    assert (status(desk, made), desk.all(m.Instalment)[0].provisional) == ("kept", True)


def test_a_credit_memo_that_names_the_invoice_lowers_what_is_due(desk, made):
    def rows(ledger):
        run = ledger.run(as_of=november(4))
        account = ledger.session.query(m.Account).filter_by(number="100").one()
        ledger.item(
            account, -20_000, document=november(3), kind=ItemKind.CREDIT_MEMO, text="credit INV-1", number="CM-1"
        )
        return run.id

    desk.day = november(4)
    judge(desk, desk.build(rows))
    assert desk.all(m.Instalment)[0].due_under == 80_000


def test_money_the_store_knew_before_does_not_count_whatever_the_clock_says(desk):
    """The first import bears a later moment than the promise, as under --as-of."""

    def rows(ledger):
        account = ledger.session.query(m.Account).filter_by(number="100").one()
        item = ledger.session.query(m.Item).filter_by(number="INV-1").one()
        item.original = 150_000
        run = ledger.session.query(m.SyncRun).one()
        run.at += timedelta(days=400)
        ledger.application(ledger.receipt(account, 50_000, desk.day, run_id=run.id), item, 50_000)

    desk.build(rows)
    made = desk.call("PTP", promise=(promised(),)).promise_id
    sync(desk, november(10))
    assert (status(desk, made), desk.one(m.Promise, made).received) == ("broken", 0)
    assert desk.all(m.Instalment)[0].due_under == 100_000


def test_a_change_that_no_import_recorded_still_counts(desk, made):
    def rows(ledger):
        run = ledger.run(as_of=november(9))
        item = ledger.session.query(m.Item).filter_by(number="INV-1").one()
        item.open, item.last_seen = 40_000, november(9)
        return run.id

    desk.day = november(9)
    desk.build(rows)
    judge(desk)
    assert desk.one(m.Promise, made).received == 60_000


# ------------------------------------------------------------------------------------- tasks, undo, scope


def test_the_judgement_closes_the_check_and_an_undo_opens_it_again(desk, made):
    sync(desk, november(10), receipts=[(100_000, november(9), "INV-1")])
    [check] = desk.all(m.Task, m.Task.kind == TaskKind.CHECK_PROMISE)
    assert check.status == TaskStatus.DONE

    def undo(ledger):
        ledger.session.query(m.ReceiptApplication).delete()
        ledger.session.query(m.Receipt).delete()
        run = ledger.session.query(m.SyncRun).filter(m.SyncRun.as_of == november(10)).one()
        run.state = SyncState.UNDONE

    desk.build(undo)
    [changed] = judge(desk)
    assert (changed.before, changed.after) == ("kept", "open")
    assert desk.one(m.Task, check.id).status == TaskStatus.OPEN


def test_a_check_that_the_collector_closed_stays_closed(desk, made):
    [check] = desk.all(m.Task, m.Task.kind == TaskKind.CHECK_PROMISE)
    desk.write(finish_task, check.id)
    sync(desk, november(4))
    assert desk.one(m.Task, check.id).status == TaskStatus.DONE


def test_each_instalment_has_its_check(desk):
    plan = (promised(50_000, november(6)), promised(50_000, date(2026, 12, 4)))
    desk.call("PLAN", promise=plan)
    sync(desk, november(10), receipts=[(50_000, november(9), "INV-1")])
    checks = desk.all(m.Task, m.Task.kind == TaskKind.CHECK_PROMISE)
    assert [task.status for task in checks] == [TaskStatus.DONE, TaskStatus.OPEN]
    assert [line.status for line in desk.all(m.Instalment)] == ["kept", "open"]
    [promise] = desk.all(m.Promise)
    assert promise.status == "open"


def test_the_broken_line_of_a_plan_is_named(desk):
    plan = (promised(50_000, november(6)), promised(50_000, date(2026, 12, 4)))
    desk.call("PLAN", promise=plan)
    sync(desk, november(10))
    [promise] = desk.all(m.Promise)
    assert promise.status == "broken"
    assert render(promise.why) == "Instalment 1 of 2: Nothing of 500.00 USD came by 10 Nov 2026."


def test_accounts_that_a_sync_does_not_touch_are_left_alone(desk, made):
    sync(desk, november(10))
    assert status(desk, made) == "broken"
    with desk.store.write() as uow:
        uow.session.get_one(m.Promise, made).received = 7
        uow.commit()
    sync(desk, november(11))
    assert desk.one(m.Promise, made).received == 7


def test_a_newly_broken_promise_has_to_be_spoken_of(desk, made):
    with desk.store.write() as uow:
        uow.session.get_one(m.Promise, made).spoken_of = True
        uow.commit()
    sync(desk, november(10))
    assert not desk.one(m.Promise, made).spoken_of


def test_the_tolerance_is_the_currencys(desk, made):
    sync(desk, november(10), receipts=[(99_500, november(9), "INV-1")])
    assert status(desk, made) == "kept"
    desk.settings = desk.settings.changed(promise_tolerance=False)
    judge(desk)
    assert status(desk, made) == "partly_kept"


# ------------------------------------------------------------------------------------- withdrawn and void


def test_a_withdrawn_promise_is_no_longer_judged(desk, made):
    desk.write(withdraw_promise, made, "the buyer was wrong")
    sync(desk, november(10))
    promise = desk.one(m.Promise, made)
    assert (promise.status, promise.reason) == ("withdrawn", "the buyer was wrong")
    assert [task.status for task in desk.all(m.Task)] == [TaskStatus.DROPPED]
    assert [row.after for row in desk.all(m.Judgement)] == ["withdrawn"]


def test_a_void_promise_lets_the_one_it_replaced_stand_again(desk, made):
    second = desk.call("PTP", promise=(promised(due=november(9)),)).promise_id
    assert status(desk, made) == "rescheduled"
    desk.write(void_promise, second, "wrong account")
    assert (status(desk, made), status(desk, second)) == ("open", "void")
    checks = desk.all(m.Task, m.Task.kind == TaskKind.CHECK_PROMISE)
    assert {task.promise_id: task.status for task in checks} == {made: TaskStatus.OPEN, second: TaskStatus.DROPPED}
    sync(desk, november(10))
    assert status(desk, made) == "broken"


def test_only_an_open_promise_can_be_taken_back(desk, made):
    sync(desk, november(10))
    with pytest.raises(RefusedError, match="This promise is no longer open: Broken"):
        desk.write(void_promise, made, "")
    with pytest.raises(RefusedError, match="There is no such promise"):
        desk.write(withdraw_promise, "nothing", "")


def test_a_replacement_takes_the_money_and_the_first_stays_rescheduled(desk, made):
    second = desk.call("PTP", promise=(promised(due=november(9)),)).promise_id
    sync(desk, november(12), receipts=[(100_000, november(9), "INV-1")])
    assert (status(desk, made), status(desk, second)) == ("rescheduled", "kept")
