"""Logging a call: one transaction writes the contact and everything that comes of it.

A contact may concern several accounts: it is one attempt and one contact, and works each of them. It may end in
several outcomes: the first is the outcome, the others stand beside it (rules: calls and other contacts).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.enums import Channel, Direction, Outcome, TaskKind, TaskStatus
from app.errors import RefusedError, UndecidedError, UsageError
from app.i18n import msg
from app.models.account import Account, Contact
from app.models.activity import Activity, ActivityAccount, ActivityItem
from app.models.item import Item
from app.models.promise import Promise
from app.models.task import Task
from app.models.types import new_id, new_ids
from app.services.calls.entries import effects
from app.services.calls.entries.entry import LogCall, LoggedCall, check_entry
from app.services.calls.entries.followups import Planned, check_time, plan_steps, run_pause
from app.services.calls.entries.lookup import country_of, find_called, find_contact, find_items, items_by_id
from app.services.calls.entries.outcomes import completes, next_kind, right_party
from app.services.calls.entries.scenes import scene_of
from app.services.calls.journal import recorded
from app.services.calls.promises.making import Made, make_promise, mark_spoken
from app.services.calls.promises.terms import Terms, check_lines, terms_of, told
from app.services.calls.refresh import refresh
from app.services.calls.tasks import Origin, close_tasks, put_task
from app.services.dates import Days
from app.services.unit_of_work import UnitOfWork
from app.settings import Settings

_IN: Final = frozenset({Channel.CALL_IN, Channel.EMAIL_IN})


@dataclass(frozen=True, slots=True)
class Base:
    """What an entry builds on when it corrects another.

    Attributes:
        at: when the contact began; ``day`` is the collector's day of it.
        replaces: the activity that it corrects.
        promise: a promise that stays as it is.
        after_run_id: the newest import that the store held then, for a promise that is made anew.
    """

    at: datetime
    day: date
    replaces: Activity | None = None
    promise: Promise | None = None
    after_run_id: str | None = None


@dataclass(slots=True)
class _Call:
    """An entry with everything that it names, found."""

    call: LogCall
    base: Base
    accounts: list[Account]
    items: list[Item]
    person: Contact | None
    terms: Terms | None
    activity: Activity = field(init=False)

    def items_of(self, account: Account) -> list[Item]:
        """Return the items spoken of that belong to an account."""
        return [item for item in self.items if item.account_id == account.id]

    def outcomes_of(self, account: Account) -> list[Outcome]:
        """Return the outcomes that concern an account: a promise and a dispute only concern whose items they are."""
        promised = self.base.promise.account_id if self.base.promise is not None else None
        promised = self.terms.account.id if self.terms is not None else promised
        return [
            outcome
            for outcome in self.call.outcomes
            if (outcome not in {Outcome.PTP, Outcome.PLAN} or account.id == promised)
            and (outcome is not Outcome.DISP or self.items_of(account))
        ]


def log_call(uow: UnitOfWork, call: LogCall, days: Days, settings: Settings) -> LoggedCall:
    """Log a contact with all that comes of it; the caller commits.

    Raises:
        UsageError: what an outcome needs is missing or malformed.
        RefusedError: an account, an item or a person is unknown, or an item cannot be promised.
        UndecidedError: something about the promise is unusual and no reason is given.
    """
    at = call.at or uow.now
    day = days.day if call.at is None else min(days.day, at.astimezone(ZoneInfo(days.zone)).date())
    with recorded(uow.session) as journal:
        logged = enter(uow, call, days, settings, Base(at, day))
    facts = audit_facts(call)
    uow.audit("call.log", "activity", logged.activity_id, **facts, promise=logged.promise_id, undo=journal.facts())
    refresh(uow, days, settings, logged.account_ids)
    return logged


def enter(uow: UnitOfWork, call: LogCall, days: Days, settings: Settings, base: Base) -> LoggedCall:
    """Write an entry without its audit event; for the log and for corrections."""
    found = _find(uow.session, call, settings, base)
    found.activity = _write(uow, found, days)
    promise = base.promise
    if found.terms is not None:
        promise = make_promise(uow, found.terms, _made(found))
    _effects(uow, found, settings)
    tasks: list[Task] = []
    next_plan: Planned | None = None
    for place, account in enumerate(found.accounts):
        planned = _plan(uow, found, account, days, settings)
        opened = _tasks(uow, found, account, planned, promise, days)
        if place == 0:
            tasks, next_plan = opened, _first(planned)
    _note_next(found, next_plan)
    if right_party(call.outcomes):
        mark_spoken(uow, [account.id for account in found.accounts])
    uow.session.flush()
    uow.touch("activities", found.activity.id)
    return LoggedCall(
        activity_id=found.activity.id,
        promise_id=None if promise is None else promise.id,
        tasks=tuple(task.id for task in tasks),
        account_ids=tuple(account.id for account in found.accounts),
    )


def rewrite(uow: UnitOfWork, call: LogCall, days: Days, settings: Settings, base: Base) -> LoggedCall:
    """Write an entry's words anew while what came of it stays; for corrections."""
    found = _find(uow.session, call, settings, base)
    found.activity = activity = _write(uow, found, days)
    old = base.replaces
    if old is not None:
        activity.next_code, activity.next_date, activity.next_time = old.next_code, old.next_date, old.next_time
    uow.touch("activities", activity.id)
    promise = None if base.promise is None else base.promise.id
    return LoggedCall(activity.id, promise, (), tuple(account.id for account in found.accounts))


def audit_facts(call: LogCall) -> dict[str, Any]:
    """Return what the audit chain keeps of an entry, beside what the activity itself says."""
    step = call.next
    return {
        "accounts": list(call.accounts),
        "outcome": call.outcome.value,
        "also": [outcome.value for outcome in call.also],
        "channel": call.how.value,
        "promised": [told(line) for line in call.promise],
        "next": None if step is None else [step.code, step.day.isoformat(), step.time],
        "owner": call.owner,
        "dispute_reason": call.dispute_reason,
        "done": list(call.done),
    }


# ------------------------------------------------------------------------------------------------ finding


def _find(session: Session, call: LogCall, settings: Settings, base: Base) -> _Call:
    """Check an entry and find what it names; nothing is written before everything is known."""
    check_entry(call)
    lines = check_lines(call.promise, base.day)
    if call.next is not None:
        check_time(call.next.time)
    if call.seconds < 0:
        raise UsageError("bad_duration", msg("A call cannot last less than nothing."))
    accounts = find_called(session, call.accounts)
    ids = [account.id for account in accounts]
    items = [*find_items(session, ids, call.items), *items_by_id(session, ids, call.item_ids)]
    terms = None
    if lines and base.promise is None:
        named = find_items(session, ids, call.promised_items)
        if not named and Outcome.DISP not in call.outcomes:
            named = items_by_id(session, ids, call.item_ids)
        terms = terms_of(session, _promisor(accounts, named), lines, named, base.day, settings)
        _answer(call, terms)
    return _Call(call, base, accounts, items, _person(session, ids, call), terms)


def _promisor(accounts: Sequence[Account], items: Sequence[Item]) -> Account:
    """Return the account that promises: the items' own; without items the one that was called."""
    owners = {item.account_id for item in items}
    if len(owners) > 1:
        raise UsageError(
            "promise_accounts",
            msg("A promise covers the items of one account."),
            do=msg("Log one promise per account."),
        )
    return next((account for account in accounts if account.id in owners), accounts[0])


def _answer(call: LogCall, terms: Terms) -> None:
    """Ask for a reason where something about a promise is unusual and nothing answers."""
    if terms.questions and not (call.promise_reason.strip() or call.note.strip() or call.reason):
        raise UndecidedError(
            f"promise_{terms.questions[0].code}",
            terms.questions[0].text,
            "--note",
            do=msg("Say why in the note, or give a reason of non-payment."),
        )


def _person(session: Session, account_ids: Sequence[str], call: LogCall) -> Contact | None:
    """Return the person spoken to, if the store knows them."""
    if call.contact_id is not None:
        person = session.get(Contact, call.contact_id)
        if person is None or person.account_id not in account_ids:
            raise RefusedError(
                "unknown_contact",
                msg("This person is not a contact of the account."),
                do=msg("Choose the person again."),
            )
        return person
    return find_contact(session, account_ids, call.contact) if call.contact and call.contact.strip() else None


# ------------------------------------------------------------------------------------------------ writing


def _write(uow: UnitOfWork, found: _Call, days: Days) -> Activity:
    """Write the activity with its accounts and items."""
    call, before = found.call, found.base.replaces
    name = (call.contact or "").strip() or None
    activity = Activity(
        id=new_id(uow.now),
        at=found.base.at,
        zone=days.zone,
        seconds=call.seconds,
        channel=call.how,
        direction=Direction.IN if call.how in _IN else Direction.OUT,
        contact_id=None if found.person is None else found.person.id,
        contact_name=name if found.person is None else found.person.name,
        outcome=call.outcome,
        also=[outcome.value for outcome in call.outcomes[1:]],
        reason=None if call.reason is None else call.reason.value,
        note=call.note.strip() or None,
        revision=1 if before is None else before.revision + 1,
        replaces_id=None if before is None else before.id,
        logged_at=uow.now,
    )
    uow.session.add(activity)
    uow.session.flush()
    uow.session.add_all(
        ActivityAccount(activity_id=activity.id, account_id=account.id, position=place)
        for place, account in enumerate(found.accounts)
    )
    spoken_of = sorted({item.id for item in found.items})
    uow.session.add_all(ActivityItem(activity_id=activity.id, item_id=ident) for ident in spoken_of)
    return activity


def _made(found: _Call) -> Made:
    call, activity = found.call, found.activity
    why = call.promise_reason.strip()
    if found.terms is not None and found.terms.questions:
        why = why or call.note.strip() or str(call.reason or "")
    return Made(
        activity_id=activity.id,
        on=found.base.day,
        at=found.base.at,
        kind="plan" if Outcome.PLAN in call.outcomes else "promise",
        contact_id=activity.contact_id,
        contact_name=activity.contact_name,
        channel=call.how.value,
        reason=why or None,
        after_run_id=found.base.after_run_id,
    )


def _plan(uow: UnitOfWork, found: _Call, account: Account, days: Days, settings: Settings) -> tuple[Planned, ...]:
    """Return the next steps on one account."""
    scene = scene_of(uow.session, account, found.activity, days, settings)
    promised = () if found.base.promise is not None else tuple(line.due for line in found.call.promise)
    return plan_steps(found.outcomes_of(account), scene, found.call.next, promised, _owner(found.call))


def _owner(call: LogCall) -> str | None:
    """Return who takes over; where only the note says so, its first line stands for the name."""
    named = (call.owner or "").strip() or (call.note.strip().splitlines() or [""])[0]
    return named[:80] or None


def _tasks(
    uow: UnitOfWork, found: _Call, account: Account, planned: Sequence[Planned], promise: Promise | None, days: Days
) -> list[Task]:
    """Settle the tasks that the contact was for and open the next steps of one account."""
    activity = found.activity
    if account is found.accounts[0] and found.call.done:
        ticked = [uow.session.get(Task, ident) for ident in found.call.done]
        close_tasks(uow, [task for task in ticked if task is not None], TaskStatus.DONE, activity.id)
    reached = completes(found.call.outcomes)
    left = effects.settle_tasks(uow, activity, account.id, days.day, planned, reached=reached)
    items = tuple(item.id for item in found.items_of(account))
    opened = []
    for plan, ident in zip(left, new_ids(uow.now, len(left)), strict=True):
        about = promise.id if promise is not None and plan.kind is TaskKind.CHECK_PROMISE else None
        opened.append(put_task(uow, account, plan, Origin("call", activity.id, items, about, ident)))
    return opened


def _effects(uow: UnitOfWork, found: _Call, settings: Settings) -> None:
    """Do what some outcomes do beyond the log."""
    call, activity, day = found.call, found.activity, found.base.day
    for account in found.accounts:
        mine = found.items_of(account)
        if Outcome.DISP in call.outcomes and mine:
            effects.take_dispute(uow, activity, account, mine, call.dispute_reason, day)
        if Outcome.PIPE in call.outcomes and call.next is not None:
            until = run_pause(country_of(uow.session, account), call.next.day, settings)
            items = mine if found.items else effects.overdue_items(uow, account, day)
            effects.pause_for_run(uow, activity, account, items, until)
    if Outcome.DNC in call.outcomes:
        effects.close_channel(uow, activity, found.accounts)
    if Outcome.INSOLV in call.outcomes:
        effects.stop_chasing(uow, activity, found.accounts)


def _first(planned: Sequence[Planned]) -> Planned | None:
    """Return the next step among those planned: the earliest."""
    return min(planned, key=lambda plan: (plan.due, plan.time or "24"), default=None)


def _note_next(found: _Call, planned: Planned | None) -> None:
    """Keep the next step with the activity: the one that was named, else the earliest that follows."""
    step, activity = found.call.next, found.activity
    if step is not None:
        known = next_kind(step.code)
        activity.next_code = known[1] if known is not None else step.code
        activity.next_date, activity.next_time = step.day, check_time(step.time)
    elif planned is not None:
        activity.next_code, activity.next_date, activity.next_time = planned.kind.value, planned.due, planned.time
