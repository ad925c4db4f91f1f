"""Closing the day: what the workbook will be, and writing it with the collector's remark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from app.progress import Progress, silent
from app.services.preferences import get_setting, load_settings, put_setting
from app.services.reports.daily.report import DailyReport, changed_since_export, file_name, next_revision, write_daily
from app.services.unit_of_work import Store


@dataclass(frozen=True, slots=True)
class DayEnd:
    """What the day's workbook would be now.

    Attributes:
        revision: its number; 1 is the first of the day.
        changed: something was written since the last one.
        name: the file's name.
        remark: what the collector already wrote about the day.
    """

    revision: int
    changed: bool
    name: str
    remark: str


def day_end(session: Session, day: date) -> DayEnd:
    """Return what closing ``day`` would write."""
    revision = next_revision(session, day)
    return DayEnd(
        revision=revision,
        changed=changed_since_export(session, day),
        name=file_name(load_settings(session).collector_code, day, revision),
        remark=str(get_setting(session, _remark(day), "")),
    )


def close_day(
    store: Store, folder: Path, day: date, zone: str, remark: str, *, progress: Progress = silent
) -> DailyReport:
    """Keep the remark and write the day's workbook into a folder, under its own name.

    Raises:
        RefusedError: no company is set, or the folder cannot be used.
        StoreError: the disk is full or the folder read-only.
    """
    with store.write("daily") as uow:
        if remark != str(get_setting(uow.session, _remark(day), "")):
            put_setting(uow, _remark(day), remark, day)
            uow.commit()
    return write_daily(store, folder, day, zone, remark=remark, progress=progress)


def _remark(day: date) -> str:
    return f"remark.{day.isoformat()}"
