"""The selling company, exchange rates and settings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, HasId
from app.models.types import Json


class Company(HasId, Base):
    """The legal entity on the letterhead; one row."""

    __tablename__ = "company"

    country: Mapped[str] = mapped_column(String(2))
    base_currency: Mapped[str] = mapped_column(String(3))
    time_zone: Mapped[str]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    logo: Mapped[bytes | None] = mapped_column(LargeBinary)
    logo_name: Mapped[str | None]
    tax_ids: Mapped[Any] = mapped_column(Json, default=dict)
    names: Mapped[Any] = mapped_column(Json, default=dict)
    addresses: Mapped[Any] = mapped_column(Json, default=dict)
    signatories: Mapped[Any] = mapped_column(Json, default=dict)
    banks: Mapped[Any] = mapped_column(Json, default=list)
    consequences: Mapped[Any] = mapped_column(Json, default=dict)
    targets: Mapped[Any] = mapped_column(Json, default=dict)
    changed_at: Mapped[datetime]


class ExchangeRate(HasId, Base):
    """Units of base currency for one unit of ``currency``, as decimal text, on a day."""

    __tablename__ = "exchange_rate"
    __table_args__ = (UniqueConstraint("currency", "base", "day", "source"),)

    currency: Mapped[str] = mapped_column(String(3))
    base: Mapped[str] = mapped_column(String(3))
    rate: Mapped[str]
    day: Mapped[date]
    source: Mapped[str]


class Setting(Base):
    """What a letter or a figure depends on: a value by key, with the day it starts."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(Json)
    since: Mapped[date]
    changed_at: Mapped[datetime]
