"""Catalogues: extract the interface's sentences, carry them into each language, compile, and check.

    python -m tools.catalogues extract    write resources/i18n/app.pot from the sources
    python -m tools.catalogues update     extract, then bring every app.po up to it (new sentences untranslated)
    python -m tools.catalogues compile    write the .mo files beside the .po files
    python -m tools.catalogues check      tell what is out of date, incomplete or has other placeholders

Files only, no lines and no dates stand in what is written, so that a change of code elsewhere changes no catalogue.
Letters have keys instead of English sentences; what belongs to them is in ``app.services.letters.wording.catalogue``.
"""

from __future__ import annotations

import io
import re
import string
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from app.i18n import LANGUAGES
from app.services.letters.wording.catalogue import BASES, compile_catalogues, read_source

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "resources" / "i18n"
TEMPLATE: Final = FOLDER / "app.pot"
LETTERS: Final = FOLDER / "letters.pot"
#: The functions that take a sentence, and which of their arguments are sentences.
KEYWORDS: Final = {"_": None, "msg": None, "nmsg": (1, 2), "ngettext": (1, 2)}
#: A letter key with this comment in letters.pot may be absent from a locale.
OPTIONAL: Final = "optional"
_HEADER: Final = (
    "# Sentences of the interface. Written by tools/catalogues.py; translate the .po files, not this one.\n#"
)
#: Header lines that say nothing of the catalogue, or change without need.
_IDLE: Final = re.compile(
    r"^\"(POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator|Language-Team):.*\n",
    re.MULTILINE,
)
_DATED: Final = re.compile(r"^(\"(POT-Creation|PO-Revision)-Date:|#: \S+:\d+)", re.MULTILINE)


def extracted() -> Catalog:
    """Return the template as the sources have it now."""
    catalog = Catalog(project="Collections Desk", header_comment=_HEADER, charset="utf-8")
    for name, _line, text, comments, context in extract_from_dir(
        ROOT / "app", method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
    ):
        catalog.add(text, None, [(f"app/{Path(name).as_posix()}", 0)], auto_comments=comments, context=context)
    return catalog


def text_of(catalog: Catalog) -> str:
    """Return a catalogue as it is written: sorted, with files but neither lines nor dates."""
    for message in catalog:
        message.locations = sorted(set(message.locations))
    target = io.BytesIO()
    write_po(target, catalog, width=120, sort_output=True, include_lineno=False)
    text = target.getvalue().decode("utf-8")
    return _IDLE.sub("", text)


def extract() -> None:
    """Write the template."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_text(text_of(extracted()), encoding="utf-8", newline="\n")


def update() -> None:
    """Write the template and bring every translation up to it; nothing is guessed from similar sentences."""
    extract()
    template = extracted()
    for path in (FOLDER / language / "LC_MESSAGES" / "app.po" for language in LANGUAGES if language != "en"):
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = _read(path) if path.exists() else Catalog(locale=path.parent.parent.name, charset="utf-8")
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path.write_text(text_of(catalog), encoding="utf-8", newline="\n")


def compile_all() -> None:
    """Write every ``.mo``, whole and renamed."""
    for path in sorted(FOLDER.glob("*/LC_MESSAGES/app.po")):
        partial = path.with_suffix(".mo.part")
        with partial.open("wb") as file:
            write_mo(file, _read(path))
        partial.replace(path.with_suffix(".mo"))
    compile_catalogues(FOLDER)


def problems() -> list[str]:
    """Return everything that is wrong with the catalogues, one sentence each."""
    return [*_template_problems(), *_interface_problems(), *_letter_problems()]


def placeholders(text: str) -> frozenset[str]:
    """Return the named placeholders of a sentence.

    Raises:
        ValueError: a brace is not closed.
    """
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _template_problems() -> Iterator[str]:
    """Compare the template with the sources."""
    written = TEMPLATE.read_text(encoding="utf-8") if TEMPLATE.exists() else ""
    if written != text_of(extracted()):
        yield "app.pot is not what the sources say: run python -m tools.catalogues update"
    for path in [TEMPLATE, LETTERS, *_translations()]:
        if path.exists() and _DATED.search(path.read_text(encoding="utf-8")):
            yield f"{_name(path)}: has a date or a line number, which change without need"


def _interface_problems() -> Iterator[str]:
    """Check that every language of the interface has every sentence, with the same placeholders."""
    template = extracted()
    wanted = {_key(message) for message in _sentences(template)}
    for path in _translations():
        catalog = _read(path)
        have = {_key(message): message for message in _sentences(catalog)}
        if set(have) != wanted:
            yield f"{_name(path)}: {len(wanted - set(have))} sentences missing, {len(set(have) - wanted)} too many"
        for message in have.values():
            yield from (f"{_name(path)}: {problem}: {message.id!r}" for problem in _sentence_problems(message))
    for language in LANGUAGES:
        if language != "en" and not (FOLDER / language / "LC_MESSAGES" / "app.po").exists():
            yield f"{language}: the interface offers this language, but there is no app.po"


def _sentence_problems(message: Message) -> Iterator[str]:
    """Check one translated sentence."""
    forms = _forms(message)
    if message.fuzzy or not all(forms):
        yield "not translated"
        return
    sources = message.id if isinstance(message.id, (list, tuple)) else [message.id]
    allowed = placeholders(sources[-1])
    needed = placeholders(sources[0]) & allowed - {"n"} if len(sources) > 1 else allowed
    for form in forms:
        try:
            found = placeholders(form)
        except ValueError:
            yield "a brace is not closed"
            continue
        if not needed <= found <= allowed:
            yield f"placeholders {sorted(found)} instead of {sorted(allowed)}"


def _letter_problems() -> Iterator[str]:
    """Check that every locale has every text of letters.pot, and none that no letter asks for."""
    locales = sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/letters.po"))
    if not locales:
        return
    if not LETTERS.exists():
        yield "letters.pot is missing: it lists the keys that every locale must have"
        return
    with LETTERS.open("rb") as file:
        template = read_po(file)
    known = {_key(message) for message in _sentences(template)}
    optional = {_key(m) for m in _sentences(template) if any(OPTIONAL in note for note in m.auto_comments)}
    for locale in locales:
        if locale in BASES.values():
            continue  # a base is checked in the countries that stand on it
        texts = {_key(message): message for message in _sentences(read_source(locale, FOLDER))}
        for key in sorted(known - optional - set(texts)):
            yield f"{locale}/letters.po: no text for {key}"
        for key in sorted(set(texts) - known):
            yield f"{locale}/letters.po: letters.pot does not know {key}"
        for key, message in sorted(texts.items()):
            if message.fuzzy or not all(_forms(message)):
                yield f"{locale}/letters.po: the text of {key} is empty or fuzzy"


def _translations() -> list[Path]:
    """Return the interface's translations."""
    return sorted(FOLDER.glob("*/LC_MESSAGES/app.po"))


def _read(path: Path) -> Catalog:
    """Read a translation."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, domain="app", abort_invalid=True)


def _sentences(catalog: Iterable[Message]) -> Iterator[Message]:
    """Give a catalogue's messages without the header."""
    return (message for message in catalog if message.id)


def _forms(message: Message) -> list[str]:
    """Return a message's translations: one, or one for each plural form; absent ones are empty."""
    forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return [form or "" for form in forms]


def _key(message: Message) -> str:
    """Return what a message is found by."""
    return str(message.id[0] if isinstance(message.id, (list, tuple)) else message.id)


def _name(path: Path) -> str:
    """Return a path as a reader knows it."""
    return path.relative_to(ROOT).as_posix()


def main(argv: list[str]) -> int:
    """Run one command; ``check`` ends with 1 where something is wrong."""
    commands = {"extract": extract, "update": update, "compile": compile_all}
    if argv == ["check"]:
        found = problems()
        print("\n".join(found) if found else "catalogues: nothing wrong")
        return 1 if found else 0
    if len(argv) != 1 or argv[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    commands[argv[0]]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
