"""Whom the call is with: a person of the list or a name that is typed, the number to dial, the other accounts."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStyle, QStyleOptionComboBox, QVBoxLayout, QWidget

from app.i18n import _, ngettext
from app.ui.account.call.facts import Draft, FormFacts, Person
from app.ui.look.fonts import ui_font
from app.ui.look.paint import put
from app.ui.theme import tokens
from app.ui.widgets.button import Button
from app.ui.widgets.form import Choices, TextLine
from app.ui.widgets.pick_list import PickList

#: The entry for somebody who is not on the list.
OTHER: Final = "+"
NOBODY: Final = "-"


class PersonChoice(Choices):
    """The people of an account; the number of the chosen one stands dim at the right."""

    def __init__(self) -> None:
        super().__init__(name=_("Contact"))
        self._phone = ""

    def set_phone(self, phone: str) -> None:
        """Show another number."""
        self._phone = phone
        self.setAccessibleDescription(phone)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame and arrow by the style, name and number ourselves: the name gives way."""
        painter = QPainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = ""
        self.style().drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option, painter, self)
        box = QRect(9, 0, self.width() - 9 - 26, self.height())
        font = ui_font()
        used = put(painter, box, self._phone, font, tokens().dim, right=True) if self._phone else 0
        box.setWidth(box.width() - used - (8 if used else 0))
        put(painter, box, self.currentText(), font, tokens().text)


class ContactField(QWidget):
    """Contact, dial button and the other accounts that the call is about; ``changed`` says that any of it is new."""

    changed = Signal()
    dialled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._people: dict[str, Person] = {}
        self._relatives: tuple[str, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        row = QHBoxLayout()
        row.setSpacing(5)
        self.person = PersonChoice()
        self.person.chosen.connect(self._chosen)
        self.dial = Button("", icon="phone", name=_("Dial"))
        self.dial.setFixedWidth(32)
        self.dial.clicked.connect(lambda _on: self.call_number())
        row.addWidget(self.person, 1)
        row.addWidget(self.dial)
        column.addLayout(row)
        self.other = TextLine(placeholder=_("Name of the person"), limit=120)
        self.other.textEdited.connect(lambda _text: self.changed.emit())
        column.addWidget(self.other)
        self.also = Button("", "link")
        self.also.clicked.connect(lambda _on: self.open_relatives())
        column.addWidget(self.also, 0, Qt.AlignmentFlag.AlignLeft)
        self._pick = PickList(self, _("Other accounts that this call is about"), many=True)
        self._pick.ticked.connect(self._ticked)
        self.setFocusProxy(self.person)

    def set_facts(self, facts: FormFacts) -> None:
        """Offer an account's people and relatives."""
        self._people = {person.id: person for person in facts.people}
        entries = [(person.id, person.words) for person in facts.people]
        self.person.set_entries([*entries, (NOBODY, _("No person")), (OTHER, _("Somebody else…"))])
        self._relatives = tuple(one.number for one in facts.relatives)
        self._pick.set_entries([(one.number, one.words) for one in facts.relatives], self._pick.codes())
        self.also.setVisible(bool(facts.relatives))
        self._refresh()

    def put(self, draft: Draft) -> None:
        """Show what a draft has."""
        first = next((one.id for one in self._people.values() if not one.do_not_call), NOBODY)
        self.person.blockSignals(True)
        self.person.choose(OTHER if draft.other_contact else draft.contact or first)
        self.person.blockSignals(False)
        self.other.setText(draft.other_contact)
        self._pick.set_ticked(draft.relatives)
        self._refresh()

    def take(self, draft: Draft) -> None:
        """Write what is shown into a draft."""
        draft.contact = self.person.code()
        draft.other_contact = self.other.text().strip() if self.person.code() == OTHER else ""
        draft.relatives = self._pick.codes()

    def known(self) -> tuple[str, ...]:
        """Return the ids of the people that can be chosen."""
        return tuple(self._people)

    def call_number(self) -> None:
        """Hand the number to the system's telephone and say that the call has begun."""
        number = self._number()
        if number:
            plain = "".join(char for char in number if char.isdigit() or char == "+")
            QDesktopServices.openUrl(QUrl(f"tel:{plain}"))
        self.dialled.emit()

    def open_relatives(self) -> None:
        """Let the other accounts be ticked."""
        if self._relatives:
            self._pick.open_under(self.also)

    def _number(self) -> str:
        person = self._people.get(self.person.code())
        return next(iter(person.phones), "") if person is not None and not person.do_not_call else ""

    def _chosen(self, code: str) -> None:
        self._refresh()
        if code == OTHER:
            self.other.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _ticked(self) -> None:
        self._refresh()
        self.changed.emit()

    def _refresh(self) -> None:
        number = self._number()
        person = self._people.get(self.person.code())
        closed = person is not None and person.do_not_call
        self.person.set_phone(_("do not call") if closed else number)
        self.dial.setEnabled(not closed)
        tip = _("Dial {number} (Ctrl+T)", number=number) if number else _("Start the timer (Ctrl+T)")
        self.dial.setToolTip(tip)
        self.dial.setAccessibleName(tip)
        self.other.setVisible(self.person.code() == OTHER)
        ticked = self._pick.codes()
        offer = ngettext("and {n} other account…", "and {n} other accounts…", len(self._relatives))
        chosen = _("also {numbers}", numbers=", ".join(ticked))
        self.also.set_word(chosen if ticked else offer)
