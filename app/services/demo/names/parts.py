"""What a name is made of: values that the naming of every country returns."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A company's names: as registered, in Latin letters, in kana where its country has them, and for its domain."""

    local: str
    latin: str
    kana: str
    domain: str


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person: family and given name as written at home, the form of address, and the name in mail addresses."""

    family: str
    given: str
    title: str
    mail: str


@dataclass(frozen=True, slots=True)
class Address:
    """An address as written at home, without the country, with phone numbers of the place (E.164 with blanks)."""

    street: str
    city: str
    region: str
    postcode: str
    zone: str
    phone: str
    mobile: str


@dataclass(frozen=True, slots=True)
class Naming:
    """The three generators of one country.

    ``company`` takes the city of its address and whether the name has to be a rarer one because the first is taken.
    """

    company: Callable[[random.Random, str, bool], CompanyName]
    person: Callable[[random.Random], PersonName]
    address: Callable[[random.Random], Address]


def table(text: str) -> tuple[tuple[str, ...], ...]:
    """Read lines of cells parted by ``|``."""
    return tuple(tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines())


def words(text: str) -> tuple[str, ...]:
    """Read cells parted by ``|``, over any number of lines."""
    return tuple(cell.strip() for cell in text.replace("\n", " ").split("|") if cell.strip())


def digits(rng: random.Random, pattern: str) -> str:
    """Replace each ``#`` by a digit and each ``@`` by a digit from 2 to 9."""
    return re.sub("[#@]", lambda mark: str(rng.randrange(10) if mark[0] == "#" else rng.randrange(2, 10)), pattern)


def plain(text: str) -> str:
    """Return lower-case ASCII letters and digits only, accents taken off: fit for a mail address."""
    bare = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o"))
    return re.sub(r"[^a-z0-9]+", "", bare.encode("ascii", "ignore").decode().lower())


def title_for(rng: random.Random, male: str, female: str, *, woman: bool) -> str:
    """Return the form of address in three of four cases: many customer files know none."""
    return rng.choice(words(female if woman else male)) if rng.random() < 0.75 else ""
