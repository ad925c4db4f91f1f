"""The page: same letter, same bytes; the preview is the page; data never become markup; plain text keeps columns."""

from __future__ import annotations

import io
import struct
import threading
import zlib
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader

from app.services.letters.content import build_content
from app.services.letters.locales import BUILT
from app.services.letters.refusals import LetterRefusedError
from app.services.letters.rendering.pdf import preview_pages, render_pdf
from app.services.letters.rendering.text import WIDTH, render_text, wrapped
from app.services.letters.request import LetterLine
from app.services.letters.wording.blocks import Run
from app.services.letters.wording.texts import columns_of
from tests.builders.letters import letter_request
from tests.services.letters import patterns
from tests.services.letters.page import Page, squeezed
from tests.services.letters.sampling import has_texts

LOCALES = [locale for locale in BUILT if has_texts(locale)]
PNG = b"\x89PNG\r\n\x1a\n"


def test_the_same_letter_gives_the_same_bytes_in_every_thread():
    content = build_content(letter_request("ja_JP", 2, 1))
    made = [render_pdf(content)]
    threads = [threading.Thread(target=lambda: made.append(render_pdf(content))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 3
    assert len(set(made)) == 1
    assert build_content(letter_request("ja_JP", 2, 1)) == content


def test_the_letters_date_is_the_documents():
    request = letter_request("en_GB", 1, 1)
    metadata = PdfReader(io.BytesIO(render_pdf(build_content(request)))).metadata
    assert metadata.creation_date.date() == request.date
    assert metadata.author == request.sender.names["default"]


@pytest.mark.parametrize("items", [1, 45])
def test_the_preview_has_the_pages_that_print(items):
    content = build_content(letter_request("en_US", 1, 3, items=items))
    pages = preview_pages(content)
    assert len(pages) == len(PdfReader(io.BytesIO(render_pdf(content))).pages) == (1 if items == 1 else 2)
    assert all(page.startswith(PNG) for page in pages)


@pytest.mark.parametrize("locale", [locale for locale in LOCALES if locale[:2] in {"en", "es", "pt"}])
def test_a_close_does_not_go_to_a_page_of_its_own_if_a_dense_setting_avoids_it(locale):
    def pages(items: int) -> int:
        return len(preview_pages(build_content(letter_request(locale, 2, 3, items=items)), ppi=20))

    assert [pages(items) for items in (3, 9, 30)] == [1, 1, 2]  # nine do not fit at the usual size


@pytest.mark.parametrize("locale", LOCALES)
def test_a_long_table_repeats_its_head_and_keeps_its_total_with_a_row(locale):
    content = build_content(letter_request(locale, 2, 4, items=120))
    reader = PdfReader(io.BytesIO(render_pdf(content)))
    heads = squeezed("".join(content.parts("table")[0].heads))
    with_head = [place for place, page in enumerate(reader.pages) if heads in squeezed(page.extract_text())]
    assert len(with_head) >= 3
    table = content.parts("table")[0]
    total = next(
        page for page in reader.pages if squeezed(f"{table.total_label}{table.total}") in squeezed(page.extract_text())
    )
    assert squeezed("".join(table.rows[-1])) in squeezed(total.extract_text())


@pytest.mark.parametrize("locale", LOCALES)
def test_data_are_never_read_as_markup(locale):
    request = letter_request(locale, 3, 2)
    nasty = '#panic("x") $x$ *b* _i_ {date} \\ <a> // [y] @z ~'
    reader = replace(request.recipient, company=nasty, person=None, department=None)
    line = replace(request.claimed[0], number="A{total}#1/2_$")
    content = build_content(replace(request, recipient=reader, lines=(line,)))
    page = Page(content, render_pdf(content))
    assert squeezed(nasty) in page.bare
    assert "A{total}#1/2_$" in page.bare


def test_names_that_do_not_fit_a_line_are_broken_not_cut():
    request = letter_request("ja_JP", 1, 2)
    name = "株式会社" + "東北エレクトロニクス" * 6
    content = build_content(replace(request, recipient=replace(request.recipient, company=name)))
    page = Page(content, render_pdf(content))
    assert name in page.bare
    assert all(spot.x < 190 for spot in page.words)


def test_a_long_address_pushes_the_title_down():
    request = letter_request("es_MX", 3, 2)
    address = ("Av. Insurgentes Sur 1000", *(f"Edificio {place}" for place in "ABCDEFG"))
    reader = replace(request.recipient, company="Distribuidora Internacional de Envases " * 3, address=address)
    page = Page(content := build_content(replace(request, recipient=reader)), render_pdf(content))
    last = max(spot.y for spot in page.words if "PRESENTE" in spot.text)
    [title] = [spot.y for spot in page.words if content.title in spot.text]
    assert title > last + 4


def test_a_very_long_number_wraps_in_its_own_column():
    request = letter_request("en_GB", 1, 2)
    due = request.date - timedelta(days=40)
    lines = (LetterLine("X" * 60, due, 12345, 40), LetterLine("B-2", due, 999_999_999_99, 40))
    page = Page(content := build_content(replace(request, lines=lines)), render_pdf(content))
    assert "X" * 60 in page.bare
    assert content.amount_text.replace("\u00a0", " ") in page.listed


def _dot() -> bytes:
    """Return a PNG of one red pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return PNG + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")


def test_a_logo_that_is_no_picture_refuses_the_letter():
    content = replace(build_content(letter_request("en_GB", 1, 1)), logo=b"not a picture")
    with pytest.raises(LetterRefusedError) as caught:
        render_pdf(content)
    assert caught.value.code == "render_failed"


def test_a_logo_is_printed_with_its_name():
    for locale in LOCALES:
        request = letter_request(locale, 1, 1)
        plain = build_content(request)
        with_logo = replace(plain, logo=_dot())
        images = PdfReader(io.BytesIO(render_pdf(with_logo))).pages[0].images
        assert len(images) == 1
        assert len(PdfReader(io.BytesIO(render_pdf(plain))).pages[0].images) == 0


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("stage", range(5))
def test_plain_text_says_what_the_page_says(locale, stage):
    content = build_content(letter_request(locale, stage, 3))
    text = render_text(content)
    assert text.endswith("\n")
    assert "\t" not in text
    bare = squeezed(text)
    for block in content.flow:
        if block.role in {"paragraph", "title", "salutation", "closing", "signature", "addressee"}:
            assert squeezed(block.text) in bare
    assert squeezed(content.amount_text) in bare
    assert patterns.PLACEHOLDER.search(text) is None
    prose = [line for line in text.split("\n") if "http" not in line]
    assert max(columns_of(line) for line in prose) <= max(WIDTH, 2 * 45)


def test_plain_text_breaks_lines_by_the_rules():
    runs = (
        Run("　" + "お願い申し上げます、" * 12),
        Run("2026年3月19日", keep=True),
        Run("までに「お振込み」ください。"),
    )
    lines = wrapped(runs)
    assert all(columns_of(line) <= WIDTH for line in lines)
    assert patterns.kinsoku(lines) == []
    assert any("2026年3月19日" in line for line in lines)
    assert wrapped(()) == [""]
