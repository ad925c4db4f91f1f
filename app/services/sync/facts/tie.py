"""The trial balance against the ledger: the receivables of a day must be what the open items add up to, by currency.

Compared is what the ledger will hold after the import, so that preview and commit say the same; for a day before the
data date the balances kept of that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.enums import OPEN_ITEM_SQL, SyncKind
from app.i18n import msg
from app.money import Money
from app.services.sync.facts.plan import FactPlan
from app.services.sync.planning.plan import Changes, FilePlan
from app.services.sync.planning.stored import Stored


@dataclass(frozen=True, slots=True)
class Ledger:
    """The open items as an import will leave them: the store's, those it brings (by currency), those it changes."""

    stored: Stored
    changes: Changes
    files: Sequence[FilePlan]
    opened: Mapping[str, int]


def compare(ledger: Ledger, plans: Sequence[FactPlan]) -> None:
    """Compare every trial balance of the batch, and a stored one of the day that the batch's items stand for."""
    items = [file for file in ledger.files if file.kind is SyncKind.OPEN_ITEMS and not file.older]
    balances = [file for file in ledger.files if file.kind is SyncKind.TRIAL_BALANCE]
    ledger_day = max([file.as_of for file in items] + [day for day in [_data_date(ledger)] if day], default=None)
    listed = _listed(ledger, plans)
    for day in sorted(listed):
        mine = [file for file in balances if _speaks_of(file, plans, day)]
        tell = mine[-1] if mine else items[-1] if items and day == ledger_day else None
        if tell is None:
            continue
        totals = _planned(ledger) if day == ledger_day else _kept(ledger, day)
        if totals is None:
            what = msg("There is no ledger of {day} to compare the trial balance with.", day=day)
            tell.warn("trial_balance_not_compared", what)
        else:
            _tell(tell, day, listed[day], totals)


def _tell(file: FilePlan, day: date, stated: Mapping[str, int], totals: Mapping[str, int]) -> None:
    for currency in sorted({*stated, *(code for code, total in totals.items() if total)}):
        said, held = stated.get(currency, 0), totals.get(currency, 0)
        if said != held:
            what = msg(
                "The trial balance of {day} has receivables of {stated}, the open items add up to {summed}: "
                "{difference} apart.",
                day=day,
                stated=Money(said, currency),
                summed=Money(held, currency),
                difference=Money(said - held, currency),
            )
            file.warn("trial_balance_differs", what)


def _speaks_of(file: FilePlan, plans: Iterable[FactPlan], day: date) -> bool:
    return any(day in _days(plan) for plan in plans if plan.source == file.source)


def _days(plan: FactPlan) -> set[date]:
    return {date.fromisoformat(fact.values["day"]) for fact in plan.shown()}


def _listed(ledger: Ledger, plans: Sequence[FactPlan]) -> dict[date, dict[str, int]]:
    """Return the receivables by day and currency, as the store and the batch's files list them."""
    found: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    planned = {plan.source for plan in plans}
    rows = ledger.stored.rows("SELECT source, day, currency, balance FROM trial_balance WHERE receivables = 1")
    for source, day, currency, balance in rows:
        if source not in planned:
            found[date.fromisoformat(day)][currency] += balance
    for plan in plans:
        for fact in plan.standing():
            if fact.values["receivables"]:
                found[date.fromisoformat(fact.values["day"])][fact.values["currency"]] += fact.values["balance"]
    return found


def _data_date(ledger: Ledger) -> date | None:
    days = (run.as_of for run in ledger.stored.runs() if run.kind == SyncKind.OPEN_ITEMS.value)
    return max((day for day in days if day is not None), default=None)


def _planned(ledger: Ledger) -> dict[str, int]:
    """Return the open items by currency as they will stand: those of the store, what is new, what changes."""
    found: dict[str, int] = defaultdict(int)
    own = sorted(file.run_id for file in ledger.files)
    marks = ", ".join("?" * len(own))
    rows = ledger.stored.rows(
        f"SELECT currency, sum(open) FROM item WHERE status IN {OPEN_ITEM_SQL} AND first_run_id NOT IN ({marks}) "  # noqa: S608 - codes and marks only
        "GROUP BY currency",
        tuple(own),
    )
    found.update(rows)
    for currency, total in ledger.opened.items():
        found[currency] += total
    changed = [change for change in ledger.changes.of("item") if "open" in change.after]
    codes = _currencies(ledger, [change.id for change in changed], own)
    for change in changed:
        if change.id in codes:
            found[codes[change.id]] += (change.after["open"] or 0) - (change.before.get("open") or 0)
    return found


def _currencies(ledger: Ledger, ids: Sequence[str], own: Sequence[str]) -> dict[str, str]:
    """Return the currencies of items that the store had before this batch."""
    found: dict[str, str] = {}
    for start in range(0, len(ids), 500):
        part = tuple(ids[start : start + 500])
        marks, runs = ", ".join("?" * len(part)), ", ".join("?" * len(own))
        sql = f"SELECT id, currency FROM item WHERE id IN ({marks}) AND first_run_id NOT IN ({runs})"  # noqa: S608 - marks only
        found.update(ledger.stored.rows(sql, (*part, *own)))
    return found


def _kept(ledger: Ledger, day: date) -> dict[str, int] | None:
    """Return the balances kept of a past day, None where none were."""
    rows = ledger.stored.rows(
        "SELECT currency, sum(total) FROM snapshot WHERE batch_id = "
        "(SELECT max(batch_id) FROM snapshot WHERE as_of = ?) GROUP BY currency",
        (day.isoformat(),),
    )
    return dict(rows) if rows else None
