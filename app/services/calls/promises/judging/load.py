"""Loading what the judgement of promises reads: promises, their items, and every import's word about money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, literal_column, or_, select
from sqlalchemy.orm import Session

from app.enums import OPEN_ITEM, ItemStatus, PromiseStatus, SyncKind, SyncState
from app.models.item import Item
from app.models.promise import Instalment, Promise, PromiseItem
from app.models.receipt import Receipt, ReceiptApplication
from app.models.sync import SyncChange, SyncRun
from app.services.calls.promises.judging.facts import (
    CREDIT_KINDS,
    Cover,
    Ledger,
    LedgerItem,
    Line,
    Movement,
    Payment,
    PromiseFacts,
)
from app.services.sync.planning.twins import Sum, told_again

#: So many ids go into one query; SQLite takes 32,766 parameters.
_CHUNK = 5_000
#: Promises that take no money; void ones are not loaded at all.
_PASSIVE = frozenset({PromiseStatus.RESCHEDULED, PromiseStatus.WITHDRAWN})


@dataclass(slots=True)
class PromiseRows:
    """A stored promise with its instalments in order and the items it covers."""

    promise: Promise
    lines: list[Instalment] = field(default_factory=list)
    covers: list[PromiseItem] = field(default_factory=list)


@dataclass(slots=True)
class Book:
    """The promises of one account in one currency, with the facts that judge them."""

    account_id: str
    currency: str
    rows: list[PromiseRows]
    ledger: Ledger
    facts: list[PromiseFacts]


@dataclass(slots=True)
class _Runs:
    """The imports in the order the store took them; undone ones keep their place but say nothing."""

    order: dict[str, int] = field(default_factory=dict)
    runs: dict[str, Row[Any]] = field(default_factory=dict)
    seen: dict[str, list[tuple[int, date]]] = field(default_factory=lambda: defaultdict(list))

    def since(self, run: Row[Any], order: int) -> date | None:
        """Return the newest earlier as-of of the run's source: the item still stood at its old amount then."""
        if run.as_of is None:
            return None
        days = [day for at, day in self.seen[run.source] if at < order and day < run.as_of]
        return max(days, default=None)


@dataclass(slots=True)
class _Payments:
    """Receipts part by part, by the account that paid and by the item that they were applied to."""

    by_account: dict[tuple[str | None, str], list[Payment]] = field(default_factory=lambda: defaultdict(list))
    by_item: dict[str, list[tuple[str | None, str, Payment]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, receipt: Row[Any], payment: Payment) -> None:
        """Take a receipt, or a part of one."""
        self.by_account[receipt.account_id, receipt.currency].append(payment)
        if payment.item is not None:
            self.by_item[payment.item].append((receipt.account_id, receipt.currency, payment))

    def of(self, account_id: str, currency: str, items: Collection[str]) -> tuple[Payment, ...]:
        """Return what an account paid in a currency, and what others paid on some of its items."""
        others = (entry for item in items for entry in self.by_item.get(item, ()))
        elsewhere = [payment for payer, cur, payment in others if payer != account_id and cur == currency]
        return (*self.by_account.get((account_id, currency), ()), *elsewhere)


def newest_run(session: Session) -> str | None:
    """Return the id of the import that the store took last."""
    return session.scalar(select(SyncRun.id).order_by(literal_column("sync_run.rowid").desc()).limit(1))


def load_books(session: Session, account_ids: Collection[str]) -> list[Book]:
    """Load the promises of some accounts with everything that may judge them, one book per account and currency."""
    runs = _load_runs(session)
    books: dict[tuple[str, str], list[PromiseRows]] = defaultdict(list)
    for one in _load_promises(session, account_ids):
        books[one.promise.account_id, one.promise.currency].append(one)
    moves = _load_movements(session, account_ids, runs)
    items = _load_items(session, {ident for found in books.values() for ident in _covered(found)}, moves, account_ids)
    at_home: dict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for item in items.values():
        at_home[item.account_id, item.currency].append(item)
    payments = _load_payments(session, account_ids, items, runs)
    found = []
    for (account_id, currency), rows in sorted(books.items()):
        mine = _covered(rows)
        facts = [_promise_facts(held, runs) for held in rows]
        near = [*at_home[account_id, currency], *(items[ident] for ident in mine if items[ident].currency == currency)]
        here = {item.id: _ledger_item(item, runs) for item in near}
        movements = [move for ident in here for move in moves.get(ident, ())]
        movements += _unrecorded(facts, here, movements, items)
        paid = payments.of(account_id, currency, mine)
        found.append(Book(account_id, currency, rows, Ledger(currency, here, tuple(movements), paid), facts))
    return found


def _covered(rows: Iterable[PromiseRows]) -> set[str]:
    return {cover.item_id for one in rows for cover in one.covers}


# ------------------------------------------------------------------------------------------------ promises


def _load_promises(session: Session, account_ids: Collection[str]) -> list[PromiseRows]:
    """Load all but void promises; lines and covers come with one query each."""
    found: dict[str, PromiseRows] = {}
    for ids in chunks(account_ids):
        query = select(Promise).where(Promise.account_id.in_(ids), Promise.status != PromiseStatus.VOID)
        for promise in session.scalars(query.order_by(Promise.made_at, Promise.id)):
            found[promise.id] = PromiseRows(promise)
    for ids in chunks(found):
        for line in session.scalars(
            select(Instalment).where(Instalment.promise_id.in_(ids)).order_by(Instalment.position)
        ):
            found[line.promise_id].lines.append(line)
        for cover in session.scalars(select(PromiseItem).where(PromiseItem.promise_id.in_(ids))):
            found[cover.promise_id].covers.append(cover)
    return list(found.values())


def _promise_facts(rows: PromiseRows, runs: _Runs) -> PromiseFacts:
    promise = rows.promise
    return PromiseFacts(
        id=promise.id,
        made_on=promise.made_on,
        made_at=promise.made_at,
        order=runs.order.get(promise.after_run_id or "", 0),
        amount=promise.amount,
        lines=tuple(Line(line.id, line.due, line.window_end, line.amount) for line in rows.lines),
        covers=tuple(Cover(cover.item_id, cover.open_when_made, cover.released) for cover in rows.covers),
        judged=promise.status not in _PASSIVE,
        stands=promise.status != PromiseStatus.WITHDRAWN,
    )


# ------------------------------------------------------------------------------------------------ what imports said


def _load_runs(session: Session) -> _Runs:
    runs = _Runs()
    batches: dict[str, int] = {}
    query = select(SyncRun.id, SyncRun.batch_id, SyncRun.kind, SyncRun.source, SyncRun.as_of, SyncRun.state)
    for run in session.execute(query.order_by(literal_column("sync_run.rowid"))):
        order = batches.setdefault(run.batch_id, len(batches) + 1)
        runs.order[run.id] = order
        if run.state != SyncState.UNDONE:
            runs.runs[run.id] = run
            if run.kind == SyncKind.OPEN_ITEMS and run.as_of is not None:
                runs.seen[run.source].append((order, run.as_of))
    return runs


def _load_movements(session: Session, account_ids: Collection[str], runs: _Runs) -> dict[str, list[Movement]]:
    """Return how imports that stand moved open amounts, by item id, in the order of the imports."""
    changes: list[tuple[int, Row[Any], Row[Any]]] = []
    columns = select(SyncChange.run_id, SyncChange.entity_id, SyncChange.before, SyncChange.after)
    changed = columns.join(Item, Item.id == SyncChange.entity_id).where(SyncChange.entity == "item")
    for ids in chunks(account_ids):
        for row in session.execute(changed.where(Item.account_id.in_(ids))):
            run = runs.runs.get(row.run_id)
            if run is not None:
                changes.append((runs.order[run.id], row, run))
    found: dict[str, list[Movement]] = defaultdict(list)
    for _order, row, run in sorted(changes, key=lambda change: change[0]):
        before, after, moves = row.before or {}, row.after or {}, found[row.entity_id]
        if before.get("status") == ItemStatus.VANISHED and before.get("closed_on", "") is None:
            continue  # back after its import was taken back: nothing had fallen, and nothing rises
        if "open" in before and "open" in after and before["open"] != after["open"]:
            moves.append(_movement(row.entity_id, before, after, run, runs))
        elif moves and moves[-1].amount > 0:
            moves[-1] = _explained(moves[-1], after)
    return found


def _movement(item: str, before: dict[str, Any], after: dict[str, Any], run: Row[Any], runs: _Runs) -> Movement:
    """Date one change: the clearing day where a file states it, else between two files."""
    order = runs.order[run.id]
    cleared = date.fromisoformat(after["closed_on"]) if after.get("closed_on") else None
    shown = run.as_of or cleared or date.min
    stated = "clearing" in after or run.kind == SyncKind.CLOSED_ITEMS
    exact = cleared is not None and (stated or cleared < shown)
    since = before.get("last_seen")
    return Movement(
        item=item,
        amount=before["open"] - after["open"],
        shown=cleared if exact and cleared is not None else shown,
        order=order,
        since=date.fromisoformat(since) if since else runs.since(run, order),
        exact=exact,
        credited=after.get("status") == ItemStatus.CREDITED,
    )


def _explained(move: Movement, after: dict[str, Any]) -> Movement:
    """Add what a later import said about a closing: that a credit explains it, or its clearing day."""
    if after.get("status") == ItemStatus.CREDITED:
        move = replace(move, credited=True)
    if after.get("closed_on"):
        move = replace(move, shown=date.fromisoformat(after["closed_on"]), exact=True)
    return move


def _unrecorded(
    facts: list[PromiseFacts], items: dict[str, LedgerItem], moves: list[Movement], rows: dict[str, Row[Any]]
) -> list[Movement]:
    """Return what an item moved since it was first promised and no import recorded, so that amounts always tie."""
    first: dict[str, tuple[int, int]] = {}
    for promise in sorted(facts, key=lambda one: (one.made_at, one.id)):
        for cover in promise.covers:
            first.setdefault(cover.item, (promise.order, cover.open_when_made))
    found = []
    for ident, (order, was) in first.items():
        if ident in items and not _is_taken_back(rows[ident]):
            known = sum(move.amount for move in moves if move.item == ident and move.order > order)
            rest = was - known - items[ident].open
            if rest:
                found.append(Movement(ident, rest, rows[ident].closed_on or rows[ident].last_seen, order + 1))
    return found


# ------------------------------------------------------------------------------------------------ items and money


def _load_items(
    session: Session, covered: set[str], moves: dict[str, list[Movement]], account_ids: Collection[str]
) -> dict[str, Row[Any]]:
    """Load promised items, whatever else moved, and the accounts' credits."""
    query = select(
        Item.id,
        Item.account_id,
        Item.number,
        Item.kind,
        Item.currency,
        Item.original,
        Item.open,
        Item.status,
        Item.document_date,
        Item.first_seen,
        Item.last_seen,
        Item.first_run_id,
        Item.closed_on,
        Item.text,
        Item.po,
        Item.order_number,
    )
    found = {
        row.id: row for ids in chunks(covered | set(moves)) for row in session.execute(query.where(Item.id.in_(ids)))
    }
    for ids in chunks(account_ids):
        credits_of = query.where(Item.account_id.in_(ids), Item.kind.in_(CREDIT_KINDS))
        found.update((row.id, row) for row in session.execute(credits_of))
    return found


def _is_taken_back(row: Row[Any]) -> bool:
    """Tell whether an item stays only because something hangs on it: the import that brought it was taken back.

    Nobody paid it: what was promised of it still stands.
    """
    return row.status is ItemStatus.VANISHED and row.closed_on is None


def _ledger_item(row: Row[Any], runs: _Runs) -> LedgerItem:
    taken_back = _is_taken_back(row)
    return LedgerItem(
        id=row.id,
        number=row.number,
        kind=row.kind,
        original=row.original,
        open=row.original if taken_back else row.open,
        closed=row.status not in OPEN_ITEM and not taken_back,
        first_seen=row.first_seen,
        first_order=runs.order.get(row.first_run_id, 0),
        document_date=row.document_date,
        names=" ".join(text for text in (row.text, row.po, row.order_number) if text),
    )


def _load_payments(
    session: Session, account_ids: Collection[str], items: dict[str, Row[Any]], runs: _Runs
) -> _Payments:
    """Return receipts of the accounts, and receipts of others that were applied to their items, part by part."""
    numbers: dict[tuple[str | None, str], str] = {}
    for row in items.values():
        numbers.setdefault((row.account_id, row.number), row.id)
    receipts: dict[str, Row[Any]] = {}
    parts: dict[str, list[Row[Any]]] = defaultdict(list)
    for query in _receipt_queries(account_ids, items):
        for row in session.execute(query):
            receipts[row.id] = row
    for ids in chunks(receipts):
        for part in session.execute(
            select(
                ReceiptApplication.receipt_id,
                ReceiptApplication.item_id,
                ReceiptApplication.item_number,
                ReceiptApplication.amount,
            ).where(ReceiptApplication.receipt_id.in_(ids))
        ):
            parts[part.receipt_id].append(part)
    found = _Payments()
    money = [one for one in receipts.values() if one.account_id is not None and one.reversed_on is None]
    again = told_again(map(_sum, money))
    for receipt in receipts.values():
        if receipt.id in again:
            continue
        whole = Payment(
            number=receipt.number,
            amount=receipt.unapplied,
            day=receipt.value_date or receipt.receipt_date or receipt.first_seen,
            order=runs.order.get(receipt.run_id, 0),
            cash=receipt.is_cash,
            reversed_on=receipt.reversed_on,
        )
        if receipt.unapplied > 0:
            found.add(receipt, whole)
        for part in parts[receipt.id]:
            item = part.item_id or numbers.get((receipt.account_id, part.item_number))
            found.add(receipt, replace(whole, amount=part.amount, item=item, target=part.item_number))
    return found


def _sum(receipt: Row[Any]) -> Sum:
    """Return a receipt as money that another source may tell of again."""
    day = receipt.value_date or receipt.receipt_date or receipt.first_seen
    about = (receipt.account_id, receipt.currency, receipt.amount, day)
    return Sum(receipt.id, receipt.source, *about, tells=receipt.unapplied < receipt.amount)


def _receipt_queries(account_ids: Collection[str], items: Collection[str]) -> Iterable[Select[Any]]:
    """Give the queries for receipts of the accounts and for those applied to the items."""
    query = select(
        Receipt.id,
        Receipt.account_id,
        Receipt.number,
        Receipt.currency,
        Receipt.source,
        Receipt.amount,
        Receipt.unapplied,
        Receipt.value_date,
        Receipt.receipt_date,
        Receipt.first_seen,
        Receipt.run_id,
        Receipt.is_cash,
        Receipt.reversed_on,
    )
    for ids in chunks(account_ids):
        yield query.where(Receipt.account_id.in_(ids))
    for ids in chunks(items):
        applied = select(ReceiptApplication.receipt_id).where(ReceiptApplication.item_id.in_(ids))
        yield query.where(Receipt.id.in_(applied))


def chunks(ids: Collection[str]) -> Iterable[list[str]]:
    """Give ids in sorted pieces that fit into one query."""
    ordered = sorted(ids)
    return (ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK))


def accounts_to_judge(session: Session, run_ids: Collection[str] | None) -> set[str]:
    """Return the accounts whose promises may read otherwise than before.

    After an import: those with a promise still open, and those whose items or receipts it touched. None: all.
    """
    judged = Promise.status.not_in((*_PASSIVE, PromiseStatus.VOID))
    if run_ids is None:
        return set(session.scalars(select(Promise.account_id).where(judged).distinct()))
    still_open = Promise.status.in_((PromiseStatus.OPEN, PromiseStatus.AWAITING_DATA))
    changed = select(SyncChange.account_id).where(SyncChange.run_id.in_(run_ids), SyncChange.account_id.is_not(None))
    paid = select(Receipt.account_id).where(Receipt.run_id.in_(run_ids), Receipt.account_id.is_not(None))
    fresh = select(Item.id).where(Item.account_id == Promise.account_id, Item.first_run_id.in_(run_ids)).exists()
    found = or_(still_open, Promise.account_id.in_(changed), Promise.account_id.in_(paid), fresh)
    return set(session.scalars(select(Promise.account_id).where(judged, found).distinct()))
