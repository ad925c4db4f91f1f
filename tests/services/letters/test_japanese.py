"""Japanese letters: who is addressed how, which words open and close, one calendar."""

from __future__ import annotations

import re
from dataclasses import replace

from app.services.letters.content import build_content
from app.services.letters.rendering.pdf import render_pdf
from app.services.letters.request import Person, Recipient
from tests.builders.letters import letter_request
from tests.services.letters import patterns
from tests.services.letters.page import Page, squeezed
from tests.services.letters.sampling import only


@only("ja_JP")
def test_one_honorific_ends_the_address(letters):
    for sample in letters:
        lines = sample.content.text_of("addressee").split("\n")
        person = sample.request.recipient.person
        assert lines[-1].endswith("　様" if person else "　御中")
        assert sum("御中" in line or line.endswith("様") for line in lines) == 1
        text = sample.page.text
        assert patterns.JA_CLASH.search(text) is None
        assert patterns.JA_ROLE_SAMA.search(text) is None
        assert "㈱" not in text
        assert "(株)" not in text


@only("ja_JP")
def test_opening_and_closing_words_go_together(letters):
    pairs = (("拝啓", "敬具"), ("前略", "草々"), ("記", "以上"))
    for sample in letters:
        lines = [line.strip("　 ") for line in sample.page.lines]
        words = "拝啓 敬具 前略 草々 記 以上 謹啓 謹白 拝復 冠省 不一".split()
        starts = {word: [i for i, line in enumerate(lines) if line.split("　")[0] == word] for word in words}
        for first, last in pairs:
            assert len(starts[first]) == len(starts[last]) <= 1
            assert starts[first] <= starts[last]
        for word in "謹啓 謹白 拝復 冠省 不一".split():
            assert not starts[word]
        stage = sample.request.stage
        assert bool(starts["拝啓"]) == (stage <= 2)
        assert bool(starts["前略"]) == (stage == 3)
        assert starts["記"]
        if stage == 3:
            assert "時下" not in sample.page.text
            assert "平素" not in sample.page.text


@only("ja_JP")
def test_no_calque_no_halfwidth_mark_no_padded_date(letters):
    for sample in letters:
        text = sample.page.text
        assert patterns.JA_FOREIGN.search(text) is None
        assert patterns.JA_HALFWIDTH.search(sample.page.listed) is None
        assert patterns.JA_PADDED.search(text) is None
        assert ("令和" in text or "平成" in text) != bool(re.search(r"20\d\d年", text))
        assert len(re.findall("恐れ入りますが", text)) <= 2
        assert all(paragraph.count("恐れ入りますが") <= 1 for paragraph in sample.content.paragraphs)


@only("ja_JP")
def test_sentences_are_polite(letters):
    for sample in letters:
        for paragraph in sample.content.paragraphs:
            assert "である" not in paragraph
            for sentence in patterns.sentences(paragraph, "ja"):
                if paragraph.endswith("。"):
                    assert re.search(r"(?:ます|ません|ください|です)$", sentence), sentence


@only("ja_JP")
def test_yen_at_home_are_written_with_en_behind_or_a_sign_before_never_both(letters):
    for sample in letters:
        assert re.search(r"[¥￥][\d,]+円", sample.page.text) is None
        assert re.search(r"JPY [\d,]+円", sample.page.text) is None


@only("ja_JP", "zh")
def test_lines_neither_start_nor_end_with_a_forbidden_mark(letters):
    for sample in letters:
        assert patterns.kinsoku([line for line in sample.page.lines if not line.endswith("：")]) == []


@only("ja_JP")
def test_closing_words_stand_at_the_right_and_the_heading_of_the_list_in_the_middle(letters):
    for sample in letters:
        spots = {word.text: word.x for word in sample.page.words if word.text in {"敬具", "草々", "以上", "記"}}
        assert all(175 < x < 190 for word, x in spots.items() if word != "記"), spots
        assert 100 < spots["記"] < 108


@only("ja_JP")
def test_items_of_the_list_are_numbered_without_a_gap(letters):
    for sample in letters:
        heads = [line.strip() for line in sample.content.text.split("\n")]
        numbers = [int(line[0]) for line in heads if re.match(r"\d．", line)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) == (2 if sample.request.stage == 4 else 3) + bool(sample.request.enclosed_copies)


@only("ja_JP")
def test_a_name_and_its_honorific_share_a_line(letters):
    for sample in letters:
        lines = [squeezed(line) for line in sample.page.lines]
        last = sample.content.text_of("addressee").split("\n")[-1]
        assert any(squeezed(last) in line for line in lines)


@only("ja_JP")
def test_only_a_formal_demand_writes_kin_before_the_sum(letters):
    for sample in letters:
        body = "".join(sample.content.paragraphs)
        formal = sample.request.stage == 4 and not sample.request.iso_amounts and sample.request.currency == "JPY"
        assert len(re.findall(r"金[\d,]+円", body)) == formal
        assert not re.search(r"計金\d", body)


@only("ja_JP")
def test_we_are_humble_until_the_formal_demand(letters):
    for sample in letters:
        body = "".join(sample.content.paragraphs)
        assert ("当社" in body) == (sample.request.stage == 4)
        assert "貴社" in sample.page.text or sample.request.stage < 4


def test_a_role_that_names_the_department_says_it_once():
    request = letter_request("ja_JP", 1, 1)
    reader = Recipient("株式会社青空商事", "JP", "経理部", Person("田中", "一郎", None, "経理部長"))
    named = build_content(replace(request, recipient=reader)).text_of("addressee")
    assert named == "株式会社青空商事\n経理部長　田中　一郎　様"
    other = replace(reader, person=Person("田中", "一郎", None, "主任"))
    kept = build_content(replace(request, recipient=other)).text_of("addressee")
    assert kept == "株式会社青空商事\n経理部\n主任　田中　一郎　様"


def test_mail_from_abroad_puts_the_country_over_the_address_and_claims_no_domestic_post():
    request = letter_request("ja_JP", 4, 1)
    reader = Recipient("株式会社青空商事", "JP", "経理部", None, ("〒150-0001 東京都渋谷区神宮前1-2-3",))
    sender = replace(request.sender, country="ES")
    abroad = build_content(replace(request, sender=sender, recipient=reader, cross_border=True))
    assert abroad.text_of("addressee").split("\n")[:2] == ["JAPÓN", "〒150-0001 東京都渋谷区神宮前1-2-3"]
    assert "EMS" in abroad.text_of("delivery")
    home = build_content(replace(request, recipient=reader, cross_border=False))
    assert home.text_of("delivery") == "書留郵便（配達証明付）"


def test_a_name_that_needs_two_lines_keeps_its_honorific_whole():
    request = letter_request("ja_JP", 1, 1)
    whole = "株式会社東北エレクトロニクスホールディングスインターナショナルサービス 首都圏第二営業本部"
    for cut in range(12):
        name = whole[: len(whole) - cut]
        reader = Recipient(name, "JP", None, None, ("〒150-0001 東京都渋谷区神宮前1-2-3",))
        content = build_content(replace(request, recipient=reader))
        lines = [squeezed(line) for line in Page(content, render_pdf(content)).lines]
        [last] = [line for line in lines if "御中" in line]
        assert last.endswith(squeezed(name)[-4:] + "御中")
        assert content.text_of("addressee").endswith(f"{name}　御中")
