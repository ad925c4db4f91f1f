"""Pausing letters from the account: by hand, with a reason and a day, seen in header and list, ended and undone."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt

from app.models import Pause
from app.ui.widgets.button import Button
from tests.builders.ledger import DAY
from tests.ui.account.conftest import CTRL, SHIFT

KEY = Qt.Key


def chips(office):
    """Return the chips that stand in the header; those before them may only wait to be deleted."""
    row = office.view.header._chips.layout()
    return [row.itemAt(place).widget().accessibleName() for place in range(row.count())]


def begin(office):
    office.press(KEY.Key_H, CTRL | SHIFT)
    panel = office.view.pause
    assert panel.isVisibleTo(office.view)
    assert office.focus is panel.day
    return panel


def test_an_accounts_letters_are_paused_by_keyboard(office, rows):
    panel = begin(office)
    assert panel.scope.code() == "account"
    office.type("13 nov")
    office.press(KEY.Key_Return, CTRL)
    (pause,) = rows(Pause)
    assert (pause.item_id, pause.until, pause.reason) == (None, DAY + timedelta(days=14), "They asked for it")
    assert "letters paused 14 d" in chips(office)
    assert office.toast == "Letters are paused until 13 Nov 2026."
    assert office.focus is office.form.note.edit, "the talk goes on"
    office.press(KEY.Key_Z, CTRL)
    assert "letters paused 14 d" not in chips(office)


def test_ticked_items_are_paused_alone_and_say_so(office, rows):
    office.press(KEY.Key_O, CTRL | SHIFT)
    panel = begin(office)
    assert panel.scope.currentText() == "2 ticked items: INV-0118, INV-0121"
    panel.reason.choose("other")
    office.press(KEY.Key_Return)
    assert panel.own.property("invalid"), "another reason is said in words"
    office.type("Goods on their way back")
    office.press(KEY.Key_Return)
    assert sorted((one.item_id is not None, one.reason) for one in rows(Pause)) == [
        (True, "Goods on their way back"),
        (True, "Goods on their way back"),
    ]
    assert "2 items paused 14 d" in chips(office)
    items = office.view.pages.items.panel
    state = next(column for column in items.spec.columns if column.key == "state")
    assert [state.display(row).split(",")[0] for row in items.model.all_rows()][:2] == ["paused 14 d", "paused 14 d"]


def test_a_pause_is_ended_where_it_was_ordered(office, rows):
    begin(office)
    office.press(KEY.Key_Return, CTRL)
    panel = begin(office)
    (end,) = [one for one in panel._running.findChildren(Button) if not one.isHidden()]
    assert "Whole account until Fri 13 Nov (14 d): They asked for it" in end.accessibleName()
    end.click()
    (pause,) = rows(Pause)
    assert pause.ended_at is not None
    assert not any("paused" in chip for chip in chips(office))


def test_a_day_that_is_over_is_refused_and_esc_leaves(office, rows):
    panel = begin(office)
    office.type("2026-10-01")
    office.press(KEY.Key_Return, CTRL)
    assert panel.day.property("invalid")
    assert rows(Pause) == []
    office.press(KEY.Key_Escape)
    assert office.view.side.currentWidget() is office.form
