"""Planning accounts: what files say of customers, and which file's word counts.

A customer file owns an account's facts. An items file that happens to carry names and addresses brings accounts into
being, keeps those up to date that only it knows, and fills gaps of the others; so two files that spell a name
differently do not change it to and fro with every sync. What a file leaves blank it does not erase.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from app.enums import AccountState, SyncKind
from app.i18n import Message, msg, nmsg
from app.models.types import dump
from app.services.sync.model import CustomerRow
from app.services.sync.planning.kinds.contacts import ContactPlan, StoredContact
from app.services.sync.planning.plan import Change, Changes, FilePlan, Ids
from app.services.sync.planning.renumbered import Renumbered

#: Columns of an account that a file states.
FACTS: Final = (
    "number",
    "name",
    "name_latin",
    "name_kana",
    "address",
    "city",
    "country",
    "language",
    "currency",
    "territory",
    "tier",
    "terms",
    "credit_limit",
    "limit_currency",
    "risk_class",
    "sales_rep",
    "collector",
    "time_zone",
    "portal",
    "tax_id",
    "phone",
    "email",
    "hold_orders",
)
#: Accounts that a warning names.
_NAMED: Final = 5
#: The word of a customer file counts over every other.
CUSTOMER_FILE: Final = "customers"
#: The columns a stored account is loaded with, in this order.
STORED_COLUMNS: Final = ", ".join(("key", "id", "parent_id", "facts_from", "vanished", *FACTS))
_NUMBER: Final = 0
_NAME: Final = 1
_COUNTRY: Final = FACTS.index("country")
_HOLD: Final = FACTS.index("hold_orders")
_ADDRESS: Final = FACTS.index("address")


class NewAccount(NamedTuple):
    """An account to be inserted, raw as the driver takes it; ``facts`` are in the order of ``FACTS``."""

    id: str
    key: str
    run_id: str
    facts_from: str
    facts: tuple[Any, ...]


@dataclass(slots=True)
class KnownAccount:
    """An account as it stands after what is planned so far; ``facts`` are in the order of ``FACTS``.

    ``vanished``: the sync that brought it was taken back, but the collector's facts hang on it.
    """

    id: str
    parent_id: str | None
    facts_from: str | None
    facts: list[Any]
    vanished: bool = False


@dataclass(slots=True)
class AccountPlan:
    """Accounts and contacts of a whole batch.

    Attributes:
        known: the store's accounts by key.
        country: the company's country, for new accounts without one.
        load_contacts: gives the store's contacts by account id; asked only when a file brings people.
        changes: where changes of stored accounts and contacts go.
        id_of: account id by key, of all accounts known so far, under the numbers that they bore before too.
        by_id: all accounts known so far by their ids.
        master: keys of the accounts that the batch's customer files have.
        orphans: by run, a file and the numbers of its accounts that those files lack.
        made_by: runs that bring accounts or people into being.
        former: account id by a key that the account bore before it got another number.
        made: ids of the accounts that the batch brings into being.
    """

    known: dict[str, KnownAccount]
    ids: Ids
    country: str | None
    load_contacts: Callable[[], Mapping[str, list[StoredContact]]]
    changes: Changes
    parents: list[tuple[FilePlan, CustomerRow]] = field(default_factory=list)
    contacts: ContactPlan | None = None
    id_of: dict[str, str] = field(init=False)
    by_id: dict[str, KnownAccount] = field(init=False)
    made_by: set[str] = field(default_factory=set)
    master: set[str] = field(default_factory=set)
    orphans: dict[str, tuple[FilePlan, list[str]]] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    _under_former: dict[str, tuple[FilePlan, list[CustomerRow]]] = field(default_factory=dict)
    _told_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        """Make the maps that items are looked up in."""
        self.id_of = self.former | {key: account.id for key, account in self.known.items()}
        self.by_id = {account.id: account for account in self.known.values()}

    def renumber(self, pairs: Sequence[Renumbered], run_id: str) -> None:
        """Let accounts go on under new numbers; what bears such a number and owns nothing makes room."""
        for one in pairs:
            husk = self.known.pop(one.new_key, None)
            if husk is not None:
                before = {"key": one.new_key, "vanished": int(husk.vanished)}
                after = {"key": f"{one.new_key} \u2192 {husk.id}", "vanished": 1}
                self.changes.put(Change("account", husk.id, husk.id, run_id, "changed", before, after))
                husk.vanished = True
        for one in pairs:
            account = self.known[one.new_key] = self.known.pop(one.key)
            account.facts[_NUMBER] = one.new_number
            self.former[one.key] = self.id_of[one.new_key] = account.id
            before, after = {"key": one.key, "number": one.number}, {"key": one.new_key, "number": one.new_number}
            self.changes.put(Change("account", account.id, account.id, run_id, "changed", before, after))

    def feed(self, rows: tuple[CustomerRow, ...], file: FilePlan) -> list[NewAccount]:
        """Plan the accounts of one chunk; returns those to be inserted before their items are."""
        fresh = []
        master = file.kind is SyncKind.CUSTOMERS
        self._compare_with_master(rows, file)
        for row in rows:
            account = self.known.get(row.key)
            touched = False
            if account is None and row.key in self.former:
                self._under_former.setdefault(file.run_id, (file, []))[1].append(row)
                continue
            if account is None:
                fresh.append(self._make(row, file))
            else:
                touched = self._update(account, row, file)
                if self.former:
                    self._told_of[file.run_id].add(account.id)
            if row.parent:
                self.parents.append((file, row))
            if row.contacts:
                touched |= self._people(row, file) and account is not None
            if master:
                self._count(file, is_new=account is None, touched=touched)
        return fresh

    def _compare_with_master(self, rows: Sequence[CustomerRow], file: FilePlan) -> None:
        """Note which accounts of other files the customer master given with them does not have."""
        if file.kind is SyncKind.CUSTOMERS:
            self.master.update(row.key for row in rows)
        elif self.master:
            strangers = [row.number for row in rows if row.key not in self.master]
            if strangers:
                self.orphans.setdefault(file.run_id, (file, []))[1].extend(strangers)

    def finish(self) -> None:
        """Name orphans and tie children to parents: all accounts are known now, wherever in the files they stood."""
        for file, numbers in self.orphans.values():
            names = ", ".join(numbers[:_NAMED]) + (" …" if len(numbers) > _NAMED else "")
            what = nmsg(
                "{n} account of the file is not in the list of customers given with it: {names}.",
                "{n} accounts of the file are not in the list of customers given with it: {names}.",
                len(numbers),
                names=names,
            )
            file.warn("account_not_in_master", what)
        for file, rows in self._under_former.values():
            self._under_numbers_now(rows, file)
        for file, row in self.parents:
            child, parent = self.by_id[self.id_of[row.key]], self.by_id.get(self.id_of.get(row.parent or "", ""))
            if parent is None:
                file.warn("parent_unknown", msg("No account has the number of the parent {parent}.", parent=row.parent))
            elif parent is not child and child.parent_id != parent.id:
                before, after = {"parent_id": child.parent_id}, {"parent_id": parent.id}
                self._change(child, file, before, after)
                child.parent_id = parent.id

    def _under_numbers_now(self, rows: Sequence[CustomerRow], file: FilePlan) -> None:
        """Take what a file says of accounts under former numbers, unless it tells of them under their own too."""
        told: dict[str, Message] = {}
        for row in rows:
            account = self.by_id[self.former[row.key]]
            numbers = {"old": row.number, "new": account.facts[_NUMBER]}
            if account.id in self._told_of[file.run_id]:
                touched = False
                told[row.key] = msg(
                    "Account {old} of the file is {new} now, and the file tells of that too: what it says of {old} is "
                    "left out.",
                    **numbers,
                )
            else:
                touched = self._update(account, row, file, numbered=False)
                told[row.key] = msg("Account {old} of the file is {new} now: its rows count there.", **numbers)
                if row.parent:
                    self.parents.append((file, row))
                if row.contacts:
                    touched |= self._people(row, file)
            if file.kind is SyncKind.CUSTOMERS:
                self._count(file, is_new=False, touched=touched)
        file.warn_some("former_number", list(told.values()), _NAMED, _more_former)

    # -------------------------------------------------------------------------------------------- one account

    def _make(self, row: CustomerRow, file: FilePlan) -> NewAccount:
        """Plan a new account; without a name it bears its number, without a country the company's."""
        facts = _facts(row)
        facts[_NAME] = facts[_NAME] or row.number
        facts[_COUNTRY] = facts[_COUNTRY] or self.country
        facts[_ADDRESS] = facts[_ADDRESS] or "[]"
        facts[_HOLD] = int(bool(facts[_HOLD]))
        source = _authority(file)
        made = KnownAccount(self.ids.one(), None, source, facts)
        self.known[row.key] = self.by_id[made.id] = made
        self.id_of[row.key] = made.id
        self.made_by.add(file.run_id)
        self.made.add(made.id)
        return NewAccount(made.id, row.key, file.run_id, source, tuple(facts))

    def _update(self, account: KnownAccount, row: CustomerRow, file: FilePlan, *, numbered: bool = True) -> bool:
        """Plan what a file says otherwise of a known account; tells whether anything is.

        Args:
            account: as it stands.
            row: what the file says.
            file: the file.
            numbered: the row bears the account's number; else that stays as it is.
        """
        source = _authority(file)
        owns = not file.older and (source == CUSTOMER_FILE or account.facts_from in {None, source})
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        for at, new in enumerate(_facts(row)):
            old = account.facts[at]
            if new in {None, "", old} or (at == _NUMBER and not (numbered and source == CUSTOMER_FILE)):
                continue
            gap = old in {None, "", "[]"} or (at == _NAME and old == account.facts[_NUMBER])
            if owns or gap:
                before[FACTS[at]], after[FACTS[at]] = old, new
                account.facts[at] = new
        if owns and source == CUSTOMER_FILE and account.facts_from != source:
            before["facts_from"], after["facts_from"] = account.facts_from, source
            account.facts_from = source
        if account.vanished:
            before["vanished"], after["vanished"] = 1, 0
            account.vanished = False
        if after:
            self._change(account, file, before, after)
        return bool(after)

    def _people(self, row: CustomerRow, file: FilePlan) -> bool:
        """Plan the people of one row; tells whether anything changes."""
        if self.contacts is None:
            self.contacts = ContactPlan(self.load_contacts(), self.ids, self.changes)
        before = len(self.contacts.new)
        touched = self.contacts.feed(self.id_of[row.key], row.contacts, file)
        if len(self.contacts.new) > before:
            self.made_by.add(file.run_id)
        return touched

    def _change(self, account: KnownAccount, file: FilePlan, before: dict[str, Any], after: dict[str, Any]) -> None:
        self.changes.put(Change("account", account.id, account.id, file.run_id, "changed", before, after))

    def _count(self, file: FilePlan, *, is_new: bool, touched: bool) -> None:
        if is_new:
            file.counts.new += 1
        elif touched:
            file.counts.changed += 1
        else:
            file.counts.unchanged += 1


def _more_former(count: int) -> Message:
    return nmsg(
        "{n} other account of the file has another number now too.",
        "{n} other accounts of the file have other numbers now too.",
        count,
    )


def _authority(file: FilePlan) -> str:
    return CUSTOMER_FILE if file.kind is SyncKind.CUSTOMERS else file.source


def _facts(row: CustomerRow) -> list[Any]:
    """Return what a row says, in the order of ``FACTS``, raw as the driver takes it."""
    return [
        row.number,
        row.name,
        row.name_latin,
        row.name_kana,
        dump(list(row.address)) if row.address else None,
        row.city,
        row.country,
        row.language,
        row.currency,
        row.territory,
        row.tier,
        row.terms,
        row.credit_limit,
        row.limit_currency,
        row.risk_class,
        row.sales_rep,
        row.collector,
        row.time_zone,
        row.portal,
        row.tax_id,
        row.phone,
        row.email,
        None if row.blocked is None else int(row.blocked),
    ]


#: Columns of a new account that no file states.
DEFAULTS: Final[dict[str, Any]] = {
    "debtor_type": "company",
    "state": AccountState.ACTIVE.value,
    "do_not_dun": 0,
    "vanished": 0,
    "parent_id": None,
    "letter_locale": None,
}
