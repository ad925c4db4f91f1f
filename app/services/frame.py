"""What stands around every view: how much waits in each room, how old each source is, the base currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import distinct, func, or_, select
from sqlalchemy.orm import Session

from app.enums import OPEN_ITEM, OPEN_PROMISE, LetterStatus, PromiseStatus, SyncKind, SyncState
from app.models.account import Account
from app.models.activity import Activity
from app.models.company import Company
from app.models.item import Item
from app.models.letter import Letter
from app.models.promise import Instalment, Promise
from app.models.snapshot import WorklistRow
from app.models.sync import SyncRun
from app.services.portfolio.rates import base_currency, known_rates
from app.services.portfolio.worklist import is_stale


@dataclass(frozen=True, slots=True)
class SourceAge:
    """When a kind of file was last applied (aware UTC), and the day its facts are of."""

    kind: SyncKind
    at: datetime
    as_of: date | None


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """Numbers and ages for rail and status bar.

    Attributes:
        to_call: accounts on the list of the day; None where the list that is stored is another day's.
        accounts: accounts as the portfolio lists them: those still in the files, or with anything open.
        calls: contacts logged on the day.
        promises: open promises that are due by the day, and broken ones not yet spoken of.
        broken: how many of them are broken.
        letters: drafts and approved letters not yet produced.
        sources: the newest applied file of each kind, in the order of ``SyncKind``.
        base: base currency, None before the company is set.
        rates_day: day of the newest rate that holds on the day.
    """

    to_call: int | None
    accounts: int
    calls: int
    promises: int
    broken: int
    letters: int
    sources: tuple[SourceAge, ...]
    base: str | None
    rates_day: date | None


def frame_facts(session: Session, day: date, zone: str) -> FrameFacts:
    """Count what waits on ``day`` (the collector's day in the IANA zone ``zone``)."""
    start = datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)
    to_call = select(func.count()).select_from(WorklistRow).where(WorklistRow.held_code.is_(None))
    open_there = select(Item.id).where(Item.account_id == Account.id, Item.status.in_(OPEN_ITEM)).exists()
    accounts = select(func.count()).select_from(Account).where(or_(Account.vanished.is_(False), open_there))
    calls = (
        select(func.count())
        .select_from(Activity)
        .where(Activity.superseded.is_(False), Activity.at >= start, Activity.at < start + timedelta(days=1))
    )
    due = select(func.count(distinct(Instalment.promise_id))).where(
        Instalment.status.in_(OPEN_PROMISE), Instalment.due <= day
    )
    broken = (
        select(func.count())
        .select_from(Promise)
        .where(Promise.status.in_((PromiseStatus.BROKEN, PromiseStatus.PARTLY_KEPT)), Promise.spoken_of.is_(False))
    )
    waiting = (
        select(func.count())
        .select_from(Letter)
        .where(Letter.status.in_((LetterStatus.DRAFT, LetterStatus.APPROVED)), Letter.date <= day)
    )
    rates = known_rates(session, day, base_currency(session))
    numbers = [session.scalar(question) or 0 for question in (to_call, accounts, calls, due, broken, waiting)]
    return FrameFacts(
        to_call=None if is_stale(session, day) else numbers[0],
        accounts=numbers[1],
        calls=numbers[2],
        promises=numbers[3] + numbers[4],
        broken=numbers[4],
        letters=numbers[5],
        sources=_sources(session),
        base=session.scalar(select(Company.base_currency).limit(1)),
        rates_day=max((rate.day for rate in rates.values()), default=None),
    )


def _sources(session: Session) -> tuple[SourceAge, ...]:
    newest = (
        select(SyncRun.kind, func.max(SyncRun.at), func.max(SyncRun.as_of))
        .where(SyncRun.state != SyncState.UNDONE)
        .group_by(SyncRun.kind)
    )
    order = list(SyncKind)
    found = [SourceAge(SyncKind(kind), at, as_of) for kind, at, as_of in session.execute(newest)]
    return tuple(sorted(found, key=lambda source: order.index(source.kind)))
