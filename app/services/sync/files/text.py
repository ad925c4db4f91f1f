"""Text files as grids: separator weighed by the table it yields. Everything stays text; 00123 keeps its zeros."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, combinations, islice
from typing import Final

from app.services.sync.files import aligned, quoted, ruled, torn
from app.services.sync.files.decoding import decode, headings_in
from app.services.sync.files.encodings import LOST
from app.services.sync.files.grid import Book, Grid, Row
from app.services.sync.layouts.headings import strength

_SEPARATORS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
#: Text in front that decides about headings and separator.
_SAMPLE: Final = 60_000
_LINES: Final = 200
#: A line of a drawn table that only separates.
_RULER: Final = re.compile(r"^[ \t|+]*+[-=_]{3}[-=_ \t|+]*+(?=\r?$)", re.MULTILINE)
_EXCEL_TEXT: Final = re.compile(r'(^|[,;\t])="', re.MULTILINE)
#: Rows that show how wide a table is, and headings that may have lost their quotes.
_LOOKED: Final = 400
_UNQUOTED: Final = 3
_FEW: Final = 3
#: Letters that are split into lines at a time.
_PIECE: Final = 1 << 20
csv.field_size_limit(1 << 26)


def open_text(data: bytes, encoding: str | None = None) -> Book:
    """Open a text file.

    Args:
        data: the file.
        encoding: in which it is written, if somebody said so.

    Raises:
        DamagedError: no encoding yields text.
        OtherEncodingError: it is not written in that encoding.
    """
    text, encoding, doubts, readings = decode(data, encoding)
    lost = text.count(LOST)
    separator = separator_of(text[:_SAMPLE])

    def load(name: str) -> Grid:
        try:
            return Grid.of_rows(name, rows_of(text, separator))
        except csv.Error:
            return Grid.of_rows(name, rows_of(text, separator, quotes=False))

    book = Book("text", ("",), load, encoding, doubts, lost=lost, readings=readings)
    known = headings_in(text[:_SAMPLE])
    if ruler := ruled.columns_of(text[:_SAMPLE], known):
        return replace(book, load=lambda name: Grid.of_rows(name, ruled.rows_of(text, ruler)))
    if form := aligned.columns_of(text[:_SAMPLE], known):
        return replace(book, load=lambda name: Grid.of_rows(name, aligned.rows_of(text, form)))
    return replace(book, encoding=f"{encoding}, {_SEPARATORS.get(separator, separator)}", cut=_is_cut(text, separator))


def separator_of(text: str) -> str:
    """Return the separator that yields the most known headings in a line, then the most regular table."""
    first = text.lstrip("\ufeff").split("\n", 1)[0].strip()
    if first.casefold().startswith("sep=") and (told := first[4:5]) and not told.isalnum() and told != '"':
        return told
    best, choice = (-1, -1), ","
    for separator in _SEPARATORS:
        if separator not in text:
            continue
        rows = table("\n".join(text.split("\n")[:_LINES]), separator)
        heads = max((2 * whole + partly for whole, partly in map(strength, rows[:60])), default=0)
        widths = Counter(len(row) for row in rows if sum(1 for cell in row if cell) > 1)
        regular = max((count * min(20, width) for width, count in widths.items()), default=0)
        if (heads, regular) > best:
            best, choice = (heads, regular), separator
    return choice


def table(text: str, separator: str) -> list[Row]:
    """Split text into rows of the same length; a row's position is its row number in a spreadsheet program."""
    try:
        rows = list(rows_of(text, separator))
    except csv.Error:
        rows = list(rows_of(text, separator, quotes=False))
    width = max(map(len, rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows


def rows_of(text: str, separator: str, *, quotes: bool = True) -> Iterator[Row]:
    """Return the rows of a text as they come, so that nobody need hold them all.

    Raises:
        csv.Error: a cell is longer than any can be.
    """
    text = text.lstrip("\ufeff").replace("\x00", "")
    if text[:4].casefold() == "sep=":  # a spreadsheet program obeys this line and does not show it
        text = text.partition("\n")[2]
    if '="' in text:
        text = _EXCEL_TEXT.sub(r'\1"', text)
    if separator == "|" or "---" in text:
        text = _RULER.sub("", text)
    quotes = quotes and '"' in text
    rows = quoted.rows_of(_lines(text), separator) if quotes else _split(text, separator)
    if separator == ",":
        rows = torn.with_cents(rows)
    if separator == "," and torn.may_be_torn(text[:_SAMPLE]):
        rows = torn.mended(rows)
    if not quotes:
        return rows
    head = list(islice(rows, _LOOKED))
    single = sum(1 for row in head if _is_line(row, separator))
    rows = chain(head, rows)
    if single * 2 > len(head):  # lines that are quoted as a whole
        rows = (
            next(csv.reader([str(row[0])], delimiter=separator)) if _is_line(row, separator) else row for row in rows
        )
    return _with_headings(rows, separator)


def _split(text: str, separator: str) -> Iterator[Row]:
    """Return the rows of a text in which quotes are letters like others."""
    return csv.reader(_lines(text), delimiter=separator, quoting=csv.QUOTE_NONE)


def _lines(text: str) -> Iterator[str]:
    """Return the lines of a text, which is split in pieces: a copy of the whole takes four bytes per letter."""
    return chain.from_iterable(io.StringIO(piece, newline="") for piece in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    """Return a text in pieces that end with a line."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE) + 1 or len(text)
        yield text[start:end]
        start = end


def _is_line(row: Row, separator: str) -> bool:
    return len(row) == 1 and separator in row[0]


def _with_headings(rows: Iterator[Row], separator: str) -> Iterator[Row]:
    """Return rows in which headings that lack the quotes of the cells below are joined again."""
    head = list(islice(rows, _LOOKED))
    width = _width(head)
    for place, row in enumerate(head[: _LOOKED // 4]):
        if 0 < len(row) - width <= _UNQUOTED and (headings := _joined(row, width, separator)):
            head[place] = headings
            break
    return chain(head, rows)


def _width(rows: list[Row]) -> int:
    """Return how many cells nearly all rows have."""
    widths = Counter(len(row) for row in rows[:_LOOKED] if len(row) > 1)
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return width if width and count >= 0.9 * (widths.total() - 1) else 1 << 20


def _joined(row: Row, width: int, separator: str) -> Row | None:
    """Return headings that separators inside them have torn, joined so that most of them are known; None if unclear."""
    found: list[tuple[int, Row]] = []
    for seams in combinations(range(1, len(row)), len(row) - width):
        headings: Row = []
        for place, cell in enumerate(row):
            if place in seams:
                headings[-1] += separator + cell
            else:
                headings.append(cell)
        whole, partly = strength(headings)
        blanks = sum(1 for place in seams if row[place][:1] == " ")
        found.append((4 * whole + 2 * partly + blanks, headings))
    best = max(weight for weight, _ in found)
    chosen = [headings for weight, headings in found if weight == best]
    return chosen[0] if len(chosen) == 1 and strength(chosen[0])[0] else None


def _is_cut(text: str, separator: str) -> bool:
    """Tell whether the last row stops in the middle: it lacks the end of its line, and cells that all others have."""
    if text.endswith(("\n", "\r", "\x00")):
        return False
    lines = list(_lines(text[-_SAMPLE:].partition("\n")[2]))
    if lines and quoted.is_open(lines[-1], separator):
        return True
    rows = list(quoted.rows_of(iter(lines), separator))[-_LOOKED:]
    if len(rows) < _FEW:
        return False
    last, shape = rows[-1], quoted.shape_of(rows[:-1])
    width = min(set(map(len, rows[:-1])) - {0}, default=0)
    if not 1 < len(last) < width:
        return False
    begins = None if shape is None else shape.begins(last[:-1])  # a shorter row of totals begins in another way
    return 2 * len(last) >= width if begins is None else begins
