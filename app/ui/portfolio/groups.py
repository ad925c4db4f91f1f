"""Rows under headings with subtotals: by country, territory, currency, stage …, or under the parent of the family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from operator import attrgetter
from typing import Any, Final

from app.i18n import Message, _, msg
from app.services.labels import STAGES, label
from app.services.portfolio.listing.account_rows import PortfolioRow
from app.services.portfolio.rates import Rates
from app.ui.formatting import amount
from app.ui.portfolio.words import worst_words
from app.ui.tables.groups import Group
from app.ui.widgets.aging_bar import Aging

#: What rows can be grouped by, in the order of the menu.
GROUPINGS: Final[dict[str, Message]] = {
    "": msg("none"),
    "country": msg("Country"),
    "territory": msg("Territory"),
    "currency": msg("Currency"),
    "family": msg("Parent account"),
    "tier": msg("Tier"),
    "stage": msg("Stage"),
    "worst": msg("Worst bucket"),
    "sales_rep": msg("Sales rep"),
    "collector": msg("Collector"),
}


def grouping(by: str, rows: Sequence[PortfolioRow]) -> Callable[[Any], tuple[Hashable, str]] | None:
    """Return what gives a row its group; None for no groups.

    Accounts without parent and children stand together at the end when families are shown.
    """
    if not by:
        return None
    if by == "family":
        alone = "", _("No group")
        families: dict[str, tuple[Hashable, str]] = {}
        for row in rows:
            if row.parent_id is not None:
                families[row.top_number] = (row.top_number, f"{row.top_name} {row.top_number}")
        return lambda row: families.get(row.top_number, alone)
    take = attrgetter(by)
    known: dict[Any, tuple[Hashable, str]] = {}

    def group_of(row: PortfolioRow) -> tuple[Hashable, str]:
        value = take(row)
        found = known.get(value)
        if found is None:
            found = known[value] = _plain(by, value)
        return found

    return group_of


def _plain(by: str, value: Any) -> tuple[Hashable, str]:
    if value is None or value == "":
        return "", _("None")
    if by == "stage":
        return f"{value}", label(STAGES, value)
    return str(value), worst_words(value) if by == "worst" else str(value)


def rank(by: str) -> Callable[[Group], Any]:
    """Return the order of the groups: the oldest bucket and the highest stage first, names by letter, none last."""
    if by == "worst":
        return lambda group: (group.key == "", -_age(str(group.key)))
    if by == "stage":
        return lambda group: (group.key == "", -int(str(group.key) or 0))
    return lambda group: (group.key == "", group.label.casefold())


def _age(key: str) -> int:
    first = key.removeprefix("b").split("_")[0]
    return int(first) if first.isdigit() else 0


class Subtotals:
    """What the headings of groups show under balance, aging, overdue and per cent.

    ``rates`` are those of the book that is shown. The columns ask one after the other about the same rows, so what was
    added up last is kept.
    """

    def __init__(self) -> None:
        self.rates: Rates | None = None
        self._last: tuple[Sequence[PortfolioRow], dict[str, list[int]]] = ((), {})

    def balance(self, rows: Sequence[PortfolioRow]) -> str:
        """Return the balance: in its currency if it is one, else in the base currency with ``≈``."""
        return self._words(rows, 0, code=True)

    def overdue(self, rows: Sequence[PortfolioRow]) -> str:
        """Return what is past due; the currency stands beside the balance."""
        return self._words(rows, 1, code=False)

    def percent(self, rows: Sequence[PortfolioRow]) -> str:
        """Return the share past due of what is owed, in the base currency where currencies mix."""
        sums = self._sums(rows)
        balance, open_credits, overdue = (self._value(sums, place)[0] for place in (0, -1, 1))
        gross = balance - open_credits
        return f"{(overdue * 200 + gross) // (2 * gross)} %" if gross > 0 else ""

    def aging(self, rows: Sequence[PortfolioRow]) -> Aging:
        """Return the bar of all rows."""
        sums = self._sums(rows)
        first, second, third, fourth, fifth, sixth, undated, open_credits = (
            self._value(sums, place)[0] for place in range(2, 10)
        )
        buckets = (first, second, third, fourth, fifth, sixth)
        return Aging(buckets, self._value(sums, 0)[1], undated, open_credits)

    def _sums(self, rows: Sequence[PortfolioRow]) -> dict[str, list[int]]:
        """Return balance, overdue, the six buckets, undated and credits by currency."""
        if self._last[0] is not rows:
            self._last = (rows, {currency: _whole_sums(mine) for currency, mine in by_currency(rows).items()})
        return self._last[1]

    def _value(self, sums: dict[str, list[int]], place: int) -> tuple[int, str]:
        """Return minor units and currency: as they are, or converted where currencies mix."""
        if len(sums) == 1 or self.rates is None:
            return next(((mine[place], currency) for currency, mine in sums.items()), (0, ""))
        found = self.rates.total({currency: mine[place] for currency, mine in sums.items()})
        return found.minor, found.currency

    def _words(self, rows: Sequence[PortfolioRow], place: int, *, code: bool) -> str:
        sums = self._sums(rows)
        minor, currency = self._value(sums, place)
        text = amount(minor, currency)
        text = text if len(sums) == 1 else f"≈ {text.split('.')[0]}"
        return f"{text} {currency}" if code else text


def by_currency(rows: Iterable[PortfolioRow]) -> dict[str, list[PortfolioRow]]:
    """Return rows apart by currency, in the order in which the currencies first come."""
    apart: defaultdict[str, list[PortfolioRow]] = defaultdict(list)
    for row in rows:
        apart[row.currency].append(row)
    return apart


def _whole_sums(rows: Sequence[PortfolioRow]) -> list[int]:
    """Return balance, overdue, the six buckets, undated and credits of rows in one currency."""
    balance, overdue = (sum(map(attrgetter(name), rows)) for name in ("balance", "overdue"))
    return [balance, overdue, *map(sum, zip(*(row.sums for row in rows), strict=True))]
