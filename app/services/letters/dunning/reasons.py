"""Why an account, an item or a letter is held back, in the order in which a collector would ask."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from app.enums import AccountState
from app.i18n import Message, msg, nmsg
from app.money import Money
from app.services.calendars import add_business_days, blackout
from app.services.letters.dunning.model import DunAccount, DunItem, RunFacts
from app.settings import CurrencyLimits, MarketPolicy

#: A code, the sentence, and until when it holds where that is known.
Reason = tuple[str, Message, date | None]


def account_reason(account: DunAccount, on: date) -> Reason | None:
    """Return why the whole account is not dunned."""
    if account.state is not AccountState.ACTIVE:
        return account.state.value, _STATE_WORDS[account.state], None
    if account.do_not_dun:
        return "do_not_dun", msg("marked as not to be dunned"), None
    if account.paused_until is not None and account.paused_until >= on:
        return "paused", msg("letters paused until {day}", day=account.paused_until), account.paused_until
    return None


_STATE_WORDS: Final = {
    AccountState.WITH_LEGAL: msg("with legal"),
    AccountState.WITH_AGENCY: msg("with an agency"),
    AccountState.INSOLVENT: msg("insolvent"),
    AccountState.UNCOLLECTIBLE: msg("uncollectible"),
}


def item_reason(item: DunItem, on: date) -> tuple[str, date | None] | None:
    """Return the code and the last day for which one item is left alone."""
    if item.chased <= 0:
        return "disputed", None
    for code, until in (
        ("promised", item.promised_until),
        ("payment_run", item.run_until),
        ("paused", item.paused_until),
    ):
        if until is not None and until >= on:
            return code, until
    return None


ITEM_WORDS: Final = {"disputed": msg("in dispute")}
ITEM_WORDS_UNTIL: Final = {
    "promised": msg("open promise until {day}"),
    "payment_run": msg("in a payment run, checked after {day}"),
    "paused": msg("letters paused until {day}"),
}


def letter_reason(account: DunAccount, stage: int, amount: int, facts: RunFacts) -> Reason | None:
    """Return why a letter of this stage over ``amount`` minor units must not go out on the run's date."""
    return (
        _covered(account, amount)
        or _below_minimum(account.currency, stage, amount, facts.settings.limits(account.currency))
        or _too_soon(account, facts)
        or _stale(stage, facts)
        or _blacked_out(account, stage, facts.date)
        or _not_spoken(account, stage, facts.settings.market(account.country))
        or (None if account.problem is None else (*account.problem, None))
        or _final(account, stage)
    )


def _covered(account: DunAccount, amount: int) -> Reason | None:
    if -account.credits >= amount:
        money = Money(-account.credits, account.currency)
        return "unapplied_covers", msg("unapplied {amount} covers what is due", amount=money), None
    return None


def _below_minimum(currency: str, stage: int, amount: int, limits: CurrencyLimits | None) -> Reason | None:
    if limits is None:
        return None
    minimum = limits.letter_min if stage <= 2 else limits.demand_min
    if stage and amount < minimum:
        return "below_minimum", msg("below the minimum of {amount}", amount=Money(minimum, currency)), None
    return None


def _too_soon(account: DunAccount, facts: RunFacts) -> Reason | None:
    """The account was written to in this currency: the minimum gap holds for the letter, not only for its items."""
    gap = facts.settings.market(account.country).min_gap
    last = account.last_letter_on
    if last is not None and facts.date < last + timedelta(days=gap):
        days = (facts.date - last).days
        why = nmsg("wrote {n} day ago (at least {gap})", "wrote {n} days ago (at least {gap})", days, gap=gap)
        return "wrote_recently", why, last + timedelta(days=gap)
    if account.last_due_by is not None and facts.date <= add_business_days(account.country, account.last_due_by, 2):
        why = msg("the last letter gives time until {day}", day=account.last_due_by)
        return "deadline_running", why, account.last_due_by
    return None


def _stale(stage: int, facts: RunFacts) -> Reason | None:
    if stage == 0:
        return None
    settings = facts.settings
    items_limit = settings.stale_items_demand if stage >= 3 else settings.stale_items
    cash_limit = settings.stale_receipts_demand if stage >= 3 else settings.stale_receipts
    if facts.items_age > items_limit:
        age = facts.items_age
        why = nmsg("the open items are {n} business day old", "the open items are {n} business days old", age)
        return "stale_data", why, None
    if facts.cash_age > cash_limit:
        age = facts.cash_age
        why = nmsg("the receipts are {n} business day old", "the receipts are {n} business days old", age)
        return "stale_data", why, None
    return None


def _blacked_out(account: DunAccount, stage: int, on: date) -> Reason | None:
    why = blackout(account.country, on, stage)
    return None if why is None else ("blackout", why, None)


def _not_spoken(account: DunAccount, stage: int, policy: MarketPolicy) -> Reason | None:
    if stage >= 3 and not (account.contacts or account.attempts >= 2):
        return "needs_contact", msg("needs a contact or two attempts since the last letter"), None
    if stage >= max(policy.voice_from, 2) and not account.voice:
        return "needs_contact", msg("needs a call or an answered mail since the last letter"), None
    return None


def _final(account: DunAccount, stage: int) -> Reason | None:
    if stage < 4:
        return None
    if not account.has_address:
        return "no_contact", msg("a final notice goes by post and there is no address"), None
    return None if account.final_problem is None else (*account.final_problem, None)
