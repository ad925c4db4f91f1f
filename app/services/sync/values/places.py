"""Countries and languages as files write them: codes, and names in the languages of the headings."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from app.services.sync.layouts import load
from app.services.sync.values.text import fold, plain

#: Languages in which names of countries and languages are known.
_NAMED_IN: Final = ("en", "ja", "zh_Hans", "zh_Hant", "es", "pt", "de", "fr")
_TAG: Final = re.compile(r"([a-z]{2})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}))?")
_SAME: Final = {"UK": "GB", "EL": "GR"}
_NO_COUNTRIES: Final = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"})


@lru_cache(maxsize=2048)
def country_code(text: str) -> str | None:
    """Return the ISO 3166 code that a cell means; None if it means no country."""
    tidy = plain(text)
    if len(tidy) == 2 and tidy.isascii() and tidy.isalpha():
        code = _SAME.get(tidy.upper(), tidy.upper())
        return code if code in _codes("territories") else None
    return _listed("countries").get(fold(tidy)) or _names("territories").get(fold(tidy))


@lru_cache(maxsize=512)
def language_code(text: str) -> str | None:
    """Return the language that a cell means, with script or region where it says so: ``pt_BR``, ``zh_Hant``."""
    folded = fold(text)
    if folded in _listed("languages"):
        return _listed("languages")[folded]
    match = _TAG.fullmatch(folded)
    if match and match.group(1) in _codes("languages"):
        language, script, region = match.groups()
        parts = [language, script.title() if script else "", region.upper() if region else ""]
        return "_".join(part for part in parts if part)
    return _names("languages").get(folded)


@lru_cache(maxsize=2)
def _listed(section: str) -> dict[str, str]:
    return {fold(word): code for code, words in load("places")[section].items() for word in words}


@lru_cache(maxsize=2)
def _codes(section: str) -> frozenset[str]:
    """Return the codes of two letters; one language is enough to know them."""
    from babel import Locale

    return frozenset(code for code in getattr(Locale("en"), section) if len(code) == 2 and code not in _NO_COUNTRIES)


@lru_cache(maxsize=2)
def _names(section: str) -> dict[str, str]:
    """Return folded name → code of two letters, in every language that headings are known in."""
    from babel import Locale

    found: dict[str, str] = {}
    for language in _NAMED_IN:
        for code, name in getattr(Locale.parse(language), section).items():
            if len(code) == 2 and code not in _NO_COUNTRIES:
                found.setdefault(fold(name), code)
    return found
