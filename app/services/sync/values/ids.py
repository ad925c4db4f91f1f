"""Identifiers that a spreadsheet program took for numbers and wrote with an exponent: ``2.02610001E8``.

A program that writes every digit has lost nothing. A spreadsheet shows six digits of twelve, ``2.0261E+11``, and saves
what it shows: the others are gone, and what is left is no identifier of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, cast

from app.services.sync.values.cells import Cell, Coded, types
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
    texts = [text for text in _texts(cells) if text.strip()]
    if texts and _FLOAT.fullmatch(texts[0]) and all(map(_FLOAT.fullmatch, texts)):
        return True
    joined = SEP.join(_texts(cells))
    return ("e" in joined or "E" in joined) and _SOMEWHERE.search(joined) is not None


def lost(cells: Sequence[Cell]) -> frozenset[str]:
    """Return the cells of a column of identifiers that have lost digits."""
    if not has_exponents(cells):
        return frozenset()
    return frozenset(text for text in _texts(cells) if spelled(text) is None)


def spell(texts: Sequence[str | None]) -> Sequence[str | None]:
    """Return a column of identifiers with all their digits; None where some are lost.

    A program for tables of numbers writes 100100.0 where every cell is a number.
    """
    if all(_FLOAT.fullmatch(text) for text in set(texts) if text is not None):
        return each(texts, lambda text: None if text is None else str(text).partition(".")[0])
    return each(texts, lambda text: None if text is None else spelled(text))


def _texts(cells: Sequence[Cell]) -> Iterable[str]:
    """Return the texts of a column, each at least once."""
    values = cells.values if isinstance(cells, Coded) else cells
    return (
        (cell for cell in values if isinstance(cell, str)) if types(values) != {str} else cast("Sequence[str]", values)
    )
