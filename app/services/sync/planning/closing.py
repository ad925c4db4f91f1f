"""Gone is not paid: why an item is no longer in the file.

An item that a full file no longer has is ``paid`` or ``credited`` when money or a credit explains it,
``closed_no_cash_data`` while no source of cash covers the day, and ``vanished`` only when one does and explains
nothing. Evidence, strongest first: a closed-items row; a receipt that names the number and is more than the open
amount already showed; money or a used credit of the same account and amount within five days, for one item or for all
that is left of the account.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import Final, TypeVar

from app.enums import ItemKind, ItemStatus
from app.i18n import Message, msg, nmsg
from app.money import Money
from app.services.sync.values.references import invoice_key

#: Days that money may lie outside the time in which the item went missing, where it names no invoice.
NEAR: Final = timedelta(days=5)
#: Items among which sums of several are looked for; among more of them sums agree by chance.
_FEW: Final = 12
#: Pairs of money and credit that fit; of more of them hardly any fits alone.
_MANY: Final = 200
_OWN_MONEY: Final = frozenset({ItemKind.UNAPPLIED.value, ItemKind.ON_ACCOUNT.value})


@dataclass(frozen=True, slots=True)
class Gone:
    """An item that is missing: ``open`` is what it last stood at, minor units; ``on`` the day it is missing."""

    id: str
    account_id: str
    number: str
    kind: str
    currency: str
    original: int
    open: int
    last_seen: date
    on: date


@dataclass(slots=True)
class Arrived:
    """Money of an account: a receipt.

    Attributes:
        id: of the receipt.
        amount: minor units, positive.
        named: minor units by invoice key, where the receipt says so; 0 where it only names the invoice.
        loose: keys that stand in its text alone; what looks like a number there may be none.
        source: whose receipt it is.
        known_on: the data date of the file that brought it.
        left: what no item has used up, for receipts that name no invoice.
    """

    id: str
    number: str
    account_id: str
    currency: str
    amount: int
    day: date
    known_on: date
    is_cash: bool = True
    named: Mapping[str, int] = field(default_factory=dict)
    left: int = 0
    loose: frozenset[str] = frozenset()
    source: str = ""


@dataclass(slots=True)
class UsedCredit:
    """A credit of the ledger that got smaller or is gone in the same import; ``amount`` positive minor units."""

    id: str
    number: str
    account_id: str
    currency: str
    kind: str
    amount: int
    left: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why an item is closed; ``receipts`` are used up by it, because they name no invoice of their own."""

    status: ItemStatus
    why: Message
    receipts: tuple[str, ...] = ()


@dataclass(slots=True)
class Evidence:
    """What may explain items that are gone.

    Attributes:
        arrived: receipts of the accounts concerned, those taken back left out.
        used: credits that the import shows as used.
        fallen: by account id and currency, how much open items lost without going (minor units).
        covered_through: the last day of which a source of cash speaks; None: there is none.
        spent: ids of receipts that explained other items before.
    """

    arrived: Sequence[Arrived] = ()
    used: Sequence[UsedCredit] = ()
    fallen: Mapping[tuple[str, str], int] = field(default_factory=dict)
    covered_through: date | None = None
    spent: frozenset[str] = frozenset()


T = TypeVar("T", Arrived, UsedCredit)


def explain(gone: Iterable[Gone], evidence: Evidence) -> dict[str, Verdict]:
    """Return a verdict for every item, by id."""
    verdicts: dict[str, Verdict] = {}
    by_account: dict[tuple[str, str], list[Gone]] = defaultdict(list)
    for item in gone:
        by_account[item.account_id, item.currency].append(item)
    for receipt in evidence.arrived:
        receipt.left = 0 if receipt.named or receipt.id in evidence.spent else receipt.amount
    arrived, used = _by_account(evidence.arrived), _by_account(evidence.used)
    for key, items in by_account.items():
        account = _Account(items, arrived.get(key, []), used.get(key, []), evidence.fallen.get(key, 0))
        verdicts |= account.explain()
    for items in by_account.values():
        for item in items:
            if item.id not in verdicts:
                verdicts[item.id] = _unexplained(item, evidence.covered_through)
    return verdicts


def _by_account(things: Iterable[T]) -> dict[tuple[str, str], list[T]]:
    found: dict[tuple[str, str], list[T]] = defaultdict(list)
    for thing in things:
        found[thing.account_id, thing.currency].append(thing)
    return found


def _unexplained(item: Gone, covered_through: date | None) -> Verdict:
    if covered_through is None or covered_through < item.on:
        return Verdict(
            ItemStatus.NO_CASH_DATA,
            msg("No longer in the file of {day}; no receipts cover that day.", day=item.on),
        )
    return Verdict(
        ItemStatus.VANISHED,
        msg(
            "No longer in the file of {day}; the receipts through {cover} do not explain it.",
            day=item.on,
            cover=covered_through,
        ),
    )


class _Account:
    """One account in one currency; each sum of money explains once."""

    def __init__(self, items: list[Gone], arrived: Sequence[Arrived], used: Sequence[UsedCredit], fallen: int) -> None:
        self.debits = [item for item in items if item.open > 0]
        self.credits = [item for item in items if item.open < 0]
        self.nothing = [item for item in items if item.open == 0]
        self.arrived = sorted(arrived, key=lambda a: (a.day, a.number, a.amount))
        self.used = list(used)
        self.fallen = fallen
        self.verdicts: dict[str, Verdict] = {}
        for credit in self.used:
            credit.left = credit.amount

    def explain(self) -> dict[str, Verdict]:
        """Explain what can be explained."""
        for item in self.nothing:
            self.verdicts[item.id] = Verdict(ItemStatus.PAID, msg("Nothing was open any more."))
        for item in self.debits:
            self._by_name(item)
        self._by_amount()
        self._all_together()
        self._with_credit()
        self._several_at_once()
        self._credits()
        return self.verdicts

    def _left(self) -> list[Gone]:
        return [item for item in self.debits if item.id not in self.verdicts]

    # -------------------------------------------------------------------------------------------- receipts that name it

    def _by_name(self, item: Gone) -> None:
        """A receipt names the item, and not only for what the open amount had already lost."""
        key = invoice_key(item.number)
        if not key:
            return
        naming = [receipt for receipt in self.arrived if key in receipt.named]
        later = [receipt for receipt in naming if max(receipt.day, receipt.known_on) > item.last_seen]
        total = sum(receipt.named[key] for receipt in naming)
        if not later and total <= item.original - item.open:
            return
        telling = later or naming
        cash = [receipt for receipt in telling if receipt.is_cash]
        receipt = (cash or telling)[-1]
        self.verdicts[item.id] = Verdict(
            ItemStatus.PAID if cash else ItemStatus.CREDITED,
            msg("{receipt} names it.", receipt=_receipt(receipt)),
        )

    # -------------------------------------------------------------------------------------------- amounts

    def _by_amount(self) -> None:
        """Money or a used credit is exactly what was open."""
        for item in self._left():
            money = [receipt for receipt in self._near([item]) if receipt.left == item.open]
            if money:
                receipt = min(money, key=lambda r: (not r.is_cash, abs(r.day - item.on)))
                receipt.left = 0
                self.verdicts[item.id] = _by_receipt(receipt)
                continue
            credit = next((credit for credit in self.used if credit.left == item.open), None)
            if credit is not None:
                credit.left = 0
                self.verdicts[item.id] = _by_credit(credit)

    def _all_together(self) -> None:
        """One receipt, one credit or all of them together are exactly what was open of all that is left."""
        items = self._left()
        total = sum(item.open for item in items)
        if not items:
            return
        near = [receipt for receipt in self._near(items) if receipt.left]
        credits_left = [credit for credit in self.used if credit.left]
        verdict = None
        whole = next((receipt for receipt in near if receipt.left == total), None)
        if whole is not None:
            verdict, near, credits_left = _by_receipt(whole), [whole], []
        elif total and sum(r.left for r in near) + sum(c.left for c in credits_left) == total:
            verdict = self._by_several(near, credits_left)
        if verdict is None:
            return
        for receipt in near:
            receipt.left = 0
        for credit in credits_left:
            credit.left = 0
        for item in items:
            self.verdicts[item.id] = verdict

    def _with_credit(self) -> None:
        """One receipt and one used credit are together exactly what was open, and no other two are."""
        money: dict[int, list[Arrived]] = defaultdict(list)
        for receipt in self.arrived:
            money[receipt.left].append(receipt)
        fits: list[tuple[Gone, Arrived, UsedCredit]] = []
        credits_left = [credit for credit in self.used if credit.left]
        for item in self._left() if credits_left else ():
            for credit in credits_left:
                rest = money.get(item.open - credit.left, ()) if item.open > credit.left else ()
                fits += [(item, receipt, credit) for receipt in rest if receipt in self._near([item])]
            if len(fits) > _MANY:
                return
        for item, receipt, credit in fits:
            rivals = [one for one in fits if item in one or receipt in one or credit in one]
            if len(rivals) == 1:
                why = msg("{receipt} and {credit} are together what was open.",
                          receipt=_receipt(receipt), credit=_credit(credit))  # fmt: skip
                receipt.left = credit.left = 0
                status = ItemStatus.PAID if receipt.is_cash else ItemStatus.CREDITED
                self.verdicts[item.id] = Verdict(status, why, (receipt.id,))

    def _several_at_once(self) -> None:
        """One receipt is exactly what was open of two or three items, and of no others."""
        items = self._left()
        if len(items) > _FEW:
            return
        groups = [group for size in (2, 3) for group in combinations(items, size)]
        fits = [
            (receipt, group)
            for receipt in self.arrived
            for group in groups
            if receipt.left and receipt.left == sum(item.open for item in group) and receipt in self._near(group)
        ]
        for receipt, group in fits:
            rivals = [one for one, others in fits if one is receipt or not set(group).isdisjoint(others)]
            if len(rivals) == 1:
                receipt.left = 0
                why = nmsg("{receipt} is what was open of it and of {n} other.",
                           "{receipt} is what was open of it and of {n} others.",
                           len(group) - 1, receipt=_receipt(receipt))  # fmt: skip
                status = ItemStatus.PAID if receipt.is_cash else ItemStatus.CREDITED
                self.verdicts.update((item.id, Verdict(status, why, (receipt.id,))) for item in group)

    def _by_several(self, receipts: Sequence[Arrived], used: Sequence[UsedCredit]) -> Verdict:
        cash = any(r.is_cash for r in receipts) or any(c.kind in _OWN_MONEY for c in used)
        total = Money(sum(r.left for r in receipts) + sum(c.left for c in used), self.debits[0].currency)
        why = msg("All that is gone of the account is what it paid and what was credited: {total}.", total=total)
        used_up = tuple(receipt.id for receipt in receipts)
        return Verdict(ItemStatus.PAID if cash else ItemStatus.CREDITED, why, used_up)

    def _near(self, items: Sequence[Gone]) -> list[Arrived]:
        """Return receipts that name no invoice and came about the time when the items went missing."""
        first = min(item.last_seen for item in items) + timedelta(days=1) - NEAR
        last = max(item.on for item in items) + NEAR
        return [receipt for receipt in self.arrived if not receipt.named and first <= receipt.day <= last]

    # -------------------------------------------------------------------------------------------- credits

    def _credits(self) -> None:
        """A credit is gone because it was used: on items that are gone, or on what others lost."""
        room = self.fallen + sum(item.open for item in self.debits)
        spent = {credit.id for credit in self.used if credit.left == 0}
        for item in sorted(self.credits, key=lambda i: (i.open, i.number)):
            if item.id in spent or -item.open <= room:
                room += item.open
                status = ItemStatus.PAID if item.kind in _OWN_MONEY else ItemStatus.CREDITED
                self.verdicts[item.id] = Verdict(status, msg("Used against other items of the account."))


def _credit(credit: UsedCredit) -> Message:
    """Return a credit as a sentence goes on with it."""
    amount = Money(credit.amount, credit.currency)
    if not credit.number:
        return msg("a credit of {amount}", amount=amount)
    return msg("credit {number} of {amount}", number=credit.number, amount=amount)


def _receipt(receipt: Arrived) -> Message:
    """Return a receipt as a sentence names it."""
    amount = Money(receipt.amount, receipt.currency)
    if not receipt.number:
        return msg("A receipt of {amount} on {day}", amount=amount, day=receipt.day)
    return msg("Receipt {number} of {amount} on {day}", number=receipt.number, amount=amount, day=receipt.day)


def _by_receipt(receipt: Arrived) -> Verdict:
    why = msg("{receipt} is what was open.", receipt=_receipt(receipt))
    return Verdict(ItemStatus.PAID if receipt.is_cash else ItemStatus.CREDITED, why, (receipt.id,))


def _by_credit(credit: UsedCredit) -> Verdict:
    amount = Money(credit.amount, credit.currency)
    if credit.number:
        why = msg("Credit {number} of {amount} was used for it.", number=credit.number, amount=amount)
    else:
        why = msg("A credit of {amount} was used for it.", amount=amount)
    return Verdict(ItemStatus.PAID if credit.kind in _OWN_MONEY else ItemStatus.CREDITED, why)
