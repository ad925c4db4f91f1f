"""The log, promises and tasks as lists: filters, day totals, revisions, evidence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app import models as m
from app.enums import Channel, Outcome, PromiseStatus
from app.errors import RefusedError
from app.i18n import render
from app.services.calls.entries.corrections import correct_call, entry_of
from app.services.calls.promises.renewals import open_line, reschedule_promise, run_as_promise
from app.services.calls.queries import (
    LogFilter,
    activity_rows,
    call_log,
    promise_evidence,
    promise_rows,
    revisions_of,
)
from tests.services.calls.conftest import ZONE, promised, step


def log(desk, **facts):
    wanted = {"first": desk.day, "last": desk.day, "zone": ZONE, **facts}
    with desk.store.read() as session:
        return call_log(session, LogFilter(**wanted))


def read(desk, query, *args, **facts):
    with desk.store.read() as session:
        return query(session, *args, **facts)


def test_a_day_adds_up(desk):
    desk.call("NA", seconds=20)
    desk.call("GATE", note="reception", seconds=30)
    desk.call("PTP", "100", "200", promise=(promised(),), seconds=240)
    desk.call("EMAIL")
    found = log(desk)
    [day] = found.days
    assert (day.contacts, day.attempts, day.answered, day.right_party) == (4, 3, 2, 1)
    assert (day.accounts, day.seconds, day.promises, day.promised) == (2, 290, 1, {"USD": 100_000})
    assert [row.activity.outcome for row in found.rows] == ["EMAIL", "PTP", "GATE", "NA"]


def test_days_are_the_collectors(desk):
    desk.call("NA", at=desk.store.clock.now() - timedelta(hours=10))  # 23:30 on Thursday in Tokyo
    assert not log(desk).rows
    found = log(desk, first=date(2026, 10, 29))
    assert [day.day for day in found.days] == [date(2026, 10, 29)]
    assert found.rows[0].local.hour == 23


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"outcome": Outcome.INFO}, ["PAID"]),
        ({"text": "ＲＥＣＥＰＴＩＯＮ"}, ["GATE"]),
        ({"text": "田中"}, ["PAID"]),
        ({"text": "200"}, ["VM"]),
        ({"text": "customer 100 said"}, ["PAID"]),
        ({"text": "nothing like it"}, []),
    ],
)
def test_the_log_is_filtered(desk, facts, expected):
    desk.call("GATE", note="Reception only")
    desk.call("VM", "200")
    desk.call("PAID", also=(Outcome.INFO,), note="said paid", contact="田中 一郎")
    assert [row.activity.outcome for row in log(desk, **facts).rows] == expected


def test_the_log_of_one_account(desk):
    desk.call("NA", "100", "200")
    desk.call("VM", "200")
    account = desk.all(m.Account, m.Account.number == "100")[0]
    [row] = log(desk, account_id=account.id).rows
    assert row.activity.accounts == ("100", "200")


def test_corrected_entries_are_shown_when_asked_for_and_never_counted(desk):
    first = desk.call("NA", note="tpyo")
    call = replace(read(desk, entry_of, first.activity_id), note="typo")
    second = desk.write(correct_call, first.activity_id, call)
    assert [row.activity.note for row in log(desk).rows] == ["typo"]
    found = log(desk, all_revisions=True)
    assert [row.activity.note for row in found.rows] == ["typo", "tpyo"]
    assert found.days[0].contacts == 1
    for ident in (first.activity_id, second.activity_id):
        assert [row.revision for row in read(desk, revisions_of, ident)] == [2, 1]
    with pytest.raises(RefusedError):
        read(desk, revisions_of, "nothing")


def test_activities_by_id_and_by_account(desk):
    one = desk.call("NA")
    desk.call("VM", "200")
    assert [row.outcome for row in read(desk, activity_rows, ids=[one.activity_id])] == ["NA"]
    account = desk.all(m.Account, m.Account.number == "200")[0]
    assert [row.outcome for row in read(desk, activity_rows, account_id=account.id)] == ["VM"]
    assert len(read(desk, activity_rows)) == 2


def test_promises_by_status_and_day(desk):
    made = desk.call("PTP", promise=(promised(),)).promise_id
    desk.call("PTP", "200", promise=(promised(70_000, date(2026, 11, 20), "CAD"),))
    assert len(read(desk, promise_rows)) == 2
    assert [row.id for row in read(desk, promise_rows, ids=[made])] == [made]
    late = date(2026, 11, 11)
    assert [row.id for row in read(desk, promise_rows, status=PromiseStatus.AWAITING_DATA, day=late)] == [made]
    [row] = read(desk, promise_rows, ids=[made], day=late)
    assert [line.status for line in row.instalments] == ["awaiting_data"]
    [row] = read(desk, promise_rows, ids=[made], day=date(2026, 11, 10))
    assert (row.status, row.due) == ("open", date(2026, 11, 6))


def test_the_evidence_of_a_promise(desk):
    made = desk.call("PTP", promise=(promised(),)).promise_id
    again = desk.call("PTP", promise=(promised(due=date(2026, 11, 9)),)).promise_id
    found = read(desk, promise_evidence, made)
    assert [(one.before, one.after) for one in found.judgements] == [("open", "rescheduled")]
    assert render(found.judgements[0].why) == "Promised again on 30 Oct 2026, for 9 Nov 2026."
    assert found.renewed_by == (again,)
    with pytest.raises(RefusedError):
        read(desk, promise_evidence, "nothing")


# ------------------------------------------------------------------------------------- renewals


def test_a_promise_is_rescheduled_from_its_own_row(desk):
    made = desk.call("PTP", promise=(promised(),), contact="田中 一郎").promise_id
    line = read(desk, open_line, made)
    assert (line.amount, line.items) == (100_000, ("INV-1",))
    new = replace(line, due=date(2026, 11, 9))
    logged = desk.write(lambda uow, days, settings: reschedule_promise(uow, made, [new], "", days, settings))
    assert desk.one(m.Promise, made).status == PromiseStatus.RESCHEDULED
    renewed = desk.one(m.Promise, logged.promise_id)
    assert (renewed.level, renewed.contact_name, renewed.replaces_id) == (2, "田中 一郎", made)
    assert desk.one(m.Activity, logged.activity_id).channel == Channel.CALL_OUT


def test_a_payment_run_becomes_a_promise(desk):
    logged = desk.call("PIPE", next=step("PIPE", date(2026, 11, 5)), items=("INV-1",), note="in the run of the 5th")
    call = read(desk, run_as_promise, logged.activity_id)
    assert [(line.amount, line.due) for line in call.promise] == [(100_000, date(2026, 11, 5))]
    corrected = desk.write(correct_call, logged.activity_id, call)
    promise = desk.one(m.Promise, corrected.promise_id)
    assert (promise.amount, promise.status) == (100_000, PromiseStatus.OPEN)
    assert not desk.all(m.Pause, m.Pause.ended_at.is_(None))


def test_what_is_no_payment_run_cannot_become_a_promise(desk):
    logged = desk.call("NA")
    with pytest.raises(RefusedError, match="cannot become a promise"):
        read(desk, run_as_promise, logged.activity_id)
