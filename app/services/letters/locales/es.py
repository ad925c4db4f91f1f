"""Spanish letters of Spain and of Mexico."""

from __future__ import annotations

from typing import ClassVar

from app.services.letters.locales.base import LetterLocale
from app.services.letters.request import Person


class _Spanish(LetterLocale):
    lang = "es"
    list_joints = (", ", " y ")

    def surname(self, person: Person) -> str:
        """Greet by the first of two surnames: Laura Gómez Ruiz is Sra. Gómez."""
        return first_surname(person.family)


_PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "e", "san", "santa", "da", "do", "dos", "das"})


def first_surname(family: str) -> str:
    """Return the first surname with its particles: ``de la Torre Ruiz`` is ``de la Torre``."""
    words = family.split()
    taken = 0
    while taken < len(words) and words[taken].casefold() in _PARTICLES:
        taken += 1
    return " ".join(words[: taken + 1])


class PeninsularSpanish(_Spanish):
    """Letters in Spain."""

    code = "es_ES"
    region = "ES"
    keys = ("es",)
    home = "EUR"
    native = "{n}\u00a0€"
    iso = "{n}\u00a0{code}"
    masculine: ClassVar = {"sr": "Sr.", "d": "Sr.", "don": "Sr.", "dr": "Dr.", "mr": "Sr."}
    feminine: ClassVar = {
        "sra": "Sra.",
        "srta": "Sra.",
        "d.ª": "Sra.",
        "dª": "Sra.",
        "doña": "Sra.",
        "dra": "Dra.",
        "ms": "Sra.",
        "mrs": "Sra.",
        "miss": "Sra.",
    }


class MexicanSpanish(_Spanish):
    """Letters in Mexico; academic titles are used in greetings."""

    code = "es_MX"
    region = "MX"
    keys = ("es_419", "es")
    home = "MXN"
    native = "${n}\u00a0MXN"
    masculine: ClassVar = {"sr": "Sr.", "dr": "Dr.", "mr": "Sr."}
    feminine: ClassVar = {
        "sra": "Sra.",
        "srta": "Srita.",
        "srita": "Srita.",
        "dra": "Dra.",
        "ms": "Sra.",
        "mrs": "Sra.",
    }
    #: Lic., Ing. and C.P. do not tell a sex; the greeting stays with the company's team.
    neutral: ClassVar = {}
