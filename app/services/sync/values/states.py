"""What words say became of items: paid, written off, cancelled, in dispute.

They stand in lines among the rows and in remarks. A phrase counts whole and before a shorter one within it, so that
``not yet invoiced`` is no invoice and ``to be paid`` nothing that is paid; with a word for no in front it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from app.services.sync.values.text import SEP, fold, words

PAID: Final = "paid"
DISPUTED: Final = "disputed"
PURSUED: Final = "pursued"
PROMISED: Final = "promised"
OPEN: Final = "open"
#: Words for paid that mean other things in a longer text.
CLOSED: Final = "closed"
#: Said of one item this is no more than a doubt: it is owed still.
GIVEN_UP: Final = "given_up"
#: Nothing is owed of these.
SETTLED: Final = ("paid", "written_off", "cancelled", "unissued", CLOSED, GIVEN_UP)
#: Groups of ``words.toml``; of words in several the first counts.
_GROUPS: Final = (
    OPEN, "never", "written_off", GIVEN_UP, "cancelled", "unissued", DISPUTED, PURSUED, PROMISED, "doubtful",
)  # fmt: skip
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_WORD: Final = re.compile(r"\w+")
_ANSWER: Final = re.compile(r"[\s:?=-]*(\w+)\W*$")
#: A day, as remarks have one: ``paid 5/11``, ``5.11.2026``, ``11月5日``.
_DAY: Final = re.compile(r"\d{1,4}(?:[./-]\d{1,4}){1,2}\.?|\d{1,4}[年月日]")
#: What stands between words, the joint of two cells among it.
_SIGNS: Final = (SEP, *",.;:!?()[]{}/-_+='\"’“”「」【】、。")
_BLANKS: Final = str.maketrans({sign: " " for sign in _SIGNS if sign.isascii()})
#: Paid in part is no state: what is left is owed.
_PART: Final = "part_paid"
_SILENT: Final = frozenset({OPEN, "never", "doubtful", _PART})


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
    found = {word: "never" for word in words("disputed", "over") if " " in word}
    for group in _GROUPS:
        for word in words("state", group):
            found.setdefault(word, group)
    for word in words("part_paid"):
        found.setdefault(word, _PART)
    for word in words("disputed"):
        found.setdefault(word, DISPUTED)
    sure = (words("state", PAID) | words("settled", "money")) - words("state", "weak")
    for word in sure:
        found.setdefault(word, PAID)
    for word in words("settled") | words("settled", "money"):
        found.setdefault(word, CLOSED)
    return found


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Return what finds phrases, the longest first; those of languages without blanks anywhere in a word."""
    longest = sorted(_phrases(), key=lambda word: (-len(word), word))
    spaced, others = ("|".join(re.escape(word) for word in longest if _spaced(word) is kind) for kind in (True, False))
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)|{others}")


def _spaced(text: str) -> bool:
    """Tell whether a text is of a language with blanks between its words."""
    return max(text, default="") < "\u0530"


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
        if group in {"never", _PART} or _denied(tidy[: match.start()], tidy[end:]):
            rest.append(match.group())
        else:
            groups[group] = None
    rest.append(tidy[end:])
    return State(tuple(groups), bool(groups) and _is_around(SEP.join(rest)))


def remarked(text: str) -> State:
    """Return what a remark on one item says became of it; the day on which it did is no more than that."""
    state = state_of(_DAY.sub(" ", fold(text)))
    return state if state.whole else State(tuple(group for group in state.groups if group != CLOSED), whole=False)


def _denied(front: str, behind: str) -> bool:
    """Tell whether a word for no stands before or behind a state: ``not paid``, ``paid: no``, ``未払``."""
    before, after = _WORD.findall(front)[-1:], _ANSWER.match(behind)
    if (before and before[0] in words("denial")) or (after and after.group(1) in words("denial") | words("no")):
        return True
    return any(front.endswith(word) for word in words("denial") if not word.isascii())


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


@lru_cache(maxsize=1)
def _telling() -> frozenset[str]:
    """Return a word of each phrase that says something: the longest of those that do not stand everywhere."""
    phrases = (phrase for phrase, group in _phrases().items() if group not in _SILENT and _spaced(phrase))
    common = words("state", "around")
    return frozenset(max(_WORD.findall(phrase), key=lambda word: (word not in common, len(word))) for phrase in phrases)


def suspects(texts: Iterable[str]) -> list[str]:
    """Return the texts that may say something of the kind, long before each of them is looked at.

    All of them together are searched for words that some text may have; mostly none has any.
    """
    listed = list(texts)
    joined = SEP.join(listed).casefold()
    found = _told_in(joined)
    pieces = () if joined.isascii() else [piece for piece in words("state", "pieces") if piece in joined]
    if not found and not pieces:
        return []
    return [text for text in listed if any(piece in text for piece in pieces) or (found and _told_in(text.casefold()))]


def _told_in(text: str) -> frozenset[str]:
    """Return the words of a text that tell something."""
    if text.isascii():
        return _telling().intersection(text.translate(_BLANKS).split())
    for sign in _SIGNS:
        text = text.replace(sign, " ")
    spoken = set(text.split())
    accented = {fold(word) for word in spoken if not word.isascii() and _spaced(word)}
    return _telling().intersection(spoken | accented)
