"""Dates in cells: one verdict per column about the order of day and month, then ISO days.

True dates, Excel's serial numbers and unambiguous texts (ISO, month names, 年月日, eras) need no verdict. Texts such as
``03/04/2026`` do: a part above 12 decides, else other columns and relations do, else somebody has to. Columns that
Excel has half swapped in another locale (true dates whose day never exceeds 12 beside texts whose day always does) are
put right when the cells prove it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from app.services.sync.layouts import load
from app.services.sync.values.cells import Cell, distinct
from app.services.sync.values.eras import Unsure
from app.services.sync.values.text import fold, plain, words

DMY: Final = "dmy"
MDY: Final = "mdy"
YMD: Final = "ymd"
ORDERS: Final = (DMY, MDY, YMD)
#: A minority of cells that contradict the verdict is rejected; beyond this share nobody knows.
_MAJORITY: Final = 0.95
#: With so many swapped-looking true dates chance is no explanation any more (0.4 ** 8 < 0.001).
_SWAP_PROOF: Final = 8
_SWAP_SHARE: Final = 0.4
#: With so many distinct days of two-digit years the years tell which part they are.
_SPAN_PROOF: Final = 8

#: With so many over all columns in doubt they tell it too, if they lie in so few years one way and so far apart else.
_JOINT_PROOF: Final = 5
_NEAR: Final = 2
_FAR: Final = 10

#: Excel's day 0 for dates after the leap day of 1900 that never was.
EXCEL_EPOCH: Final = date(1899, 12, 30)
_SERIALS: Final = (18_264, 73_415)  # 1950 … 2100; of six digits are numbers, and days of other kinds
_YEARS: Final = (1950, 2199)

_TIME: Final = r"(?:(?:[T ,]+|-(?=\d\d\.\d\d\.))\d{1,2}[:.h]\d{2}.*)?"
_NUMERIC: Final = re.compile(rf"(\d{{1,4}})\s?([-/.])\s?(\d{{1,2}})\s?\2\s?(\d{{1,4}})\.?{_TIME}", re.IGNORECASE)
_KANJI: Final = re.compile(rf"(\d{{2,4}})\s*[年년]\s*(\d{{1,2}})\s*[月월]\s*(\d{{1,2}}|末)\s*[日号號일]?{_TIME}")
_ERA: Final = re.compile(
    r"(令和|平成|昭和|大正|令|平|昭|大|R|H|S|㋿)\.?\s*(\d{1,2}|元)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
)
_ERAS: Final = {
    "令和": 2018,
    "R": 2018,
    "㋿": 2018,
    "令": 2018,
    "平": 1988,
    "昭": 1925,
    "大": 1911,
    "平成": 1988,
    "H": 1988,
    "昭和": 1925,
    "S": 1925,
    "大正": 1911,
}
_MINGUO: Final = re.compile(r"(?:民國|民国)\s*(\d{2,3})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_DAY_NAME: Final = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th|º|°|\.)?[-/. ]*(?:de |of )?([^\W\d_]{{3,}})\.?[-/., ]*(?:de |del )?(\d{{4}}|\d{{2}}){_TIME}")  # fmt: skip # noqa: E501
_NAME_DAY: Final = re.compile(rf"([^\W\d_]{{3,}})\.?[-/. ]*(\d{{1,2}})(?:st|nd|rd|th)?[-/., ]+(\d{{4}}|\d{{2}}){_TIME}")
_YEAR_NAME: Final = re.compile(rf"(\d{{4}})[-/. ]+([^\W\d_]{{3,}})\.?[-/. ]+(\d{{1,2}}){_TIME}")
_WEEKDAY: Final = re.compile(r"^[^\W\d_]+\.?,\s*(?=\d)|\s*[((][^\W\d_]+[))]$")
_DAY_IN_FRONT: Final = re.compile(r"([^\W\d_]{2,}(?:-[^\W\d_]+)?\.?),?\s+(\w.*\d.*\d.*)")
_DAY_BEHIND: Final = re.compile(r"(\d.*\d.*[\d日])[\s,]*([^\W\d_]+\.?)")
_COMPACT: Final = re.compile(r"(\d{8})(?:[T ]+\d{2}:?\d{2}(?::?\d{2})?)?")
#: ``1151031``: years of the Republic of China from 80 to 149, so that hardly any other number is taken for a day.
_COMPACT_MINGUO: Final = re.compile(r"(0[89]\d|1[0-4]\d)(\d{2})(\d{2})")
_SERIAL_TEXT: Final = re.compile(r"[1-7]\d{4}(?:\.0+)?")


class Parts(NamedTuple):
    """A numeric date whose order is open: three numbers as they stand; ``short`` where the year has two digits."""

    a: int
    b: int
    c: int
    short: bool
    separator: str


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    return {fold(name): int(number) for number, names in load("words")["months"].items() for name in names}


def month_number(name: str) -> int | None:
    """Return the number of a folded month's name in any language of ours."""
    return _months().get(name)


@lru_cache(maxsize=100_000)
def read_text(text: str) -> date | Parts | None:
    """Return a day if the text can only mean one, its parts if the order is open, None if it is no date."""
    tidy = _WEEKDAY.sub("", plain(text).lstrip("'’"))
    if match := _NUMERIC.fullmatch(tidy):
        return _numeric(match.group(1), match.group(3), match.group(4), match.group(2))
    if match := _KANJI.fullmatch(tidy):
        return _in_month(_kanji_year(match.group(1)), int(match.group(2)), match.group(3))
    if match := _ERA.fullmatch(tidy):
        year = 1 if match.group(2) == "元" else int(match.group(2))
        return _day(_ERAS[match.group(1)] + year, int(match.group(3)), int(match.group(4)))
    if match := _MINGUO.fullmatch(tidy):
        return _day(1911 + int(match.group(1)), int(match.group(2)), int(match.group(3)))
    if match := _COMPACT.fullmatch(tidy):
        return compact(int(match.group(1)))
    if match := _COMPACT_MINGUO.fullmatch(tidy):
        return _day(1911 + int(match.group(1)), int(match.group(2)), int(match.group(3)))
    if _SERIAL_TEXT.fullmatch(tidy):
        return serial(float(tidy))
    return _with_month_name(fold(tidy)) or _beside_weekday(tidy)


def _beside_weekday(tidy: str) -> date | Parts | None:
    """Read a whole date with the name of its day in front or behind: ``lun 05/10/2026``, ``2026年9月3日 星期四``."""
    for match, date_part in ((_DAY_IN_FRONT.fullmatch(tidy), 2), (_DAY_BEHIND.fullmatch(tidy), 1)):
        if match is not None and fold(match.group(3 - date_part)).rstrip(".") in words("weekday"):
            return read_text(match.group(date_part))
    return None


def _numeric(first: str, second: str, third: str, separator: str) -> date | Parts | None:
    """Read three numbers: a year of four or three digits fixes the order, else it is open."""
    if len(first) == 4 and len(third) <= 2:
        return _day(int(first), int(second), int(third))
    if len(first) == 3 and len(third) <= 2:  # years of the Republic of China
        return _day(1911 + int(first), int(second), int(third))
    if len(first) > 2 or len(third) not in {2, 4}:
        return None
    parts = Parts(int(first), int(second), int(third), len(third) == 2, separator)
    if separator == "." and not parts.short:  # nobody writes month.day.year
        return ordered(parts, DMY)
    return parts if any(ordered(parts, order) for order in ORDERS) else None


def _kanji_year(digits: str) -> int:
    """Read the year in front of 年: three digits are years of the Republic of China, two of this century."""
    return int(digits) + {2: 2000, 3: 1911}.get(len(digits), 0)


def _in_month(year: int, month: int, day: str) -> date | None:
    """Return a day of a month, 末 for its last one."""
    if day != "末":
        return _day(year, month, int(day))
    first = _day(year, month, 1)
    return first and first.replace(day=monthrange(year, month)[1])


def _with_month_name(tidy: str) -> date | None:
    """Read ``10-Apr-2020``, ``2 de abril de 2019``, ``April 2, 2019`` and ``2019-Apr-02``."""
    if match := _DAY_NAME.fullmatch(tidy):
        return _named(match.group(3), match.group(2), match.group(1))
    if match := _NAME_DAY.fullmatch(tidy):
        return _named(match.group(3), match.group(1), match.group(2))
    if match := _YEAR_NAME.fullmatch(tidy):
        return _named(match.group(1), match.group(2), match.group(3))
    return None


def _named(year: str, month: str, day: str) -> date | None:
    number = _months().get(month)
    return _day(_full_year(int(year), short=len(year) == 2), number, int(day)) if number else None


def _full_year(year: int, *, short: bool) -> int:
    """Read a year of two digits as POSIX does: 69 to 99 are of the last century."""
    if not short:
        return year
    return year + (1900 if year >= 69 else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    if not _YEARS[0] <= year <= _YEARS[1]:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def ordered(parts: Parts, order: str) -> date | None:
    """Return the day that the parts mean in an order; None if there is no such day."""
    if order == YMD:
        return _day(_full_year(parts.a, short=True), parts.b, parts.c) if parts.short else None
    year = _full_year(parts.c, short=parts.short)
    return _day(year, parts.b, parts.a) if order == DMY else _day(year, parts.a, parts.b)


def serial(value: float) -> date | None:
    """Return the day of an Excel serial number, None outside 1950 to 2100."""
    if not _SERIALS[0] <= value <= _SERIALS[1]:
        return None
    return EXCEL_EPOCH + timedelta(int(value))


def compact(value: int) -> date | None:
    """Return the day of ``20260623`` written as a number."""
    return _day(value // 10_000, value // 100 % 100, value % 100)


@lru_cache(maxsize=1)
def _date_nulls() -> frozenset[str]:
    return words("null") | words("null", "date")


def is_null(text: str) -> bool:
    """Tell whether a text in a date column says "no date"."""
    return fold(text) in _date_nulls()


@dataclass(frozen=True, slots=True)
class DateColumn:
    """What is known about the dates of a column.

    Attributes:
        cells: as read.
        days: distinct cell → day, for cells that need no verdict; swapped ones already put right.
        parts: distinct text → its numbers, for cells whose order is open.
        order: the verdict; empty if none is needed, None if undecided.
        proof: a cell that decided.
        swapped: true dates were put right; None where it looks so and is not proved.
        bad: distinct cells that are no dates.
    """

    cells: Sequence[Cell]
    days: dict[Cell, date | None] = field(default_factory=dict)
    parts: dict[str, Parts] = field(default_factory=dict)
    order: str | None = ""
    proof: str | None = None
    swapped: bool | None = False
    bad: frozenset[Cell] = frozenset()

    @property
    def verdict(self) -> str:
        """Name the verdict for the mapping view."""
        if self.swapped:
            return f"{self.order}, day and month put right"
        return self.order or ("" if self.order is None else "dates")

    def day(self, cell: Cell) -> date | None:
        """Return one cell's day."""
        if cell in self.days:
            return self.days[cell]
        return ordered(self.parts[cell], self.order) if self.order and cell in self.parts else None

    def table(self) -> dict[Cell, str | None]:
        """Return distinct cell → ISO day, for turning the whole column at once; None where there is no date."""
        found = {cell: None if day is None else day.isoformat() for cell, day in self.days.items()}
        if self.order:
            for text, parts in self.parts.items():
                day = ordered(parts, self.order)
                found[text] = None if day is None else day.isoformat()
        return found

    def decided(self, order: str, proof: str | None = None) -> DateColumn:
        """Return the column with a verdict that came from elsewhere; swapped true dates follow it."""
        column = replace(self, order=order, proof=proof or self.proof)
        return _swap(column) if self.swapped is None and order in {DMY, MDY} else column


def read_dates(cells: Sequence[Cell], decide: str | None = None) -> DateColumn:
    """Judge a column over all its distinct cells.

    Args:
        cells: the column, blanks included.
        decide: ``dmy``, ``mdy`` or ``ymd`` if somebody has said so.
    """
    days: dict[Cell, date | None] = {}
    parts: dict[str, Parts] = {}
    bad: list[Cell] = []
    for cell in distinct(cells):
        found = _read(cell)
        if isinstance(found, Parts):
            parts[cell] = found
        elif found is None and not _empty(cell):
            bad.append(cell)
        else:
            days[cell] = found
    order, proof = (decide, None) if decide and parts else _verdict(parts)
    column = DateColumn(cells, days, parts, order, proof, swapped=False, bad=frozenset(bad))
    return _half_swapped(column, decide)


def _empty(cell: Cell) -> bool:
    if isinstance(cell, (time, timedelta)):  # a zero that is formatted as a day
        return not cell if isinstance(cell, timedelta) else cell == time()
    return cell is None or (isinstance(cell, str) and is_null(cell)) or (isinstance(cell, (int, float)) and cell == 0)


def _read(cell: Cell) -> date | Parts | None:
    """Read one distinct cell."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, str):
        return None if isinstance(cell, Unsure) or is_null(cell) else read_text(cell)
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return None
    return serial(cell) or (_compact_number(int(cell)) if cell == int(cell) else None)


def _compact_number(value: int) -> date | None:
    """Return the day of a number such as 20260623 or, of the Republic of China, 1150623."""
    if value > 19_000_000:
        return compact(value)
    match = _COMPACT_MINGUO.fullmatch(str(value))
    return _day(1911 + int(match.group(1)), int(match.group(2)), int(match.group(3))) if match else None


def _verdict(parts: dict[str, Parts]) -> tuple[str | None, str | None]:
    """Weigh the orders under which each distinct text is a day; undecided if two remain that differ."""
    if not parts:
        return "", None
    fits: Counter[str] = Counter()
    proofs: dict[str, str] = {}
    for text, found in parts.items():
        possible = [order for order in ORDERS if ordered(found, order)]
        fits.update(possible)
        if len(possible) == 1:
            proofs[possible[0]] = min(text, proofs.get(possible[0], text))
    best = [order for order in ORDERS if fits[order] == max(fits.values())]
    if len(best) > 1 and all(len({ordered(found, order) for order in best}) == 1 for found in parts.values()):
        return best[0], None
    if len(best) > 1 and len(parts) >= _SPAN_PROOF:
        best = _narrow(parts, best)
    contradicted = len(parts) - fits[best[0]]
    if len(best) > 1 or contradicted > (1 - _MAJORITY) * len(parts):
        return None, None
    return best[0], proofs.get(best[0])


def _narrow(parts: dict[str, Parts], orders: list[str]) -> list[str]:
    """Drop orders under which the years of two digits scatter over a decade while another keeps them together."""
    spans: dict[str, int] = {}
    for order in orders:
        years = [day.year for found in parts.values() if (day := ordered(found, order))]
        spans[order] = max(years) - min(years)
    if min(spans.values()) > 5:
        return orders
    return [order for order in orders if spans[order] < 10]


def by_years(columns: Sequence[DateColumn]) -> str | None:
    """Return the order that the years of two digits tell over all columns in doubt; None if they do not.

    Read in the right order the days of a list lie in two or three years; read in another one the days of the month
    become years and scatter over more than ten.
    """
    parts = {text: found for column in columns for text, found in column.parts.items()}
    if len(parts) < _JOINT_PROOF or not all(found.short for found in parts.values()):
        return None
    spans: dict[str, int] = {}
    for order in ORDERS:
        days = [day for found in parts.values() if (day := ordered(found, order))]
        if len(days) == len(parts):
            spans[order] = max(days).year - min(days).year
    near = [order for order, span in spans.items() if span <= _NEAR]
    return near[0] if len(near) == 1 and all(span > _FAR for order, span in spans.items() if order != near[0]) else None


def _half_swapped(column: DateColumn, decide: str | None) -> DateColumn:
    """Recognise a column of which Excel in another locale has turned one part into exchanged true dates.

    Of days spread over months about 40 in 100 stay at or below 12, so both halves are there in earnest; where one of
    them is small it may be chance, and relations between columns or somebody has to decide.
    """
    if not column.parts or column.order not in {DMY, MDY}:
        return column
    true = Counter(cell for cell in column.cells if isinstance(cell, date))
    if not true or any(cell.day > 12 for cell in true):
        return column
    if any((parts.a if column.order == DMY else parts.b) <= 12 for parts in column.parts.values()):
        return column
    texts = sum(1 for cell in column.cells if cell in column.parts)
    enough = min(true.total(), texts) >= _SWAP_PROOF and texts >= true.total() * _SWAP_SHARE and len(true) > 1
    return _swap(column) if decide or enough else replace(column, swapped=None)


def _swap(column: DateColumn) -> DateColumn:
    """Exchange day and month of the true dates."""
    days = {
        cell: found.replace(month=found.day, day=found.month) if found and isinstance(cell, date) else found
        for cell, found in column.days.items()
    }
    return replace(column, days=days, swapped=True)


def looks_like_date(cell: Cell) -> bool:
    """Tell whether a cell can be read as a day; numbers count only where they would be believable days."""
    return _read(cell) is not None
