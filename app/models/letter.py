"""Dunning runs and letters."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.enums import LetterStatus
from app.i18n import Message
from app.models.base import Base, HasId
from app.models.types import Json, coded


class LetterRun(HasId, Base):
    """The proposals of one day; a new day cancels drafts that were not produced."""

    __tablename__ = "letter_run"

    day: Mapped[dt.date] = mapped_column(index=True)
    data_date: Mapped[dt.date | None]
    created_at: Mapped[datetime]
    rehearsal: Mapped[bool] = mapped_column(default=False)
    closed: Mapped[bool] = mapped_column(default=False)


class Letter(HasId, Base):
    """One letter in one currency of one account; ``amount`` is what it asks for, minor units.

    ``number`` is the reference printed. ``chosen`` is ``policy`` or ``hand``; ``changed`` records what the collector
    changed from the proposal (stage, locale, contact) and why. ``stage`` is the highest among its items.
    """

    __tablename__ = "letter"

    run_id: Mapped[str | None] = mapped_column(ForeignKey("letter_run.id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    number: Mapped[str | None]
    kind: Mapped[str]
    stage: Mapped[int | None]
    locale: Mapped[str]
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contact.id"))
    contact_name: Mapped[str | None]
    date: Mapped[dt.date]
    due_by: Mapped[dt.date | None]
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[int]
    title: Mapped[str | None]
    status: Mapped[LetterStatus] = mapped_column(coded(LetterStatus), default=LetterStatus.DRAFT)
    ticked: Mapped[bool] = mapped_column(default=True)
    chosen: Mapped[str] = mapped_column(default="policy")
    changed: Mapped[Any] = mapped_column(Json, default=dict)
    facts: Mapped[Any] = mapped_column(Json, default=dict)
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    produced_at: Mapped[datetime | None]
    refused: Mapped[Message | None]


class LetterItem(HasId, Base):
    """An item in a letter with the amount of that day; ``part`` is ``claimed`` or ``also_open``."""

    __tablename__ = "letter_item"

    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"), index=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), index=True)
    position: Mapped[int]
    number: Mapped[str]
    document_date: Mapped[dt.date | None]
    due_date: Mapped[dt.date | None]
    days_overdue: Mapped[int | None]
    amount: Mapped[int]
    part: Mapped[str] = mapped_column(default="claimed")
    stage_before: Mapped[int | None]
    stage_after: Mapped[int | None]


class LetterFile(HasId, Base):
    """A file written for a letter; ``path`` is relative to the folder it was written to if inside the store's."""

    __tablename__ = "letter_file"

    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"), index=True)
    path: Mapped[str]
    format: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[datetime]


class LetterHeld(HasId, Base):
    """Items that got no letter in a run, with the reason and until when."""

    __tablename__ = "letter_held"

    run_id: Mapped[str] = mapped_column(ForeignKey("letter_run.id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[int]
    items: Mapped[Any] = mapped_column(Json, default=list)
    stage: Mapped[int | None]
    code: Mapped[str]
    why: Mapped[Message]
    until: Mapped[dt.date | None]
