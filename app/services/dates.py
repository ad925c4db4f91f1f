"""The days that facts stand on: the collector's day, the data date and the cash date.

SQLAlchemy is loaded where it is used: the first page of the day is read without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.enums import Scope, SyncKind, SyncState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Days:
    """The two clocks of the domain.

    Attributes:
        day: the collector's day (callbacks, tasks, cadence, quiet days, days overdue on screen and in letters).
        data_date: newest as-of of an applied open-items file: facts of the ledger; None before the first sync.
        cash_date: newest coverage of an applied receipts or closed-items file or of a full open-items file:
            judgements of promises reach no further.
        zone: the collector's IANA zone.
    """

    day: date
    data_date: date | None
    cash_date: date | None
    zone: str


def load_days(session: Session, day: date, zone: str) -> Days:
    """Read the data date and the cash date that the applied files give."""
    from sqlalchemy import func, select

    from app.models.sync import SyncRun

    applied = SyncRun.state != SyncState.UNDONE
    data = session.scalar(select(func.max(SyncRun.as_of)).where(applied, SyncRun.kind == SyncKind.OPEN_ITEMS))
    cash = session.scalar(
        select(func.max(func.coalesce(SyncRun.coverage, SyncRun.as_of))).where(
            applied,
            SyncRun.kind.in_((SyncKind.RECEIPTS, SyncKind.CLOSED_ITEMS))
            | ((SyncRun.kind == SyncKind.OPEN_ITEMS) & (SyncRun.scope == Scope.FULL)),
        )
    )
    return Days(day, _as_date(data), _as_date(cash), zone)


def collector_zone(session: Session) -> str | None:
    """Return the collector's IANA zone as the company states it, None where no company is set yet."""
    from sqlalchemy import select

    from app.models.company import Company

    return session.scalar(select(Company.time_zone).limit(1))


def _as_date(value: date | str | None) -> date | None:
    """Aggregates over coalesce lose the column's type on SQLite."""
    return date.fromisoformat(value) if isinstance(value, str) else value
