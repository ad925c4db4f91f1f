"""What becomes of single items, for the eye: everything that moves, everything that is new, and which facts changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, NamedTuple

from app.enums import ItemStatus, PromiseStatus, SyncKind
from app.i18n import Message
from app.services.sync.itemrows import column
from app.services.sync.planning.batch import Batch
from app.services.sync.planning.kinds.accounts import AccountPlan
from app.services.sync.planning.kinds.items import NewItems
from app.services.sync.planning.match import CLOSED, StoredItem
from app.services.sync.planning.plan import Change
from app.services.sync.writing.apply import Sink

#: New items that are listed one by one; a first import of a million has them counted like any other.
MOST_NEW: Final = 200_000
#: A promise with one of these promises nothing.
NO_PROMISE: Final = (PromiseStatus.VOID, PromiseStatus.WITHDRAWN, PromiseStatus.RESCHEDULED)
#: What can become of an item, in the order in which it is told.
PAID: Final = "paid"
PART_PAID: Final = "part_paid"
CREDITED: Final = "credited"
NEW: Final = "new"
REOPENED: Final = "reopened"
CHANGED: Final = "changed"
NO_CASH_DATA: Final = "no_cash_data"
VANISHED: Final = "vanished"
EXPLAINED: Final = "explained"
KINDS: Final = (PAID, PART_PAID, CREDITED, NEW, REOPENED, CHANGED, NO_CASH_DATA, VANISHED, EXPLAINED)
_GONE: Final = {
    ItemStatus.PAID.value: PAID,
    ItemStatus.CREDITED.value: CREDITED,
    ItemStatus.NO_CASH_DATA.value: NO_CASH_DATA,
    ItemStatus.VANISHED.value: VANISHED,
}
#: Columns of a change that are no fact of the file: they follow from it.
_HOUSEKEEPING: Final = frozenset(
    {"status", "last_seen", "last_run_id", "line", "closed_on", "closed_why", "due_from", "stage_from", "receipts"}
    | {"source"}
)


class Fact(NamedTuple):
    """A fact of an item that a file states otherwise: its column, and the raw values before and after."""

    column: str
    before: Any
    after: Any


class Move(NamedTuple):
    """An item that moves; amounts in minor units of ``currency``.

    Attributes:
        kind: one of ``KINDS``.
        status: a value of ``ItemStatus``; what it is from now on.
        account: the account's number as seen, and its ``name``.
        before: what was open; 0 of a new item.
        due: its due date, ISO.
        why: why it is closed.
        facts: what the file states otherwise, of an item that changed.
        promised: a promise speaks of it.
        at: the item's place among those listed; with it two lines of one number stay apart.
        run: the id of the file that says so.
    """

    kind: str
    status: str
    account: str
    name: str
    number: str
    currency: str
    before: int
    after: int
    due: str | None = None
    why: Message | None = None
    facts: tuple[Fact, ...] = ()
    promised: bool = False
    at: int = 0
    run: str = ""


@dataclass(slots=True)
class Listing(Sink):
    """Takes what is planned and lists what is new: the preview.

    It does so while the file is still being read, so that nothing is left to do at the end.
    """

    accounts_of: AccountPlan
    new: list[Move] = field(default_factory=list)
    _names: dict[str, tuple[str, str]] = field(default_factory=dict)

    def items(self, new: NewItems) -> None:
        """List new items."""
        found, name_of = self.new, self._name
        is_open = (ItemStatus.OPEN if new.file.kind is SyncKind.OPEN_ITEMS else ItemStatus.PAID).value
        facts = (column(new.rows, name) for name in ("number", "currency", "open", "due_date"))
        room, run = MOST_NEW - len(found), new.file.run_id
        for account_id, (item, currency, left, due) in islice(
            zip(new.account_ids, zip(*facts, strict=True), strict=True), room
        ):
            number, name = name_of(account_id)
            found.append(Move(NEW, is_open, number, name, item, currency, 0, left, due, at=len(found), run=run))

    def _name(self, account_id: str) -> tuple[str, str]:
        found = self._names.get(account_id)
        if found is None:
            number, name = self.accounts_of.by_id[account_id].facts[:2]
            found = self._names[account_id] = (number, name or "")
        return found


def moves_of(batch: Batch) -> tuple[Move, ...]:
    """Return the items of the store that a batch changes, in the order of the plan."""
    items: dict[str, StoredItem] = {gone.item.id: gone.item for gone in batch.gone}
    items |= {item.id: item for plan in batch.items.values() for item, _ in plan.touched}
    proved = batch.closed.touched if batch.closed is not None else []
    items |= {item.id: item for item in (*batch.later, *proved)}
    changes = [change for change in batch.changes.of("item") if change.id in items]
    promised = _promised(batch) if changes else frozenset()
    found = []
    for at, change in enumerate(changes):
        item = items[change.id]
        number, name = batch.accounts.by_id[item.account_id].facts[:2]
        why = change.after.get("closed_why")
        found.append(
            Move(
                kind_of(change),
                str(change.after.get("status", "")),
                number,
                name or "",
                item.number,
                item.currency,
                change.before.get("open", item.open),
                _left(change, item.open),
                change.after.get("due_date", item.due_date),
                Message.from_json(why) if isinstance(why, str) else None,
                facts_of(change.before, change.after),
                change.id in promised,
                at,
                change.run_id,
            )
        )
    return tuple(found)


def _promised(batch: Batch) -> frozenset[str]:
    """Return the items that a promise speaks of."""
    void = ", ".join(f"'{status.value}'" for status in NO_PROMISE)
    rows = batch.stored.rows(
        "SELECT x.item_id FROM promise_item x JOIN promise p ON p.id = x.promise_id "  # noqa: S608 - codes of ours
        f"WHERE p.status NOT IN ({void})"
    )
    return frozenset(row[0] for row in rows)


def _left(change: Change, stood: int) -> int:
    """Return what is open from now on: nothing of what is gone, though the store keeps what it last stood at."""
    if change.after.get("status") in CLOSED:
        return 0
    return int(change.after.get("open", stood))


def kind_of(change: Change) -> str:
    """Return what became of an item by one change."""
    if change.action == EXPLAINED and change.after.get("status") != ItemStatus.VANISHED.value:
        same = change.before.get("status") == change.after.get("status")
        return CHANGED if same else EXPLAINED  # a clearing document alone explains nothing anew
    if change.action in {REOPENED, PART_PAID}:
        return change.action
    return _GONE.get(str(change.after.get("status", "")), CHANGED)


def facts_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Return the facts that differ, in the order in which they are kept."""
    return tuple(
        Fact(name, before.get(name), value)
        for name, value in after.items()
        if name not in _HOUSEKEEPING and before.get(name) != value
    )
