"""Headings of columns and what they may mean: the synonyms of all languages, ready for looking up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any, Final, NamedTuple

from app.money import is_currency
from app.services.sync.layouts import load
from app.services.sync.values.currency import meaning, names_currency
from app.services.sync.values.text import heading_key, heading_words, plain

#: How strongly a heading speaks for a field, out of 100.
EXACT: Final = 100
WEAK: Final = 60
CONTAINED: Final = 55
#: No heading is longer.
_LONGEST: Final = 60

_BRACKETS: Final = re.compile(r"[(\[（【][^)\]）】]{1,24}[)\]）】]")
_LISTS: Final = ("en", "ja", "zh", "es", "pt", "de", "fr", "it", "nl", "pl", "cs", "sv", "tr", "sys")


@lru_cache(maxsize=2)
def _entries(*, beside: bool) -> Mapping[str, Mapping[str, Any]]:
    """Return the entries of the ledger's fields, or with them those of the files beside it.

    They are kept apart because a heading that is known is no longer a riddle for the cells to solve: ``Left`` is what
    is left of a purchase order, and in a ledger it is whatever its amounts prove.
    """
    if not beside:
        return load("columns")
    entries: dict[str, dict[str, Any]] = {name: dict(entry) for name, entry in load("columns").items()}
    for name, entry in load("facts").items():
        mine = entries.setdefault(name, {})
        for key, value in entry.items():
            mine[key] = [*mine.get(key, ()), *value] if isinstance(value, list) else value
    return entries


class Hit(NamedTuple):
    """A heading that is known for a field."""

    field: str
    weight: int
    language: str


@dataclass(frozen=True, slots=True)
class Field:
    """A canonical field: what its cells hold and how it may be headed."""

    name: str
    cells: str


#: A currency's sign beside other words.
_SIGNED: Final = re.compile(r"(?<!\S)\S{0,3}[$€£¥￥₡₲₱₩]\S{0,3}(?!\S)")
#: What a Japanese heading of days may end in, for 日.
_DAY_ENDINGS: Final = ("年月日", "日付", "日時")


@lru_cache(maxsize=1)
def fields() -> dict[str, Field]:
    """Return all canonical fields by name."""
    return {name: Field(name, entry["cells"]) for name, entry in _entries(beside=True).items()}


def known(*, beside: bool = False) -> dict[str, tuple[Hit, ...]]:
    """Return heading key → what it may mean, the strongest first; ``beside`` the ledger too."""
    return _known(beside=beside)  # a cache tells what was left unsaid from what was said as it stands anyway


@lru_cache(maxsize=2)
def _known(*, beside: bool) -> dict[str, tuple[Hit, ...]]:
    """Return what ``known`` does, put together once: it takes a twentieth of a second."""
    found: dict[str, dict[str, Hit]] = {}
    for field, entry in _entries(beside=beside).items():
        for language in (*_LISTS, "weak"):
            weight = WEAK if language == "weak" else EXACT
            for heading in entry.get(language, ()):
                hit = Hit(field, weight, language)
                found.setdefault(heading_key(heading), {}).setdefault(field, hit)
    for key, hit in _put_together():
        found.setdefault(key, {}).setdefault(hit.field, hit)
    return {key: tuple(sorted(hits.values(), key=lambda hit: -hit.weight)) for key, hits in found.items()}


@lru_cache(maxsize=1)
def _spoken() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for entry in _entries(beside=False).values():
        for language in _LISTS:
            for heading in entry.get(language, ()):
                found.setdefault(heading_key(heading), set()).add(language)
    return {key: frozenset(languages) for key, languages in found.items()}


def languages_of(heading: str) -> frozenset[str]:
    """Return the languages in which a heading is known."""
    return _spoken().get(heading_key(heading), frozenset())


def _put_together() -> Iterator[tuple[str, Hit]]:
    """Return the headings that two words make, such as ``Cust. No.`` and ``Rg.-Nr.``, and what they mean."""
    for field, pairs in load("compounds").items():
        for pair in pairs:
            weight = WEAK if pair.get("weak") else EXACT
            for thing, said in product(pair["of"], pair["is"]):
                yield heading_key(f"{thing} {said}"), Hit(field, weight, "compound")


@lru_cache(maxsize=2)
def _turned(*, beside: bool) -> dict[tuple[str, ...], tuple[Hit, ...]]:
    """Return what several words mean in whatever order they stand: ``Date Due`` is ``Due Date``.

    Words that mean one thing in this order and another one in that are left out.
    """
    found: dict[tuple[str, ...], tuple[Hit, ...]] = {}
    fields_of: dict[tuple[str, ...], set[frozenset[str]]] = {}
    for entry in _entries(beside=beside).values():
        for heading in (heading for language in _LISTS for heading in entry.get(language, ())):
            order = tuple(sorted(heading_words(heading)))
            if len(order) > 1:
                found[order] = known(beside=beside)[heading_key(heading)]
                fields_of.setdefault(order, set()).add(frozenset(hit.field for hit in found[order]))
    return {order: hits for order, hits in found.items() if len(fields_of[order]) == 1}


@lru_cache(maxsize=2)
def _phrases(*, beside: bool) -> tuple[tuple[tuple[str, ...], str, Hit], ...]:
    """Return the strong synonyms that may stand inside a longer heading: as words, and as one string for CJK."""
    found = []
    for field, entry in _entries(beside=beside).items():
        for language in _LISTS:
            for heading in entry.get(language, ()):
                words, key = heading_words(heading), heading_key(heading)
                if len(key) >= (2 if not key.isascii() else 4):
                    found.append((words, key, Hit(field, CONTAINED, language)))
    return tuple(found)


@lru_cache(maxsize=1)
def _symbols() -> dict[str, tuple[Hit, ...]]:
    """Return headings without a letter or digit, such as ``+/-``, and what they mean."""
    entries = _entries(beside=True).items()
    return {text: (Hit(name, EXACT, "sys"),) for name, entry in entries for text in entry.get("symbols", ())}


@lru_cache(maxsize=4096)
def in_full(heading: str, *, beside: bool = False) -> tuple[Hit, ...]:
    """Return what a heading that is known as a whole may mean, but for a sign or currency beside it; else nothing."""
    key = heading_key(heading)
    if "#" in heading and (numbered := heading_key(heading.replace("#", " no "))) in known(beside=beside):
        return known(beside=beside)[numbered]
    if key in known(beside=beside):
        return known(beside=beside)[key]
    bare = heading_key(_BRACKETS.sub("", heading))
    if bare in known(beside=beside):  # Open Balance (USD), 金額(円)
        return tuple(hit._replace(weight=hit.weight - 5) for hit in known(beside=beside)[bare])
    unsigned = heading_key(_SIGNED.sub("", heading))
    if unsigned != key and unsigned in known(beside=beside):  # Valor R$, Saldo US$
        return tuple(hit._replace(weight=hit.weight - 5) for hit in known(beside=beside)[unsigned])
    if priced := _in_currency(heading, beside=beside):
        return priced
    for ending in _DAY_ENDINGS:  # 入金予定日付 is 入金予定日
        if key.endswith(ending) and (day := known(beside=beside).get(f"{key.removesuffix(ending)}日")):
            return tuple(hit._replace(weight=hit.weight - 5) for hit in day)
    if shared := _in_two_languages(heading, beside=beside):
        return shared
    turned = _turned(beside=beside).get(tuple(sorted(heading_words(heading))), ())  # Date Due
    return tuple(hit._replace(weight=hit.weight - 5) for hit in turned)


def _in_currency(heading: str, *, beside: bool) -> tuple[Hit, ...]:
    """Return what a heading means with a currency behind it or in front: ``Open EUR``, ``Saldo Soles``, ``EUR Rate``.

    A name of one may be a word as well, and stands for a currency with amounts alone.
    """
    coded = "".join(word for word in heading_words(heading) if not is_currency(word.upper()))
    if coded in known(beside=beside):
        return tuple(hit._replace(weight=hit.weight - 5) for hit in known(beside=beside)[coded])
    said = heading.split()
    for name, rest in ((said[-1], said[:-1]), (said[0], said[1:])) if len(said) > 1 else ():
        hits = known().get(heading_key(" ".join(rest)), ()) if names_currency(name) and meaning(name).code else ()
        if found := tuple(hit._replace(weight=hit.weight - 5) for hit in hits if fields()[hit.field].cells == "money"):
            return found
    return ()


def _in_two_languages(heading: str, *, beside: bool) -> tuple[Hit, ...]:
    """Return what both parts of a heading mean that says the same twice: ``Fatura / Invoice``, ``Balance 残高``."""
    parts = heading.split("/") if "/" in heading else _by_letters(heading)
    hits = [known(beside=beside).get(heading_key(part), ()) for part in parts]
    shared = [hit for hit in hits[0] if all(hit.field in {other.field for other in part} for part in hits)]
    weights = {hit.field: max(other.weight for part in hits for other in part if other.field == hit.field)
               for hit in shared}  # fmt: skip
    told = sorted((hit._replace(weight=weights[hit.field] - 5) for hit in shared), key=lambda hit: -hit.weight)
    return tuple(told) if len(parts) > 1 else ()


def _by_letters(heading: str) -> list[str]:
    """Part a heading in Latin letters from the same in those of the East."""
    latin = "".join(char if char.isascii() else " " for char in heading)
    other = "".join(" " if char.isascii() else char for char in heading)
    return [latin, other] if any(map(str.isalpha, latin)) and other.strip() and heading_key(latin) else [heading]


@lru_cache(maxsize=4096)
def meanings(heading: str, *, beside: bool = False) -> tuple[Hit, ...]:
    """Return what a heading may mean, the strongest first: known as a whole, else by a known phrase inside it.

    A phrase counts by the share of the heading that it covers, so ``Tax Amount`` is hardly ``Amount``.
    ``beside``: in a file beside the ledger.
    """
    key = heading_key(heading)
    if not key:
        return _symbols().get(plain(heading).replace(" ", ""), ())
    if hits := in_full(heading, beside=beside):
        return hits
    words = heading_words(heading)
    best: dict[str, Hit] = {}
    for phrase, phrase_key, hit in _phrases(beside=beside):
        if phrase_key not in key or not (_within(phrase, words) if phrase_key.isascii() else True):
            continue
        weight = CONTAINED * len(phrase_key) // len(key)
        if weight > best.get(hit.field, hit._replace(weight=0)).weight:
            best[hit.field] = hit._replace(weight=weight)
    return tuple(sorted(best.values(), key=lambda hit: -hit.weight))


def _within(phrase: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Tell whether the words of a phrase follow each other in a heading."""
    size = len(phrase)
    return any(words[start : start + size] == phrase for start in range(len(words) - size + 1))


def strength(cells: list[str]) -> tuple[int, int]:
    """Return how many cells of a row are known headings as a whole, and, beside such, in part."""
    keys = {heading_key(cell): cell for cell in cells if cell and len(cell) <= _LONGEST}
    keys.pop("", None)
    whole = sum(1 for key in keys if key in known(beside=True))
    if not whole:
        return 0, 0
    partly = sum(
        1
        for key, cell in keys.items()
        if key not in known(beside=True) and not _numbered(cell) and meanings(cell, beside=True)
    )
    return whole, partly


def _numbered(cell: str) -> bool:
    """Tell whether a text holds a digit, as cells below a header do."""
    return any(map(str.isdigit, cell))
