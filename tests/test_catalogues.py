"""The catalogues are what the sources say, complete, and keep their placeholders."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from app.i18n import LANGUAGES, render
from app.services.sync.layouts.names import FIELD_NAMES
from tools import catalogues


def test_nothing_is_wrong_with_the_catalogues():
    assert not catalogues.problems(), "\n".join(catalogues.problems())


def test_the_sentences_of_the_program_are_found():
    sentences = {message.id for message in catalogues.extracted()}
    assert "The passphrase is wrong." in sentences


def test_what_is_written_has_neither_dates_nor_lines():
    catalog = Catalog(project="p")
    catalog.add("b", locations=[("app/b.py", 7)])
    catalog.add("a", locations=[("app/b.py", 9), ("app/a.py", 3), ("app/b.py", 2)])
    text = catalogues.text_of(catalog)
    assert text.index('msgid "a"') < text.index('msgid "b"')
    assert "Date" not in text
    assert "app/b.py" in text
    assert "app/b.py:" not in text


@pytest.mark.parametrize(
    ("source", "translated", "problem"),
    [
        ("Save", "保存", None),
        ("Save", "", "not translated"),
        ("{n} of {total}", "{total}件中{n}件", None),
        ("{n} of {total}", "{n}件", "placeholders ['n'] instead of ['n', 'total']"),
        ("{name}", "{nome}", "placeholders ['nome'] instead of ['name']"),
        ("{name}", "{name", "a brace is not closed"),
        (("{n} row", "{n} rows"), ("{n}行",), None),
        (("one row", "{n} rows"), ("uma linha", "{n} linhas"), None),
        (("{n} row of {file}", "{n} rows of {file}"), ("{n}行",), "placeholders ['n'] instead of ['file', 'n']"),
    ],
)
def test_a_translation_keeps_its_placeholders(source, translated, problem):
    found = list(catalogues._sentence_problems(Message(source, translated)))
    assert found == ([] if problem is None else [problem])


def test_a_fuzzy_translation_counts_as_none():
    assert list(catalogues._sentence_problems(Message("Save", "保存", flags=["fuzzy"]))) == ["not translated"]


#: A kana, a kanji, a long mark or a closing bracket of Japanese.
_KANA = "[\u3041-\u30ff\u3400-\u9fff\u3005\u300d\uff09]"


def japanese():
    """Return every sentence of the interface with its Japanese."""
    catalog = catalogues._read(catalogues.FOLDER / "ja" / "LC_MESSAGES" / "app.po")
    return [(str(one.id), form) for one in catalogues._sentences(catalog) for form in catalogues._forms(one)]


def test_japanese_has_its_own_punctuation():
    half = re.compile(rf"{_KANA}[:(),!?;]|[(]{_KANA}")
    assert [text for _english, text in japanese() if half.search(text)] == []


def test_japanese_puts_no_blank_around_what_is_filled_in():
    blank = re.compile(rf"{_KANA} \{{|\}} {_KANA}")
    assert [text for _english, text in japanese() if blank.search(text)] == []


def test_a_question_is_one_in_japanese_too():
    asked = [(english, text) for english, text in japanese() if english.rstrip("')").endswith("?")]
    assert asked
    assert [text for english, text in asked if not text.endswith("？")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_fields_of_a_file_have_one_name(language):
    names = Counter(render(name, language) for name in FIELD_NAMES.values())
    assert [name for name, times in names.items() if times > 1] == []


def put_together(path):
    """Return the lines of a source on which two values are joined by a colon outside the catalogues."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            kinds = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
            if any(kinds[at : at + 3] == [None, ": ", None] for at in range(len(kinds))):
                yield node.lineno


def test_the_colon_between_a_thing_and_what_is_said_of_it_is_the_language_s_own():
    """Japanese has a wide one."""
    views = sorted((Path(catalogues.__file__).parents[1] / "app" / "ui").rglob("*.py"))
    assert len(views) > 100
    assert [f"{path.name}:{line}" for path in views for line in put_together(path)] == []
