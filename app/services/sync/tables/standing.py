"""Lines among the rows that say what became of the rows below them: ``Written off``, ``In dispute``, ``With lawyers``.

Such a line stands for a column of states: what it calls paid, cancelled or written off is set aside, what it calls
disputed is disputed. That a line heads rows, and is no remark on the row above it, is seen by the gap above it or by a
total; else somebody is asked. What a line says that nobody knows changes nothing and is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import Final

from app.enums import Aside
from app.i18n import Message, msg, nmsg
from app.services.sync.layouts.ages import is_age
from app.services.sync.model import NotedRow, Notice, Question
from app.services.sync.recognition import kinds
from app.services.sync.recognition.labels import apart, is_inner, is_total
from app.services.sync.tables.ledger import Ledger
from app.services.sync.tables.rows import Sorted
from app.services.sync.tables.ties import compared
from app.services.sync.values.currency import NOTHING
from app.services.sync.values.doctypes import type_of
from app.services.sync.values.states import DISPUTED, OPEN, State, state_of
from app.services.sync.values.text import fold, plain

#: What ``--sections`` takes.
APART: Final = "apart"
TOGETHER: Final = "open"
#: Lines that are named in a notice, and how much of each.
_NAMED: Final = 5
_LONG: Final = 60


@dataclass(frozen=True, slots=True)
class Part:
    """A line among the rows and the items below it.

    Attributes:
        line: its place.
        text: what it says; ``said``: of the state of the items.
        rows: their places.
        sure: it says nothing else, and heads them: a gap stands above it, or a total takes them by themselves.
    """

    line: int
    text: str
    said: State
    rows: tuple[int, ...]
    sure: bool

    @property
    def decides(self) -> bool:
        """It says of its rows what other items are not: settled, or in dispute."""
        return self.said.settled is not None or DISPUTED in self.said.groups


def set_apart(ledger: Ledger, rows: Sorted, printed: bytearray) -> bytearray:
    """Set aside or mark as disputed what lines among the rows say of the items below them.

    Returns:
        The rows that a total of the file adds up, without those that it leaves out.

    Raises:
        QuestionsError: a line may head the rows below it or remark on the one above, and nobody has said it.
    """
    parts = [] if ledger.closed else [part for part in _parts(ledger, rows, printed) if part.rows]
    if not parts:
        return printed
    first, found = ledger.table.first, [part for part in parts if part.decides]
    settled = [part for part in found if part.said.settled is not None]
    without = _without(printed, settled)
    own = _own(ledger, rows, settled)
    proved = bool(settled) and not _ties(ledger, own, printed) and _ties(ledger, own, without)
    told = ledger.table.options.sections
    doubtful = [part for part in found if not part.sure and not (proved and part.said.settled)]
    if doubtful and told is None:
        _ask(ledger, doubtful[0])
    if told == TOGETHER:
        found, settled, own = [], [], rows
    rows.totals = own.totals
    for part in settled:
        for place in part.rows:
            rows.item[place] = 0
        rows.noted.extend(NotedRow(first + place, "skipped", Aside.SETTLED) for place in part.rows)
    disputed = [part for part in found if part not in settled]
    ledger.disputed = frozenset(place for part in disputed for place in part.rows)
    ledger.table.warnings.extend(_notices(parts, found, first))
    return without if proved and settled else printed


def _parts(ledger: Ledger, rows: Sorted, printed: bytearray) -> Iterable[Part]:
    """Return the lines that speak of the rows below them, each with those rows."""
    if not any(text is not None for _, text in rows.labels):
        return
    grouped = rows.groups is not None
    lines = sorted(rows.labels, key=lambda label: label[0])
    owners = frozenset() if grouped else _owners(ledger, rows)
    said = [None if text is None else _said(text, owners, grouped=grouped) for _, text in lines]
    listed = bool(said and said[0] and said[0].whole) and not printed[: lines[0][0]].count(1)
    for at, ((line, text), state) in enumerate(zip(lines, said, strict=True)):
        if text is None or state is None:
            continue
        end = _end(ledger, rows, printed, lines, said, at)
        places = tuple(place for place in range(line + 1, end) if rows.item[place])
        sure = state.whole and (listed or _heads(ledger, rows, printed, line, places))
        yield Part(line, text, state, places, sure)


def _said(text: str, owners: Collection[str], *, grouped: bool) -> State | None:
    """Return what a line says of the rows below it; None if it names whose or which ones they are.

    Where lines name the customers any other line is one.
    """
    state = state_of(text)
    if state.whole:
        return state
    tidy = fold(text)
    if grouped or tidy in owners or is_inner(text) or is_age(text) or type_of(text).group is not None:
        return None
    named = apart([plain(text)], bare=False)[1] is not NOTHING or is_total(text)
    return None if named or any(owner in tidy for owner in owners if len(owner) > 2) else state


def _owners(ledger: Ledger, rows: Sorted) -> frozenset[str]:
    """Return the customers' numbers and names as they may stand in a line among the rows."""
    columns = [column for column in (ledger.accounts, ledger.names) if column is not None]
    return frozenset(fold(who) for column in columns for who in set(compress(column, rows.item)) if who)


def _end(
    ledger: Ledger,
    rows: Sorted,
    printed: bytearray,
    lines: Sequence[tuple[int, str | None]],
    said: Sequence[State | None],
    at: int,
) -> int:
    """Return where the rows end that a line heads.

    Where lines name the customers, one right above a customer's heads what follows of all of them, one among a
    customer's items the rest of those. A total of other rows than these ends nothing.
    """
    start = lines[at][0]
    following = lines[at + 1][0] if at + 1 < len(lines) else len(rows.item)
    outer = rows.groups is None or printed.find(1, start, following) < 0
    totals = {total.position: total for total in rows.totals}
    for (place, text), state in list(zip(lines, said, strict=True))[at + 1 :]:
        if not outer or state is not None:
            return place
        if text is None and (total := totals.get(place)) is not None:
            summed = sum(ledger.amounts[row] or 0 for row in range(start, place) if printed[row])
            if total.grand or total.amount == summed or (total.bare and rows.groups is None):
                return place
    return len(rows.item)


def _heads(ledger: Ledger, rows: Sorted, printed: bytearray, line: int, places: Sequence[int]) -> bool:
    """Tell whether a line heads the rows below it: no item stands right above it, or they have a total of their own."""
    if not line or not printed[line - 1] or _is_followed(rows, line, places):
        return True
    summed = sum(ledger.amounts[place] or 0 for place in places)
    return any(places and total.position > places[-1] and total.amount == summed for total in rows.totals)


def _is_followed(rows: Sorted, line: int, places: Sequence[int]) -> bool:
    """Tell whether another line stands between a line and its rows: a customer's, of what it is said."""
    return bool(places) and any(line < place < places[0] for place, text in rows.labels if text is not None)


def _own(ledger: Ledger, rows: Sorted, parts: Sequence[Part]) -> Sorted:
    """Return the rows without the totals of single parts: none of them is the file's own."""
    sums = {part.rows[-1] + 1: sum(ledger.amounts[place] or 0 for place in part.rows) for part in parts}
    return replace(rows, totals=[total for total in rows.totals if sums.get(total.position) != total.amount])


def _ties(ledger: Ledger, rows: Sorted, marked: bytearray) -> bool:
    """Tell whether some rows come to the file's own total."""
    own, notices = compared(ledger, rows, ledger.amounts, marked)
    return bool(own) and not notices


def _without(printed: bytearray, parts: Iterable[Part]) -> bytearray:
    """Return the rows that a total adds up without those of some parts."""
    marked = bytearray(printed)
    for part in parts:
        for place in part.rows:
            marked[place] = 0
    return marked


def _ask(ledger: Ledger, part: Part) -> None:
    """Ask whether a line speaks of the rows below it.

    Raises:
        QuestionsError: always.
    """
    evidence = nmsg(
        "Row {row} says “{line}”, and {n} row stands below it: nothing shows whether that is said of it.",
        "Row {row} says “{line}”, and {n} rows stand below it: nothing shows whether that is said of them.",
        len(part.rows), row=ledger.table.first + part.line, line=part.text[:_LONG],
    )  # fmt: skip
    meanings = msg("such lines speak of the rows below them"), msg("all of these rows count as open")
    ledger.table.questions.append(Question("--sections", None, evidence, (APART, TOGETHER), meanings))
    ledger.table.decide()


def _notices(parts: Sequence[Part], found: Sequence[Part], first: int) -> Iterable[Notice]:
    """Say what became of the rows below lines among them."""
    for part in found:
        row, line = first + part.line, part.text[:_LONG]
        if part.said.settled is not None:
            what = nmsg(
                "Row {row} says “{line}”: the row below it was set aside.",
                "Row {row} says “{line}”: the {n} rows below it were set aside.",
                len(part.rows), row=row, line=line,
            )  # fmt: skip
        else:
            what = nmsg(
                "Row {row} says “{line}”: the row below it counts as disputed.",
                "Row {row} says “{line}”: the {n} rows below it count as disputed.",
                len(part.rows), row=row, line=line,
            )  # fmt: skip
        yield Notice("rows_set_apart", what, row)
    rest = [part for part in parts if part not in found and part.said.groups != (OPEN,)]
    if rest:
        named = kinds.listed([_named(part, first) for part in rest[:_NAMED]])
        what = nmsg(
            "{n} line among the rows changes nothing: the rows below it count as open. {lines}",
            "{n} lines among the rows change nothing: the rows below them count as open. {lines}",
            len(rest), lines=named,
        )  # fmt: skip
        yield Notice("lines_not_heard", what, first + rest[0].line)


def _named(part: Part, first: int) -> Message:
    """Name a line with the rows below it."""
    return nmsg(
        "row {row} “{line}” ({n} row)", "row {row} “{line}” ({n} rows)",
        len(part.rows), row=first + part.line, line=part.text[:_LONG],
    )  # fmt: skip
