"""Today: whom to call next and why, how far the day has come, and how it is closed."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from app.enums import Part, WorkCode
from app.i18n import _, format_number, msg, ngettext
from app.services.labels import PARTS, label
from app.ui.actions import Handler
from app.ui.formatting import day_long
from app.ui.tables.table_panel import TablePanel, TableSpec
from app.ui.tasks import service
from app.ui.today import columns
from app.ui.today.orders import Orders
from app.ui.today.side import DaySide
from app.ui.today.tiles import DayStrip
from app.ui.view import View
from app.ui.widgets.filter_bar import FilterBar

if TYPE_CHECKING:
    from app.services.portfolio.worklist import WorkRow
    from app.services.today.news import News
    from app.services.today.shape import TodayBook

_TODAY = service("app.services.today.book:load_today")
_NEWS = service("app.services.today.news:load_news")
_REBUILD = service("app.services.today.orders:rebuild")
#: Rows of each part that the first page has.
FIRST: Final = 40
#: The list of calls is read again at the next opening of an office, at the latest after so many minutes.
_LONGEST: Final = 15
_ORDER: Final[list[Hashable]] = list(Part)
#: Filters that show another list; the list has the same name.
_OTHERS: Final = frozenset({"held", "promises", "tasks"})
_PARTS: Final = {part.value: part for part in Part}


class TodayView(View):
    """The call list in three parts, what is held back, promises and tasks due, the day's progress and news."""

    kinds = frozenset({"accounts", "items", "activities", "tasks", "promises", "letters", "runs", "settings"})
    buttons = ("today.close", "today.start")
    primary = "today.start"

    # ------------------------------------------------------------------ what the frame calls

    def build(self) -> None:
        """Make the strip, the filters, four lists in one place and the panel at the right."""
        self.add_heading()
        self._book: TodayBook | None = None
        self._news: News | None = None
        self._rebuilt: object = None
        self._chosen = "all"
        self._cells = columns.ListCells(self.desk.clock, self.desk.zone)
        self.strip = DayStrip()
        self.strip.asked.connect(self._show_news_rows)
        self.add(self.strip)
        self.filters = FilterBar(_("Parts of the day"))
        self.filters.chosen.connect(self._choose)
        self.filters.typed.connect(lambda text: self.front().set_quick(text))
        self.filters.left.connect(lambda: self.front().focus_rows())
        self.add(self.filters)
        self._lists = QStackedWidget()
        self.calls = self._make_list(columns.call_list(self._cells))
        self.calls.model.set_groups(_group, lambda group: _ORDER.index(group.key))
        self.calls.model.shown_changed.connect(self._queue)
        self._steps = (
            self.calls.empty.add_action(_("Sync"), lambda: self.desk.go("sync"), primary=True),
            self.calls.empty.add_action(_("Close the day"), self.close_day, primary=True),
        )
        self._offer_next_steps()
        self._build_side()
        self.orders = Orders(self.desk, self.spec.id, self)
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self.reload)

    @cached_property
    def held(self) -> TablePanel:
        """Return the list of those held back; made, as the two below, when it is first wanted."""
        panel = self._make_list(columns.not_today(self._cells))
        panel.set_rows(self._book.worklist.not_today if self._book is not None else ())
        return panel

    @cached_property
    def promises(self) -> TablePanel:
        """Return the list of promises whose day has come."""
        panel = self._make_list(columns.promises(self._cells))
        panel.set_rows(self._book.promises if self._book is not None else ())
        return panel

    @cached_property
    def tasks(self) -> TablePanel:
        """Return the list of tasks due."""
        panel = self._make_list(columns.tasks(self._cells))
        panel.set_rows(self._book.tasks if self._book is not None else ())
        return panel

    def _make_list(self, spec: TableSpec) -> TablePanel:
        panel = TablePanel(spec, self.desk.memory)
        self._lists.addWidget(panel)
        panel.opened.connect(lambda row: self.desk.go("account", row.number))
        panel.current_changed.connect(lambda _row: self._follow())
        panel.set_row_menu(self._fill_menu)
        return panel

    def load(self) -> None:
        """Show the glance if there is one, read the first page, then the rest; later everything at once."""
        first = self._book is None
        glance, self.desk.glance = self.desk.glance, None
        if first and glance is not None and self.desk.as_of is None:
            self._show_page(glance)
        self._read(FIRST if first else None)

    def table(self) -> TablePanel | None:
        """Return the list in front."""
        return self.front()

    def quick_filter(self) -> QWidget | None:
        """Return the field that filters as one types."""
        return self.filters.quick

    def front(self) -> TablePanel:
        """Return the list in front."""
        panel = self._lists.currentWidget()
        return panel if isinstance(panel, TablePanel) else self.calls

    def handlers(self) -> Mapping[str, Handler]:
        """Return the commands of the day."""
        return {
            "today.start": self.start_calling,
            "today.pin": self.toggle_pin,
            "today.defer": self.put_off,
            "today.close": self.close_day,
        }

    def state(self) -> Any:
        """Keep the chosen part and the remark that is being written."""
        return self._chosen, self.side.remark()

    def restore(self, state: Any) -> None:
        """Take both back."""
        self._chosen = state[0]
        self.filters.chips.choose(state[0])
        if state[1]:
            self.side.closing.remark.setPlainText(state[1])

    # ------------------------------------------------------------------ reading and showing

    def _read(self, limit: int | None, *, stored: bool = True) -> None:
        desk = self.desk
        self.desk.runner.read(
            partial(_TODAY, present=stored and desk.as_of is None),
            desk.day,
            desk.zone,
            desk.clock.now(),
            limit,
            on_done=self._show,
            owner=self,
            slot="rows",
        )

    def _show(self, book: TodayBook) -> None:
        if book.worklist.stale and self.desk.as_of is None and self._rebuilt != self.desk.day:
            self._rebuild()
            return
        self._show_page(book)
        if not book.whole:
            self._read(None)
            return
        self.desk.runner.read(_NEWS, self.desk.day, self.desk.zone, on_done=self._show_news, owner=self, slot="news")
        self._plan_turn(book)

    def _show_page(self, book: TodayBook) -> None:
        """Show the day, or its first page."""
        first = self._book is None
        self._book = self._cells.book = book
        if book.progress is not None:
            self.strip.show_progress(book.progress)
        self._show_counts(book)
        made = {"held": book.worklist.not_today, "promises": book.promises, "tasks": book.tasks}
        for name, rows in made.items():
            if name in self.__dict__:
                getattr(self, name).set_rows(rows)
        self._fill_calls()
        self.set_subtitle(_headline(book))
        self._offer_next_steps()
        if first and self.calls.view.current_row() is None:
            self.calls.view.select_first()
        self._follow()

    def _fill_calls(self) -> None:
        """Show the rows of the chosen part."""
        if self._book is None:
            return
        rows = self._book.worklist.rows
        part = _PARTS.get(self._chosen)
        if part is not None:
            rows = tuple(row for row in rows if row.part is part)
        elif self._chosen == "no_next":
            rows = tuple(row for row in rows if _has(row, WorkCode.NONEXT))
        self.calls.set_rows(rows)

    def _show_counts(self, book: TodayBook) -> None:
        counts, known = book.worklist.counts, book.progress is not None
        no_next = sum(_has(row, WorkCode.NONEXT) for row in book.worklist.rows) if book.whole else None
        self.filters.set_filters(
            [
                ("all", _("All"), book.worklist.total),
                *((part.value, label(PARTS, part), counts.get(part, 0)) for part in Part),
                ("no_next", _("No next step"), no_next),
                ("held", _("Not today"), book.worklist.not_today_count),
                ("promises", _("Promises due"), len(book.promises) if known else None),
                ("tasks", _("Tasks due"), len(book.tasks) if known else None),
            ]
        )
        self.desk.count("today", book.worklist.total)

    def _show_news(self, news: News) -> None:
        self._news = news
        self.strip.news.show_news(news, self.desk.day)

    def _show_news_rows(self, kind: str) -> None:
        if self._news is not None:
            self.side.show_news(self._news, kind)

    def _offer_next_steps(self) -> None:
        """Say in the empty list what to do next: bring files, or close the day."""
        book = self._book
        fresh = book is not None and book.data_date is None
        if book is None:
            self.calls.empty.set_text(_("Loading…"))
        elif fresh:
            self.calls.empty.set_text(_("No data yet"), _("Bring the morning's files to Sync: open items first."))
        else:
            hint = _("Nobody is left to call. Close the day when you are finished.")
            self.calls.empty.set_text(_("All done for today"), hint)
        self._steps[0].setVisible(fresh)
        self._steps[1].setVisible(book is not None and not fresh)

    def _rebuild(self) -> None:
        """Judge the list anew: the stored one is of another day. A store that cannot be written is judged in memory."""
        desk = self.desk
        self._rebuilt = desk.day
        self.set_subtitle(_("{day} · the list is being made…", day=day_long(desk.day)))
        desk.runner.write(
            _REBUILD, desk.day, desk.zone, on_failed=lambda _error: self._read(None, stored=False), owner=self
        )

    def _plan_turn(self, book: TodayBook) -> None:
        """Read again when the next office opens or closes, or a callback is due."""
        now = self.desk.clock.now()
        moments = [moment for row in book.worklist.rows[:2000] for moment in _turns(row) if moment > now]
        wait = min([*((moment - now).total_seconds() for moment in moments), _LONGEST * 60])
        self._turn.start(int(wait * 1000) + 500)

    # ------------------------------------------------------------------ parts, panel

    def _choose(self, key: str) -> None:
        """Show one part of the call list, or another list."""
        self._chosen = key
        panel = getattr(self, key) if key in _OTHERS else self.calls
        self._lists.setCurrentWidget(panel)
        if panel is self.calls:
            self._fill_calls()
        panel.set_quick(self.filters.quick.text().strip())
        self._follow()

    def _build_side(self) -> None:
        self.side = DaySide(self.desk, self.spec.id)
        self.side.left.connect(lambda: self.front().focus_rows())
        self.side.put_off.connect(self._put_off)
        self.set_body(self._lists, self.side)
        self.side.setVisible(self.side.wanted())

    def toggle_panel(self) -> None:
        """Show or hide the preview; a form that stands there goes first."""
        if self.side.busy():
            self.side.leave()
            return
        super().toggle_panel()
        self._follow()

    def _follow(self) -> None:
        """Let the preview follow the cursor."""
        row = self.front().view.current_row()
        self.side.follow("" if row is None else row.number)

    # ------------------------------------------------------------------ commands

    def start_calling(self) -> None:
        """Open the first account with the call form ready."""
        if not self.desk.queue.first():
            self.desk.tell(msg("Nobody is left to call."), "amber")
            return
        self.desk.call(self.desk.queue.first())

    def toggle_pin(self) -> None:
        """Pin the account under the cursor to the top of its part for today, or let it go."""
        row = self.calls.view.current_row() if self.front() is self.calls else None
        if row is not None:
            self.orders.toggle_pin(row)

    def put_off(self) -> None:
        """Ask until when and why the account under the cursor is put off; one that is put off comes back."""
        row = self.front().view.current_row()
        if self._chosen == "held" and row is not None:
            self.orders.take_back(row)
        elif self.front() is self.calls and row is not None:
            self.side.ask_defer(row.account_id, f"{row.name} {row.number}")

    def _put_off(self, account_id: str, until: Any, reason: str) -> None:
        row = next((one for one in self.calls.model.all_rows() if one.account_id == account_id), None)
        if row is not None:
            self.orders.put_off(row, until, reason)

    def close_day(self) -> None:
        """Open the form that writes the day's workbook."""
        self.side.ask_close(self._book)

    def _queue(self) -> None:
        """Tell the order of the list to whoever wants the next account."""
        model = self.calls.model
        rows = (model.row_at(place) for place in range(model.rowCount()))
        self.desk.queue.set_numbers(row.number for row in rows if row is not None)

    def _fill_menu(self, row: Any, menu: QMenu) -> None:
        menu.addAction(_("Open the account")).triggered.connect(lambda: self.desk.go("account", row.number))
        menu.addAction(_("Log a call")).triggered.connect(lambda: self.desk.call(row.number))
        if self.front() is self.calls:
            menu.addAction(_("Unpin") if row.pinned else _("Pin to the top")).triggered.connect(self.toggle_pin)
            menu.addAction(_("Put off…")).triggered.connect(self.put_off)
        elif self._chosen == "held" and row.code == "deferred":
            menu.addAction(_("Back on the list")).triggered.connect(self.put_off)


def _headline(book: TodayBook) -> str:
    """Return the day, how many are to call and how many are done."""
    total = book.worklist.total
    parts = [
        day_long(book.worklist.day),
        ngettext("{count} to call", "{count} to call", total, count=format_number(total)),
    ]
    if book.progress is not None:
        done = book.progress.done
        parts.append(ngettext("{count} done", "{count} done", done, count=format_number(done)))
    return " \u00b7 ".join(parts)


def _group(row: WorkRow) -> tuple[Part, str]:
    return row.part, label(PARTS, row.part)


def _turns(row: WorkRow) -> Iterator[datetime]:
    """Give the moments at which a row may change its part or its words."""
    if row.callback_at is not None:
        yield row.callback_at - timedelta(minutes=10)
    yield from (moment for moment in (row.starts_at, row.office.closes_at) if moment is not None)


def _has(row: WorkRow, code: WorkCode) -> bool:
    return f'"{code.value}"' in row.raw_reasons
