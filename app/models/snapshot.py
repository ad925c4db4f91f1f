"""Balances as they were, and the call list as it was computed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base
from app.models.types import Json


class Snapshot(Base):
    """Balance of an account and currency at a data date; buckets in minor units by key, in both bases.

    ``due`` and ``document`` map bucket keys (current, b1_30, …, no_due_date, credits) to amounts; zero is left out.
    ``credits`` maps bucket keys to what of the credits has that age, so that a past day can be netted too.
    """

    __tablename__ = "snapshot"
    __table_args__ = (Index("ix_snapshot_as_of", "as_of"),)

    batch_id: Mapped[str] = mapped_column(String(26), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    as_of: Mapped[date]
    due: Mapped[Any] = mapped_column(Json)
    document: Mapped[Any] = mapped_column(Json)
    credits: Mapped[Any] = mapped_column(Json, default=dict, server_default="{}")
    total: Mapped[int]


class WorklistRow(Base):
    """One account on (or off) today's list, stored at each sync and write; the part is decided when it is shown.

    ``reasons`` is a list of ``[code, points, arguments]`` and ``held`` the arguments of ``held_code``, which says why
    an account is not on the list today: the sentences are made when they are shown. ``collectable_base`` is minor
    units of the base currency; ``currency``, ``overdue`` and ``buckets`` are those of the currency that weighs most.
    ``callback_at`` is an agreed callback, ``retry_at`` when an unanswered call is tried again. Number, country and
    zone are kept here so that the list opens without looking at the accounts.
    """

    __tablename__ = "worklist_row"
    __table_args__ = (
        Index("ix_worklist_row_order", "held_code", "pinned", "score", "collectable_base"),
        Index("ix_worklist_row_place", "held_code", "country", "zone", "other_work", "callback_at", "retry_at"),
        Index("ix_worklist_row_day", "day"),
        Index(
            "ix_worklist_row_timed",
            "callback_at",
            "retry_at",
            sqlite_where=text("callback_at IS NOT NULL OR retry_at IS NOT NULL"),
        ),
    )

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    number: Mapped[str]
    name: Mapped[str]
    country: Mapped[str] = mapped_column(String(2))
    zone: Mapped[str]
    day: Mapped[date]
    score: Mapped[int]
    collectable_base: Mapped[int]
    callback_at: Mapped[datetime | None]
    retry_at: Mapped[datetime | None]
    other_work: Mapped[bool] = mapped_column(default=False)
    currency: Mapped[str] = mapped_column(String(3))
    overdue: Mapped[int]
    buckets: Mapped[Any] = mapped_column(Json, default=dict)
    reasons: Mapped[Any] = mapped_column(Json, default=list)
    held_code: Mapped[str | None]
    held: Mapped[Any] = mapped_column(Json, nullable=True)
    pinned: Mapped[bool] = mapped_column(default=False)
