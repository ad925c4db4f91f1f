"""A logged call writes everything that comes of it, in one transaction."""

from datetime import date, timedelta

import pytest

from app import models as m
from app.enums import AccountState, Channel, DisputeStatus, Outcome, PromiseStatus, Reason, TaskKind, TaskStatus
from app.errors import RefusedError, UndecidedError, UsageError
from app.i18n import render
from app.services.calls.entries.outcomes import FACE, RULES
from tests.services.calls.conftest import promised, step


def tasks(desk, *conditions):
    return [(task.kind.value, task.due, task.time, task.owner) for task in desk.all(m.Task, *conditions)]


def day(month, number):
    return date(2026, month, number)


# ------------------------------------------------------------------------------------- what an outcome needs


@pytest.mark.parametrize(
    ("outcome", "facts", "sentence"),
    [
        ("GATE", {}, "Gatekeeper needs a note."),
        ("WRONG", {"note": "  "}, "Wrong number needs a note."),
        ("CB", {}, "Callback needs the day and the time that were agreed as the next step."),
        ("CB", {"next": step("CB", day(11, 2))}, "Callback needs the day and the time"),
        ("PTP", {}, "Promise needs an amount and a day."),
        ("PLAN", {"promise": (promised(),)}, "Plan needs two or more instalments."),
        ("PAID", {}, "Says paid needs a note."),
        ("PIPE", {}, "In a payment run needs the day of the run as the next step."),
        ("DISP", {}, "Dispute needs the items that it is about."),
        ("REFUSE", {}, "Refuses needs a note."),
        ("INSOLV", {}, "Insolvency needs a note."),
        ("ESC", {}, "Escalated needs who takes over"),
        ("NA", {"also": (Outcome.DISP,)}, "Dispute needs the items"),
        ("NA", {"promise": (promised(),)}, "A promise needs the outcome PTP or PLAN."),
        ("NA", {"next": step("dance", day(11, 2))}, "dance is no next step."),
        ("NA", {"next": step("call", day(10, 29))}, "The next step is on 29 Oct 2026, which has passed."),
        ("NA", {"next": step("call", day(11, 2), "25:00")}, "25:00 is not a time like 15:30."),
        ("PTP", {"promise": (promised(due=day(10, 29)),)}, "The promised day 29 Oct 2026 has passed."),
        ("PTP", {"promise": (promised(), promised())}, "does not follow"),
        (
            "PTP",
            {"promise": (promised(), promised(due=day(11, 9), currency="EUR"))},
            "cannot have an instalment in EUR",
        ),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(desk, outcome, facts, sentence):
    with pytest.raises(UsageError) as refused:
        desk.call(outcome, **facts)
    assert sentence in str(refused.value)
    assert not desk.all(m.Activity)
    assert not desk.all(m.Task)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"accounts": ("999",)}, "unknown_account"),
        ({"items": ("INV-9",)}, "unknown_item"),
        ({"items": ("CA-1",)}, "unknown_item"),
        ({"contact_id": "nobody"}, "unknown_contact"),
    ],
)
def test_what_is_unknown_is_refused(desk, facts, code):
    accounts = facts.pop("accounts", ("100",))
    with pytest.raises(RefusedError) as refused:
        desk.call("NA", *accounts, **facts)
    assert refused.value.code == code


def test_every_outcome_has_a_rule_and_nine_stand_on_the_face():
    assert set(RULES) == set(Outcome)
    assert [RULES[outcome].key for outcome in FACE] == ["P", "L", "A", "C", "D", "N", "V", "W", "R"]


# ------------------------------------------------------------------------------------- what follows


def test_no_answer_tries_again_in_three_hours_then_on_the_next_business_day(desk):
    desk.call("NA")
    assert tasks(desk) == [("call", day(10, 30), "13:00", "me")]
    desk.call("BUSY")
    assert tasks(desk) == [("call", day(11, 2), None, "me")]


def test_a_retry_waits_for_their_office(desk):
    desk.call("NA", "200")  # 20:30 on Thursday in Toronto
    assert tasks(desk) == [("call", day(10, 30), "09:15", "me")]
    assert desk.all(m.Task)[0].zone == "America/Toronto"


def test_late_in_their_day_the_retry_is_the_next_business_day(desk):
    desk.store.clock.moment += timedelta(hours=7)  # 16:30 in Tokyo
    desk.call("NA")
    assert tasks(desk) == [("call", day(11, 2), None, "me")]


def test_the_second_voicemail_in_a_week_is_a_mail(desk):
    desk.call("VM")
    assert tasks(desk) == [("call", day(11, 2), None, "me")]
    desk.tomorrow(3)
    desk.call("VM")
    assert tasks(desk, m.Task.status == TaskStatus.OPEN) == [("email", day(11, 4), None, "me")]


def test_a_voicemail_of_last_week_does_not_count(desk):
    desk.call("VM")
    desk.tomorrow(7)
    desk.call("VM")
    assert tasks(desk, m.Task.status == TaskStatus.OPEN) == [("call", day(11, 9), None, "me")]


@pytest.mark.parametrize(
    ("outcome", "facts", "expected"),
    [
        ("GATE", {"note": "reception"}, [("call", day(11, 2)), ("fix_contact", day(11, 2))]),
        ("WRONG", {"note": "fax"}, [("fix_contact", day(10, 30)), ("call", day(11, 2))]),
        ("PAID", {"note": "on the 28th"}, [("find_payment", day(11, 4))]),
        ("NOINV", {}, [("send_copies", day(10, 30)), ("call", day(11, 5))]),
        ("NOPO", {}, [("chase_po", day(11, 5)), ("call", day(11, 5))]),
        ("PORTAL", {}, [("submit_portal", day(11, 5)), ("call", day(11, 5))]),
        ("INFO", {}, [("send_statement", day(10, 30)), ("call", day(11, 9))]),
        ("OURCR", {}, [("chase_credit", day(11, 9))]),
        ("REFUSE", {"note": "never"}, [("other", day(10, 30))]),
        ("INSOLV", {"note": "court"}, [("other", day(10, 30))]),
        ("ESC", {"owner": "Ms Lim"}, [("ask_sales", day(11, 5))]),
        ("DISP", {"items": ("INV-1",)}, [("call", day(11, 4))]),
        ("PIPE", {"next": step("PIPE", day(11, 5))}, [("find_payment", day(11, 6))]),
        ("DNC", {}, []),
        ("EMAIL", {}, []),
        ("LETTER", {}, []),
        ("MEET", {}, []),
        ("REPLY", {}, []),
    ],
)
def test_the_default_next_steps(desk, outcome, facts, expected):
    """3 November is a holiday in Japan."""
    desk.call(outcome, **facts)
    assert [(task.kind.value, task.due) for task in desk.all(m.Task)] == expected


def test_a_named_step_takes_the_place_of_the_default_call(desk):
    logged = desk.call("INFO", next=step("call", day(11, 20), "9:05"))
    assert tasks(desk) == [("call", day(11, 20), "09:05", "me"), ("send_statement", day(10, 30), None, "me")]
    activity = desk.one(m.Activity, logged.activity_id)
    assert (activity.next_code, activity.next_date, activity.next_time) == ("call", day(11, 20), "09:05")


def test_the_next_step_that_follows_is_kept_with_the_activity(desk):
    logged = desk.call("PTP", promise=(promised(),))
    activity = desk.one(m.Activity, logged.activity_id)
    assert (activity.next_code, activity.next_date) == ("check_promise", day(11, 9))


def test_the_owner_of_an_escalation_may_stand_in_the_note(desk):
    desk.call("ESC", note="Ms Lim, sales\nshe knows the buyer")
    assert [(task.owner, task.status) for task in desk.all(m.Task)] == [("Ms Lim, sales", TaskStatus.WAITING)]


# ------------------------------------------------------------------------------------- callbacks and open tasks


def test_an_agreed_callback_is_a_call_of_its_own(desk):
    desk.call("CB", "200", next=step("call", day(11, 2), "15:30"))
    [task] = desk.all(m.Task)
    assert (task.kind, task.code, task.time, task.zone) == (TaskKind.CALL, "CB", "15:30", "America/Toronto")


def test_reaching_somebody_settles_the_callback(desk):
    desk.call("CB", next=step("CB", day(10, 30), "15:30"))
    desk.call("PAID", note="yesterday")
    assert [task.status for task in desk.all(m.Task, m.Task.code == "CB")] == [TaskStatus.DONE]


def test_reaching_nobody_moves_the_callback(desk):
    desk.call("CB", next=step("CB", day(10, 30), "09:35"))
    desk.call("NA")
    assert tasks(desk) == [("call", day(10, 30), "13:00", "me")]
    assert [task.code for task in desk.all(m.Task)] == ["CB"]


def test_a_mail_settles_the_mail_that_was_to_be_written(desk):
    desk.call("VM")
    desk.tomorrow(3)
    desk.call("VM")
    desk.tomorrow(2)
    desk.call("EMAIL")
    assert [task.status for task in desk.all(m.Task, m.Task.kind == TaskKind.EMAIL)] == [TaskStatus.DONE]


def test_ticked_tasks_are_done_with_the_call(desk):
    desk.call("NOINV")
    [copies] = desk.all(m.Task, m.Task.kind == TaskKind.SEND_COPIES)
    logged = desk.call("REPLY", done=(copies.id,))
    closed = desk.one(m.Task, copies.id)
    assert (closed.status, closed.done_ref) == (TaskStatus.DONE, logged.activity_id)


# ------------------------------------------------------------------------------------- several accounts


def test_one_contact_works_several_accounts(desk):
    logged = desk.call("CB", "100", "200", next=step("CB", day(11, 2), "15:30"))
    links = {(link.account_id, link.position) for link in read_links(desk)}
    assert {position for _, position in links} == {0, 1}
    assert len({task.account_id for task in desk.all(m.Task)}) == 2
    assert len(logged.account_ids) == 2
    assert len(desk.all(m.Activity)) == 1


def read_links(desk):
    with desk.store.read() as session:
        return session.query(m.ActivityAccount).all()


def test_a_promise_on_several_accounts_belongs_to_whose_items_they_are(desk):
    logged = desk.call("PTP", "100", "200", promise=(promised(70_000, day(11, 6), "CAD", "CA-1"),))
    promise = desk.one(m.Promise, logged.promise_id)
    toronto = desk.all(m.Account, m.Account.number == "200")[0]
    assert promise.account_id == toronto.id
    assert {task.account_id for task in desk.all(m.Task, m.Task.kind == TaskKind.CHECK_PROMISE)} == {toronto.id}


def test_a_promise_over_items_of_two_accounts_is_refused(desk):
    with pytest.raises(UsageError, match="items of one account"):
        desk.call("PTP", "100", "200", promise=(promised(100_000, day(11, 6), "USD", "INV-1", "CA-1"),))


def test_account_numbers_are_read_as_files_write_them(desk):
    assert desk.call("NA", "'0100").account_ids == desk.call("NA", " 100").account_ids


# ------------------------------------------------------------------------------------- promises in a call


def test_a_promise_covers_what_is_overdue_oldest_first(desk):
    logged = desk.call("PTP", promise=(promised(120_000),))
    assert covers(desk, logged.promise_id) == [("INV-1", 100_000), ("INV-2", 50_000)]
    promise = desk.one(m.Promise, logged.promise_id)
    assert (promise.level, promise.assurance, promise.kind, promise.made_on) == (1, False, "promise", day(10, 30))
    [line] = desk.all(m.Instalment)
    assert (line.due, line.window_end, line.due_under) == (day(11, 6), day(11, 10), 120_000)


def covers(desk, promise_id):
    with desk.store.read() as session:
        rows = (
            session.query(m.Item.number, m.PromiseItem.open_when_made)
            .join(m.PromiseItem, m.PromiseItem.item_id == m.Item.id)
            .filter(m.PromiseItem.promise_id == promise_id)
        )
        return sorted(tuple(row) for row in rows)


def test_a_promise_covers_the_items_spoken_of(desk):
    logged = desk.call("PTP", promise=(promised(50_000),), items=("inv-2",))
    assert covers(desk, logged.promise_id) == [("INV-2", 50_000)]


def test_the_items_of_a_dispute_are_not_promised(desk):
    logged = desk.call("PTP", also=(Outcome.DISP,), items=("INV-2",), promise=(promised(100_000),))
    assert covers(desk, logged.promise_id) == [("INV-1", 100_000)]
    assert [dispute.status for dispute in desk.all(m.Dispute)] == [DisputeStatus.NEW]


def test_items_not_yet_due_make_an_assurance(desk):
    logged = desk.call("PTP", promise=(promised(30_000, day(11, 30), "USD", "INV-3"),), note="in the run")
    assert desk.one(m.Promise, logged.promise_id).assurance


def test_a_plan_has_a_check_per_instalment(desk):
    plan = (promised(50_000, day(11, 6)), promised(50_000, day(12, 7)))
    logged = desk.call("PLAN", promise=plan)
    assert desk.one(m.Promise, logged.promise_id).kind == "plan"
    checks = desk.all(m.Task, m.Task.kind == TaskKind.CHECK_PROMISE)
    assert [task.due for task in checks] == [day(11, 9), day(12, 8)]
    assert {task.promise_id for task in checks} == {logged.promise_id}


def test_a_promise_for_a_day_of_rest_rolls_forward(desk):
    desk.call("PTP", promise=(promised(due=day(11, 7)),))  # a Saturday
    [line] = desk.all(m.Instalment)
    assert (line.due, line.window_end) == (day(11, 7), day(11, 11))
    assert [task.due for task in desk.all(m.Task)] == [day(11, 10)]


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        (promised(due=day(12, 15)), "promise_far", "The first money is promised for 15 Dec 2026, in 46 days."),
        (
            promised(200_000),
            "promise_above_open",
            "2,000.00 USD is promised, but only 1,500.00 USD is open on the items.",
        ),
    ],
)
def test_what_is_unusual_asks_for_a_reason(desk, line, code, sentence):
    with pytest.raises(UndecidedError) as asked:
        desk.call("PTP", promise=(line,))
    assert (asked.value.code, asked.value.option, asked.value.exit_status) == (code, "--note", 3)
    assert render(asked.value.message) == sentence
    logged = desk.call("PTP", promise=(line,), note="board approves in December")
    assert desk.one(m.Promise, logged.promise_id).reason == "board approves in December"


def test_a_reason_of_non_payment_answers_too(desk):
    logged = desk.call("PTP", promise=(promised(due=day(12, 15)),), reason=Reason.YEAR_END)
    assert desk.one(m.Promise, logged.promise_id).reason == "year_end"


def test_the_third_promise_on_one_item_asks_for_a_reason(desk):
    for due in (6, 9):
        desk.call("PTP", promise=(promised(due=day(11, due)),))
    with pytest.raises(UndecidedError, match=r"This is promise no\. 3 on INV-1\."):
        desk.call("PTP", promise=(promised(due=day(11, 12)),))


def test_a_promise_in_another_currency_than_its_item_is_refused(desk):
    with pytest.raises(RefusedError, match="INV-1 is in USD, the promise is in EUR"):
        desk.call("PTP", promise=(promised(100, day(11, 6), "EUR", "INV-1"),))
    with pytest.raises(RefusedError, match="Account 100 has nothing open in EUR"):
        desk.call("PTP", promise=(promised(100, day(11, 6), "EUR"),))


# ------------------------------------------------------------------------------------- one promise after another


def test_a_second_promise_on_the_item_replaces_the_first(desk):
    first = desk.call("PTP", promise=(promised(),))
    second = desk.call("PTP", promise=(promised(due=day(11, 9)),))
    old, new = desk.one(m.Promise, first.promise_id), desk.one(m.Promise, second.promise_id)
    assert (old.status, new.status, new.level, new.replaces_id) == ("rescheduled", "open", 2, old.id)
    assert render(old.why) == "Promised again on 30 Oct 2026, for 9 Nov 2026."
    checks = desk.all(m.Task, m.Task.kind == TaskKind.CHECK_PROMISE)
    assert [(task.promise_id, task.status) for task in checks] == [
        (old.id, TaskStatus.DROPPED),
        (new.id, TaskStatus.OPEN),
    ]
    assert [(row.before, row.after) for row in desk.all(m.Judgement)] == [("open", "rescheduled")]


def test_only_the_shared_items_are_taken_over(desk):
    first = desk.call("PTP", promise=(promised(150_000),))
    desk.call("PTP", promise=(promised(50_000, day(11, 9), "USD", "INV-2"),))
    assert desk.one(m.Promise, first.promise_id).status == PromiseStatus.OPEN
    with desk.store.read() as session:
        released = {cover.item_id for cover in session.query(m.PromiseItem).filter_by(released=True)}
    assert released == {item.id for item in desk.all(m.Item, m.Item.number == "INV-2")}


@pytest.mark.parametrize(
    ("status", "level"), [("broken", 2), ("partly_kept", 2), ("kept", 1), ("withdrawn", 1), ("void", 1)]
)
def test_the_level_counts_renewals(desk, status, level):
    first = desk.call("PTP", promise=(promised(),))
    with desk.store.write() as uow:
        uow.session.get_one(m.Promise, first.promise_id).status = PromiseStatus(status)
        uow.commit()
    second = desk.call("PTP", promise=(promised(due=day(11, 9)),))
    assert desk.one(m.Promise, second.promise_id).level == level


def test_speaking_to_them_settles_that_a_broken_promise_was_spoken_of(desk):
    first = desk.call("PTP", promise=(promised(),))
    with desk.store.write() as uow:
        uow.session.get_one(m.Promise, first.promise_id).status = PromiseStatus.BROKEN
        uow.commit()
    desk.call("NA")
    assert not desk.one(m.Promise, first.promise_id).spoken_of
    desk.call("PAID", note="today")
    assert desk.one(m.Promise, first.promise_id).spoken_of


# ------------------------------------------------------------------------------------- disputes, pauses, channels


def test_a_second_dispute_on_an_item_joins_the_first(desk):
    desk.call("DISP", items=("INV-1",), note="price")
    desk.call("DISP", items=("INV-1", "INV-2"), dispute_reason="price")
    assert len(desk.all(m.Dispute)) == 1
    with desk.store.read() as session:
        assert session.query(m.DisputeItem).count() == 2


def test_a_payment_run_pauses_letters_until_its_grace_is_over(desk):
    desk.call("PIPE", next=step("PIPE", day(11, 5)), items=("INV-1",))
    [pause] = desk.all(m.Pause)
    assert (pause.kind, pause.until, pause.ended_at) == ("payment_run", day(11, 10), None)
    desk.call("PIPE", next=step("PIPE", day(11, 12)))
    open_pauses = desk.all(m.Pause, m.Pause.ended_at.is_(None))
    assert [one.until for one in open_pauses] == [day(11, 17)] * 2


def test_do_not_call_closes_the_channel_for_the_person(desk):
    desk.call("DNC", contact="田中　一郎")
    [person] = desk.all(m.Contact)
    assert (person.do_not_call, person.closed_channels) == (True, ["call"])


def test_do_not_mail_leaves_the_phone_open(desk):
    desk.call("DNC", contact="田中 一郎", channel=Channel.EMAIL_OUT)
    [person] = desk.all(m.Contact)
    assert (person.do_not_call, person.closed_channels) == (False, ["email"])


def test_somebody_new_who_wants_no_calls_is_remembered(desk):
    desk.call("DNC", contact="Suzuki")
    assert [(one.name, one.do_not_call, one.source) for one in desk.all(m.Contact, m.Contact.name == "Suzuki")] == [
        ("Suzuki", True, "collector")
    ]


def test_an_insolvency_stops_all_chasing(desk):
    desk.call("VM")
    desk.call("INSOLV", note="court of Tokyo, 29 October")
    assert desk.all(m.Account, m.Account.number == "100")[0].state == AccountState.INSOLVENT
    assert [task.status for task in desk.all(m.Task, m.Task.kind == TaskKind.CALL)] == [TaskStatus.DROPPED]


# ------------------------------------------------------------------------------------- the activity itself


def test_the_activity_keeps_who_how_and_when(desk):
    at = desk.store.clock.now() - timedelta(minutes=5)
    logged = desk.call("REPLY", contact=" 田中 一郎 ", reason=Reason.APPROVAL, note=" soon ", seconds=90, at=at)
    activity = desk.one(m.Activity, logged.activity_id)
    assert (activity.channel, activity.direction.value, activity.seconds) == (Channel.EMAIL_IN, "in", 90)
    assert (activity.contact_name, activity.contact_id) == ("田中 一郎", desk.all(m.Contact)[0].id)
    assert (activity.reason, activity.note, activity.at, activity.zone) == ("approval", "soon", at, "Asia/Tokyo")
    assert (activity.revision, activity.superseded) == (1, False)


def test_the_worklist_knows_at_once(desk):
    desk.call("PAID", "100", note="yesterday")
    with desk.store.read() as session:
        rows = session.query(m.WorklistRow).all()
    assert [row.held_code for row in rows] == ["worked"]


def test_the_chain_keeps_what_was_entered(desk):
    logged = desk.call("NA")
    [event] = desk.all(m.AuditEvent)
    assert (event.action, event.entity_id) == ("call.log", logged.activity_id)


def test_codes_of_next_steps_are_read_in_any_spelling(desk):
    for code, kind in [
        ("send-copies", "send_copies"),
        ("LETTER", "letter"),
        ("Letter", "letter"),
        ("esc", "ask_sales"),
    ]:
        logged = desk.call("REPLY", next=step(code, day(11, 2)))
        assert [desk.one(m.Task, ident).kind.value for ident in logged.tasks] == [kind]
