"""Looking at the portfolio: totals that never mix currencies, quick filters, saved filters, groups, families."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from app.enums import PromiseStatus
from app.errors import UsageError
from app.i18n import Message, msg
from app.services.portfolio.listing.account_rows import PortfolioRow
from app.services.portfolio.rates import Converted, Rates
from app.services.preferences import get_setting, put_setting
from app.services.unit_of_work import UnitOfWork

_SAVED: Final = "portfolio.filters"
_SILENT: Final = 14


@dataclass(frozen=True, slots=True)
class CurrencyTotal:
    """Sums of one currency, minor units; ``sums`` in the order of the portfolio's keys."""

    currency: str
    balance: int
    overdue: int
    sums: tuple[int, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of some rows: per currency, the largest first, and converted into the base currency.

    ``base`` and ``base_overdue`` leave out currencies without a rate and name them; ``percent`` is overdue of balance
    in the base currency, None where nothing is owed.
    """

    accounts: int
    currencies: tuple[CurrencyTotal, ...]
    base: Converted
    base_overdue: Converted
    percent: int | None


def total(rows: Iterable[PortfolioRow], rates: Rates) -> Totals:
    """Add up rows, currency by currency; converted once at the end."""
    balance: dict[str, list[int]] = {}
    sums: dict[str, list[int]] = {}
    accounts: set[str] = set()
    for row in rows:
        accounts.add(row.account_id)
        known = balance.get(row.currency)
        if known is None:
            balance[row.currency] = [row.balance, row.overdue, 1]
            sums[row.currency] = list(row.sums)
            continue
        known[0] += row.balance
        known[1] += row.overdue
        known[2] += 1
        into = sums[row.currency]
        for place, amount in enumerate(row.sums):
            if amount:
                into[place] += amount
    listed = [
        CurrencyTotal(currency, owed, overdue, tuple(sums[currency]), count)
        for currency, (owed, overdue, count) in balance.items()
    ]
    base = rates.total({one.currency: one.balance for one in listed})
    late = rates.total({one.currency: one.overdue for one in listed})
    return Totals(
        accounts=len(accounts),
        currencies=tuple(sorted(listed, key=lambda one: (-rates.usd_worth(one.balance, one.currency), one.currency))),
        base=base,
        base_overdue=late,
        percent=(late.minor * 200 + base.minor) // (2 * base.minor) if base.minor > 0 else None,
    )


# ------------------------------------------------------------------------------------------------ quick filters


@dataclass(frozen=True, slots=True)
class QuickFilter:
    """A filter that stands over the list with its count."""

    key: str
    label: Message
    test: Callable[[PortfolioRow], bool]


def _silent(row: PortfolioRow) -> bool:
    return row.overdue > 0 and (row.silent_days is None or row.silent_days > _SILENT)


QUICK: Final[tuple[QuickFilter, ...]] = (
    QuickFilter("all", msg("All"), lambda row: True),  # noqa: ARG005 - everything passes
    QuickFilter("past_due", msg("Past due"), lambda row: row.overdue > 0),
    QuickFilter("over_limit", msg("Over limit"), lambda row: (row.limit_percent or 0) > 100),
    QuickFilter(
        "broken",
        msg("Broken promises"),
        lambda row: row.promise in {PromiseStatus.BROKEN, PromiseStatus.PARTLY_KEPT},
    ),
    QuickFilter("disputed", msg("Disputed"), lambda row: row.disputed > 0),
    QuickFilter("silent", msg("No contact 14 d"), _silent),
    QuickFilter("holds", msg("Holds"), lambda row: row.hold),
)


def counts(rows: Sequence[PortfolioRow]) -> dict[str, int]:
    """Return how many accounts pass each quick filter."""
    return {one.key: len({row.account_id for row in rows if one.test(row)}) for one in QUICK}


def matching(rows: Iterable[PortfolioRow], key: str) -> tuple[PortfolioRow, ...]:
    """Return the rows that pass a quick filter.

    Raises:
        UsageError: there is no such filter.
    """
    test = next((one.test for one in QUICK if one.key == key), None)
    if test is None:
        raise UsageError("unknown_filter", msg("There is no filter {key}.", key=key))
    return tuple(row for row in rows if test(row))


# ------------------------------------------------------------------------------------------------ saved filters


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter that the collector keeps under a name.

    Attributes:
        quick: key of the quick filter that is on.
        texts: what is typed over columns, by column key.
        group: what the rows are grouped by, "" for nothing.
    """

    name: str
    quick: str = "all"
    texts: tuple[tuple[str, str], ...] = ()
    group: str = ""


def load_filters(session: Session) -> tuple[SavedFilter, ...]:
    """Return the saved filters by name."""
    stored: list[dict[str, Any]] = get_setting(session, _SAVED, [])
    return tuple(
        SavedFilter(one["name"], one["quick"], tuple((key, text) for key, text in one["texts"]), one["group"])
        for one in stored
    )


def save_filter(uow: UnitOfWork, wanted: SavedFilter, since: date) -> None:
    """Keep a filter; one of the same name is replaced.

    Raises:
        UsageError: it has no name.
    """
    if not wanted.name.strip():
        raise UsageError("filter_name", msg("A filter needs a name."))
    others = [one for one in load_filters(uow.session) if one.name != wanted.name]
    _store(uow, [*others, wanted], since)


def drop_filter(uow: UnitOfWork, name: str, since: date) -> None:
    """Forget a filter."""
    _store(uow, [one for one in load_filters(uow.session) if one.name != name], since)


def _store(uow: UnitOfWork, filters: Sequence[SavedFilter], since: date) -> None:
    values = [
        {"name": one.name, "quick": one.quick, "texts": [list(pair) for pair in one.texts], "group": one.group}
        for one in sorted(filters, key=lambda one: one.name)
    ]
    put_setting(uow, _SAVED, values, since)
