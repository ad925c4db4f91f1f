"""The day for which the figures of a list of items stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.i18n import msg
from app.services.sync.model import Notice
from app.services.sync.tables.days import derived_as_of, enough_for
from app.services.sync.tables.ledger import Ledger
from app.services.sync.tables.outcome import Outcome

Days = Sequence[str | None]


def are_ages(ledger: Ledger, document: Days | None, due: Days, late: Sequence[int | None] | None) -> bool:
    """Tell whether days count from the document, where a heading such as 账龄 may mean days overdue as well.

    Where all items have the same terms, due date and days are one day in every row, and document date and days are
    another one. The day that the file states tells which it is, else that nobody lists what is open tomorrow.
    """
    if late is None or document is None:
        return False
    overdue, aged = derived_as_of(due, late)[0], derived_as_of(document, late)[0]
    stated = ledger.stated.day if ledger.stated else None
    if overdue is None or aged is None or overdue in {aged, stated}:
        return False
    if stated != aged and not aged <= ledger.table.options.day < overdue:
        return False
    what = msg("“{column}” counts from the document date and not from the due date: with it every row gives {day}.",
               column=ledger.table.heading("days_overdue"), day=aged)  # fmt: skip
    ledger.table.warnings.append(Notice("days_are_ages", what))
    return True


def settle_as_of(
    ledger: Ledger,
    outcome: Outcome,
    due: Days | None,
    late: Sequence[int | None] | None,
    closing: Sequence[str | None] | None,
    *,
    aged: bool = False,
) -> None:
    """Settle the day for which the figures stand: stated, derived, chosen, else today.

    Args:
        ledger: gets the notices.
        outcome: gets the day.
        due: the days from which the days overdue count; document dates where they are ``aged``.
        late: days overdue.
        closing: days on which items were closed.
        aged: see ``are_ages``.
    """
    options, warnings = ledger.table.options, ledger.table.warnings
    stated = ledger.stated.day if ledger.stated else None
    derived, evidence = derived_as_of(due, late) if due is not None and late is not None else (None, None)
    day, source = (stated, "stated") if stated else (derived, "derived") if derived else (None, "")
    if stated and derived and derived != stated and not enough_for(derived, due or (), late or ()):
        what = msg("The file states {stated}; too few rows speak for {derived}.", stated=stated, derived=derived)
        warnings.append(Notice("as_of_differs", what))
    elif stated and derived and derived != stated:
        day, source = derived, "derived"
        what = msg("The file states {stated}, but its rows prove {derived}.", stated=stated, derived=derived)
        warnings.append(Notice("as_of_differs", what))
    if day is not None and options.as_of is not None and options.as_of != day:
        warnings.append(
            Notice("as_of_of_file", msg("The file's own day {day} is used, not {told}.", day=day, told=options.as_of))
        )
    if day is None and options.as_of is not None:
        day, source = options.as_of, "option"
    if ledger.closed:
        newest = max((text for text in closing or () if text), default=None)
        outcome.coverage = day or (date.fromisoformat(newest) if newest else None)
    elif day is None:
        day, source = options.day, "day"
        warnings.append(
            Notice("as_of_unknown", msg("The file does not say for which day it stands; {day} is used.", day=day))
        )
    if evidence is not None and source == "derived" and not aged:
        ledger.table.tell("days_overdue", evidence)
    outcome.as_of, outcome.as_of_from = day, source
