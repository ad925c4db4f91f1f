"""Sheet 15: how the balance of each currency moved since the last closing; the control column is zero.

Movements come from the items themselves: what the day's imports added, changed and closed. Money seen as receipts and
closings proved by money are cash; a fall that nothing explains is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select

from app.enums import OPEN_ITEM, ItemKind, ItemStatus, SyncState
from app.i18n import msg
from app.models.item import Item
from app.models.snapshot import Snapshot
from app.models.sync import SyncChange, SyncRun
from app.services.reports.daily.context import CURRENCY, REF, DailyContext, amount, chunks, money, text
from app.services.reports.daily.stock import Stock, by_currency, keys_of, overdue
from app.services.reports.tables import Table, pair_ref, table

MOVES: Final = (
    "invoices",
    "debit_memos",
    "cash",
    "credit_memos",
    "adjustments",
    "reversals",
    "unexplained",
    "reopened",
    "moved_in",
    "moved_out",
)
COLUMNS: Final = (
    CURRENCY,
    amount("opening", msg("Opening net")),
    text("opening_ref", msg("Opening ref"), 28),
    amount("invoices", msg("New invoices")),
    amount("debit_memos", msg("Debit memos")),
    amount("cash", msg("Cash")),
    amount("credit_memos", msg("Credit memos")),
    amount("adjustments", msg("Adjustments and write-offs")),
    amount("reversals", msg("Reversals and bounces")),
    amount("unexplained", msg("Closed without explanation")),
    amount("reopened", msg("Reopened")),
    amount("moved_in", msg("Accounts moved in")),
    amount("moved_out", msg("Moved out")),
    amount("closing", msg("Closing net")),
    amount("control", msg("Control (0)")),
    amount("new_due", msg("New past due")),
    amount("cured", msg("Past due cured")),
    REF,
)
_CREDITS: Final = frozenset({ItemKind.CREDIT_MEMO})
_MONEY: Final = frozenset({ItemKind.UNAPPLIED, ItemKind.ON_ACCOUNT})


@dataclass(slots=True)
class _Moves:
    """Movements by currency and kind, minor units, and what the snapshot before the day said."""

    sums: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    opening: dict[str, int] = field(default_factory=dict)
    opening_due: dict[tuple[str, str], int] = field(default_factory=dict)
    batch: str | None = None


def bridge(context: DailyContext, stock: Sequence[Stock]) -> Table:
    """Return one row per currency that had a balance before or after the day."""
    moves = _Moves()
    _opening(context, moves)
    _movements(context, moves)
    groups = by_currency(stock)
    records = [
        _record(context, moves, currency, groups.get(currency, []))
        for currency in sorted(set(groups) | set(moves.opening) | set(moves.sums))
    ]
    return table("tblBridge", "Bridge", msg("Bridge"), COLUMNS, records)


def _record(context: DailyContext, moves: _Moves, currency: str, rows: Sequence[Stock]) -> dict[str, Any]:
    keys = keys_of(context)
    closing = sum(row.net for row in rows)
    opening = moves.opening.get(currency, 0)
    sums = moves.sums.get(currency, {})
    new_due = cured = 0
    now = {row.account_id: overdue(row, keys) for row in rows}
    before = {account: due for (account, cur), due in moves.opening_due.items() if cur == currency}
    for account in set(now) | set(before):
        change = now.get(account, 0) - before.get(account, 0)
        new_due += max(change, 0)
        cured += min(change, 0)
    moved = sum(sums.get(name, 0) for name in MOVES)
    return {
        "currency": currency,
        "opening": money(opening, currency),
        "opening_ref": moves.batch,
        **{name: money(sums.get(name, 0), currency) for name in MOVES},
        "closing": money(closing, currency),
        "control": money(opening + moved - closing, currency),
        "new_due": money(new_due, currency),
        "cured": money(cured, currency),
        "ref": pair_ref("bridge", context.day.isoformat(), currency),
    }


def _opening(context: DailyContext, moves: _Moves) -> None:
    """Read the newest snapshot that was taken before the day began."""
    session = context.session
    query = (
        select(SyncRun.batch_id)
        .join(Snapshot, Snapshot.batch_id == SyncRun.batch_id)
        .where(SyncRun.at < context.start, SyncRun.state != SyncState.UNDONE)
        .order_by(SyncRun.at.desc(), SyncRun.id.desc())
        .limit(1)
    )
    moves.batch = session.scalar(query)
    if moves.batch is None:
        return
    keys = keys_of(context)
    for row in session.scalars(select(Snapshot).where(Snapshot.batch_id == moves.batch)):
        moves.opening[row.currency] = moves.opening.get(row.currency, 0) + row.total
        due = sum((row.due or {}).get(key, 0) for key in keys[1:])
        moves.opening_due[row.account_id, row.currency] = due


def _movements(context: DailyContext, moves: _Moves) -> None:
    session = context.session
    runs = set(
        session.scalars(
            select(SyncRun.id).where(
                SyncRun.at >= context.start, SyncRun.at < context.end, SyncRun.state == SyncState.APPLIED
            )
        )
    )
    if not runs:
        return
    changed = _changes(context, runs)
    for item in session.execute(
        select(Item.id, Item.currency, Item.kind, Item.open, Item.status).where(Item.first_run_id.in_(runs))
    ):
        opened = changed[item.id][0] if item.id in changed else item.open if item.status in OPEN_ITEM else 0
        name = "moved_in" if moves.batch is None else _new_kind(item.kind, opened)
        moves.sums[item.currency][name] += opened
    for part in chunks(changed):
        known = session.execute(select(Item.id, Item.currency, Item.kind).where(Item.id.in_(part)))
        for item_id, currency, kind in known:
            for before, after, status, was in changed[item_id][1]:
                if after != before:
                    moves.sums[currency][_kind(kind, after - before, status, was)] += after - before


def _new_kind(kind: ItemKind, opened: int) -> str:
    if kind in _MONEY:
        return "cash"
    if kind in _CREDITS or opened < 0:
        return "credit_memos"
    return "debit_memos" if kind in (ItemKind.DEBIT_MEMO, ItemKind.FINANCE_CHARGE) else "invoices"


def _kind(kind: ItemKind, change: int, status: str, was: str) -> str:
    """Name one movement of an item's open amount."""
    if status == ItemStatus.REOPENED or (was not in OPEN_ITEM and status in OPEN_ITEM):
        return "reopened"
    if kind in _MONEY:
        return "cash"
    if status == ItemStatus.CREDITED or kind in _CREDITS:
        return "credit_memos"
    if status in (ItemStatus.NO_CASH_DATA, ItemStatus.VANISHED):
        return "unexplained"
    if change > 0:
        return "adjustments"
    return "cash"


_Steps = tuple[int, list[tuple[int, int, str, str]]]


def _changes(context: DailyContext, runs: set[str]) -> dict[str, _Steps]:
    """Return by item its open amount before the day's first change, and each change in order."""
    found: dict[str, _Steps] = {}
    query = (
        select(SyncChange.entity_id, SyncChange.before, SyncChange.after)
        .where(SyncChange.run_id.in_(runs), SyncChange.entity == "item", SyncChange.action != "explained")
        .order_by(SyncChange.id)
    )
    for item_id, before, after in context.session.execute(query):
        was_open = _owed(before or {})
        step = (was_open, _owed(after or {}), (after or {}).get("status", ""), (before or {}).get("status", ""))
        first, steps = found.get(item_id, (was_open, []))
        found[item_id] = (first, [*steps, step])
    return found


def _owed(values: dict[str, Any]) -> int:
    """Return what an item adds to the balance: nothing once it is closed."""
    return int(values.get("open", 0)) if values.get("status") in OPEN_ITEM else 0
