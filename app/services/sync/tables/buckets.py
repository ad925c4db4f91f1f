"""Amounts beside the open one: do the ages add up to it, and is it no more than what was invoiced?"""

from __future__ import annotations

from operator import gt

from app.i18n import nmsg
from app.services.sync.model import Notice
from app.services.sync.tables.ledger import Ledger
from app.services.sync.tables.rows import Sorted
from app.services.sync.values.text import shown


def check_ages(ledger: Ledger, rows: Sorted) -> None:
    """Warn of items whose ages do not add up to their open amount; a row under no age is not compared."""
    ages = [ledger.minors[name] for name in ledger.table.aged() if name in ledger.minors]
    amounts = ledger.minors.get("open")
    if not ages or amounts is None:
        return
    apart = []
    for place, own in enumerate(rows.item):
        parts = [part for column in ages if (part := column[place]) is not None]
        if own and parts and sum(parts) != amounts[place]:
            apart.append(place)
    if apart:
        what = nmsg(
            "In {n} row the ages do not add up to the open amount; the open amount counts.",
            "In {n} rows the ages do not add up to the open amount; the open amount counts.",
            len(apart),
        )
        ledger.table.warnings.append(Notice("ages_differ", what, ledger.table.first + apart[0]))


def check_originals(ledger: Ledger, rows: Sorted) -> None:
    """Warn of items of which more is open than they were issued for.

    Interest and charges may be in it, so that the row stands; else one of the two columns is another one's.
    """
    whole, left = ledger.minors.get("original"), ledger.minors.get("open")
    if whole is None or left is None or ledger.closed:
        return
    if None not in whole and None not in left and not any(map(gt, map(abs, left), map(abs, whole))):  # type: ignore[arg-type]
        return
    above = [
        place
        for place, (own, first, rest) in enumerate(zip(rows.item, whole, left, strict=True))
        if own and first and rest and first * rest > 0 and abs(rest) > abs(first)
    ]
    if above:
        cells = [ledger.table.cells(name) for name in ("open", "original")]
        rest, first = (shown(column[above[0]]) for column in cells)
        what = nmsg(
            "In {n} row more is open than the item was issued for ({open} of {original}); the open amount counts.",
            "In {n} rows more is open than the item was issued for ({open} of {original}); the open amount counts.",
            len(above),
            open=rest,
            original=first,
        )
        ledger.table.warnings.append(Notice("open_above_original", what, ledger.table.first + above[0]))
