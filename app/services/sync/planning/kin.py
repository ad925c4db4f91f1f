"""What the store knows of accounts and sources that go on under another name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from app.services.accounts import FORMER_NUMBERS
from app.services.sync.planning.hung import ITEM_HUNG, OWNING
from app.services.sync.planning.stored import OPEN, Stored


def former_numbers(stored: Stored) -> dict[str, str]:
    """Return the ids of accounts by the keys that they bore before they got other numbers."""
    return dict(stored.rows(FORMER_NUMBERS))


def owners(stored: Stored, accounts_of: Collection[str], without: Iterable[str]) -> frozenset[str]:
    """Return those of some accounts that own anything but the people there, and the items that some runs brought."""
    stored.want([(account, "", "") for account in accounts_of])
    rows = stored.rows(
        "SELECT DISTINCT account_id, first_run_id FROM item WHERE account_id IN (SELECT a FROM temp.wanted)"
    )
    runs = frozenset(without)
    found = {account for account, run in rows if run not in runs}
    parts = [f"SELECT account_id FROM {name} WHERE account_id IN (SELECT a FROM temp.wanted)" for name in OWNING]  # noqa: S608 - names of ours
    parts.append("SELECT parent_id FROM account WHERE parent_id IN (SELECT a FROM temp.wanted)")
    return frozenset(found | {row[0] for row in stored.rows(" UNION ".join(parts))})


def hung(stored: Stored, items: Collection[str]) -> frozenset[str]:
    """Return those of some items that a promise, call, letter, pause, dispute or task speaks of."""
    stored.want([(item, "", "") for item in items])
    found = stored.rows(f"SELECT a FROM temp.wanted INTERSECT SELECT * FROM ({ITEM_HUNG})")  # noqa: S608 - a statement of ours
    return frozenset(row[0] for row in found)


def open_sources(stored: Stored, without: Iterable[str]) -> list[str]:
    """Return the sources that have open items, those that some runs brought left out."""
    runs = frozenset(without)
    rows = stored.rows(f"SELECT source, last_run_id FROM item WHERE status IN {OPEN} GROUP BY 1, 2")  # noqa: S608 - codes of ours
    return sorted({source for source, run in rows if run not in runs})


def companies_together(stored: Stored, without: Iterable[str]) -> list[tuple[str, int]]:
    """Return sources of one company that a file of several showed last, with the number of their open items."""
    runs = frozenset(without)
    found: dict[str, int] = defaultdict(int)
    for source, run, shown, count in stored.rows(
        "SELECT g.source, g.run, r.source, g.n FROM (SELECT source, last_run_id AS run, count(*) AS n FROM item "  # noqa: S608 - codes of ours
        f"WHERE status IN {OPEN} AND source LIKE '%:%' GROUP BY 1, 2) g JOIN sync_run r ON r.id = g.run"
    ):
        if run not in runs and ":" not in shown:
            found[source] += count
    return sorted(found.items())
