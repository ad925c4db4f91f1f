"""Planning the people at a customer: the file's word, unless the collector has corrected it.

A corrected contact keeps the collector's values and carries the file's beside them. A person whom a customer file no
longer names is set aside, not deleted: calls and promises may speak of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from app.enums import SyncKind
from app.models.types import dump
from app.services.sync.model import ContactRow
from app.services.sync.planning.plan import Change, Changes, FilePlan, Ids

#: Columns that a file states, in the order of ``ContactRow``.
FACTS: Final = ContactRow._fields
STORED_COLUMNS: Final = ", ".join(("id", "account_id", "corrected", "source", "active", "file_values", *FACTS))


@dataclass(slots=True)
class StoredContact:
    """A contact of the store; ``own`` are the values shown, ``file`` the file's where the collector corrected them."""

    id: str
    own: dict[str, Any]
    file: dict[str, Any] | None
    corrected: bool
    active: bool

    @property
    def said(self) -> dict[str, Any]:
        """Return what the file last said: what tomorrow's file is compared with."""
        return self.own if self.file is None else self.file


class NewContact(NamedTuple):
    """A contact to be inserted; ``facts`` are in the order of ``FACTS``."""

    id: str
    account_id: str
    run_id: str
    facts: ContactRow


def stored_contact(row: tuple[Any, ...]) -> tuple[str, StoredContact]:
    """Read a row of ``STORED_COLUMNS``; returns the account's id with the contact.

    What the collector typed in counts as corrected, whoever brought it first.
    """
    record, account, corrected, source, active, file_values, *facts = row
    own = dict(zip(FACTS, facts, strict=True))
    said = None if file_values is None else json.loads(file_values)
    return account, StoredContact(record, own, said, bool(corrected) or source != "file", bool(active))


@dataclass(slots=True)
class ContactPlan:
    """The people of a whole batch; ``stored`` by account id."""

    stored: Mapping[str, list[StoredContact]]
    ids: Ids
    changes: Changes
    new: list[NewContact] = field(default_factory=list)
    made: dict[str, list[ContactRow]] = field(default_factory=dict)

    def feed(self, account_id: str, rows: tuple[ContactRow, ...], file: FilePlan) -> bool:
        """Plan the people that one row of a file names; tells whether anything changes."""
        known = list(self.stored.get(account_id, ()))
        touched = False
        for row in rows:
            found = _find(known, row)
            if found is None:
                touched |= self._make(account_id, row, file)
            else:
                known.remove(found)
                touched |= self._update(account_id, found, row, file)
        if file.kind is SyncKind.CUSTOMERS:
            for contact in known:
                touched |= self._set_active(account_id, contact, file, active=False)
        return touched

    def _make(self, account_id: str, row: ContactRow, file: FilePlan) -> bool:
        """Plan a new person, once however many files of the batch name them."""
        made = self.made.setdefault(account_id, [])
        if any(_same_mailbox(other._asdict(), row) or _same_name(other._asdict(), row) for other in made):
            return False
        made.append(row)
        self.new.append(NewContact(self.ids.one(), account_id, file.run_id, row))
        return True

    def _update(self, account_id: str, contact: StoredContact, row: ContactRow, file: FilePlan) -> bool:
        """Plan what the file says otherwise: into the record, or beside it if the collector corrected it."""
        said = {name: value for name, value in row._asdict().items() if value is not None and value != ""}
        merged = {name: value for name, value in contact.said.items() if value is not None} | said
        touched = self._set_active(account_id, contact, file, active=True)
        if contact.corrected:
            shown = {name: value for name, value in contact.own.items() if value is not None}
            if merged in (shown, contact.file):
                return touched
            before = None if contact.file is None else dump(contact.file)
            self._put(account_id, contact, file, {"file_values": before}, {"file_values": dump(merged)})
            contact.file = merged
            return True
        after = {name: value for name, value in said.items() if contact.own[name] != value}
        if after:
            self._put(account_id, contact, file, {name: contact.own[name] for name in after}, after)
            contact.own |= after
        return touched or bool(after)

    def _set_active(self, account_id: str, contact: StoredContact, file: FilePlan, *, active: bool) -> bool:
        if contact.active == active or contact.corrected:
            return False
        self._put(account_id, contact, file, {"active": int(contact.active)}, {"active": int(active)})
        contact.active = active
        return True

    def _put(
        self, account_id: str, contact: StoredContact, file: FilePlan, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        self.changes.put(Change("contact", contact.id, account_id, file.run_id, "changed", before, after))


def _find(known: list[StoredContact], row: ContactRow) -> StoredContact | None:
    """Return the person that a row of a file is about: the same mailbox, else the same name."""
    for test in (_same_mailbox, _same_name):
        for contact in known:
            if test(contact.said, row) or test(contact.own, row):
                return contact
    return None


def _same_mailbox(said: Mapping[str, Any], row: ContactRow) -> bool:
    return bool(row.email) and str(said.get("email") or "").casefold() == str(row.email).casefold()


def _same_name(said: Mapping[str, Any], row: ContactRow) -> bool:
    return bool(row.name) and str(said.get("name") or "").casefold() == row.name.casefold()
