"""Every letter, read back from its PDF: the rules that hold in all languages."""

from __future__ import annotations

import re
from decimal import Decimal

from app.money import to_major
from app.services.letters.content import next_step
from app.services.letters.locales import BUILT, letter_locale
from app.services.letters.wording.blocks import FactsBlock, TableBlock, TextBlock
from app.services.letters.wording.catalogue import open_catalogue
from tests.services.letters import patterns
from tests.services.letters.page import MM, squeezed
from tests.services.letters.sampling import Sample, has_texts, only


def _whole(minor: int, currency: str) -> Decimal:
    return to_major(minor, currency)


def _table_rows(sample: Sample, role: str) -> list[tuple[str, ...]]:
    return [row for block in sample.content.parts(role) if isinstance(block, TableBlock) for row in block.rows]


def _body(sample: Sample) -> str:
    return "\n".join(sample.content.paragraphs)


def test_every_built_locale_has_texts():
    assert [locale for locale in BUILT if not has_texts(locale)] == []


def test_no_placeholder_is_left(letters):
    for sample in letters:
        assert patterns.PLACEHOLDER.search(sample.page.text) is None


def test_every_block_can_be_copied_out_of_the_page_whole(letters):
    for sample in letters:
        for block in sample.content.flow:
            pieces = (
                block.text.replace("\t", "\n").split("\n")
                if not isinstance(block, FactsBlock)
                else [piece for row in block.rows for piece in row]
            )
            for piece in pieces:
                assert squeezed(piece) in sample.page.bare, piece


def test_title_stands_once_and_whole(letters):
    for sample in letters:
        [block] = sample.content.parts("title")
        title = open_catalogue(sample.locale).text(f"title.{sample.request.stage}")
        assert sample.content.title == title
        assert block.text.endswith(title)
        assert [line.strip() for line in sample.page.lines].count(block.text) == 1


def test_the_sum_asked_for_is_the_sum_of_the_rows(letters):
    for sample in letters:
        claimed = sum(line.amount for line in sample.request.claimed)
        assert sample.content.amount == claimed
        assert squeezed(sample.content.amount_text) in sample.page.bare
        for block in sample.content.parts("table"):
            assert block.total == sample.content.amount_text


def test_every_amount_reads_back_and_none_is_extra(letters):
    for sample in letters:
        request = sample.request
        native, coded = patterns.amounts("\n".join(sample.page.printed), sample.locale, request.currency)
        claimed = [_whole(line.amount, request.currency) for line in request.claimed]
        others = [_whole(line.amount, request.currency) for line in request.also_open]
        assert set(native) | set(coded) == {*claimed, sum(claimed), *others, *([sum(others)] if others else [])}


def test_codes_stand_with_every_amount_as_soon_as_currencies_could_be_mixed_up(letters):
    for sample in letters:
        request = sample.request
        native, coded = patterns.amounts("\n".join(sample.page.printed), sample.locale, request.currency)
        if request.iso_amounts:
            assert native == []
        elif request.currency == letter_home(sample):
            assert coded == []
        bare = patterns.BARE_DOLLAR.search(sample.page.text)
        assert bare is None or (sample.locale in {"es_MX", "en_US"} and not request.iso_amounts)


def letter_home(sample: Sample) -> str:
    return letter_locale(sample.locale).home


def test_yen_and_new_taiwan_dollars_have_no_decimals(letters):
    for sample in letters:
        comma = sample.locale in {"es_ES", "pt_BR", "pt_PT"}
        yen = patterns.YEN_DECIMALS_COMMA if comma else patterns.YEN_DECIMALS
        assert sample.request.currency != "JPY" or yen.search(sample.page.text) is None
        assert patterns.TWD_DECIMALS.search(sample.page.text) is None


def test_every_date_is_one_the_letter_knows(letters):
    for sample in letters:
        request = sample.request
        known = {request.date, *(letter.on for letter in request.earlier)}
        known |= {line.due_date for line in request.lines} | {line.document_date for line in request.lines}
        if request.deadline:
            known.add(request.deadline.on)
        found = patterns.long_dates(sample.page.listed, sample.locale)
        assert set(found) | set(patterns.table_dates(sample.page.listed, sample.locale)) <= known
        assert request.date in found


@only(stages=(1, 2, 3, 4))
def test_the_deadline_is_printed_and_later_than_the_letter(letters):
    for sample in letters:
        deadline = sample.request.deadline
        assert deadline
        assert deadline.on > sample.request.date
        assert deadline.on in patterns.long_dates(sample.page.listed, sample.locale)


def test_items_are_those_asked_for_by_due_date(letters):
    for sample in letters:
        request = sample.request
        for line in request.lines:
            assert line.number in sample.page.text
        rows = _table_rows(sample, "table")
        if rows:
            assert [row[0] for row in rows] == [line.number for line in request.claimed]
        else:
            assert len(request.claimed) == 1
        assert [row[0] for row in _table_rows(sample, "also_open")] == [line.number for line in request.also_open]


def test_days_overdue_count_to_the_letters_date(letters):
    for sample in letters:
        request = sample.request
        by_number = {line.number: line for line in request.lines}
        rows = _table_rows(sample, "table") + _table_rows(sample, "also_open")
        for row in rows:
            line = by_number[row[0]]
            if request.stage == 0:
                assert len(row) == 4
            else:
                assert int(row[3]) == (request.date - line.due_date).days >= 1


@only(stages=(0, 1, 2))
def test_early_stages_name_no_consequence(letters):
    for sample in letters:
        text = f"{_body(sample)}\n{sample.content.text_of('closing')}\n{sample.content.title}"
        assert patterns.CONSEQUENCE[sample.lang].search(text) is None, text


@only(stages=(4,))
def test_final_notice_has_one_deadline_one_amount_one_step(letters):
    for sample in letters:
        request = sample.request
        body = _body(sample)
        assert request.deadline
        cited = {letter.on for letter in request.earlier} | {line.due_date for line in request.lines}
        assert [day for day in patterns.long_dates(body, sample.locale) if day not in cited] == [request.deadline.on]
        native, coded = patterns.amounts(body, sample.locale, request.currency)
        assert set(native + coded) <= {_whole(request.total, request.currency)}
        catalogue = open_catalogue(sample.locale)
        step = next_step(request)
        steps = {one: catalogue.plural(f"consequence.4.{one}", len(request.claimed)) for one in _STEPS}
        printed = [one for one, text in steps.items() if squeezed(text) in sample.page.bare]
        assert printed == [step]


@only("en", stages=(4,))
def test_domestic_post_is_not_claimed_for_mail_abroad(letters):
    for sample in letters:
        domestic = ("recorded delivery", "certified mail")
        claimed = any(form in sample.content.text_of("delivery") for form in domestic)
        assert claimed is not sample.request.cross_border


@only("ja", "zh", stages=(4,))
def test_a_letter_on_plain_paper_claims_no_form_of_certified_post(letters):
    """内容証明 and 存證信函 are forms of their own, with grids and no tables: this page could never travel as one."""
    for sample in letters:
        assert sample.content.text_of("delivery")
        assert not any(form in sample.page.bare for form in ("内容証明", "存證信函", "存证信函", "公证"))


_STEPS = ("hold", "suspension", "interest", "legal", "agency")


def test_crossed_payments_are_excused_once_in_stages_one_to_three(letters):
    for sample in letters:
        words = open_catalogue(sample.locale)
        abroad = sample.request.cross_border and words.has("crossed.abroad")
        crossed = squeezed(words.text("crossed.abroad" if abroad else "crossed"))
        assert sample.page.bare.count(crossed) == (1 if 1 <= sample.request.stage <= 3 else 0)


def test_only_letters_on_record_are_cited(letters):
    for sample in letters:
        request = sample.request
        body = patterns.long_dates(_body(sample), sample.locale)
        past = {day for day in body if day < request.date} - {line.due_date for line in request.lines}
        assert past <= {letter.on for letter in request.earlier if letter.stage < request.stage}
        if request.stage >= 2 and request.earlier:
            assert max(letter.on for letter in request.earlier) in body


def test_bank_details_are_all_printed(letters):
    for sample in letters:
        bank = next(bank for bank in sample.request.sender.banks if bank.currency == sample.request.currency)
        needed = [
            bank.holder,
            bank.bank,
            bank.account,
            bank.iban,
            bank.clabe,
            bank.sort_code,
            bank.routing,
            bank.agency,
        ]
        if sample.locale == "ja_JP":
            needed = [bank.holder, bank.bank, bank.branch, bank.account, bank.iban]
        for value in needed:
            if value:
                assert squeezed(value) in sample.page.bare


def test_nothing_internal_is_told(letters):
    for sample in letters:
        assert patterns.INTERNAL.search(sample.page.text) is None


def test_blocks_stand_in_order_and_the_signature_is_last(letters):
    for sample in letters:
        roles = [block.role for block in sample.content.flow]
        order = [roles.index(role) for role in ("salutation", "closing", "signature") if role in roles]
        assert order == sorted(order)
        slip = sample.content.flow[-1].text.strip("\u3000").startswith("回执：")  # comes back signed
        assert roles[-1] in {"signature", "enclosures", "contact"} or slip
        tail = [line for line in sample.content.flow[-1].text.split("\n") if line]
        assert squeezed(sample.page.lines[-1]).endswith(squeezed(tail[-1])[-12:])


def test_enclosures_are_named_if_there_are_any(letters):
    for sample in letters:
        copies = sample.request.enclosed_copies
        blocks = sample.content.parts("enclosures")
        assert len(blocks) == (1 if copies else 0)
        if copies > 1:
            assert str(copies) in blocks[0].text


def test_no_form_of_address_with_a_stroke(letters):
    for sample in letters:
        assert patterns.GENDER_SLASH.search(sample.page.text) is None


def test_a_title_is_printed_only_if_it_is_stored(letters):
    marked = re.compile(r"\b(?:Mr|Mrs|Ms|Sra?|Dra?|Senhora?)\b\.?(?= [A-ZÁÉÍÓÚŁ])|先生|女士|小姐")
    for sample in letters:
        person = sample.request.recipient.person
        if person is None or person.title is None:
            head = sample.content.text_of("addressee") + sample.content.salutation
            assert marked.search(head) is None, head


def test_the_letter_is_in_one_language(letters):
    latin = re.compile(r"[A-Za-zÀ-ÿ]")
    wide = re.compile(f"[{patterns.HAN}{patterns.KANA}]")
    for sample in letters:
        own = "".join(
            block.text for block in sample.content.flow if isinstance(block, TextBlock) and block.role == "paragraph"
        )
        for line in sample.request.lines:
            own = own.replace(line.number, "")
        own = own.replace(sample.request.currency, "").replace(sample.request.number, "")
        letters_of = (latin.findall(own), wide.findall(own))
        foreign, native = letters_of if sample.lang in {"ja", "zh"} else letters_of[::-1]
        assert len(foreign) < 0.05 * len(native)
        for key in ("title.1", "crossed", "table.number"):
            assert sample.lang == "en" or open_catalogue(sample.locale).text(key) != open_catalogue("en_GB").text(key)


def test_no_sentence_is_too_long(letters):
    for sample in letters:
        for paragraph in sample.content.paragraphs:
            for sentence in patterns.sentences(paragraph, sample.lang):
                length = len(sentence.strip()) if sample.lang in {"ja", "zh"} else len(sentence.split())
                assert length <= (120 if sample.lang in {"ja", "zh"} else 60), sentence


# ------------------------------------------------------------------------------------------------ the page


def test_amounts_dates_and_names_are_never_broken_across_lines(letters):
    for sample in letters:
        lines = [squeezed(line) for line in sample.page.lines]
        for block in sample.content.flow:
            if isinstance(block, TextBlock):
                for run in (run for line in block.lines for run in line if run.keep and len(run.text) <= 40):
                    assert any(squeezed(run.text) in line for line in lines), run.text
            if isinstance(block, TableBlock):
                for cell in (cell for row in block.rows for cell in row[1:]):
                    assert any(squeezed(cell) in line for line in lines), cell


def test_faces_are_the_locales_own_and_embedded(letters):
    own = {"ja_JP": "JP", "zh_Hans_CN": "SC", "zh_Hant_TW": "TC"}
    for sample in letters:
        for faces in sample.page.fonts:
            script = own.get(sample.locale)
            assert any(f"Noto{kind}{script or ''}-" in face for face in faces for kind in ("Serif", "Sans"))
            assert not any(name in face for face in faces for name in ("Libertinus", "NewCM", "DejaVu"))
        assert "\ufffd" not in sample.page.text


def test_the_document_says_its_language_and_title(letters):
    for sample in letters:
        root = sample.page.reader.trailer["/Root"]
        assert str(root["/Lang"]).split("-")[0] == sample.lang
        assert root["/MarkInfo"]["/Marked"]
        assert sample.content.title in sample.page.reader.metadata.title


def test_the_address_stands_in_the_envelopes_window(letters):
    for sample in letters:
        if sample.content.layout == "chinese" or not sample.request.recipient.address:
            continue
        top, bottom = (13, 58) if sample.content.layout == "japanese" else (43, 90)
        address = squeezed(sample.request.recipient.address[0])
        spots = [word for word in sample.page.words if word.page == 0 and squeezed(word.text)[:4] == address[:4]]
        assert any(20 <= spot.x <= 110 and top <= spot.y <= bottom for spot in spots), spots


def test_the_page_is_the_countrys_paper(letters):
    for sample in letters:
        box = sample.page.reader.pages[0].mediabox
        size = (round(float(box.width) / MM), round(float(box.height) / MM))
        assert size == ((216, 279) if sample.locale == "en_US" else (210, 297))


def test_pages_are_numbered_if_there_are_several(letters):
    for sample in letters:
        pages = len(sample.page.reader.pages)
        label = sample.content.page_label.format(page=1, pages=pages)
        first = sample.page.reader.pages[0].extract_text()
        assert (squeezed(label) in squeezed(first.split("\n")[-1])) == (pages > 1)
