"""Imports: what was read, what it changed and how to take it back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.enums import SyncKind, SyncState
from app.models.base import Base, HasId
from app.models.types import Json, coded


class SyncRun(HasId, Base):
    """One file of an import; files given together share ``batch_id`` and are undone together.

    ``as_of`` is the data date of the file, ``coverage`` the day through which a source of cash speaks. ``report`` is
    the run as the command line prints it.
    """

    __tablename__ = "sync_run"

    batch_id: Mapped[str] = mapped_column(String(26), index=True)
    position: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    file: Mapped[str]
    folder: Mapped[str | None]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[SyncKind] = mapped_column(coded(SyncKind))
    layout: Mapped[str]
    source: Mapped[str]
    scope: Mapped[str]
    as_of: Mapped[date | None]
    coverage: Mapped[date | None]
    state: Mapped[SyncState] = mapped_column(coded(SyncState), default=SyncState.APPLIED)
    report: Mapped[Any] = mapped_column(Json)
    options: Mapped[Any] = mapped_column(Json, default=dict)
    undone_at: Mapped[datetime | None]


class SyncChange(HasId, Base):
    """A record that a sync changed, with the values it had before; what undo puts back.

    New rows need none: they carry their run's id.
    """

    __tablename__ = "sync_change"

    run_id: Mapped[str] = mapped_column(ForeignKey("sync_run.id"), index=True)
    entity: Mapped[str]
    entity_id: Mapped[str] = mapped_column(String(26), index=True)
    account_id: Mapped[str | None] = mapped_column(String(26))
    action: Mapped[str]
    before: Mapped[Any] = mapped_column(Json, nullable=True)
    after: Mapped[Any] = mapped_column(Json, nullable=True)
