"""Things to do by a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.enums import TaskKind, TaskStatus, WaitingFor
from app.models.base import Base, HasId
from app.models.types import Json, coded


class Task(HasId, Base):
    """Something to do; ``time`` is local to ``zone``. Only ``check_promise`` closes by itself, by the judgement.

    ``code`` is the outcome or step that opened it (CB makes it an agreed callback). ``opened_by`` is ``call``,
    ``sync``, ``letter`` or ``collector``; ``opened_ref`` the record's id.
    """

    __tablename__ = "task"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[TaskKind] = mapped_column(coded(TaskKind))
    code: Mapped[str | None]
    what: Mapped[str]
    due: Mapped[date]
    time: Mapped[str | None] = mapped_column(String(5))
    zone: Mapped[str]
    owner: Mapped[str] = mapped_column(default="me")
    waiting_for: Mapped[WaitingFor] = mapped_column(coded(WaitingFor), default=WaitingFor.US)
    status: Mapped[TaskStatus] = mapped_column(coded(TaskStatus), default=TaskStatus.OPEN)
    items: Mapped[Any] = mapped_column(Json, default=list)
    promise_id: Mapped[str | None] = mapped_column(ForeignKey("promise.id"), index=True)
    opened_by: Mapped[str]
    opened_ref: Mapped[str | None] = mapped_column(String(26))
    opened_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_ref: Mapped[str | None] = mapped_column(String(26))
