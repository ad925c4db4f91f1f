"""The customer master: accounts with their addresses, terms, limits and people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.enums import SyncKind
from app.i18n import msg
from app.services.sync.model import ContactRow, CustomerRow, Notice
from app.services.sync.recognition.labels import is_footer, is_total
from app.services.sync.tables.insurers import leave_insured_limits
from app.services.sync.tables.money import judge_money, to_minors
from app.services.sync.tables.numbernames import ask_apart, part_customers
from app.services.sync.tables.outcome import Outcome, count_rows, pick, rejected_rows
from app.services.sync.tables.parties import company_of, tell_of_names
from app.services.sync.tables.records import Records, sort_records
from app.services.sync.tables.spans import tell_coded
from app.services.sync.tables.table import Table
from app.services.sync.tables.unread import tell_unknown
from app.services.sync.values.addresses import address_lines, mail_in
from app.services.sync.values.cells import Cell
from app.services.sync.values.currency import meaning
from app.services.sync.values.flags import BLOCKED, verdict
from app.services.sync.values.places import country_code, language_code
from app.services.sync.values.text import account_key, cell_text, fold, word_groups

_TIER: Final = re.compile(r"(?:^|\b)([A-Da-d])(?:\b|$)")
_SPLIT: Final = re.compile(r"[;,\s]+")
#: Fields that are stored as they stand.
_PLAIN: Final = """
    name_latin name_kana street street2 city region postal_code territory risk_class sales_rep collector portal tax_id
    terms contact_name contact_role department job_title
""".split()

Columns = Mapping[str, Sequence[str | None]]


def read_customers(table: Table) -> Outcome:
    """Read a customer master.

    Raises:
        QuestionsError: the evidence leaves something open.
    """
    leave_insured_limits(table)
    identity = "account" if table.has("account") else "name"
    numbers, names = table.text(identity) or [], table.text("name")
    if not (table.has("account") and table.has("name")):
        numbers, names = part_customers(table, numbers, names)
    records = sort_records(
        table,
        [_is_customer(number, row) for number, row in zip(numbers, table.own_rows(), strict=True)],
        table.heading(identity),
        msg("The row has no customer."),
    )
    own = records.item
    ask_apart(table, numbers, own)
    limits, codes, bad = _limits(table)
    _reject(table, records, bad, identity)
    table.decide()
    if table.has("credit_limit"):
        tell_coded(table, "credit_limit", pick(limits, own), pick(codes, own))
    columns = {name: column for name in table.guesses if (column := table.text(name)) is not None}
    columns |= {} if names is None else {"name": names}
    made = (
        _customer(table, columns, place, numbers[place] or "", limits[place], codes[place])
        for place in pick(range(len(own)), own)
    )
    found = _joined(table, made)
    _warn_of_unknown(table, columns, own)
    rows = list(found.values())
    rejected = rejected_rows(records.rejected, table.first, numbers, None)
    outcome = Outcome(
        SyncKind.CUSTOMERS,
        [list(column) for column in zip(*rows, strict=True)],
        len(rows),
        count_rows(own.count(1), records.noted, len(rejected)),
        noted=records.noted,
        rejected=rejected,
        company=company_of(table, own),
        account_count=len(rows),
    )
    if table.options.as_of is not None:
        outcome.as_of, outcome.as_of_from = table.options.as_of, "option"
    return outcome


def _reject(table: Table, records: Records, bad: Mapping[int, Any], identity: str) -> None:
    """Reject customers whose limit cannot be read, and rows with an error where the customer should stand."""
    for place, why in bad.items():
        if records.item[place]:
            records.item[place] = 0
            records.rejected[place] = why
    errors = table.error_cells({identity: table.heading(identity)})
    records.noted[:] = [note for note in records.noted if note.row - table.first not in errors]
    for place, why in errors.items():
        records.item[place] = 0
        records.rejected[place] = why


def _joined(table: Table, rows: Iterable[CustomerRow]) -> dict[str, CustomerRow]:
    """Return the customers by key; further rows of one are joined, and two names under one number are told."""
    found: dict[str, CustomerRow] = {}
    pairs: dict[tuple[str, str], None] = {}
    names: dict[str | None, str | None] = {}
    for row in rows:
        known = found.get(row.key)
        if known is not None and known.number != row.number:
            pairs[known.number, row.number] = None
            names.setdefault(known.number, known.name)
            names.setdefault(row.number, row.name)
        found[row.key] = row if known is None else _merged(known, row)
    tell_of_names(table, list(pairs), names)
    return found


def _is_customer(number: str | None, row: Sequence[Cell]) -> bool:
    """Tell a customer from a total and a note under the table."""
    if number is None:
        return False
    filled = sum(1 for cell in row if cell_text(cell) is not None)
    return not (filled <= 2 and is_total(number)) and not (filled == 1 and is_footer([number]))


def _limits(table: Table) -> tuple[list[int | None], list[str | None], dict[int, Any]]:
    """Return credit limits in minor units with their currency, and what is wrong with some."""
    count = len(table.body)
    if not table.has("credit_limit"):
        return [None] * count, [None] * count, {}
    heading = table.heading("credit_limit")
    by = next(iter(table.present("limit_currency", "currency")), None)
    told = table.options.currency or table.options.default_currency
    judged, currencies = judge_money(table, ["credit_limit"], told, by or "limit_currency")
    column = judged["credit_limit"]
    table.judged("credit_limit", column)
    if currencies.question is not None:
        table.questions.append(currencies.question)
    minors, wrong = to_minors(column, currencies)
    codes = [currencies.one] * count if currencies.rows is None else currencies.rows
    bad: dict[int, Any] = {place: (heading, str(column.cells[place]), why) for place, why in wrong.items()}
    if by:
        what = msg("This is no ISO 4217 currency.")
        bad.update({place: (table.heading(by), cell, what) for place, cell in currencies.bad.items()})
    return [minor if code else None for minor, code in zip(minors, codes, strict=True)], list(codes), bad


def _customer(
    table: Table, columns: Columns, place: int, number: str, limit: int | None, code: str | None
) -> CustomerRow:
    """Build one row."""
    said = {name: columns[name][place] for name in _PLAIN if name in columns}
    name = columns["name"][place] if "name" in columns else None
    country = country_code(text) if (text := _cell(columns, "country", place)) else None
    language = language_code(text) if (text := _cell(columns, "language", place)) else None
    currency = meaning(text).code if (text := _cell(columns, "currency", place)) else None
    mails = _mails(_cell(columns, "email", place))
    phone, mobile = (_phone(_cell(columns, field, place)) for field in ("phone", "mobile"))
    parent = _cell(columns, "parent", place)
    key = account_key(number)
    parent_key = account_key(parent) if parent else None
    return CustomerRow(
        row=table.first + place,
        key=key,
        number=number,
        name=name or "",
        name_latin=said.get("name_latin"),
        name_kana=said.get("name_kana"),
        address=_address(said, country),
        city=said.get("city"),
        country=country,
        language=language,
        currency=currency,
        territory=said.get("territory"),
        tier=_tier(_cell(columns, "tier", place)),
        parent=parent_key if parent_key != key else None,
        terms=said.get("terms"),
        credit_limit=limit,
        limit_currency=code if limit is not None else None,
        risk_class=said.get("risk_class"),
        sales_rep=said.get("sales_rep"),
        collector=said.get("collector"),
        time_zone=zone if (zone := _cell(columns, "time_zone", place)) and _is_zone(zone) else None,
        portal=said.get("portal"),
        tax_id=said.get("tax_id"),
        phone=phone,
        email=mails[0] if mails else None,
        blocked=_is_blocked(blocked) if (blocked := _cell(columns, "blocked", place)) else None,
        contacts=_people(said, language, mails, phone, mobile),
    )


def _cell(columns: Columns, name: str, place: int) -> str | None:
    return columns[name][place] if name in columns else None


def _people(
    said: Mapping[str, str | None], language: str | None, mails: list[str], phone: str | None, mobile: str | None
) -> tuple[ContactRow, ...]:
    """Return the people of a row; further addresses in the e-mail cell are mailboxes of their own."""
    role_text = said.get("contact_role")
    role = word_groups("contact_role").get(fold(role_text)) if role_text else None
    people: list[ContactRow] = []
    if name := said.get("contact_name"):
        people.append(
            ContactRow(
                name,
                role,
                said.get("department") or (role_text if role is None else None),
                said.get("job_title"),
                language,
                mails[0] if mails else None,
                phone,
                mobile,
            )
        )
    people.extend(ContactRow(mail, role, email=mail) for mail in mails[1:])
    return tuple(people)


def _mails(text: str | None) -> list[str]:
    """Return the addresses in an e-mail cell."""
    return [part.strip("<>()") for part in _SPLIT.split(text or "") if "@" in part]


def _phone(text: str | None) -> str | None:
    """Return a phone number without the commas that exports leave behind it."""
    tidy = (text or "").strip(" ,;")
    return tidy or None


def _address(said: Mapping[str, str | None], country: str | None) -> tuple[str, ...]:
    """Return the lines of an address, top to bottom as the country writes them."""
    street = [
        line.strip() for part in ("street", "street2") for line in (said.get(part) or "").split("\n") if line.strip()
    ]
    postal, city, region = (said.get(name) or "" for name in ("postal_code", "city", "region"))
    return address_lines(street, postal, city, region, country)


def _tier(text: str | None) -> str | None:
    """Return the tier as one letter: ``A``, ``Tier B``, ``Aランク``."""
    match = _TIER.search((text or "").replace("ランク", " ").replace("级", " ").replace("級", " "))
    return match.group(1).upper() if match else None


def _is_blocked(text: str) -> bool | None:
    """Return what a cell says of a block; None if it says neither yes nor no."""
    return verdict(text, BLOCKED)


@lru_cache(maxsize=256)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _merged(known: CustomerRow, row: CustomerRow) -> CustomerRow:
    """Join a further row of the same account: the first word counts, gaps are filled, people are added."""
    facts = [old if old not in {None, "", ()} else new for old, new in zip(known[:-1], row[:-1], strict=True)]
    people = (*known.contacts, *(person for person in row.contacts if person not in known.contacts))
    return CustomerRow._make((*facts, people))


def _warn_of_unknown(table: Table, columns: Columns, own: bytearray) -> None:
    """Name countries, languages and the like that are none, and words that say neither yes nor no, once each."""
    tell_unknown(table, "currency", own, lambda text: meaning(text).code)
    tell_unknown(table, "email", own, mail_in)
    if values := _unknown(columns, "country", own, country_code):
        table.warnings.append(
            Notice("country_unknown", msg("Some countries were not understood: {values}.", values=values))
        )
    if values := _unknown(columns, "language", own, language_code):
        table.warnings.append(
            Notice("language_unknown", msg("Some languages were not understood: {values}.", values=values))
        )
    if values := _unknown(columns, "blocked", own, _is_blocked):
        what = msg(
            "Column “{column}” says neither yes nor no in some rows: {values}. Whether these customers are blocked is "
            "left as it is.",
            column=table.heading("blocked"), values=values,
        )  # fmt: skip
        table.warnings.append(Notice("blocked_unknown", what))


def _unknown(columns: Columns, name: str, own: bytearray, read: Callable[[str], object]) -> str:
    """List a few texts of a column that a reader does not understand."""
    if name not in columns:
        return ""
    return ", ".join(sorted({text for text in pick(columns[name], own) if text is not None and read(text) is None})[:5])
