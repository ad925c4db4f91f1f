"""The lists of the sync room under one line of tabs: what a preview found, the layouts, the history."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.i18n import _
from app.services.sync.run import SyncResult
from app.services.sync.telling.history import RunRow
from app.services.sync.telling.news import News
from app.services.sync.telling.report import RunReport
from app.ui.sync.changes import ChangesPage
from app.ui.sync.files import files_spec, no_files
from app.ui.sync.history import history_spec
from app.ui.sync.layouts import LayoutsPage
from app.ui.sync.leftout import LeftOutPage
from app.ui.sync.totals import TotalsPage
from app.ui.sync.words import called
from app.ui.tables.table_panel import TablePanel
from app.ui.view import Desk
from app.ui.widgets.card import Card, Tabs

FILES, CHANGES, LEFT, TOTALS, LAYOUTS, HISTORY = range(6)


class Pages(Card):
    """Six lists, one in front; ``turned`` says that it is another one, or stands on another row."""

    turned = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__((0, 0, 0, 0), 0)
        self.files = TablePanel(files_spec(), desk.memory)
        self.past = TablePanel(history_spec(desk.zone), desk.memory)
        self.changes, self.left = ChangesPage(desk), LeftOutPage(desk)
        self.totals, self.layouts = TotalsPage(desk), LayoutsPage(desk)
        self.lists = (self.files, self.changes.list, self.left.list, self.totals.list, self.layouts.list, self.past)
        self._paths: Sequence[str] = ()
        self._runs: Sequence[RunReport] = ()
        self.tabs = Tabs(_("Sync"))
        self._stack = QStackedWidget()
        words = (_("Files"), _("Changes"), _("Rejected rows"), _("Totals"), _("Layouts"), _("History"))
        shown = (self.files, self.changes, self.left, self.totals, self.layouts, self.past)
        for word, page in zip(words, shown, strict=True):
            self.tabs.add(word)
            self._stack.addWidget(page)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._turn)
        for panel in (self.files, self.past, self.layouts.list):
            panel.set_rows(())  # an empty state from the beginning
        for panel in (self.files, self.past):
            panel.setProperty("card", False)
            panel.current_changed.connect(lambda _row: self.turned.emit())
        self.layouts.loaded.connect(lambda count: self.tabs.set_count(LAYOUTS, count))

    @property
    def place(self) -> int:
        """The list in front."""
        return self.tabs.currentIndex()

    def turn_to(self, place: int) -> None:
        """Bring a list to the front."""
        self.tabs.setCurrentIndex(place)

    def keep_focus(self) -> bool:
        """Keep the focus of a list on the words over it while the lists are empty; tells whether one of them had it.

        A table that goes behind its empty state hands the focus on, and the next that would take it is the search.
        """
        held: QWidget | None = self.window().focusWidget()
        ours = held is None or self.isAncestorOf(held)
        if ours:
            self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)
        return ours

    def step(self, by: int) -> None:
        """Bring the next or the previous list to the front."""
        self.tabs.setCurrentIndex((self.place + by) % self.tabs.count())

    def table(self) -> TablePanel:
        """Return the list in front."""
        return self.lists[self.place]

    def quick(self) -> QWidget:
        """Return the field that filters the list in front as one types, or the list where it has none."""
        fields: dict[int, QWidget] = {CHANGES: self.changes.bar.quick, LEFT: self.left.bar.quick}
        return fields.get(self.place, self.table().view)

    def fill(self, result: SyncResult, news: News) -> None:
        """Show what a preview found."""
        runs = called(result)
        self._paths = result.paths
        self._runs = runs
        self.files.set_rows(runs)
        self.left.show_runs(list(zip(result.paths, runs, strict=True)))
        self._count(FILES, len(runs))
        self._count(CHANGES, self.changes.show_result(result, news))
        self._count(LEFT, self.left.rejected)
        self._count(TOTALS, self.totals.show_runs(runs))
        self.files.view.select_first()

    def path_of(self, row: RunReport) -> str:
        """Return where the file of a row of the preview lies."""
        return next((path for run, path in zip(self._runs, self._paths, strict=True) if run is row), "")

    def say_of_files(self, title: str, hint: str) -> None:
        """Say why no file is listed."""
        self.files.empty.set_text(title, hint)

    def clear(self, title: str = "", hint: str = "") -> None:
        """Show that there is no preview, and why."""
        self.say_of_files(*((title, hint) if title else no_files()))
        self._paths, self._runs = (), ()
        self.files.set_rows(())
        self.left.show_runs(())
        self.changes.clear()
        self.totals.show_runs(())
        for place in (FILES, CHANGES, LEFT, TOTALS):
            self._count(place, 0)

    def show_past(self, runs: Sequence[RunRow]) -> None:
        """Show the imports there were; one that is new stands under the cursor."""
        known = {row.id for row in self.past.model.all_rows()}
        self.past.set_rows(runs)
        self._count(HISTORY, len(runs))
        if self.past.view.current_row() is None or runs[0].id not in known:
            self.past.view.select_first()

    def _count(self, place: int, count: int) -> None:
        self.tabs.set_count(place, count)

    def _turn(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self.turned.emit()
