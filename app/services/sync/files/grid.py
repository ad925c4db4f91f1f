"""What every container gives: named sheets, and the rows of one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.services.sync.values.text import Cell

#: A row of cells; rows of one sheet have the same length or are empty.
Row = list[Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet.

    Attributes:
        name: of the sheet; empty for text files.
        rows: the first one is row 1 as Excel shows it; blank cells are empty strings.
        errors: (row, column) from 0 → the error that the cell shows; such cells read as blank.
        formats: gives the number formats of a column (from 0) with the number of its cells, where they are known.
    """

    name: str
    rows: list[Row]
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formats: Callable[[int], dict[str, int]] = field(default=lambda _column: {})


@dataclass(frozen=True, slots=True)
class Book:
    """A file that has been opened.

    Attributes:
        container: ``xlsx``, ``xls`` or ``text``.
        names: of its visible and hidden sheets, in order; one empty name for text files.
        load: reads one sheet.
        encoding: of a text file and its separator, else empty.
        doubts: readings of a text file that were as good as the chosen one.
    """

    container: str
    names: tuple[str, ...]
    load: Callable[[str], Grid]
    encoding: str = ""
    doubts: tuple[str, ...] = ()


class DamagedError(Exception):
    """The parser could not make sense of the file."""


class PasswordError(Exception):
    """The file is encrypted."""
