"""Everything about one account as one document."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.cli.commands.letters import letter_shape
from app.cli.commands.records import (
    activity_shape,
    contact_shape,
    dispute_shape,
    item_shape,
    promise_shape,
    receipt_shape,
    sums_shape,
    task_shape,
)
from app.cli.context import Desk
from app.cli.shapes import iso, plain_amount
from app.services.portfolio.account.detail import AccountDetail
from app.services.portfolio.accounts import load_account


def account_document(session: Session, number: str, desk: Desk) -> dict[str, Any]:
    """Return one account with all that hangs on it; rooms that are not built yet are empty lists.

    Raises:
        RefusedError: there is no such account.
    """
    found = load_account(session, number, desk.days, desk.store.clock.now(), desk.settings)
    return {
        "account": _head(found),
        "contacts": [contact_shape(row) for row in found.contacts],
        "items": [item_shape(row) for row in found.items],
        "activities": [activity_shape(row) for row in found.activities],
        "tasks": [task_shape(row) for row in found.tasks],
        "promises": [promise_shape(row) for row in found.promises],
        "disputes": [dispute_shape(row) for row in found.disputes],
        "requests": [],
        "letters": [letter_shape(row) for row in found.letters],
        "receipts": [receipt_shape(row) for row in found.receipts],
    }


def _head(found: AccountDetail) -> dict[str, Any]:
    head = found.head
    limit = found.limit
    late = found.late
    return {
        "number": head.number,
        "name": head.name,
        "name_latin": head.name_latin,
        "name_kana": head.name_kana,
        "country": head.country,
        "language": head.language,
        "parent": next((row.number for row in found.relatives if row.relation == "parent"), None),
        "children": [row.number for row in found.relatives if row.relation == "child"],
        "tier": head.tier,
        "terms": head.terms,
        "time_zone": head.zone,
        "state": head.state.value,
        "credit_limit": None if limit is None else plain_amount(limit.limit, limit.currency),
        "limit_currency": None if limit is None else limit.currency,
        "average_days_late": None if late is None or late.average is None else str(late.average),
        "last_contact": iso(found.last_contact),
        "aging": [
            {
                "currency": row.currency,
                **sums_shape(row.sums, row.currency),
                "total": plain_amount(row.total, row.currency),
                "overdue": plain_amount(row.overdue, row.currency),
            }
            for row in found.aging
        ],
    }
