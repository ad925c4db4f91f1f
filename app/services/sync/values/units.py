"""Units in which a list states its amounts: thousands and millions hide what is owed, cents make it a hundredfold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from app.services.sync.values.text import fold, plain

_SHORT: Final = (
    r"(?:k\s?(?:[€$£]|eur|usd|gbp|chf)|t\s?(?:€|eur|usd|chf|gbp)|m(?:€|eur)|[€$£]\s?k|(?:eur|usd|gbp)\s?k|mm?\$(?!\w)"
    r"|(?:r\$|us\$|[€$]|reais|euros?|pesos?)\s?mil(?!\w))"
)
#: Written in Chinese letters; behind a digit it is an amount, such as a limit of 100万円.
_KANJI: Final = (
    r"(?<![\d一二三四五六七八九十零壹贰叁肆伍陆柒捌玖拾,.])(?:百|十)?[千仟万萬億亿][万萬億亿]?\s?"
    r"(?:日?[円圓]|元|単位|单位|單位)(?!\s?(?:以上|以下|未満|未满|超|以内|以內))"
)
_WORDS: Final = (
    r"(?:thousands?|millions?|miles|mil(?=\s+(?:reais|euros|pesos|dolares|soles))|millones|milhares|milhoes|tausend"
    rf"|tsd\.?|mio\.?|mln\.?|(?<![\d.,'’])['’]?000s?|1[.,'’]?000s|x\s?1[.,'’]?000|{_SHORT})"
)
#: In a heading the unit stands in brackets, behind a word such as "in", or, if it is short, at the end.
_HEADING: Final = re.compile(
    rf"[(\[（【][^)\]）】]*(?<![^\W_]){_WORDS}(?![^\W_])|\b(?:in|en|em)\s+{_WORDS}(?![^\W_])"
    rf"|(?<!\d)\s{_SHORT}$|\smiles$|{_KANJI}"
)
#: Money of which a line above counts thousands: ``USD thousands``, ``£'000``, ``thousands of euros``.
_OF: Final = (
    r"(?:usd|eur|gbp|chf|sek|nok|dkk|pln|czk|huf|zar|inr|aud|nzd|cad|sgd|hkd|jpy|cny|mxn|brl|aed|sar|ils|krw|thb|myr|twd"
    r"|us\$|[$€£¥]|dollars|euros?|pounds(?: sterling)?|sterling|francs|rupees|rand)"
)
_COUNTED: Final = r"(?:thousands?|millions?|tausend|tsd\.?|mio\.?|mln\.?|['’]?000s?)"
_MONEY: Final = r"(?:amounts?|figures|values|importes|valores|cifras|saldos|montos|betrage|angaben)"
#: Above a table it is said that amounts are so; a name that only begins like it says nothing.
_END: Final = r"(?![^\W_])"
_TITLE: Final = re.compile(
    rf"(?:{_MONEY}\b.{{0,24}}\b(?:in|en|em)\b.{{0,12}}?(?<![^\W_]){_WORDS}{_END}"
    rf"|(?:^|[(\[（])\s*(?:expresad[oa]s?\s+|expressos?\s+|expressed\s+)?(?:in|en|em)\s+"
    rf"(?:.{{0,11}}?(?<![^\W_]))?{_WORDS}{_END}"
    rf"|(?:^|[(\[（])\s*(?:miles|milhares|millones|milhoes|thousands|tausend)\s+(?:de|of)\b"
    rf"|(?:^|[(\[（]|(?<!\d)\s){_SHORT}{_END}|(?:^|[(\[（])\s*(?:tsd\.?|mio\.?|mln\.?|['’]?000s?)\s?{_OF}{_END}"
    rf"|(?:^|[(\[（])\s*{_WORDS}\s*[)\]）]|{_KANJI}"
    rf"|(?<![^\W_])(?:in|en|em)\s+1[.,'’]?000\s?{_OF}{_END}"
    rf"|(?<![^\W_]){_OF}\s?{_COUNTED}{_END}|(?<![^\W_])(?:thousands|millions)\s+of\s+{_OF}{_END})"
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
