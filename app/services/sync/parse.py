"""A recognised table becomes typed rows and everything that is known about its file."""

from __future__ import annotations

from typing import Final

from app.enums import SyncKind
from app.errors import RefusedError
from app.i18n import msg
from app.services.sync.detect import Found, layout_name
from app.services.sync.files.grid import Book
from app.services.sync.model import FileTable, Notice, ReadOptions
from app.services.sync.tables import kinds
from app.services.sync.tables.cases import read_cases
from app.services.sync.tables.customers import read_customers
from app.services.sync.tables.items import read_items
from app.services.sync.tables.outcome import Outcome
from app.services.sync.tables.receipts import read_receipts
from app.services.sync.tables.table import Table

_READERS: Final = {
    SyncKind.OPEN_ITEMS: read_items,
    SyncKind.CUSTOMERS: read_customers,
    SyncKind.RECEIPTS: read_receipts,
    SyncKind.CASES: read_cases,
}


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
    table = Table(found, options, file)
    table.warnings.extend(notices)
    if len(found.rivals) > 1 and options.kind is None:
        table.questions.append(kinds.question(found.rivals))
    if book.doubts:
        table.warnings.append(
            Notice(
                "encoding",
                msg("The text may also be in another encoding: {names}.", names=", ".join(book.doubts)),
            )
        )
    outcome = _READERS[found.kind or SyncKind.OPEN_ITEMS](table)
    if outcome.count == 0:
        raise _nothing(table, outcome)
    return _file_table(book, table, outcome), outcome


def _file_table(book: Book, table: Table, outcome: Outcome) -> FileTable:
    found = table.found
    return FileTable(
        file=table.file,
        sha256="",
        container=book.container,
        encoding=book.encoding,
        sheet=found.grid.name,
        header_row=found.bottom + 1,
        layout=layout_name(found),
        company=outcome.company,
        kind=outcome.kind,
        columns=table.mapped(),
        as_of=outcome.as_of,
        as_of_from=outcome.as_of_from,
        coverage=outcome.coverage,
        rows=outcome.counts,
        totals=outcome.totals,
        own_totals=outcome.own_totals,
        set_aside=outcome.set_aside,
        noted=tuple(outcome.noted),
        rejected=tuple(outcome.rejected),
        warnings=tuple(table.warnings),
        sheets=book.names,
        account_count=outcome.account_count,
    )


def _nothing(table: Table, outcome: Outcome) -> RefusedError:
    """Say why no row of a table can be used."""
    where = msg("File {file}, row {row}.", file=table.file, row=table.found.bottom + 1)
    if outcome.rejected:
        first = outcome.rejected[0]
        return RefusedError(
            "nothing_readable",
            msg("None of {n} rows can be read. Row {row}: {reason}", n=len(outcome.rejected), row=first.row,
                reason=first.reason),
            where=where,
            do=msg("Export it again with customer, invoice number, date and amount in every row."),
        )  # fmt: skip
    if outcome.set_aside:
        return RefusedError(
            "nothing_open",
            msg("No row of the file is an open receivable: {n} rows are settled or set aside.",
                n=outcome.counts.skipped),
            where=where,
            do=msg("If these are closed items, say so with {option}.", option="--kind closed-items"),
        )  # fmt: skip
    return RefusedError("no_rows", msg("The table has headings but no rows."), where=where, do=msg("Export it again."))
