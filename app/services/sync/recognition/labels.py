"""Labels among the rows of a table: what calls itself a total, a footer, an inner heading, or a customer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from app.services.sync.layouts import load
from app.services.sync.layouts.ages import is_age
from app.services.sync.layouts.headings import known
from app.services.sync.values.currency import NOTHING, Mark, called, said
from app.services.sync.values.states import state_of
from app.services.sync.values.text import SEP, fold, heading_key, plain, word_groups, words

#: Between a customer and what one cell says of the currency behind it.
#: Customers from which codes behind all names are codes.
_SEVERAL: Final = 2
#: A code in brackets at the end of a name.
_CODE_BEHIND: Final = re.compile(r"(.*[^\W\d_].*)[(\[]((?=[^\s()\[\]]*\d)[^\s()\[\]]{2,20})[)\]]")
#: How many items there are behind a heading, and the share of headings in which it is right.
_COUNT_BEHIND: Final = re.compile(r"(.*\S)\s*\((\d{1,6})\)")
_RIGHT: Final = 0.9
_BETWEEN: Final = re.compile(r"[\s,;|/(（\[–-]+")
#: Cells of a heading that says in words that it is a customer.
_CELLS: Final = 4
#: Ages below a statement.
_AGES: Final = 3
#: Digits and signs around the words that say what a row is.
_NUMBERED: Final = re.compile(r"[\W\d_]+")
#: What stands around a label: 【合計】, ＜小計＞, (Total).
_FRAME: Final = " :.-–=【】[]()<>「」《》〈〉"
#: What sums are of, in one word with them.
_SUMS_OF: Final = (
    "先計",
    "顧客計",
    "部門計",
    "担当計",
    "担当者計",
    "店計",
    "月計",
    "頁計",
    "ページ計",
    "客户计",
    "客戶計",
)


def is_total(text: str) -> bool:
    """Tell whether a text is a total's label: a total's word alone, in front or at the end, or SAP's stars."""
    if text[:1].isascii() and any(map(str.isdigit, text[:4])):  # 合計 3件 is one all the same
        return False
    tidy = _label(text)
    if not tidy.strip("* "):
        return "*" in text
    if tidy in words("total", "grand") or tidy in words("total", "sub") or tidy in _unspaced():
        return True
    first, _, rest = tidy.partition(" ")
    if first.strip(":") in words("total", "sub") and rest:
        return True
    return tidy.endswith((" total", "合計", "小計", "合计", "小计", " summe", *_SUMS_OF)) or tidy.startswith(
        ("合計", "合计", "小計", "小计", "total-")
    )


def _label(text: str) -> str:
    """Return a label without its frame, and without the blanks that stretch it: ``【総　合　計】``, ``T O T A L``."""
    tidy = fold(text).strip(_FRAME)
    if " " not in tidy:
        return tidy
    parts = tidy.split(" ")
    return "".join(parts) if all(len(part) == 1 for part in parts) else tidy


@lru_cache(maxsize=1)
def _unspaced() -> frozenset[str]:
    """Return the labels of totals as they are when their letters stand apart: ``t o t a l  g e r a l``."""
    return frozenset(word.replace(" ", "") for word in words("total", "grand") | words("total", "sub"))


def is_grand(text: str) -> bool:
    """Tell whether a label calls itself the total of everything; a plain "Total" may be a group's."""
    tidy = _label(text).strip("* ")
    return tidy in words("total", "grand") or tidy in {word.replace(" ", "") for word in words("total", "grand")}


def is_bare(text: str) -> bool:
    """Tell whether a label is a total's word and nothing else."""
    tidy = _label(text).strip("* ")
    return not tidy or tidy in _unspaced() or tidy in words("total", "grand") or tidy in words("total", "sub")


def is_carried(text: str) -> bool:
    """Tell whether a text says that a balance is brought or carried forward."""
    return _label(text).strip("* ") in words("carried")


def is_inner(label: str) -> bool:
    """Tell whether a heading parts items by age, currency, type or what became of them, and is nobody's name."""
    if is_age(label) or said(label) is not NOTHING or fold(label) in word_groups("types"):
        return True
    return state_of(label).whole


def apart(texts: Sequence[str], *, bare: bool = True) -> tuple[list[str], Mark]:
    """Part what a heading among rows says of a currency from what else it says: ``C001 Acme``, ``Currency: USD``.

    ``bare``: a code or a name alone in a cell says it too, and not only what is called a currency.
    """
    say = said if bare else called
    if (mark := say(" ".join(texts))) is not NOTHING:
        return [], mark
    for at, text in enumerate(texts):
        named = fold(text).strip(" :=") in words("currency_word")
        mark = called(" ".join(texts[at : at + 2])) if named else say(text)
        if mark is not NOTHING and text not in load("words")["code_words"]["any"]:
            return [*texts[:at], *texts[at + 1 + named :]], mark
        for between in _BETWEEN.finditer(text):  # C001 Acme Ltd. (Currency: USD)
            if between.start() and (mark := called(text[between.end() :].rstrip(")）]"))) is not NOTHING:
                return [*texts[:at], text[: between.start()], *texts[at + 1 :]], mark
    return list(texts), NOTHING


def named_by(texts: Sequence[str]) -> Sequence[str]:
    """Return the cells of a heading without what they are called: ``Customer:``, ``C001``, ``Acme`` has two."""
    hits = known().get(heading_key(texts[0]), ()) if len(texts) > 1 else ()
    return texts[1:] if any(hit.field in {"account", "name"} for hit in hits) else texts


def is_footer(texts: Sequence[str]) -> bool:
    """Tell whether a line begins as one under a table does: with a time, an address, a word of secrecy."""
    return bool(texts) and fold(texts[0]).lstrip("*- ").startswith(tuple(words("footer")))


def split_group(label: str) -> tuple[str | None, str]:
    """Take a group heading apart: ``Customer: 4711 - ACME Ltd.`` is number and name, ``ACME Ltd.`` a name alone.

    A line that has them in cells of their own keeps them apart by ``SEP``.
    """
    number, parted, name = label.partition(SEP)
    if parted:
        return number, name
    text = plain(label)
    front, colon, rest = text.partition(":")
    if colon and rest.strip() and heading_key(front) in known() and len(front) < 30:
        text = rest.strip()
    for separator in (" - ", " – ", " / ", " : ", "--", "  "):
        first, found, name = text.partition(separator)
        if found and name.strip() and any(map(str.isdigit, first)) and " " not in first.strip():
            return first.strip(), name.strip()
    first, _, name = text.partition(" ")
    if name.strip() and first.isdecimal() and len(first) >= 4:
        return first, name.strip()
    return None, text


def split_groups(
    labels: Iterable[str], counts: Mapping[str | None, int] | None = None
) -> dict[str, tuple[str | None, str]]:
    """Take the group headings of a table apart; ``Acme Ltd. (4711)`` is number and name where nearly all are so.

    A name may end in a year or a branch: codes are different, and behind each of several names. The heading above
    them all, of a region, has none. How many items stand below a heading is no part of it.

    Args:
        labels: the headings.
        counts: heading → items below it.
    """
    found = {label: split_group(label) for label in labels}
    if counted := without_counts(found, counts or {}):
        return found | {label: split_group(rest) for label, rest in counted.items()}
    behind = {label: match for label in found if (match := _CODE_BEHIND.fullmatch(plain(label))) is not None}
    codes = {match.group(2) for match in behind.values()}
    if len(codes) < _SEVERAL or len(codes) < len(found) - 1 or any(number is not None for number, _ in found.values()):
        return found
    return found | {label: (match.group(2), match.group(1).strip()) for label, match in behind.items()}


def without_counts(labels: Collection[str], counts: Mapping[str | None, int]) -> dict[str, str]:
    """Return the headings without the number of their items, ``Acme Ltd. (5)``; empty if it is not that in nearly all.

    It changes from day to day, and the customer would be another one each time.
    """
    headed = [label for label in labels if counts.get(label)]
    found = {label: match for label in headed if (match := _COUNT_BEHIND.fullmatch(plain(label))) is not None}
    right = sum(1 for label, match in found.items() if int(match.group(2)) == counts[label])
    counted = len(found) == len(headed) and right >= _RIGHT * len(headed)
    return {label: match.group(1) for label, match in found.items()} if counted else {}


def is_transfer(text: str) -> bool:
    """Tell whether a text calls a row a transfer of one's own, and not only speaks of a transfer.

    ``Waiting for wire transfer`` is a remark on an invoice; ``Internal transfer 12`` says what the row is.
    """
    said, listed = _NUMBERED.sub(" ", fold(text)).strip(), words("transfer") | words("transfer", "plain")
    return said in listed or any(f" {word} " in f" {said} " for word in listed if " " in word)


def are_ages(cells: Iterable[object]) -> bool:
    """Tell whether a row has nothing but headings of ages: at the end of a statement they stand below the items."""
    filled = [cell for cell in cells if cell != ""]
    return len(filled) >= _AGES and all(isinstance(cell, str) and is_age(cell) for cell in filled)
