"""One entry of the log at the right: everything that was written, and the revisions before it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from app.enums import Outcome
from app.i18n import _, format_date, ngettext
from app.services.calls.book import EntryFile
from app.services.labels import CHANNELS, REASONS, label
from app.services.portfolio.account.rows import ActivityRow
from app.ui.calls.columns import duration, next_words, outcome_chip
from app.ui.look.fonts import ui_font
from app.ui.widgets.button import Button
from app.ui.widgets.card import Line
from app.ui.widgets.card import label as words
from app.ui.widgets.chip import ChipLine
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.panel import Panel


class EntryPanel(Panel):
    """An entry; ``correct`` and ``as_promise`` ask for its correction, ``opened`` carries an account's number."""

    correct = Signal()
    as_promise = Signal()
    opened = Signal(str)

    def __init__(self, zone: str) -> None:
        super().__init__(_("Entry"))
        self._zone = ZoneInfo(zone)
        self._number = ""
        self._page: QWidget | None = None
        self._empty = EmptyState(_("No entry chosen"), _("Move to an entry to read it whole."), "phone")
        self.content.addWidget(self._empty, 1)
        self._open = Button(_("Open the account"))
        self._open.clicked.connect(lambda _on: self.opened.emit(self._number))
        self._run = Button(_("Make it a promise"), name=_("Turn the payment run into a promise (Ctrl+Shift+R)"))
        self._run.clicked.connect(lambda _on: self.as_promise.emit())
        self._correct = Button(_("Correct"), "primary", name=_("Correct the entry (Ctrl+Shift+E)"))
        self._correct.clicked.connect(lambda _on: self.correct.emit())
        self.foot.addWidget(self._open)
        self.foot.addStretch(1)
        self.foot.addWidget(self._run)
        self.foot.addWidget(self._correct)
        self.show_entry(None, None)

    def show_entry(self, file: EntryFile | None, today: date | None) -> None:
        """Show an entry with its revisions; None shows that none is chosen."""
        if self._page is not None:
            self._page.hide()
            self._page.deleteLater()
            self._page = None
        shown = file is not None and today is not None
        self._empty.setVisible(not shown)
        for button in (self._open, self._correct, self._run):
            button.setVisible(shown)
        if file is None or today is None:
            self.set_title(_("Entry"))
            return
        newest = file.revisions[0]
        self._number = file.customer.number
        self._correct.setVisible(not newest.superseded)
        self._run.setVisible(not newest.superseded and newest.outcome is Outcome.PIPE)
        self.set_title(file.customer.number)
        self._page = QWidget()
        self._page.setObjectName("clear")
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        name = words(file.customer.name, wrap=True)
        name.setFont(ui_font("body", 600, file.customer.country))
        column.addWidget(name)
        for place, revision in enumerate(file.revisions):
            if place:
                column.addSpacing(4)
                column.addWidget(Line())
                column.addWidget(words(self._replaced(revision), "tiny", role="amber", wrap=True))
            for part in self._parts(revision, file, today):
                column.addWidget(part)
        column.addStretch(1)
        self.content.addWidget(self._page, 1)

    def _replaced(self, revision: ActivityRow) -> str:
        return _("Revision {n}, replaced; it stays readable.", n=revision.revision)

    def _parts(self, row: ActivityRow, file: EntryFile, today: date) -> Iterable[QWidget]:
        """Give the widgets of one revision."""
        local = row.at.astimezone(self._zone)
        when = _("{day} {time}", day=format_date(local.date(), weekday=True), time=f"{local:%H:%M}")
        parts = [when, label(CHANNELS, row.channel)]
        if row.seconds:
            parts.append(_("{length} min", length=duration(row.seconds)))
        if row.revision > 1:
            parts.append(_("revision {n}", n=row.revision))
        yield words(" \u00b7 ".join(parts), "small", role="dim", wrap=True)
        line = ChipLine([outcome_chip(row.outcome), *(outcome_chip(Outcome(code)) for code in row.also)])
        line.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        yield line
        if row.note:
            note = words(row.note, wrap=True)
            note.setFont(ui_font("body", 400, file.customer.country))
            note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            yield note
        yield _facts(row, file, today)


def _facts(row: ActivityRow, file: EntryFile, today: date) -> QWidget:
    """Return the rest as word and value."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 2, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    others = [number for number in row.accounts if number != file.customer.number]
    facts = (
        (_("Contact"), row.contact or ""),
        (_("Reason"), label(REASONS, row.reason)),
        (ngettext("Item", "Items", len(row.items)), ", ".join(row.items)),
        (_("Next"), next_words(row.next_code, row.next_date, row.next_time, today)),
        (_("Also about"), ", ".join(f"{number} {file.names.get(number, '')}".strip() for number in others)),
    )
    place = 0
    for word, value in facts:
        if value:
            grid.addWidget(words(word, "small", role="dim"), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words(value, "small", wrap=True), place, 1)
            place += 1
    return holder
