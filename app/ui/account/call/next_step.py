"""What happens next: what follows by itself, or what was agreed, with its day and the customer's time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.enums import Outcome, TaskKind
from app.i18n import _, ngettext, render
from app.services.calls.desk import FormPreview
from app.services.calls.entries.followups import NextStep, Planned
from app.services.calls.wording import task_text
from app.services.labels import TASK_KINDS, label
from app.ui.account.call.facts import Draft, FormFacts
from app.ui.account.call.field import Field
from app.ui.account.call.instalments import put_day, take_day
from app.ui.formatting import day_short, day_with_weekday
from app.ui.widgets.date_edit import DateEdit, Holiday
from app.ui.widgets.form import Choices, TextLine
from app.ui.widgets.pick_list import PickList

#: The entry for what follows by itself.
DEFAULT: Final = ""
#: Outcomes that need a day of their own, and how it is asked for.
ASKED: Final = (Outcome.CB.value, Outcome.PIPE.value)
_KINDS: Final = tuple(kind for kind in TaskKind if kind is not TaskKind.CHECK_PROMISE)
_TIME: Final = re.compile(r"([01]?\d|2[0-3])[:.h時]?([0-5]\d)?分?")


def parse_time(text: str) -> str | None:
    """Read a time of day as it is typed: ``15:30``, ``1530``, ``15``, ``9h``, ``3pm``; None if it is none."""
    plain = text.strip().lower().replace(" ", "").replace("：", ":")
    evening = plain.endswith("pm") or plain.startswith("午後")
    plain = plain.removesuffix("pm").removesuffix("am").removeprefix("午後").removeprefix("午前")
    match = _TIME.fullmatch(plain)
    if match is None:
        return None
    hour = int(match[1])
    if evening and hour < 12:
        hour += 12
    return f"{hour:02d}:{match[2] or '00'}"


class NextField(QWidget):
    """The next step; ``changed`` says that another one is named."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._quiet = False
        self._asked = ""
        self._any = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        self.kind = Choices()
        self.next = Field(_("Next"), self.kind, hint=_("Alt+X goes here"))
        self._settled = PickList(self, _("Tasks that this call settled"), many=True)
        self._settled.ticked.connect(self._say_settled)
        self._link = self.next.add_link("", _("Tasks that this call settled"), self._open_settled)
        self.day = DateEdit(today, _("Day of the next step"))
        self.time = TextLine(placeholder=_("their time"), name=_("Time of the next step, the customer's"), limit=8)
        self._when = QWidget()
        row = QHBoxLayout(self._when)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.day, 3)
        row.addWidget(self.time, 2)
        self._when.setFocusProxy(self.day)
        self.when = Field("", self._when)
        self.owner_edit = TextLine(limit=80)
        self.owner = Field(_("Who takes over"), self.owner_edit)
        for part in (self.next, self.when, self.owner):
            column.addWidget(part)
        self.kind.chosen.connect(self._chosen)
        self.day.changed.connect(self._tell)
        self.time.textEdited.connect(lambda _text: self._tell())
        self.time.editingFinished.connect(self._tidy_time)
        self.owner_edit.textEdited.connect(lambda _text: self.owner.set_error(""))
        self._entries(_("What follows by itself"))
        self.setFocusProxy(self.kind)
        self._show_parts()

    # ------------------------------------------------------------------ what is shown

    def set_facts(self, facts: FormFacts) -> None:
        """Know the customer's holidays and zone."""
        holiday: Holiday = lambda day: facts.holidays.get(day, "")  # noqa: E731 - the picker wants a function
        self.day.set_holiday(holiday)
        self._settled.set_entries(facts.tasks, self._settled.codes())
        self._say_settled()
        self.time.setToolTip(_("The customer's time ({zone})", zone=facts.zone.rsplit("/", maxsplit=1)[-1]))

    def set_today(self, today: date) -> None:
        """Count from another day."""
        self._today = today
        self.day.set_today(today)

    def set_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Ask for what the outcomes need: the time of a callback, the day of a run, who takes over."""
        self._any = bool(outcomes)
        asked = next((code for code in ASKED if code in {one.value for one in outcomes}), "")
        self.owner.setVisible(Outcome.ESC in outcomes)
        if asked != self._asked:
            self._asked = asked
            self._entries(self.kind.itemText(0))
            self._quiet = True
            self.kind.choose(asked or DEFAULT)
            self._quiet = False
        self._show_parts()

    def put(self, draft: Draft) -> None:
        """Show what a draft has; the outcomes come first."""
        self._quiet = True
        code, day, time = draft.step or ("", "", "")
        self.kind.setCurrentIndex(max(0, self.kind.findData(code or self._asked)))
        put_day(self.day, day)
        self.time.setText(time)
        self.owner_edit.setText(draft.owner)
        self._settled.set_ticked(draft.done)
        self._say_settled()
        self._quiet = False
        for field in (self.next, self.when, self.owner):
            field.set_error("")
        self._show_parts()

    def take(self, draft: Draft) -> None:
        """Write what is shown into a draft."""
        code = self.kind.code()
        draft.step = (code, take_day(self.day), self.time.text()) if code else None
        draft.done = self._settled.codes()
        draft.owner = self.owner_edit.text().strip() if self.owner.isVisibleTo(self) else ""

    def show_preview(self, preview: FormPreview) -> None:
        """Say what follows by itself: in the list while nothing else is named, else beneath."""
        words = " \u00b7 ".join(self._words(step) for step in preview.steps)
        if self.kind.code() == DEFAULT:
            nothing = _("Nothing follows by itself") if self._any else _("Follows from the outcome")
            self.kind.setItemText(0, words or nothing)
            self.kind.setToolTip(words)
            self.next.set_note("")
        else:
            if not self._asked:
                self.kind.setItemText(0, _("What follows by itself"))
            self.next.set_note("")
            refused = render(preview.step_refused) if preview.step_refused is not None else ""
            self.when.set_note(refused or words, "amber" if refused else "dim")

    # ------------------------------------------------------------------ what is entered

    def step(self) -> NextStep | None:
        """Return the step that is named, None for what follows by itself or while its day is missing."""
        day = self._day()
        if self.kind.code() == DEFAULT or day is None:
            return None
        return NextStep(self.kind.code(), day, parse_time(self.time.text()) if self.time.text().strip() else None)

    def owner_name(self) -> str | None:
        """Return who takes over."""
        return self.owner_edit.text().strip() or None if self.owner.isVisibleTo(self) else None

    def errors(self) -> dict[str, str]:
        """Return what is wrong, under ``next``."""
        if self.kind.code() == DEFAULT:
            return {}
        if text := self.day.error():
            return {"next": text}
        if self._day() is None:
            return {"next": _("The next step needs a day.")}
        time = self.time.text().strip()
        if time and parse_time(time) is None:
            return {"next": _("\u201c{text}\u201d is not a time. Write 15:30.", text=time)}
        return {}

    def show_errors(self, errors: dict[str, str]) -> Field | None:
        """Put sentences under their fields; returns the first field with one."""
        field = self.when if self.kind.code() != DEFAULT else self.next
        field.set_error(errors.get("next", ""))
        self.owner.set_error(errors.get("owner", ""))
        if "next" in errors:
            return field
        return self.owner if "owner" in errors else None

    def focus_need(self) -> None:
        """Stand where something is missing."""
        if self.owner.isVisibleTo(self):
            self.owner_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.kind.code() == DEFAULT:
            self.kind.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.day.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.day.selectAll()

    # ------------------------------------------------------------------ private

    def _day(self) -> date | None:
        """Return the day of the step; a callback for which only a time was agreed is today's."""
        if self._asked == Outcome.CB.value and not self.day.text().strip() and parse_time(self.time.text()) is not None:
            return self._today
        return self.day.day()

    def _entries(self, default: str) -> None:
        special = {Outcome.CB.value: _("Call back at"), Outcome.PIPE.value: _("Their payment run on")}
        first = [(self._asked, special[self._asked])] if self._asked else [(DEFAULT, default)]
        others = [] if self._asked else [(kind.value, label(TASK_KINDS, kind)) for kind in _KINDS]
        self._quiet = True
        self.kind.set_entries([*first, *others])
        self._quiet = False

    def _chosen(self, _code: str) -> None:
        if self._quiet:
            return
        self.next.set_error("")
        self._show_parts()
        self._tell()

    def _show_parts(self) -> None:
        self.when.setVisible(self.kind.code() != DEFAULT)

    def _open_settled(self) -> None:
        self._settled.open_under(self._link)

    def _say_settled(self) -> None:
        """Offer the open tasks, or say how many of them are done with this call."""
        ticked, count = len(self._settled.codes()), self._settled.list.count()
        self._link.setVisible(bool(count))
        offer = ngettext("{n} open task…", "{n} open tasks…", count)
        self._link.setText(ngettext("{n} task done", "{n} tasks done", ticked) if ticked else offer)

    def _tell(self) -> None:
        if not self._quiet:
            self.when.set_error("")
            self.changed.emit()

    def _tidy_time(self) -> None:
        if (time := parse_time(self.time.text())) is not None:
            self.time.setText(time)

    def _words(self, step: Planned) -> str:
        """Return a planned task in short: ``Check promise · Wed 18 Nov``."""
        near = abs((step.due - self._today).days) <= 1
        day = day_short(step.due, self._today) if near else day_with_weekday(step.due)
        when = f"{day} {step.time}" if step.time else day
        what = label(TASK_KINDS, step.kind) if step.kind is TaskKind.CHECK_PROMISE else render(task_text(step.what))
        return _("{what}, {when}", what=what, when=when)
