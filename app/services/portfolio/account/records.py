"""Loading what hangs on accounts: contacts logged, tasks, promises, disputes, receipts, people.

Each loader is a few selects for any number of accounts; the account view, the logs and the command line read them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.models.account import Account, Contact
from app.models.activity import Activity, ActivityAccount, ActivityItem
from app.models.dispute import Dispute, DisputeItem
from app.models.item import Item
from app.models.promise import Instalment, Promise, PromiseItem
from app.models.receipt import Receipt, ReceiptApplication
from app.models.task import Task
from app.services.portfolio.account.rows import (
    ActivityRow,
    ContactRow,
    DisputeRow,
    InstalmentRow,
    PromiseRow,
    ReceiptRow,
    TaskRow,
)

#: Ids in one select.
_PART: Final = 500


def load_activities(session: Session, *where: ColumnElement[bool]) -> tuple[ActivityRow, ...]:
    """Return contacts that meet the conditions on ``Activity`` and ``ActivityAccount``, newest first."""
    wanted = select(ActivityAccount.activity_id).join(Activity).where(*where)
    found = session.scalars(
        select(Activity).where(Activity.id.in_(wanted)).order_by(Activity.at.desc(), Activity.id.desc())
    ).all()
    ids = [row.id for row in found]
    accounts = _by_owner(
        session,
        select(ActivityAccount.activity_id, Account.number)
        .join(Account, Account.id == ActivityAccount.account_id)
        .order_by(ActivityAccount.position, Account.number),
        ActivityAccount.activity_id,
        ids,
    )
    items = _by_owner(
        session,
        select(ActivityItem.activity_id, Item.number).join(Item, Item.id == ActivityItem.item_id).order_by(Item.number),
        ActivityItem.activity_id,
        ids,
    )
    return tuple(
        ActivityRow(
            id=row.id,
            at=row.at,
            zone=row.zone,
            seconds=row.seconds,
            channel=row.channel,
            direction=row.direction,
            outcome=row.outcome,
            also=tuple(row.also or ()),
            contact=row.contact_name,
            reason=row.reason,
            note=row.note,
            next_code=row.next_code,
            next_date=row.next_date,
            next_time=row.next_time,
            revision=row.revision,
            replaces_id=row.replaces_id,
            superseded=row.superseded,
            accounts=tuple(number for (number,) in accounts.get(row.id, ())),
            items=tuple(number for (number,) in items.get(row.id, ())),
        )
        for row in found
    )


def load_tasks(session: Session, *where: ColumnElement[bool]) -> tuple[TaskRow, ...]:
    """Return tasks that meet the conditions on ``Task`` and ``Account``, by day and time."""
    query = (
        select(Task, Account.number)
        .join(Account, Account.id == Task.account_id)
        .where(*where)
        .order_by(Task.due, Task.time.is_(None), Task.time, Task.id)
    )
    return tuple(
        TaskRow(
            id=row.id,
            account_id=row.account_id,
            account=number,
            kind=row.kind,
            code=row.code,
            what=row.what,
            due=row.due,
            time=row.time,
            zone=row.zone,
            owner=row.owner,
            waiting_for=row.waiting_for,
            status=row.status,
            promise_id=row.promise_id,
            items=tuple(row.items or ()),
            opened_at=row.opened_at,
            done_at=row.done_at,
        )
        for row, number in session.execute(query)
    )


def load_promises(session: Session, *where: ColumnElement[bool]) -> tuple[PromiseRow, ...]:
    """Return promises that meet the conditions on ``Promise`` and ``Account``, newest first."""
    found = session.execute(
        select(Promise, Account.number, Account.name)
        .join(Account, Account.id == Promise.account_id)
        .where(*where)
        .order_by(Promise.made_on.desc(), Promise.id.desc())
    ).all()
    ids = [row.id for row, _, _ in found]
    lines = _by_owner(
        session,
        select(Instalment.promise_id, Instalment).order_by(Instalment.position),
        Instalment.promise_id,
        ids,
    )
    items = _by_owner(
        session,
        select(PromiseItem.promise_id, Item.number, Item.id)
        .join(Item, Item.id == PromiseItem.item_id)
        .order_by(Item.due_date, Item.number),
        PromiseItem.promise_id,
        ids,
    )
    return tuple(
        _promise(row, number, name, items.get(row.id, ()), lines.get(row.id, ())) for row, number, name in found
    )


def _promise(row: Promise, number: str, name: str, items: Iterable[Any], lines: Iterable[Any]) -> PromiseRow:
    covered = list(items)
    return PromiseRow(
        id=row.id,
        account_id=row.account_id,
        account=number,
        name=name,
        made_on=row.made_on,
        activity_id=row.activity_id,
        level=row.level,
        kind=row.kind,
        assurance=row.assurance,
        status=row.status,
        currency=row.currency,
        promised=row.amount,
        received=row.received,
        contact=row.contact_name,
        reason=row.reason,
        why=row.why,
        replaces_id=row.replaces_id,
        spoken_of=row.spoken_of,
        items=tuple(number for number, _ in covered),
        item_ids=tuple(ident for _, ident in covered),
        instalments=tuple(
            InstalmentRow(
                id=line.id,
                due=line.due,
                window_end=line.window_end,
                promised=line.amount,
                received=line.received,
                received_late=line.received_late,
                status=line.status,
                why=line.why,
            )
            for (line,) in lines
        ),
    )


def load_disputes(session: Session, *where: ColumnElement[bool]) -> tuple[DisputeRow, ...]:
    """Return disputes that meet the conditions on ``Dispute``, newest first."""
    found = session.scalars(select(Dispute).where(*where).order_by(Dispute.opened_on.desc(), Dispute.id.desc())).all()
    items = _by_owner(
        session,
        select(DisputeItem.dispute_id, Item.number, DisputeItem.amount)
        .join(Item, Item.id == DisputeItem.item_id)
        .order_by(Item.number),
        DisputeItem.dispute_id,
        [row.id for row in found],
    )
    return tuple(
        DisputeRow(
            id=row.id,
            source=row.source,
            number=row.external_number,
            subject=row.subject,
            reason=row.reason,
            status=row.status,
            erp_status=row.erp_status,
            owner=row.owner,
            opened_on=row.opened_on,
            closed_on=row.closed_on,
            currency=row.currency,
            amount=row.amount,
            note=row.note,
            items=tuple((number, amount) for number, amount in items.get(row.id, ())),
        )
        for row in found
    )


def load_receipts(session: Session, *where: ColumnElement[bool]) -> tuple[ReceiptRow, ...]:
    """Return receipts that meet the conditions on ``Receipt``, newest first."""
    found = session.scalars(select(Receipt).where(*where)).all()
    applied = _by_owner(
        session,
        select(ReceiptApplication.receipt_id, ReceiptApplication.item_number, ReceiptApplication.amount).order_by(
            ReceiptApplication.item_number
        ),
        ReceiptApplication.receipt_id,
        [row.id for row in found],
    )
    rows = [
        ReceiptRow(
            id=row.id,
            number=row.number,
            value_date=row.value_date,
            receipt_date=row.receipt_date,
            method=row.method,
            is_cash=row.is_cash,
            payer=row.payer,
            currency=row.currency,
            amount=row.amount,
            applied=row.applied,
            unapplied=row.unapplied,
            remittance=row.remittance,
            reversed_on=row.reversed_on,
            first_seen=row.first_seen,
            applications=tuple((number, amount) for number, amount in applied.get(row.id, ())),
        )
        for row in found
    ]
    return tuple(sorted(rows, key=lambda row: (row.day, row.number), reverse=True))


def load_contacts(session: Session, *where: ColumnElement[bool]) -> tuple[ContactRow, ...]:
    """Return people that meet the conditions on ``Contact``: who is still there first, payables before others."""
    order = {"payables": 0, "decision_maker": 1, "escalation": 3, "disputes": 4}
    found = sorted(
        session.scalars(select(Contact).where(*where)),
        key=lambda row: (not row.active, order.get(row.role or "", 2), row.id),
    )
    return tuple(
        ContactRow(
            id=row.id,
            name=row.name,
            family=row.family,
            given=row.given,
            title=row.title_pref,
            department=row.department,
            role=row.role,
            job_title=row.job_title,
            language=row.language,
            email=row.email,
            phone=row.phone,
            mobile=row.mobile,
            preferred_channel=row.preferred_channel,
            do_not_call=row.do_not_call,
            closed_channels=tuple(row.closed_channels or ()),
            corrected=row.corrected,
            file_values=tuple(sorted((row.file_values or {}).items())),
            source=row.source,
            active=row.active,
        )
        for row in found
    )


def _by_owner(session: Session, query: Any, owner: Any, ids: Collection[str]) -> dict[str, list[tuple[Any, ...]]]:
    """Run a select whose first column is the owner, in parts; return the other columns by owner, in its order."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), _PART):
        for ident, *rest in session.execute(query.where(owner.in_(wanted[start : start + _PART]))):
            found.setdefault(ident, []).append(tuple(rest))
    return found
