"""Calls, letters, promises, payments and disputes of an account in one line of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import RIGHT_PARTY, ItemStatus, LetterStatus, PromiseStatus
from app.i18n import Message, msg, nmsg
from app.models.promise import Judgement, Promise
from app.money import Money
from app.services.labels import CHANNELS, LETTER_STATES, OUTCOMES, PROMISE_STATES, STAGES
from app.services.letters.dunning.views import LetterView
from app.services.portfolio.account.items import ItemRow
from app.services.portfolio.account.rows import ActivityRow, DisputeRow, PromiseRow, ReceiptRow
from app.services.portfolio.account.told import Tone

#: What the short line since the last call shows at least, if there is so much.
_LEAST = 4
_MOST = 12
_NOT_WRITTEN = (LetterStatus.DRAFT, LetterStatus.APPROVED)
_KINDS = ("dispute", "closed", "receipt", "letter", "promise", "judgement", "call")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    Attributes:
        day: in the collector's zone; ``at`` the moment where it is known.
        kind: ``call``, ``letter``, ``promise``, ``judgement``, ``receipt``, ``dispute`` or ``closed``.
        ref: id of the record.
        detail: what was noted or why, as it was written.
        contact: a right party was spoken to.
    """

    day: date
    at: datetime | None
    kind: str
    ref: str
    text: Message
    detail: Message | str | None
    tone: Tone
    contact: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """What the line is made of."""

    activities: Sequence[ActivityRow]
    promises: Sequence[PromiseRow]
    letters: Sequence[LetterView]
    receipts: Sequence[ReceiptRow]
    disputes: Sequence[DisputeRow]
    items: Sequence[ItemRow]


def build_timeline(session: Session, account_id: str, happened: Happened, zone: str) -> tuple[Entry, ...]:
    """Return everything that happened with an account, newest first; days are the collector's."""
    entries = [
        *_calls(happened.activities, ZoneInfo(zone)),
        *_promises(happened.promises),
        *_judgements(session, account_id, ZoneInfo(zone)),
        *_letters(happened.letters),
        *_receipts(happened.receipts),
        *_disputes(happened.disputes),
        *_closed(happened.items),
    ]
    return tuple(sorted(entries, key=_moment, reverse=True))


def since_last_call(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return what happened since a right party was last spoken to, that conversation included, newest first."""
    last = next((place for place, entry in enumerate(entries) if entry.contact), len(entries))
    return tuple(entries[: min(_MOST, max(_LEAST, last + 1))])


def _moment(entry: Entry) -> tuple[date, str, int, str]:
    """Order by time; on one day what has no time of day comes first, at one moment money before words."""
    return (entry.day, entry.at.isoformat() if entry.at else "", _KINDS.index(entry.kind), entry.ref)


def _calls(activities: Iterable[ActivityRow], zone: ZoneInfo) -> Iterator[Entry]:
    for row in activities:
        if row.superseded:
            continue
        channel, outcome = CHANNELS[row.channel], OUTCOMES[row.outcome]
        text = (
            msg("{channel} with {contact}: {outcome}", channel=channel, contact=row.contact, outcome=outcome)
            if row.contact
            else msg("{channel}: {outcome}", channel=channel, outcome=outcome)
        )
        spoken = row.outcome in RIGHT_PARTY
        yield Entry(
            row.at.astimezone(zone).date(),
            row.at,
            "call",
            row.id,
            text,
            row.note,
            "info" if spoken else "plain",
            spoken,
        )


def _promises(promises: Iterable[PromiseRow]) -> Iterator[Entry]:
    for row in promises:
        amount = Money(row.promised, row.currency)
        if len(row.instalments) == 1:
            text = msg("Promise of {amount} by {day}", amount=amount, day=row.instalments[0].due)
        else:
            text = nmsg(
                "Promise of {amount} in {n} instalment", "Promise of {amount} in {n} instalments",
                len(row.instalments), amount=amount,
            )  # fmt: skip
        yield Entry(row.made_on, None, "promise", row.id, text, ", ".join(row.items) or None, "good")


def _judgements(session: Session, account_id: str, zone: ZoneInfo) -> Iterator[Entry]:
    """Give the judgements that say how a promise ended; waiting for data is no news."""
    quiet = {PromiseStatus.OPEN.value, PromiseStatus.AWAITING_DATA.value}
    rows = session.execute(
        select(Judgement, Promise.currency, Promise.amount)
        .join(Promise, Promise.id == Judgement.promise_id)
        .where(Promise.account_id == account_id, Judgement.after.not_in(quiet), Judgement.after != Judgement.before)
    )
    for row, currency, amount in rows:
        status = PromiseStatus(row.after)
        text = msg("Promise of {amount}: {status}", amount=Money(amount, currency), status=PROMISE_STATES[status])
        tone: Tone = "bad" if status is PromiseStatus.BROKEN else "good" if status is PromiseStatus.KEPT else "warn"
        yield Entry(row.at.astimezone(zone).date(), row.at, "judgement", row.promise_id, text, row.why, tone)


def _letters(letters: Iterable[LetterView]) -> Iterator[Entry]:
    """Yield the letters that were written: a draft is a proposal, nothing that happened."""
    for row in letters:
        if row.status in _NOT_WRITTEN:
            continue
        title = row.title or STAGES.get(row.stage or 0, STAGES[0])
        text = msg("{title}: {status}", title=title, status=LETTER_STATES[row.status])
        detail = row.contact or row.number
        yield Entry(row.date, None, "letter", row.id, text, detail, "info")


def _receipts(receipts: Iterable[ReceiptRow]) -> Iterator[Entry]:
    for row in receipts:
        amount = Money(row.amount, row.currency)
        if row.reversed_on is not None:
            yield Entry(
                row.reversed_on, None, "receipt", row.id, msg("Receipt of {amount} taken back", amount=amount),
                row.number, "bad",
            )  # fmt: skip
        count = len({number for number, _ in row.applications})
        text = (
            nmsg(
                "Receipt of {amount} applied to {n} item", "Receipt of {amount} applied to {n} items", count,
                amount=amount,
            )
            if count
            else msg("Receipt of {amount}, not applied", amount=amount)
        )  # fmt: skip
        detail = ", ".join(number for number, _ in row.applications) or row.remittance or row.number
        yield Entry(row.day, None, "receipt", row.id, text, detail, "good")


def _disputes(disputes: Iterable[DisputeRow]) -> Iterator[Entry]:
    for row in disputes:
        name = row.number or row.subject or ""
        items = ", ".join(number for number, _ in row.items)
        yield Entry(
            row.opened_on, None, "dispute", row.id, msg("Dispute opened: {name}", name=name), row.subject or items,
            "query",
        )  # fmt: skip
        if row.closed_on is not None:
            yield Entry(
                row.closed_on, None, "dispute", row.id, msg("Dispute closed: {name}", name=name), items or None, "query"
            )


def _closed(items: Iterable[ItemRow]) -> Iterator[Entry]:
    """Give what closed on a day in one line per reason: an account may have closed hundreds of items."""
    groups: dict[tuple[date, ItemStatus, str], list[ItemRow]] = {}
    for row in items:
        if not row.is_open and row.original > 0:
            groups.setdefault((row.closed_on or row.last_seen, row.status, row.currency), []).append(row)
    for (day, status, currency), rows in groups.items():
        amount = Money(sum(row.original for row in rows), currency)
        numbers = ", ".join(sorted(row.number for row in rows)[:6]) + ("…" if len(rows) > 6 else "")
        tone: Tone = "bad" if status is ItemStatus.VANISHED else "good" if status is ItemStatus.PAID else "plain"
        yield Entry(day, None, "closed", rows[0].id, _CLOSED[status](len(rows), amount), numbers, tone)


def _paid(count: int, amount: Money) -> Message:
    return nmsg("{n} item paid: {amount}", "{n} items paid: {amount}", count, amount=amount)


def _credited(count: int, amount: Money) -> Message:
    return nmsg("{n} item credited: {amount}", "{n} items credited: {amount}", count, amount=amount)


def _vanished(count: int, amount: Money) -> Message:
    return nmsg("{n} item vanished: {amount}", "{n} items vanished: {amount}", count, amount=amount)


def _unexplained(count: int, amount: Money) -> Message:
    return nmsg(
        "{n} item closed, no cash data: {amount}", "{n} items closed, no cash data: {amount}", count, amount=amount
    )


_CLOSED = {
    ItemStatus.PAID: _paid,
    ItemStatus.CREDITED: _credited,
    ItemStatus.VANISHED: _vanished,
    ItemStatus.NO_CASH_DATA: _unexplained,
}
