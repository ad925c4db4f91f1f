"""Balances as they were: written once per import, read for days that lie before the data date."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.enums import Basis, SyncState
from app.garbage import paused
from app.models.snapshot import Snapshot
from app.models.sync import SyncRun
from app.services.portfolio.buckets import CREDITS, Presentation
from app.services.portfolio.listing.bulk import OPEN_SQL, raw_rows
from app.settings import Settings


def write_snapshot(session: Session, batch_id: str, as_of: date, settings: Settings) -> int:
    """Keep the balances of all accounts at a data date, in both bases, with the ages of the credits.

    Called by a sync in its own transaction after the items stand as of ``as_of``; returns the number of rows. A
    snapshot of the same batch is replaced.
    """
    due = Presentation(as_of, settings.bucket_bounds, Basis.DUE)
    document = Presentation(as_of, settings.bucket_bounds, Basis.DOCUMENT)
    connection = session.connection()
    connection.exec_driver_sql("DELETE FROM snapshot WHERE batch_id = ?", (batch_id,))
    ages = _credit_ages(session, as_of, settings)
    width, day = len(due.keys), as_of.isoformat()
    with paused():
        values = [
            (
                batch_id,
                row[0],
                row[1],
                day,
                _sparse(due.keys, row[3 : 3 + width]),
                _sparse(due.keys, row[3 + width :]),
                ages.get((row[0], row[1]), "{}"),
                row[2],
            )
            for row in raw_rows(
                session,
                f"SELECT account_id, currency, SUM(open), {due.sums_sql()}, {document.sums_sql()} "  # noqa: S608 - keys and days of ours
                f"FROM item WHERE status IN {OPEN_SQL} GROUP BY account_id, currency",
            )
        ]
    if values:
        connection.exec_driver_sql(
            "INSERT INTO snapshot (batch_id, account_id, currency, as_of, due, document, credits, total) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )
    return len(values)


def _credit_ages(session: Session, as_of: date, settings: Settings) -> dict[tuple[str, str], str]:
    """Return where the credits of an account and currency stand by their own age, as JSON."""
    how = Presentation(as_of, settings.bucket_bounds, Basis.DOCUMENT, net_credits=True)
    return {
        (account_id, currency): _sparse(how.keys, tuple(sums))
        for account_id, currency, *sums in raw_rows(
            session,
            f"SELECT account_id, currency, {how.sums_sql()} FROM item WHERE status IN {OPEN_SQL} AND open < 0 "  # noqa: S608 - keys and days of ours
            "GROUP BY account_id, currency",
        )
    }


def _sparse(keys: tuple[str, ...], sums: tuple[int, ...]) -> str:
    """Write what is not zero as JSON; keys are plain words and amounts whole numbers."""
    return "{" + ",".join([f'"{key}":{value}' for key, value in zip(keys, sums, strict=True) if value]) + "}"


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
