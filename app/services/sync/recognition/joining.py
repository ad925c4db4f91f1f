"""Joining tables that stand under each other: the cells of the lower ones are put under the headings of the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from app.enums import SyncKind
from app.services.sync.files.grid import Formats, Grid, Row, add_rows, always, no_formats
from app.services.sync.recognition.detect import Found
from app.services.sync.recognition.stack import Lower, Stack
from app.services.sync.values.cells import Cell
from app.services.sync.values.currency import in_heading

#: What a lower table must have where the first one has it, and must not have where that has not.
_BOTH: Final = ("number", "paid", "debit", "credit", "sign", "series", "instalment", "aged", "company_code")
#: What is said of a customer, the surest first.
_WHO: Final = ("account", "name", "tax_id")
_MORE: Final = frozenset({"document_date", "due_date", "posting_date", "type", "terms", "text", "po"})
_OWED: Final = ("open", "original")


class Part(Protocol):
    """A table among others on a sheet."""

    @property
    def rows(self) -> range:
        """Its rows, from 0."""

    @property
    def found(self) -> Found:
        """What it is."""

    @property
    def header(self) -> range:
        """The rows of its header."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The first table of a sheet, those of the same kind below it, and others."""

    main: Part
    same: Sequence[Part]
    others: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet whose tables were joined."""

    grid: Grid
    stack: Stack


@dataclass(slots=True)
class _Plan:
    """Where the cells of a row go: column → column; what is not named stands beside the table."""

    columns: dict[int, int]
    currency: tuple[int, str] | None = None
    more: dict[str, int] = field(default_factory=dict)


def join(grid: Grid, tables: Joined) -> Sheet | int:
    """Return the sheet with its tables joined, or the header row of one that cannot be."""
    width = len(grid.columns)
    plans: list[tuple[Part, _Plan]] = []
    added: dict[str, int] = {}
    for part in tables.same:
        plan = _plan(tables.main.found, part.found, added, width)
        if plan is None:
            return part.header.stop - 1
        plans.append((part, plan))
    hidden = width + len(added)
    rows = _Moved(grid, tables, plans, added).rows()
    stack = Stack(tuple(_lower(part) for part, _ in plans), tuple(_lower(part) for part in tables.others))
    sources = _Sources(grid, tables, plans, hidden)
    errors = {(row, sources.target(row, column)): shows for (row, column), shows in grid.errors.items()}
    made = Grid.of_rows(grid.name, rows, errors=errors, formats=sources.formats())
    apart = frozenset(range(hidden, hidden + width))
    return Sheet(replace(made, apart=apart, struck=sources.struck), stack)


def _lower(part: Part) -> Lower:
    """Return what is kept of a table that stands among others."""
    found = part.found
    names = [name for name in ("number", *_OWED) if name in found.guesses]
    headings = tuple(found.headings[found.guesses[name].column] for name in names)
    return Lower(part.rows, part.header.stop - 1, found.kind, headings if found.kind is SyncKind.OPEN_ITEMS else ())


def _plan(main: Found, other: Found, added: dict[str, int], width: int) -> _Plan | None:
    """Return where the columns of a lower table go; None if the two say different things of their items."""
    ours, theirs = main.guesses, other.guesses
    who = next((name for name in _WHO if name in ours), None)
    if who != next((name for name in _WHO if name in theirs), None) and (who is None or who not in theirs):
        return None
    if any((name in ours) != (name in theirs) for name in _BOTH) or who is None:
        return None
    owed, left = (next((name for name in _OWED if name in one), None) for one in (ours, theirs))
    if owed is None or left is None:
        return None
    plan = _Plan({theirs[left].column: ours[owed].column})
    for name, guess in theirs.items():
        if (name in ours and name not in _OWED) or (name == "original" and owed == left == "open" and name in ours):
            plan.columns.setdefault(guess.column, ours[name].column)
        elif name in _MORE and name not in ours:
            heading = other.headings[guess.column]
            plan.columns.setdefault(guess.column, added.setdefault(heading, width + len(added)))
    return plan if _same_currency(main, other, owed, left, plan) else None


def _same_currency(main: Found, other: Found, owed: str, left: str, plan: _Plan) -> bool:
    """Tell whether both tables say their currency in the same way; that of a heading goes into the column for it."""
    column, theirs = main.guesses.get("currency"), other.guesses.get("currency")
    one, two = (in_heading(found.headings[found.guesses[name].column]) for found, name in ((main, owed), (other, left)))
    if column is None and theirs is not None:
        return one.code is not None and {cell for cell in other.cells(theirs.column) if cell != ""} == {one.code}
    if column is None:
        return one == two
    if theirs is None and two.code is not None:
        plan.currency = column.column, two.code
    return True


class _Sources:
    """Tells where the cells of a sheet went."""

    def __init__(self, grid: Grid, tables: Joined, plans: Sequence[tuple[Part, _Plan]], hidden: int) -> None:
        """Take the tables with what was planned for them."""
        self._grid = grid
        self._hidden = hidden
        self._plans = [(part.rows, plan.columns) for part, plan in plans]
        self._plans += [(part.rows, {}) for part in tables.others if part.rows.start >= tables.main.rows.stop]

    def target(self, row: int, column: int) -> int:
        """Return the column into which a cell went."""
        for rows, columns in self._plans:
            if row in rows:
                return columns.get(column, self._hidden + column)
        return column

    def struck(self, column: int) -> Sequence[int]:
        """Return the rows in which cells are struck through that stand in a column now."""
        own = self._grid.struck(column) if column < len(self._grid.columns) else ()
        found = [row for row in own if not any(row in rows for rows, _ in self._plans)]
        for rows, columns in self._plans:
            for source in (source for source, target in columns.items() if target == column):
                found += [row for row in self._grid.struck(source) if row in rows]
        return found

    def formats(self) -> Formats:
        """Return what gives the number formats of the columns as they are now."""
        return no_formats if self._grid.formats is no_formats else self._format

    def _format(self, column: int, worth: Callable[[str], bool] = always, /) -> Mapping[str, Sequence[range]]:
        found: dict[str, list[range]] = {}
        free = [range(self._grid.height)] if column < len(self._grid.columns) else []
        for rows, columns in self._plans:
            free = [piece for one in free for piece in _without(one, rows)]
            for source in (source for source, target in columns.items() if target == column):
                _add(found, self._grid.formats(source, worth), [rows])
        if free:
            _add(found, self._grid.formats(column, worth), free)
        return found


def _without(rows: range, other: range) -> Iterator[range]:
    for piece in (range(rows.start, min(rows.stop, other.start)), range(max(rows.start, other.stop), rows.stop)):
        if len(piece):
            yield piece


def _add(found: dict[str, list[range]], formats: Mapping[str, Sequence[range]], within: Sequence[range]) -> None:
    for code, runs in formats.items():
        for run in runs:
            for rows in within:
                both = range(max(run.start, rows.start), min(run.stop, rows.stop))
                if both:
                    add_rows(found.setdefault(code, []), both)


class _Moved:
    """Gives the rows of a sheet with the cells of its lower tables where they belong."""

    def __init__(
        self, grid: Grid, tables: Joined, plans: Sequence[tuple[Part, _Plan]], added: Mapping[str, int]
    ) -> None:
        """Take the tables with what was planned for them."""
        self._grid = grid
        self._main = tables.main
        self._added = added
        self._plan_of = {at: (part, plan) for part, plan in plans for at in (part.rows.start,)}
        self._others = {part.rows.start: part for part in tables.others if part.rows.start >= tables.main.rows.stop}
        self._width = len(grid.columns)
        self._total = 2 * self._width + len(added)

    def rows(self) -> Iterator[Row]:
        """Give every row."""
        part: Part | None = None
        plan: _Plan | None = None
        main = self._main.header
        headings = self._padded(self._grid.row(main.stop - 1))
        for heading, column in self._added.items():
            headings[column] = heading
        for at, row in enumerate(self._grid.rows):
            if at in self._plan_of:
                part, plan = self._plan_of[at]
            elif at in self._others:
                part, plan = self._others[at], None
            if at == main.stop - 1:
                yield headings
            elif part is None or (plan is not None and at < part.header.start):
                yield self._padded(row)
            elif plan is None:
                yield self._placed(row, {}, None)
            elif at in part.header:
                yield list(headings)
            else:
                yield self._placed(row, plan.columns, plan.currency)

    def _padded(self, row: Row) -> Row:
        return [*row, *[""] * (self._total - self._width)]

    def _placed(self, row: Row, columns: Mapping[int, int], currency: tuple[int, str] | None) -> Row:
        placed: list[Cell] = [""] * self._total
        hidden = self._total - self._width
        for at, cell in enumerate(row):
            if cell != "":
                placed[columns.get(at, hidden + at)] = cell
        if currency is not None and any(cell != "" for cell in placed):
            placed[currency[0]] = currency[1]
        return placed
