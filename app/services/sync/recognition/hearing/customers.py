"""Hearing whose the rows are: numbers that tell customers apart, names, and the one number that each name has."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from app.enums import SyncKind
from app.i18n import msg
from app.services.sync.layouts.headings import WEAK, Hit, in_full, meanings
from app.services.sync.recognition.columns import Column, assign
from app.services.sync.recognition.fieldlists import FIELDS
from app.services.sync.recognition.hearing.amounts import AmountsHeard
from app.services.sync.recognition.hearing.case import ALONE, BESIDE, FEW, KNOWN
from app.services.sync.values.ids import lost

#: Names for each number from which that number is not the customer's: our own company's, or that of a ledger account.
_NAMES: Final = 2
#: Share of texts with letters among names.
_WORDS: Final = 0.6
#: Fields for which codes are taken only by a word in their heading: ``Address Number``.
_PLACES: Final = frozenset({"street", "street2"})
_DIGIT: Final = re.compile(r"\d")


class CustomersHeard(AmountsHeard):
    """A case that has heard which columns say whose a row is."""

    def whose(self, *, grouped: bool = False) -> None:
        """Take the account away from a number that many customers share, such as that of the ledger account.

        Below headings of groups it is no number at all, but the ledger account's name in every row.
        """
        self._ours()
        who, name = self.guesses.get("account"), self.guesses.get("name")
        if who is None or self.told.get(who.column) is not None:
            return
        said = self._said(who.column)
        if grouped and name is None and len(said) == 1 and any(" " in text for text in said):
            self._not_theirs(who.column)
        if name is None:
            return
        if lost(self.columns[who.column].sample):  # they have been told apart, and somebody has to hear of it
            return
        pairs = self._pairs(who.column, name.column)
        codes, names = {code for code, _ in pairs}, {called for _, called in pairs}
        shared = len(names) >= FEW and len(names) >= _NAMES * len(codes)
        if shared or (len(names) > len(codes) and any(self._tells(column, name.column) for column in self.columns)):
            self._not_theirs(who.column)

    def _ours(self) -> None:
        """Take the name away from our own company's: ``Company`` beside ``Customer``, the same in all rows."""
        held = self.guesses.get("name")
        if held is None or held.column in self.told:
            return
        said, who = len(self._said(held.column)), self.guesses.get("account")
        ours = any(hit.field == "company_code" for hit in in_full(self.columns[held.column].heading))
        numbered = ours and said == 1 and who is not None and len(self._said(who.column)) >= FEW
        more = any(self._names_more(column, held.column, said) for column in self.columns)
        if numbered or (more and (ours or said == 1)):
            self.barred |= {(held.column, "account"), (held.column, "name")}
            self.guesses = assign(self.columns, SyncKind.OPEN_ITEMS, self.told, self.barred)

    def _names_more(self, column: Column, held: int, count: int) -> bool:
        """Tell whether another column is headed as the customer's name too, and holds more than so many."""
        said = {hit.field for hit in in_full(column.heading)}
        named = "name" in said and not said & {"contact_name", "company_code"}
        return (
            named and column.index != held and column.profile.word >= _WORDS and len(self._said(column.index)) > count
        )

    def _said(self, column: int) -> set[str]:
        """Return the different texts of a column."""
        return {text for text in self.sheaf.texts(column) if text}

    def _not_theirs(self, column: int) -> None:
        """Judge the headings again without an account's number that is no customer's."""
        self.barred |= {(column, "account"), (column, "name")}
        self.guesses = assign(self.columns, SyncKind.OPEN_ITEMS, self.told, self.barred)

    def customer(self) -> None:
        """Find the columns of customers: names of several words that repeat, and the one code that each of them has."""
        if not {"name", "account"} & set(self.guesses):
            names = [column.index for column in self.columns if self.free(column.index) and _is_name(column)]
            if len(names) == 1 and self._beside_numbers(names[0]):
                self.take(names[0], "name", msg("the only names"), ALONE)
        if "name" not in self.guesses and (contact := self.guesses.pop("contact_name", None)) is not None:
            self.take(contact.column, "name", msg("the only names"), ALONE)
        if (held := self.guesses.get("name")) is not None:
            codes = [column.index for column in self.columns if self._tells(column, held.column)]
            self.only(codes, "account", msg("each “{name}” has its own", name=self.heading(held.column)))

    def numbered(self) -> None:
        """Take the only codes that each name has for the account's number where names were taken for it.

        Ids decide and not names: ``Debiteur`` above names is the account only while nothing else tells them apart.
        """
        held = self.guesses.get("account")
        if (
            held is None
            or "name" in self.guesses
            or held.column in self.told
            or not _is_name(self.columns[held.column])
        ):
            return
        codes = [column.index for column in self.columns if self._tells(column, held.column)]
        if len(codes) == 1:
            self.guesses["name"] = replace(self.guesses.pop("account"), field="name")
            self.take(codes[0], "account", msg("each “{name}” has its own", name=self.heading(held.column)), ALONE)

    def called(self) -> None:
        """Find the names of customers of whom a heading only says the number: each number has its own name."""
        held = self.guesses.get("account")
        if held is None or "name" in self.guesses:
            return
        names = [column.index for column in self.columns if self._calls(column, held.column)]
        self.only(names, "name", msg("each “{name}” has its own", name=self.heading(held.column)))

    def _calls(self, column: Column, account: int) -> bool:
        """Tell whether a column without a known heading, or one of texts, has the name of each account."""
        if not self.free(column.index) and self.used().get(column.index) != "text":
            return False
        if not _is_name(column) or not self._each_its_own(account, column.index):
            return False
        if self.used().get(column.index) == "text":
            del self.guesses["text"]
        return True

    def _beside_numbers(self, name: int) -> bool:
        """Tell whether names stand in all rows of documents, and not as headings above them or notes beside some."""
        held = self.guesses.get("number")
        if held is None:
            return False
        rows = list(zip(self.sheaf.texts(name), self.sheaf.texts(held.column), strict=True))
        both = sum(1 for who, number in rows if who and number)
        named, numbered = sum(1 for who, _ in rows if who), sum(1 for _, number in rows if number)
        return both >= BESIDE * named and both >= BESIDE * numbered

    def _tells(self, column: Column, name: int) -> bool:
        """Tell whether a column whose heading says nothing else says the same as the names: a code for each, repeated.

        Texts such as 430.1 are codes, too; what spreadsheets keep as numbers with a fraction is none. Words without
        blanks are codes where the heading speaks of the customer: ``KIER`` under ``Cust``.
        """
        seen = column.profile
        broken = seen.decimal and not all(isinstance(cell, str) for cell in column.sample)
        beside = [code for code, _ in self._pairs(column.index, name)]
        codes = seen.code >= 0.9 or (seen.code > 0 and all(" " not in one and _DIGIT.search(one) for one in beside))
        said = {hit.field for hit in self._heard(column)} & set(FIELDS[SyncKind.OPEN_ITEMS])
        codes = codes or ("account" in said and all(" " not in one for one in beside))
        codes = codes and (seen.date <= 0.5 or seen.number >= 0.9) and not broken
        other = bool(said - _PLACES) and "account" not in said
        if not codes or not self._may_tell(column.index) or other or not self._each_its_own(column.index, name):
            return False
        if not self.free(column.index):
            del self.guesses[self.used()[column.index]]
        return True

    def _heard(self, column: Column) -> list[Hit]:
        """Return what a heading says, but for what it hardly says and another one does: ``No.``, ``Invoice-to BP``."""
        sure = {name for name, held in self.guesses.items() if held.heading_weight >= KNOWN}
        hits = in_full(column.heading) or meanings(column.heading)
        return [hit for hit in hits if hit.field not in sure or hit.weight > WEAK]

    def _may_tell(self, column: int) -> bool:
        """Tell whether nobody has said what a column is, or only that it is a street: no code is one."""
        return self.free(column) or self.used().get(column) in _PLACES

    def _each_its_own(self, code: int, name: int) -> bool:
        """Tell whether each code has one name and each name one code, and some stand in several rows."""
        rows = self._pairs(code, name)
        pairs = set(rows)
        return len(rows) > len(pairs) == len({who for who, _ in pairs}) == len({called for _, called in pairs}) > 1

    def _pairs(self, one: int, other: int) -> list[tuple[str, str]]:
        """Return what two columns say in the rows in which both say something."""
        both = zip(self.sheaf.texts(one), self.sheaf.texts(other), strict=True)
        return [(first, second) for first, second in both if first and second]


def _is_name(column: Column) -> bool:
    seen = column.profile
    return seen.word >= 0.9 and seen.spaced >= 0.5 and seen.code < 0.3 and seen.date < 0.2 and seen.filled > FEW
