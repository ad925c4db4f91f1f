"""Columns of ages beside an amount: do they add up to it?"""

from __future__ import annotations

from app.i18n import nmsg
from app.services.sync.model import Notice
from app.services.sync.tables.ledger import Ledger
from app.services.sync.tables.rows import Sorted


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
