"""Under which field of the form a refusal of the service is said."""

from __future__ import annotations

from typing import Final

_FIELDS: Final = {
    "promise_past": "day",
    "promise_days": "plan",
    "promise_currencies": "plan",
    "promise_far": "why",
    "promise_above_open": "why",
    "promise_third": "why",
    "promise_outcome": "outcome",
    "unknown_step": "next",
    "step_past": "next",
    "bad_time": "next",
    "unknown_contact": "contact",
}


def field_of(code: str) -> str:
    """Return the field for a refusal's code; ``form`` where it concerns the whole entry."""
    if code in _FIELDS:
        return _FIELDS[code]
    if code.startswith(("promise_", "item_", "nothing_open")):
        return "amount"
    return "form"
