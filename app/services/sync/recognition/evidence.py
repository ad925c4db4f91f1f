"""What cells and relations say about the columns of an items table, beyond and against its headings.

A relation confirms what a heading says, names a column whose heading says nothing, and takes a field from a column that
is something else: a running total headed "Balance" is no open amount. Where the evidence leaves two ways nothing is
taken, and somebody has to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from app.i18n import Message, msg
from app.money import is_currency
from app.services.sync.layouts.headings import meanings
from app.services.sync.questions import Question
from app.services.sync.recognition.columns import Column, Guess
from app.services.sync.recognition.hearing.amounts import AmountsHeard
from app.services.sync.recognition.hearing.case import ALONE, AMOUNTS, BESIDE, counts_rows
from app.services.sync.values.text import cell_text, fold, heading_key, words

#: Share of numbers from which a column may hold amounts.
_FIGURES: Final = 0.6
#: Cells that a column needs to be the only one of its sort.
_FEW: Final = 3


def weigh(columns: Sequence[Column], told: Mapping[int, str], *, grouped: bool = False) -> dict[str, Guess]:
    """Take columns for the fields of an items table, with everything that the cells say.

    Args:
        columns: of the table.
        told: what a layout says of them.
        grouped: headings of groups stand among the rows, so that the customer may stand there.
    """
    case = _Case(columns, told)
    case.running()
    case.owners()
    case.ages()
    case.terms()
    case.lateness()
    case.order()
    case.sums()
    case.products()
    case.rest()
    case.alone(grouped=grouped)
    case.money_of()
    case.sides()
    return case.guesses


def doubts(columns: Sequence[Column], guesses: Mapping[str, Guess]) -> tuple[Question, ...]:
    """Return what has to be asked about amounts: columns of one heading that differ, and nothing says which counts."""
    held = guesses.get("open") or guesses.get("original")
    if held is None or held.notes or held.language in {"layout", "age"}:
        return ()
    heading = columns[held.column].heading
    key, filled = heading_key(heading), columns[held.column].profile.filled
    rivals = [
        column
        for column in columns
        if column.index != held.column
        and heading_key(column.heading) == key
        and column.profile.number >= _FIGURES
        and column.profile.filled >= BESIDE * filled  # what most rows lack is not what they owe
    ]
    if not key or all(rival.sample == columns[held.column].sample for rival in rivals):
        return ()
    what = msg(
        "Several columns are headed “{heading}”, and nothing says which of their amounts is open.", heading=heading
    )
    return (Question("--layout", heading.strip(), what),)


class _Case(AmountsHeard):
    """A case that has heard everything, down to what is the only column of its sort."""

    def alone(self, *, grouped: bool) -> None:
        """Take what is the only column of its sort for what every items table needs."""
        if "number" not in self.guesses:
            different = msg("different in every row")
            self._only([column.index for column in self.columns if self._may_number(column)], "number", different)
        if "account" not in self.guesses and (not grouped or "name" in self.guesses):
            self._customer()
        if not AMOUNTS & set(self.guesses):
            money = [index for index in self.sheaf.money if self.free(index)]
            broken = [index for index in money if self.columns[index].profile.decimal]
            self._only(broken or money, "open", msg("the only amounts"))

    def money_of(self) -> None:
        """Take the only column without a known heading that holds nothing but codes of currencies."""
        if "currency" not in self.guesses:
            found = [column.index for column in self.columns if self.free(column.index) and _is_currency(column)]
            self._only(found, "currency", msg("codes of currencies in every cell"))

    def sides(self) -> None:
        """Take the only column without a known heading that says debit or credit in every cell, in so many words.

        Letters such as S and H alone may mean anything; a heading has to say so.
        """
        if "sign" not in self.guesses:
            found = [column.index for column in self.columns if self.free(column.index) and _is_side(column)]
            self._only(found, "sign", msg("debit or credit in every cell"))

    def _only(self, columns: Sequence[int], field: str, note: Message) -> None:
        if len(columns) == 1:
            self.take(columns[0], field, note, ALONE)

    def _may_number(self, column: Column) -> bool:
        """Tell whether a column may hold document numbers: codes that differ in every row and do not count rows."""
        seen = column.profile
        codes = seen.code >= 0.9 and seen.distinct >= 0.98 and seen.date < 0.5 and not seen.decimal
        return self.free(column.index) and codes and seen.filled > _FEW and not counts_rows(column)

    def _customer(self) -> None:
        """Find the columns of customers: names of several words that repeat, and the one code that each of them has."""
        if "name" not in self.guesses:
            names = [column.index for column in self.columns if self.free(column.index) and _is_name(column)]
            if len(names) == 1 and self._beside_numbers(names[0]):
                self.take(names[0], "name", msg("the only names"), ALONE)
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
        return both >= BESIDE * named and both >= BESIDE * numbered

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


def _is_side(column: Column) -> bool:
    """Tell whether every cell is one of two words for the sides of an account, and both are there."""
    if column.profile.sign < 1.0 or column.profile.filled <= 1:
        return False
    said = {fold(text) for cell in column.sample if (text := cell_text(cell) or str(cell).strip())}
    sides = (words("sign", "debit"), words("sign", "credit"))
    told = all(len(word) > 1 or not (word.isascii() and word.isalnum()) for word in said)
    return told and all(said & side for side in sides)


def _is_currency(column: Column) -> bool:
    """Tell whether a column holds codes of currencies in every cell, under no heading that says something else."""
    texts = {text for cell in column.sample if (text := cell_text(cell)) is not None}
    return bool(texts) and not meanings(column.heading) and all(is_currency(text) for text in texts)


def _is_name(column: Column) -> bool:
    seen = column.profile
    return seen.word >= 0.9 and seen.spaced >= 0.5 and seen.code < 0.3 and seen.date < 0.2 and seen.filled > _FEW
