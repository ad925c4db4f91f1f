"""What a sheet is: where its header stands, which kind of table it is, which system wrote it.

The header is the row among the first sixty whose headings and cells explain most columns of some kind of file. No
heading decides alone, and a table that lacks what its kind needs is none of that kind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from app.enums import SyncKind
from app.errors import UsageError
from app.i18n import msg
from app.services.sync.columns import Column, Guess, assign, describe
from app.services.sync.files.grid import Grid, Row, Rows
from app.services.sync.layouts import systems
from app.services.sync.layouts.headings import strength
from app.services.sync.model import ReadOptions
from app.services.sync.tables import kinds
from app.services.sync.values.cells import Cell, tail
from app.services.sync.values.text import cell_text, heading_key

#: Rows in which a header is looked for, and how many of them are tried.
HEADER_ROWS: Final = 60
_TRIED: Final = 4
#: Rows below a header that show whether the table has groups.
_GROUP_ROWS: Final = 400


@dataclass(frozen=True, slots=True)
class Found:
    """A table that was looked at.

    Attributes:
        grid: the sheet.
        top: first header row, from 0.
        bottom: last header row; data begin below it.
        columns: of the table, with their profiles.
        kind: open items stand for closed items too until the rows have been seen; None if it is of no kind.
        guesses: field → column.
        layout: the recognised system's data, or empty.
        score: how much of the table is explained; for choosing among rows and sheets.
        rivals: the kinds that explain it about as well, the best first.
    """

    grid: Grid
    top: int
    bottom: int
    columns: Sequence[Column]
    kind: SyncKind | None = None
    guesses: Mapping[str, Guess] = field(default_factory=dict)
    layout: Mapping[str, Any] = field(default_factory=dict)
    score: int = 0
    rivals: tuple[SyncKind, ...] = ()

    @property
    def titles(self) -> list[str]:
        """The sheet's name and the texts above the table."""
        return [self.grid.name, *texts_of(self.grid.head(self.top))]

    @property
    def headings(self) -> list[str]:
        """The heading of every column."""
        return [column.heading for column in self.columns]

    @property
    def body(self) -> Rows:
        """The rows below the header."""
        return self.grid.below(self.bottom + 1)

    def cells(self, column: int) -> Sequence[Cell]:
        """Return the cells of a column below the header."""
        return tail(self.grid.columns[column], self.bottom + 1)


def texts_of(rows: Iterable[Row]) -> list[str]:
    """Return the texts of rows, one by one."""
    return [text for row in rows for cell in row if cell != "" and (text := cell_text(cell)) is not None]


def recognise(grid: Grid, options: ReadOptions) -> Found | None:
    """Find the table of a sheet; None if no row looks like a header.

    The table that is returned may be of no kind (``kind`` None): then it is the best there is, for saying what lacks.

    Raises:
        UsageError: the layout asked for does not exist.
    """
    best: Found | None = None
    for top, bottom, headings in _candidates(grid.head(HEADER_ROWS + 1)):
        found = _weigh(grid, top, bottom, headings, options)
        if best is None or (found.kind is not None, found.score) > (best.kind is not None, best.score):
            best = found
    return best


def _candidates(rows: Sequence[Row]) -> list[tuple[int, int, list[str]]]:
    """Return the rows that may be headers, the strongest first: first and last row, headings."""
    weighed = []
    for index, row in enumerate(rows[:HEADER_ROWS]):
        cells = [cell if isinstance(cell, str) else "" for cell in row]
        if sum(1 for cell in cells if cell) >= 2:
            whole, partly = strength(cells)
            if whole + partly >= 2:
                weighed.append((2 * whole + partly, -index, cells))
    weighed.sort(reverse=True)
    found: list[tuple[int, int, list[str]]] = []
    seen: set[tuple[str, ...]] = set()
    for weight, negative, cells in weighed:
        if tuple(cells) in seen or len(seen) == _TRIED:  # headers are repeated on every page of a printed list
            continue
        seen.add(tuple(cells))
        index = -negative
        found.append((index, index, cells))
        for top in (index - 1, index):
            merged = _merged(rows, top)
            if merged and sum(map(int.__mul__, strength(merged), (2, 1))) > weight:
                found.append((top, top + 1, merged))
    return found


def _merged(rows: Sequence[Row], top: int) -> list[str] | None:
    """Join the headings of two rows; None unless both are rows of headings."""
    if top < 0 or top + 1 >= len(rows):
        return None
    upper, lower = rows[top], rows[top + 1]
    if len(upper) != len(lower) or not any(lower):
        return None
    if any(not isinstance(cell, str) or any(map(str.isdigit, cell)) for cell in (*upper, *lower)):
        return None
    return [" ".join(part for part in (above, below) if part) for above, below in zip(upper, lower, strict=True)]


def _weigh(grid: Grid, top: int, bottom: int, headings: list[str], options: ReadOptions) -> Found:
    """Look at a table under one header as every kind that it may be."""
    body = grid.below(bottom + 1)
    layout = _layout(headings, options.layout)
    columns = describe(headings, body)
    told = {heading_key(head): name for head, name in layout.get("fields", {}).items()}
    titles = [grid.name, *texts_of(grid.head(top))]
    wanted = [kinds.base(options.kind)] if options.kind else [SyncKind(layout["kind"])] if layout else kinds.KINDS
    grouped = {"group"} if has_groups(body) else set()
    guesses = {kind: assign(columns, kind, told) for kind in wanted}
    scores = {kind: kinds.explained(kind, found, titles) for kind, found in guesses.items()}
    whole = {kind: worth for kind, worth in scores.items() if not kinds.lacking(kind, {*guesses[kind], *grouped})}
    if not whole:
        kind = max(scores, key=lambda kind: scores[kind])
        return Found(grid, top, bottom, columns, None, guesses[kind], layout, scores[kind], (kind,))
    close = kinds.rivals(whole)
    return Found(grid, top, bottom, columns, close[0], guesses[close[0]], layout, whole[close[0]], close)


def has_groups(body: Sequence[Row]) -> bool:
    """Tell whether rows with nothing but one text stand among the rows of a table, as group headings do."""
    for position, row in enumerate(body[:_GROUP_ROWS]):
        filled = [cell for cell in row if cell != ""]
        if len(filled) == 1 and isinstance(filled[0], str):
            follower = next((later for later in body[position + 1 : position + 4] if any(c != "" for c in later)), [])
            if sum(1 for cell in follower if cell != "") >= 3:
                return True
    return False


def _layout(headings: Sequence[str], wanted: str | None) -> Mapping[str, Any]:
    """Return the system whose fingerprint the headings carry, or the one asked for; empty if none.

    Raises:
        UsageError: there is no such layout.
    """
    if wanted is not None:
        named = {layout["name"]: layout for layout in systems()}
        if wanted not in named and not wanted.startswith("plain"):
            raise UsageError(
                "unknown_layout",
                msg("There is no layout {name}.", name=wanted),
                do=msg("Use one of {names}.", names=", ".join(sorted(named))),
            )
        return named.get(wanted, {})
    keys = {heading_key(heading) for heading in headings}
    for layout in systems():
        if any(keys.issuperset(map(heading_key, heads)) for heads in layout["headers"]):
            return layout
    return {}


#: The fields whose headings identify a source.
_CORE: Final = (
    "account",
    "name",
    "payer",
    "number",
    "receipt_number",
    "case_number",
    "open",
    "original",
    "receipt_amount",
)


def layout_name(found: Found) -> str:
    """Return the system's name, or a name that the same headings will get again tomorrow.

    Only the headings that identify a row count, so that a column added at the side does not make a new source.
    """
    if found.layout:
        return str(found.layout["name"])
    heads = [heading_key(found.headings[found.guesses[name].column]) for name in _CORE if name in found.guesses]
    kind = found.kind.value if found.kind else ""
    return f"plain-{hashlib.sha256('|'.join([kind, *heads]).encode()).hexdigest()[:8]}"
