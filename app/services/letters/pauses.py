"""Pauses of letters: no dunning for an account or single items until a day, with a reason; they resume by themselves.

A pause is a record of its own and never deleted: it ends on its day, is ended before, or makes room for a newer one
about the same thing. The day's run is judged again at once, so that its drafts and what is held back agree with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from app.enums import OPEN_ITEM
from app.errors import RefusedError
from app.i18n import msg
from app.models.account import Account
from app.models.dispute import Pause
from app.models.item import Item
from app.models.types import new_id
from app.services.dates import load_days
from app.services.letters.dunning.runs import rejudge_account
from app.services.letters.dunning.views import newest_run
from app.services.preferences import load_settings
from app.services.unit_of_work import UnitOfWork

#: The kind of pause that a collector orders; calls make others.
LETTERS: Final = "letters"
_REASON: Final = 200


@dataclass(frozen=True, slots=True)
class PauseRow:
    """A running pause.

    Attributes:
        item_id, item: the item it is about, None and "" for the whole account.
        until: the last day without letters.
        days: how many days that is from the day asked about; 0 on the last one.
        since: when it was ordered (aware).
    """

    id: str
    item_id: str | None
    item: str
    reason: str
    until: date
    days: int
    since: datetime


@dataclass(frozen=True, slots=True)
class PauseOrder:
    """What is to be paused: the items named, the whole account without any."""

    account_id: str
    until: date
    reason: str
    item_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PauseStep:
    """What a step did to pauses, by id, so that it can be taken back."""

    account_id: str
    begun: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()


def load_pauses(session: Session, account_id: str, day: date) -> tuple[PauseRow, ...]:
    """Return the pauses of an account that run on a day: the whole account's first, then those of open items."""
    rows = session.execute(
        select(Pause, Item.number)
        .outerjoin(Item, Item.id == Pause.item_id)
        .where(
            Pause.account_id == account_id,
            Pause.kind == LETTERS,
            Pause.ended_at.is_(None),
            Pause.until >= day,
            (Pause.item_id.is_(None)) | (Item.status.in_(OPEN_ITEM)),
        )
        .order_by(Pause.item_id.is_not(None), Pause.until, Item.number)
    )
    return tuple(
        PauseRow(
            pause.id, pause.item_id, number or "", pause.reason, pause.until, (pause.until - day).days, pause.created_at
        )
        for pause, number in rows
    )


def pause_letters(uow: UnitOfWork, order: PauseOrder, day: date, zone: str) -> PauseStep:
    """Send no letters for a while; a pause of the same thing that runs already ends.

    Raises:
        RefusedError: the day is not a later one, there is no reason, or account or item are unknown.
    """
    reason = order.reason.strip()
    if order.until <= day:
        raise RefusedError(
            "pause_past", msg("{day} is not a later day.", day=order.until), do=msg("Choose a day after today.")
        )
    if not reason:
        raise RefusedError("pause_reason", msg("A pause of letters needs its reason."), do=msg("Say why."))
    if len(reason) > _REASON:
        raise RefusedError("pause_long", msg("The reason is longer than {n} characters.", n=_REASON))
    _check_scope(uow.session, order)
    targets: Sequence[str | None] = order.item_ids or (None,)
    ended = _end(uow, select(Pause).where(*_running(order.account_id), _about(targets)))
    begun = []
    for item_id in targets:
        pause = Pause(
            id=new_id(uow.now), account_id=order.account_id, item_id=item_id, kind=LETTERS, reason=reason,
            until=order.until, created_at=uow.now,
        )  # fmt: skip
        uow.session.add(pause)
        uow.audit("letters.pause", "pause", pause.id, account=order.account_id, item=item_id,
                  until=order.until.isoformat(), reason=reason)  # fmt: skip
        begun.append(pause.id)
    _judge_again(uow, order.account_id, day, zone)
    return PauseStep(order.account_id, tuple(begun), ended)


def end_pauses(uow: UnitOfWork, account_id: str, day: date, zone: str, ids: Sequence[str] = ()) -> PauseStep:
    """Send letters again: end the pauses named, or every one of an account and its items."""
    query = select(Pause).where(*_running(account_id))
    ended = _end(uow, query.where(Pause.id.in_(ids)) if ids else query)
    if ended:
        _judge_again(uow, account_id, day, zone)
    return PauseStep(account_id, ended=ended)


def take_back_pause(uow: UnitOfWork, step: PauseStep, day: date, zone: str) -> None:
    """Undo a step: what it began ends, what it ended runs again."""
    _end(uow, select(Pause).where(*_running(step.account_id), Pause.id.in_(step.begun)))
    for pause in uow.session.scalars(select(Pause).where(Pause.id.in_(step.ended))):
        pause.ended_at = None
        uow.audit("letters.pause", "pause", pause.id, account=step.account_id, item=pause.item_id,
                  until=pause.until.isoformat(), reason=pause.reason)  # fmt: skip
    _judge_again(uow, step.account_id, day, zone)


def _running(account_id: str) -> tuple[ColumnElement[bool], ...]:
    return Pause.account_id == account_id, Pause.kind == LETTERS, Pause.ended_at.is_(None)


def _about(targets: Sequence[str | None]) -> ColumnElement[bool]:
    items = [target for target in targets if target is not None]
    return Pause.item_id.in_(items) if items else Pause.item_id.is_(None)


def _check_scope(session: Session, order: PauseOrder) -> None:
    if session.get(Account, order.account_id) is None:
        raise RefusedError("account_unknown", msg("There is no such account."))
    for item_id in order.item_ids:
        item = session.get(Item, item_id)
        if item is None or item.account_id != order.account_id:
            raise RefusedError("item_unknown", msg("There is no such item on this account."))


def _end(uow: UnitOfWork, query: Select[tuple[Pause]]) -> tuple[str, ...]:
    """End pauses now; returns which."""
    found = list(uow.session.scalars(query))
    for pause in found:
        pause.ended_at = uow.now
        uow.audit("letters.resume", "pause", pause.id, account=pause.account_id, item=pause.item_id)
    return tuple(pause.id for pause in found)


def _judge_again(uow: UnitOfWork, account_id: str, day: date, zone: str) -> None:
    """Let the day's run agree with the pauses; without a run of the day there is nothing to judge."""
    uow.touch("accounts", account_id)
    run = newest_run(uow.session)
    if run is not None and run.day == day:
        rejudge_account(uow, run.id, account_id, load_days(uow.session, day, zone), load_settings(uow.session))
        uow.touch("runs", run.id)
