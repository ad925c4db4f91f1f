"""Remarks on items that say what a column of states would: paid, in dispute, promised.

A remark is somebody's note and proves nothing, so that its item stays what it is; nobody may overlook it all the same.
One notice for each column and each thing said names how many there are, with examples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from app.i18n import Message, msg, nmsg
from app.services.sync.files.zipscan import letters
from app.services.sync.model import Notice
from app.services.sync.recognition import kinds
from app.services.sync.tables.ledger import Ledger
from app.services.sync.tables.marks import disputes
from app.services.sync.tables.rows import Sorted
from app.services.sync.tables.table import Table
from app.services.sync.values.cells import Cell, texts
from app.services.sync.values.states import DISPUTED, PROMISED, PURSUED, SETTLED, remarked, state_of, suspects

#: Fields whose cells are read for what they are; those of others may hold remarks.
_REMARKS: Final = frozenset({"text", "status", "terms", "portal_status"})
#: Remarks that are named in a notice, and how much of each.
_NAMED: Final = 3
_LONG: Final = 40
#: Rows that are named by their numbers alone.
_ROWS: Final = 10
#: What a title says of all items below it that their columns would say of each.
_TITLES: Final = frozenset({"paid", "written_off", "cancelled", DISPUTED})
_ABOUT: Final[Mapping[str, str]] = {
    **dict.fromkeys(SETTLED, "settled"),
    DISPUTED: DISPUTED,
    PROMISED: PROMISED,
    PURSUED: PURSUED,
}


def tell_remarks(ledger: Ledger, rows: Sorted) -> None:
    """Tell of remarks that say of items that are owed what nothing else says of them."""
    table = ledger.table
    if ledger.closed:
        return
    for index, heading in _columns(table):
        said = _said(table.found.cells(index))
        if not said:
            continue
        found: dict[str, list[tuple[int, str]]] = {}
        for place, cell in enumerate(table.found.cells(index)):
            about = said.get(cell)
            if about is not None and rows.item[place] and (ledger.amounts[place] or 0) > 0:
                found.setdefault(about, []).append((place, str(cell)))
        if DISPUTED in found:
            found[DISPUTED] = _unmarked(ledger, found[DISPUTED])
        table.warnings.extend(
            Notice("remarks_not_heard", _SAY[about](places, heading, table.first), table.first + places[0][0])
            for about, places in found.items()
            if places
        )


def tell_struck(ledger: Ledger, rows: Sorted) -> None:
    """Tell of items whose number or amount is struck through in the sheet: it may say that they are done with."""
    table = ledger.table
    places: set[int] = set()
    for name in ("number", ledger.amount_field):
        if table.has(name) and not ledger.closed:
            places.update(row + 1 - table.first for row in table.found.grid.struck(table.guesses[name].column))
    struck = sorted(place for place in places if 0 <= place < len(rows.item) and rows.item[place])
    if struck and len(struck) < rows.item.count(1):
        what = nmsg(
            "{n} row is struck through in the sheet (row {rows}). It counts as open all the same.",
            "{n} rows are struck through in the sheet (rows {rows}). They count as open all the same.",
            len(struck), rows=", ".join(str(table.first + place) for place in struck[:_ROWS]),
        )  # fmt: skip
        table.warnings.append(Notice("rows_struck_through", what, table.first + struck[0]))


def tell_title(ledger: Ledger, rows: Sorted) -> None:
    """Tell of a sheet's name or a line above the table that calls all its items paid, cancelled or disputed."""
    table, count = ledger.table, rows.item.count(1)
    if ledger.closed or not count:
        return
    above = [[cell for cell in row if cell != ""] for row in table.found.above]
    lines = [row[0] for row in above if len(row) == 1 and isinstance(row[0], str)]
    for text in (table.found.grid.name, *lines):
        state = state_of(text)
        if state.whole and not _TITLES.isdisjoint(state.groups):
            what = nmsg(
                "The table is called “{line}”: its only item counts as open all the same.",
                "The table is called “{line}”: its {n} items count as open all the same.",
                count, line=text.strip()[:_LONG],
            )  # fmt: skip
            table.warnings.append(Notice("title_not_heard", what))
            return


def _columns(table: Table) -> Iterable[tuple[int, str]]:
    """Return the columns that may hold remarks, with what each is called."""
    used = {guess.column: name.partition("#")[0] for name, guess in table.guesses.items()}
    for column in table.found.columns:
        if column.index not in table.found.beside and used.get(column.index, "text") in _REMARKS:
            yield column.index, column.heading.strip() or letters(column.index)


def _said(cells: Sequence[Cell]) -> Mapping[Cell, str]:
    """Return what the texts of a column say that say something."""
    groups = ((text, remarked(text).groups) for text in suspects(set(texts(cells))))
    return {text: about for text, said in groups if (about := next((_ABOUT[one] for one in said if one in _ABOUT), ""))}


def _unmarked(ledger: Ledger, places: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the remarks on items that are not known to be disputed anyway."""
    flags, _ = disputes(ledger.table) or ([False] * len(ledger.table.body), None)
    return [(place, text) for place, text in places if not flags[place] and place not in ledger.disputed]


def _examples(places: Sequence[tuple[int, str]], first: int) -> Message:
    """Name some remarks with their rows."""
    rows = [msg("row {row} “{text}”", row=first + place, text=text.strip()[:_LONG]) for place, text in places[:_NAMED]]
    return kinds.listed(rows)


def _settled(places: Sequence[tuple[int, str]], heading: str, first: int) -> Message:
    return nmsg(
        "{n} cell of “{heading}” says that its item is paid, cancelled or written off ({examples}). It counts as open; "
        "if that column says what became of the items, let it be the status.",
        "{n} cells of “{heading}” say that their items are paid, cancelled or written off ({examples}). They count as "
        "open; if that column says what became of the items, let it be the status.",
        len(places), heading=heading, examples=_examples(places, first),
    )  # fmt: skip


def _disputed(places: Sequence[tuple[int, str]], heading: str, first: int) -> Message:
    return nmsg(
        "{n} cell of “{heading}” says that its item is in dispute ({examples}); it does not count as disputed.",
        "{n} cells of “{heading}” say that their items are in dispute ({examples}); they do not count as disputed.",
        len(places), heading=heading, examples=_examples(places, first),
    )  # fmt: skip


def _promised(places: Sequence[tuple[int, str]], heading: str, first: int) -> Message:
    return nmsg(
        "{n} cell of “{heading}” speaks of a promise to pay ({examples}); no promise was recorded.",
        "{n} cells of “{heading}” speak of promises to pay ({examples}); no promises were recorded.",
        len(places), heading=heading, examples=_examples(places, first),
    )  # fmt: skip


def _pursued(places: Sequence[tuple[int, str]], heading: str, first: int) -> Message:
    return nmsg(
        "{n} cell of “{heading}” speaks of lawyers, agencies, insolvency or of not chasing ({examples}); nothing "
        "was made of it.",
        "{n} cells of “{heading}” speak of lawyers, agencies, insolvency or of not chasing ({examples}); nothing "
        "was made of them.",
        len(places), heading=heading, examples=_examples(places, first),
    )  # fmt: skip


_SAY: Final[Mapping[str, Callable[[Sequence[tuple[int, str]], str, int], Message]]] = {
    "settled": _settled,
    DISPUTED: _disputed,
    PROMISED: _promised,
    PURSUED: _pursued,
}
