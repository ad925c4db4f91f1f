"""The account as the collector sees it: header, lists, tasks, contacts, letter, talk track."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app import i18n
from app.enums import LetterStatus, PromiseStatus, TaskKind, TaskStatus
from app.models import Account, Contact, Letter, Promise, Task
from app.ui.account import place
from app.ui.account.pages import CASH, CONTACTS, ITEMS, LETTERS, PROMISES, TASKS, TIMELINE
from app.ui.application import Shell
from app.ui.main_window import Parts
from app.ui.view import Place
from tests.builders.ledger import DAY, Ledger
from tests.ui.account.conftest import ALT, AOZORA, CTRL, KESTREL, OSAKA, SHIFT, SPECS

KEY = Qt.Key


def header_texts(office):
    return [label.text() for label in office.view.header.findChildren(QLabel) if label.text()]


def chips(office):
    return [chip.accessibleName() for chip in office.view.header._chips.children() if hasattr(chip, "accessibleName")]


def numbers(panel):
    return [row.number for row in panel.model.shown_rows()]


def test_the_header_says_who_where_and_how_things_stand(office):
    texts = header_texts(office)
    assert "株式会社青空商事" in texts
    assert "Aozora Shoji K.K. · 100237" in texts
    assert (
        "Tokyo 09:30 · office open until 12:00 · holiday Tue 3 Nov (文化の日) · letters in 日本語 · Net 30 月末締め"
        in texts
    )
    assert office.view.header._family.text() == "parent 青空グループ株式会社 (2 accounts)"
    assert chips(office) == ["promise broken", "161 % of limit", "86 points"]
    header = office.view.header
    assert header._balance.accessibleName() == "Balance: 3,220,000 JPY"
    assert header._overdue.accessibleName() == "Overdue: 3,120,000 86 %"
    assert "31–60: 3,120,000" in header._bar.accessibleDescription()
    assert header._late.accessibleName() == "Pays late by: 10 d"


def test_a_relative_is_opened_from_the_header(office):
    office.view.header.opened.emit(OSAKA)
    assert office.window.host.place == Place("account", OSAKA)
    assert office.view.pages.items.count() == 0
    assert office.view.pages.items.panel.empty.title() == "No open items"


def test_an_account_in_two_currencies_is_shown_in_each(office):
    office.open("account", KESTREL)
    header = office.view.header
    assert header._balance.accessibleName() == "Balance: 95,472.00 GBP"
    header._currencies.choose("USD")
    assert header._balance.accessibleName() == "Balance: 12,000.00 USD"
    assert header._overdue.accessibleName() == "Overdue: 12,000.00 100 %"
    office.view.pages.items.tick_overdue()
    assert total_line(office) == "Selected 2, GBP 95,472.00, USD 12,000.00"


def total_line(office):
    return office.view.pages.items.panel.totals.text()


def test_the_totals_follow_the_ticks_and_say_what_is_unapplied(office):
    assert total_line(office).startswith("Shown 4, JPY 3,220,000")
    office.press(KEY.Key_O, CTRL | SHIFT)
    assert numbers_of_ticks(office) == ["INV-0118", "INV-0121"]
    assert total_line(office).startswith("Selected 2, JPY 3,120,000")
    assert office.view.pages.items._hint == "Unapplied −400,000 would clear part of INV-0118"
    office.press(KEY.Key_O, CTRL | SHIFT)
    assert numbers_of_ticks(office) == []


def numbers_of_ticks(office):
    return [one.number for one in office.view.pages.items.ticked()]


def test_closed_items_are_shown_on_demand(office):
    assert "INV-0099" not in numbers(office.view.pages.items.panel)
    assert office.view.pages.items._since.closed.text() == "1 closed item"
    office.press(KEY.Key_H, CTRL)
    assert "INV-0099" in numbers(office.view.pages.items.panel)
    office.view.load()
    assert "INV-0099" in numbers(office.view.pages.items.panel)
    office.open("account", KESTREL)
    office.open("account", AOZORA)
    assert "INV-0099" not in numbers(office.view.pages.items.panel)


def test_what_happened_since_the_last_call_stands_under_the_items(office):
    spoken = office.view.pages.items._since._lines.accessibleName()
    assert "1 item paid: 90,000 JPY" in spoken
    assert "Call out with 田中 一郎: Promise" in spoken


def test_tabs_are_reached_by_their_keys(office):
    office.press(KEY.Key_2, ALT)
    assert office.view.pages.tabs.currentIndex() == TIMELINE
    assert office.view.table() is office.view.pages.timeline.panel
    office.press(KEY.Key_Tab, CTRL)
    assert office.view.pages.tabs.currentIndex() == PROMISES
    assert office.view.pages.tabs.tabText(PROMISES) == "Promises 1"
    office.press(KEY.Key_1, ALT)
    assert office.view.pages.tabs.currentIndex() == ITEMS


def test_the_timeline_is_filtered_and_opens_what_it_shows(office):
    office.press(KEY.Key_2, ALT)
    tab = office.view.pages.timeline
    kinds = {row.kind for row in tab.panel.model.shown_rows()}
    assert {"call", "promise", "closed"} <= kinds
    tab.bar.chips.choose("calls")
    assert {row.kind for row in tab.panel.model.shown_rows()} == {"call"}
    tab.panel.opened.emit(tab.panel.model.shown_rows()[0])
    assert office.window.host.place.view == "calls"
    assert office.view.list.view.current_row().customer.number == AOZORA


def test_a_broken_promise_opens_with_its_evidence(office):
    office.press(KEY.Key_3, ALT)
    office.view.pages.promises.opened.emit(office.view.pages.promises.model.shown_rows()[0])
    assert office.window.host.place.view == "promises"
    assert office.view.panel.accessibleName() == "1,100,000 JPY"


def test_an_unknown_account_is_said_over_the_view(office):
    office.open("account", "999")
    assert office.view._unknown.text() == "There is no account 999. Check the number, or import the file that has it."
    office.form.save(go_next=False)
    office.open("account", AOZORA)
    assert office.view._unknown is None


# ------------------------------------------------------------------------------------------------ tasks


def test_a_task_is_added_changed_done_and_taken_back(office, rows):
    office.press(KEY.Key_K, CTRL | SHIFT)
    assert office.view.pages.tabs.currentIndex() == TASKS
    editor = office.view.pages.tasks.editor
    editor.save()
    assert editor.form.field("due").property("invalid")
    editor.what.setText("Send the signed contract")
    editor.due.set_day(DAY + timedelta(days=3))
    editor.time.setText("930")
    editor.save()
    assert not editor.isVisible()
    (task,) = rows(Task, Task.what == "Send the signed contract")
    assert (task.kind, task.due, task.time, task.owner) == (TaskKind.CALL, DAY + timedelta(days=3), "09:30", "me")
    panel = office.view.pages.tasks.panel
    panel.view.select_key(task.id)
    office.view.pages.tasks._begin_edit()
    editor.owner.setText("Legal")
    editor.save()
    assert rows(Task, Task.id == task.id)[0].status is TaskStatus.WAITING
    panel.view.select_key(task.id)
    office.view.pages.tasks._finish()
    assert rows(Task, Task.id == task.id)[0].status is TaskStatus.DONE
    office.window.actions_table.trigger("window.undo")
    assert rows(Task, Task.id == task.id)[0].status is TaskStatus.WAITING
    panel.view.select_key(task.id)
    office.view.pages.tasks._give_up()
    assert rows(Task, Task.id == task.id)[0].status is TaskStatus.DROPPED
    panel.view.select_key(task.id)
    office.view.pages.tasks._begin_edit()
    assert rows(Task, Task.id == task.id)[0].status is TaskStatus.WAITING


# ------------------------------------------------------------------------------------------------ contacts


def test_a_contact_is_corrected_beside_what_the_file_says(office, rows):
    office.press(KEY.Key_7, ALT)
    tab = office.view.pages.contacts
    tanaka = next(row for row in tab.panel.model.all_rows() if row.family == "田中")
    tab.panel.view.select_key(tanaka.id)
    tab._begin_edit()
    tab.editor._lines["phone"].setText("12")
    tab.editor.save()
    assert tab.editor.form._notes["phone"].text() == "12 is not a telephone number."
    tab.editor._lines["phone"].setText("03-9999-0000")
    tab.editor.save()
    (kept,) = rows(Contact, Contact.id == tanaka.id)
    assert (kept.phone, kept.corrected, kept.file_values["phone"]) == ("03-9999-0000", True, "03-1234-5678")
    assert not tab.editor.isVisible()
    tab.panel.view.select_key(tanaka.id)
    tab._begin_edit()
    assert tab.editor.form._notes["phone"].text() == "The file says: 03-1234-5678"
    assert office.form.contact._number() == "03-9999-0000"


def test_somebody_new_is_added_and_not_to_be_called(office, rows):
    office.press(KEY.Key_U, CTRL | SHIFT)
    tab = office.view.pages.contacts
    tab.editor.save()
    assert tab.editor.form._notes["name"].text() == "A contact needs a name."
    tab.editor._lines["name"].setText("Ito Jun")
    tab.editor.save()
    (made,) = rows(Contact, Contact.name == "Ito Jun")
    assert made.source == "collector"
    tab.panel.view.select_key(made.id)
    tab._toggle()
    assert rows(Contact, Contact.id == made.id)[0].do_not_call
    assert "do not call" in [chip.text for chip in tab.panel.spec.columns[-1].value(tab._current())]
    office.window.actions_table.trigger("window.undo")
    assert not rows(Contact, Contact.id == made.id)[0].do_not_call


# ------------------------------------------------------------------------------------------------ letter


@pytest.fixture
def with_bank(store):
    with store.write() as uow:
        from app.models import Company

        company = uow.session.query(Company).one()
        company.banks = [
            {"currency": "JPY", "country": "JP", "bank": "みどり銀行", "branch": "本店", "account_type": "普通",
             "account": "1234567", "holder": "カ）ミドリデンキ"}
        ]  # fmt: skip
        company.signatories = {"default": {"name": "佐藤 恵子", "role": "経理部"}}
        account = uow.session.query(Account).filter_by(number=AOZORA).one()
        account.address = ["100-0001", "東京都千代田区千代田1-1"]
        uow.commit()


def test_a_letter_by_hand_is_previewed_changed_and_written(office, rows, with_bank):
    office.press(KEY.Key_L, CTRL | SHIFT)
    panel = office.view.letter
    assert office.view.side.currentWidget() is panel
    pages = [page for page in panel.findChildren(QLabel) if page.accessibleName().startswith("Page ")]
    assert pages
    (draft,) = rows(Letter)
    assert (draft.chosen, draft.locale, draft.status) == ("hand", "ja_JP", LetterStatus.DRAFT)
    panel._stage.choose("1")
    assert rows(Letter)[0].stage == 1
    panel._save.click()
    (written,) = rows(Letter)
    assert written.status is LetterStatus.PRODUCED
    assert office.view.side.currentWidget() is office.form
    assert office.toast.startswith("Letter AR-2026-")
    assert office.view.pages.tabs.tabText(LETTERS) == "Letters 1"
    office.press(KEY.Key_6, ALT)
    office.view.pages.letters.opened.emit(office.view.pages.letters.model.shown_rows()[0])
    assert office.window.dialled[-1].startswith("file:")


def test_a_letter_given_up_leaves_no_draft(office, rows, with_bank):
    office.press(KEY.Key_L, CTRL | SHIFT)
    office.view.letter._leave.click()
    assert [row.status for row in rows(Letter)] == [LetterStatus.CANCELLED]
    assert office.view.side.currentWidget() is office.form


def test_a_letter_that_cannot_be_written_says_why(office, rows):
    office.press(KEY.Key_L, CTRL | SHIFT)
    assert office.view.letter._notice.isVisible() or office.view.letter._problem.isVisible()


# ------------------------------------------------------------------------------------------------ talk track


def test_the_talk_track_speaks_the_customers_language_with_its_figures(office):
    office.press(KEY.Key_T, ALT)
    text = office.view.talk.text()
    assert "田中様" in text
    assert "1,100,000円" in text
    assert "株式会社みどり電機" in text
    assert office.form.talk.text() == "Talk track 日本語"
    office.press(KEY.Key_T, ALT)
    assert office.view.talk.isHidden()


# ------------------------------------------------------------------------------------------------ correcting


def test_an_entry_is_corrected_in_the_form_and_both_stay_readable(office, rows):
    office.open("calls", "")
    office.view._show_day(date(2026, 10, 17))
    office.view.list.view.select_first()
    entry = office.view.list.view.current_row().activity
    office.window.actions_table.trigger("calls.correct")
    assert office.window.host.place == Place("account", place.correcting(AOZORA, entry.id))
    assert office.form.note.edit.toPlainText() == "Payment run on the 24th."
    assert office.form.note.edit.textCursor().atEnd(), "typing goes on behind what is there"
    assert office.form.store.text() == "Save correction"
    office.form.note.edit.setPlainText("Payment run on the 26th.")
    office.form.save(go_next=False)
    assert office.window.host.place.view == "calls"
    revisions = office.view.panel
    texts = [label.text() for label in revisions.findChildren(QLabel)]
    assert "Payment run on the 26th." in texts
    assert "Payment run on the 24th." in texts


def test_a_corrected_promise_is_not_its_own_second_one(office, rows):
    office.press(KEY.Key_O, CTRL | SHIFT)
    office.press(KEY.Key_P, ALT)
    office.qtbot.keyClicks(office.focus, "13 nov")
    says = office.form.promise._says.text()
    office.press(KEY.Key_S, CTRL)
    (made,) = rows(Promise, Promise.status == PromiseStatus.OPEN)
    office.open("account", place.correcting(AOZORA, made.activity_id))
    assert office.form.promise._says.text() == says
    assert "takes the place" not in says


def test_leaving_a_correction_changes_nothing(office, rows):
    office.open("calls", "")
    office.view._show_day(date(2026, 10, 17))
    office.view.list.view.select_first()
    office.window.actions_table.trigger("calls.correct")
    office.form.drop_correction()
    assert office.window.host.place.view == "calls"
    office.open("account", AOZORA)
    assert office.form.note.edit.toPlainText() == ""


# ------------------------------------------------------------------------------------------------ language


def test_drafts_survive_a_change_of_language(desk, office, qtbot):
    shell = Shell(desk, Parts(views=SPECS))
    qtbot.addWidget(shell.window)
    shell.start(place=Place("account", AOZORA))
    form = shell.window.host.current().form
    form.note.edit.setPlainText("社内稟議待ち")
    form.pick("PTP")
    form.promise.day.set_day(date(2026, 11, 13))
    shell.change_language("ja")
    qtbot.addWidget(shell.window)
    view = shell.window.host.current()
    assert i18n.language() == "ja"
    assert view.form.note.edit.toPlainText() == "社内稟議待ち"
    assert view.form.promise.day.day() == date(2026, 11, 13)


def test_the_next_account_of_the_list_without_a_call(office):
    office.press(KEY.Key_PageDown, CTRL)
    assert office.window.host.place == Place("account", KESTREL)


def test_cash_shows_what_came_and_where_it_went(office, store):
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        account = uow.session.query(Account).filter_by(number=KESTREL).one()
        item = ledger.item(account, 500_00, DAY, number="KS-9")
        receipt = ledger.receipt(account, 700_00, DAY, applied=500_00, unapplied=200_00)
        ledger.application(receipt, item, 500_00)
        uow.commit()
    office.open("account", KESTREL)
    office.view.pages.go(CASH)
    row = office.view.pages.cash.model.shown_rows()[0]
    shown = {column.key: column.display(row) for column in office.view.pages.cash.spec.columns}
    assert shown["amount"] == "700.00 GBP"
    assert shown["unapplied"] == "200.00 GBP"
    assert shown["for"] == "KS-9"


def test_the_counts_of_the_tabs(office):
    tabs = office.view.pages.tabs
    assert [tabs.tabText(n) for n in (ITEMS, TASKS, CONTACTS)] == ["Open items 4", "Tasks 1", "Contacts 2"]
