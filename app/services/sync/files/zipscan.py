"""One pass over the XML of a worksheet, in pieces: where its cells stand and which of them hold errors.

calamine reads a sheet into one dense block from A1 to its last cell, so a stray cell at the far corner takes
the whole process down; and it reads error cells as empty text. Both are seen here before it starts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import IO, Final, Protocol, Self

_BLOCK: Final = 1 << 20
#: Longer than any cell with its formula.
_OVERLAP: Final = 16_384
#: A dense block of more cells than this is never read: 1,048,576 rows of 26 columns are.
MAX_CELLS: Final = 28_000_000
#: Above this size a block has to be filled in earnest.
LARGE: Final = 2_000_000
MIN_FILL: Final = 0.05
#: Stands for an error where a cell holds a formula whose result nobody has computed and saved.
UNSAVED: Final = "="

_WIDE: Final = re.compile(rb'r="[A-Z]{2,3}\d')
_LAST: Final = re.compile(rb'[A-Z]{0,3}(\d{1,7})"')
_FILLED: Final = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>/]*>(?!</)')
_ERROR: Final = re.compile(
    rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>(?:<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?(?:<(?:\w+:)?v>([^<]*))?'
)
_FORMULA: Final = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"(?:\s*<(?:\w+:)?v(?:\s[^>]*)?(?:/>|>([^<]*)</(?:\w+:)?v>))?\s*</(?:\w+:)?c>"
)
#: The end of a formula without a result, for a quick look once some formula has one.
_RESULTLESS: Final = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*"
    rb"(?:<(?:\w+:)?v\b[^>]*/>|<(?:\w+:)?v\b[^>]*></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_TYPED: Final = re.compile(rb'\bt="(?!n")')
_REF: Final = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_CELL: Final = re.compile(rb"<(?:\w+:)?c(?=[\s/>])([^>]*)>")


class Source(Protocol):
    """A part of an archive that is being read."""

    def read(self, size: int = -1, /) -> bytes:
        """Return what comes next, empty at the end."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> object:
        """Let go of it."""


@dataclass(slots=True)
class SheetFacts:
    """What looking at a worksheet has shown.

    Attributes:
        rows: number of the last row that the sheet names.
        named: how many rows it names.
        wide: it has cells right of column Z.
        corner: the corner of the block that the filled cells span, where that had to be looked for.
        scattered: that block is too large for what it holds.
        errors: (row, column) from 0 → the error as the cell shows it; ``UNSAVED`` for a formula without a result.
        computed: some formula has a result that is not zero.
        zeros: cells whose formula has the result zero, as long as that is not so.
        short: some cells do not say their column (xlsb).
        unplaced: some cells do not say where they stand (xlsx): nothing else is told then.
        strange_days: days may stand under formats that calamine does not know (xls).
        currencies: column from 0 → number format that shows a currency → runs of its cells, where they say so (ods).
    """

    rows: int = 0
    named: int = 0
    wide: bool = False
    corner: str = ""
    scattered: bool = False
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    computed: bool = False
    zeros: list[tuple[int, int]] = field(default_factory=list)
    short: bool = False
    unplaced: bool = False
    strange_days: bool = False
    currencies: dict[int, dict[str, list[range]]] = field(default_factory=dict)

    @property
    def doubtful(self) -> bool:
        """Whether the block may be too large, so that the filled cells have to be counted."""
        columns = 16_384 if self.wide else 26
        return self.rows * columns > MAX_CELLS or self.rows > 3 * self.named + 100_000


def letters(column: int) -> str:
    """Return a column's name in Excel: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_index(name: str) -> int:
    """Return the position of a column from 0: A is 0."""
    number = 0
    for char in name:
        number = number * 26 + ord(char) - 64
    return number - 1


def unpack(stream: IO[bytes], progress: Callable[[int], None]) -> None:
    """Unpack a part to its end and forget it: its size and checksum are what the archive says.

    Raises:
        BadZipFile: they are not.
    """
    done = 0
    while block := stream.read(_BLOCK):
        done += len(block)
        progress(done)


def places_missing(text: bytes) -> bool:
    """Tell whether the first cell in a piece of a worksheet, or its last, does not say where it stands."""
    ends = _CELL.search(text), _CELL.match(text, max(0, text.rfind(b"<c")))
    return any(cell is not None and b' r="' not in cell.group(1) for cell in ends)


def scan_sheet(reopen: Callable[[], Source], progress: Callable[[int], None]) -> SheetFacts:
    """Look at a worksheet; twice if the first look leaves a doubt about the block its cells span.

    Args:
        reopen: opens the unpacked part at its beginning.
        progress: called with the bytes read so far.

    Raises:
        BadZipFile: the part is damaged.
    """
    facts = SheetFacts()
    done, tail = 0, b""
    with reopen() as stream:
        while block := stream.read(_BLOCK):
            done += len(block)
            progress(done)
            if places_missing(block):
                return SheetFacts(unplaced=True)
            _look(tail + block, len(tail), facts)
            tail = block[-_OVERLAP:]
    if facts.doubtful:
        with reopen() as stream:
            _measure(stream, facts)
    return facts


def _look(text: bytes, seen: int, facts: SheetFacts) -> None:
    """Take one piece; its first ``seen`` bytes were the end of the piece before."""
    at = text.rfind(b' r="')
    if at >= 0 and (match := _LAST.match(text, at + 4)):
        facts.rows = max(facts.rows, int(match.group(1)))
    facts.named += text.count(b"<row", max(0, seen - 3))
    if not facts.wide:
        facts.wide = _WIDE.search(text) is not None
    if b't="e"' in text:
        for match in _ERROR.finditer(text):
            if where := _REF.search(match.group(1)):
                place = int(where.group(2)) - 1, column_index(where.group(1).decode())
                shown = (match.group(2) or b"").decode("utf-8", "replace")
                facts.errors[place] = shown or facts.errors.get(place, "")
    if (b"<f" in text or b":f>" in text) and not (facts.computed and not _RESULTLESS.search(text)):
        for match in _FORMULA.finditer(text):
            _result(match, facts)


def _result(match: re.Match[bytes], facts: SheetFacts) -> None:
    """Take a formula: with a result, with zero, or with none."""
    attributes, value = match.groups()
    if _TYPED.search(attributes):  # a text, a flag or an error; an empty text is a result too
        facts.computed = facts.computed or bool(value)
        return
    zero = bool(value) and not value.strip(b"0.")
    if value and not zero:
        facts.computed = True
        facts.zeros.clear()
    elif (where := _REF.search(attributes)) and not (zero and facts.computed):
        place = int(where.group(2)) - 1, column_index(where.group(1).decode())
        if zero:
            facts.zeros.append(place)
        else:
            facts.errors[place] = UNSAVED


def _measure(stream: Source, facts: SheetFacts) -> None:
    """Find the block that the filled cells span and how full it is."""
    top = bottom = right = filled = 0
    widths: dict[bytes, int] = {}
    tail = b""
    while block := stream.read(_BLOCK):
        text = tail + block
        end = 0
        for match in _FILLED.finditer(text):
            row, end = int(match.group(2)), match.end()
            column = widths.setdefault(match.group(1), column_index(match.group(1).decode()))
            top = min(top or row, row)
            bottom, right = max(bottom, row), max(right, column)
            filled += 1
        tail = text[max(end, len(text) - _OVERLAP) :]
    size = (bottom - top + 1) * (right + 1)
    facts.rows, facts.corner = bottom, f"{letters(right)}{bottom}"
    too_large = bottom * (right + 1) > MAX_CELLS  # calamine's block begins at A1, wherever the first cell stands
    facts.scattered = too_large or (size > LARGE and filled < size * MIN_FILL)
