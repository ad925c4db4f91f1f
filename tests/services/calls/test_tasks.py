"""Tasks open, move, close and open again."""

from datetime import date

import pytest

from app import models as m
from app.enums import TaskKind, TaskStatus, WaitingFor
from app.errors import RefusedError, UsageError
from app.i18n import render
from app.services.calls.tasks import (
    NewTask,
    TaskEdit,
    drop_task,
    edit_task,
    finish_task,
    open_task,
    reopen_task,
)
from app.services.calls.wording import owner_text, task_text

SOON = date(2026, 11, 2)


@pytest.fixture
def account(desk):
    return desk.all(m.Account, m.Account.number == "200")[0].id


def made(desk, account, **facts):
    return desk.write(open_task, NewTask(account, facts.pop("kind", TaskKind.CALL), SOON, **facts))


def test_a_task_bears_the_customers_zone_and_the_name_of_its_kind(desk, account):
    task = desk.one(m.Task, made(desk, account, time="9:30"))
    assert (task.zone, task.time, task.what, task.owner) == ("America/Toronto", "09:30", "Call", "me")
    assert (task.opened_by, task.status) == ("collector", TaskStatus.OPEN)


def test_a_task_of_somebody_else_waits(desk, account):
    task = made(desk, account, owner="Ms Lim", waiting_for=WaitingFor.THIRD_PARTY)
    assert desk.one(m.Task, task).status == TaskStatus.WAITING
    desk.write(edit_task, task, TaskEdit(owner=""))
    assert (desk.one(m.Task, task).owner, desk.one(m.Task, task).status) == ("me", TaskStatus.OPEN)


def test_moving_without_a_time_takes_the_time_away(desk, account):
    task = made(desk, account, time="09:30")
    desk.write(edit_task, task, TaskEdit(due=date(2026, 11, 5), time=""))
    assert (desk.one(m.Task, task).due, desk.one(m.Task, task).time) == (date(2026, 11, 5), None)


def test_changing_one_thing_leaves_the_others(desk, account):
    task = made(desk, account, time="09:30", what="Ask for the PO")
    desk.write(edit_task, task, TaskEdit(kind=TaskKind.CHASE_PO))
    found = desk.one(m.Task, task)
    assert (found.kind, found.what, found.time) == (TaskKind.CHASE_PO, "Ask for the PO", "09:30")


def test_a_closed_task_can_be_opened_again_but_not_changed(desk, account):
    task = made(desk, account)
    for close, status in ((finish_task, TaskStatus.DONE), (drop_task, TaskStatus.DROPPED)):
        desk.write(close, task)
        assert desk.one(m.Task, task).status == status
        assert desk.one(m.Task, task).done_at is not None
        with pytest.raises(RefusedError, match="closed already"):
            desk.write(close, task)
        desk.write(reopen_task, task)
    assert desk.one(m.Task, task).done_at is None
    with pytest.raises(RefusedError, match="open already"):
        desk.write(reopen_task, task)


def test_bad_input_is_refused(desk, account):
    with pytest.raises(UsageError, match=r"24:00 is not a time like 15:30\."):
        made(desk, account, time="24:00")
    with pytest.raises(RefusedError, match="no such account"):
        made(desk, "nothing")
    with pytest.raises(RefusedError, match="no such task"):
        desk.write(finish_task, "nothing")


def test_an_open_task_is_a_next_step_at_once(desk, account):
    made(desk, account)
    with desk.store.read() as session:
        [row] = session.query(m.WorklistRow)
    assert "NONEXT" not in str(row.reasons)


def test_words_of_the_program_are_translated_and_words_of_people_are_not():
    assert task_text("Call again").msgid == "Call again"
    assert render(task_text("Ask {them}")) == "Ask {them}"
    assert render(owner_text("Billing")) == "Billing"
    assert render(owner_text("Ms {Lim}")) == "Ms {Lim}"
