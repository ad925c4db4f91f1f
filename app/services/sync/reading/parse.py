"""A recognised table becomes typed rows and everything that is known about its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from app.enums import SyncKind
from app.errors import RefusedError
from app.i18n import msg, nmsg
from app.services.sync.facts.shapes import FACT_KINDS
from app.services.sync.files.grid import Book, Row
from app.services.sync.files.zipscan import letters
from app.services.sync.model import FileTable, Notice, QuestionsError, ReadOptions
from app.services.sync.options import fixed
from app.services.sync.reading.letters import against_said, encoding_questions
from app.services.sync.recognition import kinds
from app.services.sync.recognition.detect import Found, layout_name
from app.services.sync.recognition.owners import owner_in
from app.services.sync.tables.lower import tell_of_others
from app.services.sync.tables.outcome import Outcome
from app.services.sync.tables.table import Table
from app.services.sync.tables.unread import tell_errors
from app.services.sync.values.cells import Cell
from app.services.sync.values.dates import looks_like_date
from app.services.sync.values.numbers import is_number
from app.services.sync.values.text import heading_key

#: The fields that decide what is owed, by whom and when.
_DECIDING = frozenset("account name number document_date due_date open original paid days_overdue currency".split())
#: Rows above the headings that may be no table.
_FEW: Final = 2
#: Numbers and days in a row of a table; a line of a title has one or two.
_FIGURES: Final = 3
#: The columns by which a table is known again beside itself: number and amount.
_BOTH: Final = 2


def parse(
    book: Book, found: Found, options: ReadOptions, file: str, notices: list[Notice]
) -> tuple[FileTable, Outcome]:
    """Judge a table.

    Args:
        book: the file it came from.
        found: the table.
        options: what the collector decided.
        file: name of the file.
        notices: what choosing the sheet has shown.

    Raises:
        RefusedError: no row of it can be used.
        QuestionsError: the evidence leaves something open.
    """
    table = Table(found, fixed(options, found.layout), file)
    table.warnings.extend(notices)
    if len(found.rivals) > 1 and options.kind is None:
        table.questions.append(kinds.question(found.rivals))
    table.questions.extend(found.doubts)
    _tell_of_cells(table)
    table.warnings.extend([*_about(book), *against_said(book, table)])
    _refuse_beside(table)
    _refuse_several(table)
    tell_of_others(table)
    _look_above(table)
    outcome = _judged(book, table)
    empty = not found.body and found.kind in FACT_KINDS  # where somebody said that nothing stands open
    aside = found.kind == SyncKind.RECEIPTS and outcome.set_aside  # a day of payments of ours
    if outcome.count == 0 and not empty and not aside:
        raise _nothing(table, outcome)
    tell_errors(table, outcome)
    return _file_table(book, table, outcome), outcome


def _judged(book: Book, table: Table) -> Outcome:
    """Judge a table by the reader of its kind.

    Raises:
        RefusedError: no row of it can be used.
        QuestionsError: the evidence leaves something open; in which encoding the text is, is asked with all else.
    """
    try:
        outcome = _reader(table.found.kind)(table)
    except QuestionsError as error:
        asked = encoding_questions(book, table, frozenset())
        raise QuestionsError(table.file, (*asked, *error.questions)) from None
    if asked := encoding_questions(book, table, {note.row for note in outcome.noted}):
        raise QuestionsError(table.file, asked)
    return outcome


def _tell_of_cells(table: Table) -> None:
    """Warn of columns that only their cells name: somebody should look at them once, and may save them as a layout."""
    guesses = [guess for guess in table.guesses.values() if guess.language == "cells" and guess.field in _DECIDING]
    if guesses:
        headings = (table.heading(guess.field) for guess in sorted(guesses, key=lambda one: one.column))
        names = kinds.quoted(headings)
        what = nmsg(
            "Only its cells say what the column {names} is; look at it before you apply.",
            "Only their cells say what the columns {names} are; look at them before you apply.",
            len(guesses),
            names=names,
        )
        table.warnings.append(Notice("columns_by_cells", what))


def _about(book: Book) -> list[Notice]:
    """Say what is lost of the file's text."""
    notices: list[Notice] = []
    if book.lost:
        what = nmsg(
            "One character cannot be read and is shown as �.",
            "{n} characters cannot be read and are shown as �.",
            book.lost,
        )
        notices.append(Notice("characters_lost", what))
    if book.cut:
        what = msg("The last row stops in the middle: the file may have been cut off.")
        notices.append(Notice("file_cut", what))
    return notices


def _reader(kind: SyncKind | None) -> Callable[[Table], Outcome]:
    """Return the reader of a kind; only that one is imported, for the process starts anew with each file."""
    if kind == SyncKind.CUSTOMERS:
        from app.services.sync.tables.customers import read_customers

        return read_customers
    if kind == SyncKind.RECEIPTS:
        from app.services.sync.tables.receipts import read_receipts

        return read_receipts
    if kind == SyncKind.CASES:
        from app.services.sync.tables.cases import read_cases

        return read_cases
    if kind == SyncKind.RATES:
        from app.services.sync.tables.rates import read_rates

        return read_rates
    if kind in FACT_KINDS:
        from app.services.sync.tables.facts import read_facts

        return read_facts
    from app.services.sync.tables.items import read_items

    return read_items


def _refuse_several(table: Table) -> None:
    """Refuse a sheet on which two tables of one kind stand under each other: reading one would leave the other out.

    Raises:
        RefusedError: there are two.
    """
    found = table.found
    if found.other is None:
        return
    first, second = sorted((found.bottom + 1, found.other + 1))
    raise RefusedError(
        "several_tables",
        msg("Two tables stand under each other, with headings in row {first} and in row {second}.",
            first=first, second=second),
        where=msg("File {file}, sheet {sheet}.", file=table.file, sheet=found.grid.name),
        do=msg("Put each on a sheet of its own, or say with --layout in which row the headings stand."),
    )  # fmt: skip


def _refuse_beside(table: Table) -> None:
    """Refuse a sheet on which the same table stands twice side by side, with other documents in the second one.

    Raises:
        RefusedError: there are two.
    """
    found = table.found
    own = [found.guesses[name].column for name in ("number", "open", "original") if name in found.guesses]
    if not found.beside or len(own) < _BOTH or "number" not in found.guesses:
        return
    keys = [heading_key(found.headings[column]) for column in own[:_BOTH]]
    again = {heading_key(found.headings[column]): column for column in sorted(found.beside, reverse=True)}
    if not all(key and key in again for key in keys):
        return
    mine = {cell for cell in found.cells(own[0]) if cell != ""}
    theirs = {cell for cell in found.cells(again[keys[0]]) if cell != ""}
    if theirs and 2 * len(theirs - mine) > len(theirs):
        raise RefusedError(
            "several_tables",
            msg("Two tables stand side by side, the second one from column {column} on.",
                column=letters(min(found.beside))),
            where=msg("File {file}, sheet {sheet}.", file=table.file, sheet=found.grid.name),
            do=msg("Put each on a sheet of its own."),
        )  # fmt: skip


def _look_above(table: Table) -> None:
    """Warn of rows above the header that look like rows of the table: titles hardly fill half of its columns.

    Raises:
        RefusedError: they are more than the table has, and nobody has said which table is meant.
    """
    found, options = table.found, table.options
    enough = max(4, len(found.guesses) // 2)
    above = {place + 1: row for place, row in enumerate(found.above) if _is_row(row, enough)}
    rows = [row for row in above if not any(row - 1 in other.rows for other in found.stack.others)]
    full = sum(1 for row in rows if sum(map(_is_figure, above[row])) >= _FIGURES)
    told = any(said is not None for said in (options.kind, options.layout, options.mapping))
    if full > max(_FEW, len(found.body)) and not told:
        raise RefusedError(
            "table_above",
            msg(
                "Rows {first} to {last} stand above the headings in row {row} that were found, and would not be read.",
                first=rows[0], last=rows[-1], row=found.top + 1,
            ),
            where=msg("File {file}, sheet {sheet}.", file=table.file, sheet=found.grid.name),
            do=msg("Export one table on each sheet, or say with --layout where its headings are and what they mean."),
        )  # fmt: skip
    for row in rows:
        what = msg("Row {row} stands above the headings and was not read.", row=row)
        table.warnings.append(Notice("row_above_headings", what, row))


def _is_row(row: Row, enough: int) -> bool:
    """Tell whether a row above the headings is like one of the table; a line that names the customer is read."""
    filled = [cell for cell in row if cell != ""]
    return len(filled) >= enough and any(map(_is_figure, filled)) and owner_in(filled) is None


def _is_figure(cell: Cell) -> bool:
    return cell != "" and (is_number(cell) or looks_like_date(cell))


def _file_table(book: Book, table: Table, outcome: Outcome) -> FileTable:
    found = table.found
    known = outcome.table(
        table.file, book.container, book.encoding, layout_name(found), table.warnings, found.bottom + 1
    )
    return replace(
        known,
        sheet=found.grid.name,
        columns=table.mapped(),
        sheets=book.names,
        origin="" if found.layout is None else found.layout.origin,
        proved=table.proved,
    )


def _nothing(table: Table, outcome: Outcome) -> RefusedError:
    """Say why no row of a table can be used."""
    where = msg("File {file}, row {row}.", file=table.file, row=table.found.bottom + 1)
    if outcome.rejected:
        first = outcome.rejected[0]
        return RefusedError(
            "nothing_readable",
            nmsg(
                "The only row cannot be read. Row {row}: {reason}",
                "None of {n} rows can be read. Row {row}: {reason}",
                len(outcome.rejected),
                row=first.row,
                reason=first.reason,
            ),
            where=where,
            do=msg("Export it again with customer, invoice number, date and amount in every row."),
        )
    if outcome.set_aside:
        return RefusedError(
            "nothing_open",
            nmsg(
                "No row of the file is an open receivable: {n} row is settled or set aside.",
                "No row of the file is an open receivable: {n} rows are settled or set aside.",
                outcome.counts.skipped,
            ),
            where=where,
            do=msg(
                "If these are closed items or payments, say so with {closed} or {paid}.",
                closed="--kind closed-items",
                paid="--kind receipts",
            ),
        )
    return RefusedError("no_rows", msg("The table has headings but no rows."), where=where, do=msg("Export it again."))
