"""The last action is taken back as long as nothing was built on it and it has not left the house."""

from datetime import date

import pytest

from app import models as m
from app.enums import AccountState, DisputeStatus, PromiseStatus, TaskKind, TaskStatus
from app.errors import RefusedError
from app.i18n import render
from app.services.calls.promises.making import void_promise, withdraw_promise
from app.services.calls.tasks import NewTask, TaskEdit, drop_task, edit_task, finish_task, open_task
from app.services.calls.undo import last_action, undo_last
from tests.services.calls.conftest import promised, step


def undo(desk):
    return desk.write(undo_last)


def state(desk):
    """Everything of the collector's but ids and moments."""
    with desk.store.read() as session:
        tables = [m.Account, m.Contact, m.Task, m.Promise, m.Instalment, m.Pause, m.Dispute, m.Activity]
        return {
            kind.__tablename__: sorted(
                str([getattr(row, column.key) for column in kind.__table__.columns if column.key not in VARY])
                for row in session.query(kind)
            )
            for kind in tables
        }


VARY = {"why", "created_at", "opened_at", "done_at", "logged_at", "after_run_id"}


@pytest.mark.parametrize(
    ("outcome", "facts"),
    [
        ("NA", {}),
        ("VM", {}),
        ("PAID", {"note": "yesterday"}),
        ("INSOLV", {"note": "court"}),
        ("DNC", {}),
        ("PTP", {"promise": (promised(due=date(2026, 11, 9)),)}),
        ("CB", {"next": step("CB", date(2026, 11, 2), "10:00")}),
    ],
)
def test_a_call_is_taken_back_and_what_it_changed_is_as_before(desk, outcome, facts):
    desk.call("PTP", promise=(promised(),))
    desk.call("CB", next=step("CB", date(2026, 10, 30), "10:00"))
    before = state(desk)
    logged = desk.call(outcome, **facts)
    assert render(undo(desk).text) == "Logged call"
    after = state(desk)
    assert desk.one(m.Activity, logged.activity_id).superseded
    for table in ("account", "contact", "pause"):
        assert after[table] == before[table]
    for table in ("task", "promise", "instalment"):
        assert set(before[table]) <= set(after[table])
    made = set(logged.tasks)
    assert all(task.status == TaskStatus.DROPPED for task in desk.all(m.Task, m.Task.id.in_(made)))


def test_a_promise_is_void_and_the_one_before_stands_again(desk):
    first = desk.call("PTP", promise=(promised(),)).promise_id
    second = desk.call("PTP", promise=(promised(due=date(2026, 11, 9)),)).promise_id
    undo(desk)
    assert desk.one(m.Promise, first).status == PromiseStatus.OPEN
    assert desk.one(m.Promise, second).status == PromiseStatus.VOID


def test_a_dispute_is_void_and_a_pause_ends(desk):
    desk.call("DISP", items=("INV-1",))
    undo(desk)
    assert [dispute.status for dispute in desk.all(m.Dispute)] == [DisputeStatus.VOID]
    desk.call("PIPE", next=step("PIPE", date(2026, 11, 5)))
    undo(desk)
    assert not desk.all(m.Pause, m.Pause.ended_at.is_(None))


def test_somebody_met_for_the_first_time_is_forgotten_again(desk):
    desk.call("DNC", contact="Suzuki")
    undo(desk)
    assert [person.active for person in desk.all(m.Contact, m.Contact.name == "Suzuki")] == [False]


def test_actions_are_taken_back_one_after_the_other(desk):
    account = desk.all(m.Account, m.Account.number == "100")[0]
    desk.call("INSOLV", note="court")
    task = desk.write(open_task, NewTask(account.id, TaskKind.EMAIL, date(2026, 11, 2)))
    desk.write(edit_task, task, TaskEdit(due=date(2026, 11, 5), what="Ask for the register"))
    desk.write(finish_task, task)
    assert [render(undo(desk).text) for _ in range(4)] == [
        "Finished task",
        "Changed task",
        "New task",
        "Logged call",
    ]
    assert desk.one(m.Task, task).status == TaskStatus.DROPPED
    assert desk.one(m.Task, task).due == date(2026, 11, 2)
    assert desk.one(m.Account, account.id).state == AccountState.ACTIVE
    with pytest.raises(RefusedError, match="nothing to undo"):
        undo(desk)


def test_what_undo_would_take_back_can_be_shown(desk):
    with desk.store.read() as session:
        assert last_action(session) is None
    logged = desk.call("NA")
    with desk.store.read() as session:
        found = last_action(session)
    assert (render(found.text), found.entity_id) == ("Logged call", logged.activity_id)


def test_a_workbook_ends_what_can_be_undone(desk):
    desk.call("NA")
    with desk.store.write() as uow:
        uow.audit("daily.write", "workbook", "x", day="2026-10-30")
        uow.commit()
    with pytest.raises(RefusedError, match="nothing to undo"):
        undo(desk)


def test_a_promise_judged_since_cannot_be_undone(desk):
    made = desk.call("PTP", promise=(promised(),)).promise_id
    with desk.store.write() as uow:
        uow.session.get_one(m.Promise, made).status = PromiseStatus.KEPT
        uow.commit()
    with pytest.raises(RefusedError, match="changed since") as refused:
        undo(desk)
    assert "correcting entry" in str(refused.value)


def test_a_row_changed_since_cannot_be_undone(desk):
    desk.call("VM")
    [task] = desk.all(m.Task)
    desk.write(drop_task, task.id)
    with desk.store.write() as uow:
        uow.session.get_one(m.Task, task.id).status = TaskStatus.WAITING
        uow.commit()
    with pytest.raises(RefusedError, match="changed since"):
        undo(desk)


def test_withdrawing_and_voiding_can_be_undone(desk):
    made = desk.call("PTP", promise=(promised(),)).promise_id
    for verb in (withdraw_promise, void_promise):
        desk.write(verb, made, "why")
        undo(desk)
        assert desk.one(m.Promise, made).status == PromiseStatus.OPEN
        assert [line.status for line in desk.all(m.Instalment)] == [PromiseStatus.OPEN]
        assert [task.status for task in desk.all(m.Task)] == [TaskStatus.OPEN]


def test_the_chain_goes_on_with_the_undo(desk):
    desk.call("NA")
    undo(desk)
    assert [event.action for event in desk.all(m.AuditEvent)] == ["call.log", "undo.action"]
