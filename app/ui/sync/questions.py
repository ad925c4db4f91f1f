"""The right panel: what the evidence does not decide, asked once, and what the preview found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import Message, _, msg, render
from app.money import is_currency
from app.services.sync.desk import LEAVE, OWN_TOTAL, TAKE
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
    OWN_TOTAL: msg("Take the rows as they are?"),
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
    (OWN_TOTAL, LEAVE): msg("no: apply nothing"),
    (OWN_TOTAL, TAKE): msg("yes: the rows count, not that total"),
}
#: How a day is written where it is typed.
_A_DAY: Final = "2026-11-30"
_COMMON: Final = ("USD", "EUR", "JPY", "CNY", "TWD", "SGD", "MXN", "COP", "ARS", "BRL", "GBP", "CAD")


class QuestionsPanel(Panel):
    """One field per question; ``answered`` carries a list of (file, option, answer)."""

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Questions"))
        self._form: Form | None = None
        self._fields: list[tuple[FileQuestion, QWidget]] = []
        self._go = Button(_("Read again with these answers"), "primary")
        self._go.clicked.connect(self._answer)
        self.foot.addStretch(1)
        self.foot.addWidget(self._go)

    def ask(self, questions: Sequence[FileQuestion]) -> None:
        """Ask; an empty list clears the panel."""
        self._clear()
        form = Form()
        self._form = form
        for number, one in enumerate(questions):
            option = one.question.option
            asked = _ASKED.get(option)
            name = option if asked is None else render(asked)
            form.add_widget(label(_asked_about(one), role="dim", wrap=True))
            field = self._field(one)
            form.add(f"q{number}", name, field)
            self._fields.append((one, field))
        self.content.addWidget(form)
        self.content.addStretch(1)

    def focus_first(self) -> None:
        """Put the focus into the first field."""
        if self._fields:
            self._fields[0][1].setFocus()

    def _field(self, one: FileQuestion) -> QWidget:
        choices = one.question.choices
        if one.question.option == alike.OPTION and len(choices) > 1:
            words = (_("yes: its items go on"), _("no: another ledger"))
            return Choices(list(zip(choices, words, strict=False)))
        if choices:
            return Choices([(choice, _word(one.question.option, choice)) for choice in choices])
        field = TextLine()
        field.returnPressed.connect(self._answer)
        if one.question.option == "--currency":
            field.setPlaceholderText(", ".join(_COMMON[:4]))
        elif one.question.option == "--as-of":
            field.setPlaceholderText(_A_DAY)
        return field

    def _answer(self) -> None:
        answers, errors = [], {}
        for number, (one, field) in enumerate(self._fields):
            text = field.code() if isinstance(field, Choices) else field.text().strip().upper()  # type: ignore[attr-defined]
            if not text:
                errors[f"q{number}"] = _("An answer is needed.")
            elif one.question.option == "--currency" and not is_currency(text):
                errors[f"q{number}"] = _("{code} is not an ISO 4217 currency.", code=text)
            elif one.question.option == "--as-of" and not _is_day(text):
                errors[f"q{number}"] = _("Write the day like {sample}.", sample=_A_DAY)
            answers.append((one.file, one.question.option, text))
        if self._form is not None:
            self._form.show_errors(errors)
        if not errors:
            self.answered.emit(answers)

    def _clear(self) -> None:
        self._fields.clear()
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


def _asked_about(one: FileQuestion) -> str:
    """Say which file and column a question is about, and what was seen."""
    evidence = render(one.question.evidence)
    if one.question.column:
        return _("{file}, column “{column}”: {evidence}", file=one.file, column=one.question.column, evidence=evidence)
    return _("{file}: {evidence}", file=one.file, evidence=evidence)


def _word(option: str, choice: str) -> str:
    """Return an answer in words; names of sheets and layouts stand for themselves."""
    own = _OWN.get((option, choice))
    if own is not None:
        return render(own)
    return render(_WORDS[choice]) if choice in _WORDS else choice
