"""Headings that are ages: ``31 - 60``, ``> 90 days``, ``Not due``, ``61~90日``, ``Older``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from app.money import is_currency
from app.services.sync.layouts import load
from app.services.sync.values.text import fold, plain

_UNIT: Final = (
    r"(?:days?|dias?|tagen?|tage|months?|meses|mes|monate?n?|years?|anos?|jahre?n?|dpd|天|日|日間|年|ヶ月|か月|个月|個月"
    r"|d|overdue|past due|vencid[oa]s?|以内|以上|超|超過|逾期)"
)
_FRONT: Final = (
    r"(?:(?:days?|dias?|tage|overdue|past due|vencid[oa]s?|aging|bucket|age|from|de|von|逾期|延滞|経過)[ :(]*)*"
)
_TO: Final = r"(?:-|–|—|~|〜|～|to|a|bis|bis zu|até|ate|から|至|到|/)"
_RANGE: Final = re.compile(rf"{_FRONT}(\d{{1,3}})\s*{_UNIT}?\s*{_TO}\s*(\d{{1,3}})\s*{_UNIT}?\)?(?:\s*{_UNIT})*")
_OPEN_END: Final = re.compile(
    rf"{_FRONT}(?:>=?|over|older than|more than|mas de|mais de|acima de|uber|ab|超过|超過|大于|\+)\s*(\d{{1,4}})"
    rf"\s*{_UNIT}?(?:\s*{_UNIT})*"
    rf"|(\d{{1,4}})\s*{_UNIT}?\s*(?:\+|plus|and over|or more|y mas|e mais|und mehr|以上|超|日超|天以上)(?:\s*{_UNIT})*"
)
_BELOW: Final = re.compile(
    rf"{_FRONT}(?:<=?|under|up to|less than|hasta|ate|bis(?: zu)?|unter|menos de)\s*(\d{{1,4}})\s*{_UNIT}?"
    rf"(?:\s*{_UNIT})*"
    rf"|(\d{{1,4}})\s*{_UNIT}以内"
)
#: What stands behind an age for the currency of the amounts below it.
_CURRENCY: Final = re.compile(r"\s*(?:[(\[]\s*(\w{3}|[$€£¥])\s*[)\]]|\s(\w{3}|[$€£¥]))$")
_MONTHS: Final = re.compile(r"(\d{1,2})\s*(?:months?|mes(?:es)?|monate?|ヶ月|か月|个月|個月)(?:以?前)?")


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return frozenset(fold(word) for word in load("words")["age"]["any"])


@lru_cache(maxsize=2048)
def is_age(heading: str) -> bool:
    """Tell whether a heading is an age: a range of days, an open end, or a word such as ``Current``.

    Behind it may stand a currency: ``1 - 30 (GBP)``, ``Not due EUR``.
    """
    text = fold(_without_currency(plain(heading))).strip(" .:*")
    if not text or len(text) > 40:
        return False
    if (match := _RANGE.fullmatch(text)) is not None:
        return int(match.group(1)) < int(match.group(2))
    return text in _words() or any(form.fullmatch(text) for form in (_OPEN_END, _BELOW, _MONTHS))


def _without_currency(heading: str) -> str:
    match = _CURRENCY.search(heading)
    named = match is not None and any(
        not one[:1].isalnum() or is_currency(one.upper()) for one in match.groups() if one
    )
    return heading[: match.start()] if match is not None and named else heading


@lru_cache(maxsize=2048)
def has_age(heading: str) -> bool:
    """Tell whether a heading speaks of an age among other things: ``Títulos a vencer: valor nominal``."""
    text = fold(plain(heading))
    return any(re.search(rf"\b{re.escape(word)}s?\b" if word.isascii() else re.escape(word), text) for word in _words())
