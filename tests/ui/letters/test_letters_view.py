"""The letters room by hand: propose, look, change, approve, make."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QMenu
from sqlalchemy import select

from app.enums import LetterStatus, Outcome
from app.i18n import msg
from app.models import Account, Item, Letter
from app.services.letters.pauses import PauseOrder, pause_letters
from app.ui.letters.takeover import TakeoverPanel
from app.ui.letters.view import HELD, PROPOSED, WRITTEN
from app.ui.main_window import MainWindow, Parts
from app.ui.view import Place, ViewSpec
from tests.builders.ledger import Ledger

DAY = date(2026, 10, 30)
SPEC = ViewSpec("letters", msg("Letters"), "letter", "app.ui.letters.view:LettersView")
BANK = {"currency": "USD", "country": "US", "bank": "First Bank", "routing": "021000021", "account": "123456789",
        "holder": "Midori Electric Co., Ltd."}  # fmt: skip


@pytest.fixture
def view(desk, store, qtbot):
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        ledger.company(banks=[BANK], consequences={"default": ["hold", "legal"]},
                       signatories={"default": {"name": "Keiko Sato"}})  # fmt: skip
        us = ledger.account("1001", name="Northern Steel Inc.", country="US", address=["1 Main Street", "Boston, MA"])
        old = ledger.account("1002", name="Kestrel Inc.", country="US", address=["2 Main Street", "Boston, MA"])
        ledger.account("1003", name="Verde Energía S.A.S.", country="CO")
        ledger.contact(us, "Pat Lee", role="payables")
        ledger.contact(us, "Sam Ray", role="escalation")
        for account in uow.session.scalars(select(Account)):
            ledger.item(account, 1_000_00, DAY - timedelta(days=20))
        uow.session.flush()
        item = uow.session.scalars(select(Item).where(Item.account_id == old.id)).one()
        item.stage, item.stage_on, item.due_date = 2, DAY - timedelta(days=30), DAY - timedelta(days=60)
        ledger.activity(old, Outcome.PAID, uow.now - timedelta(days=3))
        uow.commit()
    window = MainWindow(desk, Parts(views=(SPEC,)))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.open(Place("letters"))
    made = window.host.current()
    made.window_kept = window
    return made


def drafts(view):
    return view.lists[PROPOSED].model.all_rows()


def stages(store) -> dict[str, int | None]:
    with store.read() as session:
        return dict(session.execute(select(Account.number, Item.stage).join(Item, Item.account_id == Account.id)).all())


def test_before_the_first_run_the_list_says_what_to_do(view):
    assert len(drafts(view)) == 0
    assert view.lists[PROPOSED].empty.title() == "No letters proposed"
    view.desk.actions.trigger("letters.make")
    assert len(view.lists[WRITTEN].model.all_rows()) == 0


def test_a_run_is_proposed_ticked_and_counted(view):
    view.desk.actions.trigger("letters.propose")
    assert [(row.account, row.stage, row.ticked) for row in drafts(view)] == [("1001", 1, True), ("1002", 3, False)]
    assert [row.code for row in view.lists[HELD].model.all_rows()] == ["no_locale"]
    assert view.desk.actions.action("letters.make").text() == "Make 1 letter"
    assert view._first is not None
    assert "Reminder 1, Demand 1" in view._first.text()


def test_the_page_is_shown_as_it_will_print(view):
    view.desk.actions.trigger("letters.propose")
    view.lists[PROPOSED].view.select_key(drafts(view)[0].id)
    QApplication.processEvents()
    labels = [label for label in view.preview.findChildren(QLabel) if not label.isHidden()]
    pages = [page for page in labels if page.accessibleName().startswith("Page ")]
    assert pages
    assert pages[0].pixmap().width() > 100


def test_one_page_makes_room_for_the_next_at_once(view):
    view.desk.actions.trigger("letters.propose")
    for row in drafts(view):
        view.lists[PROPOSED].view.select_key(row.id)
        QApplication.processEvents()
    names = [page.accessibleName() for page in view.preview.findChildren(QLabel) if page.isVisibleTo(view.preview)]
    assert names.count("Page 1 of the letter") == 1


def test_the_first_letter_is_in_front_without_a_key(view):
    view.desk.actions.trigger("letters.propose")
    assert view.lists[PROPOSED].view.current_row() is drafts(view)[0]
    view.desk.actions.trigger("letters.make")
    assert view.lists[PROPOSED].view.current_row().account == "1002", "the next one that waits"


def test_letters_are_made_and_stand_under_written(view, store):
    view.desk.actions.trigger("letters.propose")
    view.desk.actions.trigger("letters.make")
    assert [row.account for row in view.lists[WRITTEN].model.all_rows()] == ["1001"]
    assert stages(store) == {"1001": 1, "1002": 2, "1003": None}
    assert (store.path.parent / "letters" / DAY.isoformat()).is_dir()
    assert view._first is None


def test_a_demand_is_made_only_after_its_approval(view, store):
    view.desk.actions.trigger("letters.propose")
    rows = drafts(view)
    view.lists[PROPOSED].view.select_key(rows[1].id)
    view.desk.actions.trigger("letters.approve")
    assert drafts(view)[1].status is LetterStatus.APPROVED
    view.desk.actions.trigger("letters.make")
    assert stages(store) == {"1001": 1, "1002": 3, "1003": None}


def test_the_stage_is_changed_in_the_panel_and_recorded(view, store):
    view.desk.actions.trigger("letters.propose")
    view.lists[PROPOSED].view.select_key(drafts(view)[0].id)
    view.preview._stage.choose("2")
    row = drafts(view)[0]
    assert (row.stage, dict(row.changed)) == (2, {"stage": "1"})


def test_another_contact_is_chosen(view):
    view.desk.actions.trigger("letters.propose")
    view.lists[PROPOSED].view.select_key(drafts(view)[0].id)
    view.preview._contact.setCurrentIndex(1)
    assert drafts(view)[0].contact == "Sam Ray"


def test_a_draft_is_cancelled(view, store):
    view.desk.actions.trigger("letters.propose")
    view.lists[PROPOSED].view.select_key(drafts(view)[0].id)
    view.desk.actions.trigger("letters.drop")
    assert [row.account for row in drafts(view)] == ["1002"]
    with store.read() as session:
        states = set(session.scalars(select(Letter.status)))
    assert states == {LetterStatus.CANCELLED, LetterStatus.DRAFT}


def test_letters_sent_before_are_taken_over(view, store, qtbot):
    view.desk.actions.trigger("letters.propose")
    view.desk.actions.trigger("letters.takeover")
    panel = view._side.currentWidget()
    assert isinstance(panel, TakeoverPanel)
    panel._days[1].setText("many")
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    panel._save()
    assert isinstance(view._side.currentWidget(), TakeoverPanel)
    panel._days[1].setText("10")
    panel._save()
    assert view._side.currentWidget() is view.preview
    assert stages(store)["1001"] == 1
    assert "1001" in {row.account for row in view.lists[HELD].model.all_rows()} | {row.account for row in drafts(view)}


def test_an_account_without_letters_gets_the_language_that_the_collector_picks(view):
    view.desk.actions.trigger("letters.propose")
    held = view.lists[HELD].model.all_rows()[0]
    view._choose_language(held, "en_US")
    assert "1003" in {row.account for row in drafts(view)}


def test_a_pause_stands_under_held_back_with_its_days_and_is_ended_there(view, store):
    view.desk.actions.trigger("letters.propose")
    with store.write() as uow:
        account = uow.session.scalars(select(Account).where(Account.number == "1001")).one()
        pause_letters(uow, PauseOrder(account.id, DAY + timedelta(days=13), "Asked for"), DAY, "Asia/Tokyo")
        uow.commit()
    view.load()
    row = next(row for row in view.lists[HELD].model.all_rows() if row.code == "paused")
    until = next(column for column in view.lists[HELD].spec.columns if column.key == "until")
    assert until.display(row) == "12 Nov · 13 d"
    assert [row.account for row in drafts(view)] == ["1002"]
    menu = QMenu()
    view._held_menu(row, menu)
    next(action for action in menu.actions() if action.text() == "End the pause").trigger()
    assert [row.account for row in drafts(view)] == ["1001", "1002"]
    view.window_kept.undo()
    view.load()
    assert [row.account for row in drafts(view)] == ["1002"]


def test_every_control_has_a_name(view):
    view.desk.actions.trigger("letters.propose")
    view.lists[PROPOSED].view.select_key(drafts(view)[0].id)
    for kind in (QAbstractButton, QComboBox, QLineEdit):
        for control in view.findChildren(kind):
            if control.isVisible() and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                assert control.accessibleName() or getattr(control, "text", str)(), control
