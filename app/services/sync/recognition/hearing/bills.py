"""Hearing what a bill comes to: without what the customer withholds, and with what was left of the one before."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from app.i18n import msg
from app.services.sync.layouts.headings import in_full
from app.services.sync.recognition.hearing.case import FEW, KNOWN
from app.services.sync.recognition.hearing.days import DaysHeard
from app.services.sync.recognition.relations import Amounts
from app.services.sync.values.text import fold, words

#: Share of the paid rows in which the earlier bill is another amount than the one of the row.
_OTHER: Final = 0.5
_DUST: Final = Decimal("0.005")
_NOTHING: Final = Decimal(0)


class BillsHeard(DaysHeard):
    """A case that has heard what is withheld and what was paid of earlier bills."""

    def net_of_withheld(self, parts: Mapping[str, int]) -> bool:
        """Take what is left of an amount after a tax that the customer withholds for the whole; tell whether it is so.

        ``Valor bruto``, ``Retenções`` and ``Valor líquido``: nobody owes us what goes to the state. The heading of what
        is left has to say that it is an amount of the bill, for the ledger may as well have the whole.
        """
        heading = fold(self.heading(parts["tax"]))
        said = any(hit.field in {"original", "open"} for hit in in_full(self.heading(parts["net"])))
        if not said or not any(word in heading for word in words("withheld")):
            return False
        held, gross = self.guesses.get("original"), parts["gross"]
        if "open" in self.guesses or held is None or held.column != gross or self._is_told(gross):
            return True
        self.barred |= {(gross, "original")}
        del self.guesses["original"]
        if (net := self.used().get(parts["net"])) is not None:
            del self.guesses[net]
        note = msg("“{tax}” is withheld from “{whole}”", tax=self.heading(parts["tax"]), whole=self.heading(gross))
        self.take(parts["net"], "original", note)
        return True

    def earlier(self) -> None:
        """Leave payments alone that were made of the bill before: 前回請求額, 御入金額 and 繰越額 beside 今回請求額.

        What they leave of it is part of the new one, or nothing.
        """
        paid, held, amounts = self.guesses.get("paid"), self.guesses.get("original"), self.sheaf.amounts
        if paid is None or held is None or "open" in self.guesses or held.heading_weight < KNOWN:
            return
        if self._is_told(paid.column) or not {paid.column, held.column} <= amounts.keys():
            return
        others = [index for index in amounts if index not in {paid.column, held.column}]
        for whole in others:
            if not self._is_other(amounts[whole], amounts[held.column], amounts[paid.column]):
                continue
            rests = [index for index in others if index != whole and self._leaves(whole, paid.column, index)]
            if rests or self._leaves(whole, paid.column, None):
                self.barred |= {(paid.column, "paid"), *((rest, "open") for rest in rests), (whole, "original")}
                del self.guesses["paid"]
                return

    def _is_told(self, column: int) -> bool:
        return self.told.get(column) is not None

    def _is_other(self, earlier: Amounts, now: Amounts, paid: Amounts) -> bool:
        """Tell whether the bill that was paid is another one in most of several rows with a payment."""
        rows = [(one, other) for one, other, part in zip(earlier, now, paid, strict=True) if part and one]
        apart = sum(1 for one, other in rows if abs(one - (other or _NOTHING)) >= _DUST)
        return len(rows) >= FEW and apart > _OTHER * len(rows)

    def _leaves(self, whole: int, paid: int, rest: int | None) -> bool:
        """Tell whether a payment leaves the rest of an amount in each row, or nothing of it in any."""
        amounts = self.sheaf.amounts
        rests: Amounts = [_NOTHING] * len(amounts[whole]) if rest is None else amounts[rest]
        rows = zip(amounts[whole], amounts[paid], rests, strict=True)
        return all(abs((one or _NOTHING) - (part or _NOTHING) - (left or _NOTHING)) < _DUST for one, part, left in rows)
