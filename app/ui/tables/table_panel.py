"""A list as a view uses it: table, empty state and totals on one card, its layout remembered."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from app.i18n import _
from app.services.reports.table_export import TableExport
from app.ui.frame.memory import Memory
from app.ui.tables.columns import Column, RowKey
from app.ui.tables.groups import Group
from app.ui.tables.ordering import LONG
from app.ui.tables.table_model import TableModel
from app.ui.tables.table_view import TableView
from app.ui.tables.totals import Extra, Sums, TotalsBar, Weigh
from app.ui.tables.transfer import export_data
from app.ui.widgets.card import Card
from app.ui.widgets.notices import EmptyState

#: What gives a row its heading, None for none, and the order of the headings.
Groups = tuple[Callable[[Any], tuple[Hashable, str]] | None, Callable[[Group], Any] | None]
#: From so many rows on they are added up a moment later: first the rows, then their sums.
_MANY: Final = 3000
#: Milliseconds between two steps of preparing the filters.
_WARMING: Final = 15


@dataclass(frozen=True, slots=True)
class TableSpec:
    """What a list is.

    Attributes:
        id: name under which its layout is remembered.
        name: what it is called, for screen readers and exports.
        columns: its columns in their first order.
        row_key: takes the key of a row, which survives a refresh.
        empty: title, hint and icon of its empty state.
        order: the first order: column key and descending.
        row_height: pixels; 30 for lists, 42 for the worklist.
        totals: show the line of sums.
        extra: words at the right end of that line.
        sums: adds the ``total`` columns of many rows up by key and currency, faster than one by one.
        weigh: what a sum of a currency weighs; the weightiest stands first in that line.
    """

    id: str
    name: str
    columns: tuple[Column[Any], ...]
    row_key: RowKey
    empty: tuple[str, str, str]
    order: tuple[str, bool] | None = None
    row_height: int = 30
    totals: bool = True
    extra: Extra | None = None
    weigh: Weigh | None = None
    sums: Sums | None = None


class TablePanel(Card):
    """The list with everything around it.

    ``opened`` carries a row, ``current_changed`` a row or None, ``checks_changed`` and ``selection_moved`` nothing.
    """

    opened = Signal(object)
    current_changed = Signal(object)
    selection_moved = Signal()
    checks_changed = Signal()

    def __init__(self, spec: TableSpec, memory: Memory) -> None:
        super().__init__((1, 1, 1, 1), 0)
        self.spec = spec
        self._memory = memory
        self._added: tuple[int, int] | None = None
        self._columns_menu: Callable[[QMenu], object] | None = None
        self._row_menu: Callable[[Any, QMenu], object] | None = None
        self.model = TableModel(spec.columns, spec.row_key)
        self.view = TableView(self.model, spec.name, spec.row_height)
        self.empty = EmptyState(*spec.empty)
        self._no_match = EmptyState(_("Nothing matches the filters"), "", "filter")
        self._no_match.add_action(_("Clear filters"), self.clear_filters)
        self.stack = QStackedWidget()
        for page in (self.view, self.empty, self._no_match):
            self.stack.addWidget(page)
        self.totals = TotalsBar(spec.columns, spec.extra, spec.weigh, spec.sums)
        self.body.addWidget(self.stack, 1)
        self.body.addWidget(self.totals)
        self.totals.setVisible(spec.totals)  # without a parent it would open as a window of its own
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(40)
        self._later.timeout.connect(self.refresh_totals)
        self._recall()
        self._connect()

    def _connect(self) -> None:
        self.view.opened.connect(self.opened)
        self.view.current_changed.connect(self.current_changed)
        self.view.selection_moved.connect(self.selection_moved)
        self.view.selection_moved.connect(self._choice_moved)
        self.view.menu_wanted.connect(self._show_row_menu)
        self.model.checks_changed.connect(self.checks_changed)
        self.model.checks_changed.connect(self._choice_moved)
        self.model.shown_changed.connect(self._arranged)
        header = self.view.header
        header.customContextMenuRequested.connect(self._show_columns_menu)
        for signal in (header.sectionResized, header.sectionMoved, self.model.shown_changed):
            signal.connect(self._remember_later)
        self._warmer = QTimer(self)
        self._warmer.setInterval(_WARMING)
        self._wanted: str | None = None
        self._warmer.timeout.connect(self._warm)
        self._saver = QTimer(self)
        self._saver.setSingleShot(True)
        self._saver.setInterval(400)
        self._saver.timeout.connect(self.remember)

    # ------------------------------------------------------------------ rows

    def set_rows(self, rows: Iterable[Any], groups: Groups | None = None) -> None:
        """Show other rows, under other headings if ``groups`` says so.

        Cursor, selection and ticks stay on the rows that are still there.
        """
        if groups is None:
            self.model.set_rows(rows)
        else:
            self.model.set_groups(*groups, rows)
        self._warmer.start()

    def set_quick(self, text: str) -> None:
        """Filter over all columns as typed; a very long list when its words are made, which holds nobody up."""
        self._wanted = (
            text
            if text and len(self.model.all_rows()) >= LONG and not self.model.words.whole(self.model.all_rows())
            else None
        )
        if self._wanted is None:
            self.model.set_quick(text)
        else:
            self._warmer.start(0)

    def clear_filters(self) -> None:
        """Empty every filter of this list."""
        self._wanted = None
        self.view.header.clear_fields()
        self.model.clear_filters()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_filters(self) -> None:
        """Show the filter row and go there, or hide it."""
        header = self.view.header
        header.open_filters(show=not header.filters_open())
        self.model.filters_wanted = header.filters_open()
        if header.filters_open():
            self._warmer.start()
            header.focus_filter()
        else:
            self.view.focus_rows()

    def focus_rows(self) -> None:
        """Give the rows the focus."""
        self.view.focus_rows()

    def counted_rows(self) -> tuple[Sequence[Any], bool]:
        """Return the rows that the totals speak of, and whether they are a choice: ticked, several selected, or all."""
        if self.model.checked_keys():
            return self.model.checked_rows(), True
        rows = self.view.selected_rows()
        return (rows, True) if len(rows) > 1 else (self.model.shown_rows(), False)

    def refresh_totals(self) -> None:
        """Add up what the line of sums speaks of now; another order of the same rows has the same sums."""
        if not self.spec.totals:
            return
        rows, selected = self.counted_rows()
        choice = (self.model.choice, len(rows))
        if selected or choice != self._added:
            self._added = None if selected else choice
            self.totals.show_rows(rows, selected=selected)

    # ------------------------------------------------------------------ menus and export

    def set_row_menu(self, fill: Callable[[Any, QMenu], object]) -> None:
        """Let the view fill the menu of a row."""
        self._row_menu = fill

    def columns_menu(self) -> QMenu:
        """Return the menu that shows and hides columns."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        hidden = self.view.fitting.hidden()
        for place, column in enumerate(self.spec.columns):
            if column.kind == "check":
                continue
            action = menu.addAction(column.title())
            action.setCheckable(True)
            action.setChecked(place not in hidden)
            action.toggled.connect(lambda on, n=place: self.show_column(n, shown=on))
        menu.addSeparator()
        menu.addAction(_("Filter row")).triggered.connect(self.toggle_filters)
        menu.addAction(_("Columns as at first")).triggered.connect(self.reset_columns)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def open_columns(self) -> None:
        """Open the menu of columns over the list's upper edge."""
        self.columns_menu().popup(self.mapToGlobal(self.rect().topLeft()))

    def show_column(self, place: int, *, shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        header = self.view.header
        if shown or header.count() - header.hiddenSectionCount() > 1:
            self.view.fitting.show(place, shown=shown)
        self.view.fit_columns()
        header.place_fields()
        self._remember_later()

    def reset_columns(self) -> None:
        """Forget order, widths and hidden columns."""
        header = self.view.header
        for place, column in enumerate(self.spec.columns):
            header.moveSection(header.visualIndex(place), place)
            header.resizeSection(place, column.width)
            self.view.fitting.show(place, shown=not column.hidden)
        self.view.fit_columns()

    def export_data(self, notes: Sequence[str] = ()) -> TableExport:
        """Return exactly what is shown, for the export service; ``notes`` say how it came about."""
        columns = self.view.shown_columns()
        places = {column.key: place for place, column in enumerate(self.spec.columns)}
        widths = [self.view.header.sectionSize(places[column.key]) for column in columns]
        typed = [
            _("{what}: {answer}", what=self.spec.columns[places[key]].title(), answer=text)
            for key, text in self.model.filters().items()
        ]
        return export_data(self.spec.name, columns, self.model.shown_rows(), [*notes, *typed], widths)

    def _show_columns_menu(self, point: QPoint) -> None:
        self.columns_menu().popup(self.view.header.mapToGlobal(point))

    def _show_row_menu(self, row: Any, point: QPoint) -> None:
        menu = QMenu(self)
        if self._row_menu is not None:
            self._row_menu(row, menu)
            menu.addSeparator()
        menu.addAction(_("Copy rows")).triggered.connect(self.view.copy_selection)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    # ------------------------------------------------------------------ layout

    def remember(self) -> None:
        """Keep order, widths, hidden columns and sort order."""
        header, hidden = self.view.header, self.view.fitting.hidden()
        order = sorted(range(len(self.spec.columns)), key=header.visualIndex)
        columns = [
            [
                self.spec.columns[n].key,
                self.view.fitting.width(n),
                n in hidden,
            ]
            for n in order
        ]
        self._memory.put(f"table/{self.spec.id}", {"columns": columns, "order": self.model.order})

    def _remember_later(self) -> None:
        if self.isVisible():
            self._saver.start()

    def _recall(self) -> None:
        """Take the remembered layout; columns that are new since stand where they belong."""
        kept = self._memory.get(f"table/{self.spec.id}", {})
        places = {column.key: place for place, column in enumerate(self.spec.columns)}
        header = self.view.header
        target = 0
        for key, width, hidden in kept.get("columns", ()):
            if key in places:
                header.moveSection(header.visualIndex(places[key]), target)
                header.resizeSection(places[key], int(width))
                header.setSectionHidden(places[key], bool(hidden))
                target += 1
        order = kept.get("order") or self.spec.order
        if order:
            self.model.set_order(order[0], descending=bool(order[1]))
        self.view.fit_columns()

    def _warm(self) -> None:
        """Prepare the filters in small steps between other events, and filter by what was typed meanwhile."""
        more = self.isVisible() and self.model.warm()
        if self._wanted is not None and (not more or self.model.words.whole(self.model.all_rows())):
            self.set_quick(self._wanted)
        if not more:
            self._warmer.stop()
            self._warmer.setInterval(_WARMING)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on preparing the filters."""
        super().showEvent(event)
        self._warmer.start()

    def _arranged(self) -> None:
        filtered = self.model.filtered()
        # The filter row stands in the table: it must not vanish under the hand that types.
        rows = bool(self.model.rowCount()) or (filtered and self.view.header.filters_open())
        page: QWidget = self.view if rows else self._no_match if filtered else self.empty
        self.stack.setCurrentWidget(page)
        self.totals.setVisible(self.spec.totals and page is self.view)
        self._choice_moved()

    def _choice_moved(self) -> None:
        """Let the sums follow ticks and selection: at once, so that no glance catches the old ones."""
        if len(self.model.shown_rows()) > _MANY:
            self._later.start()
        else:
            self.refresh_totals()
