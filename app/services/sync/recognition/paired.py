"""Headings of groups with more cells than a customer's name: beside it stands its number, or a city or a telephone.

Nothing of them is part of the name. What stands beside it is the customer's number where it says so in words, or where
all headings show it: each name has one of its own, and all are written alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from app.services.sync.layouts.headings import meanings
from app.services.sync.recognition.labels import named_by
from app.services.sync.recognition.owners import Heading
from app.services.sync.values.dates import looks_like_date
from app.services.sync.values.terms import parse_terms
from app.services.sync.values.text import SEP, fold, heading_key, heading_words, words

#: A number of a customer: digits, perhaps with letters in front or behind and one sign between.
_CODE: Final = re.compile(r"[^\W\d_]{0,5}[-./]?\d{1,8}(?:-?[^\W\d_]{1,2})?")
#: Digits alone are one from so many on; round ones are a limit, and longer ones a telephone.
_DIGITS: Final = 3
_ROUND: Final = 100
_SEVERAL: Final = 2
_FRAME: Final = " :.#()[]（）【】"
_RUN: Final = re.compile(r"\d+")

Marks = list[tuple[int, Heading | None]]


def heading_of(texts: Sequence[str], over: str = "") -> Heading:
    """Return the heading of a group that fills some cells; ``over`` is the heading of the second cell's column."""
    cells = tuple(named_by(texts))
    number, name = _in_front(cells)
    if number is not None:
        return Heading(f"{number}{SEP}{name}", beside=cells[2:])
    return Heading(cells[0], beside=cells[1:], coded=_is_of_numbers(over))


def settled(marks: Marks) -> tuple[Marks, tuple[str, str] | None]:
    """Return the headings with the numbers that stand beside names, and a name with what was left out beside one.

    Where one name stands beside several things, as in ``Region``, ``North``, both are what the group is called.
    """
    joined = [heading for _, heading in marks if heading is not None and heading.beside]
    if not joined:
        return marks, None
    coded = _numbers(joined)
    texts: dict[str, set[tuple[str, ...]]] = {}
    for one in joined:
        texts.setdefault(one.text, set()).add(one.beside)
    found: Marks = []
    left: tuple[str, str] | None = None
    for place, heading in marks:
        if heading is None or not heading.beside:
            found.append((place, heading))
            continue
        text, rest = heading.text, heading.beside
        if coded:
            text, rest = f"{_bare(rest[0])}{SEP}{text}", rest[1:]
        elif len(texts[text]) > 1 and SEP not in text:
            text, rest = " ".join((text, *rest)), ()
        if rest and left is None:
            left = heading.text.rpartition(SEP)[2], " ".join(rest)
        found.append((place, replace(heading, text=text, beside=())))
    return found, left


def _in_front(cells: Sequence[str]) -> tuple[str | None, str]:
    """Return the number that stands in front of a name, and the name."""
    if len(cells) > 1 and " " not in cells[0] and any(map(str.isdigit, cells[0])):
        return cells[0], cells[1]
    return None, cells[0]


def _numbers(headings: Sequence[Heading]) -> bool:
    """Tell whether what stands beside the names are the customers' numbers."""
    pairs = {(heading.text, heading.beside[0]) for heading in headings}
    names, codes = {name for name, _ in pairs}, {_bare(code) for _, code in pairs}
    if any(SEP in name for name in names) or not len(pairs) == len(names) == len(codes):
        return False
    if not all(_CODE.fullmatch(code) and not looks_like_date(code) for code in codes) or any(map(_is_terms, codes)):
        return False
    if all(_is_labelled(code) for _, code in pairs) or all(heading.coded for heading in headings):
        return True
    return len(names) >= _SEVERAL and _alike(codes)


def _is_terms(code: str) -> bool:
    return not code.isdecimal() and parse_terms(code) is not None


def _alike(codes: Iterable[str]) -> bool:
    """Tell whether codes are written alike: the same letters around as many digits, or around any number of them."""
    listed = list(codes)
    letters = {_RUN.sub("", code) for code in listed}
    if len(letters) != 1:
        return False
    digits = [_RUN.findall(code) for code in listed]
    if letters != {""}:
        return True
    same = len({len(runs[0]) for runs in digits}) == 1 and len(digits[0][0]) >= _DIGITS
    return same and any(int(runs[0]) % _ROUND for runs in digits)


def _is_of_numbers(heading: str) -> bool:
    """Tell whether a column is headed as one of numbers of customers, or of ids: ``ID No.``."""
    ids = words("code_label", "id")
    return any(hit.field == "account" for hit in meanings(heading)) or not ids.isdisjoint(heading_words(heading))


def _is_labelled(text: str) -> bool:
    """Tell whether a text says itself that it is a number: ``ID: 4711``, ``No. 4711``, ``(4711)``."""
    return _bare(text) != text.strip()


def _bare(text: str) -> str:
    """Return a number without what it says of itself."""
    tidy = text.strip(_FRAME)
    front, _, last = tidy.rpartition(":") if ":" in tidy else tidy.rpartition(" ")
    return last.strip(_FRAME) if front and heading_key(front) in _labels() else tidy


@lru_cache(maxsize=1)
def _labels() -> frozenset[str]:
    return frozenset(heading_key(fold(word)) for group in ("id", "any") for word in words("code_label", group))
