"""Chinese letters: two vocabularies, full-width punctuation, indents, the date under the name."""

from __future__ import annotations

import re

from app.money import Money
from app.services.letters.blocks import TextBlock
from app.services.letters.locales import letter_locale
from tests.services.letters import patterns
from tests.services.letters.sampling import only


def _own_words(sample) -> str:
    """The letter without names, addresses and bank details, which come as they are stored."""
    roles = {"title", "paragraph", "closing", "salutation", "enclosures"}
    return "\n".join(
        block.text for block in sample.content.flow if isinstance(block, TextBlock) and block.role in roles
    )


@only("zh")
def test_punctuation_is_full_width_and_nobody_types_blanks(letters):
    for sample in letters:
        text = _own_words(sample).replace("\u00a0", "")
        assert patterns.ZH_HALFWIDTH.search(text) is None, patterns.ZH_HALFWIDTH.search(text)
        assert patterns.ZH_BLANK.search(text) is None, patterns.ZH_BLANK.search(text)
        assert patterns.ZH_FOREIGN.search(sample.page.text) is None


@only("zh")
def test_paragraphs_are_indented_by_two_characters(letters):
    for sample in letters:
        for block in sample.content.flow:
            if block.role == "paragraph" and isinstance(block, TextBlock) and block.align == "start":
                first = block.text.split("\n")[0]
                assert first.startswith("　　") or re.fullmatch(r"敬礼！|商祺！?|敬啟者：|查照", first), first


@only("zh_Hans_CN")
def test_mainland_letters_are_simplified(letters):
    for sample in letters:
        assert patterns.TRADITIONAL.search(_own_words(sample)) is None
        assert "贵公司" in sample.page.text or "贵司" in sample.page.text


@only("zh_Hant_TW")
def test_letters_of_taiwan_are_traditional_and_use_its_words(letters):
    for sample in letters:
        assert patterns.SIMPLIFIED.search(_own_words(sample)) is None
        found = patterns.TW_MAINLAND.search(_own_words(sample))
        assert found is None or found[0] == "帳號"
        assert "貴公司" in sample.page.text


@only("zh")
def test_close_formulas_have_both_halves_and_final_notices_none(letters):
    for sample in letters:
        text = sample.page.bare
        for first, second in (("此致", "敬礼"), ("顺颂", "商祺"), ("順頌", "商祺")):
            assert (first in text) == (f"{first}{second}" in text)
        if sample.request.stage == 4:
            assert not re.search("此致|顺颂|順頌|敬礼|敬禮|商祺", text)


@only("zh")
def test_the_date_stands_under_the_company_name_at_the_end(letters):
    for sample in letters:
        date = letter_locale(sample.locale).long_date(sample.request.date, sample.request.options)
        text = sample.page.bare
        assert text.rfind(sample.request.sender.names["default"]) < text.rfind(date)


@only("zh")
def test_amounts_in_words_stand_beside_the_figure(letters):
    for sample in letters:
        request = sample.request
        words = letter_locale(sample.locale).words(Money(request.total, request.currency), iso=request.iso_amounts)
        if words and request.stage >= 3:
            assert words in sample.page.bare
        if words:
            assert "元元" not in words
            assert sample.page.bare.count(words) <= 2
