"""Spanish letters of Spain and of Mexico."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from app.services.letters.locales.base import LetterLocale, opening_word
from app.services.letters.request import Person

_PARTICLES: Final = frozenset(
    {"de", "del", "la", "las", "los", "y", "e", "san", "santa", "da", "do", "dos", "das", "von", "van", "der", "den"}
)
#: What a department may be called, with the article that ``de`` meets; other names (Tesorería) take none.
_OF: Final = {
    "departamento": "del",
    "depto.": "del",
    "área": "del",
    "area": "del",
    "equipo": "del",
    "servicio": "del",
    "dirección": "de la",
    "subdirección": "de la",
    "gerencia": "de la",
    "jefatura": "de la",
    "oficina": "de la",
    "sección": "de la",
    "unidad": "de la",
    "secretaría": "de la",
    "coordinación": "de la",
}


def first_surname(family: str) -> str:
    """Return the first surname with its particles: ``de la Torre Ruiz`` is ``de la Torre``."""
    words = family.split()
    taken = 0
    while taken < len(words) and words[taken].casefold() in _PARTICLES:
        taken += 1
    return " ".join(words[: taken + 1])


class _Spanish(LetterLocale):
    lang = "es"
    #: Every date has its own article: "del 2 de febrero de 2026 y del 16 de febrero de 2026".
    list_joints = (", del ", " y del ")

    def surname(self, person: Person) -> str:
        """Greet by the first of two surnames: Laura Gómez Ruiz is Sra. Gómez.

        A name that is stored whole is not taken apart: nobody can tell Ana Gómez Ruiz from José Luis Ruiz. Without the
        given name before it a particle takes a capital: Íñigo de la Torre is Sr. De la Torre.
        """
        name = first_surname(person.family) if person.given else person.family
        return name[:1].upper() + name[1:]

    def of_department(self, name: str) -> str:
        """Write ``del Departamento de Administración``, ``de la Dirección Financiera``, ``de Tesorería``."""
        return f"{_OF.get(opening_word(name), 'de')} {name}"


class PeninsularSpanish(_Spanish):
    """Letters in Spain: D. and D.ª in the address, Sr. and Sra. in the greeting."""

    code = "es_ES"
    region = "ES"
    keys = ("es",)
    home = "EUR"
    native = "{n}\u00a0€"
    iso = "{n}\u00a0{code}"
    masculine: ClassVar = {"sr": "Sr.", "señor": "Sr.", "d": "Sr.", "don": "Sr.", "dr": "Dr.", "mr": "Sr."}
    feminine: ClassVar = {
        "sra": "Sra.",
        "señora": "Sra.",
        "srta": "Sra.",
        "d.ª": "Sra.",
        "d.a": "Sra.",
        "dª": "Sra.",
        "dña": "Sra.",
        "doña": "Sra.",
        "dra": "Dra.",
        "ms": "Sra.",
        "mrs": "Sra.",
        "miss": "Sra.",
    }
    _BEFORE_NAMES: ClassVar[Mapping[str, str]] = {"Sr.": "D.", "Sra.": "D.ª"}

    def reader(self, person: Person) -> str:
        """Write the name in the address behind D. or D.ª, which stand before given names; doctors keep their title."""
        title = self.address_form(person)[1]
        return f"{self._BEFORE_NAMES.get(title, title)} {self.full_name(person)}".lstrip()


class MexicanSpanish(_Spanish):
    """Letters in Mexico; academic titles stand before names."""

    code = "es_MX"
    region = "MX"
    keys = ("es_419", "es")
    home = "MXN"
    native = "${n}\u00a0MXN"
    masculine: ClassVar = {"sr": "Sr.", "señor": "Sr.", "dr": "Dr.", "mtro": "Mtro.", "mr": "Sr."}
    feminine: ClassVar = {
        "sra": "Sra.",
        "señora": "Sra.",
        "srta": "Srita.",
        "srita": "Srita.",
        "dra": "Dra.",
        "mtra": "Mtra.",
        "ms": "Sra.",
        "mrs": "Sra.",
    }
    #: They do not tell a sex, so the greeting that goes with them does not inflect.
    neutral: ClassVar = {"lic": "Lic.", "ing": "Ing.", "arq": "Arq.", "c.p": "C.P.", "cp": "C.P."}
