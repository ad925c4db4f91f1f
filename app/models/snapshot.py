"""Balances as they were, and the call list as it was computed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base
from app.models.types import Json


class Snapshot(Base):
    """Balance of an account and currency at a data date; buckets in minor units by key, in both bases.

    ``due`` and ``document`` map bucket keys (current, b1_30, …, no_due_date, credits) to amounts; zero is left out.
    """

    __tablename__ = "snapshot"
    __table_args__ = (Index("ix_snapshot_as_of", "as_of"),)

    batch_id: Mapped[str] = mapped_column(String(26), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    as_of: Mapped[date]
    due: Mapped[Any] = mapped_column(Json)
    document: Mapped[Any] = mapped_column(Json)
    total: Mapped[int]


class WorklistRow(Base):
    """One account on (or off) today's list, stored at each sync and write; the part is decided when it is shown.

    ``reasons`` is a list of ``{code, points, text}`` with ``text`` a stored message; ``held`` is the message that
    says why an account is not on the list today. ``collectable_base`` is minor units of the base currency.
    """

    __tablename__ = "worklist_row"
    __table_args__ = (Index("ix_worklist_row_order", "day", "held_code", "score"),)

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    day: Mapped[date]
    score: Mapped[int]
    collectable_base: Mapped[int]
    callback_at: Mapped[datetime | None]
    other_work: Mapped[bool] = mapped_column(default=False)
    currency: Mapped[str] = mapped_column(String(3))
    overdue: Mapped[int]
    buckets: Mapped[Any] = mapped_column(Json, default=dict)
    reasons: Mapped[Any] = mapped_column(Json, default=list)
    held_code: Mapped[str | None]
    held: Mapped[Any] = mapped_column(Json, nullable=True)
    contact_id: Mapped[str | None] = mapped_column(String(26))
    pinned: Mapped[bool] = mapped_column(default=False)
