"""Portuguese letters of Brazil and of Portugal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Final

from app.services.letters.locales.base import LetterLocale, opening_word
from app.services.letters.request import LetterOptions, Person
from app.services.letters.wording.blocks import Run, Runs

_HYPHENED: Final = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)+)")
_PARTICLES: Final = frozenset({"de", "da", "do", "das", "dos", "e", "del", "di", "van", "von"})
#: They tell a son or grandson from his namesake and never stand for the surname.
_GENERATIONS: Final = frozenset({"filho", "filha", "neto", "neta", "júnior", "junior", "jr", "jr.", "sobrinho"})
#: What a department may be called, with the contraction of ``de`` and its article; other names take none.
_OF: Final = {
    "departamento": "do",
    "depto.": "do",
    "setor": "do",
    "núcleo": "do",
    "serviço": "do",
    "diretoria": "da",
    "direção": "da",
    "gerência": "da",
    "área": "da",
    "coordenação": "da",
    "controladoria": "da",
    "tesouraria": "da",
    "superintendência": "da",
    "secretaria": "da",
}
#: Masculine nouns that open a company's name; any other name is read as that of an "empresa".
_MASCULINE: Final = frozenset(
    {
        "banco",
        "grupo",
        "instituto",
        "departamento",
        "hospital",
        "hotel",
        "condomínio",
        "consórcio",
        "colégio",
        "clube",
        "centro",
        "sindicato",
        "município",
        "laboratório",
        "fundo",
        "serviço",
    }
)


class _Portuguese(LetterLocale):
    lang = "pt"
    #: Every date has its own preposition: "de 2 de fevereiro de 2026 e de 16 de fevereiro de 2026".
    list_joints = (", de ", " e de ")

    def held(self, runs: Runs) -> Runs:
        """Hold verbs and their pronouns together: a break at the hyphen repeats it, ``mantém-`` and ``-se``.

        That is right on paper, and wrong in whatever is copied out of the page.
        """
        found: list[Run] = []
        for run in runs:
            pieces = [run.text] if run.keep else _HYPHENED.split(run.text)
            found += [Run(piece, keep=run.keep or place % 2 == 1) for place, piece in enumerate(pieces) if piece]
        return tuple(found)

    def surname(self, person: Person) -> str:
        """Greet by first and last name, as both countries do: Maria de Souza Lima is Maria Lima.

        ``da Silva`` keeps its particle, ``Souza Filho`` its surname.
        """
        words = self.full_name(person).split()
        last = len(words) - 1
        if last > 1 and words[last].casefold() in _GENERATIONS:
            last -= 1
        while last > 1 and words[last - 1].casefold() in _PARTICLES:
            last -= 1
        return " ".join([*words[:1], *words[max(last, 1) :]])


class BrazilianPortuguese(_Portuguese):
    """Letters in Brazil: the first of a month is 1º, and "À" or "Ao" stands over the company."""

    code = "pt_BR"
    region = "BR"
    keys = ("pt",)
    home = "BRL"
    native = "R$\u00a0{n}"
    masculine: ClassVar = {"sr": "Sr.", "senhor": "Sr.", "dr": "Dr.", "mr": "Sr."}
    feminine: ClassVar = {
        "sra": "Sra.",
        "senhora": "Sra.",
        "srta": "Sra.",
        "dra": "Dra.",
        "ms": "Sra.",
        "mrs": "Sra.",
        "miss": "Sra.",
    }

    def long_date(self, day: date, options: LetterOptions) -> str:
        """Write a date in long form, the first day of a month as an ordinal."""
        text = super().long_date(day, options)
        return text.replace("1 ", "1º ", 1) if day.day == 1 else text

    def of_department(self, name: str) -> str:
        """Write ``do Departamento Financeiro``, ``da Diretoria Financeira``, ``de Contas a Pagar``."""
        return f"{_OF.get(opening_word(name), 'de')} {name}"

    def to_company(self, name: str) -> str:
        """Write À over a company's name and Ao over one that opens with a masculine noun."""
        return "Ao" if opening_word(name) in _MASCULINE else "À"


class EuropeanPortuguese(_Portuguese):
    """Letters in Portugal; academic titles matter, and D. stands before a woman's given name."""

    code = "pt_PT"
    region = "PT"
    keys = ("pt",)
    home = "EUR"
    native = "{n}\u00a0€"
    iso = "{n}\u00a0{code}"
    masculine: ClassVar = {
        "sr": "Senhor",
        "senhor": "Senhor",
        "dr": "Senhor Dr.",
        "eng": "Senhor Eng.º",
        "eng.º": "Senhor Eng.º",
        "engº": "Senhor Eng.º",
        "arq.º": "Senhor Arq.º",
        "mr": "Senhor",
    }
    feminine: ClassVar = {
        "sra": "Senhora D.",
        "senhora": "Senhora D.",
        "d": "Senhora D.",
        "dra": "Senhora Dra.",
        "eng.ª": "Senhora Eng.ª",
        "engª": "Senhora Eng.ª",
        "arq.ª": "Senhora Arq.ª",
        "ms": "Senhora D.",
        "mrs": "Senhora D.",
    }
    _SHORT: ClassVar[Mapping[str, str]] = {"Senhor": "Sr.", "Senhora": "Sra."}

    def reader(self, person: Person) -> str:
        """Write the name in the address, the titles before it short: Sra. Dra. Maria Sousa."""
        titles = [self._SHORT.get(word, word) for word in self.address_form(person)[1].split()]
        return " ".join([*titles, self.full_name(person)])
