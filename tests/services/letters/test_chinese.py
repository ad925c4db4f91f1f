"""Chinese letters: two vocabularies, full-width punctuation, indents, the date under the name."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.money import Money
from app.services.letters.content import build_content
from app.services.letters.locales import letter_locale
from app.services.letters.request import Person, Recipient
from app.services.letters.wording.blocks import FactsBlock, TextBlock
from app.services.letters.wording.catalogue import FOLDER, read_source
from tests.builders.letters import letter_request
from tests.services.letters import patterns
from tests.services.letters.page import squeezed
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
        lines = [line.rstrip() for line in sample.content.text_of("closing").split("\n")]
        for first, second in (("此致", "敬礼！"), ("顺颂", "商祺！"), ("順頌", "商祺"), ("敬請", "查照")):
            assert (f"　　{first}" in lines) == (second in lines)
            if second in lines:
                assert lines[lines.index(second) - 1] == f"　　{first}"
                assert f"{first}{second}" in text
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
            assert sample.page.bare.count(words) == 1
            assert f"{words}（{squeezed(sample.content.amount_text)}）" in sample.page.bare
            start, end = ("人民币", "[元角]整|分") if sample.locale == "zh_Hans_CN" else ("新臺幣", "元整")
            assert re.fullmatch(f"{start}[^{start}]+(?:{end})", words), words


@only("zh")
def test_the_company_signs_over_its_date_and_nothing_dates_the_head(letters):
    for sample in letters:
        name, date = sample.content.text_of("signature").split("\n")
        assert name.startswith(sample.request.sender.names["default"])
        assert date == letter_locale(sample.locale).long_date(sample.request.date, sample.request.options)
        assert sample.content.parts("date") == ()


@only("zh", stages=(1, 2, 3, 4))
def test_the_deadline_is_the_last_day_and_says_so(letters):
    for sample in letters:
        deadline = letter_locale(sample.locale).long_date(sample.request.deadline.on, sample.request.options)
        body = "".join(sample.content.paragraphs)
        assert re.search(f"(?:最迟于|至遲於){deadline}|{deadline}前（含[当當]日）", body), body


@pytest.mark.parametrize(("locale", "charset"), [("zh_Hans_CN", "gb2312"), ("zh_Hant_TW", "big5")])
def test_every_character_belongs_to_the_script_of_its_side(locale, charset):
    for message in read_source(locale, FOLDER):
        forms = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        for form in forms if message.id else ():
            form.translate(str.maketrans("", "", "→◇")).encode(charset)


def _to(locale: str, stage: int, person: Person | None, department: str | None = "财务部"):
    request = letter_request(locale, stage, 1)
    return build_content(replace(request, recipient=Recipient("上海青云贸易有限公司", "CN", department, person)))


@pytest.mark.parametrize(
    ("stage", "person", "greeting"),
    [
        (1, None, "上海青云贸易有限公司财务部："),
        (1, Person("王", "伟", "先生"), "上海青云贸易有限公司财务部\n尊敬的王先生：\n　　您好！"),
        (2, Person("李", "敏"), "上海青云贸易有限公司财务部\n尊敬的李敏：\n　　您好！"),
        (3, Person("欧阳", "文静", "女士", "经理"), "上海青云贸易有限公司财务部\n尊敬的欧阳女士："),
        (4, Person("李", "敏"), "上海青云贸易有限公司财务部　李敏："),
    ],
)
def test_the_mainland_greets_company_and_person_flush_left(stage, person, greeting):
    assert _to("zh_Hans_CN", stage, person).salutation == greeting


def test_the_mainland_greets_without_a_department_as_well():
    assert _to("zh_Hans_CN", 1, None, None).salutation == "上海青云贸易有限公司："
    assert _to("zh_Hans_CN", 1, Person("李", "敏"), None).salutation == "上海青云贸易有限公司\n尊敬的李敏：\n　　您好！"


def test_taiwan_lists_the_readers_under_each_other():
    text = _to("zh_Hant_TW", 1, Person("林", "志明", "先生", "經理"), "財務部").text_of("addressee")
    assert text == "受文者：上海青云贸易有限公司\n　　　　財務部\n　　　　經理　林志明先生　台鑒"


@only("zh_Hans_CN")
def test_the_mainland_asks_for_a_receipt_with_the_demands_only(letters):
    for sample in letters:
        slips = [text for text in sample.content.paragraphs if "回执" in text]
        assert len(slips) == (sample.request.stage >= 3)
        for slip in slips:
            assert f"《{sample.content.title}》（编号：{sample.request.number}）" in slip
            assert re.search("收件单位（盖章）：　+签收人：　+日期：　+年　+月　+日$", slip)


@only("zh_Hans_CN")
def test_we_are_named_in_one_way(letters):
    for sample in letters:
        assert "我司" not in sample.page.text
        assert "贵司" not in sample.page.text


@only("zh")
def test_the_bank_is_told_in_the_order_of_its_country(letters):
    wanted = {
        "zh_Hans_CN": ["户名", "开户银行", "支行", "账号", "附言"],
        "zh_Hant_TW": ["戶名", "銀行", "銀行代碼", "分行", "帳號", "附言"],
    }
    for sample in letters:
        [bank] = [block for block in sample.content.flow if isinstance(block, FactsBlock)]
        if sample.request.currency in {"CNY", "TWD"}:
            assert [label for label, _value in bank.rows] == wanted[sample.locale]
        assert sample.request.number in bank.rows[-1][1]


def test_a_taiwanese_final_notice_from_abroad_claims_no_domestic_post():
    request = letter_request("zh_Hant_TW", 4, 1)
    assert "掛號郵件（附回執）" in build_content(replace(request, cross_border=False)).text_of("delivery")
    assert "掛號郵件" not in build_content(replace(request, cross_border=True)).text
