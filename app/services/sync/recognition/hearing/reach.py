"""Amounts of one heading that reach further or less far: with tax or without, with what is retained or without.

Tax is owed like everything else, so the amount with it counts. Whether what is retained, disputed or not yet applied is
among what is owed no heading says: unless amounts prove one of them somebody is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations
from typing import Final

from app.services.sync.layouts.headings import WEAK, in_full
from app.services.sync.recognition.columns import Column, Guess
from app.services.sync.recognition.hearing.case import BESIDE, KNOWN
from app.services.sync.recognition.relations import Sheaf
from app.services.sync.values.text import fold, heading_words, words

_CENT: Final = Decimal("0.005")
#: The highest rate of a tax in halves of a per cent; and two hundred times a rounded cent.
_MOST_TAX: Final = 70
_ROUNDED: Final = Decimal("2.2")
#: Share of numbers from which a column may hold amounts.
_FIGURES: Final = 0.6
#: Columns of amounts that are tried two by two.
_MOST: Final = 12
#: Languages without blanks have no words to part.
_FAR: Final = re.compile(r"[^\x00-\u052f]")


def bare(heading: str) -> str:
    """Return a heading without what it says of its reach: ``Total Open incl. Retainage`` is ``Open``."""
    tidy = fold(heading)
    for word in sorted(words("reach", "far"), key=len, reverse=True):
        tidy = tidy.replace(word, "")
    tidy = re.sub(r"[()\[\]]", " ", tidy)
    parts = [part for part in re.split(r"[\s,/\-–]+", tidy) if part]
    turn = next((at for at, part in enumerate(parts) if at and part.strip(".") in words("reach", "turn")), len(parts))
    left = [part for part in parts[:turn] if part not in words("reach", "around")]
    if len(left) == len(parts) and not any(word in fold(heading) for word in words("reach", "far")):
        return fold(heading)
    return " ".join([part for part in left if part not in words("reach", "whole")] or left)


def says_tax(heading: str) -> str | None:
    """Return whether a heading says that tax is ``included`` or ``excluded``; None if it says nothing of it."""
    tidy, spoken = fold(heading), {part.strip(".") for part in heading_words(heading)}
    for group in ("excluded", "included"):
        said = words("reach", group)
        if any(word in tidy if " " in word or _FAR.search(word) else word in spoken for word in said):
            return group
    return None


def siblings(columns: Sequence[Column], held: Guess) -> Iterator[Column]:
    """Give the other columns of amounts that are headed as a guessed one but for their reach."""
    own = columns[held.column]
    called = bare(own.heading)
    for column in columns:
        other = bare(column.heading)
        full = column.profile.number >= _FIGURES and column.profile.filled >= BESIDE * own.profile.filled
        reach = other != fold(column.heading) or called != fold(own.heading)
        enough = WEAK if called == other else KNOWN
        alike = _means(called, held.field, enough) and _means(other, held.field, enough)
        if full and reach and alike and column.index != own.index:
            yield column


def _means(heading: str, field: str, enough: int) -> bool:
    return any(hit.field == field and hit.weight >= enough for hit in in_full(heading))


def with_tax(columns: Sequence[Column], sheaf: Sheaf, held: Guess) -> tuple[int, int] | None:
    """Return the columns of the same amounts with tax and without, one of which was taken.

    One of the two headings says so, or both do, and no row denies it. "Gross" may mean other things than tax: then the
    rates have to be those of a tax.
    """
    own = says_tax(columns[held.column].heading)
    for column in siblings(columns, held):
        said = says_tax(column.heading)
        if own == said:
            continue
        whole, part = column.index, held.column
        if own == "included" or said == "excluded":
            whole, part = part, whole
        sure = any(_names_tax(columns[at].heading) for at in (whole, part))
        if _is_more(sheaf, whole, part) and (sure or _at_rates(sheaf, whole, part)):
            return whole, part
    return None


def _names_tax(heading: str) -> bool:
    """Tell whether a heading says of tax itself that it is in or not."""
    return says_tax(heading) is not None and words("reach", "gross").isdisjoint(fold(heading).split())


def _at_rates(sheaf: Sheaf, whole: int, part: int) -> bool:
    """Tell whether amounts are others and a tax on them: a whole or a half per cent of each."""
    for a, b in zip(sheaf.amounts[whole], sheaf.amounts[part], strict=True):
        if a is None or not b:
            continue
        rate = (a / b - 1) * 200
        if not 0 <= rate <= _MOST_TAX or abs(rate - round(rate)) * abs(b) > _ROUNDED:
            return False
    return True


def _is_more(sheaf: Sheaf, whole: int, part: int) -> bool:
    """Tell whether amounts are nowhere less than others, and somewhere more."""
    if whole not in sheaf.amounts or part not in sheaf.amounts:
        return False
    pairs = [(a, b) for a, b in zip(sheaf.amounts[whole], sheaf.amounts[part], strict=True) if a or b]
    known = [(a, b) for a, b in pairs if a is not None and b is not None]
    return (
        bool(known)
        and len(known) == len(pairs)
        and all(abs(a) >= abs(b) - _CENT and a * b >= 0 for a, b in known)
        and any(abs(a - b) >= _CENT for a, b in known)
    )


def rival(columns: Sequence[Column], sheaf: Sheaf, held: Guess) -> Column | None:
    """Return a column that may as well be what is open: headed alike but for its reach, with other amounts.

    Where amounts prove the one that is taken, they have to prove the other one too.
    """
    if held.field != "open" or held.column not in sheaf.amounts:
        return None
    taxed = with_tax(columns, sheaf, held) or ()
    for column in siblings(columns, held):
        if column.index not in sheaf.amounts or column.index in taxed:
            continue
        pairs = zip(sheaf.amounts[held.column], sheaf.amounts[column.index], strict=True)
        if all(a == b for a, b in pairs) or (held.notes and not _is_left(sheaf, column.index, held.column)):
            continue
        return column
    return None


def _is_left(sheaf: Sheaf, index: int, beside: int) -> bool:
    """Tell whether an amount is what another one leaves of a third in every row, and not all of it in some."""
    others = [other for other in list(sheaf.amounts)[:_MOST] if other not in {index, beside}]
    for whole, paid in permutations(others, 2):
        columns = (sheaf.amounts[whole], sheaf.amounts[paid], sheaf.amounts[index])
        rows = [(a, b or Decimal(0), c) for a, b, c in zip(*columns, strict=True) if a is not None and c is not None]
        if rows and any(b for _, b, _ in rows) and all(abs(a - b - c) < _CENT for a, b, c in rows):
            return True
    return False
