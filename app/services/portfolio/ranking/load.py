"""Reading the facts of the call list: a fixed number of selects, whatever the number of accounts.

Raw rows are used on purpose: 50,000 accounts are judged after every sync.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy.orm import Session

from app.enums import AccountState
from app.services.calendar_data import PLACES
from app.services.calendars import zone_of
from app.services.dates import Days
from app.services.portfolio.buckets import Presentation, bucket_of_date
from app.services.portfolio.coverage import CoverRule, ItemCover, load_cover, only
from app.services.portfolio.listing.bulk import OPEN_SQL, raw_rows
from app.services.portfolio.ranking.contacts import load_callbacks, load_letters, load_promises, load_steps, load_tries
from app.services.portfolio.ranking.facts import NOT_TRIED, Balance, Callback, Facts, LetterFact, PromiseFact, Tries
from app.services.portfolio.ranking.reasons import FIRSTS
from app.services.portfolio.snapshots import first_data_date
from app.settings import Settings

_YEAR = timedelta(days=365)


@dataclass(slots=True)
class _Found:
    """What the selects gave, by account."""

    cover: dict[str, list[ItemCover]] = field(default_factory=dict)
    promises: dict[str, list[PromiseFact]] = field(default_factory=dict)
    letters: dict[str, tuple[date | None, LetterFact | None]] = field(default_factory=dict)
    tries: dict[str, Tries] = field(default_factory=dict)
    callbacks: dict[str, Callback] = field(default_factory=dict)
    steps: set[str] = field(default_factory=set)
    clears: dict[str, tuple[int, str, int]] = field(default_factory=dict)
    predue: dict[str, tuple[int, str, date]] = field(default_factory=dict)
    reached: dict[str, tuple[date | None, ...]] = field(default_factory=dict)
    orders: dict[str, tuple[int, str, str | None, int]] = field(default_factory=dict)
    pins: set[str] = field(default_factory=set)
    deferred: dict[str, tuple[date, str]] = field(default_factory=dict)
    not_by_phone: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Query:
    """What is asked: the session, the days, the policy and for whom."""

    session: Session
    days: Days
    settings: Settings
    account_ids: Collection[str] | None

    def rows(self, sql: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """Run one select."""
        return raw_rows(self.session, sql, *values)

    def only(self, column: str = "account_id") -> str:
        """Return the condition for the accounts asked for."""
        return only(self.account_ids, column)

    @property
    def today(self) -> str:
        """Return the collector's day as stored."""
        return self.days.day.isoformat()


def load_facts(
    session: Session, days: Days, settings: Settings, country: str, account_ids: Collection[str] | None = None
) -> Iterator[Facts]:
    """Give the facts of every account with open items, an agreed callback or an order on hold, one by one.

    Args:
        session: the store.
        days: the collector's day and zone.
        settings: the policy.
        country: the company's, for accounts without one.
        account_ids: only these accounts.
    """
    query = _Query(session, days, settings, account_ids)
    accounts = _accounts(query, country)
    found = _find(query, {ident: row[3] for ident, row in accounts.items()})
    rest = set(found.callbacks) | set(found.orders)
    for account_id, balances in _balances(query, found.cover):
        rest.discard(account_id)
        yield _facts(accounts[account_id], balances, found)
    for account_id in sorted(rest):
        yield _facts(accounts[account_id], [_empty(accounts[account_id][10] or "USD", settings)], found)


def _facts(row: tuple[Any, ...], balances: list[Balance], found: _Found) -> Facts:
    account_id, number, name, country, zone, tier, state, limit, limit_currency, debtor, _ = row
    facts = Facts(
        account_id,
        number,
        name,
        country,
        zone,
        tier,
        AccountState(state),
        limit,
        limit_currency,
        debtor == "person",
        balances,
        found.tries.get(account_id, NOT_TRIED),
    )
    facts.promises = found.promises.get(account_id, ())
    facts.last_letter, facts.deadline = found.letters.get(account_id, (None, None))
    facts.callback = found.callbacks.get(account_id)
    facts.has_step = account_id in found.steps
    _fill(facts, found)
    return facts


def _fill(facts: Facts, found: _Found) -> None:
    ident = facts.account_id
    facts.clears = found.clears.get(ident)
    facts.predue = found.predue.get(ident)
    facts.held_order = found.orders.get(ident)
    facts.reached = found.reached.get(ident, ())
    facts.pinned = ident in found.pins
    facts.deferred = found.deferred.get(ident)
    facts.not_by_phone = ident in found.not_by_phone
    for item in found.cover.get(ident, ()):
        if item.promised:
            facts.promised_until = max(
                facts.promised_until or item.quiet_until or date.min, item.quiet_until or date.min
            )
        if item.run:
            facts.run_until = max(facts.run_until or item.quiet_until or date.min, item.quiet_until or date.min)


def _empty(currency: str, settings: Settings) -> Balance:
    zero = (0,) * (len(settings.bucket_bounds) + 2)
    return Balance(currency, zero, zero, 0, 0, 0)


def _accounts(query: _Query, country: str) -> dict[str, tuple[Any, ...]]:
    """Return id, number, name, country, zone, tier, state, limit and its currency, debtor type, currency by id."""
    found = {}
    for row in query.rows(
        "SELECT id, number, name, country, time_zone, city, tier, state, credit_limit, limit_currency, debtor_type, "  # noqa: S608 - ids of ours
        f"currency, address FROM account WHERE 1 = 1{query.only('id')}"
    ):
        where = row[3] or country
        place = row[5] or (row[12] if where in PLACES else None)
        zone = zone_of(where, row[4], place if where in PLACES else None, query.days.zone)
        found[row[0]] = (row[0], row[1], row[2], where, zone, *row[6:12])
    return found


def _balances(query: _Query, cover: dict[str, list[ItemCover]]) -> Iterator[tuple[str, list[Balance]]]:
    """Give what every account owes by currency and bucket, less what may not be chased, account by account."""
    how = Presentation(query.days.day, query.settings.bucket_bounds)
    end = len(how.keys)
    rows = query.rows(
        f"SELECT account_id, currency, SUM(open), "  # noqa: S608 - keys, days and ids of ours
        "MIN(CASE WHEN open > 0 AND due_date < ? THEN due_date END), MAX(CASE WHEN open > 0 THEN stage END), "
        f"{how.sums_sql()} FROM item WHERE status IN {OPEN_SQL}{query.only()} "
        "GROUP BY account_id, currency ORDER BY account_id, currency",
        query.today,
    )
    for account_id, group in groupby(rows, itemgetter(0)):
        listed = []
        for row in group:
            debits = row[5 : 3 + end]
            overdue = sum(debits) - debits[0]
            listed.append(Balance(row[1], debits, debits, overdue, overdue, row[2], row[3], row[4]))
        for item in cover.get(account_id, ()):
            _take(item, next(one for one in listed if one.currency == item.currency), how)
        yield account_id, listed


def _take(item: ItemCover, balance: Balance, how: Presentation) -> None:
    """Take what may not be chased of an item out of its bucket."""
    if item.due is None:
        return
    place = how.keys.index(bucket_of_date(item.due, how.day, how.bounds, how.basis))
    free = list(balance.free)
    free[place] -= item.open - item.free
    balance.free = free
    if place:
        balance.free_overdue -= item.open - item.free
        balance.disputed += item.disputed
        balance.covered += item.run + item.promised


def _find(query: _Query, countries: dict[str, str]) -> _Found:
    session, day, account_ids = query.session, query.days.day, query.account_ids
    found = _Found(
        promises=load_promises(session, day, account_ids),
        letters=load_letters(session, day, account_ids),
        tries=load_tries(session, query.days, account_ids),
        callbacks=load_callbacks(session, account_ids),
        steps=load_steps(session, day, account_ids),
    )
    cover = load_cover(session, CoverRule(day, countries, query.settings.run_grace), account_ids)
    for item in cover.values():
        found.cover.setdefault(item.account_id, []).append(item)
    _find_clears(query, found)
    _find_predue(query, found, cover)
    _find_reached(query, found)
    _find_orders(query, found)
    _find_held_orders(query, found)
    return found


def _find_held_orders(query: _Query, found: _Found) -> None:
    """Find, per account, the largest sales order that waits for release, and how many do."""
    for account_id, currency, amount, since in query.rows(
        "SELECT account_id, currency, amount, hold_since FROM held_order "  # noqa: S608 - ids of ours
        f"WHERE gone_on IS NULL AND account_id IS NOT NULL{query.only()} ORDER BY account_id, amount, id"
    ):
        count = found.orders[account_id][3] if account_id in found.orders else 0
        found.orders[account_id] = (amount, currency, since, count + 1)


def _find_orders(query: _Query, found: _Found) -> None:
    """Find what the collector ordered: pins and deferrals; and who may not be called at all."""
    for account_id, kind, until, reason in query.rows(
        "SELECT account_id, kind, until, reason FROM pause WHERE kind IN ('worklist', 'pin') AND ended_at IS NULL "  # noqa: S608 - ids of ours
        f"AND item_id IS NULL AND until >= ?{query.only()} ORDER BY until",
        query.today,
    ):
        if kind == "pin":
            found.pins.add(account_id)
        elif until > query.today:
            found.deferred[account_id] = (date.fromisoformat(until), reason)
    for (account_id,) in query.rows(
        f"SELECT account_id FROM contact WHERE active = 1{query.only()} GROUP BY account_id HAVING MIN(do_not_call) = 1"  # noqa: S608 - ids of ours
    ):
        found.not_by_phone.add(account_id)


def _find_clears(query: _Query, found: _Found) -> None:
    """Work out how many items past due the unapplied money would clear, oldest first."""
    credits_sql = (
        f"SELECT account_id, currency, -SUM(open) AS credit FROM item WHERE status IN {OPEN_SQL} AND open < 0"  # noqa: S608 - codes and ids of ours
        f"{query.only()} GROUP BY account_id, currency"
    )
    running_sql = (
        "SELECT i.account_id, i.currency, c.credit, SUM(i.open) OVER (PARTITION BY i.account_id, i.currency "  # noqa: S608 - codes of ours
        f"ORDER BY i.due_date, i.document_date, i.open ROWS UNBOUNDED PRECEDING) AS sum FROM ({credits_sql}) c "
        "JOIN item i ON i.account_id = c.account_id AND i.currency = c.currency "
        f"WHERE i.status IN {OPEN_SQL} AND i.open > 0 AND i.due_date < ?"
    )
    for account_id, currency, credit, count in query.rows(
        f"SELECT account_id, currency, credit, COUNT(*) FROM ({running_sql}) WHERE sum <= credit "  # noqa: S608 - text of ours
        "GROUP BY account_id, currency ORDER BY account_id, currency",
        query.today,
    ):
        if count > found.clears.get(account_id, (0, "", 0))[2]:
            found.clears[account_id] = (credit, currency, count)


def _find_predue(query: _Query, found: _Found, cover: dict[str, ItemCover]) -> None:
    """Find the largest item at or above the threshold that falls due soon and is neither promised nor disputed."""
    limits = {cur: one.pre_due for cur, one in query.settings.currencies.items() if one.pre_due}
    if not limits:
        return
    least = " ".join(f"WHEN '{currency}' THEN {minor}" for currency, minor in limits.items())
    until = (query.days.day + timedelta(days=query.settings.predue_days)).isoformat()
    for item_id, account_id, currency, amount, due in query.rows(
        f"SELECT id, account_id, currency, open, due_date FROM item WHERE status IN {OPEN_SQL} "  # noqa: S608 - numbers and ids of ours
        f"AND due_date BETWEEN ? AND ? AND open >= CASE currency {least} END{query.only()} "
        "ORDER BY due_date DESC, id",
        query.today,
        until,
    ):
        known = found.predue.get(account_id)
        if item_id not in cover and (known is None or amount >= known[0]):
            found.predue[account_id] = (amount, currency, date.fromisoformat(due))


def _find_reached(query: _Query, found: _Found) -> None:
    """Find, for 0, 30, 60 and 90 days, the due date of the first item that was more days past due within a year.

    An item counts if it was still open on the day it got there and not closed before the year began. On the first data
    date nothing can be a first time, because what was before is not known.
    """
    day, remembers = query.days.day, first_data_date(query.session)
    if remembers is None or remembers >= day:
        return
    year = (day - _YEAR).isoformat()
    tests = ", ".join(
        f"MIN(CASE WHEN due_date < '{day - timedelta(days=n)}' "
        f"AND (closed_on IS NULL OR closed_on > date(due_date, '+{n} days')) THEN due_date END)"
        for n, _ in FIRSTS
    )
    for account_id, *dues in query.rows(
        f"SELECT account_id, {tests} FROM item WHERE original > 0 AND (status IN {OPEN_SQL} OR closed_on >= ?)"  # noqa: S608 - numbers and ids of ours
        f"{query.only()} GROUP BY account_id",
        year,
    ):
        found.reached[account_id] = tuple(date.fromisoformat(due) if due else None for due in dues)
