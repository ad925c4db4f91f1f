"""Lists of an invoice portal: how far a customer has come with each invoice, not what is open of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from app.services.sync.layouts.headings import WEAK
from app.services.sync.recognition.columns import Column, Guess
from app.services.sync.values.text import cell_text, fold, words

#: Share of the states that have to be a portal's.
_MOST: Final = 0.9
#: Columns that only a list of what is owed has.
_OWED: Final = frozenset({"open", "days_overdue", "paid", "aged", "debit", "credit"})


def goes_through_portal(columns: Sequence[Column], guesses: Mapping[str, Guess]) -> bool:
    """Tell whether the states of a table are those of invoices in a customer's portal, and nothing says what is open.

    Sent and approved is an invoice anywhere; being approved, routed or rejected it is at the customer.
    """
    owed = {name for name, guess in guesses.items() if guess.heading_weight > WEAK} & _OWED
    status = guesses.get("status") or guesses.get("portal_status")
    if owed or status is None:
        return False
    said = [fold(text) for cell in columns[status.column].sample if (text := cell_text(cell)) is not None]
    on_the_way, any_ = words("portal", "process"), words("portal", "process") | words("portal", "state")
    return (
        not on_the_way.isdisjoint(said)
        and len(set(said)) > 1
        and sum(1 for text in said if text in any_) >= _MOST * len(said)
    )
