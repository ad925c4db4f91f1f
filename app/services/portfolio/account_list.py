"""The portfolio: one row per account and currency, for tens of thousands of accounts.

Amounts are never mixed: an account that owes in two currencies has two rows, the one that weighs most first and marked
``main``. Rows are frozen and loaded with a fixed number of selects; sorting and filtering is done in the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.enums import RIGHT_PARTY, AccountState, PromiseStatus, TaskKind
from app.i18n import msg
from app.models.company import Company
from app.money import Money
from app.services.dates import Days
from app.services.portfolio.account.items import Chip
from app.services.portfolio.buckets import Presentation, bucket_keys
from app.services.portfolio.bulk import OPEN_SQL, no_garbage, raw_rows
from app.services.portfolio.coverage import CoverRule, load_cover
from app.services.portfolio.rates import Rates, Sizes, load_rates
from app.services.portfolio.strategy import tier_of
from app.services.portfolio.work.contacts import load_callbacks, load_promises
from app.services.portfolio.work.facts import Callback, PromiseFact
from app.settings import Settings

_STATES = {state.value: state for state in AccountState}
#: Days without a contact after which a row says so.
_SILENT = 14


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """An account in one currency; amounts in minor units of ``currency``.

    Attributes:
        sums: what is owed by bucket from Current to the oldest, then without due date, then credits.
        worst: oldest bucket that holds anything, "" for nothing owed.
        disputed, promised: parts of what is owed that are not chased.
        stage: highest dunning stage reached.
        last_contact: day of the last two-way contact with a right party.
        next_date, next_kind: the nearest open task.
        promise: how the promise in question stands, with its day.
        limit_percent: use of the credit limit, None without one or without a rate.
        base, base_overdue: in the base currency; None without a rate.
        main: the first of the account's rows.
    """

    account_id: str
    number: str
    name: str
    name_latin: str | None
    country: str
    territory: str
    tier: str
    currency: str
    balance: int
    sums: tuple[int, ...]
    overdue: int
    worst: str
    disputed: int
    promised: int
    stage: int | None
    last_contact: date | None
    next_date: date | None
    next_kind: TaskKind | None
    promise: PromiseStatus | None
    promise_due: date | None
    callback: datetime | None
    limit_percent: int | None
    base: int | None
    base_overdue: int | None
    parent_id: str | None
    sales_rep: str
    collector: str
    state: AccountState
    hold: bool
    main: bool
    day: date

    @property
    def credits(self) -> int:
        """Return unapplied money and credits, zero or negative."""
        return self.sums[-1]

    @property
    def percent_overdue(self) -> int | None:
        """Return the part of what is owed (credits left aside) that is past due, per cent, half-up."""
        gross = self.balance - self.credits
        return (self.overdue * 200 + gross) // (2 * gross) if gross > 0 else None

    @property
    def silent_days(self) -> int | None:
        """Return the days since the last contact, None if there was none."""
        return None if self.last_contact is None else (self.day - self.last_contact).days

    @property
    def chip(self) -> Chip | None:
        """Return the most pressing state of the account."""
        return _chip(self)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All rows, by account number and weight, with the keys of ``sums`` and what amounts are converted with."""

    day: date
    data_date: date | None
    keys: tuple[str, ...]
    rows: tuple[PortfolioRow, ...]
    rates: Rates

    @property
    def accounts(self) -> int:
        """Return how many accounts there are."""
        return sum(row.main for row in self.rows)


@dataclass(slots=True)
class _Beside:
    """What stands beside the amounts, by account."""

    last: dict[str, str]
    tasks: dict[str, tuple[str, str]]
    promises: dict[str, list[PromiseFact]]
    callbacks: dict[str, Callback]
    covered: dict[tuple[str, str], tuple[int, int]]


def load_portfolio(session: Session, days: Days, settings: Settings) -> Portfolio:
    """Load the portfolio of a day: open amounts as of the data date, aged to the day."""
    with no_garbage():
        return _load(session, days, settings)


def _load(session: Session, days: Days, settings: Settings) -> Portfolio:
    rates = load_rates(session, days.day, settings)
    sizes = Sizes(rates)
    how = Presentation(days.day, settings.bucket_bounds)
    company = next(raw_rows(session, f"SELECT country FROM {Company.__tablename__}"), None)  # noqa: S608 - a table of ours
    country = company[0] if company else ""
    accounts = {
        row[0]: row
        for row in raw_rows(
            session,
            "SELECT id, number, name, name_latin, coalesce(country, ?), coalesce(territory, ''), tier, currency, "
            "credit_limit, limit_currency, parent_id, coalesce(sales_rep, ''), coalesce(collector, ''), state, "
            "hold_orders, vanished FROM account ORDER BY number",
            country,
        )
    }
    owed = _owed(session, how)
    beside = _beside(session, days, settings, accounts)
    make = _Maker(days, sizes, bucket_keys(how.bounds), ZoneInfo(days.zone), beside)
    nothing = (0,) * len(how.keys)
    found: list[PortfolioRow] = []
    for account_id, account in accounts.items():
        amounts = owed.get(account_id)
        if amounts is None:
            if account[15]:
                continue
            amounts = [(account_id, account[7] or rates.base, 0, None, *nothing)]
        make.add(found, account, amounts)
    return Portfolio(days.day, days.data_date, how.keys, tuple(found), rates)


def _owed(session: Session, how: Presentation) -> dict[str, list[tuple[Any, ...]]]:
    """Return by account: id, currency, balance, stage and the sums, one tuple a currency."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in raw_rows(
        session,
        f"SELECT account_id, currency, SUM(open), MAX(CASE WHEN open > 0 THEN stage END), {how.sums_sql()} "  # noqa: S608 - keys and days of ours
        f"FROM item WHERE status IN {OPEN_SQL} GROUP BY account_id, currency ORDER BY account_id, currency",
    ):
        if row[0] in found:
            found[row[0]].append(row)
        else:
            found[row[0]] = [row]
    return found


def _beside(session: Session, days: Days, settings: Settings, accounts: Mapping[str, Any]) -> _Beside:
    countries = {ident: row[4] for ident, row in accounts.items()}
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

    def add(self, found: list[PortfolioRow], account: tuple[Any, ...], amounts: list[tuple[Any, ...]]) -> None:
        """Append an account's rows, the one that weighs most first."""
        end, usd = 4 + len(self.keys), self.sizes.usd
        overdue = [sum(row[5:end]) for row in amounts]
        any_overdue = any(overdue)
        worth = [usd(late if any_overdue else row[2], row[1]) for late, row in zip(overdue, amounts, strict=True)]
        tier = tier_of(account[6], sum(worth))
        limit = _limit_percent(account, amounts, self.sizes) if account[8] else None
        if len(amounts) == 1:
            found.append(self._row(account, amounts[0], overdue[0], tier, limit, main=True))
            return
        order = sorted(range(len(amounts)), key=lambda place: (-worth[place], amounts[place][1]))
        for rank, place in enumerate(order):
            found.append(self._row(account, amounts[place], overdue[place], tier, limit, main=rank == 0))

    def _row(
        self, account: tuple[Any, ...], row: tuple[Any, ...], overdue: int, tier: str, limit: int | None, *, main: bool
    ) -> PortfolioRow:
        account_id, beside = account[0], self.beside
        last, task = beside.last.get(account_id), beside.tasks.get(account_id)
        agreed, promises = beside.callbacks.get(account_id), beside.promises.get(account_id)
        promise = _promise(promises, row[1]) if promises else None
        disputed, promised = beside.covered.get((account_id, row[1]), (0, 0)) if beside.covered else (0, 0)
        return PortfolioRow(
            account_id,
            account[1],
            account[2],
            account[3],
            account[4],
            account[5],
            tier,
            row[1],
            row[2],
            row[4:],
            overdue,
            self._worst(row),
            disputed,
            promised,
            row[3],
            datetime.fromisoformat(last).astimezone(self.zone).date() if last else None,
            date.fromisoformat(task[0]) if task else None,
            TaskKind(task[1]) if task else None,
            promise.status if promise else None,
            promise.due if promise else None,
            agreed.at if agreed else None,
            limit,
            self.sizes.base(row[2], row[1]),
            self.sizes.base(overdue, row[1]),
            account[10],
            account[11],
            account[12],
            _STATES[account[13]],
            account[14] != 0,
            main,
            self.days.day,
        )

    def _worst(self, row: tuple[Any, ...]) -> str:
        for place in range(len(self.keys) - 1, -1, -1):
            if row[4 + place]:
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
    limit, currency = account[8], account[9] or account[7]
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


def _chip(row: PortfolioRow) -> Chip | None:
    """Choose what a row says of itself."""
    if row.promise is PromiseStatus.BROKEN:
        return Chip("broken", msg("promise broken"), "bad")
    if row.promise is PromiseStatus.PARTLY_KEPT:
        return Chip("partly_kept", msg("promise part kept"), "warn")
    if row.limit_percent is not None and row.limit_percent > 100:
        return Chip("over_limit", msg("over limit"), "bad")
    if row.callback is not None:
        return Chip("callback", msg("callback agreed"), "warn")
    return _quiet_chip(row)


def _quiet_chip(row: PortfolioRow) -> Chip | None:
    """Choose among the states that do not press."""
    if row.disputed:
        share = row.disputed * 100 // max(1, row.balance - row.credits)
        return Chip("disputed", msg("disputed {share} %", share=share), "query")
    if row.promise is not None and row.promise_due is not None:
        return Chip("promised", msg("promised {day}", day=row.promise_due), "good")
    if row.credits < 0 and row.overdue:
        return Chip("unapplied", msg("unapplied {amount}", amount=Money(-row.credits, row.currency)), "info")
    if row.overdue and row.silent_days is not None and row.silent_days > _SILENT:
        return Chip("silent", msg("no contact {n} d", n=row.silent_days), "warn")
    return None
