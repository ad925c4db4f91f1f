"""Printed lists without a separator: a line of dashes under the headings says where the columns stand.

Database tools and print spools write them. What stands above the headings stays one cell; wide letters take two places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from unicodedata import east_asian_width

from app.services.sync.files.grid import Row
from app.services.sync.files.plain import lines_of
from app.services.sync.layouts.headings import strength

_RULER: Final = re.compile(r"^[ ]*+(?:[-=]{2,}+[ ]++){2,}+[-=]{2,}+[ ]*+$")
_DIGITS: Final = re.compile(r"\d+")
_GROUP: Final = re.compile(r"[-=]+")
#: Lines in which the ruler is looked for.
_LOOKED: Final = 100
#: Takes the second place of a wide letter while a line is cut.
_FILLER: Final = "\x00"


class Columns(NamedTuple):
    """A printed list: its header line, from 0, and where its columns begin."""

    header: int
    starts: tuple[int, ...]


def columns_of(text: str, known: int) -> Columns | None:
    """Return the columns of a printed list below its headings; None if the text is none.

    Args:
        text: its beginning.
        known: how many headings a separator makes known; the ruler has to do better.
    """
    lines = lines_of(text)[:_LOOKED]
    for place, line in enumerate(lines):
        if place and _RULER.match(line):
            starts = tuple(group.start() for group in _GROUP.finditer(line))
            whole, partly = strength(cut(lines[place - 1], starts))
            if whole >= 2 and 2 * whole + partly > known:
                return Columns(place - 1, starts)
    return None


def rows_of(text: str, columns: Columns) -> Iterator[Row]:
    """Return the rows of a printed list; rulers are blank rows, titles and sentences one cell on every page."""
    lines, (first, starts) = lines_of(text), columns
    titles = {_DIGITS.sub("0", line.strip()) for line in lines[:first]}
    for place, line in enumerate(lines):
        if not line.strip(" -="):
            yield []
        elif place < first or _is_sentence(line, starts) or _DIGITS.sub("0", line.strip()) in titles:
            yield [line.strip()]
        else:
            yield cut(line, starts)


def _is_sentence(line: str, starts: tuple[int, ...]) -> bool:
    """Tell whether a line runs on over the columns: ``Customer Name: Brightwater Marine Ltd``."""
    text = line.strip()
    if "  " in text or 2 * len(text) >= starts[-1]:
        return False
    return 2 * sum(map(bool, cut(line, starts))) <= len(starts)


def cut(line: str, starts: tuple[int, ...]) -> Row:
    """Cut a line where columns begin; a figure that is wider than its column keeps its digits together.

    So does a label in a line with figures: ``Customer Total:`` runs on over the next column.
    """
    whole = placed(line)
    figures = any(map(str.isdigit, whole))
    cells: Row = []
    at = 0
    for start in (*starts[1:], len(whole)):
        end = min(start, len(whole))
        if figures and at < end and _runs_on(whole, at, end):
            end = whole.find("  ", end) % (len(whole) + 1)
        else:
            while at < end < len(whole) and whole[end - 1] != " ":
                end -= 1
            if end <= at:  # no blank in the whole column, or the one before has run on over it
                end = max(at, min(start, len(whole)))
        cells.append(whole[at:end].replace(_FILLER, "").strip())
        at = end
    return cells


def _runs_on(line: str, begin: int, end: int) -> bool:
    """Tell whether a word without digits stands over the end of a column."""
    if end >= len(line) or line[end - 1] == " " or line[end] == " ":
        return False
    word = line[line.rfind(" ", begin, end) + 1 : end] + line[end:].partition(" ")[0]
    return not any(map(str.isdigit, word))


def placed(line: str) -> str:
    """Return a line with every letter at the place where it is printed: a wide one takes two."""
    spread = line.expandtabs()
    if spread.isascii():
        return spread
    return "".join(char + _FILLER if east_asian_width(char) in "WF" else char for char in spread)
