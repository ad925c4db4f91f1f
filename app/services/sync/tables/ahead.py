"""Days of payment that lie ahead, which nobody can have paid on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.enums import SyncKind
from app.i18n import msg
from app.services.sync.model import Notice
from app.services.sync.tables.table import Table

#: So many days ahead, and such a share of all of them, are no slip of the pen.
_SEVERAL: Final = 2
_STRAY: Final = 0.05


def not_yet_paid(table: Table, days: dict[str, Sequence[str | None]]) -> None:
    """Take days of payment that lie ahead for what they are: the days on which money is due, and of open items.

    ``Fecha de cobro`` is the day of a payment in one list, and in another that on which a cheque may be cashed.
    """
    paid = [day for day in days.get("paid_date", ()) if day is not None]
    today = table.options.day.isoformat()
    ahead = sum(1 for day in paid if day > today)
    if ahead < _SEVERAL or ahead < _STRAY * len(paid) or table.options.kind is SyncKind.CLOSED_ITEMS:
        return
    heading = table.heading("paid_date")
    guess, column = table.guesses.pop("paid_date"), days.pop("paid_date")
    if "due_date" in days:
        what = msg("In “{column}” {n} days lie ahead: they are no days of payment, and were not read.",
                   column=heading, n=ahead)  # fmt: skip
    else:
        table.guesses["due_date"], days["due_date"] = guess, column
        what = msg("In “{column}” {n} days lie ahead: they are read as due dates, not as days of payment.",
                   column=heading, n=ahead)  # fmt: skip
    table.warnings.append(Notice("not_yet_paid", what))
