"""One account beside the list; apart from the rest, so that the first view opens without loading it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from app.services.dates import load_days
from app.services.portfolio.account.detail import AccountDetail
from app.services.portfolio.accounts import load_account
from app.services.preferences import load_settings


def load_preview(session: Session, number: str, day: date, zone: str, now: datetime) -> AccountDetail:
    """Return one account for the right panel.

    Raises:
        RefusedError: there is no such account.
    """
    return load_account(session, number, load_days(session, day, zone), now, load_settings(session))
