"""Planning cases of a CRM: imported disputes own their status and owner, the collector's note stays.

A case belongs to the items whose numbers it names, else to the account whose number it bears. A case that only names
its account is tied to it when the collector has said that the name is that account; never by the name alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.i18n import Message, msg, nmsg
from app.services.sync.model import CaseRow, Question, RejectedRow
from app.services.sync.planning.plan import Change, Changes, FilePlan, Ids
from app.services.sync.values.references import invoice_key

OPTION: Final = "--names"
#: Answers to the question which accounts the names in a case file mean.
TIE: Final = "tie"
LEAVE: Final = "leave"
#: Columns that a file states.
FACTS: Final = (
    "subject",
    "reason",
    "status",
    "erp_status",
    "owner",
    "opened_on",
    "closed_on",
    "currency",
    "amount",
)
STORED_COLUMNS: Final = ", ".join(("id", "account_id", "external_number", *FACTS))
#: An item of a dispute: id and disputed amount in minor units, None for all of it.
DisputedItem = tuple[str, int | None]


@dataclass(slots=True)
class KnownDispute:
    """A dispute as the store has it; ``facts`` by column."""

    id: str
    account_id: str
    facts: dict[str, Any]
    items: list[DisputedItem] = field(default_factory=list)


@dataclass(slots=True)
class NewDispute:
    """A dispute to be inserted."""

    id: str
    account_id: str
    run_id: str
    source: str
    number: str
    facts: dict[str, Any]
    items: list[DisputedItem]


@dataclass(frozen=True, slots=True)
class NumberedItem:
    """An item by its number, for cases and receipts that name it."""

    id: str
    account_id: str
    currency: str
    is_open: bool


@dataclass(slots=True)
class Names:
    """How account names in case files are tied.

    Attributes:
        by_name: folded account name → ids of the accounts that bear it, and a number to show.
        confirmed: folded name → id of the account, as the collector answered before.
        answer: what the collector says of all names of this import, or None.
    """

    by_name: Mapping[str, list[tuple[str, str]]]
    confirmed: Mapping[str, str]
    answer: str | None


@dataclass(slots=True)
class CasePlan:
    """The cases of one source in one batch."""

    stored: dict[str, KnownDispute]
    items: Mapping[str, list[NumberedItem]]
    names: Names
    ids: Ids
    changes: Changes
    new: list[NewDispute] = field(default_factory=list)
    #: Folded names that the collector's answer ties from now on.
    learnt: dict[str, str] = field(default_factory=dict)
    _asked: dict[str, str] = field(default_factory=dict)
    _left: int = 0
    _made: dict[str, NewDispute] = field(default_factory=dict)

    def feed(self, rows: Iterable[CaseRow], id_of: Mapping[str, str], file: FilePlan) -> Question | None:
        """Plan a whole file; returns the question which accounts its names mean, if one is open."""
        self._left = 0
        for row in rows:
            found = self._items(row, id_of)
            account = self._account(row, found, id_of, file)
            if account is not None:
                self._one(row, account, found, file)
        if self._left:
            text = nmsg(
                "{n} case names an account only and was left out.",
                "{n} cases name an account only and were left out.",
                self._left,
            )
            file.warn("cases_left_out", text)
        return self._question()

    def _one(self, row: CaseRow, account: str, found: list[NumberedItem], file: FilePlan) -> None:
        """Plan one case that has its account."""
        items = [(item.id, row.amount if len(found) == 1 else None) for item in found if item.account_id == account]
        known = self.stored.get(row.number)
        facts = _facts(row, file)
        if known is None and row.number not in self._made:
            made = NewDispute(self.ids.one(), account, file.run_id, file.source, row.number, facts, items)
            self._made[row.number] = made
            self.new.append(made)
            file.counts.new += 1
            return
        if known is None:
            made = self._made[row.number]
            made.facts |= {name: value for name, value in facts.items() if value is not None}
            made.items = list(dict.fromkeys([*made.items, *items]))
            file.counts.unchanged += 1
            return
        before, after = ({}, {}) if file.older else _differences(known, facts, account, items)
        file.counts.changed += bool(after)
        file.counts.unchanged += not after
        if after:
            self.changes.put(Change("dispute", known.id, account, file.run_id, "changed", before, after))

    # -------------------------------------------------------------------------------------------- whose case it is

    def _items(self, row: CaseRow, id_of: Mapping[str, str]) -> list[NumberedItem]:
        """Return the items that a case names: open ones before closed ones, of its account if that is known."""
        account = id_of.get(row.account or "")
        found = []
        for number in dict.fromkeys(row.invoices):
            fits = [item for item in self.items.get(invoice_key(number), ()) if account in {None, item.account_id}]
            if row.currency and any(item.currency == row.currency for item in fits):
                fits = [item for item in fits if item.currency == row.currency]
            fits = [item for item in fits if item.is_open] or fits
            if len({item.account_id for item in fits}) == 1:
                found.extend(fits)
        return found

    def _account(self, row: CaseRow, found: list[NumberedItem], id_of: Mapping[str, str], file: FilePlan) -> str | None:
        """Return whose case it is: by its account number, by its items, by a confirmed name; None: not stored."""
        if row.account is not None:
            account = id_of.get(row.account)
            if account is None:
                self._reject(row, msg("No account has this number."), row.account, file)
            return account
        owners = {item.account_id for item in found}
        if len(owners) == 1:
            return owners.pop()
        known = self.stored.get(row.number)
        return known.account_id if known is not None else self._by_name(row, file)

    def _by_name(self, row: CaseRow, file: FilePlan) -> str | None:
        """Return the account that a name means, if the collector said so; else note the question."""
        name = fold_name(row.account_name)
        confirmed = self.names.confirmed.get(name)
        if confirmed is not None:
            return confirmed
        bearers = self.names.by_name.get(name, [])
        if len(bearers) != 1:
            why = msg("No account has this name.") if not bearers else msg("Several accounts have this name.")
            self._reject(row, why, row.account_name, file)
            return None
        if self.names.answer == TIE:
            self.learnt[name] = bearers[0][0]
            return bearers[0][0]
        if self.names.answer == LEAVE:
            self._left += 1
            return None
        self._asked[row.account_name] = bearers[0][1]
        return None

    def _reject(self, row: CaseRow, why: Message, value: str, file: FilePlan) -> None:
        file.rejected.append(RejectedRow(row.row, "", value, why))

    def _question(self) -> Question | None:
        """Return the open question with a few examples."""
        if not self._asked:
            return None
        shown = "; ".join(f"{name} = {number}" for name, number in list(self._asked.items())[:5])
        evidence = nmsg(
            "{n} case names only its account: is {examples} right?",
            "{n} accounts are named without number: is {examples} right?",
            len(self._asked),
            examples=shown,
        )
        return Question(OPTION, None, evidence, (TIE, LEAVE))


def fold_name(name: str) -> str:
    """Return a name without case, blanks and punctuation, full-width forms made plain."""
    return invoice_key(name)


def _facts(row: CaseRow, file: FilePlan) -> dict[str, Any]:
    return {
        "subject": row.subject,
        "reason": row.reason,
        "status": row.status,
        "erp_status": row.erp_status,
        "owner": row.owner,
        "opened_on": row.opened_on or file.as_of.isoformat(),
        "closed_on": row.closed_on,
        "currency": row.currency,
        "amount": row.amount,
    }


def _differences(
    known: KnownDispute, facts: dict[str, Any], account: str, items: list[DisputedItem]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the values before and after; a case that is open again loses its closing day, blanks say nothing."""
    after = {name: new for name, new in facts.items() if new is not None and new != known.facts[name]}
    after.pop("opened_on", None)
    if "status" in after and facts["closed_on"] is None and known.facts["closed_on"] is not None:
        after["closed_on"] = None
    before = {name: known.facts[name] for name in after}
    if account != known.account_id:
        before["account_id"], after["account_id"] = known.account_id, account
    if items and sorted(items, key=str) != sorted(known.items, key=str):
        before["items"], after["items"] = [list(item) for item in known.items], [list(item) for item in items]
    return before, after
