"""Which sheet of a workbook is read: the one that is asked for, or the only one that holds a table of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from app.enums import Scope, SyncKind
from app.errors import RefusedError
from app.i18n import msg, nmsg
from app.services.sync.answers import SeveralSheetsError
from app.services.sync.facts.shapes import SHAPES
from app.services.sync.files.grid import ALL_SHEETS, Book
from app.services.sync.model import Notice, Question, QuestionsError, ReadOptions
from app.services.sync.recognition import kinds
from app.services.sync.recognition.detect import Found, layout_name
from app.services.sync.recognition.stacked import recognise
from app.services.sync.tables.copies import Copies, Rest, sums_up
from app.services.sync.tables.misread import no_table
from app.services.sync.tables.unsaved import unsaved

#: Rows or documents that are named of many.
_NAMED: Final = 5
_NO_SHEETS: Final = msg("Leave --sheet out: the file has no sheets.")


def choose(book: Book, options: ReadOptions, file: str) -> tuple[Found, list[Notice]]:
    """Return the table to read.

    Raises:
        RefusedError: there is no such sheet, no table, a payables export, or the table lacks what its kind needs.
        QuestionsError: several sheets hold different tables.
        SeveralSheetsError: all of them are wanted, now or the last time.
    """
    if options.sheet == ALL_SHEETS:
        raise SeveralSheetsError(*_own_tables(book, options, file))
    tables, notices = _tables(book, options, file)
    placed = [found for found in tables if found.layout is not None and found.layout.sheet == found.grid.name]
    if len(placed) == 1:
        return placed[0], [*notices, *unsaved(placed[0], file)]
    apart = _Apart(tables)
    notices = [*apart.told(), *notices]
    chosen = apart.left[0]
    if len(apart.left) > 1:
        chosen = _as_before(apart, options, notices, file)
    return chosen, [*notices, *unsaved(chosen, file)]


def _as_before(apart: _Apart, options: ReadOptions, notices: list[Notice], file: str) -> Found:
    """Return the table that the collector chose the last time for such a file, and note it.

    Raises:
        SeveralSheetsError: all of them were wanted.
        QuestionsError: nothing was said, or of a sheet that is no longer there.
    """
    tables = apart.left
    said = {options.remembered.get(layout_name(found), {}).get("sheet", "") for found in tables}
    if said == {ALL_SHEETS}:
        what = msg("All sheets with rows of their own are read together, as you said the last time.")
        notices.append(Notice("answered_before", what))
        raise SeveralSheetsError(tuple(found.grid.name for found in tables), tuple(notices))
    chosen = [found for found in tables if found.grid.name in said]
    if len(chosen) != 1:
        raise _which(apart, file)
    what = msg("Read as you said the last time: {answers}.", answers=chosen[0].grid.name)
    notices.append(Notice("answered_before", what))
    return chosen[0]


def _own_tables(book: Book, options: ReadOptions, file: str) -> tuple[tuple[str, ...], tuple[Notice, ...]]:
    """Return the sheets that together are what the file says, and what is to be said of the others.

    Raises:
        RefusedError: no sheet holds a table, or only payables.
    """
    tables, notices = _tables(book, replace(options, sheet=None), file)
    apart = _Apart(tables)
    return tuple(found.grid.name for found in apart.left), (*apart.told(), *notices)


def _tables(book: Book, options: ReadOptions, file: str) -> tuple[list[Found], list[Notice]]:
    """Return the tables of a file, or of the one sheet that is wanted, that can be read; payables are left out.

    Raises:
        RefusedError: there is no such sheet, no table, a payables export, or the table lacks what its kind needs.
    """
    if options.sheet is not None and options.sheet not in book.names:
        raise RefusedError(
            "sheet_missing",
            msg("There is no sheet {sheet}.", sheet=options.sheet),
            where=msg("File {file}.", file=file),
            do=msg("Use one of {names}.", names=", ".join(book.names)) if any(book.names) else _NO_SHEETS,
        )
    names = book.names if options.sheet is None else (options.sheet,)
    looked = [found for name in names if (found := recognise(book.load(name), options)) is not None]
    ours = [found for found in looked if _of_a_portal(found) or not kinds.is_payables(found.headings, found.titles)]
    if looked and not ours:
        raise kinds.payables(file)
    tables = [found for found in ours if found.kind is not None and (found.body or _told_empty(found, options))]
    if not tables:
        for found in ours:
            unsaved(found, file)
        raise no_table(ours, options, file)
    left_out = [found.grid.name for found in looked if found not in ours]
    return tables, [_about_payables(left_out)] if left_out else []


def _of_a_portal(found: Found) -> bool:
    """Tell whether a table is an invoice portal's, in which the supplier is us."""
    if found.kind is not SyncKind.PORTAL_STATUS:
        return False
    return "portal" in found.guesses or kinds.speaks_of(SyncKind.PORTAL_STATUS, found.titles)


def _told_empty(found: Found, options: ReadOptions) -> bool:
    """Tell whether a list of what stands open may be empty: somebody said that it names everything there is."""
    shape = None if found.kind is None else SHAPES.get(found.kind)
    return shape is not None and shape.closes and options.scope is Scope.FULL


class _Apart:
    """The tables of a file: those with rows of their own, copies of them, and sums over them.

    Attributes:
        left: the tables with rows of their own, in the order of the sheets.
        nearly: those that repeat another one but for some documents: table, the other one, and what is left.
    """

    def __init__(self, tables: list[Found]) -> None:
        """Compare the tables, the smallest first, so that a copy of a copy is one too."""
        self._order = tables
        self._copies: list[tuple[Found, Found]] = []
        self._summaries: list[Found] = []
        self._differing: list[tuple[Found, Found, Rest]] = []
        self.nearly: list[tuple[Found, Found, Rest]] = []
        copies = Copies()
        left = sorted(tables, key=lambda found: -len(found.body))
        for found in reversed(left.copy()):
            others = [other for other in left if other is not found]
            repeated = [(found, other, copies.rest(found, other)) for other in others if copies.repeats(found, other)]
            source = next((one for one in repeated if not one[2].new), None)
            if source is not None:
                self._copies.append(source[:2])
                self._differing += [source] if source[2].changed else []
            elif repeated:
                self.nearly.append(repeated[0])
                continue
            elif any(sums_up(found, [other]) for other in others) or sums_up(found, others):
                self._summaries.append(found)
            else:
                continue
            left.remove(found)
        self.left = [self._first(found) for found in tables if found in left]

    def _first(self, found: Found) -> Found:
        """Return the first sheet of those that hold the very same rows."""
        same = [copy for copy, source in self._copies if source is found and _as_good(copy, found)]
        first = min((found, *same), key=self._order.index)
        if first is not found:
            self._copies = [(copy, source) for copy, source in self._copies if copy is not first]
            self._copies.append((found, first))
        return first

    def told(self) -> list[Notice]:
        """Say which sheets were left out, and why."""
        notices = []
        own = ", ".join(found.grid.name for found in self.left)
        if self._copies:
            names = self._names([copy for copy, _ in self._copies])
            what = msg(
                "Other sheets repeat rows of sheet {sheet}: {names}. They are not counted again.",
                sheet=own,
                names=names,
            )
            notices.append(Notice("sheets_repeat", what))
        for copy, source, rest in self._differing:
            what = nmsg(
                "Sheet {sheet} repeats rows of sheet {other}, but {n} of its rows says something else there: row "
                "{rows}. Say which sheet is right with {option}.",
                "Sheet {sheet} repeats rows of sheet {other}, but {n} of its rows say something else there: rows "
                "{rows}. Say which sheet is right with {option}.",
                len(rest.changed),
                sheet=copy.grid.name,
                other=source.grid.name,
                rows=_some(map(str, rest.changed)),
                option="--sheet",
            )
            notices.append(Notice("sheets_differ", what))
        if self._summaries:
            what = msg(
                "Other sheets sum up rows of sheet {sheet}: {names}. They are not counted again.",
                sheet=own,
                names=self._names(self._summaries),
            )
            notices.append(Notice("sheets_sum_up", what))
        return notices

    def _names(self, found: list[Found]) -> str:
        return ", ".join(table.grid.name for table in self._order if table in found)


def _as_good(found: Found, other: Found) -> bool:
    return len(found.body) == len(other.body) and found.score >= other.score


def _about_payables(names: list[str]) -> Notice:
    what = msg(
        "Other sheets list what is owed to suppliers and were left out: {names}.",
        names=", ".join(names),
    )
    return Notice("sheets_payables", what)


def _which(apart: _Apart, file: str) -> QuestionsError:
    """Ask which of several different tables is to be read, or whether all are."""
    names = tuple(found.grid.name for found in apart.left)
    evidence = msg("Several sheets hold a table: {names}.", names=_some(names))
    if len(apart.nearly) + 1 == len(names):
        copy, source, rest = apart.nearly[0]
        evidence = nmsg(
            "Sheet {sheet} repeats rows of sheet {other} and has {n} row of its own: {numbers}. Read together, what "
            "both have counts once.",
            "Sheet {sheet} repeats rows of sheet {other} and has {n} rows of its own: {numbers}. Read together, what "
            "both have counts once.",
            len(rest.new),
            sheet=copy.grid.name,
            other=source.grid.name,
            numbers=_some(rest.new.values()),
        )
    together = (ALL_SHEETS, msg("all of them together"))
    one_by_one = [(name, "") for name in names]
    offered = [together, *one_by_one] if len(names) > _NAMED else [*one_by_one, together]
    choices, meanings = zip(*offered, strict=True)
    return QuestionsError(file, (Question("--sheet", None, evidence, choices, meanings),))


def _some(names: Iterable[str]) -> str:
    """List a few of many."""
    listed = list(names)
    return ", ".join(listed[:_NAMED]) + (" …" if len(listed) > _NAMED else "")
