"""Tables that stand side by side on one sheet: which columns belong to the one that is read.

People put tables of their own beside an export: a pivot, sums by age, notes. Blank columns part them, but blank columns
also stand inside printed lists. Another table has other rows, or headings that the first one has too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from app.services.sync.layouts.headings import meanings
from app.services.sync.recognition.columns import Column, Profile
from app.services.sync.values.text import heading_key

#: Rows that two blocks of one table share at least.
_SHARED: Final = 0.9
#: A block of other headings that ends before this share of the rows, without a gap, is a table of its own.
_SHORT: Final = 0.7
_NOTHING: Final = Profile()

#: Tells how much of a table some columns explain; 0 if they make none by themselves.
Worth = Callable[[Sequence[Column]], int]


def beside(columns: Sequence[Column], worth: Worth) -> frozenset[int]:
    """Return the columns that belong to another table than the one that is read."""
    runs = _joined(columns, _runs(columns))
    if len(runs) < 2:
        return frozenset()
    weighed = [(worth(masked(columns, _others(columns, run))), run) for run in runs]
    best, main = max(weighed, key=lambda pair: pair[0])
    if not best:
        return frozenset()
    foreign = [run for run in runs if run is not main and _is_other(columns, main, run)]
    return frozenset(index for run in foreign for index in run)


def masked(columns: Sequence[Column], hidden: frozenset[int]) -> list[Column]:
    """Return the columns with some of them blank, so that places stay as they are."""
    return [
        replace(column, heading="", sample=("",) * len(column.sample), profile=_NOTHING, head=("",) * len(column.head))
        if column.index in hidden
        else column
        for column in columns
    ]


def _others(columns: Sequence[Column], run: Sequence[int]) -> frozenset[int]:
    return frozenset(column.index for column in columns) - frozenset(run)


def _runs(columns: Sequence[Column]) -> list[list[int]]:
    """Return the columns between blank ones."""
    runs: list[list[int]] = [[]]
    for column in columns:
        if heading_key(column.heading) or column.profile.filled:
            runs[-1].append(column.index)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _joined(columns: Sequence[Column], runs: Sequence[list[int]]) -> list[list[int]]:
    """Put runs together that follow each other, have the same rows and no heading twice: parts of one printed table."""
    joined: list[list[int]] = []
    for run in runs:
        if (
            joined
            and len(_rows(columns, joined[-1]) ^ _rows(columns, run)) <= 1
            and not _again(columns, joined[-1], run)
        ):
            joined[-1] = joined[-1] + run
        else:
            joined.append(run)
    return joined


def _again(columns: Sequence[Column], one: Sequence[int], other: Sequence[int]) -> bool:
    """Tell whether two runs have a heading in common."""
    heads = {heading_key(columns[index].heading) for index in one} - {""}
    return not heads.isdisjoint(heading_key(columns[index].heading) for index in other)


def _is_other(columns: Sequence[Column], main: Sequence[int], run: Sequence[int]) -> bool:
    """Tell whether a block is a table of its own: it repeats headings, or its rows are not those of the main one."""
    ours, theirs = _rows(columns, main), _rows(columns, run)
    if not theirs:
        return False
    again = _again(columns, main, run)
    apart = len(theirs - ours) > _few(theirs)
    several = sum(1 for index in run if columns[index].profile.filled) > 1
    strange = any(not meanings(columns[index].heading) for index in run)
    short = several and strange and max(theirs) + 1 == len(theirs) and len(theirs) < _SHORT * len(ours)
    same = len(ours ^ theirs) <= _few(ours | theirs)
    return (again and not same) or apart or short or (again and len(run) > 1)


def _few(rows: set[int]) -> float:
    """Return how many rows may differ between two blocks of one table; one may be a total."""
    return max(1, (1 - _SHARED) * len(rows))


def _rows(columns: Sequence[Column], run: Sequence[int]) -> set[int]:
    """Return the rows of the sample in which a block has any cell."""
    return {place for index in run for place, cell in enumerate(columns[index].sample) if cell != ""}
