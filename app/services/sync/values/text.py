"""Text in cells and headings: folding for comparison, empty words, account keys.

Whole columns are tested at C speed by joining them; only columns that need it are treated value by value, and then
once per distinct value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from typing import Final, TypeVar

from app.services.sync.layouts import load
from app.services.sync.values.cells import Cell, Coded

_LATIN_MARKS: Final = re.compile("[\u0300-\u036f]")
_NOT_KEY: Final = re.compile(r"[\W_]+")
_SPACES: Final = re.compile(r"\s+")
_BLANKS: Final = re.compile(r" {2,}")
_INVISIBLE: Final = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"))
#: Between two cells of a joined column; no spreadsheet cell can hold it.
SEP: Final = "\x00"
#: In a joined column: a blank at an end of a cell, two blanks inside, an apostrophe in front.
_UNTIDY: Final = (f"{SEP} ", f" {SEP}", "  ", f"{SEP}'", f"{SEP}’")
_PRINTABLE: Final = bytes(range(32, 127))
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])")


def plain(text: str) -> str:
    """Return the text in NFKC without invisible characters, its inner blanks single and its ends trimmed."""
    if text.isascii():
        return " ".join(text.split())
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text).translate(_INVISIBLE)).strip()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return a form for comparing words: NFKC, no case, no Latin accents, single blanks.

    Japanese voicing marks are kept: カ and ガ are different letters.
    """
    folded = plain(text).casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFD", folded)
    return unicodedata.normalize("NFC", _LATIN_MARKS.sub("", decomposed))


@lru_cache(maxsize=8192)
def heading_key(text: str) -> str:
    """Return a heading without case, accents, blanks and punctuation: ``*Invoice-Date.`` is ``invoicedate``."""
    return _NOT_KEY.sub("", fold(text.replace("№", "no").replace("°", "o")))


@lru_cache(maxsize=8192)
def heading_words(text: str) -> tuple[str, ...]:
    """Return the words of a heading; ``customerID`` has two."""
    spaced = _CAMEL.sub(" ", plain(text.replace("°", "o")))
    return tuple(word for word in _NOT_KEY.split(fold(spaced)) if word)


@lru_cache(maxsize=64)
def words(section: str, group: str = "any") -> frozenset[str]:
    """Return a set of folded words of ``words.toml``."""
    return frozenset(fold(word) for word in load("words")[section][group])


@lru_cache(maxsize=32)
def word_groups(section: str) -> dict[str, str]:
    """Return folded word → name of its group, for a section whose groups are answers."""
    return {fold(word): group for group, listed in load("words")[section].items() for word in listed}


@lru_cache(maxsize=1)
def null_words() -> frozenset[str]:
    """Return the words for an empty cell."""
    return words("null")


def is_null(text: str) -> bool:
    """Tell whether a text cell says "nothing here"."""
    return fold(text) in null_words()


def clean(text: str) -> str | None:
    """Return what a person would call the contents of a text cell, None if it says "nothing here".

    The apostrophe that Excel users type in front of digits goes; characters that no document shows go too. Letters
    stay as seen: ㈱ is not (株), and a name in half-width kana stays one.
    """
    shown = "".join(char if char.isprintable() or char == "\u3000" else " " for char in text.translate(_INVISIBLE))
    tidy = _BLANKS.sub(" ", shown).strip()
    if tidy[:1] in {"'", "’"}:
        tidy = tidy[1:].strip()
    return None if fold(tidy) in null_words() else tidy


def whole(value: float) -> str:
    """Write a number cell as an identifier: 4711.0 is ``4711``."""
    return str(int(value)) if value == int(value) else repr(value)


def cell_text(value: Cell) -> str | None:
    """Return any cell as text, None if it is empty."""
    if isinstance(value, str):
        return clean(value)
    if value is None:
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return whole(value)
    return str(value)


def shown(value: Cell) -> str:
    """Return a cell for a message or a sample: as seen, never longer than a line."""
    text = value if isinstance(value, str) else (cell_text(value) or "")
    return plain(text)[:120]


def text_column(cells: Sequence[Cell]) -> Sequence[str | None]:
    """Return a column as clean text; nothing is done value by value where nothing needs cleaning."""
    values = cells.values if isinstance(cells, Coded) else cells
    if tidy(values):
        return each(cells, _or_none) if "" in values else cells
    return each(cells, cell_text)


def _or_none(text: str) -> str | None:
    return text or None


def tidy(values: Collection[Cell]) -> bool:
    """Tell whether these cells are text that needs no cleaning, empty ones aside."""
    if set(map(type, values)) != {str} or not _null_spellings().isdisjoint(values):
        return False
    joined = SEP.join(values)
    if joined.isascii():
        odd = joined.encode().translate(None, _PRINTABLE)
        printable = len(odd) == len(values) - 1
    else:
        printable = joined.count(SEP) == len(values) - 1 and joined.replace(SEP, "").isprintable()
    return (
        printable
        and not any(untidy in joined for untidy in _UNTIDY)
        and joined[:1] not in {" ", "'", "’"}
        and joined[-1:] != " "
    )


@lru_cache(maxsize=1)
def _null_spellings() -> frozenset[str]:
    """Return the ways in which empty words are usually written, the empty cell itself left out."""
    listed = load("words")["null"]["any"]
    spelt = {form for word in listed for form in (word, word.upper(), word.title(), word.capitalize())}
    return frozenset(spelt - {""})


V = TypeVar("V")


def each(cells: Iterable[Cell], convert: Callable[[Cell], V]) -> Sequence[V]:
    """Convert a column, calling ``convert`` once per distinct value.

    Values that are equal but of different types (1 and True) are kept apart.
    """
    if isinstance(cells, Coded):
        return cells.map(convert)
    column = cells if isinstance(cells, (list, tuple)) else list(cells)
    kinds = set(map(type, column))
    if bool in kinds and len(kinds) > 1:
        pairs = list(zip(map(type, column), column, strict=True))
        apart = {pair: convert(pair[1]) for pair in set(pairs)}
        return [apart[pair] for pair in pairs]
    known = {value: convert(value) for value in set(column)}
    return list(map(known.__getitem__, column))


def account_key(number: str) -> str:
    """Return an account number for matching: NFKC, trimmed, no apostrophe, no leading zeros if all digits."""
    tidy = plain(number).lstrip("'’").strip()
    if tidy.isdecimal():
        return tidy.lstrip("0") or "0"
    return tidy
