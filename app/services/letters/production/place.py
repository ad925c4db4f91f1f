"""The city a letter is dated from: read out of the sender's address lines, and told only where they leave no doubt.

``Madrid, 5 de marzo de 2026`` has to name the right city or none. A city is what stands beside the postal code of the
sender's own country; where counties and prefectures stand there as well, only cities that are known by name count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

#: Countries that write the code before the city.
_CODE_FIRST: Final = {
    "ES": r"(?:E-)?\d{5}",
    "MX": r"(?:C\.? ?P\.? ?)?\d{5}",
    "BR": r"(?:CEP:? ?)?\d{5}-?\d{3}",
    "PT": r"\d{4}-\d{3}",
    "DE": r"(?:D-)?\d{5}",
    "FR": r"(?:F-)?\d{5}",
    "IT": r"(?:I-)?\d{5}",
    "AT": r"(?:A-)?\d{4}",
    "BE": r"(?:B-)?\d{4}",
    "CH": r"(?:CH-)?\d{4}",
    "NL": r"\d{4} ?[A-Z]{2}",
}
_CODE_LAST: Final = {"US": r"\d{5}(?:-\d{4})?", "CA": r"[A-Z]\d[A-Z] ?\d[A-Z]\d"}
#: Behind the city stands a state or province in two letters.
_BRAZIL: Final = frozenset(
    "AC AL AP AM BA CE DF ES GO MA MT MS MG PA PB PR PE PI RJ RN RS RO RR SC SP SE TO".split()
)  # fmt: skip
#: Where the last words of an address may be a region too: the code before or behind a city, and cities as Spanish,
#: Portuguese and English write them.
_KNOWN: Final[Mapping[str, tuple[str, str, frozenset[str]]]] = {
    "JP": (
        r"\d{3}-\d{4}",
        r"\d{3}-\d{4}",
        frozenset(
            ("Tokyo", "Tokio", "Tóquio", "Osaka", "Kyoto", "Kioto", "Quioto", "Nagoya", "Yokohama", "Kobe", "Fukuoka")
        ),
    ),
    "CN": (
        r"\d{6}",
        r"\d{6}",
        frozenset(("Shanghai", "Shanghái", "Xangai", "Beijing", "Pekín", "Pequim", "Guangzhou", "Shenzhen", "Suzhou")),
    ),
    "TW": (
        r"\d{3}(?:\d{2,3})?",
        r"\d{3}(?:\d{2,3})?",
        frozenset(("Taipei", "Taipéi", "Taipé", "Kaohsiung", "Taichung", "Hsinchu")),
    ),
    "SG": (r"\d{6}", r"\d{6}", frozenset(("Singapore", "Singapur", "Singapura"))),
    "GB": (
        "",
        r"[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}",
        frozenset(("London", "Londres", "Manchester", "Birmingham", "Edinburgh", "Edimburgo", "Glasgow")),
    ),
    "CO": (r"\d{6}", "", frozenset(("Bogotá", "Medellín", "Cali", "Barranquilla", "Cartagena"))),
    "AR": (r"[A-Z]?\d{4}[A-Z]{0,3}", "", frozenset(("Buenos Aires", "Córdoba", "Rosario", "Mendoza"))),
    "CL": (r"\d{7}", r"\d{7}", frozenset(("Santiago", "Santiago de Chile", "Valparaíso", "Concepción"))),
    "PE": (r"\d{5}", r"\d{5}", frozenset(("Lima", "Arequipa", "Trujillo"))),
}
_MEXICO_CITY: Final = re.compile(r"CDMX|C\. ?D\. ?M\. ?X|Ciudad de México|(?:México )?D\. ?F|DF", re.IGNORECASE)
_PARTS: Final = re.compile(r"\s*[,;(]\s*|\s+[–—-]\s+|\s*[–—]\s*")
_PARTICLES: Final = frozenset("de del la las los el do da dos das e y i am an der den a o sur".split())
#: A name of letters only, begun by a capital.
_NAME: Final = re.compile(r"(?:[^\W\d_]\.?|['’ -])+")
_NOT_A_CITY: Final = re.compile(
    r"\b(?:calle|c/|avenida|av|avda|rua|travessa|paseo|plaza|praça|col|colonia|bairro|pol[ií]gono|apartado|apdo|box"
    r"|suite|edif[ií]cio|piso|andar|street|road|building|parque|km)\b",
    re.IGNORECASE,
)


def place_of(lines: Sequence[str], country: str) -> str:
    """Return the city in an address of a country; "" where the lines do not tell, or tell of two."""
    found = {place for line in lines for place in _places(line, country)}
    return found.pop() if len(found) == 1 else ""


def places_of(addresses: Mapping[str, Sequence[str]], country: str) -> dict[str, str]:
    """Return the city of each of a company's addresses under the address's own key.

    The address given for a locale may be a branch in that locale's country. An address that tells no city keeps an
    empty entry: a letter must not be dated from the city of another address.
    """
    branches = {key: key.rsplit("_", 1)[-1] for key in addresses}
    return {key: place_of(lines, country) or place_of(lines, branches[key]) for key, lines in addresses.items()}


def _places(line: str, country: str) -> Iterable[str]:
    parts = [part.strip(" .)") for part in _PARTS.split(line) if part.strip(" .)")]
    if country == "MX" and any(_MEXICO_CITY.fullmatch(re.sub(rf"^{_CODE_FIRST['MX']}\s+", "", part)) for part in parts):
        return ["Ciudad de México"]
    if country in _KNOWN:
        return [name for part in parts if (name := _known(part, country))]
    if country == "BR":
        behind = [place for place, part in enumerate(parts) if place and part in _BRAZIL]
        if behind:
            return _names(parts[behind[0] - 1], _CODE_FIRST["BR"])
    if country in _CODE_LAST:
        return _before_state(parts, _CODE_LAST[country])
    if country in _CODE_FIRST:
        return _behind_code(parts, _CODE_FIRST[country])
    return []


def _known(part: str, country: str) -> str:
    """Return the known city that a part of a line is, alone or with its code; "Rosario 500" is a street."""
    before, behind, cities = _KNOWN[country]
    bare = re.sub(rf"^{before}\s+", "", part) if before else part
    bare = re.sub(rf"\s+{behind}$", "", bare) if behind else bare
    if country == "JP" and bare.endswith("-shi"):
        return _city(bare.removesuffix("-shi"))
    return bare if bare in cities else ""


def _behind_code(parts: list[str], code: str) -> list[str]:
    """Return the name behind a postal code at the beginning of a part, or of the part that follows it."""
    found = []
    for place, part in enumerate(parts):
        match = re.match(rf"{code}(?:\s+(.+))?$", part)
        if match:
            behind = match[1] or (parts[place + 1] if place + 1 < len(parts) else "")
            found += _names(behind, code)
    return found


def _before_state(parts: list[str], code: str) -> list[str]:
    """Return the city before a state and its code: ``New York, NY 10118`` or ``Toronto ON M5V 3L9``."""
    for place, part in enumerate(parts):
        match = re.match(rf"(?:(.+)\s)?[A-Z]{{2}}\s+{code}$", part)
        if match:
            return _names(match[1] or (parts[place - 1] if place else ""), code)
    return []


def _names(text: str, code: str) -> list[str]:
    name = _city(re.sub(rf"^{code}\s*", "", text))
    return [name] if name else []


def _city(text: str) -> str:
    """Return a text if it can be a city's name; capitals throughout are set as a name is."""
    name = text.strip()
    if not _NAME.fullmatch(name) or not name[0].isupper() or len(name) < 3 or _NOT_A_CITY.search(name):
        return ""
    if name.isupper():
        if len(name) < 4:
            return ""
        words = [word.lower() if word.lower() in _PARTICLES else word.title() for word in name.split()]
        name = " ".join([words[0].title(), *words[1:]])
    return name
