"""An entry of the log as the form shows it, to be corrected."""

from __future__ import annotations

from collections.abc import Collection

from app.services.calls.entries.entry import LogCall
from app.services.calls.entries.followups import NextStep
from app.services.calls.entries.outcomes import next_kind
from app.ui.account.call.contact import NOBODY
from app.ui.account.call.facts import Draft
from app.ui.account.call.next_step import ASKED
from app.ui.formatting import amount


def draft_of(call: LogCall, activity_id: str, people: Collection[str]) -> Draft:
    """Return a logged call as a draft that replaces it; ``people`` are the ids that the form can choose."""
    known = call.contact_id if call.contact_id in people else None
    lines = [(amount(line.amount, line.currency), line.due.isoformat()) for line in call.promise]
    total = sum(line.amount for line in call.promise)
    whole = [(amount(total, call.promise[0].currency), lines[0][1])] if lines else []
    return Draft(
        contact=known or NOBODY,
        other_contact="" if known else call.contact or "",
        relatives=call.accounts[1:],
        channel=call.how.value,
        note=call.note,
        outcomes=tuple(code.value for code in call.outcomes),
        reason=call.reason.value if call.reason is not None else "",
        currency=call.promise[0].currency if call.promise else "",
        lines=tuple(lines if len(lines) == 1 else [*whole, *lines]),
        amount_typed=bool(lines),
        why=call.promise_reason,
        owner=call.owner or "",
        step=_step(call.next),
        done=call.done,
        items=frozenset(call.item_ids),
        seconds=call.seconds,
        correcting=activity_id,
        named=(frozenset(call.item_ids), call.promise[0].items) if call.promise else None,
    )


def _step(step: NextStep | None) -> tuple[str, str, str] | None:
    """Return a named step by the code that the form's list has."""
    if step is None:
        return None
    kind, code = next_kind(step.code) or (None, step.code)
    shown = code if kind is None or code in ASKED else kind.value
    return shown, step.day.isoformat(), step.time or ""
