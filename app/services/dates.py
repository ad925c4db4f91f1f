"""The days that facts stand on: the collector's day, the data date and the cash date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.enums import Scope, SyncKind, SyncState
from app.models.sync import SyncRun


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


def _as_date(value: date | str | None) -> date | None:
    """Aggregates over coalesce lose the column's type on SQLite."""
    return date.fromisoformat(value) if isinstance(value, str) else value
