"""What the rules of the call list know about one account; filled by ``facts_load``, read by ``reasons``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.enums import AccountState, Outcome, PromiseStatus


@dataclass(slots=True)
class Balance:
    """What an account owes in one currency, minor units.

    Attributes:
        debits: by bucket from Current to the oldest.
        free: of the debits, what may be chased: less disputed parts, promises and payment runs.
        overdue, free_overdue: the same past due, added up.
        total: the balance with undated debits and credits.
        oldest: due date of the oldest debit that is past due, ISO text.
        stage: highest dunning stage reached by an open item.
        disputed: disputed part of what is past due.
        covered: part of what is past due that a promise or run covers.
    """

    currency: str
    debits: tuple[int, ...]
    free: Sequence[int]
    overdue: int
    free_overdue: int
    total: int
    oldest: str | None = None
    stage: int | None = None
    disputed: int = 0
    covered: int = 0


@dataclass(frozen=True, slots=True)
class PromiseFact:
    """A promise as the rules see it: ``due`` is that of the line in question, ``missing`` what has not come."""

    status: PromiseStatus
    currency: str
    amount: int
    missing: int
    due: date
    window_end: date
    spoken_of: bool


@dataclass(frozen=True, slots=True)
class LetterFact:
    """The last letter in a currency whose items are still open."""

    stage: int
    sent: date
    due_by: date


@dataclass(slots=True)
class Tries:
    """Recent contacts of an account, in the collector's days.

    Attributes:
        last_contact: day of the last two-way contact with a right party.
        completed: outcome that took the account off today's list.
        tried_today, tried_week: attempts that reached nobody, with the person tried last.
        unanswered: attempts in a row that nobody answered.
        last_try: moment of today's last unanswered call.
        voicemails_week: voicemails in the last seven days.
        written: day of the last mail or letter logged by hand.
    """

    last_contact: date | None = None
    completed: Outcome | None = None
    tried_today: int = 0
    tried_week: int = 0
    unanswered: int = 0
    last_try: datetime | None = None
    voicemails_week: int = 0
    written: date | None = None


#: Shared by all accounts that nobody contacted lately; never changed.
NOT_TRIED: Final = Tries()


@dataclass(frozen=True, slots=True)
class Callback:
    """An agreed callback: the moment (UTC) and the zone in which it was agreed."""

    at: datetime
    zone: str


@dataclass(slots=True)
class Facts:
    """Everything the rules read about one account.

    Attributes:
        country, zone: of the customer, the company's where the file says nothing.
        clears: unapplied money, its currency and how many past-due items it would clear.
        predue: the largest item at or above the threshold that falls due soon without an assurance.
        reached: for more than 0, 30, 60 and 90 days past due, the due date of the first item that got there in the
            last twelve months.
        held_order: amount, currency and ISO day since (None: unknown) of the largest order on hold, and how many are.
        has_step: an open task, promise, dispute or payment run.
        quiet_until: when promises and runs that cover everything end.
        deferred: until when and why the collector put the account off.
        not_by_phone: nobody there may be called.
    """

    account_id: str
    number: str
    name: str
    country: str
    zone: str
    tier: str | None
    state: AccountState
    limit: int | None
    limit_currency: str | None
    person: bool
    balances: Sequence[Balance]
    tries: Tries
    clears: tuple[int, str, int] | None = None
    predue: tuple[int, str, date] | None = None
    held_order: tuple[int, str, str | None, int] | None = None
    reached: tuple[date | None, ...] = ()
    promises: Sequence[PromiseFact] = ()
    deadline: LetterFact | None = None
    last_letter: date | None = None
    callback: Callback | None = None
    deferred: tuple[date, str] | None = None
    has_step: bool = False
    promised_until: date | None = None
    run_until: date | None = None
    pinned: bool = False
    not_by_phone: bool = False
