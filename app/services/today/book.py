"""Everything the first view shows, in one read on one snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.services.dates import load_days
from app.services.portfolio.buckets import bucket_keys
from app.services.portfolio.bulk import raw_rows
from app.services.portfolio.rates import load_rates
from app.services.portfolio.worklist import Worklist, current_worklist, load_worklist
from app.services.preferences import load_settings
from app.services.today.progress import DayProgress, load_progress
from app.services.today.waiting import DuePromise, DueTask, due_promises, due_tasks


@dataclass(frozen=True, slots=True)
class TodayBook:
    """The day at a moment.

    Attributes:
        worklist: the list in its parts and what is held back.
        whole: all rows are here, not only the first of each part.
        keys: the six bucket keys of the policy, in the order of age, as ``WorkRow.buckets`` has them.
        latin: Latin name by account id, where a customer writes its name in another script.
        promises: promises whose day has come and that are not judged.
        tasks: tasks due, the older ones too.
        data_date: newest as-of of an applied open-items file, None before the first sync.
    """

    worklist: Worklist
    whole: bool
    keys: tuple[str, ...]
    latin: Mapping[str, str]
    progress: DayProgress
    promises: tuple[DuePromise, ...]
    tasks: tuple[DueTask, ...]
    data_date: date | None


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
    return TodayBook(
        worklist=worklist,
        whole=limit is None or len(worklist.rows) == worklist.total,
        keys=bucket_keys(settings.bucket_bounds),
        latin=latin_names(session, None if limit is None else [row.account_id for row in worklist.rows]),
        progress=load_progress(session, day, zone, load_rates(session, day, settings), settings.targets),
        promises=due_promises(session, day),
        tasks=due_tasks(session, day),
        data_date=days.data_date,
    )


def latin_names(session: Session, account_ids: list[str] | None) -> dict[str, str]:
    """Return the Latin names of some accounts, or of all on the list or held back from it."""
    head = "SELECT id, name_latin FROM account WHERE name_latin IS NOT NULL AND name_latin <> '' AND name_latin <> name"
    if account_ids is None:
        return dict(raw_rows(session, f"{head} AND id IN (SELECT account_id FROM worklist_row)"))  # noqa: S608 - no values
    found: dict[str, str] = {}
    for start in range(0, len(account_ids), 500):
        some = account_ids[start : start + 500]
        marks = ", ".join("?" * len(some))
        found.update(dict(raw_rows(session, f"{head} AND id IN ({marks})", *some)))
    return found
