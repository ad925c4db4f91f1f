"""Aging: open items laid out by age, per account, currency or territory.

A day at or after the data date is answered from the open items, aged to that day; a day before it from the snapshot
at or before it, whose date the answer names. Amounts are minor units and never converted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import Basis, SyncState
from app.errors import RefusedError
from app.garbage import paused
from app.i18n import msg
from app.models.snapshot import Snapshot
from app.models.sync import SyncRun
from app.services.dates import Days
from app.services.portfolio.buckets import CREDITS, Bucket, Presentation, all_keys, bucket_keys, buckets, parse_key
from app.services.portfolio.listing.bulk import OPEN_SQL, raw_rows
from app.services.portfolio.snapshots import first_data_date, snapshot_before, snapshot_sums
from app.settings import Settings

By = Literal["account", "currency", "territory"]


@dataclass(frozen=True, slots=True)
class AgingRow:
    """One line: a key (account number, currency or territory), its currency and the amounts by bucket key.

    ``sums`` has every key of the aging; together they are ``total``. ``name`` and ``account_id`` are set by account.
    """

    key: str
    currency: str
    sums: Mapping[str, int]
    total: int
    name: str = ""
    account_id: str | None = None

    @property
    def gross(self) -> int:
        """Return what is owed without the credits that stand apart."""
        return self.total - self.sums.get(CREDITS, 0)


@dataclass(frozen=True, slots=True)
class Aging:
    """An aging with its totals per currency.

    Attributes:
        day: the day asked for.
        data_date: what the amounts stand as of: the data date, or the snapshot's date for a past day.
        past: answered from a snapshot.
    """

    day: date
    data_date: date | None
    basis: Basis
    net_credits: bool
    buckets: tuple[Bucket, ...]
    rows: tuple[AgingRow, ...]
    totals: Mapping[str, AgingRow]
    past: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key in order: the buckets, no due date, credits."""
        return (*(bucket.key for bucket in self.buckets), "no_due_date", CREDITS)


def load_aging(
    session: Session,
    days: Days,
    settings: Settings,
    by: By = "account",
    basis: Basis = Basis.DUE,
    *,
    net_credits: bool = False,
) -> Aging:
    """Return the aging of a day.

    Raises:
        RefusedError: nothing was synced on or before that day.
    """
    if _is_past(session, days):
        return _past_aging(session, days, by, basis, net_credits=net_credits)
    how = Presentation(days.day, settings.bucket_bounds, basis, net_credits)
    frame = _Frame(days.day, days.data_date, basis, net_credits, past=False)
    with paused():
        rows = [
            (account_id, currency, dict(zip(how.keys, sums, strict=True)))
            for account_id, currency, *sums in raw_rows(
                session,
                f"SELECT account_id, currency, {how.sums_sql()} FROM item "  # noqa: S608 - keys and days of ours
                f"WHERE status IN {OPEN_SQL} GROUP BY account_id, currency",
            )
        ]
        return _lay_out(session, rows, how.keys, by, frame)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What an aging says about itself."""

    day: date
    data_date: date | None
    basis: Basis
    net_credits: bool
    past: bool


def _is_past(session: Session, days: Days) -> bool:
    """Tell whether the day is answered from a snapshot.

    Raises:
        RefusedError: nothing was synced at all.
    """
    if days.data_date is not None:
        return days.day < days.data_date
    if session.scalar(select(SyncRun.id).where(SyncRun.state != SyncState.UNDONE).limit(1)) is None:
        raise RefusedError(
            "no_data",
            msg("There is no aging yet: nothing was synced."),
            do=msg("Sync an open-items file first."),
        )
    return False


def _past_aging(session: Session, days: Days, by: By, basis: Basis, *, net_credits: bool) -> Aging:
    as_of, stored = past_snapshot(session, days)
    rows = [(row.account_id, row.currency, snapshot_sums(row, basis, net_credits=net_credits)) for row in stored]
    frame = _Frame(days.day, as_of, basis, net_credits, past=True)
    return _lay_out(session, rows, _keys_of(rows), by, frame)


def past_snapshot(session: Session, days: Days) -> tuple[date, Sequence[Any]]:
    """Return date and rows of the snapshot at or before a past day.

    Raises:
        RefusedError: the first file stands as of a later day.
    """
    found = snapshot_before(session, days.day)
    if found is None:
        raise RefusedError(
            "before_first_sync",
            msg("There is no aging for {day}: the first file stands as of a later day.", day=days.day),
            do=msg("Ask for {day} or later.", day=first_data_date(session) or days.data_date),
        )
    batch, as_of = found
    rows = session.execute(
        select(
            Snapshot.account_id, Snapshot.currency, Snapshot.due, Snapshot.document, Snapshot.credits, Snapshot.total
        ).where(Snapshot.batch_id == batch)
    ).all()
    return as_of, rows


def _keys_of(rows: Iterable[tuple[str, str, Mapping[str, int]]]) -> tuple[str, ...]:
    """Return the keys of the bounds that a snapshot was made with, read back from its amounts.

    Today's bounds are used where they explain every key, so that an empty bucket is shown too.
    """
    used = {key for _, _, sums in rows for key in sums}
    default = all_keys(Settings().bucket_bounds)
    if used <= set(default):
        return default
    parsed = sorted((bucket for key in used if (bucket := parse_key(key))), key=lambda bucket: bucket.start or 0)
    return (*dict.fromkeys(("current", *(bucket.key for bucket in parsed))), "no_due_date", CREDITS)


def _lay_out(
    session: Session,
    rows: list[tuple[str, str, dict[str, int]]],
    keys: tuple[str, ...],
    by: By,
    frame: _Frame,
) -> Aging:
    """Group account rows, fill every key and add up the totals per currency."""
    accounts = {row[0]: row for row in raw_rows(session, "SELECT id, number, name, territory FROM account")}
    grouped: dict[tuple[str, str], dict[str, int]] = {}
    owners: dict[tuple[str, str], str] = {}
    totals: dict[str, dict[str, int]] = {}
    for account_id, currency, sums in rows:
        account = accounts[account_id]
        name = account[1] if by == "account" else currency if by == "currency" else account[3] or ""
        _add(grouped.setdefault((name, currency), {}), sums)
        owners[name, currency] = account_id
        _add(totals.setdefault(currency, {}), sums)
    listed = [
        _row(key, currency, sums, keys, accounts[owners[key, currency]] if by == "account" else None)
        for (key, currency), sums in sorted(grouped.items())
    ]
    return Aging(
        day=frame.day,
        data_date=frame.data_date,
        basis=frame.basis,
        net_credits=frame.net_credits,
        buckets=_buckets(keys, frame.basis),
        rows=tuple(listed),
        totals={currency: _row(currency, currency, sums, keys, None) for currency, sums in sorted(totals.items())},
        past=frame.past,
    )


def _row(key: str, currency: str, sums: dict[str, int], keys: tuple[str, ...], account: Any) -> AgingRow:
    full = {name: sums.get(name, 0) for name in keys}
    account_id, name = (account[0], account[2]) if account else (None, "")
    return AgingRow(key, currency, full, sum(full.values()), name, account_id)


def _add(into: dict[str, int], sums: Mapping[str, int]) -> None:
    for key, amount in sums.items():
        into[key] = into.get(key, 0) + amount


def _buckets(keys: tuple[str, ...], basis: Basis) -> tuple[Bucket, ...]:
    """Return the buckets of the keys; the first one begins at age 0 on the document basis."""
    found = [bucket for key in keys if (bucket := parse_key(key))]
    bounds = tuple(bucket.end for bucket in found if bucket.end)
    if bucket_keys(bounds) == tuple(bucket.key for bucket in found):
        return buckets(bounds, basis)
    return tuple(found)
