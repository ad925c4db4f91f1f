"""What a letter keeps to: interest only if enabled and on a named basis, nobody else's name, its country's words."""

from __future__ import annotations

import re

import pytest

from app.services.letters.content import next_step
from tests.builders.letters import MARKETS
from tests.services.letters import patterns
from tests.services.letters.page import squeezed
from tests.services.letters.sampling import only

_INTEREST = re.compile(
    r"遅延損害金|利息|intereses (?:de demora|moratorios)|juros|\binterest\b|finance charge",
    re.IGNORECASE,
)


@only(stages=(3, 4))
def test_interest_is_named_only_where_it_was_enabled_and_never_with_a_rate(letters):
    for sample in letters:
        text = "\n".join(sample.content.paragraphs)
        step = next_step(sample.request) or ""
        assert (_INTEREST.search(text) is not None) is ("interest" in step), text
        assert "interest" not in step or "interest" in sample.request.consequences
        assert "%" not in text
        assert "％" not in text


@only("pt_BR", stages=(3, 4))
def test_brazil_names_the_basis_of_interest_and_asks_no_fine(letters):
    for sample in letters:
        for sentence in patterns.sentences("\n".join(sample.content.paragraphs), "pt"):
            if "juros" in sentence:
                assert "previstos em contrato" in sentence
                assert "Código Civil" in sentence
        assert not re.search(r"\bmulta\b", sample.page.text)


def test_no_other_customer_is_ever_named(letters):
    for sample in letters:
        others = {name for market in MARKETS.values() for name in market.companies}
        for name in others - {sample.request.recipient.company}:
            assert name not in sample.page.text


def test_items_stand_in_the_order_of_their_due_dates_and_once_each(letters):
    for sample in letters:
        if len(sample.request.claimed) < 2:
            continue
        numbers = [line.number for line in sample.request.claimed]
        listed = [word for line in sample.page.lines for word in line.split() if word in set(numbers)]
        assert listed == numbers


@pytest.mark.parametrize("kind", ["own", "iso"])
@only()
def test_each_table_adds_up_in_one_currency(letters, kind):
    for sample in letters:
        for role in ("table", "also_open"):
            for block in sample.content.parts(role):
                native, coded = patterns.amounts(
                    "\n".join([*(row[-1] for row in block.rows), block.total]), sample.locale, sample.request.currency
                )
                found = native if kind == "own" else coded
                assert not found or (len(found) == len(block.rows) + 1 and sum(found[:-1]) == found[-1])


_OWN_WORDS = {
    "es_ES": {"importe": (0, 1, 2, 3, 4), "justificante": (1, 2, 3), "retraso": (1, 2, 3, 4)},
    "es_MX": {"monto": (3, 4), "comprobante": (1, 2, 3), "atraso": (1, 2, 3, 4), "saldo": (0, 1, 2, 3, 4)},
    "pt_BR": {"valor": (0, 1, 2, 3, 4), "comprovante": (1, 2, 3), "em aberto": (0, 1, 2, 3)},
    "pt_PT": {"montante": (0, 1, 2), "comprovativo": (1, 2, 3), "quantia": (3, 4), "V. Exas.": (3, 4)},
    "en_US": {"past due": (2, 3), "payment": (0, 1, 2, 3, 4)},
    "en_GB": {"payment": (0, 1, 2, 3, 4)},
}


@only("es", "pt", "en")
def test_the_words_of_the_country_are_used(letters):
    for sample in letters:
        text = sample.page.text.casefold()
        table = bool(sample.content.parts("table"))
        for word, stages in _OWN_WORDS[sample.locale].items():
            if sample.request.stage in stages and (table or word not in {"importe", "retraso", "atraso"}):
                assert word.casefold() in text, (word, text)


@only("en_US", "en_GB")
def test_english_dates_are_those_of_the_country(letters):
    for sample in letters:
        own, other = ("en_US", "en_GB") if sample.locale == "en_US" else ("en_GB", "en_US")
        assert sample.request.date in patterns.long_dates(sample.page.listed, own)
        assert patterns.long_dates(sample.page.listed, other) == []


@only("es", "pt", "en")
def test_the_close_and_the_signature_are_never_alone_on_a_page(letters):
    for sample in letters:
        pages = [page.extract_text() for page in sample.page.reader.pages]
        if len(pages) > 1:
            closing = sample.content.text_of("closing").split("\n")[-1]
            last = pages[-1].replace("\u00a0", " ")
            before = last[: last.rindex(closing)].split("\n")
            own = [line for line in before if squeezed(line) != squeezed(sample.content.running_head)]
            assert [line for line in own if line.strip()], last
