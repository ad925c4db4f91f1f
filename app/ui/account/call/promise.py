"""What the customer promises: amount and day, or a plan; what it covers and what is unusual about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import _, join_sentences, msg, ngettext, render
from app.money import Money
from app.services.calls.desk import FormPreview
from app.services.calls.promises.terms import PromiseLine, PromisePreview
from app.ui.account.call.facts import Chosen, Draft, FormFacts
from app.ui.account.call.field import Field
from app.ui.account.call.instalments import InstalmentsEdit, put_day, take_day
from app.ui.formatting import amount, day_with_weekday
from app.ui.widgets.card import label, set_role
from app.ui.widgets.date_edit import DateEdit, Holiday
from app.ui.widgets.form import Choices, TextLine
from app.ui.widgets.money_edit import MoneyEdit

#: Items that the line beneath names; the others are counted.
_NAMED: Final = 3


class PromiseField(QWidget):
    """The promise of a call; ``changed`` says that it is another one."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._chosen: tuple[Chosen, ...] = ()
        self._plan = False
        self._amount_typed = False
        self._quiet = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        self.currency = Choices(name=_("Currency"))
        self._currency = Field("", self.currency)
        self.currency.chosen.connect(self._other_currency)
        self.money = MoneyEdit(name=_("Promised"))
        self.day = DateEdit(today, _("On"))
        self.amount = Field(_("Promised"), self.money)
        self.on = Field(_("On"), self.day, hint=_("13, fri, +3, eom, 13 nov · Alt+Down opens the calendar"))
        pair = QHBoxLayout()
        pair.setSpacing(8)
        for part in (self.amount, self.on):
            pair.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        self.lines_edit = InstalmentsEdit(today)
        self.plan = Field("", self.lines_edit)
        self._says = label("", "tiny", role="dim", wrap=True)
        self._asks = label("", "tiny", role="amber", wrap=True)
        self.reason = TextLine(limit=300)
        self.why = Field(_("Why is that all right?"), self.reason)
        column.addWidget(self._currency)
        column.addLayout(pair)
        for line in (self.plan, self._says, self._asks, self.why):
            column.addWidget(line)
        self.money.textEdited.connect(self._amount_edited)
        self.day.changed.connect(self._whole_changed)
        self.lines_edit.changed.connect(self._tell)
        self.reason.textEdited.connect(lambda _text: self.why.set_error(""))
        self.setFocusProxy(self.money)
        self.show_preview(FormPreview())

    # ------------------------------------------------------------------ what is shown

    def set_facts(self, facts: FormFacts) -> None:
        """Know the account's currencies and holidays."""
        entries = [(code, code) for code in facts.currencies]
        self._quiet = True
        self.currency.set_entries(entries)
        self._quiet = False
        self._currency.setVisible(len(entries) > 1)
        holiday: Holiday = lambda day: facts.holidays.get(day, "")  # noqa: E731 - one word for two fields
        self.day.set_holiday(holiday)
        self.lines_edit.set_country(facts.country, holiday)

    def set_today(self, today: date) -> None:
        """Count from another day."""
        self.day.set_today(today)
        self.lines_edit.set_today(today)

    def set_plan(self, *, plan: bool) -> None:
        """Ask for instalments, or for one day."""
        self._plan = plan
        self.plan.setVisible(plan)
        self.on.set_word(_("First on") if plan else _("On"))
        self.amount.set_word(_("In total") if plan else _("Promised"))
        if plan:
            self._whole_changed()

    def set_items(self, chosen: Sequence[Chosen]) -> None:
        """Follow the ticks: their currency, and their sum as long as nobody typed another amount."""
        self._chosen = tuple(chosen)
        currencies = {one.currency for one in chosen if one.open > 0}
        if len(currencies) == 1:
            self._quiet = True
            self.currency.choose(currencies.pop())
            self._quiet = False
        self._follow()

    def put(self, draft: Draft) -> None:
        """Show what a draft has; the ticks come by ``set_items``."""
        self._quiet = True
        if draft.currency:
            self.currency.choose(draft.currency)
        self._amount_typed = draft.amount_typed
        first = draft.lines[0] if draft.lines else ("", "")
        self.money.set_currency(self._code())
        self.money.set_minor(None)
        self.money.setText(first[0])
        put_day(self.day, first[1])
        self._quiet = False
        self.lines_edit.put(draft.lines[1:], typed=bool(draft.lines[1:]))
        self.reason.setText(draft.why)
        for field in (self.amount, self.on, self.plan, self.why):
            field.set_error("")

    def take(self, draft: Draft) -> None:
        """Write what is shown into a draft; the first line is total and first day, the others the instalments."""
        draft.currency = self._code()
        draft.amount_typed = self._amount_typed
        whole = (self.money.text(), take_day(self.day))
        rows = self.lines_edit.rows() if self._plan else []
        draft.lines = (whole, *((money.text(), take_day(day)) for money, day in rows)) if any(whole) or rows else ()
        draft.why = self.reason.text().strip()

    def show_preview(self, preview: FormPreview) -> None:
        """Say what the promise covers, until when money counts, and what is unusual."""
        promise = preview.promise
        if promise is None:
            self._says.setText(render(preview.refused) if preview.refused is not None else "")
            set_role(self._says, "red" if preview.refused is not None else "dim")
        else:
            self._says.setText(_sentence(promise))
            set_role(self._says, "dim")
        self._says.setVisible(bool(self._says.text()))
        questions = promise.questions if promise is not None else ()
        self._asks.setText(join_sentences(one.text for one in questions))
        self._asks.setVisible(bool(questions))
        self.why.setVisible(bool(questions))

    # ------------------------------------------------------------------ what is entered

    def lines(self) -> tuple[PromiseLine, ...]:
        """Return the instalments that can be read; what cannot stands in ``errors``."""
        currency = self._code()
        rows = self.lines_edit.rows() if self._plan else [(self.money, self.day)]
        found = []
        for money, day in rows:
            due = day.day()
            if not money.error() and (value := money.minor()) is not None and due is not None:
                found.append(PromiseLine(value, currency, due))
        return tuple(found)

    def asks(self) -> bool:
        """Tell whether something unusual waits for its reason."""
        return self.why.isVisibleTo(self)

    def errors(self) -> dict[str, str]:
        """Return what is wrong, by field: ``amount``, ``day``, ``plan``."""
        found = {}
        if self._plan:
            bad = [text for money, day in self.lines_edit.rows() if (text := money.error() or day.error())]
            empty = any(not money.text().strip() or day.day() is None for money, day in self.lines_edit.rows())
            if bad or empty:
                found["plan"] = bad[0] if bad else _("Every instalment needs an amount and a day.")
            return found
        if text := self.money.error():
            found["amount"] = text
        elif self.money.minor() is None:
            found["amount"] = _("An amount is needed, or ticked items.")
        if text := self.day.error():
            found["day"] = text
        elif self.day.day() is None:
            found["day"] = _("A day is needed.")
        return found

    def show_errors(self, errors: dict[str, str]) -> Field | None:
        """Put sentences under their fields; returns the first field with one."""
        first = None
        for key, field in (("amount", self.amount), ("day", self.on), ("plan", self.plan), ("why", self.why)):
            field.set_error(errors.get(key, ""))
            first = first or (field if key in errors else None)
        return first

    def focus_need(self) -> None:
        """Stand where something is missing: the amount, else the day."""
        field = self.on if self.money.text().strip() else self.amount
        field.focus()
        if field is self.amount:
            self.money.selectAll()

    # ------------------------------------------------------------------ private

    def _code(self) -> str:
        return self.currency.code() or "USD"

    def _follow(self) -> None:
        """Let the amount follow the ticks."""
        currency = self._code()
        self.money.set_currency(currency)
        if not self._amount_typed:
            whole = sum(one.open for one in self._chosen if one.currency == currency and one.open > 0)
            self.money.set_minor(whole or None)
            self.amount.set_error("")
        self._whole_changed()

    def _amount_edited(self, text: str) -> None:
        self._amount_typed = bool(text.strip())
        self.amount.set_error("")
        self._whole_changed()

    def _other_currency(self, _code: str) -> None:
        if not self._quiet:
            self._follow()

    def _whole_changed(self) -> None:
        if self._quiet:
            return
        if self._plan:
            total = None if self.money.error() else self.money.minor()
            self.lines_edit.set_whole(total, self.day.day(), self._code())
        self.on.set_error("")
        self._tell()

    def _tell(self) -> None:
        if not self._quiet:
            self.plan.set_error("")
            self.changed.emit()


def _sentence(promise: PromisePreview) -> str:
    """Return the line beneath a promise: items, window, level."""
    named = ", ".join(promise.items[:_NAMED])
    rest = len(promise.items) - _NAMED
    items = ngettext("{items} and {n} more", "{items} and {n} more", rest, items=named) if rest > 0 else named
    parts = [_("Covers {items}", items=items)]
    if promise.amount < promise.open_amount:
        left = Money(promise.open_amount, promise.currency)
        parts.append(_("{amount} of {open}", amount=amount(promise.amount, promise.currency), open=left))
    parts.append(_("money counts through {day}", day=day_with_weekday(promise.windows[-1])))
    if promise.assurance:
        parts.append(_("not yet due: an assurance"))
    if promise.level > 1:
        parts.append(render(msg("promise no. {level} in a row", level=promise.level)))
    if promise.replaces:
        parts.append(ngettext("takes the place of an open one", "takes the place of {n} open ones",
                              len(promise.replaces)))  # fmt: skip
    return " \u00b7 ".join(parts)
