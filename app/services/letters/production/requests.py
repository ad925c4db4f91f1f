"""From a stored letter to the facts that its page is written from."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.enums import OPEN_ITEM, PRODUCED_LETTER
from app.models.account import Account, Contact
from app.models.item import Item
from app.models.letter import Letter, LetterItem
from app.services.letters.dunning.load import selling_company
from app.services.letters.dunning.stages import printed_deadline
from app.services.letters.production.request_json import request_from_json
from app.services.letters.production.sender import consequences_of, sender_of
from app.services.letters.request import (
    DayKind,
    Deadline,
    Earlier,
    LetterLine,
    LetterOptions,
    LetterRequest,
    Person,
    Recipient,
)
from app.settings import Settings, Span

_HAN_OR_KANA: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
#: Countries whose people write two surnames, the one they are called by first.
_TWO_SURNAMES: Final = frozenset({"ES", "MX", "CO", "AR", "CL", "PE"})


def request_of(session: Session, letter: Letter, settings: Settings, number: str | None = None) -> LetterRequest:
    """Return a letter's facts: as kept for a produced letter, as of now for a draft.

    ``number`` is the reference to print on a draft that has none yet.
    """
    if letter.produced_at is not None and letter.facts:
        return request_from_json(letter.facts)
    company = selling_company(session)
    account = session.get_one(Account, letter.account_id)
    contact = None if letter.contact_id is None else session.get(Contact, letter.contact_id)
    country = account.country or company.country
    lines = session.scalars(
        select(LetterItem).where(LetterItem.letter_id == letter.id).order_by(LetterItem.position)
    ).all()
    stage = letter.stage or 0
    return LetterRequest(
        sender=sender_of(company),
        recipient=recipient_of(account, contact, country),
        locale=letter.locale,
        stage=stage,
        date=letter.date,
        number=letter.number or number or "",
        currency=letter.currency,
        lines=tuple(_line(line, letter.date) for line in lines),
        deadline=_deadline(letter, printed_deadline(settings.market(country), stage, country, settings)),
        earlier=_earlier(session, letter, [line.item_id for line in lines if line.part == "claimed"]),
        consequences=consequences_of(company.consequences or {}, letter.locale),
        cross_border=country != company.country,
        multi_currency=_currencies(session, account.id) > 1,
        options=LetterOptions(ja_calendar=settings.ja_calendar, cop_decimals=settings.cop_decimals),
    )


def recipient_of(account: Account, contact: Contact | None, country: str) -> Recipient:
    """Return the customer as the letter addresses it; a mailbox without a person is addressed by its department."""
    return Recipient(
        company=account.name,
        country=country,
        department=None if contact is None else contact.department,
        person=None if contact is None else person_of(contact, country),
        address=tuple(account.address or ()),
    )


def person_of(contact: Contact, country: str) -> Person | None:
    """Return the reader: stored name parts, else the name cut where its script tells how; None for a mailbox.

    Where people have two surnames a name of three words or more stays whole: only the surnames' owner knows whether
    the second word is one of them.
    """
    if contact.family:
        return Person(contact.family, contact.given or "", contact.title_pref, contact.job_title)
    name = contact.name.strip()
    if not name or "@" in name:
        return None
    parts = name.split()
    if _HAN_OR_KANA.search(name):
        family, given = parts[0], " ".join(parts[1:])
    elif country in _TWO_SURNAMES and len(parts) > 2:
        family, given = name, ""
    else:
        family, given = parts[-1], " ".join(parts[:-1])
    return Person(family, given, contact.title_pref, contact.job_title)


def next_numbers(session: Session, day: date, count: int) -> list[str]:
    """Return the next references of a year: ``AR-2026-0001`` and on."""
    prefix = f"AR-{day.year}-"
    last = session.scalar(
        select(func.max(func.substr(Letter.number, len(prefix) + 1))).where(Letter.number.startswith(prefix))
    )
    start = int(last or 0)
    return [f"{prefix}{start + place + 1:05d}" for place in range(count)]


def changed_since(session: Session, letter: Letter) -> list[str]:
    """Return the numbers of items whose open amount is no longer what the draft claims."""
    query = (
        select(LetterItem.number, LetterItem.amount, Item.open, Item.status)
        .join(Item, Item.id == LetterItem.item_id)
        .where(LetterItem.letter_id == letter.id)
        .order_by(LetterItem.position)
    )
    return [
        number
        for number, amount, open_amount, status in session.execute(query)
        if status not in OPEN_ITEM or open_amount < amount
    ]


def _line(line: LetterItem, on: date) -> LetterLine:
    due = line.due_date or on
    return LetterLine(line.number, due, line.amount, (on - due).days, line.document_date, line.part)


def _deadline(letter: Letter, span: Span | None) -> Deadline | None:
    if letter.due_by is None or span is None:
        return None
    days = span.n if span.unit != "hours" else -(-span.n // 24)
    kind: DayKind = "receipt" if span.from_receipt else "business" if span.unit == "bd" else "calendar"
    return Deadline(letter.due_by, days, kind)


def _earlier(session: Session, letter: Letter, item_ids: list[str]) -> tuple[Earlier, ...]:
    """Return the letters on record about the claimed items, before this one."""
    query = (
        select(Letter.stage, Letter.date)
        .join(LetterItem, LetterItem.letter_id == Letter.id)
        .where(
            Letter.account_id == letter.account_id,
            Letter.currency == letter.currency,
            Letter.status.in_(PRODUCED_LETTER),
            Letter.stage > 0,
            Letter.date < letter.date,
            Letter.id != letter.id,
            LetterItem.item_id.in_(item_ids),
        )
        .distinct()
        .order_by(Letter.date)
    )
    return tuple(Earlier(stage, on) for stage, on in session.execute(query) if stage is not None)


def _currencies(session: Session, account_id: str) -> int:
    query = select(func.count(func.distinct(Item.currency))).where(
        Item.account_id == account_id, Item.status.in_(OPEN_ITEM)
    )
    return session.scalar(query) or 0
