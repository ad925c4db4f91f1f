"""The shapes of single records in JSON, spelt as the manual lists them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.cli.shapes import iso, plain_amount
from app.i18n import Message, render
from app.services.calls.wording import task_text
from app.services.portfolio.account.items import ItemRow
from app.services.portfolio.account.rows import ActivityRow, ContactRow, DisputeRow, PromiseRow, ReceiptRow, TaskRow


def item_shape(item: ItemRow) -> dict[str, Any]:
    """Return an item, open or closed."""
    currency = item.currency
    return {
        "number": item.number,
        "kind": item.kind.value,
        "document_date": iso(item.document_date),
        "due_date": iso(item.due_date),
        "currency": currency,
        "original": plain_amount(item.original, currency),
        "open": plain_amount(item.open, currency),
        "status": item.status.value,
        "days_overdue": item.days_overdue,
        "bucket": item.bucket,
        "disputed": plain_amount(item.disputed, currency),
        "promised": plain_amount(item.promised, currency),
        "stage": item.stage,
    }


def activity_shape(row: ActivityRow) -> dict[str, Any]:
    """Return a contact or attempt."""
    step = None
    if row.next_code is not None:
        step = {"code": row.next_code, "date": iso(row.next_date), "time": row.next_time}
    return {
        "id": row.id,
        "at": row.at.isoformat(),
        "channel": row.channel.value,
        "accounts": list(row.accounts),
        "outcome": row.outcome.value,
        "also": list(row.also),
        "contact": row.contact,
        "reason": row.reason,
        "note": row.note,
        "next": step,
    }


def task_shape(row: TaskRow) -> dict[str, Any]:
    """Return something to do."""
    return {
        "id": row.id,
        "kind": row.kind.value,
        "what": render(task_text(row.what)),
        "due": iso(row.due),
        "time": row.time,
        "zone": row.zone,
        "owner": row.owner,
        "status": row.status.value,
    }


def promise_shape(row: PromiseRow) -> dict[str, Any]:
    """Return a promise with its instalments and the money that judged it."""
    currency = row.currency
    return {
        "id": row.id,
        "account": row.account,
        "made_on": iso(row.made_on),
        "activity": row.activity_id,
        "level": row.level,
        "status": row.status.value,
        "currency": currency,
        "promised": plain_amount(row.promised, currency),
        "received": plain_amount(row.received, currency),
        "items": list(row.items),
        "instalments": [
            {
                "due": iso(line.due),
                "window_end": iso(line.window_end),
                "promised": plain_amount(line.promised, currency),
                "received": plain_amount(line.received, currency),
                "status": line.status.value,
            }
            for line in row.instalments
        ],
        "due": iso(row.due),
        "why": _text(row.why),
        "contact": row.contact,
    }


def contact_shape(row: ContactRow) -> dict[str, Any]:
    """Return a person at the customer; where the collector corrected a value, the file's stands beside it."""
    return {
        "id": row.id,
        "name": row.name,
        "family": row.family,
        "given": row.given,
        "title": row.title,
        "department": row.department,
        "role": row.role,
        "job_title": row.job_title,
        "language": row.language,
        "email": row.email,
        "phone": row.phone,
        "mobile": row.mobile,
        "preferred_channel": row.preferred_channel,
        "do_not_call": row.do_not_call,
        "corrected": row.corrected,
        "file_values": dict(row.file_values),
    }


def dispute_shape(row: DisputeRow) -> dict[str, Any]:
    """Return an objection with the items it is about."""
    currency = row.currency
    return {
        "id": row.id,
        "number": row.number,
        "subject": row.subject,
        "reason": row.reason,
        "status": row.status.value,
        "owner": row.owner,
        "opened_on": iso(row.opened_on),
        "closed_on": iso(row.closed_on),
        "currency": currency,
        "amount": None if currency is None else plain_amount(row.amount, currency),
        "items": [number for number, _amount in row.items],
        "note": row.note,
    }


def receipt_shape(row: ReceiptRow) -> dict[str, Any]:
    """Return money that arrived, with what it was applied to."""
    currency = row.currency
    return {
        "id": row.id,
        "number": row.number,
        "date": iso(row.day),
        "method": row.method,
        "currency": currency,
        "amount": plain_amount(row.amount, currency),
        "applied": plain_amount(row.applied, currency),
        "unapplied": plain_amount(row.unapplied, currency),
        "items": [{"number": number, "amount": plain_amount(amount, currency)} for number, amount in row.applications],
        "reversed_on": iso(row.reversed_on),
    }


def sums_shape(sums: Mapping[str, int], currency: str) -> dict[str, Any]:
    """Return amounts by key."""
    return {key: plain_amount(minor, currency) for key, minor in sums.items()}


def _text(message: Message | None) -> str | None:
    return None if message is None else render(message)
