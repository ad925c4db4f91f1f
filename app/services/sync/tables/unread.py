"""Cells that a row can do without and that could not be read: the row is kept, and somebody hears of them.

One notice for each column names how many there are, what stands in some, and where the first is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from app.i18n import nmsg
from app.services.sync.files.zipscan import UNSAVED
from app.services.sync.model import Notice
from app.services.sync.tables.outcome import Outcome
from app.services.sync.tables.table import Table
from app.services.sync.values.cells import distinct
from app.services.sync.values.text import shown

#: Values named in a notice, and how much of each.
_NAMED: Final = 5
_LONG: Final = 40
#: Fields that prove what others are, and are kept nowhere.
_PROOFS: Final = frozenset(
    "days_to_settle bucket tax net quantity unit_price other_date other_amount year_month".split()
)


def tell_unread(table: Table, name: str, places: Iterable[int], own: bytearray | None = None) -> None:
    """Note the cells of a field at some places of which nothing could be made, and those that show an error.

    Args:
        table: the table.
        name: the field.
        places: rows, counted from the first below the header.
        own: 1 for each row that is kept; of the others other words are said.
    """
    table.told.add(name)
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


def tell_errors(table: Table, outcome: Outcome) -> None:
    """Note the cells of kept rows that show an error, in columns of which nothing was said yet.

    Formulas without a saved result are told together for the whole sheet.
    """
    errors = {place for place, shows in table.found.grid.errors.items() if shows != UNSAVED}
    if not errors:
        return
    own = bytearray(b"\1") * len(table.body)
    for row in [note.row for note in outcome.noted] + [one.row for one in outcome.rejected]:
        if 0 <= row - table.first < len(own):
            own[row - table.first] = 0
    columns = {column for _, column in errors}
    for name, guess in list(table.guesses.items()):
        if guess.column in columns and name not in table.told and name.partition("#")[0] not in _PROOFS:
            tell_unread(table, name, (), own)


def tell_unknown(table: Table, name: str, own: bytearray, read: Callable[[str], object]) -> None:
    """Note the texts of a field among kept rows that a reader cannot make anything of."""
    column = table.text(name)
    if column is None:
        return
    unknown = {text for text in distinct(column) if text is not None and read(text) is None}
    if unknown:
        tell_unread(table, name, (place for place, text in enumerate(column) if text in unknown), own)
