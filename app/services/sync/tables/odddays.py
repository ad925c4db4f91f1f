"""Days that can hardly be meant: a document of 2062, a due date a year before its invoice.

They are read as they stand, and whoever keeps the source has to hear of them: one wrong figure in a year, and an
invoice is never overdue, or has been for a lifetime.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from operator import lt
from typing import Final

from app.i18n import nmsg
from app.services.sync.model import Notice
from app.services.sync.tables.ledger import Ledger
from app.services.sync.tables.rows import Sorted
from app.services.sync.values.text import shown

#: Days beyond which no document lies in the future, or in the past.
_AHEAD: Final = timedelta(days=366)
_BEHIND: Final = timedelta(days=366 * 30)
#: A source in which more rows than this are due before their day means it so.
_RARE: Final = 0.02


def check_days(ledger: Ledger, rows: Sorted) -> None:
    """Warn of documents far in the future or the past, and of a few that are due before their own day."""
    documents, due = ledger.days.get("document_date"), ledger.days.get("due_date")
    if documents is None or ledger.closed:
        return
    day = ledger.table.options.as_of or ledger.table.options.day
    first, last = (day - _BEHIND).isoformat(), (day + _AHEAD).isoformat()
    said = documents if None not in documents else [one for one in documents if one is not None]
    if said and (max(said) > last or min(said) < first):  # type: ignore[type-var,operator]
        odd = [at for at, one in enumerate(documents) if one is not None and rows.item[at] and not first <= one <= last]
        _tell_far(ledger, odd)
    if due is not None and _some_early(documents, due):
        _tell_early(ledger, rows, documents, due)


def _some_early(documents: Sequence[str | None], due: Sequence[str | None]) -> bool:
    """Tell whether any day is before that of its document."""
    if None not in due and None not in documents:
        return any(map(lt, due, documents))  # type: ignore[arg-type]  # days as text, all of them there
    return any(one and other and other < one for one, other in zip(documents, due, strict=True))


def _tell_far(ledger: Ledger, odd: Sequence[int]) -> None:
    """Say which documents lie far from today."""
    if odd:
        what = nmsg(
            "The day of {n} document lies far in the future or the past ({day}); it is read as it stands. "
            "Correct it in the source if it is a slip.",
            "The days of {n} documents lie far in the future or the past, such as {day}; they are read as they stand. "
            "Correct them in the source if they are slips.",
            len(odd),
            day=shown(ledger.table.cells("document_date")[odd[0]]),
        )
        ledger.table.warnings.append(Notice("days_far", what, ledger.table.first + odd[0]))


def _tell_early(ledger: Ledger, rows: Sorted, documents: Sequence[str | None], due: Sequence[str | None]) -> None:
    """Say which items are due before their own day, where these are few: a source with many of them means it so."""
    amounts = ledger.amounts
    odd = [
        at
        for at, (own, one, other, amount) in enumerate(zip(rows.item, documents, due, amounts, strict=True))
        if own and one and other and other < one and (amount or 0) > 0
    ]
    if odd and len(odd) <= max(1, _RARE * rows.item.count(1)):
        what = nmsg(
            "{n} item is due before the day of its document ({due} before {day}); it is read as it stands. "
            "Correct it in the source if it is a slip.",
            "{n} items are due before the day of their document, such as {due} before {day}; they are read as they "
            "stand. Correct them in the source if they are slips.",
            len(odd),
            due=shown(ledger.table.cells("due_date")[odd[0]]),
            day=shown(ledger.table.cells("document_date")[odd[0]]),
        )
        ledger.table.warnings.append(Notice("due_before_document", what, ledger.table.first + odd[0]))
