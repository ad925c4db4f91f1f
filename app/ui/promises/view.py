"""Promises: a calendar and a list, how they were judged and why, and what may still be done about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.enums import OPEN_PROMISE, Channel, PromiseStatus
from app.errors import AppError
from app.i18n import _, format_date, msg, ngettext
from app.services.calls import desk as room
from app.services.calls.book import GONE, PromiseBook, PromisedRow, PromiseFile, promise_book, promise_file
from app.services.calls.desk import Here
from app.services.calls.promises.terms import PromiseLine
from app.ui.actions import Handler
from app.ui.errors import sentence
from app.ui.promises.calendar_page import CalendarPage
from app.ui.promises.columns import promises_spec
from app.ui.promises.editors import EndEditor, RenewalEditor
from app.ui.promises.evidence_panel import EvidencePanel
from app.ui.promises.tiles import MonthTiles
from app.ui.tables.table_panel import TablePanel
from app.ui.view import View
from app.ui.widgets.card import Card, Tabs
from app.ui.widgets.filter_bar import FilterBar

LIST, CALENDAR = range(2)


class PromisesView(View):
    """The promises of all customers."""

    kinds = frozenset({"promises", "activities", "items", "runs"})
    buttons = ("window.export",)

    def build(self) -> None:
        """Make tiles, calendar, list and the evidence at the right."""
        self.add_heading()
        self._book: PromiseBook | None = None
        self._file: PromiseFile | None = None
        self._wanted = ""
        self.tiles = MonthTiles()
        self.add(self.tiles)
        self.tabs = Tabs(_("Promises"))
        self.tabs.add(_("List"))
        self.tabs.add(_("Calendar"))
        self.stack = QStackedWidget()
        self.stack.addWidget(self._make_list())
        self.calendar = CalendarPage(self.desk.day, self.desk.memory)
        self.grid, self.day_list = self.calendar.grid, self.calendar.day_list
        self.stack.addWidget(self.calendar)
        self.tabs.currentChanged.connect(self._switched)
        self.grid.turned.connect(self._turned)
        self.grid.chosen.connect(self._show_day)
        self.day_list.current_changed.connect(lambda row: self._moved(row.row if row is not None else None))
        self.day_list.opened.connect(lambda row: self.desk.go("account", row.row.customer.number))
        body = Card((1, 1, 1, 1), 0)
        body.body.addWidget(self.tabs)
        body.body.addWidget(self.stack, 1)
        self.panel = EvidencePanel(self.desk.zone)
        self.panel.asked.connect(self._asked)
        self.panel.opened.connect(self._select)
        self.side = QStackedWidget()
        self.side.addWidget(self.panel)
        self.set_body(body, self.side, 340)

    def show_key(self, key: str) -> None:
        """Stand on one promise."""
        self._wanted = key

    def load(self) -> None:
        """Load all promises as they read today."""
        self.desk.runner.read(promise_book, self.desk.day, on_done=self._show, owner=self, slot="rows")

    def table(self) -> TablePanel | None:
        """Return the list in front."""
        return self.list if self.tabs.currentIndex() == LIST else self.day_list

    def focus_first(self) -> None:
        """Stand in the calendar, or in the list."""
        if self.tabs.currentIndex() == LIST:
            self.list.focus_rows()
        else:
            self.grid.setFocus()

    def handlers(self) -> Mapping[str, Handler]:
        """Return the commands of the room."""
        return {
            "promises.reschedule": partial(self._asked, "reschedule"),
            "promises.withdraw": partial(self._asked, "withdraw"),
            "promises.void": partial(self._asked, "void"),
            "promises.calendar": self._toggle,
        }

    def state(self) -> Any:
        """Keep tab, filter and day."""
        return self.tabs.currentIndex(), self.bar.chips.chosen_key(), self.grid.day()

    def restore(self, state: Any) -> None:
        """Go back there."""
        tab, key, day = state
        self.tabs.setCurrentIndex(tab)
        self.bar.chips.choose(key)
        self.grid.go(day)

    # ------------------------------------------------------------------ parts

    def _make_list(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.list = TablePanel(promises_spec(self.desk.day), self.desk.memory)
        self.list.setProperty("card", False)
        self.list.current_changed.connect(self._moved)
        self.list.opened.connect(lambda row: self.desk.go("account", row.customer.number))
        self.list.set_row_menu(self._menu)
        self.bar = FilterBar(_("State"))
        self.bar.setContentsMargins(12, 6, 12, 6)
        self.bar.chosen.connect(lambda _key: self._fill())
        self.bar.typed.connect(self.list.set_quick)
        self.bar.left.connect(self.list.focus_rows)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        return page

    # ------------------------------------------------------------------ showing

    def _show(self, book: PromiseBook) -> None:
        self._book = book
        self._show_filters(book)
        self._fill()
        self.grid.set_days(book.days, self.desk.day)
        self._turned(self.grid.month())
        self._show_day(self.grid.day())
        open_ones = [row for row in book.rows if row.promise.status in OPEN_PROMISE]
        self.set_subtitle(ngettext("{n} open", "{n} open", len(open_ones)))
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            self._select(wanted)
        elif self.list.view.current_row() is None:
            self.list.view.select_first()

    def _show_filters(self, book: PromiseBook) -> None:
        words_of = {
            "due": _("Due by today"),
            "open": _("Open"),
            "broken": _("Broken"),
            "partly": _("Partly kept"),
            "kept": _("Kept"),
            "gone": _("Replaced or taken back"),
            "all": _("All"),
        }
        counts = {key: sum(self._fits(key, row) for row in book.rows) for key in words_of}
        self.bar.set_filters(
            [(key, word, counts[key]) for key, word in words_of.items() if counts[key] or key == "all"]
        )

    def _fits(self, key: str, row: PromisedRow) -> bool:
        """Tell whether a promise belongs under a saved filter."""
        status, due = row.promise.status, row.promise.due
        if key == "due":
            return status in OPEN_PROMISE and due is not None and due <= self.desk.day
        groups = {
            "open": OPEN_PROMISE,
            "broken": {PromiseStatus.BROKEN},
            "partly": {PromiseStatus.PARTLY_KEPT},
            "kept": {PromiseStatus.KEPT, PromiseStatus.KEPT_LATE, PromiseStatus.OVERTAKEN},
            "gone": GONE,
        }
        return key == "all" or status in groups[key]

    def _fill(self) -> None:
        if self._book is not None:
            key = self.bar.chips.chosen_key() or "all"
            self.list.set_rows(row for row in self._book.rows if self._fits(key, row))

    def _switched(self, tab: int) -> None:
        self.stack.setCurrentIndex(tab)
        if tab == LIST:
            self._moved(self.list.view.current_row())
        else:
            self._show_day(self.grid.day())

    def _toggle(self) -> None:
        self.tabs.setCurrentIndex(CALENDAR if self.tabs.currentIndex() == LIST else LIST)
        self.focus_first()

    def _turned(self, first: date) -> None:
        if self._book is not None:
            self.tiles.show_month(self._book, first)

    def _show_day(self, day: date) -> None:
        self.day_list.set_rows(self.grid.lines(day))
        self.day_list.empty.set_text(_("Nothing is promised for {day}", day=format_date(day, weekday=True)))
        if self.tabs.currentIndex() == CALENDAR:
            self.day_list.view.select_first()
            row = self.day_list.view.current_row()
            self._moved(row.row if row is not None else None)

    def _select(self, promise_id: str) -> None:
        """Stand on a promise, whatever the filters are."""
        self.tabs.setCurrentIndex(LIST)
        if not self.list.view.select_key(promise_id):
            self.list.clear_filters()
            self.bar.chips.choose("all")
            self.list.view.select_key(promise_id)

    def _moved(self, row: Any) -> None:
        shown = row if isinstance(row, PromisedRow) else None
        self._close_editor()
        open_now = shown is not None and shown.promise.status in OPEN_PROMISE
        for action_id in ("promises.withdraw", "promises.void"):
            self.desk.actions.enable(action_id, on=open_now)
        self.desk.actions.enable("promises.reschedule", on=shown is not None)
        if shown is None:
            self._file = None
            self.panel.show_promise(None, None)
            return
        read = self.desk.runner.read
        read(promise_file, shown.promise.id, on_done=self._show_file, owner=self, slot="file")

    def _show_file(self, file: PromiseFile) -> None:
        self._file = file
        self.panel.show_promise(file, self.desk.day)

    # ------------------------------------------------------------------ doing

    def _here(self) -> Here:
        return Here(self.desk.day, self.desk.zone, self.desk.clock.now())

    def _asked(self, what: str) -> None:
        file = self._file
        if file is None:
            return
        row = file.evidence.promise
        if what == "account":
            self.desk.go("account", file.customer.number)
        elif what == "call" and row.activity_id is not None:
            self.desk.go("calls", row.activity_id)
        elif what == "reschedule":
            read = self.desk.runner.read
            read(room.renewal_start, row.id, on_done=self._renew, owner=self, slot="renewal")
        elif what in {"withdraw", "void"} and row.status in OPEN_PROMISE:
            editor = EndEditor(row, void=what == "void")
            editor.saved.connect(partial(self._end, what))
            self._open_editor(editor)

    def _renew(self, start: tuple[PromiseLine, dict[date, str]] | None) -> None:
        if self._file is None:
            return
        if start is None:
            self.desk.tell(_("Nothing of this promise is open any more."), "amber")
            return
        line, holidays = start
        editor = RenewalEditor(self._file.evidence.promise, line, self.desk.day, lambda day: holidays.get(day, ""))
        editor.saved.connect(self._reschedule)
        self._open_editor(editor)

    def _open_editor(self, editor: RenewalEditor | EndEditor) -> None:
        self._close_editor()
        editor.left.connect(self._leave_editor)
        self.side.addWidget(editor)
        self.side.setCurrentWidget(editor)
        if self.side.isHidden():
            self.toggle_panel()
        editor.focus_first()

    def _close_editor(self) -> None:
        editor = self.side.currentWidget()
        if editor is not None and editor is not self.panel:
            self.side.setCurrentWidget(self.panel)
            self.side.removeWidget(editor)
            editor.deleteLater()

    def _leave_editor(self) -> None:
        self._close_editor()
        self.focus_first()

    def _reschedule(self, line: PromiseLine, note: str, channel: Channel) -> None:
        if self._file is None:
            return
        here = self._here()

        def done(logged: Any) -> None:
            self.desk.can_undo(msg("promise given anew"), room.undo_step, logged.activity_id, here)
            self.desk.tell(_("The new promise is logged."), "green")
            self._leave_editor()

        promise_id = self._file.evidence.promise.id
        args = (room.reschedule, promise_id, (line,), note, channel, here)
        self.desk.runner.write(*args, on_done=done, on_failed=self._refused, owner=self, initiator="promises")

    def _end(self, what: str, note: str) -> None:
        if self._file is None:
            return
        here = self._here()
        promise_id = self._file.evidence.promise.id
        fn, text = (room.strike_out, msg("struck-out promise")) if what == "void" else (
            room.withdraw, msg("promise taken back"))  # fmt: skip

        def done(_none: Any) -> None:
            self.desk.can_undo(text, room.undo_step, promise_id, here)
            self._leave_editor()

        write = self.desk.runner.write
        write(fn, promise_id, note, here, on_done=done, on_failed=self._refused, owner=self, initiator="promises")

    def _refused(self, error: AppError) -> None:
        editor = self.side.currentWidget()
        if isinstance(editor, (RenewalEditor, EndEditor)):
            editor.form.show_errors({"note": sentence(error)})
        else:
            self.desk.tell_error(error)

    def _menu(self, row: PromisedRow, menu: QMenu) -> None:
        menu.addAction(_("Open the account"), lambda: self.desk.go("account", row.customer.number))
        for action_id in ("promises.reschedule", "promises.withdraw", "promises.void"):
            menu.addAction(self.desk.actions.action(action_id))
