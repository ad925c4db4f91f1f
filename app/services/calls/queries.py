"""Reading what this room wrote: the call log with its day totals, promises with their evidence, tasks.

Rows of single contacts, tasks and promises are those of the account view; what is added here is what a list over all
accounts needs. Amounts are minor units; days are the collector's.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.enums import Channel, Outcome, PromiseStatus
from app.errors import RefusedError
from app.i18n import Message, msg
from app.models.account import Account
from app.models.activity import Activity, ActivityAccount
from app.models.promise import Instalment, Judgement, Promise
from app.services.calendars import local_moment
from app.services.calls.entries.outcomes import answered, completes, right_party
from app.services.calls.promises.judging.words import nothing_told
from app.services.portfolio.account.records import load_activities, load_promises
from app.services.portfolio.account.rows import ActivityRow, PromiseRow

#: Contacts that dial somebody: what "attempts" counts.
_DIALLED = frozenset({Channel.CALL_OUT, Channel.VIDEO})


def activity_rows(
    session: Session, ids: Collection[str] | None = None, account_id: str | None = None
) -> tuple[ActivityRow, ...]:
    """Return contacts, newest first: those asked for by id, else the newest revisions of one account or all."""
    if ids is not None:
        return load_activities(session, Activity.id.in_(ids))
    stands = Activity.superseded.is_(False)
    if account_id is None:
        return load_activities(session, stands)
    return load_activities(session, stands, ActivityAccount.account_id == account_id)


def revisions_of(session: Session, activity_id: str) -> tuple[ActivityRow, ...]:
    """Return every revision of an entry, the newest first; whichever of them is asked for.

    Raises:
        RefusedError: there is no such entry.
    """
    newest: str | None = session.scalar(select(Activity.id).where(Activity.id == activity_id))
    if newest is None:
        raise RefusedError("unknown_activity", msg("There is no such entry in the call log."))
    while (later := session.scalar(select(Activity.id).where(Activity.replaces_id == newest))) is not None:
        newest = later
    ids: list[str] = []
    while newest is not None:
        ids.append(newest)
        newest = session.scalar(select(Activity.replaces_id).where(Activity.id == newest))
    rows = {row.id: row for row in activity_rows(session, ids=ids)}
    return tuple(rows[ident] for ident in ids)


# ------------------------------------------------------------------------------------------------ the call log


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What of the log is shown: days through ``last`` in the collector's zone, one outcome, one account, some text.

    ``text`` is looked for in notes, people, account numbers and names, in any width and case. ``all_revisions`` shows
    what was corrected or taken back too.
    """

    first: date
    last: date
    zone: str
    outcome: Outcome | None = None
    account_id: str | None = None
    text: str = ""
    all_revisions: bool = False


@dataclass(frozen=True, slots=True)
class CallRow:
    """A contact in the log.

    Attributes:
        local: when it began, in the collector's zone.
        names: of the accounts, in their order.
        right_party: the person who may approve or schedule payment was reached.
        promise_id: the promise made in it, with its amount and currency.
    """

    activity: ActivityRow
    local: datetime
    names: tuple[str, ...]
    account_ids: tuple[str, ...]
    right_party: bool
    answered: bool
    completes: bool
    promise_id: str | None = None
    promised: int = 0
    currency: str = ""


@dataclass(frozen=True, slots=True)
class DayTotals:
    """What a day came to; one contact counts once however many accounts it worked.

    Attributes:
        attempts: calls dialled.
        promised: promised amounts by currency.
    """

    day: date
    contacts: int
    attempts: int
    answered: int
    right_party: int
    accounts: int
    seconds: int
    promises: int
    promised: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CallLog:
    """The rows, newest first, and the totals of each day that has any."""

    rows: tuple[CallRow, ...]
    days: tuple[DayTotals, ...]


def call_log(session: Session, wanted: LogFilter) -> CallLog:
    """Return the log of some days with what each day came to."""
    conditions: list[ColumnElement[bool]] = [
        Activity.at >= local_moment(wanted.first, None, wanted.zone),
        Activity.at < local_moment(wanted.last + timedelta(days=1), None, wanted.zone),
    ]
    if not wanted.all_revisions:
        conditions.append(Activity.superseded.is_(False))
    if wanted.account_id is not None:
        conditions.append(ActivityAccount.account_id == wanted.account_id)
    rows = _call_rows(session, load_activities(session, *conditions), wanted.zone)
    rows = [row for row in rows if _has_outcome(row, wanted.outcome) and _has_text(row, wanted.text)]
    by_day: dict[date, list[CallRow]] = defaultdict(list)
    for row in rows:
        if not row.activity.superseded:
            by_day[row.local.date()].append(row)
    return CallLog(tuple(rows), tuple(_totals(day, found) for day, found in sorted(by_day.items(), reverse=True)))


def _call_rows(session: Session, activities: Iterable[ActivityRow], zone: str) -> list[CallRow]:
    found = tuple(activities)
    names: dict[str, list[tuple[str, str]]] = defaultdict(list)
    promises: dict[str | None, tuple[str, int, str]] = {}
    ids = [row.id for row in found]
    for part in (ids[start : start + 5_000] for start in range(0, len(ids), 5_000)):
        link = ActivityAccount
        query = select(link.activity_id, Account.id, Account.name).join(Account, Account.id == link.account_id)
        for ident, account_id, name in session.execute(query.where(link.activity_id.in_(part)).order_by(link.position)):
            names[ident].append((account_id, name))
        made = select(Promise.activity_id, Promise.id, Promise.amount, Promise.currency)
        for ident, *promise in session.execute(
            made.where(Promise.activity_id.in_(part), Promise.status != PromiseStatus.VOID)
        ):
            promises[ident] = (promise[0], promise[1], promise[2])
    local = ZoneInfo(zone)
    return [
        CallRow(
            row,
            row.at.astimezone(local),
            tuple(name for _, name in names[row.id]),
            tuple(ident for ident, _ in names[row.id]),
            right_party(_outcomes(row)),
            answered(_outcomes(row)),
            completes(_outcomes(row)),
            *promises.get(row.id, (None, 0, "")),
        )
        for row in found
    ]


def _outcomes(row: ActivityRow) -> tuple[Outcome, ...]:
    return row.outcome, *(Outcome(code) for code in row.also)


def _has_outcome(row: CallRow, outcome: Outcome | None) -> bool:
    return outcome is None or outcome in _outcomes(row.activity)


def _has_text(row: CallRow, text: str) -> bool:
    words = _plain(text).split()
    activity = row.activity
    everything = _plain(" ".join((activity.note or "", activity.contact or "", *activity.accounts, *row.names)))
    return all(word in everything for word in words)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _totals(day: date, rows: list[CallRow]) -> DayTotals:
    promised: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.promise_id is not None:
            promised[row.currency] += row.promised
    return DayTotals(
        day=day,
        contacts=len(rows),
        attempts=sum(row.activity.channel in _DIALLED for row in rows),
        answered=sum(row.answered for row in rows),
        right_party=sum(row.right_party for row in rows),
        accounts=len({ident for row in rows for ident in row.account_ids}),
        seconds=sum(row.activity.seconds for row in rows),
        promises=sum(row.promise_id is not None for row in rows),
        promised=dict(sorted(promised.items())),
    )


# ------------------------------------------------------------------------------------------------ promises


def promise_rows(
    session: Session,
    ids: Collection[str] | None = None,
    status: PromiseStatus | None = None,
    account_id: str | None = None,
    day: date | None = None,
) -> tuple[PromiseRow, ...]:
    """Return promises, newest first.

    Args:
        session: to read from.
        ids: only these.
        status: only those that read so.
        account_id: only those of one account.
        day: the collector's day: an open promise whose window ended before it awaits data, also between syncs.
    """
    conditions: list[ColumnElement[bool]] = []
    if ids is not None:
        conditions.append(Promise.id.in_(ids))
    if account_id is not None:
        conditions.append(Promise.account_id == account_id)
    rows = load_promises(session, *conditions)
    if day is not None:
        rows = tuple(_as_of(row, day) for row in rows)
    return rows if status is None else tuple(row for row in rows if row.status == status)


def _as_of(row: PromiseRow, day: date) -> PromiseRow:
    """Let open instalments whose window has passed read as awaiting data: no file has told about them yet."""
    lines = tuple(
        replace(
            line,
            status=PromiseStatus.AWAITING_DATA,
            why=nothing_told(line.promised - line.received, row.currency, line.window_end),
        )
        if line.status == PromiseStatus.OPEN and line.window_end < day
        else line
        for line in row.instalments
    )
    late = next((line for line, was in zip(lines, row.instalments, strict=True) if line is not was), None)
    if late is None or row.status != PromiseStatus.OPEN:
        return replace(row, instalments=lines)
    return replace(row, instalments=lines, status=PromiseStatus.AWAITING_DATA, why=late.why)


@dataclass(frozen=True, slots=True)
class Judged:
    """One change of an instalment, as it was judged then; ``money`` is the evidence as it is stored."""

    at: datetime
    due: date
    before: PromiseStatus
    after: PromiseStatus
    due_under: int
    received: int
    received_late: int
    cash_date: date | None
    why: Message | None
    provisional: bool
    money: tuple[Mapping[str, Any], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Evidence:
    """A promise with all its judgements, the newest first, and the promises before and after it."""

    promise: PromiseRow
    judgements: tuple[Judged, ...]
    renewed_by: tuple[str, ...]


def promise_evidence(session: Session, promise_id: str) -> Evidence:
    """Return everything that led to how a promise reads.

    Raises:
        RefusedError: there is no such promise.
    """
    rows = promise_rows(session, ids=[promise_id])
    if not rows:
        raise RefusedError("unknown_promise", msg("There is no such promise."))
    query = (
        select(Judgement, Instalment.due)
        .join(Instalment, Instalment.id == Judgement.instalment_id)
        .where(Judgement.promise_id == promise_id)
        .order_by(Judgement.at.desc(), Judgement.id.desc())
    )
    judgements = tuple(
        Judged(
            at=row.at,
            due=due,
            before=PromiseStatus(row.before),
            after=PromiseStatus(row.after),
            due_under=row.due_under,
            received=row.received,
            received_late=row.received_late,
            cash_date=row.cash_date,
            why=row.why,
            provisional=row.provisional,
            money=tuple(row.money or ()),
        )
        for row, due in session.execute(query)
    )
    renewals = select(Promise.id).where(Promise.replaces_id == promise_id).order_by(Promise.made_at)
    return Evidence(rows[0], judgements, tuple(session.scalars(renewals)))
