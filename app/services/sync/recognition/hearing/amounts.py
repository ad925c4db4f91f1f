"""Hearing amounts: running totals, ages, what was paid, taxes, what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Final

from app.enums import SyncKind
from app.i18n import msg
from app.services.sync.layouts.ages import has_age, is_age
from app.services.sync.layouts.headings import WEAK, fields, meanings
from app.services.sync.layouts.layout import IGNORED
from app.services.sync.recognition import relations
from app.services.sync.recognition.cards import by_movements
from app.services.sync.recognition.columns import Column, Guess, assign, fit
from app.services.sync.recognition.hearing.bills import BillsHeard
from app.services.sync.recognition.hearing.case import AMOUNTS, BESIDE, KNOWN, PROVED
from app.services.sync.recognition.relations import Relation

#: Columns of ages from which a table is an aging by columns.
_AGES: Final = 3
_AGES_ALONE: Final = 2
#: Share of rows by which one amount has to be the open one more often than another; less than this is no difference.
_CLEARLY: Final = 0.05
_CENT: Final = Decimal("0.005")
_NOTHING: Final = Decimal(0)


class AmountsHeard(BillsHeard):
    """A case that has heard which amounts follow from which."""

    def running(self) -> None:
        """Take amounts away from running totals, and judge the headings again."""
        for relation in (*by_movements(self.columns), *relations.by_running(self.columns)):
            total, amount = relation.parts["total"], relation.parts.get("amount")
            if self.told.get(total) not in {None, IGNORED}:
                continue
            self.barred |= {(total, field) for field in AMOUNTS}
            self.guesses = assign(self.columns, SyncKind.OPEN_ITEMS, self.told, self.barred)
            what = msg("“{other}” is its running total", other=self.heading(total))
            for field in ("open", "original"):
                if field in self.guesses and self.guesses[field].column == amount:
                    self.take(amount, field, what)

    def owners(self) -> None:
        """Take amounts away from what is the same in all rows of a customer, where other amounts are not."""
        who = self.guesses.get("account") or self.guesses.get("name")
        if who is None:
            return
        theirs = {one.parts["amount"] for one in relations.by_owner(self.columns, who.column)}
        rows = [index for index in self.sheaf.money if index not in theirs and self._may_be_amount(index)]
        held = [index for index in theirs if index in self.sheaf.amounts and self._is_balance(index, rows, who.column)]
        if not held:
            return
        self.barred |= {(index, field) for index in held for field in AMOUNTS}
        self.guesses = assign(self.columns, SyncKind.OPEN_ITEMS, self.told, self.barred)

    def _is_balance(self, index: int, rows: Sequence[int], owner: int) -> bool:
        """Tell whether an amount of customers is the sum of their rows, or at least never less where headings agree."""
        if self.told.get(index) not in {None, IGNORED}:
            return False
        if any(relations.sums_of_owners(self.sheaf, index, row, owner) for row in rows):
            return True
        whole = self.guesses.get("original")
        if whole is None or whole.column not in rows or self.used().get(index) not in {None, "open"}:
            return False
        pairs = zip(self.sheaf.amounts[index], self.sheaf.amounts[whole.column], strict=True)
        both = [(theirs, own) for theirs, own in pairs if theirs is not None and own is not None]
        return all(abs(theirs) >= abs(own) for theirs, own in both) and any(theirs != own for theirs, own in both)

    def _may_be_amount(self, index: int) -> bool:
        """Tell whether a column may be the amounts of the rows: it is taken for them, or for nothing yet."""
        return self.used().get(index) in {None, *AMOUNTS} and self.told.get(index) != IGNORED

    def ages(self) -> None:
        """Recognise an aging by columns, and the amount that its ages add up to."""
        named = [name for name in self.told.values() if name == "aged"]
        ages = [column.index for column in self.columns if self._may_age(column)] or self._speaking_of_age()
        enough = _AGES_ALONE if not AMOUNTS & set(self.guesses) or self._part_what_is_open(ages) else _AGES
        if len(ages) < enough and not named:
            return
        totals = relations.by_ages(self.sheaf, ages)
        if not totals and not named:
            ages, totals = self._with_one_more(ages)
        if not totals and not named and self._lacks_ages(ages):
            return
        for field in [name for column, name in self.used().items() if column in ages]:
            del self.guesses[field]
        for relation in sorted(totals, key=lambda one: self.used().get(one.parts["total"]) not in AMOUNTS):
            note = msg("the ages add up to it in {count} of {n} rows", count=relation.held, n=relation.tested)
            if self.used().get(relation.parts["total"]) == "original" and "open" not in self.guesses:
                del self.guesses["original"]
            self.take(relation.parts["total"], "open", note)
        for at, column in enumerate(ages):
            name = "aged" if at == 0 else f"aged#{at + 1}"
            self.guesses[name] = Guess(column, name, PROVED, 100, 100, "age")

    def _speaking_of_age(self) -> list[int]:
        """Return the only two columns whose headings speak of an age among other things and that part what is open."""
        speaking = [index for index in self.sheaf.amounts if self.free(index) and has_age(self.columns[index].heading)]
        pairs = [list(pair) for pair in combinations(speaking, 2) if self._part_what_is_open(pair)]
        return pairs[0] if len(pairs) == 1 else []

    def _part_what_is_open(self, ages: Sequence[int]) -> bool:
        """Tell whether each invoice stands under one age with what is left of its amount: overdue, or not due yet."""
        whole = self.guesses.get("original")
        if "open" in self.guesses or whole is None or whole.column not in self.sheaf.amounts or len(ages) < _AGES_ALONE:
            return False
        rows = zip(self.sheaf.amounts[whole.column], *map(self.sheaf.amounts_or_none, ages), strict=True)
        parts = [(row[0], [part for part in row[1:] if part]) for row in rows if row[0]]
        return bool(parts) and all(len(left) == 1 and abs(left[0]) <= abs(amount) + _CENT for amount, left in parts)

    def _with_one_more(self, ages: list[int]) -> tuple[list[int], list[Relation]]:
        """Return the ages with the one column of amounts more with which they add up, whatever its heading."""
        for index in self.sheaf.amounts:
            if index not in ages and (self.free(index) or self._is_guessed(index)):
                more = sorted([*ages, index])
                if totals := relations.by_ages(self.sheaf, more):
                    return more, totals
        return ages, []

    def _is_guessed(self, index: int) -> bool:
        """Tell whether only a vague heading made a column an amount: ``Abono futuro`` is no credit beside ages."""
        held = self.used().get(index)
        return held in AMOUNTS and self.guesses[held].heading_weight < WEAK and index not in self.told

    def _lacks_ages(self, ages: Sequence[int]) -> bool:
        """Tell whether rows with an amount stand under no age: then the ages are not all of it."""
        held = self.guesses.get("open") or self.guesses.get("original")
        if held is None or held.column not in self.sheaf.amounts:
            return False
        rows = zip(self.sheaf.amounts[held.column], *map(self.sheaf.amounts_or_none, ages), strict=True)
        outcomes = [any(row[1:]) for row in rows if row[0]]
        return sum(outcomes) < BESIDE * len(outcomes)

    def _may_age(self, column: Column) -> bool:
        """Tell whether a column is the amounts of one age: told so, or headed as one and holding amounts."""
        given = self.told.get(column.index)
        if given is not None:
            return given == "aged"
        return is_age(column.heading) and (column.index in self.sheaf.amounts or not column.profile.filled)

    def sums(self) -> None:
        """Hear which amounts are the sum of two others."""
        held = self.guesses.get("paid")
        paid = held.column if held is not None and held.heading_weight >= KNOWN else None
        for relation in relations.by_difference(self.sheaf, paid):
            parts = relation.parts
            if relation.kind == "tax" and self.net_of_withheld(parts):
                continue
            if relation.kind == "tax":
                whole = self.guesses.get("original") or self.guesses.get("open")
                if whole is not None and whole.column in {parts["net"], parts["tax"]} and self._is_no_gross(whole):
                    del self.guesses[whole.field]
                names = {"net": "net", "tax": "tax"} | ({"gross": "original"} if "open" not in self.guesses else {})
            else:
                names = {"original": "original", "paid": "paid", "open": "open"}
                self._give_way(parts, names)
            self._take_sum(relation, names)

    def _is_no_gross(self, held: Guess) -> bool:
        """Tell whether what a tax is added to gives way: "Amount" may be without tax, "Open" is what is owed."""
        return held.heading_weight < KNOWN or (held.field == "original" and self.told.get(held.column) is None)

    def _give_way(self, parts: Mapping[str, int], names: Mapping[str, str]) -> None:
        """Let guesses that a vague heading gave go where the sum says another column.

        So does an amount that is called open and is all of what another one, called open too, is the rest of.
        """
        for part, field in names.items():
            held = self.guesses.get(field)
            if held is None or held.column == parts[part]:
                continue
            if held.heading_weight < KNOWN or (held.column == parts["original"] and self._says(parts[part], field)):
                del self.guesses[field]
            at = self.used().get(parts[part])
            if at is not None and at != field and self.guesses[at].heading_weight < KNOWN and at in AMOUNTS:
                del self.guesses[at]

    def _says(self, column: int, field: str) -> bool:
        """Tell whether a column's heading is known for a field, and nobody has said that it is another."""
        said = any(hit.field == field and hit.weight >= KNOWN for hit in meanings(self.columns[column].heading))
        return said and column not in self.told

    def _take_sum(self, relation: Relation, names: Mapping[str, str]) -> None:
        whole = relation.parts["gross" if relation.kind == "tax" else "original"]
        one, other = (index for index in relation.parts.values() if index != whole)
        note = msg(
            "“{one}” and “{other}” make “{whole}” in {count} of {n} rows",
            one=self.heading(one), other=self.heading(other), whole=self.heading(whole),
            count=relation.held, n=relation.tested,
        )  # fmt: skip
        for part, field in names.items():
            self.take(relation.parts[part], field, note)

    def wholes(self) -> None:
        """Hear which original amount is of the currency of the open one: they are equal while nothing was paid."""
        held, left = self.guesses.get("original"), self.guesses.get("open")
        if (
            held is None
            or left is None
            or held.notes
            or held.column in self.told
            or left.column not in self.sheaf.amounts
        ):
            return
        same = {index: self._same(index, left.column) for index in self.sheaf.amounts if self._may_be_whole(index)}
        best = max(same, key=lambda index: same[index], default=held.column)
        if held.column in same and same[best] > same[held.column] + _CLEARLY:
            self.guesses["original"] = replace(held, column=best)

    def _may_be_whole(self, index: int) -> bool:
        """Tell whether a column is taken for the original amount, or is free and headed as one."""
        if not self.free(index):
            return self.used().get(index) == "original"
        return any(hit.field == "original" and hit.weight >= KNOWN - 5 for hit in meanings(self.columns[index].heading))

    def _same(self, one: int, other: int) -> float:
        """Return the share of rows in which two columns hold one amount."""
        pairs = [(a, b) for a, b in zip(self.sheaf.amounts[one], self.sheaf.amounts[other], strict=True) if b]
        return sum(1 for a, b in pairs if a is not None and abs(a - b) < _CENT) / max(1, len(pairs))

    def rest(self) -> None:
        """Hear which amount is what is left of another one, where no heading says which is open."""
        if {"open", "aged"} & set(self.guesses):
            return
        if {"debit", "credit"} & set(self.guesses):
            self._rest_of_sides()
            return
        found = [one for one in relations.by_rest(self.sheaf) if self._may_be_left(one)]
        if len(found) != 1:
            return
        relation = found[0]
        whole, left = relation.parts["original"], relation.parts["open"]
        note = msg(
            "it is never more than “{whole}”, and the same in {count} of {n} rows",
            whole=self.heading(whole), count=relation.held, n=relation.tested,
        )  # fmt: skip
        if self.take(left, "open", note):
            self.take(whole, "original", msg("“{open}” is left of it", open=self.heading(left)))

    def whole(self) -> None:
        """Hear which amount the open one is left of, where no heading says what was invoiced."""
        held = self.guesses.get("open")
        if held is None or {"original", "debit", "credit"} & set(self.guesses):
            return
        found = [one for one in relations.by_rest(self.sheaf) if one.parts["open"] == held.column]
        found = [one for one in found if self._may_be_invoiced(one.parts["original"], held.column)]
        if len(found) == 1:
            self.take(
                found[0].parts["original"], "original", msg("“{open}” is left of it", open=self.heading(held.column))
            )

    def _may_be_invoiced(self, index: int, left: int) -> bool:
        """Tell whether nothing says that a column is something else, such as the same amount in another currency."""
        known = any(hit.weight >= KNOWN and hit.field != "original" for hit in meanings(self.columns[index].heading))
        if known or not self.free(index) or is_age(self.columns[index].heading):
            return False
        currency = self.guesses.get("currency")
        texts = self.sheaf.texts(currency.column) if currency is not None else [None] * len(self.sheaf.amounts[index])
        rows = zip(texts, self.sheaf.amounts[index], self.sheaf.amounts[left], strict=True)
        pairs = {(code, a is not None and abs(a - b) < _CENT) for code, a, b in rows if b}
        return any((code, not same) in pairs for code, same in pairs)

    def _rest_of_sides(self) -> None:
        """Hear that a balance is what is left of debit less credit: its heading speaks of it, no row says more."""
        sides = {name: self.guesses[name].column for name in ("debit", "credit") if name in self.guesses}
        columns = [self.sheaf.amounts_or_none(column) for column in sides.values()]
        signs = [1 if name == "debit" else -1 for name in sides]
        rows = (zip(signs, row, strict=True) for row in zip(*columns, strict=True))
        wholes = [sum((sign * abs(cell) if sign < 0 else cell for sign, cell in row if cell), _NOTHING) for row in rows]
        found = []
        for index in self.sheaf.amounts:
            pairs = [(a, b) for a, b in zip(wholes, self.sheaf.amounts[index], strict=True) if a]
            left = [(a, b) for a, b in pairs if b is not None and a * b > 0 and abs(b) <= abs(a) + _CENT]
            same = sum(1 for a, b in left if abs(a - b) < _CENT)
            if self._speaks_of_open(index) and len(left) == len(pairs) > same > 0:
                found.append((index, same, len(pairs)))
        if len(found) == 1:
            index, same, count = found[0]
            note = msg(
                "it is never more than “{whole}”, and the same in {count} of {n} rows",
                whole=self.heading(next(iter(sides.values()))), count=same, n=count,
            )  # fmt: skip
            self.take(index, "open", note)

    def _speaks_of_open(self, index: int) -> bool:
        """Tell whether a free column's heading speaks of what is open among other things: ``Saldo por regularizar``."""
        heading = self.columns[index].heading
        said = any(hit.field == "open" for hit in meanings(heading))
        return self.free(index) and said and not is_age(heading) and not has_age(heading)

    def _may_be_left(self, relation: Relation) -> bool:
        """Tell whether an amount may be what is left of another: no heading calls either something else.

        What cannot be in its cells does not count: "Due" above amounts is no day.
        """
        whole, left = relation.parts["original"], relation.parts["open"]
        seen = self.columns[left].profile
        known = any(hit.weight >= KNOWN and fit(fields()[hit.field].cells, seen)
                    for hit in meanings(self.columns[left].heading) if hit.field != "open")  # fmt: skip
        held = self.used().get(whole)
        return self.free(left) and not known and (held == "original" or (held is None and self.free(whole)))

    def products(self) -> None:
        """Hear which amounts are a quantity times a price."""
        for relation in relations.by_product(self.sheaf):
            parts = relation.parts
            note = msg(
                "“{quantity}” times “{price}” is “{amount}” in {count} of {n} rows",
                quantity=self.heading(parts["quantity"]), price=self.heading(parts["price"]),
                amount=self.heading(parts["amount"]), count=relation.held, n=relation.tested,
            )  # fmt: skip
            self.take(parts["quantity"], "quantity", note)
            self.take(parts["price"], "unit_price", note)
