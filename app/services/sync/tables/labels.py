"""Labels among the rows of a table: what calls itself a total, a footer, an inner heading, or a customer."""

from __future__ import annotations

from collections.abc import Sequence

from app.services.sync.layouts.ages import is_age
from app.services.sync.layouts.headings import known
from app.services.sync.values.currency import NOTHING, meaning
from app.services.sync.values.text import fold, heading_key, plain, word_groups, words


def is_total(text: str) -> bool:
    """Tell whether a text is a total's label: a total's word alone, in front or at the end, or SAP's stars."""
    if any(map(str.isdigit, text[:4])):
        return False
    tidy = fold(text).strip(" :.-–")
    if not tidy.strip("* "):
        return "*" in text
    if tidy in words("total", "grand") or tidy in words("total", "sub"):
        return True
    first, _, rest = tidy.partition(" ")
    if first.strip(":") in words("total", "sub") and rest:
        return True
    return tidy.endswith((" total", "合計", "小計", "合计", "小计", " summe")) or tidy.startswith(
        ("合計", "合计", "小計", "小计", "total-")
    )


def is_grand(text: str) -> bool:
    """Tell whether a label calls itself the total of everything; a plain "Total" may be a group's."""
    return fold(text).strip(" :.-–*") in words("total", "grand")


def is_bare(text: str) -> bool:
    """Tell whether a label is a total's word and nothing else."""
    tidy = fold(text).strip(" :.-–*")
    return not tidy or tidy in words("total", "grand") or tidy in words("total", "sub")


def is_inner(label: str) -> bool:
    """Tell whether a heading parts the items of one customer, by age, currency or type, and is nobody's name."""
    return is_age(label) or meaning(label) is not NOTHING or fold(label) in word_groups("types")


def is_footer(texts: Sequence[str]) -> bool:
    """Tell whether a line begins as one under a table does: with a time, an address, a word of secrecy."""
    return bool(texts) and fold(texts[0]).lstrip("*- ").startswith(tuple(words("footer")))


def split_group(label: str) -> tuple[str | None, str]:
    """Take a group heading apart: ``Customer: 4711 - ACME Ltd.`` is number and name, ``ACME Ltd.`` a name alone."""
    text = plain(label)
    front, colon, rest = text.partition(":")
    if colon and rest.strip() and heading_key(front) in known() and len(front) < 30:
        text = rest.strip()
    for separator in (" - ", " – ", " / ", " : ", "  "):
        first, found, name = text.partition(separator)
        if found and name.strip() and any(map(str.isdigit, first)) and " " not in first.strip():
            return first.strip(), name.strip()
    first, _, name = text.partition(" ")
    if name.strip() and first.isdecimal() and len(first) >= 4:
        return first, name.strip()
    return None, text
