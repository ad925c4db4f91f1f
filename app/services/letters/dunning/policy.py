"""Who gets which letter at which stage, and who does not and why: pure rules over loaded facts.

A run moves an item at most one step. A letter of stage 1 or 2 lists every overdue item of its currency that is not
held back; a letter of stage 3 or 4 claims only items that had the stage before. Days count to the letter's date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from app.i18n import msg, nmsg
from app.services.calendars import add_business_days
from app.services.letters.dunning.model import DunAccount, DunItem, Held, Line, Outcome, Proposal, RunFacts
from app.services.letters.dunning.reasons import (
    ITEM_WORDS,
    ITEM_WORDS_UNTIL,
    account_reason,
    item_reason,
    letter_reason,
)
from app.services.letters.dunning.stages import deadline_day, printed_deadline, reached, stage_day
from app.settings import CurrencyLimits, MarketPolicy


def propose(accounts: Iterable[DunAccount], facts: RunFacts) -> Outcome:
    """Judge every account; linear in the number of items."""
    outcome = Outcome()
    for account in accounts:
        _judge(account, facts, outcome)
    return outcome


def _judge(account: DunAccount, facts: RunFacts, outcome: Outcome) -> None:
    on = facts.date
    overdue = [item for item in account.items if item.due_date is not None and item.due_date < on]
    undated = tuple(item for item in account.items if item.due_date is None)
    if undated:
        outcome.held.append(Held(account, undated, "no_due_date", msg("no due date and no terms to derive it from")))
    if not overdue:
        _courtesy(account, facts, outcome)
        return
    refused = account_reason(account, on)
    if refused is not None:
        code, why, until = refused
        outcome.held.append(Held(account, tuple(overdue), code, why, None, until))
        return
    free = _free_items(account, overdue, on, outcome)
    if free:
        _letters_for(account, free, facts, outcome)


def _free_items(account: DunAccount, overdue: Sequence[DunItem], on: date, outcome: Outcome) -> list[DunItem]:
    """Return the items that may be chased; the others are held back, one row per reason and day."""
    held: dict[tuple[str, date | None], list[DunItem]] = {}
    free = []
    for item in overdue:
        reason = item_reason(item, on)
        if reason is None:
            free.append(item)
        else:
            held.setdefault(reason, []).append(item)
    for (code, until), items in held.items():
        words = ITEM_WORDS[code] if until is None else msg(ITEM_WORDS_UNTIL[code].msgid, day=until)
        outcome.held.append(Held(account, tuple(items), code, words, None, until))
    return free


def _letters_for(account: DunAccount, free: list[DunItem], facts: RunFacts, outcome: Outcome) -> None:
    """Propose the letters of one account and currency, or hold its items back.

    Beside a final notice, and beside a demand that must not go out, the other items get a letter of their own.
    """
    policy = facts.settings.market(account.country)
    steps = {item.id: reached(item, policy, account.country, facts.date) for item in free}
    stage = max((step for step in steps.values() if step is not None), default=None)
    if stage is None:
        _nothing_new(account, free, policy, facts.date, outcome)
        return
    if stage <= 2:
        _one_letter(
            account, stage, [Line(item, item.stage, steps[item.id] or item.stage) for item in free], facts, outcome
        )
        return
    claimed = [Line(item, item.stage, stage) for item in free if steps[item.id] == stage]
    rest = [item for item in free if steps[item.id] != stage]
    also_open = [Line(item, item.stage, item.stage, "also_open") for item in rest] if stage == 3 else []
    written = _one_letter(account, stage, claimed + also_open, facts, outcome)
    if rest and not (written and also_open):
        _letters_for(account, rest, facts, outcome)


def _nothing_new(account: DunAccount, free: list[DunItem], policy: MarketPolicy, on: date, outcome: Outcome) -> None:
    """Say why items that were dunned before get nothing now; items too young for a reminder are simply not due."""
    waiting = tuple(item for item in free if item.stage)
    if not waiting:
        return
    deadline = max((item.last_due_by for item in waiting if item.last_due_by is not None), default=None)
    if deadline is not None and on <= add_business_days(account.country, deadline, 2):
        why = msg("the last letter gives time until {day}", day=deadline)
        outcome.held.append(Held(account, waiting, "deadline_running", why, None, deadline))
        return
    last = max((item.stage_on for item in waiting if item.stage_on is not None), default=None)
    until = None if last is None else last + timedelta(days=policy.min_gap)
    if last is not None and until is not None and on < until:
        days = (on - last).days
        why = nmsg(
            "wrote {n} day ago (at least {gap})", "wrote {n} days ago (at least {gap})", days, gap=policy.min_gap
        )
        outcome.held.append(Held(account, waiting, "wrote_recently", why, None, until))
        return
    if all((item.stage or 0) >= 4 for item in waiting):
        why = msg("the final notice was sent: to be decided")
        outcome.held.append(Held(account, waiting, "decide", why, None, None))
        return
    why = msg("same items and stage as in the last letter")
    outcome.held.append(Held(account, waiting, "same_stage", why, None, None))


def _one_letter(account: DunAccount, stage: int, lines: list[Line], facts: RunFacts, outcome: Outcome) -> bool:
    """Propose one letter, or hold back what it claims; tell which."""
    claimed = [line for line in lines if line.part == "claimed"]
    items = tuple(line.item for line in claimed)
    refused = letter_reason(account, stage, sum(item.chased for item in items), facts)
    if refused is not None:
        code, why, until = refused
        outcome.held.append(Held(account, items, code, why, stage, until))
        return False
    outcome.letters.append(_proposal(account, stage, lines, facts))
    return True


def _proposal(account: DunAccount, stage: int, lines: list[Line], facts: RunFacts) -> Proposal:
    policy = facts.settings.market(account.country)
    span = printed_deadline(policy, stage, account.country, facts.settings)
    due_by = None if stage == 0 else deadline_day(span, facts.date, account.country, stage)
    ordered = sorted(lines, key=lambda line: (line.item.due_date or facts.date, line.item.number))
    return Proposal(account, stage, facts.date, due_by, span, tuple(ordered))


def _courtesy(account: DunAccount, facts: RunFacts, outcome: Outcome) -> None:
    """Propose a notice before the due date: tiers A and B or large items, once per due week, nobody overdue."""
    if account_reason(account, facts.date) is not None:
        return
    policy = facts.settings.market(account.country)
    limits = facts.settings.limits(account.currency)
    chosen = [item for item in account.items if _wants_courtesy(account, item, policy, limits, facts.date)]
    if not chosen or letter_reason(account, 0, sum(item.chased for item in chosen), facts) is not None:
        return
    outcome.letters.append(_proposal(account, 0, [Line(item, item.stage, item.stage) for item in chosen], facts))


def _wants_courtesy(
    account: DunAccount, item: DunItem, policy: MarketPolicy, limits: CurrencyLimits | None, on: date
) -> bool:
    if item.due_date is None or item.due_date <= on or item.chased <= 0 or item.promised_until is not None:
        return False
    if on < stage_day(policy, 0, item.due_date, account.country):
        return False
    large = limits is not None and item.chased >= limits.pre_due
    return (large or account.tier in {"A", "B"}) and item.due_date.isocalendar()[:2] not in account.pre_due_weeks
