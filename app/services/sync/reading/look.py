"""Looking at a file without importing it: its columns, what they were taken for, and what reading it would come to.

This runs in the worker process, with the same recognition and the same judging as an import. It never fails for a
table that cannot be read: that is when somebody wants to look at the columns.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.enums import SyncKind
from app.errors import AppError, RefusedError
from app.i18n import Message
from app.services.sync.answers import SeveralSheetsError
from app.services.sync.files.grid import Book, Grid
from app.services.sync.layouts.headings import fields, meanings
from app.services.sync.layouts.layout import references
from app.services.sync.layouts.sketch import Sketch, SketchColumn
from app.services.sync.model import FileTable, MappedColumn, Question, QuestionsError, ReadOptions
from app.services.sync.reading.judging import Judging
from app.services.sync.recognition import kinds
from app.services.sync.recognition.columns import Column, fit
from app.services.sync.recognition.detect import Found, layout_name, plain_name
from app.services.sync.recognition.fieldlists import FIELDS
from app.services.sync.recognition.stacked import recognise
from app.services.sync.tables.table import Table
from app.services.sync.values.text import shown

#: Rows shown for choosing the header, and how well cells must suit a field for it to be offered.
HEAD_ROWS: Final = 70
_OFFERED: Final = 0.8


def look(book: Book, options: ReadOptions, file: str) -> Sketch:
    """Look at a file."""
    judging = Judging(book, options, file)
    table: FileTable | None = None
    refusal: AppError | None = None
    questions: tuple[Question, ...] = ()
    try:
        table = _judged(judging, book)
    except QuestionsError as error:
        questions = error.questions
    except RefusedError as error:
        refusal = error
    found = judging.found or _nearest(book, options, questions[0].choices if questions else ())
    if found is None:
        grid = book.load(options.sheet if options.sheet in book.names else book.names[0])
        return Sketch(file, book.names, grid.name, None, _head(grid), book.written_in, refusal=refusal)
    return _sketch(book, found, options, file, table, questions, refusal)


def _judged(judging: Judging, book: Book) -> FileTable:
    """Read the table as an import would; of several that are read one by one the one that explains most is looked at.

    Raises:
        RefusedError, QuestionsError: an import would say so too.
    """
    try:
        return judging.judge()[0]
    except SeveralSheetsError as error:
        nearest = _nearest(book, judging.options, error.names)
        sheet = error.names[0] if nearest is None else nearest.grid.name
        judging.options = replace(judging.options, sheet=sheet)
        judging.choose()
        return judging.judge()[0]


def _nearest(book: Book, options: ReadOptions, names: tuple[str, ...]) -> Found | None:
    """Return the table that explains most among the sheets in question."""
    wanted = [name for name in names if name in book.names] or [options.sheet if options.sheet in book.names else ""]
    sheets = wanted if wanted != [""] or "" in book.names else book.names
    looked = [found for name in sheets if (found := recognise(book.load(name), options)) is not None]
    return max(looked, key=lambda found: (found.kind is not None, found.score), default=None)


def _sketch(
    book: Book,
    found: Found,
    options: ReadOptions,
    file: str,
    table: FileTable | None,
    questions: tuple[Question, ...],
    refusal: AppError | None,
) -> Sketch:
    mapped = Table(found, options, file).mapped() if table is None else table.columns
    kind = found.kind if table is None else table.kind
    nearest = kind or (found.rivals[0] if found.rivals else None)
    lacks: tuple[Message, ...] = ()
    if found.kind is None and nearest is not None:
        lacks = tuple(kinds.lacking(nearest, found.guesses))
    return Sketch(
        file=file,
        sheets=book.names,
        sheet=found.grid.name,
        header_row=found.bottom + 1,
        head=_head(found.grid),
        encoding=book.written_in,
        layout="" if found.layout is None else found.layout.name,
        source=plain_name(found) if found.layout is None else found.layout.origin or layout_name(found),
        kind=kind,
        kinds=tuple(dict.fromkeys((*([kind] if kind else []), *found.rivals, *kinds.EVERY, SyncKind.CLOSED_ITEMS))),
        columns=_columns(found, mapped, nearest or SyncKind.OPEN_ITEMS),
        lacks=lacks,
        table=table,
        questions=questions,
        refusal=refusal,
    )


def _columns(found: Found, mapped: tuple[MappedColumn, ...], kind: SyncKind) -> tuple[SketchColumn, ...]:
    names = references(found.headings)
    return tuple(SketchColumn(names[one.index], one, offers(found.columns[one.index], kind)) for one in mapped)


def offers(column: Column, kind: SyncKind) -> tuple[str, ...]:
    """Return the fields that a column's cells suit, those that its heading suggests first."""
    wanted = FIELDS[kinds.base(kind)]
    hinted = [hit.field for hit in meanings(column.heading) if hit.field in wanted]
    suited = {name: fit(fields()[name].cells, column.profile) for name in wanted} if column.profile.filled else {}
    first = [name for name in hinted if suited.get(name, 1)]
    rest = sorted((name for name, worth in suited.items() if worth >= _OFFERED), key=lambda name: -suited[name])
    return tuple(dict.fromkeys((*first, *rest)))


def _head(grid: Grid) -> tuple[tuple[str, ...], ...]:
    """Return the first rows as text, blank cells at their end left out."""
    rows = []
    for row in grid.head(HEAD_ROWS):
        cells = [shown(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        rows.append(tuple(cells))
    return tuple(rows)
