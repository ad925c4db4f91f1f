"""Planning receipts: rows of one receipt are one receipt with its applications.

A receipt with a number is known by it, its day, currency and kind of method; a bank movement without one by day,
amount and text, equal ones counted, for its account may be known only later. Exports overlap: what the store has
already is not money again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from app.models.types import dump
from app.services.sync.model import ReceiptRow
from app.services.sync.planning.plan import Change, Changes, FilePlan, Ids

#: Columns that a file states.
FACTS: Final = (
    "value_date",
    "receipt_date",
    "method",
    "is_cash",
    "payer",
    "currency",
    "amount",
    "applied",
    "unapplied",
    "remittance",
    "invoices",
    "reversed_on",
)
STORED_COLUMNS: Final = ", ".join(("id", "account_id", "number", "line", *FACTS))
#: Finds the id of a row's account.
Find = Callable[[ReceiptRow], str | None]
#: Invoice numbers with the minor units applied to them together.
Application = tuple[tuple[str, ...], int]


@dataclass(slots=True)
class PlannedReceipt:
    """A receipt, stored or planned; ``facts`` by column, raw as the driver takes it.

    ``applications`` is what a file says was applied; a stored receipt that is not changed does not load its own.
    """

    account_id: str | None
    number: str
    facts: dict[str, Any]
    applications: list[Application] = field(default_factory=list)
    id: str = ""
    line: int = 0
    first_seen: str = ""
    run_id: str = ""

    @property
    def day(self) -> str | None:
        """Return the value date, else the receipt date."""
        day: str | None = self.facts["value_date"] or self.facts["receipt_date"]
        return day

    @property
    def key(self) -> tuple[Any, ...]:
        """Return what tells this receipt from others of its source."""
        facts = self.facts
        if self.number:
            return self.number, self.day, facts["currency"], facts["is_cash"]
        return "", self.day, facts["currency"], facts["is_cash"], facts["amount"], facts["remittance"]

    @property
    def names(self) -> list[str]:
        """Return the invoice numbers that the receipt names."""
        named: list[str] = json.loads(self.facts["invoices"])
        return named

    @property
    def unique(self) -> tuple[Any, ...]:
        """Return what the store's line numbers tell apart."""
        facts = self.facts
        return self.number, self.account_id, facts["value_date"], facts["amount"], facts["currency"]


def stored_receipt(row: tuple[Any, ...]) -> PlannedReceipt:
    """Read a row of ``STORED_COLUMNS``."""
    record, account, number, line, *facts = row
    return PlannedReceipt(account, number, dict(zip(FACTS, facts, strict=True)), id=record, line=line)


class ReceiptPlan:
    """The receipts of one source in one batch; ``new`` are those to be inserted."""

    def __init__(self, stored: Iterable[PlannedReceipt], ids: Ids, changes: Changes, *, booked: bool = False) -> None:
        """Take the source's receipts in the order they came.

        Args:
            stored: the receipts.
            ids: for new ones.
            changes: where changes go.
            booked: they are a bank's: what it has booked never gets another amount, so the amount tells them apart too.
        """
        self._booked = booked
        self.new: list[PlannedReceipt] = []
        self.replaced: dict[str, PlannedReceipt] = {}
        self._ids = ids
        self._changes = changes
        self._known: dict[tuple[Any, ...], list[PlannedReceipt]] = defaultdict(list)
        self._by_amount: dict[tuple[int, str], list[PlannedReceipt]] = defaultdict(list)
        self._lines: dict[tuple[Any, ...], int] = {}
        for receipt in stored:
            self._remember(receipt)

    def feed(self, rows: Iterable[ReceiptRow], find: Find, file: FilePlan) -> int:
        """Plan a whole file: the rows of a receipt need not stand together.

        Returns:
            How many of its receipts have no account, now or before.
        """
        listed = gather(rows, find, file)
        fresh, missing = [], 0
        for receipt, known in zip(listed, self._partners(listed), strict=True):
            missing += receipt.account_id is None and (known is None or known.account_id is None)
            if known is None:
                self._add(receipt, file)
                fresh.append(receipt)
                file.counts.new += 1
                continue
            before, after = _differences(known, receipt)
            if not after:
                file.counts.unchanged += 1
                continue
            file.counts.changed += 1
            self._changes.put(Change("receipt", known.id, receipt.account_id, file.run_id, "changed", before, after))
            if {"applied", "invoices"} & after.keys():
                self.replaced[known.id] = receipt
        for receipt in fresh:
            self._remember(receipt)
        return missing

    def _partners(self, receipts: list[PlannedReceipt]) -> list[PlannedReceipt | None]:
        """Return the receipt that each of a file repeats or takes back; equal ones pair in their order.

        Those of one account find each other first; then a receipt whose payer is known only now, or no longer.
        """
        found: list[PlannedReceipt | None] = [None] * len(receipts)
        used: set[str] = set()
        for same in (_same_account, _may_be_same):
            for at, receipt in enumerate(receipts):
                if found[at] is None:
                    there = self._known.get(self._key(receipt), ())
                    fit = next((other for other in there if other.id not in used and same(other, receipt)), None)
                    if fit is not None:
                        used.add(fit.id)
                        found[at] = fit
        for at, receipt in enumerate(receipts):
            if found[at] is None and receipt.facts["reversed_on"]:
                there = self._by_amount[receipt.facts["amount"], receipt.facts["currency"]]
                found[at] = _original(receipt, [other for other in there if other.id not in used])
        return found

    def _add(self, receipt: PlannedReceipt, file: FilePlan) -> None:
        """Plan a new receipt under a line number that tells equal ones apart."""
        receipt.id = self._ids.one()
        receipt.line = self._lines.get(receipt.unique, 0)
        self._lines[receipt.unique] = receipt.line + 1
        receipt.first_seen = file.as_of.isoformat()
        receipt.run_id = file.run_id
        self.new.append(receipt)

    def _key(self, receipt: PlannedReceipt) -> tuple[Any, ...]:
        return (*receipt.key, receipt.facts["amount"]) if self._booked else receipt.key

    def _remember(self, receipt: PlannedReceipt) -> None:
        self._known[self._key(receipt)].append(receipt)
        self._by_amount[receipt.facts["amount"], receipt.facts["currency"]].append(receipt)
        self._lines[receipt.unique] = max(self._lines.get(receipt.unique, 0), receipt.line + 1)


def gather(rows: Iterable[ReceiptRow], find: Find, file: FilePlan) -> list[PlannedReceipt]:
    """Join the rows of each receipt; a payment that the same file takes back is marked."""
    found: dict[tuple[Any, ...], PlannedReceipt] = {}
    for at, row in enumerate(rows):
        day = row.value_date or row.receipt_date
        key: tuple[Any, ...] = (at,)
        if row.number:
            key = (row.number, row.account, day, row.currency, row.is_cash, row.reversed)
        receipt = found.get(key)
        if receipt is None:
            found[key] = _first(row, find(row), file)
        else:
            receipt.account_id = receipt.account_id or find(row)
            _join(receipt, row)
    for receipt in found.values():
        receipt.facts["invoices"] = dump(list(dict.fromkeys(receipt.facts["invoices"])))
    return _take_back(list(found.values()))


def _first(row: ReceiptRow, account: str | None, file: FilePlan) -> PlannedReceipt:
    """Start a receipt with its first row."""
    taken_back = (
        (row.value_date or row.receipt_date or (file.coverage or file.as_of).isoformat()) if row.reversed else None
    )
    facts = {
        "value_date": row.value_date,
        "receipt_date": row.receipt_date,
        "method": row.method,
        "is_cash": int(row.is_cash),
        "payer": row.payer,
        "currency": row.currency,
        "amount": row.amount,
        "applied": row.applied,
        "unapplied": row.unapplied,
        "remittance": row.remittance,
        "invoices": list(row.invoices),
        "reversed_on": taken_back,
    }
    applications = [(row.invoices, row.applied)] if row.invoices and row.applied else []
    return PlannedReceipt(account, row.number, facts, applications)


def _join(receipt: PlannedReceipt, row: ReceiptRow) -> None:
    """Add another row of a receipt."""
    facts = receipt.facts
    for name in ("amount", "applied", "unapplied"):
        facts[name] += getattr(row, name)
    facts["invoices"].extend(row.invoices)
    facts["remittance"] = facts["remittance"] or row.remittance
    if row.invoices and row.applied:
        receipt.applications.append((row.invoices, row.applied))


def _take_back(receipts: list[PlannedReceipt]) -> list[PlannedReceipt]:
    """Mark payments that a later row of the same file takes back, and leave that row out."""
    money = [receipt for receipt in receipts if receipt.facts["reversed_on"] is None]
    by_amount: dict[tuple[int, str], list[PlannedReceipt]] = defaultdict(list)
    for receipt in money:
        by_amount[receipt.facts["amount"], receipt.facts["currency"]].append(receipt)
    for receipt in receipts:
        if receipt.facts["reversed_on"] is not None:
            original = _original(receipt, by_amount[receipt.facts["amount"], receipt.facts["currency"]])
            if original is None:
                money.append(receipt)
            else:
                original.facts["reversed_on"] = receipt.facts["reversed_on"]
    return money


def _original(reversal: PlannedReceipt, same_amount: Iterable[PlannedReceipt]) -> PlannedReceipt | None:
    """Return the payment that is taken back: of its number, else the only one that names one of its documents.

    A bank gives the return of a payment a number of its own; what the payer wrote comes back with it.
    """
    fits = [other for other in same_amount if _taken_back(other, reversal)]
    if reversal.number:
        same = next((other for other in fits if other.number == reversal.number), None)
        if same is not None:
            return same
    names = set(reversal.names)
    named = [
        other
        for other in fits
        if names & set(other.names) and (other.day or "") <= (reversal.day or "") and other.facts["reversed_on"] is None
    ]
    return named[0] if len(named) == 1 else None


def _taken_back(original: PlannedReceipt, reversal: PlannedReceipt) -> bool:
    return original.facts["reversed_on"] in {None, reversal.facts["reversed_on"]} and _may_be_same(original, reversal)


def _same_account(one: PlannedReceipt, other: PlannedReceipt) -> bool:
    return one.account_id == other.account_id


def _may_be_same(one: PlannedReceipt, other: PlannedReceipt) -> bool:
    """Tell whether two receipts may belong to one account; a payer may be known only later."""
    return one.account_id == other.account_id or one.account_id is None or other.account_id is None


def _differences(known: PlannedReceipt, receipt: PlannedReceipt) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the values before and after of what a file states otherwise.

    A blank says nothing; a row that takes a payment back says nothing else of it.
    """
    facts = receipt.facts
    if facts["reversed_on"] is not None:
        facts = {} if known.facts["reversed_on"] else {"reversed_on": facts["reversed_on"]}
    after = {name: new for name, new in facts.items() if new is not None and new != "[]" and new != known.facts[name]}
    before = {name: known.facts[name] for name in after}
    if receipt.account_id is not None and known.account_id is None:
        before["account_id"], after["account_id"] = None, receipt.account_id
    return before, after
