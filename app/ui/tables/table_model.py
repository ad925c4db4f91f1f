"""The model of every table: a list of frozen rows, sorted and filtered here, shown as it is.

Sorting 100,000 rows takes seconds through a proxy and milliseconds in the list, so Qt never sorts and never filters.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app import garbage
from app.ui.tables.columns import Column, RowKey, default_text, fold
from app.ui.tables.filters import Filter, compile_filter
from app.ui.tables.groups import Group, arrange
from app.ui.tables.words import Words

Index = QModelIndex | QPersistentModelIndex
#: From so many rows on they are kept out of the search for garbage.
_LARGE: Final = 3000
_NO_PARENT: Final = QModelIndex()


class TableModel(QAbstractTableModel):
    """Rows in the order and choice that is shown.

    ``put_in_order`` orders a very long list in steps and tells whether it does; by itself the model sorts at once.
    ``choice`` is another number whenever other rows are shown, whatever their order. ``checks_changed`` follows ticks,
    ``shown_changed`` any other choice or order of rows. Rows are known by ``row_key``, which survives a refresh.
    """

    checks_changed = Signal()
    shown_changed = Signal()

    def __init__(self, columns: Sequence[Column[Any]], row_key: RowKey) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.row_key = row_key
        self._places = {column.key: place for place, column in enumerate(self.columns)}
        self._all: list[Any] = []
        self._sequence: list[int] = []
        self._shown: list[Any] = []
        self._display: list[Any] = []
        self._order: tuple[str, bool] | None = None
        self._filters: dict[str, str] = {}
        self._quick = ""
        self.put_in_order: Callable[[], bool] = bool
        self.choice = 0
        self.filters_wanted = False
        self.words = Words(self.columns)
        self._group_by: Callable[[Any], tuple[Hashable, str]] | None = None
        self._group_rank: Callable[[Group], Any] | None = None
        self._closed: set[Hashable] = set()
        self._checked: set[Hashable] = set()

    # ------------------------------------------------------------------ rows

    def set_rows(self, rows: Iterable[Any]) -> None:
        """Show other rows in the order, filters and groups that are on; ticks of rows that are gone go with them."""
        self._all = list(rows)
        self.choice += 1
        if len(self._all) > _LARGE:
            garbage.keep()  # tens of thousands of rows are no garbage: looking through them takes a third of a second
        self.words.clear()
        if self._checked:
            self._checked &= {self.row_key(row) for row in self._all}
        if self.put_in_order():
            self._sequence = list(range(len(self._all)))
        else:
            self._resort()
        self._refill()

    def all_rows(self) -> Sequence[Any]:
        """Return every row, also those filtered away."""
        return self._all

    def shown_rows(self) -> Sequence[Any]:
        """Return the rows that pass the filters, in order, closed groups included."""
        return self._shown

    def entry(self, place: int) -> Any:
        """Return the row or ``Group`` at a place."""
        return self._display[place]

    def row_at(self, place: int) -> Any | None:
        """Return the row at a place, None for a group's heading or outside."""
        if not 0 <= place < len(self._display):
            return None
        entry = self._display[place]
        return None if isinstance(entry, Group) else entry

    def rows_between(self, first: int, end: int) -> list[Any]:
        """Return the rows at the places from ``first`` up to ``end``, headings left out."""
        part = self._display[first:end]
        return part if self._group_by is None else [entry for entry in part if not isinstance(entry, Group)]

    def place_of(self, key: Hashable) -> int:
        """Return the place of a row by its key, -1 if it is not shown."""
        return next(iter(self.places_of({key})), -1)

    def places_of(self, keys: Collection[Hashable]) -> dict[int, Hashable]:
        """Return the places of rows with their keys, of those that are shown."""
        found: dict[int, Hashable] = {}
        key_of = self.row_key
        for place, entry in enumerate(self._display):
            if entry.__class__ is not Group and (key := key_of(entry)) in keys:
                found[place] = key
                if len(found) == len(keys):
                    break
        return found

    # ------------------------------------------------------------------ order and choice

    @property
    def order(self) -> tuple[str, bool] | None:
        """Return the column key and whether it is descending."""
        return self._order

    def set_order(self, key: str, *, descending: bool = False) -> None:
        """Sort by a column; an unknown key is the order in which the rows came."""
        self._order = (key, descending) if key in self._places else None
        self._resort()
        self._refill()

    def ask_order(self, key: str, *, descending: bool = False) -> None:
        """Sort by a column, a very long list in steps: it stands as it was until it is in order."""
        self._order = (key, descending) if key in self._places else None
        if not self.put_in_order():
            self._resort()
            self._refill()

    def order_column(self) -> Column[Any] | None:
        """Return the column that orders the rows, if one does."""
        return None if self._order is None else self.columns[self._places[self._order[0]]]

    def show_order(self, sequence: list[int]) -> None:
        """Show the rows in an order that was made of them elsewhere."""
        self._sequence = sequence
        self._refill()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort as the header asks; -1 is the order in which the rows came."""
        key = self.columns[column].key if 0 <= column < len(self.columns) else ""
        self.set_order(key, descending=order == Qt.SortOrder.DescendingOrder)

    def set_filter(self, key: str, text: str) -> None:
        """Filter one column as typed."""
        if self._filters.get(key, "") == text:
            return
        self._filters[key] = text
        self.choice += 1
        self._refill()

    def set_quick(self, text: str) -> None:
        """Show only rows with these words in any column."""
        if text != self._quick:
            self._quick = text
            self.choice += 1
            self._refill()

    def clear_filters(self) -> None:
        """Show all rows."""
        self._filters.clear()
        self._quick = ""
        self.choice += 1
        self._refill()

    def filtered(self) -> bool:
        """Tell whether rows are filtered away by what was typed."""
        return bool(self._quick) or any(text.strip() for text in self._filters.values())

    def filters(self) -> dict[str, str]:
        """Return what is typed, by column key."""
        return {key: text for key, text in self._filters.items() if text.strip()}

    def set_groups(
        self,
        group_by: Callable[[Any], tuple[Hashable, str]] | None,
        rank: Callable[[Group], Any] | None = None,
        rows: Iterable[Any] | None = None,
    ) -> None:
        """Put rows under headings.

        Args:
            group_by: gives a row's group key and label; None takes the headings away.
            rank: orders the groups; without it they follow their first rows.
            rows: other rows to be shown at the same time, arranged once; None keeps those that are here.
        """
        self._group_by, self._group_rank = group_by, rank
        self._closed.clear()
        if rows is None:
            self._rearrange()
        else:
            self.set_rows(rows)

    def grouped(self) -> bool:
        """Tell whether rows stand under headings."""
        return self._group_by is not None

    def toggle_group(self, place: int) -> None:
        """Open or close the group whose heading stands at a place."""
        entry = self._display[place]
        if isinstance(entry, Group):
            self._closed ^= {entry.key}
            self._rearrange()

    def _resort(self) -> None:
        column = self.order_column()
        if self._order is None or column is None:
            self._sequence = list(range(len(self._all)))
            return
        keys = column.sort_keys(self._all)
        known = [n for n, key in enumerate(keys) if key is not None]
        known.sort(key=keys.__getitem__, reverse=self._order[1])
        self._sequence = known + [n for n, key in enumerate(keys) if key is None]

    def _refill(self) -> None:
        """Choose and arrange the rows anew."""
        self._rearrange(self._chosen())

    def _rearrange(self, shown: list[Any] | None = None) -> None:
        """Arrange the rows that are shown, or others, under their headings."""
        self.beginResetModel()
        if shown is not None:
            self._shown = shown
        grouped = self._group_by
        self._display = (
            self._shown if grouped is None else arrange(self._shown, grouped, self._group_rank, self._closed)
        )
        self.endResetModel()
        self.shown_changed.emit()

    def _chosen(self) -> list[Any]:
        tests: list[tuple[Column[Any], Filter]] = []
        for key, text in self._filters.items():
            column = self.columns[self._places[key]]
            made = compile_filter(column, text)
            if made is not None:
                tests.append((column, made))
        rows, every = self._sequence, self._all
        for column, made in tests:
            test, value = made.test, column.value
            if made.words:
                said = self.words.column(column, every)
                rows = [n for n in rows if test(None, said[n])]
            else:
                rows = [n for n in rows if test(value(every[n]), "")]
        words = fold(self._quick).split()
        if words:
            lines = self.words.lines(every)
            for word in words:
                rows = [n for n in rows if word in lines[n]]
        return [every[n] for n in rows]

    def warm(self) -> bool:
        """Make the words of some more rows while nobody types; tell whether there is more to make."""
        return self.words.warm(self._all, columns=self.filters_wanted)

    # ------------------------------------------------------------------ ticks

    def checked_keys(self) -> frozenset[Hashable]:
        """Return the keys of ticked rows."""
        return frozenset(self._checked)

    def checked_rows(self) -> list[Any]:
        """Return the ticked rows in the order shown."""
        return [row for row in self._shown if self.row_key(row) in self._checked]

    def set_checked(self, keys: Iterable[Hashable]) -> None:
        """Tick exactly these rows."""
        known = {self.row_key(row) for row in self._all}
        self._checked = set(keys) & known
        self._tell_checks(0, len(self._display) - 1)

    def toggle_checks(self, places: Sequence[int]) -> None:
        """Tick the rows at these places, or untick them when all are ticked."""
        keys = {self.row_key(row) for place in places if (row := self.row_at(place)) is not None}
        if not keys:
            return
        self._checked = self._checked - keys if keys <= self._checked else self._checked | keys
        self._tell_checks(min(places), max(places))

    def is_checked(self, row: Any) -> bool:
        """Tell whether a row is ticked."""
        return self.row_key(row) in self._checked

    def _tell_checks(self, first: int, last: int) -> None:
        place = self._places.get("check", 0)
        if self._display:
            self.dataChanged.emit(self.index(first, place), self.index(last, place), [Qt.ItemDataRole.CheckStateRole])
        self.checks_changed.emit()

    # ------------------------------------------------------------------ Qt's questions

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of shown rows."""
        return 0 if parent.isValid() else len(self._display)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of columns, hidden ones included."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer Qt and screen readers; the delegate asks the model itself."""
        if not index.isValid():
            return None
        entry, column = self._display[index.row()], self.columns[index.column()]
        if isinstance(entry, Group):
            return _group_data(entry, column, first=index.column() == 0, role=role)
        if role == Qt.ItemDataRole.CheckStateRole and column.kind == "check":
            return Qt.CheckState.Checked if self.is_checked(entry) else Qt.CheckState.Unchecked
        return _cell_data(entry, column, role)

    def headerData(self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the headings."""
        if side != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return column.title()
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(column.hint) if column.hint is not None else None
        return None


def _cell_data(row: Any, column: Column[Any], role: int) -> Any:
    if role == Qt.ItemDataRole.DisplayRole:
        return column.display(row)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return column.accessible(row)
    if role == Qt.ItemDataRole.ToolTipRole:
        if column.tip is not None:
            return column.tip(row)
        return column.accessible(row) if column.kind in {"chips", "aging"} else None
    if role == Qt.ItemDataRole.TextAlignmentRole:
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)
    return None


def _group_data(group: Group, column: Column[Any], *, first: bool, role: int) -> Any:
    if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
        value = group.subtotal(column)
        if value is not None:
            return value if isinstance(value, str) else default_text(column.kind, value)
        return f"{group.label} ({len(group.rows)})" if first else ""
    return None
