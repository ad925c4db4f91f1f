"""What a call came to: nine answers on the face, the others behind one key, further ones beside the first."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from app.enums import Outcome
from app.i18n import _, msg, render
from app.services.calls.entries.outcomes import FACE, RULES
from app.services.labels import OUTCOMES, label
from app.ui.account.call.facts import Draft
from app.ui.widgets.button import Button, Choice, ChoiceGrid
from app.ui.widgets.card import label as words
from app.ui.widgets.pick_list import PickList

#: Outcomes without a letter of their own, in the order of the rules.
REST: Final = tuple(outcome for outcome in RULES if outcome not in FACE)


#: Shorter words where three stand in a line of a narrow panel.
_SHORT: Final = {Outcome.NA: msg("No reply"), Outcome.WRONG: msg("Wrong no."), Outcome.PAID: msg("Has paid")}


def face_word(code: Outcome) -> str:
    """Return the word of an outcome on the face of the form."""
    return render(_SHORT.get(code) or OUTCOMES[code])


class OutcomeField(QWidget):
    """The outcome and those beside it; ``changed`` follows them, ``picked`` carries what was just picked."""

    changed = Signal()
    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._beside: list[str] = []
        self._first = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(words(_("Outcome"), "tiny", role="dim"), 1)
        self.also = Button(_("beside it…"), "link", name=_("A second outcome beside it (Alt+O)"))
        self.more = Button(_("more…"), "link", name=_("More outcomes (Alt+M)"))
        self.also.clicked.connect(lambda _on: self.open_beside())
        self.more.clicked.connect(lambda _on: self.open_more())
        head.addWidget(self.also)
        head.addWidget(self.more)
        column.addLayout(head)
        choices = [Choice(code.value, face_word(code), RULES[code].key) for code in FACE]
        self.grid = ChoiceGrid(_("Outcome"), choices)
        self.grid.picked.connect(self._from_grid)
        for button in self.grid.findChildren(QAbstractButton)[1:]:
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # one stop for Tab, the arrows walk on
        column.addWidget(self.grid)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(5)
        self._chips.addStretch(1)
        self._line = QWidget()
        self._line.setLayout(self._chips)
        self._chips.setContentsMargins(0, 2, 0, 0)
        column.addWidget(self._line)
        self._rest = PickList(self, _("More outcomes"))
        self._rest.set_entries([(code.value, label(OUTCOMES, code)) for code in REST])
        self._rest.picked.connect(self.pick)
        self._all = PickList(self, _("A second outcome beside it"))
        self._all.set_entries([(code.value, label(OUTCOMES, code)) for code in RULES])
        self._all.picked.connect(self.add)
        self.setFocusProxy(self.grid)
        self._refresh()

    def outcomes(self) -> tuple[Outcome, ...]:
        """Return the outcome and those beside it."""
        return tuple(Outcome(code) for code in (self._first, *self._beside) if code)

    def pick(self, code: str) -> None:
        """Take an outcome; the one that is taken already stays."""
        self._first = code
        self._beside = [other for other in self._beside if other != code]
        self._tell(code)

    def add(self, code: str) -> None:
        """Put an outcome beside the first, or take it away; without a first one it becomes the first."""
        if not self._first or code == self._first:
            self.pick(code)
            return
        if code in self._beside:
            self._beside.remove(code)
        else:
            self._beside.append(code)
        self._tell(code)

    def open_more(self) -> None:
        """Show the outcomes without a letter."""
        self._rest.open_under(self.more)

    def open_beside(self) -> None:
        """Show all outcomes, to put one beside the first."""
        self._all.open_under(self.also)

    def put(self, draft: Draft) -> None:
        """Show what a draft has."""
        self._first, self._beside = "", []
        if draft.outcomes:
            self._first, self._beside = draft.outcomes[0], list(draft.outcomes[1:])
        self._refresh()

    def take(self, draft: Draft) -> None:
        """Write what is shown into a draft."""
        draft.outcomes = tuple(code.value for code in self.outcomes())

    def _from_grid(self, code: str) -> None:
        if code and code != self._first:
            self.pick(code)

    def _tell(self, code: str) -> None:
        self._refresh()
        self.changed.emit()
        self.picked.emit(code)

    def _refresh(self) -> None:
        self.grid.blockSignals(True)
        self.grid.pick(self._first)
        self.grid.blockSignals(False)
        while self._chips.count() > 1:
            entry = self._chips.takeAt(0)
            if entry is not None and (widget := entry.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        shown = [] if self._first in {code.value for code in FACE} else [self._first]
        for code in filter(None, [*shown, *self._beside]):
            first = code == self._first
            name = label(OUTCOMES, code)
            chip = Button(name if first else _("+ {outcome}", outcome=name), icon="close", name=_("Take {outcome} away",
                          outcome=name))  # fmt: skip
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            chip.setProperty("on", True)
            chip.clicked.connect(partial(self._remove, code))
            self._chips.insertWidget(self._chips.count() - 1, chip)
        self._line.setVisible(self._chips.count() > 1)
        self.also.setVisible(bool(self._first))

    def _remove(self, code: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - what clicked sends
        if code == self._first:
            self._first = self._beside.pop(0) if self._beside else ""
        else:
            self._beside.remove(code)
        self._tell("")
