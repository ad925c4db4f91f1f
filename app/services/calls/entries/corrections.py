"""Correcting a logged call: a new revision replaces the entry, and both stay readable.

Where only words change (note, reason, person, duration) everything that came of the call hangs on the new revision.
Where it came to something else, what the old entry did is taken back as far as it still stands, and the new entry does
its own. A promise that stays the same stays the same record; one that was judged already cannot be changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import literal_column, or_, select
from sqlalchemy.orm import Session

from app.enums import OPEN_PROMISE, Outcome, PromiseStatus, Reason
from app.errors import RefusedError
from app.i18n import msg
from app.models.account import Account
from app.models.activity import Activity, ActivityAccount, ActivityItem
from app.models.audit import AuditEvent
from app.models.dispute import Dispute, Pause
from app.models.item import Item
from app.models.promise import Instalment, Promise, PromiseItem
from app.models.sync import SyncRun
from app.models.task import Task
from app.services.calls.entries.entry import LogCall, LoggedCall
from app.services.calls.entries.followups import NextStep, check_time
from app.services.calls.entries.log import Base, audit_facts, enter, rewrite
from app.services.calls.entries.lookup import find_called, find_items, items_by_id
from app.services.calls.entries.outcomes import next_kind
from app.services.calls.journal import recorded
from app.services.calls.promises.judging import judge_accounts
from app.services.calls.promises.terms import PromiseLine
from app.services.calls.refresh import refresh
from app.services.calls.undo import take_back, touched_accounts
from app.services.dates import Days
from app.services.sync.values.text import account_key
from app.services.unit_of_work import UnitOfWork
from app.settings import Settings

_ENTRIES: Final = ("call.log", "call.correct")


def entry_of(session: Session, activity_id: str) -> LogCall:
    """Return an activity as it was entered, for the form that corrects it.

    Raises:
        RefusedError: there is no such entry.
    """
    activity = _known(session, activity_id)
    promise = _promise_of(session, activity)
    facts = _event_of(session, activity.id)
    return LogCall(
        accounts=_numbers(session, activity),
        outcome=activity.outcome,
        also=tuple(Outcome(code) for code in activity.also),
        channel=activity.channel,
        contact=activity.contact_name,
        contact_id=activity.contact_id,
        reason=None if activity.reason is None else Reason(activity.reason),
        note=activity.note or "",
        promise=() if promise is None else _lines(session, promise),
        promise_reason="" if promise is None else promise.reason or "",
        item_ids=tuple(
            session.scalars(
                select(ActivityItem.item_id)
                .where(ActivityItem.activity_id == activity.id)
                .order_by(ActivityItem.item_id)
            )
        ),
        next=_step(facts),
        owner=facts.get("owner"),
        dispute_reason=facts.get("dispute_reason"),
        done=tuple(facts.get("done", ())),
        at=activity.at,
        seconds=activity.seconds,
    )


def correct_call(uow: UnitOfWork, activity_id: str, call: LogCall, days: Days, settings: Settings) -> LoggedCall:
    """Replace an entry by a new revision; the moment of the contact stays.

    Raises:
        RefusedError: there is no such entry, it was corrected already, or its promise was judged and would change.
        UsageError: what the new outcome needs is missing.
    """
    session = uow.session
    old = _known(session, activity_id)
    if old.superseded:
        raise RefusedError(
            "superseded",
            msg("This entry was corrected or taken back already."),
            do=msg("Correct the newest revision."),
        )
    promise = _promise_of(session, old)
    before = entry_of(session, old.id)
    base = _base(session, old, promise, days)
    words = _same_consequences(session, before, call)
    with recorded(session) as journal:
        old.superseded = True
        if words:
            logged = rewrite(uow, call, days, settings, replace(base, promise=promise))
            _hang_on(uow, old, logged.activity_id)
        else:
            kept = promise if promise is not None and _promised(before) == _promised(call) else None
            _take_back(uow, old, promise, kept, base, days, settings)
            logged = enter(uow, call, days, settings, replace(base, promise=kept))
            if kept is not None:
                kept.activity_id = logged.activity_id
    facts = {**audit_facts(call), "replaces": old.id, "words": words}
    uow.audit("call.correct", "activity", logged.activity_id, **facts, undo=journal.facts())
    uow.touch("activities", old.id)
    refresh(uow, days, settings, logged.account_ids)
    return logged


def _take_back(
    uow: UnitOfWork,
    old: Activity,
    promise: Promise | None,
    kept: Promise | None,
    base: Base,
    days: Days,
    settings: Settings,
) -> None:
    """Take back what the old entry did, as far as it still stands and the new one does not keep it."""
    if promise is not None and kept is None and promise.status not in OPEN_PROMISE:
        raise RefusedError(
            "promise_judged",
            msg("The promise of this entry was judged already and cannot change any more."),
            do=msg("Log a new call, or correct only the rest of the entry."),
        )
    then = _consequences_of(uow.session, old)
    if then is not None:
        text = msg("The entry of {day} was corrected.", day=base.day)
        skip = {"activity"} | ({"promise", "instalment", "promise_item"} if kept is not None else set())
        take_back(uow, then, text, strict=False, skip=skip)
        judge_accounts(uow, touched_accounts(uow.session, then), days, settings)


def _consequences_of(session: Session, activity: Activity) -> dict[str, Any] | None:
    """Return the journal of the revision that did what still stands: corrections of words only hang it on."""
    for ident in _revisions(session, activity):
        facts = _event_of(session, ident)
        if facts and not facts.get("words"):
            return facts.get("undo")
    return None


def _revisions(session: Session, activity: Activity) -> Iterator[str]:
    """Give an activity's id and those of the revisions before it, newest first."""
    ident: str | None = activity.id
    while ident is not None:
        yield ident
        ident = session.scalar(select(Activity.replaces_id).where(Activity.id == ident))


def _hang_on(uow: UnitOfWork, old: Activity, new_id: str) -> None:
    """Hang what came of the old revision on the new one."""
    session = uow.session
    person = session.get_one(Activity, new_id)
    for task in session.scalars(select(Task).where(or_(Task.opened_ref == old.id, Task.done_ref == old.id))):
        task.opened_ref = new_id if task.opened_ref == old.id else task.opened_ref
        task.done_ref = new_id if task.done_ref == old.id else task.done_ref
    for dispute in session.scalars(select(Dispute).where(Dispute.activity_id == old.id)):
        dispute.activity_id = new_id
    for pause in session.scalars(select(Pause).where(Pause.activity_id == old.id)):
        pause.activity_id = new_id
    for promise in session.scalars(select(Promise).where(Promise.activity_id == old.id)):
        promise.activity_id = new_id
        promise.contact_id, promise.contact_name = person.contact_id, person.contact_name


# ------------------------------------------------------------------------------------------------ what is the same


def _same_consequences(session: Session, before: LogCall, call: LogCall) -> bool:
    """Tell whether only words differ between an entry and its correction."""
    return (
        _essence(before) == _essence(call)
        and _promised(before) == _promised(call)
        and _item_ids(session, before) == _item_ids(session, call)
    )


def _essence(call: LogCall) -> tuple[Any, ...]:
    """Return what decides on consequences; a closed channel also depends on whom and how."""
    whom = (call.contact_id or call.contact, call.how) if Outcome.DNC in call.outcomes else ()
    step = None if call.next is None else (next_kind(call.next.code), call.next.day, check_time(call.next.time))
    owner = call.owner or call.note if Outcome.ESC in call.outcomes else None
    return tuple(map(account_key, call.accounts)), call.outcomes, step, owner, call.done, whom


def _promised(call: LogCall) -> tuple[Any, ...]:
    """Return what makes a promise the same: its instalments and the items it names."""
    items = {number for line in call.promise for number in line.items}
    return tuple((line.amount, line.currency, line.due) for line in call.promise), frozenset(items)


def _item_ids(session: Session, call: LogCall) -> set[str]:
    accounts = [account.id for account in find_called(session, call.accounts)]
    named = find_items(session, accounts, call.items)
    return {item.id for item in (*named, *items_by_id(session, accounts, call.item_ids))}


# ------------------------------------------------------------------------------------------------ reading an entry


def _known(session: Session, activity_id: str) -> Activity:
    activity = session.get(Activity, activity_id)
    if activity is None:
        raise RefusedError("unknown_activity", msg("There is no such entry in the call log."))
    return activity


def _promise_of(session: Session, activity: Activity) -> Promise | None:
    query = select(Promise).where(Promise.activity_id == activity.id, Promise.status != PromiseStatus.VOID)
    return session.scalars(query.order_by(Promise.id).limit(1)).first()


def _numbers(session: Session, activity: Activity) -> tuple[str, ...]:
    link = ActivityAccount
    query = select(Account.number).join(link, link.account_id == Account.id).where(link.activity_id == activity.id)
    return tuple(session.scalars(query.order_by(link.position)))


def _lines(session: Session, promise: Promise) -> tuple[PromiseLine, ...]:
    numbers = select(Item.number).join(PromiseItem, PromiseItem.item_id == Item.id)
    items = tuple(session.scalars(numbers.where(PromiseItem.promise_id == promise.id).order_by(Item.number)))
    lines = session.scalars(select(Instalment).where(Instalment.promise_id == promise.id).order_by(Instalment.position))
    return tuple(PromiseLine(line.amount, promise.currency, line.due, items) for line in lines)


def _event_of(session: Session, activity_id: str) -> dict[str, Any]:
    """Return what the audit chain says of an entry; nothing for entries that came another way."""
    query = select(AuditEvent.facts).where(AuditEvent.entity_id == activity_id, AuditEvent.action.in_(_ENTRIES))
    facts = session.scalars(query.order_by(AuditEvent.seq.desc()).limit(1)).first()
    return {} if facts is None else json.loads(facts)


def _step(facts: dict[str, Any]) -> NextStep | None:
    """Return the next step that was named; one that followed by itself is not part of the entry."""
    named = facts.get("next")
    return None if named is None else NextStep(named[0], date.fromisoformat(named[1]), named[2])


def _base(session: Session, old: Activity, promise: Promise | None, days: Days) -> Base:
    """Return what the new revision takes from the old: the moment, the day, and what the store knew then."""
    day = min(days.day, old.at.astimezone(ZoneInfo(old.zone)).date())
    after = promise.after_run_id if promise is not None else None
    if after is None:
        runs = select(SyncRun.id).where(SyncRun.at <= old.logged_at)
        after = session.scalar(runs.order_by(literal_column("sync_run.rowid").desc()).limit(1))
    return Base(old.at, day, old, None, after)
