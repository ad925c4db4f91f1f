"""Catalogues are opened by their exact path, compiled whole, and never lend each other a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.services.letters.locales import BUILT
from app.services.letters.refusals import LetterRefusedError
from app.services.letters.wording.catalogue import FOLDER, compile_catalogues, open_catalogue, read_source
from app.services.letters.wording.texts import fill, keep, names, paragraphs, sole_placeholder
from tests.services.letters.sampling import has_texts

HEAD = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""


def _put(folder: Path, locale: str, body: str) -> None:
    path = folder / locale / "LC_MESSAGES"
    path.mkdir(parents=True)
    (path / "letters.po").write_text(f"{HEAD}\n{body}", encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    _put(
        tmp_path,
        "es_419",
        'msgid "title.1"\nmsgstr "Recordatorio"\n\nmsgid "crossed"\nmsgstr "Base"\n\n'
        'msgid "letter.1"\nmsgid_plural "letter.1"\nmsgstr[0] "una"\nmsgstr[1] "varias"\n',
    )
    _put(
        tmp_path,
        "es_MX",
        'msgid "crossed"\nmsgstr "México"\n\n'
        'msgid "letter.1"\nmsgid_plural "letter.1"\nmsgstr[0] "sola"\nmsgstr[1] "muchas"\n',
    )
    _put(tmp_path, "pt_BR", 'msgid "title.1"\nmsgstr "Lembrete"\n\n#, fuzzy\nmsgid "crossed"\nmsgstr "duvidoso"\n')
    return tmp_path


@pytest.mark.parametrize("compiled", [False, True])
def test_a_country_is_merged_over_its_base(folder, compiled):
    if compiled:
        assert len(compile_catalogues(folder)) == 3
        for source in folder.rglob("letters.po"):
            source.unlink()
    open_catalogue.cache_clear()
    mexico = open_catalogue("es_MX", folder)
    assert mexico.text("title.1") == "Recordatorio"
    assert mexico.text("crossed") == "México"
    assert mexico.plural("letter.1", 1) == "sola"
    assert mexico.plural("letter.1", 5) == "muchas"
    assert open_catalogue("es_419", folder).plural("letter.1", 5) == "varias"


def test_no_locale_borrows_from_its_language(folder):
    compile_catalogues(folder)
    for locale in ("pt_PT", "pt", "es_ES", "es", "es_CO"):
        with pytest.raises(LetterRefusedError) as caught:
            open_catalogue(locale, folder)
        assert caught.value.code == "missing_text"


def test_an_uncertain_or_absent_text_raises(folder):
    brazil = open_catalogue("pt_BR", folder)
    assert brazil.has("title.1")
    assert not brazil.has("crossed")
    for key in ("crossed", "title.2", ""):
        with pytest.raises(LetterRefusedError):
            brazil.text(key) if key else brazil.plural("letter.1", 2)


def test_compiling_leaves_nothing_half_written(folder):
    compile_catalogues(folder)
    assert not list(folder.rglob("*.part"))
    assert len(list(folder.rglob("letters.mo"))) == 3


@pytest.mark.parametrize("locale", [locale for locale in BUILT if has_texts(locale)])
def test_placeholders_are_only_those_a_letter_has(locale):
    known = set(
        "letterhead date reference delivery addressee sender title salutation body closing signature enclosures "
        "contact opening table also_open bank consequence crossed deadline total total_full total_in_words count "
        "copies place company signatory signatory_role phone email tax_id customer department reader surname "
        "person_title person_role of_department to_company earlier last_earlier invoice due days address "
        "sender_address page pages".split()
    )
    for message in read_source(locale, FOLDER):
        forms = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        for form in forms if message.id else ():
            assert set(names(form)) <= known, message.id
            assert "  " not in form
            assert form == form.strip(" \n")


@pytest.mark.parametrize("locale", [locale for locale in BUILT if has_texts(locale)])
def test_one_invoice_is_named_only_in_the_form_for_one(locale):
    for message in read_source(locale, FOLDER):
        if message.id and isinstance(message.string, (tuple, list)):
            for form in message.string[1:] or message.string:
                assert not {"invoice", "due", "days"} & set(names(form)), message.id


def test_texts_are_split_into_placed_paragraphs():
    text = "→ {date}\n\n◇ {title}\n\nFirst\nsecond\n\n{table}"
    assert paragraphs(text) == (
        ("end", "{date}"),
        ("center", "{title}"),
        ("start", "First\nsecond"),
        ("start", "{table}"),
    )
    assert sole_placeholder("{table}") == "table"
    assert sole_placeholder("see {table}") is None


def test_values_are_put_in_as_runs_that_keep_together():
    runs = fill("pay {total} by {deadline}.", {"total": keep("£1"), "deadline": keep("5 May 2026")})
    assert [(run.text, run.keep) for run in runs] == [
        ("pay ", False),
        ("£1", True),
        (" by ", False),
        ("5 May 2026", True),
        (".", False),
    ]
    with pytest.raises(KeyError):
        fill("{unknown}", {})
