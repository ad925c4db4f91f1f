"""Days and months whose parts stand in columns of their own: 年 | 月 | 日, Year | Month.

A sheet is looked at a second time with such parts put together under one heading. That look counts where it finds a
day, or the month of a sale, that the first one lacks; a fiscal year beside true days changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Final, NamedTuple

from app.enums import SyncKind
from app.services.sync.files.grid import Grid, Row
from app.services.sync.layouts.headings import fields
from app.services.sync.options import ReadOptions
from app.services.sync.recognition import detect, headers
from app.services.sync.recognition.detect import Found
from app.services.sync.values.cells import Cell, distinct
from app.services.sync.values.dates import DMY, month_number, ordered, read_text
from app.services.sync.values.dates import Parts as Numbers
from app.services.sync.values.eras import in_full
from app.services.sync.values.text import cell_text, fold, words

#: What heads the parts, in the order in which they are looked for.
_PARTS: Final = ("year", "month", "day")
_NATIVE: Final = "年月日"
#: Share of the rows with a part in which the parts make a day.
_HOLDS: Final = 0.9
#: A row with labels over the parts has so many cells at least: a title stands alone.
_LABELS: Final = 2
_YEAR: Final = re.compile(r"(\d{1,4})\s*年?")
_ERA_YEAR: Final = re.compile(r"(令和|平成|r|h)\s*(\d{1,2}|元)\s*年?")
#: The years before the first of Reiwa, of this century and of the Republic of China.
_BEFORE, _CENTURY, _MINGUO = 2018, 2000, 1911
_NUMBER: Final = re.compile(r"(\d{1,2})\s*[月日]?")


class Split(NamedTuple):
    """Columns side by side that are the parts of a day or a month.

    Attributes:
        row: of their headings, from 0.
        year, month, day: the columns; ``day`` None for months.
        heading: under which they stand together.
    """

    row: int
    year: int
    month: int
    day: int | None
    heading: str

    @property
    def columns(self) -> list[int]:
        """The columns, from the left."""
        return sorted(_wanted(self))


def recognise(grid: Grid, options: ReadOptions) -> Found | None:
    """Find the table of a sheet, with days put together where their parts stand apart; None if there is none.

    Raises:
        UsageError: the layout asked for does not exist.
    """
    found = detect.recognise(grid, options)
    today = options.as_of or options.day
    splits = [split for split in _splits(grid) if _makes_days(grid, split, today)]
    if not splits:
        return found
    other = detect.recognise(_together(grid, splits, today), options)
    if other is None or not _tells_more(other, found, splits):
        return found
    return replace(other, made={split.columns[0]: _named(grid, split) for split in splits})


def _named(grid: Grid, split: Split) -> tuple[str, ...]:
    """Return the headings of parts as the file has them, from the left."""
    return tuple(str(grid.columns[column][split.row]).strip() for column in split.columns)


def _tells_more(other: Found, found: Found | None, splits: Sequence[Split]) -> bool:
    """Tell whether parts put together are a day that a table lacks; of months only the month of sales is one."""
    if other.kind is None:
        return found is None
    days = {name: guess.column for name, guess in other.guesses.items() if _is_day(name)}
    whole = {split.columns[0] for split in splits if split.day is not None}
    months = {split.columns[0] for split in splits if split.day is None}
    parts = set(chain.from_iterable(split.columns for split in splits))
    before = {} if found is None or found.kind is None else _days_beside(found, parts)
    if other.kind is SyncKind.SALES and days.get("sales_month") in whole | months:
        return not before
    return not whole.isdisjoint(days.values()) and before.items() <= days.items()


def _days_beside(found: Found, parts: set[int]) -> dict[str, int]:
    """Return the columns of days and months that a table has without the parts."""
    return {name: guess.column for name, guess in found.guesses.items() if _is_day(name) and guess.column not in parts}


def _is_day(name: str) -> bool:
    return name == "sales_month" or (name in fields() and fields()[name].cells == "date")


# ------------------------------------------------------------------------------------------------ where they stand


def _splits(grid: Grid) -> list[Split]:
    """Return the parts in the first row that has some, those of each day side by side."""
    rows = grid.head(headers.HEADER_ROWS)
    for at, row in enumerate(rows):
        if sum(1 for cell in row if _part(cell) is not None) > 1 and (found := list(_in_row(rows, at))):
            return found
    return []


def _in_row(rows: Sequence[Row], at: int) -> Iterator[Split]:
    """Return the parts in a row, in whatever order they stand."""
    row, column = rows[at], 0
    while column < len(row) - 1:
        for size in (3, 2):
            named = [_part(cell) for cell in row[column : column + size]]
            if len(named) == size and None not in named:
                kinds = [part[0] for part in named if part is not None]
                label = {part[1] for part in named if part is not None} - {""}  # the first one may speak for all
                if sorted(kinds) == list(range(size)) and len(label) <= 1:
                    places = [column + kinds.index(kind) for kind in range(size)]
                    heading = _heading(rows, at, column, "".join(label), row[column : column + size])
                    yield Split(at, places[0], places[1], places[2] if size > 2 else None, heading)
                    column += size - 1
                    break
        column += 1


def _part(cell: Cell) -> tuple[int, str] | None:
    """Return which part of a day a heading names, and of which day: 0 for the year, ``請求年`` of 請求."""
    if not isinstance(cell, str) or not cell:
        return None
    text = fold(cell).strip(" .:")
    for kind, part in enumerate(_PARTS):
        names = words("date_part", part)
        if text in names:
            return kind, ""
        if text[-1:] == _NATIVE[kind]:
            return kind, text[:-1]
        front, _, last = text.rpartition(" ")
        if front and last in names:
            return kind, front
    return None


def _heading(rows: Sequence[Row], at: int, column: int, label: str, cells: Sequence[Cell]) -> str:
    """Return the heading of parts together; nothing where the row above says which day it is."""
    parts = [str(cell).strip() for cell in cells]
    native = not parts[0].isascii() and parts[0][-1:] in _NATIVE
    if label:
        return f"{label}{_NATIVE[: len(parts)]}" if native else f"{label} {('month', 'date')[len(parts) - 2]}"
    above = rows[at - 1] if at else []
    if column < len(above) and above[column] != "" and sum(1 for cell in above if cell != "") >= _LABELS:
        return ""
    return ("" if native else " ").join(parts)


# ------------------------------------------------------------------------------------------------ what they hold


def _makes_days(grid: Grid, split: Split, today: date) -> bool:
    """Tell whether parts make days or months in practically every row that has some."""
    made = [day is not None for cells, day in _read(grid, split, today) if "" not in cells]
    return bool(made) and sum(made) >= _HOLDS * len(made)


def _together(grid: Grid, splits: Sequence[Split], today: date) -> Grid:
    """Return a sheet with the parts of each day together in the first of their columns."""
    columns: list[Sequence[Cell]] = list(grid.columns)
    for split in splits:
        first, *others = split.columns
        made = [_shown(cells, day) for cells, day in _read(grid, split, today)]
        again = _shown([grid.columns[column][split.row] for column in _wanted(split)], None)  # on the next page
        below = [split.heading if cell == again else cell for cell in made]
        columns[first] = [*columns[first][: split.row], split.heading, *below]
        for column in others:
            columns[column] = [*columns[column][: split.row], *[""] * (grid.height - split.row)]
    return replace(grid, columns=tuple(columns))


def _wanted(split: Split) -> list[int]:
    """Return the columns of year, month and day."""
    return [split.year, split.month, *([] if split.day is None else [split.day])]


def _shown(cells: Sequence[Cell], day: Cell | None) -> Cell:
    """Return a day, or the parts as they stand where they make none."""
    return " ".join(filter(None, map(cell_text, cells))) if day is None else day


def _read(grid: Grid, split: Split, today: date) -> Iterator[tuple[list[Cell], Cell | None]]:
    """Return the parts of each row below the headings, and the day or month that they make.

    A year, or a year with its month, that is written once holds for the rows below it.
    """
    columns = [list(grid.columns[column][split.row + 1 :]) for column in _wanted(split)]
    short = _short(columns[0], today, native=str(grid.columns[split.year][split.row]).strip().endswith("年"))
    known: dict[tuple[Cell, ...], Cell | None] = {}
    before: tuple[Cell, ...] = ()
    for row in zip(*columns, strict=True):
        blanks = next((at for at, cell in enumerate(row) if cell != ""), 0)
        whole = (*before[:blanks], *row[blanks:]) if before else row
        for cells in {row, whole}:
            if cells not in known:
                known[cells] = _day_of(cells, short)
        if known[whole] is not None:
            before = whole
            yield list(whole), known[whole]
        else:
            yield list(row), known[row]


def _day_of(cells: Sequence[Cell], short: int | None) -> Cell | None:
    """Return the day that parts make, or their month as text; None if they make none."""
    texts = [fold(cell_text(cell) or "") for cell in cells]
    year, month = _year(texts[0], short), _month(texts[1])
    if year is None or month is None:
        return None
    if len(texts) < len(_PARTS):
        return f"{year:04d}-{month:02d}"
    match = _NUMBER.fullmatch(texts[2])
    parts = None if match is None else Numbers(int(match.group(1)), month, year, short=False, separator="/")
    return None if parts is None else ordered(parts, DMY)


def _short(years: Sequence[Cell], today: date, *, native: bool) -> int | None:
    """Return what years of two digits are counted from: the era where all of them fit it, 2000; None if unsure."""
    digits = {match.group(1) for text in distinct(years) if (match := _YEAR.fullmatch(fold(cell_text(text) or "")))}
    two = {int(each) for each in digits if len(each) <= len("26")}
    eras = {in_full(f"{year:02d}年1月1日", today)[2:3].isdecimal() for year in two} if native else {False}
    return None if len(eras) > 1 else _BEFORE if True in eras else _CENTURY


def _year(text: str, short: int | None) -> int | None:
    """Return a year: of four digits, of three in Taiwan, of an era, or of two digits as ``short`` says."""
    if match := _ERA_YEAR.fullmatch(text):
        day = read_text(f"{match.group(1).upper()}{match.group(2)}年1月31日")
        return day.year if isinstance(day, date) else None
    match = _YEAR.fullmatch(text)
    if match is None:
        return None
    digits = match.group(1)
    if len(digits) > len("115"):
        return int(digits)
    if len(digits) > len("26"):
        return _MINGUO + int(digits)
    return None if short is None else short + int(digits)


def _month(text: str) -> int | None:
    match = _NUMBER.fullmatch(text)
    number = int(match.group(1)) if match else month_number(text.strip("."))
    return number if number is not None and 1 <= number <= 12 else None
