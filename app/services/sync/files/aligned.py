"""Printed lists without a separator and without a ruler that parts columns: they stand where all their lines are blank.

Old programs print reports to files so: headings two blanks apart, the cells below them aligned to the left or right.
Lines without figures, such as titles, customers' headings and footers, stay one cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from app.services.sync.files.grid import Row
from app.services.sync.files.plain import lines_of
from app.services.sync.files.ruled import Columns, cut, placed
from app.services.sync.layouts.headings import strength
from app.services.sync.values.dates import looks_like_date
from app.services.sync.values.numbers import is_number

#: Lines in which the headings are looked for, and lines below them that show where columns stand.
_LOOKED: Final = 100
_BELOW: Final = 400
#: Known headings and lines with figures that such a list needs, and figures that make a line one of its rows.
_KNOWN: Final = 3
_ENOUGH: Final = 3
_FIGURES: Final = 2
_HEADING: Final = re.compile(r"\S+(?: \S+)*")
_RULER: Final = re.compile(r"^[\s\-=_*+|]*$")
_SEPARATORS: Final = ("\t", ";", "|")
_DIGITS: Final = re.compile(r"\d+")


def columns_of(text: str, known: int) -> Columns | None:
    """Return how a list is aligned; None if the text is none.

    Args:
        text: its beginning.
        known: how many headings a separator makes known; the alignment has to do better.
    """
    lines = [placed(line) for line in lines_of(text)[: _LOOKED + _BELOW]]
    for at, line in enumerate(lines[:_LOOKED]):
        spans = [match.span() for match in _HEADING.finditer(line)]
        if len(spans) < _KNOWN or any(separator in line for separator in _SEPARATORS):
            continue
        whole, partly = strength([line[start:end] for start, end in spans])
        rows = [row for row in lines[at + 1 :] if _has_figures(row)]
        if whole >= _KNOWN and 2 * whole + partly > known and len(rows) >= _ENOUGH:
            starts = _starts(spans, rows)
            return None if starts is None else Columns(at, starts)
    return None


def _has_figures(line: str) -> bool:
    return sum(1 for part in line.split() if is_number(part) or looks_like_date(part)) >= _FIGURES


def _starts(spans: Sequence[tuple[int, int]], rows: Sequence[str]) -> tuple[int, ...] | None:
    """Return where columns begin: behind a place between two headings that is blank in every row; None without one."""
    starts = [0]
    for one, other in pairwise(spans):
        blank = [at for at in range(one[0] + 1, other[1] - 1) if all(row[at : at + 1] in {"", " "} for row in rows)]
        if not blank:
            return None
        starts.append(1 + _nearest(blank, one[1], other[0]))
    return tuple(starts) if starts == sorted(set(starts)) else None


def _nearest(blank: Sequence[int], end: int, start: int) -> int:
    """Return the last blank place between two headings, else the one nearest to them."""
    between = [at for at in blank if end <= at < start]
    return between[-1] if between else min(blank, key=lambda at: min(abs(at - end), abs(at - start)))


def rows_of(text: str, form: Columns) -> Iterator[Row]:
    """Return the rows of a list; rulers are blank rows, and titles that a page repeats stand whole."""
    lines = lines_of(text)
    titles = {_DIGITS.sub("0", line.strip()) for line in lines[: form.header]}
    heading = lines[form.header].strip()
    for place, line in enumerate(lines):
        if _RULER.match(line):
            yield []
        elif place < form.header or _DIGITS.sub("0", line.strip()) in titles:
            yield [line.strip()]
        elif line.strip() == heading or any(is_number(part) or looks_like_date(part) for part in line.split()):
            yield cut(line, form.starts)
        else:
            yield [line.strip()]
