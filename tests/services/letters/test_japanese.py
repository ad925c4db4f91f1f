"""Japanese letters: who is addressed how, which words open and close, one calendar."""

from __future__ import annotations

import re

from tests.services.letters import patterns
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
