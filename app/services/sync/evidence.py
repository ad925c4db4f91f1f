"""What cells and relations say about the columns of an items table, beyond and against its headings.

A relation confirms what a heading says, names a column whose heading says nothing, and takes a field from a column that
is something else: a running total headed "Balance" is no open amount. Where the evidence leaves two ways nothing is
taken, and somebody has to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from app.enums import SyncKind
from app.i18n import Message, msg
from app.services.sync import relations
from app.services.sync.columns import Column, Guess, assign
from app.services.sync.files.zipscan import letters
from app.services.sync.layouts.ages import is_age
from app.services.sync.layouts.headings import meanings
from app.services.sync.layouts.layout import IGNORED
from app.services.sync.relations import Relation, Sheaf
from app.services.sync.values.text import cell_text

#: Confidence of a column that a relation names, and of one that is the only one of its sort.
PROVED: Final = 90
_ALONE: Final = 60
#: Columns of ages from which a table is an aging by columns.
_AGES: Final = 3
#: Share of the names beside which a document number stands, and of the numbers beside which a name does.
_BESIDE: Final = 0.9
#: A field that is named so by a heading gives way to nothing but a proof against it.
_KNOWN: Final = 95
_AMOUNTS: Final = frozenset({"open", "original", "debit", "credit", "aged", "local_open"})
_DATES: Final = ("document_date", "posting_date")


def weigh(columns: Sequence[Column], told: Mapping[int, str]) -> dict[str, Guess]:
    """Take columns for the fields of an items table, with everything that the cells say."""
    case = _Case(columns, told)
    case.running()
    case.ages()
    case.terms()
    case.lateness()
    case.order()
    case.sums()
    case.products()
    case.alone()
    return case.guesses


class _Case:
    """The guesses about one table while the evidence is heard."""

    def __init__(self, columns: Sequence[Column], told: Mapping[int, str]) -> None:
        """Begin with what the headings say."""
        self.columns = columns
        self.told = told
        self.sheaf = Sheaf(columns)
        self.barred = {(column.index, "number") for column in columns if _only_counts(column)}
        self.guesses = assign(columns, SyncKind.OPEN_ITEMS, told, self.barred)

    # ---------------------------------------------------------------------------------- taking and confirming

    def used(self) -> dict[int, str]:
        """Return column → the field that it was taken for."""
        return {guess.column: name for name, guess in self.guesses.items()}

    def free(self, column: int) -> bool:
        """Tell whether a column may be named by evidence: nobody has said what it is, or that it is nothing."""
        return column not in self.used() and self.told.get(column) != IGNORED

    def take(self, column: int, field: str, note: Message, confidence: int = PROVED) -> bool:
        """Take a column for a field because of its cells; a column already taken for it is confirmed.

        Returns:
            Whether the column is that field now.
        """
        held = self.guesses.get(field)
        if held is not None and held.column == column:
            self.guesses[field] = replace(held, confidence=max(held.confidence, PROVED), notes=(*held.notes, note))
            return True
        if held is not None or not self.free(column):
            return False
        self.guesses[field] = Guess(column, field, confidence, 0, 100, "cells", (note,))
        return True

    def heading(self, column: int) -> str:
        """Return how a column is called in a sentence."""
        return self.columns[column].heading.strip() or letters(column)

    def is_known(self, column: int, *fields: str) -> bool:
        """Tell whether a column's heading or layout says that it is one of some fields."""
        held = self.used().get(column)
        return held in fields and self.guesses[held].heading_weight >= _KNOWN

    # -------------------------------------------------------------------------------------------- hearing

    def running(self) -> None:
        """Take amounts away from running totals, and judge the headings again."""
        for relation in relations.by_running(self.columns):
            total, amount = relation.parts["total"], relation.parts["amount"]
            if self.told.get(total) not in {None, IGNORED}:
                continue
            self.barred |= {(total, field) for field in _AMOUNTS}
            self.guesses = assign(self.columns, SyncKind.OPEN_ITEMS, self.told, self.barred)
            what = msg("“{other}” is its running total", other=self.heading(total))
            for field in ("open", "original"):
                if field in self.guesses and self.guesses[field].column == amount:
                    self.take(amount, field, what)

    def ages(self) -> None:
        """Recognise an aging by columns, and the amount that its ages add up to."""
        named = [name for name in self.told.values() if name == "aged"]
        ages = [column.index for column in self.columns if self._may_age(column)]
        if len(ages) < _AGES and not named:
            return
        totals = relations.by_ages(self.sheaf, ages)
        if not totals and not named:
            ages, totals = self._with_one_more(ages)
        if not totals and not named and self._lacks_ages(ages):
            return
        for field in [name for column, name in self.used().items() if column in ages]:
            del self.guesses[field]
        for relation in totals:
            note = msg("the ages add up to it in {count} of {n} rows", count=relation.held, n=relation.tested)
            if self.used().get(relation.parts["total"]) == "original" and "open" not in self.guesses:
                del self.guesses["original"]
            self.take(relation.parts["total"], "open", note)
        for at, column in enumerate(ages):
            name = "aged" if at == 0 else f"aged#{at + 1}"
            self.guesses[name] = Guess(column, name, PROVED, 100, 100, "age")

    def _with_one_more(self, ages: list[int]) -> tuple[list[int], list[Relation]]:
        """Return the ages with the one column of amounts more with which they add up, whatever its heading."""
        for index in self.sheaf.amounts:
            if index not in ages and self.free(index):
                more = sorted([*ages, index])
                if totals := relations.by_ages(self.sheaf, more):
                    return more, totals
        return ages, []

    def _lacks_ages(self, ages: Sequence[int]) -> bool:
        """Tell whether rows with an amount stand under no age: then the ages are not all of it."""
        held = self.guesses.get("open") or self.guesses.get("original")
        if held is None or held.column not in self.sheaf.amounts:
            return False
        rows = zip(self.sheaf.amounts[held.column], *map(self.sheaf.amounts_or_none, ages), strict=True)
        outcomes = [any(row[1:]) for row in rows if row[0]]
        return sum(outcomes) < _BESIDE * len(outcomes)

    def _may_age(self, column: Column) -> bool:
        """Tell whether a column is the amounts of one age: told so, or headed as one and holding amounts."""
        given = self.told.get(column.index)
        if given is not None:
            return given == "aged"
        return is_age(column.heading) and (column.index in self.sheaf.amounts or not column.profile.filled)

    def terms(self) -> None:
        """Hear which day follows from another one and terms."""
        for relation in relations.by_terms(self.sheaf):
            start, terms, due = (relation.parts[part] for part in ("start", "terms", "due"))
            if self.is_known(due, *_DATES) or not self._begins(start):
                continue
            note = msg(
                "“{start}” and “{terms}” give this day in {count} of {n} rows",
                start=self.heading(start), terms=self.heading(terms), count=relation.held, n=relation.tested,
            )  # fmt: skip
            self._free_repeated(due, "document_date", start)
            if self.take(due, "due_date", note) and self.sheaf.texts(terms):
                given = msg("with it “{start}” gives “{due}”", start=self.heading(start), due=self.heading(due))
                if terms not in self.sheaf.amounts:
                    self.take(terms, "terms", given)
                self._is_document_date(start, due)

    def _begins(self, start: int) -> bool:
        """Tell whether a day may be the document's: its heading says so, or nothing."""
        held = self.used().get(start)
        return held is None or held in _DATES

    def _free_repeated(self, due: int, field: str, start: int) -> None:
        """Where two columns have one heading and the wrong one was taken for it, exchange them."""
        held = self.guesses.get(field)
        if held is not None and held.column == due and self.heading(due) == self.heading(start):
            self.guesses[field] = replace(held, column=start)

    def _is_document_date(self, start: int, due: int) -> None:
        if not set(_DATES) & set(self.guesses):
            self.take(start, "document_date", msg("“{due}” follows from it", due=self.heading(due)))

    def lateness(self) -> None:
        """Hear which numbers of days and which days are one day together; one day alone proves it."""
        found = relations.by_lateness(self.sheaf)
        for relation in found:
            due, late = relation.parts["due"], relation.parts["late"]
            rivals = [other for other in found if other.parts["late"] == late and other.parts["due"] != due]
            known = self.is_known(due, "due_date") or self.used().get(due) == "due_date"
            if (rivals and not known) or self.is_known(due, *_DATES) or self.used().get(late, late) == "days_to_settle":
                continue
            note = msg(
                "“{due}” and “{late}” make one and the same day in {count} of {n} rows",
                due=self.heading(due), late=self.heading(late), count=relation.held, n=relation.tested,
            )  # fmt: skip
            if self.take(due, "due_date", note):
                self.take(late, "days_overdue", note)

    def order(self) -> None:
        """Hear which day follows another after the usual spans, where nothing else says which one is due."""
        ordered = relations.by_order(self.sheaf)
        if (held := self.guesses.get("due_date")) is not None:
            starts = [one.parts["start"] for one in ordered if one.parts["due"] == held.column]
            if len(starts) == 1 and self.free(starts[0]) and not meanings(self.columns[starts[0]].heading):
                self._is_document_date(starts[0], held.column)
            return
        found = [one for one in ordered if self._may_follow(one)]
        if len({one.parts["due"] for one in found}) != 1:
            return
        relation = found[0]
        start, due = relation.parts["start"], relation.parts["due"]
        note = msg(
            "it follows “{start}” after the usual terms in {count} of {n} rows",
            start=self.heading(start), count=relation.held, n=relation.tested,
        )  # fmt: skip
        self._free_repeated(due, "document_date", start)
        if self.take(due, "due_date", note):
            self._is_document_date(start, due)

    def _may_follow(self, relation: Relation) -> bool:
        """Tell whether the later day may be the due date: no heading calls it something else."""
        start, due = relation.parts["start"], relation.parts["due"]
        repeated = self.heading(start) == self.heading(due)
        other = [hit for hit in meanings(self.columns[due].heading) if hit.field != "due_date" and hit.weight >= _KNOWN]
        return self._begins(start) and (repeated or (self.free(due) and not other))

    def sums(self) -> None:
        """Hear which amounts are the sum of two others."""
        for relation in relations.by_difference(self.sheaf):
            parts = relation.parts
            if relation.kind == "tax":
                whole = self.guesses.get("original") or self.guesses.get("open")
                if whole is not None and whole.column in {parts["net"], parts["tax"]} and whole.heading_weight < _KNOWN:
                    del self.guesses[whole.field]
                names = {"net": "net", "tax": "tax"} | ({"gross": "original"} if "open" not in self.guesses else {})
            else:
                names = {"original": "original", "paid": "paid", "open": "open"}
                self._give_way(parts, names)
            self._take_sum(relation, names)

    def _give_way(self, parts: Mapping[str, int], names: Mapping[str, str]) -> None:
        """Let guesses that a vague heading gave go where the sum says another column."""
        for part, field in names.items():
            held = self.guesses.get(field)
            if held is not None and held.column != parts[part] and held.heading_weight < _KNOWN:
                del self.guesses[field]
            at = self.used().get(parts[part])
            if at is not None and at != field and self.guesses[at].heading_weight < _KNOWN and at in _AMOUNTS:
                del self.guesses[at]

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

    def alone(self) -> None:
        """Take what is the only column of its sort for what every items table needs."""
        if "number" not in self.guesses:
            different = msg("different in every row")
            self._only([column.index for column in self.columns if self._may_number(column)], "number", different)
        if "account" not in self.guesses:
            self._customer()
        if not _AMOUNTS & set(self.guesses):
            money = [index for index in self.sheaf.money if self.free(index)]
            broken = [index for index in money if self.columns[index].profile.decimal]
            self._only(broken or money, "open", msg("the only amounts"))

    def _only(self, columns: Sequence[int], field: str, note: Message) -> None:
        if len(columns) == 1:
            self.take(columns[0], field, note, _ALONE)

    def _may_number(self, column: Column) -> bool:
        """Tell whether a column may hold document numbers: codes that differ in every row and do not count rows."""
        seen = column.profile
        codes = seen.code >= 0.9 and seen.distinct >= 0.98 and seen.date < 0.5
        return self.free(column.index) and codes and seen.filled > _AGES and not _counts_rows(column)

    def _customer(self) -> None:
        """Find the columns of customers: names of several words that repeat, and the one code that each of them has."""
        if "name" not in self.guesses:
            names = [column.index for column in self.columns if self.free(column.index) and _is_name(column)]
            if len(names) == 1 and self._beside_numbers(names[0]):
                self.take(names[0], "name", msg("the only names"), _ALONE)
        if (held := self.guesses.get("name")) is not None:
            codes = [column.index for column in self.columns if self._tells(column, held.column)]
            self._only(codes, "account", msg("each “{name}” has its own", name=self.heading(held.column)))

    def _beside_numbers(self, name: int) -> bool:
        """Tell whether names stand in all rows of documents, and not as headings above them or notes beside some."""
        held = self.guesses.get("number")
        if held is None:
            return False
        rows = list(zip(self.sheaf.texts(name), self.sheaf.texts(held.column), strict=True))
        both = sum(1 for who, number in rows if who and number)
        named, numbered = sum(1 for who, _ in rows if who), sum(1 for _, number in rows if number)
        return both >= _BESIDE * named and both >= _BESIDE * numbered

    def _tells(self, column: Column, name: int) -> bool:
        """Tell whether a column without a known heading says the same as the names: a code for each, some repeated."""
        seen = column.profile
        codes = seen.code >= 0.9 and seen.date <= 0.5 and not seen.decimal
        if not codes or not self.free(column.index) or meanings(column.heading):
            return False
        both = zip(self.sheaf.texts(column.index), self.sheaf.texts(name), strict=True)
        rows = [(code, who) for code, who in both if code and who]
        pairs = set(rows)
        return len(rows) > len(pairs) == len({code for code, _ in pairs}) == len({who for _, who in pairs}) > 1


def _is_name(column: Column) -> bool:
    seen = column.profile
    return seen.word >= 0.9 and seen.spaced >= 0.5 and seen.code < 0.3 and seen.date < 0.2 and seen.filled > _AGES


def _only_counts(column: Column) -> bool:
    """Tell whether a column numbers the rows and its heading does not call it a document's number."""
    named = any(hit.field == "number" and hit.weight >= _KNOWN for hit in meanings(column.heading))
    return not named and _counts_rows(column)


def _counts_rows(column: Column) -> bool:
    """Tell whether a column only numbers the rows: it begins with 1 and each cell is one more than the one above."""
    texts = [text for cell in column.head if (text := cell_text(cell)) is not None and text.isdecimal()]
    return len(texts) > 1 and texts[0] == "1" and all(int(b) - int(a) == 1 for a, b in pairwise(texts))
