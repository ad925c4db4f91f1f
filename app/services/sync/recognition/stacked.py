"""Tables that stand under each other on one sheet, each with headings of its own.

Rows below a second header are read by that header. What holds the same kind of rows becomes one table with the first:
its cells are put under the headings that mean the same. What holds something else is set aside as a table beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Final

from app.enums import SyncKind
from app.services.sync.files.grid import Grid, Row
from app.services.sync.layouts.ages import is_age
from app.services.sync.layouts.headings import fields, in_full, known, strength
from app.services.sync.layouts.layout import Layout
from app.services.sync.model import ReadOptions
from app.services.sync.recognition import detect, folded, kinds
from app.services.sync.recognition.detect import Found
from app.services.sync.recognition.joining import Joined, join
from app.services.sync.recognition.labels import is_total
from app.services.sync.values.cells import tail, texts
from app.services.sync.values.dates import looks_like_date
from app.services.sync.values.doctypes import Type, type_of
from app.services.sync.values.numbers import is_number
from app.services.sync.values.text import heading_key

#: What cells of columns hold in which no words stand among the rows.
_HOLDING: Final = frozenset({"date", "money", "code", "docno"})
#: The last letter of a text, and how many different texts without a digit make a column one of words.
_LAST: Final = itemgetter(-1)
_MOST: Final = 200
#: Known headings that a header among the rows has, rows below it that are looked at, and lines right above it.
_HEADINGS: Final = 3
_BELOW: Final = 3
_LINES: Final = 3
#: Share of a row's cells that are the headings above where a header is repeated.
_REPEATED: Final = 0.7
_AMOUNTS: Final = frozenset({"open", "original", "debit", "credit"})
_OWED: Final = ("open", "original", "debit")
#: Rows that show whether a table goes on below a header that is none of its own.
_LOOKED: Final = 40
_PAYMENTS: Final = "unapplied_receipt"


@dataclass(frozen=True, slots=True)
class Piece:
    """A table among others on a sheet: its rows from 0, those of its lines above it included, and what it is."""

    rows: range
    found: Found

    @property
    def header(self) -> range:
        """The rows of its header."""
        return range(self.rows.start + self.found.top, self.rows.start + self.found.bottom + 1)


def recognise(grid: Grid, options: ReadOptions) -> Found | None:
    """Find the table of a sheet, with those that stand below it; None if no row looks like a header.

    Raises:
        UsageError: the layout asked for does not exist.
    """
    found = folded.recognise(grid, options)
    said = options.mapping or next((one for one in options.layouts if one.name == options.layout), None)
    if found is not None and said is not None and (other := _as_said(grid, options, found, said)) is not None:
        return other
    if found is None or found.top < 0 or options.mapping is not None:
        return found
    if found.layout is not None and found.layout.header_row is not None:
        return found
    saved = found.layout is not None and not found.layout.shipped
    starts = [*([] if saved else _above(found)), *_below(found)]
    return found if not starts else _apart(found, sorted({found.top, *starts}), options)


def _as_said(grid: Grid, options: ReadOptions, found: Found, said: Layout) -> Found | None:
    """Return a table as somebody's columns say, if they are those of the sheet as it is put together here."""
    whole = recognise(grid, replace(options, mapping=None, layout=None))
    if whole is None or len(said.told(whole.headings)) <= len(said.told(found.headings)):
        return None
    other = detect.recognise(whole.grid, options)
    return None if other is None else replace(other, told=whole.told, stack=whole.stack, made=whole.made)


def _apart(found: Found, starts: Sequence[int], options: ReadOptions) -> Found:
    """Return the table of a sheet that holds several."""
    pieces = list(_pieces(found.grid, starts, replace(options, kind=None)))
    wanted = SyncKind.OPEN_ITEMS if options.kind is None else kinds.base(options.kind)
    main = next((one for one in pieces if one.found.kind is wanted), None)
    if main is None or len(pieces) < len(starts):
        return found
    others = [one for one in pieces if one is not main]
    stray = {one.rows.start + one.found.top for one in others if _goes_on(found.grid, main, one)}
    if stray:
        left = [start for start in starts if start not in stray]
        return _apart(found, left, options) if len(left) > 1 else found
    same = [one for one in others if one.found.kind is wanted]
    if (same and wanted is not SyncKind.OPEN_ITEMS) or any(one.rows.start < main.rows.start for one in same):
        return found
    strange = next((one for one in others if _is_broken(one, wanted)), None)
    if strange is not None:
        return replace(main.found, grid=found.grid, other=strange.header.stop - 1) if main is pieces[0] else found
    joined = join(found.grid, Joined(main, same, [one for one in others if one not in same]))
    if isinstance(joined, int):
        return replace(found, other=joined if joined != found.bottom else main.header.stop - 1)
    whole = folded.recognise(joined.grid, options)
    if whole is None or whole.kind is not wanted or whole.bottom != main.header.stop - 1:
        return found
    return replace(whole, other=None, stack=joined.stack)


def _goes_on(grid: Grid, main: Piece, piece: Piece) -> bool:
    """Tell whether rows below a header that says nothing of amounts are rows of the table above it all the same."""
    if piece.found.kind not in {None, SyncKind.CUSTOMERS} or _is_of_payments(piece.found):
        return False
    if main.rows.start > piece.rows.start or not _AMOUNTS.isdisjoint(piece.found.guesses):
        return False
    guesses = main.found.guesses
    number, amount = guesses.get("number"), next((guesses[name] for name in _OWED if name in guesses), None)
    days = [guesses[name].column for name in ("document_date", "due_date") if name in guesses]
    if number is None or amount is None or not days:
        return False
    rows = [row for row in grid.rows[piece.header.stop : piece.rows.stop] if any(cell != "" for cell in row)][:_LOOKED]
    fitting = sum(
        row[number.column] != "" and is_number(row[amount.column]) and any(looks_like_date(row[at]) for at in days)
        for row in rows
    )
    return bool(rows) and 2 * fitting > len(rows)


def _is_broken(piece: Piece, wanted: SyncKind) -> bool:
    """Tell whether a table has documents with amounts and lacks something else that items have."""
    if piece.found.kind is not None or wanted is not SyncKind.OPEN_ITEMS:
        return False
    names = set(piece.found.guesses)
    return "number" in names and bool(names & _AMOUNTS) and not _is_of_payments(piece.found)


def _pieces(grid: Grid, starts: Sequence[int], options: ReadOptions) -> Iterator[Piece]:
    """Give the tables of a sheet, each with the lines right above its header."""
    firsts = [0, *(_first_line(grid, start) for start in starts[1:])]
    for first, stop in zip(firsts, [*firsts[1:], grid.height], strict=True):
        rows = grid.rows[first:stop]
        errors = {(row - first, column): shows for (row, column), shows in grid.errors.items() if first <= row < stop}
        piece = Grid.of_rows(grid.name, rows, errors=errors)
        found = folded.recognise(piece, options)
        if found is not None and found.kind is not SyncKind.OPEN_ITEMS and _is_of_credits(found):
            found = folded.recognise(piece, replace(options, kind=SyncKind.OPEN_ITEMS))
        if found is not None and found.top >= 0:
            yield Piece(range(first, stop), found)


def _is_of_credits(found: Found) -> bool:
    """Tell whether a table calls itself one of credit notes, in its title or its headings."""
    said = [*detect.texts_of(found.above), *found.headings]
    return any(type_of(text) == Type("credit_memo") for text in said)


def _is_of_payments(found: Found) -> bool:
    """Tell whether the lines above a table call it one of payments."""
    lines = detect.texts_of(found.above)
    return kinds.speaks_of(SyncKind.RECEIPTS, lines) or any(type_of(line).group == _PAYMENTS for line in lines)


def _first_line(grid: Grid, header: int) -> int:
    """Return the first of the lines right above a header: blank ones, and texts that stand alone."""
    first = header
    while first > 0 and header - first < _LINES:
        filled = [cell for cell in grid.row(first - 1) if cell != ""]
        if len(filled) > 1 or (filled and (not isinstance(filled[0], str) or is_total(filled[0]))):
            break
        first -= 1
    return first


def _above(found: Found) -> list[int]:
    """Return the headers above the one that was found, with rows of their own."""
    rows = found.grid.head(found.top)
    return [at for at in range(len(rows)) if _is_header(found, at) and any(map(_is_row, rows[at + 1 :]))]


def _below(found: Found) -> list[int]:
    """Return the headers below the one that was found; whole columns are looked at, and rows only where words stand."""
    start = found.bottom + 1
    places: set[int] = set()
    for place in _wordless(found):
        column = tail(found.grid.columns[place], start)
        said = _words(texts(column))
        if not said or len(said) > _MOST:
            continue
        headings = {text for text in said if heading_key(text) in known(beside=True) or in_full(text, beside=True)}
        if headings:
            places.update(start + at for at, cell in enumerate(column) if isinstance(cell, str) and cell in headings)
    return [at for at in sorted(places) if _is_header(found, at) and _is_other(found, at)]


def _words(cells: Iterable[str]) -> set[str]:
    """Return the texts without a digit; nearly all of a column of figures and codes end in one."""
    filled = list(filter(None, cells))
    if all(map(str.isdigit, set(map(_LAST, filled)))):
        return set()
    return {text for text in set(filled) if not text[-1].isdigit() and not any(map(str.isdigit, text))}


def _wordless(found: Found) -> list[int]:
    """Return the columns in which no words stand among the rows; all of a table that is of no kind.

    Of columns of which each cell is another one the first is enough: a header fills its neighbours, too.
    """
    if found.kind is None:
        return [column.index for column in found.columns]
    names = ((name.partition("#")[0], guess.column) for name, guess in found.guesses.items())
    places = sorted({column for name, column in names if fields()[name].cells in _HOLDING})
    long = [place for place in places if isinstance(found.grid.columns[place], list)]
    return [place for place in places if place not in long[1:]]


def _is_header(found: Found, at: int) -> bool:
    """Tell whether a row is one of headings, with rows of figures below it."""
    row = found.grid.row(at)
    cells = [cell for cell in row if cell != ""]
    if len(cells) < _HEADINGS or not all(isinstance(cell, str) for cell in cells):
        return False
    if any((is_number(cell) or looks_like_date(cell)) and not is_age(str(cell)) for cell in cells):
        return False
    whole, partly = strength([str(cell) for cell in cells])
    ages = sum(1 for cell in cells if is_age(str(cell)))
    if whole < 2 or whole + partly + ages < max(_HEADINGS, len(cells) / 2):
        return False
    below = [row for row in found.grid.rows[at + 1 : at + 1 + 2 * _BELOW] if any(cell != "" for cell in row)]
    return any(map(_is_row, below[:_BELOW]))


def _is_row(row: Row) -> bool:
    """Tell whether a row has figures, as those of a table have."""
    return sum(1 for cell in row if cell != "" and (is_number(cell) or looks_like_date(cell))) > 1


def _is_other(found: Found, at: int) -> bool:
    """Tell whether a row of headings below rows is not the header of the table once more."""
    row = found.grid.row(at)
    if not any(map(_is_row, found.grid.rows[max(found.bottom + 1, at - 2 * _BELOW) : at])):
        return False
    for headings in (found.headings, *found.printed):
        pairs = [(str(cell), head) for cell, head in zip(row, headings, strict=False) if cell != ""]
        same = sum(1 for cell, head in pairs if heading_key(cell) == heading_key(head) != "")
        if same < _REPEATED * len(pairs):
            continue
        return any(_conflict(cell, head) for cell, head in pairs)
    return True


def _conflict(cell: str, heading: str) -> bool:
    """Tell whether a heading means something else than the one above it."""
    one, other = ({hit.field for hit in in_full(text)} for text in (cell, heading))
    return bool(one) and one.isdisjoint(other) and (bool(other) or not heading.strip())
