"""The people at a customer, as the collector knows them better than the file: added, corrected, not to be called.

A correction keeps the collector's value and shows the file's beside it (domain: sync, ownership).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any, Final

from app.enums import ContactRole
from app.errors import RefusedError, UsageError
from app.i18n import msg
from app.models.account import Account, Contact
from app.models.types import new_id
from app.services.calls.journal import recorded
from app.services.sync.planning.kinds.contacts import FACTS
from app.services.unit_of_work import UnitOfWork

#: Who brought a contact that no file named.
COLLECTOR: Final = "collector"
_MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ROLES: Final = frozenset(role.value for role in ContactRole)


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What is known of a person; empty texts are unknown.

    Attributes:
        title: the honorific that the person asked for; nothing is inferred from a name.
        role: a ``ContactRole`` or empty.
        channel: the preferred channel, or empty.
    """

    name: str
    family: str = ""
    given: str = ""
    title: str = ""
    role: str = ""
    department: str = ""
    job_title: str = ""
    language: str = ""
    email: str = ""
    phone: str = ""
    mobile: str = ""
    channel: str = ""
    do_not_call: bool = False


#: Fields of the facts by the column they are kept in, where the names differ.
_COLUMNS: Final = {"title": "title_pref", "channel": "preferred_channel"}


def check_facts(facts: ContactFacts) -> dict[str, UsageError]:
    """Return what is wrong with a contact, by field."""
    found = {}
    if not facts.name.strip():
        found["name"] = UsageError("contact_name", msg("A contact needs a name."))
    if facts.email.strip() and not _MAIL.fullmatch(facts.email.strip()):
        found["email"] = UsageError("contact_email", msg("{text} is not a mail address.", text=facts.email.strip()))
    for key in ("phone", "mobile"):
        number = getattr(facts, key).strip()
        if number and sum(char.isdigit() for char in number) < 5:
            found[key] = UsageError("contact_phone", msg("{text} is not a telephone number.", text=number))
    if facts.role and facts.role not in _ROLES:
        found["role"] = UsageError("contact_role", msg("{text} is not a role.", text=facts.role))
    return found


def add_contact(uow: UnitOfWork, account_id: str, facts: ContactFacts) -> str:
    """Add a person that no file names; returns the id.

    Raises:
        UsageError: no name, or something that is no mail address, number or role.
        RefusedError: the account is unknown.
    """
    _check(facts)
    if uow.session.get(Account, account_id) is None:
        raise RefusedError("unknown_account", msg("There is no such account."))
    with recorded(uow.session) as journal:
        person = Contact(
            id=new_id(uow.now), account_id=account_id, source=COLLECTOR, closed_channels=[], **_values(facts)
        )
        uow.session.add(person)
    uow.audit("contact.add", "contact", person.id, account=account_id, name=person.name, undo=journal.facts())
    uow.touch("accounts", account_id)
    return person.id


def correct_contact(uow: UnitOfWork, contact_id: str, facts: ContactFacts) -> None:
    """Put the collector's values over a contact; what the file says stays beside them.

    Raises:
        UsageError: no name, or something that is no mail address, number or role.
        RefusedError: there is no such contact.
    """
    _check(facts)
    person = _known(uow, contact_id)
    wanted = {name: value for name, value in _values(facts).items() if getattr(person, name) != value}
    if not wanted:
        return
    with recorded(uow.session) as journal:
        _keep_file_values(person, wanted)
        for name, value in wanted.items():
            setattr(person, name, value)
    _written(uow, person, sorted(wanted), journal.facts())


def forbid_calls(uow: UnitOfWork, contact_id: str, *, forbidden: bool) -> None:
    """Keep a person from being called, or allow it again.

    Raises:
        RefusedError: there is no such contact.
    """
    person = _known(uow, contact_id)
    if person.do_not_call == forbidden:
        return
    with recorded(uow.session) as journal:
        person.do_not_call = forbidden
        closed = set(person.closed_channels or ())
        person.closed_channels = sorted(closed | {"call"} if forbidden else closed - {"call"})
    _written(uow, person, ["do_not_call"], journal.facts())


def _keep_file_values(person: Contact, wanted: dict[str, Any]) -> None:
    """Keep what the file said before the first correction of one of its facts."""
    if person.source != COLLECTOR and not person.corrected and set(wanted) & set(FACTS):
        said = {name: getattr(person, name) for name in FACTS}
        person.file_values = {name: value for name, value in said.items() if value is not None}
        person.corrected = True


def _written(uow: UnitOfWork, person: Contact, changed: list[str], undo: dict[str, Any]) -> None:
    uow.audit("contact.edit", "contact", person.id, account=person.account_id, changed=changed, undo=undo)
    uow.touch("accounts", person.account_id)


def _known(uow: UnitOfWork, contact_id: str) -> Contact:
    person = uow.session.get(Contact, contact_id)
    if person is None:
        raise RefusedError("unknown_contact", msg("There is no such contact."), do=msg("Choose the person again."))
    return person


def _check(facts: ContactFacts) -> None:
    for error in check_facts(facts).values():
        raise error


def _values(facts: ContactFacts) -> dict[str, Any]:
    """Return the facts by column; an empty text is None."""
    found: dict[str, Any] = {}
    for item in fields(facts):
        value = getattr(facts, item.name)
        found[_COLUMNS.get(item.name, item.name)] = value if isinstance(value, bool) else value.strip() or None
    return found
