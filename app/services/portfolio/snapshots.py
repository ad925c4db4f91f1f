"""Balances as they were: written once per import, read for days that lie before the data date."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.enums import Basis, SyncState
from app.models.snapshot import Snapshot
from app.models.sync import SyncRun
from app.models.types import dump
from app.services.portfolio.buckets import CREDITS, Presentation
from app.services.portfolio.bulk import OPEN_SQL
from app.settings import Settings


def write_snapshot(session: Session, batch_id: str, as_of: date, settings: Settings) -> int:
    """Keep the balances of all accounts at a data date, in both bases, with the ages of the credits.

    Called by a sync in its own transaction after the items stand as of ``as_of``; returns the number of rows. A
    snapshot of the same batch is replaced.
    """
    due = Presentation(as_of, settings.bucket_bounds, Basis.DUE)
    document = Presentation(as_of, settings.bucket_bounds, Basis.DOCUMENT)
    netted = Presentation(as_of, settings.bucket_bounds, Basis.DOCUMENT, net_credits=True)
    connection = session.connection()
    connection.exec_driver_sql("DELETE FROM snapshot WHERE batch_id = ?", (batch_id,))
    rows = connection.exec_driver_sql(
        f"SELECT account_id, currency, SUM(open), {due.sums_sql()}, {document.sums_sql()}, {netted.sums_sql()} "  # noqa: S608 - keys and days of ours
        f"FROM item WHERE status IN {OPEN_SQL} GROUP BY account_id, currency"
    ).all()
    width = len(due.keys)
    values = [_row(batch_id, as_of, tuple(row), due.keys, width) for row in rows]
    if values:
        connection.exec_driver_sql(
            "INSERT INTO snapshot (batch_id, account_id, currency, as_of, due, document, credits, total) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )
    return len(values)


def _row(batch_id: str, as_of: date, row: tuple[Any, ...], keys: tuple[str, ...], width: int) -> tuple[Any, ...]:
    """Turn one grouped row into a snapshot row; the third group less the second is where the credits stand by age."""
    account_id, currency, total = row[:3]
    due, document, netted = row[3 : 3 + width], row[3 + width : 3 + 2 * width], row[3 + 2 * width :]
    ages = {
        key: net - own for key, own, net in zip(keys, document, netted, strict=True) if key != CREDITS and net != own
    }
    return (
        batch_id,
        account_id,
        currency,
        as_of.isoformat(),
        _sparse(keys, due),
        _sparse(keys, document),
        dump(ages),
        total,
    )


def _sparse(keys: tuple[str, ...], sums: tuple[int, ...]) -> str:
    return dump({key: value for key, value in zip(keys, sums, strict=True) if value})


def snapshot_before(session: Session, day: date) -> tuple[str, date] | None:
    """Return batch and data date of the newest snapshot at or before a day, imports taken back left out."""
    row = session.execute(
        select(Snapshot.batch_id, Snapshot.as_of)
        .where(
            Snapshot.as_of <= day,
            Snapshot.batch_id.in_(select(SyncRun.batch_id).where(SyncRun.state != SyncState.UNDONE)),
        )
        .order_by(Snapshot.as_of.desc(), Snapshot.batch_id.desc())
        .limit(1)
    ).first()
    return None if row is None else (row.batch_id, row.as_of)


def first_data_date(session: Session) -> date | None:
    """Return the data date of the oldest snapshot that still counts: how far back the desk remembers."""
    return session.scalar(
        select(func.min(Snapshot.as_of)).where(
            Snapshot.batch_id.in_(select(SyncRun.batch_id).where(SyncRun.state != SyncState.UNDONE))
        )
    )


def snapshot_sums(row: Any, basis: Basis, *, net_credits: bool) -> dict[str, int]:
    """Return one snapshot row's amounts by key in a presentation.

    ``row`` has ``due``, ``document`` and ``credits`` as JSON text or as mappings.
    """
    sums = dict(_read(row.due if basis is Basis.DUE else row.document))
    if net_credits:
        sums.pop(CREDITS, None)
        for key, amount in _read(row.credits).items():
            sums[key] = sums.get(key, 0) + amount
    return sums


def _read(value: Any) -> dict[str, int]:
    parsed: dict[str, int] = json.loads(value) if isinstance(value, str) else (value or {})
    return parsed
