"""Rows out of XML, read in pieces and without a tree: what the readers of SpreadsheetML and OpenDocument share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO, Final
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from app.services.sync.files import refusals
from app.services.sync.files.grid import DamagedError, Grid, Row, add_rows, always
from app.services.sync.files.scans.extent import Extent
from app.services.sync.files.zipscan import MAX_CELLS, letters
from app.services.sync.values.cells import Cell

_PIECE: Final = 1 << 20
_ROWS: Final = 1 << 20
_COLUMNS: Final = 1 << 14
_DECLARATION: Final = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")


@dataclass(slots=True)
class Sheet:
    """What is known of a sheet beside its rows.

    Attributes:
        name: of the sheet.
        errors: (row, column) from 0 → the error that the cell shows.
        formats: column → number format → runs of rows of its cells.
        extent: how far its cells reach.
    """

    name: str
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formats: dict[int, dict[str, list[range]]] = field(default_factory=dict)
    extent: Extent = field(default_factory=Extent)

    def formats_of(self, column: int, _worth: Callable[[str], bool] = always, /) -> Mapping[str, Sequence[range]]:
        """Return the number formats of a column with the rows of their cells."""
        return self.formats.get(column, {})

    def place(self, column: int, code: str, rows: range) -> None:
        """Note the rows in which cells of a column have a number format."""
        add_rows(self.formats.setdefault(column, {}).setdefault(code, []), rows)


class Handler(ContentHandler):
    """Follows elements and hands over rows as they are finished; blank ones wait for one that is not."""

    def __init__(self, path: Path) -> None:
        """Begin before the first sheet of a file."""
        super().__init__()
        self.sheets: list[Sheet] = []
        self.row_at = 0
        self._path = path
        self._ready: list[tuple[int, Row | None]] = []
        self._written = 0

    def take(self) -> list[tuple[int, Row | None]]:
        """Return the rows finished since the last time with the number of their sheet; None begins a sheet."""
        ready, self._ready = self._ready, []
        return ready

    def begin_sheet(self, name: str) -> None:
        """Begin a sheet; a name that is taken gets a mark."""
        taken = {sheet.name for sheet in self.sheets}
        name = name or f"Sheet{len(self.sheets) + 1}"
        while name in taken:
            name += "'"
        self.sheets.append(Sheet(name))
        self.row_at = self._written = 0
        self._ready.append((len(self.sheets) - 1, None))

    def put_row(self, row: Row, times: int = 1) -> None:
        """Put a row, or so many equal ones, where the sheet has come to.

        Raises:
            RefusedError: the sheet spans more cells than can be read.
            ValueError: it has more rows or columns than a sheet can have.
        """
        while row and row[-1] == "":
            row.pop()
        if row and self.sheets:
            place, extent = len(self.sheets) - 1, self.sheets[-1].extent
            extent.take(self.row_at, len(row) - 1, rows=times)
            if (extent.bottom + 1) * (extent.right + 1) > MAX_CELLS:
                raise refusals.far_corner(self._path, f"{letters(extent.right)}{extent.bottom + 1}")
            self._ready.extend((place, []) for _ in range(self.row_at - self._written))
            self._ready.extend((place, row) for _ in range(times))
            self._written = self.row_at + times
        self.row_at += times


def grids(source: str | BinaryIO, handler: Handler, path: Path) -> dict[str, Grid]:
    """Read every sheet of a file at once, for a sheet cannot be found without reading what stands before it.

    Args:
        source: text, or the bytes of a part in an encoding of XML.
        handler: follows the elements.
        path: for refusals.

    Raises:
        RefusedError: it defines entities, or a cell stands too far out.
        DamagedError: it is cut off or no XML.
    """
    from defusedxml.common import DefusedXmlException

    found: dict[str, Grid] = {}
    try:
        for place, rows in groupby(_rows(source, handler), key=itemgetter(0)):
            sheet = handler.sheets[place]
            own = (row for _, row in rows if row is not None)
            found[sheet.name] = Grid.of_rows(sheet.name, own, errors=sheet.errors, formats=sheet.formats_of)
    except DefusedXmlException:
        raise refusals.entities(path) from None
    except (SAXParseException, ValueError, LookupError, OverflowError) as error:
        raise DamagedError(str(error)) from error
    return found


def _rows(source: str | BinaryIO, handler: Handler) -> Iterator[tuple[int, Row | None]]:
    from defusedxml.expatreader import DefusedExpatParser

    parser: Any = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(handler)
    for piece in _text_pieces(source) if isinstance(source, str) else iter(lambda: source.read(_PIECE), b""):
        parser.feed(piece)
        yield from handler.take()
    parser.close()
    yield from handler.take()


def _text_pieces(text: str) -> Iterator[str]:
    """Return text without the line that names its encoding, piece by piece."""
    declaration = _DECLARATION.match(text)
    for start in range(declaration.end() if declaration else 0, len(text), _PIECE):
        yield text[start : start + _PIECE]


def place_of(attributes: dict[str, str], default: int, *, row: bool = False) -> int:
    """Return where a row or a cell stands, from 0: where ``Index`` says, else where the one before leaves off.

    Raises:
        ValueError: outside any sheet, or before what has been read.
    """
    place = int(attributes["Index"]) - 1 if "Index" in attributes else default
    if not default <= place < (_ROWS if row else _COLUMNS):
        raise ValueError(place)
    return place


def plain_moment(moment: datetime) -> Cell:
    """Return a moment as a day if it is one, as a time of day if it stands before the first day."""
    if moment.year < 1900 and (moment.month, moment.day) in {(12, 30), (12, 31)}:
        return moment.time()
    return moment.date() if moment.time() == time() else moment
