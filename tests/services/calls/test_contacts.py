"""People at the customer: the collector's word over the file's, both kept."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from app.errors import RefusedError, UsageError
from app.models import AuditEvent, Contact
from app.services.calls.contacts import ContactFacts, add_contact, check_facts, correct_contact, forbid_calls
from app.services.calls.desk import Here, undo_step
from tests.builders.ledger import DAY, Ledger

PAT = ContactFacts("Pat Lee", phone="+44 20 7946 0000", email="pat@kestrel.example")


@pytest.fixture
def people(store):
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        account = ledger.account("100")
        person = ledger.contact(account, "Pat Lee", phone="+44 20 7946 0000", email="pat@kestrel.example")
        uow.commit()
        return account.id, person.id


def write(store, fn, *args, **values):
    with store.write() as uow:
        found = fn(uow, *args, **values)
        uow.commit()
        return found


def read(store, ident):
    with store.read() as session:
        return session.get(Contact, ident)


def test_a_correction_keeps_the_files_value_beside_it(store, people):
    _account, person = people
    write(
        store, correct_contact, person, ContactFacts("Pat Lee", phone="+44 20 7946 1111", email="pat@kestrel.example")
    )
    kept = read(store, person)
    assert (kept.phone, kept.corrected) == ("+44 20 7946 1111", True)
    assert kept.file_values == {"name": "Pat Lee", "phone": "+44 20 7946 0000", "email": "pat@kestrel.example"}
    write(store, correct_contact, person, ContactFacts("Pat Leigh", phone="+44 20 7946 1111"))
    assert read(store, person).file_values["name"] == "Pat Lee", "the file's word, not the first correction"


def test_a_correction_that_changes_nothing_writes_nothing(store, people):
    _account, person = people
    write(
        store, correct_contact, person, ContactFacts("Pat Lee", phone="+44 20 7946 0000", email="pat@kestrel.example")
    )
    with store.read() as session:
        assert session.scalar(select(AuditEvent).where(AuditEvent.action == "contact.edit")) is None
    assert not read(store, person).corrected


def test_who_the_collector_added_has_no_file_beside(store, people, clock):
    account, _person = people
    made = write(store, add_contact, account, ContactFacts(" Ito Jun ", role="payables", language="ja_JP"))
    kept = read(store, made)
    assert (kept.name, kept.role, kept.source, kept.email) == ("Ito Jun", "payables", "collector", None)
    write(store, correct_contact, made, ContactFacts("Ito Jun", title="Mr"))
    assert read(store, made).file_values is None
    write(store, undo_step, made, Here(DAY, "Asia/Tokyo", clock.now()))
    write(store, undo_step, made, Here(DAY, "Asia/Tokyo", clock.now()))
    assert not read(store, made).active


def test_calls_are_forbidden_and_allowed_again(store, people):
    _account, person = people
    write(store, forbid_calls, person, forbidden=True)
    assert (read(store, person).do_not_call, read(store, person).closed_channels) == (True, ["call"])
    write(store, forbid_calls, person, forbidden=True)
    write(store, forbid_calls, person, forbidden=False)
    assert (read(store, person).do_not_call, read(store, person).closed_channels) == (False, [])
    with store.read() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.action == "contact.edit")).all()
        assert [json.loads(event.facts)["changed"] for event in events] == [["do_not_call"], ["do_not_call"]]


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        (ContactFacts("  "), "name", "A contact needs a name."),
        (ContactFacts("Pat", email="pat@"), "email", "pat@ is not a mail address."),
        (ContactFacts("Pat", phone="ext 12"), "phone", "ext 12 is not a telephone number."),
        (ContactFacts("Pat", mobile="12"), "mobile", "12 is not a telephone number."),
        (ContactFacts("Pat", role="boss"), "role", "boss is not a role."),
    ],
)
def test_what_cannot_be_is_said_by_field(store, people, facts, field, sentence):
    account, _person = people
    assert {key: str(error) for key, error in check_facts(facts).items()} == {field: sentence}
    with pytest.raises(UsageError):
        write(store, add_contact, account, facts)


def test_unknown_records_are_refused(store, people):
    with pytest.raises(RefusedError):
        write(store, add_contact, "nobody", ContactFacts("Pat"))
    with pytest.raises(RefusedError):
        write(store, correct_contact, "nobody", ContactFacts("Pat"))
