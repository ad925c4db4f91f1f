"""The words of letters: one catalogue per locale, opened by its exact path, with no way to another language.

Texts are stored under keys (``letter.3``, ``bank.iban``), never under English sentences: a key without a text raises.
A text is a whole block; paragraphs are separated by an empty line. ``compile_catalogues`` turns the ``.po`` files into
``.mo`` at build time and merges a country over its base there (es_MX over es_419), so that each file is complete.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.i18n import RESOURCES
from app.services.letters.refusals import missing_text, no_catalogue

if TYPE_CHECKING:  # only building needs them, and they cost time at start
    from babel.messages.catalog import Catalog, Message

FOLDER: Final = RESOURCES / "i18n"
#: A country's catalogue holds only what differs from its base.
BASES: Final[Mapping[str, str]] = {"es_MX": "es_419"}


class LetterCatalogue:
    """The texts of one locale."""

    def __init__(self, locale: str, words: gettext.GNUTranslations) -> None:
        """Keep the compiled texts."""
        self.locale = locale
        self._words = words

    def text(self, key: str) -> str:
        """Return the text under ``key``.

        Raises:
            LetterRefusedError: the locale has no such text.
        """
        found = self._words.gettext(key)
        if found == key:
            raise missing_text(self.locale, key)
        return found

    def plural(self, key: str, n: int) -> str:
        """Return the text under ``key`` in the form that the language uses for ``n``.

        Raises:
            LetterRefusedError: the locale has no such text.
        """
        found = self._words.ngettext(key, key, n)
        if found == key:
            raise missing_text(self.locale, key)
        return found

    def has(self, key: str) -> bool:
        """Say whether the language has a variant of its own under ``key``."""
        return self._words.gettext(key) != key or self._words.ngettext(key, key, 2) != key


@lru_cache(maxsize=32)
def open_catalogue(locale: str, folder: Path = FOLDER) -> LetterCatalogue:
    """Open ``<locale>/LC_MESSAGES/letters.mo`` by its exact path.

    A checkout in which nothing was compiled yet reads the ``.po`` file instead.

    Raises:
        LetterRefusedError: there is neither.
    """
    compiled = folder / locale / "LC_MESSAGES" / "letters.mo"
    if compiled.exists():
        return LetterCatalogue(locale, gettext.GNUTranslations(io.BytesIO(compiled.read_bytes())))
    if not compiled.with_suffix(".po").exists():
        raise no_catalogue(locale)
    return LetterCatalogue(locale, gettext.GNUTranslations(io.BytesIO(_compile(locale, folder))))


def compile_catalogues(folder: Path = FOLDER) -> list[Path]:
    """Compile every ``letters.po`` below ``folder``; return the files written.

    Each file is written whole under a temporary name and renamed, so that a reader never sees half of it.
    """
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/letters.po")):
        target = source.with_suffix(".mo")
        partial = target.with_suffix(".mo.part")
        partial.write_bytes(_compile(source.parent.parent.name, folder))
        partial.replace(target)
        written.append(target)
    return written


def read_source(locale: str, folder: Path = FOLDER) -> Catalog:
    """Read a locale's ``letters.po``, merged over its base; plural header and comments included."""
    from babel.messages.pofile import read_po

    path = folder / locale / "LC_MESSAGES" / "letters.po"
    with path.open("rb") as file:
        own = read_po(file, locale=locale, domain="letters", abort_invalid=True)
    if locale not in BASES:
        return own
    merged = read_source(BASES[locale], folder)
    for message in _texts(own):
        merged.delete(message.id)
        merged[message.id] = message
    merged.locale = own.locale
    return merged


def _texts(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _compile(locale: str, folder: Path) -> bytes:
    from babel.messages.mofile import write_mo

    target = io.BytesIO()
    write_mo(target, read_source(locale, folder))
    return target.getvalue()
