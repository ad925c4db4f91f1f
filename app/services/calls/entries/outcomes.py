"""What a contact can come to, as data: what each outcome needs, whether it ends the day's work, what follows.

One row per code of the rules' table ("Calls and other contacts"); the numbers are the defaults' ("Outcomes"). The form,
the command line and the log read this table and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from app.enums import Channel, Outcome, TaskKind, WaitingFor
from app.i18n import Message, msg

#: Owners of steps that somebody else takes; "me" is the collector.
ME: Final = "me"
BILLING: Final = "Billing"
SUPERVISOR: Final = "Supervisor"
LEGAL: Final = "Legal"


class Need(Enum):
    """What an outcome cannot be logged without."""

    NOTE = auto()
    NEXT_TIME = auto()
    NEXT_DAY = auto()
    PROMISE = auto()
    PLAN = auto()
    ITEMS = auto()
    OWNER = auto()


class Start(Enum):
    """From when a step's business days count.

    ``OFFICE``: three hours on, in the customer's office hours, else the next business day. ``PROMISE``: each promised
    day. ``RUN``: the day of the payment run, given as the next step's day.
    """

    DAY = auto()
    OFFICE = auto()
    PROMISE = auto()
    RUN = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """A task that an outcome opens.

    Attributes:
        what: what to do; its English text is what the task keeps.
        days: business days of the customer's country after ``start``.
        yields: given up when the collector names a next step.
        owner: who does it; None takes the one that the call names.
    """

    kind: TaskKind
    what: Message
    days: int
    start: Start = Start.DAY
    owner: str | None = ME
    waiting: WaitingFor = WaitingFor.US
    yields: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """One outcome.

    Attributes:
        key: letter on the form's face; the outcomes without one stand behind the "more" key.
        right_party: the person who may approve or schedule payment was spoken to, or wrote.
        answered: somebody answered, whoever it was.
        completes: the account leaves today's list; an agreed callback brings it back at its time.
    """

    key: str = ""
    needs: frozenset[Need] = frozenset()
    right_party: bool = False
    answered: bool = False
    completes: bool = False
    steps: tuple[Step, ...] = ()
    channel: Channel = Channel.CALL_OUT


_CUSTOMER: Final = WaitingFor.CUSTOMER
_CALL: Final = TaskKind.CALL
_AGAIN: Final = Step(_CALL, msg("Call again"), 0, Start.OFFICE)
#: The second voicemail in a week: another way.
WRITE_INSTEAD: Final = Step(TaskKind.EMAIL, msg("Write instead: the second voicemail in a week"), 1)
_CHECK: Final = Step(
    TaskKind.CHECK_PROMISE, msg("Check the promise"), 1, Start.PROMISE, waiting=_CUSTOMER, yields=False
)


def _spoken(key: str, steps: Iterable[Step], *needs: Need, channel: Channel = Channel.CALL_OUT) -> Rule:
    """Return a contact with the right party that ends the day's work."""
    return Rule(key, frozenset(needs), True, True, True, tuple(steps), channel)


RULES: Final[Mapping[Outcome, Rule]] = {
    Outcome.PTP: _spoken("P", [_CHECK], Need.PROMISE),
    Outcome.PLAN: _spoken("L", [_CHECK], Need.PLAN),
    Outcome.PAID: _spoken(
        "A",
        [Step(TaskKind.FIND_PAYMENT, msg("Find the payment; ask for the payment advice"), 2)],
        Need.NOTE,
    ),
    Outcome.CB: _spoken("C", [Step(_CALL, msg("Call back as agreed"), 0)], Need.NEXT_TIME),
    Outcome.DISP: _spoken("D", [Step(_CALL, msg("First answer on the dispute"), 2)], Need.ITEMS),
    Outcome.NA: Rule("N", steps=(_AGAIN,)),
    Outcome.VM: Rule("V", completes=True, steps=(Step(_CALL, msg("Call again after the voicemail"), 1),)),
    Outcome.WRONG: Rule(
        "W",
        frozenset({Need.NOTE}),
        answered=True,
        steps=(
            Step(TaskKind.FIX_CONTACT, msg("Find the right number"), 0, yields=False),
            Step(_CALL, msg("Call the right number"), 1),
        ),
    ),
    Outcome.REFUSE: _spoken(
        "R",
        [Step(TaskKind.OTHER, msg("Take the refusal to the supervisor"), 0, owner=SUPERVISOR, yields=False)],
        Need.NOTE,
    ),
    Outcome.BUSY: Rule(steps=(_AGAIN,)),
    Outcome.GATE: Rule(
        needs=frozenset({Need.NOTE}),
        answered=True,
        steps=(
            Step(_CALL, msg("Call again and ask for the right person"), 1),
            Step(TaskKind.FIX_CONTACT, msg("Find a direct number"), 1, yields=False),
        ),
    ),
    Outcome.PIPE: _spoken(
        "",
        [
            Step(
                TaskKind.FIND_PAYMENT,
                msg("Check whether the payment run paid"),
                1,
                Start.RUN,
                waiting=_CUSTOMER,
                yields=False,
            )
        ],
        Need.NEXT_DAY,
    ),
    Outcome.NOINV: _spoken(
        "",
        [
            Step(TaskKind.SEND_COPIES, msg("Send copies of the invoices"), 0, yields=False),
            Step(_CALL, msg("Ask whether the copies arrived"), 3, waiting=_CUSTOMER),
        ],
    ),
    Outcome.NOPO: _spoken(
        "",
        [
            Step(TaskKind.CHASE_PO, msg("Get the purchase order onto the invoice"), 3, owner=BILLING, yields=False),
            Step(_CALL, msg("Ask whether the purchase order is settled"), 3),
        ],
    ),
    Outcome.PORTAL: _spoken(
        "",
        [
            Step(TaskKind.SUBMIT_PORTAL, msg("Submit the invoice to the portal"), 3, owner=BILLING, yields=False),
            Step(_CALL, msg("Ask whether the portal accepted the invoice"), 3),
        ],
    ),
    Outcome.INFO: _spoken(
        "",
        [
            Step(TaskKind.SEND_STATEMENT, msg("Send a statement of account"), 0, yields=False),
            Step(_CALL, msg("Talk through the statement"), 5, waiting=_CUSTOMER),
        ],
    ),
    Outcome.OURCR: _spoken(
        "",
        [Step(TaskKind.CHASE_CREDIT, msg("Have the credit memo issued"), 5, owner=BILLING)],
    ),
    Outcome.INSOLV: Rule(
        needs=frozenset({Need.NOTE}),
        completes=True,
        steps=(Step(TaskKind.OTHER, msg("Hand the insolvency over to legal"), 0, owner=LEGAL, yields=False),),
    ),
    Outcome.ESC: Rule(
        needs=frozenset({Need.OWNER}),
        completes=True,
        steps=(
            Step(
                TaskKind.ASK_SALES,
                msg("Ask what came of the escalation"),
                3,
                owner=None,
                waiting=WaitingFor.THIRD_PARTY,
            ),
        ),
    ),
    Outcome.DNC: Rule(answered=True, completes=True),
    Outcome.EMAIL: Rule(channel=Channel.EMAIL_OUT),
    Outcome.LETTER: Rule(channel=Channel.LETTER),
    Outcome.MEET: _spoken("", [], channel=Channel.VISIT),
    Outcome.REPLY: _spoken("", [], channel=Channel.EMAIL_IN),
}
#: The nine on the form's face, in the order of the eye; the others stand behind one key.
FACE: Final = tuple(outcome for outcome, rule in RULES.items() if rule.key)

#: Task kinds by the code that ``--next`` may give instead of one: an outcome's own first step.
_KIND_OF: Final[Mapping[Outcome, TaskKind]] = {
    **{outcome: rule.steps[0].kind for outcome, rule in RULES.items() if rule.steps},
    Outcome.DNC: TaskKind.OTHER,
    Outcome.EMAIL: TaskKind.EMAIL,
    Outcome.LETTER: TaskKind.LETTER,
    Outcome.MEET: TaskKind.VISIT,
    Outcome.REPLY: TaskKind.ANSWER_MAIL,
}


def next_kind(code: str) -> tuple[TaskKind, str] | None:
    """Read the code of a next step: a task kind or an outcome, in any case, with ``-`` or ``_``; None if neither.

    A word that is both (``letter``, ``LETTER``) means the same step. Returns the kind of task to open and the code as
    it is kept.
    """
    word = code.strip().replace("-", "_").replace(" ", "_")
    kinds = {kind.value: kind for kind in TaskKind}
    outcomes = {outcome.value: outcome for outcome in Outcome}
    if word.upper() in outcomes and (word == word.upper() or word.lower() not in kinds):
        outcome = outcomes[word.upper()]
        return _KIND_OF[outcome], outcome.value
    if word.lower() in kinds:
        return kinds[word.lower()], word.lower()
    return None


def right_party(outcomes: Iterable[Outcome]) -> bool:
    """Tell whether a contact with these outcomes reached the right party."""
    return any(RULES[outcome].right_party for outcome in outcomes)


def completes(outcomes: Iterable[Outcome]) -> bool:
    """Tell whether a contact with these outcomes takes the account off today's list."""
    return any(RULES[outcome].completes for outcome in outcomes)


def answered(outcomes: Iterable[Outcome]) -> bool:
    """Tell whether somebody answered."""
    return any(RULES[outcome].answered for outcome in outcomes)
