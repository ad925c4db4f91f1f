"""What a sheet is: where its header stands, which kind of table it is, which system wrote it.

The header is the row among the first sixty whose headings and cells explain most columns of some kind of file. No
heading decides alone, and a table that lacks what its kind needs is none of that kind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.enums import SyncKind
from app.errors import UsageError
from app.i18n import Message, msg
from app.services.sync.files.grid import Grid, Row, Rows
from app.services.sync.layouts.layout import Layout
from app.services.sync.layouts.tomlfile import PLAIN, shipped
from app.services.sync.model import Question, ReadOptions
from app.services.sync.recognition import headers, kinds, statements
from app.services.sync.recognition.balances import are_balances, keeps_balance
from app.services.sync.recognition.blocks import beside, masked
from app.services.sync.recognition.bothsides import in_two_columns
from app.services.sync.recognition.columns import Column, Guess, assign, describe
from app.services.sync.recognition.evidence import doubts, weigh
from app.services.sync.recognition.monthly import with_months
from app.services.sync.recognition.owners import may_head
from app.services.sync.recognition.portals import goes_through_portal
from app.services.sync.recognition.rated import with_currencies
from app.services.sync.recognition.stack import ALONE, Stack
from app.services.sync.recognition.statements import statement, telling
from app.services.sync.recognition.summed import have_sums_above
from app.services.sync.recognition.titles import party_above
from app.services.sync.values.cells import Cell, tail
from app.services.sync.values.text import cell_text, heading_key

#: Rows below a header that show whether the table has groups.
_GROUP_ROWS: Final = 400


@dataclass(frozen=True, slots=True)
class Found:
    """A table that was looked at.

    Attributes:
        grid: the sheet.
        top: first header row, from 0; -1 for a table without headings.
        bottom: last header row; data begin below it.
        columns: of the table, with their profiles.
        kind: open items stand for closed items too until the rows have been seen; None if it is of no kind.
        guesses: field → column.
        layout: the recognised layout.
        score: how much of the table is explained; for choosing among rows and sheets.
        rivals: the kinds that explain it about as well, the best first.
        beside: columns of another table that stands beside this one.
        doubts: what has to be asked before its columns are believed.
        by_heading: field → column as the headings alone say it, which tomorrow's cells cannot change.
        other: header row of another table of its kind above or below it, from 0; None if there is none.
        stack: the tables of the sheet that were joined with it, or stand above or below it.
        told: what is to be said of how its columns were put together.
        made: column → headings of the file whose columns were put together in it.
    """

    grid: Grid
    top: int
    bottom: int
    columns: Sequence[Column]
    kind: SyncKind | None = None
    guesses: Mapping[str, Guess] = field(default_factory=dict)
    layout: Layout | None = None
    score: int = 0
    rivals: tuple[SyncKind, ...] = ()
    beside: frozenset[int] = frozenset()
    doubts: tuple[Question, ...] = ()
    by_heading: Mapping[str, Guess] = field(default_factory=dict)
    other: int | None = None
    stack: Stack = ALONE
    told: tuple[Message, ...] = ()
    made: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def titles(self) -> list[str]:
        """The sheet's name and the texts above the table."""
        return [self.grid.name, *texts_of(self.above)]

    @property
    def above(self) -> list[Row]:
        """The rows above the header."""
        return self.grid.head(max(0, self.top))

    @property
    def headings(self) -> list[str]:
        """The heading of every column."""
        return [column.heading for column in self.columns]

    @property
    def printed(self) -> list[list[str]]:
        """The header as a page of a printed list repeats it: its rows where there are two, else its headings."""
        if self.top == self.bottom:
            return [self.headings]
        return [headers.texts_in(row) for row in self.grid.head(self.bottom + 1)[self.top :]]

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
    rows = grid.head(headers.HEADER_ROWS + 1)
    forced = options.mapping or (None if options.layout is None else named(options.layout, options))
    if forced is not None and forced.header_row is not None:
        below = rows if forced.header_row <= len(rows) else grid.head(forced.header_row)
        placed = headers.told(below, forced, len(grid.columns))
        if forced is not options.mapping:
            placed = [one for one in headers.candidates(rows) if forced.fits(one.headings)] or placed
        return _heard(_best(grid, placed, options), options)
    known = headers.fitting(rows, options.layouts)
    found = _heard(_best(grid, known or headers.candidates(rows), options), options)
    if found is None or found.kind is None:
        for header in (*headers.unknown(rows), *headers.absent(rows, len(grid.columns))):
            found = _better(found, _heard(_weigh(grid, header, options), options))
    return _asked_if_like_items(found, options)


def _asked_if_like_items(found: Found | None, options: ReadOptions) -> Found | None:
    """Have the kind asked for of what looks like open items: a note of what a customer pays, a portal's list."""
    if found is None or found.kind is not SyncKind.OPEN_ITEMS or found.layout is not None or options.kind is not None:
        return found
    if kinds.speaks_of_paying(found.titles):
        return replace(found, rivals=(SyncKind.RECEIPTS, SyncKind.OPEN_ITEMS))
    if goes_through_portal(found.columns, found.guesses):
        return replace(found, rivals=(SyncKind.PORTAL_STATUS, SyncKind.OPEN_ITEMS))
    return found


def _best(grid: Grid, tried: Iterable[headers.Header], options: ReadOptions) -> Found | None:
    """Look at a table under each header and return what explains most of it; a header that is repeated counts once."""
    best: Found | None = None
    seen: list[Found] = []
    first: headers.Header | None = None
    rows = grid.head(headers.HEADER_ROWS + 1)
    for header in tried:
        whole = best is not None and best.kind is not None
        if whole and first is not None and headers.is_row_of(header, first, rows):
            continue
        if best is None or not whole or not _keys(header.headings) <= _keys(best.headings):
            seen.append(_weigh(grid, header, options))
            best = _better(best, seen[-1])
            first = first or header
    others = [one.bottom for one in seen if best is not None and _is_other(one, best)]
    return replace(best, other=others[0]) if best is not None and others else best


def _keys(headings: Iterable[str]) -> set[str]:
    return {heading_key(heading) for heading in headings} - {""}


def _is_other(one: Found, best: Found) -> bool:
    """Tell whether what stands under another header is a table of its own: whole, and with headings of its own."""
    if one is best or one.kind is None or one.kind is not best.kind:
        return False
    apart = one.bottom < best.top - 1 or one.top > best.bottom + 1
    mine, theirs = _keys(one.headings), _keys(best.headings)
    return apart and not mine <= theirs and not theirs <= mine


def _heard(found: Found | None, options: ReadOptions) -> Found | None:
    """Hear what the cells of an items table say beyond its headings.

    A table that only its cells make one of items may be anything with customers and amounts, a list of quotations too.
    Where nothing makes it sure somebody is asked for the kind.
    """
    wanted = options.kind or (None if found is None or found.layout is None else found.layout.kind)
    moves = None if found is None else _moves(found, wanted)
    if found is not None and moves is not None:
        return _as_moves(found, moves, wanted)
    if found is not None and found.kind not in {None, SyncKind.OPEN_ITEMS} and len(found.rivals) > 1:
        if "account" not in found.guesses and keeps_balance([found.cells(column.index) for column in found.columns]):
            return replace(found, rivals=(SyncKind.RECEIPTS,))  # the movements of a bank account
        heard = _heard(replace(found, kind=None), options)
        return heard if heard is not None and heard.kind is not None and len(heard.rivals) == 1 else found
    if found is None or found.kind not in {None, SyncKind.OPEN_ITEMS}:
        return found
    if wanted is not None and kinds.base(wanted) is not SyncKind.OPEN_ITEMS:
        return found
    grouped = {"group"} if has_groups(found.body) or party_above(found.above) is not None else set()
    ours, told = masked(found.columns, found.beside), _told(found.layout, found.columns, found.beside)
    guesses = weigh(ours, told, grouped=bool(grouped))
    found = replace(found, doubts=doubts(ours, guesses), by_heading=assign(ours, SyncKind.OPEN_ITEMS, told))
    lacks = kinds.lacking(SyncKind.OPEN_ITEMS, {*guesses, *grouped})
    worth = kinds.explained(SyncKind.OPEN_ITEMS, guesses, found.titles)
    if lacks:
        better = found.kind is None and worth > found.score
        return replace(found, guesses=guesses, score=worth, rivals=(SyncKind.OPEN_ITEMS,)) if better else found
    if found.kind is not None:
        return replace(found, guesses=guesses, score=worth)
    sure = wanted is not None or kinds.speaks_of_items(found.titles) or kinds.owes(guesses)
    rivals = (SyncKind.OPEN_ITEMS,) if sure else kinds.KINDS
    return replace(found, kind=SyncKind.OPEN_ITEMS, guesses=guesses, score=worth, rivals=rivals)


def _as_moves(found: Found, moves: Mapping[str, Guess], wanted: SyncKind | None) -> Found:
    """Return a table as the movements of an account; asked where its headings alone make it a list of items."""
    if found.kind is SyncKind.OPEN_ITEMS and len(found.rivals) == 1 and wanted is None:
        return replace(found, rivals=(SyncKind.RECEIPTS, SyncKind.OPEN_ITEMS))
    worth = kinds.explained(SyncKind.RECEIPTS, moves, found.titles)
    return replace(found, kind=SyncKind.RECEIPTS, guesses=moves, score=worth, rivals=(SyncKind.RECEIPTS,))


def _moves(found: Found, wanted: SyncKind | None) -> Mapping[str, Guess] | None:
    """Return the columns of a bank account's movements, of a table that its headings leave open."""
    left_open = found.kind is None or len(found.rivals) > 1 or statements.may_move(found.columns, found.guesses)
    if wanted not in {None, SyncKind.RECEIPTS} or not left_open:
        return None
    told = _told(found.layout, found.columns, found.beside)
    moves = statement(masked(found.columns, found.beside), told)
    return moves if moves is not None and not kinds.lacking(SyncKind.RECEIPTS, moves) else None


def _better(one: Found | None, other: Found | None) -> Found | None:
    """Return the table of which more is known; of equals the first."""
    if one is None or other is None:
        return one or other
    return other if (other.kind is not None, other.score) > (one.kind is not None, one.score) else one


def _weigh(grid: Grid, header: headers.Header, options: ReadOptions) -> Found:
    """Look at a table under one header as every kind that it may be."""
    top, bottom, headings = header
    body = grid.below(bottom + 1)
    layout = _layout(headings, options)
    columns = describe(headings, body)
    other = grid.apart | (frozenset() if layout is not None and not layout.shipped else beside(columns, _worth))
    ours, told = masked(columns, other), _told(layout, columns, other)
    titles = [grid.name, *texts_of(grid.head(max(0, top)))]
    kind = options.kind or (None if layout is None else layout.kind)
    wanted = kinds.EVERY if kind is None else [kinds.base(kind)]
    grouped = {"group"} if has_groups(body) or party_above(grid.head(max(0, top))) is not None else set()
    guesses = {kind: assign(ours, kind, told) for kind in wanted}
    if SyncKind.RECEIPTS in guesses and not told:
        guesses[SyncKind.RECEIPTS] = telling(ours, guesses[SyncKind.RECEIPTS])
    if SyncKind.SALES in guesses:
        guesses[SyncKind.SALES] = with_months(ours, guesses[SyncKind.SALES], told)
    if SyncKind.RATES in guesses:
        guesses[SyncKind.RATES] = with_currencies(ours, guesses[SyncKind.RATES], told, options.known_rates)
    if SyncKind.TRIAL_BALANCE in guesses:
        guesses[SyncKind.TRIAL_BALANCE] = in_two_columns(ours, guesses[SyncKind.TRIAL_BALANCE])
    scores = {kind: kinds.explained(kind, found, titles) for kind, found in guesses.items()}
    if kind is None and are_balances(ours, guesses[SyncKind.CUSTOMERS]):
        del scores[SyncKind.CUSTOMERS]
    said = kind is not None
    whole = {
        one: worth for one, worth in scores.items() if not kinds.lacking(one, {*guesses[one], *grouped}, said=said)
    }
    if kind is None:
        whole = {one: worth for one, worth in whole.items() if kinds.believable(one, guesses[one], titles)}
    if not whole:
        likely = {one: worth for one, worth in scores.items() if kinds.may_be_meant(one, guesses[one])} or scores
        nearest = max(likely, key=lambda each: likely[each])
        return Found(grid, top, bottom, columns, None, guesses[nearest], layout, scores[nearest], (nearest,), other)
    close = kinds.rivals(whole)
    if kind is None and close == (SyncKind.RECEIPTS,) and not kinds.is_money_received(guesses[close[0]], titles):
        close = tuple(dict.fromkeys((*close, *kinds.KINDS)))
    elif kind is None and close[0] in _LESS and scores[SyncKind.OPEN_ITEMS] > whole[close[0]] * _FAR:
        close = (close[0], SyncKind.OPEN_ITEMS)  # it explains far more and lacks one column, which the cells may tell
    return Found(grid, top, bottom, columns, close[0], guesses[close[0]], layout, whole[close[0]], close, other)


def _told(layout: Layout | None, columns: Sequence[Column], other: frozenset[int]) -> dict[int, str]:
    """Return the columns that a layout names."""
    return {} if layout is None else layout.told([column.heading for column in masked(columns, other)])


def _worth(columns: Sequence[Column]) -> int:
    """Return how much of a table some columns explain by themselves; 0 if they lack what every kind needs."""
    best = 0
    for kind in kinds.KINDS:
        guesses = assign(columns, kind, {})
        if not kinds.lacking(kind, guesses):
            best = max(best, kinds.explained(kind, guesses, ()))
    return best


def has_groups(body: Sequence[Row]) -> bool:
    """Tell whether rows with nothing but one text, or a customer, stand among the rows, as group headings do.

    A customer may stand there with the sum of the rows below.
    """
    for position, row in enumerate(body[:_GROUP_ROWS]):
        filled = [cell for cell in row if cell != ""]
        if may_head(filled):
            follower = next((later for later in body[position + 1 : position + 4] if any(c != "" for c in later)), [])
            if sum(1 for cell in follower if cell != "") >= 3:
                return True
    return have_sums_above(body[:_GROUP_ROWS])


def named(name: str, options: ReadOptions) -> Layout | None:
    """Return the layout of a name, a saved one first; None for the names of tables that have none.

    Raises:
        UsageError: there is no such layout.
    """
    known = {layout.name: layout for layout in (*shipped(), *options.layouts)}
    if name not in known and not name.startswith("plain"):
        raise UsageError(
            "unknown_layout",
            msg("There is no layout {name}.", name=name),
            do=msg("Use one of {names}.", names=", ".join(sorted(known))),
        )
    return known.get(name)


def _layout(headings: Sequence[str], options: ReadOptions) -> Layout | None:
    """Return the layout that was asked for, else the one whose headings are there, a saved one first."""
    if options.mapping is not None:
        return options.mapping
    if options.layout is not None and not options.layout.startswith(PLAIN):
        return named(options.layout, options)
    for layouts in (options.layouts, shipped()):
        best = max(layouts, key=lambda layout: layout.fits(headings), default=None)
        if best is not None and best.fits(headings):
            return best
    return None


#: A kind that explains so much more than another is not passed over for lack of one column.
_FAR: Final = 1.3
#: Kinds of which any list of items has all columns.
_LESS: Final = (SyncKind.CUSTOMERS, SyncKind.RECEIPTS, SyncKind.RATES)
#: Known headings that are enough to tell a source from others.
_KNOWN_HEADS: Final = 2
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
    layout = found.layout
    if layout is not None and (layout.name or layout.source):
        return layout.name or layout.source
    return plain_name(found)


def plain_name(found: Found) -> str:
    """Return the name of a table without layout: the same headings give it again.

    What cells have shown beyond the headings does not count, for tomorrow's cells may show less; where hardly any
    heading is known all of them count.
    """
    named = found.by_heading or found.guesses
    heads = [heading_key(found.headings[named[name].column]) for name in _CORE if name in named]
    if len(heads) < _KNOWN_HEADS:
        months = {guess.column for name, guess in found.guesses.items() if name.partition("#")[0] == "monthly"}
        own = [heading for column, heading in enumerate(found.headings) if column not in months]
        heads = sorted(filter(None, map(heading_key, own))) or [str(len(found.columns))]
    kind = found.kind.value if found.kind else ""
    return f"{PLAIN}{hashlib.sha256('|'.join([kind, *heads]).encode()).hexdigest()[:8]}"
