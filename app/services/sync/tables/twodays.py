"""Two lists of different days on one sheet: last month's was left below this month's, each under a title with its day.

The rows of both look like one list, and what has been paid since would be open again. Nothing says that the older one
is to be left out rather than that somebody has put the wrong day into a title, so the sheet is refused.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from app.enums import Aside
from app.errors import RefusedError
from app.i18n import msg
from app.services.sync.recognition.keys import Sorted
from app.services.sync.tables.days import stated_as_of
from app.services.sync.tables.ledger import Ledger

#: Lines above a repeated header that may be a title.
_DEEP: Final = 6


def refuse_two_days(ledger: Ledger, rows: Sorted) -> None:
    """Refuse a sheet that holds lists of two days.

    Raises:
        RefusedError: above a header that stands once more, a line states another day than the line above the table.
    """
    first = None if ledger.stated is None else ledger.stated.day
    if first is None:
        return
    table = ledger.table
    for note in rows.noted:
        if note.reason is not Aside.HEADING:
            continue
        at = note.row - table.first
        for place in range(max(0, at - _DEEP), at):
            other = None if rows.item[place] else _stated_in(ledger, place)
            if other is not None and other != first:
                raise RefusedError(
                    "two_days",
                    msg("The sheet holds lists of two days, {day} and below it {other}.", day=first, other=other),
                    where=msg("File {file}, row {row}.", file=table.file, row=table.first + place),
                    do=msg("Delete the list that is out of date, or put it on a sheet of its own, and sync it again."),
                )


def _stated_in(ledger: Ledger, place: int) -> date | None:
    """Return the day that a row among the rows states."""
    stated = stated_as_of([cell for cell in ledger.table.body[place] if cell != ""])
    return None if stated is None else stated.day
