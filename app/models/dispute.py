"""Objections of customers, and pauses of letters."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.enums import DisputeStatus
from app.models.base import Base, HasId
from app.models.types import coded


class Dispute(HasId, Base):
    """An objection; imported cases own their status and owner, the collector's note stays.

    ``amount`` is the amount still disputed where the case states one (minor units of ``currency``).
    """

    __tablename__ = "dispute"
    __table_args__ = (UniqueConstraint("source", "external_number"),)

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    source: Mapped[str]
    external_number: Mapped[str | None]
    subject: Mapped[str | None]
    reason: Mapped[str | None]
    status: Mapped[DisputeStatus] = mapped_column(coded(DisputeStatus))
    erp_status: Mapped[str | None]
    owner: Mapped[str | None]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    currency: Mapped[str | None] = mapped_column(String(3))
    amount: Mapped[int | None]
    note: Mapped[str | None]
    activity_id: Mapped[str | None] = mapped_column(ForeignKey("activity.id"))
    run_id: Mapped[str | None] = mapped_column(String(26))


class DisputeItem(Base):
    """An item under query; ``amount`` is the disputed part in minor units, None = all of it."""

    __tablename__ = "dispute_item"

    dispute_id: Mapped[str] = mapped_column(ForeignKey("dispute.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), primary_key=True, index=True)
    amount: Mapped[int | None]


class Pause(HasId, Base):
    """No letters (and no place on the list) for an account or one item until a day; resumes by itself.

    ``kind`` is ``letters`` or ``payment_run`` (the customer named the day of its run); ``activity_id`` is the call
    that it came from.
    """

    __tablename__ = "pause"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"))
    kind: Mapped[str] = mapped_column(default="letters")
    reason: Mapped[str]
    until: Mapped[date]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    activity_id: Mapped[str | None] = mapped_column(ForeignKey("activity.id"))
