"""Units that an amount carries itself: 12万円, 1,2 Mio €, 2 lakh, 15k.

Such a cell says exactly what it is worth, whatever the cells beside it say. Letters that stand for a thousand in one
house and for a million in the next are no such unit: nobody takes ``1.5M`` for anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from app.services.sync.values.text import fold, plain

_THOUSAND: Final = 1_000
_LAKH: Final = 100_000
_MILLION: Final = 1_000_000
_CRORE: Final = 10_000_000
_MILLIARD: Final = 1_000_000_000
_WORDS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("k", "tsd", "thousand", "thousands", "tausend"), _THOUSAND),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs"), _LAKH),
    **dict.fromkeys(
        ("mio", "mln", "million", "millions", "millionen", "millon", "millones", "milhao", "milhoes"), _MILLION
    ),
    **dict.fromkeys(("crore", "crores"), _CRORE),
    **dict.fromkeys(("mrd", "bn", "milliarde", "milliarden", "milliard", "milliards"), _MILLIARD),
}
#: Units beside which ``Cr`` may be a crore as well as a credit.
INDIAN: Final = frozenset({_LAKH, _CRORE})
_CODES: Final = "eur|usd|gbp|chf|inr|aud|cad|brl|mxn|jpy|cny"
_WORD: Final = re.compile(
    rf"(?<=\d)\s?({'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))})\.?(?=[^\w.]|$|{_CODES})"
)
#: No amount is written longer.
_LONGEST: Final = 60
#: An upper-case K that stands apart is a Nordic credit.
_CREDIT: Final = re.compile(r"\d\s+K\b")
#: Both kinds of separators, as cents have them: nobody writes thousands or millions so.
_CENTS: Final = re.compile(r"\d[., ']\d{3}[.,]\d\d?(?!\d)")
_SMALL: Final[Mapping[str, int]] = {"百": 100, "千": 1_000, "仟": 1_000}
_LARGE: Final[Mapping[str, int]] = {
    **dict.fromkeys("万萬", 10_000), **dict.fromkeys("億亿", 100_000_000), "兆": 1_000_000_000_000,
}  # fmt: skip
_UNITS: Final = "".join((*_SMALL, *_LARGE))
_ONE: Final = re.compile(rf"([^\d{_UNITS}]*\d[\d.,' ]*)([{_UNITS}]+)([^\d{_UNITS}]*)")
_SEVERAL: Final = re.compile(rf"\d[\d,]*[{_UNITS}][\d,{_UNITS}]*")
_PART: Final = re.compile(rf"(\d{{1,3}}(?:,\d{{3}})+|\d+)|([{_UNITS}])")
_NATIVE: Final = re.compile(f"[{_UNITS}]")
#: Letters of which nobody knows what they stand for, behind an amount.
_DOUBT: Final = re.compile(r"\d\s?(mm?|mil|cr)\b", re.IGNORECASE)


class Scaled(NamedTuple):
    """A text amount without its unit, and what the unit is worth."""

    text: str
    factor: int


@lru_cache(maxsize=4096)
def scaled(text: str) -> Scaled | None:
    """Take the unit off an amount in NFKC; None if it carries none."""
    if len(text) > _LONGEST:
        return None
    if _NATIVE.search(text):
        return _native(text)
    folded = fold(text)
    found = _WORD.search(folded)
    if found is None or len(folded) != len(text):
        return None
    word = found.group(1)
    if word == "k" and (_CREDIT.search(text) or _CENTS.search(text)):
        return None
    return Scaled(f"{text[: found.start()]} {text[found.end() :]}".strip(), _WORDS[word])


def _native(text: str) -> Scaled | None:
    """Take the unit off 1.2億円, or put 1億2,000万円 together."""
    if (one := _ONE.fullmatch(text)) is not None:
        worth = _worth(f"1{one.group(2)}")
        return None if worth is None else Scaled(f"{one.group(1).rstrip()}{one.group(3)}", worth)
    several = _SEVERAL.search(text)
    worth = None if several is None else _worth(several.group())
    if several is None or worth is None:
        return None
    return Scaled(f"{text[: several.start()]}{worth}{text[several.end() :]}", 1)


def _worth(text: str) -> int | None:
    """Return what a number with units among its digits is; None unless each unit is less than the one before."""
    if "".join(part.group() for part in _PART.finditer(text)) != text:
        return None
    whole = section = 0
    digits: int | None = None
    small = large = 10**16
    for part in _PART.finditer(text):
        number, unit = part.groups()
        if number is not None:
            digits = int(number.replace(",", ""))
        elif unit in _SMALL:
            if _SMALL[unit] >= small or (digits is None and section == 0 and whole == 0):
                return None
            small = _SMALL[unit]
            section, digits = section + (1 if digits is None else digits) * small, None
        else:
            if _LARGE[unit] >= large:
                return None
            large, small = _LARGE[unit], 10**16
            whole, section, digits = whole + (section + (digits or 0)) * large, 0, None
    return whole + section + (digits or 0)


def doubtful(text: str) -> str | None:
    """Return the letters behind an amount of which nobody knows what they stand for; None if there are none."""
    found = _DOUBT.search(plain(text))
    return None if found is None else found.group(1)
