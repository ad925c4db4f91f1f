"""Putting an account off: until which day, and why. The points stay, an agreed callback still comes up."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.i18n import _
from app.ui.formatting import day_with_weekday
from app.ui.widgets.button import Button
from app.ui.widgets.card import label
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.form import Choices, Form, TextLine
from app.ui.widgets.panel import StepPanel


def _reasons() -> list[tuple[str, str]]:
    """Return the usual reasons; the word is what is kept, so that it reads the same later."""
    return [
        ("asked", _("They asked for it")),
        ("waits", _("Waits for us")),
        ("away", _("Nobody is there")),
        ("small", _("Can wait")),
        ("other", _("Other")),
    ]


class DeferPanel(StepPanel):
    """``wanted`` carries account id, day and reason; ``left`` gives the panel back."""

    wanted = Signal(str, object, str)

    def __init__(self, today: date) -> None:
        super().__init__(_("Put off"))
        self.asked.connect(self.submit)
        self._account_id = ""
        self._today = today
        self._who = label("", "body", 600, wrap=True)
        self._day = DateEdit(today)
        self._reason = Choices(_reasons())
        self._own = TextLine(limit=200)
        self._day.returnPressed.connect(self.submit)
        self._own.returnPressed.connect(self.submit)
        self.form = Form()
        self.form.add("day", _("Until"), self._day)
        days = QWidget()
        row = QHBoxLayout(days)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        for count, word in ((1, _("Tomorrow")), (3, _("3 days")), (7, _("1 week")), (14, _("2 weeks"))):
            button = Button(word)
            button.clicked.connect(lambda _on, n=count: self._ahead(n))
            row.addWidget(button)
        row.addStretch(1)
        self.form.add_widget(days)
        self.form.add("reason", _("Reason"), self._reason)
        self.form.add("own", _("In your own words"), self._own)
        self.content.addWidget(self._who)
        self.content.addWidget(self.form)
        self.content.addWidget(
            label(_("The points stay as they are. An agreed callback still comes up."), "small", role="dim", wrap=True)
        )
        self.content.addStretch(1)
        leave = Button(_("Cancel"))
        leave.clicked.connect(self.left)
        keep = Button(_("Put off"), "primary", keys="Ctrl+Return")
        keep.clicked.connect(self.submit)
        self.foot.addWidget(leave)
        self.foot.addStretch(1)
        self.foot.addWidget(keep)

    def ask(self, account_id: str, name: str, today: date) -> None:
        """Ask about one account, beginning with the next weekday."""
        self._account_id, self._today = account_id, today
        self._who.setText(name)
        self._own.clear()
        self.form.show_errors({})
        self._ahead({4: 3, 5: 2}.get(today.weekday(), 1))
        self._day.setFocus()
        self._day.selectAll()

    def submit(self) -> None:
        """Check day and reason and tell them."""
        day = self._day.day()
        errors = {}
        if day is None:
            errors["day"] = self._day.error() or _("Choose a day.")
        elif day <= self._today:
            errors["day"] = _("{day} is not a later day.", day=day_with_weekday(day))
        words = self._own.text().strip()
        code = self._reason.code()
        if code == "other" and not words:
            errors["own"] = _("Say why in a few words.")
        self.form.show_errors(errors)
        if not errors and day is not None:
            reason = dict(_reasons())[code] if code != "other" else ""
            self.wanted.emit(self._account_id, day, ": ".join(part for part in (reason, words) if part))

    def _ahead(self, days: int) -> None:
        self._day.set_day(self._today + timedelta(days=days))
