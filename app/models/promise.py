"""Promises to pay and how they were judged."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.enums import PromiseStatus
from app.i18n import Message
from app.models.base import Base, HasId
from app.models.types import Json, coded


class Promise(HasId, Base):
    """A promise of one account in one currency; the sum of its instalments is ``amount`` (minor units).

    ``level`` counts renewals; ``assurance`` marks promises on items that were not due when it was made (outside the
    keep rate). ``received`` is what counted so far. ``why`` names the money that judged it. ``after_run_id`` is the
    newest import the store held when it was made: money that was known by then is not this promise's.
    """

    __tablename__ = "promise"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[int]
    made_on: Mapped[date]
    made_at: Mapped[datetime]
    activity_id: Mapped[str | None] = mapped_column(ForeignKey("activity.id"), index=True)
    after_run_id: Mapped[str | None] = mapped_column(String(26))
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contact.id"))
    contact_name: Mapped[str | None]
    channel: Mapped[str | None]
    kind: Mapped[str] = mapped_column(default="promise")
    level: Mapped[int] = mapped_column(default=1)
    replaces_id: Mapped[str | None] = mapped_column(ForeignKey("promise.id"))
    assurance: Mapped[bool] = mapped_column(default=False)
    status: Mapped[PromiseStatus] = mapped_column(coded(PromiseStatus), default=PromiseStatus.OPEN)
    received: Mapped[int] = mapped_column(default=0)
    why: Mapped[Message | None]
    reason: Mapped[str | None]
    spoken_of: Mapped[bool] = mapped_column(default=False)
    confirmed_on: Mapped[date | None]


class Instalment(HasId, Base):
    """One dated part of a promise; money counts through ``window_end``."""

    __tablename__ = "instalment"

    promise_id: Mapped[str] = mapped_column(ForeignKey("promise.id"), index=True)
    position: Mapped[int]
    due: Mapped[date] = mapped_column(index=True)
    window_end: Mapped[date]
    amount: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    received_late: Mapped[int] = mapped_column(default=0)
    due_under: Mapped[int | None]
    status: Mapped[PromiseStatus] = mapped_column(coded(PromiseStatus), default=PromiseStatus.OPEN)
    why: Mapped[Message | None]
    money: Mapped[Any] = mapped_column(Json, default=list)
    provisional: Mapped[bool] = mapped_column(default=False)


class PromiseItem(Base):
    """An item that a promise covers, with its open amount when the promise was made (minor units)."""

    __tablename__ = "promise_item"

    promise_id: Mapped[str] = mapped_column(ForeignKey("promise.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), primary_key=True, index=True)
    open_when_made: Mapped[int]
    overdue_when_made: Mapped[bool] = mapped_column(default=True)
    released: Mapped[bool] = mapped_column(default=False)


class Judgement(HasId, Base):
    """One change of an instalment's status, with the figures that led to it; kept for ever."""

    __tablename__ = "judgement"

    promise_id: Mapped[str] = mapped_column(ForeignKey("promise.id"), index=True)
    instalment_id: Mapped[str] = mapped_column(ForeignKey("instalment.id"))
    run_id: Mapped[str | None] = mapped_column(String(26))
    at: Mapped[datetime] = mapped_column(index=True)
    cash_date: Mapped[date | None]
    before: Mapped[str]
    after: Mapped[str]
    due_under: Mapped[int]
    received: Mapped[int]
    received_late: Mapped[int]
    why: Mapped[Message | None]
    money: Mapped[Any] = mapped_column(Json, default=list)
    provisional: Mapped[bool] = mapped_column(default=False)
