"""What Today shows, as one frozen value; apart, so that the first page is read without loading SQLAlchemy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.portfolio.people import ContactLine
    from app.services.portfolio.ranking.view import Worklist
    from app.services.today.progress import DayProgress
    from app.services.today.waiting import DuePromise, DueTask


@dataclass(frozen=True, slots=True)
class TodayBook:
    """The day at a moment.

    Attributes:
        worklist: the list in its parts and what is held back.
        whole: all rows are here, not only the first of each part.
        keys: the six bucket keys of the policy, in the order of age, as ``WorkRow.buckets`` has them.
        latin: Latin name by account id, where a customer writes its name in another script.
        people: whom to call, by account id.
        data_date: newest as-of of an applied open-items file, None before the first sync.
        progress: how far the day has come; None on the first page, which is read before anything else is loaded.
        promises: promises whose day has come and that are not judged.
        tasks: tasks due, the older ones too.
    """

    worklist: Worklist
    whole: bool
    keys: tuple[str, ...]
    latin: Mapping[str, str]
    people: Mapping[str, ContactLine]
    data_date: date | None
    progress: DayProgress | None = None
    promises: tuple[DuePromise, ...] = ()
    tasks: tuple[DueTask, ...] = ()
