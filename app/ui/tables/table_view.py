"""The table itself: keys, selection that survives a refresh, menus, and the card that holds it with its footer."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.ui.tables.columns import Column
from app.ui.tables.delegates import CellDelegate
from app.ui.tables.fitting import Fitting
from app.ui.tables.groups import Group
from app.ui.tables.header import Header
from app.ui.tables.ordering import Ordering
from app.ui.tables.table_model import TableModel
from app.ui.tables.transfer import clipboard_data

#: So many rows on either side may take the cursor when its own is gone.
_NEAR: Final = 5
#: Height of a group's heading.
_HEADING: Final = 30


class TableView(QTableView):
    """Rows with a keyboard.

    ``opened`` carries a row (Enter, double click), ``current_changed`` the row under the cursor or None,
    ``selection_moved`` any change of the selection, ``menu_wanted`` a row and a global point.
    """

    opened = Signal(object)
    current_changed = Signal(object)
    selection_moved = Signal()
    menu_wanted = Signal(object, QPoint)

    def __init__(self, model: TableModel, name: str, row_height: int = 30) -> None:
        super().__init__()
        self._hover = -1
        self._kept: tuple[set[Hashable], Hashable | None, int] = (set(), None, 0)
        self._near: list[Hashable] = []
        self.rows = model
        self.setAccessibleName(name)
        self.header = Header(model, self)
        self.setHorizontalHeader(self.header)
        self.setModel(model)
        self._dress(row_height)
        self.fitting = Fitting(self.header, model.columns)
        self._delegate = CellDelegate(model, row_height, self._line, self._marked)
        self.setItemDelegate(self._delegate)
        for place, column in enumerate(model.columns):
            self.header.resizeSection(place, column.width)
            self.header.setSectionHidden(place, column.hidden)
            if column.kind == "check":
                self.header.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
        self._ordering = Ordering(model)
        self.header.sectionClicked.connect(self._sort_by)
        self.header.check_all.connect(self._check_all)
        self.header.filters_left.connect(self.focus_rows)
        self.header.filter_typed.connect(model.set_filter)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        model.checks_changed.connect(self.header.viewport().update)

    def _dress(self, row_height: int) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._context)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(row_height)
        side.setDefaultSectionSize(row_height)
        self.verticalScrollBar().setSingleStep(row_height)

    # ------------------------------------------------------------------ public

    def shown_columns(self) -> list[Column[Any]]:
        """Return the shown columns in the order shown."""
        order = sorted(range(len(self.rows.columns)), key=self.header.visualIndex)
        return [self.rows.columns[n] for n in order if not self.header.isSectionHidden(n)]

    def current_row(self) -> Any | None:
        """Return the row under the cursor, None for none or a heading."""
        return self.rows.row_at(self.currentIndex().row())

    def selected_rows(self) -> list[Any]:
        """Return the selected rows in the order shown."""
        chosen = self.selectionModel().selection()
        spans = sorted((chosen.at(n).top(), chosen.at(n).bottom() + 1) for n in range(chosen.count()))
        rows: list[Any] = []
        seen = 0
        for top, end in spans:
            rows += self.rows.rows_between(max(top, seen), end)
            seen = max(seen, end)
        return rows

    def select_key(self, key: Hashable) -> bool:
        """Put the cursor on a row by its key; tell whether it is shown."""
        place = self.rows.place_of(key)
        if place >= 0:
            self._go(place)
        return place >= 0

    def focus_rows(self) -> None:
        """Take the focus and stand on a row."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.selectionModel().hasSelection():
            if self.current_row() is None:
                self.select_first()
            else:
                self._go(self.currentIndex().row())

    def select_first(self) -> None:
        """Stand on the first row that is no heading."""
        for place in range(min(self.rows.rowCount(), 50)):
            if self.rows.row_at(place) is not None:
                self._go(place)
                return

    def step(self, by: int) -> None:
        """Move the cursor by rows, past headings."""
        place = self.currentIndex().row()
        while 0 <= place + by < self.rows.rowCount():
            place += by
            if self.rows.row_at(place) is not None:
                self._go(place)
                return

    def copy_selection(self) -> None:
        """Copy the selected rows, in the shown columns, so that they paste into Excel."""
        rows = self.selected_rows()
        if rows:
            QGuiApplication.clipboard().setMimeData(clipboard_data(self.shown_columns(), rows))

    # ------------------------------------------------------------------ Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J and K walk, Enter opens, Space ticks, Left and Right fold groups, Ctrl+C copies."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
            return
        if not self._plain_key(event):
            super().keyPressEvent(event)

    def _plain_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        place = self.currentIndex().row()
        entry = self.rows.entry(place) if 0 <= place < self.rows.rowCount() else None
        match event.key():
            case Qt.Key.Key_J:
                self.step(1)
            case Qt.Key.Key_K:
                self.step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if isinstance(entry, Group):
                self.rows.toggle_group(place)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if entry is not None:
                self.opened.emit(entry)
            case Qt.Key.Key_Space if any(column.kind == "check" for column in self.rows.columns):
                chosen = [index.row() for index in self.selectionModel().selectedRows()]
                self.rows.toggle_checks(chosen or [place])
            case Qt.Key.Key_Left | Qt.Key.Key_Right if isinstance(entry, Group):
                if entry.open == (event.key() == Qt.Key.Key_Left):
                    self.rows.toggle_group(place)
            case _:
                return False
        return True

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: Qt would ask the model for every row; the filters find faster."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row, or fold the group."""
        index = self.indexAt(event.position().toPoint())
        row = self.rows.row_at(index.row())
        if row is not None and self.rows.columns[index.column()].kind != "check":
            self.opened.emit(row)
        super().mouseDoubleClickEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick where the tick column is clicked; fold where a group's heading is."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            if isinstance(self.rows.entry(index.row()), Group):
                self.rows.toggle_group(index.row())
                return
            if self.rows.columns[index.column()].kind == "check":
                self.rows.toggle_checks([index.row()])
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse with a light ground."""
        self._set_hover(self.rowAt(int(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the light ground away."""
        self._set_hover(-1)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give new room to the column that stretches."""
        super().resizeEvent(event)
        self.fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()
        super().changeEvent(event)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Tell which row the cursor is on."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.viewport().update()
            self.current_changed.emit(self.rows.row_at(current.row()))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell that the selection moved."""
        super().selectionChanged(selected, deselected)
        self.selection_moved.emit()

    # ------------------------------------------------------------------ private

    def _line(self) -> tuple[int, int]:
        """Return left edge and width of a whole line in viewport coordinates."""
        return -self.header.offset(), self.header.length()

    def _marked(self) -> tuple[int, int]:
        """Return the row under the mouse and the row of the cursor while the focus is here."""
        return self._hover, self.currentIndex().row() if self.hasFocus() else -1

    def fit_columns(self) -> None:
        """Give the columns the room there is."""
        self.fitting.fit(self.viewport().width())

    def _set_hover(self, row: int) -> None:
        if row != self._hover:
            before, self._hover = self._hover, row
            for place in (before, row):
                if place >= 0:
                    top = self.rowViewportPosition(place)
                    self.viewport().update(0, top, self.viewport().width(), self.rowHeight(place))

    def _go(self, place: int) -> None:
        column = next((n for n in range(self.header.count()) if not self.header.isSectionHidden(n)), 0)
        index = self.rows.index(place, max(column, 0))
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        )
        self.scrollTo(index)

    def _sort_by(self, section: int) -> None:
        column = self.rows.columns[section]
        if column.kind == "check":
            return
        order = self.rows.order
        if order is None or order[0] != column.key:
            self.rows.ask_order(column.key, descending=column.right)
        elif order[1] == column.right:
            self.rows.ask_order(column.key, descending=not order[1])
        else:
            self.rows.ask_order("")

    def _check_all(self) -> None:
        shown = [self.rows.row_key(row) for row in self.rows.shown_rows()]
        checked = self.rows.checked_keys()
        self.rows.set_checked(checked - set(shown) if set(shown) <= checked else checked | set(shown))

    def _context(self, point: QPoint) -> None:
        row = self.rows.row_at(self.indexAt(point).row())
        if row is not None:
            self.menu_wanted.emit(row, self.viewport().mapToGlobal(point))

    def _lower_headings(self) -> None:
        """Give the headings of groups their own height where rows are high."""
        side = self.verticalHeader()
        if side.defaultSectionSize() > _HEADING and self.rows.grouped():
            side.setMinimumSectionSize(_HEADING)
            for place in range(self.rows.rowCount()):
                if isinstance(self.rows.entry(place), Group):
                    side.resizeSection(place, _HEADING)

    def _keep(self) -> None:
        """Remember by key what is selected before the rows change."""
        current = self.current_row()
        key = None if current is None else self.rows.row_key(current)
        rows = self.selected_rows()
        keys = {self.rows.row_key(row) for row in rows} if len(rows) <= 2000 else set()
        self._kept = (keys, key, self.verticalScrollBar().value())
        self._near = [] if key is None else _neighbours(self.rows, self.currentIndex().row())

    def _restore(self) -> None:
        """Select again what is still there, without scrolling away from where the eye was."""
        keys, key, scroll = self._kept
        self._lower_headings()
        self.updateGeometries()
        self.verticalScrollBar().setValue(scroll)
        if not keys and key is None:
            return
        places = self.rows.places_of(keys | {key})
        if key not in places.values() and (near := _nearest(self.rows, self._near)) >= 0:
            self._go(near)  # the hand stays where it was
            return
        model = self.selectionModel()
        for place, found in places.items():
            index = self.rows.index(place, 0)
            if found == key:
                model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            if found in keys:
                model.select(index, QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows)
        if not places:
            self.current_changed.emit(None)


def _neighbours(rows: TableModel, place: int) -> list[Hashable]:
    """Return the keys of the rows below a place, then of those above it, the nearest first."""
    around = (*range(place + 1, place + 1 + _NEAR), *range(place - 1, place - 1 - _NEAR, -1))
    return [rows.row_key(row) for row in map(rows.row_at, around) if row is not None]


def _nearest(rows: TableModel, near: list[Hashable]) -> int:
    """Return the place of the first of these rows that is shown, -1 for none."""
    places = {key: place for place, key in rows.places_of(near).items()}
    return next((places[key] for key in near if key in places), -1)
