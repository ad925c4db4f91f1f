"""A call as it is entered, and what its outcomes need before it can be logged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.enums import Channel, Outcome, Reason
from app.errors import UsageError
from app.i18n import Message, msg
from app.services.calls.entries.followups import NextStep
from app.services.calls.entries.outcomes import RULES, Need
from app.services.calls.promises.terms import PromiseLine
from app.services.labels import OUTCOMES


@dataclass(frozen=True, slots=True)
class LogCall:
    """A contact with one or several accounts.

    Attributes:
        accounts: numbers; the first is the one that was called.
        outcome: what it came to; ``also`` are further outcomes beside it.
        channel: None takes the one that the outcome goes with.
        contact: name of the person; ``contact_id`` where the person is chosen from the list.
        promise: the instalments of one promise, days rising, one currency.
        promise_reason: why, where something about the promise is unusual; else note or reason answer.
        items: numbers of the items spoken of; ``item_ids`` where they are chosen from the list.
        next: the next step, in the customer's time.
        owner: who takes over (escalation).
        dispute_reason: code of the objection, where known.
        at: when it began, aware; None is now.
        seconds: how long it took.
        done: ids of tasks that it settled besides those that it settles by itself.
    """

    accounts: tuple[str, ...]
    outcome: Outcome
    also: tuple[Outcome, ...] = ()
    channel: Channel | None = None
    contact: str | None = None
    contact_id: str | None = None
    reason: Reason | None = None
    note: str = ""
    promise: tuple[PromiseLine, ...] = ()
    promise_reason: str = ""
    items: tuple[str, ...] = ()
    item_ids: tuple[str, ...] = ()
    next: NextStep | None = None
    owner: str | None = None
    dispute_reason: str | None = None
    at: datetime | None = None
    seconds: int = 0
    done: tuple[str, ...] = ()

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcome and those beside it, each once."""
        return tuple(dict.fromkeys((self.outcome, *self.also)))

    @property
    def how(self) -> Channel:
        """The channel, or the one that the outcome goes with."""
        return self.channel or RULES[self.outcome].channel

    @property
    def promised_items(self) -> tuple[str, ...]:
        """Numbers of the items that the promise names; those of a call that is about nothing else."""
        named = tuple(dict.fromkeys(number for line in self.promise for number in line.items))
        return named or (() if Outcome.DISP in self.outcomes else self.items)


@dataclass(frozen=True, slots=True)
class LoggedCall:
    """What a logged call became; ``tasks`` are the ids of those it opened, for the account called first."""

    activity_id: str
    promise_id: str | None
    tasks: tuple[str, ...]
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that an outcome needs and the entry does not have; ``field`` names where the form asks for it."""

    need: Need
    field: str
    text: Message


def missing(call: LogCall) -> tuple[Missing, ...]:
    """Return what the outcomes of an entry still need, in the order of the form."""
    found = []
    for outcome in call.outcomes:
        for need in sorted(RULES[outcome].needs, key=lambda need: need.value):
            has, field, text = _NEEDS[need]
            if not has(call):
                found.append(Missing(need, field, text(OUTCOMES[outcome])))
    return tuple(found)


def check_entry(call: LogCall) -> None:
    """Refuse an entry that lacks what its outcomes need, or has a promise that none of them makes.

    Raises:
        UsageError: the first thing that is missing.
    """
    for lack in missing(call):
        raise UsageError("outcome_needs", lack.text)
    if call.promise and not {Outcome.PTP, Outcome.PLAN} & set(call.outcomes):
        raise UsageError(
            "promise_outcome",
            msg("A promise needs the outcome PTP or PLAN."),
            do=msg("Give PTP as the outcome or beside it."),
        )


def _note(outcome: Message) -> Message:
    return msg("{outcome} needs a note.", outcome=outcome)


def _next_time(outcome: Message) -> Message:
    return msg("{outcome} needs the day and the time that were agreed as the next step.", outcome=outcome)


def _next_day(outcome: Message) -> Message:
    return msg("{outcome} needs the day of the run as the next step.", outcome=outcome)


def _promise(outcome: Message) -> Message:
    return msg("{outcome} needs an amount and a day.", outcome=outcome)


def _plan(outcome: Message) -> Message:
    return msg("{outcome} needs two or more instalments.", outcome=outcome)


def _items(outcome: Message) -> Message:
    return msg("{outcome} needs the items that it is about.", outcome=outcome)


def _owner(outcome: Message) -> Message:
    return msg("{outcome} needs who takes over, as the owner or in the note.", outcome=outcome)


_NEEDS: Final[Mapping[Need, tuple[Callable[[LogCall], bool], str, Callable[[Message], Message]]]] = {
    Need.NOTE: (lambda call: bool(call.note.strip()), "note", _note),
    Need.NEXT_TIME: (lambda call: call.next is not None and bool(call.next.time), "next", _next_time),
    Need.NEXT_DAY: (lambda call: call.next is not None, "next", _next_day),
    Need.PROMISE: (lambda call: bool(call.promise), "promise", _promise),
    Need.PLAN: (lambda call: len(call.promise) > 1, "promise", _plan),
    Need.ITEMS: (lambda call: bool(call.items or call.item_ids), "items", _items),
    Need.OWNER: (lambda call: bool((call.owner or call.note).strip()), "owner", _owner),
}
