"""Identifiers that a spreadsheet program took for numbers and wrote with an exponent: ``2.02610001E8``.

A program that writes every digit has lost nothing. A spreadsheet shows six digits of twelve, ``2.0261E+11``, and saves
what it shows: the others are gone, and what is left is no identifier of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from app.services.sync.values.cells import Cell, texts
from app.services.sync.values.text import SEP, each

#: Digit, fraction, the plus that spreadsheets write, exponent; a code such as 12E4 has no fraction.
_POWER: Final = re.compile(r"['’]?(\d)[.,](\d+)[eE](\+?)(\d{1,2})")
_FLOAT: Final = re.compile(r"\d+\.0")
_SOMEWHERE: Final = re.compile(r"\d[eE]\+?\d")


@lru_cache(maxsize=4096)
def spelled(text: str) -> str | None:
    """Return an identifier with all its digits, None if some are lost; what has no exponent as it is."""
    match = _POWER.fullmatch(text.strip())
    if match is None:
        return text
    first, fraction, plus, power = match.groups()
    missing = int(power) - len(fraction)
    if missing < 0:
        return text
    return None if plus and missing else first + fraction + "0" * missing


def has_exponents(cells: Sequence[Cell]) -> bool:
    """Tell whether any cell of a column may be an identifier with an exponent."""
    found = texts(cells)
    if _are_floats(found):
        return True
    joined = SEP.join(found)
    return ("e" in joined or "E" in joined) and _SOMEWHERE.search(joined) is not None


def _are_floats(found: Iterable[str]) -> bool:
    """Tell whether there are texts and all of them are numbers as programs for numbers write them, blanks aside."""
    floats = False
    for text in found:
        if text.strip():
            floats = _FLOAT.fullmatch(text) is not None
            if not floats:
                break
    return floats


def lost(cells: Sequence[Cell]) -> frozenset[str]:
    """Return the cells of a column of identifiers that have lost digits."""
    if not has_exponents(cells):
        return frozenset()
    return frozenset(text for text in texts(cells) if spelled(text) is None)


def spell(column: Sequence[str | None]) -> Sequence[str | None]:
    """Return a column of identifiers with all their digits; None where some are lost.

    A program for tables of numbers writes 100100.0 where every cell is a number.
    """
    if all(_FLOAT.fullmatch(text) for text in set(column) if text is not None):
        return each(column, lambda text: None if text is None else str(text).partition(".")[0])
    return each(column, lambda text: None if text is None else spelled(text))
