"""Amounts and days as people type them, forms that say what is wrong, choices by letter."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QCalendarWidget, QWidget

from app.i18n import set_language
from app.ui.widgets.button import Choice, ChoiceGrid
from app.ui.widgets.date_edit import DateEdit, parse_day, pick_day
from app.ui.widgets.form import Choices, Form, NoteEdit, TextLine
from app.ui.widgets.money_edit import AmountError, MoneyEdit, parse_amount

SATURDAY = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("1100000", "JPY", 1_100_000),
        ("1,100,000", "JPY", 1_100_000),
        ("1.100.000", "JPY", 1_100_000),
        ("１，１００", "JPY", 1_100),
        ("310万", "JPY", 3_100_000),
        ("3.12m", "JPY", 3_120_000),
        ("42k", "USD", 42_000_00),
        ("4200.5", "USD", 4_200_50),
        ("4.200,50", "EUR", 4_200_50),
        ("4,200.50", "USD", 4_200_50),
        ("1,234", "USD", 1_234_00),
        ("12,5", "EUR", 12_50),
        ("USD 12", "USD", 12_00),
        ("-400000", "JPY", -400_000),
        ("−12.00", "USD", -12_00),
        ("1.234", "KWD", 1_234),
    ],
)
def test_amounts_are_read_as_they_are_said(typed, currency, minor):
    assert parse_amount(typed, currency) == minor


@pytest.mark.parametrize(
    ("typed", "currency"),
    [
        ("1.234", "USD"),
        ("12.345", "USD"),
        ("12.5", "JPY"),
        ("abc", "USD"),
        ("1,23,4", "USD"),
        ("1.2.3", "EUR"),
        ("", "USD"),
    ],
)
def test_what_is_no_amount_or_two_amounts_is_refused(typed, currency):
    with pytest.raises(AmountError):
        parse_amount(typed, currency)


def test_an_amount_that_cannot_be_kept_says_so():
    with pytest.raises(AmountError, match="larger than any amount"):
        parse_amount("99999999999999999999", "USD")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("13", date(2026, 11, 13)),
        ("31", SATURDAY),
        ("13 nov", date(2026, 11, 13)),
        ("Nov 13", date(2026, 11, 13)),
        ("13.11.", date(2026, 11, 13)),
        ("13/11", date(2026, 11, 13)),
        ("11/13", date(2026, 11, 13)),
        ("5 jan", date(2027, 1, 5)),
        ("5 oct", date(2026, 10, 5)),
        ("2026-11-13", date(2026, 11, 13)),
        ("2026年11月13日", date(2026, 11, 13)),
        ("11月13日(金)", date(2026, 11, 13)),
        ("fri", date(2026, 11, 6)),
        ("sat", date(2026, 11, 7)),
        ("Fri 13 Nov", date(2026, 11, 13)),
        ("金", date(2026, 11, 6)),
        ("+3", date(2026, 11, 3)),
        ("today", SATURDAY),
        ("明日", date(2026, 11, 1)),
        ("eom", SATURDAY),
        ("30 feb", None),
        ("soon", None),
        ("", None),
    ],
)
def test_days_are_read_as_they_are_said(typed, day):
    assert parse_day(typed, SATURDAY) == day


def test_the_order_of_day_and_month_is_the_interfaces():
    assert parse_day("11/12", SATURDAY) == date(2026, 12, 11)
    assert parse_day("11/12", SATURDAY, month_first=True) == date(2026, 11, 12)


def test_what_the_field_shows_reads_back_as_the_same_day(look, qtbot):
    for language in ("en", "ja"):
        set_language(language)
        field = DateEdit(SATURDAY, "Due")
        qtbot.addWidget(field)
        field.set_day(date(2026, 11, 13))
        assert parse_day(field.text(), SATURDAY, month_first=language == "ja") == date(2026, 11, 13)


def test_the_arrows_walk_through_days_and_months(look, qtbot):
    field = DateEdit(SATURDAY, "Due", lambda day: "文化の日" if day == date(2026, 11, 3) else "")
    qtbot.addWidget(field)
    field.set_day(date(2026, 11, 2))
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.day() == date(2026, 11, 3)
    assert field.accessibleDescription() == "文化の日"
    qtbot.keyClick(field, Qt.Key.Key_PageUp)
    assert field.day() == date(2026, 12, 3)
    field.set_day(date(2026, 12, 31))
    qtbot.keyClick(field, Qt.Key.Key_PageDown)
    assert field.day() == date(2026, 11, 30)


def test_a_day_typed_over_the_calendar_is_read_as_in_a_field(look, qtbot):
    parent, taken = QWidget(), []
    qtbot.addWidget(parent)
    parent.show()
    menu = pick_day(parent, SATURDAY, parent.mapToGlobal(parent.rect().center()), taken.append)
    month = menu.findChild(QCalendarWidget).findChild(QAbstractItemView)
    qtbot.keyClick(month, Qt.Key.Key_Right)
    field = menu.findChild(DateEdit)
    qtbot.keyClick(month, "2")
    qtbot.keyClicks(field, "026-06-17")
    assert menu.findChild(QCalendarWidget).selectedDate().toPython() == date(2026, 6, 17)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert taken == [date(2026, 6, 17)]


def test_a_wrong_day_keeps_its_text_and_says_how_to_write_one(look, qtbot):
    field = DateEdit(SATURDAY, "Due")
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "soon")
    assert field.day() is None
    assert "soon" in field.error()
    assert field.property("invalid")


def test_an_amount_is_tidied_when_the_focus_leaves(look, qtbot):
    field = MoneyEdit("JPY", "Promised")
    qtbot.addWidget(field)
    field.setText("312万")
    field.editingFinished.emit()
    assert field.text() == "3,120,000"
    assert field.minor() == 3_120_000
    field.set_minor(None)
    assert field.money() is None
    qtbot.keyClicks(field, "12.5")
    assert "JPY" in field.error()


def test_a_form_names_its_fields_and_puts_errors_under_them(look, qtbot):
    form = Form()
    qtbot.addWidget(form)
    name, note = TextLine(), NoteEdit()
    form.add("name", "Name", name, "As the customer writes it")
    form.add("note", "Note", note)
    form.show()
    assert name.accessibleName() == "Name"
    assert name.accessibleDescription() == "As the customer writes it"
    form.show_errors({"note": "Write a note."})
    assert note.property("invalid")
    assert not name.property("invalid")
    form.show_errors({})
    assert not note.property("invalid")


def test_choices_keep_what_was_chosen_and_ignore_the_wheel(look, qtbot):
    box = Choices([("a", "First"), ("b", "Second")], "Reason")
    qtbot.addWidget(box)
    box.choose("b")
    box.set_entries([("b", "Second"), ("c", "Third")])
    assert box.code() == "b"
    box.choose("unknown")
    assert box.code() == "b"


def test_answers_are_picked_by_letter_only_with_the_focus(look, qtbot):
    grid = ChoiceGrid(
        "Outcome", [Choice("PTP", "Promise", "P"), Choice("NA", "No reply", "N"), Choice("VM", "Voicemail")], 2
    )
    qtbot.addWidget(grid)
    grid.show()
    qtbot.waitExposed(grid)
    picked = []
    grid.picked.connect(picked.append)
    grid.setFocus()
    buttons = grid.findChildren(type(grid.focusProxy()))
    qtbot.keyClick(buttons[0], Qt.Key.Key_N)
    assert picked == ["NA"]
    assert grid.code() == "NA"
    qtbot.keyClick(buttons[1], Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert grid.code() == "NA"
    grid.pick("")
    assert grid.code() == ""


def test_a_note_knows_when_a_word_is_being_composed(look, qtbot):
    note = NoteEdit("Note")
    qtbot.addWidget(note)
    QApplication.sendEvent(note, QInputMethodEvent("かい", []))
    assert note.composing()
    done = QInputMethodEvent("", [])
    done.setCommitString("会")
    QApplication.sendEvent(note, done)
    assert not note.composing()
    assert note.text() == "会"
