"""Exchange rates that files state: a row with document and local amount says what one is worth in the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal

from app.money import to_major
from app.services.sync.itemrows import empty
from app.services.sync.model import ItemRow

#: Significant digits of a rate made from sums.
_DIGITS = Context(prec=10)


@dataclass(slots=True)
class RateSums:
    """Debits in both currencies, minor units, by document and local currency."""

    sums: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def add(self, rows: Sequence[ItemRow]) -> None:
        """Add the rows that state both amounts; credits would only take the sums nearer to nothing."""
        if empty(rows, "local"):
            return
        for row in rows:
            local = row[23]
            if local is not None and local > 0 and row[9] > 0 and row[24] and row[24] != row[7]:
                pair = self.sums[row[7], row[24]]
                pair[0] += row[9]
                pair[1] += local

    def rates(self, base: str | None) -> dict[str, tuple[str, Decimal]]:
        """Return (base, units of base for one unit) by currency: of all rows together, so that rounding evens out."""
        found = {}
        for (currency, local), (document, in_base) in sorted(self.sums.items()):
            if base in {None, local}:
                rate = _DIGITS.divide(to_major(in_base, local), to_major(document, currency))
                found[currency] = (local, rate.normalize())
        return found
