"""Tying receipts to items: which item each part of a receipt was applied to, once all items of the batch stand.

Nothing is written here; ``writing.applications`` does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from app.services.sync.planning.kinds.receipts import Application, PlannedReceipt
from app.services.sync.planning.match import CLOSED
from app.services.sync.planning.stored import Stored
from app.services.sync.values.references import invoice_key


class Target(NamedTuple):
    """An item that money may be applied to; ``amount`` is what it last stood open at, or was issued for."""

    id: str
    number: str
    currency: str
    amount: int
    is_open: bool


#: Items by account id and invoice key.
Targets = Mapping[tuple[str, str], Sequence[Target]]


def load_targets(stored: Stored, accounts: Iterable[str]) -> Targets:
    """Return the items of some accounts by the number a remittance would name."""
    found: dict[tuple[str, str], list[Target]] = defaultdict(list)
    for record, account, number, currency, original, amount, status in stored.items_of_accounts(accounts):
        target = Target(record, number, currency, amount or original, status not in CLOSED)
        found[account, invoice_key(number)].append(target)
    return found


def split(application: Application, receipt: PlannedReceipt, targets: Targets) -> list[tuple[str | None, str, int]]:
    """Return item id, number and minor units for each invoice that a part of a receipt names.

    A part that names one invoice is its own. Over several it goes in the order in which they are named, each up to
    what is open, the rest to the last; an invoice that nobody knows gets nothing while others are known.
    """
    numbers, amount = application
    items = [(number, find(receipt, number, targets)) for number in numbers]
    if len(items) == 1:
        number, item = items[0]
        return [(item.id if item else None, number, amount)]
    known = [(number, item) for number, item in items if item is not None]
    if not known:
        return [(None, numbers[0], amount)]
    parts: list[tuple[str | None, str, int]] = []
    left = amount
    for at, (number, item) in enumerate(known):
        part = left if at == len(known) - 1 else min(left, max(item.amount, 0))
        left -= part
        if part:
            parts.append((item.id, number, part))
    return parts


def find(receipt: PlannedReceipt, number: str, targets: Targets) -> Target | None:
    """Return the item that a receipt means by a number: of its currency and open rather than not."""
    if receipt.account_id is None:
        return None
    fits = targets.get((receipt.account_id, invoice_key(number)), ())
    own = [item for item in fits if item.currency == receipt.facts["currency"]]
    exact = [item for item in own if item.number == number] or own
    return max(exact, key=lambda item: (item.is_open, item.id), default=None)


def newest(account: str, currency: str, number: str, targets: Targets) -> Target | None:
    """Return the item of an account and a currency that a number means, open rather than not."""
    own = [item for item in targets.get((account, invoice_key(number)), ()) if item.currency == currency]
    return max(own, key=lambda item: (item.is_open, item.id), default=None)
