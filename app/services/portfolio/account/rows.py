"""Frozen rows of what hangs on an account; amounts are minor units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.enums import (
    OPEN_PROMISE,
    Channel,
    Direction,
    DisputeStatus,
    Outcome,
    PromiseStatus,
    TaskKind,
    TaskStatus,
    WaitingFor,
)
from app.i18n import Message


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A contact or attempt. ``accounts`` are numbers, the one called first; ``items`` numbers spoken of."""

    id: str
    at: datetime
    zone: str
    seconds: int
    channel: Channel
    direction: Direction
    outcome: Outcome
    also: tuple[str, ...]
    contact: str | None
    reason: str | None
    note: str | None
    next_code: str | None
    next_date: date | None
    next_time: str | None
    revision: int
    replaces_id: str | None
    superseded: bool
    accounts: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskRow:
    """Something to do; ``time`` is local to ``zone``."""

    id: str
    account_id: str
    account: str
    kind: TaskKind
    code: str | None
    what: str
    due: date
    time: str | None
    zone: str
    owner: str
    waiting_for: WaitingFor
    status: TaskStatus
    promise_id: str | None
    items: tuple[str, ...]
    opened_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class InstalmentRow:
    """One dated part of a promise, minor units."""

    id: str
    due: date
    window_end: date
    promised: int
    received: int
    received_late: int
    status: PromiseStatus
    why: Message | None


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise with its instalments and the numbers of its items, minor units."""

    id: str
    account_id: str
    account: str
    name: str
    made_on: date
    activity_id: str | None
    level: int
    kind: str
    assurance: bool
    status: PromiseStatus
    currency: str
    promised: int
    received: int
    contact: str | None
    reason: str | None
    why: Message | None
    replaces_id: str | None
    spoken_of: bool
    items: tuple[str, ...]
    item_ids: tuple[str, ...]
    instalments: tuple[InstalmentRow, ...]

    @property
    def due(self) -> date | None:
        """Return the day of the next open instalment, else of the last one."""
        waiting = [line.due for line in self.instalments if line.status in OPEN_PROMISE]
        return min(waiting, default=None) or max((line.due for line in self.instalments), default=None)


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """An objection; ``items`` are numbers with the disputed part in minor units (None: all of the item)."""

    id: str
    source: str
    number: str | None
    subject: str | None
    reason: str | None
    status: DisputeStatus
    erp_status: str | None
    owner: str | None
    opened_on: date
    closed_on: date | None
    currency: str | None
    amount: int | None
    note: str | None
    items: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Money that arrived, minor units; ``applications`` are item numbers and amounts."""

    id: str
    number: str
    value_date: date | None
    receipt_date: date | None
    method: str | None
    is_cash: bool
    payer: str | None
    currency: str
    amount: int
    applied: int
    unapplied: int
    remittance: str | None
    reversed_on: date | None
    first_seen: date
    applications: tuple[tuple[str, int], ...]

    @property
    def day(self) -> date:
        """Return the day that counts: value date, else receipt date, else when it was first seen."""
        return self.value_date or self.receipt_date or self.first_seen


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person at the customer; ``file_values`` is what the file says where the collector corrected it."""

    id: str
    name: str
    family: str | None
    given: str | None
    title: str | None
    department: str | None
    role: str | None
    job_title: str | None
    language: str | None
    email: str | None
    phone: str | None
    mobile: str | None
    preferred_channel: str | None
    do_not_call: bool
    closed_channels: tuple[str, ...]
    corrected: bool
    file_values: tuple[tuple[str, str], ...]
    source: str
    active: bool
