"""From an account as it is loaded to what the call form needs of it."""

from __future__ import annotations

from app.i18n import render
from app.services.calls.desk import Opened
from app.services.calls.wording import task_text
from app.services.portfolio.account.rows import ContactRow
from app.ui.account.call.facts import FormFacts, Person, Relative
from app.ui.account.tabs.contacts import words_of
from app.ui.formatting import day_plain
from app.ui.letters.preview import own_name


def form_facts(opened: Opened) -> FormFacts:
    """Return what the form shows: people who are still there, relatives, currencies, open tasks, holidays."""
    detail = opened.detail
    head = detail.head
    currencies = tuple(one.currency for one in detail.aging) or tuple(filter(None, (head.currency,))) or ("USD",)
    people = sorted((row for row in detail.contacts if row.active), key=lambda row: row.do_not_call)
    return FormFacts(
        account_id=head.id,
        number=head.number,
        country=head.country or None,
        zone=head.zone,
        currencies=currencies,
        overdue={one.currency: one.overdue for one in detail.aging},
        people=tuple(_person(row, head.phone) for row in people),
        relatives=tuple(Relative(one.number, f"{one.number}  {one.name}") for one in detail.relatives),
        tasks=tuple(
            (row.id, f"{day_plain(row.due, detail.day)}  {render(task_text(row.what))}") for row in detail.open_tasks
        ),
        holidays=opened.holidays,
        language=short_language(opened.locale),
    )


def short_language(locale: str) -> str:
    """Return a language as its readers call it, without the country; nothing where nobody states one."""
    if locale.startswith("und"):
        return ""
    name = own_name(locale)
    return name.split("（", maxsplit=1)[0].split(" (", maxsplit=1)[0]


def _person(row: ContactRow, switchboard: str | None) -> Person:
    numbers = tuple(number for number in (row.phone, row.mobile) if number) or tuple(filter(None, (switchboard,)))
    return Person(row.id, row.name, words_of(row), numbers, row.do_not_call)
