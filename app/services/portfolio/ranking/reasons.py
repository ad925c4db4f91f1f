"""The rules of the call list: why an account is on it, how strongly, and why it may not be (defaults: worklist points).

Pure functions over the facts of one account. The sentences stand in ``sentences``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.enums import PromiseStatus, WorkCode
from app.services.calendars import next_business_day
from app.services.portfolio.ranking.facts import Balance, Facts
from app.services.portfolio.ranking.sentences import Reason, place_name
from app.services.portfolio.rates import Sizes
from app.services.portfolio.strategy import POSITIONS, cadence_days, tier_of
from app.settings import AMOUNT_POINTS, Settings

#: A first time past due, 30, 60 or 90 days is news for so many days.
_NEWS_DAYS: Final = 14
_YEAR: Final = timedelta(days=365)
#: Days past due that count as a first, with their setting.
FIRSTS: Final = ((0, "FIRST_1"), (30, "FIRST_30"), (60, "FIRST_60"), (90, "FIRST_90"))


@dataclass(frozen=True, slots=True)
class Rule:
    """What the rules are applied with.

    Attributes:
        day: the collector's day; ``zone`` his zone.
        settings: the policy.
        sizes: conversions.
        remembers: the first data date; what happened before is not known.
    """

    day: date
    zone: str
    settings: Settings
    sizes: Sizes
    remembers: date | None = None


@dataclass(slots=True)
class Standing:
    """What is worked out once per account before the rules: sizes, the worst bucket, the tier.

    Attributes:
        overdue, free_overdue: any amount past due, and any of it that may be chased.
        usd: collectable past due, in whole USD, for points.
        base: collectable past due in minor units of the base currency, of currencies with a rate.
        position: worst collectable bucket, 0 for none past due.
        share: per cent of the collectable past due in that bucket or older.
        main: the currency that weighs most.
    """

    overdue: bool
    free_overdue: bool
    usd: int
    base: int
    position: int
    share: int
    tier: str
    main: Balance
    reasons: list[Reason] = field(default_factory=list)

    @property
    def stage(self) -> int | None:
        """Return the dunning stage reached in the main currency."""
        return self.main.stage

    @property
    def score(self) -> int:
        """Return the sum of the points."""
        return sum(reason.points for reason in self.reasons)


def stand(facts: Facts, rule: Rule) -> Standing:
    """Work out where an account stands and why somebody should act."""
    standing = _size(facts, rule)
    found = [
        callback(facts, rule) if facts.callback else None,
        order_hold(facts, rule) if facts.held_order else None,
        *((broken(facts, rule), part_kept(facts, rule), due_promise(facts, rule)) if facts.promises else ()),
        deadline(facts, rule) if facts.deadline else None,
        bucket(standing, rule) if standing.position else None,
        amount(standing) if standing.free_overdue else None,
        cadence(facts, standing, rule),
        first(facts, rule) if standing.position else None,
        limit(facts, standing, rule) if facts.limit else None,
        pre_due(facts, rule) if facts.predue else None,
        unapplied(facts, rule) if facts.clears else None,
        no_next(rule) if standing.overdue and not facts.has_step else None,
    ]
    standing.reasons = [reason for reason in found if reason is not None]
    return standing


def _size(facts: Facts, rule: Rule) -> Standing:
    """Work out the sizes: which currency weighs most, how much may be chased, how old it is, the tier."""
    sizes, balances = rule.sizes, facts.balances
    main, weight, gross, usd, base, free = balances[0], -1, 0, 0, 0, 0
    overdue = False
    for balance in balances:
        own = sizes.usd(balance.overdue or balance.total, balance.currency)
        if (balance.overdue > 0, own) > (main.overdue > 0, weight):
            main, weight = balance, own
        overdue = overdue or balance.overdue > 0
        if balance.free_overdue:
            free += balance.free_overdue
            usd += sizes.usd(balance.free_overdue, balance.currency)
            base += sizes.base(balance.free_overdue, balance.currency) or 0
    for balance in balances:
        gross += sizes.usd(balance.overdue if overdue else balance.total, balance.currency)
    position, share = _worst(balances, main, rule) if free else (0, 0)
    return Standing(overdue, bool(free), usd, base, position, share, tier_of(facts.tier, gross), main)


def _worst(balances: Sequence[Balance], main: Balance, rule: Rule) -> tuple[int, int]:
    """Return the worst bucket that holds enough of the collectable past due, and the share in it or older."""
    single = len(balances) == 1
    free = list(main.free) if single else [0] * len(main.free)
    for balance in () if single else balances:
        for place, minor in enumerate(balance.free):
            free[place] += rule.sizes.usd(minor, balance.currency)
    total = sum(free) - free[0]
    older = 0
    for place in range(len(free) - 1, 0, -1):
        older += free[place]
        held = free[place]
        if held and (
            held * 100 >= rule.settings.worst_bucket_share * total
            or (rule.sizes.usd(held, main.currency) if single else held) >= rule.settings.worst_bucket_usd
        ):
            return place, (older * 200 + total) // (2 * total)
    return 1, 100


# ------------------------------------------------------------------------------------------------ the codes


def callback(facts: Facts, rule: Rule) -> Reason | None:
    """An agreed callback whose day has come; it stands on top by its time, not by points."""
    agreed = facts.callback
    if agreed is None:
        return None
    here = agreed.at.astimezone(ZoneInfo(rule.zone))
    if here.date() > rule.day:
        return None
    there = agreed.at.astimezone(ZoneInfo(facts.zone))
    args = (
        there.date().isoformat(),
        f"{there:%H:%M}",
        place_name(facts.zone),
        f"{here:%H:%M}",
        here.date() == rule.day,
    )
    return Reason(WorkCode.CALLBACK, 0, args)


def broken(facts: Facts, rule: Rule) -> Reason | None:
    """A broken promise that was not spoken of yet; every other broken one in a year adds to it."""
    failed = [one for one in facts.promises if one.status in {PromiseStatus.BROKEN, PromiseStatus.KEPT_LATE}]
    silent = [one for one in failed if one.status is PromiseStatus.BROKEN and not one.spoken_of]
    if not silent:
        return None
    last = max(silent, key=lambda one: (one.due, one.amount))
    year = sum(one.due > rule.day - _YEAR for one in failed)
    points = rule.settings.points
    extra = min(points["BROKEN_MAX"], points["BROKEN_EACH"] * max(0, year - 1))
    return Reason(
        WorkCode.BROKEN, points["BROKEN"] + extra, (last.amount, last.currency, last.due.isoformat(), max(1, year))
    )


def order_hold(facts: Facts, rule: Rule) -> Reason | None:
    """An order waits for release: they want something."""
    if facts.held_order is None:
        return None
    return Reason(WorkCode.ORDERHOLD, rule.settings.points["ORDERHOLD"], facts.held_order)


def part_kept(facts: Facts, rule: Rule) -> Reason | None:
    """A promise of which a part came, and nobody spoke of the rest yet."""
    partly = [one for one in facts.promises if one.status is PromiseStatus.PARTLY_KEPT and not one.spoken_of]
    if not partly:
        return None
    last = max(partly, key=lambda one: (one.due, one.amount))
    return Reason(WorkCode.PARTKEPT, rule.settings.points["PARTKEPT"], (last.missing, last.amount, last.currency))


def due_promise(facts: Facts, rule: Rule) -> Reason | None:
    """The promised day has passed, the money is not seen, and the grace still runs."""
    for one in facts.promises:
        if one.status in {PromiseStatus.OPEN, PromiseStatus.AWAITING_DATA} and one.missing > 0:
            rolled = next_business_day(facts.country, one.due)
            contact = facts.tries.last_contact
            if rolled < rule.day <= one.window_end and (contact is None or contact <= rolled):
                yesterday = rolled == rule.day - timedelta(days=1)
                return Reason(WorkCode.DUEPROMISE, rule.settings.points["DUEPROMISE"], (rolled.isoformat(), yesterday))
    return None


def deadline(facts: Facts, rule: Rule) -> Reason | None:
    """The deadline of the last letter has passed and nobody was spoken to since."""
    letter = facts.deadline
    contact = facts.tries.last_contact
    if letter is None or letter.due_by >= rule.day or letter.stage < 1 or (contact and contact > letter.due_by):
        return None
    points = rule.settings.points["DEADLINE_3" if letter.stage >= 3 else "DEADLINE"]
    return Reason(WorkCode.DEADLINE, points, (letter.stage, letter.due_by.isoformat()))


def bucket(standing: Standing, rule: Rule) -> Reason:
    """The worst bucket that holds enough of what may be chased."""
    points = rule.settings.points[f"BUCKET_{POSITIONS[standing.position]}"]
    return Reason(WorkCode.BUCKET, points, (standing.share, (0, *rule.settings.bucket_bounds)[standing.position - 1]))


def amount(standing: Standing) -> Reason:
    """How much is to be collected."""
    points = next(points for least, points in AMOUNT_POINTS if standing.usd >= least)
    return Reason(WorkCode.AMOUNT, points, (standing.main.free_overdue, standing.main.currency))


def cadence(facts: Facts, standing: Standing, rule: Rule) -> Reason | None:
    """Nobody was spoken to for longer than the cadence; never spoken to counts from the oldest due date."""
    every = cadence_days(rule.settings, standing.position, standing.tier, standing.stage)
    contact = facts.tries.last_contact
    since = contact or (_oldest(facts) if standing.position else None)
    if not every or since is None:
        return None
    beyond = (rule.day - since).days - every
    if beyond <= 0:
        return None
    points = rule.settings.points
    spoken = (rule.day - contact).days if contact else None
    return Reason(WorkCode.CADENCE, min(points["CADENCE_MAX"], points["CADENCE"] + beyond), (spoken, every))


def first(facts: Facts, rule: Rule) -> Reason | None:
    """The first time past due, 30, 60 or 90 days in a year, while it is news and was not spoken of."""
    if rule.remembers is None:
        return None
    contact = facts.tries.last_contact
    for place in range(len(FIRSTS) - 1, -1, -1):
        due = facts.reached[place] if place < len(facts.reached) else None
        if due is None:
            continue
        days, name = FIRSTS[place]
        crossed = due + timedelta(days=days + 1)
        fresh = rule.day - timedelta(days=_NEWS_DAYS) < crossed <= rule.day
        if fresh and crossed > rule.remembers and (contact is None or contact < crossed):
            return Reason(WorkCode.FIRST, rule.settings.points[name], (days,))
        return None
    return None


def limit(facts: Facts, standing: Standing, rule: Rule) -> Reason | None:
    """The balance is above the credit limit; a limit of zero is none."""
    if not facts.limit or facts.limit < 0:
        return None
    currency = facts.limit_currency or standing.main.currency
    used, allowed = 0, facts.limit
    if any(balance.currency != currency for balance in facts.balances):
        base = rule.sizes.base(facts.limit, currency)
        if base is None:
            return None
        used = sum(rule.sizes.base(balance.total, balance.currency) or 0 for balance in facts.balances)
        currency, allowed = rule.sizes.rates.base, base
    else:
        used = sum(balance.total for balance in facts.balances)
    if used <= allowed:
        return None
    points = rule.settings.points["LIMIT_120" if used * 100 >= allowed * 120 else "LIMIT"]
    return Reason(WorkCode.LIMIT, points, (used - allowed, currency))


def pre_due(facts: Facts, rule: Rule) -> Reason | None:
    """A large item falls due soon and nobody gave an assurance."""
    if facts.predue is None:
        return None
    minor, currency, due = facts.predue
    return Reason(WorkCode.PREDUE, rule.settings.points["PREDUE"], (minor, currency, due.isoformat()))


def unapplied(facts: Facts, rule: Rule) -> Reason | None:
    """Unapplied money would clear items that are past due."""
    if facts.clears is None:
        return None
    return Reason(WorkCode.UNAPPLIED, rule.settings.points["UNAPPLIED"], facts.clears)


def no_next(rule: Rule) -> Reason:
    """Something is past due and nobody has anything to do."""
    return Reason(WorkCode.NONEXT, rule.settings.points["NONEXT"])


def _oldest(facts: Facts) -> date | None:
    oldest = min((balance.oldest for balance in facts.balances if balance.oldest), default=None)
    return date.fromisoformat(oldest) if oldest else None
