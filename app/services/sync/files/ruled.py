"""Printed lists without a separator: a line of dashes under the headings says where the columns stand.

Database tools and print spools write them. What stands above the headings stays one cell; wide letters take two places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import east_asian_width

from app.services.sync.files.grid import Row
from app.services.sync.layouts.headings import strength

_RULER: Final = re.compile(r"^[ ]*+(?:[-=]{2,}+[ ]++){2,}+[-=]{2,}+[ ]*+$")
_GROUP: Final = re.compile(r"[-=]+")
#: Lines in which the ruler is looked for.
_LOOKED: Final = 100
#: Takes the second place of a wide letter while a line is cut.
_FILLER: Final = "\x00"


def columns_of(text: str, known: int) -> tuple[int, ...]:
    """Return where the columns of a printed list begin; empty if the text is none.

    Args:
        text: its beginning.
        known: how many headings a separator makes known; the ruler has to do better.
    """
    lines = text.splitlines()[:_LOOKED]
    for place, line in enumerate(lines):
        if place and _RULER.match(line):
            starts = tuple(group.start() for group in _GROUP.finditer(line))
            whole, partly = strength(cut(lines[place - 1], starts))
            if whole >= 2 and 2 * whole + partly > known:
                return starts
    return ()


def rows_of(text: str, starts: tuple[int, ...]) -> Iterator[Row]:
    """Return the rows of a printed list; rulers are blank rows."""
    lines = text.replace("\r\n", "\n").replace("\f", "").split("\n")
    first = next(place for place, line in enumerate(lines) if _RULER.match(line)) - 1
    for place, line in enumerate(lines):
        if _RULER.match(line) or not line.strip():
            yield []
        else:
            yield [line.strip()] if place < first else cut(line, starts)


def cut(line: str, starts: tuple[int, ...]) -> Row:
    """Cut a line where columns begin; a figure that is wider than its column keeps its digits together."""
    whole = placed(line)
    cells: Row = []
    at = 0
    for start in (*starts[1:], len(whole)):
        end = min(start, len(whole))
        while at < end < len(whole) and whole[end - 1] != " ":
            end -= 1
        if end <= at:  # no blank in the whole column
            end = min(start, len(whole))
        cells.append(whole[at:end].replace(_FILLER, "").strip())
        at = end
    return cells


def placed(line: str) -> str:
    """Return a line with every letter at the place where it is printed: a wide one takes two."""
    spread = line.expandtabs()
    if spread.isascii():
        return spread
    return "".join(char + _FILLER if east_asian_width(char) in "WF" else char for char in spread)
