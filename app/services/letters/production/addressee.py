"""Whom a letter is addressed to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol, TypeVar

from app.enums import ContactRole

#: Who decides about a payment is written to first; a stage does not change the reader, the collector may.
_ORDER: Final = {
    ContactRole.PAYABLES.value: 0,
    ContactRole.DECISION_MAKER.value: 1,
    None: 2,
    ContactRole.ESCALATION.value: 3,
    ContactRole.DISPUTES.value: 4,
}


class Reader(Protocol):
    """What the choice needs to know of a contact."""

    id: str
    name: str
    role: str | None
    language: str | None


T = TypeVar("T", bound=Reader)


def pick_contact(contacts: Iterable[T]) -> T | None:
    """Return the contact a letter goes to by default: payables first, then in the order they were made."""
    ranked = sorted(contacts, key=lambda contact: (_ORDER.get(contact.role, 2), contact.id))
    return ranked[0] if ranked else None
