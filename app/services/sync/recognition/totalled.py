"""Customers that a list names in the totals below their items alone: blank cells, and then ``Total Alder Ltd``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.services.sync.layouts.ages import is_age
from app.services.sync.layouts.headings import in_full
from app.services.sync.recognition.keys import Keys, Sorted
from app.services.sync.recognition.labels import is_inner, is_total
from app.services.sync.values.months import heading_month
from app.services.sync.values.text import cell_text, fold, plain, words

#: What stands between a total's word and a name.
_FRAME: Final = " :.-–—=()[]（）「」"


def owners_below(keys: Keys, result: Sorted) -> list[str | None] | None:
    """Return whose each row is as the total below it says in the customer's column; None unless all totals prove it.

    Each names another customer, and is the sum of the items since the one before.
    """
    columns = [at for at, heading in enumerate(keys.headings) if _is_of_customers(heading) and at not in keys.beside]
    if not columns:
        return None
    owners: list[str | None] = [None] * len(result.item)
    start, seen = 0, set[str]()
    for total in sorted(result.totals, key=lambda one: one.position):
        row = keys.body[total.position]
        name = next((name for at in columns if (name := _named(cell_text(row[at]) or "")) is not None), None)
        if name is None:
            continue
        items = [place for place in range(start, total.position) if result.item[place]]
        if not items or name in seen or total.amount != sum(keys.amounts[place] or 0 for place in items):
            return None
        for place in items:
            owners[place] = name
        seen.add(name)
        start = total.position + 1
    return owners if seen and not any(result.item[start:]) else None


def _is_of_customers(heading: str) -> bool:
    return any(hit.field in {"account", "name"} for hit in in_full(heading))


def _named(label: str) -> str | None:
    """Return the customer whose total a label is: ``Total Alder Ltd``, ``青葉商事 小計``; None if it names none."""
    text = plain(label)
    if not is_total(text):
        return None
    folded = fold(text)
    for word in sorted(words("total", "grand") | words("total", "sub"), key=len, reverse=True):
        for rest in _rests(text, folded, word):
            name = rest.strip(_FRAME)
            inner = is_inner(name) or is_age(name) or heading_month(name) is not None
            return None if not name or inner else name
    return None


def _rests(text: str, folded: str, word: str) -> Sequence[str]:
    """Return what a word leaves of a text that begins or ends with it."""
    if len(folded) != len(text):
        return ()
    if folded.startswith(word) and not folded[len(word) :][:1].isalpha():
        return (text[len(word) :],)
    return (text[: -len(word)],) if folded.endswith(word) and not folded[: -len(word)][-1:].isalpha() else ()
