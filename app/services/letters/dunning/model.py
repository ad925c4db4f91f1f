"""What the dunning policy reads and answers: frozen facts of an account in one currency, letters, what is held back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from datetime import date

from app.enums import AccountState
from app.i18n import Message
from app.settings import Settings, Span


@dataclass(frozen=True, slots=True)
class DunItem:
    """An open item that is owed. ``open`` and ``disputed`` are minor units; the chased amount is what is between.

    ``promised_until`` is the window end of an open promise that covers it, ``run_until`` the end of a payment run's
    grace, ``paused_until`` the end of a pause. ``last_due_by`` is the deadline printed in its last letter.
    """

    id: str
    number: str
    document_date: date | None
    due_date: date | None
    open: int
    disputed: int = 0
    promised_until: date | None = None
    run_until: date | None = None
    paused_until: date | None = None
    stage: int | None = None
    stage_on: date | None = None
    last_due_by: date | None = None

    @property
    def chased(self) -> int:
        """What may be asked for, minor units."""
        return self.open - self.disputed


@dataclass(frozen=True, slots=True)
class DunAccount:
    """An account in one currency with its items.

    ``credits`` is the sum of unapplied money and credits, negative minor units. ``voice`` says that somebody was
    called or answered since the last letter, ``contacts`` and ``attempts`` count since then. ``pre_due_weeks`` are the
    ISO (year, week) of due dates that a courtesy notice was already sent for. ``problem`` is a reason why no letter
    could be written at all (locale, bank details, addressee), with its code.
    """

    id: str
    number: str
    name: str
    country: str
    currency: str
    locale: str
    items: tuple[DunItem, ...]
    credits: int = 0
    state: AccountState = AccountState.ACTIVE
    do_not_dun: bool = False
    tier: str | None = None
    paused_until: date | None = None
    last_letter_on: date | None = None
    last_due_by: date | None = None
    voice: bool = False
    contacts: int = 0
    attempts: int = 0
    has_address: bool = True
    pre_due_weeks: frozenset[tuple[int, int]] = frozenset()
    problem: tuple[str, Message] | None = None
    final_problem: tuple[str, Message] | None = None


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What holds for every letter of a run.

    ``date`` is the letters' date, a business day of ours on or after the collector's day. ``items_stale`` and
    ``cash_stale`` are the business days by which the newest open items and cash data are older than the day.
    """

    date: dt.date
    settings: Settings
    items_age: int = 0
    cash_age: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """An item in a proposal: the stage it had and the stage it reaches with this letter."""

    item: DunItem
    stage_before: int | None
    stage_after: int | None
    part: str = "claimed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A letter to write: ``amount`` is the sum of its claimed lines, minor units. Stages 3 and 4 come unticked."""

    account: DunAccount
    stage: int
    date: dt.date
    due_by: dt.date | None
    deadline: Span | None
    lines: tuple[Line, ...]

    @property
    def amount(self) -> int:
        """What the letter asks for, minor units."""
        return sum(line.item.chased for line in self.lines if line.part == "claimed")

    @property
    def ticked(self) -> bool:
        """Stages 3 and 4 are approved one by one."""
        return self.stage < 3


@dataclass(frozen=True, slots=True)
class Held:
    """Items that get no letter: a code, the sentence, the stage it would have been and until when it holds."""

    account: DunAccount
    items: tuple[DunItem, ...]
    code: str
    why: Message
    stage: int | None = None
    until: date | None = None

    @property
    def amount(self) -> int:
        """What is held back, minor units."""
        return sum(item.open for item in self.items)


@dataclass(slots=True)
class Outcome:
    """Proposals and what was held back, in the order of the accounts."""

    letters: list[Proposal] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
