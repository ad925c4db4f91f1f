"""What tasks say: steps that the program opened are translated, what people wrote is shown as written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.i18n import Message, msg
from app.services.calls.entries.outcomes import BILLING, LEGAL, ME, RULES, SUPERVISOR, WRITE_INSTEAD
from app.services.labels import TASK_KINDS

_OWNERS: Final[Mapping[str, Message]] = {
    ME: msg("Me"),
    BILLING: msg("Billing"),
    SUPERVISOR: msg("Supervisor"),
    LEGAL: msg("Legal"),
}
#: Tasks keep the English text of the step that opened them.
_STEPS: Final = frozenset(
    {step.what.msgid for rule in RULES.values() for step in rule.steps}
    | {WRITE_INSTEAD.what.msgid}
    | {kind.msgid for kind in TASK_KINDS.values()}
)


def task_text(what: str) -> Message:
    """Return what a task says, translated where the program wrote it and as written where a person did."""
    return Message(what) if what in _STEPS else Message("{text}", (("text", what),))


def owner_text(owner: str) -> Message:
    """Return the owner of a task; people and teams elsewhere keep their names."""
    return _OWNERS.get(owner) or Message("{text}", (("text", owner),))
