"""What every container gives: named sheets, and the rows of one of them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice, zip_longest
from typing import Final, Protocol, overload

from app.services.sync.values.cells import Cell, Coded, Gatherer, parts_of

#: A row of cells; rows of one sheet have the same length.
Row = list[Cell]
#: Stands for the name of a sheet where all of a file's tables are wanted; no sheet can have this name.
ALL_SHEETS: Final = "*"
#: Rows that are turned into columns, and back, at a time: few enough to stay in the processor's cache.
_BATCH: Final = 512


def always(_code: str) -> bool:
    """Look at cells whatever number formats there are."""
    return True


class Formats(Protocol):
    """Gives the number formats of a sheet's columns, where they are known."""

    def __call__(self, column: int, worth: Callable[[str], bool] = always, /) -> Mapping[str, Sequence[range]]:
        """Return number format → runs of rows (from 0) of its cells; empty where no format of the file is worth a look.

        To read them costs a second look at the whole sheet in some containers.
        """


#: Gives the rows (from 0) in which a column's cells are struck through, where that is known.
Struck = Callable[[int], Sequence[int]]


def no_strikes(_column: int) -> Sequence[int]:
    """Know nothing of what is struck through."""
    return ()


def no_formats(_column: int, _worth: Callable[[str], bool] = always, /) -> Mapping[str, Sequence[range]]:
    """Know nothing of number formats."""
    return {}


def add_rows(runs: list[range], rows: range) -> None:
    """Add rows to runs of rows; what follows the last run makes it longer."""
    if runs and runs[-1].stop == rows.start:
        runs[-1] = range(runs[-1].start, rows.stop)
    else:
        runs.append(rows)


class Rows(Sequence[Row]):
    """The rows of a sheet from one of them on; each is put together from the columns when it is asked for."""

    __slots__ = ("_columns", "_height", "_start")

    def __init__(self, columns: Sequence[Sequence[Cell]], start: int, height: int) -> None:
        """Begin with row ``start`` (from 0) of a sheet of so many rows."""
        self._columns = columns
        self._start = min(start, height)
        self._height = height

    def __len__(self) -> int:
        """Count the rows."""
        return self._height - self._start

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        """Return one row, or a list of rows."""
        at = range(self._start, self._height)[place]
        if isinstance(at, int):
            return [column[at] for column in self._columns]
        return [[column[one] for column in self._columns] for one in at]

    def __iter__(self) -> Iterator[Row]:
        """Return every row."""
        for start in range(self._start, self._height, _BATCH):
            stop = min(start + _BATCH, self._height)
            columns = [column[start:stop] for column in self._columns]
            yield from map(list, zip(*columns, strict=True)) if columns else ([] for _ in range(start, stop))


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, kept by column: rows repeat themselves downwards, and what is judged is a column.

    Attributes:
        name: of the sheet; empty for text files.
        columns: of the same length; their first cell is in row 1 as Excel shows it, blank cells are empty strings.
        height: number of rows.
        errors: (row, column) from 0 → the error that the cell shows; such cells read as blank.
        formats: gives the number formats of a column (from 0) with the rows of its cells, where they are known.
        apart: columns (from 0) of cells that belong to other tables than the one that is read.
        struck: gives the rows (from 0) in which cells of a column are struck through, where that is known.
    """

    name: str
    columns: tuple[Sequence[Cell], ...]
    height: int
    errors: Mapping[tuple[int, int], str]
    formats: Formats
    apart: frozenset[int] = frozenset()
    struck: Struck = no_strikes

    @classmethod
    def of_rows(
        cls,
        name: str,
        rows: Iterable[Sequence[Cell]],
        *,
        left: int = 0,
        errors: Mapping[tuple[int, int], str] | None = None,
        formats: Formats = no_formats,
    ) -> Grid:
        """Gather a sheet from its rows; they are taken as they come, so that a reader need not hold them all.

        Args:
            name: of the sheet; empty for text files.
            rows: may differ in length; the shorter ones are filled up with blank cells.
            left: blank columns in front of the cells that the rows have.
            errors: (row, column) from 0 → the error that the cell shows.
            formats: gives the number formats of a column, where they are known.
        """
        gathered: list[Gatherer] = []
        height = 0
        coming = iter(rows)
        while batch := list(islice(coming, _BATCH)):
            columns = list(zip_longest(*batch, fillvalue=""))
            gathered.extend(Gatherer(height) for _ in columns[len(gathered) :])
            columns.extend([("",) * len(batch)] * (len(gathered) - len(columns)))
            for one, cells in zip(gathered, columns, strict=True):
                one.add(cells)
            height += len(batch)
        front = [Coded([""], array("B", [0]) * height)] * left
        return cls(name, (*front, *(one.column() for one in gathered)), height, errors or {}, formats)

    def fingerprint(self) -> bytes:
        """Return a digest of all cells; sheets with the same cells have the same."""
        digest = sha256(
            repr((self.name, self.height, len(self.columns), sorted(self.errors.items()))).encode(
                errors="surrogatepass"
            )
        )
        for column in self.columns:
            for part in parts_of(column):
                digest.update(part)
        return digest.digest()

    @property
    def rows(self) -> Rows:
        """The rows; the first one is row 1 as Excel shows it."""
        return Rows(self.columns, 0, self.height)

    def below(self, start: int) -> Rows:
        """Return the rows from one of them (from 0) on."""
        return Rows(self.columns, start, self.height)

    def row(self, place: int) -> Row:
        """Return one row, from 0."""
        return self.rows[place]

    def head(self, count: int) -> list[Row]:
        """Return the first rows."""
        return self.rows[:count]


@dataclass(frozen=True, slots=True)
class Book:
    """A file that has been opened.

    Attributes:
        container: one of the names in ``container``.
        names: of its visible and hidden sheets, in order; one empty name for text files.
        load: reads one sheet.
        encoding: of a text file and its separator, else empty.
        doubts: encodings of a text file in which it reads as well as in the chosen one.
        readings: encodings in which all of it can be read, best first, where its letters had to tell: one where it is
            sure. Else empty.
        again: opens it in another one of these; None where there is none.
        lost: characters of a text that its encoding cannot explain.
        cut: the last row of a text stops in the middle.
    """

    container: str
    names: tuple[str, ...]
    load: Callable[[str], Grid]
    encoding: str = ""
    doubts: tuple[str, ...] = ()
    lost: int = 0
    cut: bool = False
    readings: tuple[str, ...] = ()
    again: Callable[[str], Book] | None = None

    @property
    def written_in(self) -> str:
        """The encoding alone."""
        return self.encoding.partition(",")[0]


class DamagedError(Exception):
    """The parser could not make sense of the file."""


class PasswordError(Exception):
    """The file is encrypted."""
