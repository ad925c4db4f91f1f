"""One account's place on today's list, or why it has none: pure, from its facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.enums import AccountState, WorkCode
from app.services.calendars import add_business_days, next_business_day, next_call_moment
from app.services.portfolio.ranking.facts import Facts
from app.services.portfolio.ranking.reasons import Rule, Standing, stand
from app.services.portfolio.ranking.sentences import place_name
from app.services.portfolio.strategy import OTHER_CHANNEL, TALK, letters_only

#: An unanswered call is tried again after so long, in the customer's office hours.
_RETRY: Final = timedelta(hours=3)
#: Countries where people keep quiet longer after a letter.
_LONG_QUIET: Final = frozenset({"JP", "CN"})

Held = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say of one account.

    Attributes:
        standing: sizes and reasons; the score is kept also when the account is held.
        held: code and arguments of the reason why it is not on the list today.
        other_work: mail, letters or another task instead of a call.
        callback_at, retry_at: UTC moments as ISO text is made of them when stored.
    """

    standing: Standing
    held: Held | None
    other_work: bool
    callback_at: Any
    retry_at: Any


def judge(facts: Facts, rule: Rule) -> Judged | None:
    """Judge one account; None if nobody has to do anything about it."""
    standing = stand(facts, rule)
    codes = {reason.code for reason in standing.reasons}
    if not standing.overdue and not codes:
        return None
    agreed = WorkCode.CALLBACK in codes
    held = None if agreed and facts.state is AccountState.ACTIVE else _held(facts, standing, rule, codes)
    retry_at = None
    if held is None and not agreed:
        retry_at, held = _retry(facts, rule)
    callback_at = facts.callback.at if facts.callback and agreed else None
    return Judged(standing, held, _other_work(facts, standing, codes), callback_at, retry_at)


def _held(facts: Facts, standing: Standing, rule: Rule, codes: set[WorkCode]) -> Held | None:
    """Return why an account is not on the list today; the first that applies."""
    if facts.state is not AccountState.ACTIVE:
        return facts.state.value, ()
    if facts.deferred is not None:
        return "deferred", (facts.deferred[0].isoformat(), facts.deferred[1])
    if facts.tries.completed is not None:
        return "worked", (facts.tries.completed.value,)
    if facts.callback is not None:
        there = facts.callback.at.astimezone(ZoneInfo(facts.zone))
        return "callback", (there.date().isoformat(), f"{there:%H:%M}", place_name(facts.zone))
    return _quiet(facts, rule) or _covered(facts, standing) or _small(facts, standing, rule, codes)


def _quiet(facts: Facts, rule: Rule) -> Held | None:
    """After a letter nobody calls for some business days, unless the customer was spoken to since."""
    sent = max((day for day in (facts.last_letter, facts.tries.written) if day is not None), default=None)
    if sent is None or (facts.tries.last_contact is not None and facts.tries.last_contact > sent):
        return None
    long = facts.country in _LONG_QUIET
    span = rule.settings.quiet_after_letter_long if long else rule.settings.quiet_after_letter
    until = add_business_days(facts.country, sent, span)
    return ("quiet", (sent.isoformat(), until.isoformat())) if sent <= rule.day <= until else None


def _covered(facts: Facts, standing: Standing) -> Held | None:
    """Everything past due is disputed, promised or in a payment run."""
    if not standing.overdue or standing.free_overdue:
        return None
    disputed = any(balance.disputed for balance in facts.balances)
    if not any(balance.covered for balance in facts.balances):
        return "disputed", ()
    if disputed or (facts.promised_until and facts.run_until):
        return "covered", ()
    if facts.run_until is not None:
        return "run", (facts.run_until.isoformat(),)
    return "promised", ((facts.promised_until or date.max).isoformat(),)


def _small(facts: Facts, standing: Standing, rule: Rule, codes: set[WorkCode]) -> Held | None:
    """Past due in every currency below what a letter is written for, and nothing that asks for a conversation."""
    if not standing.overdue or codes & (TALK | {WorkCode.PREDUE}):
        return None
    least: tuple[int, str] | None = None
    for balance in facts.balances:
        if balance.free_overdue <= 0:
            continue
        limits = rule.settings.limits(balance.currency)
        if limits is None or balance.free_overdue >= limits.letter_min:
            return None
        least = least or (limits.letter_min, balance.currency)
    return None if least is None else ("below_minimum", least)


def _retry(facts: Facts, rule: Rule) -> tuple[Any, Held | None]:
    """Return when an unanswered call is tried again today, or why not today."""
    tries = facts.tries
    most = 1 if facts.person and facts.country == "CO" else rule.settings.attempts_day
    if tries.tried_today >= most:
        return None, ("tried_today", (tries.tried_today,))
    if tries.tried_week >= rule.settings.attempts_week:
        return None, ("tried_week", (tries.tried_week,))
    if tries.last_try is None:
        return None, None
    again = next_call_moment(facts.country, facts.zone, tries.last_try + _RETRY, rule.settings)
    here = ZoneInfo(rule.zone)
    if again.astimezone(here).date() == rule.day:
        return again, None
    tomorrow = next_business_day(facts.country, rule.day + timedelta(days=1))
    return None, ("retry", (f"{tries.last_try.astimezone(here):%H:%M}", tomorrow.isoformat()))


def _other_work(facts: Facts, standing: Standing, codes: set[WorkCode]) -> bool:
    """Tell whether the account is a matter of mail, letters or money to apply rather than of a call."""
    if facts.not_by_phone:
        return True
    tries = facts.tries
    if tries.unanswered >= OTHER_CHANNEL or tries.voicemails_week >= 2:
        return True
    if codes & TALK:
        return False
    if WorkCode.UNAPPLIED in codes or letters_only(standing.position, standing.tier, standing.stage):
        return True
    return not standing.overdue and codes == {WorkCode.PREDUE} and standing.tier != "A"
