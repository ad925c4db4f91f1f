"""Calls: the log by day, what each day came to, and correcting what was logged."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.enums import Outcome
from app.errors import AppError
from app.i18n import _, format_date, ngettext
from app.services.calls.book import EntryFile, LogBook, LoggedRow, entry_file, log_book
from app.services.calls.queries import DayTotals, LogFilter
from app.services.labels import OUTCOMES, label
from app.ui.account.place import correcting
from app.ui.actions import Handler
from app.ui.calls.columns import calls_spec
from app.ui.calls.entry_panel import EntryPanel
from app.ui.formatting import amount, day_long, percent
from app.ui.tables.table_panel import TablePanel
from app.ui.view import View
from app.ui.widgets.button import Button
from app.ui.widgets.card import Figure, Tile
from app.ui.widgets.date_edit import pick_day
from app.ui.widgets.filter_bar import FilterBar
from app.ui.widgets.form import Choices

#: How many days are shown.
_SPANS: Final = {"1": 1, "7": 7, "30": 30}
_SHOWN_OUTCOMES: Final = 6


class CallsView(View):
    """The log of calls."""

    kinds = frozenset({"activities", "promises"})
    buttons = ("window.export",)

    def build(self) -> None:
        """Make days, totals, list and the entry at the right."""
        self.add_heading()
        self._last = self.desk.day
        self._book: LogBook | None = None
        self._wanted = ""
        self.add(self._make_days())
        self.add(self._make_tiles())
        self.list = TablePanel(calls_spec(self.desk.day), self.desk.memory)
        self.bar = FilterBar(_("Outcomes"))
        self.bar.chosen.connect(lambda _key: self._fill())
        self.bar.typed.connect(self.list.set_quick)
        self.bar.left.connect(self.list.focus_rows)
        self.add(self.bar)
        self.list.opened.connect(lambda row: self.desk.go("account", row.customer.number))
        self.list.current_changed.connect(self._moved)
        self.list.set_row_menu(self._menu)
        self.panel = EntryPanel(self.desk.zone)
        self.panel.correct.connect(self._correct)
        self.panel.as_promise.connect(self._as_promise)
        self.panel.opened.connect(lambda number: self.desk.go("account", number))
        self.set_body(self.list, self.panel, 320)

    def show_key(self, key: str) -> None:
        """Show the day of one entry and stand on it."""
        self._wanted = key

    def load(self) -> None:
        """Load the days; first those of the entry that is asked for."""
        if self._wanted:
            read = self.desk.runner.read
            read(entry_file, self._wanted, on_done=self._go_to, on_failed=self._no_entry, owner=self, slot="entry-day")
        else:
            self._load_days()

    def table(self) -> TablePanel | None:
        """Return the list."""
        return self.list

    def handlers(self) -> Mapping[str, Handler]:
        """Return the commands of the log."""
        return {
            "calls.correct": self._correct,
            "calls.as_promise": self._as_promise,
            "calls.earlier": lambda: self._step(-1),
            "calls.later": lambda: self._step(1),
        }

    def state(self) -> Any:
        """Keep the day and how many are shown."""
        return self._last, self.span.code()

    def restore(self, state: Any) -> None:
        """Go back to the day."""
        self._last = state[0]
        self.span.choose(state[1])
        self._load_days()

    # ------------------------------------------------------------------ days

    def _make_days(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        before = Button("", icon="chevron-left", name=_("The day before (Alt+PgUp)"))
        after = Button("", icon="chevron-right", name=_("The day after (Alt+PgDown)"))
        before.clicked.connect(lambda _on: self._step(-1))
        after.clicked.connect(lambda _on: self._step(1))
        self._day = Button("", icon="calendar", name=_("Choose a day"))
        self._day.clicked.connect(lambda _on: self._pick())
        self._today = Button(_("Today"), "flat")
        self._today.clicked.connect(lambda _on: self._show_day(self.desk.day))
        words = {"1": _("one day"), "7": _("7 days"), "30": _("30 days")}
        self.span = Choices([(code, words[code]) for code in _SPANS], _("How many days"))
        self.span.chosen.connect(lambda _code: self._load_days())
        for part in (before, self._day, after, self.span, self._today):
            row.addWidget(part)
        row.addStretch(1)
        return holder

    def _make_tiles(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._tiles = {
            "calls": Tile(_("Calls dialled")),
            "answered": Tile(_("Answered")),
            "right": Tile(_("Right person reached")),
            "accounts": Tile(_("Accounts worked")),
            "promises": Tile(_("Promises")),
            "promised": Tile(_("Promised")),
        }
        for key, tile in self._tiles.items():
            row.addWidget(tile, 2 if key == "promised" else 1)
        return holder

    def _load_days(self) -> None:
        first = self._last - timedelta(days=_SPANS[self.span.code() or "1"] - 1)
        wanted = LogFilter(first, self._last, self.desk.zone)
        self.desk.runner.read(log_book, wanted, on_done=self._show, owner=self, slot="rows")

    def _step(self, by: int) -> None:
        self._show_day(self._last + timedelta(days=by * _SPANS[self.span.code() or "1"]))

    def _show_day(self, day: date) -> None:
        self._last = day
        self._load_days()

    def _pick(self) -> None:
        at = self._day.mapToGlobal(QPoint(0, self._day.height() + 2))
        pick_day(self, self._last, at, self._show_day)

    def _go_to(self, file: EntryFile) -> None:
        self._wanted = file.revisions[0].id
        self._last = self._local(file.revisions[0].at).date()
        self.span.blockSignals(True)
        self.span.choose("1")
        self.span.blockSignals(False)
        self._load_days()

    def _no_entry(self, error: AppError) -> None:
        self._wanted = ""
        self.desk.tell_error(error)
        self._load_days()

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.desk.zone))

    # ------------------------------------------------------------------ showing

    def _show(self, book: LogBook) -> None:
        self._book = book
        one = self.span.code() == "1"
        self._day.set_word(format_date(self._last, weekday=True))
        self._today.setVisible(self._last != self.desk.day)
        self.list.model.set_groups(None if one else _by_day)
        self._show_totals(book.days)
        self._show_outcomes(book.rows)
        self._fill()
        if self._wanted and self.list.view.select_key(self._wanted):
            self._wanted = ""
        elif self.list.view.current_row() is None:
            self.list.view.select_first()
        self._moved(self.list.view.current_row())

    def _show_totals(self, days: Sequence[DayTotals]) -> None:
        calls = sum(day.attempts for day in days)
        figures = {
            "calls": calls,
            "answered": sum(day.answered for day in days),
            "right": sum(day.right_party for day in days),
            "accounts": sum(day.accounts for day in days),
            "promises": sum(day.promises for day in days),
        }
        for key, value in figures.items():
            self._tiles[key].set_figure(
                Figure(str(value), percent(value, calls) if key in {"answered", "right"} else "")
            )
        sums: dict[str, int] = {}
        for day in days:
            for code, minor in day.promised.items():
                sums[code] = sums.get(code, 0) + minor
        self._tiles["promised"].set_figure(money_figure(sums))
        contacts = sum(day.contacts for day in days)
        self.set_subtitle(ngettext("{n} contact logged", "{n} contacts logged", contacts))

    def _show_outcomes(self, rows: Sequence[LoggedRow]) -> None:
        counts: dict[Outcome, int] = {}
        for row in rows:
            for code in (row.activity.outcome, *(Outcome(other) for other in row.activity.also)):
                counts[code] = counts.get(code, 0) + 1
        most = sorted(counts, key=lambda code: (-counts[code], code.value))[:_SHOWN_OUTCOMES]
        filters = [(code.value, label(OUTCOMES, code), counts[code]) for code in most]
        self.bar.set_filters([("", _("All"), len(rows)), *filters])

    def _fill(self) -> None:
        if self._book is None:
            return
        code = self.bar.chips.chosen_key()
        rows = [row for row in self._book.rows if not code or code in (row.activity.outcome, *row.activity.also)]
        self.list.set_rows(rows)

    def _moved(self, row: Any) -> None:
        shown = row if isinstance(row, LoggedRow) else None
        for action_id in ("calls.correct", "calls.as_promise"):
            self.desk.actions.enable(action_id, on=self.isVisible() and shown is not None)
        if shown is None:
            self.panel.show_entry(None, None)
            return
        read = self.desk.runner.read
        read(entry_file, shown.activity.id, on_done=self._entry, owner=self, slot="entry")

    def _entry(self, file: EntryFile) -> None:
        self.panel.show_entry(file, self.desk.day)

    # ------------------------------------------------------------------ doing

    def _current(self) -> LoggedRow | None:
        row = self.list.view.current_row()
        return row if isinstance(row, LoggedRow) else None

    def _correct(self) -> None:
        if (row := self._current()) is not None:
            self.desk.go("account", correcting(row.customer.number, row.activity.id))

    def _as_promise(self) -> None:
        row = self._current()
        if row is None:
            return
        if row.activity.outcome is not Outcome.PIPE:
            self.desk.tell(_("Only an entry about a payment run can become a promise."), "amber")
            return
        self.desk.go("account", correcting(row.customer.number, row.activity.id, as_promise=True))

    def _menu(self, row: LoggedRow, menu: QMenu) -> None:
        menu.addAction(_("Open the account"), lambda: self.desk.go("account", row.customer.number))
        menu.addAction(self.desk.actions.action("calls.correct"))
        if row.activity.outcome is Outcome.PIPE:
            menu.addAction(self.desk.actions.action("calls.as_promise"))
        if row.call.promise_id is not None:
            promise_id = row.call.promise_id
            menu.addAction(_("Open the promise"), lambda: self.desk.go("promises", promise_id))


def money_figure(sums: Mapping[str, int]) -> Figure:
    """Return amounts of several currencies as a tile shows them: the first, then how many more."""
    if not sums:
        return Figure("0")
    (code, minor), *rest = sums.items()
    hint = "\n".join(f"{amount(value, one)} {one}" for one, value in sums.items())
    more = _("{currency} +{n}", currency=code, n=len(rest)) if rest else code
    return Figure(amount(minor, code), more, hint=hint)


def _by_day(row: LoggedRow) -> tuple[Hashable, str]:
    day = row.call.local.date()
    return day, day_long(day)
