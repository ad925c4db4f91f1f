"""The demonstration: a believable portfolio as two days of export files, and the weeks of calls before them.

Pure and seeded: the same number of accounts and items, seed and day give the same bytes. Nothing here reads the store
but ``play``, which sends the files through the same sync as anybody's.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

from app.garbage import paused
from app.services.demo.company_file import company_toml
from app.services.demo.layouts import write_day
from app.services.demo.model import DemoFiles, Portfolio, Side
from app.services.demo.portfolio import build_portfolio
from app.services.files import write_error, write_whole

__all__ = ["DemoFiles", "write_demo_files"]


def write_demo_files(folder: Path, day: date, accounts: int = 400, items: int = 4_000, seed: int = 1) -> DemoFiles:
    """Write the company and the export files of the day before and of the day.

    Args:
        folder: where to write; made if it is missing. Each day has a folder of its own, named by its date.
        day: the second day.
        accounts: customer accounts in all.
        items: items that a store holds after both days, open and closed.
        seed: of the generator; the same seed and day give the same bytes.

    Raises:
        UsageError: fewer accounts or items than it takes to show every country.
        StoreError: the folder is read-only, or the disk full.
    """
    with paused():
        portfolio = build_portfolio(day, accounts, items, seed)
        try:
            written = [_write_side(folder, portfolio, side) for side in Side]
        except OSError as error:
            raise write_error(folder, error) from error
    company = folder / "company.toml"
    write_whole(company, company_toml(portfolio.date_of(Side.BEFORE)).encode())
    by_country: defaultdict[str, list[str]] = defaultdict(list)
    for account in portfolio.accounts:
        by_country[account.country].append(account.number)
    return DemoFiles(
        company,
        written[Side.BEFORE],
        written[Side.NOW],
        len(portfolio.accounts),
        len(portfolio.items),
        {country: tuple(numbers) for country, numbers in by_country.items()},
        portfolio,
    )


def _write_side(folder: Path, portfolio: Portfolio, side: Side) -> tuple[Path, ...]:
    """Write one day's files into a folder of its own."""
    inside = folder / portfolio.date_of(side).isoformat()
    inside.mkdir(parents=True, exist_ok=True)
    return tuple(write_day(inside, portfolio, side))
