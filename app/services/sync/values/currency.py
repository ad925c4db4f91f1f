"""Which currency a word, a sign or a number format means; what means several is a doubt, never a guess."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from app.money import is_currency
from app.services.sync.layouts import load
from app.services.sync.values.text import fold, plain

_BRACKET: Final = re.compile(r"\[\$([^\]-]*)(?:-([0-9A-Fa-f]+))?\]")
_QUOTED: Final = re.compile(r'"([^"]*)"')
_PLAIN_SIGNS: Final = re.compile(r"[$€£¥₹₩฿₫₪₺₴₱]|R\$")
_IN_HEADING: Final = re.compile(r"[(\[（【]([^)\]）】]{1,12})[)\]）】]|\b([A-Z]{3})\b")


class Mark(NamedTuple):
    """What a sign means: one currency, or several among which somebody has to choose."""

    code: str | None
    choices: tuple[str, ...] = ()
    sign: str = ""


NOTHING: Final = Mark(None)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {fold(word): code for code, words in load("words")["currency"].items() for word in words}


@lru_cache(maxsize=1)
def _doubts() -> dict[str, tuple[str, ...]]:
    return {fold(sign): tuple(codes) for sign, codes in load("words")["currency_doubt"].items()}


@lru_cache(maxsize=4096)
def meaning(text: str) -> Mark:
    """Return what a currency cell, sign or name means; ``NOTHING`` if it is none."""
    tidy = plain(text).strip(" .:;()[]")
    if is_currency(tidy.upper()) and len(tidy) == 3:
        return Mark(tidy.upper(), sign=tidy)
    for form in (fold(text).strip(), fold(tidy)):
        if form in _names():
            return Mark(_names()[form], sign=tidy)
        if form in _doubts():
            return Mark(None, _doubts()[form], tidy)
    return NOTHING


@lru_cache(maxsize=1024)
def in_heading(heading: str) -> Mark:
    """Return the currency that a heading or title names: ``Amount (USD)``, ``金額(円)``, ``Saldo EUR``."""
    for bracketed, bare in _IN_HEADING.findall(plain(heading)):
        found = meaning(bracketed or bare)
        if found.code or found.choices:
            return found
    return NOTHING


@lru_cache(maxsize=512)
def in_number_format(code: str) -> Mark:
    """Return the currency of an Excel number format: ``[$R$-416] #,##0.00``, ``#,##0.00 "EUR"``, ``[$¥-411]#,##0``.

    A bare ``$`` or ``¥`` means several; the locale code beside it decides.
    """
    sign, lcid = "", ""
    bracket = _BRACKET.search(code)
    if bracket:
        sign, lcid = bracket.group(1).strip(), (bracket.group(2) or "").upper().lstrip("0")
    else:
        quoted = next((text.strip() for text in _QUOTED.findall(code) if text.strip()), "")
        bare = _PLAIN_SIGNS.search(code)
        sign = quoted or (bare.group(0) if bare else "")
    if not sign:
        return NOTHING
    found = meaning(sign)
    by_place = load("words")["lcid"].get(lcid[-4:]) if lcid else None
    if found.code is None and by_place and (by_place in found.choices or not found.choices):
        return Mark(by_place, sign=sign)
    return found
