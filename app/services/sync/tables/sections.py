"""Parts of a table that say of all their rows what they are: ``Credit notes`` above them, or in their own header."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.services.sync.tables.rows import Sorted
from app.services.sync.tables.table import Table
from app.services.sync.values.doctypes import CREDITS, Type, type_of
from app.services.sync.values.text import fold, word_groups


class Sections(NamedTuple):
    """Each row's group, the rows of which it is not sure, and what the sections of each group are called."""

    groups: Sequence[str | None]
    unsure: frozenset[int]
    called: dict[str, list[str]]


def in_sections(table: Table, rows: Sorted, groups: Sequence[str | None], *, grouped: bool) -> Sections:
    """Return the groups of the rows with those that the section says in which they stand.

    Args:
        table: the table.
        rows: its rows, with the lines among them that head others.
        groups: what each row says itself.
        grouped: lines among the rows name the customers, so that only a word for documents heads a section.
    """
    labels = ((at, _said(text, grouped=grouped), text or "") for at, text in rows.labels)
    heads = sorted([*_by_headers(table), *labels], key=lambda head: head[0])
    if not any(said.group for _, said, _ in heads):
        return Sections(groups, frozenset(), {})
    found = list(groups)
    unsure: set[int] = set()
    called: dict[str, list[str]] = {}
    ends = [*(at for at, _, _ in heads[1:]), len(found)]
    for (start, said, text), end in zip(heads, ends, strict=True):
        group = said.group
        if group is None:
            continue
        for place in range(start, end):
            if rows.item[place] and found[place] is None:
                found[place] = group
                if group in CREDITS and not said.sure:
                    unsure.add(place)
        if text not in called.setdefault(group, []):
            called[group].append(text)
    return Sections(found, frozenset(unsure), called)


def _by_headers(table: Table) -> list[tuple[int, Type, str]]:
    """Return where tables that were joined begin, which ends what stood above, and what their headers say of them."""
    found, start = [], table.found.bottom + 1
    for lower in table.found.stack.joined:
        found.append((lower.rows.start - start, Type(None), ""))
        said = [(type_of(heading), heading) for heading in lower.headings]
        found += [(lower.header - start, kind, text) for kind, text in said if kind.group in CREDITS and kind.sure][:1]
    return found


def _said(text: str | None, *, grouped: bool) -> Type:
    """Return what a line among the rows says of those below it."""
    if text is None or (grouped and fold(text) not in word_groups("types")):
        return Type(None)
    said = type_of(text)
    return said if said.sure or said.group == "unapplied_receipt" else Type(None)
