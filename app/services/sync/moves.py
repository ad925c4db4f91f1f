"""What becomes of single items, for the eye: the first of each kind, not all 100,000."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from app.i18n import Message
from app.services.sync.batch import Batch
from app.services.sync.match import StoredItem

#: How many of each kind are kept.
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Move:
    """An item that changes; amounts in minor units of ``currency``.

    Attributes:
        action: ``changed``, ``part_paid``, ``reopened``, ``closed`` or ``explained``.
        account: the account's number as seen, and its name.
        why: why it is closed.
    """

    action: str
    status: str
    account: str
    name: str
    number: str
    currency: str
    before: int
    after: int
    why: Message | None = None


def moves_of(batch: Batch) -> tuple[Move, ...]:
    """Return the items that a batch changes, in the order of the plan."""
    accounts = {account.id: account.facts for account in batch.accounts.known.values()}
    items: dict[str, StoredItem] = {gone.item.id: gone.item for gone in batch.gone}
    items |= {item.id: item for plan in batch.items.values() for item, _ in plan.touched}
    shown: Counter[str] = Counter()
    found = []
    for change in batch.changes.of("item"):
        item = items.get(change.id)
        status = str(change.after.get("status", ""))
        if item is None or shown[status] >= MOST:
            continue
        shown[status] += 1
        number, name = accounts[item.account_id][:2]
        why = change.after.get("closed_why")
        found.append(
            Move(
                change.action,
                status,
                number,
                name,
                item.number,
                item.currency,
                change.before.get("open", item.open),
                change.after.get("open", item.open),
                Message.from_json(why) if isinstance(why, str) else None,
            )
        )
    return tuple(found)
