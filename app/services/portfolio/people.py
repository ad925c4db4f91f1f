"""Whom to call at a customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from app.enums import ContactRole
from app.services.portfolio.listing.bulk import raw_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

#: Who is called first.
_ROLES: Final = {
    ContactRole.PAYABLES.value: 0,
    ContactRole.DECISION_MAKER.value: 1,
    ContactRole.ESCALATION.value: 3,
    ContactRole.DISPUTES.value: 4,
}
_CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A person in short, with the parts that a name is put together from in each language."""

    id: str
    name: str
    family: str | None
    given: str | None
    title: str | None
    role: str | None
    department: str | None
    job_title: str | None
    language: str | None
    phone: str | None
    email: str | None


def pick_contacts(session: Session, account_ids: Sequence[str]) -> dict[str, ContactLine]:
    """Return by account whom to call first: may be called, payables before others, with a phone before without."""
    best: dict[str, tuple[Any, ...]] = {}
    found: dict[str, tuple[Any, ...]] = {}
    for start in range(0, len(account_ids), _CHUNK):
        some = account_ids[start : start + _CHUNK]
        marks = ", ".join("?" * len(some))
        for row in raw_rows(session, f"{_PEOPLE} AND account_id IN ({marks})", *some):
            rank = (_ROLES.get(row[6] or "", 2), not row[10], row[1])
            known = best.get(row[0])
            if known is None or rank < known:
                best[row[0]], found[row[0]] = rank, row
    return {account_id: ContactLine(*row[1:]) for account_id, row in found.items()}


_PEOPLE: Final = (
    "SELECT account_id, id, name, family, given, title_pref, role, department, job_title, language, "
    "coalesce(nullif(phone, ''), nullif(mobile, '')), email FROM contact WHERE active = 1 AND do_not_call = 0"
)
