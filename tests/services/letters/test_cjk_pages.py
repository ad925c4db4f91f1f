"""Pages of Japanese and Chinese letters: their own faces, what stays together, no lone end on a last page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.services.letters.content import build_content
from app.services.letters.rendering.fonts import unprintable
from app.services.letters.rendering.pdf import preview_pages, render_pdf
from app.services.letters.request import CLAIMED
from tests.builders.letters import letter_request
from tests.services.letters import patterns
from tests.services.letters.page import Page, squeezed
from tests.services.letters.sampling import only

SCRIPTS = {"ja_JP": "JP", "zh_Hans_CN": "SC", "zh_Hant_TW": "TC"}


@only("ja_JP", "zh")
def test_no_character_is_drawn_as_another_country_draws_it(letters):
    for sample in letters:
        own = SCRIPTS[sample.locale]
        text = sample.content.text + sample.content.page_label + sample.content.running_head
        borrowed = unprintable(text, (f"Noto Serif {own}",)) + unprintable(text, (f"Noto Sans {own}",))
        if not borrowed:
            faces = set().union(*sample.page.fonts)
            assert faces
            assert all(f"Serif{own}" in face or f"Sans{own}" in face for face in faces), faces


def _pages(locale: str, stage: int, items: int) -> list[list[str]]:
    content = build_content(letter_request(locale, stage, 4, items=items))
    page = Page(content, render_pdf(content))
    assert patterns.kinsoku([line for line in page.lines if not line.endswith("：")]) == []
    return [[squeezed(line) for line in one.extract_text().split("\n")] for one in page.reader.pages]


@pytest.mark.parametrize("items", [*range(6, 22), 38, 42, 46])
@pytest.mark.parametrize("stage", [1, 4])
def test_a_japanese_list_ends_with_the_bank_it_names(stage, items):
    pages = _pages("ja_JP", stage, items)
    [tail] = [page for page in pages if "以上" in page]
    assert tail is pages[-1]
    assert any(line.endswith("．お振込先") for line in tail)
    assert any("【お問い合わせ先】" in line for line in tail)


@pytest.mark.parametrize("items", [*range(6, 22), 38, 42, 46])
@pytest.mark.parametrize(
    ("locale", "stage", "last"),
    [
        ("zh_Hans_CN", 1, "如贵公司已支付上述款项"),
        ("zh_Hans_CN", 4, "如贵公司愿就付款事宜进行协商"),
        ("zh_Hant_TW", 2, "若貴公司已付款"),
    ],
)
def test_a_seal_never_stands_on_a_page_without_text(locale, stage, last, items):
    pages = _pages(locale, stage, items)
    [signed] = [page for page in pages if any(line.endswith(("（公章）", "謹啟")) for line in page)]
    assert signed is pages[-1]
    assert any(line.startswith(last) for line in signed)


@pytest.mark.parametrize(
    ("locale", "stage", "items"), [("ja_JP", 1, 11), ("ja_JP", 4, 14), ("zh_Hans_CN", 2, 14), ("zh_Hant_TW", 3, 12)]
)
def test_a_letter_that_would_just_overflow_is_set_dense(locale, stage, items):
    request = replace(letter_request(locale, stage, 4, items=items), consequences=("legal",))
    whole = replace(request, lines=tuple(line for line in request.lines if line.group == CLAIMED))
    assert len(preview_pages(build_content(whole), ppi=20)) == 1
