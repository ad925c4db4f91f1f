"""Tables of HTML pages, which Salesforce and many others call .xls, also inside a web archive (MHTML).

A page is one sheet, as Excel opens it: texts and tables below each other. Only where it holds several tables with
different headings is each of them a sheet of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from app.services.sync.files.container import HTML
from app.services.sync.files.encodings import LOST
from app.services.sync.files.grid import Book, DamagedError, Grid, Row
from app.services.sync.files.pages.encoding import markup_text
from app.services.sync.files.zipscan import MAX_CELLS
from app.services.sync.layouts.headings import strength
from app.services.sync.values.cells import Cell
from app.services.sync.values.text import heading_key

#: A comment, a declaration, or a tag with its attributes; a quote that nothing opens is no quote.
_TOKEN: Final = re.compile(
    r"<(?:!--.*?-->|[!?][^<>]*>|(/?)([a-zA-Z][^\s/<>]*+)((?:[^<>=]++|=\s*+(?:\"[^\"]*\"|'[^']*')|=)*+)>)", re.DOTALL
)
_ATTRIBUTE: Final = re.compile(r"([^\s=/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]*))")
#: Attributes of a cell that say more than how it looks.
_TELLING: Final = ("span", "num", "sdval")
_CELLS: Final = frozenset({"td", "th"})
_BREAKS: Final = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "center", "form"})
_SILENT: Final = frozenset({"script", "style", "title", "xml", "select", "noscript", "template"})
_BLANKS: Final = re.compile(r"[ \t\r\n\f\xa0]+")
_NOT_DIGITS: Final = re.compile(r"\D+")
#: Decimals that a shown number may have.
_DECIMALS: Final = range(5)
_HALF: Final = 0.500001
_LONGEST: Final = 20
#: A cell cannot span more than these, as browsers have it.
_ACROSS: Final = 1_000
_DOWN: Final = 65_534
_HEADER_ROWS: Final = 60


@dataclass(slots=True)
class _Table:
    """A table that is being read: finished rows, the row and the cell at hand, and cells that reach down from above."""

    rows: list[Row] = field(default_factory=list)
    row: Row | None = None
    text: list[str] | None = None
    span: tuple[int, int, str | None] = (1, 1, None)
    down: dict[int, int] = field(default_factory=dict)
    caption: str = ""


@dataclass(slots=True)
class _Block:
    """A table, or the lines of text between two."""

    rows: list[Row]
    table: bool
    caption: str = ""


def open_html(data: bytes, encoding: str | None = None) -> Book:
    """Read every table of a page.

    Args:
        data: the file.
        encoding: in which it is written, if somebody said so.

    Raises:
        DamagedError: it is cut off, or spans more cells than a sheet can have.
        OtherEncodingError: it is not written in that encoding.
    """
    pages = _archived(data) if data[:4096].lstrip().lower().startswith((b"mime-version:", b"content-type:")) else [data]
    blocks: list[_Block] = []
    read = [markup_text(page, encoding) for page in pages]
    for page in read:
        blocks += _Page().read(page.text)
    if not any(block.table for block in blocks):
        raise DamagedError("no table")
    sheets = _sheets(blocks)
    doubtful = next((page for page in read if page.doubts), read[-1])
    lost = sum(page.text.count(LOST) for page in read)
    return Book(
        HTML, tuple(sheets), lambda name: Grid.of_rows(name, sheets[name]), doubtful.encoding, doubtful.doubts,
        lost=lost, readings=doubtful.readings,
    )  # fmt: skip


def _archived(data: bytes) -> list[bytes]:
    """Return the pages of a web archive that hold tables.

    Raises:
        DamagedError: it holds none.
    """
    from email import message_from_bytes

    message = message_from_bytes(data)
    found: list[bytes] = []
    for part in message.walk():
        content = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(content, bytes) and re.search(rb"<tr[\s>]", content, re.IGNORECASE):
            found.append(content)
    if not found or message.defects:
        raise DamagedError("no page with a table")
    return found


class _Page:
    """Follows the tags of a page; what is not closed is closed by what follows, as browsers do."""

    def __init__(self) -> None:
        self._blocks: list[_Block] = []
        self._open: list[_Table] = []
        self._loose: list[str] = []
        self._caption = False

    def read(self, text: str) -> list[_Block]:
        """Return the blocks of the page.

        Raises:
            DamagedError: a table does not end.
        """
        text, at = _without_open_comment(text), 0
        while tag := _TOKEN.search(text, at):
            if at < tag.start():
                self._text(text[at : tag.start()])
            at = tag.end()
            if tag.group(2):
                name = tag.group(2).lower()
                if name in _SILENT and not tag.group(1):
                    at = _end_of(name, text, at)
                else:
                    self._tag(name, tag.group(3), closing=bool(tag.group(1)))
        self._text(text[at:])
        if self._open:
            raise DamagedError("a table does not end")
        self._end_text()
        return self._blocks

    def _text(self, text: str) -> None:
        text = text.replace("\n", " ")
        self._write(unescape(text) if "&" in text else text)

    def _tag(self, name: str, attributes: str, *, closing: bool) -> None:
        if name == "table":
            self._end_table() if closing else self._begin_table()
        elif name in _BREAKS:
            self._write("\n")
        elif not self._open:
            return
        elif name in _CELLS:
            _end_cell(self._open[-1])
            if not closing:
                self._begin_cell(attributes)
        elif name == "tr":
            _end_row(self._open[-1])
            self._open[-1].row = None if closing else []
        elif name == "caption":
            self._caption = not closing

    def _write(self, text: str) -> None:
        if not self._open:
            self._loose.append(text)
        elif self._caption:
            self._open[-1].caption += text
        elif (cell := self._open[-1].text) is not None:
            cell.append(text)

    def _end_text(self) -> None:
        """Turn the lines between two tables into rows of one cell."""
        lines = [line for line in map(_tidy, "".join(self._loose).split("\n")) if line]
        self._loose = []
        if lines:
            self._blocks.append(_Block([[line] for line in lines], table=False))

    def _begin_table(self) -> None:
        if not self._open:
            self._end_text()
        self._open.append(_Table())

    def _begin_cell(self, attributes: str) -> None:
        table = self._open[-1]
        if table.row is None:
            table.row = []
        table.text = []
        table.span = (1, 1, None)
        named = attributes.lower() if attributes else ""
        if named and any(word in named for word in _TELLING):
            found = {name.lower(): one or two or three for name, one, two, three in _ATTRIBUTE.findall(attributes)}
            across = min(max(1, _whole(found.get("colspan"))), _ACROSS)
            down = min(max(1, _whole(found.get("rowspan"))), _DOWN)
            table.span = (across, down, found.get("x:num") or found.get("sdval"))

    def _end_table(self) -> None:
        """Finish a table: of one row inside a cell it is part of that cell, else it is a block of its own."""
        if not self._open:
            return
        table = self._open.pop()
        _end_row(table)
        outer = self._open[-1] if self._open else None
        if outer is not None and len(table.rows) <= 1:
            if outer.text is not None:
                outer.text.append(" ".join(str(cell) for row in table.rows for cell in row if cell != ""))
            return
        if outer is not None and outer.rows:
            self._blocks.append(_Block(outer.rows, table=True, caption=outer.caption))
            outer.rows = []
        if table.rows:
            self._blocks.append(_Block(table.rows, table=True, caption=_tidy(table.caption)))


def _end_cell(table: _Table) -> None:
    """Put a cell into its row, right of the cells that reach down from above."""
    if table.text is None or table.row is None:
        return
    across, down, exact = table.span
    _skip(table)
    if len(table.row) + across > _DOWN:
        raise DamagedError("a row is too wide")
    if down > 1:
        table.down.update(dict.fromkeys(range(len(table.row), len(table.row) + across), down))
    table.row.append(_value("".join(table.text), exact))
    table.row.extend([""] * (across - 1))
    table.text = None


def _skip(table: _Table) -> None:
    """Leave out the columns that a cell above reaches down into."""
    if table.row is not None:
        while table.down.get(len(table.row), 0) > 0 and table.row is not None:
            table.row.append("")


def _end_row(table: _Table) -> None:
    _end_cell(table)
    if table.row is not None:
        table.rows.append(table.row)
        table.down = {column: left - 1 for column, left in table.down.items() if left > 1}
    table.row = None


def _whole(text: str | None) -> int:
    return int(text) if text and text.strip().isdecimal() else 1


def _without_open_comment(text: str) -> str:
    """Return a page without a comment that nothing ends, so that nobody looks for its end again and again."""
    begins = text.find("<!--", text.rfind("-->") + 1)
    return text if begins < 0 else text[:begins]


def _end_of(name: str, text: str, at: int) -> int:
    """Return where an element ends whose content is no text of the page."""
    end = re.compile(rf"</{name}[^>]*>", re.IGNORECASE).search(text, at)
    return end.end() if end else len(text)


def _tidy(text: str) -> str:
    return " ".join(text.split()) if text.isascii() else _BLANKS.sub(" ", text).strip()


def _value(text: str, exact: str | None) -> Cell:
    """Return a cell: as shown, but the exact number where the page gives it beside one that is shown rounded."""
    shown = "\n".join(filter(None, map(_tidy, text.split("\n")))) if "\n" in text else _tidy(text)
    if not exact:
        return shown
    try:
        number = float(exact)
    except ValueError:
        return shown
    digits = _NOT_DIGITS.sub("", shown)
    if not 0 < len(digits) < _LONGEST or "%" in shown:
        return shown
    rounded = any(abs(abs(number) * 10**places - int(digits)) <= _HALF for places in _DECIMALS)
    return number if rounded else shown


def _sheets(blocks: Sequence[_Block]) -> dict[str, list[Row]]:
    """Return name of a sheet → its rows."""
    heads = [_head(block) if block.table else () for block in blocks]
    different = list(dict.fromkeys(head for head in heads if head))
    if len(different) < 2:
        return {"": _bounded([row for block in blocks for row in block.rows])}
    found: dict[str, list[Row]] = {}
    names: dict[tuple[str, ...], str] = {}
    waiting: list[Row] = []
    for block, head in zip(blocks, heads, strict=True):
        if not head:
            waiting += block.rows
            continue
        name = names.setdefault(head, block.caption or f"Table {len(names) + 1}")
        found.setdefault(name, []).extend([*waiting, *block.rows])
        waiting = []
    found[name] += waiting
    return {name: _bounded(rows) for name, rows in found.items()}


def _head(block: _Block) -> tuple[str, ...]:
    """Return the headings of a table with rows below them; empty if it has none that are known."""
    best: tuple[int, tuple[str, ...]] = (1, ())
    for row in block.rows[: min(_HEADER_ROWS, len(block.rows) - 1)]:
        cells = [cell if isinstance(cell, str) else "" for cell in row]
        whole, partly = strength(cells)
        if 2 * whole + partly > best[0] and whole + partly > 1:
            best = 2 * whole + partly, tuple(filter(None, map(heading_key, cells)))
    return best[1]


def _bounded(rows: list[Row]) -> list[Row]:
    """Return rows that fit into a sheet.

    Raises:
        DamagedError: they do not.
    """
    if len(rows) * max(map(len, rows), default=0) > MAX_CELLS:
        raise DamagedError("the table spans too many cells")
    return rows
