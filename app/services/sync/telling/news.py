"""What files bring, said like news: ``12 paid (3 of them promised), 9 new, 2 vanished without payment``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import reduce
from typing import Any, Final

from app.enums import SyncKind
from app.i18n import Message, _, format_amount, format_date, msg, ngettext, render
from app.services.labels import ITEM_KINDS, SYNC_KINDS, label
from app.services.sync.planning.plan import Counts
from app.services.sync.telling.moves import (
    CHANGED,
    CREDITED,
    EXPLAINED,
    KINDS,
    NEW,
    NO_CASH_DATA,
    PAID,
    PART_PAID,
    REOPENED,
    VANISHED,
    Fact,
    Move,
)
from app.services.sync.telling.report import RunReport

#: Kinds of files whose records are items.
_ITEMS: Final = frozenset({SyncKind.OPEN_ITEMS.value, SyncKind.CLOSED_ITEMS.value})
#: What such a file changes is the proof of closings, which are told already.
_CLOSED: Final = SyncKind.CLOSED_ITEMS.value
#: Files that are named one by one; of more the rest is counted.
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class News:
    """What became of the items of some files.

    Attributes:
        counts: items by kind of move.
        promised: of those paid, how many a promise spoke of.
        unchanged: items that are as they were.
        listed: moves of single items by kind, where they are known.
        rejected: rows that could not be read.
        beside: what became of other records, by kind of file.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    promised: int = 0
    unchanged: int = 0
    rejected: int = 0
    listed: Mapping[str, int] = field(default_factory=dict)
    beside: Mapping[str, Counts] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence in the interface language; empty where nothing happened."""
        told = [_told(kind, self.counts[kind], self.promised) for kind in KINDS if self.counts.get(kind)]
        return listed(told)

    def whole(self) -> str:
        """Return the sentence with what became of other records; empty where nothing happened at all."""
        others = (
            _("{kind}: {news}", kind=label(SYNC_KINDS, kind), news=text)
            for kind, counts in self.beside.items()
            if (text := _records(kind, counts))
        )
        return listed(text for text in (str(self), *others) if text)


def listed(parts: Iterable[str]) -> str:
    """Join the parts of an enumeration as the language does."""
    found = list(parts)
    return reduce(lambda done, more: _("{done}, {more}", done=done, more=more), found) if found else ""


def some(names: Sequence[str]) -> str:
    """Name some files, and count the rest."""
    more = len(names) - _NAMED
    counted = [ngettext("{n} other file", "{n} other files", more)] if more > 0 else []
    return listed([*names[:_NAMED], *counted])


def news_of(runs: Sequence[RunReport], moves: Iterable[Move] = (), promised: int = 0) -> News:
    """Return what some files bring.

    Args:
        runs: the files; those of customers, receipts and cases move no items.
        moves: what becomes of single items, where it is known: for the promised among the paid.
        promised: those, where the moves are not known any more.
    """
    mine = [run for run in runs if run.kind in _ITEMS]
    moved = tuple(moves)
    known = Counter((move.kind, move.promised) for move in moved)
    later = Counter(move.run for move in moved if move.kind == EXPLAINED)
    told = {kind: known[kind, False] + known[kind, True] for kind in KINDS}
    counts = {**_moved(mine), EXPLAINED: told[EXPLAINED]}
    counts[VANISHED] = max(counts[VANISHED], told[VANISHED])  # closed before, and missed only now
    kept = known[PAID, True] or promised
    unchanged = sum(run.counts.unchanged for run in mine)
    rejected = sum(run.rows.rejected for run in runs)
    return News(counts, min(kept, counts[PAID]), unchanged, rejected, told, _beside(runs, later))


def _moved(runs: Sequence[RunReport]) -> dict[str, int]:
    """Count items by what became of them; what a file of closed items changes is told already."""
    return {
        PAID: sum(run.counts.paid for run in runs),
        PART_PAID: sum(run.counts.part_paid for run in runs),
        CREDITED: sum(run.counts.credited for run in runs),
        NEW: sum(run.counts.new for run in runs),
        REOPENED: sum(run.counts.reopened for run in runs),
        CHANGED: sum(run.counts.changed - run.counts.part_paid for run in runs if run.kind != _CLOSED),
        NO_CASH_DATA: sum(run.counts.no_cash_data for run in runs),
        VANISHED: sum(run.counts.vanished for run in runs),
    }


def _beside(runs: Iterable[RunReport], later: Mapping[str, int]) -> dict[str, Counts]:
    """Add up what became of records that are no items, and of closings that a file only confirms.

    ``later`` are the items that a run explains, by its id: they are told among the items.
    """
    found: dict[str, Counts] = {}
    for run in runs:
        if run.kind not in _ITEMS or (run.kind == _CLOSED and not any(_moved([run]).values())):
            before = found.get(run.kind, Counts())
            mine = run.counts
            if run.kind == _CLOSED:
                mine = replace(mine, changed=mine.changed - later.get(run.id, 0))
            sums = {one.name: getattr(before, one.name) + getattr(mine, one.name) for one in fields(Counts)}
            found[run.kind] = Counts(**sums)
    return found


def happened(run: RunReport, moves: Iterable[Move] = (), promised: int = 0) -> str:
    """Return what one file brings, as an enumeration; empty where that is nothing."""
    told = str(news_of([run], moves, promised))
    records = "" if told and run.kind in _ITEMS else _records(run.kind, run.counts)
    return listed(text for text in (records, told) if text)


def _records(kind: str, counts: Counts) -> str:
    """Return what became of the records of a kind that are no items."""
    if kind == _CLOSED and counts.changed:
        return ngettext("{n} closing confirmed", "{n} closings confirmed", counts.changed)
    parts = (
        (counts.new, ngettext("{n} new", "{n} new", counts.new)),
        (counts.changed, ngettext("{n} changed", "{n} changed", counts.changed)),
        (counts.reopened, ngettext("{n} reopened", "{n} reopened", counts.reopened)),
        (counts.closed, ngettext("{n} no longer in the file", "{n} no longer in the file", counts.closed)),
    )
    return listed(text for count, text in parts if count)


_WORDS: Final[dict[str, Callable[[int], str]]] = {
    PAID: lambda n: ngettext("{n} paid", "{n} paid", n),
    PART_PAID: lambda n: ngettext("{n} part paid", "{n} part paid", n),
    CREDITED: lambda n: ngettext("{n} credited", "{n} credited", n),
    NEW: lambda n: ngettext("{n} new", "{n} new", n),
    REOPENED: lambda n: ngettext("{n} reopened", "{n} reopened", n),
    CHANGED: lambda n: ngettext("{n} changed", "{n} changed", n),
    NO_CASH_DATA: lambda n: ngettext("{n} closed without cash data", "{n} closed without cash data", n),
    VANISHED: lambda n: ngettext("{n} vanished without payment", "{n} vanished without payment", n),
    EXPLAINED: lambda n: ngettext("{n} explained later", "{n} explained later", n),
}


def _told(kind: str, count: int, promised: int) -> str:
    """Say how many items became what."""
    if kind == PAID and promised:
        return ngettext(
            "{n} paid ({promised} of them promised)", "{n} paid ({promised} of them promised)", count, promised=promised
        )
    return _WORDS[kind](count)


# ------------------------------------------------------------------------------------------------ facts

#: What the columns of an item are called.
FACT_NAMES: Final[Mapping[str, Message]] = {
    "number": msg("Number"),
    "kind": msg("Kind"),
    "document_date": msg("Document date"),
    "due_date": msg("Due date"),
    "currency": msg("Currency"),
    "original": msg("Original amount"),
    "open": msg("Open amount"),
    "terms": msg("Terms"),
    "po": msg("PO number"),
    "order_number": msg("Order number"),
    "sales_rep": msg("Sales representative"),
    "portal_status": msg("Portal status"),
    "erp_disputed": msg("Disputed in the ERP"),
    "dispute_reason": msg("Reason of the dispute"),
    "text": msg("Text"),
    "expected_on": msg("Expected on"),
    "stage": msg("Dunning level"),
    "stage_on": msg("Last dunned on"),
    "clearing": msg("Clearing document"),
    "days_late": msg("Days late"),
}
_OTHER: Final = msg("Another fact")
_AMOUNTS: Final = frozenset({"original", "open"})
_FLAGS: Final = frozenset({"erp_disputed"})
_DAYS: Final = frozenset({"document_date", "due_date", "expected_on", "stage_on"})


def facts_told(facts: Iterable[Fact], currency: str) -> str:
    """Say which facts changed from what to what: ``Due date: 13 Sep 2026 → 30 Sep 2026``."""
    return " \u00b7 ".join(
        _(
            "{fact}: {before} → {after}",
            fact=render(FACT_NAMES.get(fact.column, _OTHER)),
            before=_shown(fact.column, fact.before, currency),
            after=_shown(fact.column, fact.after, currency),
        )
        for fact in facts
    )


def _shown(column: str, value: Any, currency: str) -> str:
    """Return a raw value as people read it."""
    if column in _FLAGS:
        return _("yes") if value else _("no")
    if value is None or value == "":
        return "\u2013"
    if column in _AMOUNTS:
        return format_amount(int(value), currency)
    if column == "kind":
        return label(ITEM_KINDS, value)
    return format_date(date.fromisoformat(value)) if column in _DAYS else str(value)
