"""Cells that say yes or no: whether an item is disputed, whether a customer is blocked.

Exports say it in whole phrases too, and the no in more words than the yes: ``Not in dispute``, ``Resolved``, ``keine
Sperre``, ``係争なし``. What is neither a yes nor a no stays open; whoever asks knows what that means in the column.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from app.services.sync.values.text import fold, words

DISPUTED: Final = "disputed"
BLOCKED: Final = "blocked"


@lru_cache(maxsize=8)
def _said(asked: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that mean yes and no where it is asked whether something is disputed, or blocked."""
    if asked == DISPUTED:
        over = words("case_status", "closed") | words("disputed", "over")
        return words("yes") | words("disputed") | words("disputed", "noun"), words("no") | over
    return words("yes") | words("blocked", "yes") | words("blocked", "noun"), words("no") | words("blocked", "no")


@lru_cache(maxsize=4096)
def verdict(text: str, asked: str) -> bool | None:
    """Return whether a text says yes or no to what its column asks; None if it says something else."""
    yes, no = _said(asked)
    tidy = fold(text).strip(" .!")
    if tidy in no:
        return False
    if tidy in yes:
        return True
    if asked == BLOCKED and tidy.isdecimal():  # codes of a block: 00 is none
        return int(tidy) != 0
    return False if _denied(tidy, yes.__contains__) else None


def _denied(tidy: str, is_yes: Callable[[str], bool]) -> bool:
    """Tell whether a text is a word for no before or behind a yes: ``not in dispute``, ``ブロックなし``.

    Where no blanks stand between words it is part of the text.
    """
    first, _, rest = tidy.partition(" ")
    if first in words("denial") and is_yes(rest):
        return True
    if tidy.isascii():
        return False
    front = any(tidy.startswith(word) and is_yes(tidy[len(word) :]) for word in words("denial"))
    return front or any(tidy.endswith(word) and is_yes(tidy[: -len(word)]) for word in words("denial", "behind"))


def is_flag(text: str) -> bool:
    """Tell whether a text answers yes or no to anything that a column may ask."""
    return verdict(text, DISPUTED) is not None or verdict(text, BLOCKED) is not None
