"""Hearing which of two amounts is in the currency of its row, and which one is the same in the books' currency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import Final

from app.i18n import msg
from app.money import decimals
from app.services.sync.layouts.headings import meanings
from app.services.sync.questions import Question
from app.services.sync.recognition import relations
from app.services.sync.recognition.columns import Column, Guess
from app.services.sync.recognition.hearing.case import AMOUNTS, FEW, KNOWN, PROVED
from app.services.sync.recognition.hearing.documents import DocumentsHeard
from app.services.sync.values.currency import in_heading, meaning
from app.services.sync.values.text import fold, heading_words, words

#: How far the rates of one currency in one list lie apart.
_APART: Final = Decimal("0.3")
_CENT: Final = Decimal("0.005")
#: What speaks for or against an amount being in the currency of its row.
_SAYS: Final = 2
_BESIDE: Final = 1
_CANNOT: Final = 4


class Pair:
    """Two columns of one table that are one amount in two currencies; which one is the row's is weighed."""

    def __init__(self, columns: Sequence[Column], sheaf: relations.Sheaf, guesses: Mapping[str, Guess]) -> None:
        """Look for them; ``columns`` are those of the table that may be taken."""
        self.columns, self.sheaf = columns, sheaf
        held, currency = guesses.get("open") or guesses.get("original"), guesses.get("currency")
        self.one, self.other = held, -1
        if held is None or currency is None or held.column not in sheaf.amounts or held.language == "layout":
            return
        self._currency = currency.column
        self._codes = [None if text is None else meaning(text).code for text in sheaf.texts(currency.column)]
        self.ages = [guess.column for name, guess in guesses.items() if name.partition("#")[0] == "aged"]
        used = {guess.column: guess for guess in guesses.values()}
        for other in sheaf.money:
            taken = used.get(other)
            if other == held.column or other in self.ages or (taken and not self._may_give_way(taken)):
                continue
            if _are_one(sheaf.amounts[held.column], sheaf.amounts[other], self._codes):
                self.other = other
                return

    def _may_give_way(self, guess: Guess) -> bool:
        return guess.field in AMOUNTS and guess.language != "layout"

    @property
    def found(self) -> bool:
        """There are two."""
        return self.other >= 0

    def sides(self) -> tuple[int, int] | None:
        """Return the column in the currency of each row and the one in the books' currency; None if nothing says it."""
        if self.one is None:
            return None
        first, second = self._weight(self.one.column), self._weight(self.other)
        if first == second:
            return None
        return (self.one.column, self.other) if first > second else (self.other, self.one.column)

    def _weight(self, column: int) -> int:
        """Weigh what says that an amount is in the currency of its row."""
        heading = self.columns[column].heading
        local = any(hit.field == "local_open" and hit.weight >= KNOWN for hit in meanings(heading))
        weight = -_SAYS if local or in_heading(heading).code is not None else 0
        weight += _SAYS if _is_foreign(heading) else 0
        weight += _BESIDE if abs(column - self._currency) == 1 else 0
        weight -= _SAYS if self.ages_add_up_to(column) else 0
        amounts = zip(self._codes, self.sheaf.amounts[column], strict=True)
        return weight - (_CANNOT if any(code and amount and _is_finer(amount, code) for code, amount in amounts) else 0)

    def ages_add_up_to(self, column: int) -> bool:
        """Tell whether the ages are parts of an amount."""
        return bool(self.ages) and any(one.parts["total"] == column for one in relations.by_ages(self.sheaf, self.ages))

    def question(self) -> Question | None:
        """Ask which of the two is the documents' where nothing says it."""
        if not self.found or self.one is None or self.sides() is not None:
            return None
        one, other = (self.columns[column].heading.strip() for column in (self.one.column, self.other))
        what = msg("“{one}” and “{other}” are one amount in two currencies: which is that of the document?",
                   one=one, other=other)  # fmt: skip
        return Question("--layout", one, what)


class ConvertedHeard(DocumentsHeard):
    """A case that has heard which amounts are one amount in two currencies."""

    def converted(self) -> None:
        """Take the amount in the currency of its row for the open one, and leave its equal in the books' currency."""
        pair = Pair(self.columns, self.sheaf, self.guesses)
        sides = pair.sides() if pair.found else None
        if sides is None or pair.one is None or not set(sides).isdisjoint(self.told):
            return
        own, local = sides
        for name in [name for name, guess in self.guesses.items() if guess.column in sides and name in AMOUNTS]:
            del self.guesses[name]
        note = msg("“{other}” is the same in one other currency", other=self.heading(local))
        known = max((hit.weight for hit in meanings(self.columns[own].heading) if hit.field == "open"), default=0)
        language = pair.one.language if own == pair.one.column else "cells"
        self.guesses["open"] = Guess(own, "open", PROVED, known, 100, language, (note,))
        if "local_open" not in self.guesses:
            told = msg("“{other}” is the same in the currency of each row", other=self.heading(own))
            self.guesses["local_open"] = Guess(local, "local_open", PROVED, 0, 100, "cells", (told,))
        if pair.ages_add_up_to(local):
            for name in [name for name in self.guesses if name.partition("#")[0] == "aged"]:
                del self.guesses[name]


def _is_foreign(heading: str) -> bool:
    """Tell whether a heading speaks of the currency of a document; 原币余额 has no blank between its words."""
    spoken = fold(heading)
    said = words("foreign")
    return not said.isdisjoint(map(fold, heading_words(heading))) or any(
        word in spoken for word in said if not word.isascii()
    )


def _is_finer(amount: Decimal, code: str) -> bool:
    """Tell whether an amount has more decimals than its currency has."""
    return not decimals(code) and abs(amount - round(amount)) >= _CENT


def _are_one(ones: Sequence[Decimal | None], others: Sequence[Decimal | None], codes: Sequence[str | None]) -> bool:
    """Tell whether two columns are one amount in two currencies.

    In the rows of one currency they are the same, in those of the others they hardly ever are, but in about one ratio.
    """
    ratios: defaultdict[str, list[Decimal]] = defaultdict(list)
    for one, other, code in zip(ones, others, codes, strict=True):
        if one and other and code is not None:
            ratios[code].append(other / one)
    same = [code for code, found in ratios.items() if all(abs(ratio - 1) < _CENT for ratio in found)]
    apart = [found for code, found in ratios.items() if code not in same]
    if len(same) > 1 or not apart or max(map(len, apart)) < FEW or (not same and len(apart) == 1):
        return False
    return all(abs(ratio / median(found) - 1) <= _APART for found in apart for ratio in found) and all(
        sum(1 for ratio in found if abs(ratio - 1) < _CENT) * FEW < len(found) for found in apart
    )
