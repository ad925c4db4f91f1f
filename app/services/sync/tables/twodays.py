"""Two lists of different days on one sheet: last month's was left below this month's, each under headings of its own.

The rows of both look like one list, and what has been paid since would be open again. They are told by the days in
their titles, or by invoices of one that stand in the other once more. Nothing says which one is to be left out rather
than that somebody has put the wrong day into a title, so the sheet is refused.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable
from datetime import date
from typing import Final

from app.enums import Aside
from app.errors import RefusedError
from app.i18n import msg, nmsg
from app.services.sync.recognition.keys import Sorted
from app.services.sync.tables.days import stated_as_of
from app.services.sync.tables.ledger import Ledger

#: Lines above a repeated header that may be a title.
_DEEP: Final = 6
#: Invoices that stand in two lists, and their share of the smaller one: pages of one list have none but by chance.
_SEVERAL: Final = 3
_PART: Final = 3
_DO: Final = msg("Delete the list that is out of date, or put it on a sheet of its own, and sync it again.")


def refuse_two_days(ledger: Ledger, rows: Sorted) -> None:
    """Refuse a sheet that holds lists of two days.

    Raises:
        RefusedError: above a header that stands once more, a line states another day than the line above the table, or
            below it invoices stand once more.
    """
    table = ledger.table
    again = [note.row - table.first for note in rows.noted if note.reason is Aside.HEADING]
    if not again:
        return
    first = None if ledger.stated is None else ledger.stated.day
    for at in again:
        for place in range(max(0, at - _DEEP), at):
            other = None if first is None or rows.item[place] else _stated_in(ledger, place)
            if other is not None and other != first:
                raise RefusedError(
                    "two_days",
                    msg("The sheet holds lists of two days, {day} and below it {other}.", day=first, other=other),
                    where=msg("File {file}, row {row}.", file=table.file, row=table.first + place),
                    do=_DO,
                )
    _refuse_repeated(ledger, rows, sorted(again))


def _refuse_repeated(ledger: Ledger, rows: Sorted, again: list[int]) -> None:
    """Refuse a sheet on which invoices of one list stand in another one below it: same customer, number and days.

    Instalments have days of their own, and the end of a page parts the lines of one invoice at most.

    Raises:
        RefusedError: they do.
    """
    where = rows.groups if rows.groups is not None else ledger.accounts or ledger.names
    days = [ledger.days[name] for name in ("document_date", "due_date") if name in ledger.days]
    seen: dict[Hashable, int] = {}
    sizes: Counter[int] = Counter()
    shared: defaultdict[tuple[int, int], set[Hashable]] = defaultdict(set)
    block = 0
    for place, own in enumerate(rows.item):
        while block < len(again) and place > again[block]:
            block += 1
        if not own:
            continue
        sizes[block] += 1
        key = (None if where is None else where[place], ledger.numbers[place], *(column[place] for column in days))
        if (before := seen.setdefault(key, block)) != block:
            shared[before, block].add(key)
    for (upper, lower), keys in shared.items():
        if len(keys) >= _SEVERAL and _PART * len(keys) >= min(sizes[upper], sizes[lower]):
            row = ledger.table.first + again[lower - 1]
            what = nmsg(
                "Two lists stand one below the other: {n} invoice of the first stands again below row {row}.",
                "Two lists stand one below the other: {n} invoices of the first stand again below row {row}.",
                len(keys), row=row,
            )  # fmt: skip
            raise RefusedError(
                "two_lists", what, where=msg("File {file}, row {row}.", file=ledger.table.file, row=row), do=_DO
            )


def _stated_in(ledger: Ledger, place: int) -> date | None:
    """Return the day that a row among the rows states."""
    stated = stated_as_of([cell for cell in ledger.table.body[place] if cell != ""])
    return None if stated is None else stated.day
