"""Letters sent before this program: said once, so that nobody starts again at the first reminder."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal

from app.i18n import _, ngettext
from app.services.labels import STAGES, label
from app.services.letters.dunning.takeover import TakeoverRule
from app.ui.widgets.button import Button
from app.ui.widgets.card import label as words
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.form import Form, TextLine
from app.ui.widgets.panel import Panel

#: Days past due from which most houses have sent a letter of stage 1, 2 and 3.
_SUGGESTED = {1: 15, 2: 30, 3: 60}


class TakeoverPanel(Panel):
    """One line per stage: from how many days past due it was sent, and when. ``said`` carries the rules."""

    said = Signal(object)
    left = Signal()

    def __init__(self, day: date) -> None:
        super().__init__(_("Letters sent before this program"))
        self._day = day
        text = _(
            "Say from how many days past due your customers have had which letter. Leave a line empty if none was."
        )
        self.content.addWidget(words(text, role="dim", wrap=True))
        self._form = Form()
        self._days: dict[int, TextLine] = {}
        self._dates: dict[int, DateEdit] = {}
        for stage, days in _SUGGESTED.items():
            self._days[stage] = TextLine()
            self._days[stage].setPlaceholderText(str(days))
            self._dates[stage] = DateEdit(day, _("Day of {letter}", letter=label(STAGES, stage)))
            self._dates[stage].set_day(day - timedelta(days=14))
            self._form.add_pair(
                (f"days{stage}", _("{letter}: from days past due", letter=label(STAGES, stage)), self._days[stage]),
                (f"date{stage}", _("sent on"), self._dates[stage]),
            )
        self.content.addWidget(self._form)
        self.content.addStretch(1)
        leave, save = Button(_("Cancel")), Button(_("Take over"), "primary")
        leave.clicked.connect(self.left.emit)
        save.clicked.connect(self._save)
        self.foot.addStretch(1)
        self.foot.addWidget(leave)
        self.foot.addWidget(save)

    def focus_first(self) -> None:
        """Put the focus into the first line."""
        self._days[1].setFocus()

    def _save(self) -> None:
        rules, errors = [], {}
        for stage, field in self._days.items():
            text = field.text().strip()
            on = self._dates[stage].day()
            if not text:
                continue
            if not text.isdecimal() or int(text) > 3650:
                errors[f"days{stage}"] = _("A number of days is needed, for example 30.")
            elif on is None or on > self._day:
                errors[f"date{stage}"] = _("A day up to today is needed.")
            else:
                rules.append(TakeoverRule(int(text), stage, on))
        self._form.show_errors(errors)
        if rules and not errors:
            self.said.emit(tuple(rules))
        elif not errors:
            self._form.show_errors({"days1": _("Say at least one line, or leave with Cancel.")})


def told(count: int) -> str:
    """Return how many items were taken over, in words."""
    return ngettext(
        "{n} item has the stage of its last letter.", "{n} items have the stage of their last letter.", count
    )
