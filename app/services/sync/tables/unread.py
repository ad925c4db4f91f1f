"""Cells that a row can do without and that could not be read: the row is kept, and somebody hears of them.

One notice for each column names how many there are, what stands in some, and where the first is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.i18n import nmsg
from app.services.sync.model import Notice
from app.services.sync.tables.table import Table
from app.services.sync.values.text import shown

#: Values named in a notice, and how much of each.
_NAMED: Final = 5
_LONG: Final = 40


def tell_unread(table: Table, name: str, places: Iterable[int], own: bytearray | None = None) -> None:
    """Note the cells of a field at some places of which nothing could be made, and those that show an error.

    Args:
        table: the table.
        name: the field.
        places: rows, counted from the first below the header.
        own: 1 for each row that is kept; of the others other words are said.
    """
    errors = table.error_cells({name: ""})
    left = [place for place in sorted({*places, *errors}) if own is None or own[place]]
    if not left:
        return
    cells = table.cells(name)
    values = dict.fromkeys(errors[place][1] if place in errors else shown(cells[place])[:_LONG] for place in left)
    what = nmsg(
        "{n} cell of “{heading}” could not be read and was left out: {values}.",
        "{n} cells of “{heading}” could not be read and were left out: {values}.",
        len(left),
        heading=table.heading(name),
        values=", ".join(list(values)[:_NAMED]),
    )
    table.warnings.append(Notice("cells_left_out", what, table.first + left[0]))
