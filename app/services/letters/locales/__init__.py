"""One object per letter locale: formats, order of names, forms of address. The words are in the catalogues."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from app.services.letters.locales.base import LetterLocale
from app.services.letters.locales.en import AmericanEnglish, BritishEnglish
from app.services.letters.locales.es import MexicanSpanish, PeninsularSpanish
from app.services.letters.locales.ja import Japanese
from app.services.letters.locales.pt import BrazilianPortuguese, EuropeanPortuguese
from app.services.letters.locales.zh import MainlandChinese, TaiwaneseChinese
from app.services.letters.refusals import locale_not_built

_CLASSES: Final[dict[str, type[LetterLocale]]] = {
    "ja_JP": Japanese,
    "zh_Hans_CN": MainlandChinese,
    "zh_Hant_TW": TaiwaneseChinese,
    "es_ES": PeninsularSpanish,
    "es_MX": MexicanSpanish,
    "pt_BR": BrazilianPortuguese,
    "pt_PT": EuropeanPortuguese,
    "en_US": AmericanEnglish,
    "en_GB": BritishEnglish,
}
#: The locales that letters are written in.
BUILT: Final = tuple(_CLASSES)


@lru_cache(maxsize=16)
def letter_locale(code: str) -> LetterLocale:
    """Return the locale object for a code.

    Raises:
        LetterRefusedError: there are no letters in this locale yet.
    """
    if code not in _CLASSES:
        raise locale_not_built(code)
    return _CLASSES[code]()
