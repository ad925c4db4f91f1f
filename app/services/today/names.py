"""The names beside the call list: Latin ones where customers write in another script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from app.services.portfolio.listing.bulk import raw_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_HEAD: Final = (
    "SELECT id, name_latin FROM account WHERE name_latin IS NOT NULL AND name_latin <> '' AND name_latin <> name"
)


def latin_names(session: Session, account_ids: Sequence[str] | None) -> dict[str, str]:
    """Return the Latin names of some accounts, or with None of all on the list or held back from it."""
    if account_ids is None:
        return dict(raw_rows(session, f"{_HEAD} AND id IN (SELECT account_id FROM worklist_row)"))  # noqa: S608 - no values
    found: dict[str, str] = {}
    for start in range(0, len(account_ids), 500):
        some = account_ids[start : start + 500]
        marks = ", ".join("?" * len(some))
        found.update(dict(raw_rows(session, f"{_HEAD} AND id IN ({marks})", *some)))
    return found
