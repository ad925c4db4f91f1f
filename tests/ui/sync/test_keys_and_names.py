"""The room without a mouse and without eyes: every control has a name, and Tab reaches all of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.ui.sync.pages import CHANGES, FILES, HISTORY, LAYOUTS, LEFT, TOTALS

ROWS = [f"C{at % 3},Northern {at % 3},N-{at},2026-09-{at + 10},2026-10-{at + 10},5.00,USD" for at in range(9)]
BAD = "C9,Bad Inc.,B-1,2026-09-01,2026-10-01,twelve,USD"


def controls(view) -> list[QWidget]:
    """What can have the focus now, the fields inside other fields left out."""
    found = [one for one in view.findChildren(QWidget) if one.isVisible() and one.isEnabled()]
    return [one for one in found if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None]


def called(one: QWidget) -> str:
    return one.accessibleName() or (one.text() if isinstance(one, QAbstractButton) else "")


@pytest.mark.parametrize("place", [FILES, CHANGES, LEFT, TOTALS, LAYOUTS, HISTORY])
def test_every_control_of_every_list_has_a_name_and_is_reached_by_tab(view, write, qtbot, place):
    view.take([write("open.csv", [*ROWS, BAD])])
    view.pages.turn_to(place)
    view.focus_first()
    wanted = controls(view)
    assert [one for one in wanted if not called(one)] == []
    reached = set()
    for _step in range(120):
        focus = QApplication.focusWidget()
        if focus is not None:
            reached.add(focus)
        qtbot.keyClick(focus or view, Qt.Key.Key_Tab)
    assert [called(one) for one in wanted if one not in reached and not beside(one)] == []


def beside(one: QWidget) -> bool:
    """Tell whether arrows lead to a control: it is one of several of which one is on."""
    return isinstance(one, QAbstractButton) and one.group() is not None and not one.isChecked()


def test_arrows_go_from_one_kind_of_change_to_the_next(view, write, qtbot):
    view.take([write("open.csv", ROWS)])
    view.desk.actions.trigger("sync.apply")
    view.take([write("open.csv", [*ROWS[1:], "C9,New Inc.,B-1,2026-09-01,2026-10-01,7.00,USD"])])
    view.pages.turn_to(CHANGES)
    chips = view.pages.changes.bar.chips
    chips.chip("all").setFocus()
    qtbot.keyClick(chips.chip("all"), Qt.Key.Key_Right)
    assert chips.chosen_key() == "new"
    assert [row.number for row in view.pages.changes.list.model.shown_rows()] == ["B-1"]


def test_every_control_of_the_mapping_editor_and_the_questions_has_a_name(view, write):
    view.take([write("open.csv", ROWS)])
    view.desk.actions.trigger("sync.columns")
    view.desk.actions.trigger("sync.keep")
    assert [one for one in controls(view) if not called(one)] == []
    head = "Customer_ID,Customer_Name,Invoice_Number,Invoice_Date,Due_Date,Open_Balance"
    view.take([write("bare.csv", [row.removesuffix(",USD") for row in ROWS], head)])
    assert view.side.asking()
    assert [one for one in controls(view) if not called(one)] == []
