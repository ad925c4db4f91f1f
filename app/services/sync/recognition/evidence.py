"""What cells and relations say about the columns of an items table, beyond and against its headings.

A relation confirms what a heading says, names a column whose heading says nothing, and takes a field from a column that
is something else: a running total headed "Balance" is no open amount. Where the evidence leaves two ways nothing is
taken, and somebody has to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Final

from app.i18n import msg
from app.money import is_currency
from app.services.sync.files.zipscan import letters
from app.services.sync.layouts.ages import is_age
from app.services.sync.layouts.headings import meanings
from app.services.sync.questions import Question
from app.services.sync.recognition.columns import Column, Guess
from app.services.sync.recognition.hearing.case import AMOUNTS, BESIDE, FEW, KNOWN, counts_rows
from app.services.sync.recognition.hearing.converted import ConvertedHeard, Pair
from app.services.sync.recognition.hearing.reach import rival, with_tax
from app.services.sync.recognition.relations import Sheaf
from app.services.sync.recognition.worded import says_types
from app.services.sync.values.text import cell_text, fold, heading_key, words

#: Share of numbers from which a column may hold amounts.
_FIGURES: Final = 0.6
#: Share of items of which nothing was paid yet.
_SAME: Final = 0.3
#: Columns that are tried two by two; and what one part is at least of the other where that can be no tax.
_MOST_PARTS: Final = 12
_LEAST: Final = Decimal("0.36")


def weigh(columns: Sequence[Column], told: Mapping[int, str], *, grouped: bool = False) -> dict[str, Guess]:
    """Take columns for the fields of an items table, with everything that the cells say.

    Args:
        columns: of the table.
        told: what a layout says of them.
        grouped: headings of groups stand among the rows, so that the customer may stand there.
    """
    case = _Case(columns, told)
    case.whose(grouped=grouped)
    case.running()
    case.owners()
    case.instalments()
    case.documents()
    case.in_own_currency()
    case.ages()
    case.terms()
    case.lateness()
    case.order()
    case.earlier()
    case.sums()
    case.wholes()
    case.taxed()
    case.money_of()
    case.converted()
    case.products()
    case.rest()
    case.whole()
    case.alone(grouped=grouped)
    case.sides()
    case.states()
    case.types()
    return case.guesses


def doubts(columns: Sequence[Column], guesses: Mapping[str, Guess]) -> tuple[Question, ...]:
    """Return what has to be asked about amounts: columns of one heading that differ, and nothing says which counts.

    Headings are one where both are known to say that an amount is open.
    """
    sheaf = Sheaf(columns)
    pair = Pair(columns, sheaf, guesses)
    if (question := pair.question()) is not None:
        return (question,)
    held = guesses.get("open") or guesses.get("original")
    if held is None or held.language in {"layout", "age"}:
        return ()
    if (other := rival(columns, sheaf, held)) is not None:
        return (_both_open(columns[held.column].heading, other.heading),)
    if held.notes:
        return ()
    if (unread := _unread(columns, held, guesses)) is not None:
        return (unread,)
    heading = columns[held.column].heading
    key, filled = heading_key(heading), columns[held.column].profile.filled
    used = {guess.column for guess in guesses.values()}
    rivals = [
        column
        for column in columns
        if column.index not in used
        and (heading_key(column.heading) == key or (held.field == "open" and _is_open(heading, column.heading)))
        and column.profile.number >= _FIGURES
        and column.profile.filled >= BESIDE * filled  # what most rows lack is not what they owe
    ]
    if not key or all(one.sample == columns[held.column].sample for one in rivals):
        return _parted(sheaf, held, guesses) or _nearly_left(sheaf, held, used)
    called = next(one.heading for one in rivals if one.sample != columns[held.column].sample)
    if heading_key(called) != key:
        return (_both_open(heading, called),)
    what = msg(
        "Several columns are headed “{heading}”, and nothing says which of their amounts is open.", heading=heading
    )
    return (Question("--layout", heading.strip(), what),)


def _both_open(heading: str, other: str) -> Question:
    """Ask which of two columns counts that both are called open."""
    what = msg("“{heading}” and “{other}” both say what is open, and they differ.", heading=heading, other=other)
    return Question("--layout", heading.strip(), what)


def _unread(columns: Sequence[Column], held: Guess, guesses: Mapping[str, Guess]) -> Question | None:
    """Ask about a column that says it is what is open, while most of its cells are words and others took its place.

    With the whole amount instead every part payment would be owed again.
    """
    used = {guess.column for guess in guesses.values()}
    weight = 0 if held.field != "open" else held.heading_weight
    for column in columns:
        says = next((hit.weight for hit in meanings(column.heading) if hit.field == "open"), 0)
        some = 0 < column.profile.number < _FIGURES
        if column.index not in used and some and says >= KNOWN and says > weight:
            what = msg(
                "“{other}” says what is open, but most of its cells are no amounts; “{heading}” would count instead.",
                other=column.heading.strip(),
                heading=columns[held.column].heading.strip() or letters(held.column),
            )
            return Question("--layout", column.heading.strip(), what)
    return None


def _nearly_left(sheaf: Sheaf, held: Guess, used: set[int]) -> tuple[Question, ...]:
    """Ask about a column without a known heading that would be what is left of the amount, but for a few cells.

    A cell that is blank or no amount keeps the proof from holding, and with the whole amount every part payment would
    be owed again.
    """
    if held.field != "original":
        return ()
    columns = sheaf.columns
    wholes = sheaf.amounts_or_none(held.column)
    for column in columns:
        if (
            column.index in used
            or column.index not in sheaf.money
            or is_age(column.heading)
            or meanings(column.heading)
        ):
            continue
        rows = [(a, b) for a, b in zip(wholes, sheaf.amounts[column.index], strict=True) if a]
        both = [(a, b) for a, b in rows if b]
        same = sum(1 for a, b in both if a == b)
        within = all(abs(b) <= abs(a) and a * b > 0 for a, b in both)
        if within and len(both) >= FEW and len(both) >= _FIGURES * len(rows) and _SAME * len(both) <= same < len(both):
            what = msg(
                "“{other}” may be what is left of “{heading}”; some of its cells do not say so.",
                heading=columns[held.column].heading.strip(),
                other=column.heading.strip() or letters(column.index),
            )
            return (Question("--layout", column.heading.strip() or None, what),)
    return ()


def _parted(sheaf: Sheaf, held: Guess, guesses: Mapping[str, Guess]) -> tuple[Question, ...]:
    """Ask about two columns that nothing else explains and that make the amount in every row: one of them is paid.

    Rows too few to prove which is which are enough to see that the whole is no longer owed.
    """
    if held.field != "original" or not {"paid", "open", "tax", "net", "aged"}.isdisjoint(guesses):
        return ()
    columns = sheaf.columns
    used = {guess.column for guess in guesses.values()}
    wholes = sheaf.amounts_or_none(held.column)
    free = [column for column in columns if column.index not in used and column.index in sheaf.amounts]
    free = [column for column in free if all(hit.weight < KNOWN for hit in meanings(column.heading))][:_MOST_PARTS]
    for one, other in combinations(free, 2):
        rows = [
            (whole, first or Decimal(0), second or Decimal(0))
            for whole, first, second in zip(wholes, sheaf.amounts[one.index], sheaf.amounts[other.index], strict=True)
            if whole
        ]
        if (
            len(rows) > 1
            and all(whole == a + b for whole, a, b in rows)
            and any(_LEAST <= a / b <= 1 / _LEAST for _, a, b in rows if a and b)
        ):
            what = msg(
                "“{one}” and “{other}” make “{heading}”, and nothing says which of them is still open.",
                one=one.heading.strip() or letters(one.index),
                other=other.heading.strip() or letters(other.index),
                heading=columns[held.column].heading.strip() or letters(held.column),
            )
            return (Question("--layout", columns[held.column].heading.strip() or None, what),)
    return ()


def _is_open(heading: str, other: str) -> bool:
    """Tell whether two headings say equally well that an amount is open."""
    both = [next((hit.weight for hit in meanings(said) if hit.field == "open"), 0) for said in (heading, other)]
    return min(both) >= KNOWN and both[0] == both[1]


class _Case(ConvertedHeard):
    """A case that has heard everything, down to what is the only column of its sort."""

    def alone(self, *, grouped: bool) -> None:
        """Take what is the only column of its sort for what every items table needs."""
        if "number" not in self.guesses:
            different = msg("different in every row")
            self.only([column.index for column in self.columns if self._may_number(column)], "number", different)
        if "account" not in self.guesses and (not grouped or "name" in self.guesses):
            self.customer()
        self.numbered()
        self.called()
        if not AMOUNTS & set(self.guesses):
            money = [index for index in self.sheaf.money if self.free(index)]
            broken = [index for index in money if self.columns[index].profile.decimal]
            self.only(broken or money, "open", msg("the only amounts"))

    def taxed(self) -> None:
        """Take the amount with tax where the one without it was taken: what is owed has the tax in it."""
        for field in ("open", "original"):
            held = self.guesses.get(field)
            pair = None if held is None or held.column in self.told else with_tax(self.columns, self.sheaf, held)
            if held is None or pair is None or not set(pair).isdisjoint(self.told):
                continue
            at = self.used().get(pair[0])
            if at in {None, field, "net", "other_amount", "original"}:
                self.guesses.pop(at or "", None)
                note = msg("“{other}” is the same without tax", other=self.heading(pair[1]))
                self.guesses[field] = replace(held, column=pair[0], notes=(*held.notes, note))

    def money_of(self) -> None:
        """Take the only column without a known heading that holds nothing but codes of currencies."""
        if "currency" not in self.guesses:
            found = [column.index for column in self.columns if self.free(column.index) and _is_currency(column)]
            self.only(found, "currency", msg("codes of currencies in every cell"))

    def sides(self) -> None:
        """Take the only column without a known heading that says debit or credit in every cell, in so many words.

        Letters such as S and H alone may mean anything; a heading has to say so.
        """
        if "sign" not in self.guesses:
            found = [column.index for column in self.columns if self.free(column.index) and _is_side(column)]
            self.only(found, "sign", msg("debit or credit in every cell"))

    def states(self) -> None:
        """Take the only column without a known heading whose words say what was paid and what was not."""
        if "status" not in self.guesses:
            found = [column.index for column in self.columns if self.free(column.index) and _is_state(column)]
            self.only(found, "status", msg("words for paid and unpaid"))

    def types(self) -> None:
        """Take the only column without a known heading, or of texts, that says of every row what document it is."""
        if "type" in self.guesses:
            return
        used = self.used()
        found = [
            column.index for column in self.columns
            if (self.free(column.index) or used.get(column.index) == "text") and says_types(column)
        ]  # fmt: skip
        if len(found) == 1 and self.told.get(found[0]) is None:
            self.guesses.pop(used.get(found[0], ""), None)
            self.take(found[0], "type", msg("words for invoices and credit notes"))

    def _may_number(self, column: Column) -> bool:
        """Tell whether a column may hold document numbers: codes that differ in every row and do not count rows."""
        seen = column.profile
        codes = seen.code >= 0.9 and seen.distinct >= 0.98 and seen.date < 0.5 and not seen.decimal
        return self.free(column.index) and codes and seen.filled > FEW and not counts_rows(column)


def _is_side(column: Column) -> bool:
    """Tell whether every cell is one of two words for the sides of an account, and both are there."""
    if column.profile.sign < 1.0 or not column.profile.filled:
        return False
    said = {fold(text) for cell in column.sample if (text := cell_text(cell) or str(cell).strip())}
    if said <= words("deal", "income") | words("deal", "expense"):
        return False  # deals of both sorts, each with an amount of its own
    sides = (words("sign", "debit"), words("sign", "credit"))
    told = all(len(word) > 1 or not (word.isascii() and word.isalnum()) for word in said)
    if told and said and not column.heading.strip() and said <= sides[1]:
        return True  # CR beside credits, and nothing beside the others
    return told and all(said & side for side in sides)


def _is_state(column: Column) -> bool:
    """Tell whether most cells say whether money came, and some that it did, under no heading that says otherwise."""
    if {hit.field for hit in meanings(column.heading)} - {"status", "case_status"} or not column.profile.word:
        return False
    texts = [fold(text) for cell in column.sample if (text := cell_text(cell)) is not None]
    paid = words("settled", "money")
    known = words("settled") | words("part_paid") | words("ticked", "no") | words("disputed")
    said = sum(1 for text in texts if text in paid or text in known)
    return not paid.isdisjoint(texts) and len(set(texts)) > 1 and said >= _FIGURES * len(texts)


def _is_currency(column: Column) -> bool:
    """Tell whether a column holds codes of currencies in every cell, under no heading that says something else."""
    texts = {text for cell in column.sample if (text := cell_text(cell)) is not None}
    return bool(texts) and not meanings(column.heading) and all(is_currency(text) for text in texts)
