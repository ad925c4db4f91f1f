"""The portfolio as the window shows it: every row of a day, and the filters over the list with their counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from app.enums import Basis
from app.i18n import Message, msg
from app.services.portfolio.listing.account_list import load_book
from app.services.portfolio.listing.account_rows import Portfolio, PortfolioRow
from app.services.portfolio.listing.views import QUICK, SavedFilter, load_filters


@dataclass(frozen=True, slots=True)
class ListFilter:
    """A filter that stands over the list."""

    key: str
    label: Message
    test: Callable[[PortfolioRow], bool]


#: The filters over the list, in their order; the first one shows everything.
FILTERS: Final[tuple[ListFilter, ...]] = (
    *(ListFilter(one.key, one.label, one.test) for one in QUICK),
    ListFilter("unapplied", msg("Unapplied"), lambda row: row.credits < 0),
)
_TESTS: Final = {one.key: one.test for one in FILTERS}


@dataclass(frozen=True, slots=True)
class PortfolioPage:
    """What the view shows; ``counts`` are accounts by filter."""

    book: Portfolio
    counts: Mapping[str, int]
    saved: tuple[SavedFilter, ...]
    currencies: int


def portfolio_page(session: Session, day: date, zone: str, basis: Basis, *, net_credits: bool) -> PortfolioPage:
    """Return the portfolio of a day of the IANA zone ``zone``.

    Raises:
        RefusedError: the day lies before the first file.
    """
    book = load_book(session, day, zone, basis, net_credits=net_credits)
    return PortfolioPage(
        book=book,
        counts={one.key: count_accounts(row for row in book.rows if one.test(row)) for one in FILTERS},
        saved=load_filters(session),
        currencies=len({row.currency for row in book.rows}),
    )


def count_accounts(rows: Iterable[PortfolioRow]) -> int:
    """Return how many accounts some rows are of."""
    return len({row.account_id for row in rows})


def passing(rows: Sequence[PortfolioRow], key: str) -> Sequence[PortfolioRow]:
    """Return the rows that pass a filter; an unknown one lets everything pass."""
    test = _TESTS.get(key)
    return rows if test is None or key == "all" else [row for row in rows if test(row)]
