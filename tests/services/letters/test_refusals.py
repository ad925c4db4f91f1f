"""A letter that cannot be written as it must be is refused with the reason; nothing falls back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.services.letters.content import build_content
from app.services.letters.locales import BUILT, letter_locale
from app.services.letters.refusals import LetterRefusedError
from app.services.letters.rendering import fonts
from app.services.letters.rendering.pdf import render_pdf
from app.services.letters.request import LetterLine
from app.services.letters.wording.catalogue import open_catalogue
from tests.builders.letters import letter_request


def refusal(request) -> str:
    with pytest.raises(LetterRefusedError) as caught:
        build_content(request)
    assert str(caught.value)
    return caught.value.code


@pytest.mark.parametrize("code", ["es_CO", "es_AR", "en_SG", "zh_Hans_SG", "fr_FR", "pt", "es", "ja"])
def test_a_locale_without_letters_is_refused(code):
    with pytest.raises(LetterRefusedError, match="no letters in") as caught:
        letter_locale(code)
    assert caught.value.code == "locale_not_built"
    assert code in str(caught.value)


@pytest.mark.parametrize("code", BUILT)
def test_letter_locales_know_their_own_code(code):
    assert letter_locale(code).code == code


def test_a_reader_without_a_name_is_refused():
    request = letter_request("en_GB", 1, 1)
    assert refusal(replace(request, recipient=replace(request.recipient, company=" "))) == "no_name"
    assert refusal(replace(request, sender=replace(request.sender, names={}))) == "no_name"


def test_a_letter_without_items_is_refused():
    request = letter_request("en_GB", 1, 1)
    assert refusal(replace(request, lines=())) == "no_items"
    only_other = tuple(replace(line, group="also_open") for line in request.lines)
    assert refusal(replace(request, lines=only_other)) == "no_items"
    nothing = tuple(replace(line, amount=0) for line in request.lines)
    assert refusal(replace(request, lines=nothing)) == "no_items"


def test_a_reminder_needs_a_day_to_pay_by_after_its_own():
    request = letter_request("en_GB", 2, 1)
    assert refusal(replace(request, deadline=None)) == "no_deadline"
    assert refusal(replace(request, deadline=replace(request.deadline, on=request.date))) == "no_deadline"


def test_a_notice_before_the_due_date_needs_no_deadline():
    assert build_content(replace(letter_request("en_GB", 0, 1), deadline=None)).title


def test_an_item_on_the_wrong_side_of_its_due_date_is_refused():
    reminder = letter_request("en_GB", 1, 1)
    due = reminder.date + timedelta(days=3)
    assert refusal(replace(reminder, lines=(LetterLine("A-1", due, 100, -3),))) == "bad_day"
    assert refusal(replace(reminder, lines=(LetterLine("A-1", reminder.date, 100, 0),))) == "bad_day"
    notice = letter_request("en_GB", 0, 1)
    late = LetterLine("A-1", notice.date - timedelta(days=3), 100, 3)
    assert refusal(replace(notice, lines=(late,))) == "bad_day"
    assert refusal(replace(reminder, lines=(replace(late, days_overdue=4),))) == "bad_day"


def test_a_final_notice_needs_a_next_step():
    assert refusal(replace(letter_request("ja_JP", 4, 1), consequences=())) == "no_consequence"


def test_a_demand_prints_without_a_consequence_if_none_is_enabled():
    content = build_content(replace(letter_request("en_GB", 3, 1), consequences=()))
    assert "on hold" not in content.text
    assert "interest" not in content.text


@pytest.mark.parametrize(
    ("enabled", "stage", "step"),
    [
        (("hold",), 3, "on hold"),
        (("hold", "interest"), 3, "on hold and reserve our right to claim interest"),
        (("suspension", "interest"), 3, "suspend our services to you and reserve"),
        (("suspension", "hold"), 3, "on hold"),
        (("interest",), 3, "We reserve our right to claim interest"),
        (("legal",), 3, "in full by"),
        (("hold", "legal"), 4, "court proceedings"),
        (("hold", "agency"), 4, "collection agency"),
        (("hold", "suspension"), 4, "suspend our services"),
        (("hold",), 4, "placed on hold"),
        (("interest",), 4, "claim interest"),
    ],
)
def test_the_step_announced_is_one_that_the_company_enabled(enabled, stage, step):
    content = build_content(replace(letter_request("en_GB", stage, 1), consequences=enabled))
    text = "\n".join(content.paragraphs)
    assert step in text
    for other, words in {"legal": "court", "agency": "agency", "hold": "on hold", "suspension": "suspend"}.items():
        assert (words in text) <= (other in enabled)


def test_bank_details_for_another_currency_are_never_used():
    request = letter_request("en_GB", 1, 1)
    others = tuple(bank for bank in request.sender.banks if bank.currency != request.currency)
    assert refusal(replace(request, sender=replace(request.sender, banks=others))) == "no_bank"


def test_a_missing_text_is_refused(monkeypatch):
    catalogue = open_catalogue("en_GB")
    with pytest.raises(LetterRefusedError, match=r"title\.9"):
        catalogue.text("title.9")
    with pytest.raises(LetterRefusedError, match=r"letter\.9"):
        catalogue.plural("letter.9", 1)
    with pytest.raises(LetterRefusedError) as caught:
        open_catalogue("xx_XX")
    assert caught.value.code == "missing_text"


@pytest.mark.parametrize("locale", ["ja_JP", "en_GB"])
def test_a_character_that_no_face_has_is_named(locale):
    request = letter_request(locale, 1, 1)
    strange = build_content(replace(request, recipient=replace(request.recipient, company="Firma \U0001f600 עברית")))
    with pytest.raises(LetterRefusedError) as caught:
        render_pdf(strange)
    assert caught.value.code == "missing_glyph"
    assert "U+1F600" in str(caught.value)


@pytest.mark.parametrize(
    ("locale", "name"), [("en_GB", "髙橋﨑製作所"), ("zh_Hant_TW", "髙橋﨑們们"), ("ja_JP", "们Łódź")]
)
def test_a_character_is_looked_for_in_the_whole_set(locale, name):
    fonts.check_glyphs(name, locale)


def test_a_font_that_is_not_installed_is_named(monkeypatch):
    fonts.font_file.cache_clear()
    monkeypatch.setitem(fonts._FILES, "Noto Serif JP", ("no_such_package", "x.otf"))
    try:
        with pytest.raises(LetterRefusedError, match="Noto Serif JP is not installed"):
            fonts.folders()
    finally:
        fonts.font_file.cache_clear()
