"""What a document type says: the group that it belongs to, and whether its words leave a doubt.

The word that says what a document is stands last in English and German (``Deposit invoice`` is an invoice) and first in
Spanish and Portuguese (``Nota de crédito cliente``), as codes do (``RV - Invoice``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from app.services.sync.values.text import fold, word_groups, words

#: Groups of document types whose rows reduce what is owed.
CREDITS: Final = frozenset({"credit_memo", "unapplied_receipt", "on_account"})
_APART: Final = re.compile(r"[\s\-/:()（）]+")
#: Words of a document type beyond which nothing is looked for, and the shortest word that is looked for inside others.
_MOST: Final = 8
_INSIDE: Final = 5
#: No code of a document type is longer.
_CODE: Final = 3


class Type(NamedTuple):
    """The group of a document type; ``sure`` unless its words may mean something else."""

    group: str | None
    sure: bool = True


def type_group(text: str) -> str | None:
    """Return the group of a document type; None if its words say none."""
    return type_of(text).group


@lru_cache(maxsize=4096)
def type_of(text: str) -> Type:
    """Return the group of a document type: by the whole text, by what it begins or ends with, by a word inside it."""
    groups, tidy = word_groups("types"), fold(text)
    if tidy in groups:
        return Type(groups[tidy])
    parts = [part for part in _APART.split(tidy) if part][:_MOST]
    front = next((size for size in range(len(parts), 0, -1) if " ".join(parts[:size]) in groups), 0)
    back = next((size for size in range(len(parts), 0, -1) if " ".join(parts[-size:]) in groups), 0)
    first = groups[" ".join(parts[:front])] if front else None
    last = groups[" ".join(parts[-back:])] if back else None
    if front == 1 and _is_spoken(parts[0]) and _goes_on(tidy, parts):
        return _beside(first, last, parts, back)  # Deposit invoice, Credit card payment, Payment due
    if front > 1 and _is_spoken(parts[front - 1]) and last is not None and last not in CREDITS:
        return _beside(first, last, parts, back)  # Customer deposit invoice
    if last in CREDITS and first is not None and first not in CREDITS and back == 1 and _is_spoken(parts[-1]):
        return Type(first) if _belongs(parts, back) else Type(last, sure=False)  # Invoice payment
    if first is not None:
        agree = last is None or (first in CREDITS) == (last in CREDITS)
        return Type(first, sure=agree or _belongs(parts, back) or len(parts[0]) > _CODE)
    return Type(last) if last is not None else _inside(tidy)


def _is_spoken(word: str) -> bool:
    """Tell whether a word is one that in English says what kind another word in front of it stands for."""
    return word in words("type_word")


def _goes_on(tidy: str, parts: list[str]) -> bool:
    """Tell whether more words follow the first: no number, and no remark behind a hyphen."""
    return len(parts) > 1 and tidy.startswith(f"{parts[0]} {parts[1]}") and parts[1].isalpha()


def _belongs(parts: list[str], size: int) -> bool:
    """Tell whether a preposition stands in front of the last words: ``Credit for invoice``."""
    return len(parts) > size and parts[-size - 1] in words("type_word", "of")


def _beside(first: str | None, last: str | None, parts: list[str], back: int) -> Type:
    """Return what a text means whose first word only tells of which kind its last one is."""
    if last is None:
        return Type(first, sure=False)
    return Type(first) if _belongs(parts, back) else Type(last)


def _inside(tidy: str) -> Type:
    """Return what a word inside a text says; one for credits inside another word need not mean one.

    ``Sammelgutschrift`` is one, and ``Anzahlungsanforderung`` is none.
    """
    listed = [(word, group) for word, group in word_groups("types").items() if len(word) >= _INSIDE and word in tidy]
    debit = next((group for _, group in listed if group not in CREDITS), None)
    credit = next((group for _, group in listed if group in CREDITS), None)
    if debit is not None or credit is None:
        return Type(debit)
    said = [word for word, group in listed if group in CREDITS]
    whole = any(tidy.endswith(word) or (" " in word and f" {word} " in f" {tidy} ") for word in said)
    return Type(credit, sure=whole)
