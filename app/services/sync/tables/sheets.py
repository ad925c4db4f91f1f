"""Which sheet of a workbook is read: the one that is asked for, or the only one that holds a table of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from app.enums import Scope, SyncKind
from app.errors import RefusedError
from app.i18n import Message, msg, nmsg
from app.services.labels import SYNC_KINDS
from app.services.sync.answers import SeveralSheetsError
from app.services.sync.facts.shapes import SHAPES
from app.services.sync.files.grid import ALL_SHEETS, Book
from app.services.sync.layouts.headings import fields, in_full
from app.services.sync.model import Notice, Question, QuestionsError, ReadOptions
from app.services.sync.recognition import kinds
from app.services.sync.recognition.columns import Column
from app.services.sync.recognition.detect import Found, has_groups, layout_name
from app.services.sync.recognition.monthly import with_months
from app.services.sync.recognition.rated import with_currencies
from app.services.sync.recognition.stacked import recognise
from app.services.sync.tables.copies import Copies, Rest, sums_up
from app.services.sync.tables.unsaved import unsaved
from app.services.sync.values.text import cell_text

#: Share of numbers in a column of amounts.
_FIGURES: Final = 0.8
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
        raise _no_table(ours, options, file)
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


def _no_table(looked: list[Found], options: ReadOptions, file: str) -> RefusedError:
    """Say what lacks: any header at all, or columns that the nearest kind needs."""
    looked = [found for found in looked if found.guesses or options.kind is not None]
    if not looked:
        return RefusedError(
            "no_table",
            msg("No table with known headings was found."),
            where=msg("File {file}.", file=file),
            do=msg(
                "Export a list whose first rows name customer, invoice number, due date and open amount, or say with "
                "{option} which column is which.",
                option="--layout",
            ),
        )
    nearest = max(looked, key=lambda found: found.score)
    kind = options.kind or nearest.rivals[0] if nearest.rivals else kinds.KINDS[0]
    grouped = {"group"} if has_groups(nearest.body) else set()
    lacks = kinds.lacking(kind, {*nearest.guesses, *grouped})
    if not lacks:
        closes = nearest.kind is not None and nearest.kind in SHAPES and SHAPES[nearest.kind].closes
        return RefusedError(
            "list_empty" if closes else "no_rows",
            msg("The table has headings but no rows."),
            where=_where(file, nearest),
            do=msg("Export it again, or say that nothing stands open any more with {option}.", option="--scope full")
            if closes
            else msg("Export it again."),
        )
    if options.kind is None and _lists_currencies(nearest):
        return RefusedError(
            "rates_of_what",
            msg("Each currency has a column, and nothing says that the figures are exchange rates."),
            where=_where(file, nearest),
            do=msg("If they are rates, say so with {option}.", option=f"--kind {SyncKind.RATES.value}"),
        )
    whose = not {"account", "name"}.isdisjoint(nearest.guesses)
    if options.kind is None and whose and "number" not in nearest.guesses and with_months(nearest.columns, {}, {}):
        return _about_customers(nearest, options, file)
    if _is_summary(nearest) and kind is SyncKind.OPEN_ITEMS:
        return _about_customers(nearest, options, file)
    return _columns_missing(nearest, kind, lacks, file)


def _columns_missing(found: Found, kind: SyncKind, lacks: Sequence[Message], file: str) -> RefusedError:
    """Say what a table lacks to be of a kind, and which heading names it over cells that are something else."""
    if headed := _headed_otherwise(found, kind):
        return RefusedError(
            "columns_missing",
            msg(
                "The table does not fit the kind “{kind}”: {lacks}. Most cells under “{heading}” do not hold what the "
                "heading says.",
                kind=SYNC_KINDS[kind], lacks=kinds.listed(lacks), heading=headed,
            ),
            where=_where(file, found),
            do=msg(
                "Correct these cells in your spreadsheet program and sync it again, or say with {layout} which column "
                "it is.",
                layout="--layout",
            ),
        )  # fmt: skip
    return RefusedError(
        "columns_missing",
        msg("The table does not fit the kind “{kind}”: {lacks}.", kind=SYNC_KINDS[kind], lacks=kinds.listed(lacks)),
        where=_where(file, found),
        do=msg(
            "Export it with that column, say which one it is with {layout}, or name another kind with {kind}.",
            layout="--layout",
            kind="--kind",
        ),
    )


def _headed_otherwise(found: Found, kind: SyncKind) -> str | None:
    """Return the heading that names what a table lacks, over cells that are something else: notes among amounts."""
    used, have = {guess.column for guess in found.guesses.values()}, set(found.guesses)
    for column in found.columns:
        if column.index in used or not column.profile.filled:
            continue
        for hit in in_full(column.heading):
            if len(kinds.lacking(kind, {*have, hit.field})) < len(kinds.lacking(kind, have)):
                return column.heading.strip()
    return None


def _about_customers(found: Found, options: ReadOptions, file: str) -> RefusedError:
    """Say why amounts of customers are not read: they are no items, and nothing calls them sales."""
    if options.kind is None and with_months(found.columns, {}, {}):
        return RefusedError(
            "months_of_what",
            msg("Each month has a column, and nothing says that the amounts are sales."),
            where=_where(file, found),
            do=msg("If they are sales, say so with {option}.", option=f"--kind {SyncKind.SALES.value}"),
        )
    if options.kind is None and any(_is_month(column.heading) for column in found.columns):
        return RefusedError(
            "months_of_what",
            msg("The amounts are those of months, and nothing says that they are sales."),
            where=_where(file, found),
            do=msg("If they are sales, say so with {option}.", option=f"--kind {SyncKind.SALES.value}"),
        )
    return RefusedError(
        "customers_only",
        msg("The rows are balances of customers, without invoices."),
        where=_where(file, found),
        do=msg("Export the list with one row per invoice: the aging in detail, or the open items."),
    )


def _lists_currencies(found: Found) -> bool:
    """Tell whether a table has a column for each currency, and none for anything but the day."""
    days = {name: guess for name, guess in found.guesses.items() if fields()[name.partition("#")[0]].cells != "date"}
    return "rated" in with_currencies(found.columns, days, {}, {}) and not days.keys() & {"account", "name", "number"}


def _is_month(heading: str) -> bool:
    """Tell whether a heading is that of a month in the rows."""
    return any(hit.field == "sales_month" for hit in in_full(heading, beside=True))


def _is_summary(found: Found) -> bool:
    """Tell whether a table holds a balance per customer, by age or in all, and neither numbers nor days.

    With a day it is one where every customer stands in one row: the day of their next payment.
    """
    names = {name.partition("#")[0] for name in found.guesses}
    who = found.guesses.get("account") or found.guesses.get("name")
    if who is None or "number" in names:
        return False
    if not names & {"document_date", "due_date", "posting_date", "days_overdue"}:
        return bool(names & {"open", "original", "aged"})
    texts = [text for cell in found.cells(who.column) if (text := cell_text(cell)) is not None]
    return len(texts) > 1 and len(set(texts)) == len(texts) and any(map(_is_amounts, found.columns))


def _is_amounts(column: Column) -> bool:
    return column.profile.number >= _FIGURES


def _where(file: str, found: Found) -> Message:
    if not found.grid.name:
        return msg("File {file}, row {row}.", file=file, row=found.bottom + 1)
    return msg("File {file}, sheet {sheet}, row {row}.", file=file, sheet=found.grid.name, row=found.bottom + 1)
