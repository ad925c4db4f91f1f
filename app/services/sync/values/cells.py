"""Columns of cells as they are kept: each distinct cell once where cells repeat, bare numbers where they do not.

A sheet of a million rows repeats itself: currencies, days, customers, terms. Such a column keeps its distinct cells
and, row by row, which of them it is; what is found out about a cell is then found out once. A column of amounts keeps
plain binary numbers. What neither repeats nor is a number stays a list.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import compress, count
from math import nan
from typing import Any, Final, TypeVar, cast, overload

#: A cell as the readers of files give it: text, number, flag, date or nothing.
Cell = Any

V = TypeVar("V")
T = TypeVar("T")

#: Rows after which a column in which nearly all cells differ is no longer kept by its distinct cells, and after which
#: most of them suffice.
_FIRST_LOOK: Final = 1 << 11
_LAST_LOOK: Final = 1 << 16
_NEARLY: Final = (20, 19)
#: A column of numbers has at most one other cell in so many.
_RARE: Final = 4
_BLANKS: Final = ("", " ", "\u00a0", "-")
#: Ends a cell in a joined column; hardly any cell holds it.
_END: Final = "\x00"
#: Array types by the number of distinct cells that they can tell apart.
_CODES: Final = ((1 << 8, "B"), (1 << 16, "H"), (1 << 32, "I"))


class Coded(Sequence[V]):
    """A column whose cells repeat: its values, and for each row which of them it has.

    Every value occurs in some row; a value may stand in several places.
    """

    __slots__ = ("codes", "values")

    def __init__(self, values: Sequence[V], codes: array[int]) -> None:
        """Take values and codes; the codes are positions among the values."""
        self.values = values
        self.codes = codes

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.codes)

    @overload
    def __getitem__(self, place: int) -> V: ...
    @overload
    def __getitem__(self, place: slice) -> list[V]: ...
    def __getitem__(self, place: int | slice) -> V | list[V]:
        """Return one row's value, or some rows' as a list."""
        if isinstance(place, slice):
            return list(map(self.values.__getitem__, self.codes[place]))
        return self.values[self.codes[place]]

    def __iter__(self) -> Iterator[V]:
        """Return every row's value."""
        return map(self.values.__getitem__, self.codes)

    def __reversed__(self) -> Iterator[V]:
        """Return every row's value, the last one first."""
        return map(self.values.__getitem__, reversed(self.codes))

    def __contains__(self, value: object) -> bool:
        """Tell whether any row has a value."""
        return value in self.values

    def map(self, convert: Callable[[V], T]) -> Coded[T]:
        """Convert the column, each value once."""
        return Coded([convert(value) for value in self.values], self.codes)

    def tail(self, start: int) -> Coded[V]:
        """Return the column from a row on."""
        return _fitted(self.values, self.codes[start:]) if start else self

    def keep(self, own: bytearray) -> Coded[V]:
        """Return the rows that are marked."""
        return _fitted(self.values, array(self.codes.typecode, compress(self.codes, own)))


def _fitted(values: Sequence[V], codes: array[int]) -> Coded[V]:
    """Return a column without the values that none of its rows has.

    Where few are without a row, another value takes their place: that is cheaper than new codes.
    """
    used = set(codes)
    if len(used) == len(values):
        return Coded(values, codes)
    if len(used) * 2 > len(values):
        spare = values[next(iter(used))]
        return Coded([value if code in used else spare for code, value in enumerate(values)], codes)
    places = dict(zip(sorted(used), count(), strict=False))
    return Coded([values[code] for code in places], array(codes.typecode, map(places.__getitem__, codes)))


class Figures(Sequence[Cell]):
    """A column of numbers with a few other cells among them, by row."""

    __slots__ = ("numbers", "odd")

    def __init__(self, numbers: array[float], odd: dict[int, Cell]) -> None:
        """Take the numbers, not-a-number where another cell stands, and those cells."""
        self.numbers = numbers
        self.odd = odd

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> Cell: ...
    @overload
    def __getitem__(self, place: slice) -> list[Cell]: ...
    def __getitem__(self, place: int | slice) -> Cell | list[Cell]:
        """Return one row's cell, or some rows' as a list."""
        if isinstance(place, slice):
            places = range(*place.indices(len(self)))
            return [self.odd.get(at, number) for at, number in zip(places, self.numbers[place], strict=True)]
        at = place if place >= 0 else place + len(self)
        return self.odd.get(at, self.numbers[at])

    def __iter__(self) -> Iterator[Cell]:
        """Return every row's cell."""
        if not self.odd:
            return iter(self.numbers)
        cells: list[Cell] = self.numbers.tolist()
        for place, cell in self.odd.items():
            cells[place] = cell
        return iter(cells)

    def __contains__(self, value: object) -> bool:
        """Tell whether any row has a cell."""
        return value in self.odd.values() or value in self.numbers

    def tail(self, start: int) -> Figures:
        """Return the column from a row on."""
        below = {place - start: cell for place, cell in self.odd.items() if place >= start}
        return Figures(self.numbers[start:], below)


class _Index(dict[Any, int]):
    """Gives every cell the number that it got when it was first looked up."""

    def __missing__(self, cell: Cell) -> int:
        self[cell] = code = len(self)
        return code


class Gatherer:
    """A column on its way: it is told cells batch by batch and decides how to keep them."""

    def __init__(self, blanks: int = 0) -> None:
        """Begin with blank cells, where the sheet has become wider."""
        self._index = _Index()
        self._codes: array[int] = array("B")
        self._kept: Figures | list[Cell] | None = None
        self._flagged = False
        if blanks:
            self.add([""])
            self._codes *= blanks

    def add(self, cells: Sequence[Cell]) -> None:
        """Add the next cells."""
        if isinstance(self._kept, list):
            self._kept.extend(cells)
        elif self._kept is not None:
            self._kept = _with_figures(self._kept, cells)
        else:
            self._add_coded(cells)
            if len(self._codes) >= _FIRST_LOOK and self._differ():
                self._kept = _uncoded(self._coded())

    def column(self) -> Sequence[Cell]:
        """Return the column."""
        if self._kept is not None:
            return self._kept
        return _uncoded(self._coded()) if len(self._index) * 2 > len(self._codes) else self._coded()

    def _coded(self) -> Coded[Cell]:
        values = [key[0] if isinstance(key, tuple) else key for key in self._index]
        return Coded(values, self._codes)

    def _differ(self) -> bool:
        """Tell whether most cells differ; early only where nearly all do, because customers come again later."""
        count, rows = len(self._index), len(self._codes)
        return count * 2 > rows if rows >= _LAST_LOOK else count * _NEARLY[0] > rows * _NEARLY[1]

    def _add_coded(self, cells: Sequence[Cell]) -> None:
        """Add cells by their codes."""
        index = self._index
        before = len(index)
        flags = self._flagged and bool in set(map(type, cells))
        codes = list(map(index.__getitem__, map(_apart, cells) if flags else cells))
        if len(index) > before and not self._flagged and (0 in index or 1 in index):
            # TRUE equals 1: from the first batch that has either on, flags are told apart from numbers.
            self._flagged = True
            for key in list(index)[before:]:
                del index[key]
            self._add_coded(cells)
            return
        wanted = next(code for limit, code in _CODES if len(index) <= limit)
        if wanted != self._codes.typecode:
            self._codes = array(wanted, self._codes)
        self._codes.fromlist(codes)


def _apart(cell: Cell) -> Any:
    """Return a key for a cell: a flag equals a number, and its key none."""
    return (cell,) if isinstance(cell, bool) else cell


def _uncoded(column: Coded[Cell]) -> Figures | list[Cell]:
    """Return a column of which most cells differ, as numbers where it has hardly anything else."""
    return _with_figures(Figures(array("d"), {}), list(column))


def _with_figures(column: Figures, cells: Sequence[Cell]) -> Figures | list[Cell]:
    """Add cells to a column of numbers; it becomes a list where too many of them are none."""
    if set(map(type, cells)) == {float}:
        column.numbers.extend(cells)
        return column
    before = len(column)
    others = {at: cell for at, cell in enumerate(cells, before) if type(cell) is not float}
    if (len(column.odd) + len(others)) * _RARE > before + len(cells):
        return [*column, *cells]
    column.odd.update(others)
    column.numbers.extend(cell if type(cell) is float else nan for cell in cells)
    return column


def parts_of(column: Sequence[Cell]) -> Iterator[bytes]:
    """Give a column as bytes that tell it from every other column; equal columns give equal bytes."""
    if isinstance(column, Coded):
        yield repr((column.codes.typecode, column.values)).encode(errors="surrogatepass")
        yield column.codes.tobytes()
    elif isinstance(column, Figures):
        yield repr(sorted(column.odd.items())).encode(errors="surrogatepass")
        yield column.numbers.tobytes()
    elif types(column) == {str} and (joined := _END.join(column)).count(_END) == len(column) - 1:
        yield joined.encode(errors="surrogatepass")
    else:
        yield repr(column).encode(errors="surrogatepass")


def distinct(column: Collection[V]) -> Collection[V]:
    """Return the values of a column, each at least once."""
    return column.values if isinstance(column, Coded) else set(column)


def texts(column: Sequence[Cell]) -> Iterable[str]:
    """Return the texts of a column, each at least once; numbers are passed over all at once."""
    if isinstance(column, Figures):
        return [cell for cell in column.odd.values() if isinstance(cell, str)]
    values = column.values if isinstance(column, Coded) else column
    if types(values) == {str}:
        return cast("Sequence[str]", values)
    return [cell for cell in values if isinstance(cell, str)]


def blanks_in(column: Sequence[Cell]) -> frozenset[str]:
    """Return the ways in which cells of a column are blank; some programs write a blank or a dash for nothing."""
    values = column.odd.values() if isinstance(column, Figures) else column
    values = column.values if isinstance(column, Coded) else values
    return frozenset(blank for blank in _BLANKS if blank in values)


def looked_up(column: Sequence[Cell], table: Mapping[Cell, V]) -> Sequence[V | None]:
    """Return what a table says of every cell; None where it says nothing."""
    return column.map(table.get) if isinstance(column, Coded) else list(map(table.get, column))


def types(column: Iterable[Cell]) -> frozenset[type]:
    """Return the types of a column's cells."""
    if isinstance(column, Figures):
        others = frozenset(map(type, column.odd.values()))
        return others if len(column.odd) == len(column) else others | {float}
    return frozenset(map(type, column.values if isinstance(column, Coded) else column))


def keep(column: Sequence[V], own: bytearray) -> Sequence[V]:
    """Return the entries of the rows that are marked; the column itself if all are."""
    if own.count(1) == len(own):
        return column
    return column.keep(own) if isinstance(column, Coded) else list(compress(column, own))


def pick_out(column: Sequence[V], rows: Iterable[int]) -> list[V]:
    """Return some rows of a column, in the order asked for."""
    if isinstance(column, Coded):
        return list(map(column.values.__getitem__, map(column.codes.__getitem__, rows)))
    return list(map(column.__getitem__, rows))


def tail(column: Sequence[Cell], start: int) -> Sequence[Cell]:
    """Return a column from a row on."""
    return column.tail(start) if isinstance(column, (Coded, Figures)) else column[start:]
