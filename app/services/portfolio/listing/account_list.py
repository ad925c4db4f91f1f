"""Loading the portfolio: one row per account and currency, for tens of thousands of accounts.

Amounts are never mixed: an account that owes in two currencies has two rows, the one that weighs most first and marked
``main``. Rows are frozen and loaded with a fixed number of selects; sorting and filtering is done in the list. A day
before the data date shows the balances of the snapshot at or before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import RIGHT_PARTY, AccountState, Basis, PromiseStatus, TaskKind
from app.garbage import paused
from app.models.company import Company
from app.services.dates import Days, load_days
from app.services.portfolio.aging import past_snapshot
from app.services.portfolio.buckets import Presentation, bucket_keys, past_due
from app.services.portfolio.coverage import CoverRule, load_cover
from app.services.portfolio.listing.account_rows import Portfolio, PortfolioRow
from app.services.portfolio.listing.bulk import OPEN_SQL, raw_rows
from app.services.portfolio.ranking.contacts import load_callbacks, load_promises
from app.services.portfolio.ranking.facts import Callback, PromiseFact
from app.services.portfolio.rates import Sizes, load_rates
from app.services.portfolio.snapshots import snapshot_sums
from app.services.portfolio.strategy import tier_of
from app.services.preferences import load_settings
from app.settings import Settings

_STATES = {state.value: state for state in AccountState}
#: Columns of an account as the rows need them, by position.
_ACCOUNT = (
    "id, number, name, name_latin, name_kana, coalesce(country, ?), coalesce(territory, ''), tier, currency, "
    "credit_limit, limit_currency, parent_id, coalesce(sales_rep, ''), coalesce(collector, ''), state, hold_orders, "
    "vanished"
)


@dataclass(slots=True)
class _Beside:
    """What stands beside the amounts, by account."""

    last: dict[str, str]
    tasks: dict[str, tuple[str, str]]
    promises: dict[str, list[PromiseFact]]
    callbacks: dict[str, Callback]
    covered: dict[tuple[str, str], tuple[int, int]]


def load_book(
    session: Session, day: date, zone: str, basis: Basis | str = Basis.DUE, *, net_credits: bool = False
) -> Portfolio:
    """Load the portfolio of a day with the policy that is stored.

    Args:
        session: the store.
        day: the collector's day in ``zone``.
        zone: IANA zone of the collector.
        basis: which date ages count from in the bars; overdue always counts from the due date.
        net_credits: credits in the bucket of their own document date.

    Raises:
        RefusedError: the day lies before the first snapshot.
    """
    how = Look(Basis(basis), net_credits)
    return load_portfolio(session, load_days(session, day, zone), load_settings(session), how)


@dataclass(frozen=True, slots=True)
class Look:
    """How balances are laid out."""

    basis: Basis = Basis.DUE
    net_credits: bool = False


def load_portfolio(session: Session, days: Days, settings: Settings, look: Look | None = None) -> Portfolio:
    """Load the portfolio of a day: open amounts as of the data date, aged to the day.

    Raises:
        RefusedError: the day lies before the first snapshot.
    """
    with paused():
        return _load(session, days, settings, look or Look())


def _load(session: Session, days: Days, settings: Settings, look: Look) -> Portfolio:
    rates = load_rates(session, days.day, settings)
    how = Presentation(days.day, settings.bucket_bounds, look.basis, look.net_credits)
    country = session.scalar(select(Company.country)) or ""
    accounts = {
        row[0]: row
        for row in raw_rows(session, f"SELECT {_ACCOUNT} FROM account ORDER BY number", country)  # noqa: S608 - columns of ours
    }
    past = days.data_date is not None and days.day < days.data_date
    data_date = days.data_date
    if past:
        data_date, stored = past_snapshot(session, days)
        owed = _owed_then(stored, how, look)
    else:
        owed = _owed(session, how)
    make = _Maker(
        days,
        Sizes(rates),
        bucket_keys(how.bounds),
        ZoneInfo(days.zone),
        _beside(session, days, settings, accounts),
        _tops(accounts),
    )
    nothing = (0,) * len(how.keys)
    found: list[PortfolioRow] = []
    for account_id, account in accounts.items():
        amounts = owed.get(account_id)
        if amounts is None:
            if account[16]:
                continue
            amounts = [(account_id, account[8] or rates.base, 0, None, 0, None, *nothing)]
        make.add(found, account, amounts)
    return Portfolio(days.day, data_date, how.keys, tuple(found), rates, past)


def _owed(session: Session, how: Presentation) -> dict[str, list[tuple[Any, ...]]]:
    """Return by account: id, currency, balance, stage, overdue, oldest due date and the sums, one tuple a currency."""
    late = f"open > 0 AND due_date < '{how.day}'"
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in raw_rows(
        session,
        f"SELECT account_id, currency, SUM(open), MAX(CASE WHEN open > 0 THEN stage END), "  # noqa: S608 - keys and days of ours
        f"SUM(CASE WHEN {late} THEN open ELSE 0 END), MIN(CASE WHEN {late} THEN due_date END), {how.sums_sql()} "
        f"FROM item WHERE status IN {OPEN_SQL} GROUP BY account_id, currency ORDER BY account_id, currency",
    ):
        if row[0] in found:
            found[row[0]].append(row)
        else:
            found[row[0]] = [row]
    return found


def _owed_then(stored: Iterable[Any], how: Presentation, look: Look) -> dict[str, list[tuple[Any, ...]]]:
    """Return the same from a snapshot's rows; stages and due dates of then are not kept.

    Amounts in buckets of other bounds go to the bucket of today's bounds that begins last before them.
    """
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in stored:
        due = snapshot_sums(row, Basis.DUE, net_credits=False)
        sums = snapshot_sums(row, look.basis, net_credits=look.net_credits)
        laid = tuple(how.lay_out(sums))
        overdue = past_due(dict(zip(how.keys, how.lay_out(due), strict=True)), how.bounds)
        found.setdefault(row.account_id, []).append(
            (row.account_id, row.currency, row.total, None, overdue, None, *laid)
        )
    return found


def _tops(accounts: Mapping[str, tuple[Any, ...]]) -> dict[str, tuple[str, str]]:
    """Return number and name of the topmost parent of every account that has one; a circle ends where it began."""
    found = {}
    for ident, account in accounts.items():
        if account[11] is None:
            continue
        seen, top = {ident}, ident
        while (parent := accounts[top][11]) in accounts and parent not in seen:
            seen.add(parent)
            top = parent
        found[ident] = (accounts[top][1], accounts[top][2])
    return found


def _beside(session: Session, days: Days, settings: Settings, accounts: Mapping[str, Any]) -> _Beside:
    countries = {ident: row[5] for ident, row in accounts.items()}
    covered: dict[tuple[str, str], tuple[int, int]] = {}
    rule = CoverRule(days.day, countries, settings.run_grace, in_grace=True)
    for item in load_cover(session, rule).values():
        disputed, promised = covered.get((item.account_id, item.currency), (0, 0))
        covered[item.account_id, item.currency] = (disputed + item.disputed, promised + item.promised + item.run)
    outcomes = ", ".join(f"'{outcome.value}'" for outcome in sorted(RIGHT_PARTY))
    last = raw_rows(
        session,
        "SELECT l.account_id, MAX(a.at) FROM activity a JOIN activity_account l ON l.activity_id = a.id "  # noqa: S608 - codes of ours
        f"WHERE a.superseded = 0 AND a.outcome IN ({outcomes}) GROUP BY l.account_id",
    )
    tasks = raw_rows(
        session,
        "SELECT account_id, MIN(due), kind FROM task WHERE status IN ('open', 'waiting') GROUP BY account_id",
    )
    return _Beside(
        last={account_id: at for account_id, at in last},  # noqa: C416 - plain tuples of two
        tasks={account_id: (due, kind) for account_id, due, kind in tasks},
        promises=load_promises(session, days.day),
        callbacks=load_callbacks(session),
        covered=covered,
    )


@dataclass(slots=True)
class _Maker:
    """Makes rows; written for speed, because it runs for every account."""

    days: Days
    sizes: Sizes
    keys: tuple[str, ...]
    zone: ZoneInfo
    beside: _Beside
    tops: Mapping[str, tuple[str, str]]

    def add(self, found: list[PortfolioRow], account: tuple[Any, ...], amounts: list[tuple[Any, ...]]) -> None:
        """Append an account's rows, the one that weighs most first."""
        usd = self.sizes.usd
        any_overdue = any(row[4] for row in amounts)
        worth = [usd(row[4] if any_overdue else row[2], row[1]) for row in amounts]
        tier = tier_of(account[7], sum(worth))
        limit = _limit_percent(account, amounts, self.sizes) if account[9] else None
        if len(amounts) == 1:
            found.append(self._row(account, amounts[0], tier, limit, main=True))
            return
        order = sorted(range(len(amounts)), key=lambda place: (-worth[place], amounts[place][1]))
        for rank, place in enumerate(order):
            found.append(self._row(account, amounts[place], tier, limit, main=rank == 0))

    def _row(
        self, account: tuple[Any, ...], row: tuple[Any, ...], tier: str, limit: int | None, *, main: bool
    ) -> PortfolioRow:
        account_id, beside = account[0], self.beside
        last, task = beside.last.get(account_id), beside.tasks.get(account_id)
        agreed, promises = beside.callbacks.get(account_id), beside.promises.get(account_id)
        promise = _promise(promises, row[1]) if promises else None
        disputed, promised = beside.covered.get((account_id, row[1]), (0, 0)) if beside.covered else (0, 0)
        top = self.tops.get(account_id) or (account[1], account[2])
        return PortfolioRow(
            account_id,
            account[1],
            account[2],
            account[3],
            account[4],
            account[5],
            account[6],
            tier,
            row[1],
            row[2],
            row[6:],
            row[4],
            date.fromisoformat(row[5]) if row[5] else None,
            self._worst(row),
            disputed,
            promised,
            row[3],
            datetime.fromisoformat(last).astimezone(self.zone).date() if last else None,
            date.fromisoformat(task[0]) if task else None,
            TaskKind(task[1]) if task else None,
            promise.status if promise else None,
            promise.due if promise else None,
            promise.amount if promise else 0,
            agreed.at if agreed else None,
            account[9] or None,
            account[10] or account[8],
            limit,
            self.sizes.base(row[2], row[1]),
            self.sizes.base(row[4], row[1]),
            account[11],
            top[0],
            top[1],
            account[12],
            account[13],
            _STATES[account[14]],
            account[15] != 0,
            main,
            self.days.day,
        )

    def _worst(self, row: tuple[Any, ...]) -> str:
        for place in range(len(self.keys) - 1, -1, -1):
            if row[6 + place] > 0:
                return self.keys[place]
        return ""


def _promise(promises: Sequence[PromiseFact], currency: str) -> PromiseFact | None:
    """Return the promise in question: a failed one nobody spoke of, else the next open one."""
    mine = [one for one in promises if one.currency == currency]
    failed = [
        one for one in mine if one.status in {PromiseStatus.BROKEN, PromiseStatus.PARTLY_KEPT} and not one.spoken_of
    ]
    if failed:
        return max(failed, key=lambda one: (one.status is PromiseStatus.BROKEN, one.due))
    waiting = [one for one in mine if one.status in {PromiseStatus.OPEN, PromiseStatus.AWAITING_DATA}]
    return min(waiting, key=lambda one: one.due, default=None)


def _limit_percent(account: tuple[Any, ...], amounts: list[tuple[Any, ...]], sizes: Sizes) -> int | None:
    limit, currency = account[9], account[10] or account[8]
    if not limit or limit < 0 or currency is None:
        return None
    if all(row[1] == currency for row in amounts):
        used = sum(row[2] for row in amounts)
    else:
        base = sizes.base(limit, currency)
        if base is None:
            return None
        limit, used = base, sum(sizes.base(row[2], row[1]) or 0 for row in amounts)
    return max(0, int((used * 200 + limit) // (2 * limit)))
