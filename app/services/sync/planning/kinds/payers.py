"""Whose money a receipt is, where its file does not bear our number of the customer: a bank knows names and texts.

What decides, in this order: invoice numbers that are items of one account alone; a tax number that one account alone
has; a name that the collector has tied to an account. A name alone decides nothing; ``--names tie`` ties those that one
account alone bears, and they stay tied.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.i18n import nmsg
from app.services.sync.model import ReceiptRow
from app.services.sync.planning.kinds.accounts import FACTS, KnownAccount
from app.services.sync.planning.kinds.cases import TIE, NumberedItem
from app.services.sync.planning.plan import FilePlan
from app.services.sync.values.references import invoice_key, words_in

#: The notice of payers that a name could tie; a window asks about them.
BY_NAME: Final = "payers_by_name"
#: Payers that are named in it.
_SHOWN: Final = 5
#: Digits alone that are fewer may be anything.
_SURE: Final = 5
_TAX_ID: Final = re.compile(r"[A-Z0-9][A-Z0-9./-]{6,22}[A-Z0-9]", re.IGNORECASE)
_NUMBER, _TAX = FACTS.index("number"), FACTS.index("tax_id")
_NAMES: Final = tuple(FACTS.index(name) for name in ("name", "name_latin", "name_kana"))
#: Legal forms as Japanese banks shorten them, in front, behind or within brackets.
_FORMS: Final = re.compile(
    r"^(?:カ|ユ|ド|シ|メ|ザイ|シヤ|イ|ガク|フク)\)|\((?:カ|ユ|ド|シ|メ|ザイ|シヤ|イ|ガク|フク)\)?$|\((?:カ|ユ|ド)\)"
    r"|カブシキガイシヤ|ユウゲンガイシヤ|ゴウドウガイシヤ"
)
_SMALL: Final = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")


@dataclass(slots=True)
class Payers:
    """Finds the account of receipts that bear none.

    Attributes:
        accounts: all accounts by id; ``id_of``: their ids by the keys that they bear or bore.
        items: items by invoice key, of all numbers that the receipts name.
        confirmed: folded name → account id, as the collector said before.
        answer: what the collector says of the names in this import: ``tie``, ``leave`` or None.
        learnt: folded names that the answer ties from now on.
    """

    accounts: Mapping[str, KnownAccount]
    id_of: Mapping[str, str]
    items: Mapping[str, list[NumberedItem]]
    confirmed: Mapping[str, str]
    answer: str | None
    learnt: dict[str, str] = field(default_factory=dict)
    _by_name: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _by_tax: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _known: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Gather the accounts' names and tax numbers."""
        for record, account in self.accounts.items():
            if account.vanished:
                continue
            for name in {payer_key(account.facts[place]) for place in _NAMES if account.facts[place]} - {""}:
                self._by_name[name].add(record)
            tax = invoice_key(account.facts[_TAX] or "")
            if len(tax) >= 8:
                self._by_tax[tax].add(record)

    def find(self, row: ReceiptRow) -> str | None:
        """Return the id of a row's account, None where nothing decides."""
        by_number = self.id_of.get(row.account or "")
        return by_number or self._by_invoices(row) or self._by_tax_id(row) or self._by_payer(row)

    def widened(self, row: ReceiptRow) -> ReceiptRow:
        """Return a row that also names what stands in its text and is the number of an item."""
        known = {invoice_key(number) for number in row.invoices}
        more = [
            word
            for word in words_in(row.remittance)
            if (key := invoice_key(word)) not in known
            and any(i.currency == row.currency for i in self.items.get(key, ()))
        ]
        return row._replace(invoices=(*row.invoices, *more)) if more else row

    def tell(self, missing: int, file: FilePlan) -> None:
        """Say how many receipts of a file have no account, and how to tie names that one account alone bears."""
        if missing:
            text = nmsg(
                "{n} receipt names neither an account nor an invoice that is known; it stays without account.",
                "{n} receipts name neither an account nor an invoice that is known; they stay without account.",
                missing,
            )
            file.warn("receipts_without_account", text)
        if self._known:
            text = nmsg(
                "{n} payer has the name of one account: is {examples} right?",
                "{n} payers have the name of one account each: is {examples} right?",
                len(self._known),
                examples="; ".join(list(self._known.values())[:_SHOWN]),
            )
            file.warn(BY_NAME, text)
            self._known.clear()

    def _by_invoices(self, row: ReceiptRow) -> str | None:
        """Return the one account whose items a row names.

        Whether they are still open does not count: the same file again must find the same.
        """
        owners: set[str] = set()
        for key in dict.fromkeys(found for number in row.invoices for found in _sure_keys(number)):
            owners |= {item.account_id for item in self.items.get(key, ()) if item.currency == row.currency}
        return owners.pop() if len(owners) == 1 else None

    def _by_tax_id(self, row: ReceiptRow) -> str | None:
        if not self._by_tax:
            return None
        words = _TAX_ID.findall(f"{row.payer or ''} {row.remittance or ''}")
        found = {record for word in words for record in self._by_tax.get(invoice_key(word), ())}
        return found.pop() if len(found) == 1 else None

    def _by_payer(self, row: ReceiptRow) -> str | None:
        """Return the account that a name was tied to, or is tied to by the collector's answer."""
        name = payer_key(row.payer or "")
        if not name:
            return None
        tied = self.confirmed.get(name) or self.confirmed.get(invoice_key(row.payer or "")) or self.learnt.get(name)
        if tied is not None:
            return tied
        bearers = self._by_name.get(name, set())
        if len(bearers) != 1:
            return None
        if self.answer == TIE:
            self.learnt[name] = next(iter(bearers))
            return self.learnt[name]
        if self.answer is None:
            number = self.accounts[next(iter(bearers))].facts[_NUMBER]
            self._known.setdefault(name, f"{row.payer} = {number}")
        return None


def find_with(payers: Payers | None, id_of: Mapping[str, str]) -> Callable[[ReceiptRow], str | None]:
    """Return how a row's account is found: by its number, else by what its payer says."""
    if payers is None:
        return lambda row: id_of.get(row.account or "")
    return payers.find


def named_by(rows: Iterable[ReceiptRow]) -> set[str]:
    """Return the keys of everything that may be an invoice number in some rows."""
    return {
        key for row in rows for number in (*row.invoices, *words_in(row.remittance)) if (key := invoice_key(number))
    }


def _sure_keys(number: str) -> tuple[str, ...]:
    """Return the invoice keys that a number in a text surely means.

    Letters make a number; digits alone are one if they are many, or if a word stands in front of them (``RE 4711``) and
    they are no year. Anything shorter may be anything.
    """
    key = invoice_key(number)
    digits = re.sub(r"^[^\W\d_]+", "", key).lstrip("0")
    if key.isdecimal():
        return (key,) if len(key) >= _SURE else ()
    year = len(digits) == 4 and digits.startswith(("19", "20"))
    alone = digits.isdecimal() and len(digits) >= _SURE - 1 and not year
    return (key, digits) if alone else (key,)


def payer_key(name: str) -> str:
    """Return a payer's name as banks and files may both write it.

    Case, blanks and punctuation do not count; kana are made large and full, and lose the legal form that Japanese banks
    shorten to one letter and a bracket.
    """
    text = unicodedata.normalize("NFKC", name).strip()
    if re.search("[ァ-ヶ]", text):
        text = _FORMS.sub("", re.sub(r"[\s.・-]", "", text).translate(_SMALL))
        text = _FORMS.sub("", text).replace("ー", "")
    return invoice_key(text)
