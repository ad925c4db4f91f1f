"""Which currency a word, a sign or a number format means; what means several is a doubt, never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import category

from app.money import is_currency
from app.services.sync.layouts import load
from app.services.sync.values.text import fold, plain, words

_BRACKET: Final = re.compile(r"\[\$([^\]-]*)(?:-([0-9A-Fa-f]+))?\]")
_QUOTED: Final = re.compile(r'"([^"]*)"')
_PLAIN_SIGNS: Final = re.compile(r"[$€£¥₹₩฿₫₪₺₴₱]|R\$")
#: What stands between the parts of ``USD - US Dollar`` and ``美元(USD)``.
_APART: Final = re.compile(r"\s+[-–—/]\s+|[()\[\]/,;|]|\s{2,}")
#: Between the words of a line.
_WORDS_APART: Final = re.compile(r"[\s:,;–—()\[\]-]+")
#: Letters of a code.
_CODE: Final = 3
_IN: Final = re.compile(r"\b(?:in|en|em) ")
#: Between what one pair of brackets says: ``(税込・円)``, ``(EUR, net)``.
_LISTED: Final = re.compile(r"[・、,;/|]")
_LEAD: Final = " :=.-–—|"
_IN_HEADING: Final = re.compile(r"[(\[（【]([^)\]）】]{1,12})[)\]）】]|\b([A-Z]{3})\b")


class Mark(NamedTuple):
    """What a sign means: one currency, or several among which somebody has to choose."""

    code: str | None
    choices: tuple[str, ...] = ()
    sign: str = ""


NOTHING: Final = Mark(None)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {fold(word): code for code, words in load("words")["currency"].items() for word in words}


@lru_cache(maxsize=1)
def _doubts() -> dict[str, tuple[str, ...]]:
    return {fold(sign): tuple(codes) for sign, codes in load("words")["currency_doubt"].items()}


@lru_cache(maxsize=4096)
def meaning(text: str) -> Mark:
    """Return what a currency cell, sign or name means; ``NOTHING`` if it is none."""
    tidy = plain(text).strip(" .:;()[]")
    if is_currency(tidy.upper()) and len(tidy) == 3:
        return Mark(tidy.upper(), sign=tidy)
    for form in (fold(text).strip(), fold(tidy)):
        if form in _names():
            return Mark(_names()[form], sign=tidy)
        if form in _doubts():
            return Mark(None, _doubts()[form], tidy)
    code = _full_names().get(fold(tidy)) if any(noun in fold(tidy) for noun in words("currency_noun")) else None
    return NOTHING if code is None else Mark(code, sign=tidy)


@lru_cache(maxsize=1024)
def names_currency(word: str) -> bool:
    """Tell whether a word stands for a currency wherever it stands: a sign, a short code, several of it (``Soles``).

    ``Real`` is also what is real, and ``Sol`` somebody's name.
    """
    if meaning(word) is NOTHING:
        return False
    code = word.isupper() and len(word) <= _CODE
    return code or not (word.isascii() and word.isalpha()) or fold(word).endswith("s")


@lru_cache(maxsize=1024)
def fits(mark: Mark, code: str) -> bool:
    """Tell whether a mark may mean a currency.

    A list of what a sign means is never whole: ``$`` is that of thirty currencies. It cannot mean a currency of which
    other signs or names are known, and it is in none of them, such as the euro.
    """
    if mark.code:
        return mark.code == code
    if not mark.choices or code in mark.choices:
        return True
    known = [name for names in (_names(), _full_names()) for name, named in names.items() if named == code]
    known += [sign for sign, codes in _doubts().items() if code in codes]
    if signs := _signs_in(mark.sign):
        others = set().union(*map(_signs_in, known))
        return not others or bool(signs & others)
    word = fold(mark.sign)
    parts = [part for name in known for part in (fold(name).split() if word.isascii() else [name])]
    return not known or any(part.startswith(word) if word.isascii() else word in part for part in parts)


def _signs_in(text: str) -> set[str]:
    """Return the signs of currencies in a text."""
    return {letter for letter in text if category(letter) == "Sc"}


@lru_cache(maxsize=1)
def _full_names() -> dict[str, str]:
    """Return the names of the CLDR; most files get by without them."""
    return {name: code for code, names in load("currencies").items() for name in names}


@lru_cache(maxsize=1024)
def in_heading(heading: str) -> Mark:
    """Return the currency that a heading or title names: ``Amount (USD)``, ``金額(円)``, ``Saldo EUR``."""
    for bracketed, bare in _IN_HEADING.findall(plain(heading)):
        found = one_of(map(meaning, _LISTED.split(bracketed or bare)))
        if found is not NOTHING:
            return found
    last = plain(heading).rpartition(" ")[2]  # Importe €, Saldo US$
    return NOTHING if last.isalnum() else meaning(last)


@lru_cache(maxsize=1024)
def in_title(title: str) -> Mark:
    """Return the currency that a line above a table names: ``Currency: EUR``, ``Aging (USD)``, ``(単位:円)``.

    A code that is a word as well, as in ``ALL CUSTOMERS``, has to be called a currency; a line that names several
    leaves a choice.
    """
    spoken = fold(title)
    behind = [rest.lstrip(_LEAD) for word in _currency_words() for _, there, rest in [spoken.partition(word)] if there]
    behind += [spoken[match.end() :] for match in _IN.finditer(spoken)]
    found = [_first_named(rest) for rest in behind]
    for bracketed, bare in _IN_HEADING.findall(plain(title)):
        if bracketed or bare not in load("words")["code_words"]["any"]:
            found += map(said, _LISTED.split(bracketed)) if bracketed else [meaning(bare)]
    if not found and (not title.isascii() or (len(title) > _CODE and names_currency(title))):
        # 円 or Soles in a cell of its own, above the amounts; ALL is of all customers
        found.append(meaning(title))
    return one_of(found)


def _first_named(text: str) -> Mark:
    """Return the currency that the first words of a text name; "all" is of all currencies and none."""
    said_first = text.split(" ")[:3]
    if said_first[0] == "all":
        return NOTHING
    return next((mark for size in (3, 2, 1) if (mark := _named(" ".join(said_first[:size]))) is not NOTHING), NOTHING)


def one_of(marks: Iterable[Mark]) -> Mark:
    """Return the currency that some marks agree on; the choice between them where they name several."""
    told = [mark for mark in marks if mark is not NOTHING]
    codes = tuple(dict.fromkeys(mark.code for mark in told if mark.code))
    if len(codes) > 1:
        return Mark(None, codes, ", ".join(codes))
    return next((mark for mark in told if mark.code), told[0] if told else NOTHING)


@lru_cache(maxsize=4096)
def said(line: str) -> Mark:
    """Return the currency that a line states and nothing else: ``Currency: USD``, ``币种：美元``, ``EUR-Kunden``.

    A customer may be called Real or Sol: what is not called a currency has to be a code in capitals, a sign, or a name
    that only currencies have.
    """
    if (mark := called(line)) is not NOTHING or (mark := _of_ledger(line)) is not NOTHING:
        return mark
    tidy = plain(line).strip(_LEAD)
    parts = [part.strip(_LEAD) for part in _APART.split(tidy)]
    marks = [meaning(part) for part in parts if part]
    codes = {mark.code for mark in marks if mark.code}
    if len(codes) > 1 or not all(_is_plainly(part) for part in parts if part):
        return NOTHING
    return next((mark for mark in marks if mark.code), marks[0] if marks else NOTHING)


def _of_ledger(line: str) -> Mark:
    """Return the currency beside words for what a ledger holds, and nothing else: ``USD ACCOUNTS``, ``EUR-Kunden``."""
    parts = [part.strip(_LEAD) for part in _WORDS_APART.split(plain(line)) if part.strip(_LEAD)]
    rest = [part for part in parts if fold(part) not in words("ledger_word")]
    if not rest or len(rest) == len(parts):
        return NOTHING
    worded = len(rest) == 1 and rest[0].upper() in load("words")["code_words"]["any"]
    return NOTHING if worded else meaning(" ".join(rest))


@lru_cache(maxsize=4096)
def called(line: str) -> Mark:
    """Return what a line calls the currency: ``Currency: USD``, ``Balances in EUR``, ``币种：美元``."""
    spoken = fold(line).strip(_LEAD)
    for word in _currency_words():
        rest = spoken.removeprefix(word)
        if rest != spoken and not (rest[:1].isalnum() and word.isascii()):
            return _named(rest.strip(_LEAD))
    return NOTHING


def _named(text: str) -> Mark:
    """Return the one currency that some words behind "currency" name."""
    if (whole := meaning(text)) is not NOTHING:
        return whole
    parts = [part for part in _APART.split(text) if part.strip()]
    marks = [mark for part in parts if (mark := meaning(part)) is not NOTHING]
    marks = marks or [mark for part in text.split() if len(part) == 3 and (mark := meaning(part)).code]
    return marks[0] if len({mark.code for mark in marks if mark.code}) == 1 and marks[0].code else NOTHING


def _is_plainly(part: str) -> bool:
    """Tell whether a part of a line can only be a currency."""
    if part.isascii() and len(part) == 3 and part.isupper():
        return is_currency(part)
    if not any(map(str.isalpha, part)):
        return meaning(part) is not NOTHING
    spoken = fold(part)
    nouns = words("currency_noun")
    named = any(word in nouns for word in spoken.split()) or any(not n.isascii() and spoken.endswith(n) for n in nouns)
    return named and (" " in spoken or not spoken.isascii()) and (meaning(part) is not NOTHING or spoken not in nouns)


@lru_cache(maxsize=1)
def _currency_words() -> tuple[str, ...]:
    """Return the words that speak of a currency, the longest first."""
    return tuple(sorted(words("currency_word"), key=len, reverse=True))


@lru_cache(maxsize=512)
def in_number_format(code: str) -> Mark:
    """Return the currency of an Excel number format: ``[$R$-416] #,##0.00``, ``#,##0.00 "EUR"``, ``[$¥-411]#,##0``.

    A bare ``$`` or ``¥`` means several; the locale code beside it decides.
    """
    sign, lcid = "", ""
    bracket = _BRACKET.search(code)
    if bracket:
        sign, lcid = bracket.group(1).strip(), (bracket.group(2) or "").upper().lstrip("0")
    else:
        quoted = next((text.strip() for text in _QUOTED.findall(code) if text.strip()), "")
        bare = _PLAIN_SIGNS.search(code)
        sign = quoted or (bare.group(0) if bare else "")
    if not sign:
        return NOTHING
    found = meaning(sign)
    by_place = load("words")["lcid"].get(lcid[-4:]) if lcid else None
    if found.code is None and by_place and (by_place in found.choices or not found.choices):
        return Mark(by_place, sign=sign)
    return found
