"""In which encoding a text is read that fits several: asked with a cell as each of them reads it, answered once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Final, NamedTuple

from app.i18n import Message, msg
from app.services.sync.files.encodings import OtherEncodingError, reread
from app.services.sync.files.grid import Book
from app.services.sync.model import Notice
from app.services.sync.options import ENCODING, ReadOptions
from app.services.sync.questions import Question
from app.services.sync.recognition.detect import layout_name, recognise
from app.services.sync.tables.table import Table

#: Fields whose cells people know at sight.
_KNOWN: Final = ("name", "customer", "payer", "legal_name", "trade_name")
#: Cells that show how each encoding reads the text, and encodings offered beyond those that fit as well.
_CELLS: Final = 2
_MORE: Final = 4


class _Cell(NamedTuple):
    """A cell that is read otherwise in another encoding: its text, its row as Excel shows it, its column."""

    text: str
    row: int
    column: int


def encoding_questions(book: Book, table: Table, left_out: AbstractSet[int]) -> tuple[Question, ...]:
    """Ask in which encoding a text is, if cells that count depend on it; what was said before counts as well.

    Args:
        book: the file.
        table: the table that was chosen.
        left_out: rows of it that are not imported, by their numbers as Excel shows them.
    """
    if table.options.encoding is not None:
        return ()
    own, rivals = book.written_in, book.doubts
    before = table.options.remembered.get(layout_name(table.found), {}).get(ENCODING.field, own)
    if before != own and book.readings and _opened(book, before) is not None:
        rivals = tuple(dict.fromkeys((*rivals, before)))
    cells = list(islice(_doubtful(own, rivals, table, left_out), _CELLS)) if rivals else []
    if not cells:
        return ()
    shown: dict[str, str] = {}
    for encoding in dict.fromkeys((own, *rivals, *book.readings)):
        sample = ", ".join(filter(None, (reread(cell.text, own, encoding) for cell in cells)))
        if sample and sample not in shown.values():
            shown[encoding] = sample
    choices = tuple(islice(shown, len(rivals) + 1 + _MORE))
    heading = table.found.headings[cells[0].column].strip() or None
    meanings = tuple(shown[encoding] for encoding in choices)
    return (Question(ENCODING.option, heading, _evidence(cells[0], own, choices), choices, meanings),)


def against_said(book: Book, table: Table) -> list[Notice]:
    """Warn of a text that was read as somebody said and seems to be UTF-8: one answer may stand for several files."""
    own = book.written_in
    if table.options.encoding is None or not book.doubts:
        return []
    for cell in _doubtful(own, book.doubts, table, frozenset()):
        what = msg(
            "The file was read in {encoding} as you said, and it seems to be UTF-8: “{one}” is then “{other}”.",
            encoding=own, one=cell.text, other=reread(cell.text, own, "utf-8") or "",
        )  # fmt: skip
        return [Notice("encoding", what, cell.row)]
    return []


def _evidence(cell: _Cell, own: str, choices: Sequence[str]) -> Message:
    others = (reread(cell.text, own, encoding) for encoding in choices if encoding != own)
    return msg(
        "The file does not say in which encoding its text is written, and more than one fits: “{one}” in row {row} is "
        "“{other}” in another one. Say which of them reads right.",
        one=cell.text, row=cell.row, other=next(filter(None, others), ""),
    )  # fmt: skip


def _doubtful(own: str, rivals: Sequence[str], table: Table, left_out: AbstractSet[int]) -> Iterator[_Cell]:
    """Give the cells that another encoding reads otherwise, each text once, names first."""
    names = sorted(table.guesses, key=lambda name: name not in _KNOWN)
    seen: set[str] = set()
    for column in dict.fromkeys(table.guesses[name].column for name in names):
        texts = {cell for cell in table.found.cells(column) if isinstance(cell, str) and not cell.isascii()} - seen
        differ = {text for text in texts if any(reread(text, own, other) not in {text, None} for other in rivals)}
        seen |= texts
        for place, cell in enumerate(table.found.cells(column) if differ else ()):
            if cell in differ and table.first + place not in left_out:
                differ.discard(cell)
                yield _Cell(str(cell), table.first + place, column)


def _opened(book: Book, encoding: str) -> Book | None:
    """Return a file in an encoding that was said before; None where it is not written so."""
    try:
        return in_encoding(book, encoding)
    except OtherEncodingError:
        return None


def in_encoding(book: Book, encoding: str) -> Book:
    """Return a file opened in another encoding; the file itself where it has only one."""
    return book if book.again is None or book.written_in == encoding else book.again(encoding)


def encoding_before(book: Book, sheet: str, options: ReadOptions, choices: Sequence[str]) -> str | None:
    """Return the encoding that the collector said before of such a file; None if nobody did.

    What was said is kept under the layout, whose name is made of headings that each encoding may read otherwise.
    """
    said = []
    answers = (one.get(ENCODING.field) for one in options.remembered.values())
    for encoding in filter(None, dict.fromkeys(answers) if choices and options.encoding is None else ()):
        other = _opened(book, encoding)
        found = None if other is None or sheet not in other.names else recognise(other.load(sheet), options)
        name = "" if found is None else layout_name(found)
        said += [encoding] if options.remembered.get(name, {}).get(ENCODING.field) == encoding else []
    return said[0] if len(said) == 1 else None
