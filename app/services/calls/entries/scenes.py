"""When and where a contact happened, as the next steps read it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.enums import Outcome
from app.models.account import Account
from app.models.activity import Activity, ActivityAccount
from app.services.calendars import local_moment
from app.services.calls.entries.followups import Scene
from app.services.calls.entries.lookup import country_of, zone_for
from app.services.dates import Days
from app.settings import Settings

_NOBODY = frozenset({Outcome.NA, Outcome.BUSY, Outcome.VM})
_WEEK = timedelta(days=7)


def scene_of(session: Session, account: Account, activity: Activity, days: Days, settings: Settings) -> Scene:
    """Return the scene of a contact with one account: the day, the customer's calendar and what was tried before."""
    country = country_of(session, account)
    midnight = local_moment(days.day, None, days.zone)
    return Scene(
        day=days.day,
        now=activity.logged_at,
        country=country,
        zone=zone_for(account, country),
        settings=settings,
        tries=_count(session, account.id, activity, midnight, _NOBODY),
        voicemails=_count(session, account.id, activity, midnight - _WEEK + timedelta(days=1), {Outcome.VM}),
    )


def _count(
    session: Session, account_id: str, activity: Activity, since: datetime, outcomes: Collection[Outcome]
) -> int:
    """Count the account's other contacts since a moment that came to one of the outcomes."""
    query = (
        select(func.count())
        .select_from(Activity)
        .join(ActivityAccount, ActivityAccount.activity_id == Activity.id)
        .where(
            ActivityAccount.account_id == account_id,
            Activity.id != activity.id,
            Activity.superseded.is_(False),
            Activity.at >= since,
            Activity.at <= activity.at,
            Activity.outcome.in_(outcomes),
        )
    )
    return session.scalar(query) or 0
