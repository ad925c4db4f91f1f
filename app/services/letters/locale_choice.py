"""In which locale a customer is written to: the contact's language, else the account's, else the country's."""

from __future__ import annotations

from typing import Final

#: The locale of a country where nobody states a language.
_BY_COUNTRY: Final = {
    "JP": "ja_JP",
    "CN": "zh_Hans_CN",
    "TW": "zh_Hant_TW",
    "SG": "en_SG",
    "ES": "es_ES",
    "MX": "es_MX",
    "CO": "es_CO",
    "AR": "es_AR",
    "BR": "pt_BR",
    "PT": "pt_PT",
    "US": "en_US",
    "CA": "en_US",
    "GB": "en_GB",
}
#: Script of Chinese by country, and the locale of English by country where it is not ``en_<country>``.
_SCRIPTS: Final = {"CN": "Hans", "SG": "Hans", "TW": "Hant", "HK": "Hant", "MO": "Hant"}
_JOINED: Final = {("en", "CA"): "en_US"}


def choose_locale(contact_language: str | None, account_language: str | None, country: str) -> str:
    """Return the letter locale; it may be one that is not built, which refuses the letter.

    A language without a region joins the account's country (``pt`` and BR give ``pt_BR``). ``country`` is the
    account's, or the company's where the account has none.
    """
    language = contact_language or account_language
    if not language:
        return _BY_COUNTRY.get(country, f"und_{country}")
    parts = [part for part in language.replace("-", "_").split("_") if part]
    code = parts[0].lower()
    script = next((part.title() for part in parts[1:] if len(part) == 4), None)
    region = next((part.upper() for part in parts[1:] if len(part) == 2), country)
    if (code, region) in _JOINED:
        return _JOINED[code, region]
    if code == "zh":
        return f"zh_{script or _SCRIPTS.get(region, 'Hans')}_{region}"
    return f"{code}_{region}"
