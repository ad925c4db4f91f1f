"""The day on which a period ends that a line above a table names: ``自 令和8年4月1日 至 令和8年9月30日``, ``Set/2026``.

The balances of a trial balance are those of that day. Lines that name different ends say nothing.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from app.services.sync.values.cells import Cell
from app.services.sync.values.dates import month_number, read_text
from app.services.sync.values.text import fold

_DAY: Final = re.compile(
    r"(?<!\d)(?:(?:\d{4}\s*[-/.年]|(?:令和|平成|民國)\s*\d{1,3}\s*年)\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?!\d)\s*日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})"
)
_MONTH: Final = re.compile(r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})(?!\d)(?!\s*[-/.月]\s*\d{1,2}(?!\d))")
_NAMED: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]{3,})\.?(?:\s*[-/]\s*|\s+(?:de\s+|del\s+)?)(\d{4})(?!\d)")
_MONTHS: Final = 12
_YEARS: Final = range(1950, 2200)
#: A period has a first and a last day.
_ENDS: Final = 2


def period_end(lines: Iterable[Cell]) -> date | None:
    """Return the last day of the only period that some lines name; None if there is none, or several."""
    found = {end for line in lines if isinstance(line, str) and (end := _end_in(fold(line))) is not None}
    return next(iter(found)) if len(found) == 1 else None


def _end_in(line: str) -> date | None:
    """Return where the period of one line ends: the later one of two days, or the last day of the last month."""
    days = [day for match in _DAY.finditer(line) if isinstance(day := read_text(match.group().strip()), date)]
    if len(days) == _ENDS:
        return days[1] if days[0] < days[1] else None
    return None if _DAY.search(line) else max(_months_in(line), default=None)


def _months_in(line: str) -> Iterator[date]:
    """Return the last days of the months that a line names with their year."""
    named = [(int(year), month_number(name)) for name, year in _NAMED.findall(line)]
    for year, month in [*((int(year), int(month)) for year, month in _MONTH.findall(line)), *named]:
        if month is not None and 1 <= month <= _MONTHS and year in _YEARS:
            yield date(year, month, monthrange(year, month)[1])
