"""A correction is a new revision; both stay readable, and what came of the call follows."""

from dataclasses import replace
from datetime import date

import pytest

from app import models as m
from app.enums import AccountState, DisputeStatus, Outcome, PromiseStatus, Reason, TaskKind, TaskStatus
from app.errors import RefusedError, UsageError
from app.services.calls.entries.corrections import correct_call, entry_of
from app.services.calls.tasks import finish_task
from app.services.calls.undo import undo_last
from tests.services.calls.conftest import promised, step


def entry(desk, ident):
    with desk.store.read() as session:
        return entry_of(session, ident)


def correct(desk, ident, **changes):
    return desk.write(correct_call, ident, replace(entry(desk, ident), **changes))


def open_tasks(desk):
    found = desk.all(m.Task, m.Task.status.in_([TaskStatus.OPEN, TaskStatus.WAITING]))
    return [(task.kind.value, task.opened_ref) for task in found]


def test_an_entry_reads_back_as_it_was_entered(desk):
    logged = desk.call(
        "PTP",
        also=(Outcome.DISP,),
        items=("INV-2",),
        promise=(promised(), promised(1, date(2026, 11, 9))),
        contact="田中 一郎",
        reason=Reason.APPROVAL,
        note="after the board",
        seconds=60,
        next=step("CB", date(2026, 11, 2), "10:00"),
    )
    found = entry(desk, logged.activity_id)
    assert (found.accounts, found.outcome, found.also) == (("100",), Outcome.PTP, (Outcome.DISP,))
    assert [(line.amount, line.due, line.items) for line in found.promise] == [
        (100_000, date(2026, 11, 6), ("INV-1", "INV-2")),
        (1, date(2026, 11, 9), ("INV-1", "INV-2")),
    ]
    assert (found.contact, found.reason, found.note, found.seconds) == ("田中 一郎", "approval", "after the board", 60)
    assert found.next == step("CB", date(2026, 11, 2), "10:00")
    assert found.item_ids == tuple(item.id for item in desk.all(m.Item, m.Item.number == "INV-2"))


def test_a_step_that_followed_by_itself_is_not_part_of_the_entry(desk):
    assert entry(desk, desk.call("VM").activity_id).next is None


def test_other_words_hang_everything_on_the_new_revision(desk):
    first = desk.call("PTP", promise=(promised(),), note="tpyo")
    second = correct(desk, first.activity_id, note="typo", reason=Reason.APPROVAL)
    old, new = desk.one(m.Activity, first.activity_id), desk.one(m.Activity, second.activity_id)
    assert (old.superseded, old.note, old.revision) == (True, "tpyo", 1)
    assert (new.superseded, new.note, new.revision, new.replaces_id) == (False, "typo", 2, old.id)
    assert (new.at, new.next_code, new.next_date) == (old.at, old.next_code, old.next_date)
    assert second.promise_id == first.promise_id
    assert desk.one(m.Promise, first.promise_id).activity_id == new.id
    assert open_tasks(desk) == [("check_promise", new.id)]


def test_disputes_and_pauses_hang_on_the_new_revision(desk):
    first = desk.call("DISP", also=(Outcome.PIPE,), items=("INV-1",), next=step("PIPE", date(2026, 11, 5)))
    second = correct(desk, first.activity_id, note="words")
    assert [row.activity_id for row in (*desk.all(m.Dispute), *desk.all(m.Pause))] == [second.activity_id] * 2


def test_an_entry_that_came_another_way_can_be_corrected_too(desk):
    def old(ledger):
        account = ledger.session.query(m.Account).filter_by(number="100").one()
        return ledger.activity(account, Outcome.NA).id

    first = desk.build(old)
    second = correct(desk, first, outcome=Outcome.VM)
    assert [kind for kind, _ in open_tasks(desk)] == ["call"]
    assert desk.one(m.Activity, second.activity_id).replaces_id == first


def test_another_outcome_takes_back_what_the_first_did(desk):
    first = desk.call("PTP", promise=(promised(),))
    second = correct(desk, first.activity_id, outcome=Outcome.PAID, promise=(), note="paid on the 28th")
    assert desk.one(m.Promise, first.promise_id).status == PromiseStatus.VOID
    assert second.promise_id is None
    assert open_tasks(desk) == [("find_payment", second.activity_id)]


def test_another_amount_voids_the_promise_and_makes_a_new_one_of_the_same_day(desk):
    first = desk.call("PTP", promise=(promised(),))
    desk.tomorrow(3)
    second = correct(desk, first.activity_id, promise=(promised(90_000),))
    old, new = desk.one(m.Promise, first.promise_id), desk.one(m.Promise, second.promise_id)
    assert (old.status, new.status) == (PromiseStatus.VOID, PromiseStatus.OPEN)
    assert (new.made_on, new.made_at, new.level, new.amount) == (old.made_on, old.made_at, 1, 90_000)
    assert new.after_run_id == old.after_run_id


def test_the_same_promise_with_a_second_outcome_stays_the_same_record(desk):
    first = desk.call("PTP", promise=(promised(),))
    second = correct(desk, first.activity_id, also=(Outcome.INFO,))
    assert second.promise_id == first.promise_id
    promise = desk.one(m.Promise, first.promise_id)
    assert (promise.status, promise.activity_id) == (PromiseStatus.OPEN, second.activity_id)
    kinds = sorted(kind for kind, _ in open_tasks(desk))
    assert kinds == ["call", "check_promise", "send_statement"]


def test_a_judged_promise_cannot_be_corrected_away(desk):
    first = desk.call("PTP", promise=(promised(),))
    with desk.store.write() as uow:
        uow.session.get_one(m.Promise, first.promise_id).status = PromiseStatus.KEPT
        uow.commit()
    with pytest.raises(RefusedError, match="was judged already"):
        correct(desk, first.activity_id, promise=(promised(90_000),))
    assert correct(desk, first.activity_id, note="the words may change").promise_id == first.promise_id


def test_a_dispute_of_the_wrong_entry_is_void(desk):
    first = desk.call("DISP", items=("INV-1",))
    correct(desk, first.activity_id, outcome=Outcome.NOINV)
    assert [dispute.status for dispute in desk.all(m.Dispute)] == [DisputeStatus.VOID]


def test_an_item_that_joined_a_dispute_by_mistake_leaves_it(desk):
    desk.call("DISP", items=("INV-1",))
    joined = desk.call("DISP", items=("INV-1", "INV-2"))
    correct(desk, joined.activity_id, outcome=Outcome.NOINV)
    with desk.store.read() as session:
        assert session.query(m.DisputeItem).count() == 1
    assert [dispute.status for dispute in desk.all(m.Dispute)] == [DisputeStatus.NEW]


def test_an_insolvency_entered_by_mistake_is_lifted(desk):
    desk.call("VM")
    first = desk.call("INSOLV", note="oops")
    correct(desk, first.activity_id, outcome=Outcome.PAID)
    assert desk.all(m.Account, m.Account.number == "100")[0].state == AccountState.ACTIVE


def test_a_task_done_in_the_meantime_stays_done(desk):
    first = desk.call("NOINV")
    [copies] = desk.all(m.Task, m.Task.kind == TaskKind.SEND_COPIES)
    desk.write(finish_task, copies.id)
    correct(desk, first.activity_id, outcome=Outcome.OURCR)
    assert desk.one(m.Task, copies.id).status == TaskStatus.DONE


def test_a_correction_of_a_correction_takes_back_what_still_stands(desk):
    first = desk.call("NOINV")
    second = correct(desk, first.activity_id, note="words only")
    third = correct(desk, second.activity_id, outcome=Outcome.OURCR)
    assert desk.one(m.Activity, third.activity_id).revision == 3
    assert open_tasks(desk) == [("chase_credit", third.activity_id)]


def test_only_the_newest_revision_can_be_corrected(desk):
    first = desk.call("NA")
    correct(desk, first.activity_id, note="busy line")
    with pytest.raises(RefusedError, match="corrected or taken back already"):
        correct(desk, first.activity_id, note="again")
    with pytest.raises(RefusedError, match="no such entry"):
        desk.write(correct_call, "nothing", entry(desk, first.activity_id))


def test_a_correction_needs_what_its_outcome_needs(desk):
    first = desk.call("NA")
    with pytest.raises(UsageError):
        correct(desk, first.activity_id, outcome=Outcome.PAID)
    assert not desk.one(m.Activity, first.activity_id).superseded


def test_a_correction_can_be_undone(desk):
    first = desk.call("PTP", promise=(promised(),))
    second = correct(desk, first.activity_id, outcome=Outcome.PAID, promise=(), note="paid")
    desk.write(undo_last)
    assert not desk.one(m.Activity, first.activity_id).superseded
    assert desk.one(m.Activity, second.activity_id).superseded
    assert desk.one(m.Promise, first.promise_id).status == PromiseStatus.OPEN
    assert open_tasks(desk) == [("check_promise", first.activity_id)]
