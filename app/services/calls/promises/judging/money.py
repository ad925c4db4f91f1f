"""What lowered each item, told once: receipts explain falls of the open amount, so that nothing counts twice.

Per item the larger of receipts applied and unexplained fall counts, never the sum (rules: promise, "money counts").
A receipt is matched with the fall that shows it; what falls without a receipt stands as a fall between two files; what
a credit memo, an old credit or a payment that was taken back explains is no money.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.enums import ItemKind
from app.services.calls.promises.judging.facts import Ledger, LedgerItem, Movement, Payment, Reduction, Source

#: A receipt that names no item may be booked so long after its day (as the import judges what is gone).
_BOOKED_WITHIN = timedelta(days=5)


@dataclass(slots=True)
class _Fall:
    """A fall with what is not explained of it yet; ``first`` is what happened before the item was first seen."""

    move: Movement
    left: int
    first: bool = False


@dataclass(slots=True)
class _Unapplied:
    """Money on the account that is not applied; ``listed``: the ledger itself shows it as not applied."""

    number: str
    day: date
    order: int
    left: int
    listed: bool = False


def reductions(ledger: Ledger) -> list[Reduction]:
    """Return what lowered the items of a ledger and what unapplied money and open credits could still lower.

    The order of the facts does not matter: everything is sorted by day, import, number and amount first.
    """
    found: list[Reduction] = []
    payments = sorted(ledger.payments, key=lambda p: (p.day, p.order, p.number, p.amount, p.item or ""))
    falls: dict[str, list[_Fall]] = {}
    for item in ledger.items.values():
        if not item.is_credit:
            moves = [move for move in ledger.movements if move.item == item.id]
            falls[item.id] = _explain(item, moves, [p for p in payments if p.item == item.id], found)
    _explain_by_credits(ledger, falls, found)
    unapplied = _unapplied(ledger, payments)
    _explain_by_unapplied(falls, unapplied, found)
    found.extend(_leftover(fall) for item_falls in falls.values() for fall in item_falls if fall.left)
    found.extend(
        Reduction(None, Source.UNAPPLIED, money.left, money.day, money.order, number=money.number)
        for money in unapplied
        if money.left > 0
    )
    found.extend(_open_credits(ledger))
    found.sort(key=lambda r: (r.day, r.since or r.day, r.order, r.item or "", r.number, r.source, r.amount))
    return found


# ------------------------------------------------------------------------------------------------ one item


def _explain(item: LedgerItem, moves: list[Movement], payments: list[Payment], found: list[Reduction]) -> list[_Fall]:
    """Match the receipts of one item with its falls; returns the falls with what is left unexplained."""
    falls, risen = _net(moves)
    before = item.original - item.open - sum(fall.left for fall in falls)
    if before > 0:
        seen = Movement(item.id, before, item.first_seen, item.first_order)
        falls.insert(0, _Fall(seen, before, first=True))
    for payment in payments:
        if payment.reversed_on is None:
            found.extend(_match(item, payment, falls))
    taken_back = sum(p.amount for p in payments if p.reversed_on is not None) - risen
    for payment in (p for p in payments if p.reversed_on is not None and taken_back > 0):
        for fall in falls:
            if not fall.first and fall.move.shown >= payment.day:
                part = min(fall.left, taken_back)
                fall.left -= part
                taken_back -= part
    return [fall for fall in falls if not fall.first and fall.left]


def _net(moves: list[Movement]) -> tuple[list[_Fall], int]:
    """Return the falls that still stand, and how much rose: a rise takes back the latest falls."""
    falls: list[_Fall] = []
    risen = 0
    for move in sorted(moves, key=lambda m: (m.order, m.shown)):
        if move.amount >= 0:
            falls.append(_Fall(move, move.amount))
            continue
        rise = -move.amount
        risen += rise
        for fall in reversed(falls):
            part = min(fall.left, rise)
            fall.left -= part
            rise -= part
    return [fall for fall in falls if fall.left], risen


def _match(item: LedgerItem, payment: Payment, falls: list[_Fall]) -> Iterable[Reduction]:
    """Spend a receipt on the falls that show it: first those of a credit if it is none of cash, then later files'."""
    left = payment.amount
    source = Source.RECEIPT if payment.cash else Source.CREDIT
    whole = Reduction(item.id, source, left, payment.day, payment.order, number=payment.number)
    passes = (
        [fall for fall in falls if fall.move.credited and not payment.cash],
        [fall for fall in falls if fall.move.shown >= payment.day],
        [fall for fall in falls if not fall.first],
    )
    for fall in (fall for some in passes for fall in some):
        part = min(left, fall.left)
        if part > 0:
            fall.left -= part
            left -= part
            yield replace(whole, amount=part, reflected=fall.move.order)
    if left > 0:
        yield replace(whole, amount=left, reflected=item.first_order if payment.order <= item.first_order else None)


def _leftover(fall: _Fall) -> Reduction:
    """Return a fall that nothing explains: money that arrived between two files, or on the clearing day."""
    move = fall.move
    source = Source.CREDIT if move.credited else Source.CLOSED if move.exact else Source.FALL
    since = None if move.exact else move.since
    return Reduction(move.item, source, fall.left, move.shown, move.order, since, reflected=move.order)


# ------------------------------------------------------------------------------------------------ the account's credits


def _explain_by_credits(ledger: Ledger, falls: dict[str, list[_Fall]], found: list[Reduction]) -> None:
    """Let the credits that an import used up explain what fell in the same import.

    A credit explains a fall of its own amount, else falls of an item that it names, else the only item that fell;
    in any other case the doubt goes to the customer and the fall stays money.
    """
    for order, used in sorted(_used_credits(ledger).items()):
        for credit, amount in sorted(used, key=lambda pair: (pair[1], pair[0].number)):
            left = amount
            fallen = [fall for item_falls in falls.values() for fall in item_falls if fall.left]
            here = [fall for fall in fallen if fall.move.order == order]
            named = [fall for fall in here if _names(credit, ledger.items[fall.move.item])]
            same = [fall for fall in named or here if fall.left == amount]
            fits = same[:1] or named or (here if len({fall.move.item for fall in here}) == 1 else [])
            for fall in fits:
                part = min(fall.left, left)
                if part > 0:
                    fall.left -= part
                    left -= part
                    found.append(_from_credit(credit, fall, part))


def _used_credits(ledger: Ledger) -> dict[int, list[tuple[LedgerItem, int]]]:
    """Return, per import, the credits that it shows as used and how much of each."""
    used: dict[int, list[tuple[LedgerItem, int]]] = defaultdict(list)
    moved = set()
    for move in ledger.movements:
        item = ledger.items.get(move.item)
        if item is not None and item.is_credit and move.amount < 0:
            used[move.order].append((item, -move.amount))
            moved.add(item.id)
    for item in ledger.items.values():
        if item.is_credit and item.closed and item.id not in moved and item.original < 0:
            used[item.first_order].append((item, -item.original))
    return used


def _from_credit(credit: LedgerItem, fall: _Fall, amount: int) -> Reduction:
    """Return what a used credit did: a memo lowers what is due, unapplied money is money of the day it came."""
    source = Source.CREDIT if credit.kind is ItemKind.CREDIT_MEMO else Source.RECEIPT
    day = credit.document_date or credit.first_seen
    return Reduction(
        fall.move.item, source, amount, day, credit.first_order, reflected=fall.move.order, number=credit.number
    )


def _names(credit: LedgerItem, item: LedgerItem) -> bool:
    return bool(item.number) and item.number in credit.names


def _open_credits(ledger: Ledger) -> Iterable[Reduction]:
    """Return credit memos that stand open: for the item that they name, else for any item of the account."""
    for credit in ledger.items.values():
        if credit.kind is ItemKind.CREDIT_MEMO and credit.open < 0:
            named = [item.id for item in ledger.items.values() if not item.is_credit and _names(credit, item)]
            day = credit.document_date or credit.first_seen
            item = min(named) if named else None
            yield Reduction(item, Source.OPEN_CREDIT, -credit.open, day, credit.first_order, number=credit.number)


# ------------------------------------------------------------------------------------------------ unapplied money


def _unapplied(ledger: Ledger, payments: list[Payment]) -> list[_Unapplied]:
    """Return unapplied money, each sum once: a receipt and the ledger's item for it are the same money."""
    found = [
        _Unapplied(payment.number, payment.day, payment.order, payment.amount)
        for payment in payments
        if payment.item is None and not payment.target and payment.cash and payment.reversed_on is None
    ]
    for item in sorted(ledger.items.values(), key=lambda i: i.id):
        if not item.is_credit or item.kind is ItemKind.CREDIT_MEMO or item.open >= 0:
            continue
        same = [money for money in found if money.number == item.number]
        same = same or [money for money in found if money.left == -item.open and not money.listed]
        if same:
            same[0].listed = True
            continue
        day = item.document_date or item.first_seen
        found.append(_Unapplied(item.number, day, item.first_order, -item.open, listed=True))
    return found


def _explain_by_unapplied(falls: dict[str, list[_Fall]], unapplied: list[_Unapplied], found: list[Reduction]) -> None:
    """Let receipts that name no item explain falls of exactly their amount: one item's, or all of one import's.

    What a fall near the receipt's day may already stand for is taken off the unapplied money, never counted twice.
    """
    for money in unapplied:
        if money.listed:
            continue
        standing = [fall for item_falls in falls.values() for fall in item_falls if fall.left]
        standing = [fall for fall in standing if _may_be(fall.move, money.day)]
        fits: list[_Fall] = next(_fitting(standing, money.left), [])
        for fall in fits:
            found.append(
                Reduction(
                    fall.move.item,
                    Source.RECEIPT,
                    fall.left,
                    money.day,
                    money.order,
                    reflected=fall.move.order,
                    number=money.number,
                )
            )
            money.left -= fall.left
            fall.left = 0
        near = [f for f in standing if f.left and f.move.since is not None and f.move.since <= money.day]
        money.left = max(0, money.left - sum(fall.left for fall in near))


def _may_be(move: Movement, day: date) -> bool:
    """Tell whether money of a day may be what a fall shows: not after it, and booked within five days."""
    return not move.credited and day <= move.shown and (move.since is None or day >= move.since - _BOOKED_WITHIN)


def _fitting(falls: list[_Fall], amount: int) -> Iterator[list[_Fall]]:
    """Give the ways in which falls make up an amount exactly: one fall, then all of one import."""
    ordered = sorted(falls, key=lambda fall: (fall.move.order, fall.move.item))
    yield from ([fall] for fall in ordered if fall.left == amount)
    for order in sorted({fall.move.order for fall in ordered}):
        together = [fall for fall in ordered if fall.move.order == order]
        if len(together) > 1 and sum(fall.left for fall in together) == amount:
            yield together
