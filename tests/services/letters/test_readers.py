"""A stored contact as the reader of a letter: whose name is cut where, and what is left whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.models.account import Contact
from app.services.letters.locales import letter_locale
from app.services.letters.production.requests import person_of
from app.services.letters.request import Person
from tests.builders.letters import letter_request
from tests.services.letters.sampling import sample


def contact(name: str, *, family: str | None = None, given: str | None = None, title: str | None = None) -> Contact:
    return Contact(name=name, family=family, given=given, title_pref=title, job_title=None)


@pytest.mark.parametrize(
    ("name", "country", "family", "given"),
    [
        ("Sarah Langley", "GB", "Langley", "Sarah"),
        ("Mary Jane Watson", "US", "Watson", "Mary Jane"),
        ("岡本 誠", "JP", "岡本", "誠"),
        ("Marta Vega", "ES", "Vega", "Marta"),
        ("Lucía Gómez Rodríguez", "ES", "Lucía Gómez Rodríguez", ""),
        ("José Luis Núñez", "MX", "José Luis Núñez", ""),
        ("Camila Lima Costa", "BR", "Costa", "Camila Lima"),
    ],
)
def test_a_name_is_cut_where_its_country_tells_how(name, country, family, given):
    assert person_of(contact(name), country) == Person(family, given)


def test_stored_parts_of_a_name_are_taken_as_they_are():
    stored = contact("Laura Gómez Ruiz", family="Gómez Ruiz", given="Laura", title="Sra.")
    assert person_of(stored, "ES") == Person("Gómez Ruiz", "Laura", "Sra.")


@pytest.mark.parametrize("name", ["", "  ", "cobros@empresa.example"])
def test_a_mailbox_is_nobody(name):
    assert person_of(contact(name), "ES") is None


def test_a_spanish_name_is_never_greeted_by_a_surname_it_may_not_have():
    person = person_of(contact("José Luis Núñez", title="Sr."), "ES")
    assert person
    assert letter_locale("es_ES").surname(person) == "José Luis Núñez"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Northern Steel Ltd", True),
        ("Smith, O'Hara & Partners plc", True),
        ("Café Noir (Holdings) Limited", True),
        ("Baker & Finch LLP", True),
        ("Midori Electric Co., Ltd.", True),
        ("Aceros del Norte, S. L.", True),
        ("Müller Maschinen GmbH (London)", True),
        ("Harrow & Finch", False),
        ("J Smith t/a Limited Edition Prints", False),
        ("Rhys Jones", False),
        ("Plc Plumbing", False),
    ],
)
def test_a_letter_before_action_is_right_for_a_company_and_for_a_sole_trader(name, body):
    """The 30 days of the Debt Claims Protocol belong to individuals; a name without a legal form may be one's."""
    request = letter_request("en_GB", 4, 1)
    reader = replace(request.recipient, company=name)
    one = sample(replace(request, recipient=reader, consequences=("legal",)))
    assert one.content.title == "Letter before action"
    text = one.page.text
    assert "we intend to start court proceedings" in text
    assert ("Pre-Action Protocol for Debt Claims" in text) is not body
    assert ("30 days" in text) is not body
