"""A source that nobody knows yet, or one that is known under other headings?

An ERP that writes csv from today on, a report with a renamed column: the headings make another layout, and its items
would stand beside the same ones of yesterday, each invoice twice. So the first file of a source is compared with what
is open of the others. Where most of it is there already, somebody says whether it is that source; the answer is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any, Final, NamedTuple

from app.i18n import msg
from app.services.sync.layouts.tomlfile import PLAIN
from app.services.sync.model import FileTable, ReadOptions
from app.services.sync.planning.match import Key
from app.services.sync.questions import Question
from app.services.sync.values.references import invoice_key

#: What is remembered of a layout beside the answers about reading it: the name that its items are tied to.
SOURCE: Final = "source"
OPTION: Final = "--layout"
#: Share of the smaller of two sources above which they may be one.
_SHARE: Final = 0.5
#: Documents that must agree where their customers do not.
_LEAST: Final = 3


class Likeness(NamedTuple):
    """A known source that holds what a new one holds: so many of all its items; ``customers``: and of whom."""

    source: str
    held: int
    all: int
    customers: bool = True


#: Identities with their document days.
Dated = Mapping[Key, str | None]


def likeness(new: Dated, others: Mapping[str, Dated], source: str) -> Likeness | None:
    """Return the source whose open items a new one repeats; None if there is none.

    They are compared by account, number and currency; where that finds none, by number, currency and day: another
    program may have numbered the customers anew too.

    Args:
        new: the identities of a source that the store does not know; those without a number say nothing.
        others: source → identities of its open items.
        source: name of the new one; another company of its layout is another source.
    """
    strangers = {name: keys for name, keys in others.items() if keys and _layout(name) != _layout(source)}
    best = _most(_folded(new), {name: _folded(keys) for name, keys in strangers.items()}, 1)
    if best is None:
        best = _most(_documents(new), {name: _documents(keys) for name, keys in strangers.items()}, _LEAST)
        best = None if best is None else best._replace(customers=False)
    return best


def _most(mine: AbstractSet[Any], others: Mapping[str, AbstractSet[Any]], least: int) -> Likeness | None:
    """Return the source that holds most of these, if that is more than half of the smaller of both."""
    best: Likeness | None = None
    for name, theirs in others.items():
        held = len(mine & theirs)
        if held >= least and held > _SHARE * min(len(mine), len(theirs)) and (best is None or held > best.held):
            best = Likeness(name, held, len(mine))
    return best


def question(found: Likeness, file: str, layout: str) -> Question:
    """Ask whether a new source is a known one; the known one's name is the first answer.

    Args:
        found: the known source.
        file: name of the newest file of it.
        layout: of the new one.
    """
    words = {"held": found.held, "count": found.all, "file": file}
    choices = (_layout(found.source), layout)
    meanings = (msg("yes: its items go on"), msg("no: another ledger"))
    if not found.customers:
        evidence = msg(
            "{held} of its {count} invoices are open already from “{file}” with the same day and currency, but under "
            "other customer numbers: is it the same export under other headings, or another ledger?",
            **words,
        )
        return Question(OPTION, None, evidence, choices, meanings)
    evidence = msg(
        "{held} of its {count} invoices are open already from “{file}”, with the same customer and currency: is it the "
        "same export under other headings, or another ledger?",
        **words,
    )
    return Question(OPTION, None, evidence, choices, meanings)


def tied(table: FileTable, options: ReadOptions, sources: Sequence[str]) -> FileTable:
    """Return what is known of a file, tied to the source that somebody named for it, now or before.

    Args:
        table: as it was read.
        options: what was said now, and what was remembered.
        sources: of the files that were applied.
    """
    named = options.layout or ("" if options.mapping else options.remembered.get(table.layout, {}).get(SOURCE, ""))
    is_source = not options.layout or named.startswith(PLAIN)
    if not named or not is_source or named == table.layout or named not in set(map(_layout, sources)):
        return table
    return replace(table, origin=named)


def to_remember(table: FileTable, options: ReadOptions) -> dict[str, str]:
    """Return what to remember of a file that was just taken: the source that somebody named for its layout."""
    named = options.layout is not None and options.layout == table.origin != table.layout
    return {SOURCE: table.origin} if named else {}


def _documents(keys: Dated) -> set[tuple[str, str, str]]:
    """Return documents without their customers; those without a day could be anybody's."""
    return {(invoice_key(number), currency, day) for (_, number, currency), day in keys.items() if number and day}


def _folded(keys: Iterable[Key]) -> set[Key]:
    """Return identities without what another program writes otherwise in a number: case, blanks, leading zeros."""
    return {(account, invoice_key(number), currency) for account, number, currency in keys if number}


def _layout(source: str) -> str:
    return source.partition(":")[0]
