"""Which sheet of a workbook is read: the one that is asked for, or the only one that holds a table of its own."""

from __future__ import annotations

from typing import Final

from app.errors import RefusedError
from app.i18n import Message, msg
from app.services.sync.detect import Found, recognise
from app.services.sync.files.grid import Book
from app.services.sync.model import Notice, Question, QuestionsError, ReadOptions
from app.services.sync.tables import kinds
from app.services.sync.tables.copies import repeats, sums_up
from app.services.sync.tables.unsaved import unsaved

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
    ours = [found for found in looked if not kinds.is_payables(found.headings, found.titles)]
    if looked and not ours:
        raise kinds.payables(file)
    tables = [found for found in ours if found.kind is not None and found.body]
    if not tables:
        for found in ours:
            unsaved(found, file)
        raise _no_table(ours, options, file)
    found, notices = _one_of(tables, file)
    if len(ours) < len(looked):
        notices.append(_about_payables(found, [other for other in looked if other not in ours]))
    return found, [*notices, *unsaved(found, file)]


def _one_of(tables: list[Found], file: str) -> tuple[Found, list[Notice]]:
    """Choose among several tables: copies and summaries of the same rows are one, different tables are asked for.

    Raises:
        QuestionsError: they are different.
    """
    placed = [found for found in tables if found.layout is not None and found.layout.sheet == found.grid.name]
    if len(tables) == 1 or len(placed) == 1:
        return (placed or tables)[0], []
    left = sorted(tables, key=lambda found: -len(found.body))
    copies: list[Found] = []
    summaries: list[Found] = []
    for found in reversed(left[1:]):  # the smallest first, so that a copy of a copy is one too
        others = [other for other in left if other is not found]
        if any(repeats(found, other) for other in others):
            copies.append(found)
        elif any(sums_up(found, other) for other in others):
            summaries.append(found)
        else:
            continue
        left.remove(found)
    if len(left) > 1:
        raise _which(tables, left, file)
    chosen = next(found for found in tables if found is left[0] or (found in copies and _as_good(found, left[0])))
    return chosen, _told(chosen, [found for found in (*left, *copies) if found is not chosen], summaries, tables)


def _as_good(found: Found, other: Found) -> bool:
    return len(found.body) == len(other.body) and found.score >= other.score


def _told(chosen: Found, copies: list[Found], summaries: list[Found], order: list[Found]) -> list[Notice]:
    """Say which sheets were left out, and why."""
    notices = []
    if copies:
        what = msg(
            "Other sheets repeat rows of sheet {sheet}: {names}. They are not counted again.",
            sheet=chosen.grid.name,
            names=_names(copies, order),
        )
        notices.append(Notice("sheets_repeat", what))
    if summaries:
        what = msg(
            "Other sheets sum up rows of sheet {sheet}: {names}. They are not counted again.",
            sheet=chosen.grid.name,
            names=_names(summaries, order),
        )
        notices.append(Notice("sheets_sum_up", what))
    return notices


def _names(found: list[Found], order: list[Found]) -> str:
    return ", ".join(table.grid.name for table in order if table in found)


def _about_payables(chosen: Found, left_out: list[Found]) -> Notice:
    what = msg(
        "Sheet {sheet} was read. Other sheets list what is owed to suppliers and were left out: {names}.",
        sheet=chosen.grid.name,
        names=", ".join(found.grid.name for found in left_out),
    )
    return Notice("sheets_payables", what)


def _which(tables: list[Found], left: list[Found], file: str) -> QuestionsError:
    """Ask which of several different tables is to be read."""
    names = tuple(found.grid.name for found in tables if found in left)
    evidence = msg("Several sheets hold a table: {names}.", names=", ".join(names))
    return QuestionsError(file, (Question("--sheet", None, evidence, names),))


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
