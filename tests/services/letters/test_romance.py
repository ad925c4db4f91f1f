"""Spanish, Portuguese and English letters: greeting, close, and the words of one country only."""

from __future__ import annotations

import re
from dataclasses import replace

from app.services.letters.locales import letter_locale
from tests.builders.letters import letter_request
from tests.services.letters import patterns
from tests.services.letters.sampling import only
from tests.services.letters.sampling import sample as written


@only("es")
def test_spanish_greets_with_a_colon_and_stays_formal(letters):
    for sample in letters:
        assert sample.content.salutation.endswith(":")
        assert patterns.ES_COMMA.search(sample.page.listed) is None
        assert patterns.ES_MONTH.search(sample.page.text) is None
        assert patterns.ES_FAMILIAR.search("\n".join(sample.content.paragraphs)) is None
        text = sample.page.text
        assert text.count("?") == text.count("¿")
        assert text.count("!") == text.count("¡")


def _words(sample) -> str:
    """The letter's own words: everything but the addresses."""
    return "\n".join(
        block.text for block in sample.content.flow if block.role not in {"addressee", "letterhead", "bank"}
    )


@only("es_ES")
def test_spain_does_not_speak_american(letters):
    for sample in letters:
        assert patterns.ES_LATIN.search(_words(sample)) is None


@only("es_MX")
def test_mexico_does_not_speak_peninsular(letters):
    for sample in letters:
        assert patterns.ES_PENINSULAR.search(_words(sample)) is None


@only("es_ES", stages=(4,))
def test_spain_invites_to_negotiate_before_going_to_court(letters):
    for sample in letters:
        assert re.search(r"negocia|acuerdo|solución amistosa", sample.page.text)
        assert "sin más aviso" not in sample.page.text


@only("pt_BR")
def test_brazil_greets_and_closes_in_its_way(letters):
    for sample in letters:
        assert sample.content.salutation.startswith("Prezad")
        assert sample.content.text_of("closing").rstrip().endswith(("Atenciosamente,", "Cordialmente,"))
        assert patterns.PT_EUROPEAN.search(_words(sample)) is None
        assert patterns.PT_MONTH.search(sample.page.text) is None


@only("pt_PT")
def test_portugal_greets_and_closes_in_its_way(letters):
    for sample in letters:
        assert sample.content.salutation.startswith("Exm")
        closing = sample.content.text_of("closing").rstrip()
        assert closing.endswith(("Com os melhores cumprimentos,", "Atentamente,"))
        assert patterns.PT_BRAZILIAN.search(_words(sample)) is None
        assert patterns.PT_MONTH.search(sample.page.text) is None


@only("en_US")
def test_american_spelling_and_punctuation(letters):
    for sample in letters:
        assert sample.content.salutation.endswith(":")
        assert not re.search(r"\b(?:cheque|overdue|favour|honour|organis\w+)\b", sample.page.text)
        assert not re.search(r"\d{1,2} (?:January|March|August|October) \d{4}", sample.page.text)


@only("en_GB")
def test_british_greeting_decides_the_close(letters):
    for sample in letters:
        named = not sample.content.salutation.endswith("team")
        assert sample.content.text_of("closing") == ("Yours sincerely" if named else "Yours faithfully")
        assert not re.search(r"\b(?:check|past due|favor|remit)\b", sample.page.text)


def test_a_foreign_seller_promises_no_mexican_tax_receipt():
    request = letter_request("es_MX", 1, 1)
    home = written(replace(request, cross_border=False, multi_currency=False))
    assert "complemento de pago" in home.page.text
    abroad = written(replace(request, cross_border=True))
    assert "complemento de pago" not in abroad.page.text
    assert "enviarnos su comprobante." in abroad.page.text


@only("pt", stages=(3, 4))
def test_every_cited_date_has_its_own_preposition(letters):
    for one in letters:
        dates = [letter_locale(one.locale).long_date(letter.on, one.request.options) for letter in one.request.earlier]
        if len(set(dates)) > 1:
            assert f" e de {dates[-1]}" in one.page.text


@only("pt")
def test_a_verb_and_its_pronoun_stay_on_one_line(letters):
    for one in letters:
        whole = re.findall(r"[^\W\d_]+-(?:se|nos|lo|la|los|las)(?:-á)?\b", "\n".join(one.content.paragraphs))
        assert [verb for verb in whole if not any(verb in line for line in one.page.lines)] == []
