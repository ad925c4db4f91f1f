"""What outcomes do beyond the log: disputes, pauses, closed channels, insolvency, tasks that a contact settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from sqlalchemy import select

from app.enums import (
    OPEN_DISPUTE,
    OPEN_ITEM,
    OPEN_TASK,
    AccountState,
    Channel,
    DisputeStatus,
    Outcome,
    Reason,
    TaskKind,
    TaskStatus,
)
from app.models.account import Account, Contact
from app.models.activity import Activity
from app.models.dispute import Dispute, DisputeItem, Pause
from app.models.item import Item
from app.models.task import Task
from app.models.types import new_id
from app.services.calls.entries.followups import Planned
from app.services.calls.tasks import close_tasks, open_tasks
from app.services.unit_of_work import UnitOfWork

#: Source of disputes that the collector opens; imported ones have their file's.
OWN: Final = "collector"
#: Kind of pause that an announced payment run makes.
RUN: Final = "payment_run"
_VOICE: Final = frozenset({Channel.CALL_OUT, Channel.CALL_IN, Channel.VISIT, Channel.VIDEO})
#: What a contact by a channel settles: tasks of these kinds that are due.
_SETTLES: Final[Mapping[Channel, tuple[TaskKind, ...]]] = {
    Channel.CALL_OUT: (TaskKind.CALL,),
    Channel.CALL_IN: (TaskKind.CALL,),
    Channel.VIDEO: (TaskKind.CALL,),
    Channel.VISIT: (TaskKind.CALL, TaskKind.VISIT),
    Channel.EMAIL_OUT: (TaskKind.EMAIL, TaskKind.ANSWER_MAIL),
    Channel.LETTER: (TaskKind.LETTER,),
}
#: Chasing stops with an insolvency; what is left to do for others stays.
_CHASING: Final = (TaskKind.CALL, TaskKind.EMAIL, TaskKind.LETTER, TaskKind.VISIT)
#: Names of channels on a contact that may be closed.
_CLOSED_AS: Final[Mapping[Channel, str]] = {
    Channel.EMAIL_OUT: "email",
    Channel.EMAIL_IN: "email",
    Channel.CHAT: "chat",
    Channel.PORTAL: "portal",
    Channel.LETTER: "letter",
}


def settle_tasks(
    uow: UnitOfWork, activity: Activity, account_id: str, day: date, planned: Sequence[Planned], *, reached: bool
) -> list[Planned]:
    """Close the due tasks that this contact was for; where nobody was reached, move one to the next try instead.

    Returns what of the planned tasks is still to be opened.
    """
    due = open_tasks(uow.session, [account_id], _SETTLES.get(activity.channel, ()), day)
    if reached or activity.channel not in _VOICE:
        close_tasks(uow, due, TaskStatus.DONE, activity.id)
        return list(planned)
    again = next((plan for plan in planned if plan.kind is TaskKind.CALL), None)
    if not due or again is None:
        return list(planned)
    first = next((task for task in due if task.code == Outcome.CB.value), due[0])
    first.due, first.time = again.due, again.time
    uow.touch("tasks", first.id)
    close_tasks(uow, [task for task in due if task is not first], TaskStatus.DONE, activity.id)
    return [plan for plan in planned if plan is not again]


def take_dispute(
    uow: UnitOfWork, activity: Activity, account: Account, items: Sequence[Item], reason: str | None, day: date
) -> str:
    """Open a dispute over items, or add them to the open one that already has some of them; returns its id."""
    query = (
        select(Dispute)
        .join(DisputeItem, DisputeItem.dispute_id == Dispute.id)
        .where(Dispute.status.in_(OPEN_DISPUTE), DisputeItem.item_id.in_([item.id for item in items]))
        .order_by(Dispute.opened_on, Dispute.id)
    )
    dispute = uow.session.scalars(query.limit(1)).first()
    if dispute is None:
        dispute = Dispute(
            id=new_id(uow.now),
            account_id=account.id,
            source=OWN,
            reason=reason,
            status=DisputeStatus.NEW,
            opened_on=day,
            currency=items[0].currency if len({item.currency for item in items}) == 1 else None,
            note=activity.note,
            activity_id=activity.id,
        )
        uow.session.add(dispute)
        uow.session.flush()
    known = set(uow.session.scalars(select(DisputeItem.item_id).where(DisputeItem.dispute_id == dispute.id)))
    uow.session.add_all(DisputeItem(dispute_id=dispute.id, item_id=item.id) for item in items if item.id not in known)
    uow.touch("disputes", dispute.id)
    return dispute.id


def pause_for_run(uow: UnitOfWork, activity: Activity, account: Account, items: Iterable[Item], until: date) -> None:
    """Pause letters for items until the payment run and its grace are over; an earlier pause of a run ends."""
    ids = [item.id for item in items]
    for pause in uow.session.scalars(
        select(Pause).where(Pause.item_id.in_(ids), Pause.kind == RUN, Pause.ended_at.is_(None))
    ):
        pause.ended_at = uow.now
    uow.session.add_all(
        Pause(
            id=new_id(uow.now),
            account_id=account.id,
            item_id=ident,
            kind=RUN,
            reason=Reason.PAYMENT_RUN.value,
            until=until,
            created_at=uow.now,
            activity_id=activity.id,
        )
        for ident in ids
    )


def overdue_items(uow: UnitOfWork, account: Account, day: date) -> list[Item]:
    """Return what an account owes past due, oldest first."""
    return list(
        uow.session.scalars(
            select(Item)
            .where(Item.account_id == account.id, Item.status.in_(OPEN_ITEM), Item.open > 0, Item.due_date < day)
            .order_by(Item.due_date, Item.number)
        )
    )


def close_channel(uow: UnitOfWork, activity: Activity, accounts: Sequence[Account]) -> None:
    """Close the channel for the person, or for everybody at the accounts where nobody was named.

    A named person whom the store does not know yet becomes a contact, so that the wish is kept.
    """
    query = select(Contact).where(Contact.active.is_(True))
    if activity.contact_id is not None:
        people = list(uow.session.scalars(query.where(Contact.id == activity.contact_id)))
    elif activity.contact_name:
        person = Contact(
            id=new_id(uow.now), account_id=accounts[0].id, name=activity.contact_name, source=OWN, closed_channels=[]
        )
        uow.session.add(person)
        people = [person]
    else:
        people = list(uow.session.scalars(query.where(Contact.account_id.in_([account.id for account in accounts]))))
    name = _CLOSED_AS.get(activity.channel)
    for person in people:
        if name is None:
            person.do_not_call = True
        person.closed_channels = sorted({*(person.closed_channels or ()), name or "call"})


def stop_chasing(uow: UnitOfWork, activity: Activity, accounts: Sequence[Account]) -> None:
    """Mark accounts insolvent and drop what would still chase them."""
    for account in accounts:
        account.state = AccountState.INSOLVENT
    ids = [account.id for account in accounts]
    chasing = uow.session.scalars(
        select(Task).where(Task.account_id.in_(ids), Task.kind.in_(_CHASING), Task.status.in_(OPEN_TASK))
    ).all()
    close_tasks(uow, chasing, TaskStatus.DROPPED, activity.id)
