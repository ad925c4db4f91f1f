"""Everything the first view shows, in one read on one snapshot."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from app.services.dates import load_days
from app.services.portfolio.buckets import bucket_keys
from app.services.portfolio.people import pick_contacts
from app.services.portfolio.rates import load_rates
from app.services.portfolio.worklist import current_worklist, load_worklist
from app.services.preferences import load_settings
from app.services.today.names import latin_names
from app.services.today.progress import load_progress
from app.services.today.shape import TodayBook
from app.services.today.waiting import due_promises, due_tasks

__all__ = ["TodayBook", "load_today"]


def load_today(
    session: Session, day: date, zone: str, now: datetime, limit: int | None = None, *, present: bool = True
) -> TodayBook:
    """Return the day.

    Args:
        session: one snapshot of the store.
        day: the collector's day.
        zone: his IANA zone.
        now: the moment, aware; it decides which offices are open.
        limit: at most so many rows of each part, for a first page.
        present: the day is the present one; another one is judged anew if it is not what is stored.
    """
    settings = load_settings(session)
    days = load_days(session, day, zone)
    load = load_worklist if present else current_worklist
    worklist = load(session, days, now, settings, limit)
    on_list = [row.account_id for row in worklist.rows]
    return TodayBook(
        worklist=worklist,
        whole=limit is None or len(worklist.rows) == worklist.total,
        keys=bucket_keys(settings.bucket_bounds),
        latin=latin_names(session, None if limit is None else on_list),
        people=pick_contacts(session, on_list),
        data_date=days.data_date,
        progress=load_progress(session, day, zone, load_rates(session, day, settings), settings.targets),
        promises=due_promises(session, day),
        tasks=due_tasks(session, day),
    )
