"""Logging a call by hand, without the mouse."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app import i18n
from app.enums import Channel, Outcome, PromiseStatus, Reason, TaskKind, TaskStatus
from app.models import Activity, Instalment, Promise, PromiseItem, Task
from tests.builders.ledger import DAY
from tests.ui.account.conftest import ALT, AOZORA, CTRL, KESTREL, OSAKA, SHIFT

KEY = Qt.Key


def test_typing_starts_in_the_note(office):
    assert office.focus is office.form.note.edit
    office.press(KEY.Key_Escape)
    assert office.focus is office.view.pages.items.panel.view
    office.press(KEY.Key_J, CTRL)
    assert office.focus is office.form.note.edit


def test_a_promise_is_logged_with_the_keyboard_alone(office, rows):
    office.press(KEY.Key_Escape)
    office.press(KEY.Key_Space)
    office.press(KEY.Key_J)
    office.press(KEY.Key_Space)
    office.press(KEY.Key_J, CTRL)
    office.type("Approved by the director.")
    office.press(KEY.Key_P, ALT)
    assert office.form.promise.money.text() == "3,120,000"
    assert office.focus is office.form.promise.day, "the amount follows the ticks; only the day is missing"
    office.type("13 nov")
    assert "Covers INV-0118, INV-0121" in office.form.promise._says.text()
    assert "through Tue 17 Nov" in office.form.promise._says.text()
    assert office.form.next.kind.itemText(0) == "Check promise, Mon 16 Nov"
    office.press(KEY.Key_S, CTRL)
    (logged,) = rows(Activity, Activity.note == "Approved by the director.")
    assert (logged.outcome, logged.contact_name, logged.channel) == (Outcome.PTP, "田中 一郎", Channel.CALL_OUT)
    (promise,) = rows(Promise, Promise.activity_id == logged.id)
    assert (promise.amount, promise.currency, promise.level) == (3_120_000, "JPY", 2)
    assert len(rows(PromiseItem, PromiseItem.promise_id == promise.id)) == 2
    assert office.toast == "Call to 100237 logged."
    assert office.form.note.edit.toPlainText() == ""
    assert office.form.outcome.outcomes() == ()
    assert office.focus is office.form.note.edit


def test_ctrl_enter_saves_and_opens_the_next_account(office, rows):
    office.form.note.edit.setPlainText("Rang out.")
    office.press(KEY.Key_N, ALT)
    office.press(KEY.Key_Return, CTRL)
    assert rows(Activity, Activity.outcome == Outcome.NA)
    assert office.window.host.place.key == KESTREL
    assert office.focus is office.form.note.edit


def test_the_queue_of_today_decides_who_is_next(office):
    office.window.desk.queue.set_numbers([AOZORA, OSAKA, KESTREL])
    office.press(KEY.Key_V, ALT)
    office.press(KEY.Key_Return, CTRL)
    assert office.window.host.place.key == OSAKA


def test_after_the_last_account_it_says_so(office):
    office.window.desk.queue.set_numbers([AOZORA])
    office.press(KEY.Key_V, ALT)
    office.press(KEY.Key_Return, CTRL)
    assert office.toast == "That was the last account of the list."


def test_undo_takes_the_call_back_even_from_the_empty_note(office, rows):
    office.form.note.edit.setPlainText("Rang out.")
    office.press(KEY.Key_N, ALT)
    office.press(KEY.Key_S, CTRL)
    (logged,) = rows(Activity, Activity.outcome == Outcome.NA)
    assert not logged.superseded
    assert office.focus is office.form.note.edit
    office.press(KEY.Key_Z, CTRL)
    (logged,) = rows(Activity, Activity.outcome == Outcome.NA)
    assert logged.superseded
    assert office.toast.startswith("Undone: call to 100237")


def test_ctrl_z_in_a_note_being_written_is_the_notes_own(office):
    office.type("abc")
    office.press(KEY.Key_Z, CTRL)
    assert office.form.note.edit.toPlainText() == ""


def test_a_bare_letter_only_acts_while_the_outcomes_have_the_focus(office):
    office.type("p")
    assert office.form.outcome.outcomes() == ()
    assert office.form.note.edit.toPlainText() == "p"
    office.form.outcome.grid.setFocus()
    office.type("v")
    assert office.form.outcome.outcomes() == (Outcome.VM,)


def test_nothing_acts_while_a_word_is_being_composed(office, rows):
    QApplication.sendEvent(office.form.note.edit, QInputMethodEvent("しゃない", []))
    office.form.pick("PTP")
    office.form.save(go_next=False)
    assert office.form.outcome.outcomes() == ()
    assert len(rows(Activity)) == 1
    done = QInputMethodEvent("", [])
    done.setCommitString("社内稟議待ち")
    QApplication.sendEvent(office.form.note.edit, done)
    office.form.pick("NA")
    assert office.form.outcome.outcomes() == (Outcome.NA,)


def test_a_second_outcome_stands_beside_the_first(office, rows):
    office.view.pages.items.tick_overdue()
    office.press(KEY.Key_D, ALT)
    office.press(KEY.Key_V, ALT | SHIFT)
    assert office.form.outcome.outcomes() == (Outcome.DISP, Outcome.VM)
    office.form.outcome.add("VM")
    assert office.form.outcome.outcomes() == (Outcome.DISP,)
    office.form.outcome.add("INFO")
    office.press(KEY.Key_S, CTRL)
    (logged,) = rows(Activity, Activity.outcome == Outcome.DISP)
    assert logged.also == ["INFO"]


def test_the_other_outcomes_stand_behind_one_key_with_a_filter(office):
    office.press(KEY.Key_M, ALT)
    pick = office.form.outcome._rest
    assert pick.isVisible()
    office.qtbot.keyClicks(pick.filter, "run")
    office.qtbot.keyClick(pick.filter, KEY.Key_Return)
    assert office.form.outcome.outcomes() == (Outcome.PIPE,)
    assert not pick.isVisible()
    assert office.form.next.kind.code() == "PIPE", "a payment run asks for its day"
    assert office.focus is office.form.next.day


def test_what_is_missing_is_said_under_its_field_and_nothing_is_written(office, rows):
    office.press(KEY.Key_S, CTRL)
    assert office.form._fields["outcome"].error() == "Choose what the call came to."
    office.press(KEY.Key_P, ALT)
    office.press(KEY.Key_S, CTRL)
    assert office.form.promise.amount.error() == "An amount is needed, or ticked items."
    assert office.form.promise.on.error() == "A day is needed."
    assert office.focus is office.form.promise.money
    office.type("12.345")
    office.press(KEY.Key_Tab)
    office.type("someday")
    office.press(KEY.Key_S, CTRL)
    assert "is not a day" in office.form.promise.on.error()
    office.form.pick("REFUSE")
    office.press(KEY.Key_S, CTRL)
    assert office.form.note.error() == "Refuses needs a note."
    assert len(rows(Activity)) == 1


@pytest.mark.parametrize(
    ("key", "modifiers", "field"),
    [(KEY.Key_D, ALT, "Dispute needs the items that it is about."), (KEY.Key_C, ALT, "")],
)
def test_outcomes_ask_for_what_they_need(office, key, modifiers, field):
    office.press(key, modifiers)
    office.press(KEY.Key_S, CTRL)
    if field:
        assert office.form._fields["outcome"].error() == field
    else:
        assert office.form.next.when.error() == "The next step needs a day."


def test_a_callback_is_agreed_in_the_customers_time(office, rows):
    office.press(KEY.Key_C, ALT)
    assert office.focus is office.form.next.day
    office.type("mon")
    office.press(KEY.Key_Tab)
    office.type("3pm")
    office.press(KEY.Key_S, CTRL)
    (task,) = rows(Task, Task.code == "CB")
    assert (task.kind, task.due, task.time, task.zone) == (TaskKind.CALL, date(2026, 11, 2), "15:00", "Asia/Tokyo")


def test_a_callback_with_a_time_alone_is_todays(office, rows):
    office.press(KEY.Key_C, ALT)
    assert office.form.next.kind.currentText() == "Call back at"
    office.press(KEY.Key_Tab)
    office.type("1530")
    office.press(KEY.Key_S, CTRL)
    (task,) = rows(Task, Task.code == "CB")
    assert (task.due, task.time) == (DAY, "15:30")


def test_an_unusual_promise_asks_why_before_it_is_saved(office, rows):
    office.view.pages.items.tick_overdue()
    office.press(KEY.Key_P, ALT)
    office.type("2027-01-29")
    assert "in 91 days" in office.form.promise._asks.text()
    office.press(KEY.Key_S, CTRL)
    assert office.form.promise.why.error().startswith("Say why here or in the note")
    assert office.focus is office.form.promise.reason
    office.type("Year-end budget only")
    office.press(KEY.Key_S, CTRL)
    (promise,) = rows(Promise, Promise.status == PromiseStatus.OPEN)
    assert promise.reason == "Year-end budget only"


def test_questions_about_a_promise_stand_one_after_the_other_as_the_language_does(office):
    office.view.pages.items.tick_overdue()
    office.press(KEY.Key_P, ALT)
    office.type("2027-01-29")
    office.form.promise.money.setFocus()
    office.form.promise.money.selectAll()
    office.type("9000000")
    asks = office.form.promise._asks
    assert re.fullmatch(r"The first .*, in 91 days\. 9,000,000 JPY is promised, .* on the items\.", asks.text())
    i18n.set_language("ja")
    office.type("0")
    assert re.fullmatch(r"[^。 ]+。[^。]+。", asks.text().replace(" JPY", ""))


def test_a_plan_is_split_evenly_with_the_remainder_on_the_last(office, rows):
    office.view.pages.items.tick(
        [row.id for row in office.view.pages.items.panel.model.all_rows() if row.number == "INV-0118"]
    )
    office.press(KEY.Key_L, ALT)
    office.type("20 nov")
    edit = office.form.promise.lines_edit
    assert [(money.text(), day.day()) for money, day in edit.rows()] == [
        ("366,666", date(2026, 11, 20)),
        ("366,666", date(2026, 12, 21)),
        ("366,668", date(2027, 1, 20)),
    ]
    edit.count.choose("2")
    assert [money.text() for money, _day in edit.rows()] == ["550,000", "550,000"]
    edit.rows()[0][0].setText("600,000")
    edit.rows()[0][0].textEdited.emit("600,000")
    assert edit._sum.text() == "The instalments add up to 1,150,000 of 1,100,000 JPY."
    edit.rows()[1][0].setText("500,000")
    edit.rows()[1][0].textEdited.emit("500,000")
    assert edit._sum.isHidden()
    office.press(KEY.Key_S, CTRL)
    (promise,) = rows(Promise, Promise.kind == "plan")
    assert [line.amount for line in rows(Instalment, Instalment.promise_id == promise.id)] == [600_000, 500_000]


def test_the_amount_follows_the_ticks_until_another_is_typed(office):
    items = {row.number: row.id for row in office.view.pages.items.panel.model.all_rows()}
    office.press(KEY.Key_P, ALT)
    office.view.pages.items.tick([items["INV-0118"]])
    assert office.form.promise.money.text() == "1,100,000"
    office.view.pages.items.tick([items["INV-0118"], items["RC-5521"]])
    assert office.form.promise.money.text() == "1,100,000", "a credit is not promised"
    office.form.promise.money.setText("1,000,000")
    office.form.promise.money.textEdited.emit("1,000,000")
    office.view.pages.items.tick([items["INV-0121"]])
    assert office.form.promise.money.text() == "1,000,000"


def test_holidays_of_the_customer_are_known_to_the_day(office):
    office.press(KEY.Key_P, ALT)
    office.form.promise.day.set_day(date(2026, 11, 3))
    assert office.form.promise.day.toolTip() == "文化の日"


def test_the_timer_starts_when_the_number_is_dialled(office, rows, clock):
    office.press(KEY.Key_T, CTRL)
    assert office.window.dialled == ["tel:0312345678"]
    began = clock.now()
    clock.moment += timedelta(seconds=134)
    assert office.form.timer.words() == "02:14"
    office.press(KEY.Key_V, ALT)
    office.press(KEY.Key_S, CTRL)
    (logged,) = rows(Activity, Activity.outcome == Outcome.VM)
    assert (logged.seconds, logged.at) == (134, began)
    assert office.form.timer.words() == "00:00"


def test_who_must_not_be_called_is_not_dialled(office):
    person = office.form.contact.person
    person.setCurrentIndex(1)
    assert not office.form.contact.dial.isEnabled()
    assert person.accessibleDescription() == "do not call"


def test_somebody_else_is_named(office, rows):
    office.form.contact.person.choose("+")
    assert office.focus is office.form.contact.other
    office.type("Ito")
    office.press(KEY.Key_V, ALT)
    office.press(KEY.Key_S, CTRL)
    (logged,) = rows(Activity, Activity.outcome == Outcome.VM)
    assert (logged.contact_id, logged.contact_name) == (None, "Ito")


def test_other_accounts_of_the_group_are_worked_with_the_same_call(office, rows, worked):
    office.press(KEY.Key_G, ALT)
    pick = office.form.contact._pick
    office.qtbot.keyClicks(pick.filter, OSAKA)
    office.qtbot.keyClick(pick.filter, KEY.Key_Return)
    office.qtbot.keyClick(pick.filter, KEY.Key_Escape)
    assert not pick.isVisible()
    assert office.form.contact.also.text() == f"also {OSAKA}"
    office.form.note.focus()
    office.press(KEY.Key_V, ALT)
    office.press(KEY.Key_S, CTRL)
    (logged,) = rows(Activity, Activity.outcome == Outcome.VM)
    assert worked(logged.id) == 2


def test_tasks_are_settled_with_the_call(office, rows):
    (task,) = rows(Task)
    office.form.next._settled.set_ticked([task.id])
    office.form.next._say_settled()
    assert office.form.next._link.text() == "1 task done"
    office.press(KEY.Key_V, ALT)
    office.press(KEY.Key_S, CTRL)
    assert rows(Task, Task.id == task.id)[0].status is TaskStatus.DONE


def test_a_text_is_put_into_the_note_with_its_gap_chosen(office):
    office.form.pick("PAID")
    office.press(KEY.Key_E, ALT)
    pick = office.form.note._pick
    assert pick.list.item(0).text().startswith("Says paid on")
    office.qtbot.keyClick(pick.filter, KEY.Key_Return)
    assert office.form.note.edit.textCursor().selectedText() == "…"
    office.type("Friday")
    assert office.form.note.edit.toPlainText().startswith("Says paid on Friday by bank transfer")


def test_a_draft_survives_another_account_and_another_view(office):
    office.view.pages.items.tick_overdue()
    office.form.note.edit.setPlainText("Half a sentence")
    office.press(KEY.Key_P, ALT)
    office.type("13 nov")
    office.form.reason.choose(Reason.APPROVAL.value)
    office.open("account", KESTREL)
    assert office.form.note.edit.toPlainText() == ""
    office.open("calls", "")
    office.open("account", AOZORA)
    assert office.form.note.edit.toPlainText() == "Half a sentence"
    assert office.form.outcome.outcomes() == (Outcome.PTP,)
    assert office.form.promise.money.text() == "3,120,000"
    assert office.form.promise.day.day() == date(2026, 11, 13)
    assert office.form.reason.code() == "approval"
    assert len(office.view.pages.items.ticked()) == 2


def test_news_from_elsewhere_do_not_disturb_the_hand_that_types(office, store):
    office.type("Half a sen")
    office.press(KEY.Key_Left)
    office.view.load()
    assert office.form.note.edit.toPlainText() == "Half a sen"
    assert office.form.note.edit.textCursor().position() == 9


def test_every_field_has_a_name(office):
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit

    office.press(KEY.Key_L, ALT)
    takes = [
        widget
        for widget in office.view.findChildren(QAbstractButton)
        + office.view.findChildren(QLineEdit)
        + office.view.findChildren(QComboBox)
        + office.view.findChildren(QPlainTextEdit)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible()
    ]
    assert takes
    assert not [widget for widget in takes if not widget.accessibleName()]


def test_a_mail_that_was_sent_is_no_call(office, rows):
    assert office.form.channel.code() == "call_out"
    office.form.pick("EMAIL")
    assert office.form.channel.code() == "email_out"
    office.form.pick("NA")
    assert office.form.channel.code() == "call_out"
    office.form.channel.choose("chat")
    office.form.pick("VM")
    assert office.form.channel.code() == "chat", "a channel that was chosen stays"
    office.form.pick("EMAIL")
    office.press(KEY.Key_S, CTRL)
    (logged,) = rows(Activity, Activity.outcome == Outcome.EMAIL)
    assert logged.channel is Channel.EMAIL_OUT


def test_tab_walks_from_field_to_field(office):
    office.press(KEY.Key_P, ALT)
    office.form.contact.person.setFocus()
    names = []
    for _step in range(12):
        names.append(office.focus.accessibleName())
        office.press(KEY.Key_Tab)
    assert names[0] == "Contact"
    assert names.count("Promise") == 1
    assert "Plan" not in names, "the outcomes are one stop"
    order = [name for name in names if name in {"Contact", "Note", "Promise", "Promised", "On", "Next"}]
    assert order == ["Contact", "Note", "Promise", "Promised", "On", "Next"]
