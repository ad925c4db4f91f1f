"""The right end of the totals: the sum in the base currency with the day of its rates, and the share past due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.i18n import _, format_date
from app.services.portfolio.listing.account_rows import PortfolioRow
from app.services.portfolio.rates import Rates
from app.ui.formatting import amount
from app.ui.portfolio.groups import by_currency


def add_up(rows: Sequence[PortfolioRow]) -> dict[str, dict[str, int]]:
    """Return balance, overdue and credits by currency, one currency after the other: there may be 50,000 rows."""
    balance: dict[str, int] = {}
    overdue: dict[str, int] = {}
    open_credits: dict[str, int] = {}
    for currency, mine in by_currency(rows).items():
        balance[currency] = sum([row.balance for row in mine])
        overdue[currency] = sum([row.overdue for row in mine])
        if credit := sum([row.sums[-1] for row in mine]):
            open_credits[currency] = credit
    return {"balance": balance, "overdue": overdue, "credits": open_credits}


def base_words(sums: Mapping[str, Mapping[str, int]], rates: Rates) -> list[tuple[str, int]]:
    """Return texts with their weights; currencies without a rate are named, never converted."""
    balance, overdue = rates.total(sums["balance"]), rates.total(sums["overdue"])
    day = rates.day
    lead = _("≈ base") if day is None else _("≈ base, rates {day}", day=format_date(day, year=False))
    words = [(lead, 400), (f"{balance.currency} {_whole(balance.minor, balance.currency)}", 600)]
    if balance.missing:
        words.append((_("without {currencies}", currencies=", ".join(balance.missing)), 400))
    if balance.minor > 0:
        share = (overdue.minor * 200 + balance.minor) // (2 * balance.minor)
        words.append((_("overdue {share} %", share=share), 400))
    return words


def _whole(minor: int, currency: str) -> str:
    """Return an amount in whole units: a converted sum is no more exact than that."""
    return amount(minor, currency).split(".")[0]
