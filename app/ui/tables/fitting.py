"""The widths of a table's columns: which give way where there is no room, which one takes what is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from app.ui.tables.columns import Column
from app.ui.tables.header import Header

#: The part of the room that is left which columns that may grow take from the one that stretches.
_SHARE: Final = 3


class Fitting:
    """Fits the columns into the width there is.

    Columns hide for two reasons that are kept apart: the collector does not want them, or they gave way for now.
    """

    def __init__(self, header: Header, columns: Sequence[Column[Any]]) -> None:
        self._header = header
        self._columns = columns
        self._away: set[int] = set()
        self._grown: dict[int, int] = {}

    def width(self, place: int) -> int:
        """Return the width of a column without what it grew by, in pixels; that of a hidden one as it was at first."""
        size = self._header.sectionSize(place)
        return size if size and size != self._grown.get(place) else self._columns[place].width

    def hidden(self) -> set[int]:
        """Return the places of the columns that the collector hid; those that only gave way are not among them."""
        header = self._header
        return {place for place in range(header.count()) if header.isSectionHidden(place)} - self._away

    def show(self, place: int, *, shown: bool) -> None:
        """Show or hide a column, as the collector wants it."""
        self._away.discard(place)
        self._header.setSectionHidden(place, not shown)

    def fit(self, room: int) -> None:
        """Let columns give way in ``room`` pixels, and the one that stretches take the room that is left."""
        self._give_way(room)
        self._grow(room)
        header = self._header
        for place, column in enumerate(self._columns):
            if column.stretch and not header.isSectionHidden(place):
                others = header.length() - header.sectionSize(place)
                header.resizeSection(place, max(column.width, room - others))

    def _grow(self, room: int) -> None:
        """Give the columns that may grow, and that nobody gave a width, a share of the room that is left."""
        header, columns = self._header, self._columns
        shown = [place for place in range(header.count()) if not header.isSectionHidden(place)]
        needed = {place: columns[place].width if columns[place].stretch else self.width(place) for place in shown}
        free = max(0, room - sum(needed.values())) // _SHARE
        for place in shown:
            if columns[place].most and needed[place] == columns[place].width:
                taken = min(free, columns[place].most - columns[place].width)
                self._grown[place] = columns[place].width + taken
                header.resizeSection(place, self._grown[place])
                free -= taken

    def _give_way(self, room: int) -> None:
        """Hide the columns that may go until the others fit, in their order; show them again when there is room."""
        columns, header, hidden = self._columns, self._header, self.hidden()
        widths = {
            place: column.width if column.stretch or place in self._away else self.width(place)
            for place, column in enumerate(columns)
            if place not in hidden
        }
        away: set[int] = set()
        for place in sorted((n for n in widths if columns[n].gives_way), key=lambda n: columns[n].gives_way):
            if sum(width for n, width in widths.items() if n not in away) <= room:
                break
            away.add(place)
        for place in self._away ^ away:
            header.setSectionHidden(place, place in away)
            if place not in away and not header.sectionSize(place):
                header.resizeSection(place, columns[place].width)
        self._away = away
