"""How far the day has come against its targets.

Counting follows the figures of the day's workbook: a contact about several accounts is one attempt and one
right-party contact; a promise on items not yet due is an assurance and no promise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from app.enums import RIGHT_PARTY, Channel, PromiseStatus
from app.models.activity import Activity, ActivityAccount
from app.models.promise import Instalment, Promise
from app.services.portfolio.rates import Converted, Rates, sums_by_currency
from app.services.portfolio.strategy import COMPLETES
from app.settings import Targets

#: Channels that count as a call attempt.
_CALLS = (Channel.CALL_OUT, Channel.VIDEO)
#: An instalment with one of these has been judged.
_JUDGED = (PromiseStatus.KEPT, PromiseStatus.PARTLY_KEPT, PromiseStatus.BROKEN, PromiseStatus.KEPT_LATE)


@dataclass(frozen=True, slots=True)
class DayProgress:
    """What was reached on a day.

    Attributes:
        calls: call attempts.
        contacts: contacts with a right party, by any channel.
        promises: promises made.
        promised: their sum in the base currency.
        done: accounts whose card is completed.
        month_due, month_kept: what fell due under promises judged this month and what came in time, base minor units.
        targets: what the day aims at.
    """

    calls: int
    contacts: int
    promises: int
    promised: Converted
    done: int
    month_due: int
    month_kept: int
    targets: Targets


def load_progress(session: Session, day: date, zone: str, rates: Rates, targets: Targets) -> DayProgress:
    """Count what was reached on ``day``, a day of the IANA zone ``zone``."""
    start, end = day_bounds(day, zone)
    today = (Activity.at >= start, Activity.at < end, Activity.superseded.is_(False))
    calls = select(func.count()).select_from(Activity).where(*today, Activity.channel.in_(_CALLS))
    contacts = select(func.count()).select_from(Activity).where(*today, Activity.outcome.in_(RIGHT_PARTY))
    done = (
        select(func.count(distinct(ActivityAccount.account_id)))
        .join(Activity, Activity.id == ActivityAccount.activity_id)
        .where(*today, Activity.outcome.in_(COMPLETES))
    )
    made = session.execute(
        select(Promise.id, Promise.activity_id, Promise.currency, Promise.amount).where(
            Promise.made_at >= start,
            Promise.made_at < end,
            Promise.assurance.is_(False),
            Promise.status != PromiseStatus.VOID,
        )
    ).all()
    due, kept = _month(session, day, rates)
    return DayProgress(
        calls=session.scalar(calls) or 0,
        contacts=session.scalar(contacts) or 0,
        promises=len({row.activity_id or row.id for row in made}),
        promised=rates.total(sums_by_currency((row.currency, row.amount) for row in made)),
        done=session.scalar(done) or 0,
        month_due=due,
        month_kept=kept,
        targets=targets,
    )


def day_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """Return a day of a zone as UTC moments, the end exclusive."""
    start = datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)
    return start, datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone)).astimezone(UTC)


def _month(session: Session, day: date, rates: Rates) -> tuple[int, int]:
    """Return due and received in time under instalments whose window ended this month (KPI page: kept by value)."""
    rows = session.execute(
        select(
            Promise.currency,
            func.sum(func.coalesce(Instalment.due_under, Instalment.amount)),
            func.sum(Instalment.received),
        )
        .join(Instalment, Instalment.promise_id == Promise.id)
        .where(
            Promise.assurance.is_(False),
            Instalment.status.in_(_JUDGED),
            Instalment.window_end >= day.replace(day=1),
            Instalment.window_end <= day,
        )
        .group_by(Promise.currency)
    ).all()
    due = rates.total({currency: int(amount or 0) for currency, amount, _ in rows})
    kept = rates.total({currency: int(amount or 0) for currency, _, amount in rows})
    return due.minor, kept.minor
