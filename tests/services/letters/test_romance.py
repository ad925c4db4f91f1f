"""Spanish, Portuguese and English letters: greeting, close, and the words of one country only."""

from __future__ import annotations

import re

from tests.services.letters import patterns
from tests.services.letters.sampling import only


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
