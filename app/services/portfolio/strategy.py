"""How often to speak to whom, and what is best done next.

Cadence and tiers are the policy's (defaults: cadence). The clock restarts with a two-way contact with a right party;
attempts and letters only set a retry day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from app.enums import Outcome, TaskKind, WorkCode
from app.i18n import Message, msg
from app.services.calls.entries.outcomes import RULES
from app.settings import CADENCE, TIER_BOUNDS, Settings

TIERS: Final = "ABCD"
#: Cadence rows from Current to the oldest; buckets with other bounds use the row of the same position.
POSITIONS: Final = tuple(CADENCE)

#: The account leaves today's list; an agreed callback (CB) comes back at its time.
COMPLETES: Final = frozenset(outcome for outcome, rule in RULES.items() if rule.completes) - {Outcome.CB}
#: Nobody answered.
UNANSWERED: Final = frozenset({Outcome.NA, Outcome.BUSY, Outcome.VM})
#: Somebody was tried, but not the right party.
ATTEMPTS: Final = UNANSWERED | {Outcome.GATE, Outcome.WRONG}
#: Written to: quiet days follow, and the other channel was used.
WRITTEN: Final = frozenset({Outcome.EMAIL, Outcome.LETTER})
#: Reasons that ask for a conversation, whatever else there is to do.
TALK: Final = frozenset(
    {
        WorkCode.CALLBACK,
        WorkCode.BROKEN,
        WorkCode.ORDERHOLD,
        WorkCode.PARTKEPT,
        WorkCode.DUEPROMISE,
        WorkCode.DEADLINE,
    }
)
#: Unanswered attempts after which the channel, then the person changes.
OTHER_CHANNEL: Final = 3
OTHER_CONTACT: Final = 5


def tier_of(stated: str | None, usd: int) -> str:
    """Return the tier: the customer file's, else by past due (nothing past due: by balance) in whole USD."""
    if stated and stated.upper() in TIERS:
        return stated.upper()
    above_a, above_b, least_c = TIER_BOUNDS
    if usd > above_a:
        return "A"
    if usd > above_b:
        return "B"
    return "C" if usd >= least_c else "D"


def cadence_days(settings: Settings, position: int, tier: str, stage: int | None) -> int:
    """Return the calendar days between two-way contacts; 0 means that nobody is called by cadence.

    Args:
        settings: the policy.
        position: worst collectable bucket, 0 for nothing past due, 1 for the youngest past due, and so on.
        tier: A to D.
        stage: dunning stage reached; tier D is written to, and called after the second letter.
    """
    index = TIERS.index(tier)
    days = settings.cadence[POSITIONS[min(position, len(POSITIONS) - 1)]][index]
    if not position:
        return days
    if tier != "D":
        return min(days or settings.cadence_max, settings.cadence_max)
    if not days and (stage or 0) >= 2:
        return settings.cadence[POSITIONS[2]][index]
    return days


def letters_only(position: int, tier: str, stage: int | None) -> bool:
    """Tell whether small and young arrears are left to letters for now."""
    return tier == "D" and position == 1 and (stage or 0) < 2


def next_step(codes: Iterable[WorkCode], unanswered: int, position: int, tier: str) -> tuple[TaskKind, Message]:
    """Return the best next step and why, from the reasons on the list, best first.

    Args:
        codes: why the account is on the list.
        unanswered: attempts in a row that nobody answered.
        position: worst collectable bucket.
        tier: A to D.
    """
    known = set(codes)
    if WorkCode.CALLBACK in known:
        return TaskKind.CALL, msg("Call as agreed.")
    if unanswered >= OTHER_CONTACT:
        return TaskKind.ASK_SALES, msg("Nobody answered {n} times: try another person, or ask sales.", n=unanswered)
    if unanswered >= OTHER_CHANNEL:
        return TaskKind.EMAIL, msg("Nobody answered {n} times: write instead.", n=unanswered)
    for code, kind, text in _STEPS:
        if code in known:
            return kind, text
    if letters_only(position, tier, None):
        return TaskKind.LETTER, msg("Small and recent: a letter is enough.")
    return TaskKind.CALL, msg("Call and agree on a day of payment.")


_STEPS: Final[Sequence[tuple[WorkCode, TaskKind, Message]]] = (
    (WorkCode.BROKEN, TaskKind.CALL, msg("Call about the broken promise and agree on a new, nearer day.")),
    (WorkCode.ORDERHOLD, TaskKind.CALL, msg("Call: they want the order that is on hold; agree on payment first.")),
    (WorkCode.PARTKEPT, TaskKind.CALL, msg("Call and ask when the rest of the promise comes.")),
    (WorkCode.DUEPROMISE, TaskKind.CALL, msg("Ask for the payment advice of the promise.")),
    (WorkCode.DEADLINE, TaskKind.CALL, msg("Call: the deadline of the last letter has passed.")),
    (WorkCode.UNAPPLIED, TaskKind.FIND_PAYMENT, msg("Have the unapplied money applied before asking for more.")),
    (WorkCode.LIMIT, TaskKind.CALL, msg("Call: the account is over its limit.")),
    (WorkCode.PREDUE, TaskKind.CALL, msg("Ask whether the item that falls due is in the payment run.")),
)
