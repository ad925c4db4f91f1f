"""Whom to call at a customer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import ContactRole
from app.models.account import Contact

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
    for row in _contacts(session, account_ids):
        rank = (_ROLES.get(row.role or "", 2), not (row.phone or row.mobile), row.id)
        known = best.get(row.account_id)
        if known is None or rank < known[0]:
            best[row.account_id] = (rank, row)
    return {account_id: _line(row) for account_id, (_, row) in best.items()}


def _line(row: Any) -> ContactLine:
    return ContactLine(
        id=row.id,
        name=row.name,
        family=row.family,
        given=row.given,
        title=row.title_pref,
        role=row.role,
        department=row.department,
        job_title=row.job_title,
        language=row.language,
        phone=row.phone or row.mobile,
        email=row.email,
    )


def _contacts(session: Session, account_ids: Sequence[str]) -> Iterator[Any]:
    columns = (
        Contact.id,
        Contact.account_id,
        Contact.name,
        Contact.family,
        Contact.given,
        Contact.title_pref,
        Contact.role,
        Contact.department,
        Contact.job_title,
        Contact.language,
        Contact.phone,
        Contact.mobile,
        Contact.email,
    )
    for start in range(0, len(account_ids), _CHUNK):
        some = account_ids[start : start + _CHUNK]
        yield from session.execute(
            select(*columns).where(
                Contact.account_id.in_(some), Contact.active.is_(True), Contact.do_not_call.is_(False)
            )
        )
