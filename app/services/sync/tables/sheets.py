"""Which sheet of a workbook is read: the one that is asked for, or the only one that holds a table of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.errors import RefusedError
from app.i18n import Message, msg
from app.services.sync.detect import Found, recognise
from app.services.sync.files.grid import Book, Row
from app.services.sync.model import Notice, Question, QuestionsError, ReadOptions
from app.services.sync.tables import kinds
from app.services.sync.values.text import shown

#: Rows of a small sheet that must be found in a large one for it to be a copy.
_COPIED: Final = 0.95
_NO_SHEETS: Final = msg("Leave --sheet out: the file has no sheets.")


def choose(book: Book, options: ReadOptions, file: str) -> tuple[Found, list[Notice]]:
    """Return the table to read.

    Raises:
        RefusedError: there is no such sheet, no table, a payables export, or the table lacks what its kind needs.
        QuestionsError: several sheets hold different tables.
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
    for found in looked:
        if kinds.is_payables(found.headings, found.titles):
            raise kinds.payables(file)
    tables = [found for found in looked if found.kind is not None and found.body]
    if not tables:
        raise _no_table(looked, options, file)
    placed = [found for found in tables if found.layout is not None and found.layout.sheet == found.grid.name]
    if len(tables) == 1 or len(placed) == 1:
        return (placed or tables)[0], []
    return _one_of(tables, file)


def _one_of(tables: list[Found], file: str) -> tuple[Found, list[Notice]]:
    """Choose among several tables: copies of the same rows are one, different tables are asked for."""
    largest = max(tables, key=lambda found: len(found.body))
    rows = _rows(largest.body)
    others = [found for found in tables if found is not largest]
    different = [found for found in others if not _copied(_rows(found.body), rows)]
    if different:
        names = tuple(found.grid.name for found in tables)
        raise QuestionsError(
            file,
            (
                Question(
                    "--sheet",
                    None,
                    msg("Several sheets hold a table: {names}.", names=", ".join(names)),
                    names,
                ),
            ),
        )
    first = next(found for found in tables if len(found.body) == len(largest.body))
    notice = Notice(
        "sheets_repeat",
        msg(
            "Other sheets repeat rows of sheet {sheet}: {names}. They are not counted again.",
            sheet=first.grid.name,
            names=", ".join(found.grid.name for found in tables if found is not first),
        ),
    )
    return first, [notice]


def _rows(body: Iterable[Row]) -> set[tuple[str, ...]]:
    """Return rows in a form that does not depend on blank cells."""
    return {tuple(shown(cell) for cell in row if cell != "") for row in body} - {()}


def _copied(rows: set[tuple[str, ...]], of: set[tuple[str, ...]]) -> bool:
    return len(rows & of) >= len(rows) * _COPIED


def _no_table(looked: list[Found], options: ReadOptions, file: str) -> RefusedError:
    """Say what lacks: any header at all, or columns that the nearest kind needs."""
    looked = [found for found in looked if found.guesses]
    if not looked:
        return RefusedError(
            "no_table",
            msg("No table with known headings was found."),
            where=msg("File {file}.", file=file),
            do=msg("Export a list whose first rows name customer, invoice number, due date and open amount."),
        )
    nearest = max(looked, key=lambda found: found.score)
    kind = options.kind or nearest.rivals[0] if nearest.rivals else kinds.KINDS[0]
    lacks = kinds.lacking(kind, nearest.guesses)
    if not lacks:
        return RefusedError(
            "no_rows",
            msg("The table has headings but no rows."),
            where=_where(file, nearest),
            do=msg("Export it again."),
        )
    return RefusedError(
        "columns_missing",
        msg("The table does not fit the kind {kind}: {lacks}.", kind=kind.value, lacks=_listed(lacks)),
        where=_where(file, nearest),
        do=msg("Export it with that column, or name another kind with {option}.", option="--kind"),
    )


def _where(file: str, found: Found) -> Message:
    if not found.grid.name:
        return msg("File {file}, row {row}.", file=file, row=found.bottom + 1)
    return msg("File {file}, sheet {sheet}, row {row}.", file=file, sheet=found.grid.name, row=found.bottom + 1)


def _listed(parts: list[Message]) -> Message:
    """Join reasons into one message."""
    if len(parts) == 1:
        return parts[0]
    return msg("{first}, {rest}", first=parts[0], rest=_listed(parts[1:]))
