"""What every write of this room does at its end: the call list of the touched accounts is judged anew."""

from __future__ import annotations

from collections.abc import Sequence

from app.services.dates import Days
from app.services.portfolio.worklist import rebuild_worklist
from app.services.unit_of_work import UnitOfWork
from app.settings import Settings


def refresh(uow: UnitOfWork, days: Days, settings: Settings, account_ids: Sequence[str]) -> None:
    """Bring the call list in line with what was written about some accounts."""
    uow.touch("accounts", *account_ids)
    rebuild_worklist(uow, days, settings, list(account_ids))
