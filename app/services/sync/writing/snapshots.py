"""The snapshot of an older file: balances as its rows state them, because the store holds the items as they are now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from app.enums import Basis
from app.models.types import dump
from app.services.portfolio.buckets import CREDITS, Presentation
from app.services.sync.model import ItemRow
from app.settings import Settings

Amounts = list[tuple[int, date | None, date | None]]


def write_older(
    session: Session, batch_id: str, as_of: date, rows: Iterable[tuple[str, ItemRow]], settings: Settings
) -> int:
    """Keep balances at the day of an older file; returns the number of rows.

    Args:
        session: the import's transaction.
        batch_id: the import.
        as_of: the day for which the file stands.
        rows: account id and row of the file.
        settings: the bounds of the buckets.
    """
    sums: dict[tuple[str, str], Amounts] = defaultdict(list)
    for account, row in rows:
        sums[account, row.currency].append((row.open, _day(row.due_date), _day(row.document_date)))
    due = Presentation(as_of, settings.bucket_bounds, Basis.DUE)
    document = Presentation(as_of, settings.bucket_bounds, Basis.DOCUMENT)
    netted = Presentation(as_of, settings.bucket_bounds, Basis.DOCUMENT, net_credits=True)
    values = [
        (
            batch_id,
            account,
            currency,
            as_of.isoformat(),
            _sparse(due.fold(amounts)),
            _sparse(document.fold(amounts)),
            _ages_of_credits(document.fold(amounts), netted.fold(amounts)),
            sum(amount for amount, _, _ in amounts),
        )
        for (account, currency), amounts in sorted(sums.items())
    ]
    if values:
        session.connection().exec_driver_sql(
            "INSERT INTO snapshot (batch_id, account_id, currency, as_of, due, document, credits, total) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )
    return len(values)


def _sparse(sums: dict[str, int]) -> str:
    return dump({key: value for key, value in sums.items() if value})


def _ages_of_credits(own: dict[str, int], netted: dict[str, int]) -> str:
    """Return where credits stand by their own age: what netting adds to each bucket."""
    keys = (own.keys() | netted.keys()) - {CREDITS}
    return _sparse({key: netted.get(key, 0) - own.get(key, 0) for key in keys})


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
