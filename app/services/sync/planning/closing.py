"""Gone is not paid: why an item is no longer in the file.

An item that a full file no longer has is ``paid`` or ``credited`` when money or a credit explains it,
``closed_no_cash_data`` while no source of cash covers the day, and ``vanished`` only when one does and explains
nothing. Evidence, strongest first: a closed-items row; a receipt that names the number and is more than the open
amount already showed; money or a used credit of the same account and amount within five days, for one item or for all
that is left of the account; one receipt and one used credit together; one receipt for two or three items, if they are
the only ones that fit. Money that names an item and is less than was open is said to be; where it is less than half, it
explains nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Final, TypeVar

from app.enums import ItemKind, ItemStatus
from app.i18n import Message, msg, nmsg
from app.money import Money
from app.services.sync.planning.evidence import NEAR, Arrived, Evidence, Gone, UsedCredit, Verdict
from app.services.sync.values.references import invoice_key

#: Items among which sums of several are looked for; among more of them sums agree by chance.
_FEW: Final = 12
#: Pairs of money and credit that fit; of more of them hardly any fits alone.
_MANY: Final = 200
_OWN_MONEY: Final = frozenset({ItemKind.UNAPPLIED.value, ItemKind.ON_ACCOUNT.value})


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
        account = _Account(items, arrived.get(key, []), used.get(key, []), evidence, key)
        verdicts |= account.explain()
    for items in by_account.values():
        for item in items:
            if item.id not in verdicts:
                verdicts[item.id] = unexplained(item, evidence.covered_through)
    return verdicts


def _by_account(things: Iterable[T]) -> dict[tuple[str, str], list[T]]:
    found: dict[tuple[str, str], list[T]] = defaultdict(list)
    for thing in things:
        found[thing.account_id, thing.currency].append(thing)
    return found


def unexplained(item: Gone, covered_through: date | None) -> Verdict:
    """Return that nothing explains an item: nothing covers its day, or what does is no explanation."""
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

    def __init__(
        self,
        items: list[Gone],
        arrived: Sequence[Arrived],
        used: Sequence[UsedCredit],
        evidence: Evidence,
        key: tuple[str, str],
    ) -> None:
        self.debits = [item for item in items if item.open > 0]
        self.credits = [item for item in items if item.open < 0]
        self.nothing = [item for item in items if item.open == 0]
        self.arrived = sorted(arrived, key=lambda a: (a.day, a.number, a.amount))
        self.used = list(used)
        self.fallen, self.fallen_paid = evidence.fallen.get(key, 0), evidence.fallen_paid.get(key, 0)
        self.tolerance, self.covered_through = evidence.tolerance, evidence.covered_through
        self.verdicts: dict[str, Verdict] = {}
        self._naming: dict[str, list[Arrived]] = defaultdict(list)
        self._unnamed: dict[int, list[Arrived]] = defaultdict(list)
        for receipt in self.arrived:
            for number in receipt.named:
                self._naming[number].append(receipt)
            if receipt.left:
                self._unnamed[receipt.left].append(receipt)
        #: Items that a receipt names, with what it brings of them, and those receipts by id.
        self._named: dict[str, int] = {}
        self._name_them: dict[str, int] = {}
        #: Minor units of what is gone that other money explains.
        self._paid = 0
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
        self._say_what_is_short()
        self._credits()
        return self.verdicts

    def _left(self) -> list[Gone]:
        return [item for item in self.debits if item.id not in self.verdicts]

    # -------------------------------------------------------------------------------------------- receipts that name it

    def _by_name(self, item: Gone) -> None:
        """A receipt names the item, and not only for what the open amount had already lost."""
        key = invoice_key(item.number)
        naming = self._naming.get(key, ()) if key else ()
        later = [receipt for receipt in naming if max(receipt.day, receipt.known_on) > item.last_seen]
        money = sum(receipt.named[key] for receipt in naming)
        if not naming or (not later and money <= item.original - item.open):
            return
        telling = later or naming
        money = max(sum(receipt.named[key] for receipt in later), money - (item.original - item.open))
        cash = [receipt for receipt in telling if receipt.is_cash]
        receipt = (cash or telling)[-1]
        self.verdicts[item.id] = Verdict(
            ItemStatus.PAID if cash else ItemStatus.CREDITED,
            msg("{receipt} names it.", receipt=_receipt(receipt)),
        )
        self._named[item.id] = min(money, item.open)
        self._name_them.update((one.id, one.amount) for one in telling)

    def _say_what_is_short(self) -> None:
        """Say where money names an item and is less than was open; less than half of it is no explanation.

        Credits that were used and explain nothing else may have been the rest.
        """
        short = {item.id: item.open - self._named[item.id] for item in self.debits if item.id in self._named}
        if sum(short.values()) <= sum(credit.left for credit in self.used):
            return
        for item in self.debits:
            rest = short.get(item.id, 0)
            if rest <= self.tolerance(item.currency, item.open):
                continue
            verdict = self.verdicts[item.id]
            status = verdict.status if 2 * rest <= item.open else unexplained(item, self.covered_through).status
            why = msg("{why} Nothing explains {rest} of what was open.",
                      why=verdict.why, rest=Money(rest, item.currency))  # fmt: skip
            self.verdicts[item.id] = Verdict(status, why, short=rest)

    # -------------------------------------------------------------------------------------------- amounts

    def _by_amount(self) -> None:
        """Money or a used credit is exactly what was open.

        Of equal receipts the nearest cash is taken. They are put in order once for the items that went missing at one
        time, not for each: an account of many subscriptions has thousands of one amount.
        """
        queues: dict[tuple[int, date, date], Iterator[Arrived]] = {}
        for item in self._left():
            key = (item.open, item.last_seen, item.on)
            if key not in queues:
                near = [receipt for receipt in self._unnamed.get(item.open, ()) if _near(receipt, [item])]
                queues[key] = iter(sorted(near, key=lambda r: (not r.is_cash, abs(r.day - item.on))))
            receipt = next((one for one in queues[key] if one.left == item.open), None)
            if receipt is not None:
                self._use(receipt)
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
        first, last = _time(items)
        near = [receipt for receipt in self.arrived if receipt.left and first <= receipt.day <= last]
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
            self._use(receipt)
        for credit in credits_left:
            credit.left = 0
        for item in items:
            self.verdicts[item.id] = verdict

    def _with_credit(self) -> None:
        """One receipt and one used credit are together exactly what was open, and no other two are."""
        money = self._unnamed
        fits: list[tuple[Gone, Arrived, UsedCredit]] = []
        credits_left = [credit for credit in self.used if credit.left]
        for item in self._left() if credits_left else ():
            for credit in credits_left:
                rest = money.get(item.open - credit.left, ()) if item.open > credit.left else ()
                fits += [(item, receipt, credit) for receipt in rest if receipt.left and _near(receipt, [item])]
            if len(fits) > _MANY:
                return
        for item, receipt, credit in fits:
            rivals = [one for one in fits if item in one or receipt in one or credit in one]
            if len(rivals) == 1:
                why = msg("{receipt} and {credit} are together what was open.",
                          receipt=_receipt(receipt), credit=_credit(credit))  # fmt: skip
                self._use(receipt)
                credit.left = 0
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
            if receipt.left and receipt.left == sum(item.open for item in group) and _near(receipt, group)
        ]
        for receipt, group in fits:
            rivals = [one for one, others in fits if one is receipt or not set(group).isdisjoint(others)]
            if len(rivals) == 1:
                self._use(receipt)
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

    def _use(self, receipt: Arrived) -> None:
        """Use a receipt up that names no invoice."""
        self._paid += receipt.left
        receipt.left = 0

    # -------------------------------------------------------------------------------------------- credits

    def _credits(self) -> None:
        """A credit is gone because it was used on items that are gone, or on what others lost.

        Of what money explains nothing is left for credit memos; unapplied money may be that very money.
        """
        paid = self.fallen_paid + self._paid + min(sum(self._named.values()), sum(self._name_them.values()))
        room = self.fallen + sum(item.open for item in self.debits)
        unpaid = room - paid
        spent = {credit.id for credit in self.used if credit.left == 0}
        for item in sorted(self.credits, key=lambda i: (i.open, i.number)):
            own = item.kind in _OWN_MONEY
            if item.id in spent or -item.open <= (room if own else min(room, unpaid)):
                room += item.open
                unpaid += 0 if own else item.open
                status = ItemStatus.PAID if own else ItemStatus.CREDITED
                self.verdicts[item.id] = Verdict(status, msg("Used against other items of the account."))


def _near(receipt: Arrived, items: Sequence[Gone]) -> bool:
    """Tell whether a receipt came about the time when some items went missing."""
    first, last = _time(items)
    return first <= receipt.day <= last


def _time(items: Sequence[Gone]) -> tuple[date, date]:
    """Return the days about which some items went missing."""
    first = min(item.last_seen for item in items) + timedelta(days=1) - NEAR
    return first, max(item.on for item in items) + NEAR


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
