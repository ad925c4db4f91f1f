"""Sheet 9: letters written on the day, and what was held back and why."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select

from app.enums import PRODUCED_LETTER
from app.i18n import msg, render
from app.models.account import Contact
from app.models.letter import Letter, LetterFile, LetterHeld, LetterItem, LetterRun
from app.services.labels import LETTER_STATES, STAGES, label
from app.services.reports.daily.context import (
    ACCOUNT,
    CURRENCY,
    REF,
    DailyContext,
    amount,
    day_column,
    money,
    number,
    text,
)
from app.services.reports.tables import Table, table

LETTERS: Final = (
    *ACCOUNT,
    text("kind", msg("Letter kind"), 11),
    text("stage", msg("Stage"), 16),
    text("language", msg("Language"), 11),
    text("channel", msg("Channel"), 9),
    text("recipient", msg("Recipient role"), 14),
    amount("amount", msg("Amount")),
    CURRENCY,
    number("items", msg("Items")),
    number("oldest", msg("Oldest days")),
    day_column("deadline", msg("Deadline")),
    day_column("previous", msg("Previous letter on")),
    text("state", msg("Delivery state"), 11),
    text("approved_by", msg("Approved by"), 12),
    text("changed", msg("Changed from proposal"), 26),
    text("sha256", msg("File SHA-256"), 66),
    REF,
)
HELD: Final = (
    *ACCOUNT,
    amount("amount", msg("Amount")),
    CURRENCY,
    text("items", msg("Items"), 30),
    text("stage", msg("Would be stage"), 16),
    text("why", msg("Why held"), 44),
    day_column("until", msg("Until")),
    REF,
)


def letters(context: DailyContext) -> Table:
    """Return the letters produced on the day."""
    session = context.session
    produced = Letter.status.in_(PRODUCED_LETTER)
    today = (Letter.produced_at >= context.start) & (Letter.produced_at < context.end)
    found = session.scalars(select(Letter).where(produced, today).order_by(Letter.number)).all()
    counts = {
        letter_id: (count, oldest)
        for letter_id, count, oldest in session.execute(
            select(LetterItem.letter_id, func.count(), func.max(LetterItem.days_overdue)).group_by(LetterItem.letter_id)
        )
    }
    files = {
        row.letter_id: row.sha256 for row in session.scalars(select(LetterFile).order_by(LetterFile.format.desc()))
    }
    roles = dict(session.execute(select(Contact.id, Contact.role)).tuples().all())
    records = [
        {
            **context.who(letter.account_id),
            "kind": letter.kind,
            "stage": label(STAGES, letter.stage),
            "language": letter.locale,
            "channel": "file",
            "recipient": roles.get(letter.contact_id or ""),
            "amount": money(letter.amount, letter.currency),
            "currency": letter.currency,
            "items": counts.get(letter.id, (0, None))[0],
            "oldest": counts.get(letter.id, (0, None))[1],
            "deadline": letter.due_by,
            "previous": _previous(context, letter),
            "state": label(LETTER_STATES, letter.status),
            "approved_by": letter.approved_by,
            "changed": ", ".join(f"{key}: {value}" for key, value in sorted((letter.changed or {}).items())),
            "sha256": files.get(letter.id),
            "ref": letter.id,
        }
        for letter in found
    ]
    return table("tblLetters", "Letters", msg("Letters"), LETTERS, records)


def _previous(context: DailyContext, letter: Letter) -> object:
    query = select(func.max(Letter.date)).where(
        Letter.account_id == letter.account_id,
        Letter.currency == letter.currency,
        Letter.status.in_(PRODUCED_LETTER),
        Letter.id != letter.id,
        Letter.date < letter.date,
    )
    return context.session.scalar(query)


def held(context: DailyContext) -> Table:
    """Return what the day's run held back."""
    query = (
        select(LetterHeld)
        .join(LetterRun, LetterRun.id == LetterHeld.run_id)
        .where(LetterRun.day == context.day)
        .order_by(LetterHeld.id)
    )
    records = [
        {
            **context.who(row.account_id),
            "amount": money(row.amount, row.currency),
            "currency": row.currency,
            "items": ", ".join(row.items),
            "stage": label(STAGES, row.stage) or None,
            "why": render(row.why),
            "until": row.until,
            "ref": row.id,
        }
        for row in context.session.scalars(query)
    ]
    return table("tblHeld", "Held", msg("Held back"), HELD, records)
