"""Money that arrived."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, HasId
from app.models.types import Json


class Receipt(HasId, Base):
    """A receipt: amounts positive, minor units; ``applied`` + ``unapplied`` = ``amount``.

    ``is_cash`` is false for methods such as rounding, withholding or credit. ``first_seen`` is the data date of the
    file that brought it. ``reversed_on`` is set when a bank takes it back.
    """

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("source", "number", "account_id", "value_date", "amount", "currency", "line"),)

    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    source: Mapped[str]
    number: Mapped[str]
    line: Mapped[int] = mapped_column(default=0)
    value_date: Mapped[date | None]
    receipt_date: Mapped[date | None]
    method: Mapped[str | None]
    is_cash: Mapped[bool] = mapped_column(default=True)
    payer: Mapped[str | None]
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[int]
    applied: Mapped[int] = mapped_column(default=0)
    unapplied: Mapped[int] = mapped_column(default=0)
    remittance: Mapped[str | None]
    invoices: Mapped[Any] = mapped_column(Json, default=list)
    reversed_on: Mapped[date | None]
    first_seen: Mapped[date]
    run_id: Mapped[str] = mapped_column(String(26), index=True)


class ReceiptApplication(HasId, Base):
    """What of a receipt was applied to which item, minor units."""

    __tablename__ = "receipt_application"

    receipt_id: Mapped[str] = mapped_column(ForeignKey("receipt.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"), index=True)
    item_number: Mapped[str]
    amount: Mapped[int]
