"""What the newest files brought: items paid, part paid, new, vanished …, and whether their totals tie.

The files are those of the last day on which anything was synced; each figure is a number of items and can be opened
down to them. An item that several files of the day moved counts once, as it stands now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import OPEN_ITEM, ItemStatus, PromiseStatus, Scope, SyncKind, SyncState
from app.models.sync import SyncRun
from app.services.portfolio.listing.bulk import OPEN_SQL, raw_rows
from app.services.portfolio.rates import Sizes, load_rates
from app.services.preferences import load_settings
from app.services.today.progress import day_bounds

#: Rows kept of each kind, the largest first; the counts are whole.
MOST: Final = 500
_KINDS: Final = {
    ItemStatus.PAID.value: "paid",
    ItemStatus.CREDITED.value: "credited",
    ItemStatus.NO_CASH_DATA.value: "no_cash_data",
    ItemStatus.VANISHED.value: "vanished",
    ItemStatus.PART_PAID.value: "part_paid",
    ItemStatus.REOPENED.value: "reopened",
}
#: A promise with one of these promises nothing.
_NO_PROMISE: Final = (PromiseStatus.VOID, PromiseStatus.WITHDRAWN, PromiseStatus.RESCHEDULED)


@dataclass(frozen=True, slots=True)
class NewsRow:
    """An item that moved. ``amount`` (minor units) is what was paid or closed, or what is newly owed."""

    id: str
    kind: str
    account_id: str
    number: str
    name: str
    country: str
    item: str
    currency: str
    amount: int
    promised: bool


@dataclass(frozen=True, slots=True)
class News:
    """What the files of a day brought.

    Attributes:
        since: the day of the newest files, None before the first sync.
        before: the day of the files before them, None if there were none.
        counts: items by kind: ``paid, part_paid, credited, new, reopened, no_cash_data, vanished``; and instalments
            of promises that were judged ``broken``.
        promised: of those paid, how many a promise spoke of.
        tied, tied_of: currencies whose files add up to the ledger, of how many; 0 where files are partial.
        kept: rows by kind.
    """

    since: date | None
    before: date | None
    counts: Mapping[str, int]
    promised: int
    tied: int
    tied_of: int
    kept: Mapping[str, tuple[NewsRow, ...]]

    def rows(self, kind: str) -> tuple[NewsRow, ...]:
        """Return the rows of a kind; ``promised`` are those paid that a promise spoke of."""
        if kind == "promised":
            return tuple(row for row in self.kept.get("paid", ()) if row.promised)
        return self.kept.get(kind, ())


_NOTHING: Final = News(None, None, {}, 0, 0, 0, {})


def load_news(session: Session, day: date, zone: str) -> News:
    """Return what the newest files up to ``day`` (a day of the IANA zone ``zone``) brought."""
    _start, end = day_bounds(day, zone)
    applied = select(SyncRun.id, SyncRun.at).where(SyncRun.state == SyncState.APPLIED, SyncRun.at < end)
    newest = session.execute(applied.order_by(SyncRun.at.desc()).limit(1)).first()
    if newest is None:
        return _NOTHING
    since = _local(newest.at, zone)
    begun, _end = day_bounds(since, zone)
    runs = [row.id for row in session.execute(applied.where(SyncRun.at >= begun))]
    earlier = session.scalar(
        select(SyncRun.at).where(SyncRun.state == SyncState.APPLIED, SyncRun.at < begun).order_by(SyncRun.at.desc())
    )
    moved, fresh = [*_moved(session, runs), *_judged(session, runs)], _count_new(session, runs)
    counts = Counter(row.kind for row in moved)
    if fresh:
        counts["new"] = sum(fresh.values())
    tied, tied_of = _tie(session)
    return News(
        since=since,
        before=None if earlier is None else _local(earlier, zone),
        counts=counts,
        promised=sum(row.promised for row in moved if row.kind == "paid"),
        tied=tied,
        tied_of=tied_of,
        kept=_largest(session, [*moved, *_new(session, runs, fresh)], day),
    )


def _local(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def _marks(values: list[str]) -> str:
    return ", ".join("?" * len(values))


_ROW: Final = "a.id, a.number, a.name, coalesce(a.country, ''), i.number, i.currency"


def _moved(session: Session, runs: list[str]) -> list[NewsRow]:
    """Return the items that the runs changed, by what they are now."""
    void = ", ".join(f"'{status.value}'" for status in _NO_PROMISE)
    found = []
    for row in raw_rows(
        session,
        "SELECT i.id, json_extract(c.before, '$.status'), json_extract(c.before, '$.open'), i.status, i.open, "  # noqa: S608 - codes and marks
        f"EXISTS (SELECT 1 FROM promise_item x JOIN promise p ON p.id = x.promise_id WHERE x.item_id = i.id "
        f"AND p.status NOT IN ({void})), {_ROW}, MIN(c.rowid) FROM sync_change c JOIN item i ON i.id = c.entity_id "
        f"JOIN account a ON a.id = i.account_id WHERE c.entity = 'item' AND c.run_id IN ({_marks(runs)}) "
        "GROUP BY c.entity_id",
        *runs,
    ):
        item_id, was, before, status, now, promised = row[:6]
        kind = _kind(was, before, status, now)
        if kind:
            moved = now if kind == "reopened" else (before or 0) - (0 if status not in OPEN_ITEM else now)
            found.append(_row(item_id, kind, row[6:12], moved, promised=bool(promised)))
    return found


def _judged(session: Session, runs: list[str]) -> list[NewsRow]:
    """Return the instalments that the runs left broken; the promised day stands for the item."""
    rows = raw_rows(
        session,
        "SELECT n.id, j.after, a.id, a.number, a.name, coalesce(a.country, ''), n.due, p.currency, n.amount "  # noqa: S608 - marks only
        "FROM judgement j JOIN instalment n ON n.id = j.instalment_id JOIN promise p ON p.id = n.promise_id "
        f"JOIN account a ON a.id = p.account_id WHERE j.run_id IN ({_marks(runs)}) AND j.after = 'broken' "
        "AND n.status = j.after GROUP BY n.id",
        *runs,
    )
    return [_row(row[0], row[1], row[2:8], row[8], promised=False) for row in rows]


def _kind(was: str | None, before: int | None, status: str, now: int) -> str:
    """Return what became of an item; empty for a change that moved no money."""
    if status in OPEN_ITEM:
        if was is not None and was not in OPEN_ITEM:
            return "reopened"
        return "part_paid" if before is not None and 0 < now < before else ""
    return _KINDS.get(status, "") if was is None or was in OPEN_ITEM or was != status else ""


def _count_new(session: Session, runs: list[str]) -> dict[str, int]:
    """Return how many items are new, by currency."""
    rows = raw_rows(
        session,
        f"SELECT currency, COUNT(*) FROM item WHERE first_run_id IN ({_marks(runs)}) AND status IN {OPEN_SQL} "  # noqa: S608 - marks only
        "GROUP BY currency",
        *runs,
    )
    return {currency: int(count) for currency, count in rows}


def _new(session: Session, runs: list[str], currencies: Iterable[str]) -> Iterator[NewsRow]:
    """Give the largest new items of each currency."""
    for currency in currencies:
        for row in raw_rows(
            session,
            f"SELECT i.id, {_ROW}, i.open FROM item i JOIN account a ON a.id = i.account_id "  # noqa: S608 - marks only
            f"WHERE i.first_run_id IN ({_marks(runs)}) AND i.status IN {OPEN_SQL} AND i.currency = ? "
            f"ORDER BY abs(i.open) DESC LIMIT {MOST}",
            *runs,
            currency,
        ):
            yield _row(row[0], "new", row[1:7], row[7], promised=False)


def _row(item_id: str, kind: str, who: tuple[Any, ...], amount: int, *, promised: bool) -> NewsRow:
    account_id, number, name, country, item, currency = who
    return NewsRow(item_id, kind, account_id, number, name, country, item, currency, amount, promised)


def _largest(session: Session, rows: list[NewsRow], day: date) -> dict[str, tuple[NewsRow, ...]]:
    """Return the largest rows of each kind, by their size in the base currency."""
    sizes = Sizes(load_rates(session, day, load_settings(session)))
    kept: dict[str, list[NewsRow]] = {}
    for row in sorted(rows, key=lambda one: (-abs(sizes.base(one.amount, one.currency) or 0), one.number, one.item)):
        mine = kept.setdefault(row.kind, [])
        if len(mine) < MOST:
            mine.append(row)
    return {kind: tuple(mine) for kind, mine in kept.items()}


def _tie(session: Session) -> tuple[int, int]:
    """Return in how many currencies the newest full file of every source adds up to what the ledger holds open."""
    newest: dict[str, list[Any]] = {}
    query = select(SyncRun.source, SyncRun.batch_id, SyncRun.scope, SyncRun.report).where(
        SyncRun.kind == SyncKind.OPEN_ITEMS, SyncRun.state != SyncState.UNDONE
    )
    for row in session.execute(query.order_by(SyncRun.as_of, SyncRun.at)):
        same = newest.setdefault(row.source, [])
        if same and same[0].batch_id != row.batch_id:  # files of one source given together are one list
            same.clear()
        same.append(row)
    rows = [row for same in newest.values() for row in same]
    if not rows or any(row.scope != Scope.FULL for row in rows):
        return 0, 0
    files: dict[str, int] = {}
    for row in rows:
        for currency, values in ((row.report or {}).get("kept") or {}).get("totals", {}).items():
            files[currency] = files.get(currency, 0) + values[0]
    if not files:
        return 0, 0
    ledger = dict(
        raw_rows(session, f"SELECT currency, SUM(open) FROM item WHERE status IN {OPEN_SQL} GROUP BY currency")  # noqa: S608 - codes
    )
    every = set(files) | set(ledger)
    return sum(files.get(currency, 0) == ledger.get(currency, 0) for currency in every), len(every)
