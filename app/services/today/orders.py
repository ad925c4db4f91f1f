"""What the collector orders about the list itself: rebuild it for a new day, pin, put off, take back.

Each is one transaction and takes the day and zone, which is all that the window knows.
"""

from __future__ import annotations

from datetime import date

from app.services.dates import load_days
from app.services.portfolio import worklist
from app.services.preferences import load_settings
from app.services.unit_of_work import UnitOfWork


def rebuild(uow: UnitOfWork, day: date, zone: str) -> int:
    """Judge every account for a day, as after midnight; returns how many rows the list has."""
    written = worklist.rebuild_worklist(uow, load_days(uow.session, day, zone), load_settings(uow.session))
    uow.touch_everything()
    return written


def pin(uow: UnitOfWork, account_id: str, day: date, zone: str) -> None:
    """Pin an account to the top of its part for the day; the points stay as they are.

    Raises:
        RefusedError: the account is unknown.
    """
    worklist.pin_account(uow, account_id, load_days(uow.session, day, zone), load_settings(uow.session))


def unpin(uow: UnitOfWork, account_id: str, day: date, zone: str) -> None:
    """Let a pinned account go."""
    days = load_days(uow.session, day, zone)
    worklist.pin_account(uow, account_id, days, load_settings(uow.session), pinned=False)


def defer(uow: UnitOfWork, account_id: str, until: date, reason: str, day: date, zone: str) -> None:
    """Put an account off until a day; an agreed callback still comes up.

    Raises:
        RefusedError: the day is not later than ``day``, or the account is unknown.
    """
    days = load_days(uow.session, day, zone)
    worklist.defer_account(uow, account_id, until, reason, days, load_settings(uow.session))


def undefer(uow: UnitOfWork, account_id: str, day: date, zone: str) -> None:
    """Take a deferral back."""
    worklist.undefer_account(uow, account_id, load_days(uow.session, day, zone), load_settings(uow.session))
