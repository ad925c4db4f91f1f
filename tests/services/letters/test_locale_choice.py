"""The letter's locale: the contact's language, else the account's, else the country's."""

from __future__ import annotations

import pytest

from app.services.letters.locale_choice import choose_locale


@pytest.mark.parametrize(
    ("contact", "account", "country", "locale"),
    [
        (None, None, "JP", "ja_JP"),
        (None, None, "CN", "zh_Hans_CN"),
        (None, None, "TW", "zh_Hant_TW"),
        (None, None, "SG", "en_SG"),
        (None, "zh", "SG", "zh_Hans_SG"),
        (None, "pt", "BR", "pt_BR"),
        ("pt", "es", "PT", "pt_PT"),
        (None, None, "CA", "en_US"),
        ("en", None, "CA", "en_US"),
        ("en", None, "GB", "en_GB"),
        (None, "es", "CL", "es_CL"),
        (None, "es-MX", "US", "es_MX"),
        (None, "zh-Hant", "CN", "zh_Hant_CN"),
        (None, "zh_tw", "CN", "zh_Hant_TW"),
        (None, None, "FR", "und_FR"),
        ("en", None, "JP", "en_JP"),
    ],
)
def test_locale(contact, account, country, locale):
    assert choose_locale(contact, account, country) == locale
