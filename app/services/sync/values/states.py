"""What words say became of items: paid, written off, cancelled, in dispute.

They stand in lines among the rows and in remarks. A phrase counts whole and before a shorter one within it, so that
``not yet invoiced`` is no invoice and ``to be paid`` nothing that is paid; with a word for no in front it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from app.services.sync.layouts import load
from app.services.sync.values.text import SEP, fold, words

PAID: Final = "paid"
DISPUTED: Final = "disputed"
PURSUED: Final = "pursued"
PROMISED: Final = "promised"
OPEN: Final = "open"
#: Nothing is owed of these.
SETTLED: Final = ("paid", "written_off", "cancelled", "unissued")
#: Groups of ``words.toml``; of words in several the first counts.
_GROUPS: Final = (
    OPEN, "never", "written_off", "cancelled", "unissued", PAID, DISPUTED, PURSUED, PROMISED, "doubtful",
)  # fmt: skip
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_WORD: Final = re.compile(r"\w+")
#: Words of a status that are too common in remarks to say anything there.
_PART: Final = "part_paid"


class State(NamedTuple):
    """What a text says.

    Attributes:
        groups: of words, as they stand in it; empty if it says nothing of the kind.
        whole: it says nothing else.
    """

    groups: tuple[str, ...]
    whole: bool

    @property
    def settled(self) -> str | None:
        """Why nothing is owed; None if it is, or if that is not said."""
        return next((group for group in self.groups if group in SETTLED), None)


@lru_cache(maxsize=1)
def _phrases() -> dict[str, str]:
    """Return folded phrase → its group."""
    found: dict[str, str] = {}
    for group in _GROUPS:
        for word in words("state", group):
            found.setdefault(word, group)
    for word in words("part_paid"):
        found.setdefault(word, _PART)
    for word in words("disputed"):
        found.setdefault(word, DISPUTED)
    for word in words("settled") | words("settled", "money"):
        found.setdefault(word, PAID)
    return found


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Return what finds phrases, the longest first; those of letters without blanks between words anywhere."""
    longest = sorted(_phrases(), key=lambda word: (-len(word), word))
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" if _spaced(word) else re.escape(word)
                               for word in longest))  # fmt: skip


def _spaced(word: str) -> bool:
    """Tell whether a word is of a language with blanks between its words."""
    return all(char < "\u0530" for char in word)


@lru_cache(maxsize=4096)
def state_of(text: str) -> State:
    """Return what a text says became of items."""
    tidy = fold(text)
    groups: dict[str, None] = {}
    rest, end = [], 0
    for match in _pattern().finditer(tidy):
        rest.append(tidy[end : match.start()])
        end = match.end()
        group = _phrases()[match.group()]
        if group != "never" and _denied(tidy[: match.start()]):
            group = "never"
        if group == "never":
            rest.append(match.group())
        elif group != _PART:
            groups[group] = None
    rest.append(tidy[end:])
    return State(tuple(groups), bool(groups) and _is_around(SEP.join(rest)))


def _denied(front: str) -> bool:
    """Tell whether a text ends in a word for no."""
    before = front.rstrip().rpartition(" ")[2]
    return before in words("denial") or any(front.endswith(word) for word in words("denial") if not word.isascii())


def _is_around(rest: str) -> bool:
    """Tell whether what is left of a text says nothing: words that stand around any state, and years."""
    known = words("state", "around")
    left = [word for word in _WORD.findall(rest) if word not in known and not _YEAR.fullmatch(word)]
    if any(_spaced(word) for word in left):
        return False
    return all(_made_of(word, known) for word in left)


def _made_of(word: str, known: Collection[str]) -> bool:
    """Tell whether a text without blanks is made of known words and years: ``2025年度分``."""
    for part in sorted((part for part in known if not _spaced(part)), key=len, reverse=True):
        word = word.replace(part, " ")
    return all(_YEAR.fullmatch(part) for part in word.split())


def may_say(texts: Iterable[str | None]) -> bool:
    """Tell whether some texts may say something of the kind, long before each of them is looked at."""
    joined = SEP.join(text for text in texts if text).casefold()
    return any(piece in joined for piece in load("words")["state"]["pieces"])
