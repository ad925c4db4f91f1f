"""The call log: contacts and attempts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.enums import Channel, Direction, Outcome
from app.models.base import Base, HasId
from app.models.types import Json, coded


class Activity(HasId, Base):
    """One contact or attempt. A correction is a new row that names the one it replaces; both stay readable.

    ``at`` is the moment it started; ``seconds`` its length; ``superseded`` is true for rows that were corrected.
    ``next_code``/``next_date``/``next_time`` is the next step as logged.
    """

    __tablename__ = "activity"

    at: Mapped[datetime] = mapped_column(index=True)
    zone: Mapped[str]
    seconds: Mapped[int] = mapped_column(default=0)
    channel: Mapped[Channel] = mapped_column(coded(Channel))
    direction: Mapped[Direction] = mapped_column(coded(Direction))
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contact.id"))
    contact_name: Mapped[str | None]
    outcome: Mapped[Outcome] = mapped_column(coded(Outcome))
    also: Mapped[Any] = mapped_column(Json, default=list)
    reason: Mapped[str | None]
    note: Mapped[str | None]
    next_code: Mapped[str | None]
    next_date: Mapped[date | None]
    next_time: Mapped[str | None] = mapped_column(String(5))
    revision: Mapped[int] = mapped_column(default=1)
    replaces_id: Mapped[str | None] = mapped_column(ForeignKey("activity.id"))
    superseded: Mapped[bool] = mapped_column(default=False)
    logged_at: Mapped[datetime]


class ActivityAccount(Base):
    """An account that an activity worked; position 0 is the one that was called."""

    __tablename__ = "activity_account"

    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class ActivityItem(Base):
    """An item that an activity spoke of."""

    __tablename__ = "activity_item"

    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), primary_key=True, index=True)
