"""Calls of the weeks before the second day: promises, callbacks, disputes and attempts that reached nobody."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.enums import Channel, ItemKind, Outcome, Reason
from app.money import split_even
from app.services import calendars
from app.services.demo.cashbook import WITHHELD
from app.services.demo.cast import Cast
from app.services.demo.company_file import COMPANY_ZONE
from app.services.demo.model import DemoAccount, DemoCall, DemoItem, Event, Portfolio
from app.services.demo.notes import note_for
from app.services.demo.scenario import promise_days
from app.settings import OFFICE_HOURS

#: By this hour offices are closed.
_EVENING: Final = 19
#: What the crowd's calls come to, of 100.
_OUTCOMES: Final = (
    (Outcome.NA, 14),
    (Outcome.VM, 12),
    (Outcome.PTP, 16),
    (Outcome.CB, 8),
    (Outcome.NOINV, 8),
    (Outcome.PIPE, 10),
    (Outcome.PAID, 6),
    (Outcome.INFO, 6),
    (Outcome.NOPO, 5),
    (Outcome.OURCR, 3),
    (Outcome.GATE, 4),
    (Outcome.PLAN, 3),
    (Outcome.EMAIL, 5),
)
#: Accounts outside the cast that were called, at most.
_MOST: Final = 320
#: For when they promised, in business days from the last one before the second day; the first ones were broken.
_PROMISED: Final = (-8, -4, 0, 1, 3, 4, 5, 6, 8, 10)
#: What calls before that came to.
_SPOKEN: Final = (Outcome.INFO, Outcome.NOINV, Outcome.PAID, Outcome.NOPO)
_REASONS: Final = {
    Outcome.PTP: Reason.CASH_FLOW,
    Outcome.PLAN: Reason.CASH_FLOW,
    Outcome.NOINV: Reason.INVOICE_MISSING,
    Outcome.NOPO: Reason.PO_MISSING,
    Outcome.PIPE: Reason.PAYMENT_RUN,
    Outcome.PAID: Reason.PAID_CLAIM,
    Outcome.OURCR: Reason.OUR_CREDIT,
    Outcome.DISP: Reason.DISPUTE,
}


def past_calls(portfolio: Portfolio, casts: dict[str, Cast], rng: random.Random) -> list[DemoCall]:
    """Return the calls in the order in which they were made, all before the second day.

    Every country has promises kept, partly kept or broken by the second day's files, or still open (a country with all
    its players the first three), two attempts at the account that is furthest behind, and a callback agreed for the
    second day or one soon after.
    """
    calls: list[DemoCall] = []
    busy: set[int] = set()
    for country, cast in casts.items():
        calls.extend(_cast_calls(country, cast, portfolio.day, rng))
        busy.update(id(item.account) for item in cast.items())
    crowd = [account for account in portfolio.accounts if id(account) not in busy and account.contacts]
    for account in crowd:
        calls.extend(_kept_call(account, portfolio.day, rng))
    owing = [account for account in crowd if _due(account, portfolio.day)]
    rng.shuffle(owing)
    for account in owing[: max(12, min(_MOST, len(owing) * 4 // 5))]:
        calls.extend(_crowd_calls(account, portfolio.day, rng))
    return sorted(calls, key=lambda call: (call.on, call.at, call.account.number))


def _cast_calls(country: str, cast: Cast, day: date, rng: random.Random) -> list[DemoCall]:
    """Make the calls that one country's cast needs."""
    made, promised, _ = promise_days(country, day)
    yesterday = _last_day(cast.over, day)
    about = {"kept": cast.kept, "partly": cast.partly}
    calls = [_promise((about[end],), made, promised, rng) for end in cast.ends if end in about]
    if "broken" in cast.ends:
        made, promised = (calendars.add_business_days(country, one, -cast.back) for one in (made, promised))
        calls.append(_promise((cast.broken,), made, promised, rng))
    if "open" in cast.ends:
        made = calendars.add_business_days(country, yesterday, -2)
        later = calendars.add_business_days(country, day, rng.choice((1, 3, 5)))
        calls.append(_promise((cast.broken,), made, later, rng))
    last = cast.stages[4].account
    calls += [
        _call(last, calendars.add_business_days(country, yesterday, -back), outcome, rng)
        for back, outcome in ((3, Outcome.NA), (1, Outcome.VM))
    ]
    calls.append(_reached(last, calendars.add_business_days(country, yesterday, -4), rng))
    calls.append(_call(cast.stages[1].account, yesterday, Outcome.CB, rng))
    calls[-1].next_on = calendars.add_business_days(country, day, rng.choice((0, 0, 1, 2)))
    calls[-1].next_at = time(10 + rng.randrange(5), rng.choice((0, 15, 30)))
    disputed = _call(cast.disputed.account, calendars.add_business_days(country, yesterday, -4), Outcome.DISP, rng)
    disputed.items = (cast.disputed,)
    return [*calls, disputed]


def _due(account: DemoAccount, day: date) -> list[DemoItem]:
    """Return invoices that a promise may be about: overdue on both days, not disputed, nothing happens to them."""
    owed = (item for item in account.items if item.kind is ItemKind.INVOICE and not item.disputed)
    late = (item for item in owed if item.due_date is not None and item.due_date < day - timedelta(days=1))
    return [item for item in late if item.before and item.now == item.before]


def _last_day(account: DemoAccount, day: date) -> date:
    """Return the customer's last business day that was over before the collector's second day began."""
    evening = datetime.combine(day, time(), ZoneInfo(COMPANY_ZONE)).astimezone(ZoneInfo(account.address.zone))
    last = evening.date() if evening.hour >= _EVENING else evening.date() - timedelta(days=1)
    return calendars.previous_business_day(account.country, last)


def _call(account: DemoAccount, on: date, outcome: Outcome, rng: random.Random) -> DemoCall:
    opens, closes = OFFICE_HOURS.get(account.country, OFFICE_HOURS["standard"])[0]
    hour, minute = divmod(rng.randrange(opens + 20, closes - 20, 5), 60)
    return DemoCall(
        account,
        on,
        time(hour, minute),
        Channel.EMAIL_OUT if outcome is Outcome.EMAIL else Channel.CALL_OUT,
        outcome,
        note_for(account.language, account.country, outcome),
        reason=_REASONS.get(outcome),
    )


def _promise(items: tuple[DemoItem, ...], made: date, promised: date, rng: random.Random) -> DemoCall:
    """Promise all that is open of some items of one account."""
    call = _call(items[0].account, made, Outcome.PTP, rng)
    call.items, call.instalments = items, ((promised, sum(item.before or item.original for item in items)),)
    return call


def _kept_call(account: DemoAccount, day: date, rng: random.Random) -> list[DemoCall]:
    """Let an account have promised what it pays on the second day; where tax is kept back the sums would differ."""
    paid = [item for item in account.items if item.event is Event.PAID and item.due_date and item.due_date < day]
    if not paid or account.country in WITHHELD or rng.random() < 0.3:
        return []
    promised = calendars.previous_business_day(account.country, day - timedelta(days=1))
    made = calendars.add_business_days(account.country, promised, -rng.randrange(2, 7))
    return [_promise(tuple(paid), made, promised, rng)]


def _reached(account: DemoAccount, before: date, rng: random.Random) -> DemoCall:
    """Make a call that reached the right person some days before another one."""
    on = calendars.add_business_days(account.country, before, -rng.randrange(1, 12))
    return _call(account, on, rng.choice(_SPOKEN), rng)


def _crowd_calls(account: DemoAccount, day: date, rng: random.Random) -> list[DemoCall]:
    """Make the newest call to an account outside the cast; before one that reached nobody somebody was spoken to."""
    last = _crowd_call(account, day, rng)
    attempt = last.outcome in {Outcome.NA, Outcome.VM, Outcome.GATE, Outcome.EMAIL}
    chance = 0.9 if attempt else 0.25
    return [last, _reached(account, last.on, rng)] if rng.random() < chance else [last]


def _crowd_call(account: DemoAccount, day: date, rng: random.Random) -> DemoCall:
    """Make one call to an account outside the cast, with what its outcome needs."""
    country = account.country
    on = calendars.add_business_days(
        country, _last_day(account, day), -min(rng.choices(range(1, 16), range(15, 0, -1)))
    )
    marks = [outcome for outcome, share in _OUTCOMES for _ in range(share)]
    outcome = rng.choice(marks)
    items = tuple(_due(account, day))
    if outcome is Outcome.PTP:
        last = calendars.previous_business_day(country, day - timedelta(days=1))
        promised = calendars.add_business_days(country, last, rng.choice(_PROMISED))
        made = calendars.add_business_days(country, min(promised, _last_day(account, day)), -rng.randrange(2, 7))
        if promised < last:
            items = (min(items, key=lambda item: item.before or 0),)
        return _promise(items if rng.random() < 0.7 else items[:1], made, promised, rng)
    call = _call(account, on, outcome, rng)
    if outcome is Outcome.PLAN:
        days = [calendars.add_business_days(country, day, ahead) for ahead in (5, 25, 45)]
        owed = items[0].before or items[0].original
        call.items, call.instalments = items[:1], tuple(zip(days, split_even(owed, 3), strict=True))
    elif outcome in {Outcome.CB, Outcome.PIPE}:
        call.next_on = calendars.add_business_days(country, day, rng.randrange(4))
        call.next_at = time(10 + rng.randrange(6), 0) if outcome is Outcome.CB else None
        call.items = items if outcome is Outcome.PIPE else ()
    return call
