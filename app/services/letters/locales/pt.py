"""Portuguese letters of Brazil and of Portugal."""

from __future__ import annotations

from typing import ClassVar

from app.services.letters.locales.base import LetterLocale
from app.services.letters.request import Person


class _Portuguese(LetterLocale):
    lang = "pt"
    list_joints = (", ", " e ")

    def surname(self, person: Person) -> str:
        """Greet by first and last name, as both countries do: Maria de Souza Lima is Maria Lima."""
        return " ".join([*person.given.split()[:1], *person.family.split()[-1:]])


class BrazilianPortuguese(_Portuguese):
    """Letters in Brazil."""

    code = "pt_BR"
    region = "BR"
    keys = ("pt",)
    home = "BRL"
    native = "R$\u00a0{n}"
    masculine: ClassVar = {"sr": "Sr.", "dr": "Dr.", "mr": "Sr."}
    feminine: ClassVar = {"sra": "Sra.", "srta": "Sra.", "dra": "Dra.", "ms": "Sra.", "mrs": "Sra.", "miss": "Sra."}


class EuropeanPortuguese(_Portuguese):
    """Letters in Portugal; academic titles matter."""

    code = "pt_PT"
    region = "PT"
    keys = ("pt",)
    home = "EUR"
    native = "{n}\u00a0€"
    iso = "{n}\u00a0{code}"
    masculine: ClassVar = {
        "sr": "Senhor",
        "dr": "Senhor Dr.",
        "eng": "Senhor Eng.",
        "eng.º": "Senhor Eng.",
        "mr": "Senhor",
    }
    feminine: ClassVar = {
        "sra": "Senhora",
        "d": "Senhora",
        "dra": "Senhora Dra.",
        "eng.ª": "Senhora Eng.ª",
        "ms": "Senhora",
        "mrs": "Senhora",
    }
