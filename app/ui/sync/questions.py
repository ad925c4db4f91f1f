"""The right panel: what the evidence does not decide, asked once, and what the preview found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.i18n import Message, _, msg, ngettext, render
from app.money import is_currency
from app.services.sync.desk import OF_ALL, OWN_TOTAL, TAKE
from app.services.sync.planning import alike, renumbered
from app.services.sync.run import FileQuestion
from app.ui.widgets.button import Button
from app.ui.widgets.card import label
from app.ui.widgets.form import Choices, Form, TextLine
from app.ui.widgets.panel import Panel

#: What a question asks for, by the option that would decide it on the command line.
_ASKED: Final[dict[str, Message]] = {
    "--currency": msg("Currency of the amounts"),
    "--date-order": msg("Order of the dates"),
    "--decimal": msg("Decimal sign"),
    "--sheet": msg("Sheet"),
    "--kind": msg("What the file holds"),
    "--scope": msg("Is everything in the file?"),
    "--as-of": msg("The day of the figures"),
    "--tax": msg("Tax in the sales"),
    "--rates-per": msg("What a rate is of"),
    "--gl-account": msg("Receivables account"),
    "--older": msg("Take a file older than the data?"),
    alike.OPTION: msg("Is it the same export?"),
    renumbered.OPTION: msg("Do they go on under the new numbers?"),
    "--names": msg("Are they our accounts of these names?"),
}
_WORDS: Final[dict[str, Message]] = {
    "dmy": msg("day, month, year"),
    "mdy": msg("month, day, year"),
    "ymd": msg("year, month, day"),
    "point": msg("point: 1,234.56"),
    "comma": msg("comma: 1.234,56"),
    "full": msg("yes: what is missing is closed"),
    "partial": msg("no: close nothing"),
    "open-items": msg("open items"),
    "closed-items": msg("closed items"),
    "customers": msg("customers"),
    "receipts": msg("receipts"),
    "cases": msg("CRM cases"),
    "orders-on-hold": msg("orders on hold"),
    "portal-status": msg("statuses of a portal"),
    "po-balances": msg("purchase orders"),
    "sales": msg("sales by month"),
    "trial-balance": msg("a trial balance"),
    "rates": msg("exchange rates"),
    "included": msg("included"),
    "excluded": msg("not included"),
    "unit": msg("base currency for one unit of the other"),
    "base": msg("units of the other for one of the base currency"),
    "tie": msg("yes, by their names"),
    "leave": msg("no, leave them out"),
    "*": msg("all of them together"),
}
#: Words of answers that mean something else for one question.
_OWN: Final[dict[tuple[str, str], Message]] = {
    (renumbered.OPTION, renumbered.YES): msg("yes: everything about them goes on under the new number"),
    (renumbered.OPTION, renumbered.NO): msg("no: they are others"),
}
#: How a day is written where it is typed.
_A_DAY: Final = "2026-11-30"
_COMMON: Final = ("USD", "EUR", "JPY", "CNY", "TWD", "SGD", "MXN", "COP", "ARS", "BRL", "GBP", "CAD")


class Asked:
    """One field: what is asked by the questions of one file that one answer decides, and where it is answered."""

    def __init__(self, path: str, option: str) -> None:
        self.path = path
        self.option = option
        self.questions: list[FileQuestion] = []
        self.field: Choices | TextLine | None = None

    def text(self) -> str:
        """Return the answer as it stands."""
        if isinstance(self.field, Choices):
            return self.field.code()
        return "" if self.field is None else self.field.text().strip().upper()

    def error(self) -> str:
        """Say why the answer cannot be; empty if it can."""
        text = self.text()
        if self.field is not None and not text:
            return _("An answer is needed.")
        if self.option == "--currency" and not is_currency(text):
            return _("{code} is not an ISO 4217 currency.", code=text)
        if self.option == "--as-of" and not _is_day(text):
            return _("Write the day like {sample}.", sample=_A_DAY)
        return ""


class QuestionsPanel(Panel):
    """One field for what one answer decides; ``answered`` carries a list of (path, option, answer).

    No answer is chosen beforehand: what the evidence leaves open is not decided by Enter. What only the columns decide
    leads to them: ``columns_wanted`` carries the path.
    """

    answered = Signal(object)
    columns_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Questions"))
        self._form: Form | None = None
        self.asked: list[Asked] = []
        self._go = Button(_("Read again with these answers"), "primary")
        self._go.clicked.connect(self._answer)
        self.foot.addStretch(1)
        self.foot.addWidget(self._go)

    def ask(self, questions: Sequence[FileQuestion], names: Mapping[str, str] = MappingProxyType({})) -> None:
        """Ask; an empty list clears the panel. ``names`` tells files of one name apart, by path."""
        self._clear()
        form = self._form = Form()
        found: dict[tuple[str, str], Asked] = {}
        for one in questions:
            option = one.question.option
            path = "" if option in OF_ALL else one.path
            found.setdefault((path, option), Asked(path, option)).questions.append(one)
        self.asked = list(found.values())
        for number, asked in enumerate(self.asked):
            for one in asked.questions:
                form.add_widget(label(_asked_about(one, names.get(one.path, one.file)), role="dim", wrap=True))
            self._add(form, f"q{number}", asked)
        self._go.setVisible(any(asked.field is not None for asked in self.asked))
        self.content.addWidget(form)
        self.content.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in any field reads again."""
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if bare and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.fields():
            self._answer()
            return
        super().keyPressEvent(event)

    def said(self) -> str:
        """Count what is asked."""
        count = len(self.asked)
        return ngettext("{n} question before anything is applied", "{n} questions before anything is applied", count)

    def focus_first(self) -> None:
        """Put the focus where the first answer is given."""
        fields = self.fields()
        if fields:
            fields[0].setFocus()
        elif (button := self.findChild(Button, "look")) is not None:
            button.setFocus()  # never one that answers: Enter that was meant for another question would press it

    def fields(self) -> list[Choices | TextLine]:
        """Return the fields, first to last."""
        return [asked.field for asked in self.asked if asked.field is not None]

    def _add(self, form: Form, key: str, asked: Asked) -> None:
        """Add where one answer is given."""
        question = asked.questions[0].question
        if asked.option == alike.OPTION and not question.choices:
            button = Button(_("Look at its columns"), icon="columns")
            button.setObjectName("look")
            button.clicked.connect(lambda: self.columns_wanted.emit(asked.path))
            form.add_widget(button)
            return
        if asked.option == OWN_TOTAL:
            take = Button(_("Take the rows as they are"))
            take.setToolTip(_("The rows count, not that total."))
            take.clicked.connect(lambda: self._take(asked, TAKE))
            form.add_widget(take)
            return
        name = render(_ASKED[asked.option]) if asked.option in _ASKED else asked.option
        asked.field = self._field(asked.option, question.choices)
        form.add(key, name, asked.field)

    def _field(self, option: str, choices: Sequence[str]) -> Choices | TextLine:
        if choices:
            words = [_word(option, choice) for choice in choices]
            if option == alike.OPTION and len(choices) > 1:
                words = [_("yes: its items go on"), _("no: another ledger")]
            chosen = Choices(list(zip(choices, words, strict=False)))
            chosen.setPlaceholderText(_("Choose"))
            chosen.setCurrentIndex(-1)
            return chosen
        field = TextLine()
        field.returnPressed.connect(self._answer)
        if option == "--currency":
            field.setPlaceholderText(", ".join(_COMMON[:4]))
        elif option == "--as-of":
            field.setPlaceholderText(_A_DAY)
        return field

    def _answer(self) -> None:
        errors = {f"q{number}": asked.error() for number, asked in enumerate(self.asked) if asked.error()}
        if self._form is not None:
            self._form.show_errors(errors)
        if not errors:
            self.answered.emit([(one.path, one.option, one.text()) for one in self.asked if one.field is not None])

    def _take(self, taken: Asked, answer: str) -> None:
        """Answer one question by its button, and what else is answered by then; the rest is asked again."""
        given = [(one.path, one.option, one.text()) for one in self.asked if one.field is not None and not one.error()]
        self.answered.emit([*given, (taken.path, taken.option, answer)])

    def _clear(self) -> None:
        self.asked = []
        while (entry := self.content.takeAt(0)) is not None:
            widget = entry.widget()
            if isinstance(widget, QWidget):
                widget.hide()
                widget.deleteLater()


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _asked_about(one: FileQuestion, name: str) -> str:
    """Say which file and column a question is about, and what was seen."""
    evidence = render(one.question.evidence)
    if one.question.column:
        return _("{file}, column “{column}”: {evidence}", file=name, column=one.question.column, evidence=evidence)
    return _("{file}: {evidence}", file=name, evidence=evidence)


def _word(option: str, choice: str) -> str:
    """Return an answer in words; names of sheets and layouts stand for themselves."""
    own = _OWN.get((option, choice))
    if own is not None:
        return render(own)
    return render(_WORDS[choice]) if choice in _WORDS else choice
