"""From what is typed to an entry of the log, and what it still lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.enums import Channel, Outcome, Reason
from app.i18n import Message, _, msg, render
from app.services.calls.entries.entry import LogCall, missing
from app.services.calls.entries.followups import NextStep
from app.services.calls.entries.outcomes import RULES, Need
from app.services.calls.promises.terms import PromiseLine
from app.services.labels import OUTCOMES
from app.ui.account.call.contact import NOBODY, OTHER
from app.ui.account.call.facts import Draft

#: The outcomes that make a promise.
PROMISES: Final = frozenset({Outcome.PTP, Outcome.PLAN})
_AMOUNTS: Final = frozenset({"amount", "day", "plan"})


@dataclass(frozen=True, slots=True)
class Entered:
    """What the fields read out of their texts; ``at`` is when the number was dialled, None for now."""

    promise: tuple[PromiseLine, ...]
    step: NextStep | None
    owner: str | None
    at: datetime | None
    seconds: int


def call_of(number: str, draft: Draft, entered: Entered) -> LogCall:
    """Return a draft on an account as an entry of the log."""
    outcomes = tuple(Outcome(code) for code in draft.outcomes)
    return LogCall(
        accounts=(number, *draft.relatives),
        outcome=outcomes[0],
        also=outcomes[1:],
        channel=Channel(draft.channel),
        contact=draft.other_contact or None,
        contact_id=draft.contact if draft.contact not in {NOBODY, OTHER} else None,
        reason=Reason(draft.reason) if draft.reason else None,
        note=draft.note.strip(),
        promise=_lines(draft, entered),
        promise_reason=draft.why if entered.promise else "",
        item_ids=tuple(sorted(draft.items)),
        next=entered.step,
        owner=entered.owner,
        at=entered.at,
        seconds=entered.seconds,
        done=draft.done,
    )


def _lines(draft: Draft, entered: Entered) -> tuple[PromiseLine, ...]:
    """Return the instalments; of a correction that left the ticks alone with the items that were covered then."""
    if draft.correcting and draft.named is not None and draft.named[0] == draft.items:
        return tuple(replace(line, items=draft.named[1]) for line in entered.promise)
    return entered.promise


def with_lacks(call: LogCall, errors: dict[str, str], *, unexplained: bool) -> dict[str, str]:
    """Add what the outcomes of an entry still need, by field of the form.

    Args:
        call: the entry.
        errors: what could not be read, by field; it is said first.
        unexplained: something about the promise is unusual and its own field does not say why.
    """
    found = dict(errors)
    for lack in missing(call):
        if lack.field == "promise" and found.keys() & _AMOUNTS:
            continue
        field = "outcome" if lack.need is Need.ITEMS else "amount" if lack.field == "promise" else lack.field
        found.setdefault(field, render(lack.text))
    if unexplained and not (call.note or call.reason):
        found.setdefault("why", _("Say why here or in the note, or give a reason for non-payment."))
    return found


def channel_after(outcomes: Sequence[Outcome], followed: str, chosen: str) -> str:
    """Return the channel after another outcome was picked.

    A mail that was sent is no call: such outcomes bring their channel with them and take it away again; a channel that
    the collector chose stays.

    Args:
        outcomes: what the contact came to.
        followed: the channel that an outcome brought last, empty for none.
        chosen: the channel that is shown.
    """
    own = RULES[outcomes[0]].channel if outcomes else Channel.CALL_OUT
    if own is not Channel.CALL_OUT:
        return own.value
    return Channel.CALL_OUT.value if chosen == followed else chosen


def undo_words(number: str, call: LogCall, correcting: str) -> Message:
    """Return what Ctrl+Z would take back."""
    if correcting:
        return msg("correction on {number}", number=number)
    return msg("call to {number} ({outcome})", number=number, outcome=OUTCOMES[call.outcome])
