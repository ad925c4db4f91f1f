"""Units in which a list states its amounts: thousands and millions hide what is owed, cents make it a hundredfold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from app.services.sync.values.text import fold, plain

_SHORT: Final = (
    r"(?:k\s?(?:[€$£]|eur|usd|gbp|chf)|t(?:€|eur|usd|chf|gbp)|m(?:€|eur)|[€$£]\s?k|(?:eur|usd|gbp)\s?k|千[円元圓]"
    r"|万[円元]|萬元|百万[円元]|百萬元|億円|亿元)"
)
_WORDS: Final = (
    rf"(?:thousands?|millions?|miles|millones|milhares|milhoes|tausend|tsd\.?|mio\.?|mln\.?|['’]?000s?|{_SHORT})"
)
#: In a heading the unit stands in brackets, behind a word such as "in", or, if it is short, at the end.
_HEADING: Final = re.compile(
    rf"[(\[（【][^)\]）】]*(?<![^\W_]){_WORDS}(?![^\W_])|\b(?:in|en|em)\s+{_WORDS}(?![^\W_])|\s{_SHORT}$"
)
#: Above a table it is said that amounts are so.
_TITLE: Final = re.compile(
    rf"(?:(?:amounts?|figures|values|importes|valores|cifras|betrage|angaben)\b.{{0,24}}\b(?:in|en|em)\b.{{0,12}}?{_WORDS}"
    rf"|(?:単位|单位|單位)\s*[:：]?\s*{_WORDS}|[(\[（]\s*(?:in|en|em)\s+.{{0,12}}?{_WORDS})"
)


#: The smallest unit of a currency, in which programs keep amounts: 1234 cents.
_CENTS: Final = re.compile(
    r"(?<![^\W_])(?:cents?|pence|pennies|minor[\s_]units?|centavos?|centimos?|centimes?|centesimi|分)(?![^\W_])"
)


def minor_of(heading: str) -> str | None:
    """Return the heading if it says that amounts are in cents; None if they are whole."""
    return heading.strip() if _CENTS.search(fold(plain(heading))) else None


def unit_of(heading: str, titles: Iterable[str]) -> str | None:
    """Return what says that amounts are in thousands or more: the heading or a line above; None if they are whole."""
    if _HEADING.search(fold(plain(heading))):
        return heading.strip()
    return next((title for title in titles if _TITLE.search(fold(plain(title)))), None)
